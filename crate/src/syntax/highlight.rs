//! What each piece of a text is, for the colours of an editor.
//!
//! Goes in: any manifest or template, however broken. Comes out: [`Token`]s in order, without overlap, that cover everything but white
//! space. They are the first walk's tokens, told apart by their neighbours on the tape; no tree is needed, so a text
//! that cannot be parsed keeps its colours.

mod kind;
mod lists;
mod pieces;

pub use kind::Kind;

use super::Dialect;
use super::build::{DOUBLE_ESCAPES, STATEMENT_CALLS};
use super::heredoc::Heredoc;
use super::scan::{self, Scan};
use super::tape::{BAD, Tape};
use crate::source::Offsets;
use lists::Lists;
use pieces::{Piece, Pieces};

/// A piece of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// UTF-16 offset of its first character.
    pub start: u32,
    /// Its length in UTF-16 units; more than 0.
    pub length: u32,
    /// What it is.
    pub kind: Kind,
}

/// Attributes of every resource that say what waits for what.
const RELATIONS: &[&str] = &["export", "consume", "require", "before", "notify", "subscribe"];

/// The tokens of a manifest.
pub fn tokens(text: &str, dialect: Dialect) -> Vec<Token> {
    let scan = scan::scan_mended(text, dialect, scan::scan(text, dialect));
    let units = Offsets::utf16(text);
    let token = |(place, kind): Piece| {
        let start = units.at(place.start);
        Token { start, length: units.at(place.end) - start, kind }
    };
    let open_string = |text: &str| open_string(text, dialect);
    let lost = if dialect.epp { Kind::Text } else { Kind::Heredoc };
    pieces(text, &scan, lost, &open_string).into_iter().map(token).collect()
}

/// The pieces of a text; where there is none it is `lost`, and what a string that is not closed is made of is found by
/// `open_string`.
fn pieces(text: &str, scan: &Scan, lost: Kind, open_string: &dyn Fn(&str) -> Vec<Piece>) -> Vec<Piece> {
    let mut pieces = Pieces::new(text, &scan.comments, lost);
    paint(&mut pieces, &scan.tape, None);
    for heredoc in &scan.heredocs {
        paint_heredoc(&mut pieces, heredoc);
        if let Some(end_tag) = heredoc.end_tag(text) {
            pieces.add(end_tag, Kind::HeredocTag);
        }
    }
    for tag in &scan.tags {
        let is_remark = pieces.text(tag).starts_with("<%#");
        pieces.add(tag.clone(), if is_remark { Kind::Comment } else { Kind::Tag });
    }
    pieces.done(open_string)
}

/// The pieces of a string that is not closed: while it is typed its interpolations keep their colours.
fn open_string(text: &str, dialect: Dialect) -> Vec<Piece> {
    let dialect = Dialect { epp: false, ..dialect };
    pieces(text, &scan::scan(text, dialect), Kind::Heredoc, &|text| vec![(0..text.len(), Kind::String)])
}

fn paint_heredoc(pieces: &mut Pieces<'_>, heredoc: &Heredoc) {
    let mut escapes = heredoc.tag.escapes.clone();
    if !escapes.is_empty() {
        escapes.push('\\');
    }
    if heredoc.tag.interpolated {
        paint(pieces, &heredoc.pieces, Some(&escapes));
    } else {
        pieces.add_text(heredoc.body.clone(), Kind::Heredoc, &escapes);
    }
}

/// Adds the tokens of a tape; that of a heredoc's text comes with the letters of its escapes.
fn paint(pieces: &mut Pieces<'_>, tape: &Tape, heredoc: Option<&str>) {
    let letters = tape.letters(0..tape.index(usize::MAX)).as_bytes();
    let letter = |at: Option<usize>| at.and_then(|at| letters.get(at)).copied().unwrap_or(0);
    let mut context = Context::default();
    let mut quotes = 0_usize;
    for at in 0..letters.len() {
        let Some(place) = tape.place(at) else { break };
        let place = place.start as usize..place.end as usize;
        let near = Near {
            before: letter(at.checked_sub(1)),
            letter: letter(Some(at)),
            after: letter(Some(at + 1)),
            in_heredoc: heredoc.is_some(),
        };
        match (near.letter, heredoc) {
            (b'f', _) => pieces.add_text(place, Kind::String, "\\'"),
            (b'k', Some(escapes)) if quotes == 0 => pieces.add_text(place, Kind::Heredoc, escapes),
            (b'g' | b'k', _) => pieces.add_text(place, Kind::String, DOUBLE_ESCAPES),
            // A string that is not closed is left to the end.
            (BAD, _) if pieces.is_open_string(&place) => {}
            (letter, _) => {
                quotes = match letter {
                    b'j' => quotes + 1,
                    b'n' => quotes.saturating_sub(1),
                    _ => quotes,
                };
                let kind = context.kind(&near, pieces.text(&place), pieces.is_last(&place));
                pieces.add(place, kind);
            }
        }
    }
}

