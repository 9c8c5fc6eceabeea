//! What each item is for, which brackets belong together, and which of them break.
//!
//! One walk with a stack of the open brackets. In a sound text the token before a sign and the words before a brace
//! tell what it is, as they do for the grammar; so the tree is not needed.

use super::item::Item;
use super::kind::{Bracket, Kind, Role};
use super::open::{Head, Open};
use crate::syntax::build::STATEMENT_CALLS;

/// The items with their roles and signs added or dropped, and the brackets by number; the first is the whole text.
pub(super) fn structure(text: &str, items: Vec<Item>) -> (Vec<Item>, Vec<Bracket>) {
    let mut walk = Walk { text, items, brackets: Vec::new(), open: Vec::new(), last: 0, last_at: None };
    walk.push(Kind::File, false);
    for at in 0..walk.items.len() {
        walk.item(at);
    }
    walk.close_bracket();
    walk.mark_comments();
    (walk.items, walk.brackets)
}

struct Walk<'a> {
    text: &'a str,
    items: Vec<Item>,
    brackets: Vec<Bracket>,
    open: Vec<Open>,
    /// The letter of the last token; 0 where nothing is before it in its bracket.
    last: u8,
    last_at: Option<usize>,
}

impl Walk<'_> {
    fn item(&mut self, at: usize) {
        let Some(item) = self.items.get(at).copied() else { return };
        self.note_breaks(&item);
        if item.is_comment() {
            return;
        }
        let letter = item.letter;
        let role = match letter {
            b'{' | b'(' | b'[' | b'$' | b'#' | b'<' | b'=' => return self.open_item(at, letter),
            b'|' if self.top_kind() != Kind::Pipes => return self.open_item(at, letter),
            b'}' | b')' | b']' | b'^' | b'~' | b'|' => return self.close_item(at, letter),
            b'C'..=b'E' if self.is_label(at) => Role::Operand,
            b'A'..=b'Z' => return self.word(at, letter),
            b'!' | b'&' | b'%' => Role::Prefix,
            b'-' | b'*' if !ends_operand(self.last) => Role::Prefix,
            b'v' if self.returns_type() => Role::Joint,
            b'o'..=b'z' | b'+' | b'-' | b'*' => Role::Operator,
            b'?' => Role::Joint,
            b'0'..=b'3' => Role::Edge,
            b'4'..=b'6' => Role::Assign,
            b'7' | b'8' => Role::Arrow,
            b'.' => Role::Dot,
            b',' => Role::Comma,
            b';' => Role::Semicolon,
            b':' => Role::Colon,
            _ => Role::Operand,
        };
        self.put(at, role, letter);
    }

    /// Gives an item its role and notes what follows from it.
    fn put(&mut self, at: usize, role: Role, letter: u8) {
        let starts = self.starts(at, letter);
        if let Some(item) = self.items.get_mut(at) {
            item.role = role;
            item.starts = starts;
        }
        let letter = if role == Role::Operand && letter.is_ascii_uppercase() { b'a' } else { letter };
        let letter = if role == Role::Prefix { b'!' } else { letter };
        self.separate(at, role);
        (self.last, self.last_at) = (letter, Some(at));
    }

    fn separate(&mut self, at: usize, role: Role) {
        let last = self.last;
        let Some(open) = self.open.last_mut() else { return };
        if role == Role::Arrow {
            open.arrows += 1;
        }
        if !open.kind.has_titles() {
            return;
        }
        if role == Role::Colon && open.colon.is_none() {
            open.colon = Some(at);
            open.first_colon.get_or_insert(at);
            open.titles += 1;
            open.arrows = 0;
        }
        if role == Role::Semicolon {
            let own_line = self.items.get(at).is_some_and(|item| item.breaks > 0);
            if own_line && !matches!(last, b',' | b':') {
                self.add(b',');
            }
            self.end_title(true);
            if let Some(open) = self.open.last_mut() {
                open.end_table_line();
            }
        }
    }

    /// Whether an element of its bracket starts with this token.
    fn starts(&mut self, at: usize, letter: u8) -> bool {
        let last = self.last;
        let boundary = self.is_boundary(letter);
        let Some(open) = self.open.last_mut() else { return false };
        let starts = match open.kind {
            Kind::File | Kind::Block | Kind::Branch | Kind::Definition => {
                last == 0 || last == b';' || boundary
            }
            Kind::Case => matches!(last, 0 | b',') || last == b'}' && starts_operand(letter),
            Kind::Body | Kind::Bodies => matches!(last, 0 | b',' | b';' | b':'),
            Kind::Attributes
            | Kind::Hash
            | Kind::Selector
            | Kind::Array
            | Kind::Index
            | Kind::Call
            | Kind::Group
            | Kind::Parameters
            | Kind::Pipes
            | Kind::Query => last == 0 || last == b',',
        };
        if starts {
            open.elements += 1;
            open.first = at;
        }
        starts
    }

    /// Whether a statement ends before this token and another one starts.
    fn is_boundary(&self, letter: u8) -> bool {
        let Some(open) = self.open.last() else { return false };
        let is_call = self.last == b'a'
            && self.last_at == Some(open.first)
            && self.items.get(open.first).is_some_and(|it| STATEMENT_CALLS.contains(&it.text(self.text)));
        ends_operand(self.last) && starts_operand(letter) && open.head == Head::None && !is_call
    }

    // ---- Words

    /// Whether a word is the name of an attribute or parameter, or a string.
    fn is_label(&self, at: usize) -> bool {
        matches!(self.letter_after(at), b'7' | b'8') || self.last == b'.'
    }

    fn is_text(&self, at: usize) -> bool {
        self.is_label(at) || matches!(self.letter_after(at), b',' | b']' | b'}' | b')')
    }

    fn word(&mut self, at: usize, letter: u8) {
        let (role, head) = match letter {
            b'I'..=b'N' => (Role::Operand, Head::None),
            _ if self.is_text(at) => (Role::Operand, Head::None),
            b'A' | b'B' | b'H' => (Role::Joint, Head::None),
            b'C'..=b'E' => (Role::Operator, Head::None),
            b'F' => (Role::Else, Head::None),
            b'G' => (Role::Else, Head::Branch),
            b'R' if self.letter_after(at) == b'(' => (Role::Operand, Head::None),
            b'R' => (Role::Keyword, Head::None),
            b'S' => (Role::Keyword, Head::Case),
            b'T' if self.letter_after(at) == b'{' => (Role::Operand, Head::None),
            b'V' | b'X' => (Role::Keyword, Head::Branch),
            b'Z' => (Role::Operand, Head::Branch),
            b'P' | b'Y' => (Role::Keyword, Head::Function),
            _ => (Role::Keyword, Head::Definition),
        };
        self.put(at, role, letter);
        let statement = self.items.get(at).is_some_and(|item| item.starts);
        let Some(open) = self.open.last_mut() else { return };
        if head != Head::None {
            open.head = head;
        }
        if matches!(letter, b'V' | b'X') && role == Role::Keyword {
            open.broken_if = false;
            open.statement_if = statement && open.kind.is_block();
        }
    }

    fn returns_type(&self) -> bool {
        let function = self.open.last().is_some_and(|open| open.head == Head::Function);
        function || self.last == b'|'
    }

    /// The letter of the next token.
    fn letter_after(&self, at: usize) -> u8 {
        let after = self.items.get(at + 1..).unwrap_or_default();
        after.iter().find(|item| !item.is_comment()).map_or(0, |item| item.letter)
    }

    // ---- Brackets

    fn top_kind(&self) -> Kind {
        self.open.last().map_or(Kind::File, |open| open.kind)
    }

    fn open_item(&mut self, at: usize, letter: u8) {
        let after = ends_operand(self.last);
        let head = self.open.last().map_or(Head::None, |open| open.head);
        let kind = match letter {
            b'{' => self.brace_kind(at),
            b'(' | b'$' if self.declares(head) => Kind::Parameters,
            b'(' if after => Kind::Call,
            b'[' if after => Kind::Index,
            b'(' | b'$' => Kind::Group,
            b'[' | b'#' => Kind::Array,
            b'|' => Kind::Pipes,
            _ => Kind::Query,
        };
        let starts = self.starts(at, letter);
        let end = at;
        let at = if letter == b'{' && kind != Kind::Hash { self.raise(at) } else { at };
        let glued = match kind {
            Kind::Call | Kind::Index => true,
            Kind::Parameters => head == Head::Function,
            _ => false,
        };
        self.take_head(kind);
        if let Some(item) = self.items.get_mut(at) {
            (item.role, item.starts, item.bracket) = (Role::Open, starts, self.brackets.len() as u32);
        }
        self.push(kind, glued);
        self.last_at = Some(at);
        for raised in at + 1..=end {
            if let Some(comment) = self.items.get(raised).copied() {
                self.note_breaks(&comment);
            }
        }
    }

    /// What announced a block is over when the block starts.
    fn take_head(&mut self, kind: Kind) {
        let Some(open) = self.open.last_mut() else { return };
        if kind == Kind::Block && open.lambda {
            open.lambda = false;
        } else if kind.is_block() || kind == Kind::Case {
            open.head = Head::None;
        }
    }

    /// Moves an opening brace before the comments that keep it from its head.
    fn raise(&mut self, at: usize) -> usize {
        let mut top = at;
        while top > 0 && self.items.get(top - 1).is_some_and(Item::is_comment) {
            self.items.swap(top - 1, top);
            top -= 1;
        }
        // What follows the brace follows the last comment now.
        let follows_line_comment =
            top < at && self.items.get(at).is_some_and(|it| it.role == Role::LineComment);
        if follows_line_comment && let Some(next) = self.items.get_mut(at + 1) {
            next.breaks = next.breaks.max(1);
        }
        top
    }

    /// Whether a parenthesis here holds the parameters of a definition.
    fn declares(&self, head: Head) -> bool {
        let definition = matches!(head, Head::Definition | Head::Function);
        definition && matches!(self.last, b'a'..=b'c')
    }

    fn brace_kind(&self, at: usize) -> Kind {
        let Some(open) = self.open.last() else { return Kind::Hash };
        match self.last {
            b'?' => return Kind::Selector,
            b'F' => return Kind::Branch,
            b'Q' => return Kind::Definition,
            b':' if open.kind == Kind::Case => return Kind::Block,
            _ => {}
        }
        if open.lambda {
            return Kind::Block;
        }
        match open.head {
            Head::Definition | Head::Function => Kind::Definition,
            Head::Branch | Head::Case | Head::None if !ends_operand(self.last) => Kind::Hash,
            Head::Branch => Kind::Branch,
            Head::Case => Kind::Case,
            Head::None => self.body_kind(at),
        }
    }

    /// Whether titles stand in the braces after an operand.
    fn body_kind(&self, at: usize) -> Kind {
        let after = self.items.get(at + 1..).unwrap_or_default();
        let mut letters = after.iter().filter(|item| !item.is_comment()).map(|item| item.letter);
        let (first, second) = (letters.next().unwrap_or(0), letters.next().unwrap_or(0));
        let named = matches!(second, b'7' | b'8') && matches!(first, b'a' | b'*' | b'A'..=b'Z');
        let query = matches!(self.last, b'^' | b'~');
        if first == b'}' || named || query { Kind::Attributes } else { Kind::Body }
    }

    fn push(&mut self, kind: Kind, glued: bool) {
        let bracket = self.brackets.len() as u32;
        self.brackets.push(Bracket { kind, broken: false, glued, follows: false });
        self.open.push(Open::new(bracket, kind));
        self.last = 0;
    }

    fn close_item(&mut self, at: usize, letter: u8) {
        self.end_list();
        let in_table = self.open.last().is_some_and(Open::is_table);
        self.end_title(in_table);
        let Some(closed) = self.close_bracket() else { return };
        if let Some(item) = self.items.get_mut(at) {
            (item.role, item.bracket) = (Role::Close, closed);
        }
        (self.last, self.last_at) = (letter, Some(at));
    }

    /// Adds or drops the sign at the end of a list.
    fn end_list(&mut self) {
        let last = self.last;
        let Some(open) = self.open.last() else { return };
        let broken = open.breaks();
        let after_element = !matches!(last, 0 | b',' | b';' | b':');
        let is_list = open.kind.is_list() || open.kind == Kind::Array;
        let many = open.kind.has_titles() && open.titles > 1;
        if broken && is_list && after_element {
            self.add(if many && !open.attributes_break(true) { b';' } else { b',' });
        }
        if !broken
            && last == b','
            && let Some(comma) = self.last_at.and_then(|at| self.items.get_mut(at))
        {
            comma.role = Role::Dropped;
        }
    }

    /// Adds a sign behind the last token.
    fn add(&mut self, sign: u8) {
        if let Some(item) = self.last_at.and_then(|at| self.items.get_mut(at)) {
            item.added = sign;
        }
    }

    /// Decides whether the attributes of the last title stand on lines of their own.
    fn end_title(&mut self, in_table: bool) {
        let Some(open) = self.open.last_mut() else { return };
        let ended = open.colon.is_none();
        // What looked like the first line of a table may have been all of it.
        let alone = !in_table && open.arrows > 1;
        let broken = if ended { alone } else { open.attributes_break(in_table) };
        let colon = open.colon.take().or(open.first_colon);
        if let Some(colon) = colon.and_then(|at| self.items.get_mut(at)) {
            colon.broken |= broken;
        }
    }

    /// Ends the innermost bracket and tells the one around it what it has to know.
    fn close_bracket(&mut self) -> Option<u32> {
        let closed = self.open.pop()?;
        let branch = closed.kind == Kind::Branch && closed.elements > 0;
        let outer = self.open.last();
        let broken = closed.breaks() || branch && outer.is_some_and(|outer| outer.broken_if);
        let deep = broken || closed.has_breaks();
        if let Some(bracket) = self.brackets.get_mut(closed.bracket as usize) {
            bracket.broken = broken;
            bracket.follows = branch && outer.is_some_and(|outer| outer.statement_if);
            if closed.kind == Kind::Body && closed.is_table() {
                bracket.kind = Kind::Bodies;
            }
        }
        if let Some(outer) = self.open.last_mut() {
            outer.note_deep(deep);
            outer.lambda |= closed.kind == Kind::Pipes;
            outer.broken_if |= branch && broken;
        }
        Some(closed.bracket)
    }

    fn note_breaks(&mut self, item: &Item) {
        if let Some(open) = self.open.last_mut() {
            open.note(item, self.last);
        }
    }

    /// A comment stands where the next statement or element does.
    fn mark_comments(&mut self) {
        let mut starts = true;
        for item in self.items.iter_mut().rev() {
            if item.is_comment() {
                item.starts = starts;
            } else {
                let ends = matches!(item.role, Role::Close | Role::Else | Role::Edge | Role::Semicolon);
                starts = item.starts || ends;
            }
        }
    }
}

/// Whether a value may end with the token of this letter.
fn ends_operand(letter: u8) -> bool {
    matches!(letter, b'a'..=b'i' | b'I'..=b'N' | b')' | b']' | b'}' | b'^' | b'~')
}

/// Whether a value may start with the token of this letter, where another one has just ended.
fn starts_operand(letter: u8) -> bool {
    matches!(letter, b'a'..=b'i' | b'$' | b'#' | b'I'..=b'Z' | b'!' | b'&' | b'%')
}
