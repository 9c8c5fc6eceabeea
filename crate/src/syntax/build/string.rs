//! Strings: escapes, interpolation, heredocs.

use pest::iterators::Pairs;

use super::{Builder, Pair, Rule};
use crate::diag::{Code, Diagnostic};
use crate::source::Span;
use crate::syntax::ast::{Expr, ExprKind, Segment};
use crate::syntax::heredoc::Heredoc;

/// The escapes of a double-quoted string.
pub(in crate::syntax) const DOUBLE_ESCAPES: &str = "\\$'\"rntsuL";

/// The text between single quotes: only `\\` and `\'` are escapes.
pub(super) fn unescape_single(quoted: &str) -> String {
    let inside = quoted.get(1..quoted.len().saturating_sub(1)).unwrap_or("");
    if !inside.contains('\\') {
        return inside.to_owned();
    }
    let mut text = String::with_capacity(inside.len());
    let mut chars = inside.chars().peekable();
    while let Some(c) = chars.next() {
        let escaped = if c == '\\' { chars.next_if(|next| matches!(next, '\\' | '\'')) } else { None };
        text.push(escaped.unwrap_or(c));
    }
    text
}

/// An escape that is none; it stays in the text as it is.
struct UnknownEscape {
    /// Offset in the text.
    at: usize,
    length: usize,
    unicode: bool,
}

/// Resolves the escapes of `raw` whose letters are in `escapes` (`L` is the escaped line break).
fn unescape(raw: &str, escapes: &str, unknown: &mut Vec<UnknownEscape>) -> String {
    if !raw.contains('\\') {
        return raw.to_owned();
    }
    let mut text = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find('\\') {
        let (before, escape) = rest.split_at(at);
        text.push_str(before);
        let length = match read_escape(escape, escapes) {
            Some((resolved, length)) => {
                text.extend(resolved);
                length
            }
            None => {
                let length = 1 + escape.chars().nth(1).map_or(0, char::len_utf8);
                let unicode = escape.starts_with("\\u") && escapes.contains('u');
                unknown.push(UnknownEscape { at: raw.len() - escape.len(), length, unicode });
                text.push_str(escape.get(..length).unwrap_or(""));
                length
            }
        };
        rest = escape.get(length..).unwrap_or("");
    }
    text.push_str(rest);
    text
}

/// The length of the escape at the start of `text`, if its letter is in `escapes`.
pub(in crate::syntax) fn escape_length(text: &str, escapes: &str) -> Option<usize> {
    read_escape(text, escapes).map(|(_, length)| length)
}

/// What the escape at the start of `text` stands for, if anything, and its length.
fn read_escape(text: &str, escapes: &str) -> Option<(Option<char>, usize)> {
    let letter = text.chars().nth(1)?;
    let allowed = |letter: char| escapes.contains(letter);
    match letter {
        '\n' if allowed('L') => Some((None, 2)),
        '\r' if allowed('L') && text.starts_with("\\\r\n") => Some((None, 3)),
        'u' if allowed('u') => read_unicode(text).map(|(c, length)| (Some(c), length)),
        'n' if allowed('n') => Some((Some('\n'), 2)),
        't' if allowed('t') => Some((Some('\t'), 2)),
        'r' if allowed('r') => Some((Some('\r'), 2)),
        's' if allowed('s') => Some((Some(' '), 2)),
        '\\' | '$' | '\'' | '"' if allowed(letter) => Some((Some(letter), 2)),
        _ => None,
    }
}

/// `\uXXXX` or `\u{XXX}`
fn read_unicode(text: &str) -> Option<(char, usize)> {
    let digits = text.get(2..)?;
    let (hex, length) = match digits.strip_prefix('{') {
        Some(braced) => {
            let hex = braced.get(..braced.find('}')?)?;
            (hex, hex.len() + 4)
        }
        None => (digits.get(..4)?, 6),
    };
    let sound = (1..=6).contains(&hex.len()) && hex.bytes().all(|digit| digit.is_ascii_hexdigit());
    let code = u32::from_str_radix(hex, 16).ok().filter(|_| sound)?;
    char::from_u32(code).map(|c| (c, length))
}

impl<'a> Builder<'a> {
    /// A string in double quotes.
    pub(super) fn double(&mut self, pair: Pair<'_>) -> Expr {
        let span = self.span(&pair);
        let mut segments = Vec::new();
        for part in pair.into_inner() {
            if part.as_rule() == Rule::piece_text {
                let text = self.unescape_double(self.span(&part));
                add_text(&mut segments, text);
            } else {
                segments.push(Segment::Interpolation(self.interpolation(part)));
            }
        }
        Expr { kind: string_of(segments), span }
    }

    /// A string in double quotes without interpolation.
    pub(super) fn plain_double(&mut self, span: Span) -> ExprKind {
        ExprKind::Str(self.unescape_double(Span::at(span.file(), span.start() + 1, span.end() - 1)))
    }

