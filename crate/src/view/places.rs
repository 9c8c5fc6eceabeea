//! Turns spans into ranges for the page.

use super::Range;
use crate::source::{Offsets, Sources, Span};

/// The UTF-16 offsets of every file.
pub(super) struct Places<'a> {
    sources: &'a Sources,
    files: Vec<Offsets<'a>>,
}

impl<'a> Places<'a> {
    /// Reads every file once.
    pub(super) fn new(sources: &'a Sources) -> Places<'a> {
        Places { sources, files: sources.iter().map(|(_, file)| Offsets::utf16(&file.text)).collect() }
    }

    /// The range of a span.
    pub(super) fn range(&self, span: Span) -> Range {
        let file = self.sources.file(span.file());
        let start = file.line_column(span.start());
        let [from, to] = self.ends(span);
        Range { file: file.path.clone(), from, to, line: start.line, column: start.column }
    }

    /// Where a span begins and ends in its file.
    pub(super) fn ends(&self, span: Span) -> [u32; 2] {
        let units = self.files.get(span.file().0 as usize).expect("every file was read");
        [units.at(span.start() as usize), units.at(span.end() as usize)]
    }
}
