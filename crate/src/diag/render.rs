//! A finding as people read it in a terminal: a headline, the source with carets, hints.
//!
//! Goes in: a [`Diagnostic`] and the texts it speaks of. Comes out: text that ends with a line break, the same on
//! every machine. The first line is always `error[code]: message`.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet, normalize_untrusted_str};

use super::{Diagnostic, Severity};
use crate::source::{Sources, Span};

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
    for excerpt in excerpts(diagnostic, sources) {
        group = group.element(snippet(sources, &excerpt));
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

/// Places of one file that are near to each other, with what spans all of them.
struct Excerpt<'a> {
    span: Span,
    places: Vec<Place<'a>>,
}

/// The largest part of a file that is one excerpt: all of its lines are gone through for each finding.
const LINES: u32 = 200;

/// The finding's own first.
fn excerpts<'a>(diagnostic: &'a Diagnostic, sources: &Sources) -> Vec<Excerpt<'a>> {
    let own = Place { span: diagnostic.span, words: None };
    let labels = diagnostic.labels.iter().map(|it| Place { span: it.span, words: Some(&it.message) });
    let mut excerpts: Vec<Excerpt<'a>> = Vec::new();
    for place in std::iter::once(own).chain(labels) {
        let near = excerpts.iter_mut().find_map(|it| {
            let span = together(it.span, place.span, sources)?;
            Some((it, span))
        });
        match near {
            Some((excerpt, span)) => {
                excerpt.span = span;
                excerpt.places.push(place);
            }
            None => excerpts.push(Excerpt { span: place.span, places: vec![place] }),
        }
    }
    excerpts
}

/// What spans both, if one excerpt can.
fn together(a: Span, b: Span, sources: &Sources) -> Option<Span> {
    let file = sources.file(a.file());
    let (start, end) = (a.start().min(b.start()), a.end().max(b.end()));
    let lines = file.line_column(end).line - file.line_column(start).line;
    (a.file() == b.file() && lines <= LINES).then(|| a.to(b))
}

fn snippet<'a>(
    sources: &'a Sources,
    excerpt: &Excerpt<'a>,
) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let file = sources.file(excerpt.span.file());
    let (start, text) = file.lines(excerpt.span.start(), excerpt.span.end());
    let annotations = excerpt.places.iter().map(|place| {
        let kind = if place.words.is_some() { AnnotationKind::Context } else { AnnotationKind::Primary };
        let within = |offset: u32| (offset.saturating_sub(start) as usize).min(text.len());
        kind.span(within(place.span.start())..within(place.span.end())).label(place.words)
    });
    let line = file.line_column(start).line as usize;
    Snippet::source(text).line_start(line).path(file.path.as_str()).annotations(annotations)
}
