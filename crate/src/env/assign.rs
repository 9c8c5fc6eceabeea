//! Puts components on nodes, as the `nodes` hash of each instance says, and checks that each has exactly one.

use std::collections::BTreeMap;

use indexmap::IndexMap;

use super::application::nodes_type;
use super::{Component, Environment, Instance, Node, Reference};
use crate::diag::{Code, Diagnostic, Severity};
use crate::eval::operator::splat;
use crate::eval::resource::reference_of;
use crate::eval::types::Type;
use crate::eval::{Evaluation, Value};
use crate::source::Span;
use crate::suggest;
use crate::syntax::ast::ExprKind;

/// Sets the node of each component, and the nodes of the environment.
pub(super) fn assign(environment: &mut Environment, evaluation: &mut Evaluation<'_>) {
    let mut nodes: IndexMap<String, Span> = IndexMap::new();
    let owners: BTreeMap<Reference, Reference> = environment.instances.iter().flat_map(owned).collect();
    for instance in &mut environment.instances {
        let Some(setting) = evaluation
            .catalog
            .resources
            .get(&instance.reference)
            .and_then(|found| found.settings.get("nodes"))
        else {
            continue;
        };
        let (value, span) = (setting.value.clone(), setting.span);
        let (Value::Hash(mapping), true) = (&value, nodes_type().admits(&value)) else {
            instance.broken = true;
            continue;
        };
        // After another error about the instance, what is missing may follow from it.
        let certain = evaluation.program.complete && !instance.broken && !value.is_unknown();
        for (node, components) in mapping.iter() {
            let Some((node, node_span)) = node_name(node, span) else { continue };
            nodes.entry(node.clone()).or_insert(node_span);
            for component in splat(components) {
                assign_one(instance, &node, &component, span, certain, &owners, evaluation);
            }
        }
        if certain {
            report_unassigned(instance, evaluation);
        }
    }
    add_node_definitions(&mut nodes, evaluation);
    environment.nodes = nodes.into_iter().map(|(name, span)| Node { name, span }).collect();
}

fn owned(instance: &Instance) -> impl Iterator<Item = (Reference, Reference)> {
    instance.components.iter().map(|component| (component.reference.clone(), instance.reference.clone()))
}

/// The name and place of a `Node['…']`; a bare `Node` means a node without a name.
fn node_name(value: &Value, fallback: Span) -> Option<(String, Span)> {
    match value {
        Value::Type(ty) => match &**ty {
            Type::Resource { title, place, .. } => {
                Some((title.clone().unwrap_or_default(), place.0.unwrap_or(fallback)))
            }
            _ => None,
        },
        _ => None,
    }
}

fn assign_one(
    instance: &mut Instance,
    node: &str,
    component: &Value,
    fallback: Span,
    certain: bool,
    owners: &BTreeMap<Reference, Reference>,
    evaluation: &mut Evaluation<'_>,
) {
    let Value::Type(ty) = component else { return };
    let span = match &**ty {
        Type::Resource { place, .. } | Type::Class(_, place) => place.0.unwrap_or(fallback),
        _ => fallback,
    };
    let found = reference_of(ty).and_then(|reference| {
        instance.components.iter_mut().find(|component| component.reference == reference)
    });
    match found {
        Some(component) => match component.assignment {
            None => {
                component.node = Some(node.to_owned());
                component.assignment = Some(span);
            }
            Some(first) => {
                evaluation.diags.add(assigned_twice(&instance.reference, component, span, first));
            }
        },
        None if certain && !is_refused(ty, evaluation) => {
            evaluation.diags.add(non_existent(instance, ty, span, owners));
        }
        None => {}
    }
}

/// Whether it is declared, and an error at its declaration already says why it is no component.
fn is_refused(ty: &Type, evaluation: &Evaluation<'_>) -> bool {
    let declared = reference_of(ty).and_then(|reference| evaluation.catalog.resources.get(&reference));
    declared.is_some_and(|resource| {
        evaluation.diags.iter().any(|it| it.severity == Severity::Error && it.span == resource.span)
    })
}

fn assigned_twice(instance: &Reference, component: &Component, span: Span, first: Span) -> Diagnostic {
    let message =
        format!("`{instance}` assigns more than one node to the component `{}`", component.reference);
    Diagnostic::new(Code::ComponentAssignedTwice, span, message)
        .label(first, "assigned here first")
        .hint("a component runs on one node; declare one component for each node, with titles of their own")
}

fn non_existent(
    instance: &Instance,
    ty: &Type,
    span: Span,
    owners: &BTreeMap<Reference, Reference>,
) -> Diagnostic {
    let written = reference_of(ty).map_or_else(|| ty.to_string(), |reference| reference.to_string());
    let message = format!("`{}` has no component `{written}` to assign a node to", instance.reference);
    let diagnostic = Diagnostic::new(Code::NonExistentComponent, span, message)
        .label(instance.span, "the instance is declared here");
    let Some(reference) = reference_of(ty) else {
        return diagnostic.hint("name one component with its title: `Shop::Db['db']`");
    };
    if let Some(owner) = owners.get(&reference) {
        return diagnostic.hint(format!("it belongs to `{owner}`"));
    }
    let same_type = || instance.components.iter().filter(|component| component.reference.ty == reference.ty);
    let names: Vec<String> =
        instance.components.iter().map(|component| component.reference.to_string()).collect();
    let near =
        suggest::nearest(&reference.title, same_type().map(|component| component.reference.title.as_str()))
            .map(|title| format!("{}['{title}']", reference.ty));
    let near = near.or_else(|| match same_type().collect::<Vec<_>>().as_slice() {
        [only] => Some(format!("{}['{}']", reference.ty, only.reference.title)),
        _ => None,
    });
    match near {
        Some(near) => diagnostic.hint(format!("did you mean `{near}`?")),
        None if names.is_empty() => diagnostic.hint("it has no components at all"),
        None => diagnostic.hint(format!("its components are {}", list(&names))),
    }
}

/// At most five names, and how many more there are.
fn list(names: &[String]) -> String {
    let shown = names.iter().take(5).map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    if names.len() > 5 { format!("{shown} and {} more", names.len() - 5) } else { shown }
}

fn report_unassigned(instance: &Instance, evaluation: &mut Evaluation<'_>) {
    for component in instance.components.iter().filter(|component| component.assignment.is_none()) {
        let message =
            format!("`{}` assigns no node to its component `{}`", instance.reference, component.reference);
        let reference = &component.reference;
        evaluation.diags.add(
            Diagnostic::new(Code::ComponentNotAssigned, instance.span, message)
                .label(component.span, "the component is declared here")
                .hint(format!("add `Node['…'] => {}['{}']` to `nodes`", reference.ty, reference.title)),
        );
    }
}

/// Nodes that only a node definition names by a plain name.
fn add_node_definitions(nodes: &mut IndexMap<String, Span>, evaluation: &Evaluation<'_>) {
    for matched in evaluation.program.nodes.iter().flat_map(|node| &node.matches) {
        match &matched.kind {
            ExprKind::Str(name) | ExprKind::Name(name) => {
                nodes.entry(name.clone()).or_insert(matched.span);
            }
            _ => {}
        }
    }
}
