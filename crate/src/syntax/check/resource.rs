//! Resources, their attributes, collectors and capability mappings.

use super::describe::describe;
use super::{Checker, replace};
use crate::diag::{Code, Diagnostic, Severity};
use crate::source::Span;
use crate::syntax::Strict;
use crate::syntax::ast::{
    Attribute, AttributeOp, BinaryOp, Collector, Expr, ExprKind, Form, Ident, Mapping, Resource,
};

/// Whose attributes are checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Owner {
    Resource,
    Defaults,
    Override,
    Collector,
    Mapping,
}

impl Checker<'_> {
    pub(super) fn resource(&mut self, resource: &Resource, span: Span) {
        let is_class = matches!(&resource.ty.kind, ExprKind::Name(name) if name == "class");
        if is_class && let Some(sign) = sign(resource.form) {
            let message = "classes cannot be virtual or exported";
            let mut finding = Diagnostic::new(Code::ClassNotVirtualizable, span, message);
            // Puppet 7 refuses it whatever the setting.
            if self.dialect.strict == Strict::Error || !self.dialect.app_orchestration {
                finding.severity = Severity::Error;
            }
            self.without_sign(finding, sign);
        }
        for body in &resource.bodies {
            self.attributes(&body.attributes, Owner::Resource);
            for second in splats(&body.attributes).skip(1) {
                self.report(Code::MultipleAttributesUnfold, second.span, "`* =>` stands in a body once");
            }
        }
    }

    pub(super) fn untitled(&mut self, name: &Expr, span: Span) {
        let name = self.source(name.span);
        let message = format!("the resource `{name}` has no title");
        let hint = format!("write `{name} {{ 'title': … }}`");
        self.report_with_hint(Code::ResourceWithoutTitle, span, message, hint);
    }

    pub(super) fn plain_form(&mut self, form: Form, span: Span, what: &str) {
        if let Some(sign) = sign(form) {
            let message = format!("{what} cannot stand behind `{sign}`");
            self.without_sign(Diagnostic::new(Code::NotVirtualizeable, span, message), sign);
        }
    }

    /// Adds a finding that is mended by leaving out the sign in front.
    fn without_sign(&mut self, finding: Diagnostic, sign: &str) {
        let span = finding.span.until(finding.span.start() + sign.len() as u32);
        self.diags.add(finding.fix(format!("Remove the `{sign}`"), replace(span, "")));
    }

    pub(super) fn attributes(&mut self, attributes: &[Attribute], owner: Owner) {
        for attribute in attributes {
            self.value(&attribute.value);
            match &attribute.op {
                AttributeOp::Set(_) => {}
                AttributeOp::Append(name) => self.append(name, attribute, owner),
                AttributeOp::Splat => {}
            }
        }
    }

    fn append(&mut self, name: &Ident, attribute: &Attribute, owner: Owner) {
        let place = match owner {
            Owner::Override | Owner::Collector => return,
            Owner::Resource => "a resource",
            Owner::Defaults => "resource defaults",
            Owner::Mapping => "a mapping",
        };
        let message = format!("`{} +>` has no meaning in {place}: there is nothing to add to", name.text);
        let finding = Diagnostic::new(Code::IllegalAttributeAppend, attribute.span, message)
            .hint(format!("write `{} =>`", name.text));
        self.diags.add(match self.sign_between(name.span, attribute.value.span, "+>") {
            Some(arrow) => finding.fix("Write `=>`", replace(arrow, "=>")),
            None => finding,
        });
    }

    pub(super) fn collector(&mut self, collector: &Collector) {
        if !matches!(collector.ty.kind, ExprKind::TypeRef(_) | ExprKind::Error) {
            let message = format!(
                "{} cannot be collected: a collector starts with a type name",
                describe(&collector.ty)
            );
            self.report(Code::IllegalExpression, self.position(&collector.ty), message);
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
                self.report(Code::IllegalQueryExpression, self.position(query), message);
            }
        }
    }

    pub(super) fn mapping(&mut self, mapping: &Mapping, span: Span) {
        self.deprecated(span, "mapping");
        self.mapped_component(&mapping.component);
        let capability = &mapping.capability;
        if !is_type_name(&capability.text) {
            let message =
                format!("`{}` is not the name of a capability: it is written with capitals", capability.text);
            let finding = Diagnostic::new(Code::IllegalClassref, span, message);
            self.diags.add(self.capitalized(finding, capability.span));
        }
        self.attributes(&mapping.attributes, Owner::Mapping);
        for splat in splats(&mapping.attributes) {
            let message = "`* =>` is not supported in a mapping";
            let finding = Diagnostic::new(Code::UnsupportedOperatorInContext, span, message);
            self.diags.add(finding.label(splat.span, "here"));
        }
    }

    /// Offers to write a name with capitals.
    fn capitalized(&self, finding: Diagnostic, name: Span) -> Diagnostic {
        let capitals = capitalize(self.source(name));
        if !is_type_name(&capitals) || capitals == self.source(name) {
            return finding;
        }
        let hint = format!("write `{capitals}`");
        finding.hint(hint).fix(format!("Write `{capitals}`"), replace(name, capitals))
    }

    /// A component is `Shop::Db`, or a reference with one plain title such as `Class['a']`.
    fn mapped_component(&mut self, component: &Expr) {
        match &component.kind {
            ExprKind::TypeRef(name) | ExprKind::Name(name) => {
                if !is_type_name(name) {
                    let message =
                        format!("`{name}` is not the name of a component: it is written with capitals");
                    let finding = Diagnostic::new(Code::IllegalClassref, component.span, message);
                    self.diags.add(self.capitalized(finding, component.span));
                }
            }
            ExprKind::Access { left, keys } if has_plain_title(left, keys) => {}
            ExprKind::Error => {}
            _ => {
                let message = "only a type name or a reference with one plain title can be mapped";
                self.report(Code::IllegalExpression, self.position(component), message);
            }
        }
    }
}

fn splats(attributes: &[Attribute]) -> impl Iterator<Item = &Attribute> {
    attributes.iter().filter(|attribute| attribute.op == AttributeOp::Splat)
}

/// What makes a resource virtual or exported.
fn sign(form: Form) -> Option<&'static str> {
    match form {
        Form::Regular => None,
        Form::Virtual => Some("@"),
        Form::Exported => Some("@@"),
    }
}

/// `shop::db` as `Shop::Db`.
fn capitalize(name: &str) -> String {
    let mut capitals = String::with_capacity(name.len());
    for (index, part) in name.split("::").enumerate() {
        capitals.push_str(if index > 0 { "::" } else { "" });
        let mut letters = part.chars();
        capitals.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        capitals.push_str(letters.as_str());
    }
    capitals
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
