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
    let mut length = run(bytes, 0, is_part);
    while length > 0 && text.get(length..).is_some_and(|rest| rest.starts_with("::")) {
        match run(bytes, length + 2, is_part) {
            0 => break,
            word => length += 2 + word,
        }
    }
    length
}

/// How many bytes from a place on are of this kind. A loop without iterators, as it is hot.
fn run(bytes: &[u8], from: usize, is_part: fn(u8) -> bool) -> usize {
    let mut at = from;
    while let Some(byte) = bytes.get(at)
        && is_part(*byte)
    {
        at += 1;
    }
    at - from
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
        let run = run(segment.as_bytes(), 0, |byte| is_word_byte(byte) || byte == b'-');
        let kept = segment.get(..run).map_or(0, |run| run.trim_end_matches('-').len());
        length += start + kept;
    }
}

/// The length of what starts with one character and ends with `quote`, if it does.
pub(super) fn quoted_length(text: &str, quote: u8) -> Option<usize> {
    let (bytes, mut at) = (text.as_bytes(), 1);
    while let Some(byte) = bytes.get(at) {
        if *byte == quote {
            return Some(at + 1);
        }
        at += if *byte == b'\\' { 2 } else { 1 };
    }
    None
}

/// The length of the number at the start of `text`, and what is wrong with it.
pub(super) fn read_number(text: &str) -> (usize, Option<(Code, String)>) {
    let length = number_length(text);
    let number = text.get(..length).unwrap_or("");
    let error = judge_number(number).map(|(code, kind)| (code, format!("`{number}` is not {kind} number")));
    (length, error)
}

/// Digits with what belongs to them: a fraction, an exponent, letters glued to them.
fn number_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let digits = |from: usize| run(bytes, from, |byte| byte.is_ascii_digit());
    let word = |from: usize| run(bytes, from, is_word_byte);
    let mut length = digits(0);
    if bytes.get(length) == Some(&b'.') && digits(length + 1) > 0 {
        length += 1 + digits(length + 1);
    }
    let exponent = length + 2;
    if matches!(bytes.get(length), Some(b'e' | b'E')) && bytes.get(length + 1) == Some(&b'-') {
        let digits = digits(exponent);
        if digits > 0 && word(exponent) == digits {
            return exponent + digits;
        }
    }
    length + word(length)
}

/// What kind of number it should be and is not, by its first characters, as in Puppet.
fn judge_number(number: &str) -> Option<(Code, &'static str)> {
    let all = |text: &str, sound: fn(&u8) -> bool| !text.is_empty() && text.bytes().all(|byte| sound(&byte));
    let decimal = |text: &str| all(text, u8::is_ascii_digit);
    if let Some(hex) = number.strip_prefix("0x").or_else(|| number.strip_prefix("0X")) {
        return (!all(hex, u8::is_ascii_hexdigit)).then_some((Code::InvalidHexNumber, "a hexadecimal"));
    }
    if number.len() > 1 && number.starts_with('0') && !number.starts_with("0.") {
        let octal = all(number, |byte| matches!(byte, b'0'..=b'7'));
        return (!octal).then_some((Code::InvalidOctalNumber, "an octal"));
    }
    let digits = number.bytes().take_while(u8::is_ascii_digit).count();
    let (Some(whole), Some(rest)) = (number.get(..digits), number.get(digits..)) else { return None };
    if rest.is_empty() {
        return None;
    }
    if !rest.starts_with(['.', 'e', 'E']) {
        return Some((Code::IllegalNumber, "a"));
    }
    let (fraction, exponent) = match rest.split_once(['e', 'E']) {
        Some((fraction, exponent)) => (fraction, Some(exponent)),
        None => (rest, None),
    };
    let sound = decimal(whole)
        && (fraction.is_empty() || fraction.strip_prefix('.').is_some_and(decimal))
        && exponent.is_none_or(|exponent| decimal(exponent.strip_prefix('-').unwrap_or(exponent)));
    (!sound).then_some((Code::InvalidDecimalNumber, "a decimal"))
}
