//! Templates: their parameters, and what they render.

use super::{Builder, Failure, Pair, Rule};
use crate::source::Span;
use crate::syntax::ast::{Block, Expr, ExprKind, Parameter};

impl Builder<'_> {
    /// Reads the whole text as a template.
    pub(in crate::syntax) fn template(&mut self) -> Result<Block, Failure> {
        let mut pairs = self.parse(Rule::template, 0..self.text.len())?;
        let parameters = self.epp_parameters(pairs.peek());
        if parameters.is_some() {
            pairs.next();
        }
        let body = self.block_of(pairs);
        Ok(self.template_of(parameters, body))
    }

    /// The parameters of a template that is broken, and where its statements start. Broken parameters are reported.
    pub(in crate::syntax) fn template_head(&mut self) -> (Option<Vec<Parameter>>, usize) {
        let Ok(pairs) = self.parse(Rule::template_head, 0..self.text.len()) else { return (None, 0) };
        if let Some(head) = pairs.peek() {
            let end = self.span(&head).end as usize;
            return (self.epp_parameters(Some(head)), end);
        }
        if !self.tape.letters(0..1).starts_with('|') {
            return (None, 0);
        }
        let Err(failure) = self.template() else { return (None, 0) };
        self.report_failure(&failure);
        let tag = self.scan.tags.iter().find(|tag| tag.start >= failure.at);
        (None, tag.map_or(self.text.len(), |tag| tag.end))
    }

    /// The tree of a template.
    pub(in crate::syntax) fn template_of(&self, parameters: Option<Vec<Parameter>>, body: Block) -> Block {
        let span = Span::new(self.file, 0, self.text.len());
        vec![Expr { kind: ExprKind::Epp { parameters, body }, span }]
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
