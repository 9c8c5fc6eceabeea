//! What is said about a break: one finding, where Puppet stops or where the author has to edit.

use std::ops::Range;

use super::brackets::Trouble;
use super::strip::Strip;
use super::words;
use super::{Break, Broken};
use crate::diag::{Code, Diagnostic, Diagnostics, Edit, Fix, Label};
use crate::sort;
use crate::source::{FileId, Span};
use crate::syntax::scan::Scan;

/// What is reported on.
pub(super) struct Context<'a> {
    file: FileId,
    strip: &'a Strip<'a>,
    scan: &'a Scan,
    /// The offset at which Puppet stops reading.
    stop: usize,
}

/// Reports brackets and breaks, each once, without what follows from another.
pub(super) fn report(context: &Context<'_>, troubles: &[Trouble], breaks: &[Break], diags: &mut Diagnostics) {
    let mut first = breaks.first().map_or(usize::MAX, |first| context.strip.start(first.at));
    let mut findings = Vec::new();
    for trouble in troubles.iter().filter(|trouble| !context.is_cut_off(trouble)) {
        let finding = context.trouble(trouble, first);
        first = first.min(finding.span.start() as usize);
        findings.push(finding);
    }
    let places: Vec<usize> = troubles.iter().flat_map(places).collect();
    let mut end = 0;
    for found in breaks {
        let bytes = context.strip.bytes(found.piece.clone());
        if bytes.start >= end && !context.is_known(found, &bytes, &places) {
            findings.push(context.finding(found));
        }
        end = end.max(bytes.end);
    }
    sort::by_key(&mut findings, |finding| finding.span.start() as usize);
    for finding in findings {
        diags.add(finding);
    }
}

/// The places that a finding about a bracket speaks of.
fn places(trouble: &Trouble) -> Vec<usize> {
    match trouble {
        Trouble::Open { at, end, .. } => vec![*at, *end],
        Trouble::Extra { at } | Trouble::TooDeep { at } | Trouble::Wrong { at, .. } => vec![*at],
        Trouble::Unopened { before } => vec![*before],
    }
}

impl<'a> Context<'a> {
    /// What is reported on.
    pub(super) fn new(broken: &Broken<'a>, strip: &'a Strip<'a>) -> Context<'a> {
        let stop =
            broken.scan.tape.place(broken.stop).map_or(broken.text.len(), |place| place.start as usize);
        Context { file: broken.file, strip, scan: broken.scan, stop }
    }

    /// Whether what is wrong there was reported letter by letter, or by its brackets.
    fn is_known(&self, found: &Break, bytes: &Range<usize>, places: &[usize]) -> bool {
        let strip = self.strip;
        if strip.is_added(found.at) || (found.at > 0 && strip.is_added(found.at - 1)) {
            return true;
        }
        let at = strip.start(found.at);
        let line_end = super::line_end(strip.text(), at);
        let range = bytes.start..bytes.end.max(at) + 1;
        places.iter().any(|place| range.contains(place))
            || self
                .scan
                .errors
                .iter()
                .any(|error| range.start <= error.at && error.at <= line_end.max(range.end))
    }

    fn span(&self, bytes: Range<usize>) -> Span {
        Span::new(self.file, bytes.start, bytes.end)
    }

    /// The token at an offset.
    fn token(&self, at: usize) -> Span {
        let index = self.strip.index(at);
        if self.strip.start(index) == at {
            self.span(self.strip.bytes(index..index + 1))
        } else {
            self.character(at)
        }
    }

    /// The character at an offset.
    fn character(&self, at: usize) -> Span {
        let length =
            self.strip.text().get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        self.span(at..at + length)
    }

    /// Whether a bracket is not closed because a string behind it is not.
    fn is_cut_off(&self, trouble: &Trouble) -> bool {
        match trouble {
            Trouble::Open { at, end, .. } => self
                .scan
                .errors
                .iter()
                .any(|error| error.code == Code::UnclosedQuote && (*at..*end + 1).contains(&error.at)),
            Trouble::Extra { .. }
            | Trouble::Wrong { .. }
            | Trouble::Unopened { .. }
            | Trouble::TooDeep { .. } => false,
        }
    }

    /// What is said about a bracket; `first` is where the first finding stands.
    fn trouble(&self, trouble: &Trouble, first: usize) -> Diagnostic {
        let error = |span, message: String| Diagnostic::new(Code::SyntaxError, span, message);
        let text = |at: usize| self.strip.text().get(at..=at).unwrap_or("");
        match trouble {
            Trouble::Open { at, closers, .. } => {
                let first_closer = closers.chars().next().unwrap_or('}');
                let hint = if closers.len() > 1 {
                    format!("{} brackets are open here: `{closers}` would close them", closers.len())
                } else {
                    format!("add the missing `{first_closer}`")
                };
                // Where Puppet stops, if it does before the end of the file.
                if self.stop < self.strip.text().len() && *at < self.stop && self.stop <= first {
                    let span = self.token(self.stop);
                    let word =
                        self.strip.text().get(span.start() as usize..span.end() as usize).unwrap_or("");
                    return error(span, format!("expected `{first_closer}` before `{word}`"))
                        .hint(hint)
                        .label(self.character(*at), "this is not closed");
                }
                error(self.character(*at), format!("this `{}` is not closed", text(*at))).hint(hint)
            }
            Trouble::Extra { at } => {
                let message = format!("this `{}` closes nothing", text(*at));
                error(self.character(*at), message).hint("remove it, or add what it should close")
            }
            Trouble::Wrong { at, opener, closer } => {
                let closer = char::from(*closer);
                let message = format!("expected `{closer}`, found `{}`", text(*at));
                let span = self.character(*at);
                let edit = Edit { span, text: closer.to_string() };
                error(span, message)
                    .hint(format!("`{}` is closed by `{closer}`", text(*opener)))
                    .label(self.character(*opener), "opened here")
                    .fix(format!("Write `{closer}`"), vec![edit])
            }
            Trouble::Unopened { before } => {
                let message = "expected `{` before this".to_owned();
                error(self.character(*before), message).hint("add the missing `{`")
            }
            Trouble::TooDeep { at } => {
                let message = "brackets are nested too deeply here";
                Diagnostic::new(Code::NestingTooDeep, self.character(*at), message)
            }
        }
    }

    fn finding(&self, found: &Break) -> Diagnostic {
        let strip = self.strip;
        let mut at = found.at;
        // What misses at the `}` that ends an interpolation is missed by Puppet at the text behind it.
        let interpolation = strip.partner(at).is_some_and(|opener| strip.letter(opener) == b'm');
        if interpolation && matches!(strip.letter(at + 1), b'k'..=b'n') {
            at += 1;
        }
        let words = words::of(strip, found);
        let span = self.span(strip.bytes(at..at + 1));
        let mut finding = Diagnostic::new(Code::SyntaxError, span, words.message);
        finding.hints.extend(words.hint);
        finding.labels.extend(
            words.label.map(|(place, message)| Label { span: self.span(place), message: message.to_owned() }),
        );
        finding.fixes.extend(words.fix.map(|(title, place, text)| Fix {
            title,
            safe: true,
            edits: vec![Edit { span: self.span(place), text }],
        }));
        finding
    }
}
