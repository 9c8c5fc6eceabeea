//! How long the words and numbers at the start of a text are.

use crate::diag::Code;

/// White space beyond ASCII.
pub(super) fn is_blank(c: char) -> bool {
    c.is_whitespace() && !c.is_ascii() && !matches!(c, '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Whether there is only white space in the line that `before` ends with.
pub(in crate::syntax) fn starts_line(before: &str) -> bool {
    let trimmed = before.trim_end_matches(|c: char| c != '\n' && c.is_whitespace());
    trimmed.is_empty() || trimmed.ends_with('\n')
}

/// Whether a byte may stand in the middle of a word.
pub(super) fn is_word_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// The length of `word(::word)*` at the start of `text`.
pub(super) fn qualified_length(text: &str, is_part: fn(u8) -> bool) -> usize {
    let bytes = text.as_bytes();
    let run = |from: usize| bytes.iter().skip(from).take_while(|byte| is_part(**byte)).count();
    let mut length = run(0);
    while length > 0 && text.get(length..).is_some_and(|rest| rest.starts_with("::")) {
        match run(length + 2) {
            0 => break,
            word => length += 2 + word,
        }
    }
    length
}

/// The length of the variable at the start of `text`, with its `$`.
pub(super) fn variable_length(text: &str) -> usize {
    let name = text.get(1..).unwrap_or("");
    let colons = if name.starts_with("::") { 2 } else { 0 };
    match qualified_length(name.get(colons..).unwrap_or(""), is_word_byte) {
        0 => 1,
        word => 1 + colons + word,
    }
}

/// The length of a bare word at the start of `text`: `a`, `::a::b`, `a-b`.
pub(super) fn word_length(text: &str) -> usize {
    let mut length = 0;
    loop {
        let rest = text.get(length..).unwrap_or("");
        let start = if rest.starts_with("::") { 2 } else { 0 };
        let segment = rest.get(start..).unwrap_or("");
        let first = segment.as_bytes().first();
        if !first.is_some_and(|byte| byte.is_ascii_lowercase() || *byte == b'_') || (start == 0 && length > 0)
        {
            return length.max(1);
        }
        let run = segment.bytes().take_while(|byte| is_word_byte(*byte) || *byte == b'-').count();
        let kept = segment.get(..run).map_or(0, |run| run.trim_end_matches('-').len());
        length += start + kept;
    }
}

/// The length of the number at the start of `text`, and what is wrong with it.
pub(super) fn read_number(text: &str) -> (usize, Option<(Code, String)>) {
    let bytes = text.as_bytes();
    let digits = |from: usize| bytes.iter().skip(from).take_while(|byte| byte.is_ascii_digit()).count();
    let word = |from: usize| bytes.iter().skip(from).take_while(|byte| is_word_byte(**byte)).count();
    let part = |length: usize| text.get(..length).unwrap_or("");
    if text.starts_with("0x") || text.starts_with("0X") {
        let length = word(0);
        let sound = length > 2 && part(length).bytes().skip(2).all(|byte| byte.is_ascii_hexdigit());
        let error = (Code::InvalidHexNumber, format!("`{}` is not a hexadecimal number", part(length)));
        return (length, (!sound).then_some(error));
    }
    let mut length = digits(0);
    let mut float = false;
    if bytes.get(length) == Some(&b'.') && digits(length + 1) > 0 {
        length += 1 + digits(length + 1);
        float = true;
    }
    if matches!(bytes.get(length), Some(b'e' | b'E')) {
        let minus = usize::from(bytes.get(length + 1) == Some(&b'-'));
        let exponent = digits(length + 1 + minus);
        if word(length + 1 + minus) == exponent {
            length += 1 + minus + exponent;
            let error = (Code::InvalidDecimalNumber, format!("`{}` is not a decimal number", part(length)));
            return (length, (exponent == 0).then_some(error));
        }
    }
    let tail = word(length);
    if tail > 0 {
        let length = length + tail;
        return (length, Some((Code::IllegalNumber, format!("`{}` is not a number", part(length)))));
    }
    let octal = !float && length > 1 && text.starts_with('0');
    if octal && part(length).bytes().any(|byte| byte > b'7') {
        return (
            length,
            Some((Code::InvalidOctalNumber, format!("`{}` is not an octal number", part(length)))),
        );
    }
    (length, None)
}
