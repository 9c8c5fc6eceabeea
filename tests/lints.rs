//! Which lints fire on the recorded environments and manifests, and whether they are right to.
//!
//! `lints-fired.txt` lists each finding of a lint with a judgement. A finding that is not listed fails the test, and so
//! does a listed one that is gone: a lint that becomes louder or deafer is noticed on the 150 environments, the other
//! recorded manifests and the examples of the page. `UPDATE=1` brings the list up to date; give new lines their judgement.

#[path = "case.rs"]
#[expect(dead_code, reason = "only the walk over folders is used here")]
mod case;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use callsheet::diag::{Code, Diagnostic, Phase, Severity};
use callsheet::input::Input;
use callsheet::source::Sources;

/// Codes of lints. Warnings of other codes are a lint's if they are about the graph: nodes find them too.
const LINTS: &[Code] = &[
    Code::DuplicateMapping,
    Code::AlwaysActive,
    Code::NeverLoaded,
    Code::UnknownAttribute,
    Code::AttributeNotSet,
    Code::DefaultNotSeen,
    Code::SameNameCapture,
    Code::FactsWithoutNode,
    Code::OutsideSite,
    Code::DuplicateKey,
    Code::ConsumerBeforeProducer,
    Code::OrderAcrossNodes,
    Code::CapabilityNotAwaited,
    Code::NeverConsumed,
    Code::UnknownNode,
    Code::UnreachableNode,
];

/// What stands in the list where nobody has judged yet.
const UNJUDGED: &str = "not judged yet";

#[test]
fn lints_fire_where_they_should() {
    let list = tests().join("lints-fired.txt");
    let text = fs::read_to_string(&list).expect("the list");
    let known: BTreeMap<String, String> = text
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| line.split_once(": ").unwrap_or_else(|| panic!("a line needs a judgement: {line}")))
        .map(|(place, judgement)| (place.to_owned(), judgement.to_owned()))
        .collect();
    let fired = fired();
    if asked_to_update() {
        let heading = text.lines().filter(|line| line.starts_with('#')).map(|line| format!("{line}\n"));
        let lines = fired
            .iter()
            .map(|place| format!("{place}: {}\n", known.get(place).map_or(UNJUDGED, String::as_str)));
        fs::write(&list, heading.chain(lines).collect::<String>()).expect("a writable list");
        return;
    }
    let mut wrong: Vec<String> = fired
        .iter()
        .filter(|place| !known.contains_key(*place))
        .map(|place| format!("fires, but is not listed: {place}"))
        .collect();
    for (place, judgement) in &known {
        if !fired.contains(place) {
            wrong.push(format!("is listed, but does not fire: {place}"));
        }
        if judgement == UNJUDGED {
            wrong.push(format!("has no judgement: {place}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Every finding of a lint: where, which, in which line; in order, each once.
fn fired() -> Vec<String> {
    let mut fired = Vec::new();
    for (name, sources) in environments().into_iter().chain(manifests()) {
        let found = callsheet::compile(&sources, &Input::default(), &[]).analysis.diagnostics;
        for finding in found.iter().filter(|finding| is_of_lint(finding)) {
            let line = sources.position(finding.span).line;
            fired.push(format!("{name} {} {line}", finding.code.id()));
        }
    }
    fired.dedup();
    fired
}

fn is_of_lint(finding: &Diagnostic) -> bool {
    let is_about_graph = (finding.phase, finding.severity) == (Phase::Graph, Severity::Warning);
    is_about_graph || LINTS.contains(&finding.code)
}

/// The recorded environments and the examples of the page.
fn environments() -> Vec<(String, Sources)> {
    let shared = tests().join("conformance/appcaps");
    let recorded = folders(&tests().join("conformance/orchestration"));
    let examples = folders(&tests().join("../web/examples"));
    let recorded = recorded.into_iter().map(|folder| {
        let mut sources = Sources::default();
        add(&mut sources, &folder, "");
        add(&mut sources, &shared, "modules/appcaps/");
        (name_of(&folder), sources)
    });
    let examples = examples.into_iter().map(|folder| {
        let mut sources = Sources::default();
        add(&mut sources, &folder, "");
        (format!("examples/{}", name_of(&folder)), sources)
    });
    recorded.chain(examples).collect()
}

/// The other recorded manifests, each an environment of its own.
fn manifests() -> Vec<(String, Sources)> {
    let folders = ["syntax", "eval"];
    let files = folders.into_iter().flat_map(|folder| {
        let files = case::files_below(&tests().join("conformance").join(folder));
        files.into_iter().map(move |file| (format!("{folder}/{}", name_of(&file)), file))
    });
    let manifests = files.filter(|(name, _)| name.ends_with(".pp"));
    manifests.map(|(name, file)| (name, Sources::single("manifest.pp", &text(&file)))).collect()
}

fn add(sources: &mut Sources, folder: &Path, prefix: &str) {
    for file in case::files_below(folder) {
        let inner = file.strip_prefix(folder).expect("a path below its folder").to_string_lossy();
        if inner != "expected.json" {
            sources.add(&format!("{prefix}{inner}"), &text(&file));
        }
    }
}

fn folders(parent: &Path) -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = fs::read_dir(parent)
        .expect("a folder of environments")
        .map(|entry| entry.expect("a readable folder").path())
        .filter(|path| path.is_dir())
        .collect();
    callsheet::sort::ascending(&mut folders);
    folders
}

fn name_of(path: &Path) -> String {
    path.file_name().expect("a name").to_string_lossy().into_owned()
}

fn text(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn tests() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests")
}

#[expect(clippy::disallowed_methods, reason = "a test may be told what to do")]
fn asked_to_update() -> bool {
    std::env::var("UPDATE").is_ok_and(|value| value == "1")
}
