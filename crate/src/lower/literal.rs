//! Values as they are written in a manifest.

use crate::env::Reference;
use crate::eval::Value;
use crate::eval::node::Produced;
use crate::eval::resource::reference_of;
use crate::eval::value::quote;

/// What a value is in a manifest.
pub(super) struct Literals<'a> {
    /// Types of capabilities: outside of orchestration there are none, and no references to them.
    pub(super) capability_types: &'a [&'a str],
    /// What the nodes produce.
    pub(super) produced: &'a [&'a Produced],
}

impl Literals<'_> {
    /// The value as an expression; none for what only its node knows, and for what is not shown.
    pub(super) fn of(&self, value: &Value) -> Option<String> {
        Some(match value {
            Value::String(text) => string(text),
            Value::Array(items) | Value::Iterator(items) => {
                let items = items.iter().map(|item| self.of(item)).collect::<Option<Vec<_>>>()?;
                format!("[{}]", items.join(", "))
            }
            Value::Hash(entries) => {
                let entries = entries
                    .iter()
                    .map(|(key, value)| Some(format!("{} => {}", self.of(key)?, self.of(value)?)))
                    .collect::<Option<Vec<_>>>()?;
                hash(&entries)
            }
            Value::Type(ty) => match reference_of(ty) {
                Some(capability) if self.is_capability(&capability.ty) => self.capability(&capability)?,
                _ => value.inspect(),
            },
            Value::Undef
            | Value::Default
            | Value::Bool(_)
            | Value::Integer(_)
            | Value::Float(_)
            | Value::Regex(_) => value.inspect(),
            Value::Sensitive(_) | Value::Object(_) | Value::Placeholder(_) | Value::Unknown => return None,
        })
    }

    /// A capability as a hash of its attributes, which are taken out of it in the same words: `$http['host']`. One that
    /// nobody produces is its name.
    fn capability(&self, capability: &Reference) -> Option<String> {
        let Some(produced) = self.produced.iter().find(|it| it.reference == *capability) else {
            return Some(string(&capability.text()));
        };
        let attributes = produced
            .settings
            .values()
            .map(|setting| Some(format!("{} => {}", string(&setting.name), self.of(&setting.value)?)))
            .collect::<Option<Vec<_>>>()?;
        Some(hash(&attributes))
    }

    /// Whether it is the type of a capability.
    pub(super) fn is_capability(&self, ty: &str) -> bool {
        self.capability_types.contains(&ty)
    }
}

fn hash(entries: &[String]) -> String {
    if entries.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", entries.join(", ")) }
}

/// A text in single quotes, unless it has lines or other signs that these cannot have.
pub(super) fn string(text: &str) -> String {
    if text.contains(char::is_control) {
        return quote(text, true);
    }
    format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'"))
}
