//! The type of a value, as the function `type` gives it.

use super::{Bounds, Member, Type};
use crate::eval::value::{HashMap, Value};

/// The narrowest type that admits the value: `Integer[1, 1]`, `Tuple[…]`, `Struct[…]`.
pub fn exact(value: &Value) -> Type {
    match value {
        Value::Undef => Type::Undef,
        Value::Default => Type::Default,
        Value::Bool(value) => Type::Boolean(Some(*value)),
        Value::Integer(number) => Type::Integer(only(*number)),
        Value::Float(number) => Type::Float(Some(*number), Some(*number)),
        Value::String(_) => Type::String(Bounds::default()),
        Value::Regex(source) => Type::Regexp(Some(source.to_string())),
        Value::Array(values) if values.is_empty() => Type::Array(Box::new(Type::Any), only(0)),
        Value::Array(values) => Type::Tuple(values.iter().map(exact).collect(), Bounds::default()),
        Value::Hash(hash) => exact_hash(hash),
        Value::Type(ty) => Type::Type(Some(Box::new((**ty).clone()))),
        Value::Sensitive(value) => Type::Sensitive(Some(Box::new(general(value)))),
        Value::Iterator(_) => Type::Iterator,
        Value::Object(object) => Type::Opaque(object.ty.to_owned()),
        Value::Placeholder(_) | Value::Unknown => Type::Any,
    }
}

fn exact_hash(hash: &HashMap) -> Type {
    let member = |(key, value): (&Value, &Value)| match key {
        Value::String(key) if !key.is_empty() => {
            Some(Member { key: key.to_string(), optional: false, ty: exact(value) })
        }
        _ => None,
    };
    match hash.iter().map(member).collect::<Option<Vec<_>>>() {
        Some(members) if !members.is_empty() => Type::Struct(members),
        Some(_) | None => reduced_hash(hash),
    }
}

/// Like [`exact`], with one type for all elements of a collection.
pub fn reduced(value: &Value) -> Type {
    match value {
        Value::Array(values) => {
            Type::Array(Box::new(common(values.iter().map(reduced))), only(count(values.len())))
        }
        Value::Hash(hash) => reduced_hash(hash),
        other => exact(other),
    }
}

fn reduced_hash(hash: &HashMap) -> Type {
    let (keys, values) = (common(hash.keys().map(reduced)), common(hash.values().map(reduced)));
    Type::Hash(Box::new(keys), Box::new(values), only(count(hash.len())))
}

/// Like [`reduced`], without bounds.
pub fn general(value: &Value) -> Type {
    let open = Bounds::default();
    match value {
        Value::Bool(_) => Type::Boolean(None),
        Value::Integer(_) => Type::Integer(open),
        Value::Float(_) => Type::Float(None, None),
        Value::Regex(_) => Type::Regexp(None),
        Value::Array(values) => Type::Array(Box::new(common(values.iter().map(general))), open),
        Value::Hash(hash) => Type::Hash(
            Box::new(common(hash.keys().map(general))),
            Box::new(common(hash.values().map(general))),
            open,
        ),
        other => exact(other),
    }
}

/// The narrowest simple type that includes all of them.
fn common(types: impl Iterator<Item = Type>) -> Type {
    types.reduce(unite).unwrap_or(Type::Any)
}

fn unite(a: Type, b: Type) -> Type {
    if a.includes(&b) {
        return a;
    }
    if b.includes(&a) {
        return b;
    }
    if let (Type::Integer(a), Type::Integer(b)) = (&a, &b) {
        let from = a.from.zip(b.from).map(|(a, b)| a.min(b));
        let to = a.to.zip(b.to).map(|(a, b)| a.max(b));
        return Type::Integer(Bounds { from, to });
    }
    let wider = [Type::Numeric, Type::ScalarData, Type::Scalar, Type::Data, Type::RichData];
    wider.into_iter().find(|wider| wider.includes(&a) && wider.includes(&b)).unwrap_or(Type::Any)
}

fn only(number: i64) -> Bounds {
    Bounds { from: Some(number), to: Some(number) }
}

fn count(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}
