//! Where in a text a break is: in what kind of group, and in which piece of it.

use std::ops::Range;

use super::start;
use super::strip::Strip;

/// What a group holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Statements: a file, or the block of a definition, a condition, an option or a lambda.
    Block,
    /// The options of a `case`.
    Options,
    /// The entries of a selector.
    Selector,
    /// The entries of a hash.
    Hash,
    /// Titles and attributes.
    Body,
    /// The parameters of a definition or a lambda.
    Parameters,
    /// Arguments, elements or keys.
    Items,
    /// One value: an interpolation, the query of a collector.
    Value,
    /// The pieces of a string.
    Text,
}

/// What the group that `opener` opens holds; without one, the file.
pub(super) fn kind(strip: &Strip<'_>, opener: Option<usize>) -> Kind {
    let Some(opener) = opener else { return Kind::Block };
    match strip.letter(opener) {
        b'{' => braces(strip, opener),
        b'(' | b'$' if declares(strip, opener) => Kind::Parameters,
        b'|' => Kind::Parameters,
        b'm' | b'<' | b'=' | b'@' => Kind::Value,
        b'j' => Kind::Text,
        _ => Kind::Items,
    }
}

/// Whether the parentheses at `opener` hold the parameters of a definition.
fn declares(strip: &Strip<'_>, opener: usize) -> bool {
    let name = opener.checked_sub(1);
    let keyword = name.map_or(0, |name| strip.before(name));
    matches!(keyword, b'O' | b'P' | b'T' | b'U' | b'Y') || matches!(strip.before(opener), b'O' | b'P' | b'U')
}

/// What the braces at `opener` hold.
fn braces(strip: &Strip<'_>, opener: usize) -> Kind {
    match strip.before(opener) {
        b'?' => return Kind::Selector,
        b':' | b'F' | b'|' | b'Q' => return Kind::Block,
        b'T' | b'^' | b'~' => return Kind::Body,
        before if start::wants_value(before) || matches!(before, b',' | b'(' | b'$' | b'[' | b'#' | 0) => {
            return Kind::Hash;
        }
        _ => {}
    }
    let mut at = opener;
    while let Some(previous) = strip.previous(at) {
        match strip.letter(previous) {
            b'S' => return Kind::Options,
            b'G' | b'O' | b'P' | b'T'..=b'Z' => return Kind::Block,
            b'{' | b',' | b';' | b'4' | b'7' | b'8' | b':' => break,
            _ => {}
        }
        if strip.is_first(previous) && start::statement(strip.letter(previous)) {
            break;
        }
        at = previous;
    }
    Kind::Body
}

/// Whether a statement starts at `index`, as the lines tell.
fn starts_statement(strip: &Strip<'_>, index: usize) -> bool {
    let before = strip.before(index);
    strip.is_first(index)
        && start::statement(strip.letter(index))
        && (start::is_ended_by(before) || matches!(before, 0 | b'{') || !start::wants_value(before))
        && !matches!(before, b',' | b'.' | b'?')
}

/// Whether a new piece of a group starts at `index`.
fn starts_piece(strip: &Strip<'_>, kind: Kind, index: usize) -> bool {
    let before = strip.before(index);
    let entry = strip.is_first(index) && matches!(strip.letter(index + 1), b'7' | b'8');
    match kind {
        Kind::Block => before == b';' || starts_statement(strip, index),
        Kind::Options => before == b'}',
        Kind::Hash | Kind::Selector | Kind::Items => before == b',' || (entry && before != b'?'),
        Kind::Body => matches!(before, b',' | b';' | b':') || entry,
        Kind::Parameters => {
            let parameter = matches!(strip.letter(index), b'c' | b'e') && strip.is_first(index);
            before == b',' || (parameter && matches!(before, b'e' | b'a' | b'd' | b'f' | b'g' | b'K'..=b'M'))
        }
        Kind::Value => false,
        Kind::Text => true,
    }
}

/// Whether a token stands between two pieces of a group.
fn separates(kind: Kind, letter: u8) -> bool {
    match kind {
        Kind::Block => letter == b';',
        Kind::Body => matches!(letter, b',' | b';' | b':'),
        Kind::Hash | Kind::Selector | Kind::Items | Kind::Parameters => letter == b',',
        Kind::Options | Kind::Value | Kind::Text => false,
    }
}

/// The piece that reading could not go on with at `at`, in the group `group` of `kind`.
///
/// What starts a piece at `at` shows that the piece before it is not whole. The piece is empty when `at` follows a
/// separator and is one itself.
pub(super) fn piece(strip: &Strip<'_>, group: Option<usize>, kind: Kind, at: usize) -> Range<usize> {
    let end = strip.end_of(group);
    let first = group.map_or(0, |opener| opener + 1);
    let mut from = at.min(end);
    while let Some(previous) = strip.previous(from) {
        if previous < first || separates(kind, strip.letter(previous)) {
            break;
        }
        from = previous;
        if starts_piece(strip, kind, from) {
            break;
        }
    }
    from..piece_end(strip, group, kind, from, at)
}

/// Where the piece that starts at `from` and includes what is before `at` ends.
pub(super) fn piece_end(
    strip: &Strip<'_>,
    group: Option<usize>,
    kind: Kind,
    from: usize,
    at: usize,
) -> usize {
    let end = strip.end_of(group);
    let mut to = at.min(end);
    while to < end && !separates(kind, strip.letter(to)) && (to == from || !starts_piece(strip, kind, to)) {
        to = strip.next(to);
    }
    to.min(end)
}

/// Some tokens, without those within groups.
pub(super) fn siblings<'s>(strip: &'s Strip<'_>, tokens: Range<usize>) -> impl Iterator<Item = usize> + 's {
    let end = tokens.end;
    let first = (tokens.start < end).then_some(tokens.start);
    std::iter::successors(first, move |&index| Some(strip.next(index)).filter(|next| *next < end))
}
