//! What of a text can be folded away: everything in brackets, heredocs, comments and bodies of resources that spans
//! lines.
//!
//! Goes in: any text. Comes out: ranges in UTF-16 units, at most one that starts in a line, the widest. What is in the
//! range is hidden: between brackets, so that they stay; of the others everything behind their first line.

use std::ops::Range;

use super::Dialect;
use super::outline::Outline;
use super::scan::{self, Scan, TokenKind, starts_line};
use crate::sort;
use crate::source::Utf16;

/// The ranges of a manifest in the order of their starts.
pub fn folds(text: &str, dialect: Dialect) -> Vec<(u32, u32)> {
    let scan = scan::scan_mended(text, dialect, scan::scan(text, dialect));
    let mut found = brackets(text, dialect, &scan);
    for heredoc in &scan.heredocs {
        if let Some(end_tag) = heredoc.end_tag(text) {
            found.push(line_end(text, heredoc.at)..end_tag.end);
        }
    }
    comments(text, &scan.comments, &mut found);
    let units = Utf16::new(text);
    let found = one_a_line(text, found).into_iter();
    found.map(|range| (units.at(range.start), units.at(range.end))).collect()
}

/// What is between brackets that belong together, and between the title and the end of resource bodies.
fn brackets(text: &str, dialect: Dialect, scan: &Scan) -> Vec<Range<usize>> {
    let outline = Outline::new(text, dialect, &scan.tokens);
    let mut found = Vec::new();
    for (at, token) in scan.tokens.iter().enumerate() {
        let close = outline.next(at).saturating_sub(1);
        if token.kind == TokenKind::Open && outline.is_closed(at) {
            let end = scan.tokens.get(close).map_or(token.end, |close| close.start);
            found.push(token.end..end);
            let mut bodies = bodies(&outline, at, close);
            if bodies.len() > 1 {
                found.append(&mut bodies);
            }
        }
    }
    found
}

/// The parts between `:` and `;` of what is between two brackets.
fn bodies(outline: &Outline<'_>, open: usize, close: usize) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let (mut in_body, mut at) = (false, open + 1);
    while at < close {
        let next = outline.next(at);
        let end = outline.tokens().get(next - 1).map_or(0, |token| token.end);
        match (outline.word(at), found.last_mut()) {
            (";", _) => in_body = false,
            (_, Some(body)) if in_body => body.end = end,
            (":", _) => {
                found.push(end..end);
                in_body = true;
            }
            _ => {}
        }
        at = next;
    }
    found
}

/// Adds comments that have their lines for themselves, those in neighbouring lines as one.
fn comments(text: &str, comments: &[Range<usize>], found: &mut Vec<Range<usize>>) {
    let mut end = None;
    for comment in comments {
        if !starts_line(text.get(..comment.start).unwrap_or("")) {
            continue;
        }
        let between = end.and_then(|end| text.get(end..comment.start)).unwrap_or("");
        match found.last_mut() {
            Some(last) if between.trim_matches([' ', '\t', '\r']) == "\n" => last.end = comment.end,
            Some(_) | None => found.push(line_end(text, comment.start)..comment.end),
        }
        end = Some(comment.end);
    }
}

/// The ranges that span lines; of those that start in one line the widest.
fn one_a_line(text: &str, mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.retain(|range| text.get(range.clone()).is_some_and(|inside| inside.contains('\n')));
    sort::by_key(&mut ranges, |range| range.start);
    let mut found: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match found.last_mut() {
            Some(last) if line_end(text, last.start) >= range.start => {
                if range.len() > last.len() {
                    *last = range;
                }
            }
            Some(_) | None => found.push(range),
        }
    }
    found
}

/// Where the line of an offset ends.
fn line_end(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or("");
    let length = rest
        .find('\n')
        .map_or(rest.len(), |length| rest.get(..length).unwrap_or("").trim_end_matches('\r').len());
    at + length
}