    fn unescape_double(&mut self, span: Span) -> String {
        let mut unknown = Vec::new();
        let text = unescape(self.source(span), DOUBLE_ESCAPES, &mut unknown);
        let start = span.start() as usize;
        for escape in unknown {
            let span = Span::new(self.file, start + escape.at, start + escape.at + escape.length);
            let (code, message) = if escape.unicode {
                (
                    Code::IllegalUnicodeEscape,
                    "`\\u` is followed by four hexadecimal digits, or up to six in braces",
                )
            } else {
                (Code::UnrecognizedEscape, "this is no escape, the backslash stays")
            };
            self.diags.add(Diagnostic::new(code, span, message).hint("write `\\\\` for a backslash"));
        }
        text
    }

    /// `$x` or `${ … }`
    fn interpolation(&mut self, pair: Pair<'_>) -> Expr {
        let span = self.span(&pair);
        if pair.as_rule() == Rule::hole {
            return self.unreadable(span);
        }
        if pair.as_rule() == Rule::interp_var {
            return Expr { kind: ExprKind::Var(self.words(&pair).trim_start_matches('$').to_owned()), span };
        }
        let Some(inner) = pair.into_inner().next() else { return self.unreadable(span) };
        match inner.as_rule() {
            Rule::assignment => self.assignment(inner),
            Rule::interp_chain => self.expression(inner),
            _ => self.operand(inner),
        }
    }

    /// The heredoc whose tag stands at `span`.
    pub(super) fn heredoc(&mut self, span: Span) -> Expr {
        let scan = self.scan;
        let Some(heredoc) = scan.heredoc(span.start() as usize) else { return self.unreadable(span) };
        let text_span = Span::new(self.file, heredoc.body.start, heredoc.body.end);
        let kind = if heredoc.tag.interpolated {
            self.interpolated_heredoc(heredoc)
        } else {
            let raw = self.text.get(heredoc.body.clone()).unwrap_or("");
            ExprKind::Str(heredoc_text(raw, true, heredoc))
        };
        let text = Box::new(Expr { kind, span: text_span });
        Expr { kind: ExprKind::Heredoc { syntax: heredoc.tag.syntax.clone(), text }, span }
    }

    fn interpolated_heredoc(&mut self, heredoc: &'a Heredoc) -> ExprKind {
        let tape = std::mem::replace(&mut self.tape, &heredoc.pieces);
        let kind = match self.parse(Rule::text) {
            Ok(pairs) => self.heredoc_segments(pairs, heredoc),
            Err(mut at) => {
                let mut letters = self.tape.letters(at..at + 2).chars();
                // What misses at the `}` that ends an interpolation is missed by Puppet at the text behind it.
                let ends = letters.next() == Some('}')
                    && letters.next().is_some_and(|text| matches!(text, 'k'..='n'));
                at += usize::from(ends);
                let end = heredoc.body.end as u32;
                let place = self.tape.place(at).unwrap_or(end..end);
                let span = Span::at(self.file, place.start, place.end);
                self.error(Code::SyntaxError, span, "this interpolation is not Puppet").kind
            }
        };
        self.tape = tape;
        kind
    }

    fn heredoc_segments(&mut self, pairs: Pairs<'_, Rule>, heredoc: &Heredoc) -> ExprKind {
        let mut segments = Vec::new();
        for (index, part) in pairs.enumerate() {
            match part.as_rule() {
                Rule::piece_text => {
                    add_text(&mut segments, heredoc_text(self.words(&part), index == 0, heredoc));
                }
                Rule::EOI => {}
                _ => segments.push(Segment::Interpolation(self.interpolation(part))),
            }
        }
        string_of(segments)
    }
}

fn add_text(segments: &mut Vec<Segment>, text: String) {
    if !text.is_empty() {
        segments.push(Segment::Text(text));
    }
}

/// One text is a plain string.
fn string_of(mut segments: Vec<Segment>) -> ExprKind {
    match segments.as_mut_slice() {
        [] => ExprKind::Str(String::new()),
        [Segment::Text(text)] => ExprKind::Str(std::mem::take(text)),
        _ => ExprKind::Concat(segments),
    }
}

/// A piece of a heredoc without its margin, escapes resolved.
fn heredoc_text(raw: &str, starts_line: bool, heredoc: &Heredoc) -> String {
    let stripped = strip_margin(raw, starts_line, &heredoc.margin);
    if heredoc.tag.escapes.is_empty() {
        return stripped;
    }
    unescape(&stripped, &format!("{}\\", heredoc.tag.escapes), &mut Vec::new())
}

/// Removes the margin where a line starts with all of it; other lines stay as they are, as in Puppet.
fn strip_margin(raw: &str, starts_line: bool, margin: &str) -> String {
    if margin.is_empty() {
        return raw.to_owned();
    }
    let mut text = String::with_capacity(raw.len());
    for (index, line) in raw.split_inclusive('\n').enumerate() {
        let strips = index > 0 || starts_line;
        text.push_str(if strips { line.strip_prefix(margin).unwrap_or(line) } else { line });
    }
    text
}
