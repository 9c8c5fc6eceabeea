//! The tokens of a broken text, and which bracket belongs to which.
//!
//! Goes in: tokens whose brackets match. Comes out: for each token its group and, for a bracket, its other half.
//! Strings with interpolations, the parameters of lambdas and the queries of collectors are groups too.

use std::ops::Range;

use crate::syntax::tape::Tape;

/// Stands for "no token".
const NONE: u32 = u32::MAX;

/// A token of the tape, and what recovery wants to know of it.
#[derive(Clone, Copy)]
pub(super) struct Token {
    /// Its letter on the tape.
    pub(super) letter: u8,
    /// Where it starts in the file.
    pub(super) start: u32,
    /// Where it ends.
    pub(super) end: u32,
    /// Whether it is not in the text: a bracket that was missing.
    pub(super) added: bool,
    /// Whether it is the first of its line.
    pub(super) first: bool,
    /// The indentation of its line in bytes.
    pub(super) indent: u32,
    /// The other half of a bracket.
    pub(super) partner: u32,
    /// The opening bracket of its group.
    pub(super) parent: u32,
}

impl Token {
    /// A bracket that the text lacks, between two tokens.
    pub(super) fn missing(letter: u8, at: u32, indent: u32) -> Token {
        Token { letter, start: at, end: at, added: true, first: false, indent, partner: NONE, parent: NONE }
    }
}

/// The tokens of a tape, with their lines.
pub(super) fn tokens(text: &str, tape: &Tape) -> Vec<Token> {
    let (mut end, mut indent, mut last) = (0, 0, 0);
    let mut list = Vec::with_capacity(tape.len());
    for (index, letter) in tape.letters(0..tape.len()).bytes().enumerate() {
        let place = tape.place(index).unwrap_or(0..0);
        let between = text.get(end..place.start as usize).unwrap_or("");
        let starts_line = index == 0 || between.contains('\n');
        // The text of a template stands for line breaks.
        let first = starts_line || letter == b'"' || matches!(last, b'"' | b'>');
        last = letter;
        if starts_line {
            indent = (between.len() - between.rfind('\n').map_or(0, |newline| newline + 1)) as u32;
        }
        let (start, stop) = (place.start, place.end);
        list.push(Token {
            letter,
            start,
            end: stop,
            added: false,
            first,
            indent,
            partner: NONE,
            parent: NONE,
        });
        end = place.end as usize;
    }
    list
}

/// The closing letter of an opening one.
pub(super) fn closer_of(letter: u8) -> Option<u8> {
    match letter {
        b'{' | b'm' => Some(b'}'),
        b'(' | b'$' => Some(b')'),
        b'[' | b'#' => Some(b']'),
        b'j' => Some(b'n'),
        _ => None,
    }
}

/// Whether a letter closes a bracket or a string.
pub(super) fn is_closer(letter: u8) -> bool {
    matches!(letter, b'}' | b')' | b']' | b'n')
}

/// Tokens and their groups. Indexes beyond the last token are allowed everywhere and mean the end of the text.
pub(in crate::syntax) struct Strip<'a> {
    text: &'a str,
    tokens: Vec<Token>,
}

impl<'a> Strip<'a> {
    /// Finds the groups of tokens whose brackets match.
    pub(super) fn new(text: &'a str, tokens: Vec<Token>) -> Strip<'a> {
        let mut strip = Strip { text, tokens };
        let mut open: Vec<usize> = Vec::new();
        for index in 0..strip.tokens.len() {
            let letter = strip.letter(index);
            if closes_softly(letter, open.last().map(|&opener| strip.letter(opener))) {
                strip.join(open.pop(), index);
                continue;
            }
            if is_closer(letter) {
                while open.last().is_some_and(|&opener| closer_of(strip.letter(opener)) != Some(letter)) {
                    open.pop();
                }
                strip.join(open.pop(), index);
                continue;
            }
            strip.put_into(index, open.last().copied());
            if closer_of(letter).is_some() || matches!(letter, b'|' | b'<' | b'=' | b'@') {
                open.push(index);
            }
        }
        strip
    }

    fn join(&mut self, opener: Option<usize>, closer: usize) {
        self.put_into(closer, opener);
        let Some(opener) = opener else { return };
        if let Some(token) = self.tokens.get_mut(opener) {
            token.partner = closer as u32;
        }
        if let Some(token) = self.tokens.get_mut(closer) {
            token.partner = opener as u32;
        }
    }

    fn put_into(&mut self, index: usize, group: Option<usize>) {
        if let Some(token) = self.tokens.get_mut(index) {
            token.parent = group.map_or(NONE, |group| group as u32);
        }
    }

    /// How many tokens there are.
    pub(in crate::syntax) fn len(&self) -> usize {
        self.tokens.len()
    }

    /// The text of the file.
    pub(super) fn text(&self) -> &'a str {
        self.text
    }

