//! Types of the Puppet language: what values they admit, and how they are written.

pub mod build;
mod display;
mod includes;
pub mod infer;
pub mod mismatch;

use std::ops::Deref;
use std::rc::Rc;

use super::regex::Pattern;
use super::value::Value;
use crate::source::Span;
use crate::word::Word;

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

/// The name of a resource type: lower-case, as which it counts, and as references are written.
#[derive(Debug, Clone)]
pub struct TypeName {
    lower: Word,
    written: Word,
}

impl TypeName {
    /// From the name in lower case.
    pub fn new(lower: &str) -> TypeName {
        TypeName { lower: Word::from(lower), written: Word::from(capitalize_segments(lower)) }
    }

    /// `Shop::Db`
    pub fn written(&self) -> &Word {
        &self.written
    }
}

impl Deref for TypeName {
    type Target = str;

    fn deref(&self) -> &str {
        &self.lower
    }
}

impl PartialEq<str> for TypeName {
    fn eq(&self, lower: &str) -> bool {
        self.lower == *lower
    }
}

impl PartialEq for TypeName {
    fn eq(&self, other: &TypeName) -> bool {
        self.lower == other.lower
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

/// A pattern of a `Pattern` type, compiled; not so if it is in Ruby's own syntax, and then it may match anything.
#[derive(Debug, Clone)]
pub struct Matcher {
    /// As it was written.
    pub source: Rc<str>,
    /// What is matched with.
    pub pattern: Option<Pattern>,
}

impl PartialEq for Matcher {
    fn eq(&self, other: &Matcher) -> bool {
        self.source == other.source
    }
}

/// A named type.
#[derive(Debug, PartialEq)]
pub struct Alias {
    /// Its name.
    pub name: String,
    /// What it stands for.
    pub ty: Type,
    /// How large that is: aliases are shared, so a few of them can stand for a type that is too large to walk.
    extent: Extent,
}

/// How large a type is with all that it is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Extent {
    /// How many types it is made of; eight words of an `Enum` count as one.
    pub size: u64,
    /// How deep they are nested.
    pub depth: u64,
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
    /// Its smallest and its largest value.
    Float(Option<f64>, Option<f64>),
    String(Bounds),
    /// Exactly this string: `Optional['a']`.
    Literal(Rc<str>),
    Boolean(Option<bool>),
    Enum {
        words: Vec<String>,
        ignore_case: bool,
    },
    Pattern(Vec<Matcher>),
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
        ty: Option<TypeName>,
        title: Option<Word>,
        place: Place,
    },
    Type(Option<Box<Type>>),
    /// Its parameters as written; no value is one here.
    Callable(Option<String>),
    Sensitive(Option<Box<Type>>),
    Iterable(Option<Box<Type>>),
    Iterator,
    /// A type whose values do not occur here, such as `Timestamp`; admits only itself by name.
    Opaque(String),
    /// A named type.
    Alias(Rc<Alias>),
}

impl Type {
    /// A reference to one resource, from names somehow written.
    pub fn reference(ty: &str, title: &str, place: Option<Span>) -> Type {
        Type::titled(&TypeName::new(&ty.to_ascii_lowercase()), &Word::from(title), place)
    }

    /// A reference to one resource.
    pub fn titled(ty: &TypeName, title: &Word, place: Option<Span>) -> Type {
        Type::Resource { ty: Some(ty.clone()), title: Some(title.clone()), place: Place(place) }
    }

    /// A name for a type.
    pub fn alias(name: &str, ty: Type) -> Type {
        let extent = ty.extent();
        Type::Alias(Rc::new(Alias { name: name.to_owned(), ty, extent }))
    }

