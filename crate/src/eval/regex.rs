//! Regular expressions: the one place that knows the engine.
//!
//! Puppet's are Ruby's. The engine is `regex-lite`: linear time on any input, the same natively and in wasm, small.
//! What it lacks of Ruby's syntax (lookaround, back-references, possessive repetition) is an error of the pattern.

use regex_lite::{Captures, Regex};

/// Why a pattern cannot be used.
pub type PatternError = String;

/// Compiles a Ruby pattern.
pub fn compile(pattern: &str) -> Result<Regex, PatternError> {
    // In Ruby `^` and `$` match at every line.
    Regex::new(&format!("(?m:{})", translate(pattern))).map_err(|error| error.to_string())
}

/// Whether the pattern matches somewhere in the text.
pub fn is_match(pattern: &str, text: &str) -> Result<bool, PatternError> {
    Ok(compile(pattern)?.is_match(text))
}

/// The texts of the whole first match and of its groups.
pub fn captures(pattern: &str, text: &str) -> Result<Option<Vec<Option<String>>>, PatternError> {
    let groups = |found: Captures<'_>| {
        found.iter().map(|group| group.map(|group| group.as_str().to_owned())).collect()
    };
    Ok(compile(pattern)?.captures(text).map(groups))
}

/// Ruby's `\h`, `\Z` and `(?<name>…)` in the engine's words.
fn translate(pattern: &str) -> String {
    let mut translated = String::with_capacity(pattern.len());
    let mut chars = pattern.chars();
    while let Some(char) = chars.next() {
        if char != '\\' {
            translated.push(char);
            continue;
        }
        match chars.next() {
            Some('h') => translated.push_str("[0-9A-Fa-f]"),
            Some('H') => translated.push_str("[^0-9A-Fa-f]"),
            Some('Z') => translated.push_str("\\n?\\z"),
            Some('/') => translated.push('/'),
            Some(escaped) => translated.extend(['\\', escaped]),
            None => translated.push_str("\\\\"),
        }
    }
    translated
}
