//! What plain scalars mean: to Ruby's Psych (YAML 1.1 with its own ideas), and in JSON.

use super::{Data, Node};
use crate::{decimal, platform};

/// Whether a tag, without its first `!`, makes a text of whatever follows.
pub(super) fn is_text(tag: &str) -> bool {
    matches!(tag, "!str" | "str" | "ruby/sym" | "ruby/symbol" | "<tag:yaml.org,2002:str>")
}

/// A key as a text that no other key has.
pub(super) fn key(data: &Data) -> String {
    match data {
        Data::String(text) => text.clone(),
        Data::Null => "\0~".to_owned(),
        Data::Bool(bool) => format!("\0{bool}"),
        Data::Integer(number) => format!("\0{number}"),
        Data::Float(number) => format!("\0{}", decimal::shortest(*number)),
        Data::Array(nodes) => keys("\0[", nodes.iter()),
        Data::Hash(entries) => keys("\0{", entries.iter().flat_map(|(key, value)| [key, value])),
    }
}

/// One behind the other; with their lengths, so that no other keys look the same.
fn keys<'a>(start: &str, nodes: impl Iterator<Item = &'a Node>) -> String {
    let mut text = start.to_owned();
    for node in nodes {
        let key = key(&node.data);
        text.push_str(&format!("{}:{key}", key.len()));
    }
    text
}

/// What a plain scalar is in JSON; nothing if it cannot be there.
pub(super) fn json(text: &str) -> Option<Data> {
    match text {
        "null" => Some(Data::Null),
        "true" => Some(Data::Bool(true)),
        "false" => Some(Data::Bool(false)),
        _ => match text.parse() {
            Ok(number) if !text.starts_with('+') => Some(Data::Integer(number)),
            Ok(_) => None,
            Err(_) => is_float(text).then(|| Data::Float(platform::parse_float(text))),
        },
    }
}

/// Whether it is digits, perhaps with a sign, a fraction and an exponent.
fn is_float(text: &str) -> bool {
    let text = text.strip_prefix('-').unwrap_or(text);
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
    let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    [whole, fraction, exponent].iter().all(|part| !part.is_empty() && is_digits(part))
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// What a plain scalar is in YAML.
pub(super) fn resolve(text: String) -> Data {
    if let Some(data) = word(&text) {
        return data;
    }
    match text.strip_prefix(':').filter(|rest| !rest.is_empty()) {
        // A symbol of Ruby, which Puppet takes for a text.
        Some(rest) => Data::String(rest.trim_matches(['"', '\'']).to_owned()),
        None => number(&text).unwrap_or(Data::String(text)),
    }
}

fn word(text: &str) -> Option<Data> {
    if text.len() > 5 {
        return None;
    }
    Some(match text.to_ascii_lowercase().as_str() {
        "" | "~" | "null" => Data::Null,
        "yes" | "true" | "on" => Data::Bool(true),
        "no" | "false" | "off" => Data::Bool(false),
        ".inf" | "+.inf" => Data::Float(f64::INFINITY),
        "-.inf" => Data::Float(f64::NEG_INFINITY),
        ".nan" => Data::Float(f64::NAN),
        _ => return None,
    })
}

fn number(text: &str) -> Option<Data> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let negative = text.starts_with('-');
    if !unsigned.starts_with(|first: char| first.is_ascii_digit() || first == '.') {
        return None;
    }
    if unsigned.contains(':') {
        return sixties(unsigned, negative);
    }
    if unsigned.contains('.') {
        return float(unsigned, negative);
    }
    let (radix, digits) = match unsigned.as_bytes() {
        [b'0', b'x', ..] => (16, unsigned.get(2..)?),
        [b'0', b'b', ..] => (2, unsigned.get(2..)?),
        [b'0', _, ..] => (8, unsigned.get(1..)?),
        _ => (10, unsigned),
    };
    if radix == 10 && !decimal(digits) {
        return None;
    }
    integer(digits, radix, negative)
}

