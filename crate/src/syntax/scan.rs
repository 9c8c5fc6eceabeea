//! A first walk over the text, before the grammar.
//!
//! Goes in: a manifest. Comes out: its tokens with strings as single tokens, its heredocs, what is wrong already at
//! the level of letters (an open quote, `10abc`), and where brackets are nested too deeply. The grammar then runs on
//! the [`Tape`] of tokens; recovery cuts statements along those outside of strings. Nothing here recurses.

mod measure;

use std::ops::Range;

use measure::{
    is_blank, is_word_byte, qualified_length, read_number, starts_line, variable_length, word_length,
};

use super::Dialect;
use super::heredoc::{self, Heredoc};
use super::tape::{self, Tape};
use crate::diag::Code;
use crate::sort;

/// Brackets and interpolations may be nested this deeply.
// Picked by trial: the generated parser's stack must fit into the 1 MB of WebAssembly with room to spare.
pub(super) const MAX_NESTING: usize = 100;

/// What a token is, as far as recovery asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TokenKind {
    /// A lower-case word: name or keyword.
    Word,
    /// A type name.
    Type,
    /// A variable.
    Variable,
    /// A number, string, heredoc tag or regular expression.
    Value,
    /// `{`, `(` or `[`.
    Open,
    /// `}`, `)` or `]`.
    Close,
    /// Any other sign, one token for each character.
    Sign,
}

/// A token outside of strings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: TokenKind,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// Something wrong at the level of letters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct LexError {
    pub(super) code: Code,
    pub(super) at: usize,
    pub(super) message: String,
}

/// The result of [`scan`].
#[derive(Debug, Clone, Default)]
pub(super) struct Scan {
    /// Tokens outside of strings.
    pub(super) tokens: Vec<Token>,
    /// All tokens, for the grammar.
    pub(super) tape: Tape,
    /// Heredocs in the order of their tags.
    pub(super) heredocs: Vec<Heredoc>,
    /// What is wrong, in the order of the text.
    pub(super) errors: Vec<LexError>,
    /// Where brackets opened beyond [`MAX_NESTING`].
    pub(super) too_deep: Vec<usize>,
    /// Strings that span lines: their starts.
    pub(super) long_strings: Vec<usize>,
    /// Whether a string runs to the end of the file.
    runs_out: bool,
}

impl Scan {
    /// The heredoc whose tag starts at `at`.
    pub(super) fn heredoc(&self, at: usize) -> Option<&Heredoc> {
        let index = self.heredocs.binary_search_by_key(&at, |heredoc| heredoc.at).ok()?;
        self.heredocs.get(index)
    }

    /// Whether a string runs to the end of the file.
    pub(super) fn is_unclosed(&self) -> bool {
        self.runs_out
    }
}

/// Walks over the whole text.
pub(super) fn scan(text: &str, dialect: Dialect) -> Scan {
    Scanner::new(text, dialect, Vec::new()).run()
}

/// Strings that are tried as the one that was left open.
const MAX_SUSPECTS: usize = 16;
/// Strings that may be left open in one text.
const MAX_BROKEN: usize = 8;

/// Walks over a text in which a string was left open, taking the likeliest strings to end with their lines.
///
/// A string that is left open turns every later string inside out, so that strings run over line ends all over the
/// place. The culprit is the one whose end makes the fewest strings do so.
pub(super) fn scan_mended(text: &str, dialect: Dialect, scan: Scan) -> Scan {
    let mut best = scan;
    let mut broken = Vec::new();
    while best.is_unclosed() && broken.len() < MAX_BROKEN {
        let attempts = best.long_strings.iter().take(MAX_SUSPECTS).map(|&suspect| {
            let mut broken: Vec<usize> = broken.clone();
            broken.push(suspect);
            (suspect, Scanner::new(text, dialect, broken).run())
        });
        let likeliest = attempts.min_by_key(|(_, scan)| (scan.runs_out, scan.long_strings.len()));
        let Some((suspect, scan)) = likeliest else { break };
        broken.push(suspect);
        let done = !scan.runs_out;
        best = scan;
        if done {
            break;
        }
    }
    best
}

