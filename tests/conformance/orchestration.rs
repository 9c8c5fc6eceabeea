//! `orchestration/`: the environment graph, the levels of its nodes, or where the environment is refused.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use callsheet::Analysis;
use callsheet::diag::{Diagnostic, Phase, Severity};
use callsheet::input::Input;
use callsheet::plan::Step;
use callsheet::source::Sources;
use serde_json::Value;

use super::{Outcome, Recorded, case, list, nodes, read};

/// Compares every folder with its `expected.json`; `appcaps` is on the module path of all.
pub(crate) fn compare(folder: &Path, appcaps: &Path) -> Vec<Outcome> {
    let mut folders: Vec<_> = fs::read_dir(folder)
        .expect("a folder of cases")
        .map(|entry| entry.expect("a readable folder").path())
        .collect();
    callsheet::sort::ascending(&mut folders);
    folders.iter().flat_map(|path| compare_one(path, appcaps)).collect()
}

fn compare_one(folder: &Path, appcaps: &Path) -> Vec<Outcome> {
    let name = folder.file_name().expect("a folder").to_string_lossy().into_owned();
    let expected: Value =
        serde_json::from_str(&read(&folder.join("expected.json"))).expect("expected.json is JSON");
    let sources = sources(folder, appcaps);
    let compiled = callsheet::compile(&sources, &Input::default(), &nodes::names(&expected));
    let answer = &compiled.analysis;
    let found = &answer.diagnostics;
    let outcome = |kind, result| Outcome { kind, case: name.clone(), result };
    let mut outcomes = nodes::compare(&name, &expected, &compiled, &sources);

    let graph = &expected["environment_graph"];
    if graph.is_null() || graph.get("error").is_some() {
        outcomes.push(outcome("refused", refused(&expected, found, &sources)));
        return outcomes;
    }
    let accepted = if is_refused(found) { Err(list(found, &sources)) } else { Ok(()) };
    outcomes.extend([
        outcome("accepted", accepted),
        outcome("graph", same("environment graph", graph, &shown_graph(answer))),
        outcome("levels", same_levels(&expected["levels"], answer)),
        outcome("saved", read_back(graph, &expected["levels"])),
    ]);
    outcomes
}

/// The manifest, the modules of the case, and the capability types that all cases share.
fn sources(folder: &Path, appcaps: &Path) -> Sources {
    let mut sources = Sources::single("manifest.pp", &read(&folder.join("manifest.pp")));
    for (root, prefix) in [(folder.join("modules"), "modules/"), (appcaps.to_owned(), "modules/appcaps/")] {
        for path in if root.is_dir() { case::files_below(&root) } else { Vec::new() } {
            let inner = path.strip_prefix(&root).expect("a path below its folder");
            sources.add(&format!("{prefix}{}", inner.to_string_lossy()), &read(&path));
        }
    }
    sources
}

fn is_refused(found: &[Diagnostic]) -> bool {
    found.iter().any(|diagnostic| {
        diagnostic.severity == Severity::Error
            && matches!(diagnostic.phase, Phase::Parse | Phase::Environment | Phase::Graph)
    })
}

/// Whether every error that Puppet reported is reported, in the same phase and line.
fn refused(expected: &Value, found: &[Diagnostic], sources: &Sources) -> Result<(), String> {
    let missing: Vec<Value> = recorded_errors(expected)
        .into_iter()
        .filter(|(_, error)| !error.found_in(found, sources, false))
        .map(|(value, _)| value)
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let missing: String = missing.iter().map(|error| format!("      {error}\n")).collect();
    Err(format!("    missing:\n{missing}    found:\n{}", list(found, sources)))
}

fn recorded_errors(expected: &Value) -> Vec<(Value, Recorded)> {
    let issues = expected["parse"]["issues"].as_array().into_iter().flatten();
    let issues: Vec<&Value> =
        issues.filter(|issue| issue["severity"].as_str().is_none_or(|word| word == "error")).collect();
    let (phase, errors) = if !issues.is_empty() {
        (Phase::Parse, issues)
    } else if let Some(error) = expected["environment_graph"].get("error") {
        (Phase::Graph, vec![error])
    } else {
        let all = expected["errors"].as_array().into_iter().flatten();
        (Phase::Environment, all.filter(|error| error["phase"] == "environment").collect())
    };
    errors
        .into_iter()
        .map(|error| {
            let line = error["line"].as_u64().and_then(|line| u32::try_from(line).ok());
            (error.clone(), Recorded { code: None, line, column: None, phase })
        })
        .collect()
}

fn same(what: &str, expected: &Value, shown: &Value) -> Result<(), String> {
    let pretty = |value| serde_json::to_string_pretty(value).expect("JSON");
    match case::difference(&pretty(expected), &pretty(shown)) {
        None => Ok(()),
        Some(difference) => Err(format!("    {what}:\n{difference}")),
    }
}

fn shown_graph(answer: &Analysis) -> Value {
    serde_json::from_str(&callsheet::export::environment_graph(&answer.environment)).expect("JSON")
}

/// Whether the recorded graph as a saved document gives the same graph, list of instances and levels again, in one line
/// as the server writes it.
fn read_back(graph: &Value, levels: &Value) -> Result<(), String> {
    let analyze = |text: &str| callsheet::analyze(&Sources::single("saved.json", text), &Input::default());
    let answer = analyze(&graph.to_string());
    same("graph read back", graph, &shown_graph(&answer))?;
    same_levels(levels, &answer)?;
    let instances = callsheet::export::instances(&answer.environment);
    let again = analyze(&instances);
    same_levels(levels, &again)?;
    let parsed = |text: &str| serde_json::from_str(text).expect("JSON");
    let written = callsheet::export::instances(&again.environment);
    same("instances read back", &parsed(&instances), &parsed(&written))
}

/// Compares levels as sets, and the nodes without a level: those in cycles and those that wait for them. The recorded
/// levels are those of the graph, so nodes without components do not count.
fn same_levels(expected: &Value, answer: &Analysis) -> Result<(), String> {
    let names = |nodes: &Value| -> BTreeSet<String> {
        let nodes = nodes.as_array().into_iter().flatten();
        nodes.filter_map(|node| node.as_str().map(str::to_owned)).collect()
    };
    let working = |steps: &Vec<Step>| -> BTreeSet<String> {
        let steps = steps.iter().filter(|step| !step.components.is_empty());
        steps.map(|step| step.node.clone()).collect()
    };
    let levels: Vec<_> = expected["levels"].as_array().into_iter().flatten().map(names).collect();
    let never = names(&expected["cycle"]);
    let mut shown: Vec<_> = answer.plan.levels.iter().map(working).collect();
    shown.retain(|level| !level.is_empty());
    let blocked = working(&answer.plan.blocked);
    if (&levels, &never) == (&shown, &blocked) {
        return Ok(());
    }
    Err(format!(
        "    expected {levels:?} and never {never:?}\n    shown    {shown:?} and never {blocked:?}\n"
    ))
}
