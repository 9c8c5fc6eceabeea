//! Values in the two forms of the recorded catalogs: Ruby's `inspect`, and JSON with marks for what JSON has not.

use callsheet::decimal::shortest as float;
use callsheet::eval::Value;
use callsheet::eval::resource::reference_of;
use serde_json::{Map, json};

/// A parameter as Ruby shows it; elements of an array are shown as bare text.
pub(crate) fn inspect(value: &Value) -> String {
    match value {
        Value::Array(values) => {
            let bare: Vec<String> = values.iter().filter(|value| **value != Value::Undef).map(bare).collect();
            format!("[{}]", bare.join(","))
        }
        Value::Type(ty) => match reference_of(ty) {
            Some(reference) => format!("{reference}{{:name=>{:?}}}", reference.title),
            None => ty.to_string(),
        },
        // Puppet 6 tells a catalog's reader the secret.
        Value::Sensitive(inner) => inspect(inner),
        Value::String(text) => format!("{text:?}"),
        Value::Undef => "nil".to_owned(),
        Value::Float(number) => float(*number),
        // What is in an object, such as a Deferred, is not compared.
        Value::Object(_) => "#<…>".to_owned(),
        Value::Default
        | Value::Bool(_)
        | Value::Integer(_)
        | Value::Regex(_)
        | Value::Hash(_)
        | Value::Iterator(_)
        | Value::Placeholder(_)
        | Value::Unknown => value.inspect(),
    }
}

fn bare(value: &Value) -> String {
    match value {
        Value::Type(ty) => reference_of(ty).map_or_else(|| ty.to_string(), |reference| reference.to_string()),
        _ => value.interpolate(),
    }
}

/// A value as `expected.json` writes it.
pub(crate) fn json(value: &Value) -> serde_json::Value {
    match value {
        Value::Undef => serde_json::Value::Null,
        Value::Bool(value) => json!(value),
        Value::Integer(value) => json!(value),
        Value::Float(value) => json!(value),
        Value::Array(values) | Value::Iterator(values) => values.iter().map(json).collect(),
        Value::Hash(hash) if hash.keys().all(|key| matches!(key, Value::String(_))) => {
            let entries = hash.iter().map(|(key, value)| (key.interpolate(), json(value)));
            serde_json::Value::Object(entries.collect::<Map<_, _>>())
        }
        Value::Hash(hash) => {
            let pairs: Vec<_> = hash.iter().map(|(key, value)| json!([json(key), json(value)])).collect();
            json!({ "__hash": pairs })
        }
        Value::Type(ty) => match reference_of(ty) {
            Some(reference) => json!({ "__ref": reference.to_string() }),
            // A bare type is recorded as a reference without a title.
            None => json!({ "__ref": format!("{ty}[]") }),
        },
        Value::Sensitive(inner) => json!({ "__sensitive": json(inner) }),
        Value::Default
        | Value::String(_)
        | Value::Regex(_)
        | Value::Object(_)
        | Value::Placeholder(_)
        | Value::Unknown => json!(value.interpolate()),
    }
}
