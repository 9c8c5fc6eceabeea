//! Functions that call a block for each element, and those that end such calls.

use std::rc::Rc;

use super::{Builtin, Invocation};
use crate::eval::value::{HashMap, Value};
use crate::eval::{Eval, Evaluation, Stop};
use crate::source::NO_FILE;

/// Functions of this subject.
pub const FUNCTIONS: &[Builtin] = &[
    Builtin::new("each", each),
    Builtin::new("map", map),
    Builtin::new("filter", filter),
    Builtin::new("reduce", reduce),
    Builtin::new("step", step).at_most(2),
    Builtin::new("reverse_each", reverse_each),
    Builtin::new("slice", slice).at_most(2),
    Builtin::tolerant("visit", visit_for_prelude),
    Builtin::tolerant("with", with),
    Builtin::tolerant("then", then),
    Builtin::tolerant("lest", lest),
    Builtin::tolerant("next", next),
    Builtin::tolerant("break", break_),
    Builtin::tolerant("return", return_),
];

/// Calls the block with an element: with one parameter as it is, with two as index or key and value.
fn visit<'a>(
    evaluation: &mut Evaluation<'a>,
    call: &Invocation<'a>,
    index: usize,
    element: &Value,
) -> Eval<Value> {
    let lambda = evaluation.lambda(call)?;
    let of_hash = matches!(call.args.first(), Some(Value::Hash(_)));
    let args = match element {
        Value::Array(pair) if of_hash && lambda.parameters.len() >= 2 => pair.to_vec(),
        element if lambda.parameters.len() >= 2 => {
            vec![Value::Integer(i64::try_from(index).unwrap_or(i64::MAX)), element.clone()]
        }
        element => vec![element.clone()],
    };
    evaluation.call_lambda(lambda, args, call.scope)
}

/// Calls the block for each element until it says `break`.
fn for_each<'a>(
    evaluation: &mut Evaluation<'a>,
    call: &Invocation<'a>,
    each: &mut dyn FnMut(&Value, Value),
) -> Eval<()> {
    let subject = evaluation.argument(call, 0)?;
    for (index, element) in evaluation.elements(call, &subject)?.iter().enumerate() {
        match visit(evaluation, call, index, element) {
            Ok(value) => each(element, value),
            Err(Stop::Break) => return Ok(()),
            Err(stop) => return Err(stop),
        }
    }
    Ok(())
}

fn each<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    for_each(evaluation, call, &mut |_, _| {})?;
    evaluation.argument(call, 0)
}

fn map<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    let mut values = Vec::new();
    for_each(evaluation, call, &mut |_, value| values.push(value))?;
    Ok(Value::from(values))
}

fn filter<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    let mut kept = Vec::new();
    for_each(evaluation, call, &mut |element, value| {
        if value.truthy() {
            kept.push(element.clone());
        }
    })?;
    Ok(match call.args.first() {
        Some(Value::Hash(_)) => Value::from(kept.iter().filter_map(pair).collect::<HashMap>()),
        _ => Value::from(kept),
    })
}

fn pair(value: &Value) -> Option<(Value, Value)> {
    match value {
        Value::Array(pair) => match pair.as_slice() {
            [key, value] => Some((key.clone(), value.clone())),
            _ => None,
        },
        _ => None,
    }
}

fn reduce<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    let subject = evaluation.argument(call, 0)?;
    let mut elements = evaluation.elements(call, &subject)?.into_iter();
    let Some(mut memo) = call.args.get(1).cloned().or_else(|| elements.next()) else {
        return Ok(Value::Undef);
    };
    let lambda = evaluation.lambda(call)?;
    for element in elements {
        match evaluation.call_lambda(lambda, vec![memo.clone(), element], call.scope) {
            Ok(value) => memo = value,
            Err(Stop::Break) => break,
            Err(stop) => return Err(stop),
        }
    }
    Ok(memo)
}

