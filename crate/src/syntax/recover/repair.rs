//! Changes that may let the grammar go on at a break, the likeliest first.

use std::ops::Range;

use super::mistakes::{self, Mistake};
use super::place::{self, Kind};
use super::start;
use super::strip::{self, Strip};

/// Some tokens that are replaced by other letters; with none to remove, letters that are added before a token.
#[derive(Debug, Clone, Copy)]
pub(super) struct Edit {
    /// The first token.
    pub(super) at: usize,
    /// How many are replaced.
    pub(super) remove: usize,
    /// What is put there; `_` is a hole.
    pub(super) insert: &'static str,
}

/// Why a change is made, for the words of its finding.
#[derive(Clone, Copy)]
pub(super) enum Why {
    /// A sign is missing: it is added.
    Missing(&'static str),
    /// A value is missing: a hole is added.
    Value,
    /// A condition is missing.
    Test,
    /// A block is missing.
    Block,
    /// A sign stands where another one should.
    Instead(&'static str),
    /// The same token stands there twice.
    Twice,
    /// The token has no place here.
    Stray,
    /// A piece was lost.
    Lost,
    /// One of those that many make.
    Mistake(&'static Mistake),
    /// Quotes as word processors turn them.
    Quotes,
    /// A line of Markdown.
    Fence,
    /// A parameter lacks its `$`.
    Dollar,
    /// A call with a lambda lacks its parentheses.
    Parentheses,
    /// A `case` or a selector is empty.
    Empty,
    /// The name of a node needs quotes.
    Host,
}

/// A change and its reason.
#[derive(Clone, Copy)]
pub(super) struct Repair {
    /// The change.
    pub(super) edit: Edit,
    /// Its reason.
    pub(super) why: Why,
}

impl Repair {
    /// Some tokens become a hole.
    pub(super) fn hole(tokens: Range<usize>) -> Repair {
        lose(tokens, "_")
    }

    /// Whether something is lost by it.
    pub(super) fn is_hole(&self) -> bool {
        matches!(self.why, Why::Lost)
    }
}

fn add(at: usize, insert: &'static str, why: Why) -> Repair {
    Repair { edit: Edit { at, remove: 0, insert }, why }
}

fn replace(at: usize, insert: &'static str, why: Why) -> Repair {
    Repair { edit: Edit { at, remove: 1, insert }, why }
}

fn lose(tokens: Range<usize>, insert: &'static str) -> Repair {
    Repair { edit: Edit { at: tokens.start, remove: tokens.len(), insert }, why: Why::Lost }
}

/// Changes at the break itself, which lose nothing or one token.
pub(super) fn local(strip: &Strip<'_>, kind: Kind, piece: &Range<usize>, at: usize, list: &mut Vec<Repair>) {
    let (here, before) = (strip.letter(at), strip.before(at));
    let bracket = strip.partner(at).is_some();
    mistakes::around(strip, at, list);
    mistakes::ruby_block(strip, piece.start, at, list);
    habits(strip, kind, piece, at, list);
    if !bracket && here != 0 && at > 0 && here == before && strip.word(at) == strip.word(at - 1) {
        list.push(replace(at, "", Why::Twice));
    }
    if start::wants_value(before) && !start::value(here) {
        list.push(add(at, "_", Why::Value));
    }
    // `mode =>` before a line with the next attribute.
    if start::wants_value(strip.before(piece.start)) && at > piece.start {
        list.push(add(piece.start, "_,", Why::Value));
    }
    if piece.is_empty() && kind == Kind::Value {
        list.push(add(at, "_", Why::Value));
    }
    signs(strip, kind, piece, at, list);
    if kind == Kind::Block {
        if matches!(before, b'G' | b'S' | b'V' | b'X') {
            list.push(add(at, "_", Why::Test));
        }
        list.push(add(at, "{}", Why::Block));
    }
    if !strip::is_closer(here) && at < strip.len() {
        let edit = Edit { at, remove: strip.next(at) - at, insert: "" };
        list.push(Repair { edit, why: Why::Stray });
    }
    if at > piece.start && strip.partner(at - 1).is_none() && !start::wants_value(before) {
        list.push(replace(at - 1, "", Why::Stray));
    }
}

/// What is left out by habit.
fn habits(strip: &Strip<'_>, kind: Kind, piece: &Range<usize>, at: usize, list: &mut Vec<Repair>) {
    let here = strip.letter(at);
    match kind {
        Kind::Parameters if here == b'a' => list.push(replace(at, "e", Why::Dollar)),
        Kind::Options if piece.is_empty() => list.push(add(at, "_:{}", Why::Empty)),
        Kind::Selector if piece.is_empty() => list.push(add(at, "_7_", Why::Empty)),
        Kind::Block => {
            let tests = place::siblings(strip, piece.start..at)
                .any(|index| matches!(strip.letter(index), b'G' | b'V' | b'X'));
            if here == b'4' && tests {
                list.push(replace(at, "o", Why::Instead("==")));
            }
            let brace = place::siblings(strip, piece.clone()).find(|&index| strip.letter(index) == b'{');
            if strip.letter(piece.start) == b'W'
                && here == b'.'
                && let Some(brace) = brace
            {
                let edit = Edit { at: piece.start + 1, remove: brace - piece.start - 1, insert: "b" };
                list.push(Repair { edit, why: Why::Host });
            }
        }
        Kind::Options
        | Kind::Selector
        | Kind::Parameters
        | Kind::Hash
        | Kind::Body
        | Kind::Items
        | Kind::Value
        | Kind::Text => {}
    }
    if here == b'|' && start::is_ended_by(strip.before(at)) {
        list.push(add(at, "()", Why::Parentheses));
    }
}

/// A sign that is missing or wrong.
fn signs(strip: &Strip<'_>, kind: Kind, piece: &Range<usize>, at: usize, list: &mut Vec<Repair>) {
    let (here, before) = (strip.letter(at), strip.before(at));
    let ended = start::is_ended_by(before);
    match kind {
        Kind::Hash | Kind::Selector | Kind::Body | Kind::Items | Kind::Parameters => {
            if here == b';' && kind != Kind::Body {
                list.push(replace(at, ",", Why::Instead(",")));
            }
            if ended && strip.is_first(at) {
                list.push(add(at, ",", Why::Missing(",")));
            }
        }
        Kind::Block | Kind::Options | Kind::Value | Kind::Text => {}
    }
    match kind {
        Kind::Hash | Kind::Selector | Kind::Body => {
            if matches!(here, b'4' | b':' | b'o' | b'0') {
                list.push(replace(at, "7", Why::Instead("=>")));
            }
            let keyed = (piece.start..at).any(|index| matches!(strip.letter(index), b'7' | b'8'));
            let untitled = kind == Kind::Body && matches!(strip.before(piece.start), b'{' | b';');
            if ended && untitled {
                list.push(add(at, ":", Why::Missing(":")));
            }
            if ended && !keyed && strip.is_first(at) && matches!(strip.letter(at + 1), b'7' | b'8') {
                list.push(add(at, "7_,", Why::Missing("=>")));
            }
            if ended && !keyed {
                list.push(add(at, "7", Why::Missing("=>")));
            }
            let title = here == b':' || (at == piece.start && matches!(here, b'e'..=b'g' | b'j'));
            if title && kind == Kind::Body && strip.before(piece.start) == b',' {
                list.push(replace(piece.start - 1, ";", Why::Instead(";")));
            }
        }
        Kind::Parameters if matches!(here, b'7' | b'5' | b'o' | b':') => {
            list.push(replace(at, "4", Why::Instead("=")));
        }
        Kind::Options if ended => list.push(add(at, ":", Why::Missing(":"))),
        Kind::Block | Kind::Options | Kind::Parameters | Kind::Items | Kind::Value | Kind::Text => {}
    }
    match kind {
        Kind::Hash | Kind::Selector | Kind::Body | Kind::Items | Kind::Parameters if ended => {
            list.push(add(at, ",", Why::Missing(",")));
        }
        _ => {}
    }
}

/// Holes in a piece, the smallest first; all of it at last.
pub(super) fn holes(strip: &Strip<'_>, kind: Kind, piece: &Range<usize>, at: usize, list: &mut Vec<Repair>) {
    let (from, to) = (piece.start, piece.end);
    if kind == Kind::Block {
        return block_holes(strip, piece, at, list);
    }
    let value = place::siblings(strip, piece.clone())
        .filter(|&index| index < at && is_setter(strip, kind, index))
        .last();
    if let Some(sign) = value {
        list.push(lose(sign + 1..to, "_"));
    }
    match kind {
        Kind::Hash | Kind::Selector => list.push(lose(piece.clone(), "_7_")),
        Kind::Body if strip.letter(to) == b':' => list.push(lose(piece.clone(), "_")),
        Kind::Body => {
            if matches!(strip.letter(from), b'a' | b'I'..=b'X') && strip.before(from) != b'{' {
                list.push(lose(from + 1..to.max(from + 1), "7_"));
            }
            list.push(lose(with_comma(strip, piece), ""));
            list.push(lose(piece.clone(), "_:"));
        }
        Kind::Parameters => list.push(lose(with_comma(strip, piece), "")),
        Kind::Options => list.push(lose(piece.clone(), "_:{}")),
        Kind::Items | Kind::Value | Kind::Text | Kind::Block => list.push(lose(piece.clone(), "_")),
    }
}

fn with_comma(strip: &Strip<'_>, piece: &Range<usize>) -> Range<usize> {
    piece.start..piece.end + usize::from(strip.letter(piece.end) == b',')
}

/// Whether a value follows the sign at `index` in a piece of this kind.
fn is_setter(strip: &Strip<'_>, kind: Kind, index: usize) -> bool {
    match strip.letter(index) {
        b'7' | b'8' => true,
        b'4' => matches!(kind, Kind::Parameters | Kind::Block),
        _ => false,
    }
}

/// Holes in a statement: its test or what stands between its name and its braces; the value it assigns.
fn block_holes(strip: &Strip<'_>, piece: &Range<usize>, at: usize, list: &mut Vec<Repair>) {
    let mut keyword = None;
    for index in place::siblings(strip, piece.clone()) {
        match strip.letter(index) {
            b'G' | b'O' | b'P' | b'S'..=b'Y' if index <= at => keyword = Some(index),
            b'{' if index >= at => {
                list.push(lose(at..index, ""));
                if let Some(keyword) = keyword {
                    head_holes(strip, keyword, index, list);
                }
                break;
            }
            _ => {}
        }
    }
    let assigned = place::siblings(strip, piece.clone())
        .filter(|&index| index < at && strip.letter(index) == b'4')
        .last();
    if let Some(sign) = assigned {
        list.push(lose(sign + 1..piece.end, "_"));
    }
    if at > piece.start && at < piece.end {
        list.push(lose(at..piece.end, ""));
    }
    list.push(lose(piece.clone(), "_"));
}

/// Holes between a keyword and its braces.
fn head_holes(strip: &Strip<'_>, keyword: usize, brace: usize, list: &mut Vec<Repair>) {
    if matches!(strip.letter(keyword), b'G' | b'S' | b'V' | b'X') {
        return list.push(lose(keyword + 1..brace, "_"));
    }
    if keyword + 2 <= brace {
        list.push(lose(keyword + 2..brace, ""));
    }
    list.push(lose(keyword + 1..brace.max(keyword + 1), "a"));
}
