//! Brackets that do not match are made to.
//!
//! Goes in: the tokens of a broken text. Comes out: the same with the brackets it lacks and without those too many,
//! and what was amiss. When all brackets match they are believed. When they do not, indentation decides: a definition
//! at the start of a line ends everything before it, a closing bracket does not close what is indented deeper, and a
//! line that looks like a statement ends what was opened on lines indented as deep as itself.

use super::start;
use super::strip::{self, Token};
use crate::syntax::scan::MAX_NESTING;

/// A word that wants a block is looked for so many tokens before the parenthesis of its parameters or its test.
const MAX_HEAD: usize = 16;

/// What was wrong with a bracket. Places are offsets in the file.
pub(super) enum Trouble {
    /// It is not closed.
    Open {
        /// Where it stands.
        at: usize,
        /// Where its end is missed.
        end: usize,
        /// The brackets that would close it and those around it that end there too.
        closers: String,
    },
    /// It closes nothing.
    Extra {
        /// Where it stands.
        at: usize,
    },
    /// It closes a bracket of another kind.
    Wrong {
        /// Where it stands.
        at: usize,
        /// The bracket that it should close.
        opener: usize,
        /// What would close it.
        closer: u8,
    },
    /// A `{` is missing here.
    Unopened {
        /// The token before which it is missed.
        before: usize,
    },
    /// Brackets are nested too deeply from here.
    TooDeep {
        /// Where it stands.
        at: usize,
    },
}

/// Gives every bracket its other half.
pub(super) fn balance(text: &str, tokens: Vec<Token>) -> (Vec<Token>, Vec<Trouble>) {
    let mut matcher = Matcher {
        text,
        excess: excess(&tokens),
        tokens,
        out: Vec::new(),
        open: Vec::new(),
        heads: Vec::new(),
        dropped: None,
        troubles: Vec::new(),
    };
    if !matches_strictly(&matcher.tokens) {
        matcher.run();
        matcher.tokens = std::mem::take(&mut matcher.out);
    }
    let Matcher { tokens, mut troubles, .. } = matcher;
    let tokens = flatten(tokens, &mut troubles);
    (tokens, troubles)
}

/// Makes one token of what nests too deeply without brackets, queries and the parameters of lambdas, up to the next
/// definition at the start of a line. `too_deep` has the places where anything nests too deeply.
pub(super) fn cut_too_deep(tokens: Vec<Token>, too_deep: &[usize]) -> (Vec<Token>, Vec<Trouble>) {
    let (mut out, mut troubles) = (Vec::new(), Vec::new());
    let mut cutting = false;
    for (index, token) in tokens.iter().enumerate() {
        cutting &= !(token.first && token.indent == 0 && start::definition(&tokens, index));
        let deep = matches!(token.letter, b'<' | b'=' | b'|')
            && too_deep.binary_search(&(token.start as usize)).is_ok();
        if cutting {
            continue;
        }
        if deep {
            cutting = true;
            troubles.push(Trouble::TooDeep { at: token.start as usize });
        }
        out.push(if deep { Token { letter: b'_', ..*token } } else { *token });
    }
    (out, troubles)
}

fn matches_strictly(tokens: &[Token]) -> bool {
    let mut open: Vec<u8> = Vec::new();
    for token in tokens {
        if let Some(closer) = strip::closer_of(token.letter) {
            open.push(closer);
        } else if strip::is_closer(token.letter) && open.pop() != Some(token.letter) {
            return false;
        }
    }
    open.is_empty()
}

/// How many more `}` there are than brackets that they could close.
fn excess(tokens: &[Token]) -> isize {
    tokens.iter().fold(0, |excess, token| match token.letter {
        b'{' | b'm' => excess - 1,
        b'}' => excess + 1,
        _ => excess,
    })
}

/// A bracket that is open, as an index of what came out.
struct Open {
    at: usize,
    letter: u8,
    indent: u32,
}

/// A line that has to be followed by a block and has not come to its brace.
struct Head {
    indent: u32,
    depth: usize,
}

struct Matcher<'a> {
    text: &'a str,
    excess: isize,
    tokens: Vec<Token>,
    out: Vec<Token>,
    open: Vec<Open>,
    heads: Vec<Head>,
    /// How many tokens had come out when a closing bracket was left out last.
    dropped: Option<usize>,
    troubles: Vec<Trouble>,
}

