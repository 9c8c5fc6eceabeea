//! Turns spans into ranges for the page without reading a file from its start each time.

use super::Range;
use crate::source::{File, Sources, Span};

/// Bytes between two marks.
const STRIDE: usize = 1024;

/// UTF-16 offsets at regular places of every file.
pub(super) struct Places<'a> {
    sources: &'a Sources,
    files: Vec<Marks>,
}

/// For every [`STRIDE`] bytes of a file the next character's place, in bytes and in UTF-16 units; none for a
/// file of ASCII alone, where the two are the same.
struct Marks(Option<Vec<(usize, usize)>>);

impl<'a> Places<'a> {
    /// Reads every file once.
    pub(super) fn new(sources: &'a Sources) -> Places<'a> {
        Places { sources, files: sources.iter().map(|(_, file)| Marks::new(&file.text)).collect() }
    }

    /// The range of a span.
    pub(super) fn range(&self, span: Span) -> Range {
        let file = self.sources.file(span.file);
        let start = file.line_column(span.start);
        Range {
            file: file.path.clone(),
            from: self.utf16(file, span, span.start),
            to: self.utf16(file, span, span.end),
            line: start.line,
            column: start.column,
        }
    }

    fn utf16(&self, file: &File, span: Span, offset: u32) -> u32 {
        let offset = (offset as usize).min(file.text.len());
        let marks = self.files.get(span.file.0 as usize);
        let units = marks.map_or(offset, |marks| marks.utf16(&file.text, offset));
        u32::try_from(units).unwrap_or(u32::MAX)
    }
}

impl Marks {
    fn new(text: &str) -> Marks {
        if text.is_ascii() {
            return Marks(None);
        }
        let mut marks = vec![(0, 0)];
        let (mut next, mut units) = (STRIDE, 0);
        for (at, char) in text.char_indices() {
            if at >= next {
                marks.push((at, units));
                next += STRIDE;
            }
            units += char.len_utf16();
        }
        Marks(Some(marks))
    }

    fn utf16(&self, text: &str, offset: usize) -> usize {
        let Some(marks) = &self.0 else { return offset };
        let after = marks.partition_point(|&(at, _)| at <= offset);
        let (at, units) = marks.get(after.saturating_sub(1)).copied().unwrap_or((0, 0));
        units + text.get(at..offset).unwrap_or("").encode_utf16().count()
    }
}
