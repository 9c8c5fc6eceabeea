//! How values of several levels become one.

use super::Found;
use crate::eval::operator::describe;
use crate::eval::value::{HashMap, Value};
use crate::sort;

/// The ways of merging.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Strategy {
    First,
    Unique,
    Hash,
    Deep,
}

/// A way of merging with its options.
#[derive(Debug, Clone)]
pub struct Merge {
    strategy: Strategy,
    /// What before an element of an array removes it below.
    knockout: Option<String>,
    sort_arrays: bool,
    join_hashes: bool,
}

/// The first value that is found.
pub(super) static FIRST: Merge = Merge::plain(Strategy::First);

/// Hashes by their keys.
pub(super) static HASH: Merge = Merge::plain(Strategy::Hash);

impl Merge {
    const fn plain(strategy: Strategy) -> Merge {
        Merge { strategy, knockout: None, sort_arrays: false, join_hashes: false }
    }

    /// What a word, or a hash with `strategy` and options, says; or why it says nothing.
    pub fn read(value: &Value) -> Result<Merge, String> {
        let Value::Hash(options) = value else { return Merge::named(value) };
        let option = |name: &str| options.get(&Value::from(name));
        let Some(strategy) = option("strategy") else {
            return Err("the options of a merge need a `strategy`".to_owned());
        };
        let merge = Merge::named(strategy)?;
        for key in options.keys() {
            let name = key.interpolate();
            let known = ["knockout_prefix", "merge_debug", "merge_hash_arrays", "sort_merged_arrays"];
            if name != "strategy" && (merge.strategy != Strategy::Deep || !known.contains(&name.as_str())) {
                return Err(format!("the merge `{}` has no option `{name}`", strategy.interpolate()));
            }
        }
        let flag = |name: &str| option(name).is_some_and(Value::truthy);
        Ok(Merge {
            knockout: option("knockout_prefix").map(Value::interpolate).filter(|prefix| !prefix.is_empty()),
            sort_arrays: flag("sort_merged_arrays"),
            join_hashes: flag("merge_hash_arrays"),
            ..merge
        })
    }

    fn named(value: &Value) -> Result<Merge, String> {
        Ok(Merge::plain(match value.interpolate().as_str() {
            "first" | "default" => Strategy::First,
            "unique" => Strategy::Unique,
            "hash" => Strategy::Hash,
            "deep" => Strategy::Deep,
            other => {
                return Err(format!(
                    "there is no merge `{other}`: it is `first`, `unique`, `hash` or `deep`"
                ));
            }
        }))
    }

    /// Puts a value of a level that counts more over one that counts less.
    fn merge(&self, above: &Value, below: &Value) -> Result<Value, String> {
        match self.strategy {
            Strategy::First => Ok(above.clone()),
            Strategy::Unique => {
                let (Value::Array(above), Value::Array(below)) = (flat(above)?, flat(below)?) else {
                    return Err("`unique` merges arrays".to_owned());
                };
                Ok(union(&above, &below))
            }
            Strategy::Hash => match (above, below) {
                (Value::Hash(above), Value::Hash(below)) => {
                    let mut merged = HashMap::clone(below);
                    merged.extend(above.iter().map(|(key, value)| (key.clone(), value.clone())));
                    Ok(Value::from(merged))
                }
                (Value::Hash(_), other) | (other, _) => {
                    Err(format!("the merge `hash` needs hashes, this is {}", describe(other)))
                }
            },
            Strategy::Deep => Ok(self.deep(above, below)),
        }
    }

    /// As the Ruby library `deep_merge` does it.
    fn deep(&self, above: &Value, below: &Value) -> Value {
        match (above, below) {
            (Value::Undef, _) => below.clone(),
            (_, Value::Undef | Value::Bool(false)) => above.clone(),
            (Value::Hash(above), Value::Hash(below)) => {
                let mut merged = HashMap::clone(below);
                for (key, value) in above.iter() {
                    let old = merged.get(key).filter(|old| old.truthy()).unwrap_or(value);
                    let new = self.deep(value, old);
                    merged.insert(key.clone(), new);
                }
                Value::from(merged)
            }
            (Value::Array(above), Value::Array(below)) => self.arrays(above, below),
            (Value::Hash(hash), _) if hash.is_empty() => below.clone(),
            _ => self.knocked_out(above),
        }
    }

