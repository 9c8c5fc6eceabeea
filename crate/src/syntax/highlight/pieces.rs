//! Collects the pieces of a text from wherever they are found, and puts them in order without overlap or gap.

use std::ops::Range;

use super::super::build::escape_length;
use super::Kind;
use crate::sort;

/// A place in bytes, and what is there.
pub(super) type Piece = (Range<usize>, Kind);

pub(super) struct Pieces<'a> {
    text: &'a str,
    /// Comments that are not among `found` yet.
    comments: &'a [Range<usize>],
    /// What lies where nothing was found.
    lost: Kind,
    found: Vec<Piece>,
}

impl<'a> Pieces<'a> {
    pub(super) fn new(text: &'a str, comments: &'a [Range<usize>], lost: Kind) -> Pieces<'a> {
        Pieces { text, comments, lost, found: Vec::new() }
    }

    /// The text at a place.
    pub(super) fn text(&self, place: &Range<usize>) -> &'a str {
        self.text.get(place.clone()).unwrap_or("")
    }

    /// Whether nothing stands behind this place.
    pub(super) fn is_last(&self, place: &Range<usize>) -> bool {
        place.end == self.text.len()
    }

    /// Whether what is no token at this place is a string that is not closed, with or without its quote.
    pub(super) fn is_open_string(&self, place: &Range<usize>) -> bool {
        let quoted = place.start.saturating_sub(1)..place.start;
        self.text(place).starts_with(['\'', '"']) || (self.is_last(place) && self.text(&quoted) == "'")
    }

    /// Adds a piece; texts that touch become one.
    pub(super) fn add(&mut self, place: Range<usize>, kind: Kind) {
        self.add_comments(place.start);
        match self.found.last_mut() {
            Some((last, known))
                if *known == kind
                    && last.end == place.start
                    && matches!(kind, Kind::String | Kind::Heredoc) =>
            {
                last.end = place.end;
            }
            Some(_) | None => self.found.push((place, kind)),
        }
    }

    /// Adds the comments before `at`: so most pieces are found in order.
    fn add_comments(&mut self, at: usize) {
        while let Some((comment, rest)) = self.comments.split_first()
            && comment.start < at
        {
            self.found.push((comment.clone(), Kind::Comment));
            self.comments = rest;
        }
    }

    /// Adds a text in which a backslash before one of `escapes` is an escape.
    pub(super) fn add_text(&mut self, place: Range<usize>, kind: Kind, escapes: &str) {
        let text = self.text(&place);
        let (mut from, mut at) = (0, 0);
        while let Some(found) = text.get(at..).and_then(|rest| rest.find('\\')) {
            at += found;
            let rest = text.get(at..).unwrap_or("");
            match escape_length(rest, escapes) {
                Some(length) => {
                    self.add_between(&place, from..at, kind);
                    self.add_between(&place, at..at + length, Kind::Escape);
                    at += length;
                    from = at;
                }
                None => at += 1 + rest.chars().nth(1).map_or(0, char::len_utf8),
            }
        }
        self.add_between(&place, from..text.len(), kind);
    }

    fn add_between(&mut self, place: &Range<usize>, part: Range<usize>, kind: Kind) {
        if !part.is_empty() {
            self.add(place.start + part.start..place.start + part.end, kind);
        }
    }

    /// All pieces in order. What lies between them and is not blank is a string that is not closed, whose pieces
    /// `open_string` finds, or text that Puppet loses: of a faulty heredoc, at the end of a template.
    pub(super) fn done(mut self, open_string: &dyn Fn(&str) -> Vec<Piece>) -> Vec<Piece> {
        self.add_comments(usize::MAX);
        if !self.found.is_sorted_by_key(|(place, _)| place.start) {
            sort::by_key(&mut self.found, |(place, _)| place.start);
        }
        let mut end = 0;
        let mut pieces: Vec<Piece> = Vec::with_capacity(self.found.len());
        for (place, kind) in std::mem::take(&mut self.found) {
            if let Some((text, Kind::Text)) = pieces.last_mut()
                && place.start < text.end
                && kind == Kind::Comment
            {
                // A remark within the text of a template.
                let rest = place.end..text.end;
                text.end = place.start;
                pieces.push((place, kind));
                pieces.push((rest, Kind::Text));
                continue;
            }
            self.fill(end..place.start, &mut pieces, open_string);
            end = end.max(place.start);
            if end < place.end {
                pieces.push((end..place.end, kind));
                end = place.end;
            }
        }
        self.fill(end..self.text.len(), &mut pieces, open_string);
        pieces.retain(|(place, _)| !place.is_empty());
        pieces
    }

    fn fill(&self, gap: Range<usize>, pieces: &mut Vec<Piece>, open_string: &dyn Fn(&str) -> Vec<Piece>) {
        let text = self.text(&gap);
        let code = text.trim();
        let start = gap.start + text.len() - text.trim_start().len();
        if code.starts_with('"') {
            let shift = |place: Range<usize>| start + place.start..start + place.end;
            pieces.extend(open_string(code).into_iter().map(|(place, kind)| (shift(place), kind)));
        } else if !code.is_empty() {
            let kind = if code.starts_with('\'') { Kind::String } else { self.lost };
            pieces.push((start..start + code.len(), kind));
        }
    }
}
