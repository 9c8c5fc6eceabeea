//! `nodes` of `orchestration/`: the catalog of each node, or where it is refused.

use std::collections::BTreeSet;

use callsheet::Compilation;
use callsheet::catalog::NodeCatalog;
use callsheet::diag::{Diagnostic, Phase, Severity};
use callsheet::env::Reference;
use callsheet::eval;
use callsheet::eval::catalog::{Container, Resource};
use callsheet::program::ResourceKind;
use callsheet::source::Sources;
use serde_json::{Map, Value, json};

use super::inspect;
use super::{Outcome, Recorded, case, list};

/// The names of all recorded nodes.
pub(crate) fn names(expected: &Value) -> Vec<&str> {
    expected["nodes"].as_object().into_iter().flatten().map(|(name, _)| name.as_str()).collect()
}

/// Compares every recorded node of a case.
pub(crate) fn compare(case: &str, expected: &Value, answer: &Compilation, sources: &Sources) -> Vec<Outcome> {
    let recorded = expected["nodes"].as_object().into_iter().flatten();
    recorded
        .map(|(name, recorded)| {
            let catalog = answer.catalogs.iter().find(|catalog| catalog.node == *name);
            let refused = recorded.get("error");
            let result = match refused {
                Some(error) => same_refusal(error, catalog, answer, sources),
                None => catalog.map_or_else(
                    || Err("    was not compiled\n".to_owned()),
                    |catalog| same_catalog(recorded, catalog, answer, sources),
                ),
            };
            let kind = if refused.is_some() { "node-errors" } else { "nodes" };
            Outcome { kind, case: format!("{case}/{name}"), result }
        })
        .collect()
}

/// Whether the node is refused, with an error in the recorded line; what a parser refuses is refused for every node.
fn same_refusal(
    error: &Value,
    catalog: Option<&NodeCatalog>,
    answer: &Compilation,
    sources: &Sources,
) -> Result<(), String> {
    let found = &answer.analysis.diagnostics;
    let line = error["line"].as_u64().and_then(|line| u32::try_from(line).ok());
    // What fails in a body or in a mapping is recorded where the resource is declared; here it is labelled there.
    let labelled = |it: &Diagnostic| {
        let mut lines = it.labels.iter().map(|label| sources.position(label.span).line);
        it.phase == Phase::Node && it.severity == Severity::Error && lines.any(|at| Some(at) == line)
    };
    let is_found = |phase| {
        Recorded { code: None, line, column: None, phase }.found_in(found, sources, false)
            || phase == Phase::Node && found.iter().any(labelled)
    };
    if is_found(Phase::Parse) || is_found(Phase::Node) && catalog.is_some_and(|catalog| catalog.failed) {
        return Ok(());
    }
    Err(format!("    missing {error}\n    found:\n{}", list(found, sources)))
}

fn same_catalog(
    recorded: &Value,
    catalog: &NodeCatalog,
    answer: &Compilation,
    sources: &Sources,
) -> Result<(), String> {
    if catalog.failed {
        return Err(format!("    refused:\n{}", list(&answer.analysis.diagnostics, sources)));
    }
    let order: Vec<String> = catalog.resources.keys().map(Reference::to_string).collect();
    let order: Vec<&String> = order.iter().filter(|name| *name != "Stage[main]").collect();
    let produced: Vec<String> = catalog.produced.iter().map(|it| it.reference.to_string()).collect();
    same(&recorded["resources"], &resources(recorded, catalog, sources))?;
    same(&recorded["resource_order"], &json!(order))?;
    same(&sorted(&recorded["edges"]), &edges(catalog))?;
    same(&sorted(&recorded["produced"]), &sorted(&json!(produced)))
}

fn same(expected: &Value, shown: &Value) -> Result<(), String> {
    let pretty = |value| serde_json::to_string_pretty(value).expect("JSON");
    match case::difference(&pretty(expected), &pretty(shown)) {
        None => Ok(()),
        Some(difference) => Err(difference),
    }
}

/// A list in the order of its texts; nothing is an empty list.
fn sorted(list: &Value) -> Value {
    let texts: BTreeSet<String> = list.as_array().into_iter().flatten().map(Value::to_string).collect();
    texts.iter().map(|text| serde_json::from_str::<Value>(text).expect("JSON")).collect()
}

fn edges(catalog: &NodeCatalog) -> Value {
    let name = |place: usize| catalog.resources.get_index(place).expect("an edge ends at a resource").0;
    let pairs: Vec<_> = catalog
        .edges
        .iter()
        .map(|(source, target)| json!([name(*source).to_string(), name(*target).to_string()]))
        .collect();
    sorted(&json!(pairs))
}

/// The resources as they are recorded, by reference; of kinds and places what was recorded is repeated.
fn resources(recorded: &Value, catalog: &NodeCatalog, sources: &Sources) -> Value {
    let mut shown: Vec<(String, Value)> = catalog
        .resources
        .iter()
        .filter(|(reference, _)| reference.ty != "Stage" || reference.title != "main")
        .map(|(reference, resource)| {
            let name = reference.to_string();
            let same = |it: &&Value| it["ref"] == name.as_str();
            let like = recorded["resources"].as_array().and_then(|all| all.iter().find(same));
            (name.clone(), self::resource(reference, resource, like, catalog, sources))
        })
        .collect();
    callsheet::sort::by(&mut shown, |a, b| a.0.cmp(&b.0));
    shown.into_iter().map(|(_, value)| value).collect()
}

fn resource(
    reference: &Reference,
    resource: &Resource,
    like: Option<&Value>,
    catalog: &NodeCatalog,
    sources: &Sources,
) -> Value {
    let mut params = vec![("name".to_owned(), json!(reference.title.as_str()))];
    let settings = resource.settings.values().filter(|setting| setting.name != "name");
    params.extend(
        settings.map(|setting| (setting.name.clone(), inspect::json(bared(resource, &setting.value)))),
    );
    callsheet::sort::by(&mut params, |a, b| a.0.cmp(&b.0));
    let mut object = Map::new();
    object.insert("ref".to_owned(), json!(reference.to_string()));
    object.insert("kind".to_owned(), like.map_or(Value::Null, |like| like["kind"].clone()));
    object.insert("params".to_owned(), Value::Object(params.into_iter().collect()));
    object.insert("container".to_owned(), container(resource, catalog));
    if like.is_some_and(|like| like.get("line").is_some()) {
        object.insert("file".to_owned(), json!("manifest.pp"));
        object.insert("line".to_owned(), json!(sources.position(resource.span).line));
    }
    Value::Object(object)
}

/// Only capabilities keep a secret wrapped; of all else Puppet notes beside the parameters which are sensitive.
fn bared<'a>(resource: &Resource, value: &'a eval::Value) -> &'a eval::Value {
    match value {
        eval::Value::Sensitive(inner) if resource.kind != ResourceKind::Capability => inner,
        value => value,
    }
}

fn container(resource: &Resource, catalog: &NodeCatalog) -> Value {
    match resource.container {
        // What names a class does not contain it; it stands in a stage.
        _ if resource.reference.ty == "Class" => json!(["Stage[main]"]),
        Container::Resource(place) => {
            let container = catalog.resources.get_index(place).expect("a container is in the catalog").0;
            json!([container.to_string()])
        }
        Container::Main | Container::Site | Container::Instance(_) => json!([]),
    }
}
