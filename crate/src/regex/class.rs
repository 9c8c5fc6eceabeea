//! Classes of characters: `[a-z&&[^x]]`, `\w`, `[[:alpha:]]`.

use crate::platform;

/// A class of characters.
#[derive(Debug, Default)]
pub(super) struct Class {
    /// Whether it has all but these.
    pub negated: bool,
    /// Whether upper and lower case are the same.
    pub fold: bool,
    /// What it is made of.
    pub items: Vec<Item>,
    /// Which ASCII characters it has, a bit each.
    ascii: u128,
}

/// A part of a class.
#[derive(Debug)]
pub(super) enum Item {
    /// Characters from one to another.
    Range(char, char),
    /// A kind of characters, or all others.
    Kind { kind: Kind, ascii: bool, negated: bool },
    /// A class in the class.
    Class(Class),
    /// What stands before and what stands behind have to agree.
    And,
}

/// Kinds of characters with a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Alnum,
    Alpha,
    Ascii,
    Blank,
    Cntrl,
    Digit,
    Graph,
    Lower,
    Print,
    Punct,
    Space,
    Upper,
    Word,
    Xdigit,
}

/// The names of POSIX brackets, which are properties too.
const BRACKETS: &[(&str, Kind)] = &[
    ("alnum", Kind::Alnum),
    ("alpha", Kind::Alpha),
    ("ascii", Kind::Ascii),
    ("blank", Kind::Blank),
    ("cntrl", Kind::Cntrl),
    ("digit", Kind::Digit),
    ("graph", Kind::Graph),
    ("lower", Kind::Lower),
    ("print", Kind::Print),
    ("punct", Kind::Punct),
    ("space", Kind::Space),
    ("upper", Kind::Upper),
    ("word", Kind::Word),
    ("xdigit", Kind::Xdigit),
];

/// Other names of properties that come to the same, or nearly so beyond ASCII.
const PROPERTIES: &[(&str, Kind)] = &[
    ("alphabetic", Kind::Alpha),
    ("l", Kind::Alpha),
    ("letter", Kind::Alpha),
    ("ll", Kind::Lower),
    ("lowercase", Kind::Lower),
    ("lu", Kind::Upper),
    ("nd", Kind::Digit),
    ("uppercase", Kind::Upper),
    ("whitespace", Kind::Space),
];

fn named(names: &[(&str, Kind)], name: &str) -> Option<Kind> {
    names.iter().find(|(known, _)| *known == name).map(|(_, kind)| *kind)
}

impl Kind {
    /// The kind of a POSIX bracket.
    pub(super) fn bracket(name: &str) -> Option<Kind> {
        named(BRACKETS, name)
    }

    /// The kind of a property; neither case nor blanks in its name matter.
    pub(super) fn property(name: &str) -> Option<Kind> {
        let mut name = name.to_ascii_lowercase();
        name.retain(|char| !matches!(char, ' ' | '_' | '-'));
        named(BRACKETS, &name).or_else(|| named(PROPERTIES, &name))
    }

    /// Whether the character is of this kind.
    pub(super) fn has(self, char: char, ascii: bool) -> bool {
        match u8::try_from(char) {
            Ok(byte) if byte.is_ascii() => self.has_ascii(byte),
            _ if ascii => false,
            _ => self.has_other(char),
        }
    }

    fn has_ascii(self, byte: u8) -> bool {
        match self {
            Kind::Alnum => byte.is_ascii_alphanumeric(),
            Kind::Alpha => byte.is_ascii_alphabetic(),
            Kind::Ascii => true,
            Kind::Blank => matches!(byte, b' ' | b'\t'),
            Kind::Cntrl => byte.is_ascii_control(),
            Kind::Digit => byte.is_ascii_digit(),
            Kind::Graph => byte.is_ascii_graphic(),
            Kind::Lower => byte.is_ascii_lowercase(),
            Kind::Print => byte == b' ' || byte.is_ascii_graphic(),
            Kind::Punct => byte.is_ascii_punctuation(),
            Kind::Space => matches!(byte, b' ' | b'\t'..=b'\r'),
            Kind::Upper => byte.is_ascii_uppercase(),
            Kind::Word => byte.is_ascii_alphanumeric() || byte == b'_',
            Kind::Xdigit => byte.is_ascii_hexdigit(),
        }
    }

    fn has_other(self, char: char) -> bool {
        match self {
            Kind::Alnum | Kind::Alpha | Kind::Word => platform::is_alphabetic(char),
            Kind::Ascii | Kind::Digit | Kind::Punct | Kind::Xdigit => false,
            Kind::Blank => char.is_whitespace() && !matches!(char, '\u{85}' | '\u{2028}' | '\u{2029}'),
            Kind::Cntrl => char < '\u{a0}',
            Kind::Graph => char >= '\u{a0}' && !char.is_whitespace(),
            Kind::Lower => upper(char) != char,
            Kind::Print => char >= '\u{a0}',
            Kind::Space => char.is_whitespace(),
            Kind::Upper => lower(char) != char,
        }
    }
}

impl Class {
    /// A class, ready for use.
    pub(super) fn new(negated: bool, fold: bool, items: Vec<Item>) -> Class {
        let mut class = Class { negated, fold, items, ascii: 0 };
        for byte in 0..128 {
            if class.look_up(char::from(byte)) {
                class.ascii |= 1 << byte;
            }
        }
        class
    }

    /// Whether it has the character.
    pub(super) fn has(&self, char: char) -> bool {
        if char.is_ascii() { self.ascii >> (char as u32) & 1 == 1 } else { self.look_up(char) }
    }

    fn look_up(&self, char: char) -> bool {
        let mut found = self.lists(char);
        if self.fold && !found {
            found = self.lists(fold(char)) || self.lists(upper(char));
        }
        found != self.negated
    }

    /// Whether the character is among the parts, apart from all that changes the class as a whole.
    fn lists(&self, char: char) -> bool {
        let mut all = true;
        let mut any = false;
        for item in &self.items {
            match item {
                Item::And => {
                    all &= any;
                    any = false;
                }
                Item::Range(from, to) => any |= (*from..=*to).contains(&char),
                Item::Kind { kind, ascii, negated } => any |= kind.has(char, *ascii) != *negated,
                Item::Class(class) => any |= class.lists(char) != class.negated,
            }
        }
        all && any
    }

    /// How many parts there are, those of its parts included.
    pub(super) fn weight(&self) -> usize {
        self.items.iter().fold(1, |weight, item| {
            weight
                + match item {
                    Item::Class(class) => class.weight(),
                    Item::Range(..) | Item::Kind { .. } | Item::And => 1,
                }
        })
    }
}

/// The one character that stands for it in all cases.
pub(super) fn fold(char: char) -> char {
    lower(upper(char))
}

fn lower(char: char) -> char {
    if char.is_ascii() {
        return char.to_ascii_lowercase();
    }
    only(&platform::lowercase(char.encode_utf8(&mut [0; 4]))).unwrap_or(char)
}

fn upper(char: char) -> char {
    if char.is_ascii() {
        return char.to_ascii_uppercase();
    }
    only(&platform::uppercase(char.encode_utf8(&mut [0; 4]))).unwrap_or(char)
}

/// The character of a text that has no other.
fn only(text: &str) -> Option<char> {
    let mut chars = text.chars();
    chars.next().filter(|_| chars.as_str().is_empty())
}
