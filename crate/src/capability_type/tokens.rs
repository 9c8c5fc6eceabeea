//! Ruby text -> a flat list of tokens; comments and blanks are dropped.
//!
//! Scanned by hand: tokens are all that is needed. Literals that are not closed run to the end of the text and nothing
//! is read twice but a regular expression that its line does not close, so reading is linear in time on any text.
//! Blocks are matched up in `read.rs`.

/// What a token is, as far as the reader cares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A name or keyword.
    Word,
    /// `name:`
    Label,
    /// `:name`
    Symbol,
    /// A quoted string or heredoc.
    Text,
    /// A number, `%w[…]`, regular expression or variable.
    Other,
    /// An operator or bracket.
    Punct,
    /// The end of a line or `;`.
    Newline,
}

/// One token with its byte range.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Token<'a> {
    /// What it is.
    pub(crate) kind: Kind,
    /// How it is written.
    pub(crate) text: &'a str,
    /// Offset of its first byte.
    pub(crate) start: usize,
    /// Offset after its last byte.
    pub(crate) end: usize,
}

impl Token<'_> {
    /// Whether it is this keyword or name.
    pub(super) fn is_word(&self, word: &str) -> bool {
        self.kind == Kind::Word && self.text == word
    }

    /// Whether it is this operator or bracket.
    pub(super) fn is_punct(&self, punct: &str) -> bool {
        self.kind == Kind::Punct && self.text == punct
    }

    /// The name in a symbol, label or string without interpolation.
    pub(super) fn name(&self) -> Option<&str> {
        let bare = match self.kind {
            Kind::Symbol => self.text.strip_prefix(':')?,
            Kind::Label => self.text.strip_suffix(':')?,
            Kind::Text => self.text,
            Kind::Word | Kind::Other | Kind::Punct | Kind::Newline => return None,
        };
        let name = bare.trim_matches(['"', '\'']);
        let plain = !name.is_empty() && name.bytes().all(is_name_part);
        plain.then_some(name)
    }
}

/// All tokens of a text.
pub(crate) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut scanner = Scanner { text, at: 0, tokens: Vec::new(), heredocs: Vec::new() };
    scanner.skip_block_comment();
    while let Some(byte) = scanner.peek(0) {
        scanner.step(byte);
    }
    scanner.tokens
}

/// Operators of more than one character.
const OPERATORS: &[&str] = &["=>", "=~", "!~", "==", "!=", "<=", ">=", "::", "&&", "||", "&.", "<<", "**"];

/// Operators and brackets after which `/` begins a regular expression.
const BEFORE_REGEX: &[&str] = &["=~", "!~", "=>", "&&", "||", "(", ",", "[", "{", "=", "!", "|"];

/// Looks at bytes: those of characters outside ASCII only occur in names and in literals, whose ends are ASCII.
struct Scanner<'a> {
    text: &'a str,
    at: usize,
    tokens: Vec<Token<'a>>,
    /// The heredocs whose text starts on the next line: number of the token, closing word.
    heredocs: Vec<(usize, &'a str)>,
}