/// Whether underscores and commas stand between digits only.
fn decimal(digits: &str) -> bool {
    let ends_well = digits.ends_with(|last: char| last.is_ascii_digit());
    ends_well && !["__", ",,", "_,", ",_"].iter().any(|pair| digits.contains(pair))
}

fn integer(digits: &str, radix: u32, negative: bool) -> Option<Data> {
    let plain: String = digits.chars().filter(|char| !matches!(char, '_' | ',')).collect();
    if !plain.chars().all(|char| char.is_digit(radix)) {
        return None;
    }
    let number = u64::from_str_radix(&plain, radix).ok()?;
    let number = if negative { 0_i64.checked_sub_unsigned(number) } else { i64::try_from(number).ok() };
    number.map(Data::Integer)
}

/// `1:30` is an hour and a half in minutes, `1:30:00` in seconds: a number in base sixty.
fn sixties(text: &str, negative: bool) -> Option<Data> {
    let parts: Vec<&str> = text.split(':').collect();
    let [first, rest @ ..] = parts.as_slice() else { return None };
    let small = |part: &&str| match part.as_bytes() {
        [digit] => digit.is_ascii_digit(),
        [tens, digit] => (b'0'..=b'5').contains(tens) && digit.is_ascii_digit(),
        _ => false,
    };
    if rest.is_empty() || rest.len() > 2 || !rest.iter().all(small) || first.contains(',') {
        return None;
    }
    // Psych counts two parts as hours and minutes, in seconds.
    let sign = if negative { -1 } else { 1 };
    let mut weight = 3600;
    let mut sum = 0_i64;
    for (at, part) in parts.iter().enumerate() {
        let digits: String = part.chars().filter(|char| *char != '_').collect();
        let number: i64 = digits.parse().ok()?;
        sum = sum.checked_add(number.checked_mul(weight)?.checked_mul(if at == 0 { sign } else { 1 })?)?;
        weight /= 60;
    }
    Some(Data::Integer(sum))
}

fn float(text: &str, negative: bool) -> Option<Data> {
    let (mantissa, exponent) = match text.find(['e', 'E']) {
        Some(at) => (text.get(..at)?, text.get(at + 1..)?),
        None => (text, "+0"),
    };
    let (whole, fraction) = mantissa.split_once('.')?;
    let whole: String = whole.chars().filter(|char| !matches!(char, '_' | ',')).collect();
    let signed =
        exponent.strip_prefix(['+', '-']).is_some_and(|digits| !digits.is_empty() && is_digits(digits));
    if text == "." || !is_digits(&whole) || !is_digits(fraction) || !signed {
        return None;
    }
    let number = platform::parse_float(&format!("0{whole}.{fraction}0e{exponent}"));
    Some(Data::Float(if negative { -number } else { number }))
}

/// Whether Psych makes a date or time of it, which Puppet then refuses.
pub(super) fn is_date(text: &str) -> bool {
    let (date, rest) = text.split_at(text.find(['T', 't', ' ']).unwrap_or(text.len()));
    let mut parts = date.trim_start_matches('-').split('-');
    let mut digits = |least: usize, most: usize, highest: u32| {
        let digits = |part: &&str| part.bytes().all(|byte| byte.is_ascii_digit());
        let part = parts.next().filter(|part| (least..=most).contains(&part.len())).filter(digits)?;
        part.parse::<u32>().ok().filter(|number| *number <= highest)
    };
    let is_day = digits(4, 4, 9999).is_some() && digits(1, 2, 12).is_some() && digits(1, 2, 31).is_some();
    if !is_day || parts.next().is_some() {
        return false;
    }
    let time = rest.trim_start_matches(['T', 't', ' ']);
    rest.is_empty() || time.split(':').count() >= 3 && time.starts_with(|first: char| first.is_ascii_digit())
}
