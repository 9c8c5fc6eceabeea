//! The text of a heredoc, where its tag says what it is: `@(END:json)`.
//!
//! Puppet checks what has no interpolation; a syntax that it does not know passes.

use super::{Checker, json};
use crate::diag::{Code, Diagnostic};
use crate::source::Span;
use crate::syntax::ast::{Expr, ExprKind};

impl Checker<'_> {
    pub(super) fn heredoc(&mut self, syntax: &str, text: &Expr) {
        let ExprKind::Str(value) = &text.kind else { return };
        // Of `data+json` the last part counts that is known.
        match syntax.rsplit('+').next() {
            Some("json") => self.json(value, text.span),
            Some("base64") if !is_base64(value) => {
                let message = "the text of this heredoc is not Base64";
                self.report(Code::IllegalBase64, self.first_line(text.span), message);
            }
            Some(_) | None => {}
        }
    }

    fn json(&mut self, value: &str, text: Span) {
        let Some(mistake) = json::first_mistake(value) else { return };
        let message = "the text of this heredoc is not JSON";
        let finding = Diagnostic::new(Code::IllegalJson, self.first_line(text), message);
        self.diags.add(match self.place_of(value, mistake, text) {
            Some(place) => finding.label(place, "this was not expected here"),
            None => finding,
        });
    }

    /// Puppet reports a text where it starts.
    fn first_line(&self, text: Span) -> Span {
        let line = self.source(text).lines().next().unwrap_or("");
        text.until(text.start() + line.len() as u32)
    }

    /// Where a place in the value stands in the file; none where escapes make that unsure.
    fn place_of(&self, value: &str, offset: usize, text: Span) -> Option<Span> {
        let before = value.get(..offset)?;
        let index = before.matches('\n').count();
        let line = value.split('\n').nth(index)?;
        let column = before.len() - before.rfind('\n').map_or(0, |newline| newline + 1);
        let raw = self.source(text).split('\n').nth(index)?;
        // What is missing at its start is the margin.
        let margin = raw.strip_suffix(line)?.len();
        let first = raw.as_ptr() as usize - self.text.as_ptr() as usize;
        let start = first + margin + column;
        let length = self.text.get(start..)?.chars().next().map_or(0, char::len_utf8);
        Some(Span::new(text.file(), start, start + length))
    }
}

/// Groups of four letters, the last filled up with `=`; white space does not count.
fn is_base64(text: &str) -> bool {
    let is_blank = |byte: &u8| matches!(byte, b'\r' | b'\n' | b' ' | b'\t' | b'?');
    let letters: Vec<u8> = text.bytes().filter(|byte| !is_blank(byte)).collect();
    let filled = letters.iter().rev().take_while(|byte| **byte == b'=').count();
    let values: Option<Vec<u8>> =
        letters.iter().take(letters.len() - filled).map(|&byte| sextet(byte)).collect();
    let Some(values) = values else { return false };
    // What the last letter says beyond the last byte has to be nothing.
    let beyond = match filled {
        0 => 0,
        1 => 0b11,
        2 => 0b1111,
        _ => return false,
    };
    letters.len().is_multiple_of(4) && values.last().is_none_or(|last| last & beyond == 0)
}

/// The six bits of a letter.
fn sextet(letter: u8) -> Option<u8> {
    match letter {
        b'A'..=b'Z' => Some(letter - b'A'),
        b'a'..=b'z' => Some(letter - b'a' + 26),
        b'0'..=b'9' => Some(letter - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    }
}
