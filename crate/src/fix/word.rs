//! Repairs of single words: misspelt names, quotes, backslashes.

use crate::diag::{Code, Diagnostic, Fix, Meant};
use crate::eval::types::capitalize_segments;
use crate::source::Span;
use crate::syntax::ast::ExprKind;

use super::find::{attribute, holds, name_of, resource_body};
use super::list::end_of_line;
use super::{Ground, after, likely, safe, title, write};

/// Writes the name that was most likely meant.
pub(super) fn write_meant(ground: &Ground<'_>, diagnostic: &Diagnostic) -> Vec<Fix> {
    let Some(meant) = diagnostic.meant.as_deref() else { return Vec::new() };
    let place = if diagnostic.code == Code::UnknownParameter {
        let places = std::iter::once(diagnostic.span).chain(diagnostic.labels.iter().map(|label| label.span));
        places.filter_map(|place| attribute_name(ground, place, meant)).next()
    } else {
        occurrence(ground, diagnostic.span, meant)
    };
    let Some(place) = place else { return Vec::new() };
    let capital = ground.text(place).starts_with(|first: char| first.is_ascii_uppercase())
        && meant.found.starts_with(|first: char| first.is_ascii_lowercase());
    let instead = if capital { capitalize_segments(&meant.instead) } else { meant.instead.clone() };
    let shown = if meant.shown == meant.instead { &instead } else { &meant.shown };
    vec![likely(title("Write", shown), vec![write(place, instead)])]
}

/// Where in a range the word stands, if it does so once. The title of a resource is its own, whatever refers to it.
fn occurrence(ground: &Ground<'_>, place: Span, meant: &Meant) -> Option<Span> {
    let text = ground.text(place);
    if resource_body(&ground.path(place), place).is_some_and(|(_, body)| holds(body.title.span, place)) {
        return None;
    }
    if let [only] = places_of(text, &meant.found).as_slice() {
        return Some(part(place, *only, meant.found.len()));
    }
    let lower = text.to_ascii_lowercase();
    match places_of(&lower, &meant.found.to_ascii_lowercase()).as_slice() {
        [only] => Some(part(place, *only, meant.found.len())),
        _ => None,
    }
}

fn part(place: Span, at: usize, length: usize) -> Span {
    let start = place.start() as usize + at;
    Span::new(place.file(), start, start + length)
}

/// Where a whole word stands in a text.
fn places_of(text: &str, word: &str) -> Vec<usize> {
    let is_part = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | ':' | '-' | '.');
    let whole = |at: &usize| {
        let before = text.get(..*at).and_then(|before| before.chars().next_back());
        let behind = text.get(at + word.len()..).and_then(|behind| behind.chars().next());
        !before.is_some_and(is_part) && !behind.is_some_and(is_part)
    };
    if word.is_empty() {
        return Vec::new();
    }
    text.match_indices(word).map(|(at, _)| at).filter(whole).collect()
}

/// The name of the attribute whose value a range is.
fn attribute_name(ground: &Ground<'_>, place: Span, meant: &Meant) -> Option<Span> {
    let path = ground.path(place);
    path.iter().rev().find_map(|expr| {
        let attributes = match &expr.kind {
            ExprKind::Resource(resource) => {
                let body = resource.bodies.iter().find(|body| holds(body.span, place))?;
                &body.attributes
            }
            ExprKind::ResourceOverride(overriding) => &overriding.attributes,
            _ => return None,
        };
        let set = attributes.iter().find(|it| it.value.span == place)?;
        if attribute(attributes, &meant.instead).is_some() {
            return None;
        }
        name_of(set).filter(|name| name.text == meant.found).map(|name| name.span)
    })
}

/// Closes a string at the end of its first line, before what separates it from the next.
pub(super) fn close_quote(ground: &Ground<'_>, diagnostic: &Diagnostic) -> Vec<Fix> {
    let text = ground.whole(diagnostic.span);
    let start = diagnostic.span.start() as usize;
    let quote = match text.get(start..).and_then(|rest| rest.chars().next()) {
        Some('\'') => "'",
        Some('"') => "\"",
        _ => return Vec::new(),
    };
    let line = text.get(start..end_of_line(text, start)).unwrap_or_default();
    let inside = line.trim_end().trim_end_matches([',', ';', ':', ')', ']', '}', ' ']);
    if inside.len() < 2 {
        return Vec::new();
    }
    let end = diagnostic.span.until((start + inside.len()) as u32);
    vec![likely(title("Close", &[inside, quote].concat()), vec![after(end, quote)])]
}

/// Writes the backslash that stays in the text as Puppet wants it.
pub(super) fn keep_backslash(ground: &Ground<'_>, diagnostic: &Diagnostic) -> Vec<Fix> {
    let span = diagnostic.span;
    let text = ["\\", ground.text(span)].concat();
    let before = span.until(span.start());
    if !text.starts_with("\\\\") {
        return Vec::new();
    }
    vec![safe(title("Write", &text), vec![write(before, "\\")])]
}

/// Writes a type name with capitals.
pub(super) fn capitalize(ground: &Ground<'_>, diagnostic: &Diagnostic) -> Vec<Fix> {
    let span = whole_word(ground, diagnostic.span, &['_', ':']);
    let written = ground.text(span);
    let capitals = capitalize_segments(written);
    if capitals == written {
        return Vec::new();
    }
    vec![safe(title("Write", &capitals), vec![write(span, capitals)])]
}

/// The word that a range is a part of, with these signs in it.
pub(super) fn whole_word(ground: &Ground<'_>, span: Span, signs: &[char]) -> Span {
    let text = ground.whole(span);
    let is_part = |letter: char| letter.is_ascii_alphanumeric() || signs.contains(&letter);
    let (start, end) = (span.start() as usize, span.end() as usize);
    let before = text.get(..start).map_or(start, |it| it.trim_end_matches(is_part).len());
    let behind = text.get(end..).map_or(0, |it| it.len() - it.trim_start_matches(is_part).len());
    Span::new(span.file(), before, end + behind)
}
