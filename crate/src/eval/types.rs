//! Types of the Puppet language: what values they admit, and how they are written.

pub mod build;
pub mod mismatch;

use std::fmt;
use std::rc::Rc;

use super::regex;
use super::value::Value;
use crate::source::Span;

/// Bounds of a size or a number; none means open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Bounds {
    /// Smallest.
    pub from: Option<i64>,
    /// Largest.
    pub to: Option<i64>,
}

impl Bounds {
    /// Whether the number lies within.
    pub fn admit(self, number: i64) -> bool {
        self.from.is_none_or(|from| from <= number) && self.to.is_none_or(|to| number <= to)
    }

    /// Whether there is no bound at all.
    pub fn open(self) -> bool {
        self.from.is_none() && self.to.is_none()
    }
}

/// Where a reference was written; never part of what a type is.
#[derive(Debug, Clone, Copy, Default)]
pub struct Place(pub Option<Span>);

impl PartialEq for Place {
    fn eq(&self, _: &Place) -> bool {
        true
    }
}

/// One entry of a `Struct`.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    /// Its key.
    pub key: String,
    /// Whether it may be missing.
    pub optional: bool,
    /// The type of its value.
    pub ty: Type,
}

/// A type.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the variants are Puppet's types of the same names")]
pub enum Type {
    Any,
    Undef,
    Default,
    NotUndef(Box<Type>),
    Optional(Box<Type>),
    Variant(Vec<Type>),
    Scalar,
    ScalarData,
    Data,
    RichData,
    Numeric,
    Integer(Bounds),
    Float,
    String(Bounds),
    /// Exactly this string: `Optional['a']`.
    Literal(Rc<str>),
    Boolean(Option<bool>),
    Enum {
        words: Vec<String>,
        ignore_case: bool,
    },
    Pattern(Vec<String>),
    Regexp(Option<String>),
    Collection(Bounds),
    Array(Box<Type>, Bounds),
    Hash(Box<Type>, Box<Type>, Bounds),
    Tuple(Vec<Type>, Bounds),
    Struct(Vec<Member>),
    CatalogEntry,
    /// `Class`, `Class['a']`
    Class(Option<String>, Place),
    /// `Resource`, `Sql`, `Sql['shop']`; the type lower-case.
    Resource {
        ty: Option<String>,
        title: Option<String>,
        place: Place,
    },
    Type(Option<Box<Type>>),
    Callable,
    Sensitive(Option<Box<Type>>),
    Iterable(Option<Box<Type>>),
    Iterator,
    /// A type whose values do not occur here, such as `Timestamp`; admits only itself by name.
    Opaque(String),
    /// A named type with what it stands for.
    Alias(String, Rc<Type>),
}

impl Type {
    /// A reference to one resource.
    pub fn reference(ty: &str, title: &str, place: Option<Span>) -> Type {
        Type::Resource { ty: Some(ty.to_lowercase()), title: Some(title.to_owned()), place: Place(place) }
    }

    /// How many types it is made of, itself included; what an alias stands for is not counted.
    pub fn size(&self) -> usize {
        let inner = match self {
            Type::NotUndef(inner) | Type::Optional(inner) | Type::Array(inner, _) => inner.size(),
            Type::Variant(types) | Type::Tuple(types, _) => types.iter().map(Type::size).sum(),
            Type::Hash(key, value, _) => key.size() + value.size(),
            Type::Struct(members) => members.iter().map(|member| member.ty.size()).sum(),
            Type::Type(Some(inner)) | Type::Sensitive(Some(inner)) | Type::Iterable(Some(inner)) => {
                inner.size()
            }
            Type::Any
            | Type::Undef
            | Type::Default
            | Type::Scalar
            | Type::ScalarData
            | Type::Data
            | Type::RichData
            | Type::Numeric
            | Type::Integer(_)
            | Type::Float
            | Type::String(_)
            | Type::Literal(_)
            | Type::Boolean(_)
            | Type::Enum { .. }
            | Type::Pattern(_)
            | Type::Regexp(_)
            | Type::Collection(_)
            | Type::CatalogEntry
            | Type::Class(..)
            | Type::Resource { .. }
            | Type::Type(None)
            | Type::Callable
            | Type::Sensitive(None)
            | Type::Iterable(None)
            | Type::Iterator
            | Type::Opaque(_)
            | Type::Alias(..) => 0,
        };
        1 + inner
    }

