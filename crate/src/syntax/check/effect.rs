//! Statements without effect, and what gives no value.

use super::Checker;
use super::describe::describe;
use crate::diag::{Code, Diagnostic};
use crate::syntax::ast::{BinaryOp, Block, Expr, ExprKind, If, Segment};
use crate::syntax::walk;

impl Checker<'_> {
    /// Reports the first statement of a block whose value is forgotten; the last one's value is the block's.
    pub(super) fn effects(&mut self, block: &Block) {
        // Next to something unreadable a stray value is a part of it.
        if self.broken && block.iter().any(is_broken) {
            return;
        }
        let before_last = block.len().saturating_sub(1);
        let Some(idle) = block.iter().take(before_last).position(is_idle) else { return };
        let Some(statement) = block.get(idle) else { return };
        if is_reported(statement) {
            return;
        }
        let message = format!("{} has no effect: its value is forgotten", describe(statement));
        let finding = Diagnostic::new(Code::IdemExpressionNotLast, self.position(statement), message);
        self.diags.add(match &statement.kind {
            ExprKind::Name(name) => finding.hint(format!("to call a function, write `{name}(…)`")),
            _ => finding,
        });
    }

    /// Classes, defined types and nodes have no value, so they must not end with one.
    pub(super) fn ends_with_effect(&mut self, body: &Block, owner: &str) {
        if let Some(last) = body.last()
            && is_idle(last)
            && !is_reported(last)
        {
            let message = format!("{} has no effect at the end of {owner}", describe(last));
            self.report(Code::IdemNotAllowedLast, self.position(last), message);
        }
    }

    /// Reports definitions, mappings and collectors where a value is needed.
    pub(super) fn value(&mut self, expr: &Expr) {
        match &expr.kind {
            ExprKind::Paren(inner) | ExprKind::Unary { operand: inner, .. } => self.value(inner),
            _ if gives_value(expr) => {}
            _ => {
                let message = format!("{} gives no value", describe(expr));
                self.report(Code::NotRvalue, self.position(expr), message);
            }
        }
    }

    pub(super) fn values<'a>(&mut self, exprs: impl IntoIterator<Item = &'a Expr>) {
        for expr in exprs {
            self.value(expr);
        }
    }

    pub(super) fn interpolations(&mut self, segments: &[Segment]) {
        for segment in segments {
            match segment {
                Segment::Text(_) => {}
                Segment::Interpolation(Expr { kind: ExprKind::Bool(value), span }) => {
                    let message = format!("`${{{value}}}` looks for a variable `{value}`, which cannot be");
                    self.report(Code::IllegalVarName, *span, message);
                }
                Segment::Interpolation(inner) => self.value(inner),
            }
        }
    }

    /// The sides of an arrow may be collectors too.
    pub(super) fn edge(&mut self, sides: [&Expr; 2]) {
        for side in sides {
            if !matches!(side.kind, ExprKind::Collector(_)) {
                self.value(side);
            }
        }
    }
}

fn gives_value(expr: &Expr) -> bool {
    !matches!(
        expr.kind,
        ExprKind::Collector(_)
            | ExprKind::Mapping(_)
            | ExprKind::Class(_)
            | ExprKind::Define(_)
            | ExprKind::Application(_)
            | ExprKind::Plan(_)
            | ExprKind::Site(_)
            | ExprKind::Node(_)
            | ExprKind::Function(_)
            | ExprKind::TypeAlias(_)
            | ExprKind::TypeMapping { .. }
            | ExprKind::TypeDefinition(_)
    )
}

/// Whether something in it could not be read.
fn is_broken(expr: &Expr) -> bool {
    let mut broken = matches!(expr.kind, ExprKind::Error);
    walk::children(expr, &mut |child| broken = broken || is_broken(child));
    broken
}

/// Whether it was reported for a reason from which follows that it has no effect.
fn is_reported(statement: &Expr) -> bool {
    matches!(statement.kind, ExprKind::Untitled(_) | ExprKind::Reserved(_))
}

/// Whether evaluating it does nothing but give a value.
fn is_idle(expr: &Expr) -> bool {
    match &expr.kind {
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
        | ExprKind::Var(_)
        | ExprKind::Array(_)
        | ExprKind::Hash { .. }
        | ExprKind::Unary { .. }
        | ExprKind::Access { .. }
        | ExprKind::Selector { .. }
        | ExprKind::Reserved(_)
        | ExprKind::Untitled(_) => true,
        ExprKind::Binary { op, .. } => !matches!(op, BinaryOp::Match | BinaryOp::NotMatch),
        ExprKind::Paren(inner) => is_idle(inner),
        ExprKind::If(condition) | ExprKind::Unless(condition) => is_idle_condition(condition),
        ExprKind::Case(case) => {
            is_idle(&case.test)
                && case.options.iter().all(|option| option.values.iter().chain(&option.body).all(is_idle))
        }
        ExprKind::Assign { .. }
        | ExprKind::Edge { .. }
        | ExprKind::Call(_)
        | ExprKind::MethodCall(_)
        | ExprKind::Resource(_)
        | ExprKind::ResourceDefaults(_)
        | ExprKind::ResourceOverride(_)
        | ExprKind::Collector(_)
        | ExprKind::Class(_)
        | ExprKind::Define(_)
        | ExprKind::Application(_)
        | ExprKind::Plan(_)
        | ExprKind::Site(_)
        | ExprKind::Node(_)
        | ExprKind::Function(_)
        | ExprKind::TypeAlias(_)
        | ExprKind::TypeMapping { .. }
        | ExprKind::TypeDefinition(_)
        | ExprKind::Mapping(_)
        | ExprKind::Apply { .. }
        | ExprKind::Epp { .. }
        | ExprKind::RenderText(_)
        | ExprKind::Render(_)
        | ExprKind::Error => false,
    }
}

fn is_idle_condition(condition: &If) -> bool {
    is_idle(&condition.test) && condition.then.iter().chain(&condition.otherwise).all(is_idle)
}
