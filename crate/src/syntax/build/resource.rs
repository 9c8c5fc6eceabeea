//! Resources, defaults, overrides and collectors.

use super::{Builder, Pair, Rule, is_statement_call};
use crate::diag::Code;
use crate::source::Span;
use crate::syntax::ast::{
    Attribute, AttributeOp, Call, Collector, Entry, Expr, ExprKind, Form, Ident, Resource, ResourceBody,
    ResourceDefaults, ResourceOverride, Untitled,
};

impl Builder<'_> {
    /// A value followed by a body: what it is depends on the value, and on whether the body has titles.
    pub(super) fn resource(&mut self, ty: Expr, body: Pair<'_>) -> Expr {
        let brace = self.span(&body);
        let span = ty.span.to(brace);
        let form = Form::Regular;
        let (bodies, attributes) = self.bodies(body);
        let kind = if !bodies.is_empty() {
            ExprKind::Resource(Box::new(Resource { form, ty, bodies }))
        } else {
            match ty.kind {
                ExprKind::TypeRef(_) => {
                    ExprKind::ResourceDefaults(Box::new(ResourceDefaults { form, ty, attributes }))
                }
                ExprKind::Access { .. } => {
                    let reference = ty;
                    ExprKind::ResourceOverride(Box::new(ResourceOverride { form, reference, attributes }))
                }
                ExprKind::Name(_) => return self.untitled(ty, attributes, brace),
                ExprKind::Error => return ty,
                _ => {
                    let message = "this cannot be declared as a resource, its defaults or its override";
                    return self.error(Code::SyntaxError, ty.span, message);
                }
            }
        };
        Expr { kind, span }
    }

    /// `class { 'a': }`
    pub(super) fn class_resource(&mut self, pair: Pair<'_>) -> Option<ExprKind> {
        let mut parts = pair.into_inner();
        let ty = self.operand(parts.next()?);
        let bodies = parts.filter_map(|part| self.resource_body(part)).collect();
        Some(ExprKind::Resource(Box::new(Resource { form: Form::Regular, ty, bodies })))
    }

    /// `notify { message => 'x' }` is a name and then a hash, as in Puppet; `notice { a => 1 }` is a call.
    fn untitled(&mut self, name: Expr, attributes: Vec<Attribute>, brace: Span) -> Expr {
        let mut entries = Vec::new();
        for attribute in attributes {
            match attribute.op {
                AttributeOp::Set(key) => {
                    let key = Expr { kind: ExprKind::Str(key.text), span: key.span };
                    entries.push(Entry { key, value: attribute.value });
                }
                AttributeOp::Splat => {
                    let message = format!("the resource `{}` has no title", self.source(name.span));
                    return self.error(Code::ResourceWithoutTitle, name.span, message);
                }
                AttributeOp::Append(_) => {
                    let message =
                        format!("a resource needs a title: `{} {{ 'title': … }}`", self.source(name.span));
                    return self.error(Code::SyntaxError, brace, message);
                }
            }
        }
        let hash = Expr { kind: ExprKind::Hash { entries, braced: true }, span: brace };
        let span = name.span.to(brace);
        let kind = if is_statement_call(&name) {
            let call = Call { function: name, args: vec![hash], lambda: None, statement: false };
            ExprKind::Call(Box::new(call))
        } else {
            ExprKind::Untitled(Box::new(Untitled { name, hash }))
        };
        Expr { kind, span }
    }

    fn bodies(&mut self, pair: Pair<'_>) -> (Vec<ResourceBody>, Vec<Attribute>) {
        let (mut bodies, mut attributes) = (Vec::new(), Vec::new());
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::resource_body => bodies.extend(self.resource_body(part)),
                Rule::attribute => attributes.extend(self.attribute(part)),
                _ => {}
            }
        }
        (bodies, attributes)
    }

    /// `title: attributes`
    pub(super) fn resource_body(&mut self, pair: Pair<'_>) -> Option<ResourceBody> {
        let mut parts = pair.into_inner();
        let title = self.expression(parts.next()?);
        let attributes: Vec<Attribute> = parts.filter_map(|part| self.attribute(part)).collect();
        // Without the comma at the end.
        let span = attributes.last().map_or(title.span, |last| title.span.to(last.span));
        Some(ResourceBody { title, attributes, span })
    }

    /// `name => value`
    pub(super) fn attribute(&mut self, pair: Pair<'_>) -> Option<Attribute> {
        let span = self.span(&pair);
        let (mut op, mut name) = (AttributeOp::Splat, None);
        let mut value = None;
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::attribute_name => name = Some(self.ident(&part)),
                Rule::arrow => op = attribute_op(self.words(&part), name.take()?),
                Rule::expression => value = Some(self.expression(part)),
                _ => {}
            }
        }
        Some(Attribute { op, value: value?, span })
    }

    /// The attributes of `{ a => b }`.
    pub(super) fn attribute_block(&mut self, pair: Pair<'_>) -> Vec<Attribute> {
        pair.into_inner().filter_map(|part| self.attribute(part)).collect()
    }

    pub(super) fn collector(&mut self, ty: Expr, pair: Pair<'_>) -> ExprKind {
        let exported = self.words(&pair).starts_with("<<");
        let mut collector = Collector { ty, exported, query: None, attributes: Vec::new() };
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::expression => collector.query = Some(self.expression(part)),
                Rule::attribute_block => collector.attributes = self.attribute_block(part),
                _ => {}
            }
        }
        ExprKind::Collector(Box::new(collector))
    }
}

fn attribute_op(arrow: &str, name: Ident) -> AttributeOp {
    if arrow == "+>" { AttributeOp::Append(name) } else { AttributeOp::Set(name) }
}
