//! What a compilation says, in Puppet's own words: `notice` and the like, and Puppet's warnings.

use super::Evaluation;
use crate::source::Span;

/// One line of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// `notice`, `warning`, `err`, …
    pub level: &'static str,
    /// What is said.
    pub message: String,
    /// Where it is said.
    pub span: Span,
}

impl Evaluation<'_> {
    /// Adds to the log what Puppet warns of.
    pub(crate) fn warn_log(&mut self, span: Span, message: String) {
        let span = self.shown(span);
        self.log.push(Entry { level: "warning", message, span });
    }
}
