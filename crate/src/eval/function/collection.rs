//! Functions on arrays and hashes.

use super::{Builtin, Invocation};
use crate::eval::operator::splat;
use crate::eval::value::{HashMap, Value};
use crate::eval::{Eval, Evaluation};
use crate::sort;
use crate::table::Set;

/// Functions of this subject.
pub const FUNCTIONS: &[Builtin] = &[
    Builtin::new("length", length).at_most(1),
    Builtin::new("size", length).at_most(1),
    Builtin::new("empty", empty).at_most(1),
    Builtin::new("flatten", flatten),
    Builtin::new("unique", unique),
    Builtin::new("sort", sort),
    Builtin::new("reverse", reverse).at_most(1),
    Builtin::new("keys", keys).at_most(1),
    Builtin::new("values", values).at_most(1),
    Builtin::new("concat", concat),
    Builtin::new("merge", merge),
    Builtin::new("deep_merge", deep_merge),
    Builtin::new("get", get),
    Builtin::tolerant("pick", pick),
    Builtin::tolerant("pick_default", pick_default),
];

fn integer(count: usize) -> Value {
    Value::Integer(i64::try_from(count).unwrap_or(i64::MAX))
}

fn length<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    match evaluation.argument(call, 0)? {
        Value::String(text) => Ok(integer(text.chars().count())),
        Value::Array(values) | Value::Iterator(values) => Ok(integer(values.len())),
        Value::Hash(hash) => Ok(integer(hash.len())),
        _ => evaluation.refuse(call, "takes a string, an array or a hash"),
    }
}

fn empty<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    Ok(Value::Bool(match evaluation.argument(call, 0)? {
        Value::String(text) => text.is_empty(),
        Value::Array(values) | Value::Iterator(values) => values.is_empty(),
        Value::Hash(hash) => hash.is_empty(),
        Value::Undef => true,
        _ => false,
    }))
}

fn flatten<'a>(_: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    let mut flat = Vec::new();
    call.args.iter().for_each(|value| flatten_into(value, &mut flat));
    Ok(Value::from(flat))
}

/// The elements of nested arrays, in order; anything else is one element.
pub fn flatten_into(value: &Value, flat: &mut Vec<Value>) {
    match value {
        Value::Array(values) | Value::Iterator(values) => {
            values.iter().for_each(|value| flatten_into(value, flat));
        }
        other => flat.push(other.clone()),
    }
}

fn unique<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    let subject = evaluation.argument(call, 0)?;
    if let Value::Hash(_) = subject {
        return evaluation.refuse(call, "takes an array or a string here");
    }
    let of_string = matches!(subject, Value::String(_));
    let elements: Set<Value> = evaluation.elements(call, &subject)?.into_iter().collect();
    if of_string {
        return Ok(Value::from(elements.iter().map(Value::interpolate).collect::<String>()));
    }
    Ok(Value::from(elements.into_iter().collect::<Vec<_>>()))
}

/// `sort(values)` or `sort(values) |$a, $b| { compare($a, $b) }`; of a string its letters.
fn sort<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    let subject = evaluation.argument(call, 0)?;
    let of_string = matches!(subject, Value::String(_));
    let mut values = if of_string {
        evaluation.elements(call, &subject)?
    } else {
        evaluation.array_argument(call, 0)?.to_vec()
    };
    let numbers = values.iter().filter(|value| matches!(value, Value::Integer(_) | Value::Float(_))).count();
    match call.lambda {
        Some(lambda) => {
            values = sorted_by(values, &mut |a, b| {
                let order = evaluation.call_lambda(lambda, vec![a.clone(), b.clone()], call.scope)?;
                Ok(matches!(order, Value::Integer(order) if order > 0))
            })?;
        }
        None if numbers == 0 => sort::by_key(&mut values, Value::interpolate),
        None if numbers == values.len() => sort::by(&mut values, super::number::order),
        None => return evaluation.refuse(call, "takes strings only or numbers only"),
    }
    if of_string {
        return Ok(Value::from(values.iter().map(Value::interpolate).collect::<String>()));
    }
    Ok(Value::from(values))
}