/// A token of the tape and its neighbours; 0 where there is none.
struct Near {
    before: u8,
    letter: u8,
    after: u8,
    in_heredoc: bool,
}

/// What neighbours alone do not tell.
#[derive(Default)]
struct Context {
    lists: Lists,
    /// Whether the hosts of a `node` are being read.
    in_hosts: bool,
    /// Whether the last token named something that may have parameters.
    named: bool,
}

impl Context {
    fn kind(&mut self, near: &Near, word: &str, is_last: bool) -> Kind {
        let kind = match near.letter {
            b'a' | b'b' | b'A'..=b'Z' => self.word(near, word),
            b'c' if near.before == b'R' || defines(near.before) => Kind::Definition,
            b'c' => Kind::Type,
            b'd' if names_variable(near) => Kind::Variable,
            b'd' if self.in_hosts => Kind::Definition,
            b'd' => Kind::Number,
            b'e' if self.lists.is_parameter(near.after) => Kind::Parameter,
            b'e' | b'l' => Kind::Variable,
            b'f' | b'g' | b'j' | b'k' | b'n' => Kind::String,
            b'h' => Kind::Regex,
            b'i' => Kind::HeredocTag,
            b'm' => Kind::Interpolation,
            b'}' if goes_on_with_text(near) => Kind::Interpolation,
            b'.' if self.in_hosts => Kind::Definition,
            b'(' | b'$' | b'[' | b'#' | b'{' | b')' | b']' | b'}' | b',' | b';' | b':' | b'.' => {
                Kind::Punctuation
            }
            b'"' => Kind::Text,
            b'@' | b'>' => Kind::Tag,
            BAD if is_last && matches!(near.before, b'j'..=b'l' | b'}') => Kind::String,
            BAD => Kind::Invalid,
            _ => Kind::Operator,
        };
        self.lists.pass(near.letter, near.before, self.named);
        self.named = kind == Kind::Definition && !self.in_hosts;
        self.in_hosts = match near.letter {
            b'W' => kind == Kind::Keyword,
            b'a' | b'b' | b'd' | b'f'..=b'n' | b'.' | b',' | b'N' | b'H' => self.in_hosts,
            _ => false,
        };
        kind
    }

    fn word(&self, near: &Near, word: &str) -> Kind {
        let is_key = matches!(near.after, b'7' | b'8');
        match near.letter {
            _ if names_variable(near) => Kind::Variable,
            b'K'..=b'N' => Kind::Constant,
            _ if is_key && RELATIONS.contains(&word) => Kind::Relation,
            _ if is_key => Kind::Attribute,
            b'a' | b'R' if near.before == b'.' && !self.in_hosts => Kind::Function,
            b'a' | b'b' if self.in_hosts => Kind::Definition,
            _ if near.before == b'H' || defines(near.before) => Kind::Definition,
            b'a' | b'R' if near.after == b'(' => Kind::Function,
            b'a' if near.after == b'{' => Kind::Resource,
            b'a' if calls(near) && STATEMENT_CALLS.contains(&word) => Kind::Function,
            b'a' | b'b' => Kind::Name,
            b'A' | b'B' | b'O'..=b'R' if matches!(near.after, b',' | b']' | b'}') => Kind::Name,
            b'I' | b'J' => Kind::Reserved,
            _ => Kind::Keyword,
        }
    }
}

/// Whether this is `application`, `function`, `class`, `define` or `plan`.
fn defines(letter: u8) -> bool {
    matches!(letter, b'O' | b'P' | b'T' | b'U' | b'Y')
}

/// Whether a word is `a` of `${a}` or `${a[1]}`.
fn names_variable(near: &Near) -> bool {
    near.before == b'm' && matches!(near.after, b'}' | b'[' | b'.')
}

/// Whether a `}` ends an interpolation: only then text follows.
fn goes_on_with_text(near: &Near) -> bool {
    matches!(near.after, b'k'..=b'n') || (near.in_heredoc && near.after == 0)
}

/// Whether an argument follows, or nothing that could make the word a value of something.
fn calls(near: &Near) -> bool {
    matches!(near.after, b'a'..=b'j' | b'K'..=b'N' | b'#' | b'[') || matches!(near.before, 0 | b'{' | b'}')
}
