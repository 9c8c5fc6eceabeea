//! Resources, their attributes, collectors and capability mappings.

use super::effect::describe;
use super::{Checker, position};
use crate::diag::Code;
use crate::source::Span;
use crate::syntax::ast::{
    Attribute, AttributeOp, BinaryOp, Collector, Expr, ExprKind, Form, Mapping, Resource,
};

/// Whose attributes are checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Owner {
    Resource,
    Defaults,
    Override,
    Collector,
}

impl Checker<'_> {
    pub(super) fn resource(&mut self, resource: &Resource, span: Span) {
        let is_class = matches!(&resource.ty.kind, ExprKind::Name(name) if name == "class");
        if is_class && resource.form != Form::Regular {
            self.report(Code::ClassNotVirtualizable, span, "classes cannot be virtual or exported");
        }
        for body in &resource.bodies {
            self.value(&body.title);
            self.attributes(&body.attributes, Owner::Resource);
        }
    }

    pub(super) fn untitled(&mut self, name: &Expr, span: Span) {
        let name = self.source(name.span);
        let message = format!("the resource `{name}` has no title");
        let hint = format!("write `{name} {{ 'title': … }}`");
        self.report_with_hint(Code::ResourceWithoutTitle, span, message, hint);
    }

    pub(super) fn plain_form(&mut self, form: Form, span: Span, what: &str) {
        let sign = match form {
            Form::Regular => return,
            Form::Virtual => "@",
            Form::Exported => "@@",
        };
        self.report(Code::NotVirtualizeable, span, format!("{what} cannot stand behind `{sign}`"));
    }

    pub(super) fn attributes(&mut self, attributes: &[Attribute], owner: Owner) {
        let mut splats = 0;
        for attribute in attributes {
            self.value(&attribute.value);
            match &attribute.op {
                AttributeOp::Set(_) => {}
                AttributeOp::Append(name) => self.append(&name.text, attribute.span, owner),
                AttributeOp::Splat => splats += 1,
            }
            if splats > 1 && attribute.op == AttributeOp::Splat {
                let message = "`* =>` stands in a body once";
                self.report(Code::MultipleAttributesUnfold, attribute.span, message);
            }
        }
    }

    fn append(&mut self, name: &str, span: Span, owner: Owner) {
        let place = match owner {
            Owner::Override | Owner::Collector => return,
            Owner::Resource => "a resource",
            Owner::Defaults => "resource defaults",
        };
        let message = format!("`{name} +>` has no meaning in {place}: there is nothing to add to");
        self.report_with_hint(Code::IllegalAttributeAppend, span, message, format!("write `{name} =>`"));
    }

    pub(super) fn collector(&mut self, collector: &Collector) {
        if !matches!(collector.ty.kind, ExprKind::TypeRef(_) | ExprKind::Error) {
            let message = format!(
                "{} cannot be collected: a collector starts with a type name",
                describe(&collector.ty)
            );
            self.report(Code::IllegalExpression, position(&collector.ty), message);
        }
        if let Some(query) = &collector.query {
            self.query(query);
        }
        self.attributes(&collector.attributes, Owner::Collector);
    }

    /// Queries compare with `==` and `!=`, joined by `and` and `or`.
    fn query(&mut self, query: &Expr) {
        match &query.kind {
            ExprKind::Paren(inner) => self.query(inner),
            ExprKind::Binary { op: BinaryOp::And | BinaryOp::Or, left, right, .. } => {
                self.query(left);
                self.query(right);
            }
            ExprKind::Binary { op: BinaryOp::Equal | BinaryOp::NotEqual, .. }
            | ExprKind::Name(_)
            | ExprKind::Var(_)
            | ExprKind::Str(_)
            | ExprKind::Bool(_)
            | ExprKind::Integer { .. }
            | ExprKind::Float(_)
            | ExprKind::Error => {}
            _ => {
                let message =
                    format!("{} cannot be part of a query: it compares with `==` or `!=`", describe(query));
                self.report(Code::IllegalQueryExpression, position(query), message);
            }
        }
    }

    pub(super) fn mapping(&mut self, mapping: &Mapping, span: Span) {
        self.deprecated(span, "mapping");
        self.mapped_component(&mapping.component);
        let capability = &mapping.capability.text;
        if !is_type_name(capability) {
            let message =
                format!("`{capability}` is not the name of a capability: it is written with capitals");
            self.report(Code::IllegalClassref, span, message);
        }
        for attribute in &mapping.attributes {
            self.value(&attribute.value);
            match &attribute.op {
                AttributeOp::Set(_) => {}
                AttributeOp::Append(name) => {
                    let message = format!("`{} +>` has no meaning in a mapping", name.text);
                    let hint = format!("write `{} =>`", name.text);
                    self.report_with_hint(Code::IllegalAttributeAppend, attribute.span, message, hint);
                }
                AttributeOp::Splat => {
                    let message = "`* =>` is not supported in a mapping";
                    self.report(Code::UnsupportedOperatorInContext, span, message);
                }
            }
        }
    }

    /// A component is `Shop::Db`, or a reference with one plain title such as `Class['a']`.
    fn mapped_component(&mut self, component: &Expr) {
        match &component.kind {
            ExprKind::TypeRef(name) | ExprKind::Name(name) => {
                if !is_type_name(name) {
                    let message =
                        format!("`{name}` is not the name of a component: it is written with capitals");
                    self.report(Code::IllegalClassref, component.span, message);
                }
            }
            ExprKind::Access { left, keys } if has_plain_title(left, keys) => {}
            ExprKind::Error => {}
            _ => {
                let message = "only a type name or a reference with one plain title can be mapped";
                self.report(Code::IllegalExpression, position(component), message);
            }
        }
    }
}

fn has_plain_title(left: &Expr, keys: &[Expr]) -> bool {
    let plain = |key: &Expr| matches!(key.kind, ExprKind::Str(_) | ExprKind::Name(_) | ExprKind::TypeRef(_));
    matches!(left.kind, ExprKind::TypeRef(_)) && matches!(keys, [key] if plain(key))
}

/// `^(::)?[A-Z]\w*(::[A-Z]\w*)*$`
fn is_type_name(name: &str) -> bool {
    let starts_well = |part: &str| part.starts_with(|first: char| first.is_ascii_uppercase());
    name.strip_prefix("::").unwrap_or(name).split("::").all(starts_well)
}