/// An open bracket; for an interpolation, the start of its string.
#[derive(Clone, Copy)]
enum Frame {
    Bracket(u8),
    Interpolation { string: usize, heredoc: bool },
}

struct Scanner<'a> {
    text: &'a str,
    dialect: Dialect,
    at: usize,
    end: usize,
    frames: Vec<Frame>,
    /// How many of the frames are interpolations.
    strings: usize,
    /// Heredocs whose texts start at the next line; of those with a faulty tag the word alone.
    pending: Vec<(usize, Result<heredoc::Tag, String>)>,
    /// Whether the last token was an operand: then `/` divides.
    after_operand: bool,
    /// Whether a backslash means something in the heredoc's text.
    escapes: bool,
    broken: Vec<usize>,
    /// End tags that no line holds any more.
    missing: Vec<String>,
    scan: Scan,
}

impl<'a> Scanner<'a> {
    fn new(text: &'a str, dialect: Dialect, broken: Vec<usize>) -> Scanner<'a> {
        Scanner {
            text,
            dialect,
            at: 0,
            end: text.len(),
            frames: Vec::new(),
            strings: 0,
            pending: Vec::new(),
            after_operand: false,
            escapes: false,
            broken,
            missing: Vec::new(),
            scan: Scan::default(),
        }
    }

    fn run(mut self) -> Scan {
        self.code();
        if let Some((at, Ok(tag))) = self.pending.first() {
            let message = format!("the text of this heredoc is missing: expected a line with `{}`", tag.word);
            let error = LexError { code: Code::HeredocWithoutText, at: *at, message };
            self.scan.errors.push(error);
        }
        if let Some(start) = self.outermost_string() {
            self.error(Code::UnclosedQuote, self.end, "this string is not closed");
            self.scan.long_strings.push(start);
            self.scan.runs_out = true;
        }
        sort::by_key(&mut self.scan.errors, |error| error.at);
        self.scan
    }

    fn code(&mut self) {
        while let Some(byte) = self.peek(0) {
            self.token(byte);
        }
    }

    fn token(&mut self, byte: u8) {
        match byte {
            b'\n' => self.newline(),
            b'#' => self.line_comment(),
            b'/' => self.slash(),
            b'\'' => self.single_quoted(),
            b'"' => self.double_quoted(self.at, self.at + 1),
            b'@' if self.peek(1) == Some(b'(') => self.heredoc(),
            b'$' => self.variable(),
            b'0'..=b'9' => self.number(),
            b'{' | b'(' | b'[' => self.open(byte),
            b'}' | b')' | b']' => self.close(byte),
            b'a'..=b'z' | b'_' => self.word(),
            b'A'..=b'Z' => self.type_name(self.at),
            b':' if self.peek(1) == Some(b':') => self.colons(),
            b' ' | b'\t' | b'\r' => self.at += 1,
            _ => self.sign(),
        }
    }

    fn peek(&self, ahead: usize) -> Option<u8> {
        let at = self.at + ahead;
        if at < self.end { self.text.as_bytes().get(at).copied() } else { None }
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..self.end).unwrap_or("")
    }

    fn error(&mut self, code: Code, at: usize, message: impl Into<String>) {
        self.scan.errors.push(LexError { code, at, message: message.into() });
    }

    /// A token for the grammar.
    fn emit(&mut self, letter: u8, start: usize, end: usize) {
        self.scan.tape.push(letter, start, end);
    }

    /// Ends a token that started at `start`; tokens within strings are kept for the grammar only.
    fn push(&mut self, kind: TokenKind, start: usize, end: usize, operand: bool) {
        self.at = end;
        self.after_operand = operand;
        if self.strings == 0 {
            self.scan.tokens.push(Token { kind, start, end });
        }
    }

    fn newline(&mut self) {
        self.at += 1;
        if self.pending.is_empty() {
            return;
        }
        for (at, tag) in std::mem::take(&mut self.pending) {
            match tag {
                Ok(tag) => self.lift(at, tag),
                Err(word) => self.skip_text(&word),
            }
        }
    }

    fn line_comment(&mut self) {
        self.at += self.rest().find('\n').unwrap_or(self.end - self.at);
    }

