//! Values of the Puppet language, and how they turn into text.

use std::fmt::Write;
use std::hash::{BuildHasher, Hash, Hasher};
use std::ops::Deref;
use std::rc::Rc;

use foldhash::fast::FixedState;
use indexmap::IndexMap;

use super::types::Type;
use crate::table::Hashing;
use crate::word::Word;

/// An insertion-ordered hash, as Puppet's are.
pub type HashMap = IndexMap<Value, Value, Hashing>;

/// A collection that knows how large it is with all that is in it: values are shared, so a small graph of them can
/// stand for a tree that is too large to walk.
#[derive(Debug, Clone)]
pub struct Measured<T> {
    inner: T,
    size: u64,
    depth: u32,
    unknown: bool,
}

impl<T> Deref for Measured<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.inner
    }
}

/// A value; cheap to clone.
#[derive(Debug, Clone)]
pub enum Value {
    /// `undef`
    Undef,
    /// `default`
    Default,
    /// `true`, `false`
    Bool(bool),
    /// A 64-bit integer.
    Integer(i64),
    /// A float.
    Float(f64),
    /// A string.
    String(Rc<str>),
    /// A regular expression, its source.
    Regex(Rc<str>),
    /// An array.
    Array(Rc<Measured<Vec<Value>>>),
    /// A hash.
    Hash(Rc<Measured<HashMap>>),
    /// A type; references such as `Sql['shop']` are types too.
    Type(Rc<Type>),
    /// A value that is not shown.
    Sensitive(Rc<Value>),
    /// What `step` and `reverse_each` give: to be iterated once, not to be kept.
    Iterator(Rc<Measured<Vec<Value>>>),
    /// A value of a type without a form of its own in the language: `Timespan(3600)`.
    Object(Rc<Object>),
    /// What a function would give that cannot run here; the text says which: `template('a.erb')`. It is text wherever
    /// a text is wanted, a value of every type, and true.
    Placeholder(Rc<str>),
    /// A value that could not be had; the reason was reported, or it only exists on a node.
    Unknown,
}

/// A value of one of the types that only their constructors make.
#[derive(Debug, Clone)]
pub struct Object {
    /// The name of its type.
    pub ty: &'static str,
    /// As text; values of one type with the same text are the same.
    pub text: String,
    /// What it was made from: nanoseconds for `Timespan` and `Timestamp`, the name and the arguments of a `Deferred`.
    pub content: Value,
}

impl PartialEq for Value {
    /// Sameness as for hash keys: strings with case, `1` and `1.0` differ.
    fn eq(&self, other: &Value) -> bool {
        match (self, other) {
            (Value::Undef, Value::Undef)
            | (Value::Default, Value::Default)
            | (Value::Unknown, Value::Unknown) => true,
            (Value::Bool(a), Value::Bool(b)) => a == b,
            (Value::Integer(a), Value::Integer(b)) => a == b,
            (Value::Float(a), Value::Float(b)) => a.to_bits() == b.to_bits(),
            (Value::String(a), Value::String(b)) | (Value::Regex(a), Value::Regex(b)) => a == b,
            (Value::Array(a), Value::Array(b)) | (Value::Iterator(a), Value::Iterator(b)) => {
                Rc::ptr_eq(a, b) || ***a == ***b
            }
            (Value::Hash(a), Value::Hash(b)) => Rc::ptr_eq(a, b) || ***a == ***b,
            (Value::Type(a), Value::Type(b)) => a == b,
            (Value::Sensitive(a), Value::Sensitive(b)) => a == b,
            (Value::Object(a), Value::Object(b)) => a.ty == b.ty && a.text == b.text,
            (Value::Placeholder(a), Value::Placeholder(b)) => a == b,
            (
                Value::Undef
                | Value::Default
                | Value::Bool(_)
                | Value::Integer(_)
                | Value::Float(_)
                | Value::String(_)
                | Value::Regex(_)
                | Value::Array(_)
                | Value::Hash(_)
                | Value::Type(_)
                | Value::Sensitive(_)
                | Value::Iterator(_)
                | Value::Object(_)
                | Value::Placeholder(_)
                | Value::Unknown,
                _,
            ) => false,
        }
    }
}

impl Eq for Value {}

