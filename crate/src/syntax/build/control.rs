//! `if`, `unless` and `case`.

use super::{Builder, Pair, Rule};
use crate::source::Span;
use crate::syntax::ast::{Block, Case, CaseOption, Expr, ExprKind, If};

impl Builder<'_> {
    /// `if` with all its `elsif`: each is nested in the one before.
    pub(super) fn if_else(&mut self, pair: Pair<'_>) -> Expr {
        let span = self.span(&pair);
        let parts: Vec<Pair<'_>> = pair.into_inner().collect();
        self.deeper(parts.len() / 3, span, |builder| builder.if_else_of(parts))
    }

    fn if_else_of(&mut self, parts: Vec<Pair<'_>>) -> Expr {
        let mut branches: Vec<(Span, Expr, Block)> = Vec::new();
        let mut otherwise = Block::new();
        let (mut keyword, mut test, mut end) = (None, None, None);
        for part in parts {
            end = Some(self.span(&part));
            match part.as_rule() {
                Rule::test => test = Some(self.expression(part)),
                Rule::block => match keyword.take().zip(test.take()) {
                    Some((keyword, test)) => branches.push((keyword, test, self.block(part))),
                    None => otherwise = self.block(part),
                },
                _ => keyword = end,
            }
        }
        let mut nested: Option<Expr> = None;
        for (keyword, test, then) in branches.into_iter().rev() {
            let span = end.map_or(keyword, |end| keyword.to(end));
            let otherwise =
                nested.take().map_or_else(|| std::mem::take(&mut otherwise), |nested| vec![nested]);
            nested = Some(Expr { kind: ExprKind::If(Box::new(If { test, then, otherwise })), span });
        }
        nested.expect("an `if` has a test and a block")
    }

    pub(super) fn unless(&mut self, pair: Pair<'_>) -> Expr {
        let span = self.span(&pair);
        let mut test = None;
        let mut blocks = Vec::new();
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::test => test = Some(self.expression(part)),
                Rule::block => blocks.push(self.block(part)),
                _ => {}
            }
        }
        let Some(test) = test else { return self.unreadable(span) };
        let mut blocks = blocks.into_iter();
        let (then, otherwise) = (blocks.next().unwrap_or_default(), blocks.next().unwrap_or_default());
        Expr { kind: ExprKind::Unless(Box::new(If { test, then, otherwise })), span }
    }

    pub(super) fn case(&mut self, pair: Pair<'_>) -> Expr {
        let span = self.span(&pair);
        let mut test = None;
        let mut options = Vec::new();
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::test => test = Some(self.expression(part)),
                Rule::option => options.push(self.case_option(part)),
                _ => {}
            }
        }
        let Some(test) = test else { return self.unreadable(span) };
        Expr { kind: ExprKind::Case(Box::new(Case { test, options })), span }
    }

    fn case_option(&mut self, pair: Pair<'_>) -> CaseOption {
        let span = self.span(&pair);
        let mut option = CaseOption { values: Vec::new(), body: Block::new(), span };
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::block => option.body = self.block(part),
                _ => option.values.push(self.expression(part)),
            }
        }
        option
    }
}
