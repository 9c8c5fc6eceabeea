//! Compiled patterns, and what the evaluation pays for them.
//!
//! Matching counts its steps itself, into a meter that all patterns share: the evaluation settles it after each use. A
//! match that takes too long is taken for none until then; settling reports it.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

pub use crate::regex::Error as PatternError;
use crate::regex::{Place, Program};
use crate::table::Table;

/// How many steps the search for a match, or for all, may take, of which a hundred million fit into a second.
const SEARCH_LIMIT: u64 = 4_000_000;

/// How many more for each byte of the text.
const STEPS_A_BYTE: u64 = 32;

/// How many of them are as long as a step of the evaluation.
const STEPS_A_STEP: u64 = 16;

/// How many compiled patterns are kept.
const KEPT: usize = 500;

/// What matching has cost since it was last settled.
#[derive(Debug, Default)]
struct Meter {
    steps: Cell<u64>,
    /// The source of a pattern that was given up.
    given_up: RefCell<Option<Rc<str>>>,
}

/// A compiled pattern; cheap to clone.
#[derive(Debug, Clone)]
pub struct Pattern {
    /// As it was written.
    pub source: Rc<str>,
    program: Rc<Program>,
    meter: Rc<Meter>,
}

impl Pattern {
    fn search<'p>(&'p self, text: &'p str) -> Search<'p> {
        Search { pattern: self, text, from: 0, left: SEARCH_LIMIT + STEPS_A_BYTE * text.len() as u64 }
    }

    /// Whether it matches somewhere in the text.
    pub fn is_match(&self, text: &str) -> bool {
        self.search(text).next().is_some()
    }

    /// The texts of the whole first match and of its groups.
    pub fn captures(&self, text: &str) -> Option<Vec<Option<String>>> {
        let groups = self.search(text).next()?;
        Some(groups.into_iter().map(|place| part(text, place).map(str::to_owned)).collect())
    }

    /// What stands between its matches, and what their groups have matched, as Ruby splits.
    pub fn split<'t>(&self, text: &'t str) -> Vec<&'t str> {
        let mut parts = Vec::new();
        let mut begin = 0;
        let mut search = self.search(text);
        while let Some(places) = search.next() {
            let (start, end) = whole(&places);
            // A match without a character stands between two of them.
            if start == end && (start == begin || start >= text.len()) {
                continue;
            }
            parts.extend(text.get(begin..start));
            parts.extend(places.into_iter().skip(1).filter_map(|place| part(text, place)));
            begin = end;
        }
        if !text.is_empty() {
            parts.extend(text.get(begin..));
        }
        parts
    }

    /// The text with the first match, or all, replaced. In the replacement `\1` is what a group has matched, `\0` and
    /// `\&` the whole match, `` \` `` what stands before it, `\'` what stands behind it.
    pub fn replace(&self, text: &str, replacement: &str, all: bool) -> String {
        let mut replaced = String::new();
        let mut begin = 0;
        let mut search = self.search(text);
        while let Some(places) = search.next() {
            let (start, end) = whole(&places);
            replaced.push_str(text.get(begin..start).unwrap_or(""));
            fill_in(&mut replaced, replacement, text, &places);
            begin = end;
            if !all {
                break;
            }
        }
        replaced.push_str(text.get(begin..).unwrap_or(""));
        replaced
    }

    /// How often it matches.
    pub fn count(&self, text: &str) -> usize {
        let mut search = self.search(text);
        let mut count = 0;
        while search.next().is_some() {
            count += 1;
        }
        count
    }
}

/// A search for one match after the other, which take their steps from one stock.
struct Search<'p> {
    pattern: &'p Pattern,
    text: &'p str,
    from: usize,
    left: u64,
}

impl Search<'_> {
    /// The places of the next match and of its groups.
    fn next(&mut self) -> Option<Vec<Place>> {
        if self.from > self.text.len() {
            return None;
        }
        let Pattern { source, program, meter } = self.pattern;
        let before = self.left;
        let found = program.find(self.text, self.from, &mut self.left);
        meter.steps.set(meter.steps.get() + before - self.left);
        let Ok(found) = found else {
            *meter.given_up.borrow_mut() = Some(Rc::clone(source));
            return None;
        };
        let (start, end) = whole(found.as_deref()?);
        // Behind a match without a character the next one is looked for one further.
        self.from = if start == end { end + char_length(self.text, end) } else { end };
        found
    }
}

fn whole(places: &[Place]) -> (usize, usize) {
    places.first().copied().flatten().unwrap_or_default()
}

fn part(text: &str, place: Place) -> Option<&str> {
    place.and_then(|(from, to)| text.get(from..to))
}

fn char_length(text: &str, at: usize) -> usize {
    text.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8)
}

/// Writes the replacement of a match.
fn fill_in(written: &mut String, replacement: &str, text: &str, places: &[Place]) {
    let (start, end) = whole(places);
    let mut pieces = replacement.split('\\');
    written.push_str(pieces.next().unwrap_or(""));
    while let Some(piece) = pieces.next() {
        let mut rest = piece.chars();
        let filled = match rest.next() {
            Some(digit @ '0'..='9') => {
                let group = digit.to_digit(10).unwrap_or(0) as usize;
                part(text, places.get(group).copied().flatten()).unwrap_or("")
            }
            Some('&') => part(text, Some((start, end))).unwrap_or(""),
            Some('`') => text.get(..start).unwrap_or(""),
            Some('\'') => text.get(end..).unwrap_or(""),
            Some(_) => {
                written.push('\\');
                rest = piece.chars();
                ""
            }
            None => {
                // Two backslashes are one, and what follows them is no escape; at the end there is but one.
                rest = pieces.next().unwrap_or("").chars();
                "\\"
            }
        };
        written.push_str(filled);
        written.push_str(rest.as_str());
    }
}

/// Compiled patterns by their source: a pattern in a loop is compiled once.
#[derive(Debug, Default)]
pub struct Patterns {
    compiled: Table<String, Result<Pattern, PatternError>>,
    meter: Rc<Meter>,
}

impl Patterns {
    /// The compiled form of a Ruby pattern.
    pub fn compile(&mut self, source: &str) -> Result<Pattern, PatternError> {
        if let Some(known) = self.compiled.get(source) {
            return known.clone();
        }
        if self.compiled.len() >= KEPT {
            self.compiled = Table::new();
        }
        let program = Program::new(source);
        // Each step of a class is tried for all of ASCII.
        let size = program.as_ref().map_or(0, Program::size) + source.len();
        self.meter.steps.set(self.meter.steps.get() + 8 * size as u64);
        let meter = Rc::clone(&self.meter);
        let compiled =
            program.map(|program| Pattern { source: Rc::from(source), program: Rc::new(program), meter });
        self.compiled.insert(source.to_owned(), compiled.clone());
        compiled
    }

    /// The steps of an evaluation that were taken since the last time, and the pattern that was given up.
    pub fn settle(&self) -> (u64, Option<Rc<str>>) {
        (self.meter.steps.take() / STEPS_A_STEP, self.meter.given_up.take())
    }
}
