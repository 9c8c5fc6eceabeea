//! Types from their names and parameters: `Integer`, `Array[String, 1]`, `Struct[{a => Integer}]`.

use std::rc::Rc;

use super::{Bounds, Matcher, Member, Place, Type, TypeName};
use crate::eval::regex::{PatternError, Patterns};
use crate::eval::value::Value;
use crate::source::Span;
use crate::word::Word;

/// The type with this name and no parameters, unless it is not one of the language's own.
pub fn named(name: &str) -> Option<Type> {
    let open = Bounds::default();
    Some(match name {
        "any" => Type::Any,
        "undef" => Type::Undef,
        "default" => Type::Default,
        "notundef" => Type::NotUndef(Box::new(Type::Any)),
        "optional" => Type::Optional(Box::new(Type::Any)),
        "variant" => Type::Variant(Vec::new()),
        "scalar" => Type::Scalar,
        "scalardata" => Type::ScalarData,
        "data" => Type::Data,
        "richdata" => Type::RichData,
        "numeric" => Type::Numeric,
        "integer" => Type::Integer(open),
        "float" => Type::Float(None, None),
        "string" => Type::String(open),
        "boolean" => Type::Boolean(None),
        "enum" => Type::Enum { words: Vec::new(), ignore_case: false },
        "pattern" => Type::Pattern(Vec::new()),
        "regexp" => Type::Regexp(None),
        "collection" => Type::Collection(open),
        "array" => Type::Array(Box::new(Type::Any), open),
        "hash" => Type::Hash(Box::new(Type::Any), Box::new(Type::Any), open),
        "tuple" => Type::Tuple(Vec::new(), open),
        "struct" => Type::Struct(Vec::new()),
        "catalogentry" => Type::CatalogEntry,
        "class" => Type::Class(None, Place(None)),
        "resource" => Type::Resource { ty: None, title: None, place: Place(None) },
        "type" => Type::Type(None),
        "callable" => Type::Callable(None),
        "sensitive" => Type::Sensitive(None),
        "iterable" => Type::Iterable(None),
        "iterator" => Type::Iterator,
        "binary" => Type::Opaque("Binary".to_owned()),
        "deferred" => Type::Opaque("Deferred".to_owned()),
        "init" => Type::Opaque("Init".to_owned()),
        "object" => Type::Opaque("Object".to_owned()),
        "runtime" => Type::Opaque("Runtime".to_owned()),
        "semver" => Type::Opaque("SemVer".to_owned()),
        "semverrange" => Type::Opaque("SemVerRange".to_owned()),
        "timespan" => Type::Opaque("Timespan".to_owned()),
        "timestamp" => Type::Opaque("Timestamp".to_owned()),
        "typeset" => Type::Opaque("TypeSet".to_owned()),
        "uri" => Type::Opaque("URI".to_owned()),
        _ => return None,
    })
}

