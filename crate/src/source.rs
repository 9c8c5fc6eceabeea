//! The texts a plan is made from, and places in them.
//!
//! Goes in: paths and texts. Comes out: [`Sources`], in which a [`Span`] names a byte range of one file and can be
//! turned into a line and column (what people read) or a UTF-16 offset (what editors count).

use crate::table::Table;

/// The number of a file in its [`Sources`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// The number of texts that stand in no file: functions written in Puppet, templates in strings. What is found in them
/// is told where they are called.
pub const NO_FILE: FileId = FileId(MAX_FILES as u32);

/// A byte range of one file; `start <= end`, both on character boundaries.
///
/// It stands in every node of every tree and in most findings, and so is one number: 14 bits for the file, 25 for each
/// end. Their order is that of file, start and end.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span(u64);

impl std::fmt::Debug for Span {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}..{}", self.file().0, self.start(), self.end())
    }
}

/// How many bits an offset has.
const OFFSET_BITS: u32 = 25;

/// The largest offset that can be told; what lies behind it in a file is told to be there.
pub const MAX_OFFSET: u32 = (1 << OFFSET_BITS) - 1;

/// How many files there can be.
pub const MAX_FILES: usize = (1 << 14) - 1;

impl Span {
    /// The start of the first file.
    pub const START: Span = Span(0);

    /// The range from `start` to `end` of `file`.
    pub fn new(file: FileId, start: usize, end: usize) -> Span {
        let offset = |bytes: usize| u32::try_from(bytes).unwrap_or(u32::MAX);
        Span::at(file, offset(start), offset(end))
    }

    /// The range from `start` to `end` of `file`.
    pub fn at(file: FileId, start: u32, end: u32) -> Span {
        let offset = |bytes: u32| u64::from(bytes.min(MAX_OFFSET));
        let file = u64::from(file.0.min(NO_FILE.0));
        Span(file << (2 * OFFSET_BITS) | offset(start) << OFFSET_BITS | offset(end))
    }

    /// The file the range is in.
    pub fn file(self) -> FileId {
        FileId((self.0 >> (2 * OFFSET_BITS)) as u32)
    }

    /// Byte offset of the first character.
    pub fn start(self) -> u32 {
        (self.0 >> OFFSET_BITS) as u32 & MAX_OFFSET
    }

    /// Byte offset after the last character.
    pub fn end(self) -> u32 {
        self.0 as u32 & MAX_OFFSET
    }

    /// The range from another start to the same end.
    #[must_use]
    pub fn from(self, start: u32) -> Span {
        Span::at(self.file(), start, self.end())
    }

    /// The range from the same start to another end.
    #[must_use]
    pub fn until(self, end: u32) -> Span {
        Span::at(self.file(), self.start(), end)
    }

    /// The smallest range that holds both; `other` must be in the same file.
    #[must_use]
    pub fn to(self, other: Span) -> Span {
        Span::at(self.file(), self.start().min(other.start()), self.end().max(other.end()))
    }

    /// Whether the byte `offset` lies in the range or at its end.
    pub fn touches(self, offset: u32) -> bool {
        self.start() <= offset && offset <= self.end()
    }
}

/// A place for people: both numbers start at 1, columns count characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineColumn {
    /// Line, from 1.
    pub line: u32,
    /// Character in the line, from 1.
    pub column: u32,
}

/// One text with its path and the starts of its lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Path relative to the environment, with `/` between its parts.
    pub path: String,
    /// The whole text.
    pub text: String,
    line_starts: Vec<u32>,
}

impl File {
    fn new(path: &str, text: &str) -> File {
        let mut line_starts = vec![0];
        line_starts.extend(text.match_indices('\n').map(|(at, _)| u32::try_from(at + 1).unwrap_or(u32::MAX)));
        File { path: path.to_owned(), text: text.to_owned(), line_starts }
    }

    /// The line and column of a byte offset; an offset beyond the end means the end.
    pub fn line_column(&self, offset: u32) -> LineColumn {
        let line = self.line_starts.partition_point(|&start| start <= offset);
        let start = self.line_starts.get(line.saturating_sub(1)).copied().unwrap_or(0);
        let column = self.slice(start, offset).chars().count() + 1;
        LineColumn {
            line: u32::try_from(line).unwrap_or(u32::MAX),
            column: u32::try_from(column).unwrap_or(u32::MAX),
        }
    }

