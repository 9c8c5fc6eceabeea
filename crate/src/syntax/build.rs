//! The parser's pairs become the tree.
//!
//! Goes in: a range of the text and what the first walk found. Comes out: statements of [`ast`](super::ast), or the
//! place where the grammar gave up. This folder is the only place that knows the grammar's rules; it is divided by
//! language area.

mod chain;
mod control;
mod definition;
mod epp;
mod failure;
mod part;
mod resource;
mod string;
mod value;

use std::ops::Range;

use pest::Parser;
use pest::iterators::Pairs;

pub(super) use failure::Failure;
pub(super) use string::{DOUBLE_ESCAPES, escape_length};

use super::Dialect;
use super::ast::{Block, Call, Expr, ExprKind, Ident};
use super::scan::Scan;
use super::tape::Tape;
use super::token::token_length;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::source::{FileId, Span};

#[derive(pest_derive::Parser)]
#[grammar = "syntax/puppet.pest"]
struct Grammar;

type Pair<'i> = pest::iterators::Pair<'i, Rule>;

/// The tree may be this deep; every stage after this one recurses over it.
const MAX_DEPTH: usize = 256;

/// Functions that may be called without parentheses (Puppet's `STATEMENT_CALLS`).
pub(super) const STATEMENT_CALLS: &[&str] = &[
    "require", "realize", "include", "contain", "tag", "debug", "info", "notice", "warning", "err", "fail",
    "import", "break", "next", "return",
];

/// What building needs to know, and the one place where it reports.
pub(super) struct Builder<'a> {
    pub(super) file: FileId,
    /// The text of the file.
    pub(super) text: &'a str,
    pub(super) dialect: Dialect,
    pub(super) scan: &'a Scan,
    pub(super) diags: &'a mut Diagnostics,
    /// Names of the classes around, outermost first.
    pub(super) classes: Vec<String>,
    /// Whether something was read as [`ExprKind::Error`].
    pub(super) incomplete: bool,
    /// The tokens that are being parsed, and the number of the first.
    tape: &'a Tape,
    base: usize,
    depth: usize,
}