    /// The token at `index`.
    pub(super) fn token(&self, index: usize) -> Option<&Token> {
        self.tokens.get(index)
    }

    /// The letter at `index`; 0 beyond the last.
    pub(in crate::syntax) fn letter(&self, index: usize) -> u8 {
        self.tokens.get(index).map_or(0, |token| token.letter)
    }

    /// The letter before `index`; 0 before the first.
    pub(super) fn before(&self, index: usize) -> u8 {
        index.checked_sub(1).map_or(0, |previous| self.letter(previous))
    }

    /// The text of a token; empty beyond the last.
    pub(super) fn word(&self, index: usize) -> &'a str {
        self.slice(index..index + 1)
    }

    /// The text from the first to the last of some tokens.
    pub(super) fn slice(&self, tokens: Range<usize>) -> &'a str {
        let bytes = self.bytes(tokens);
        self.text.get(bytes).unwrap_or("")
    }

    /// Where some tokens stand in the file; for none, the place between their neighbours.
    pub(super) fn bytes(&self, tokens: Range<usize>) -> Range<usize> {
        if tokens.is_empty() {
            let at = self.end_before(tokens.start);
            return at..at;
        }
        let end = self.end_before(tokens.end);
        self.start(tokens.start).min(end)..end
    }

    /// Where a token starts; the end of the text beyond the last.
    pub(in crate::syntax) fn start(&self, index: usize) -> usize {
        self.tokens.get(index).map_or(self.text.len(), |token| token.start as usize)
    }

    /// The first token of the text at or after an offset.
    pub(super) fn index(&self, at: usize) -> usize {
        let mut index = self.tokens.partition_point(|token| (token.start as usize) < at);
        while self.is_added(index) {
            index += 1;
        }
        index
    }

    /// Where the token before `index` ends.
    pub(in crate::syntax) fn end_before(&self, index: usize) -> usize {
        let last = index.min(self.tokens.len()).checked_sub(1).and_then(|last| self.tokens.get(last));
        last.map_or(0, |last| last.end as usize)
    }

    /// Whether a token is the first of its line.
    pub(super) fn is_first(&self, index: usize) -> bool {
        self.tokens.get(index).is_none_or(|token| token.first)
    }

    /// Whether a token is a bracket that the text lacks.
    pub(in crate::syntax) fn is_added(&self, index: usize) -> bool {
        self.tokens.get(index).is_some_and(|token| token.added)
    }

    /// The opening bracket of the group that a token is in; closing brackets are in their own group.
    pub(super) fn group(&self, index: usize) -> Option<usize> {
        self.tokens
            .get(index)
            .map(|token| token.parent)
            .filter(|parent| *parent != NONE)
            .map(|it| it as usize)
    }

    /// The other half of a bracket.
    pub(in crate::syntax) fn partner(&self, index: usize) -> Option<usize> {
        self.tokens.get(index).map(|token| token.partner).filter(|it| *it != NONE).map(|it| it as usize)
    }

    /// The index after a token, or after its group if it opens one.
    pub(in crate::syntax) fn next(&self, index: usize) -> usize {
        self.partner(index).map_or(index, |partner| partner.max(index)) + 1
    }

    /// The token before `index` in the same group, or the opening bracket of the group before it.
    pub(super) fn previous(&self, index: usize) -> Option<usize> {
        let previous = index.checked_sub(1)?;
        match self.partner(previous) {
            Some(opener) if opener < previous => Some(opener),
            // The bracket that opens the group that `index` is in.
            Some(_) => None,
            None => Some(previous),
        }
    }

    /// The index of the closing bracket of a group; the end of the tokens for the whole text.
    pub(super) fn end_of(&self, group: Option<usize>) -> usize {
        match group {
            Some(opener) => self.partner(opener).unwrap_or(self.tokens.len()),
            None => self.tokens.len(),
        }
    }
}

/// Whether a letter ends the lambda's parameters or the query that `open` began.
fn closes_softly(letter: u8, open: Option<u8>) -> bool {
    matches!(
        (open, letter),
        (Some(b'|'), b'|') | (Some(b'<'), b'^') | (Some(b'='), b'~') | (Some(b'@'), b'>')
    )
}
