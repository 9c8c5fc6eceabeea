//! Findings for people, on standard error: in full, but for what holds of every construct alike, then a count.

use std::fmt::Write;

use callsheet::diag::render::render;
use callsheet::diag::{Code, Diagnostic, Severity};
use callsheet::source::Sources;

use super::Status;
use super::terminal::Terminal;

/// Shows errors and warnings: what a command that has its own result says beside it.
pub(crate) fn show(findings: &[Diagnostic], sources: &Sources, terminal: &Terminal) -> Status {
    for finding in told_once(findings).filter(|it| it.severity != Severity::Note) {
        terminal.remark(&format!("{}\n", render(finding, sources, terminal.colour)));
    }
    status(findings)
}

/// Shows everything and counts it: what a command says whose result are the findings.
pub(crate) fn report(findings: &[Diagnostic], sources: &Sources, terminal: &Terminal) -> Status {
    let (same, rest): (Vec<_>, Vec<_>) = told_once(findings).partition(|it| it.code == EVERYWHERE);
    for finding in rest {
        terminal.remark(&format!("{}\n", render(finding, sources, terminal.colour)));
    }
    if let Some((first, others)) = same.split_first() {
        let text = render(first, sources, terminal.colour);
        terminal.remark(&format!("{text}{}\n", and_at(others.len())));
    }
    terminal.remark(&format!("{}\n", summary(findings)));
    status(findings)
}

/// What a node's catalog has in common with the environment is told once.
pub(crate) fn told_once(findings: &[Diagnostic]) -> impl Iterator<Item = &Diagnostic> {
    let mut last: Option<&Diagnostic> = None;
    findings.iter().filter(move |it| {
        let same =
            |last: &Diagnostic| (last.span, last.code, &last.message) == (it.span, it.code, &it.message);
        let again = last.is_some_and(same);
        last = Some(it);
        !again
    })
}

/// The same, and of what holds everywhere the first alone.
pub(crate) fn told_shortly(findings: &[Diagnostic]) -> impl Iterator<Item = &Diagnostic> {
    let mut told = false;
    told_once(findings).filter(move |it| it.code != EVERYWHERE || !std::mem::replace(&mut told, true))
}

/// A finding that every application, mapping and `site` gives where files are only read: told once.
const EVERYWHERE: Code = Code::AppOrchestrationDeprecated;

/// The exit status that findings ask for.
pub(crate) fn status(findings: &[Diagnostic]) -> Status {
    let failed = findings.iter().any(|it| it.severity == Severity::Error);
    if failed { Status::Errors } else { Status::Clean }
}

/// The message, and below it each hint.
pub(crate) fn with_hints(finding: &Diagnostic) -> String {
    let hints = finding.hints.iter().map(|hint| format!("\nhint: {hint}"));
    finding.message.clone() + &hints.collect::<String>()
}

/// A line on places that are not shown.
fn and_at(count: usize) -> String {
    match count {
        0 => String::new(),
        1 => "  ... and at 1 other place\n".to_owned(),
        _ => format!("  ... and at {count} other places\n"),
    }
}

fn summary(findings: &[Diagnostic]) -> String {
    let mut text = String::new();
    for severity in [Severity::Error, Severity::Warning, Severity::Note] {
        let count = findings.iter().filter(|it| it.severity == severity).count();
        if count > 0 {
            let comma = if text.is_empty() { "" } else { ", " };
            let plural = if count == 1 { "" } else { "s" };
            write!(text, "{comma}{count} {}{plural}", severity.word()).expect("a String takes everything");
        }
    }
    if text.is_empty() { "no problems".to_owned() } else { text }
}
