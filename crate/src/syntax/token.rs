//! The token at a place, for messages.

use super::scan;

/// The length of the token at the start of `text`, at least one character unless the text is empty.
pub(super) fn token_length(text: &str) -> usize {
    let line = text.split('\n').next().unwrap_or("");
    match scan::scan(line).tokens.first() {
        Some(token) if token.start == 0 => token.end,
        Some(_) | None => text.chars().next().map_or(0, char::len_utf8),
    }
}
