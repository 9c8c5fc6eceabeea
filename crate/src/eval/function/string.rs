//! Functions on strings.

use super::{Builtin, Invocation};
use crate::eval::operator::splat;
use crate::eval::value::Value;
use crate::eval::{Eval, Evaluation};
use crate::platform;

/// Functions of this subject.
pub const FUNCTIONS: &[Builtin] = &[
    Builtin::new("upcase", upcase).at_most(1),
    Builtin::new("downcase", downcase).at_most(1),
    Builtin::new("capitalize", capitalize).at_most(1),
    Builtin::new("strip", strip).at_most(1),
    Builtin::new("lstrip", lstrip).at_most(1),
    Builtin::new("rstrip", rstrip).at_most(1),
    Builtin::new("chomp", chomp).at_most(1),
    Builtin::new("chop", chop).at_most(1),
    Builtin::new("join", join).at_most(2),
    Builtin::new("split", split).at_most(3),
    Builtin::new("regsubst", regsubst).at_most(5),
    Builtin::new("match", match_),
    Builtin::new("sprintf", sprintf),
];

/// Applies `change` to a string, or to each string of an array.
fn each_string<'a>(
    evaluation: &mut Evaluation<'a>,
    call: &Invocation<'a>,
    change: &dyn Fn(&str) -> String,
) -> Eval<Value> {
    fn changed(value: &Value, change: &dyn Fn(&str) -> String) -> Option<Value> {
        match value {
            Value::String(text) => Some(Value::from(change(text))),
            Value::Integer(_) | Value::Float(_) => Some(value.clone()),
            Value::Array(values) => {
                values.iter().map(|value| changed(value, change)).collect::<Option<Vec<_>>>().map(Value::from)
            }
            _ => None,
        }
    }
    let value = evaluation.argument(call, 0)?;
    match changed(&value, change) {
        Some(value) => Ok(value),
        None => evaluation.refuse(call, "takes a string or an array of strings"),
    }
}

fn upcase<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    each_string(evaluation, call, &platform::uppercase)
}

fn downcase<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    each_string(evaluation, call, &platform::lowercase)
}

fn capitalize<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    each_string(evaluation, call, &|text| platform::capitalize(&platform::lowercase(text)))
}

fn strip<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    each_string(evaluation, call, &|text| text.trim().to_owned())
}

fn lstrip<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    each_string(evaluation, call, &|text| text.trim_start().to_owned())
}

fn rstrip<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    each_string(evaluation, call, &|text| text.trim_end().to_owned())
}

fn chomp<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    each_string(evaluation, call, &|text| {
        text.strip_suffix("\r\n").or(text.strip_suffix(['\n', '\r'])).unwrap_or(text).to_owned()
    })
}

fn chop<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    each_string(evaluation, call, &|text| {
        let mut chars = text.chars();
        chars.next_back();
        chars.as_str().to_owned()
    })
}

fn join<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    let mut flat = Vec::new();
    super::collection::flatten_into(&evaluation.argument(call, 0)?, &mut flat);
    let separator = if call.args.len() > 1 { evaluation.string_argument(call, 1)? } else { "".into() };
    evaluation.spend_growth(flat.len(), separator.len(), call.span)?;
    let texts: Vec<String> = flat.iter().map(Value::interpolate).collect();
    Ok(Value::from(texts.join(&separator)))
}

fn split<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    let text = evaluation.string_argument(call, 0)?;
    let pattern = pattern(evaluation, call, 1)?;
    let compiled = evaluation.pattern(&pattern, call.span)?;
    let mut parts = compiled.split(&text);
    evaluation.settle_patterns(call.span)?;
    while parts.last().is_some_and(|part| part.is_empty()) {
        parts.pop();
    }
    Ok(Value::from(parts.into_iter().map(Value::from).collect::<Vec<_>>()))
}

fn pattern<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>, index: usize) -> Eval<String> {
    match evaluation.argument(call, index)? {
        Value::String(source) | Value::Regex(source) => Ok(source.to_string()),
        Value::Type(ty) => match &*ty {
            crate::eval::types::Type::Regexp(Some(source)) => Ok(source.clone()),
            other => evaluation.refuse(call, format!("cannot use `{other}` as a pattern")),
        },
        _ => evaluation.refuse(call, "takes a string or a regular expression as pattern"),
    }
}

/// `regsubst(text or array, pattern, replacement, flags)`; `\1` in the replacement is the first group.
fn regsubst<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    let source = pattern(evaluation, call, 1)?;
    let replacement = evaluation.string_argument(call, 2)?;
    let flags =
        if call.args.len() > 3 { evaluation.string_argument(call, 3)?.to_string() } else { String::new() };
    let inline: String = [('I', 'i'), ('E', 'x'), ('M', 'm')]
        .iter()
        .filter(|(flag, _)| flags.contains(*flag))
        .map(|(_, inline)| *inline)
        .collect();
    // The line break ends a comment of the extended syntax.
    let end = if inline.contains('x') { "\n)" } else { ")" };
    let source = if inline.is_empty() { source } else { format!("(?{inline}:{source}{end}") };
    let pattern = evaluation.pattern(&source, call.span)?;
    let all = flags.contains('G');
    let subject = evaluation.argument(call, 0)?;
    for text in texts_in(&subject) {
        let matches = if all { pattern.count(text) } else { 1 };
        evaluation.settle_patterns(call.span)?;
        // A replacement may repeat the whole match at each of its back-references.
        evaluation.spend_growth(matches, replacement.len(), call.span)?;
    }
    let replaced = each_string(evaluation, call, &|text| pattern.replace(text, &replacement, all));
    evaluation.settle_patterns(call.span)?;
    replaced
}

/// All strings in nested arrays.
fn texts_in(value: &Value) -> Vec<&str> {
    match value {
        Value::String(text) => vec![text],
        Value::Array(values) => values.iter().flat_map(texts_in).collect(),
        _ => Vec::new(),
    }
}

fn match_<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    let pattern = pattern(evaluation, call, 1)?;
    let subject = evaluation.argument(call, 0)?;
    let mut results = Vec::new();
    for text in splat(&subject) {
        let Value::String(text) = text else { return evaluation.refuse(call, "takes strings") };
        let compiled = evaluation.pattern(&pattern, call.span)?;
        let groups = compiled.captures(&text);
        evaluation.settle_patterns(call.span)?;
        let group = |group: Option<String>| group.map_or(Value::Undef, Value::from);
        results.push(match groups {
            Some(groups) => Value::from(groups.into_iter().map(group).collect::<Vec<_>>()),
            None => Value::Undef,
        });
    }
    Ok(match subject {
        Value::Array(_) => Value::from(results),
        _ => results.pop().unwrap_or(Value::Undef),
    })
}

/// `sprintf('%05.1f', 2.5)`, as Ruby does it.
fn sprintf<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    let format = evaluation.string_argument(call, 0)?;
    let args = call.args.get(1..).unwrap_or_default();
    match super::format::fill_in(&format, args) {
        Ok(text) => {
            evaluation.spend(text.len() as u64 / 8, call.span)?;
            Ok(Value::from(text))
        }
        Err(message) => evaluation.refuse(call, message),
    }
}
