//! How far the grammar comes.

use pest::Parser;
use pest::error::{Error, InputLocation};

use super::{Grammar, Rule};

/// The first of some letters with which the grammar cannot go on as a manifest; nothing if it accepts them all.
pub(in crate::syntax) fn furthest(letters: &str) -> Option<usize> {
    Grammar::parse(Rule::manifest, letters).err().map(|error| place(&error))
}

/// The same as a template.
pub(in crate::syntax) fn furthest_in_template(letters: &str) -> Option<usize> {
    Grammar::parse(Rule::template, letters).err().map(|error| place(&error))
}

/// The first letter that cannot continue.
pub(super) fn place(error: &Error<Rule>) -> usize {
    match error.location {
        InputLocation::Pos(at) => at,
        InputLocation::Span((start, _)) => start,
    }
}
