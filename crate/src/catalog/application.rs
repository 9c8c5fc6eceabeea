//! The applications that map components to a node: their bodies are evaluated once more, keeping only these components.

use crate::diag::{Code, Diagnostic};
use crate::env::Reference;
use crate::eval::operator::splat;
use crate::eval::resource::reference_of;
use crate::eval::types::Type;
use crate::eval::{Evaluation, TOP, Value};
use crate::program::ResourceKind;
use crate::source::Span;

/// Evaluates every instance that maps something to this node, in the order of declaration.
pub(super) fn evaluate_mapped(evaluation: &mut Evaluation<'_>, name: &str) {
    let mut next = 0;
    while let Some((reference, resource)) = evaluation.catalog.resources.get_index(next) {
        let place = next;
        next += 1;
        if resource.kind != ResourceKind::Application {
            continue;
        }
        let (reference, span) = (reference.clone(), resource.span);
        let nodes = resource.value("nodes").cloned();
        let Some(mapped) = mapped(evaluation, &reference, nodes.as_ref(), span, name) else { continue };
        if mapped.is_empty() {
            continue;
        }
        evaluate(evaluation, place, &reference, mapped);
    }
}

fn evaluate(evaluation: &mut Evaluation<'_>, place: usize, reference: &Reference, mapped: Vec<Reference>) {
    let lower = reference.ty.to_ascii_lowercase();
    let Some(definition) = evaluation.program.definitions.get(&lower).copied() else { return };
    let outer = evaluation.node.as_mut().and_then(|node| node.mapped.replace(mapped));
    let scope = evaluation.scopes.open(TOP);
    evaluation.scopes.keep(scope);
    evaluation.evaluate_body(place, definition, scope);
    if let Some(node) = &mut evaluation.node {
        node.mapped = outer;
    }
}

/// The components of an instance that run on this node; none when the hash is refused, which is reported.
fn mapped(
    evaluation: &mut Evaluation<'_>,
    instance: &Reference,
    nodes: Option<&Value>,
    span: Span,
    name: &str,
) -> Option<Vec<Reference>> {
    let mut here = Vec::new();
    let mut all: Vec<Reference> = Vec::new();
    let hash = match nodes {
        None | Some(Value::Unknown) => return None,
        Some(Value::Hash(hash)) => hash,
        Some(_) => return refuse(evaluation, instance, "its `nodes` is not a hash", span),
    };
    for (key, value) in hash.iter() {
        let Some(node) = node_of(key) else {
            return refuse(evaluation, instance, "a key of its `nodes` is not a `Node['…']`", span);
        };
        for component in splat(value) {
            let reference = match &component {
                Value::Type(ty) => reference_of(ty),
                Value::Unknown => continue,
                _ => None,
            };
            let is_type = matches!(component, Value::Type(_));
            let Some(reference) = reference else {
                if is_type {
                    // A type without a title names no component; the environment graph says so.
                    continue;
                }
                return refuse(evaluation, instance, "a value of its `nodes` is not a component", span);
            };
            if all.contains(&reference) {
                let why = format!("it maps the component `{reference}` to more than one node");
                return refuse(evaluation, instance, &why, span);
            }
            if node == name {
                here.push(reference.clone());
            }
            all.push(reference);
        }
    }
    Some(here)
}

fn refuse(
    evaluation: &mut Evaluation<'_>,
    instance: &Reference,
    why: &str,
    span: Span,
) -> Option<Vec<Reference>> {
    let message = format!("no node compiles, because `{instance}` cannot be mapped: {why}");
    evaluation.diags.add(Diagnostic::new(Code::InvalidNodeMapping, span, message));
    None
}

/// The name in a `Node['…']`; a bare `Node` means the node without a name.
fn node_of(value: &Value) -> Option<String> {
    match value {
        Value::Type(ty) => match &**ty {
            Type::Resource { ty: Some(ty), title, .. } if ty == "node" => {
                Some(title.clone().unwrap_or_default())
            }
            _ => None,
        },
        _ => None,
    }
}