/// With a block the chain goes on and gives the last value; without one an iterator.
fn iterate<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>, values: Vec<Value>) -> Eval<Value> {
    let Some(lambda) = call.lambda else { return Ok(Value::Iterator(Rc::new(values.into()))) };
    for value in &values {
        match evaluation.call_lambda(lambda, vec![value.clone()], call.scope) {
            Ok(_) => {}
            Err(Stop::Break) => break,
            Err(stop) => return Err(stop),
        }
    }
    Ok(Value::Iterator(Rc::new(values.into())))
}

fn step<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    let subject = evaluation.argument(call, 0)?;
    let elements = evaluation.elements(call, &subject)?;
    let step = evaluation.integer_argument(call, 1)?;
    match usize::try_from(step) {
        Ok(step) if step > 0 => iterate(evaluation, call, elements.into_iter().step_by(step).collect()),
        _ => evaluation.refuse(call, "needs a step above 0"),
    }
}

fn reverse_each<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    let subject = evaluation.argument(call, 0)?;
    let elements = evaluation.elements(call, &subject)?;
    iterate(evaluation, call, elements.into_iter().rev().collect())
}

fn slice<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    let subject = evaluation.argument(call, 0)?;
    let elements = evaluation.elements(call, &subject)?;
    let size = match usize::try_from(evaluation.integer_argument(call, 1)?) {
        Ok(size) if size > 0 => size,
        _ => return evaluation.refuse(call, "needs a size above 0"),
    };
    let slices: Vec<Value> = elements.chunks(size).map(|chunk| Value::from(chunk.to_vec())).collect();
    let Some(lambda) = call.lambda else { return Ok(Value::from(slices)) };
    for slice in slices {
        let args = match &slice {
            Value::Array(values) if lambda.parameters.len() > 1 => values
                .iter()
                .cloned()
                .chain(std::iter::repeat(Value::Undef))
                .take(lambda.parameters.len())
                .collect(),
            slice => vec![slice.clone()],
        };
        match evaluation.call_lambda(lambda, args, call.scope) {
            Ok(_) => {}
            Err(Stop::Break) => break,
            Err(stop) => return Err(stop),
        }
    }
    Ok(subject)
}

/// `visit($element, $key, $value)`: what the block of a function of the prelude says, called with the element, or with
/// key and value if it takes two; without a block the element.
fn visit_for_prelude<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    let Some(outer) = evaluation.unwritten.filter(|_| call.name_span.file() == NO_FILE) else {
        return evaluation.unknown_function(call);
    };
    let (Some(lambda), [element, both @ ..]) = (outer.lambda, call.args.as_slice()) else {
        return evaluation.argument(call, 0);
    };
    let args = if lambda.parameters.len() >= 2 { both.to_vec() } else { vec![element.clone()] };
    evaluation.call_lambda(lambda, args, outer.scope)
}

fn with<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    let lambda = evaluation.lambda(call)?;
    evaluation.call_lambda(lambda, call.args.clone(), call.scope)
}

fn then<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    match evaluation.argument(call, 0)? {
        Value::Undef => Ok(Value::Undef),
        Value::Unknown => Ok(Value::Unknown),
        value => {
            let lambda = evaluation.lambda(call)?;
            evaluation.call_lambda(lambda, vec![value], call.scope)
        }
    }
}

fn lest<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    match evaluation.argument(call, 0)? {
        Value::Undef => {
            let lambda = evaluation.lambda(call)?;
            evaluation.call_lambda(lambda, Vec::new(), call.scope)
        }
        value => Ok(value),
    }
}

fn next<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    evaluation.jump(Stop::Next, call.args.first().cloned().unwrap_or(Value::Undef), call.span)
}

fn break_<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    evaluation.jump(Stop::Break, Value::Undef, call.span)
}

fn return_<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    evaluation.jump(Stop::Return, call.args.first().cloned().unwrap_or(Value::Undef), call.span)
}
