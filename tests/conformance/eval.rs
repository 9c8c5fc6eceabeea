//! `eval/`: one node's catalog and what its compilation said, or where it is refused.

use std::collections::HashSet;
use std::path::Path;

use callsheet::catalog::NodeCatalog;
use callsheet::diag::{Diagnostic, Phase, Severity};
use callsheet::env::Reference;
use callsheet::eval::catalog::Resource;
use callsheet::input::Input;
use callsheet::source::Sources;

use super::inspect::inspect;
use super::{Outcome, case, list, read};

/// The node that all answers are about.
const NODE: &str = "n.example.com";

/// Compares every `.pp` file with the `.expected` beside it.
pub(crate) fn compare(folder: &Path) -> Vec<Outcome> {
    case::files_below(folder)
        .iter()
        .filter(|path| path.extension().is_some_and(|extension| extension == "pp"))
        .map(|path| compare_one(path))
        .collect()
}

fn compare_one(path: &Path) -> Outcome {
    let name = path.file_stem().expect("a file").to_string_lossy().into_owned();
    let expected = read(&path.with_extension("expected"));
    // The answers are about the text without its title, which is the first line.
    let text = read(path);
    let (_, manifest) = text.split_once('\n').expect("a title");
    let sources = Sources::single("manifest.pp", manifest);
    let answer = callsheet::compile(&sources, &Input::default(), &[NODE]);
    let found = &answer.analysis.diagnostics;
    let catalog = answer.catalogs.iter().find(|catalog| catalog.node == NODE);
    let refusal = expected.lines().find(|line| line.starts_with("ERR "));
    let result = match (refusal, catalog) {
        (Some(error), _) => same_refusal(error, found, &sources),
        (None, None) => Err(list(found, &sources)),
        (None, Some(catalog)) => same_catalog(&expected, catalog, found, &sources),
    };
    Outcome { kind: "eval", case: name, result }
}

/// Whether an error is reported where Puppet reported it.
fn same_refusal(error: &str, found: &[Diagnostic], sources: &Sources) -> Result<(), String> {
    let (line, column) = place(error);
    let there = found.iter().any(|diagnostic| {
        let at = sources.position(diagnostic.span);
        diagnostic.severity == Severity::Error
            && matches!(diagnostic.phase, Phase::Parse | Phase::Environment | Phase::Node)
            && line.is_none_or(|line| line == at.line)
            && column.is_none_or(|column| column == at.column)
    });
    if there { Ok(()) } else { Err(format!("    {error}\n    found:\n{}", list(found, sources))) }
}

/// The line and the column of an error, as the last words of its message have them.
fn place(message: &str) -> (Option<u32>, Option<u32>) {
    let Some((_, place)) = message.rsplit_once("(line: ") else { return (None, None) };
    let place = place.split(')').next().expect("a first part");
    let mut numbers = place.split(", column: ").map(|number| number.parse().ok());
    (numbers.next().flatten(), numbers.next().flatten())
}

fn same_catalog(
    expected: &str,
    catalog: &NodeCatalog,
    found: &[Diagnostic],
    sources: &Sources,
) -> Result<(), String> {
    let (_, expected) = expected.split_once('\n').expect("the version");
    let expected = without_identities(expected);
    let shown = show(catalog);
    if catalog.failed {
        return Err(format!("    refused:\n{}", list(found, sources)));
    }
    match case::difference(expected.trim_end(), shown.trim_end()) {
        None => Ok(()),
        Some(difference) => Err(difference),
    }
}

/// The catalog as the answers show it.
fn show(catalog: &NodeCatalog) -> String {
    let mut text = String::new();
    // The recorder noted each line once.
    let mut said = HashSet::new();
    for entry in &catalog.log {
        let line = format!("{}: {}\n", entry.level, entry.message);
        if said.insert(line.clone()) {
            text += &line;
        }
    }
    for (reference, resource) in &catalog.resources {
        if reference.to_string() != "Class[main]" {
            text += &format!("R {reference} {}\n", parameters(reference, resource).join(" "));
        }
    }
    let name = |place: usize| catalog.resources.get_index(place).expect("an edge ends at a resource").0;
    let edges: Vec<String> =
        catalog.edges.iter().map(|(source, target)| format!("{}>{}", name(*source), name(*target))).collect();
    text + &format!("E {}\n", edges.join(" "))
}

/// `name=value` of each parameter; a file's path is its title unless it is set.
fn parameters(reference: &Reference, resource: &Resource) -> Vec<String> {
    let mut shown = Vec::new();
    if reference.ty == "File" && resource.value("path").is_none() {
        let path = reference.title.trim_end_matches('/');
        shown.push(format!("path={:?}", if path.is_empty() { "/" } else { path }));
    }
    for setting in resource.settings.values() {
        let name = &setting.name;
        shown.push(format!("{name}={}", inspect(&setting.value)));
    }
    shown
}

/// `#<…>` instead of Ruby's identities of objects and what follows them within, to the end of their line.
fn without_identities(text: &str) -> String {
    let mut kept = String::new();
    for line in text.lines() {
        match line.split_once("#<#<") {
            Some((before, _)) => kept += &format!("{before}#<…>\n"),
            None => kept += &format!("{line}\n"),
        }
    }
    kept
}
