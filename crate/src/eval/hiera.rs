//! Looks data up: `lookup`, parameters of classes.
//!
//! Goes in: a key, and how values of several levels are merged. Comes out: the value, its texts interpolated, and the
//! place in the file that it comes from. `callsheet.yaml`'s `data` counts first, in the place of Puppet's global
//! layer; then the environment; then, for a key such as `shop::port`, the module `shop`. All is as in Puppet 4.9 to 8.

mod interpolate;
mod key;
mod merge;
mod options;
mod paths;

pub use merge::Merge;

use std::rc::Rc;

use crate::table::Table;

use self::key::Key;
use self::merge::{FIRST, HASH, Merging};
use super::value::Value;
use super::{Eval, Evaluation, ScopeId};
use crate::diag::{Code, Diagnostic};
use crate::hiera::{Hierarchy, Level};
use crate::source::Span;
use crate::syntax::ast::Parameter;
use crate::yaml::Document;

/// How deep data may look up data.
const DEPTH_LIMIT: usize = 50;

/// The reserved key that says how others are looked up.
const OPTIONS: &str = "lookup_options";

/// A value and where it comes from.
#[derive(Debug, Clone)]
pub struct Found {
    /// The value.
    pub value: Value,
    /// The key in the file that gave it; the first of several that were merged.
    pub span: Span,
}

/// Who asks.
#[derive(Debug, Clone, Copy)]
pub struct Asker {
    /// The scope whose variables are interpolated.
    pub scope: ScopeId,
    /// The call, or what else makes the data be looked up.
    pub span: Span,
}

/// What an evaluation remembers of its lookups.
#[derive(Debug, Default)]
pub struct State<'a> {
    /// Keys that are being looked up, and texts that are being interpolated.
    open: Vec<String>,
    /// `lookup_options` by module; none stands under the empty name.
    options: Table<String, Value>,
    /// The files of levels that are fixed for a node, by the level's number.
    files: Vec<Option<Files<'a>>>,
}

/// How many files a level names, and those of them that are there.
type Files<'a> = Rc<(usize, Vec<&'a Document>)>;

impl<'a> Evaluation<'a> {
    /// The value of a key, if any level has it. Without `merge` the data itself says how it is merged.
    pub fn look_up(&mut self, key: &str, merge: Option<&Merge>, asker: Asker) -> Eval<Option<Found>> {
        if key == OPTIONS || key.starts_with("lookup_options.") {
            return Ok(None);
        }
        let key = self.lookup_key(key, asker)?;
        self.nested(asker.span, |evaluation| {
            let options = evaluation.lookup_options(&key, asker)?;
            let from_options = match (merge, &options) {
                (None, Some(options)) => evaluation.merge_option(options, asker)?,
                (Some(_), _) | (None, None) => None,
            };
            let merge = merge.or(from_options.as_ref()).unwrap_or(&FIRST);
            let mut found = evaluation.search(&key, merge, asker)?;
            if found.is_none() {
                found = evaluation.search_fallback(&key, asker)?;
            }
            match (found, options) {
                (Some(found), Some(options)) => evaluation.converted(found, &options, &key, asker).map(Some),
                (found, _) => Ok(found),
            }
        })
    }

    /// Data for a parameter of a class that was not set. Where the data says nothing (`~`), a default counts.
    pub fn class_parameter(
        &mut self,
        class: &str,
        parameter: &Parameter,
        asker: Asker,
    ) -> Eval<Option<Found>> {
        let found = self.look_up(&format!("{class}::{}", parameter.name.text), None, asker)?;
        Ok(found.filter(|found| parameter.default.is_none() || !matches!(found.value, Value::Undef)))
    }

    /// Searches all layers.
    fn search(&mut self, key: &Key, merge: &Merge, asker: Asker) -> Eval<Option<Found>> {
        let program = self.program;
        let module = key.module.as_ref().and_then(|module| program.data.modules.get(module));
        let layers = [program.data.given.as_ref(), program.data.environment.as_ref(), module];
        let mut merging = Merging::new(merge, layers.len());
        for layer in layers.into_iter().flatten() {
            let found = self.guarded(key.whole.clone(), asker, |evaluation| {
                evaluation.search_levels(&layer.levels, key, merge, asker)
            })?;
            if self.add(&mut merging, found, asker)? {
                break;
            }
        }
        let found = merging.finish();
        self.dig(found, key, asker)
    }

    /// Searches the levels of a module that count when nothing else has the key.
    fn search_fallback(&mut self, key: &Key, asker: Asker) -> Eval<Option<Found>> {
        let program = self.program;
        let module = key.module.as_ref().and_then(|module| program.data.modules.get(module));
        let Some(Hierarchy { fallback, .. }) = module.filter(|module| !module.fallback.is_empty()) else {
            return Ok(None);
        };
        let options = Key::plain(OPTIONS);
        let options = self.search_levels(fallback, &options, &HASH, asker)?;
        let options = options.and_then(|options| options::of_key(&options.value, &key.root));
        let merge = match &options {
            Some(options) => self.merge_option(options, asker)?,
            None => None,
        };
        let found = self.search_levels(fallback, key, merge.as_ref().unwrap_or(&FIRST), asker)?;
        self.dig(found, key, asker)
    }