    /// The whole lines from one offset to another, with the offset where they start; the end of the text is in its last
    /// line that has a letter or a line break.
    pub fn lines(&self, first: u32, last: u32) -> (u32, &str) {
        let first = (first as usize).min(self.text.len().saturating_sub(1)) as u32;
        let line = self.line_starts.partition_point(|&start| start <= first);
        let start = self.line_starts.get(line.saturating_sub(1)).copied().unwrap_or(0);
        let behind = self.line_starts.partition_point(|&start| start <= last);
        let end = self.line_starts.get(behind).copied().unwrap_or(u32::MAX);
        (start, self.slice(start, end))
    }

    fn slice(&self, start: u32, end: u32) -> &str {
        let end = (end as usize).min(self.text.len());
        self.text.get(start as usize..end).unwrap_or("")
    }
}

/// All files of an environment, in the order in which they were added.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    files: Table<String, File>,
}

impl Sources {
    /// Makes the sources of one manifest alone.
    pub fn single(path: &str, text: &str) -> Sources {
        let mut sources = Sources::default();
        sources.add(path, text);
        sources
    }

    /// Adds a file, or replaces the text of a path that is already there.
    pub fn add(&mut self, path: &str, text: &str) -> FileId {
        let (index, _) = self.files.insert_full(path.to_owned(), File::new(path, text));
        FileId(u32::try_from(index).unwrap_or(u32::MAX))
    }

    /// The file with this number; every [`FileId`] comes from [`Sources::add`] of the same value.
    pub fn file(&self, id: FileId) -> &File {
        self.files.get_index(id.0 as usize).map(|(_, file)| file).expect("a FileId is made by add")
    }

    /// All files with their numbers, in the order they were added.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &File)> {
        self.files
            .values()
            .enumerate()
            .map(|(index, file)| (FileId(u32::try_from(index).unwrap_or(u32::MAX)), file))
    }

    /// The text of a range.
    pub fn text(&self, span: Span) -> &str {
        self.file(span.file()).slice(span.start(), span.end())
    }

    /// The line and column where a range starts.
    pub fn position(&self, span: Span) -> LineColumn {
        self.file(span.file()).line_column(span.start())
    }
}

/// Turns byte offsets of one text into offsets in other units without reading it from its start each time.
pub struct Offsets<'a> {
    text: &'a str,
    /// How many units a character has.
    width: fn(char) -> usize,
    /// For every [`STRIDE`] bytes the next character's place, in bytes and in units; none for ASCII alone, where the
    /// two are the same.
    marks: Option<Vec<(usize, usize)>>,
}

/// Bytes between two marks.
const STRIDE: usize = 128;

impl<'a> Offsets<'a> {
    /// In UTF-16, as JavaScript and editors count. Reads the text once.
    pub fn utf16(text: &'a str) -> Offsets<'a> {
        Offsets::new(text, char::len_utf16)
    }

    /// In characters. Reads the text once.
    pub fn characters(text: &'a str) -> Offsets<'a> {
        Offsets::new(text, |_| 1)
    }

    fn new(text: &'a str, width: fn(char) -> usize) -> Offsets<'a> {
        if text.is_ascii() {
            return Offsets { text, width, marks: None };
        }
        let mut marks = vec![(0, 0)];
        let (mut next, mut units) = (STRIDE, 0);
        for (at, char) in text.char_indices() {
            if at >= next {
                marks.push((at, units));
                next += STRIDE;
            }
            units += width(char);
        }
        Offsets { text, width, marks: Some(marks) }
    }

    /// The offset in units of a byte offset; one beyond the end means the end.
    pub fn at(&self, offset: usize) -> u32 {
        let offset = offset.min(self.text.len());
        let units = self.marks.as_ref().map_or(offset, |marks| {
            let after = marks.partition_point(|&(at, _)| at <= offset);
            let (at, units) = marks.get(after.saturating_sub(1)).copied().unwrap_or((0, 0));
            units + self.text.get(at..offset).unwrap_or("").chars().map(self.width).sum::<usize>()
        });
        u32::try_from(units).unwrap_or(u32::MAX)
    }
}