    fn slash(&mut self) {
        if self.peek(1) == Some(b'*') {
            return self.block_comment();
        }
        let regex = if self.after_operand { None } else { self.regex_length() };
        match regex {
            Some(length) => {
                self.emit(b'h', self.at, self.at + length);
                self.push(TokenKind::Value, self.at, self.at + length, true);
            }
            None => self.sign(),
        }
    }

    fn block_comment(&mut self) {
        match self.rest().find("*/") {
            // `/*/` does not close itself.
            Some(1) => match self.rest().get(3..).and_then(|rest| rest.find("*/")) {
                Some(length) => self.at += 3 + length + 2,
                None => self.open_comment(),
            },
            Some(length) => self.at += length + 2,
            None => self.open_comment(),
        }
    }

    fn open_comment(&mut self) {
        self.error(Code::UnclosedComment, self.at, "this comment is not closed by `*/`");
        self.at = self.end;
    }

    fn regex_length(&self) -> Option<usize> {
        let mut escaped = false;
        for (at, byte) in self.rest().bytes().enumerate().skip(1) {
            match byte {
                b'/' if !escaped => return Some(at + 1),
                b'\\' => escaped = !escaped,
                _ => escaped = false,
            }
        }
        None
    }

    /// The end of its line, if the string that starts here is to be taken as broken.
    fn broken_end(&self, start: usize) -> Option<usize> {
        let rest = self.text.get(start..self.end).unwrap_or("");
        self.broken.contains(&start).then(|| start + rest.find('\n').unwrap_or(rest.len()))
    }

    fn break_string(&mut self, start: usize, end: usize) {
        let nothing_follows = self.text.get(end..).is_none_or(|rest| rest.trim().is_empty());
        let interpolated = self.text.get(start..end).is_some_and(|line| line.contains("${"));
        // As in Puppet, which reports an interpolation that never ends at the end of the file.
        let (from, at) = if nothing_follows && interpolated {
            (self.text.len(), self.text.len())
        } else {
            (start, start + 1)
        };
        self.error(Code::UnclosedQuote, at, "this string is not closed");
        self.scan.tape.cut(start);
        self.emit(tape::BAD, from, end.max(from));
        self.push(TokenKind::Value, start, end, true);
    }

    fn single_quoted(&mut self) {
        let start = self.at;
        if let Some(end) = self.broken_end(start) {
            return self.break_string(start, end);
        }
        let mut escaped = false;
        for (at, byte) in self.rest().bytes().enumerate().skip(1) {
            match byte {
                b'\'' if !escaped => {
                    self.emit(b'f', start, start + at + 1);
                    return self.end_string(start, start + at + 1);
                }
                b'\\' => escaped = !escaped,
                _ => escaped = false,
            }
        }
        self.open_string(start, start + 1);
    }

    fn end_string(&mut self, start: usize, end: usize) {
        let spans_lines = self.text.get(start..end).is_some_and(|string| string.contains('\n'));
        if spans_lines && self.strings == 0 {
            self.scan.long_strings.push(start);
        }
        self.push(TokenKind::Value, start, end, true);
    }

    fn open_string(&mut self, start: usize, at: usize) {
        self.scan.long_strings.push(self.outermost_string().unwrap_or(start));
        self.error(Code::UnclosedQuote, at, "this string is not closed");
        self.scan.runs_out = true;
        self.emit(tape::BAD, at.max(start), self.end);
        self.push(TokenKind::Value, start, self.end, true);
        // Only one string can be the last.
        self.strings = 0;
        self.frames.clear();
    }

