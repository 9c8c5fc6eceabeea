//! Names that have a value in the scope of a mapping, and names that an expression or a body is about.

use indexmap::IndexSet;

use super::{Subject, children_of_body};
use crate::eval;
use crate::program::{Definition, Program, ResourceKind};
use crate::source::Span;
use crate::syntax::ast::{Block, Expr, ExprKind, Lambda, Mapping};
use crate::syntax::walk;

/// Names that have a value on every node, or may have one on some.
pub(super) struct Names<'a> {
    subject: Subject<'a>,
    /// Variables that the top level sets, facts, and what a classifier sets.
    top: IndexSet<String>,
}

/// The variables of the top scope.
pub(super) fn known(subject: Subject<'_>) -> Names<'_> {
    let mut top = IndexSet::new();
    for main in &subject.program.mains {
        for (name, _) in assigned(&main.body) {
            top.insert(name.to_owned());
        }
    }
    for node in &subject.input.nodes {
        let given = node.facts.iter().chain(&node.parameters);
        top.extend(given.filter_map(|(name, _)| name.text()).map(str::to_owned));
    }
    Names { subject, top }
}

impl Names<'_> {
    /// Whether a variable of this name may have a value in a mapping, whatever the component and the capability.
    pub(super) fn may_be_set(&self, name: &str) -> bool {
        const ALWAYS: &[&str] = &["name", "title", "module_name", "environment", "server_facts"];
        name.contains("::")
            || name.starts_with(|first: char| first.is_ascii_digit())
            || name.starts_with("server")
            || ALWAYS.contains(&name)
            || self.top.contains(name)
            || eval::is_fact(name, self.subject.input)
    }
}

/// The define or class that a mapping is for, by its name in [`MappingKey`](crate::program::MappingKey).
pub(super) fn definition_of<'a>(program: &Program<'a>, component: &str) -> Option<Definition<'a>> {
    let class = component.strip_prefix("class[").and_then(|name| name.strip_suffix(']'));
    let wanted = if class.is_some() { ResourceKind::Class } else { ResourceKind::Define };
    let definition = program.definitions.get(class.unwrap_or(component)).copied();
    definition.filter(|definition| definition.kind == wanted)
}

/// Variables that a body sets, and where; not those of definitions within it.
pub(super) fn assigned(body: &Block) -> Vec<(&str, Span)> {
    let mut found = Vec::new();
    body.iter().for_each(|statement| collect_assigned(statement, &mut found));
    found
}

fn collect_assigned<'a>(expr: &'a Expr, found: &mut Vec<(&'a str, Span)>) {
    match &expr.kind {
        ExprKind::Assign { target, value, .. } => {
            collect_read(target, found);
            collect_assigned(value, found);
        }
        _ => children_of_body(expr, &mut |child| collect_assigned(child, found)),
    }
}

/// The names of its parameters.
pub(super) fn parameters_of(definition: Definition<'_>) -> Vec<&str> {
    definition.parameters.iter().map(|parameter| parameter.name.text.as_str()).collect()
}

/// Variables that the lines of a mapping read and do not set themselves.
pub(super) fn read_by(mapping: &Mapping) -> Vec<(&str, Span)> {
    let (mut found, mut own) = (Vec::new(), Vec::new());
    for attribute in &mapping.attributes {
        collect_read(&attribute.value, &mut found);
        collect_own(&attribute.value, &mut own);
    }
    found.retain(|(name, _)| !own.iter().any(|(known, _)| known == name));
    found
}

fn collect_read<'a>(expr: &'a Expr, found: &mut Vec<(&'a str, Span)>) {
    if let ExprKind::Var(name) = &expr.kind {
        found.push((name, expr.span));
    }
    walk::children(expr, &mut |child| collect_read(child, found));
}

/// Parameters of lambdas, and what these set.
fn collect_own<'a>(expr: &'a Expr, found: &mut Vec<(&'a str, Span)>) {
    let lambda = match &expr.kind {
        ExprKind::Call(call) => call.lambda.as_ref(),
        ExprKind::MethodCall(call) => call.lambda.as_ref(),
        _ => None,
    };
    if let Some(Lambda { parameters, body, .. }) = lambda {
        found.extend(parameters.iter().map(|it| (it.name.text.as_str(), it.name.span)));
        body.iter().for_each(|statement| collect_assigned(statement, found));
    }
    walk::children(expr, &mut |child| collect_own(child, found));
}
