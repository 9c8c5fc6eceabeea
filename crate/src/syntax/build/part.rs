//! Parts of statements, read on their own: what recovery asks for when a whole cannot be read.

use std::ops::Range;

use super::{Builder, Failure, Pair, Rule};
use crate::syntax::ast::{Attribute, Block, Expr, Form};

impl<'a> Builder<'a> {
    /// As many statements as can be read from the start of a range, and where the rest starts.
    pub(in crate::syntax) fn sound_statements(&mut self, range: Range<usize>) -> (Block, usize) {
        let start = range.start;
        let Ok(pairs) = self.parse(Rule::sound, range) else { return (Block::new(), start) };
        let end = pairs.clone().last().map_or(start, |last| self.span(&last).end as usize);
        (self.block_of(pairs), end)
    }

    /// A definition up to its body.
    pub(in crate::syntax) fn head(&mut self, range: Range<usize>) -> Result<Expr, Failure> {
        let pair = self.first(Rule::head, range)?;
        Ok(self.definition(pair))
    }

    /// The type of a resource, with its `@`.
    pub(in crate::syntax) fn resource_type(&mut self, range: Range<usize>) -> Result<(Form, Expr), Failure> {
        let start = range.start;
        let pair = self.first(Rule::resource_head, range)?;
        let mut form = Form::Regular;
        let mut ty: Option<Expr> = None;
        for part in pair.into_inner() {
            ty = match (part.as_rule(), ty) {
                (Rule::at, ty) => {
                    form = if self.words(&part) == "@@" { Form::Exported } else { Form::Virtual };
                    ty
                }
                (Rule::index, Some(left)) => Some(self.postfix(left, part)),
                (_, _) => Some(self.operand(part)),
            };
        }
        let nowhere = self.token_span(start);
        Ok((form, ty.unwrap_or_else(|| self.unreadable(nowhere))))
    }

    /// `T produces C`
    pub(in crate::syntax) fn mapping_sides(&mut self, range: Range<usize>) -> Result<Expr, Failure> {
        let pair = self.first(Rule::mapping_head, range)?;
        let span = self.span(&pair);
        let mut sides: Option<Expr> = None;
        for part in pair.into_inner() {
            sides = Some(match sides {
                Some(left) => self.postfix(left, part),
                None => self.operand(part),
            });
        }
        Ok(sides.unwrap_or_else(|| self.unreadable(span)))
    }

    /// A value and nothing else.
    pub(in crate::syntax) fn lone_expression(&mut self, range: Range<usize>) -> Result<Expr, Failure> {
        let pair = self.first(Rule::lone_expression, range)?;
        Ok(self.expression(pair))
    }

    /// An attribute and nothing else.
    pub(in crate::syntax) fn lone_attribute(
        &mut self,
        range: Range<usize>,
    ) -> Result<Option<Attribute>, Failure> {
        let pair = self.first(Rule::lone_attribute, range)?;
        Ok(self.attribute(pair))
    }

    fn first(&mut self, rule: Rule, range: Range<usize>) -> Result<Pair<'a>, Failure> {
        let mut pairs = self.parse(rule, range)?;
        Ok(pairs.next().expect("these rules hold one pair before the end"))
    }
}
