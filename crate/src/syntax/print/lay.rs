//! Items are written one after the other, each behind a gap: nothing, a blank, or a line break with indentation.

use super::align::{Point, add_blanks, align};
use super::item::{Item, advance, extent};
use super::kind::{Bracket, Kind, Role};
use crate::syntax::heredoc::Heredoc;

/// Columns for each level.
const STEP: u32 = 2;

/// The items with what stands between them.
pub(super) fn lay(
    text: &str,
    items: &[Item],
    brackets: &[Bracket],
    heredocs: &[Heredoc],
    line_break: &'static str,
) -> String {
    let mut printer = Printer {
        text,
        brackets,
        heredocs,
        line_break,
        out: String::with_capacity(text.len() + text.len() / 8),
        column: 0,
        line: 0,
        line_indent: 0,
        frames: Vec::new(),
        heredoc: 0,
        pending: 0..0,
        columns: Vec::new(),
        points: Vec::new(),
        groups: 0,
    };
    printer.enter(0, 0);
    let mut last: Option<Item> = None;
    for item in items.iter().filter(|item| item.role != Role::Dropped) {
        printer.print(last.as_ref(), item);
        last = Some(*item);
    }
    printer.finish()
}

/// A column of the source in which signs of an open bracket stand.
struct Column {
    depth: usize,
    rank: u8,
    column: u32,
    group: u32,
}

/// As many of the last columns may go on.
const COLUMNS: usize = 16;

/// What stands between two items.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gap {
    Nothing,
    Blank,
    Line,
}

/// A bracket that is open.
#[derive(Debug, Clone, Copy)]
struct Frame {
    kind: Kind,
    broken: bool,
    /// The indentation of the line it was opened on; its closing bracket has the same.
    base: u32,
    /// The indentation of its elements.
    indent: u32,
    /// The indentation of the last `if` or other word that a block follows.
    head: u32,
    /// Whether the elements stand on lines of their own; below a title, its attributes.
    lines: bool,
    /// Whether the default of a parameter is being written.
    in_default: bool,
    /// The group of its arrows.
    arrows: u32,
}

const FILE: Bracket = Bracket { kind: Kind::File, broken: true, glued: false, follows: false };

struct Printer<'a> {
    text: &'a str,
    brackets: &'a [Bracket],
    heredocs: &'a [Heredoc],
    line_break: &'static str,
    out: String,
    column: u32,
    line: u32,
    line_indent: u32,
    frames: Vec<Frame>,
    /// The next heredoc whose tag has not been written, and those whose texts come with the next line break.
    heredoc: usize,
    pending: std::ops::Range<usize>,
    columns: Vec<Column>,
    points: Vec<Point>,
    groups: u32,
}

