//! Heredocs: their tags are parsed and their texts lifted out before the grammar sees the manifest.
//!
//! A heredoc's text starts on the line after its tag, while the rest of the tag's line goes on as code. No grammar
//! can say that, so the first walk finds the texts and keeps their tokens apart.

use std::ops::Range;

use super::tape::Tape;
use crate::diag::Code;
use crate::sort;

/// A heredoc found in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Heredoc {
    /// Offset of its `@`.
    pub(super) at: usize,
    /// What its tag says.
    pub(super) tag: Tag,
    /// The bytes of its text, without the end line.
    pub(super) body: Range<usize>,
    /// The white space that is removed from the start of every line.
    pub(super) margin: String,
    /// The tokens of its text, if it is interpolated.
    pub(super) pieces: Tape,
}

impl Heredoc {
    /// The `| - TAG` that ends it, if it is ended; `text` is the whole text.
    pub(super) fn end_tag(&self, text: &str) -> Option<Range<usize>> {
        let rest = text.get(self.body.end..)?;
        let code = rest.trim_start();
        let line = code.split('\n').next().unwrap_or("").trim_end();
        let start = self.body.end + rest.len() - code.len();
        read_end_line(line, &self.tag.word).map(|_| start..start + line.len())
    }
}

/// What stands between the parentheses of `@("END":json/tn)`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Tag {
    /// The word that ends the text.
    pub(super) word: String,
    /// Whether variables are interpolated.
    pub(super) interpolated: bool,
    /// What follows the colon.
    pub(super) syntax: String,
    /// The letters of the escapes that are on; empty without escapes.
    pub(super) escapes: String,
}

/// Why a heredoc is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct BadHeredoc {
    pub(super) code: Code,
    pub(super) message: String,
}

fn bad<T>(code: Code, message: impl Into<String>) -> Result<T, BadHeredoc> {
    Err(BadHeredoc { code, message: message.into() })
}

const ALL_ESCAPES: &str = "tnrsuL$";

/// Reads what stands between the parentheses.
pub(super) fn read_tag(inside: &str) -> Result<Tag, BadHeredoc> {
    let (rest, escapes) = match inside.split_once('/') {
        Some((rest, letters)) => (rest, read_escapes(letters.trim_end_matches([' ', '\t']))?),
        None => (inside, String::new()),
    };
    let (word, syntax) = match rest.split_once(':') {
        Some((word, syntax)) => (word, read_syntax(syntax.trim())?),
        None => (rest, ""),
    };
    if word.is_empty() {
        return bad(
            Code::HeredocInvalidSyntax,
            "a heredoc starts with `@(TAG)`, `@(TAG:syntax)` or `@(TAG/escapes)`",
        );
    }
    let word = word.trim();
    let quoted = word.strip_prefix('"').and_then(|word| word.strip_suffix('"'));
    let tag = quoted.unwrap_or(word).trim();
    if tag.is_empty() {
        return bad(Code::HeredocEmptyEndtag, "the tag of this heredoc is empty");
    }
    Ok(Tag { word: tag.to_owned(), interpolated: quoted.is_some(), syntax: syntax.to_owned(), escapes })
}

fn read_syntax(syntax: &str) -> Result<&str, BadHeredoc> {
    let mut chars = syntax.chars();
    let starts_well = chars.next().is_some_and(|first| first.is_ascii_lowercase());
    if starts_well && syntax.len() > 1 && chars.all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '+') {
        return Ok(syntax);
    }
    bad(Code::HeredocInvalidSyntax, format!("`{syntax}` is not the name of a syntax"))
}

fn read_escapes(letters: &str) -> Result<String, BadHeredoc> {
    if letters.is_empty() {
        return Ok(ALL_ESCAPES.to_owned());
    }
    if !letters.chars().all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '$')) {
        return bad(
            Code::HeredocInvalidSyntax,
            format!("`{letters}` are no escapes: they are t n r s u L $"),
        );
    }
    let twice =
        letters.char_indices().find(|&(at, letter)| letters.chars().take(at).any(|other| other == letter));
    if let Some((_, letter)) = twice {
        return bad(
            Code::HeredocMultipleAtEscapes,
            format!("the escape `{letter}` of this heredoc is named twice"),
        );
    }
    if let Some(unknown) = letters.chars().find(|letter| !ALL_ESCAPES.contains(*letter)) {
        return bad(
            Code::HeredocInvalidEscape,
            format!("`{unknown}` is not an escape of heredocs; they are t n r s u L $"),
        );
    }
    Ok(letters.to_owned())
}