    /// Goes on in the string that starts at `start`, from `from`, to its end or its next interpolation.
    fn double_quoted(&mut self, start: usize, from: usize) {
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

    fn close_double(&mut self, start: usize, piece: usize) {
        let end = self.at + 1;
        let alone = piece == start + 1 && self.scan.tape.turn_last('j', 'g', end);
        if !alone {
            self.end_piece(piece);
            self.emit(b'n', self.at, end);
        }
        self.end_string(start, end);
    }

    /// The text of a string since `piece`.
    fn end_piece(&mut self, piece: usize) {
        if piece < self.at {
            self.emit(b'k', piece, self.at);
        }
    }

    /// A `$` in a string that opens no brace: with a name behind it, it ends the piece of text.
    fn interpolated_variable(&mut self, piece: &mut usize) {
        let length = variable_length(self.rest());
        if length > 1 {
            self.end_piece(*piece);
            self.emit(b'l', self.at, self.at + length);
            *piece = self.at + length;
        }
        self.at += length;
    }

    /// The start of the string around all open interpolations.
    fn outermost_string(&self) -> Option<usize> {
        self.frames.iter().find_map(|frame| match frame {
            Frame::Interpolation { string, .. } => Some(*string),
            Frame::Bracket(_) => None,
        })
    }

    fn skip_escaped(&mut self) {
        let next = self.rest().get(1..).and_then(|rest| rest.chars().next());
        self.at += 1 + next.map_or(0, char::len_utf8);
    }

    fn interpolation(&mut self, string: usize, heredoc: bool) {
        self.enter(Frame::Interpolation { string, heredoc }, self.at);
        self.strings += 1;
        self.emit(b'm', self.at, self.at + 2);
        self.at += 2;
        self.after_operand = false;
    }

    fn enter(&mut self, frame: Frame, at: usize) {
        self.frames.push(frame);
        if self.frames.len() > MAX_NESTING {
            self.scan.too_deep.push(at);
        }
    }

    fn open(&mut self, byte: u8) {
        self.enter(Frame::Bracket(byte), self.at);
        let before = self.text.get(..self.at).unwrap_or("");
        let letter = match byte {
            b'[' if before.is_empty() || before.ends_with(char::is_whitespace) => b'#',
            b'(' if starts_line(before) => b'$',
            _ => byte,
        };
        self.emit(letter, self.at, self.at + 1);
        self.push(TokenKind::Open, self.at, self.at + 1, false);
    }

    fn close(&mut self, byte: u8) {
        self.emit(byte, self.at, self.at + 1);
        let opener = match byte {
            b'}' => b'{',
            b')' => b'(',
            _ => b'[',
        };
        match self.frames.last().copied() {
            Some(Frame::Bracket(open)) if open == opener => {
                self.frames.pop();
            }
            Some(Frame::Interpolation { string, heredoc }) if byte == b'}' => {
                self.frames.pop();
                self.strings -= 1;
                self.at += 1;
                return if heredoc { self.heredoc_text() } else { self.double_quoted(string, self.at) };
            }
            Some(Frame::Bracket(_)) if byte == b'}' => self.close_brace_past_others(),
            Some(Frame::Bracket(_) | Frame::Interpolation { .. }) | None => {}
        }
        self.push(TokenKind::Close, self.at, self.at + 1, byte != b'}');
    }

    /// A `}` also ends parentheses that were left open within its braces.
    fn close_brace_past_others(&mut self) {
        let open = self.frames.iter().rposition(|frame| match frame {
            Frame::Bracket(byte) => *byte == b'{',
            Frame::Interpolation { .. } => true,
        });
        if let Some(open) = open
            && let Some(Frame::Bracket(_)) = self.frames.get(open)
        {
            self.frames.truncate(open);
        }
    }

    fn variable(&mut self) {
        let length = variable_length(self.rest());
        self.emit(b'e', self.at, self.at + length);
        self.push(TokenKind::Variable, self.at, self.at + length, true);
    }

    fn word(&mut self) {
        let length = word_length(self.rest());
        let word = self.rest().get(..length).unwrap_or("");
        let letter = tape::word_letter(word, self.dialect);
        self.emit(letter, self.at, self.at + length);
        self.push(TokenKind::Word, self.at, self.at + length, tape::is_operand(letter));
    }

    /// A type name whose leading colons, if any, start at `first`.
    fn type_name(&mut self, first: usize) {
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
            let at = end + 1;
            self.error(Code::IllegalClassReference, at, "a type name has a capital letter after each `::`");
            end = start + length.max(end - start);
        }
        self.emit(letter, first, end);
        self.push(TokenKind::Type, first, end, true);
    }

    fn colons(&mut self) {
        match self.peek(2) {
            Some(b'a'..=b'z' | b'_') => self.word(),
            Some(b'A'..=b'Z') => {
                let first = self.at;
                self.at += 2;
                self.type_name(first);
            }
            _ => {
                self.error(Code::IllegalFullyQualifiedName, self.at, "`::` is followed by a name");
                self.emit(tape::BAD, self.at, self.at + 2);
                self.push(TokenKind::Sign, self.at, self.at + 2, false);
            }
        }
    }

