//! What the grammar lets pass and Puppet's validation refuses.
//!
//! Goes in: a tree. Comes out: findings, at the lines and columns of Puppet 6 (`Puppet::Pops::Validation::Checker4_0`):
//! operators are reported where they stand, everything else where it starts. The tree is not changed.
//!
//! Two rules are ours. What follows from a finding at the same place is not reported: a resource without a title has
//! no effect either. And a trap that Puppet keeps silent about is a warning.

mod definition;
mod describe;
mod effect;
mod heredoc;
mod json;
pub(super) mod location;
mod resource;
mod tasks;
mod value;

use super::ast::{Ast, Block, Expr, ExprKind, Lambda};
use super::walk::{self, Part};
use super::{Dialect, Strict};
use crate::diag::{Code, Diagnostic, Diagnostics, Edit, Severity};
use crate::source::Span;

/// Adds everything Puppet's validation says about the tree.
pub(super) fn check(ast: &Ast, text: &str, dialect: Dialect, diags: &mut Diagnostics) {
    let mut checker = Checker { text, broken: !ast.complete, dialect, applies: false, diags };
    checker.block(&ast.body, Place::Top);
}

/// Where a statement stands, as far as definitions care.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Directly in a file.
    Top,
    /// Directly in the body of a class.
    Class,
    /// In the body of something else.
    Block,
    /// Where a value stands, or as the only statement of an `if`.
    Value,
}

