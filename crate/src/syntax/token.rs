//! The token at a place, for messages.

use super::{Dialect, scan, tape};

/// The length of the token at the start of `text`, at least one character unless the text is empty.
pub(super) fn token_length(text: &str) -> usize {
    let (_, length) = tape::read_sign(text);
    if length > 1 {
        return length;
    }
    let line = text.split('\n').next().unwrap_or("");
    match scan::scan(line, Dialect::default()).tokens.first() {
        Some(token) if token.start == 0 => token.end,
        Some(_) | None => text.chars().next().map_or(0, char::len_utf8),
    }
}