impl Printer<'_> {
    fn print(&mut self, last: Option<&Item>, item: &Item) {
        let frame = self.frame();
        let gap = last.map_or(Gap::Nothing, |last| self.gap(last, item, &frame));
        match gap {
            Gap::Nothing => {}
            Gap::Blank => self.write(" "),
            Gap::Line => {
                if last.is_some_and(|last| keeps_blank_line(last, item, &frame)) {
                    self.break_line();
                }
                self.break_line();
                self.indent(indentation(last, item, &frame));
            }
        }
        self.align(last, item, &frame, gap);
        self.write(item.text(self.text));
        if item.added != 0 {
            self.write(if item.added == b',' { "," } else { ";" });
        }
        self.note_heredocs(item);
        self.after(item);
    }

    /// What follows from an item for those after it.
    fn after(&mut self, item: &Item) {
        let line_indent = self.line_indent;
        match item.role {
            Role::Open => {
                let bracket = self.bracket(item);
                let headed = matches!(bracket.kind, Kind::Branch | Kind::Definition | Kind::Case);
                let base = if headed { self.frame().head } else { line_indent };
                self.enter(item.bracket as usize, base);
            }
            Role::Close => {
                while self.columns.last().is_some_and(|column| column.depth == self.frames.len()) {
                    self.columns.pop();
                }
                if let Some(frame) = self.frames.pop() {
                    self.line_indent = frame.base;
                }
            }
            Role::Keyword | Role::Else => {
                if let Some(frame) = self.frames.last_mut() {
                    frame.head = line_indent;
                }
            }
            Role::Assign | Role::Comma => {
                if let Some(frame) = self.frames.last_mut() {
                    frame.in_default = item.role == Role::Assign;
                }
            }
            Role::Colon | Role::Semicolon => self.after_title(item),
            Role::LineComment
            | Role::BlockComment
            | Role::Operand
            | Role::Joint
            | Role::Operator
            | Role::Edge
            | Role::Arrow
            | Role::Prefix
            | Role::Dot
            | Role::Dropped => {}
        }
    }

    /// Attributes are indented below their title.
    fn after_title(&mut self, item: &Item) {
        let line_indent = self.line_indent;
        let group = self.groups;
        let Some(frame) = self.frames.last_mut() else { return };
        if !frame.kind.has_titles() {
            return;
        }
        if item.role == Role::Semicolon {
            frame.indent = frame.base + STEP;
        } else {
            frame.indent = line_indent + STEP;
            frame.lines = item.broken;
            frame.broken |= item.broken;
            frame.arrows = group;
            self.groups += 1;
        }
    }

    fn enter(&mut self, bracket: usize, base: u32) {
        let outer = self.frames.last().is_none_or(|outer| outer.broken);
        let bracket = self.brackets.get(bracket).copied().unwrap_or(FILE);
        let indent = if self.frames.is_empty() { 0 } else { base + STEP };
        let broken = bracket.broken || bracket.follows && outer;
        self.frames.push(Frame {
            kind: bracket.kind,
            broken,
            lines: broken,
            in_default: false,
            base,
            indent,
            head: base,
            arrows: self.groups,
        });
        self.groups += 1;
    }

    fn frame(&self) -> Frame {
        // INVARIANT: the frame of the whole text is never closed.
        *self.frames.last().expect("the text itself is a frame")
    }

    fn bracket(&self, item: &Item) -> Bracket {
        self.brackets.get(item.bracket as usize).copied().unwrap_or(FILE)
    }

    // ---- Gaps

    fn gap(&self, last: &Item, item: &Item, frame: &Frame) -> Gap {
        if last.role == Role::LineComment {
            return Gap::Line;
        }
        match item.role {
            Role::BlockComment if last.role == Role::Open && item.breaks == 0 && !frame.kind.is_padded() => {
                Gap::Nothing
            }
            Role::LineComment | Role::BlockComment => here(item),
            Role::Close => close(last, frame),
            Role::Comma | Role::Colon => Gap::Nothing,
            Role::Semicolon if frame.kind.has_titles() && item.breaks > 0 => Gap::Line,
            Role::Semicolon if last.role == Role::Colon => Gap::Blank,
            Role::Semicolon => Gap::Nothing,
            Role::Else if last.is_comment() => here(item),
            Role::Else | Role::Joint | Role::Arrow => Gap::Blank,
            Role::Dot if item.breaks > 0 => Gap::Line,
            Role::Dot => beside_dot(last, item),
            Role::Open => self.before_open(last, item, frame),
            Role::Keyword
            | Role::Operand
            | Role::Operator
            | Role::Edge
            | Role::Assign
            | Role::Prefix
            | Role::Dropped => self.behind(last, item, frame),
        }
    }

    fn before_open(&self, last: &Item, item: &Item, frame: &Frame) -> Gap {
        let bracket = self.bracket(item);
        match bracket.kind {
            Kind::Call | Kind::Index => Gap::Nothing,
            Kind::Parameters if bracket.glued => Gap::Nothing,
            Kind::File | Kind::Hash | Kind::Array | Kind::Group => self.behind(last, item, frame),
            Kind::Block
            | Kind::Branch
            | Kind::Definition
            | Kind::Case
            | Kind::Body
            | Kind::Bodies
            | Kind::Attributes
            | Kind::Selector
            | Kind::Parameters
            | Kind::Pipes
            | Kind::Query => Gap::Blank,
        }
    }

    /// The gap behind an item, before anything that has no wish of its own.
    fn behind(&self, last: &Item, item: &Item, frame: &Frame) -> Gap {
        match last.role {
            Role::Open if frame.broken && frame.kind != Kind::Body => Gap::Line,
            Role::Open if frame.kind.is_padded() => Gap::Blank,
            Role::Open => Gap::Nothing,
            Role::Comma if frame.kind.is_list() => line_if(frame.lines),
            Role::Semicolon => line_if(frame.broken),
            Role::Colon => line_if(last.broken),
            // `@ @@` is not `@@@`.
            Role::Prefix if item.role == Role::Prefix && item.letter != b'!' => Gap::Blank,
            Role::Prefix => Gap::Nothing,
            Role::Dot => beside_dot(last, item),
            Role::Keyword | Role::Joint => Gap::Blank,
            Role::Comma
            | Role::LineComment
            | Role::BlockComment
            | Role::Operand
            | Role::Else
            | Role::Operator
            | Role::Edge
            | Role::Assign
            | Role::Arrow
            | Role::Close
            | Role::Dropped => {
                let new_statement = item.starts && last.role != Role::Comma && !last.is_comment();
                if new_statement { line_if(frame.broken) } else { here(item) }
            }
        }
    }

    // ---- Columns

    /// Notes that a sign stands below others.
    fn align(&mut self, last: Option<&Item>, item: &Item, frame: &Frame, gap: Gap) {
        let Some(last) = last else { return };
        if gap != Gap::Blank {
            return;
        }
        let parameters = frame.broken && matches!(frame.kind, Kind::Parameters | Kind::Pipes);
        let in_block = frame.broken && frame.kind.is_block();
        let depth = self.frames.len();
        match item.role {
            Role::LineComment => self.soft_point(3, item, depth),
            Role::Arrow if frame.lines && frame.kind.is_list() => self.point(2, frame.arrows),
            Role::Arrow if self.is_row() => self.soft_point(2, item, depth - 1),
            Role::Assign if parameters || in_block && last.starts => self.soft_point(1, item, depth),
            Role::Operand | Role::Prefix if parameters && !frame.in_default && !item.starts => {
                if item.letter == b'e' || item.role == Role::Prefix {
                    self.soft_point(0, item, depth);
                }
            }
            Role::Open if last.role == Role::Colon && frame.kind == Kind::Case => {
                self.soft_point(1, item, depth);
            }
            Role::Open if in_block && has_attributes(self.bracket(item).kind) => {
                self.soft_point(0, item, depth);
            }
            Role::Operand if last.role == Role::Colon && self.is_row() => self.soft_point(1, item, depth - 1),
            Role::Operand if last.role == Role::Colon && !last.broken => self.soft_point(1, item, depth),
            Role::BlockComment
            | Role::Operand
            | Role::Prefix
            | Role::Keyword
            | Role::Else
            | Role::Joint
            | Role::Operator
            | Role::Edge
            | Role::Assign
            | Role::Arrow
            | Role::Dot
            | Role::Comma
            | Role::Semicolon
            | Role::Colon
            | Role::Open
            | Role::Close
            | Role::Dropped => {}
        }
    }

    /// Whether the innermost bracket is a body in one line, a statement: its signs may stand below those of others.
    fn is_row(&self) -> bool {
        match self.frames.as_slice() {
            [.., outer, frame] => {
                has_attributes(frame.kind) && !frame.broken && outer.broken && outer.kind.is_block()
            }
            _ => false,
        }
    }

    /// A sign that stands below others in the brackets of this depth if its author had put it there.
    fn soft_point(&mut self, rank: u8, item: &Item, depth: usize) {
        if item.breaks > 0 {
            return;
        }
        let known = self.columns.iter().rev().take(COLUMNS);
        let mut known = known.filter(|known| known.depth == depth && known.rank == rank);
        let group = known.find(|known| known.column == item.column).map(|known| known.group);
        if group.is_none() {
            self.columns.push(Column { depth, rank, column: item.column, group: self.groups });
            self.groups += 1;
        }
        self.point(rank, group.unwrap_or(self.groups - 1));
    }

    fn point(&mut self, rank: u8, group: u32) {
        // INVARIANT: the ranks of a line's points go up.
        if self.points.last().is_some_and(|last| last.line == self.line && last.rank >= rank) {
            return;
        }
        let (at, line, column) = (self.out.len(), self.line, self.column);
        self.points.push(Point { at, line, column, rank, group, blanks: 0 });
    }

    // ---- Output

    fn write(&mut self, text: &str) {
        self.line += u32::from(text.contains('\n'));
        self.column = advance(self.column, text);
        self.out.push_str(text);
    }

    fn break_line(&mut self) {
        let text = self.text;
        for at in std::mem::take(&mut self.pending) {
            if let Some(heredoc) = self.heredocs.get(at) {
                self.out.push_str(self.line_break);
                self.out.push_str(text.get(extent(text, heredoc)).unwrap_or("").trim_end());
            }
        }
        self.write(self.line_break);
    }

    fn indent(&mut self, columns: u32) {
        add_blanks(&mut self.out, columns);
        (self.column, self.line_indent) = (columns, columns);
    }

    /// Notes the heredocs whose tags have been written.
    fn note_heredocs(&mut self, item: &Item) {
        while let Some(heredoc) = self.heredocs.get(self.heredoc)
            && heredoc.at < item.end as usize
        {
            self.heredoc += 1;
            // The text of one in an interpolation may be a part of the string.
            if heredoc.body.start >= item.end as usize {
                if self.pending.is_empty() {
                    self.pending.start = self.heredoc - 1;
                }
                self.pending.end = self.heredoc;
            }
        }
    }

    fn finish(mut self) -> String {
        if self.out.is_empty() {
            return self.out;
        }
        self.break_line();
        align(&self.out, &mut self.points, self.groups)
    }
}

