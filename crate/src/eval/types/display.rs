//! How types are written.

use std::fmt;

use super::{Bounds, Member, Type};
use crate::decimal;
use crate::eval::value::Value;

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
            Type::Float(None, None) => f.write_str("Float"),
            Type::Float(from, to) => write_float(f, *from, *to),
            Type::String(bounds) => bounded(f, "String", *bounds),
            Type::Literal(word) => write!(f, "'{word}'"),
            Type::Boolean(None) => f.write_str("Boolean"),
            Type::Boolean(Some(only)) => write!(f, "Boolean[{only}]"),
            Type::Enum { words, ignore_case } => {
                let words = words.iter().map(|word| format!("'{word}'"));
                listed(f, "Enum", words.chain(ignore_case.then(|| "true".to_owned())))
            }
            Type::Pattern(patterns) => {
                listed(f, "Pattern", patterns.iter().map(|pattern| format!("/{}/", pattern.source)))
            }
            Type::Regexp(None) => f.write_str("Regexp"),
            Type::Regexp(Some(source)) => write!(f, "Regexp[/{source}/]"),
            Type::Collection(bounds) => bounded(f, "Collection", *bounds),
            Type::Array(inner, bounds) => array(f, inner, *bounds),
            Type::Hash(key, value, bounds) => hash(f, key, value, *bounds),
            Type::Tuple(types, bounds) => {
                let bounds = (!bounds.open()).then(|| bounds.to_string());
                listed(f, "Tuple", types.iter().map(Type::to_string).chain(bounds))
            }
            Type::Struct(members) => write_struct(f, members),
            Type::CatalogEntry => f.write_str("CatalogEntry"),
            Type::Class(None, _) => f.write_str("Class"),
            Type::Class(Some(name), _) => write!(f, "Class[{name}]"),
            Type::Resource { ty, title, .. } => {
                f.write_str(ty.as_ref().map_or("Resource", |ty| &**ty.written()))?;
                title.as_ref().map_or(Ok(()), |title| write!(f, "['{title}']"))
            }
            Type::Type(None) => f.write_str("Type"),
            Type::Type(Some(inner)) => parameterised(f, "Type", [&**inner]),
            Type::Callable(None) => f.write_str("Callable"),
            Type::Callable(Some(parameters)) => write!(f, "Callable[{parameters}]"),
            Type::Sensitive(None) => f.write_str("Sensitive"),
            Type::Sensitive(Some(inner)) => parameterised(f, "Sensitive", [&**inner]),
            Type::Iterable(None) => f.write_str("Iterable"),
            Type::Iterable(Some(inner)) => parameterised(f, "Iterable", [&**inner]),
            Type::Iterator => f.write_str("Iterator"),
            Type::Opaque(name) => f.write_str(name),
            Type::Alias(alias) => f.write_str(&alias.name),
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

fn listed(f: &mut fmt::Formatter<'_>, name: &str, parameters: impl Iterator<Item = String>) -> fmt::Result {
    let parameters = parameters.collect::<Vec<_>>();
    if parameters.is_empty() { f.write_str(name) } else { write!(f, "{name}[{}]", parameters.join(", ")) }
}

fn write_float(f: &mut fmt::Formatter<'_>, from: Option<f64>, to: Option<f64>) -> fmt::Result {
    let from = from.map_or("default".to_owned(), decimal::shortest);
    match to {
        Some(to) => write!(f, "Float[{from}, {}]", decimal::shortest(to)),
        None => write!(f, "Float[{from}]"),
    }
}

fn array(f: &mut fmt::Formatter<'_>, inner: &Type, bounds: Bounds) -> fmt::Result {
    match (inner, bounds.open()) {
        (Type::Any, true) => f.write_str("Array"),
        (Type::Any, false) => write!(f, "Array[{bounds}]"),
        (_, true) => write!(f, "Array[{inner}]"),
        (_, false) => write!(f, "Array[{inner}, {bounds}]"),
    }
}

fn hash(f: &mut fmt::Formatter<'_>, key: &Type, value: &Type, bounds: Bounds) -> fmt::Result {
    match (key, value, bounds.open()) {
        (Type::Any, Type::Any, true) => f.write_str("Hash"),
        (Type::Any, Type::Any, false) => write!(f, "Hash[{bounds}]"),
        (_, _, true) => write!(f, "Hash[{key}, {value}]"),
        (_, _, false) => write!(f, "Hash[{key}, {value}, {bounds}]"),
    }
}

fn write_struct(f: &mut fmt::Formatter<'_>, members: &[Member]) -> fmt::Result {
    let members = members.iter().map(|member| {
        // A key whose value may be undef is optional without saying so.
        let key = if member.optional && !member.ty.admits(&Value::Undef) {
            format!("Optional['{}']", member.key)
        } else {
            format!("'{}'", member.key)
        };
        format!("{key} => {}", member.ty)
    });
    write!(f, "Struct[{{{}}}]", members.collect::<Vec<_>>().join(", "))
}
