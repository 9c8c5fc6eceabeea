//! Keys: `shop::port`, `shop::hosts.0.name`, `'a.b'.c`.

use crate::eval::value::Value;

/// A key in its parts.
#[derive(Debug, Clone)]
pub(super) struct Key {
    /// As it was written.
    pub(super) whole: String,
    /// What stands in the files.
    pub(super) root: String,
    /// Where to go in the found value.
    pub(super) segments: Vec<Value>,
    /// The module whose data may have it.
    pub(super) module: Option<String>,
}

impl Key {
    /// A key without segments.
    pub(super) fn plain(text: &str) -> Key {
        let module = text.split_once("::").map(|(module, _)| module.to_owned());
        Key { whole: text.to_owned(), root: text.to_owned(), segments: Vec::new(), module }
    }

    /// Cuts a key at its dots; none when dots and quotes do not fit together.
    pub(super) fn parse(text: &str) -> Option<Key> {
        if !text.contains(['.', '"', '\'']) {
            return Some(Key::plain(text));
        }
        let mut segments = Vec::new();
        let mut rest = text;
        loop {
            let start = rest.trim_start();
            let quote = start.chars().next().filter(|first| matches!(first, '"' | '\''));
            let (segment, after) = match quote {
                Some(quote) => start.get(1..)?.split_once(quote)?,
                None => start.split_at(start.find(['.', '"', '\'']).unwrap_or(start.len())),
            };
            if segment.is_empty() {
                return None;
            }
            let segment = if quote.is_some() { segment } else { segment.trim_end() };
            segments.push(match segment.parse::<i64>() {
                Ok(index) if quote.is_none() => Value::Integer(index),
                Ok(_) | Err(_) => Value::from(segment),
            });
            let after = if quote.is_some() { after.trim_start() } else { after };
            if after.is_empty() {
                break;
            }
            rest = after.strip_prefix('.')?;
        }
        let root = segments.remove(0).interpolate();
        Some(Key { whole: text.to_owned(), segments, ..Key::plain(&root) })
    }
}

/// Goes into a value; none when a segment is not there, an error when there is nothing to go into.
pub(super) fn dig(value: &Value, segments: &[Value], key: &str) -> Result<Option<Value>, String> {
    let mut value = value.clone();
    for segment in segments {
        let next = match (&value, segment) {
            (Value::Undef, _) => None,
            (Value::Placeholder(_) | Value::Unknown, _) => return Ok(Some(value)),
            (Value::Array(items), Value::Integer(index)) => {
                usize::try_from(*index).ok().and_then(|index| items.get(index).cloned())
            }
            (Value::Hash(hash), segment) => hash.get(segment).cloned(),
            (other, segment) => {
                let (segment, what) = (segment.interpolate(), crate::eval::operator::describe(other));
                return Err(format!(
                    "`{segment}` of the key `{key}` needs a hash to look into, this is {what}"
                ));
            }
        };
        match next {
            Some(next) => value = next,
            None => return Ok(None),
        }
    }
    Ok(Some(value))
}
