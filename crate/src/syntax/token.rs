//! The token at a place, for messages.

use super::{scan, tape};

/// Tokens are read this far, in bytes: a line may be as long as a file, and have as many errors.
const LONGEST: usize = 200;

/// The length of the token at the start of `text`, at least one character unless the text is empty.
pub(super) fn token_length(text: &str) -> usize {
    let (_, length) = tape::read_sign(text);
    if length > 1 {
        return length;
    }
    // A character has four bytes at most.
    let text = (LONGEST..LONGEST + 4).find_map(|end| text.get(..end)).unwrap_or(text);
    let line = text.split('\n').next().unwrap_or("");
    match scan::first_token(line) {
        Some(token) if token.start == 0 => token.end,
        Some(_) | None => text.chars().next().map_or(0, char::len_utf8),
    }
}
