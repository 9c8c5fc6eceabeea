//! Findings as JSON and as plain lines.

use super::json::Json;
use crate::diag::{Diagnostic, Edit, Fix, Label};
use crate::source::{LineColumn, Offsets, Sources, Span};

/// A list of `{code, severity, phase, message, file, line, column, end_line, end_column, hints, labels, fixes}`; lines
/// and columns count characters from 1, the end is after the last character. The `start` and `end` of an edit count
/// characters from the start of the file, from 0.
pub fn diagnostics_json(sources: &Sources, diagnostics: &[Diagnostic]) -> String {
    let characters: Vec<Offsets<'_>> =
        sources.iter().map(|(_, file)| Offsets::characters(&file.text)).collect();
    let document = |it: &Diagnostic| {
        let mut pairs = vec![
            pair("code", Json::text(it.code.id())),
            pair("severity", Json::text(it.severity.word())),
            pair("phase", Json::text(it.phase.word())),
            pair("message", Json::text(&it.message)),
        ];
        pairs.extend(place(sources, it.span));
        pairs.push(pair("hints", Json::texts(&it.hints)));
        pairs.push(pair("labels", Json::list(&it.labels, |it| label(sources, it))));
        pairs.push(pair("fixes", Json::list(&it.fixes, |it| fix(sources, &characters, it))));
        Json::Object(pairs)
    };
    Json::list(diagnostics, document).pretty()
}

/// One line each: `file:line:column: severity[code] message`.
pub fn diagnostics_text(sources: &Sources, diagnostics: &[Diagnostic]) -> String {
    let line = |it: &Diagnostic| {
        let LineColumn { line, column } = sources.position(it.span);
        let path = &sources.file(it.span.file()).path;
        format!("{path}:{line}:{column}: {}[{}] {}\n", it.severity.word(), it.code.id(), it.message)
    };
    diagnostics.iter().map(line).collect()
}

fn label(sources: &Sources, label: &Label) -> Json {
    let mut pairs = vec![pair("message", Json::text(&label.message))];
    pairs.extend(place(sources, label.span));
    Json::Object(pairs)
}

fn fix(sources: &Sources, characters: &[Offsets<'_>], fix: &Fix) -> Json {
    let edit = |edit: &Edit| {
        let file = sources.file(edit.span.file());
        let characters = characters.get(edit.span.file().0 as usize).expect("every file was read");
        let offset = |byte: u32| Json::Number(i64::from(characters.at(byte as usize)));
        Json::object([
            ("file", Json::text(&file.path)),
            ("start", offset(edit.span.start())),
            ("end", offset(edit.span.end())),
            ("text", Json::text(&edit.text)),
        ])
    };
    Json::object([
        ("title", Json::text(&fix.title)),
        ("safe", Json::Bool(fix.safe)),
        ("edits", Json::list(&fix.edits, edit)),
    ])
}

fn place(sources: &Sources, span: Span) -> Vec<(String, Json)> {
    let file = sources.file(span.file());
    let (start, end) = (file.line_column(span.start()), file.line_column(span.end()));
    let number = |number: u32| Json::Number(i64::from(number));
    vec![
        pair("file", Json::text(&file.path)),
        pair("line", number(start.line)),
        pair("column", number(start.column)),
        pair("end_line", number(end.line)),
        pair("end_column", number(end.column)),
    ]
}

fn pair(key: &str, value: Json) -> (String, Json) {
    (key.to_owned(), value)
}
