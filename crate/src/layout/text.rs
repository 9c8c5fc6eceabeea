//! How wide texts are in a fixed-width font, and how they are shortened. Integers only: tenths of pixels a character.

/// A font's width of one character, in tenths of pixels.
pub(super) const TITLE: i32 = 76;
/// The same for components.
pub(super) const CHIP: i32 = 73;
/// The same for capabilities.
pub(super) const PILL: i32 = 67;

/// The width of a component's name in pixels.
pub fn width_of_label(text: &str) -> i32 {
    width(text, CHIP)
}

/// A component's name that is at most `limit` pixels wide: its middle gives way to an ellipsis.
pub fn shorten_label(text: &str, limit: i32) -> String {
    shorten(text, CHIP, limit)
}

/// The width of a text in pixels, rounded up.
pub(super) fn width(text: &str, font: i32) -> i32 {
    let cells: i32 = text.chars().map(cells).sum();
    (cells * font + 9) / 10
}

/// A text that is at most `limit` pixels wide: its middle gives way to an ellipsis.
pub(super) fn shorten(text: &str, font: i32, limit: i32) -> String {
    if width(text, font) <= limit {
        return text.to_owned();
    }
    let room = (limit * 10 / font - 1).max(2);
    let head = take(text.chars(), (room + 1) / 2);
    let tail: Vec<char> = take(text.chars().rev(), room / 2).chars().collect();
    head.chars().chain(['…']).chain(tail.into_iter().rev()).collect()
}

fn take(chars: impl Iterator<Item = char>, room: i32) -> String {
    let mut used = 0;
    let fits = |char: &char| {
        used += cells(*char);
        used <= room
    };
    chars.take_while(fits).collect()
}

/// East Asian scripts and emoji take two cells; they start about here, and a cell too many does no harm.
fn cells(char: char) -> i32 {
    if char < '\u{1100}' || ('\u{2000}'..'\u{2e80}').contains(&char) { 1 } else { 2 }
}
