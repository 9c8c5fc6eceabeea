//! Why a value is not of a type, in Puppet's words, at the innermost place that is wrong.

use super::{Bounds, Type, size, tuple_admits};
use crate::eval::value::Value;

/// A path into the value and what is wrong there, such as `entry 'a' expects an Integer value, got String`; empty
/// path at the value itself. Only call it for a value that the type does not admit.
pub fn describe(ty: &Type, value: &Value) -> String {
    let mut path = String::new();
    let message = innermost(ty, value, &mut path);
    if path.is_empty() { message } else { format!("{}{message}", path.trim_start()) }
}

fn innermost(ty: &Type, value: &Value, path: &mut String) -> String {
    match (ty, value) {
        (Type::Alias(alias), _) => match &alias.ty {
            inner @ (Type::Array(..) | Type::Hash(..) | Type::Struct(_) | Type::Tuple(..)) => {
                innermost(inner, value, path)
            }
            inner => expects(&format!("{} = {inner}", alias.name), ty, value),
        },
        (Type::Optional(inner), _) => match (&**inner, value) {
            (Type::Array(..), Value::Array(_)) | (Type::Hash(..) | Type::Struct(_), Value::Hash(_)) => {
                innermost(inner, value, path)
            }
            _ => format!("expects a value of type Undef or {}, got {}", short(inner, value), got(ty, value)),
        },
        (Type::NotUndef(inner), value) if !matches!(value, Value::Undef) => innermost(inner, value, path),
        (Type::Variant(types), _) => {
            let names = types.iter().map(|ty| short(ty, value)).collect::<Vec<_>>();
            format!("expects a value of type {}, got {}", alternatives(&names), got(ty, value))
        }
        (Type::Array(inner, bounds), Value::Array(values)) => {
            match values.iter().position(|value| !inner.admits(value)) {
                Some(index) => {
                    path.push_str(&format!(" index {index} "));
                    values.get(index).map_or_else(String::new, |value| innermost(inner, value, path))
                }
                None => wrong_size(*bounds, values.len()),
            }
        }
        (Type::Tuple(types, bounds), Value::Array(values)) => {
            let wrong = values.iter().enumerate().find_map(|(index, value)| {
                types.get(index).or(types.last()).filter(|ty| !ty.admits(value)).map(|ty| (index, ty, value))
            });
            match wrong {
                Some((index, ty, value)) => {
                    path.push_str(&format!(" index {index} "));
                    innermost(ty, value, path)
                }
                None if tuple_admits(types, *bounds, values) => String::new(),
                None if bounds.open() => {
                    let count = Some(size(types.len()));
                    wrong_size(Bounds { from: count, to: count }, values.len())
                }
                None => wrong_size(*bounds, values.len()),
            }
        }
        (Type::Hash(key_type, value_type, bounds), Value::Hash(hash)) => {
            match hash.iter().find(|(key, value)| !key_type.admits(key) || !value_type.admits(value)) {
                Some((key, _)) if !key_type.admits(key) => {
                    path.push_str(&format!(" key of entry {} ", key.inspect()));
                    innermost(key_type, key, path)
                }
                Some((key, value)) => {
                    path.push_str(&format!(" entry {} ", key.inspect()));
                    innermost(value_type, value, path)
                }
                None => wrong_size(*bounds, hash.len()),
            }
        }
        (Type::Struct(members), Value::Hash(hash)) => {
            for member in members {
                match hash.get(&Value::from(member.key.as_str())) {
                    Some(value) if !member.ty.admits(value) => {
                        path.push_str(&format!(" entry '{}' ", member.key));
                        return innermost(&member.ty, value, path);
                    }
                    None if !member.optional => return format!("expects a value for key '{}'", member.key),
                    Some(_) | None => {}
                }
            }
            let unknown = hash
                .keys()
                .find(|key| members.iter().all(|member| Value::from(member.key.as_str()) != **key));
            unknown.map_or_else(String::new, |key| format!("unrecognized key {}", key.inspect()))
        }
        (Type::Enum { .. } | Type::Pattern(_) | Type::Literal(_), Value::String(_)) => {
            format!("expects a match for {ty}, got {}", value.inspect())
        }
        (Type::String(bounds), Value::String(text)) => wrong_size(*bounds, text.chars().count()),
        _ => expects(&short(ty, value), ty, value),
    }
}

