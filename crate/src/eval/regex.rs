//! Regular expressions: the one place that knows the engine.
//!
//! Puppet's are Ruby's. The engine is `regex-lite`: linear time on any input, the same natively and in wasm, small.
//! What it lacks of Ruby's syntax (lookaround, back-references, possessive repetition) makes a pattern of which nobody
//! here can say what it matches.

use std::collections::HashMap;
use std::rc::Rc;

use regex_lite::{Regex, RegexBuilder};

/// How many bytes a compiled pattern may have; some thousand states. Bounds the time of compiling and of matching.
const SIZE_LIMIT: usize = 256 * 1024;

/// How many states a pattern of this size has at most.
const STATE_LIMIT: u64 = 10_000;

/// How many compiled patterns are kept.
const KEPT: usize = 500;

/// Why a pattern cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PatternError {
    /// It is none; with what the engine says.
    Wrong(String),
    /// It uses what only Ruby's engine has.
    Foreign,
}

/// A compiled pattern; cheap to clone.
#[derive(Debug, Clone)]
pub struct Pattern {
    /// As it was written.
    pub source: Rc<str>,
    regex: Rc<Regex>,
    states: u64,
}

impl Pattern {
    /// Whether it matches somewhere in the text.
    pub fn is_match(&self, text: &str) -> bool {
        self.regex.is_match(text)
    }

    /// The texts of the whole first match and of its groups.
    pub fn captures(&self, text: &str) -> Option<Vec<Option<String>>> {
        let found = self.regex.captures(text)?;
        Some(found.iter().map(|group| group.map(|group| group.as_str().to_owned())).collect())
    }

    /// What stands between its matches.
    pub fn split<'t>(&self, text: &'t str) -> impl Iterator<Item = &'t str> {
        self.regex.split(text)
    }

    /// The text with the first match, or all, replaced by a template of the engine.
    pub fn replace(&self, text: &str, template: &str, all: bool) -> String {
        self.regex.replacen(text, usize::from(!all), template).into_owned()
    }

    /// How often it matches.
    pub fn count(&self, text: &str) -> usize {
        self.regex.find_iter(text).count()
    }

    /// The steps it takes to look through a text of this many bytes.
    pub fn cost(&self, length: usize) -> u64 {
        (length as u64).saturating_mul(self.states) / 512
    }
}

/// Compiled patterns by their source: a pattern in a loop is compiled once.
#[derive(Debug, Default)]
pub struct Patterns {
    compiled: HashMap<String, Result<Pattern, PatternError>>,
    /// What compiling cost so far, in steps.
    pub cost: u64,
}

impl Patterns {
    /// The compiled form of a Ruby pattern.
    pub fn compile(&mut self, source: &str) -> Result<Pattern, PatternError> {
        if let Some(known) = self.compiled.get(source) {
            return known.clone();
        }
        if self.compiled.len() >= KEPT {
            self.compiled.clear();
        }
        // Picked by trial: the largest patterns take as long as some thousand steps.
        self.cost += states(source) / 4 + source.len() as u64 / 8;
        let compiled = compile(source);
        self.compiled.insert(source.to_owned(), compiled.clone());
        compiled
    }
}

fn compile(source: &str) -> Result<Pattern, PatternError> {
    // In Ruby `^` and `$` match at every line.
    let regex = RegexBuilder::new(&translate(source)).multi_line(true).size_limit(SIZE_LIMIT).build();
    match regex {
        Ok(regex) => Ok(Pattern { source: Rc::from(source), regex: Rc::new(regex), states: states(source) }),
        Err(_) if is_foreign(source) => Err(PatternError::Foreign),
        Err(error) => Err(PatternError::Wrong(error.to_string())),
    }
}

/// An upper bound for the states of the compiled pattern: its length times all its counted repetitions.
fn states(source: &str) -> u64 {
    let repetitions = source.split('{').skip(1).filter_map(|rest| {
        let (counts, _) = rest.split_once('}')?;
        counts.rsplit(',').find_map(|count| count.parse::<u64>().ok())
    });
    let product = repetitions.fold(1, |product: u64, count| product.saturating_mul(count.max(1)));
    product.saturating_mul(source.len() as u64 + 1).min(STATE_LIMIT)
}

/// Whether a pattern that the engine refuses may well be one of Ruby's.
fn is_foreign(source: &str) -> bool {
    const FOREIGN: &[&str] = &[
        "(?=", "(?!", "(?<=", "(?<!", "(?>", "(?~", "\\G", "\\R", "\\X", "\\K", "\\k<", "\\g<", "\\p{",
        "\\P{", "&&",
    ];
    let back_reference =
        || source.split('\\').skip(1).any(|rest| rest.starts_with(|char: char| char.is_ascii_digit()));
    let possessive = || ["++", "*+", "?+"].iter().any(|sign| source.contains(sign));
    FOREIGN.iter().any(|part| source.contains(part)) || back_reference() || possessive()
}

/// Ruby's `\h`, `\Z` and `(?m)` in the engine's words.
fn translate(pattern: &str) -> String {
    let mut translated = String::with_capacity(pattern.len());
    let mut chars = pattern.chars().peekable();
    let mut in_class = false;
    while let Some(char) = chars.next() {
        match char {
            '\\' => translated.push_str(&escape(chars.next(), in_class)),
            '(' if !in_class && chars.peek() == Some(&'?') => {
                translated.push('(');
                // `m` lets the dot match line breaks in Ruby, which is `s` here; `^` always matches at every line.
                while let Some(flag) = chars.next_if(|flag| "?imx-".contains(*flag)) {
                    translated.push(if flag == 'm' { 's' } else { flag });
                }
            }
            _ => {
                in_class = (in_class && char != ']') || char == '[';
                translated.push(char);
            }
        }
    }
    translated
}

fn escape(escaped: Option<char>, in_class: bool) -> String {
    match (escaped, in_class) {
        (Some('h'), true) => "0-9A-Fa-f".to_owned(),
        (Some('h'), false) => "[0-9A-Fa-f]".to_owned(),
        (Some('H'), false) => "[^0-9A-Fa-f]".to_owned(),
        (Some('Z'), false) => "\\n?\\z".to_owned(),
        (Some('e'), _) => "\\x1B".to_owned(),
        (Some(char), _) if "/'\"@%`!,:;=_ ".contains(char) => char.to_string(),
        (Some(char), _) => format!("\\{char}"),
        (None, _) => "\\\\".to_owned(),
    }
}
