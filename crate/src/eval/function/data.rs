//! Functions that read YAML and JSON: texts, and files of the environment.

use super::foreign::stand_in;
use super::{Builtin, Invocation};
use crate::diag::Diagnostics;
use crate::eval::facts;
use crate::eval::value::{HashMap, Value};
use crate::eval::{Eval, Evaluation};
use crate::source::NO_FILE;
use crate::yaml::{self, Node};

/// Functions of this subject.
pub const FUNCTIONS: &[Builtin] = &[
    Builtin::new("parseyaml", parse),
    Builtin::new("parsejson", parse),
    Builtin::tolerant("loadyaml", load),
    Builtin::tolerant("loadjson", load),
    Builtin::tolerant("yaml_data", data_hash),
    Builtin::tolerant("json_data", data_hash),
];

/// `parseyaml(text, default)`, `parsejson(text, default)`
fn parse<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    let text = match evaluation.argument(call, 0)? {
        Value::String(text) => text,
        _ if call.args.len() > 1 => return evaluation.argument(call, 1),
        _ => return evaluation.refuse(call, "takes a text"),
    };
    evaluation.spend_growth(1, text.len(), call.span)?;
    let mut found = Diagnostics::default();
    let path = if call.name.ends_with("json") { ".json" } else { ".yaml" };
    let node = yaml::read(NO_FILE, path, &text, &mut found);
    match (node, call.args.get(1)) {
        (Some(node), _) => value(evaluation, call, &node),
        (None, Some(default)) => Ok(default.clone()),
        (None, None) => {
            let why = found.iter().next().map(|found| found.message.clone()).unwrap_or_default();
            evaluation.refuse(call, format!("cannot read the text: {why}"))
        }
    }
}

/// `loadyaml(path, default)`, `loadjson(path, default)`
fn load<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    match call.args.first().and_then(|path| file(evaluation, path)) {
        Some(node) => value(evaluation, call, node),
        None => stand_in(evaluation, call),
    }
}

/// `yaml_data({path => …}, context)`, `json_data({path => …}, context)`
fn data_hash<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    let path = match call.args.first() {
        Some(Value::Hash(options)) => HashMap::get(options, &Value::from("path")).cloned(),
        Some(_) | None => None,
    };
    match path.and_then(|path| file(evaluation, &path)) {
        Some(node) => value(evaluation, call, node),
        None => stand_in(evaluation, call),
    }
}

fn value<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>, node: &Node) -> Eval<Value> {
    let value = facts::value(node);
    evaluation.spend(value.weight(), call.span)?;
    Ok(value)
}

/// A file of the environment; its path may be that on a server.
fn file<'a>(evaluation: &Evaluation<'a>, path: &Value) -> Option<&'a Node> {
    let Value::String(path) = path else { return None };
    let documents = &evaluation.program.data.documents;
    let below_modules = path.find("/modules/").and_then(|at| path.get(at + 1..));
    let below_environment = path.split_once("/environments/").and_then(|(_, rest)| rest.split_once('/'));
    let names = [Some(&**path), below_modules, below_environment.map(|(_, rest)| rest)];
    names.into_iter().flatten().find_map(|name| documents.get(name)?.root.as_ref())
}
