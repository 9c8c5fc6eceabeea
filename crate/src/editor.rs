//! What an editor asks about one file: its tokens, what it can fold away, its outline.
//!
//! Goes in: a path, whose end tells the language, and any text. Comes out: flat lists of numbers, places in UTF-16
//! units; the page makes typed arrays of them. Kinds are numbers too, their names are told once.

use std::ops::Range;

use crate::capability_type::tokens::{self as ruby, Kind as RubyKind};
use crate::diag::Diagnostics;
use crate::source::{Offsets, Sources};
use crate::syntax::highlight::{self, Kind};
use crate::syntax::symbols::{self, Symbol, SymbolKind};
use crate::syntax::{self, Dialect, folds};

/// Start, length and kind of each token, in order, without overlap; they cover all but white space.
pub fn tokens(path: &str, text: &str) -> Vec<u32> {
    if is_ruby(path) {
        return ruby_tokens(text);
    }
    let mut flat = Vec::new();
    for token in highlight::tokens(text, syntax::guess(path, text)) {
        flat.extend_from_slice(&[token.start, token.length, token.kind as u32]);
    }
    flat
}

/// The names of the kinds of token, by number.
pub fn token_kinds() -> Vec<&'static str> {
    Kind::ALL.iter().map(|kind| kind.name()).collect()
}

/// Start and end of each range that can be folded, at most one that starts in a line.
pub fn folds(path: &str, text: &str) -> Vec<u32> {
    if is_ruby(path) {
        return Vec::new();
    }
    let mut flat = Vec::new();
    for (from, to) in folds::folds(text, syntax::guess(path, text)) {
        flat.extend_from_slice(&[from, to]);
    }
    flat
}

/// Kind and depth of each symbol, then the starts and ends of its text, its name and its type.
pub fn symbols(path: &str, text: &str) -> Vec<u32> {
    if is_ruby(path) {
        return Vec::new();
    }
    let mut sources = Sources::default();
    let id = sources.add(path, text);
    let tree = syntax::read(id, sources.file(id), Dialect::default(), &mut Diagnostics::default());
    let mut flat = Vec::new();
    for Symbol { kind, depth, place, name, ty } in symbols::symbols(&tree, text) {
        flat.extend_from_slice(&[kind as u32, depth, place.0, place.1, name.0, name.1, ty.0, ty.1]);
    }
    flat
}

/// The names of the kinds of symbol, by number.
pub fn symbol_kinds() -> Vec<&'static str> {
    SymbolKind::ALL.iter().map(|kind| kind.name()).collect()
}

fn is_ruby(path: &str) -> bool {
    path.ends_with(".rb")
}

/// Words of Ruby that build what type files are made of.
const RUBY_KEYWORDS: &[&str] = &[
    "begin", "case", "class", "def", "do", "else", "elsif", "end", "ensure", "if", "module", "nil", "rescue",
    "return", "self", "then", "unless", "until", "when", "while", "yield",
];

fn ruby_tokens(text: &str) -> Vec<u32> {
    let units = Offsets::utf16(text);
    let mut flat = Vec::new();
    let mut end = 0;
    for token in ruby::tokens(text) {
        // Of a heredoc's line the rest lies within the heredoc.
        if token.start < end {
            continue;
        }
        add(&mut flat, &units, comment(text, end..token.start), Kind::Comment);
        if let Some(kind) = ruby_kind(&token) {
            add(&mut flat, &units, token.start..token.end, kind);
        }
        end = token.end;
    }
    add(&mut flat, &units, comment(text, end..text.len()), Kind::Comment);
    flat
}

fn ruby_kind(token: &ruby::Token<'_>) -> Option<Kind> {
    match token.kind {
        RubyKind::Word if RUBY_KEYWORDS.contains(&token.text) => Some(Kind::Keyword),
        RubyKind::Word if matches!(token.text, "true" | "false") => Some(Kind::Constant),
        RubyKind::Word if token.text.starts_with(|first: char| first.is_ascii_uppercase()) => {
            Some(Kind::Type)
        }
        RubyKind::Word => Some(Kind::Name),
        RubyKind::Label | RubyKind::Symbol => Some(Kind::Attribute),
        RubyKind::Text => Some(Kind::String),
        RubyKind::Other => Some(Kind::Number),
        RubyKind::Punct => Some(Kind::Punctuation),
        RubyKind::Newline => None,
    }
}

/// What lies between two tokens without the white space around it.
fn comment(text: &str, gap: Range<usize>) -> Range<usize> {
    let between = text.get(gap.clone()).unwrap_or("");
    let start = gap.start + between.len() - between.trim_start().len();
    start..start + between.trim().len()
}

fn add(flat: &mut Vec<u32>, units: &Offsets<'_>, place: Range<usize>, kind: Kind) {
    let (start, end) = (units.at(place.start), units.at(place.end));
    if start < end {
        flat.extend_from_slice(&[start, end - start, kind as u32]);
    }
}
