//! What the grammar lets pass and Puppet's validation refuses.
//!
//! Goes in: a tree. Comes out: findings, at the lines and columns of Puppet 6 (`Puppet::Pops::Validation::Checker4_0`):
//! operators are reported where they stand, everything else where it starts. The tree is not changed.

mod definition;
mod effect;
mod resource;
mod value;

use super::ast::{Ast, Block, Expr, ExprKind, Lambda};
use super::walk;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::source::Span;

/// Adds everything Puppet's validation says about the tree.
pub(super) fn check(ast: &Ast, text: &str, diags: &mut Diagnostics) {
    let mut checker = Checker { text, diags };
    for statement in &ast.body {
        checker.expr(statement, Place::Top);
    }
    checker.effects(&ast.body);
}

/// Where a statement stands, as far as definitions care.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Directly in a file.
    Top,
    /// Directly in the body of a class.
    Class,
    /// Anywhere else.
    Elsewhere,
}

struct Checker<'a> {
    text: &'a str,
    diags: &'a mut Diagnostics,
}

impl Checker<'_> {
    fn report(&mut self, code: Code, span: Span, message: impl Into<String>) {
        self.diags.add(Diagnostic::new(code, span, message));
    }

    fn report_with_hint(
        &mut self,
        code: Code,
        span: Span,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) {
        self.diags.add(Diagnostic::new(code, span, message).hint(hint));
    }

    fn source(&self, span: Span) -> &str {
        self.text.get(span.start as usize..span.end as usize).unwrap_or("")
    }

    /// Checks an expression and everything inside it.
    fn expr(&mut self, expr: &Expr, place: Place) {
        self.own_rules(expr, place);
        let inner = match expr.kind {
            ExprKind::Class(_) => Place::Class,
            _ => Place::Elsewhere,
        };
        walk::children(expr, &mut |child| self.expr(child, inner));
        for block in blocks(&expr.kind) {
            self.effects(block);
        }
    }

    /// The rules for this kind of expression.
    fn own_rules(&mut self, expr: &Expr, place: Place) {
        let span = expr.span;
        match &expr.kind {
            ExprKind::Var(name) => self.variable(name, span),
            ExprKind::Reserved(word) => self.reserved(word, span),
            ExprKind::Hash { entries, .. } => self.hash(entries),
            ExprKind::Array(items) => self.values(items),
            ExprKind::Binary { left, right, .. } => self.values([&**left, &**right]),
            ExprKind::Unary { operand, .. } => self.value(operand),
            ExprKind::Assign { op, op_span, target, value } => self.assignment(*op, *op_span, target, value),
            ExprKind::Edge { left, right, .. } => self.edge([&**left, &**right]),
            ExprKind::Access { left, keys } => {
                self.value(left);
                self.values(keys);
            }
            ExprKind::Selector { left, entries } => self.selector(left, entries),
            ExprKind::Call(call) => {
                self.callee(&call.function);
                self.values(&call.args);
                self.lambda(call.lambda.as_ref());
            }
            ExprKind::MethodCall(call) => {
                self.value(&call.receiver);
                self.values(&call.args);
                self.lambda(call.lambda.as_ref());
            }
            ExprKind::If(condition) | ExprKind::Unless(condition) => self.value(&condition.test),
            ExprKind::Case(case) => self.case(case),
            ExprKind::Resource(resource) => self.resource(resource, span),
            ExprKind::Untitled(untitled) => self.untitled(&untitled.name, span),
            ExprKind::ResourceDefaults(defaults) => {
                self.plain_form(defaults.form, span, "resource defaults");
                self.attributes(&defaults.attributes, resource::Owner::Defaults);
            }
            ExprKind::ResourceOverride(overriding) => {
                self.plain_form(overriding.form, span, "a resource override");
                self.attributes(&overriding.attributes, resource::Owner::Override);
            }
            ExprKind::Collector(collector) => self.collector(collector),
            ExprKind::Mapping(mapping) => self.mapping(mapping, span),
            ExprKind::Class(class) => self.class(class, span, place),
            ExprKind::Define(definition) => self.define(definition, span, place),
            ExprKind::Application(definition) => self.application(definition, span, place),
            ExprKind::Plan(definition) => self.plan(definition, span),
            ExprKind::Site(site) => self.deprecated(site.keyword, "site"),
            ExprKind::Node(node) => self.node(node, span, place),
            ExprKind::Function(function) => self.function(function, span, place),
            ExprKind::TypeAlias(_) => self.top_only(span, place, "a type alias"),
            ExprKind::Undef
            | ExprKind::Default
            | ExprKind::Bool(_)
            | ExprKind::Integer { .. }
            | ExprKind::Float(_)
            | ExprKind::Str(_)
            | ExprKind::Regex(_)
            | ExprKind::Concat(_)
            | ExprKind::Heredoc { .. }
            | ExprKind::Name(_)
            | ExprKind::TypeRef(_)
            | ExprKind::Paren(_)
            | ExprKind::TypeMapping { .. }
            | ExprKind::Apply { .. }
            | ExprKind::Epp { .. }
            | ExprKind::RenderText(_)
            | ExprKind::Render(_)
            | ExprKind::Error => {}
        }
    }

    fn lambda(&mut self, lambda: Option<&Lambda>) {
        if let Some(lambda) = lambda {
            self.parameters(&lambda.parameters);
            self.rest_is_last(&lambda.parameters);
        }
    }
}

/// Where Puppet reports an expression: at its operator, if it has one.
fn position(expr: &Expr) -> Span {
    match &expr.kind {
        ExprKind::Binary { op_span, .. }
        | ExprKind::Assign { op_span, .. }
        | ExprKind::Edge { op_span, .. } => *op_span,
        ExprKind::MethodCall(call) => call.dot_span,
        _ => expr.span,
    }
}

/// The statement lists directly inside an expression.
fn blocks(kind: &ExprKind) -> Vec<&Block> {
    match kind {
        ExprKind::Call(call) => call.lambda.iter().map(|lambda| &lambda.body).collect(),
        ExprKind::MethodCall(call) => call.lambda.iter().map(|lambda| &lambda.body).collect(),
        ExprKind::If(condition) | ExprKind::Unless(condition) => vec![&condition.then, &condition.otherwise],
        ExprKind::Case(case) => case.options.iter().map(|option| &option.body).collect(),
        ExprKind::Class(class) => vec![&class.body],
        ExprKind::Define(definition) | ExprKind::Application(definition) | ExprKind::Plan(definition) => {
            vec![&definition.body]
        }
        ExprKind::Site(site) => vec![&site.body],
        ExprKind::Node(node) => vec![&node.body],
        ExprKind::Function(function) => vec![&function.body],
        _ => Vec::new(),
    }
}
