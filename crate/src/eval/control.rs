//! Conditionals, selectors and lambdas.

use super::value::Value;
use super::{Eval, Evaluation, ScopeId, Stop, operator};
use crate::diag::{Code, Diagnostic};
use crate::source::Span;
use crate::syntax::ast::{Case, Entry, Expr, ExprKind, If, Lambda, Parameter, UnaryOp};

impl<'a> Evaluation<'a> {
    /// `if` when `wanted`, `unless` when not. Captures of the test are seen inside only.
    pub(crate) fn conditional(&mut self, branches: &'a If, wanted: bool, scope: ScopeId) -> Eval<Value> {
        let captures = self.scopes.own_captures(scope);
        let result = self.expression(&branches.test, scope).and_then(|test| match test {
            Value::Unknown => Ok(Value::Unknown),
            test => {
                self.note_guess(&test, branches.test.span);
                let branch = if test.truthy() == wanted { &branches.then } else { &branches.otherwise };
                self.block(branch, scope)
            }
        });
        self.scopes.capture(scope, captures);
        result
    }

    pub(crate) fn case(&mut self, case: &'a Case, scope: ScopeId) -> Eval<Value> {
        let captures = self.scopes.own_captures(scope);
        let result = self.case_body(case, scope);
        self.scopes.capture(scope, captures);
        result
    }

    fn case_body(&mut self, case: &'a Case, scope: ScopeId) -> Eval<Value> {
        let value = self.expression(&case.test, scope)?;
        if value.is_unknown() {
            return Ok(Value::Unknown);
        }
        self.note_guess(&value, case.test.span);
        let mut fallback = None;
        for option in &case.options {
            for expected in &option.values {
                if matches!(expected.kind, ExprKind::Default) {
                    fallback = Some(&option.body);
                } else if self.option(&value, expected, scope)? {
                    return self.block(&option.body, scope);
                }
            }
        }
        fallback.map_or(Ok(Value::Undef), |body| self.block(body, scope))
    }

    pub(crate) fn selector(
        &mut self,
        left: &'a Expr,
        entries: &'a [Entry],
        span: Span,
        scope: ScopeId,
    ) -> Eval<Value> {
        let captures = self.scopes.own_captures(scope);
        let result = self.selected(left, entries, span, scope);
        self.scopes.capture(scope, captures);
        result
    }

    fn selected(&mut self, left: &'a Expr, entries: &'a [Entry], span: Span, scope: ScopeId) -> Eval<Value> {
        let value = self.expression(left, scope)?;
        if value.is_unknown() {
            return Ok(Value::Unknown);
        }
        self.note_guess(&value, left.span);
        let mut fallback = None;
        for entry in entries {
            if matches!(entry.key.kind, ExprKind::Default) {
                fallback = Some(&entry.value);
            } else if self.option(&value, &entry.key, scope)? {
                return self.expression(&entry.value, scope);
            }
        }
        match fallback {
            Some(fallback) => self.expression(fallback, scope),
            None => {
                let message = format!("no entry of the selector matches {}", operator::describe(&value));
                self.fail_with(
                    Diagnostic::new(Code::EvaluationError, span, message).hint("add a `default =>` entry"),
                )
            }
        }
    }

    fn option(&mut self, value: &Value, expected: &'a Expr, scope: ScopeId) -> Eval<bool> {
        let span = expected.span;
        match &expected.kind {
            ExprKind::Unary { op: UnaryOp::Splat, operand } => {
                let options = self.expression(operand, scope)?;
                for option in operator::splat(&options) {
                    self.spend(value.weight().min(option.weight()), span)?;
                    if self.option_matches(value, &option, span, scope)? {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
            _ => {
                let option = self.expression(expected, scope)?;
                self.spend(value.weight().min(option.weight()), span)?;
                self.option_matches(value, &option, span, scope)
            }
        }
    }

    /// Calls a lambda that was written in `scope`; `next` ends it with a value.
    pub(crate) fn call_lambda(
        &mut self,
        lambda: &'a Lambda,
        args: Vec<Value>,
        scope: ScopeId,
    ) -> Eval<Value> {
        let inner = self.scopes.open_inner(scope);
        let result = self
            .bind(&lambda.parameters, args, "the lambda", lambda.span, inner)
            .and_then(|()| self.block(&lambda.body, inner));
        self.scopes.close(inner);
        match result {
            Err(Stop::Next) => Ok(self.landed()),
            other => other,
        }
    }

    /// Sets parameters from arguments by position, then from their defaults.
    pub(crate) fn bind(
        &mut self,
        parameters: &'a [Parameter],
        args: Vec<Value>,
        what: &str,
        span: Span,
        scope: ScopeId,
    ) -> Eval<()> {
        let given = args.len();
        let mut args = args.into_iter();
        for parameter in parameters {
            let value = if parameter.splat {
                Value::from(args.by_ref().collect::<Vec<_>>())
            } else if let Some(value) = args.next() {
                value
            } else if let Some(default) = &parameter.default {
                self.expression(default, scope)?
            } else {
                let needed = parameters
                    .iter()
                    .filter(|parameter| parameter.default.is_none() && !parameter.splat)
                    .count();
                let message = format!("{what} expects {} but got {given}", arguments(needed));
                return self.fail_with(Diagnostic::new(Code::FunctionCallError, span, message));
            };
            self.check_parameter(parameter, &value, what, span, scope)?;
            self.assign_parameter(parameter, value, scope);
        }
        if args.next().is_some() {
            let message = format!("{what} expects at most {} but got {given}", arguments(parameters.len()));
            return self.fail_with(Diagnostic::new(Code::FunctionCallError, span, message));
        }
        Ok(())
    }

    fn assign_parameter(&mut self, parameter: &Parameter, value: Value, scope: ScopeId) {
        // A second parameter of the same name was reported by the validation of the tree.
        let _ = self.scopes.assign(scope, &parameter.name.text, value);
    }

    pub(crate) fn check_parameter(
        &mut self,
        parameter: &'a Parameter,
        value: &Value,
        what: &str,
        span: Span,
        scope: ScopeId,
    ) -> Eval<()> {
        let Some(ty) = &parameter.ty else { return Ok(()) };
        let ty = self.type_of(ty, scope)?;
        self.spend(ty.cost(value), span)?;
        let wrong = match value {
            // Its type is that of each value it takes.
            Value::Array(rest) if parameter.splat => rest.iter().find(|value| !ty.admits(value)),
            value => Some(value).filter(|value| !ty.admits(value)),
        };
        self.settle_patterns(span)?;
        let Some(value) = wrong else { return Ok(()) };
        let mismatch = super::types::mismatch::describe(&ty, value);
        let message = format!("{what}: parameter `{}` {mismatch}", parameter.name.text);
        self.fail_with(
            Diagnostic::new(Code::TypeMismatch, span, message).label(parameter.span, "declared here"),
        )
    }
}

/// So many arguments, in words.
pub(crate) fn arguments(count: usize) -> String {
    if count == 1 { "1 argument".to_owned() } else { format!("{count} arguments") }
}