fn expects(name: &str, ty: &Type, value: &Value) -> String {
    format!("expects {} {name} value, got {}", article(name), got(ty, value))
}

/// The type without bounds, unless only the bounds are wrong.
fn short(ty: &Type, value: &Value) -> String {
    match (ty, value) {
        (Type::Integer(_), Value::Integer(_)) => ty.to_string(),
        (Type::Integer(_), _) => "Integer".to_owned(),
        (Type::Array(..), other) if !matches!(other, Value::Array(_)) => "Array".to_owned(),
        (Type::Hash(..) | Type::Struct(_), other) if !matches!(other, Value::Hash(_)) => {
            if matches!(ty, Type::Struct(_)) { "Struct".to_owned() } else { "Hash".to_owned() }
        }
        (Type::String(_), _) => "String".to_owned(),
        _ => ty.to_string(),
    }
}

fn got(ty: &Type, value: &Value) -> String {
    let bounds_only = |ty: &Type| match ty {
        Type::Alias(alias) => matches!(alias.ty, Type::Integer(_)),
        _ => matches!(ty, Type::Integer(_)),
    };
    match value {
        Value::Integer(number) if bounds_only(ty) => format!("Integer[{number}, {number}]"),
        _ => type_name(value),
    }
}

fn wrong_size(bounds: Bounds, size: usize) -> String {
    let wanted = match (bounds.from, bounds.to) {
        (Some(from), Some(to)) if from == to => format!("to be {from}"),
        (Some(from), Some(to)) => format!("to be between {from} and {to}"),
        (Some(from), None) => format!("to be at least {from}"),
        (None, to) => format!("to be at most {}", to.unwrap_or(0)),
    };
    format!("expects size {wanted}, got {size}")
}

fn alternatives(names: &[String]) -> String {
    match names {
        [] => "nothing".to_owned(),
        [only] => only.clone(),
        [first, second] => format!("{first} or {second}"),
        [init @ .., last] => format!("{}, or {last}", init.join(", ")),
    }
}

fn article(name: &str) -> &'static str {
    if name.starts_with(['A', 'E', 'I', 'O', 'U']) { "an" } else { "a" }
}

/// The general type of a value, as messages name it.
pub fn type_name(value: &Value) -> String {
    match value {
        Value::Undef => "Undef".to_owned(),
        Value::Default => "Default".to_owned(),
        Value::Bool(_) => "Boolean".to_owned(),
        Value::Integer(_) => "Integer".to_owned(),
        Value::Float(_) => "Float".to_owned(),
        Value::String(_) => "String".to_owned(),
        Value::Regex(_) => "Regexp".to_owned(),
        Value::Array(values) if values.is_empty() => "Array".to_owned(),
        Value::Array(_) => "Tuple".to_owned(),
        Value::Hash(hash) if hash.is_empty() => "Hash".to_owned(),
        Value::Hash(hash) if hash.keys().all(|key| matches!(key, Value::String(_))) => "Struct".to_owned(),
        Value::Hash(_) => "Hash".to_owned(),
        Value::Type(ty) => match &**ty {
            Type::Resource { .. } => "Type[Resource]".to_owned(),
            Type::Class(..) => "Type[Class]".to_owned(),
            other => format!("Type[{other}]"),
        },
        Value::Sensitive(_) => "Sensitive".to_owned(),
        Value::Iterator(_) => "Iterator".to_owned(),
        Value::Object(object) => object.ty.to_owned(),
        Value::Placeholder(_) | Value::Unknown => "an unknown value".to_owned(),
    }
}
