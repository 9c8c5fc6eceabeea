//! A first walk over the text, before the grammar.
//!
//! Goes in: a manifest. Comes out: its tokens with strings as single tokens, its heredocs, what is wrong already at
//! the level of letters (an open quote, `10abc`), and where brackets are nested too deeply. The grammar then runs on
//! the [`Tape`] of tokens. Nothing here recurses.

mod epp;
mod heredoc;
mod measure;
mod string;
mod word;

use std::ops::Range;

use epp::{Tag as TemplateTag, Text};
use measure::quoted_length;
pub(super) use measure::starts_line;

use super::Dialect;
use super::heredoc::{EndLines, Heredoc, Tag};
use super::tape::Tape;
use crate::diag::Code;
use crate::sort;

/// What some editors put at the start of a file.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// Brackets and interpolations may be nested this deeply.
// Picked by trial: the parser's stack must fit into the 1 MB of WebAssembly with room to spare.
pub(super) const MAX_NESTING: usize = 100;

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
    /// All tokens, for the grammar.
    pub(super) tape: Tape,
    /// Heredocs in the order of their tags.
    pub(super) heredocs: Vec<Heredoc>,
    /// What is wrong, in the order of the text.
    pub(super) errors: Vec<LexError>,
    /// Where brackets opened beyond [`MAX_NESTING`].
    pub(super) too_deep: Vec<usize>,
    /// What the texts of a template come to, in order.
    pub(super) texts: Vec<Text>,
    /// Tags and remarks of a template, in order.
    pub(super) tags: Vec<Range<usize>>,
    /// Strings that span lines: their starts.
    pub(super) long_strings: Vec<usize>,
    /// Comments in the order of the text, also those within strings and texts of heredocs; of a line comment without
    /// the line break.
    pub(super) comments: Vec<Range<usize>>,
    /// Whether a string runs to the end of the file.
    runs_out: bool,
}

impl Scan {
    /// The heredoc whose tag starts at `at`.
    pub(super) fn heredoc(&self, at: usize) -> Option<&Heredoc> {
        let index = self.heredocs.binary_search_by_key(&at, |heredoc| heredoc.at).ok()?;
        self.heredocs.get(index)
    }

