//! What of a text can be folded away: everything in brackets, heredocs, comments and bodies of resources that spans
//! lines.
//!
//! Goes in: any text. Comes out: ranges in UTF-16 units, at most one that starts in a line, the widest. What is in the
//! range is hidden: between brackets, so that they stay; of the others everything behind their first line.

use std::ops::Range;

use super::Dialect;
use super::recover::{self, Strip};
use super::scan::{self, Scan, starts_line};
use crate::sort;
use crate::source::Offsets;

/// The ranges of a manifest in the order of their starts.
pub fn folds(text: &str, dialect: Dialect) -> Vec<(u32, u32)> {
    let scan = scan::scan_mended(text, dialect, scan::scan(text, dialect));
    let mut found = brackets(text, &scan);
    for heredoc in &scan.heredocs {
        if let Some(end_tag) = heredoc.end_tag(text) {
            found.push(line_end(text, heredoc.at)..end_tag.end);
        }
    }
    comments(text, &scan.comments, &mut found);
    let units = Offsets::utf16(text);
    let found = one_a_line(text, found).into_iter();
    found.map(|range| (units.at(range.start), units.at(range.end))).collect()
}

/// What is between brackets that belong together, and between the title and the end of resource bodies.
fn brackets(text: &str, scan: &Scan) -> Vec<Range<usize>> {
    let strip = recover::groups(text, scan);
    let mut found = Vec::new();
    for open in 0..strip.len() {
        let bracket = matches!(strip.letter(open), b'{' | b'(' | b'$' | b'[' | b'#');
        let Some(close) = strip.partner(open).filter(|&close| bracket && !strip.is_added(close)) else {
            continue;
        };
        found.push(strip.end_before(open + 1)..strip.start(close));
        let mut bodies = bodies(&strip, open, close);
        if bodies.len() > 1 {
            found.append(&mut bodies);
        }
    }
    found
}

/// The parts between `:` and `;` of what is between two brackets.
fn bodies(strip: &Strip<'_>, open: usize, close: usize) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let (mut in_body, mut at) = (false, open + 1);
    while at < close {
        let next = strip.next(at);
        let end = strip.end_before(next);
        match (strip.letter(at), found.last_mut()) {
            (b';', _) => in_body = false,
            (_, Some(body)) if in_body => body.end = end,
            (b':', _) => {
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
