//! A finding as people read it in a terminal: a headline, the source with carets, hints.
//!
//! Goes in: a [`Diagnostic`] and the texts it speaks of. Comes out: text that ends with a line break, the same on
//! every machine. The first line is always `error[code]: message`.

use crate::table::Table;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet, normalize_untrusted_str};

use super::{Diagnostic, Severity};
use crate::source::{FileId, Sources, Span};

/// Whether the text carries terminal colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colour {
    /// Escape sequences.
    On,
    /// Plain text.
    Off,
}

/// One finding with its source.
pub fn render(diagnostic: &Diagnostic, sources: &Sources, colour: Colour) -> String {
    let title = level(diagnostic.severity).primary_title(diagnostic.message.as_str());
    let mut group = Group::with_title(title.id(diagnostic.code.id()));
    for (file, places) in places_by_file(diagnostic) {
        group = group.element(snippet(sources, file, &places));
    }
    for hint in &diagnostic.hints {
        group = group.element(Level::HELP.with_name("hint").message(normalize_untrusted_str(hint)));
    }
    for (place, fix) in diagnostic.fixes.iter().enumerate() {
        let how = match (fix.safe, place) {
            (true, 0) => ": `check --fix` does it",
            (false, 0) => ": `check --fix --unsafe-fixes` does it",
            (true | false, _) => "",
        };
        let or = if place > 0 { "or " } else { "" };
        let text = format!("{or}{}{how}", fix.title);
        group = group.element(Level::HELP.with_name("fix").message(normalize_untrusted_str(&text)));
    }
    let renderer = match colour {
        Colour::On => Renderer::styled(),
        Colour::Off => Renderer::plain(),
    };
    let mut text = renderer.render(&[group]);
    text.push('\n');
    text
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    }
}

/// A range to underline; the finding's own has no words.
struct Place<'a> {
    span: Span,
    words: Option<&'a str>,
}

/// The finding's own file first.
fn places_by_file(diagnostic: &Diagnostic) -> Table<FileId, Vec<Place<'_>>> {
    let own = Place { span: diagnostic.span, words: None };
    let labels = diagnostic.labels.iter().map(|it| Place { span: it.span, words: Some(&it.message) });
    let mut files: Table<FileId, Vec<Place<'_>>> = Table::new();
    for place in std::iter::once(own).chain(labels) {
        files.or_insert(place.span.file(), Vec::new()).push(place);
    }
    files
}

fn snippet<'a>(
    sources: &'a Sources,
    file: FileId,
    places: &[Place<'a>],
) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let file = sources.file(file);
    let first = places.iter().map(|place| place.span.start()).min().unwrap_or(0);
    let last = places.iter().map(|place| place.span.end()).max().unwrap_or(0);
    // All of a long file would be gone through for each finding.
    let (start, text) = file.lines(first, last);
    let annotations = places.iter().map(|place| {
        let kind = if place.words.is_some() { AnnotationKind::Context } else { AnnotationKind::Primary };
        let within = |offset: u32| (offset.saturating_sub(start) as usize).min(text.len());
        kind.span(within(place.span.start())..within(place.span.end())).label(place.words)
    });
    let line = file.line_column(start).line as usize;
    Snippet::source(text).line_start(line).path(file.path.as_str()).annotations(annotations)
}