/// Merge sort, as a block may fail and need not be an order at all, which the library's sort does not stand.
fn sorted_by(
    mut values: Vec<Value>,
    is_after: &mut dyn FnMut(&Value, &Value) -> Eval<bool>,
) -> Eval<Vec<Value>> {
    if values.len() < 2 {
        return Ok(values);
    }
    let right = values.split_off(values.len() / 2);
    let mut left = sorted_by(values, is_after)?.into_iter().peekable();
    let mut right = sorted_by(right, is_after)?.into_iter().peekable();
    let mut merged = Vec::with_capacity(left.len() + right.len());
    while let (Some(a), Some(b)) = (left.peek(), right.peek()) {
        let from = if is_after(a, b)? { &mut right } else { &mut left };
        merged.extend(from.next());
    }
    merged.extend(left.chain(right));
    Ok(merged)
}

fn reverse<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    match evaluation.argument(call, 0)? {
        Value::String(text) => Ok(Value::from(text.chars().rev().collect::<String>())),
        _ => Ok(Value::from(evaluation.array_argument(call, 0)?.iter().rev().cloned().collect::<Vec<_>>())),
    }
}

fn keys<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    Ok(Value::from(evaluation.hash_argument(call, 0)?.keys().cloned().collect::<Vec<_>>()))
}

fn values<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    Ok(Value::from(evaluation.hash_argument(call, 0)?.values().cloned().collect::<Vec<_>>()))
}

fn concat<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    let mut joined = evaluation.array_argument(call, 0)?.to_vec();
    joined.extend(call.args.iter().skip(1).flat_map(splat));
    Ok(Value::from(joined))
}

fn merge<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    let mut merged = HashMap::default();
    for (index, value) in call.args.iter().enumerate() {
        if !matches!(value, Value::Undef) && *value != Value::from("") {
            let hash = evaluation.hash_argument(call, index)?;
            merged.extend(hash.iter().map(|(key, value)| (key.clone(), value.clone())));
        }
    }
    Ok(Value::from(merged))
}

fn deep_merge<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    let mut merged = HashMap::default();
    for index in 0..call.args.len() {
        let hash = evaluation.hash_argument(call, index)?;
        merge_deeply(&mut merged, &hash);
    }
    Ok(Value::from(merged))
}

fn merge_deeply(target: &mut HashMap, other: &HashMap) {
    for (key, value) in other {
        let merged = match (target.get(key), value) {
            (Some(Value::Hash(below)), Value::Hash(above)) => {
                let mut inner = HashMap::clone(below);
                merge_deeply(&mut inner, above);
                Value::from(inner)
            }
            _ => value.clone(),
        };
        target.insert(key.clone(), merged);
    }
}

fn step_into(value: &Value, key: &Value) -> Value {
    let found = match (value, key) {
        (Value::Hash(hash), key) => hash.get(key),
        (Value::Array(values), Value::Integer(index)) => {
            usize::try_from(*index).ok().and_then(|index| values.get(index))
        }
        _ => None,
    };
    found.cloned().unwrap_or(Value::Undef)
}

/// `get($value, 'a.1.b', default)`
fn get<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    let subject = evaluation.argument(call, 0)?;
    let path = evaluation.string_argument(call, 1)?;
    let found = path.split('.').filter(|part| !part.is_empty()).fold(subject, |value, part| {
        let key = part.parse().map_or_else(|_| Value::from(part), Value::Integer);
        step_into(&value, &key)
    });
    Ok(match found {
        Value::Undef => call.args.get(2).cloned().unwrap_or(Value::Undef),
        found => found,
    })
}

fn picked(args: &[Value]) -> Option<&Value> {
    args.iter().find(|value| !matches!(value, Value::Undef) && **value != Value::from(""))
}

fn pick<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    match picked(&call.args) {
        Some(value) => Ok(value.clone()),
        None => evaluation.refuse(call, "needs at least one argument that is neither undef nor empty"),
    }
}

fn pick_default<'a>(_: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    Ok(picked(&call.args).or(call.args.last()).cloned().unwrap_or(Value::Undef))
}