/// The author's choice.
fn here(item: &Item) -> Gap {
    line_if(item.breaks > 0)
}

/// Whether attributes stand in it.
fn has_attributes(kind: Kind) -> bool {
    kind.has_titles() || kind == Kind::Attributes
}

fn line_if(condition: bool) -> Gap {
    if condition { Gap::Line } else { Gap::Blank }
}

fn close(last: &Item, frame: &Frame) -> Gap {
    match last.role {
        Role::Open if frame.kind == Kind::Query => Gap::Blank,
        Role::Open => Gap::Nothing,
        _ if frame.broken => Gap::Line,
        _ if frame.kind.is_padded() => Gap::Blank,
        _ => Gap::Nothing,
    }
}

/// Dots touch both sides, but `1 .abs` is no number.
fn beside_dot(last: &Item, item: &Item) -> Gap {
    let number = last.letter == b'd' || item.letter == b'd';
    if number && last.end < item.start { Gap::Blank } else { Gap::Nothing }
}

/// Whether the author's blank line before an item stays.
fn keeps_blank_line(last: &Item, item: &Item, frame: &Frame) -> bool {
    let block_start = last.role == Role::Open && matches!(frame.kind, Kind::Definition);
    let after = block_start || !matches!(last.role, Role::Open | Role::Colon);
    let before = !matches!(item.role, Role::Close | Role::Else | Role::Semicolon);
    item.breaks > 1 && after && before
}

/// The indentation of the line that starts with an item.
fn indentation(last: Option<&Item>, item: &Item, frame: &Frame) -> u32 {
    match item.role {
        Role::Close => frame.base,
        Role::Semicolon => frame.base + STEP,
        Role::Else | Role::Edge => frame.indent,
        _ if item.starts || last.is_some_and(|last| last.role == Role::Edge) => frame.indent,
        _ if frame.broken && frame.kind != Kind::Group => frame.indent + STEP,
        _ => frame.indent,
    }
}
