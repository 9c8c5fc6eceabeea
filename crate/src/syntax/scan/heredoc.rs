//! Heredocs: their texts are taken out of the code, and cut at their interpolations.

use std::ops::Range;

use super::{BYTE_ORDER_MARK, Frame, MAX_NESTING, Scanner};
use crate::diag::Code;
use crate::syntax::heredoc::{self, Heredoc};
use crate::syntax::tape::{self, Tape};

impl Scanner<'_> {
    pub(super) fn heredoc(&mut self) {
        let start = self.at;
        let Some(close) = self.end_of_tag() else { return self.open_heredoc_tag() };
        let inside = self.rest().get(2..close).unwrap_or("");
        let end = start + close + 1;
        match heredoc::read_tag(inside) {
            Ok(tag) => self.pending.push((start, Ok(tag))),
            Err(bad) => {
                self.error(bad.code, end, bad.message);
                let word = inside.split([':', '/']).next().unwrap_or("").trim().trim_matches('"');
                self.pending.push((start, Err(word.to_owned())));
            }
        }
        self.emit(b'i', start, end);
        self.end_token(start, end, true);
    }

    /// A tag without a parenthesis in its line. Puppet takes any later one for its end, and then finds a line break.
    fn open_heredoc_tag(&mut self) {
        let start = self.at;
        let in_other_line = self.no_tag_ends_before < self.end;
        let (letter, end) = match self.rest().find(')').filter(|_| in_other_line) {
            Some(close) => {
                let message = "a heredoc's tag stands in one line: `@(END)`";
                self.error(Code::HeredocInvalidSyntax, start + close + 1, message);
                (b'i', start + close + 1)
            }
            None => {
                let message = "the parenthesis after `@` is not closed";
                self.error(Code::HeredocUnclosedParenthesis, start, message);
                (tape::BAD, start + 2)
            }
        };
        self.emit(letter, start, end);
        self.end_token(start, end, true);
    }

    /// How far away the parenthesis is that ends the tag here: in the same line.
    fn end_of_tag(&mut self) -> Option<usize> {
        if self.at < self.no_tag_ends_before {
            return None;
        }
        let found = self.rest().find([')', '\n']);
        let close = found.filter(|close| self.peek(*close) == Some(b')'));
        if close.is_none() {
            self.no_tag_ends_before = found.map_or(self.end, |newline| self.at + newline);
        }
        close
    }

    /// Takes the text of the heredoc at `at` out of the code; it starts here.
    pub(super) fn lift(&mut self, at: usize, tag: heredoc::Tag) {
        let from = self.at;
        let extent = self.find_extent(&tag.word).unwrap_or_else(|| {
            let message = format!("this heredoc is not ended by a line with `{}`", tag.word);
            self.error(Code::HeredocWithoutEndTaggedLine, from, message);
            heredoc::guess_extent(self.text, at, from)
        });
        if self.text.get(from..).is_some_and(|body| body.starts_with(BYTE_ORDER_MARK)) {
            self.error(Code::IllegalBom, from, "this text starts with an invisible byte order mark");
        }
        self.skip_lines(extent.resume);
        let pieces = if tag.interpolated {
            self.walk_text(extent.body.clone(), tag.escapes.contains('$'))
        } else {
            Tape::default()
        };
        self.scan.heredocs.push(Heredoc { at, tag, body: extent.body, margin: extent.margin, pieces });
    }

    /// The text of the heredoc with this end tag. After the first that has no end, those that have one are listed:
    /// so not each of the others costs a walk to the end of the file.
    fn find_extent(&mut self, word: &str) -> Option<heredoc::Extent> {
        if self.end_lines.as_ref().is_some_and(|lines| !lines.may_end(word, self.at)) {
            return None;
        }
        let extent = heredoc::find_extent(self.text, self.at, word);
        if extent.is_none() && self.end_lines.is_none() {
            self.end_lines = Some(heredoc::EndLines::new(self.text, self.at));
        }
        extent
    }

    /// Takes out the text of a heredoc whose tag is faulty, if it has an end line.
    pub(super) fn skip_text(&mut self, word: &str) {
        if let Some(extent) = self.find_extent(word).filter(|_| !word.is_empty()) {
            self.skip_lines(extent.resume);
        }
    }

    /// Skips whole lines and goes on after their last line break, where the next heredoc of the same line starts.
    pub(super) fn skip_lines(&mut self, to: usize) {
        self.at = to;
        if self.peek(0) == Some(b'\n') {
            self.at += 1;
        }
    }

    /// Walks over the interpolations of a heredoc's text for their errors and their depth.
    pub(super) fn walk_text(&mut self, body: Range<usize>, escapes: bool) -> Tape {
        let mut inner = Scanner::new(self.text, self.dialect, Vec::new());
        inner.frames = vec![Frame::Bracket(b'"'); self.frames.len().min(MAX_NESTING)];
        inner.at = body.start;
        inner.end = body.end;
        inner.escapes = escapes;
        inner.heredoc_text();
        inner.code();
        self.scan.errors.append(&mut inner.scan.errors);
        self.scan.comments.append(&mut inner.scan.comments);
        self.scan.too_deep.append(&mut inner.scan.too_deep);
        let nested =
            inner.pending.iter().map(|(at, _)| *at).chain(inner.scan.heredocs.iter().map(|inner| inner.at));
        if let Some(at) = nested.min() {
            self.error(Code::HeredocInvalidSyntax, at, "a heredoc cannot stand within a heredoc");
        }
        inner.scan.tape
    }

    pub(super) fn heredoc_text(&mut self) {
        let mut piece = self.at;
        while let Some(byte) = self.peek(0) {
            match byte {
                b'\\' if self.escapes => self.skip_escaped(),
                b'$' if self.peek(1) == Some(b'{') => {
                    self.end_piece(piece);
                    return self.interpolation(self.at, true);
                }
                b'$' => self.interpolated_variable(&mut piece),
                _ => self.at += 1,
            }
        }
        self.end_piece(piece);
    }
}
