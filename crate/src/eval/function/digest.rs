//! Check sums, what is random but the same every time, and base64.

mod sums;

use super::{Builtin, Invocation};
use crate::eval::value::Value;
use crate::eval::{Eval, Evaluation};
use crate::source::NO_FILE;

/// Functions of this subject.
pub const FUNCTIONS: &[Builtin] = &[
    Builtin::new("md5", md5).at_most(1),
    Builtin::new("sha1", sha1).at_most(1),
    Builtin::new("sha256", sha256).at_most(1),
    Builtin::new("digest", sha256),
    Builtin::new("base64", base64).at_most(3),
    Builtin::new("random", random),
];

fn md5<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    sum(evaluation, call, sums::md5)
}

fn sha1<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    sum(evaluation, call, sums::sha1)
}

fn sha256<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    sum(evaluation, call, sums::sha256)
}

fn sum<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>, sum: fn(&[u8]) -> Vec<u8>) -> Eval<Value> {
    let text = evaluation.string_argument(call, 0)?;
    evaluation.spend(text.len() as u64 / 8, call.span)?;
    Ok(hexadecimal(&sum(text.as_bytes())))
}

fn hexadecimal(bytes: &[u8]) -> Value {
    let digit = |half: u8| char::from_digit(u32::from(half), 16).unwrap_or('0');
    Value::from(bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect::<String>())
}

/// `random(seed, below, count)`: whole numbers from 0 on as Ruby's `Random.new(seed)` gives them; the seed is
/// hexadecimal. Only for functions of the prelude: Puppet has no such function.
fn random<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    if call.name_span.file() != NO_FILE {
        return evaluation.unknown_function(call);
    }
    let seed = evaluation.string_argument(call, 0)?;
    let below = u64::try_from(evaluation.integer_argument(call, 1)?).unwrap_or(0);
    let count = u64::try_from(evaluation.integer_argument(call, 2)?).unwrap_or(0);
    let Some(limit) = below.checked_sub(1) else { return evaluation.refuse(call, "needs a limit above 0") };
    evaluation.spend(100 + count, call.span)?;
    let mut twister = rand_mt::Mt::new_with_key(words(&seed));
    let mask = u64::MAX.checked_shr(limit.leading_zeros()).unwrap_or(0);
    let mut next = |shift: u32| {
        let drawn = if mask >> shift == 0 { 0 } else { u64::from(twister.next_u32()) << shift };
        drawn & mask
    };
    let mut number = || loop {
        // Ruby draws the upper half first, and anew as soon as it is too large.
        let upper = next(32);
        let number = if upper > limit { upper } else { upper | next(0) };
        if number <= limit {
            return Value::Integer(i64::try_from(number).unwrap_or(i64::MAX));
        }
    };
    Ok(Value::from((0..count).map(|_| number()).collect::<Vec<_>>()))
}

/// A hexadecimal number in words of 32 bits, the lowest first, without zeros at its start.
fn words(digits: &str) -> Vec<u32> {
    let digits = digits.trim_start_matches('0');
    let mut words = Vec::new();
    let mut end = digits.len();
    while end > 0 {
        let start = end.saturating_sub(8);
        words.push(digits.get(start..end).and_then(|word| u32::from_str_radix(word, 16).ok()).unwrap_or(0));
        end = start;
    }
    words
}

const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// `base64('encode', 'text', 'strict')`, with lines of 60 letters unless the third argument says otherwise.
fn base64<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    let (action, text) = (evaluation.string_argument(call, 0)?, evaluation.string_argument(call, 1)?);
    let method = if call.args.len() > 2 { evaluation.string_argument(call, 2)? } else { "default".into() };
    match (&*action, &*method) {
        ("encode", "strict") => Ok(Value::from(encode(text.as_bytes()))),
        ("encode", "urlsafe") => Ok(Value::from(encode(text.as_bytes()).replace('+', "-").replace('/', "_"))),
        ("encode", "default") => {
            let encoded = encode(text.as_bytes());
            let mut lines = String::new();
            for (index, letter) in encoded.chars().enumerate() {
                lines.push_str(if index > 0 && index % 60 == 0 { "\n" } else { "" });
                lines.push(letter);
            }
            lines.push_str(if encoded.is_empty() { "" } else { "\n" });
            Ok(Value::from(lines))
        }
        ("decode", "default" | "strict" | "urlsafe") => match String::from_utf8(decode(&text)) {
            Ok(text) => Ok(Value::from(text)),
            Err(_) => evaluation.refuse(call, "decodes this to bytes that are no text"),
        },
        ("encode" | "decode", other) => {
            evaluation.refuse(call, format!("knows `default`, `strict` and `urlsafe`, not `{other}`"))
        }
        (other, _) => evaluation.refuse(call, format!("knows `encode` and `decode`, not `{other}`")),
    }
}

/// Base64 without line breaks.
pub fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let byte = |index: usize| u32::from(chunk.get(index).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for (place, shift) in [18, 12, 6, 0].into_iter().enumerate() {
            let letter = LETTERS.get((bits >> shift & 63) as usize).copied().unwrap_or(b'=');
            text.push(if place <= chunk.len() { char::from(letter) } else { '=' });
        }
    }
    text
}

/// What base64 stands for, in either alphabet; anything else in it is skipped, as Ruby does.
fn decode(text: &str) -> Vec<u8> {
    let (mut bits, mut count, mut bytes) = (0u32, 0, Vec::new());
    for letter in text.bytes().take_while(|letter| *letter != b'=') {
        let letter = match letter {
            b'-' => b'+',
            b'_' => b'/',
            letter => letter,
        };
        let Some(value) = LETTERS.iter().position(|known| *known == letter) else { continue };
        bits = bits << 6 | u32::try_from(value).unwrap_or(0);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count & 255) as u8);
        }
    }
    bytes
}