    fn arrays(&self, above: &[Value], below: &[Value]) -> Value {
        let (mut above, mut below) = (above.to_vec(), below.to_vec());
        if let Some(prefix) = &self.knockout {
            let alone = Value::from(prefix.as_str());
            if above.contains(&alone) {
                below.clear();
                above.retain(|item| *item != alone);
            }
            above.retain(|item| {
                let text =
                    if let Value::String(text) = item { text.strip_prefix(prefix.as_str()) } else { None };
                let Some(text) = text else { return true };
                let removed = Value::from(text);
                below.retain(|other| *other != removed && other != item);
                false
            });
        }
        let are_hashes = |items: &[Value]| items.iter().all(|item| matches!(item, Value::Hash(_)));
        let merged = if self.join_hashes && are_hashes(&above) && are_hashes(&below) {
            let longest = above.len().max(below.len());
            let pairs = (0..longest).map(|at| (above.get(at), below.get(at)));
            let joined = pairs.filter_map(|pair| match pair {
                (Some(above), Some(below)) => Some(self.deep(above, below)),
                (one, other) => one.or(other).cloned(),
            });
            joined.collect()
        } else {
            list(&union(&below, &above))
        };
        let mut merged = merged;
        if self.sort_arrays {
            sort::by(&mut merged, ordered);
        }
        Value::from(merged)
    }

    /// What replaces a value of another kind: a text with the prefix removes it.
    fn knocked_out(&self, above: &Value) -> Value {
        let Some(prefix) = &self.knockout else { return above.clone() };
        let marked =
            |value: &Value| matches!(value, Value::String(text) if text.starts_with(prefix.as_str()));
        match above {
            Value::Array(items) if items.iter().any(marked) => {
                Value::from(items.iter().filter(|item| !marked(item)).cloned().collect::<Vec<_>>())
            }
            value if marked(value) => Value::from(""),
            value => value.clone(),
        }
    }
}

/// Values of several places on their way to one.
pub(super) struct Merging<'m> {
    merge: &'m Merge,
    /// How many places there are, whether they have a value or not.
    places: usize,
    found: Option<Found>,
}

impl<'m> Merging<'m> {
    pub(super) fn new(merge: &'m Merge, places: usize) -> Merging<'m> {
        Merging { merge, places, found: None }
    }

    /// What adding a value costs.
    pub(super) fn cost(&self, value: &Value) -> u64 {
        match (self.merge.strategy, &self.found) {
            (Strategy::First, _) | (_, None) => 1,
            (_, Some(found)) => 1 + found.value.weight().saturating_add(value.weight()),
        }
    }

    /// Adds a value below those before; true when no others count.
    pub(super) fn add(&mut self, found: Found) -> Result<bool, String> {
        let value = match &self.found {
            Some(before) => self.merge.merge(&before.value, &found.value)?,
            None if self.merge.strategy == Strategy::Unique && self.places > 1 => flat(&found.value)?,
            None => found.value,
        };
        let span = self.found.as_ref().map_or(found.span, |before| before.span);
        self.found = Some(Found { value, span });
        Ok(self.merge.strategy == Strategy::First)
    }

    /// The merged value.
    pub(super) fn finish(self) -> Option<Found> {
        let single = self.merge.strategy == Strategy::Unique && self.places == 1;
        self.found.map(|found| match &found.value {
            Value::Array(items) if single => Found { value: union(items, &[]), ..found },
            _ => found,
        })
    }
}

/// An array without arrays in it; another value as an array of one.
fn flat(value: &Value) -> Result<Value, String> {
    fn flatten(items: &[Value], flat: &mut Vec<Value>) {
        for item in items {
            match item {
                Value::Array(inner) => flatten(inner, flat),
                other => flat.push(other.clone()),
            }
        }
    }
    match value {
        Value::Array(items) => {
            let mut flat = Vec::new();
            flatten(items, &mut flat);
            Ok(Value::from(flat))
        }
        Value::Hash(_) => Err("the merge `unique` takes no hashes".to_owned()),
        other => Ok(Value::from(vec![other.clone()])),
    }
}

/// All elements of both, each once.
fn union(first: &[Value], second: &[Value]) -> Value {
    let all: HashMap = first.iter().chain(second).map(|item| (item.clone(), Value::Undef)).collect();
    Value::from(all.into_keys().collect::<Vec<_>>())
}

fn list(value: &Value) -> Vec<Value> {
    match value {
        Value::Array(items) => items.to_vec(),
        other => vec![other.clone()],
    }
}

/// Numbers by size, texts by their letters.
fn ordered(a: &Value, b: &Value) -> std::cmp::Ordering {
    match (a, b) {
        (Value::Integer(a), Value::Integer(b)) => a.cmp(b),
        _ => a.interpolate().cmp(&b.interpolate()),
    }
}
