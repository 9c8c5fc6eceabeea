//! The token at a place, for messages.

use super::scan;

/// Signs of more than one character, longest first.
const SIGNS: &[&str] = &[
    "<<|", "|>>", "=>", "==", "=~", "!=", "!~", "+>", "+=", "-=", "->", "<-", "<~", "~>", "<=", ">=", "<<",
    ">>", "<|", "|>", "@@",
];

/// The length of the token at the start of `text`, at least one character unless the text is empty.
pub(super) fn token_length(text: &str) -> usize {
    if let Some(sign) = SIGNS.iter().find(|sign| text.starts_with(**sign)) {
        return sign.len();
    }
    let line = text.split('\n').next().unwrap_or("");
    match scan::scan(line).tokens.first() {
        Some(token) if token.start == 0 => token.end,
        Some(_) | None => text.chars().next().map_or(0, char::len_utf8),
    }
}
