//! Texts: plain, in quotes, and blocks behind `|` and `>`.

use super::reader::{Read, Reader};

impl Reader<'_> {
    /// A plain scalar, which goes on in lines that are indented further than `indent`. It ends before `: ` and ` #`.
    pub(super) fn plain(&mut self, indent: i32, flow: bool) -> String {
        let mut text = String::new();
        loop {
            let start = self.at;
            let end = self.plain_end(flow);
            text.push_str(self.slice(start, end));
            self.at = end;
            let newlines = self.pass_breaks();
            let deep = || flow || i32::try_from(self.column()).unwrap_or(i32::MAX) > indent;
            let over = newlines == 0 || self.ended() || self.byte() == b'#' || !deep();
            let at_sign = flow && matches!(self.byte(), b',' | b'[' | b']' | b'{' | b'}' | b':');
            if over || at_sign {
                self.at = end;
                return text;
            }
            fold(&mut text, newlines);
        }
    }

    /// Where the plain text in this line ends, without blanks at its end.
    fn plain_end(&self, flow: bool) -> usize {
        let is_bracket = |byte| matches!(byte, b',' | b'[' | b']' | b'{' | b'}');
        let (mut at, mut end) = (self.at, self.at);
        while at < self.text.len() {
            match self.byte_at(at) {
                b'\n' => break,
                b'#' if at > self.at && self.blank_at(at - 1) => break,
                b':' if self.blank_at(at + 1) || (flow && is_bracket(self.byte_at(at + 1))) => break,
                byte if flow && is_bracket(byte) => break,
                b' ' | b'\t' | b'\r' => at += 1,
                _ => {
                    at += 1;
                    end = at;
                }
            }
        }
        end
    }

    /// Passes over blanks and line breaks; how many breaks there were.
    fn pass_breaks(&mut self) -> usize {
        let start = self.at;
        while !self.at_end() && self.blank_at(self.at) {
            self.at += 1;
        }
        self.slice(start, self.at).matches('\n').count()
    }

    /// A text in quotes of this kind.
    pub(super) fn quoted(&mut self, quote: u8) -> Read<String> {
        let start = self.at;
        self.at += 1;
        let mut text = String::new();
        // What an escape wrote stays, even blanks at the end of a line.
        let mut kept = 0;
        loop {
            if self.at_end() {
                return self.fail(start, "this quote is not closed", "add the same quote behind the text");
            }
            match self.byte() {
                b'\'' if quote == b'\'' && self.byte_at(self.at + 1) == b'\'' => {
                    text.push('\'');
                    self.at += 2;
                }
                byte if byte == quote => {
                    self.at += 1;
                    return Ok(text);
                }
                b'\\' if quote == b'"' => {
                    self.escape(&mut text)?;
                    kept = text.len();
                }
                b'\n' => {
                    let end = text.trim_end_matches([' ', '\t', '\r']).len();
                    text.truncate(end.max(kept));
                    let newlines = self.pass_breaks();
                    fold(&mut text, newlines);
                    kept = text.len();
                }
                _ => {
                    let from = self.at;
                    while !self.at_end() && !matches!(self.byte(), b'\'' | b'"' | b'\\' | b'\n') {
                        self.at += 1;
                    }
                    self.at += usize::from(self.at == from);
                    text.push_str(self.slice(from, self.at));
                }
            }
        }
    }

    fn escape(&mut self, text: &mut String) -> Read<()> {
        let start = self.at;
        let sign = self.byte_at(start + 1);
        self.at += 2;
        let digits = match sign {
            b'x' => 2,
            b'u' => 4,
            b'U' => 8,
            b'\r' | b'\n' => {
                self.at -= 1;
                let newlines = self.pass_breaks();
                (1..newlines).for_each(|_| text.push('\n'));
                return Ok(());
            }
            _ => 0,
        };
        if digits > 0 {
            let char = self.hex(digits).and_then(|code| self.character(code));
            return match char {
                Some(char) => {
                    text.push(char);
                    Ok(())
                }
                None => {
                    self.fail(start, "not the number of a character", "write its digits, as in `\\u00e9`")
                }
            };
        }
        const ESCAPES: &[(u8, char)] = &[
            (b'n', '\n'),
            (b't', '\t'),
            (b'"', '"'),
            (b'\\', '\\'),
            (b'/', '/'),
            (b' ', ' '),
            (b'\t', '\t'),
            (b'r', '\r'),
            (b'0', '\0'),
            (b'a', '\u{7}'),
            (b'b', '\u{8}'),
            (b'v', '\u{b}'),
            (b'f', '\u{c}'),
            (b'e', '\u{1b}'),
            (b'N', '\u{85}'),
            (b'_', '\u{a0}'),
            (b'L', '\u{2028}'),
            (b'P', '\u{2029}'),
        ];
        match ESCAPES.iter().find(|(letter, _)| *letter == sign) {
            Some((_, char)) => {
                text.push(*char);
                Ok(())
            }
            None => self.fail(start, "this is no escape", "write the backslash twice, or take single quotes"),
        }
    }

    fn hex(&mut self, digits: usize) -> Option<u32> {
        let number = self.slice(self.at, self.at + digits);
        self.at += digits;
        let plain = number.len() == digits && number.bytes().all(|byte| byte.is_ascii_hexdigit());
        u32::from_str_radix(number, 16).ok().filter(|_| plain)
    }

    /// The character of a number; JSON writes one beyond 16 bits as two halves.
    fn character(&mut self, code: u32) -> Option<char> {
        if !(0xd800..0xdc00).contains(&code) || self.byte() != b'\\' {
            return char::from_u32(code);
        }
        self.at += 2;
        let low = self.hex(4)?.checked_sub(0xdc00).filter(|low| *low < 0x400)?;
        char::from_u32(0x10000 + ((code - 0xd800) << 10) + low)
    }

    /// A block behind `|` (lines as they are) or `>` (lines folded).
    pub(super) fn block_scalar(&mut self, indent: i32) -> Read<String> {
        let start = self.at;
        let folds = self.byte() == b'>';
        self.at += 1;
        let (mut chomp, mut given) = (b' ', 0);
        loop {
            match self.byte() {
                sign @ (b'+' | b'-') => chomp = sign,
                digit @ b'1'..=b'9' => given = usize::from(digit - b'0'),
                _ => break,
            }
            self.at += 1;
        }
        self.skip_blanks();
        if !matches!(self.byte(), b'\n' | b'\r' | b'#') && !self.at_end() {
            return self.fail(
                start,
                "the text of a block starts on the line below",
                "write nothing behind the sign, or put the text in quotes",
            );
        }
        self.skip_line();
        self.at += usize::from(!self.at_end());
        let parent = usize::try_from(indent).unwrap_or(0);
        let inner = if given > 0 { parent + given } else { self.block_indent(indent) };
        Ok(self.block_lines(inner, folds, chomp))
    }

    /// How far the first line with text is indented, and further than what is around it.
    fn block_indent(&self, indent: i32) -> usize {
        let rest = self.slice(self.at, self.text.len());
        let text = rest.lines().find(|line| !line.trim_start_matches(' ').trim_end().is_empty());
        let spaces = text.map_or(0, |line| line.len() - line.trim_start_matches(' ').len());
        spaces.max(usize::try_from(indent + 1).unwrap_or(0)).max(1)
    }

    fn block_lines(&mut self, indent: usize, folds: bool, chomp: u8) -> String {
        let mut text = String::new();
        // The break after the last line with text, and the empty lines behind it.
        let (mut last_break, mut empty) = (false, 0);
        let mut was_further = false;
        while !self.at_end() {
            let line_end = self.at
                + self.slice(self.at, self.text.len()).find('\n').unwrap_or(self.text.len() - self.at);
            let line = self.slice(self.at, line_end).trim_end_matches('\r');
            let spaces = line.len() - line.trim_start_matches(' ').len();
            let breaks = line_end < self.text.len();
            if spaces == line.len() && spaces <= indent {
                empty += usize::from(breaks);
            } else if spaces < indent {
                break;
            } else {
                let content = line.get(indent..).unwrap_or("");
                let further = content.starts_with([' ', '\t']);
                if last_break && folds && !was_further && !further {
                    text.push_str(if empty == 0 { " " } else { "" });
                } else if last_break {
                    text.push('\n');
                }
                (0..empty).for_each(|_| text.push('\n'));
                empty = 0;
                was_further = further;
                text.push_str(content);
                last_break = breaks;
            }
            self.at = line_end + usize::from(breaks);
        }
        if chomp != b'-' && last_break {
            text.push('\n');
        }
        if chomp == b'+' {
            (0..empty).for_each(|_| text.push('\n'));
        }
        text
    }
}

/// One line break is a blank; more are one fewer.
fn fold(text: &mut String, newlines: usize) {
    match newlines {
        0 | 1 => text.push(' '),
        _ => (1..newlines).for_each(|_| text.push('\n')),
    }
}
