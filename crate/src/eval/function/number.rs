//! Functions on numbers and versions.

use std::cmp::Ordering;

use super::{Builtin, Invocation};
use crate::eval::value::Value;
use crate::eval::{Eval, Evaluation};

/// Functions of this subject.
pub const FUNCTIONS: &[Builtin] = &[
    Builtin::new("abs", abs).at_most(1),
    Builtin::new("ceiling", ceiling).at_most(1),
    Builtin::new("floor", floor).at_most(1),
    Builtin::new("round", round).at_most(1),
    Builtin::new("compare", compare).at_most(3),
    Builtin::new("max", max),
    Builtin::new("min", min),
    Builtin::new("versioncmp", versioncmp).at_most(2),
];

fn abs<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    match evaluation.argument(call, 0)? {
        Value::Integer(number) => Ok(Value::Integer(number.saturating_abs())),
        Value::Float(number) => Ok(Value::Float(number.abs())),
        _ => evaluation.refuse(call, "takes a number"),
    }
}

fn to_integer<'a>(
    evaluation: &mut Evaluation<'a>,
    call: &Invocation<'a>,
    round: fn(f64) -> f64,
) -> Eval<Value> {
    match evaluation.argument(call, 0)? {
        Value::Integer(number) => Ok(Value::Integer(number)),
        // The cast saturates, which is what is wanted beyond 64 bits.
        Value::Float(number) => Ok(Value::Integer(round(number) as i64)),
        _ => evaluation.refuse(call, "takes a number"),
    }
}

fn ceiling<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    to_integer(evaluation, call, f64::ceil)
}

fn floor<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    to_integer(evaluation, call, f64::floor)
}

fn round<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    to_integer(evaluation, call, f64::round)
}

fn extreme<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>, wanted: Ordering) -> Eval<Value> {
    let values = match call.args.as_slice() {
        [Value::Array(values)] => values.to_vec(),
        args => args.to_vec(),
    };
    let mut values = values.into_iter();
    let Some(mut best) = values.next() else { return evaluation.refuse(call, "needs at least one value") };
    for value in values {
        if order(&value, &best) == wanted {
            best = value;
        }
    }
    Ok(best)
}

/// The order of numbers, and of anything else by its text. A total order: `1` and `1.0` are equal, NaN comes last.
pub fn order(a: &Value, b: &Value) -> Ordering {
    match (a, b) {
        (Value::Integer(a), Value::Integer(b)) => a.cmp(b),
        (Value::Integer(a), Value::Float(b)) => (*a as f64).total_cmp(b),
        (Value::Float(a), Value::Integer(b)) => a.total_cmp(&(*b as f64)),
        (Value::Float(a), Value::Float(b)) => a.total_cmp(b),
        (a, b) => a.interpolate().cmp(&b.interpolate()),
    }
}

/// -1, 0 or 1; strings without regard to the case of ASCII letters, unless the third argument is false.
fn compare<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    let exact = matches!(call.args.get(2), Some(Value::Bool(false)));
    let folded = |value: Value| match value {
        Value::String(text) if !exact => Value::from(text.to_ascii_lowercase()),
        value => value,
    };
    let (a, b) = (folded(evaluation.argument(call, 0)?), folded(evaluation.argument(call, 1)?));
    Ok(Value::Integer(order(&a, &b) as i64))
}

fn max<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    extreme(evaluation, call, Ordering::Greater)
}

fn min<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    extreme(evaluation, call, Ordering::Less)
}

fn versioncmp<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    let (a, b) = (evaluation.string_argument(call, 0)?, evaluation.string_argument(call, 1)?);
    Ok(Value::Integer(match compare_versions(&a, &b) {
        Ordering::Less => -1,
        Ordering::Equal => 0,
        Ordering::Greater => 1,
    }))
}

/// Puppet's order of versions: parts are numbers, words, `-` and `.`; `-` sorts before `.`, both before words.
fn compare_versions(a: &str, b: &str) -> Ordering {
    let (a, b) = (version_parts(a), version_parts(b));
    for (a, b) in a.iter().zip(b.iter()) {
        let separators = |part: &str| ["-", "."].iter().position(|separator| *separator == part);
        let ordering = match (separators(a), separators(b), a.parse::<u64>(), b.parse::<u64>()) {
            (Some(a), Some(b), ..) => a.cmp(&b),
            (Some(_), None, ..) => Ordering::Less,
            (None, Some(_), ..) => Ordering::Greater,
            (None, None, Ok(a), Ok(b)) => a.cmp(&b),
            _ => a.to_ascii_uppercase().cmp(&b.to_ascii_uppercase()),
        };
        if ordering != Ordering::Equal {
            return ordering;
        }
    }
    a.len().cmp(&b.len())
}

fn version_parts(version: &str) -> Vec<String> {
    let kind = |char: char| match char {
        '-' | '.' => 0,
        char if char.is_ascii_digit() => 1,
        _ => 2,
    };
    let mut parts: Vec<String> = Vec::new();
    let mut previous = None;
    for char in version.chars() {
        match parts.last_mut() {
            Some(part) if previous == Some(kind(char)) && kind(char) != 0 => part.push(char),
            _ => parts.push(char.to_string()),
        }
        previous = Some(kind(char));
    }
    parts
}