    /// Whether the value is one of this type. Unknown values are of every type: what made them was reported.
    pub fn admits(&self, value: &Value) -> bool {
        if matches!(value, Value::Unknown) {
            return true;
        }
        match self {
            Type::Any => true,
            Type::Undef => matches!(value, Value::Undef),
            Type::Default => matches!(value, Value::Default),
            Type::NotUndef(inner) => !matches!(value, Value::Undef) && inner.admits(value),
            Type::Optional(inner) => matches!(value, Value::Undef) || inner.admits(value),
            Type::Variant(types) => types.iter().any(|ty| ty.admits(value)),
            Type::Scalar => is_scalar_data(value) || matches!(value, Value::Regex(_)),
            Type::ScalarData => is_scalar_data(value),
            Type::Data => is_data(value),
            Type::RichData => !matches!(value, Value::Iterator(_)),
            Type::Numeric => matches!(value, Value::Integer(_) | Value::Float(_)),
            Type::Integer(bounds) => matches!(value, Value::Integer(number) if bounds.admit(*number)),
            Type::Float => matches!(value, Value::Float(_)),
            Type::String(bounds) => matches!(value, Value::String(text) if bounds.admit(length(text))),
            Type::Literal(word) => matches!(value, Value::String(text) if text == word),
            Type::Boolean(only) => {
                matches!(value, Value::Bool(bool) if only.is_none_or(|only| only == *bool))
            }
            Type::Enum { words, ignore_case } => {
                matches!(value, Value::String(text) if words.iter().any(|word|
                if *ignore_case { word.to_lowercase() == text.to_lowercase() } else { **word == **text }))
            }
            Type::Pattern(patterns) => matches!(value, Value::String(text)
                if patterns.iter().any(|pattern| regex::is_match(pattern, text).unwrap_or(false))),
            Type::Regexp(only) => {
                matches!(value, Value::Regex(source) if only.as_ref().is_none_or(|only| **only == **source))
            }
            Type::Collection(bounds) => match value {
                Value::Array(values) => bounds.admit(size(values.len())),
                Value::Hash(hash) => bounds.admit(size(hash.len())),
                _ => false,
            },
            Type::Array(inner, bounds) => matches!(value, Value::Array(values)
                if bounds.admit(size(values.len())) && values.iter().all(|value| inner.admits(value))),
            Type::Hash(key_type, value_type, bounds) => matches!(value, Value::Hash(hash)
                if bounds.admit(size(hash.len()))
                    && hash.iter().all(|(key, value)| key_type.admits(key) && value_type.admits(value))),
            Type::Tuple(types, bounds) => {
                matches!(value, Value::Array(values) if tuple_admits(types, *bounds, values))
            }
            Type::Struct(members) => struct_admits(members, value),
            Type::CatalogEntry => false,
            Type::Class(..) | Type::Resource { .. } => false,
            Type::Type(inner) => match (inner, value) {
                (None, Value::Type(_)) => true,
                (Some(inner), Value::Type(ty)) => inner.includes(ty),
                _ => false,
            },
            Type::Callable => false,
            Type::Sensitive(inner) => matches!(value, Value::Sensitive(value)
                if inner.as_ref().is_none_or(|inner| inner.admits(value))),
            Type::Iterable(_) => {
                matches!(value, Value::Array(_) | Value::Hash(_) | Value::String(_) | Value::Iterator(_))
                    || matches!(value, Value::Integer(_))
                    || matches!(value, Value::Type(ty) if matches!(**ty, Type::Integer(_) | Type::Enum { .. }))
            }
            Type::Iterator => matches!(value, Value::Iterator(_)),
            Type::Opaque(_) => false,
            Type::Alias(_, ty) => ty.admits(value),
        }
    }

