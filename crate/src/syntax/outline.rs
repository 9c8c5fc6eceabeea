//! Which brackets belong together, and where statements may start: what recovery cuts a broken text by.
//!
//! When all brackets match they are believed. When they do not, indentation decides: a definition at the start of a
//! line ends everything before it, a closing bracket does not close what is indented deeper, and a line that looks
//! like a statement ends what was opened on lines indented as deep as itself.

use super::Dialect;
use super::scan::{MAX_NESTING, Token, TokenKind};

/// Words that start a definition with a body.
const DEFINITIONS: &[&str] = &["class", "define", "application", "site", "node", "function", "plan"];

/// Tokens and the structure their brackets give.
pub(super) struct Outline<'a> {
    text: &'a str,
    dialect: Dialect,
    tokens: &'a [Token],
    /// For each opening bracket the index of the token after its group.
    after: Vec<usize>,
    /// For each opening bracket whether it is closed by a bracket.
    closed: Vec<bool>,
    /// For each token the indentation of its line in bytes.
    indents: Vec<usize>,
    /// For each token whether it is the first of its line.
    firsts: Vec<bool>,
}

impl<'a> Outline<'a> {
    /// Matches the brackets of `tokens`, which belong to `text`.
    pub(super) fn new(text: &'a str, dialect: Dialect, tokens: &'a [Token]) -> Outline<'a> {
        let after = (0..tokens.len()).map(|index| index + 1).collect();
        let closed = vec![false; tokens.len()];
        let (indents, firsts) = lines(text, tokens);
        let mut outline = Outline { text, dialect, tokens, after, closed, indents, firsts };
        if !outline.match_strictly() {
            outline.match_by_layout();
        }
        outline
    }

    /// The tokens.
    pub(super) fn tokens(&self) -> &'a [Token] {
        self.tokens
    }

    /// The text of a token; empty beyond the last.
    pub(super) fn word(&self, index: usize) -> &'a str {
        self.tokens.get(index).and_then(|token| self.text.get(token.start..token.end)).unwrap_or("")
    }

    /// The index of the token after this one, or after its whole group if it opens one.
    pub(super) fn next(&self, index: usize) -> usize {
        self.after.get(index).copied().unwrap_or(index + 1).max(index + 1)
    }

    /// Whether the bracket at `index` is closed by its own kind.
    pub(super) fn is_closed(&self, index: usize) -> bool {
        self.closed.get(index).copied().unwrap_or(false)
    }

    /// Whether the token is the first of its line.
    pub(super) fn is_first(&self, index: usize) -> bool {
        self.firsts.get(index).copied().unwrap_or(false)
    }

    /// Whether a definition with a body starts here.
    pub(super) fn starts_definition(&self, index: usize) -> bool {
        let word = self.word(index);
        let next = self.tokens.get(index + 1).map(|token| token.kind);
        DEFINITIONS.contains(&word)
            && self.dialect.is_keyword(word)
            && match next {
                Some(TokenKind::Word | TokenKind::Type | TokenKind::Value) => word != "site",
                Some(TokenKind::Open) => word == "site" && self.word(index + 1) == "{",
                Some(TokenKind::Variable | TokenKind::Close | TokenKind::Sign | TokenKind::Text) | None => {
                    false
                }
            }
    }

    /// Whether this can hardly be anything but the start of a statement.
    pub(super) fn surely_starts(&self, index: usize) -> bool {
        let Some(token) = self.tokens.get(index) else { return false };
        let next = self.word(index + 1);
        match token.kind {
            TokenKind::Word => next == "{" || self.starts_definition(index),
            TokenKind::Type => matches!(next, "{" | "produces" | "consumes"),
            TokenKind::Variable => next == "=" && self.word(index + 2) != ">" && self.word(index + 2) != "=",
            TokenKind::Value | TokenKind::Open | TokenKind::Close | TokenKind::Sign | TokenKind::Text => {
                false
            }
        }
    }

    /// Whether a statement may start here.
    pub(super) fn may_start(&self, index: usize) -> bool {
        let Some(token) = self.tokens.get(index) else { return false };
        match token.kind {
            TokenKind::Word => !matches!(self.word(index), "else" | "elsif" | "and" | "or" | "in"),
            TokenKind::Type | TokenKind::Variable | TokenKind::Close | TokenKind::Text => true,
            TokenKind::Sign => self.word(index) == "@",
            TokenKind::Value | TokenKind::Open => false,
        }
    }

    /// Matches brackets by kind alone; false if they do not match.
    fn match_strictly(&mut self) -> bool {
        let mut open: Vec<usize> = Vec::new();
        for (index, token) in self.tokens.iter().enumerate() {
            match token.kind {
                TokenKind::Open => open.push(index),
                TokenKind::Close => match open.pop() {
                    Some(opener) if closes(self.word(index), self.word(opener)) => {
                        self.close(opener, index + 1, true);
                    }
                    Some(_) | None => return false,
                },
                TokenKind::Word
                | TokenKind::Type
                | TokenKind::Variable
                | TokenKind::Value
                | TokenKind::Text
                | TokenKind::Sign => {}
            }
        }
        open.is_empty()
    }

    fn match_by_layout(&mut self) {
        let mut open: Vec<usize> = Vec::new();
        for (index, token) in self.tokens.iter().enumerate() {
            if self.is_first(index) {
                self.give_up(&mut open, index, token.kind);
            }
            match token.kind {
                TokenKind::Open => open.push(index),
                TokenKind::Close => self.close_matching(&mut open, index),
                TokenKind::Word
                | TokenKind::Type
                | TokenKind::Variable
                | TokenKind::Value
                | TokenKind::Text
                | TokenKind::Sign => {}
            }
        }
        for opener in open {
            self.close(opener, self.tokens.len(), false);
        }
    }

    /// Ends the groups that the line starting at `index` shows to be left open.
    fn give_up(&mut self, open: &mut Vec<usize>, index: usize, kind: TokenKind) {
        let indent = self.indent(index);
        let ended = if indent == 0 && self.starts_definition(index) {
            |_: usize, _: usize| true
        } else if kind == TokenKind::Close {
            |opener: usize, indent: usize| opener > indent
        } else if self.surely_starts(index) {
            |opener: usize, indent: usize| opener >= indent
        } else {
            return;
        };
        while let Some(&opener) = open.last() {
            if !ended(self.indent(opener), indent) {
                return;
            }
            open.pop();
            self.close(opener, index, false);
        }
    }

    fn close_matching(&mut self, open: &mut Vec<usize>, index: usize) {
        // Nothing sound has more of them open; without a limit each bracket too many would look at them all.
        let mut nearest = open.iter().rev().take(MAX_NESTING);
        let Some(inside) = nearest.position(|&opener| closes(self.word(index), self.word(opener))) else {
            return;
        };
        let mut ended = open.split_off(open.len() - inside - 1).into_iter();
        if let Some(opener) = ended.next() {
            self.close(opener, index + 1, true);
        }
        for opener in ended {
            self.close(opener, index, false);
        }
    }

    fn close(&mut self, opener: usize, after: usize, closed: bool) {
        if let (Some(slot), Some(flag)) = (self.after.get_mut(opener), self.closed.get_mut(opener)) {
            (*slot, *flag) = (after, closed);
        }
    }

    fn indent(&self, index: usize) -> usize {
        self.indents.get(index).copied().unwrap_or(0)
    }
}

fn closes(close: &str, open: &str) -> bool {
    matches!((open, close), ("{", "}") | ("(", ")") | ("[", "]"))
}

/// For each token the indentation of its line, and whether it is the first of it.
fn lines(text: &str, tokens: &[Token]) -> (Vec<usize>, Vec<bool>) {
    let (mut indents, mut firsts) = (Vec::with_capacity(tokens.len()), Vec::with_capacity(tokens.len()));
    let (mut end, mut indent, mut after_text) = (0, 0, true);
    for (index, token) in tokens.iter().enumerate() {
        let between = text.get(end..token.start).unwrap_or("");
        let starts_line = index == 0 || between.contains('\n');
        if starts_line {
            let line = between.rfind('\n').map_or(end, |newline| end + newline + 1);
            indent = token.start - line;
        }
        let is_text = token.kind == TokenKind::Text;
        let first = starts_line || is_text || after_text;
        after_text = is_text;
        indents.push(indent);
        firsts.push(first);
        end = token.end;
    }
    (indents, firsts)
}