    /// How large it is, with all that aliases stand for.
    pub fn extent(&self) -> Extent {
        let around = |inner: Extent| Extent { size: 1 + inner.size, depth: 1 + inner.depth };
        let of_all = |types: &mut dyn Iterator<Item = &Type>| {
            let none = Extent { size: 0, depth: 0 };
            around(types.map(Type::extent).fold(none, |all, one| Extent {
                size: all.size.saturating_add(one.size),
                depth: all.depth.max(one.depth),
            }))
        };
        match self {
            Type::NotUndef(inner) | Type::Optional(inner) | Type::Array(inner, _) => around(inner.extent()),
            Type::Type(Some(inner)) | Type::Sensitive(Some(inner)) | Type::Iterable(Some(inner)) => {
                around(inner.extent())
            }
            Type::Variant(types) | Type::Tuple(types, _) => of_all(&mut types.iter()),
            Type::Hash(key, value, _) => of_all(&mut [&**key, &**value].into_iter()),
            Type::Struct(members) => of_all(&mut members.iter().map(|member| &member.ty)),
            Type::Alias(alias) => around(alias.extent),
            Type::Enum { words, .. } => Extent { size: 1 + words.len() as u64 / 8, depth: 1 },
            Type::Pattern(patterns) => Extent { size: 1 + patterns.len() as u64, depth: 1 },
            Type::Any
            | Type::Undef
            | Type::Default
            | Type::Scalar
            | Type::ScalarData
            | Type::Data
            | Type::RichData
            | Type::Numeric
            | Type::Integer(_)
            | Type::Float(..)
            | Type::String(_)
            | Type::Literal(_)
            | Type::Boolean(_)
            | Type::Regexp(_)
            | Type::Collection(_)
            | Type::CatalogEntry
            | Type::Class(..)
            | Type::Resource { .. }
            | Type::Type(None)
            | Type::Callable(_)
            | Type::Sensitive(None)
            | Type::Iterable(None)
            | Type::Iterator
            | Type::Opaque(_) => Extent { size: 1, depth: 1 },
        }
    }

    /// The steps it takes to see whether it admits the value.
    pub fn cost(&self, value: &Value) -> u64 {
        self.extent().size.saturating_mul(1 + value.weight()) / 4
    }

    /// Whether the value is one of this type. Unknown values are of every type: what made them was reported.
    pub fn admits(&self, value: &Value) -> bool {
        if matches!(value, Value::Unknown | Value::Placeholder(_)) {
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
            Type::Float(from, to) => matches!(value, Value::Float(number)
                if from.is_none_or(|from| from <= *number) && to.is_none_or(|to| *number <= to)),
            Type::String(bounds) => matches!(value, Value::String(text) if bounds.admit(length(text))),
            Type::Literal(word) => matches!(value, Value::String(text) if text == word),
            Type::Boolean(only) => {
                matches!(value, Value::Bool(bool) if only.is_none_or(|only| only == *bool))
            }
            Type::Enum { words, ignore_case } => {
                matches!(value, Value::String(text) if words.iter().any(|word|
                if *ignore_case { word.to_ascii_lowercase() == text.to_ascii_lowercase() } else { **word == **text }))
            }
            Type::Pattern(patterns) => matches!(value, Value::String(text)
                if patterns.iter().any(|matcher| matcher.pattern.as_ref().is_none_or(|pattern| pattern.is_match(text)))),
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
            Type::Callable(_) => false,
            Type::Sensitive(inner) => matches!(value, Value::Sensitive(value)
                if inner.as_ref().is_none_or(|inner| inner.admits(value))),
            Type::Iterable(_) => {
                matches!(value, Value::Array(_) | Value::Hash(_) | Value::String(_) | Value::Iterator(_))
                    || matches!(value, Value::Integer(_))
                    || matches!(value, Value::Type(ty) if matches!(**ty, Type::Integer(_) | Type::Enum { .. }))
            }
            Type::Iterator => matches!(value, Value::Iterator(_)),
            Type::Opaque(name) => matches!(value, Value::Object(object) if object.ty == name),
            Type::Alias(alias) => alias.ty.admits(value),
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
    let mut written = String::with_capacity(name.len());
    for (number, segment) in name.split("::").enumerate() {
        if number > 0 {
            written.push_str("::");
        }
        let mut chars = segment.chars();
        written.extend(chars.next().map(|first| first.to_ascii_uppercase()));
        written.push_str(chars.as_str());
    }
    written
}
