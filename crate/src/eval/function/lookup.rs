//! Functions that look data up: `lookup`, and `hiera` with its kin from before Puppet 4.9.

use super::{Builtin, Invocation};
use crate::diag::{Code, Diagnostic};
use crate::eval::hiera::Asker;
use crate::eval::types::{Type, mismatch};
use crate::eval::value::{HashMap, Value};
use crate::eval::{Eval, Evaluation};
use crate::suggest;

/// Functions of this subject.
pub const FUNCTIONS: &[Builtin] = &[
    Builtin::new("lookup", lookup),
    Builtin::new("hiera", hiera),
    Builtin::new("hiera_array", hiera),
    Builtin::new("hiera_hash", hiera),
    Builtin::new("hiera_include", hiera_include),
];

/// What is asked for.
#[derive(Default)]
struct Question {
    names: Vec<Value>,
    ty: Option<Value>,
    merge: Option<Value>,
    default: Option<Value>,
    /// Values that count before all data.
    overrides: Option<Value>,
    /// Values that count after all data.
    defaults: Option<Value>,
}

/// `lookup(name, type, merge, default)`, `lookup(name, {options})`, `lookup({name => …, options})`
fn lookup<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    let first = evaluation.argument(call, 0)?;
    let given = |at: usize| call.args.get(at).filter(|value| !matches!(value, Value::Undef)).cloned();
    let only_a_type = matches!(call.args.get(1), Some(Value::Undef)) && call.args.len() < 4;
    if only_a_type {
        return evaluation.refuse(call, "takes a type as argument 2, this is `undef`; `Any` fits everything");
    }
    let mut question = match (&first, call.args.get(1)) {
        (Value::Hash(options), None) => with_options(options),
        (_, Some(Value::Hash(options))) if call.args.len() == 2 => with_options(options),
        _ => Question {
            ty: given(1),
            merge: given(2),
            default: call.args.get(3).cloned(),
            ..Question::default()
        },
    };
    if !matches!(first, Value::Hash(_)) {
        question.names = names(&first);
    }
    answer(evaluation, call, &question)
}

fn with_options(options: &HashMap) -> Question {
    let option = |name: &str| options.get(&Value::from(name)).cloned();
    let given = |name: &str| option(name).filter(|value| !matches!(value, Value::Undef));
    Question {
        names: given("name").as_ref().map(names).unwrap_or_default(),
        ty: given("value_type"),
        merge: given("merge"),
        default: option("default_value"),
        overrides: given("override"),
        defaults: given("default_values_hash"),
    }
}

fn names(value: &Value) -> Vec<Value> {
    match value {
        Value::Array(names) => names.to_vec(),
        one => vec![one.clone()],
    }
}

/// `hiera(name, default)`; `hiera_array` and `hiera_hash` merge.
fn hiera<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    evaluation.string_argument(call, 0)?;
    let merge = match call.name.trim_start_matches("::") {
        "hiera_array" | "hiera_include" => "unique",
        "hiera_hash" => "hash",
        _ => "first",
    };
    let default = if call.lambda.is_some() { None } else { call.args.get(1).cloned() };
    let names = call.args.iter().take(1).cloned().collect();
    let question = Question { names, merge: Some(Value::from(merge)), default, ..Question::default() };
    answer(evaluation, call, &question)
}

/// Includes the classes that data lists; the environment compile evaluates none.
fn hiera_include<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    if evaluation.node.is_none() {
        return Ok(Value::Undef);
    }
    let classes = hiera(evaluation, call)?;
    let mut names = Vec::new();
    evaluation.class_names(&[classes], call.span, &mut names)?;
    for name in names {
        evaluation.include_class(&name, call.span, call.scope)?;
    }
    Ok(Value::Undef)
}

fn answer<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>, question: &Question) -> Eval<Value> {
    let asker = Asker { scope: call.scope, span: evaluation.shown(call.span) };
    let merge = match &question.merge {
        Some(merge) => Some(evaluation.merge_of(merge, asker)?),
        None => None,
    };
    for name in &question.names {
        let Value::String(name) = name else {
            return evaluation.refuse(call, "takes the name of a key, or an array of names");
        };
        if let Some(value) = entry(question.overrides.as_ref(), name) {
            return typed(evaluation, call, question, value);
        }
        if let Some(found) = evaluation.look_up(name, merge.as_ref(), asker)? {
            return typed(evaluation, call, question, found.value);
        }
    }
    for name in &question.names {
        if let Some(value) = entry(question.defaults.as_ref(), &name.interpolate()) {
            return typed(evaluation, call, question, value);
        }
    }
    if let Some(lambda) = call.lambda {
        let asked = match question.names.as_slice() {
            [one] => one.clone(),
            several => Value::from(several.to_vec()),
        };
        let value = evaluation.call_lambda(lambda, vec![asked], call.scope)?;
        return typed(evaluation, call, question, value);
    }
    match &question.default {
        Some(default) => typed(evaluation, call, question, default.clone()),
        None => not_found(evaluation, call, question),
    }
}

fn entry(hash: Option<&Value>, name: &str) -> Option<Value> {
    match hash {
        Some(Value::Hash(hash)) => hash.get(&Value::from(name)).cloned(),
        Some(_) | None => None,
    }
}

/// The value, if it is of the type that is asked for.
fn typed<'a>(
    evaluation: &mut Evaluation<'a>,
    call: &Invocation<'a>,
    question: &Question,
    value: Value,
) -> Eval<Value> {
    let Some(Value::Type(ty)) = &question.ty else { return Ok(value) };
    let ty: &Type = ty;
    evaluation.spend(ty.cost(&value), call.span)?;
    if ty.admits(&value) {
        return Ok(value);
    }
    let message = format!("the found value has the wrong type, {}", mismatch::describe(ty, &value));
    evaluation.fail_with(Diagnostic::new(Code::TypeMismatch, call.span, message))
}

fn not_found<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>, question: &Question) -> Eval<Value> {
    let names: Vec<String> = question.names.iter().map(Value::interpolate).collect();
    let message = match names.as_slice() {
        [name] => format!("there is no data for `{name}`"),
        names => format!("there is no data for any of `{}`", names.join("`, `")),
    };
    let mut diagnostic = Diagnostic::new(Code::LookupNotFound, call.span, message);
    let errors = evaluation.diags.count_errors();
    let near = names.iter().find_map(|name| {
        suggest::nearest_unless_many(errors, name, evaluation.data_keys()).map(|near| (name, near))
    });
    let data = &evaluation.program.data;
    diagnostic = match near {
        Some((name, near)) => diagnostic.meant(name, near, near),
        None if data.environment.is_none() && data.documents.get("data/common.yaml").is_some() => {
            diagnostic.hint("`data/common.yaml` is read only when there is a `hiera.yaml` with `version: 5`")
        }
        None => {
            diagnostic.hint("add it to the data, or give a default: `lookup('key', undef, undef, 'default')`")
        }
    };
    if evaluation.node.is_none() && data.environment.is_some() {
        diagnostic = diagnostic.hint("in applications and `site` data is looked up without facts");
    }
    evaluation.fail_with(diagnostic)
}