    /// Whether every value of `other` is also one of this type, as far as `Type[…]` and `<` need it.
    pub fn includes(&self, other: &Type) -> bool {
        if let Type::Alias(_, other) = other {
            return self.includes(other);
        }
        match self {
            Type::Any => true,
            Type::Alias(_, ty) => ty.includes(other),
            Type::Variant(types) => types.iter().any(|ty| ty.includes(other)),
            Type::Optional(inner) => matches!(other, Type::Undef) || inner.includes(other),
            Type::CatalogEntry => {
                matches!(other, Type::Class(..) | Type::Resource { .. } | Type::CatalogEntry)
            }
            Type::Class(name, _) => {
                matches!(other, Type::Class(other, _) if name.is_none() || name == other)
            }
            Type::Resource { ty, title, .. } => {
                matches!(other, Type::Resource { ty: other_ty, title: other_title, .. }
                if (ty.is_none() || ty == other_ty) && (title.is_none() || title == other_title))
            }
            Type::Numeric => matches!(other, Type::Integer(_) | Type::Float | Type::Numeric),
            Type::Integer(bounds) => matches!(other, Type::Integer(inner)
                if bounds.from.is_none_or(|from| inner.from.is_some_and(|other| from <= other))
                    && bounds.to.is_none_or(|to| inner.to.is_some_and(|other| other <= to))),
            Type::String(bounds) if bounds.open() => {
                matches!(other, Type::String(_) | Type::Literal(_) | Type::Enum { .. } | Type::Pattern(_))
            }
            Type::Scalar => is_scalar_type(other) || matches!(other, Type::Regexp(_) | Type::Scalar),
            Type::ScalarData => is_scalar_type(other),
            Type::Array(inner, _) => matches!(other, Type::Array(other, _) if inner.includes(other)),
            Type::Hash(key, value, _) => {
                matches!(other, Type::Hash(other_key, other_value, _) if key.includes(other_key) && value.includes(other_value))
            }
            Type::Type(None) => matches!(other, Type::Type(_)),
            Type::Type(Some(inner)) => matches!(other, Type::Type(Some(other)) if inner.includes(other)),
            Type::Undef
            | Type::Default
            | Type::NotUndef(_)
            | Type::Data
            | Type::RichData
            | Type::Float
            | Type::String(_)
            | Type::Literal(_)
            | Type::Boolean(_)
            | Type::Enum { .. }
            | Type::Pattern(_)
            | Type::Regexp(_)
            | Type::Collection(_)
            | Type::Tuple(..)
            | Type::Struct(_)
            | Type::Callable
            | Type::Sensitive(_)
            | Type::Iterable(_)
            | Type::Iterator
            | Type::Opaque(_) => self == other,
        }
    }
}

fn tuple_admits(types: &[Type], bounds: Bounds, values: &[Value]) -> bool {
    let Some(last) = types.last() else { return values.is_empty() };
    let sizes = if bounds.open() {
        Bounds { from: Some(size(types.len())), to: Some(size(types.len())) }
    } else {
        bounds
    };
    sizes.admit(size(values.len()))
        && values.iter().enumerate().all(|(index, value)| types.get(index).unwrap_or(last).admits(value))
}

fn struct_admits(members: &[Member], value: &Value) -> bool {
    let Value::Hash(hash) = value else { return false };
    let present = members.iter().all(|member| match hash.get(&Value::from(member.key.as_str())) {
        Some(value) => member.ty.admits(value),
        None => member.optional || member.ty.admits(&Value::Undef),
    });
    present
        && hash
            .keys()
            .all(|key| matches!(key, Value::String(key) if members.iter().any(|member| *member.key == **key)))
}

fn is_scalar_data(value: &Value) -> bool {
    matches!(value, Value::String(_) | Value::Integer(_) | Value::Float(_) | Value::Bool(_))
}

fn is_scalar_type(ty: &Type) -> bool {
    matches!(
        ty,
        Type::String(_)
            | Type::Literal(_)
            | Type::Enum { .. }
            | Type::Pattern(_)
            | Type::Integer(_)
            | Type::Float
            | Type::Numeric
            | Type::Boolean(_)
            | Type::ScalarData
    )
}

fn is_data(value: &Value) -> bool {
    match value {
        Value::Array(values) => values.iter().all(is_data),
        Value::Hash(hash) => {
            hash.iter().all(|(key, value)| matches!(key, Value::String(_)) && is_data(value))
        }
        Value::Undef => true,
        _ => is_scalar_data(value),
    }
}

fn length(text: &str) -> i64 {
    size(text.chars().count())
}

