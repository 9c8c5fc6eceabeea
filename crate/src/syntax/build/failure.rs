//! How far the grammar comes.

use super::machine::{self, Rule};

/// The first of some letters with which the grammar cannot go on as a manifest; nothing if it accepts them all.
pub(in crate::syntax) fn furthest(letters: &str) -> Option<usize> {
    machine::parse(Rule::manifest, letters).err()
}

/// The same as a template.
pub(in crate::syntax) fn furthest_in_template(letters: &str) -> Option<usize> {
    machine::parse(Rule::template, letters).err()
}