impl<'a> Scanner<'a> {
    fn peek(&self, ahead: usize) -> Option<u8> {
        self.text.as_bytes().get(self.at + ahead).copied()
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn push(&mut self, kind: Kind, start: usize) {
        let text = self.text.get(start..self.at).unwrap_or_default();
        self.tokens.push(Token { kind, text, start, end: self.at });
    }

    fn skip_while(&mut self, wanted: impl Fn(u8) -> bool) {
        while self.peek(0).is_some_and(&wanted) {
            self.at += 1;
        }
    }

    fn take(&mut self, bytes: usize, kind: Kind) {
        let start = self.at;
        self.at += bytes;
        self.push(kind, start);
    }

    /// Reads what starts at this byte.
    fn step(&mut self, byte: u8) {
        let start = self.at;
        let next = self.peek(1);
        match byte {
            b' ' | b'\t' | b'\r' => self.at += 1,
            b'\\' if next == Some(b'\n') => self.at += 2,
            b'\\' if self.rest().starts_with("\\\r\n") => self.at += 3,
            b'#' => self.skip_while(|byte| byte != b'\n'),
            b'\n' => self.end_line(),
            b';' => self.take(1, Kind::Newline),
            b'<' if self.heredoc() => {}
            b'"' | b'\'' | b'`' => {
                self.skip_quoted(byte);
                self.push(Kind::Text, start);
            }
            b'%' if self.percent(next) => {}
            b'/' if self.may_be_regex(next) && self.regex() => {}
            b'0'..=b'9' => self.number(),
            b':' if next.is_some_and(|next| starts_name(next) || next == b'"' || next == b'\'') => {
                self.symbol();
            }
            b'@' | b'$' if self.variable() => {}
            byte if starts_name(byte) => self.word(),
            _ => {
                let operator = OPERATORS.iter().find(|operator| self.rest().starts_with(**operator));
                self.take(operator.map_or(1, |operator| operator.len()), Kind::Punct);
            }
        }
    }

    // Lines.

    fn end_line(&mut self) {
        self.skip_heredocs();
        if self.rest().starts_with("\n__END__") && matches!(self.peek(8), None | Some(b'\r' | b'\n')) {
            self.at = self.text.len();
            return;
        }
        if self.peek(0).is_some() {
            self.take(1, Kind::Newline);
        }
        self.skip_block_comment();
    }

    /// `=begin` to `=end`, each at the start of its line.
    fn skip_block_comment(&mut self) {
        if self.rest().starts_with("=begin") {
            self.at = self.rest().find("\n=end").map_or(self.text.len(), |end| self.at + end + 1);
            self.skip_while(|byte| byte != b'\n');
        }
    }

    /// `<<~WORD`, `<<-'WORD'`, `<<"WORD"` or `<<WORD`; what follows on this line is read as usual.
    fn heredoc(&mut self) -> bool {
        let Some(mark) = self.rest().strip_prefix("<<") else { return false };
        let bare = mark.strip_prefix(['-', '~']).unwrap_or(mark);
        let word = bare.strip_prefix(['"', '\'', '`']).unwrap_or(bare);
        let length = word.bytes().take_while(|byte| is_name_part(*byte)).count();
        let Some((tag, after)) = word.split_at_checked(length) else { return false };
        if !tag.bytes().next().is_some_and(starts_name) {
            return false;
        }
        // Without a sign that it is a heredoc, `<<` appends.
        if mark.len() == word.len() && !tag.starts_with(|first: char| first.is_ascii_uppercase()) {
            return false;
        }
        let after = after.strip_prefix(['"', '\'', '`']).unwrap_or(after);
        self.heredocs.push((self.tokens.len(), tag));
        self.take(self.rest().len() - after.len(), Kind::Text);
        true
    }

    /// Ends each heredoc of the line with its closing word; its token covers all from its mark to there.
    fn skip_heredocs(&mut self) {
        for (index, tag) in std::mem::take(&mut self.heredocs) {
            while self.peek(0).is_some() {
                self.at += 1;
                let start = self.at;
                self.skip_while(|byte| byte != b'\n');
                if self.text.get(start..self.at).is_some_and(|line| line.trim() == tag) {
                    break;
                }
            }
            if let Some(token) = self.tokens.get_mut(index) {
                token.end = self.at;
                token.text = self.text.get(token.start..self.at).unwrap_or_default();
            }
        }
    }

    // Literals.

    /// Skips from one quote to the other.
    fn skip_quoted(&mut self, quote: u8) {
        self.at += 1;
        while let Some(byte) = self.peek(0) {
            let interpolates = quote == b'"' && byte == b'#' && self.peek(1) == Some(b'{');
            match byte {
                b'\\' => self.skip_escape(),
                _ if interpolates => self.skip_interpolation(),
                _ => self.at += 1,
            }
            if byte == quote {
                break;
            }
        }
    }

    fn skip_escape(&mut self) {
        self.at = (self.at + 2).min(self.text.len());
    }

    /// `#{…}` with strings and braces in it; those in such strings do not count.
    fn skip_interpolation(&mut self) {
        self.at += 1;
        let mut depth = 0_usize;
        let mut quote: Option<u8> = None;
        while let Some(byte) = self.peek(0) {
            match byte {
                b'\\' if quote.is_some() => self.at += 1,
                b'"' | b'\'' if quote == Some(byte) => quote = None,
                b'"' | b'\'' if quote.is_none() => quote = Some(byte),
                b'{' if quote.is_none() => depth += 1,
                b'}' if quote.is_none() => depth -= 1,
                _ => {}
            }
            self.at = (self.at + 1).min(self.text.len());
            if depth == 0 {
                break;
            }
        }
    }

    /// `%w[…]`, `%(…)`, `%q{…}`, `%r|…|` or `%r!…!`.
    fn percent(&mut self, next: Option<u8>) -> bool {
        let letter = usize::from(next.is_some_and(|next| next.is_ascii_alphabetic()));
        let (open, close) = match self.peek(1 + letter) {
            Some(b'[') => (b'[', b']'),
            Some(b'(') => (b'(', b')'),
            Some(b'{') => (b'{', b'}'),
            Some(sign @ (b'|' | b'!')) if letter == 1 => (sign, sign),
            Some(_) | None => return false,
        };
        let start = self.at;
        self.at += 2 + letter;
        let mut depth = 1_usize;
        while let (Some(byte), 1..) = (self.peek(0), depth) {
            match byte {
                b'\\' => self.skip_escape(),
                _ => self.at += 1,
            }
            if byte == close {
                depth -= 1;
            } else if byte == open {
                depth += 1;
            }
        }
        self.push(Kind::Other, start);
        true
    }

    /// Whether `/` begins a regular expression here; else it divides.
    fn may_be_regex(&self, next: Option<u8>) -> bool {
        let Some(last) = self.tokens.last() else { return true };
        match last.kind {
            Kind::Punct => BEFORE_REGEX.contains(&last.text),
            Kind::Word => last.end < self.at && !matches!(next, None | Some(b' ' | b'\t' | b'\r' | b'=')),
            Kind::Newline => true,
            Kind::Label | Kind::Symbol | Kind::Text | Kind::Other => false,
        }
    }

    /// A regular expression ends on its line.
    fn regex(&mut self) -> bool {
        let start = self.at;
        self.at += 1;
        while let Some(byte) = self.peek(0) {
            match byte {
                b'\n' => break,
                b'/' => {
                    self.at += 1;
                    self.skip_while(|byte| byte.is_ascii_alphabetic());
                    self.push(Kind::Other, start);
                    return true;
                }
                b'\\' if self.peek(1) != Some(b'\n') => self.skip_escape(),
                _ => self.at += 1,
            }
        }
        self.at = start;
        false
    }

    fn number(&mut self) {
        let start = self.at;
        while let Some(byte) = self.peek(0) {
            let point = byte == b'.' && self.peek(1).is_some_and(|next| next.is_ascii_digit());
            if !point && !byte.is_ascii_alphanumeric() && byte != b'_' {
                break;
            }
            self.at += 1;
        }
        self.push(Kind::Other, start);
    }

    // Names.

    fn symbol(&mut self) {
        let start = self.at;
        self.at += 1;
        match self.peek(0) {
            Some(quote @ (b'"' | b'\'')) => self.skip_quoted(quote),
            Some(_) | None => {
                self.skip_while(is_name_part);
                let setter = self.peek(0) == Some(b'=') && !matches!(self.peek(1), Some(b'>' | b'=' | b'~'));
                if setter || matches!(self.peek(0), Some(b'?' | b'!')) {
                    self.at += 1;
                }
            }
        }
        self.push(Kind::Symbol, start);
    }

    /// `@name`, `@@name`, `$name`, `$` and any one sign.
    fn variable(&mut self) -> bool {
        let sigil = if self.rest().starts_with("@@") { 2 } else { 1 };
        let special = self.peek(0) == Some(b'$') && self.peek(1).is_some();
        if !special && !self.peek(sigil).is_some_and(starts_name) {
            return false;
        }
        let start = self.at;
        self.at += sigil;
        match self.peek(0) {
            Some(first) if starts_name(first) => self.skip_while(is_name_part),
            Some(_) | None => self.at += 1,
        }
        self.push(Kind::Other, start);
        true
    }

    /// A name, with what may end it, or a label.
    fn word(&mut self) {
        let start = self.at;
        self.skip_while(is_name_part);
        let marked = usize::from(matches!(self.peek(0), Some(b'?' | b'!')));
        if self.peek(marked) == Some(b':') && self.peek(marked + 1) != Some(b':') {
            self.at += marked + 1;
            self.push(Kind::Label, start);
            return;
        }
        if self.peek(0) == Some(b'?') || (marked == 1 && self.peek(1) != Some(b'=')) {
            self.at += 1;
        }
        self.push(Kind::Word, start);
    }
}

fn starts_name(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte == b'_' || !byte.is_ascii()
}

fn is_name_part(byte: u8) -> bool {
    starts_name(byte) || byte.is_ascii_digit()
}