/// The type with parameters, or why it takes none such. References to resources and classes are not made here.
pub fn parameterise(base: &Type, keys: &[Value], patterns: &mut Patterns) -> Result<Type, String> {
    Ok(match base {
        Type::NotUndef(_) => Type::NotUndef(Box::new(one_type_or_literal(base, keys)?)),
        Type::Optional(_) => Type::Optional(Box::new(one_type_or_literal(base, keys)?)),
        Type::Variant(_) => Type::Variant(types(base, keys)?),
        Type::Integer(_) => Type::Integer(bounds(base, keys)?),
        Type::Float(..) => float_bounds(base, keys)?,
        Type::String(_) => Type::String(sizes(base, keys)?),
        Type::Boolean(_) => match keys {
            [Value::Bool(only)] => Type::Boolean(Some(*only)),
            _ => return Err(wrong(base, "true or false")),
        },
        Type::Enum { .. } => enumeration(base, keys)?,
        Type::Pattern(_) => {
            let matcher = |key| matcher(base, key, patterns);
            Type::Pattern(keys.iter().map(matcher).collect::<Result<_, _>>()?)
        }
        Type::Regexp(_) => match keys {
            [key] => Type::Regexp(Some(pattern(base, key)?)),
            _ => return Err(wrong(base, "one pattern")),
        },
        Type::Collection(_) => Type::Collection(sizes(base, keys)?),
        Type::Array(..) => array(base, keys)?,
        Type::Hash(..) => hash(base, keys)?,
        Type::Tuple(..) => {
            let count = keys.iter().take_while(|key| matches!(key, Value::Type(_))).count();
            let (tuple, rest) = keys.split_at(count);
            Type::Tuple(types(base, tuple)?, sizes(base, rest)?)
        }
        Type::Struct(_) => match keys {
            [Value::Hash(members)] => Type::Struct(
                members.iter().map(|(key, value)| member(base, key, value)).collect::<Result<_, _>>()?,
            ),
            _ => return Err(wrong(base, "a hash")),
        },
        Type::Type(_) => Type::Type(Some(Box::new(one_type(base, keys)?))),
        Type::Sensitive(_) => Type::Sensitive(Some(Box::new(one_type(base, keys)?))),
        Type::Iterable(_) => Type::Iterable(Some(Box::new(one_type(base, keys)?))),
        Type::Callable(_) => {
            Type::Callable(Some(keys.iter().map(Value::inspect).collect::<Vec<_>>().join(", ")))
        }
        Type::Opaque(_) | Type::Iterator => base.clone(),
        Type::Any
        | Type::Undef
        | Type::Default
        | Type::Scalar
        | Type::ScalarData
        | Type::Data
        | Type::RichData
        | Type::Numeric
        | Type::Literal(_)
        | Type::CatalogEntry
        | Type::Class(..)
        | Type::Resource { .. }
        | Type::Alias(_) => return Err(format!("`{base}` takes no parameters")),
    })
}

/// A resource reference for each title, as `Web['a', 'b']` gives.
pub fn references(ty: &TypeName, titles: &[Word], place: Span) -> Vec<Value> {
    titles.iter().map(|title| Value::from(Type::titled(ty, title, Some(place)))).collect()
}

fn wrong(base: &Type, wanted: &str) -> String {
    format!("`{base}` takes {wanted} as parameter")
}

fn as_type(key: &Value) -> Option<Type> {
    match key {
        Value::Type(ty) => Some((**ty).clone()),
        Value::Undef => Some(Type::Undef),
        Value::Default => Some(Type::Default),
        Value::Placeholder(_) | Value::Unknown => Some(Type::Any),
        _ => None,
    }
}

fn types(base: &Type, keys: &[Value]) -> Result<Vec<Type>, String> {
    keys.iter().map(|key| as_type(key).ok_or_else(|| wrong(base, "types"))).collect()
}

fn one_type(base: &Type, keys: &[Value]) -> Result<Type, String> {
    match keys {
        [key] => as_type(key).ok_or_else(|| wrong(base, "a type")),
        _ => Err(wrong(base, "one type")),
    }
}

fn one_type_or_literal(base: &Type, keys: &[Value]) -> Result<Type, String> {
    match keys {
        [Value::String(word)] => Ok(Type::Literal(Rc::clone(word))),
        _ => one_type(base, keys),
    }
}

fn bound(base: &Type, key: &Value) -> Result<Option<i64>, String> {
    match key {
        Value::Integer(number) => Ok(Some(*number)),
        Value::Default | Value::Placeholder(_) | Value::Unknown => Ok(None),
        _ => Err(wrong(base, "integers")),
    }
}

fn bounds(base: &Type, keys: &[Value]) -> Result<Bounds, String> {
    match keys {
        [] => Ok(Bounds::default()),
        [from] => Ok(Bounds { from: bound(base, from)?, to: None }),
        [from, to] => Ok(Bounds { from: bound(base, from)?, to: bound(base, to)? }),
        _ => Err(wrong(base, "at most two integers")),
    }
}

/// Bounds of a size: a lone `default` is 0.
fn sizes(base: &Type, keys: &[Value]) -> Result<Bounds, String> {
    match keys {
        [Value::Type(range)] => match &**range {
            Type::Integer(bounds) => Ok(*bounds),
            _ => Err(wrong(base, "integers")),
        },
        _ => bounds(base, keys),
    }
}