struct Checker<'a> {
    text: &'a str,
    /// Whether something in the text could not be read.
    broken: bool,
    dialect: Dialect,
    /// Whether this stands within `apply`.
    applies: bool,
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

    /// Reports as a warning what elsewhere is an error.
    fn warn(&mut self, code: Code, span: Span, message: impl Into<String>) {
        let mut finding = Diagnostic::new(code, span, message);
        finding.severity = Severity::Warning;
        self.diags.add(finding);
    }

    /// Reports something questionable: the setting `strict` says how bad it is.
    fn question(&mut self, mut finding: Diagnostic) {
        finding.severity = match self.dialect.strict {
            Strict::Off => return,
            Strict::Warning => Severity::Warning,
            Strict::Error => Severity::Error,
        };
        self.diags.add(finding);
    }

    fn source(&self, span: Span) -> &str {
        self.text.get(span.start() as usize..span.end() as usize).unwrap_or("")
    }

    /// The first occurrence of a sign between two places.
    fn sign_between(&self, left: Span, right: Span, sign: &str) -> Option<Span> {
        let between = self.text.get(left.end() as usize..right.start() as usize)?;
        let start = left.end() as usize + between.find(sign)?;
        Some(Span::new(left.file(), start, start + sign.len()))
    }

    fn block(&mut self, block: &Block, place: Place) {
        for statement in block {
            self.expr(statement, place);
        }
        self.effects(block);
    }

    /// Checks an expression and everything inside it.
    fn expr(&mut self, expr: &Expr, place: Place) {
        if !self.out_of_place(expr) {
            self.own_rules(expr, place);
        }
        let around = self.applies;
        self.applies |= matches!(expr.kind, ExprKind::Apply { .. });
        walk::parts(expr, &mut |part| match part {
            Part::Value(value) => self.expr(value, Place::Value),
            Part::Body(body) => self.block(body, place_in(&expr.kind, body)),
        });
        self.applies = around;
    }

    /// The rules for this kind of expression.
    fn own_rules(&mut self, expr: &Expr, place: Place) {
        let span = expr.span;
        match &expr.kind {
            ExprKind::Var(name) => self.variable(name, span),
            ExprKind::Reserved(word) => self.reserved(word, span),
            ExprKind::Concat(segments) => self.interpolations(segments),
            ExprKind::Hash { entries, .. } => self.hash(entries),
            ExprKind::Array(items) => self.values(items),
            ExprKind::Binary { left, right, .. } => self.values([&**left, &**right]),
            ExprKind::Paren(inner) => self.value(inner),
            ExprKind::Render(body) => self.rendered(body),
            ExprKind::Unary { operand, .. } => self.value(operand),
            ExprKind::Assign { op, op_span, target, value } => self.assignment(*op, *op_span, target, value),
            ExprKind::Edge { left, right, .. } => self.edge([&**left, &**right]),
            ExprKind::Selector { left, entries } => self.selector(left, entries),
            ExprKind::Call(call) => {
                self.callee(&call.function);
                self.lambda(call.lambda.as_ref());
            }
            ExprKind::MethodCall(call) => self.lambda(call.lambda.as_ref()),
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
            ExprKind::Heredoc { syntax, text } => self.heredoc(syntax, text),
            ExprKind::Collector(collector) => self.collector(collector),
            ExprKind::Mapping(mapping) => self.mapping(mapping, span),
            ExprKind::Class(class) => self.class(class, span, place),
            ExprKind::Define(definition) => self.define(definition, span, place),
            ExprKind::Application(definition) => self.application(definition, span, place),
            ExprKind::Plan(definition) => self.plan(definition, span, place),
            ExprKind::Site(site) => self.deprecated(site.keyword, "site"),
            ExprKind::Node(node) => self.node(node, span, place),
            ExprKind::Function(function) => self.function(function, span, place),
            ExprKind::TypeAlias(alias) => self.type_alias(alias, place),
            ExprKind::TypeDefinition(definition) => self.type_definition(definition, span),
            ExprKind::TypeMapping { left, right } => self.type_mapping(left, right, place),
            ExprKind::Epp { parameters, .. } => self.template(parameters.as_deref().unwrap_or_default()),
            ExprKind::Undef
            | ExprKind::Default
            | ExprKind::Bool(_)
            | ExprKind::Integer { .. }
            | ExprKind::Float(_)
            | ExprKind::Str(_)
            | ExprKind::Regex(_)
            | ExprKind::Name(_)
            | ExprKind::TypeRef(_)
            | ExprKind::Access { .. }
            | ExprKind::Apply { .. }
            | ExprKind::RenderText(_)
            | ExprKind::Error => {}
        }
    }

    /// `<%= … %>` needs a value; of statements the last has to give it.
    fn rendered(&mut self, body: &Block) {
        if let [only] = body.as_slice() {
            self.value(only);
        }
    }

    fn lambda(&mut self, lambda: Option<&Lambda>) {
        if let Some(lambda) = lambda {
            self.parameters(&lambda.parameters);
            self.twice_silently(&lambda.parameters);
            self.rest_is_last(&lambda.parameters);
        }
    }

    /// Where Puppet reports an expression: at its operator, if it has one, or else where it starts.
    fn position(&self, expr: &Expr) -> Span {
        match &expr.kind {
            ExprKind::Binary { op_span, .. }
            | ExprKind::Assign { op_span, .. }
            | ExprKind::Edge { op_span, .. } => *op_span,
            ExprKind::MethodCall(call) => {
                let (end, rest) = (call.name.span.end(), expr.span.from(call.name.span.end()));
                let gap = self.source(rest).find(|c: char| !matches!(c, ' ' | '\t')).unwrap_or(0);
                let after = Span::at(expr.span.file(), end + gap as u32, end + gap as u32 + 1);
                if self.source(after) == "(" { after } else { call.dot_span }
            }
            ExprKind::TypeAlias(alias) => alias.name.span,
            ExprKind::TypeMapping { left, .. } => left.span,
            _ => expr.span,
        }
    }
}

/// Where the statements of a body stand.
fn place_in(owner: &ExprKind, body: &Block) -> Place {
    match owner {
        ExprKind::Class(_) | ExprKind::Apply { .. } => Place::Class,
        ExprKind::If(_) | ExprKind::Unless(_) if body.len() == 1 => Place::Value,
        _ => Place::Block,
    }
}

/// Puts a text where another was.
fn replace(span: Span, text: impl Into<String>) -> Vec<Edit> {
    vec![Edit { span, text: text.into() }]
}
