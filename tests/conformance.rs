//! What a real Puppet answered, compared with what Callsheet answers.
//!
//! The recorded answers are in `conformance/`, described there. What does not agree is listed with a reason in
//! `conformance-exceptions.txt`, and that list has to be true: a failure that is not listed fails the test, and so
//! does a listed case that passes. `UPDATE=1` brings the list up to date: give new lines their reason.
//! With `CONFORMANCE_DIR` another folder of the same layout is measured instead, and only figures are printed.

#![expect(clippy::print_stdout, reason = "the figures are the result")]

#[path = "case.rs"]
#[expect(dead_code, reason = "only the walk over folders is used here")]
mod case;
#[path = "conformance/eval.rs"]
mod eval;
#[path = "conformance/inspect.rs"]
mod inspect;
#[path = "conformance/nodes.rs"]
mod nodes;
#[path = "conformance/orchestration.rs"]
mod orchestration;
#[path = "conformance/syntax.rs"]
mod syntax;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use callsheet::diag::{Diagnostic, Phase, Severity};
use callsheet::source::Sources;

/// The result of one case in one respect.
pub(crate) struct Outcome {
    /// In which respect: `tree`, `graph`, …
    pub(crate) kind: &'static str,
    /// The case's name.
    pub(crate) case: String,
    /// What differs, when something does.
    pub(crate) result: Result<(), String>,
}

/// An error that Puppet reported; what it did not say is none.
pub(crate) struct Recorded {
    /// `ILLEGAL_CLASSREF` as `illegal-classref`.
    pub(crate) code: Option<String>,
    /// From 1.
    pub(crate) line: Option<u32>,
    /// In characters, from 1.
    pub(crate) column: Option<u32>,
    /// The phase it has to be reported in.
    pub(crate) phase: Phase,
}

impl Recorded {
    /// Whether one of the findings is this error, in the line, and in the column if that is asked for.
    pub(crate) fn found_in(&self, found: &[Diagnostic], sources: &Sources, column: bool) -> bool {
        found.iter().any(|diagnostic| {
            let at = sources.position(diagnostic.span);
            diagnostic.severity == Severity::Error
                && diagnostic.phase == self.phase
                && self.code.as_ref().is_none_or(|code| code == diagnostic.code.id())
                && self.line.is_none_or(|line| line == at.line)
                && (!column || self.column.is_none_or(|column| column == at.column))
        })
    }
}

/// One line a finding, for reading what went wrong.
pub(crate) fn list(found: &[Diagnostic], sources: &Sources) -> String {
    found
        .iter()
        .map(|diagnostic| {
            let at = sources.position(diagnostic.span);
            let (word, phase) = (diagnostic.severity.word(), diagnostic.phase.word());
            let (code, message) = (diagnostic.code.id(), &diagnostic.message);
            format!("      {}:{} {phase} {word}[{code}] {message}\n", at.line, at.column)
        })
        .collect()
}

/// Reads a file that has to be there.
pub(crate) fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn main() -> ExitCode {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests");
    let other = other_folder();
    let folder = other.clone().unwrap_or_else(|| tests.join("conformance"));
    let mut outcomes = syntax::compare(&folder.join("syntax"));
    outcomes.extend(eval::compare(&folder.join("eval")));
    outcomes.extend(orchestration::compare(&folder.join("orchestration"), &folder.join("appcaps")));
    print_figures(&outcomes);
    if other.is_some() {
        return ExitCode::SUCCESS;
    }
    let list = tests.join("conformance-exceptions.txt");
    if asked_to_update() {
        fs::write(&list, updated(&read(&list), &outcomes)).expect("a writable list");
    }
    let exceptions = exceptions(&read(&list));
    let wrong = disagreements(&outcomes, &exceptions);
    for line in &wrong {
        println!("{line}");
    }
    let failed = outcomes.iter().filter(|outcome| outcome.result.is_err()).count();
    println!(
        "test result: {}. {} passed; {} failed; {} ignored",
        if wrong.is_empty() { "ok" } else { "FAILED" },
        outcomes.len() - failed.max(wrong.len()),
        wrong.len(),
        failed.saturating_sub(wrong.len()),
    );
    if wrong.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

#[expect(clippy::disallowed_methods, reason = "a test may be told where to look")]
fn other_folder() -> Option<PathBuf> {
    std::env::var("CONFORMANCE_DIR").ok().map(PathBuf::from)
}

#[expect(clippy::disallowed_methods, reason = "a test may be told what to do")]
fn asked_to_update() -> bool {
    std::env::var("UPDATE").is_ok_and(|value| value == "1")
}

fn print_figures(outcomes: &[Outcome]) {
    let mut figures: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for outcome in outcomes {
        let (passed, total) = figures.entry(outcome.kind).or_default();
        *passed += usize::from(outcome.result.is_ok());
        *total += 1;
    }
    for (kind, (passed, total)) in figures {
        println!("conformance: {kind}: {passed}/{total}");
    }
}

/// The pairs of kind and case that are known not to agree.
fn exceptions(text: &str) -> BTreeSet<(String, String)> {
    text.lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| {
            let mut words = line.splitn(3, ' ');
            let (kind, case) = (words.next().unwrap_or(""), words.next().unwrap_or(""));
            assert!(words.next().is_some(), "an exception needs a reason: {line}");
            (kind.to_owned(), case.to_owned())
        })
        .collect()
}

/// The list without what passes and with what fails; reasons stay.
fn updated(list: &str, outcomes: &[Outcome]) -> String {
    let heading = |line: &&str| line.is_empty() || line.starts_with('#');
    let mut lines: Vec<String> = list.lines().filter(heading).map(str::to_owned).collect();
    for Outcome { kind, case, .. } in outcomes.iter().filter(|outcome| outcome.result.is_err()) {
        let start = format!("{kind} {case} ");
        let known = list.lines().find(|line| line.starts_with(&start));
        lines.push(known.map_or_else(|| format!("{start}not yet"), str::to_owned));
    }
    lines.join("\n") + "\n"
}

fn disagreements(outcomes: &[Outcome], exceptions: &BTreeSet<(String, String)>) -> Vec<String> {
    let mut unused = exceptions.clone();
    let mut wrong = Vec::new();
    for Outcome { kind, case, result } in outcomes {
        let key = ((*kind).to_owned(), case.clone());
        let listed = unused.remove(&key);
        match result {
            Ok(()) if listed => wrong.push(format!("passes, but is listed as an exception: {kind} {case}")),
            Err(why) if !listed => wrong.push(format!("{kind} {case}\n{why}")),
            Ok(()) | Err(_) => {}
        }
    }
    wrong.extend(
        unused.iter().map(|(kind, case)| format!("listed, but there is no such case: {kind} {case}")),
    );
    wrong
}
