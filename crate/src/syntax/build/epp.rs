//! Templates: their parameters, and what they render.

use super::{Builder, Pair, Rule};
use crate::source::Span;
use crate::syntax::ast::{Block, Expr, ExprKind, Parameter};

impl Builder<'_> {
    /// Reads all tokens as a template; or else gives the number of the first with which the grammar cannot go on.
    pub(super) fn template(&mut self) -> Result<Block, usize> {
        let mut pairs = self.parse(Rule::template)?;
        let parameters = self.epp_parameters(pairs.peek());
        if parameters.is_some() {
            pairs.next();
        }
        let body = self.block_of(pairs);
        let span = Span::new(self.file, 0, self.text.len());
        Ok(vec![Expr { kind: ExprKind::Epp { parameters, body }, span }])
    }

    fn epp_parameters(&mut self, pair: Option<Pair<'_>>) -> Option<Vec<Parameter>> {
        let pair = pair.filter(|pair| pair.as_rule() == Rule::epp_parameters)?;
        Some(pair.into_inner().filter_map(|part| self.parameter(part)).collect())
    }

    /// What `<%= … %>` holds.
    pub(super) fn render(&mut self, pair: Pair<'_>) -> Block {
        match pair.into_inner().next() {
            Some(part) if part.as_rule() == Rule::block => self.block(part),
            Some(part) => vec![self.expression(part)],
            None => Block::new(),
        }
    }
}
