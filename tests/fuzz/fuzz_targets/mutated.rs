//! Real manifests, changed token by token: deleted, doubled, exchanged, taken from elsewhere.

#![no_main]

#[path = "../checks.rs"]
mod checks;
#[path = "../../corpus/src/mutate.rs"]
#[expect(dead_code, reason = "here the fuzzer chooses what to do to a text")]
mod mutate;

use libfuzzer_sys::{fuzz_mutator, fuzz_target, fuzzer_mutate};
use mutate::Numbers;

/// What is put in where tokens alone would not lead.
const WORDS: &[&str] = &[
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    "|",
    "=>",
    "+>",
    "->",
    "~>",
    "<|",
    "|>",
    "<<|",
    "|>>",
    "=",
    "==",
    "=~",
    "!",
    "?",
    ":",
    ";",
    ",",
    ".",
    "@",
    "@@",
    "*",
    "-",
    "<<",
    "'",
    "\"",
    "\\",
    "${",
    "$",
    "$a",
    "/",
    "/a/",
    "# c\n",
    "/*",
    "*/",
    "\n",
    " ",
    "@(END)",
    "@(\"END\"/L)",
    "\nEND\n",
    "| END",
    "|- END",
    "<%",
    "<%=",
    "<%-",
    "%>",
    "-%>",
    "<%#",
    "1",
    "0x1",
    "1.5e3",
    "a",
    "A",
    "::",
    "a::b",
    "A::B",
    "class",
    "define",
    "node",
    "site",
    "application",
    "function",
    "type",
    "plan",
    "apply",
    "produces",
    "consumes",
    "inherits",
    "if",
    "elsif",
    "else",
    "unless",
    "case",
    "default",
    "undef",
    "true",
    "and",
    "or",
    "in",
    "notice",
    "include",
    "é",
    "\u{1f600}",
    "\r\n",
];

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    checks::check("site.pp", &text);
    checks::check_neighbours(&text);
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    let text = String::from_utf8_lossy(data.get(..size).unwrap_or_default()).into_owned();
    let mut numbers = Numbers(u64::from(seed));
    if numbers.below(8) == Some(0) {
        return fuzzer_mutate(data, size, max_size);
    }
    let mutant = mutant(&text, &mut numbers);
    let length = mutant.len().min(max_size).min(data.len());
    data[..length].copy_from_slice(&mutant.as_bytes()[..length]);
    length
});

/// The text with some of its tokens changed.
fn mutant(text: &str, numbers: &mut Numbers) -> String {
    let mut pieces = mutate::pieces(text);
    for _ in 0..=numbers.below(4).unwrap_or(0) {
        let at = numbers.below(pieces.len()).unwrap_or(0);
        let other = numbers.below(pieces.len()).unwrap_or(0);
        let word = numbers.below(WORDS.len()).map_or("", |word| WORDS[word]);
        match numbers.below(6) {
            _ if pieces.is_empty() => pieces.push(word),
            Some(0) => drop(pieces.remove(at)),
            Some(1) => pieces.insert(at, pieces[other]),
            Some(2) => pieces.swap(at, other),
            Some(3) => pieces[at] = word,
            Some(4) => pieces.insert(at, word),
            _ => {
                let (from, to) = (at.min(other), at.max(other));
                pieces.drain(from..to);
            }
        }
    }
    pieces.concat()
}
