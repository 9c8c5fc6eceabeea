//! Functions called for their effect: logging, failing; and lookups.

use super::{Builtin, Invocation};
use crate::diag::{Code, Diagnostic, Severity};
use crate::eval::log::Entry;
use crate::eval::types::infer;
use crate::eval::value::Value;
use crate::eval::{Eval, Evaluation, FINDING_COST, Unwritten};
use crate::source::NO_FILE;

/// Functions of this subject.
pub const FUNCTIONS: &[Builtin] = &[
    Builtin::tolerant("assert_private", ignore),
    Builtin::tolerant("deprecation", ignore),
    Builtin::tolerant("debug", log),
    Builtin::tolerant("info", log),
    Builtin::tolerant("notice", log),
    Builtin::tolerant("warning", log),
    Builtin::tolerant("err", log),
    Builtin::tolerant("alert", log),
    Builtin::tolerant("crit", log),
    Builtin::tolerant("emerg", log),
    Builtin::tolerant("fail", fail),
    Builtin::new("getvar", getvar).at_most(3),
    Builtin::new("type", type_),
];

/// What has no effect here.
fn ignore<'a>(_: &mut Evaluation<'a>, _: &Invocation<'a>) -> Eval<Value> {
    Ok(Value::Undef)
}

fn log<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    let text = call.args.iter().map(Value::interpolate).collect::<Vec<_>>().join(" ");
    // A log is read by people: few lines, each a screenful at most.
    evaluation.spend(FINDING_COST, call.span)?;
    let text: String = text.chars().take(2_000).collect();
    let mut diagnostic = Diagnostic::new(Code::Logged, call.span, format!("{}: {text}", call.name));
    if !matches!(call.name, "debug" | "info" | "notice") {
        diagnostic.severity = Severity::Warning;
    }
    evaluation.diags.add(diagnostic);
    let level = FUNCTIONS.iter().find(|function| function.name == call.name);
    let level = level.map_or("notice", |function| function.name);
    evaluation.log.push(Entry { level, message: text, span: call.span });
    Ok(Value::Undef)
}

fn fail<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    let text = call.args.iter().map(Value::interpolate).collect::<Vec<_>>().join(" ");
    // A function of the prelude says in this way what is wrong with its call.
    if let (NO_FILE, Some(Unwritten { name, .. })) = (call.name_span.file(), evaluation.unwritten) {
        let message = format!("`{name}` {text}");
        return evaluation.fail_with(Diagnostic::new(Code::FunctionCallError, call.span, message));
    }
    evaluation.fail_with(Diagnostic::new(Code::FailCalled, call.span, format!("`fail` was called: {text}")))
}

/// `getvar('a.b', default)`
fn getvar<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    let path = evaluation.string_argument(call, 0)?;
    let (name, rest) = path.split_once('.').unwrap_or((&path, ""));
    let found = evaluation.scopes.variable(call.scope, name.trim_start_matches("::")).cloned();
    let value =
        rest.split('.').filter(|part| !part.is_empty()).fold(found.unwrap_or(Value::Undef), |value, part| {
            match value {
                Value::Hash(hash) => hash.get(&Value::from(part)).cloned().unwrap_or(Value::Undef),
                Value::Array(values) => part
                    .parse::<usize>()
                    .ok()
                    .and_then(|index| values.get(index).cloned())
                    .unwrap_or(Value::Undef),
                _ => Value::Undef,
            }
        });
    Ok(match value {
        Value::Undef => call.args.get(1).cloned().unwrap_or(Value::Undef),
        value => value,
    })
}

/// `type(value)`, `type(value, 'reduced')`, `type(value, 'generalized')`
fn type_<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    let value = evaluation.argument(call, 0)?;
    // Beyond this nobody reads it.
    if value.is_unknown() || value.weight() > 1_000 || value.depth() > 50 {
        return Ok(Value::Unknown);
    }
    let detail = match call.args.get(1) {
        Some(_) => evaluation.string_argument(call, 1)?,
        None => "detailed".into(),
    };
    Ok(Value::from(match &*detail {
        "detailed" => infer::exact(&value),
        "reduced" => infer::reduced(&value),
        "generalized" => infer::general(&value),
        other => return evaluation.refuse(call, format!("does not know the detail `{other}`")),
    }))
}
