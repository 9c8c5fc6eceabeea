//! Variables, words, type names, numbers and signs.

use super::measure::{is_blank, is_word_byte, qualified_length, read_number, variable_length, word_length};
use super::{Frame, Scanner};
use crate::diag::Code;
use crate::syntax::tape;

impl Scanner<'_> {
    pub(super) fn variable(&mut self) {
        let length = variable_length(self.rest());
        self.emit(b'e', self.at, self.at + length);
        self.end_token(self.at, self.at + length, true);
    }

    pub(super) fn word(&mut self) {
        let length = word_length(self.rest());
        let word = self.rest().get(..length).unwrap_or("");
        let letter = tape::word_letter(word, self.dialect);
        self.emit(letter, self.at, self.at + length);
        self.end_token(self.at, self.at + length, tape::is_operand(letter));
    }

    /// A type name whose leading colons, if any, start at `first`.
    pub(super) fn type_name(&mut self, first: usize) {
        let start = self.at;
        let length = qualified_length(self.rest(), is_word_byte);
        let rest = self.rest().get(..length).unwrap_or("");
        // `Foo::bar` stops before `::bar`.
        let mut end = start;
        for part in rest.split("::") {
            if !part.starts_with(|first: char| first.is_ascii_uppercase()) {
                break;
            }
            end += part.len() + if end == start { 0 } else { 2 };
        }
        let mut letter = b'c';
        if self.text.get(end..self.end).is_some_and(|rest| rest.starts_with("::")) {
            letter = tape::BAD;
            // Puppet's places: one character after what it read, three if it began with `::`.
            let (code, at) = match first == start {
                true => (Code::IllegalClassReference, end + 1),
                false => (Code::IllegalFullyQualifiedClassReference, end + 3),
            };
            self.error(code, at.min(self.end), "a type name has a capital letter after each `::`");
            end = start + length.max(end - start);
            let colons = self.text.get(end..self.end).is_some_and(|rest| rest.starts_with("::"));
            end += if colons { 2 } else { 0 };
        }
        self.emit(letter, first, end);
        self.end_token(first, end, true);
    }

    pub(super) fn colons(&mut self) {
        match self.peek(2) {
            Some(b'a'..=b'z' | b'_') => self.word(),
            Some(b'A'..=b'Z') => {
                let first = self.at;
                self.at += 2;
                self.type_name(first);
            }
            _ => {
                self.error(Code::IllegalFullyQualifiedName, self.at + 2, "`::` is followed by a name");
                self.emit(tape::BAD, self.at, self.at + 2);
                self.end_token(self.at, self.at + 2, false);
            }
        }
    }

    pub(super) fn number(&mut self) {
        let (length, error) = read_number(self.rest());
        if let Some((code, message)) = error {
            let (at, (code, message)) = self.number_before_dot().unwrap_or((self.at, (code, message)));
            self.error(code, at, message);
        }
        self.emit(b'd', self.at, self.at + length);
        self.end_token(self.at, self.at + length, true);
    }

    /// Of a broken number behind a dot, as the `3x` of `1.2.3x`, Puppet reports the digits before the dot too.
    fn number_before_dot(&self) -> Option<(usize, (Code, String))> {
        let before = self.text.get(..self.at)?.strip_suffix('.')?;
        let digits = before.bytes().rev().take_while(u8::is_ascii_digit).count();
        let at = before.len() - digits;
        let (_, error) = read_number(self.text.get(at..self.end)?);
        Some((at, error?)).filter(|_| digits > 0)
    }

    pub(super) fn sign(&mut self) {
        if let Some(length) = self.tag_end() {
            return self.close_tag(length);
        }
        let (letter, length) = tape::read_sign(self.rest());
        let end = self.at + length;
        if letter == tape::BAD && self.rest().starts_with(is_blank) {
            self.at = end;
            return;
        }
        self.emit(letter, self.at, end);
        self.soft_frame(letter, self.at, end);
        // After the end of a query comes no regular expression.
        let ends_query = matches!(letter, b'^' | b'~');
        self.end_token(self.at, end, ends_query);
    }

    /// Opens or ends what nests without brackets: queries, and parameters of lambdas, which may have lambdas as
    /// defaults. The bar that ends parameters is the one before the body or its type.
    fn soft_frame(&mut self, letter: u8, at: usize, end: usize) {
        match letter {
            b'<' | b'=' => self.enter(Frame::Soft(b'<'), at),
            b'^' | b'~' => self.leave_soft(b'<'),
            b'|' => {
                let after = self.text.get(end..self.end).unwrap_or("").trim_start();
                if after.starts_with('{') || after.starts_with(">>") {
                    self.leave_soft(b'|');
                } else {
                    self.enter(Frame::Soft(b'|'), at);
                }
            }
            _ => {}
        }
    }

    fn leave_soft(&mut self, opener: u8) {
        if let Some(Frame::Soft(open)) = self.frames.last()
            && *open == opener
        {
            self.frames.pop();
        }
    }
}
