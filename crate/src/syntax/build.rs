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
mod machine;
mod resource;
mod string;
mod value;

use pest::iterators::Pairs;

pub(super) use failure::{furthest, furthest_in_template};
pub(super) use string::{DOUBLE_ESCAPES, escape_length};

use machine::Rule;

use super::Dialect;
use super::ast::{Block, Call, Expr, ExprKind, Ident};
use super::scan::Scan;
use super::tape::Tape;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::source::{FileId, Span};

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
    pub(super) scan: &'a Scan,
    pub(super) diags: &'a mut Diagnostics,
    /// Names of the classes around, outermost first.
    pub(super) classes: Vec<String>,
    /// Whether something was read as [`ExprKind::Error`].
    pub(super) incomplete: bool,
    /// The tokens that are being parsed.
    tape: &'a Tape,
    depth: usize,
}

impl<'a> Builder<'a> {
    /// A builder for a whole file, of the tokens of `scan`.
    pub(super) fn new(
        file: FileId,
        text: &'a str,
        scan: &'a Scan,
        diags: &'a mut Diagnostics,
    ) -> Builder<'a> {
        let (classes, incomplete, tape) = (Vec::new(), false, &scan.tape);
        Builder { file, text, scan, diags, classes, incomplete, tape, depth: 0 }
    }

    /// Takes other tokens for those of the text: some were mended.
    pub(super) fn read_instead(&mut self, tape: &'a Tape) {
        self.tape = tape;
        self.incomplete = true;
    }

    /// Reads all tokens; or else gives the number of the first with which the grammar cannot go on.
    pub(super) fn read(&mut self, dialect: Dialect) -> Result<Block, usize> {
        if dialect.epp {
            self.template()
        } else {
            Ok(self.parse(Rule::manifest).map(|pairs| self.block_of(pairs))?)
        }
    }

    fn parse(&self, rule: Rule) -> Result<Pairs<'a, Rule>, usize> {
        let mut pairs = machine::parse(rule, self.tape.letters(0..self.tape.len()))?;
        Ok(pairs.next().expect("parsing a rule gives its pair").into_inner())
    }

    fn span(&self, pair: &Pair<'_>) -> Span {
        let tokens = pair.as_span();
        let (first, after) = (tokens.start(), tokens.end());
        let start = self.tape.place(first).map_or(self.text.len(), |place| place.start as usize);
        let last = after.checked_sub(1).and_then(|last| self.tape.place(last));
        let end = last.map_or(start, |place| place.end as usize);
        Span::new(self.file, start, end.max(start))
    }

    /// The text of a pair in the file.
    fn words(&self, pair: &Pair<'_>) -> &'a str {
        let span = self.span(pair);
        self.text.get(span.start() as usize..span.end() as usize).unwrap_or("")
    }

    fn ident(&self, pair: &Pair<'_>) -> Ident {
        Ident { text: self.words(pair).to_owned(), span: self.span(pair) }
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