fn size(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// `shop::db` as `Shop::Db`.
pub fn capitalize_segments(name: &str) -> String {
    name.split("::").map(capitalize).collect::<Vec<_>>().join("::")
}

fn capitalize(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or(String::new(), |first| first.to_uppercase().chain(chars).collect())
}

impl fmt::Display for Bounds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.from, self.to) {
            (Some(from), Some(to)) => write!(f, "{from}, {to}"),
            (Some(from), None) => write!(f, "{from}"),
            (None, Some(to)) => write!(f, "default, {to}"),
            (None, None) => Ok(()),
        }
    }
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Type::Any => f.write_str("Any"),
            Type::Undef => f.write_str("Undef"),
            Type::Default => f.write_str("Default"),
            Type::NotUndef(inner) => parameterised(f, "NotUndef", [&**inner]),
            Type::Optional(inner) => parameterised(f, "Optional", [&**inner]),
            Type::Variant(types) => parameterised(f, "Variant", types),
            Type::Scalar => f.write_str("Scalar"),
            Type::ScalarData => f.write_str("ScalarData"),
            Type::Data => f.write_str("Data"),
            Type::RichData => f.write_str("RichData"),
            Type::Numeric => f.write_str("Numeric"),
            Type::Integer(bounds) => bounded(f, "Integer", *bounds),
            Type::Float => f.write_str("Float"),
            Type::String(bounds) => bounded(f, "String", *bounds),
            Type::Literal(word) => write!(f, "'{word}'"),
            Type::Boolean(None) => f.write_str("Boolean"),
            Type::Boolean(Some(only)) => write!(f, "Boolean[{only}]"),
            Type::Enum { words, .. } => quoted(f, "Enum", words, '\''),
            Type::Pattern(patterns) => quoted(f, "Pattern", patterns, '/'),
            Type::Regexp(None) => f.write_str("Regexp"),
            Type::Regexp(Some(source)) => write!(f, "Regexp[/{source}/]"),
            Type::Collection(bounds) => bounded(f, "Collection", *bounds),
            Type::Array(inner, bounds) => array(f, inner, *bounds),
            Type::Hash(key, value, bounds) => hash(f, key, value, *bounds),
            Type::Tuple(types, _) => parameterised(f, "Tuple", types),
            Type::Struct(members) => write_struct(f, members),
            Type::CatalogEntry => f.write_str("CatalogEntry"),
            Type::Class(None, _) => f.write_str("Class"),
            Type::Class(Some(name), _) => write!(f, "Class[{}]", capitalize_segments(name)),
            Type::Resource { ty, title, .. } => {
                f.write_str(&ty.as_ref().map_or("Resource".to_owned(), |ty| capitalize_segments(ty)))?;
                title.as_ref().map_or(Ok(()), |title| write!(f, "['{title}']"))
            }
            Type::Type(None) => f.write_str("Type"),
            Type::Type(Some(inner)) => parameterised(f, "Type", [&**inner]),
            Type::Callable => f.write_str("Callable"),
            Type::Sensitive(None) => f.write_str("Sensitive"),
            Type::Sensitive(Some(inner)) => parameterised(f, "Sensitive", [&**inner]),
            Type::Iterable(None) => f.write_str("Iterable"),
            Type::Iterable(Some(inner)) => parameterised(f, "Iterable", [&**inner]),
            Type::Iterator => f.write_str("Iterator"),
            Type::Opaque(name) | Type::Alias(name, _) => f.write_str(name),
        }
    }
}

fn parameterised<'t>(
    f: &mut fmt::Formatter<'_>,
    name: &str,
    types: impl IntoIterator<Item = &'t Type>,
) -> fmt::Result {
    let inner = types.into_iter().map(Type::to_string).collect::<Vec<_>>().join(", ");
    if inner.is_empty() || inner == "Any" { f.write_str(name) } else { write!(f, "{name}[{inner}]") }
}

fn bounded(f: &mut fmt::Formatter<'_>, name: &str, bounds: Bounds) -> fmt::Result {
    if bounds.open() { f.write_str(name) } else { write!(f, "{name}[{bounds}]") }
}

fn quoted(f: &mut fmt::Formatter<'_>, name: &str, words: &[String], quote: char) -> fmt::Result {
    if words.is_empty() {
        return f.write_str(name);
    }
    let words = words.iter().map(|word| format!("{quote}{word}{quote}")).collect::<Vec<_>>();
    write!(f, "{name}[{}]", words.join(", "))
}

fn array(f: &mut fmt::Formatter<'_>, inner: &Type, bounds: Bounds) -> fmt::Result {
    match (inner, bounds.open()) {
        (Type::Any, true) => f.write_str("Array"),
        (_, true) => write!(f, "Array[{inner}]"),
        (_, false) => write!(f, "Array[{inner}, {bounds}]"),
    }
}

fn hash(f: &mut fmt::Formatter<'_>, key: &Type, value: &Type, bounds: Bounds) -> fmt::Result {
    match (key, value, bounds.open()) {
        (Type::Any, Type::Any, true) => f.write_str("Hash"),
        (_, _, true) => write!(f, "Hash[{key}, {value}]"),
        (_, _, false) => write!(f, "Hash[{key}, {value}, {bounds}]"),
    }
}

fn write_struct(f: &mut fmt::Formatter<'_>, members: &[Member]) -> fmt::Result {
    let members = members.iter().map(|member| {
        let key =
            if member.optional { format!("Optional['{}']", member.key) } else { format!("'{}'", member.key) };
        format!("{key} => {}", member.ty)
    });
    write!(f, "Struct[{{{}}}]", members.collect::<Vec<_>>().join(", "))
}
