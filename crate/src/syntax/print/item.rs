//! Tokens and comments in one sequence, each with the line breaks before it.
//!
//! A string is one item, whatever is interpolated in it. The text of a heredoc is none: it goes where the line of
//! its tag ends.

use std::ops::Range;

use super::kind::Role;
use crate::syntax::heredoc::Heredoc;
use crate::syntax::scan::Scan;

/// The letter of a comment, which the tape has not.
const COMMENT: u8 = b'"';

/// A token or comment.
#[derive(Debug, Clone, Copy)]
pub(super) struct Item {
    /// The letter of the tape.
    pub(super) letter: u8,
    pub(super) role: Role,
    pub(super) start: u32,
    pub(super) end: u32,
    /// Characters before it in its line.
    pub(super) column: u32,
    /// Line breaks before it, at most 2.
    pub(super) breaks: u8,
    /// Whether a statement, option, element, title or attribute starts here.
    pub(super) starts: bool,
    /// For the colon of a title: whether the attributes stand on lines of their own.
    pub(super) broken: bool,
    /// A sign that is added behind it, or 0.
    pub(super) added: u8,
    /// For brackets the index of their pair.
    pub(super) bracket: u32,
}

impl Item {
    /// Whether it is a comment.
    pub(super) fn is_comment(&self) -> bool {
        self.letter == COMMENT
    }

    /// Its text.
    pub(super) fn text<'a>(&self, text: &'a str) -> &'a str {
        text.get(self.start as usize..self.end as usize).unwrap_or("")
    }
}

/// The items of a sound text, and the line break between them: that of the first.
pub(super) fn items(text: &str, scan: &Scan) -> (Vec<Item>, &'static str) {
    let mut reader =
        Reader { text, scan, items: Vec::new(), at: 0, column: 0, heredoc: 0, carried: 0, line_break: None };
    let mut comments = scan.comments.iter().peekable();
    let mut token = 0;
    while let Some((letter, place)) = whole_token(scan, &mut token) {
        while let Some(comment) = comments.next_if(|comment| comment.start < place.start) {
            reader.comment(comment.clone());
        }
        // Those in the interpolations of a string belong to it.
        while comments.next_if(|comment| comment.start < place.end).is_some() {}
        reader.token(letter, place);
    }
    for comment in comments {
        reader.comment(comment.clone());
    }
    reader.line_breaks(text.len());
    (reader.items, reader.line_break.unwrap_or("\n"))
}

/// The token at `at`, which moves behind it; a string with interpolations is one.
fn whole_token(scan: &Scan, at: &mut usize) -> Option<(u8, Range<usize>)> {
    let letter = letter(scan, *at)?;
    let mut place = scan.tape.place(*at)?;
    *at += 1;
    let mut depth = usize::from(letter == b'j');
    while depth > 0 {
        match self::letter(scan, *at)? {
            b'j' => depth += 1,
            b'n' => depth -= 1,
            _ => {}
        }
        place.end = scan.tape.place(*at)?.end;
        *at += 1;
    }
    let letter = if letter == b'j' { b'g' } else { letter };
    Some((letter, place.start as usize..place.end as usize))
}

fn letter(scan: &Scan, at: usize) -> Option<u8> {
    scan.tape.letters(at..at + 1).bytes().next()
}

/// The bytes of a heredoc's text with its end line, up to its end tag.
pub(super) fn extent(text: &str, heredoc: &Heredoc) -> Range<usize> {
    let end = heredoc.end_tag(text).map_or(heredoc.body.end, |tag| tag.end);
    heredoc.body.start..end
}

struct Reader<'a> {
    text: &'a str,
    scan: &'a Scan,
    items: Vec<Item>,
    /// Where the last item ends, and its column.
    at: usize,
    column: u32,
    /// The next heredoc whose text has not been passed.
    heredoc: usize,
    /// Line breaks before a comma that moved up: they come after it.
    carried: u8,
    line_break: Option<&'static str>,
}

impl Reader<'_> {
    fn comment(&mut self, place: Range<usize>) {
        let heredocs = &self.scan.heredocs;
        let before = heredocs.partition_point(|heredoc| heredoc.body.start <= place.start);
        let last = before.checked_sub(1).and_then(|at| heredocs.get(at));
        if last.is_some_and(|heredoc| place.start < heredoc.body.end) {
            return;
        }
        let text = self.text.get(place.clone()).unwrap_or("");
        let role = if text.starts_with('#') { Role::LineComment } else { Role::BlockComment };
        let end = place.start + text.trim_end().len();
        self.carried = 0;
        self.push(COMMENT, role, place.start..end);
    }

    fn token(&mut self, letter: u8, place: Range<usize>) {
        self.push(letter, Role::Operand, place);
        if letter == b',' || letter == b':' {
            self.move_up();
        }
    }

    /// Moves the last item, which belongs to what stands before it, before the comments there.
    fn move_up(&mut self) {
        if let Some(last) = self.items.last_mut() {
            self.carried = std::mem::take(&mut last.breaks);
        }
        rise(&mut self.items);
    }

    fn push(&mut self, letter: u8, role: Role, place: Range<usize>) {
        let breaks = self.line_breaks(place.start).max(std::mem::take(&mut self.carried));
        let column = advance(self.column, self.text.get(self.at..place.start).unwrap_or(""));
        self.column = advance(column, self.text.get(place.clone()).unwrap_or(""));
        self.at = place.end;
        let (start, end) = (place.start as u32, place.end as u32);
        let item = Item {
            letter,
            role,
            start,
            end,
            column,
            breaks,
            starts: false,
            broken: false,
            added: 0,
            bracket: 0,
        };
        self.items.push(item);
    }

    /// The line breaks between the last item and `to`, without those around the texts of heredocs.
    fn line_breaks(&mut self, to: usize) -> u8 {
        let mut from = self.at;
        let mut breaks = 0;
        while let Some(heredoc) = self.scan.heredocs.get(self.heredoc)
            && heredoc.body.start <= to
        {
            let extent = extent(self.text, heredoc);
            if extent.start >= from {
                breaks += self.count_breaks(from..extent.start);
                breaks = breaks.saturating_sub(1);
                from = extent.end;
            }
            self.heredoc += 1;
        }
        (breaks + self.count_breaks(from..to)).min(2) as u8
    }

    fn count_breaks(&mut self, range: Range<usize>) -> usize {
        let (mut count, mut last) = (0, 0);
        for byte in self.text.get(range).unwrap_or("").bytes() {
            if byte == b'\n' {
                count += 1;
                self.line_break.get_or_insert(if last == b'\r' { "\r\n" } else { "\n" });
            }
            last = byte;
        }
        count
    }
}

/// Moves the last item before the comments before it.
pub(super) fn rise(items: &mut [Item]) {
    let mut at = items.len().saturating_sub(1);
    while at > 0 && items.get(at - 1).is_some_and(Item::is_comment) {
        items.swap(at - 1, at);
        at -= 1;
    }
}

/// The column after `text`, which starts at `column`.
pub(super) fn advance(mut column: u32, text: &str) -> u32 {
    for byte in text.bytes() {
        match byte {
            b'\n' => column = 0,
            // Not the first byte of a character.
            0x80..=0xBF => {}
            _ => column += 1,
        }
    }
    column
}
