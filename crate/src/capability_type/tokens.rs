//! Ruby text -> a flat list of tokens; comments and blanks are dropped.
//!
//! This is the one place of the folder that names pest. The grammar is flat on purpose: see `ruby.pest`.

use pest::Parser;
use pest_derive::Parser;

#[derive(Parser)]
#[grammar = "capability_type/ruby.pest"]
struct Ruby;

/// What a token is, as far as the reader cares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A name or keyword.
    Word,
    /// `name:`
    Label,
    /// `:name`
    Symbol,
    /// A quoted string or heredoc.
    Text,
    /// A number, `%w[…]`, regular expression or variable.
    Other,
    /// An operator or bracket.
    Punct,
    /// The end of a line or `;`.
    Newline,
}

/// One token with its byte range.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token<'a> {
    /// What it is.
    pub(super) kind: Kind,
    /// How it is written.
    pub(super) text: &'a str,
    /// Offset of its first byte.
    pub(super) start: usize,
    /// Offset after its last byte.
    pub(super) end: usize,
}

impl Token<'_> {
    /// Whether it is this keyword or name.
    pub(super) fn is_word(&self, word: &str) -> bool {
        self.kind == Kind::Word && self.text == word
    }

    /// Whether it is this operator or bracket.
    pub(super) fn is_punct(&self, punct: &str) -> bool {
        self.kind == Kind::Punct && self.text == punct
    }

    /// The name in a symbol, label or string without interpolation.
    pub(super) fn name(&self) -> Option<&str> {
        let bare = match self.kind {
            Kind::Symbol => self.text.strip_prefix(':')?,
            Kind::Label => self.text.strip_suffix(':')?,
            Kind::Text => self.text,
            Kind::Word | Kind::Other | Kind::Punct | Kind::Newline => return None,
        };
        let name = bare.trim_matches(['"', '\'']);
        let plain = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_');
        plain.then_some(name)
    }
}

/// All tokens of a text; none when the grammar cannot read it at all.
pub(super) fn tokens(text: &str) -> Option<Vec<Token<'_>>> {
    let pairs = Ruby::parse(Rule::file, text).ok()?;
    Some(pairs.flatten().filter_map(|pair| token(&pair)).collect())
}

fn token<'a>(pair: &pest::iterators::Pair<'a, Rule>) -> Option<Token<'a>> {
    let kind = match pair.as_rule() {
        Rule::word => Kind::Word,
        Rule::label => Kind::Label,
        Rule::symbol => Kind::Symbol,
        Rule::text | Rule::heredoc => Kind::Text,
        Rule::number | Rule::percent | Rule::regex | Rule::variable => Kind::Other,
        Rule::punct | Rule::regex_lead => Kind::Punct,
        Rule::newline => Kind::Newline,
        // The rest is silent or the file as a whole.
        _ => return None,
    };
    let span = pair.as_span();
    Some(Token { kind, text: pair.as_str(), start: span.start(), end: span.end() })
}
