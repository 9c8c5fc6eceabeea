//! `%{…}` in data and in the paths of `hiera.yaml`.

use super::key::{self, Key};
use super::{Asker, Merge, encrypted};
use crate::eval::value::{HashMap, Value};
use crate::eval::{Eval, Evaluation};
use crate::yaml::{Data, Node};

/// What stands between `%{` and `}`.
enum Expression<'t> {
    /// Nothing, or the top scope without a variable.
    Empty,
    /// A variable.
    Scope(&'t str),
    /// `lookup('key')`, `hiera('key')`
    Lookup(&'t str),
    /// `alias('key')`: the value itself, not as a text.
    Alias(&'t str),
    /// `literal('%')`
    Literal(&'t str),
    /// Anything else that looks like a call.
    Unknown(&'t str),
}

impl Evaluation<'_> {
    /// A piece of data as a value, its texts interpolated.
    pub(super) fn data_value(&mut self, node: &Node, asker: Asker) -> Eval<Value> {
        self.spend(1, asker.span)?;
        Ok(match &node.data {
            Data::String(text) => match encrypted(text) {
                Some(placeholder) => placeholder,
                None if !text.contains("%{") => Value::from(text.as_str()),
                None => self.interpolated(text, true, asker)?,
            },
            Data::Array(items) => {
                let mut values = Vec::with_capacity(items.len());
                for item in items {
                    values.push(self.data_value(item, asker)?);
                }
                Value::from(values)
            }
            Data::Hash(pairs) => {
                let mut hash = HashMap::default();
                for (key, item) in pairs {
                    let key = self.data_value(key, asker)?;
                    hash.insert(key, self.data_value(item, asker)?);
                }
                Value::from(hash)
            }
            Data::Null | Data::Bool(_) | Data::Integer(_) | Data::Float(_) => crate::eval::facts::value(node),
        })
    }

    /// A path of `hiera.yaml`, in which only variables can be interpolated.
    pub(super) fn path_text(&mut self, text: &str, asker: Asker) -> Eval<String> {
        if !text.contains("%{") {
            return Ok(text.to_owned());
        }
        Ok(self.interpolated(text, false, asker)?.interpolate())
    }

    /// What an interpolation gave may hold further ones.
    fn interpolated_value(&mut self, value: Value, calls: bool, asker: Asker) -> Eval<Value> {
        match &value {
            Value::String(text) if text.contains("%{") => self.interpolated(text, calls, asker),
            _ => Ok(value),
        }
    }

    fn interpolated(&mut self, text: &str, calls: bool, asker: Asker) -> Eval<Value> {
        self.spend(1 + text.len() as u64 / 8, asker.span)?;
        let mut result = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("%{") {
            let Some((inside, behind)) = after.split_once('}') else { break };
            result.push_str(before);
            rest = behind;
            let value = match expression(inside.trim()) {
                Expression::Alias(key) if calls => {
                    if !result.is_empty() || !rest.is_empty() {
                        let message = format!("`alias` has to be the whole text, this is `{text}`");
                        return self.data_error(message, None, asker);
                    }
                    return self.looked_up(key, asker);
                }
                Expression::Lookup(_) | Expression::Alias(_) | Expression::Literal(_) if !calls => {
                    let message =
                        format!("only variables can be interpolated in `hiera.yaml`, this is `{text}`");
                    return self.data_error(message, None, asker);
                }
                Expression::Unknown(name) => {
                    let message = format!("`{name}` is nothing that data can call");
                    return self.data_error(message, None, asker);
                }
                Expression::Empty => Value::Undef,
                Expression::Literal(text) => Value::from(text),
                Expression::Scope(name) => {
                    let value = self.scope_value(name, asker)?;
                    self.guarded(format!("scope:{name}"), asker, |evaluation| {
                        evaluation.interpolated_value(value, calls, asker)
                    })?
                }
                Expression::Lookup(key) | Expression::Alias(key) => {
                    let value = self.looked_up(key, asker)?;
                    self.guarded(key.to_owned(), asker, |evaluation| {
                        evaluation.interpolated_value(value, calls, asker)
                    })?
                }
            };
            if value.is_unknown() {
                return Ok(Value::Unknown);
            }
            self.spend_growth(1, result.len(), asker.span)?;
            result.push_str(&ruby_text(&value));
        }
        result.push_str(rest);
        Ok(Value::from(result))
    }

    fn looked_up(&mut self, key: &str, asker: Asker) -> Eval<Value> {
        let found = self.look_up(key, None::<&Merge>, asker)?;
        Ok(found.map_or_else(|| Value::from(""), |found| found.value))
    }

    /// The value of a variable, as in `facts.os.family`, `::environment`, `shop::port`; `undef` without one.
    pub(super) fn scope_value(&mut self, name: &str, asker: Asker) -> Eval<Value> {
        let Some(Key { root, segments, whole, .. }) = Key::parse(name) else {
            return self.data_error(
                format!("`{name}` is no variable: its dots or quotes do not fit"),
                None,
                asker,
            );
        };
        self.depends_on_node();
        let Some(value) = self.scopes_variable(&root, asker.scope).cloned() else { return Ok(Value::Undef) };
        match key::dig(&value, &segments, &whole) {
            Ok(value) => Ok(value.unwrap_or(Value::Undef)),
            Err(message) => self.data_error(message, None, asker),
        }
    }
}

fn expression(text: &str) -> Expression<'_> {
    if matches!(text, "" | "::" | "\"\"" | "''" | "\"::\"" | "'::'") {
        return Expression::Empty;
    }
    let call = text.strip_suffix(')').and_then(|text| text.split_once('('));
    let Some((name, argument)) = call else { return Expression::Scope(text) };
    let quoted = |quote| argument.strip_prefix(quote).and_then(|text: &str| text.strip_suffix(quote));
    let Some(key) = quoted('"').or_else(|| quoted('\'')).filter(|key| !key.is_empty()) else {
        return Expression::Scope(text);
    };
    match name {
        "lookup" | "hiera" => Expression::Lookup(key),
        "alias" => Expression::Alias(key),
        "literal" => Expression::Literal(key),
        "scope" => Expression::Scope(key),
        name => Expression::Unknown(name),
    }
}

/// A value within a text, as Ruby writes it there.
fn ruby_text(value: &Value) -> String {
    match value {
        Value::Array(_) | Value::Hash(_) => inspected(value),
        other => other.interpolate(),
    }
}

/// `[1, "a", nil]`, `{"a"=>1}`
fn inspected(value: &Value) -> String {
    let (open, inner, close) = match value {
        Value::Undef => return "nil".to_owned(),
        Value::String(text) => return format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")),
        Value::Array(items) => ("[", items.iter().map(inspected).collect::<Vec<_>>(), "]"),
        Value::Hash(hash) => {
            let pairs = hash.iter().map(|(key, value)| inspected(key) + "=>" + &inspected(value));
            ("{", pairs.collect(), "}")
        }
        other => return other.interpolate(),
    };
    [open, &inner.join(", "), close].concat()
}
