//! Manifests broken in one place, the same ones in every run.

/// Gives the text of these pieces, changed at one of them.
type Mutate = fn(&[&str], usize) -> String;

/// The ways to break a text.
const WAYS: [(&str, Mutate); 3] = [("deleted", deleted), ("doubled", doubled), ("swapped", swapped)];

/// A broken text, and what was done to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mutant {
    /// The name of what was done: `deleted`, `doubled`, `swapped`, `cut`.
    pub way: &'static str,
    /// The whole text afterwards.
    pub text: String,
}

/// One mutant of each way; `seed` chooses the places.
pub fn mutants(text: &str, seed: u64) -> Vec<Mutant> {
    let pieces = pieces(text);
    let tokens: Vec<usize> = (0..pieces.len()).filter(|&at| is_token(&pieces, at)).collect();
    let mut numbers = Numbers(seed);
    let mut mutants = Vec::new();
    for (way, mutate) in WAYS {
        let chosen = numbers.below(tokens.len()).and_then(|at| tokens.get(at));
        mutants.extend(chosen.map(|&at| Mutant { way, text: mutate(&pieces, at) }));
    }
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    mutants.extend(numbers.below(lines.len()).map(|at| Mutant { way: "cut", text: deleted(&lines, at) }));
    mutants
}

/// Words, runs of blanks, and single signs; joined they are the text.
pub fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = rest.find(|c| class(c) != class(first)).unwrap_or(rest.len());
        let length = if class(first) == Class::Sign { first.len_utf8() } else { length };
        let (piece, after) = rest.split_at(length);
        pieces.push(piece);
        rest = after;
    }
    pieces
}

#[derive(PartialEq, Eq)]
enum Class {
    Word,
    Blank,
    Sign,
}

fn class(c: char) -> Class {
    match c {
        c if c.is_alphanumeric() || c == '_' => Class::Word,
        c if c.is_whitespace() => Class::Blank,
        _ => Class::Sign,
    }
}

/// Neither blanks nor, as far as one can tell by the line, a comment.
fn is_token(pieces: &[&str], at: usize) -> bool {
    let line = pieces.get(..at).unwrap_or(&[]).iter().rev().take_while(|piece| !piece.contains('\n'));
    let blank = pieces.get(at).is_none_or(|piece| piece.trim().is_empty());
    !blank && !line.into_iter().any(|piece| *piece == "#")
}

fn deleted(pieces: &[&str], at: usize) -> String {
    let (before, after) = pieces.split_at(at);
    before.concat() + &after.get(1..).unwrap_or(&[]).concat()
}

fn doubled(pieces: &[&str], at: usize) -> String {
    let (before, after) = pieces.split_at(at);
    let piece = after.first().copied().unwrap_or("");
    before.concat() + piece + " " + &after.concat()
}

/// Exchanges a token with the one behind it.
fn swapped(pieces: &[&str], at: usize) -> String {
    let mut pieces = pieces.to_vec();
    if let Some(next) = (at + 1..pieces.len()).find(|&next| is_token(&pieces, next)) {
        pieces.swap(at, next);
    }
    pieces.concat()
}

/// Numbers that look random (xorshift, by George Marsaglia).
#[derive(Debug)]
pub struct Numbers(pub u64);

impl Numbers {
    /// A number below a limit; none below 0.
    pub fn below(&mut self, limit: usize) -> Option<usize> {
        let limit = u64::try_from(limit).ok().filter(|limit| *limit > 0)?;
        usize::try_from(self.next() % limit).ok()
    }

    fn next(&mut self) -> u64 {
        // Never 0, of which nothing but 0 would come.
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15) | 1;
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }
}
