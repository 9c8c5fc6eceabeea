//! Strings in quotes, cut at their interpolations; of one that is left open, where it likely ends.

use super::measure::{quoted_length, variable_length};
use super::{Frame, Scanner};
use crate::diag::Code;
use crate::syntax::tape;

impl Scanner<'_> {
    /// The end of its line, if the string that starts here is to be taken as broken.
    pub(super) fn broken_end(&self, start: usize) -> Option<usize> {
        let rest = self.text.get(start..self.end).unwrap_or("");
        self.broken.contains(&start).then(|| start + rest.find('\n').unwrap_or(rest.len()))
    }

    pub(super) fn break_string(&mut self, start: usize, end: usize) {
        let nothing_follows = self.text.get(end..).is_none_or(|rest| rest.trim().is_empty());
        let at = match nothing_follows {
            true => self.resumed(start, end).unwrap_or(self.text.len()),
            false => start + 1,
        };
        let from = if at == self.text.len() { at } else { start };
        self.error(Code::UnclosedQuote, at, "this string is not closed");
        self.scan.tape.cut(start);
        self.emit(tape::BAD, from, end.max(from));
        self.end_token(start, end, true);
    }

    /// Where Puppet went on in the open string of a line for the last time: behind its quote, a `$` or an
    /// interpolation; behind the quote of a string that is open within it. None if an interpolation never ends.
    fn resumed(&self, start: usize, end: usize) -> Option<usize> {
        let line = self.text.get(start..end).unwrap_or("");
        let (mut at, mut resumed, mut depth) = (1, 1, 0);
        while let Some(byte) = line.as_bytes().get(at).filter(|_| !line.starts_with('\'')) {
            let rest = line.get(at..).unwrap_or("");
            at += match byte {
                b'\\' => 1 + rest.chars().nth(1).map_or(0, char::len_utf8),
                b'$' if rest.starts_with("${") => 2,
                b'$' if depth == 0 => variable_length(rest),
                b'\'' | b'"' if depth > 0 => {
                    match rest.get(1..).and_then(|inner| inner.find(char::from(*byte))) {
                        Some(length) => length + 2,
                        None => return Some(start + at + 1),
                    }
                }
                _ => 1,
            };
            match byte {
                b'{' if depth > 0 => depth += 1,
                b'$' if rest.starts_with("${") => depth += 1,
                b'}' if depth > 0 => depth -= 1,
                b'$' => {}
                _ => continue,
            }
            resumed = at;
        }
        (depth == 0).then_some(start + resumed)
    }

    pub(super) fn single_quoted(&mut self) {
        let start = self.at;
        if let Some(end) = self.broken_end(start) {
            return self.break_string(start, end);
        }
        match quoted_length(self.rest(), b'\'') {
            Some(length) => {
                self.emit(b'f', start, start + length);
                self.end_string(start, start + length);
            }
            None => self.open_string(start, start + 1),
        }
    }

    pub(super) fn end_string(&mut self, start: usize, end: usize) {
        // Asked of outermost strings alone: of every nested one it would take time for all that it holds.
        let spans_lines = || self.text.get(start..end).is_some_and(|string| string.contains('\n'));
        if self.strings == 0 && spans_lines() {
            self.scan.long_strings.push(start);
        }
        self.end_token(start, end, true);
    }

    pub(super) fn open_string(&mut self, start: usize, at: usize) {
        self.scan.long_strings.push(self.outermost_string().unwrap_or(start));
        self.error(Code::UnclosedQuote, at, "this string is not closed");
        self.scan.runs_out = true;
        self.emit(tape::BAD, at.max(start), self.end);
        self.end_token(start, self.end, true);
        // Only one string can be the last.
        self.strings = 0;
        self.braces = 0;
        self.frames.clear();
    }

    /// Goes on in the string that starts at `start`, from `from`, to its end or its next interpolation.
    pub(super) fn double_quoted(&mut self, start: usize, from: usize) {
        if let Some(end) = self.broken_end(start) {
            return self.break_string(start, end);
        }
        if from == start + 1 {
            self.emit(b'j', start, from);
        }
        self.at = from;
        let mut piece = from;
        while let Some(byte) = self.peek(0) {
            match byte {
                b'"' => return self.close_double(start, piece),
                b'\\' => self.skip_escaped(),
                b'$' if self.peek(1) == Some(b'{') => {
                    self.end_piece(piece);
                    return self.interpolation(start, false);
                }
                b'$' => self.interpolated_variable(&mut piece),
                _ => self.at += 1,
            }
        }
        self.open_string(start, from);
    }

    pub(super) fn close_double(&mut self, start: usize, piece: usize) {
        let end = self.at + 1;
        let alone = piece == start + 1 && self.scan.tape.turn_last('j', 'g', end);
        if !alone {
            self.end_piece(piece);
            self.emit(b'n', self.at, end);
        }
        self.end_string(start, end);
    }

    /// The text of a string since `piece`.
    pub(super) fn end_piece(&mut self, piece: usize) {
        if piece < self.at {
            self.emit(b'k', piece, self.at);
        }
    }

    /// A `$` in a string that opens no brace: with a name behind it, it ends the piece of text.
    pub(super) fn interpolated_variable(&mut self, piece: &mut usize) {
        let length = variable_length(self.rest());
        if length > 1 {
            self.end_piece(*piece);
            self.emit(b'l', self.at, self.at + length);
            *piece = self.at + length;
        }
        self.at += length;
    }

    /// The start of the string around all open interpolations.
    pub(super) fn outermost_string(&self) -> Option<usize> {
        self.frames.iter().find_map(|frame| match frame {
            Frame::Interpolation { string, .. } => Some(*string),
            Frame::Bracket(_) | Frame::Soft(_) => None,
        })
    }

    pub(super) fn skip_escaped(&mut self) {
        let next = self.rest().get(1..).and_then(|rest| rest.chars().next());
        self.at += 1 + next.map_or(0, char::len_utf8);
    }

    pub(super) fn interpolation(&mut self, string: usize, heredoc: bool) {
        self.enter(Frame::Interpolation { string, heredoc }, self.at);
        self.strings += 1;
        self.braces += 1;
        self.emit(b'm', self.at, self.at + 2);
        self.at += 2;
        self.after_operand = false;
    }
}