fn enumeration(base: &Type, keys: &[Value]) -> Result<Type, String> {
    let (words, ignore_case) = match keys {
        [words @ .., Value::Bool(ignore_case)] => (words, *ignore_case),
        _ => (keys, false),
    };
    let word = |key: &Value| match key {
        Value::String(word) => Ok(word.to_string()),
        Value::Placeholder(_) | Value::Unknown => Ok(String::new()),
        _ => Err(wrong(base, "strings")),
    };
    Ok(Type::Enum { words: words.iter().map(word).collect::<Result<_, _>>()?, ignore_case })
}

fn pattern(base: &Type, key: &Value) -> Result<String, String> {
    match key {
        Value::String(source) | Value::Regex(source) => Ok(source.to_string()),
        Value::Placeholder(_) | Value::Unknown => Ok(String::new()),
        _ => Err(wrong(base, "patterns")),
    }
}

fn matcher(base: &Type, key: &Value, patterns: &mut Patterns) -> Result<Matcher, String> {
    if let Value::Type(ty) = key
        && let Type::Pattern(matchers) = &**ty
        && let [matcher] = matchers.as_slice()
    {
        return Ok(matcher.clone());
    }
    let source = pattern(base, key)?;
    match patterns.compile(&source) {
        Ok(pattern) => Ok(Matcher { source: Rc::clone(&pattern.source), pattern: Some(pattern) }),
        Err(PatternError::Unknown) => Ok(Matcher { source: Rc::from(source), pattern: None }),
        Err(PatternError::Wrong(reason)) => Err(format!("`/{source}/` is not a pattern: {reason}")),
    }
}

fn float_bounds(base: &Type, keys: &[Value]) -> Result<Type, String> {
    let bound = |key: &Value| match key {
        Value::Integer(number) => Ok(Some(*number as f64)),
        Value::Float(number) => Ok(Some(*number)),
        Value::Default | Value::Placeholder(_) | Value::Unknown => Ok(None),
        _ => Err(wrong(base, "numbers")),
    };
    match keys {
        [] => Ok(Type::Float(None, None)),
        [from] => Ok(Type::Float(bound(from)?, None)),
        [from, to] => Ok(Type::Float(bound(from)?, bound(to)?)),
        _ => Err(wrong(base, "at most two numbers")),
    }
}

fn array(base: &Type, keys: &[Value]) -> Result<Type, String> {
    match keys {
        [first, rest @ ..] => match as_type(first).filter(|_| !matches!(first, Value::Default)) {
            Some(inner) => Ok(Type::Array(Box::new(inner), sizes(base, rest)?)),
            None => Ok(Type::Array(Box::new(Type::Any), sizes(base, keys)?)),
        },
        [] => Ok(base.clone()),
    }
}

fn hash(base: &Type, keys: &[Value]) -> Result<Type, String> {
    match keys {
        [key, value, rest @ ..] => match (as_type(key), as_type(value)) {
            (Some(key), Some(value)) => Ok(Type::Hash(Box::new(key), Box::new(value), sizes(base, rest)?)),
            _ => Ok(Type::Hash(Box::new(Type::Any), Box::new(Type::Any), sizes(base, keys)?)),
        },
        _ => Ok(Type::Hash(Box::new(Type::Any), Box::new(Type::Any), sizes(base, keys)?)),
    }
}

fn member(base: &Type, key: &Value, value: &Value) -> Result<Member, String> {
    let ty = as_type(value).ok_or_else(|| wrong(base, "a hash of types"))?;
    let literal = |inner: &Type| match inner {
        Type::Literal(word) => Ok(word.to_string()),
        Type::Enum { words, .. } if words.len() == 1 => Ok(words.concat()),
        _ => Err(wrong(base, "a hash with string keys")),
    };
    match key {
        Value::String(key) => Ok(Member { key: key.to_string(), optional: ty.admits(&Value::Undef), ty }),
        Value::Type(key) => match &**key {
            Type::Optional(inner) => Ok(Member { key: literal(inner)?, optional: true, ty }),
            Type::NotUndef(inner) => Ok(Member { key: literal(inner)?, optional: false, ty }),
            other => Ok(Member { key: literal(other)?, optional: false, ty }),
        },
        _ => Err(wrong(base, "a hash with string keys")),
    }
}