    fn search_levels(
        &mut self,
        levels: &'a [Level],
        key: &Key,
        merge: &Merge,
        asker: Asker,
    ) -> Eval<Option<Found>> {
        self.spend(levels.len() as u64, asker.span)?;
        let mut merging = Merging::new(merge, levels.len());
        for level in levels {
            let found = self.search_level(level, key, merge, asker)?;
            if self.add(&mut merging, found, asker)? {
                break;
            }
        }
        Ok(merging.finish())
    }

    fn search_level(
        &mut self,
        level: &'a Level,
        key: &Key,
        merge: &Merge,
        asker: Asker,
    ) -> Eval<Option<Found>> {
        let files = self.files(level, asker)?;
        let (count, documents) = &*files;
        let mut merging = Merging::new(merge, *count);
        for document in documents {
            let Some((name, node)) = document.pair(&key.root) else { continue };
            let value = self.data_value(node, asker)?;
            let found = Some(Found { value, span: name.span });
            if self.add(&mut merging, found, asker)? {
                break;
            }
        }
        Ok(merging.finish())
    }

    /// The files of a level, found once for a node where they cannot differ.
    fn files(&mut self, level: &'a Level, asker: Asker) -> Eval<Files<'a>> {
        let Some(number) = level.fixed else { return self.documents(level, asker).map(Rc::new) };
        self.depends_on_node();
        if let Some(Some(files)) = self.lookups.files.get(number) {
            return Ok(Rc::clone(files));
        }
        let files = Rc::new(self.documents(level, asker)?);
        let known = &mut self.lookups.files;
        known.resize(known.len().max(number + 1), None);
        if let Some(place) = known.get_mut(number) {
            *place = Some(Rc::clone(&files));
        }
        Ok(files)
    }

    /// Adds what was found to what is merged; true when nothing more is needed.
    fn add(&mut self, merging: &mut Merging<'_>, found: Option<Found>, asker: Asker) -> Eval<bool> {
        let Some(found) = found else { return Ok(false) };
        self.spend(merging.cost(&found.value), asker.span)?;
        let span = found.span;
        match merging.add(found) {
            Ok(enough) => Ok(enough),
            Err(message) => self.data_error(message, Some(span), asker),
        }
    }

    /// Goes into a found value by the segments of its key.
    fn dig(&mut self, found: Option<Found>, key: &Key, asker: Asker) -> Eval<Option<Found>> {
        let Some(found) = found else { return Ok(None) };
        match key::dig(&found.value, &key.segments, &key.whole) {
            Ok(value) => Ok(value.map(|value| Found { value, ..found })),
            Err(message) => self.data_error(message, Some(found.span), asker),
        }
    }

    fn lookup_key(&mut self, text: &str, asker: Asker) -> Eval<Key> {
        match Key::parse(text) {
            Some(key) => Ok(key),
            None => {
                self.data_error(format!("`{text}` is no key: its dots or quotes do not fit"), None, asker)
            }
        }
    }

    /// Does something for a key, unless that is being done already.
    fn guarded<T>(
        &mut self,
        name: String,
        asker: Asker,
        inner: impl FnOnce(&mut Self) -> Eval<T>,
    ) -> Eval<T> {
        if self.lookups.open.contains(&name) {
            let chain = self.lookups.open.join("`, `");
            return self.data_error(format!("the data looks itself up: `{chain}`, `{name}`"), None, asker);
        }
        if self.lookups.open.len() >= DEPTH_LIMIT {
            return self.data_error("data looks up data too deeply here".to_owned(), None, asker);
        }
        self.lookups.open.push(name);
        let result = self.nested(asker.span, inner);
        self.lookups.open.pop();
        result
    }

    /// Reports that a lookup cannot be done.
    pub(crate) fn data_error<T>(&mut self, message: String, place: Option<Span>, asker: Asker) -> Eval<T> {
        let diagnostic = Diagnostic::new(Code::LookupFailed, asker.span, message);
        self.fail_with(match place {
            Some(place) => diagnostic.label(place, "the data is here"),
            None => diagnostic,
        })
    }

    /// All keys that data has, for suggestions.
    pub(crate) fn data_keys(&self) -> impl Iterator<Item = &'a str> {
        let documents = self.program.data.documents.iter();
        let pairs = documents.filter_map(|document| document.root.as_ref()?.pairs()).flatten();
        pairs.filter_map(|(key, _)| key.text()).filter(|key| *key != OPTIONS)
    }
}

/// A text that data has in the place of an encrypted one.
fn encrypted(text: &str) -> Option<Value> {
    let text = text.trim_start();
    text.starts_with("ENC[").then(|| Value::Placeholder(Rc::from("encrypted data")))
}
