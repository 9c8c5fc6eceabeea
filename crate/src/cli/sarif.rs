//! Findings as SARIF 2.1.0, which code hosts and editors read: rules with their pages, places, repairs.
//!
//! Lines and columns count characters from 1, as SARIF's `unicodeCodePoints`; the end is after the last one.

use callsheet::diag::{Code, Diagnostic, Edit, Fix, Label, Severity};
use callsheet::explain;
use callsheet::source::{Sources, Span};
use serde_json::{Value, json};

use super::read::Locations;

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// The whole document.
pub(crate) fn document<'d>(
    findings: impl Iterator<Item = &'d Diagnostic>,
    sources: &Sources,
    locations: &Locations,
) -> String {
    let findings: Vec<&Diagnostic> = findings.collect();
    let is_used = |code: &&Code| findings.iter().any(|it| it.code == **code);
    let codes: Vec<Code> = Code::ALL.iter().filter(is_used).copied().collect();
    let writer = Writer { sources, locations };
    let results: Vec<Value> = findings.iter().map(|it| writer.result(it, &codes)).collect();
    let driver = json!({
        "name": "Callsheet",
        "version": env!("CARGO_PKG_VERSION"),
        "semanticVersion": env!("CARGO_PKG_VERSION"),
        "rules": codes.iter().map(|code| rule(*code)).collect::<Vec<_>>(),
    });
    let run = json!({
        "tool": { "driver": driver },
        "columnKind": "unicodeCodePoints",
        "invocations": [{ "executionSuccessful": true }],
        "results": results,
    });
    format!("{:#}\n", json!({ "$schema": SCHEMA, "version": "2.1.0", "runs": [run] }))
}

fn rule(code: Code) -> Value {
    let page = explain::page(code.id()).unwrap_or(code.title());
    json!({
        "id": code.id(),
        "shortDescription": { "text": code.title() },
        "fullDescription": { "text": code.hint().unwrap_or(code.title()) },
        "help": { "text": page, "markdown": page },
        "defaultConfiguration": { "level": level(code.severity()) },
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

struct Writer<'a> {
    sources: &'a Sources,
    locations: &'a Locations,
}

impl Writer<'_> {
    fn result(&self, finding: &Diagnostic, codes: &[Code]) -> Value {
        let mut result = json!({
            "ruleId": finding.code.id(),
            "ruleIndex": codes.iter().position(|code| *code == finding.code),
            "level": level(finding.severity),
            "message": { "text": super::findings::with_hints(finding) },
            "locations": [{ "physicalLocation": self.place(finding.span) }],
            "properties": { "phase": finding.phase.word() },
        });
        let related: Vec<Value> =
            finding.labels.iter().zip(1..).map(|(it, id)| self.related(it, id)).collect();
        let fixes: Vec<Value> = finding.fixes.iter().map(|it| self.fix(it)).collect();
        for (name, list) in [("relatedLocations", related), ("fixes", fixes)] {
            if let (Some(result), false) = (result.as_object_mut(), list.is_empty()) {
                result.insert(name.to_owned(), Value::Array(list));
            }
        }
        result
    }

    fn related(&self, label: &Label, id: usize) -> Value {
        json!({ "id": id, "physicalLocation": self.place(label.span), "message": { "text": label.message } })
    }

    /// One change for each file, in the order in which the repair names them.
    fn fix(&self, fix: &Fix) -> Value {
        let mut files: Vec<_> = Vec::new();
        for edit in &fix.edits {
            if !files.contains(&edit.span.file()) {
                files.push(edit.span.file());
            }
        }
        let replacement = |edit: &Edit| json!({ "deletedRegion": self.region(edit.span), "insertedContent": { "text": edit.text } });
        let changes: Vec<Value> = files
            .into_iter()
            .map(|file| {
                let own = fix.edits.iter().filter(|edit| edit.span.file() == file);
                let replacements: Vec<Value> = own.map(replacement).collect();
                let path = &self.sources.file(file).path;
                json!({ "artifactLocation": { "uri": self.locations.uri(path) }, "replacements": replacements })
            })
            .collect();
        json!({ "description": { "text": fix.title }, "artifactChanges": changes })
    }

    fn place(&self, span: Span) -> Value {
        let path = &self.sources.file(span.file()).path;
        json!({ "artifactLocation": { "uri": self.locations.uri(path) }, "region": self.region(span) })
    }

    fn region(&self, span: Span) -> Value {
        let file = self.sources.file(span.file());
        let (start, end) = (file.line_column(span.start()), file.line_column(span.end()));
        json!({
            "startLine": start.line,
            "startColumn": start.column,
            "endLine": end.line,
            "endColumn": end.column,
        })
    }
}
