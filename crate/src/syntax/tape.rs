//! The tokens as the grammar sees them: a letter for each.
//!
//! The first walk knows every token, so the grammar need not read characters again: no white space, no comments, no
//! words to compare. It runs on a string of letters, and an offset in it is the number of a token, whose place in the
//! file is kept here. The letters are in groups so that the grammar can ask for a range of them:
//!
//! ```text
//! a name        b bare word   c type        d number      e variable    f 'single'    g "double"    h /regex/
//! i heredoc     j opening "   k its text    l $x in it    m ${          n closing "
//! o ==   p !=   q =~   r !~   s <<   t <=   u <    v >>   w >=   x >    y %    z /
//! 0 ->   1 ~>   2 <-   3 <~   4 =    5 +=   6 -=   7 =>   8 +>
//! < <|   = <<|  ^ |>   ~ |>>  & @    % @@
//! ( parenthesis, behind something in its line     $ ( as the first thing in its line
//! [ bracket, touches what is before it            # [ behind white space
//! A consumes    B produces    C and         D in          E or          F else        G elsif       H inherits
//! I attr        J private     K true        L false       M undef       N default     O application P function
//! Q site        R type        S case        T class       U define      V if          W node        X unless
//! Y plan        Z apply       " text of a template         @ <%=         > %> behind a value
//! ```
//!
//! Other signs stand for themselves, a blank for what is no token of Puppet, and `_` for what recovery gave up.

use std::ops::Range;

use super::Dialect;

/// What is no token: an open string, `^`.
pub(super) const BAD: u8 = b' ';

/// Letters, and where in the file their tokens are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Tape {
    letters: String,
    places: Vec<Range<u32>>,
}

impl Tape {
    /// Adds a token.
    pub(super) fn push(&mut self, letter: u8, start: usize, end: usize) {
        self.letters.push(char::from(letter));
        self.places.push(start as u32..end as u32);
    }

    /// Makes the last token another one with another end, if it is `from`.
    pub(super) fn turn_last(&mut self, from: char, to: char, end: usize) -> bool {
        let turns = self.letters.ends_with(from);
        if turns && let Some(place) = self.places.last_mut() {
            self.letters.pop();
            self.letters.push(to);
            place.end = end as u32;
        }
        turns
    }

    /// Drops the tokens from an offset of the file on.
    pub(super) fn cut(&mut self, at: usize) {
        let length = self.index(at);
        self.letters.truncate(length);
        self.places.truncate(length);
    }

    /// The number of the first token at or after an offset of the file.
    pub(super) fn index(&self, at: usize) -> usize {
        self.places.partition_point(|place| (place.start as usize) < at)
    }

    /// How many tokens there are.
    pub(super) fn len(&self) -> usize {
        self.places.len()
    }

    /// The letters of a range of tokens.
    pub(super) fn letters(&self, tokens: Range<usize>) -> &str {
        self.letters.get(tokens).unwrap_or("")
    }

    /// The place of a token.
    pub(super) fn place(&self, token: usize) -> Option<Range<u32>> {
        self.places.get(token).cloned()
    }
}

/// The letter of a sign and its length in bytes; of several that fit, the longest.
pub(super) fn read_sign(text: &str) -> (u8, usize) {
    let mut bytes = text.bytes();
    let first = bytes.next().unwrap_or(BAD);
    let (second, third) = (bytes.next().unwrap_or(BAD), bytes.next().unwrap_or(BAD));
    match (first, second) {
        (b'<', b'<') if third == b'|' => (b'=', 3),
        (b'|', b'>') if third == b'>' => (b'~', 3),
        (b'=', b'=') => (b'o', 2),
        (b'!', b'=') => (b'p', 2),
        (b'=', b'~') => (b'q', 2),
        (b'!', b'~') => (b'r', 2),
        (b'<', b'<') => (b's', 2),
        (b'<', b'=') => (b't', 2),
        (b'>', b'>') => (b'v', 2),
        (b'>', b'=') => (b'w', 2),
        (b'-', b'>') => (b'0', 2),
        (b'~', b'>') => (b'1', 2),
        (b'<', b'-') => (b'2', 2),
        (b'<', b'~') => (b'3', 2),
        (b'+', b'=') => (b'5', 2),
        (b'-', b'=') => (b'6', 2),
        (b'=', b'>') => (b'7', 2),
        (b'+', b'>') => (b'8', 2),
        (b'<', b'|') => (b'<', 2),
        (b'|', b'>') => (b'^', 2),
        (b'@', b'@') => (b'%', 2),
        (b'<', _) => (b'u', 1),
        (b'>', _) => (b'x', 1),
        (b'%', _) => (b'y', 1),
        (b'/', _) => (b'z', 1),
        (b'=', _) => (b'4', 1),
        (b'@', _) => (b'&', 1),
        (b',' | b';' | b':' | b'.' | b'?' | b'|' | b'!' | b'+' | b'-' | b'*', _) => (first, 1),
        _ => (BAD, text.chars().next().map_or(1, char::len_utf8)),
    }
}

/// The letter of a lower-case word.
pub(super) fn word_letter(word: &str, dialect: Dialect) -> u8 {
    match word {
        "consumes" if dialect.app_orchestration => b'A',
        "produces" if dialect.app_orchestration => b'B',
        "and" => b'C',
        "in" => b'D',
        "or" => b'E',
        "else" => b'F',
        "elsif" => b'G',
        "inherits" => b'H',
        "attr" => b'I',
        "private" => b'J',
        "true" => b'K',
        "false" => b'L',
        "undef" => b'M',
        "default" => b'N',
        "application" if dialect.app_orchestration => b'O',
        "function" => b'P',
        "site" if dialect.app_orchestration => b'Q',
        "type" => b'R',
        "case" => b'S',
        "class" => b'T',
        "define" => b'U',
        "if" => b'V',
        "node" => b'W',
        "unless" => b'X',
        "plan" if dialect.tasks => b'Y',
        "apply" if dialect.tasks => b'Z',
        _ if is_name(word.as_bytes()) => b'a',
        _ => b'b',
    }
}

/// Whether a bare word is a name and not just a string.
fn is_name(word: &[u8]) -> bool {
    let mut rest = word.strip_prefix(b"::").unwrap_or(word);
    // At the start of the word or behind colons.
    let mut starts = true;
    while let [byte, more @ ..] = rest {
        if *byte == b'-' || starts && !byte.is_ascii_lowercase() {
            return false;
        }
        starts = *byte == b':';
        rest = if starts { more.get(1..).unwrap_or(&[]) } else { more };
    }
    !starts
}

/// Whether a `/` after this word divides; after the others a regular expression may start.
pub(super) fn is_operand(letter: u8) -> bool {
    !matches!(letter, b'A'..=b'J' | b'M'..=b'Z')
}
