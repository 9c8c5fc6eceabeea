//! `lookup_options`: how keys are merged and converted.

use super::key::Key;
use super::merge::HASH;
use super::{Asker, Found, Merge, OPTIONS};
use crate::eval::function::convert;
use crate::eval::types::Type;
use crate::eval::value::{HashMap, Value};
use crate::eval::{Eval, Evaluation, types};

impl<'a> Evaluation<'a> {
    /// The options of a key: those for it alone, or of the first pattern that it matches.
    pub(super) fn lookup_options(&mut self, key: &Key, asker: Asker) -> Eval<Option<Value>> {
        let module = key.module.clone().unwrap_or_default();
        if !self.lookups.options.contains_key(&module) {
            // While options are read there are none.
            self.lookups.options.insert(module.clone(), Value::Undef);
            let options = Key { module: key.module.clone(), ..Key::plain(OPTIONS) };
            let found = self.search(&options, &HASH, asker)?;
            self.lookups.options.insert(module.clone(), found.map_or(Value::Undef, |found| found.value));
        }
        let Some(Value::Hash(all)) = self.lookups.options.get(&module).cloned() else { return Ok(None) };
        if let Some(own) = all.get(&Value::from(key.root.as_str())) {
            return Ok(Some(own.clone()));
        }
        for (name, options) in all.iter() {
            let Value::String(name) = name else { continue };
            if name.starts_with('^') && self.pattern(name, asker.span)?.is_match(&key.root) {
                return Ok(Some(options.clone()));
            }
        }
        Ok(None)
    }

    /// The merge that options name.
    pub(super) fn merge_option(&mut self, options: &Value, asker: Asker) -> Eval<Option<Merge>> {
        let Value::Hash(options) = options else { return Ok(None) };
        match options.get(&Value::from("merge")) {
            Some(value) => self.merge_of(value, asker).map(Some),
            None => Ok(None),
        }
    }

    /// The merge that a value names.
    pub(crate) fn merge_of(&mut self, value: &Value, asker: Asker) -> Eval<Merge> {
        match Merge::read(value) {
            Ok(merge) => Ok(merge),
            Err(message) => self.data_error(message, None, asker),
        }
    }

    /// Converts what was found as `convert_to` says: a type, or a list of a type and arguments.
    pub(super) fn converted(
        &mut self,
        found: Found,
        options: &Value,
        key: &Key,
        asker: Asker,
    ) -> Eval<Found> {
        let Value::Hash(options) = options else { return Ok(found) };
        let Some(convert) = options.get(&Value::from("convert_to")) else { return Ok(found) };
        let parts = match convert {
            Value::Array(parts) => parts.to_vec(),
            one => vec![one.clone()],
        };
        let name = parts.first().map(Value::interpolate).unwrap_or_default();
        let Some(ty) = self.type_named(&name) else {
            let message = format!("the data wants `{}` as `{name}`, which is no type", key.whole);
            return self.data_error(message, Some(found.span), asker);
        };
        if found.value.is_unknown() {
            return Ok(found);
        }
        let args: Vec<Value> = std::iter::once(found.value).chain(parts.into_iter().skip(1)).collect();
        match convert::construct(&ty, &args) {
            Ok(value) => Ok(Found { value, span: found.span }),
            Err(message) => {
                let message = format!("the data of `{}` cannot be converted: {message}", key.whole);
                self.data_error(message, Some(found.span), asker)
            }
        }
    }

    /// The type of a text such as `Array[Integer]`, made of the language's own types, words and numbers.
    fn type_named(&mut self, text: &str) -> Option<Type> {
        let (name, keys) = match text.strip_suffix(']') {
            Some(text) => text.split_once('[')?,
            None => (text, ""),
        };
        let base = types::build::named(&name.trim().to_ascii_lowercase())?;
        if keys.is_empty() {
            return Some(base);
        }
        let mut values = Vec::new();
        for key in split_keys(keys) {
            let key = key.trim();
            let quoted = ['\'', '"'].iter().find_map(|quote| key.strip_prefix(*quote)?.strip_suffix(*quote));
            values.push(match (quoted, key.parse::<i64>()) {
                (Some(word), _) => Value::from(word),
                (None, Ok(number)) => Value::Integer(number),
                (None, Err(_)) if key == "default" => Value::Default,
                (None, Err(_)) => Value::from(self.type_named(key)?),
            });
        }
        types::build::parameterise(&base, &values, &mut self.patterns).ok()
    }
}

/// Cuts at commas outside of brackets.
fn split_keys(text: &str) -> Vec<&str> {
    let (mut depth, mut start, mut keys) = (0, 0, Vec::new());
    for (at, char) in text.char_indices() {
        match char {
            '[' => depth += 1,
            ']' => depth -= 1,
            ',' if depth == 0 => {
                keys.extend(text.get(start..at));
                start = at + 1;
            }
            _ => {}
        }
    }
    keys.extend(text.get(start..));
    keys
}

/// The options for a key alone in a hash of options.
pub(super) fn of_key(options: &Value, key: &str) -> Option<Value> {
    let Value::Hash(options) = options else { return None };
    HashMap::get(options, &Value::from(key)).cloned()
}