impl<'a> Builder<'a> {
    /// A builder for a whole file.
    pub(super) fn new(
        file: FileId,
        text: &'a str,
        dialect: Dialect,
        scan: &'a Scan,
        diags: &'a mut Diagnostics,
    ) -> Builder<'a> {
        let classes = Vec::new();
        Builder {
            file,
            text,
            dialect,
            scan,
            diags,
            classes,
            incomplete: false,
            tape: &scan.tape,
            base: 0,
            depth: 0,
        }
    }

    /// Reads a range that holds statements and nothing else.
    pub(super) fn statements(&mut self, range: Range<usize>) -> Result<Block, Failure> {
        let pairs = self.parse(Rule::manifest, range)?;
        Ok(self.block_of(pairs))
    }

    fn parse(&mut self, rule: Rule, range: Range<usize>) -> Result<Pairs<'a, Rule>, Failure> {
        let (from, to) = (self.tape.index(range.start), self.tape.index(range.end));
        self.base = from;
        let mut pairs = Grammar::parse(rule, self.tape.letters(from..to))
            .map_err(|error| Failure::new(&error, |token| self.offset(from + token, range.end)))?;
        Ok(pairs.next().expect("parsing a rule gives its pair").into_inner())
    }

    /// Where a token starts, or `end` if that is beyond it.
    fn offset(&self, token: usize, end: usize) -> usize {
        self.tape.place(token).map_or(end, |place| end.min(place.start as usize))
    }

    fn span(&self, pair: &Pair<'_>) -> Span {
        let tokens = pair.as_span();
        let (first, after) = (self.base + tokens.start(), self.base + tokens.end());
        let start = self.tape.place(first).map_or(self.text.len(), |place| place.start as usize);
        let last = after.checked_sub(1).and_then(|last| self.tape.place(last));
        let end = last.map_or(start, |place| place.end as usize);
        Span::new(self.file, start, end.max(start))
    }

    /// The text of a pair in the file.
    fn words(&self, pair: &Pair<'_>) -> &'a str {
        let span = self.span(pair);
        self.text.get(span.start as usize..span.end as usize).unwrap_or("")
    }

    /// The token at an offset of the file, for errors.
    pub(super) fn token_span(&self, at: usize) -> Span {
        let tag = self.scan.tags.iter().find(|tag| tag.start == at);
        let end = tag.map_or_else(|| at + token_length(self.text.get(at..).unwrap_or("")), |tag| tag.end);
        Span::new(self.file, at, end)
    }

    fn ident(&self, pair: &Pair<'_>) -> Ident {
        Ident { text: self.words(pair).to_owned(), span: self.span(pair) }
    }

    /// Reports where the grammar gave up.
    pub(super) fn report_failure(&mut self, failure: &Failure) {
        let at = self.past_interpolation(failure.at);
        let span = self.token_span(at);
        let token = self.source(span);
        let message = match self.unfinished(failure.at, token) {
            Some(sign) => format!("expected a value after `{sign}`"),
            None if at > failure.at => "something is missing before this `}`".to_owned(),
            None => failure.message(token),
        };
        self.diags.add(Diagnostic::new(Code::SyntaxError, span, message));
    }

    /// What misses at the `}` that ends an interpolation is missed by Puppet at the text behind it.
    fn past_interpolation(&self, at: usize) -> usize {
        let token = self.tape.index(at);
        let mut letters = self.tape.letters(token..token + 2).chars();
        let ends = self.tape.place(token).is_some_and(|place| place.start as usize == at)
            && letters.next() == Some('}')
            && letters.next().is_some_and(|text| matches!(text, 'k'..='n'));
        at + usize::from(ends)
    }

    /// The operator that stands before the end of a group or of the file.
    fn unfinished(&self, at: usize, token: &str) -> Option<&'static str> {
        let before = self.text.get(..at)?.trim_end();
        let ends = matches!(token, "" | "}" | ")" | "]" | "," | ";");
        ["=>", "+>", "->", "~>", "==", "!=", "<%=", "="]
            .into_iter()
            .find(|sign| ends && before.ends_with(sign))
    }

    fn error(&mut self, code: Code, span: Span, message: impl Into<String>) -> Expr {
        self.diags.add(Diagnostic::new(code, span, message));
        self.unreadable(span)
    }

    fn unreadable(&mut self, span: Span) -> Expr {
        self.incomplete = true;
        Expr { kind: ExprKind::Error, span }
    }

    /// Builds something `levels` deep at most, or reports that the tree gets too deep.
    fn deeper(&mut self, levels: usize, span: Span, build: impl FnOnce(&mut Self) -> Expr) -> Expr {
        if self.depth + levels > MAX_DEPTH {
            return self.error(
                Code::NestingTooDeep,
                span,
                "this is nested too deeply, or too long a chain of operators",
            );
        }
        self.depth += levels;
        let expr = build(self);
        self.depth -= levels;
        expr
    }

    /// The statements of a `{ … }` block.
    fn block(&mut self, pair: Pair<'_>) -> Block {
        self.block_of(pair.into_inner())
    }

    fn block_of(&mut self, pairs: Pairs<'_, Rule>) -> Block {
        let mut block = Block::new();
        let mut pairs = pairs.peekable();
        while let Some(pair) = pairs.next() {
            if pair.as_rule() != Rule::assignment {
                continue;
            }
            let first = self.assignment(pair);
            let comma =
                pairs.peek().filter(|next| next.as_rule() == Rule::comma).map(|comma| self.span(comma));
            let mut list = vec![first];
            while pairs.next_if(|next| next.as_rule() == Rule::comma).is_some() {
                let more = pairs.next_if(|next| next.as_rule() == Rule::assignment);
                list.extend(more.map(|more| self.assignment(more)));
            }
            self.add_statement(&mut block, list, comma);
        }
        block
    }

    /// Adds a statement, or makes it the arguments of the name before it.
    fn add_statement(&mut self, block: &mut Block, mut list: Vec<Expr>, comma: Option<Span>) {
        if block.last().is_some_and(is_statement_call)
            && let Some(function) = block.pop()
        {
            let span = list.last().map_or(function.span, |last| function.span.to(last.span));
            let call = Call { function, args: list, lambda: None, statement: true };
            return block.push(Expr { kind: ExprKind::Call(Box::new(call)), span });
        }
        if let Some(comma) = comma {
            let message = match block.last() {
                Some(Expr { kind: ExprKind::Name(name), .. }) => {
                    format!("the function `{name}` needs parentheses around its arguments")
                }
                Some(_) | None => "a list of values has no meaning here".to_owned(),
            };
            let error = self.error(Code::SyntaxError, comma, message);
            return block.push(error);
        }
        for expr in &mut list {
            if let ExprKind::Call(call) = &mut expr.kind {
                call.statement = true;
            }
        }
        block.append(&mut list);
    }
}

/// Whether it is the name of a function that takes what follows as its arguments.
fn is_statement_call(expr: &Expr) -> bool {
    matches!(&expr.kind, ExprKind::Name(name) if STATEMENT_CALLS.contains(&name.as_str()))
}