    fn number(&mut self) {
        let rest = self.rest();
        let (length, error) = read_number(rest);
        if let Some((code, message)) = error {
            self.error(code, self.at, message);
        }
        self.emit(b'd', self.at, self.at + length);
        self.push(TokenKind::Value, self.at, self.at + length, true);
    }

    fn sign(&mut self) {
        let (letter, length) = tape::read_sign(self.rest());
        let end = self.at + length;
        if letter == tape::BAD && self.rest().starts_with(is_blank) {
            self.at = end;
            return;
        }
        self.emit(letter, self.at, end);
        // After the end of a query comes no regular expression.
        let ends_query = matches!(letter, b'^' | b'~');
        if letter == tape::BAD {
            return self.push(TokenKind::Sign, self.at, end, false);
        }
        for at in self.at..end {
            self.push(TokenKind::Sign, at, at + 1, ends_query);
        }
    }

    // ---- Heredocs

    fn heredoc(&mut self) {
        let start = self.at;
        let line = self.rest().split('\n').next().unwrap_or("");
        let Some(close) = line.find(')') else {
            self.error(Code::HeredocUnclosedParenthesis, start, "the parenthesis after `@` is not closed");
            self.emit(tape::BAD, start, start + 2);
            return self.push(TokenKind::Value, start, start + 2, true);
        };
        let inside = line.get(2..close).unwrap_or("");
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
        self.push(TokenKind::Value, start, end, true);
    }

    /// Takes the text of the heredoc at `at` out of the code; it starts here.
    fn lift(&mut self, at: usize, tag: heredoc::Tag) {
        let from = self.at;
        let known = if self.missing.contains(&tag.word) { None } else { self.find_extent(&tag.word) };
        let extent = known.unwrap_or_else(|| {
            let message = format!("this heredoc is not ended by a line with `{}`", tag.word);
            self.error(Code::HeredocWithoutEndTaggedLine, from, message);
            self.missing.push(tag.word.clone());
            heredoc::guess_extent(self.text, at, from)
        });
        self.skip_lines(extent.resume);
        let pieces = if tag.interpolated {
            self.walk_text(extent.body.clone(), !tag.escapes.is_empty())
        } else {
            Tape::default()
        };
        self.scan.heredocs.push(Heredoc { at, tag, body: extent.body, margin: extent.margin, pieces });
    }

    fn find_extent(&self, word: &str) -> Option<heredoc::Extent> {
        heredoc::find_extent(self.text, self.at, word)
    }

    /// Takes out the text of a heredoc whose tag is faulty, if it has an end line.
    fn skip_text(&mut self, word: &str) {
        if let Some(extent) = self.find_extent(word).filter(|_| !word.is_empty()) {
            self.skip_lines(extent.resume);
        }
    }

    /// Skips whole lines and goes on after their last line break, where the next heredoc of the same line starts.
    fn skip_lines(&mut self, to: usize) {
        self.at = to;
        if self.peek(0) == Some(b'\n') {
            self.at += 1;
        }
    }

    /// Walks over the interpolations of a heredoc's text for their errors and their depth.
    fn walk_text(&mut self, body: Range<usize>, escapes: bool) -> Tape {
        let mut inner = Scanner::new(self.text, self.dialect, Vec::new());
        inner.frames = vec![Frame::Bracket(b'"'); self.frames.len()];
        inner.at = body.start;
        inner.end = body.end;
        inner.escapes = escapes;
        inner.heredoc_text();
        inner.code();
        self.scan.errors.append(&mut inner.scan.errors);
        self.scan.too_deep.append(&mut inner.scan.too_deep);
        let nested =
            inner.pending.iter().map(|(at, _)| *at).chain(inner.scan.heredocs.iter().map(|inner| inner.at));
        if let Some(at) = nested.min() {
            self.error(Code::HeredocInvalidSyntax, at, "a heredoc cannot stand within a heredoc");
        }
        inner.scan.tape
    }

    fn heredoc_text(&mut self) {
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
