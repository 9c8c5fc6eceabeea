//! What follows a backslash, and classes in brackets.

use super::class::{Class, Item, Kind};
use super::parse::{Behind, Parser, Read, Width, wrong};
use super::{Error, Op, Spot};

/// What an escape in a class, or a bare character there, stands for.
enum Part {
    Char(char),
    Kind(Item),
}

/// The kind of characters that a letter stands for, and whether all others are meant.
fn kind_of(letter: char) -> Option<(Kind, bool)> {
    let kind = match letter.to_ascii_lowercase() {
        'd' => Kind::Digit,
        'h' => Kind::Xdigit,
        's' => Kind::Space,
        'w' => Kind::Word,
        _ => return None,
    };
    Some((kind, letter.is_ascii_uppercase()))
}

impl Parser<'_> {
    /// What follows a backslash outside of classes.
    pub(super) fn escape(&mut self) -> Read<Width> {
        if self.peek().is_some_and(|digit| ('1'..='9').contains(&digit))
            && let Some(width) = self.numbered_reference()?
        {
            return Ok(width);
        }
        let Some(letter) = self.rest.next() else { return wrong("too short escape sequence") };
        if let Some((kind, negated)) = kind_of(letter) {
            return self.kind(kind, negated, !self.options.unicode);
        }
        match letter {
            'A' => self.at(Spot::TextStart),
            'B' | 'b' => self.at(Spot::Word { negated: letter == 'B', ascii: self.options.ascii }),
            'G' => self.at(Spot::SearchStart),
            'K' => {
                self.push(Op::Keep);
                Ok(Width::NONE)
            }
            'R' => self.line_break(),
            'X' => self.grapheme(),
            'Z' => self.at(Spot::LastLineEnd),
            'z' => self.at(Spot::TextEnd),
            'P' | 'p' if self.eat("{") => {
                let (kind, negated) = self.property(letter == 'P')?;
                self.kind(kind, negated, false)
            }
            'g' if self.eat("<") => self.call('>'),
            'g' if self.eat("'") => self.call('\''),
            'k' if self.eat("<") => self.named_reference('>'),
            'k' if self.eat("'") => self.named_reference('\''),
            _ => {
                let char = self.code(letter)?;
                self.literal(char)
            }
        }
    }

    /// `(?>\r\n|[\n-\r\u0085\u2028\u2029])`
    fn line_break(&mut self) -> Read<Width> {
        let others = [('\n', '\r'), ('\u{85}', '\u{85}'), ('\u{2028}', '\u{2029}')];
        self.pair_or(Class::new(false, false, others.map(|(from, to)| Item::Range(from, to)).into()))
    }

    /// Any character, a line break of two, and the marks on a character.
    fn grapheme(&mut self) -> Read<Width> {
        let start = self.here();
        self.pair_or(Class::new(true, false, Vec::new()))?;
        let marks = [
            ('\u{300}', '\u{36f}'),
            ('\u{1ab0}', '\u{1aff}'),
            ('\u{1dc0}', '\u{1dff}'),
            ('\u{200d}', '\u{200d}'),
            ('\u{20d0}', '\u{20ff}'),
            ('\u{fe00}', '\u{fe0f}'),
            ('\u{fe20}', '\u{fe2f}'),
        ];
        let at = self.here();
        self.set(Class::new(false, false, marks.map(|(from, to)| Item::Range(from, to)).into()))?;
        self.repeat(at, (0, super::ENDLESS), super::Greed::Possessive);
        self.atomic(start);
        Ok(Width { max: super::ENDLESS, ..Width::ONE.but(Behind::Never) })
    }

    /// A carriage return with a line feed, or one of the class.
    fn pair_or(&mut self, class: Class) -> Read<Width> {
        let start = self.here();
        for op in [Op::Split(4), Op::Char('\r'), Op::Char('\n'), Op::Jump(2)] {
            self.push(op);
        }
        self.set(class)?;
        self.atomic(start);
        Ok(Width { max: 2, ..Width::ONE.but(Behind::Never) })
    }

    /// A property, behind the brace, and whether all others are meant.
    fn property(&mut self, mut negated: bool) -> Read<(Kind, bool)> {
        if self.eat("^") {
            negated = !negated;
        }
        match self.until('}') {
            Some("") | None => wrong("invalid character property name"),
            Some(name) => Kind::property(name).map(|kind| (kind, negated)).ok_or(Error::Unknown),
        }
    }

    /// The character that a letter with what follows stands for.
    fn code(&mut self, letter: char) -> Read<char> {
        Ok(match letter {
            'a' => '\u{7}',
            'e' => '\u{1b}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'v' => '\u{b}',
            '0'..='7' => {
                let first = letter.to_digit(8).unwrap_or(0);
                let (rest, digits) = self.digits(8, 2);
                match first * 8_u32.pow(digits) + rest {
                    code @ 0..=0x7f => char::from(code as u8),
                    0x80..=0xff => return Err(Error::Unknown),
                    _ => return wrong("invalid escape code"),
                }
            }
            'x' => return self.bytes(),
            'u' => return self.unicode(),
            'c' => return self.control(),
            'C' => {
                return if self.eat("-") { self.control() } else { wrong("too short control escape") };
            }
            'M' => return if self.eat("-") { Err(Error::Unknown) } else { wrong("too short meta escape") },
            other => other,
        })
    }

    /// A number of at most so many digits, and how many these are.
    fn digits(&mut self, radix: u32, most: u32) -> (u32, u32) {
        let (mut number, mut count) = (0, 0);
        while count < most
            && let Some(digit) = self.peek().and_then(|char| char.to_digit(radix))
        {
            self.rest.next();
            number = number * radix + digit;
            count += 1;
        }
        (number, count)
    }

    /// `\x41`, or the bytes of a character beyond ASCII as `\xC3\xA9`.
    fn bytes(&mut self) -> Read<char> {
        let mut bytes = Vec::new();
        loop {
            let (byte, digits) = self.digits(16, 2);
            if digits == 0 {
                return wrong("invalid hex escape");
            }
            bytes.push(byte as u8);
            if let Ok(text) = std::str::from_utf8(&bytes) {
                return text.chars().next().ok_or(Error::Wrong("invalid hex escape"));
            }
            if bytes.len() == 4 {
                return wrong("invalid multibyte escape");
            }
            if !self.eat("\\x") {
                return wrong("too short escaped multibyte character");
            }
        }
    }

    /// `\u0041` or `\u{41}`
    fn unicode(&mut self) -> Read<char> {
        let (code, complete) = if self.eat("{") {
            let (code, digits) = self.digits(16, 6);
            if self.peek() == Some(' ') {
                return Err(Error::Unknown);
            }
            (code, digits > 0 && self.eat("}"))
        } else {
            let (code, digits) = self.digits(16, 4);
            (code, digits == 4)
        };
        if !complete {
            return wrong("invalid Unicode escape");
        }
        char::from_u32(code).ok_or(Error::Wrong("invalid Unicode range"))
    }

    /// `\cA` and `\C-a`
    fn control(&mut self) -> Read<char> {
        match self.rest.next() {
            Some('?') => Ok('\u{7f}'),
            Some('\\') => Err(Error::Unknown),
            Some(char) if char.is_ascii() => Ok(char::from(char as u8 & 0x1f)),
            _ => wrong("too short control escape"),
        }
    }

    /// A class, behind its bracket, with the one that closes it.
    pub(super) fn class(&mut self) -> Read<Class> {
        let negated = self.eat("^");
        let mut items = Vec::new();
        if self.peek() == Some(']') {
            // A bracket that closes nothing is one of the characters, if another one closes the class.
            let rest = self.rest.as_str().get(1..).unwrap_or("");
            if !rest.contains(']') {
                return wrong("empty char-class");
            }
            self.rest.next();
            self.range_from(']', &mut items)?;
        }
        loop {
            let Some(char) = self.rest.next() else { return wrong("premature end of char-class") };
            match char {
                ']' => return Ok(Class::new(negated, self.options.fold, items)),
                '&' if self.eat("&") => items.push(Item::And),
                '[' => match self.bracket()? {
                    Some(item) => self.kind_in_class(item, &mut items)?,
                    None => items.push(Item::Class(self.nested(Self::class)?)),
                },
                _ => match self.part(char)? {
                    Part::Char(from) => self.range_from(from, &mut items)?,
                    Part::Kind(item) => self.kind_in_class(item, &mut items)?,
                },
            }
        }
    }

    fn part(&mut self, char: char) -> Read<Part> {
        if char != '\\' {
            return Ok(Part::Char(char));
        }
        let Some(letter) = self.rest.next() else { return wrong("end pattern at escape") };
        if let Some((kind, negated)) = kind_of(letter) {
            return Ok(Part::Kind(Item::Kind { kind, ascii: !self.options.unicode, negated }));
        }
        match letter {
            'P' | 'p' if self.eat("{") => {
                let (kind, negated) = self.property(letter == 'P')?;
                Ok(Part::Kind(Item::Kind { kind, ascii: false, negated }))
            }
            'b' => Ok(Part::Char('\u{8}')),
            _ => self.code(letter).map(Part::Char),
        }
    }

    /// Whether a range follows that does not end the class.
    fn range_follows(&self) -> bool {
        let mut rest = self.rest.clone();
        rest.next() == Some('-') && rest.next().is_some_and(|next| next != ']')
    }

    /// A character of a class, or the range that it begins.
    fn range_from(&mut self, from: char, items: &mut Vec<Item>) -> Read<()> {
        let mut to = from;
        if self.range_follows() {
            self.rest.next();
            let first = self.rest.next().unwrap_or('-');
            let kind = first == '[' && self.bracket()?.is_some();
            if first == '[' && !kind {
                // A class cannot end a range: what was begun counts for nothing.
                items.push(Item::Range(from, from));
                items.push(Item::Class(self.nested(Self::class)?));
                return Ok(());
            }
            to = match self.part(first)? {
                Part::Char(to) if !kind => to,
                Part::Char(_) | Part::Kind(_) => return wrong("char-class value at end of range"),
            };
            if to < from {
                return wrong("empty range in char class");
            }
            items.push(Item::Range(from, to));
            // What follows a range begins none.
            if self.range_follows() && self.eat("-") {
                items.push(Item::Range('-', '-'));
            }
            return Ok(());
        }
        items.push(Item::Range(from, to));
        Ok(())
    }

    fn kind_in_class(&mut self, item: Item, items: &mut Vec<Item>) -> Read<()> {
        items.push(item);
        if self.range_follows() { wrong("unmatched range specifier in char-class") } else { Ok(()) }
    }

    /// `[:alpha:]`, behind its first bracket; none if this is a class in the class.
    fn bracket(&mut self) -> Read<Option<Item>> {
        let Some(inner) = self.rest.as_str().strip_prefix(':') else { return Ok(None) };
        let (negated, inner) = inner.strip_prefix('^').map_or((false, inner), |inner| (true, inner));
        let end = inner.find([':', ']']).unwrap_or(inner.len());
        let (name, rest) = inner.split_at_checked(end).unwrap_or((inner, ""));
        let Some(rest) = rest.strip_prefix(":]") else { return Ok(None) };
        let Some(kind) = Kind::bracket(name) else { return wrong("invalid POSIX bracket type") };
        self.rest = rest.chars();
        Ok(Some(Item::Kind { kind, ascii: self.options.ascii, negated }))
    }
}
