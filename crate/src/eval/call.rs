//! Calls: built-in functions, functions of the program, constructors of types.

use super::catalog::Container;
use super::function::{self, Invocation};
use super::value::Value;
use super::{Eval, Evaluation, ScopeId, TOP, Unwritten};
use crate::diag::{Code, Diagnostic};
use crate::env::Reference;
use crate::source::{NO_FILE, Span};
use crate::suggest;
use crate::syntax::ast::{Call, ExprKind, Function, MethodCall};

impl<'a> Evaluation<'a> {
    pub(crate) fn call(&mut self, call: &'a Call, span: Span, scope: ScopeId) -> Eval<Value> {
        let args = self.splatted(&call.args, scope)?;
        let span = self.shown(span);
        match &call.function.kind {
            ExprKind::Name(name) => {
                let invocation = Invocation {
                    name,
                    name_span: call.function.span,
                    span,
                    args,
                    lambda: call.lambda.as_ref(),
                    scope,
                };
                self.invoke(invocation)
            }
            _ => match self.expression(&call.function, scope)? {
                Value::Type(ty) => self.construct(&ty, args, span),
                // Refused by the validation of the tree.
                _ => Ok(Value::Unknown),
            },
        }
    }

    pub(crate) fn method_call(&mut self, call: &'a MethodCall, span: Span, scope: ScopeId) -> Eval<Value> {
        let mut args = vec![self.expression(&call.receiver, scope)?];
        args.extend(self.splatted(&call.args, scope)?);
        let dotted_name = matches!(call.receiver.kind, ExprKind::Name(_)) && call.args.is_empty();
        if dotted_name && !self.function_exists(&call.name.text) {
            return self.fail_with(
                Diagnostic::new(
                    Code::UnknownFunction,
                    call.name.span,
                    format!("there is no function `{}`", call.name.text),
                )
                .hint("a name with dots needs quotes: `Node['web1.example.com']`"),
            );
        }
        let lambda = call.lambda.as_ref();
        let span = self.shown(span);
        self.invoke(Invocation {
            name: &call.name.text,
            name_span: call.name.span,
            span,
            args,
            lambda,
            scope,
        })
    }

    fn function_exists(&self, name: &str) -> bool {
        self.program.functions.contains_key(name)
            || function::find(name).is_some()
            || self.program.prelude.has(name)
    }

    fn invoke(&mut self, invocation: Invocation<'a>) -> Eval<Value> {
        let name = invocation.name.trim_start_matches("::");
        if let Some(function) = self.program.functions.get(name).copied() {
            return self.call_user(function, invocation);
        }
        let name = name.strip_prefix("stdlib::").unwrap_or(name);
        if let Some(builtin) = function::find(name) {
            if function::asks_the_node(name) {
                self.depends_on_node();
            }
            if invocation.args.len() > usize::from(builtin.most) {
                let (most, given) = (super::control::arguments(builtin.most.into()), invocation.args.len());
                return self.refuse(&invocation, format!("expects at most {most} but got {given}"));
            }
            let unknown = if builtin.takes_unknown { None } else { unknown_value(&invocation) };
            if let Some(value) = unknown {
                return Ok(value);
            }
            let weight = invocation.args.iter().map(Value::weight).sum();
            self.spend(weight, invocation.span)?;
            return (builtin.call)(self, &invocation);
        }
        match (self.program.prelude.function(name), unknown_value(&invocation)) {
            (Some(_), Some(value)) => Ok(value),
            (Some(function), None) => self.call_prelude(function, invocation),
            (None, _) => self.unknown_function(&invocation),
        }
    }

    /// A function of the prelude is the user's own but for what goes wrong in it, which is wrong with the call.
    pub(crate) fn call_prelude(&mut self, function: &'a Function, invocation: Invocation<'a>) -> Eval<Value> {
        let (first, span) = (self.diags.count(), invocation.span);
        let outer = self.unwritten;
        // A function of the prelude that another one calls has the block of that one.
        let inherited = outer.filter(|_| invocation.name_span.file() == NO_FILE);
        let (name, lambda, scope) = (invocation.name, invocation.lambda, invocation.scope);
        self.unwritten = Some(match inherited {
            Some(outer) if lambda.is_none() => outer,
            Some(outer) => Unwritten { lambda, scope, ..outer },
            None => Unwritten { name, span, lambda, scope },
        });
        let result = self.call_user(function, invocation);
        self.unwritten = outer;
        self.diags.relocate(first, NO_FILE, span);
        result
    }

    pub(crate) fn unknown_function(&mut self, invocation: &Invocation<'a>) -> Eval<Value> {
        let name = invocation.name;
        let bare = name.trim_start_matches("::");
        if self.program.ruby_functions.contains(bare) || self.stubs.iter().any(|(stub, _)| stub == bare) {
            return function::foreign::stand_in(self, invocation);
        }
        let own = self.program.functions.keys().copied();
        let built_in = function::names().chain(self.program.prelude.names());
        let near = suggest::nearest(name, own.chain(built_in.map(|name| -> &'a str { name })));
        let diagnostic = Diagnostic::new(
            Code::UnknownFunction,
            invocation.name_span,
            format!("there is no function `{name}`"),
        );
        self.fail_with(match near {
            Some(near) => diagnostic.meant(name, near, near),
            None => diagnostic.hint("functions written in Ruby cannot run here; one written in Puppet can"),
        })
    }

    /// A function of the program sees its parameters and the top scope only.
    fn call_user(&mut self, function: &'a Function, invocation: Invocation<'a>) -> Eval<Value> {
        let scope = self.scopes.open_inner(TOP);
        let outer = self.enter_function(function);
        let what = format!("`{}`", invocation.name);
        let span = invocation.span;
        let result = self.nested(span, |evaluation| {
            evaluation.bind(&function.parameters, invocation.args, &what, span, scope)?;
            let result = evaluation.block(&function.body, scope);
            evaluation.returned(result)
        });
        self.scopes.close(scope);
        self.container = outer;
        let value = result?;
        if let Some(returns) = &function.returns {
            let ty = self.type_of(returns, TOP)?;
            if !self.admits(&ty, &value, span)? {
                let mismatch = super::types::mismatch::describe(&ty, &value);
                let message = format!("the value returned from {what} has the wrong type, {mismatch}");
                return self.fail_with(
                    Diagnostic::new(Code::TypeMismatch, span, message).label(returns.span, "declared here"),
                );
            }
        }
        Ok(value)
    }

    /// What a function of the program declares belongs to the main class of a node; gives back what is around the call.
    fn enter_function(&mut self, function: &Function) -> Container {
        let outer = self.container.clone();
        let main = Reference::new("Class", "main");
        let place = self.catalog.resources.get_index_of(&main);
        let is_written = self.node.is_some() && function.name.span.file() != NO_FILE;
        if let Some(place) = place.filter(|_| is_written) {
            self.container = Container::Resource(place);
        }
        outer
    }
}

/// What most functions give for an argument that is not known: nothing that is, either.
fn unknown_value(call: &Invocation<'_>) -> Option<Value> {
    call.args.iter().find_map(|arg| match arg {
        Value::Unknown => Some(Value::Unknown),
        Value::Placeholder(_) => Some(function::placeholder(call)),
        _ => None,
    })
}