/// Where a heredoc's text ends and the code goes on.
pub(super) struct Extent {
    /// The bytes of the text.
    pub(super) body: Range<usize>,
    /// The blanks before `|`.
    pub(super) margin: String,
    /// Offset of the line break that ends the end line, or of the end of the file.
    pub(super) resume: usize,
}

/// Finds the end line of a heredoc whose text starts at the line start `from`.
pub(super) fn find_extent(text: &str, from: usize, tag: &str) -> Option<Extent> {
    let mut start = from;
    for line in text.get(from..)?.split_inclusive('\n') {
        if let Some(end) = read_end_line(line, tag) {
            let end_of_line = start + line.trim_end_matches('\n').len();
            let body = from..if end.joins { without_line_break(text, from, start) } else { start };
            return Some(Extent { body, margin: end.margin.unwrap_or_default(), resume: end_of_line });
        }
        start += line.len();
    }
    None
}

/// Lines that may be the end lines of heredocs, for asking whether there is one at all.
pub(super) struct EndLines<'a> {
    /// The tags they would end, and where they start, in order.
    lines: Vec<(&'a str, usize)>,
}

impl<'a> EndLines<'a> {
    /// All lines of a text from the line start `from` on.
    pub(super) fn new(text: &'a str, from: usize) -> EndLines<'a> {
        let mut start = from;
        let mut lines = Vec::new();
        for line in text.get(from..).unwrap_or("").split_inclusive('\n') {
            lines.push((bare_tag(line), start));
            start += line.len();
        }
        sort::ascending(&mut lines);
        EndLines { lines }
    }

    /// Whether a line from `from` on may end a heredoc with this tag.
    pub(super) fn may_end(&self, tag: &str, from: usize) -> bool {
        let sought = (bare_tag(tag), from);
        let first = self.lines.partition_point(|line| *line < sought);
        self.lines.get(first).is_some_and(|(tag, _)| *tag == sought.0)
    }
}

/// What is left without the blanks, `|` and `-` before the tag of an end line.
fn bare_tag(line: &str) -> &str {
    line.trim_end().trim_start_matches([' ', '\t', '|', '-'])
}

fn without_line_break(text: &str, from: usize, end: usize) -> usize {
    let body = text.get(from..end).unwrap_or("");
    let trimmed = body.strip_suffix('\n').map_or(body, |body| body.strip_suffix('\r').unwrap_or(body));
    from + trimmed.len()
}

struct EndLine {
    margin: Option<String>,
    joins: bool,
}

/// Reads `| - TAG`. As in Puppet, which looks for it from the end of the line, other text may stand before it.
fn read_end_line(line: &str, tag: &str) -> Option<EndLine> {
    let blank = [' ', '\t'];
    let before_tag = line.trim_end().strip_suffix(tag)?.trim_end_matches(blank);
    let (joins, rest) = match before_tag.strip_suffix('-') {
        Some(rest) => (true, rest.trim_end_matches(blank)),
        None => (false, before_tag),
    };
    let margin = rest.strip_suffix('|').map(|indent| {
        let text = indent.trim_end_matches(blank);
        indent.get(text.len()..).unwrap_or("").to_owned()
    });
    Some(EndLine { margin, joins })
}

/// Guesses where the text of a heredoc without an end line stops: at the first line that is indented no deeper than
/// the line of its tag. Only used to go on after the error.
pub(super) fn guess_extent(text: &str, at: usize, from: usize) -> Extent {
    let before = text.get(..at).unwrap_or("");
    let tag_line = before.rfind('\n').map_or(before, |newline| before.get(newline + 1..).unwrap_or(""));
    let indent = tag_line.len() - tag_line.trim_start().len();
    let mut start = from;
    for line in text.get(from..).unwrap_or("").split_inclusive('\n') {
        let code = line.trim_start();
        let own_indent = line.len() - code.len();
        if !code.is_empty() && own_indent <= indent && (own_indent > 0 || is_code_start(code)) {
            break;
        }
        start += line.len();
    }
    let ends_line = text.get(from..start).is_some_and(|body| body.ends_with('\n'));
    Extent { body: from..start, margin: String::new(), resume: start - usize::from(ends_line) }
}

fn is_code_start(line: &str) -> bool {
    ["}", ")", "]", "$", "class ", "define ", "node ", "site ", "application "]
        .iter()
        .any(|word| line.starts_with(word))
}
