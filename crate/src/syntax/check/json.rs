//! Whether a text is JSON, as strictly as the reader that Puppet asks: it takes comments, and any letter behind a
//! backslash. Nothing here recurses.

/// Brackets may be nested this deeply, as in Ruby's reader.
const MAX_DEPTH: usize = 100;

/// What comes next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Expected {
    Value,
    ValueOrClose,
    Key,
    KeyOrClose,
    /// A comma, a closing bracket or the end.
    After,
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

/// The offset of the first thing that is not JSON.
pub(super) fn first_mistake(text: &str) -> Option<usize> {
    let mut reader = Reader { bytes: text.as_bytes(), at: 0 };
    let mut open: Vec<u8> = Vec::new();
    let mut expected = Expected::Value;
    loop {
        reader.skip_blanks();
        let start = reader.at;
        let Some(byte) = reader.peek() else {
            return (expected != Expected::After || !open.is_empty()).then_some(start);
        };
        let may_close = !matches!(expected, Expected::Value | Expected::Key);
        let next = match byte {
            b'}' | b']' if may_close && open.pop() == Some(byte) => reader.step(Expected::After),
            b',' if expected == Expected::After => match open.last() {
                Some(b'}') => reader.step(Expected::Key),
                Some(_) => reader.step(Expected::Value),
                None => None,
            },
            b'"' if matches!(expected, Expected::Key | Expected::KeyOrClose) => reader.key(),
            _ if matches!(expected, Expected::Value | Expected::ValueOrClose) => {
                reader.value(byte, &mut open)
            }
            _ => None,
        };
        match next.filter(|_| open.len() <= MAX_DEPTH) {
            Some(next) => expected = next,
            None => return Some(start),
        }
    }
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn rest(&self) -> &[u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    fn step(&mut self, next: Expected) -> Option<Expected> {
        self.at += 1;
        Some(next)
    }

    /// The distance to the first occurrence of two bytes.
    fn distance(&self, end: &[u8]) -> Option<usize> {
        self.rest().windows(end.len()).position(|bytes| bytes == end)
    }

    fn skip_blanks(&mut self) {
        loop {
            let skipped = match self.rest() {
                [b' ' | b'\t' | b'\r' | b'\n', ..] => Some(1),
                [b'/', b'*', ..] => self.distance(b"*/").map(|length| length + 2),
                [b'/', b'/', ..] => self.distance(b"\n"),
                _ => None,
            };
            match skipped {
                Some(length) => self.at += length,
                None => return,
            }
        }
    }

    fn value(&mut self, byte: u8, open: &mut Vec<u8>) -> Option<Expected> {
        let sound = match byte {
            b'{' => {
                open.push(b'}');
                return self.step(Expected::KeyOrClose);
            }
            b'[' => {
                open.push(b']');
                return self.step(Expected::ValueOrClose);
            }
            b'"' => self.string(),
            b'-' | b'0'..=b'9' => self.number(),
            _ => [&b"true"[..], b"false", b"null"].iter().any(|word| self.word(word)),
        };
        sound.then_some(Expected::After)
    }

    /// A string and a colon.
    fn key(&mut self) -> Option<Expected> {
        if !self.string() {
            return None;
        }
        self.skip_blanks();
        if self.word(b":") { Some(Expected::Value) } else { None }
    }

    fn word(&mut self, word: &[u8]) -> bool {
        let found = self.rest().starts_with(word);
        self.at += if found { word.len() } else { 0 };
        found
    }

    fn string(&mut self) -> bool {
        self.at += 1;
        while let Some(byte) = self.peek() {
            self.at += 1;
            match byte {
                b'"' => return true,
                b'\\' if self.peek() == Some(b'u') => {
                    let hex =
                        self.rest().iter().skip(1).take(4).take_while(|digit| digit.is_ascii_hexdigit());
                    if hex.count() < 4 {
                        return false;
                    }
                }
                b'\\' if self.peek().is_some_and(|next| next >= b' ') => self.at += 1,
                b'\\' | 0..=0x1F => return false,
                _ => {}
            }
        }
        false
    }

    fn digits(&mut self) -> bool {
        let count = self.rest().iter().take_while(|byte| byte.is_ascii_digit()).count();
        self.at += count;
        count > 0
    }

    fn number(&mut self) -> bool {
        self.word(b"-");
        let whole = self.word(b"0") || self.digits();
        let fraction = !self.word(b".") || self.digits();
        let exponent = match self.word(b"e") || self.word(b"E") {
            true => {
                let _sign = self.word(b"+") || self.word(b"-");
                self.digits()
            }
            false => true,
        };
        whole && fraction && exponent
    }
}
