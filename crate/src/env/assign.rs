//! Puts components on nodes, as the `nodes` hash of each instance says, and checks that each has exactly one.

use crate::table::Table;

use super::application::nodes_type;
use super::{Component, Environment, Instance, Node, Reference};
use crate::diag::{Code, Diagnostic, Severity};
use crate::eval::operator::splat;
use crate::eval::resource::reference_of;
use crate::eval::types::Type;
use crate::eval::{Evaluation, Value};
use crate::sort;
use crate::source::Span;
use crate::suggest;
use crate::syntax::ast::ExprKind;
use crate::word::Word;

/// Where each component of the environment is found, by its reference: references are unique in it.
type Owners = Table<Reference, Owner>;

/// The instance that a component belongs to, and its place among that instance's components.
struct Owner {
    instance: Reference,
    position: usize,
}

/// What all assignments are checked against.
struct Known {
    owners: Owners,
    /// Places of the errors that were reported before, in order.
    errors: Vec<Span>,
}

/// Sets the node of each component, and the nodes of the environment.
pub(super) fn assign(environment: &mut Environment, evaluation: &mut Evaluation<'_>) {
    let mut nodes: Table<String, Span> = Table::new();
    let errors = evaluation.diags.iter().filter(|it| it.severity == Severity::Error).map(|it| it.span);
    let mut errors: Vec<Span> = errors.collect();
    sort::ascending(&mut errors);
    let known = Known { owners: environment.instances.iter().flat_map(owned).collect(), errors };
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
        let certain = evaluation.program.complete && !instance.broken && !value.is_uncertain();
        for (node, components) in mapping.iter() {
            let Some((node, node_span)) = node_name(node, span) else { continue };
            nodes.add(node.clone(), node_span);
            for component in splat(components) {
                let assignment = Assignment { node: &node, component: &component, fallback: span, certain };
                assign_one(instance, assignment, &known, evaluation);
            }
        }
        if certain {
            report_unassigned(instance, evaluation);
        }
    }
    add_node_definitions(&mut nodes, evaluation);
    environment.nodes = nodes.into_iter().map(|(name, span)| Node { name, span }).collect();
}

fn owned(instance: &Instance) -> impl Iterator<Item = (Reference, Owner)> {
    instance.components.iter().enumerate().map(|(position, component)| {
        (component.reference.clone(), Owner { instance: instance.reference.clone(), position })
    })
}

/// The name and place of a `Node['…']`; a bare `Node` means a node without a name.
fn node_name(value: &Value, fallback: Span) -> Option<(String, Span)> {
    match value {
        Value::Type(ty) => match &**ty {
            Type::Resource { title, place, .. } => {
                Some((title.as_ref().map_or_else(String::new, Word::to_string), place.0.unwrap_or(fallback)))
            }
            _ => None,
        },
        _ => None,
    }
}

/// One node with one value that stands for a component.
#[derive(Clone, Copy)]
struct Assignment<'a> {
    node: &'a str,
    component: &'a Value,
    /// Where it was written, if the value does not know better.
    fallback: Span,
    /// Whether what is missing is really missing.
    certain: bool,
}

fn assign_one(
    instance: &mut Instance,
    assignment: Assignment<'_>,
    known: &Known,
    evaluation: &mut Evaluation<'_>,
) {
    let Value::Type(ty) = assignment.component else { return };
    let span = match &**ty {
        Type::Resource { place, .. } | Type::Class(_, place) => place.0.unwrap_or(assignment.fallback),
        _ => assignment.fallback,
    };
    let owner = reference_of(ty).and_then(|reference| known.owners.get(&reference));
    let own = owner.filter(|owner| owner.instance == instance.reference);
    match own.and_then(|owner| instance.components.get_mut(owner.position)) {
        Some(component) => match component.assignment {
            None => {
                component.node = Some(assignment.node.to_owned());
                component.assignment = Some(span);
            }
            Some(first) => {
                evaluation.diags.add(assigned_twice(&instance.reference, component, span, first));
            }
        },
        None if assignment.certain && !is_refused(ty, known, evaluation) => {
            let errors = evaluation.diags.count_errors();
            evaluation.diags.add(non_existent(instance, ty, span, &known.owners, errors));
        }
        None => {}
    }
}

/// Whether it is declared, and an error at its declaration already says why it is no component.
fn is_refused(ty: &Type, known: &Known, evaluation: &Evaluation<'_>) -> bool {
    let declared = reference_of(ty).and_then(|reference| evaluation.catalog.resources.get(&reference));
    declared.is_some_and(|resource| known.errors.binary_search(&resource.span).is_ok())
}

fn assigned_twice(instance: &Reference, component: &Component, span: Span, first: Span) -> Diagnostic {
    let message =
        format!("`{instance}` assigns more than one node to the component `{}`", component.reference);
    Diagnostic::new(Code::ComponentAssignedTwice, span, message)
        .label(first, "assigned here first")
        .hint("a component runs on one node; declare one component for each node, with titles of their own")
}

fn non_existent(instance: &Instance, ty: &Type, span: Span, owners: &Owners, errors: usize) -> Diagnostic {
    let written = reference_of(ty).map_or_else(|| ty.to_string(), |reference| reference.to_string());
    let message = format!("`{}` has no component `{written}` to assign a node to", instance.reference);
    let diagnostic = Diagnostic::new(Code::NonExistentComponent, span, message)
        .label(instance.span, "the instance is declared here");
    let Some(reference) = reference_of(ty) else {
        return diagnostic.hint("name one component with its title: `Shop::Db['db']`");
    };
    if let Some(owner) = owners.get(&reference) {
        return diagnostic.hint(format!("it belongs to `{}`", owner.instance));
    }
    let same_type = || instance.components.iter().filter(|component| component.reference.ty == reference.ty);
    let titles = same_type().map(|component| component.reference.title.as_str());
    let near = suggest::nearest_unless_many(errors, &reference.title, titles).or_else(|| {
        let mut all = same_type();
        let only = all.next().filter(|_| all.next().is_none());
        only.map(|only| only.reference.title.as_str())
    });
    match near {
        Some(near) => diagnostic.meant(&reference.title, near, &format!("{}['{near}']", reference.ty)),
        None if instance.components.is_empty() => diagnostic.hint("it has no components at all"),
        None => diagnostic.hint(format!("its components are {}", list(&instance.components))),
    }
}

/// At most five components, and how many more there are.
fn list(components: &[Component]) -> String {
    let shown: Vec<String> = components.iter().take(5).map(|it| format!("`{}`", it.reference)).collect();
    let shown = shown.join(", ");
    if components.len() > 5 { format!("{shown} and {} more", components.len() - 5) } else { shown }
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
fn add_node_definitions(nodes: &mut Table<String, Span>, evaluation: &Evaluation<'_>) {
    for matched in evaluation.program.nodes.iter().flat_map(|node| &node.matches) {
        match &matched.kind {
            ExprKind::Str(name) | ExprKind::Name(name) => {
                nodes.add(name.clone(), matched.span);
            }
            _ => {}
        }
    }
}
