//! What looks like the start of a statement, an entry or a parameter, by its tokens alone.

use super::strip::Token;

/// Functions whose calls are mostly written without parentheses.
const STATEMENTS: &[&str] =
    &["include", "contain", "require", "realize", "notice", "warning", "fail", "debug", "info", "err", "tag"];

fn letter(tokens: &[Token], index: usize) -> u8 {
    tokens.get(index).map_or(0, |token| token.letter)
}

/// Whether a definition with a body starts here.
pub(super) fn definition(tokens: &[Token], index: usize) -> bool {
    match letter(tokens, index) {
        b'O' | b'P' | b'T' | b'U' | b'Y' => matches!(letter(tokens, index + 1), b'a'..=b'c' | b'f' | b'g'),
        b'W' => matches!(letter(tokens, index + 1), b'a'..=b'd' | b'f'..=b'h' | b'j' | b'N'),
        b'Q' => letter(tokens, index + 1) == b'{',
        _ => false,
    }
}

/// Whether this can hardly be anything but the start of a statement.
pub(super) fn sure_statement(text: &str, tokens: &[Token], index: usize) -> bool {
    let next = letter(tokens, index + 1);
    match letter(tokens, index) {
        b'a' if next == b'{' => true,
        b'a' => {
            let word = tokens.get(index).and_then(|token| text.get(token.start as usize..token.end as usize));
            word.is_some_and(|word| STATEMENTS.contains(&word))
                && matches!(next, b'a' | b'c' | b'e'..=b'g' | b'j')
        }
        b'T' => next == b'{' || definition(tokens, index),
        b'c' => matches!(next, b'{' | b'A' | b'B'),
        b'e' => next == b'4',
        b'S' | b'V' | b'X' => !matches!(next, b'7' | b'8' | b'4' | b',' | b')' | b']' | b'}' | 0),
        _ => definition(tokens, index),
    }
}

/// Whether a statement may start with this letter.
pub(super) fn statement(letter: u8) -> bool {
    matches!(letter, b'a' | b'c' | b'e' | b'O'..=b'Z' | b'&' | b'%' | b'"' | b'@')
}

/// Whether a value is whole up to this letter.
pub(super) fn is_ended_by(letter: u8) -> bool {
    matches!(letter, b'a'..=b'i' | b'n' | b'_' | b'I'..=b'N' | b'}' | b')' | b']' | b';' | b'^' | b'~' | b'"' | b'>')
}

/// Whether a value has to follow this letter.
pub(super) fn wants_value(letter: u8) -> bool {
    matches!(letter, b'o'..=b'z' | b'0'..=b'8' | b'+' | b'-' | b'*' | b'!' | b'C'..=b'E')
}

/// Whether a value may start with this letter.
pub(super) fn value(letter: u8) -> bool {
    matches!(letter, b'a'..=b'j' | b'_' | b'I'..=b'N' | b'{' | b'(' | b'[' | b'$' | b'#' | b'!' | b'-' | b'*')
}