impl Hash for Value {
    fn hash<H: Hasher>(&self, state: &mut H) {
        std::mem::discriminant(self).hash(state);
        match self {
            Value::Undef | Value::Default | Value::Unknown => {}
            Value::Bool(value) => value.hash(state),
            Value::Integer(value) => value.hash(state),
            Value::Float(value) => value.to_bits().hash(state),
            Value::String(text) | Value::Regex(text) | Value::Placeholder(text) => text.hash(state),
            Value::Object(object) => object.text.hash(state),
            Value::Array(values) | Value::Iterator(values) => values.hash(state),
            Value::Hash(hash) => {
                // Equal hashes may differ in their order, so each entry counts on its own.
                let entries = hash.iter().map(|entry| FixedState::default().hash_one(entry));
                entries.fold(0, u64::wrapping_add).hash(state);
            }
            Value::Type(ty) => match &**ty {
                Type::Resource { ty, title, .. } => (ty.as_deref(), title).hash(state),
                other => other.to_string().hash(state),
            },
            Value::Sensitive(value) => value.hash(state),
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Value {
        Value::String(Rc::from(text))
    }
}

impl From<&Word> for Value {
    fn from(word: &Word) -> Value {
        Value::String(word.shared())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Value {
        Value::String(Rc::from(text))
    }
}

impl From<Vec<Value>> for Value {
    fn from(values: Vec<Value>) -> Value {
        Value::Array(Rc::new(Measured::from(values)))
    }
}

impl From<Vec<Value>> for Measured<Vec<Value>> {
    fn from(values: Vec<Value>) -> Measured<Vec<Value>> {
        let size = values.iter().map(|value| 1 + value.weight()).fold(0, u64::saturating_add);
        let depth = 1 + values.iter().map(Value::depth).max().unwrap_or(0);
        let unknown = values.iter().any(Value::is_unknown);
        Measured { inner: values, size, depth, unknown }
    }
}

impl From<HashMap> for Value {
    fn from(hash: HashMap) -> Value {
        let sizes = hash.iter().map(|(key, value)| 1 + key.weight() + value.weight());
        let size = sizes.fold(0, u64::saturating_add);
        let depth = 1 + hash.iter().map(|(key, value)| key.depth().max(value.depth())).max().unwrap_or(0);
        let unknown = hash.iter().any(|(key, value)| key.is_unknown() || value.is_unknown());
        Value::Hash(Rc::new(Measured { inner: hash, size, depth, unknown }))
    }
}

impl From<Type> for Value {
    fn from(ty: Type) -> Value {
        Value::Type(Rc::new(ty))
    }
}

impl Value {
    /// Whether it counts as true: everything but `undef` and `false` does.
    pub fn truthy(&self) -> bool {
        !matches!(self, Value::Undef | Value::Bool(false))
    }

    /// Whether it, or anything in it, could not be had.
    pub fn is_unknown(&self) -> bool {
        match self {
            Value::Unknown => true,
            Value::Array(values) | Value::Iterator(values) => values.unknown,
            Value::Hash(hash) => hash.unknown,
            Value::Sensitive(value) => value.is_unknown(),
            Value::Undef
            | Value::Default
            | Value::Bool(_)
            | Value::Integer(_)
            | Value::Float(_)
            | Value::String(_)
            | Value::Regex(_)
            | Value::Object(_)
            | Value::Placeholder(_)
            | Value::Type(_) => false,
        }
    }

    /// Whether nobody can say here what it is: it is unknown, or a placeholder stands for it.
    pub fn is_uncertain(&self) -> bool {
        matches!(self, Value::Placeholder(_)) || self.is_unknown()
    }

    /// How large it is with all that is in it, and so what it costs to walk or to build.
    pub fn weight(&self) -> u64 {
        match self {
            Value::String(text) | Value::Placeholder(text) => text.len() as u64 / 8,
            Value::Object(object) => object.text.len() as u64 / 8 + object.content.weight(),
            Value::Array(values) | Value::Iterator(values) => values.size,
            Value::Hash(hash) => hash.size,
            Value::Sensitive(value) => 1 + value.weight(),
            Value::Undef
            | Value::Default
            | Value::Bool(_)
            | Value::Integer(_)
            | Value::Float(_)
            | Value::Regex(_)
            | Value::Type(_)
            | Value::Unknown => 0,
        }
    }

    /// How deep collections are nested in it.
    pub fn depth(&self) -> u32 {
        match self {
            Value::Array(values) | Value::Iterator(values) => values.depth,
            Value::Hash(hash) => hash.depth,
            Value::Sensitive(value) => value.depth(),
            Value::Object(object) => object.content.depth(),
            Value::Undef
            | Value::Default
            | Value::Bool(_)
            | Value::Integer(_)
            | Value::Float(_)
            | Value::String(_)
            | Value::Regex(_)
            | Value::Type(_)
            | Value::Placeholder(_)
            | Value::Unknown => 0,
        }
    }

    /// Writes it as [`Value::interpolate`] does.
    pub(crate) fn interpolate_into(&self, text: &mut String) {
        write_value(text, self, Quotes::Never);
    }

    /// As text in an interpolated string.
    pub fn interpolate(&self) -> String {
        let mut text = String::new();
        write_value(&mut text, self, Quotes::Never);
        text
    }

    /// As text in what Ruby formats: lists look like Ruby's.
    pub fn ruby_text(&self) -> String {
        match self {
            Value::Array(_) | Value::Hash(_) => self.ruby_inspect(),
            other => other.interpolate(),
        }
    }

    /// As Ruby shows it: strings in double quotes, `nil`.
    pub fn ruby_inspect(&self) -> String {
        let mut text = String::new();
        write_value(&mut text, self, Quotes::Ruby);
        text
    }

    /// As text within an array or hash that is shown in a message: strings quoted.
    pub fn inspect(&self) -> String {
        let mut text = String::new();
        write_value(&mut text, self, Quotes::Strings);
        text
    }
}

/// How values are written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Quotes {
    /// As in an interpolated string.
    Never,
    /// As in a manifest.
    Strings,
    /// As Ruby shows them.
    Ruby,
}

fn write_value(text: &mut String, value: &Value, quotes: Quotes) {
    match value {
        Value::Undef if quotes == Quotes::Strings => text.push_str("undef"),
        Value::Undef if quotes == Quotes::Ruby => text.push_str("nil"),
        Value::Undef => {}
        Value::Default => text.push_str("default"),
        Value::Bool(value) => text.push_str(if *value { "true" } else { "false" }),
        Value::Integer(value) => append(text, format_args!("{value}")),
        Value::Float(value) => text.push_str(&crate::decimal::shortest(*value)),
        Value::String(string) if quotes != Quotes::Never => {
            text.push_str(&quote(string, quotes == Quotes::Ruby));
        }
        Value::String(string) => text.push_str(string),
        Value::Regex(source) => append(text, format_args!("/{}/", escape_slashes(source))),
        Value::Array(values) | Value::Iterator(values) => {
            text.push('[');
            for (index, value) in values.iter().enumerate() {
                text.push_str(if index > 0 { ", " } else { "" });
                write_value(text, value, quotes);
            }
            text.push(']');
        }
        Value::Hash(hash) => {
            text.push('{');
            for (index, (key, value)) in hash.iter().enumerate() {
                text.push_str(if index > 0 { ", " } else { "" });
                write_value(text, key, quotes);
                text.push_str(if quotes == Quotes::Ruby { "=>" } else { " => " });
                write_value(text, value, quotes);
            }
            text.push('}');
        }
        Value::Type(ty) => append(text, format_args!("{ty}")),
        Value::Sensitive(_) => text.push_str("Sensitive [value redacted]"),
        Value::Object(object) => text.push_str(&object.text),
        // Braces as around what is inserted into a text.
        Value::Placeholder(of) => append(text, format_args!("{{{of}}}")),
        Value::Unknown => text.push('…'),
    }
}

/// A string as it is written in a manifest: in single quotes, unless that cannot be or `double` ones are asked for.
pub fn quote(string: &str, double: bool) -> String {
    if !double && !string.contains(|char: char| char < ' ') {
        return format!("'{}'", string.replace('\'', "\\'"));
    }
    let mut text = String::from("\"");
    for char in string.chars() {
        match char {
            '\t' => text.push_str("\\t"),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            '"' | '$' | '\\' => text.extend(['\\', char]),
            char if char < ' ' => append(&mut text, format_args!("\\u{{{:X}}}", u32::from(char))),
            char => text.push(char),
        }
    }
    text.push('"');
    text
}

/// A pattern as it is written between slashes.
fn escape_slashes(source: &str) -> String {
    let mut escaped = String::with_capacity(source.len());
    let mut previous = None;
    for char in source.chars() {
        if char == '/' && previous != Some('\\') {
            escaped.push('\\');
        }
        escaped.push(char);
        previous = if previous == Some('\\') { None } else { Some(char) };
    }
    escaped
}

fn append(text: &mut String, arguments: std::fmt::Arguments<'_>) {
    text.write_fmt(arguments).expect("writing to a String does not fail");
}
