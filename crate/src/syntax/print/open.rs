//! A bracket that is being read: what was seen in it so far, and whether that makes it break.

use super::item::Item;
use super::kind::{Kind, Role};

/// A word before a brace that says what the brace holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Head {
    None,
    Branch,
    Case,
    Definition,
    /// The same with its parameters touching the name.
    Function,
}

// What was seen, one bit each.

const COMMENT: u16 = 1;
const LINE_COMMENT: u16 = 1 << 1;
/// A line break before all else.
const FIRST: u16 = 1 << 2;
/// A line break behind a comma.
const COMMA: u16 = 1 << 3;
/// A line break anywhere but before the closing bracket.
const INNER: u16 = 1 << 4;
/// A line break before the closing bracket.
const CLOSING: u16 = 1 << 5;
/// A line break in brackets within.
const DEEP: u16 = 1 << 6;
/// A title on its own line, and such a title with all of its attributes and a semicolon.
const OWN_TITLE: u16 = 1 << 7;
const TABLE: u16 = 1 << 8;
/// A line break between the last title and its last attribute, or in brackets there.
const TITLE: u16 = 1 << 9;

/// A bracket that is not closed yet.
pub(super) struct Open {
    pub(super) bracket: u32,
    pub(super) kind: Kind,
    pub(super) head: Head,
    /// Whether a lambda's parameters were read and its block comes next.
    pub(super) lambda: bool,
    /// Whether the `if` that is being read is a statement.
    pub(super) statement_if: bool,
    /// Whether one of its blocks breaks.
    pub(super) broken_if: bool,
    /// The first item of the statement.
    pub(super) first: usize,
    /// Statements or elements so far.
    pub(super) elements: u32,
    /// The colon behind the title while its attributes are read, and that behind the first title.
    pub(super) colon: Option<usize>,
    pub(super) first_colon: Option<usize>,
    pub(super) titles: u32,
    /// Arrows since the last title.
    pub(super) arrows: u32,
    seen: u16,
}

impl Open {
    pub(super) fn new(bracket: u32, kind: Kind) -> Open {
        Open {
            bracket,
            kind,
            head: Head::None,
            lambda: false,
            statement_if: false,
            broken_if: false,
            first: 0,
            elements: 0,
            colon: None,
            first_colon: None,
            titles: 0,
            arrows: 0,
            seen: 0,
        }
    }

    fn saw(&self, any: u16) -> bool {
        self.seen & any != 0
    }

    /// Notes the line breaks before an item; `last` is the letter of the token before it, 0 for none.
    pub(super) fn note(&mut self, item: &Item, last: u8) {
        let closes = match item.letter {
            b'}' | b')' | b']' | b'^' | b'~' => true,
            b'|' => self.kind == Kind::Pipes,
            _ => false,
        };
        if item.role == Role::LineComment {
            self.seen |= COMMENT | LINE_COMMENT | INNER;
        } else if item.is_comment() {
            self.seen |= COMMENT;
        } else if closes && last == 0 && !self.saw(COMMENT) {
            return;
        }
        if item.breaks == 0 && item.role != Role::LineComment {
            return;
        }
        self.seen |= if closes { CLOSING } else { INNER };
        match last {
            0 => self.seen |= FIRST,
            b',' if !closes => self.seen |= COMMA,
            _ => {}
        }
        // Titles may stand on lines of their own without their attributes doing so.
        if !matches!(last, 0 | b';') {
            self.seen |= if closes && self.titles > 1 { 0 } else { TITLE };
        } else if !item.is_comment() {
            self.seen |= OWN_TITLE;
        }
    }

    /// Notes whether a line breaks in brackets within.
    pub(super) fn note_deep(&mut self, breaks: bool) {
        self.seen |= if breaks { DEEP | TITLE } else { 0 };
    }

    /// A semicolon ends the attributes of a title.
    pub(super) fn end_table_line(&mut self) {
        if self.saw(OWN_TITLE) && !self.saw(TITLE) {
            self.seen |= TABLE;
        }
        self.seen &= !(OWN_TITLE | TITLE);
    }

    /// Whether a line breaks anywhere in it.
    pub(super) fn has_breaks(&self) -> bool {
        self.saw(INNER | CLOSING | DEEP)
    }

    /// Whether titles stand on lines of their own.
    pub(super) fn is_table(&self) -> bool {
        self.titles > 1 || self.saw(TABLE)
    }

    /// Whether the content of the bracket starts on a line of its own.
    pub(super) fn breaks(&self) -> bool {
        match self.kind {
            Kind::File => true,
            Kind::Block | Kind::Branch => self.has_breaks() || self.elements > 1,
            Kind::Definition | Kind::Case => self.has_breaks() || self.elements > 0,
            Kind::Body | Kind::Bodies => self.is_table() || self.attributes_break(false),
            Kind::Attributes => self.has_breaks() || self.arrows > 1,
            Kind::Hash | Kind::Selector | Kind::Parameters | Kind::Pipes => {
                self.saw(INNER | CLOSING) || self.saw(DEEP) && self.elements > 1
            }
            Kind::Array => self.saw(FIRST | COMMA | CLOSING | LINE_COMMENT),
            Kind::Index | Kind::Call => self.saw(FIRST) || self.saw(COMMA) && self.saw(CLOSING | DEEP),
            Kind::Group | Kind::Query => self.saw(FIRST) || self.saw(INNER) && self.saw(CLOSING),
        }
    }

    /// Whether the attributes of the last title stand on lines of their own. Several of them do, unless they are a
    /// line of a table: one of several titles, with all of its attributes in its line.
    pub(super) fn attributes_break(&self, in_table: bool) -> bool {
        let own_line = in_table && self.saw(OWN_TITLE);
        self.arrows > 1 && !own_line || self.arrows > 0 && self.saw(TITLE)
    }
}