impl Matcher<'_> {
    fn run(&mut self) {
        for index in 0..self.tokens.len() {
            let Some(&token) = self.tokens.get(index) else { return };
            if token.first && !self.in_string() {
                self.give_up(index, &token);
                self.open_missing(index, &token);
            }
            self.take(index, token);
        }
        let end = self.text.len();
        self.close_down_to(0, end);
    }

    fn take(&mut self, index: usize, token: Token) {
        if strip::closer_of(token.letter).is_some() {
            if token.letter == b'{' {
                self.close_head_before(&token);
                self.heads.retain(|head| head.depth != self.open.len());
            }
            self.open.push(Open { at: self.out.len(), letter: token.letter, indent: token.indent });
            return self.out.push(token);
        }
        if strip::is_closer(token.letter) {
            return self.close(token);
        }
        if token.letter == b':' {
            self.open_resource(index);
        }
        self.out.push(token);
    }

    /// Whether what is open last is an interpolation or within one: layout says nothing there.
    fn in_string(&self) -> bool {
        self.open.iter().rev().take(MAX_NESTING).any(|open| matches!(open.letter, b'm' | b'j'))
    }

    fn last(&self) -> u8 {
        self.out.last().map_or(0, |token| token.letter)
    }

    /// Ends the groups that the line starting at `index` shows to be left open.
    fn give_up(&mut self, index: usize, token: &Token) {
        let attribute = matches!(token.letter, b'a' | b'I'..=b'X')
            && self.tokens.get(index + 1).is_some_and(|next| matches!(next.letter, b'7' | b'8'));
        let indent = token.indent;
        let keep = if indent == 0 && start::definition(&self.tokens, index) {
            0
        } else if strip::is_closer(token.letter) {
            self.kept(|open| open.indent > indent)
        } else if start::sure_statement(self.text, &self.tokens, index) {
            self.kept(|open| open.indent >= indent)
        } else if attribute {
            self.kept(|open| open.letter != b'{' && open.indent >= indent)
        } else {
            return;
        };
        self.close_down_to(keep, token.start as usize);
        self.heads.retain(|head| head.depth <= keep);
    }

    /// How many groups stay open when those at the end that are `ended` do not.
    fn kept(&self, ended: impl Fn(&Open) -> bool) -> usize {
        self.open.iter().rposition(|open| !ended(open)).map_or(0, |last| last + 1)
    }

    /// Closes what was opened after the first `keep`; one finding for all of it.
    fn close_down_to(&mut self, keep: usize, before: usize) {
        let mut closers = String::new();
        let mut innermost = None;
        let at = self.out.last().map_or(0, |token| token.end);
        while self.open.len() > keep
            && let Some(open) = self.open.pop()
        {
            let closer = strip::closer_of(open.letter).unwrap_or(b'}');
            // What would have come next is not known.
            if matches!(closer, b')' | b']') && (self.out.len() == open.at + 1 || self.last() == b',') {
                self.out.push(Token::missing(b'_', at, open.indent));
            }
            self.out.push(Token::missing(closer, at, open.indent));
            // Open strings were reported letter by letter.
            if !matches!(open.letter, b'm' | b'j') {
                closers.push(char::from(closer));
                innermost = innermost.or(self.out.get(open.at).map(|token| token.start as usize));
            }
            self.excess += isize::from(closer == b'}');
        }
        if let Some(at) = innermost {
            self.troubles.push(Trouble::Open { at, end: before, closers });
        }
    }

    fn close(&mut self, token: Token) {
        // Nothing sound has more of them open; without a limit each bracket too many would look at them all.
        let mut nearest = self.open.iter().enumerate().rev().take(MAX_NESTING);
        let closes = nearest.find(|(_, open)| {
            strip::closer_of(open.letter) == Some(token.letter) || matches!(open.letter, b'm' | b'j')
        });
        let closes = closes.filter(|(_, open)| strip::closer_of(open.letter) == Some(token.letter));
        let closes = closes.map(|(at, _)| at);
        let misplaced = token.first && token.letter == b'}' && self.excess > 0;
        let Some(at) = closes
            .filter(|&at| !misplaced || self.open.get(at).is_some_and(|open| open.indent >= token.indent))
        else {
            return self.drop_closer(&token);
        };
        self.close_down_to(at + 1, token.start as usize);
        self.open.pop();
        self.heads.retain(|head| head.depth <= at);
        self.out.push(token);
    }

    /// A closing bracket that closes nothing is left out, or taken for the one that is due.
    fn drop_closer(&mut self, token: &Token) {
        self.excess -= isize::from(token.letter == b'}');
        let at = token.start as usize;
        if let Some(open) = self.open.last()
            && matches!(open.letter, b'(' | b'$' | b'[' | b'#')
            && let Some(closer) = strip::closer_of(open.letter)
        {
            let opener = self.out.get(open.at).map_or(at, |token| token.start as usize);
            self.open.pop();
            self.out.push(Token { letter: closer, ..*token });
            return self.troubles.push(Trouble::Wrong { at, opener, closer });
        }
        // One finding for all that stand together in a line.
        if token.first || self.dropped != Some(self.out.len()) {
            self.troubles.push(Trouble::Extra { at });
        }
        // What comes next is not the value that is missing here.
        if start::wants_value(self.last()) {
            self.out.push(Token { letter: b'_', ..*token });
        }
        self.dropped = Some(self.out.len());
    }

    /// Closes the parentheses of a definition's parameters or of a test when its block starts.
    fn close_head_before(&mut self, brace: &Token) {
        let Some(open) = self.open.last().filter(|_| start::is_ended_by(self.last())) else { return };
        if matches!(open.letter, b'(' | b'$') && self.starts_head(open) {
            self.close_down_to(self.open.len() - 1, brace.start as usize);
        }
    }

    /// Whether the line of an open parenthesis starts with a word that wants a block.
    fn starts_head(&self, open: &Open) -> bool {
        let line = self.out.get(..open.at).unwrap_or(&[]);
        let mut near = line.iter().rev().take(MAX_HEAD);
        let distance = near.position(|token| token.first).unwrap_or(0);
        let mut words = line.iter().skip(line.len().saturating_sub(distance + 1)).map(|token| token.letter);
        match words.next() {
            Some(b'O' | b'P' | b'T'..=b'V' | b'X' | b'Y' | b'S') => true,
            Some(b'}') => words.next() == Some(b'G'),
            Some(_) | None => false,
        }
    }

    /// Opens the block of a line before, if a `}` is left over for it.
    fn open_missing(&mut self, index: usize, token: &Token) {
        let depth = self.open.len();
        let due = self.heads.last().is_some_and(|head| head.depth == depth && head.indent < token.indent);
        if due && self.excess > 0 && !matches!(token.letter, b'(' | b'$' | b'H' | b'{' | b'v') {
            self.heads.pop();
            self.insert_brace(self.out.len(), token.indent.saturating_sub(1), token.start as usize);
        }
        let branch = token.letter == b'}'
            && self.tokens.get(index + 1).is_some_and(|next| matches!(next.letter, b'F' | b'G'));
        let depth = self.open.len() - usize::from(branch && !self.open.is_empty());
        let wants_block = match token.letter {
            b'V' | b'X' | b'S' => start::sure_statement(self.text, &self.tokens, index),
            _ => branch || start::definition(&self.tokens, index),
        };
        if wants_block && self.excess > 0 {
            self.heads.retain(|head| head.depth < depth);
            self.heads.push(Head { indent: token.indent, depth });
        }
    }

    /// Opens the resource `file 'a':`, if a `}` is left over for it.
    fn open_resource(&mut self, index: usize) {
        let block = self.tokens.get(index + 1).is_some_and(|next| next.letter == b'{');
        let [.., word, title] = self.out.as_slice() else { return };
        let titled = word.letter == b'a' && word.first && matches!(title.letter, b'e'..=b'g');
        if self.excess > 0 && titled && !block {
            let (indent, before) = (word.indent, title.start as usize);
            self.insert_brace(self.out.len() - 1, indent, before);
        }
    }

    fn insert_brace(&mut self, at: usize, indent: u32, before: usize) {
        let place = self.out.get(..at).and_then(|before| before.last()).map_or(0, |token| token.end);
        self.out.insert(at, Token::missing(b'{', place, indent));
        self.open.push(Open { at, letter: b'{', indent });
        self.excess -= 1;
        self.troubles.push(Trouble::Unopened { before });
    }
}

/// Makes one token of each group that is nested too deeply for the grammar.
fn flatten(tokens: Vec<Token>, troubles: &mut Vec<Trouble>) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::with_capacity(tokens.len());
    let mut depth = 0;
    for token in tokens {
        let bracket = !matches!(token.letter, b'j' | b'n');
        if bracket && strip::closer_of(token.letter).is_some() {
            depth += 1;
            if depth == MAX_NESTING + 1 {
                troubles.push(Trouble::TooDeep { at: token.start as usize });
                out.push(Token { letter: b'_', ..token });
            }
        }
        if depth <= MAX_NESTING {
            out.push(token);
        } else if let Some(hole) = out.last_mut() {
            hole.end = token.end;
        }
        if bracket && strip::is_closer(token.letter) {
            depth -= usize::from(depth > 0);
        }
    }
    out
}