    /// What the text of a template at `at` comes to.
    pub(super) fn rendered(&self, at: usize) -> &str {
        let index = self.texts.binary_search_by_key(&at, |text| text.at);
        index.ok().and_then(|index| self.texts.get(index)).map_or("", |text| &text.rendered)
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

/// The first token of a text; a string is one token, whatever is in it.
pub(super) fn first_token(text: &str) -> Option<Range<usize>> {
    let mut scanner = Scanner::new(text, Dialect::default(), Vec::new());
    while let (None, Some(byte)) = (&scanner.first, scanner.peek(0)) {
        scanner.token(byte);
    }
    scanner.first
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

/// What is open.
#[derive(Clone, Copy)]
enum Frame {
    /// A bracket.
    Bracket(u8),
    /// What nests without brackets: `<` for a query, `|` for parameters of a lambda. Any bracket that is closed ends it.
    Soft(u8),
    /// `${`, and the start of its string.
    Interpolation { string: usize, heredoc: bool },
}

struct Scanner<'a> {
    text: &'a str,
    dialect: Dialect,
    at: usize,
    end: usize,
    /// The first token outside of other strings.
    first: Option<Range<usize>>,
    frames: Vec<Frame>,
    /// How many of the frames are interpolations.
    strings: usize,
    /// How many of the frames end with `}`.
    braces: usize,
    /// Heredocs whose texts start at the next line; of those with a faulty tag the word alone.
    pending: Vec<(usize, Result<Tag, String>)>,
    /// Whether the last token was an operand: then `/` divides.
    after_operand: bool,
    /// The tag of a template that the walk is in.
    tag: TemplateTag,
    /// Whether a backslash means something in the heredoc's text.
    escapes: bool,
    broken: Vec<usize>,
    /// The lines that may end heredocs; only once one lacks its end.
    end_lines: Option<EndLines<'a>>,
    /// No `)` ends a heredoc's tag before this offset.
    no_tag_ends_before: usize,
    /// Whether no `/` that could start a regular expression has another `/` behind it that ends it.
    no_regex_ends: bool,
    scan: Scan,
}

impl<'a> Scanner<'a> {
    fn new(text: &'a str, dialect: Dialect, broken: Vec<usize>) -> Scanner<'a> {
        Scanner {
            text,
            dialect,
            at: 0,
            end: text.len(),
            first: None,
            frames: Vec::new(),
            strings: 0,
            braces: 0,
            pending: Vec::new(),
            after_operand: false,
            tag: TemplateTag::None,
            escapes: false,
            broken,
            end_lines: None,
            no_tag_ends_before: 0,
            no_regex_ends: false,
            scan: Scan::default(),
        }
    }

    fn run(mut self) -> Scan {
        self.byte_order_mark();
        if self.dialect.epp {
            self.template_text(false);
        }
        self.code();
        let in_string = self.scan.runs_out || self.outermost_string().is_some();
        if self.tag != TemplateTag::None && !in_string {
            self.error(Code::EppUnbalancedTag, self.end, "the last `<%` of this template has no `%>`");
        }
        if let Some((at, Ok(tag))) = self.pending.first() {
            let message = format!("the text of this heredoc is missing: expected a line with `{}`", tag.word);
            // Behind the tag, where the text does not follow.
            let tag = self.text.get(*at..).and_then(|rest| rest.find(')'));
            let error =
                LexError { code: Code::HeredocWithoutText, at: at + tag.map_or(0, |end| end + 1), message };
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

    /// Puppet refuses a text that starts with one, whose author sees nothing.
    fn byte_order_mark(&mut self) {
        if self.rest().starts_with(BYTE_ORDER_MARK) {
            self.error(Code::IllegalBom, self.at, "the text starts with an invisible byte order mark");
            self.at += BYTE_ORDER_MARK.len_utf8();
        }
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

    /// Goes on behind a token that started at `start`.
    fn end_token(&mut self, start: usize, end: usize, operand: bool) {
        self.at = end;
        self.after_operand = operand;
        if self.strings == 0 && self.first.is_none() {
            self.first = Some(start..end);
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
        let start = self.at;
        self.at += self.rest().find('\n').unwrap_or(self.end - self.at);
        self.scan.comments.push(start..self.at);
    }

    fn slash(&mut self) {
        if self.peek(1) == Some(b'*') {
            return self.block_comment();
        }
        let regex =
            if self.after_operand || self.no_regex_ends { None } else { quoted_length(self.rest(), b'/') };
        self.no_regex_ends |= !self.after_operand && regex.is_none();
        match regex {
            Some(length) => {
                self.emit(b'h', self.at, self.at + length);
                self.end_token(self.at, self.at + length, true);
            }
            None => self.sign(),
        }
    }

    fn block_comment(&mut self) {
        let start = self.at;
        match self.rest().find("*/") {
            // `/*/` does not close itself.
            Some(1) => match self.rest().get(3..).and_then(|rest| rest.find("*/")) {
                Some(length) => self.at += 3 + length + 2,
                None => self.open_comment(),
            },
            Some(length) => self.at += length + 2,
            None => self.open_comment(),
        }
        self.scan.comments.push(start..self.at);
    }

    fn open_comment(&mut self) {
        self.error(Code::UnclosedComment, self.at, "this comment is not closed by `*/`");
        self.at = self.end;
    }

    fn enter(&mut self, frame: Frame, at: usize) {
        self.frames.push(frame);
        if self.frames.len() > MAX_NESTING {
            self.scan.too_deep.push(at);
        }
    }

    fn open(&mut self, byte: u8) {
        self.enter(Frame::Bracket(byte), self.at);
        self.braces += usize::from(byte == b'{');
        let before = self.text.get(..self.at).unwrap_or("");
        let letter = match byte {
            b'[' if before.is_empty() || before.ends_with(char::is_whitespace) => b'#',
            b'(' if starts_line(before) => b'$',
            _ => byte,
        };
        self.emit(letter, self.at, self.at + 1);
        self.end_token(self.at, self.at + 1, false);
    }

    fn close(&mut self, byte: u8) {
        self.emit(byte, self.at, self.at + 1);
        let opener = match byte {
            b'}' => b'{',
            b')' => b'(',
            _ => b'[',
        };
        while let Some(Frame::Soft(_)) = self.frames.last() {
            self.frames.pop();
        }
        if byte == b'}' {
            self.drop_to_brace();
        }
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
            Some(Frame::Bracket(_) | Frame::Soft(_) | Frame::Interpolation { .. }) | None => {}
        }
        self.end_token(self.at, self.at + 1, byte != b'}');
    }

    /// A `}` also ends what was left open within its braces.
    fn drop_to_brace(&mut self) {
        if self.braces == 0 {
            return;
        }
        self.braces -= 1;
        while let Some(Frame::Bracket(b'(' | b'[') | Frame::Soft(_)) = self.frames.last() {
            self.frames.pop();
        }
    }
}
