//! Puts components on nodes, as the `nodes` hash of each instance says, and checks that each has exactly one.

use std::rc::Rc;

use crate::numbers::Numbers;
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
        let mut missing = Vec::new();
        for (node, components) in mapping.iter() {
            let Some((node, node_span)) = node_name(node, span) else { continue };
            nodes.add(node.clone(), node_span);
            for component in splat(components) {
                let assignment = Assignment { node: &node, component: &component, fallback: span };
                missing.extend(assign_one(instance, assignment, &known, evaluation));
            }
        }
        if certain {
            let meant = report_missing(instance, &missing, &known, evaluation);
            report_unassigned(instance, &meant, evaluation);
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
}

/// What a node is assigned to and the instance does not have, and where it is named.
type Missing = (Rc<Type>, Span);

/// Puts a component on a node; gives back what is no component of the instance.
fn assign_one(
    instance: &mut Instance,
    assignment: Assignment<'_>,
    known: &Known,
    evaluation: &mut Evaluation<'_>,
) -> Option<Missing> {
    let Value::Type(ty) = assignment.component else { return None };
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
        None => return Some((ty.clone(), span)),
    }
    None
}

/// Reports what the instance does not have. Gives the numbers of the components that were most likely meant: that they
/// have no node follows from this.
fn report_missing(
    instance: &Instance,
    missing: &[Missing],
    known: &Known,
    evaluation: &mut Evaluation<'_>,
) -> Numbers {
    let mut meant = Numbers::default();
    for (ty, span) in missing {
        if is_refused(ty, known, evaluation) {
            continue;
        }
        let errors = evaluation.diags.count_errors();
        let reference = reference_of(ty);
        // A component of another instance is not misspelt.
        let misspelt = reference.as_ref().filter(|it| !known.owners.contains_key(*it));
        let near = misspelt.and_then(|it| nearest(instance, it, &meant, errors));
        near.into_iter().for_each(|number| meant.insert(number));
        let near = near.and_then(|number| instance.components.get(number));
        evaluation.diags.add(non_existent(instance, ty, *span, known, near));
    }
    meant
}

/// The number of the component that was most likely meant: first of those without a node, then of all; by its title, or
/// else the only one of its type, or the one with the same title.
fn nearest(instance: &Instance, wanted: &Reference, meant: &Numbers, errors: usize) -> Option<usize> {
    let all = || instance.components.iter().enumerate();
    let is_free = |(number, it): &(usize, &Component)| it.assignment.is_none() && !meant.contains(*number);
    for free in [true, false] {
        let same_type =
            || all().filter(|(_, it)| it.reference.ty == wanted.ty).filter(|it| !free || is_free(it));
        let titles = same_type().map(|(_, it)| it.reference.title.as_str());
        let near = suggest::nearest_unless_many(errors, &wanted.title, titles);
        if let Some((number, _)) =
            near.and_then(|near| same_type().find(|(_, it)| it.reference.title == near))
        {
            return Some(number);
        }
        let mut only = same_type();
        if let (Some((number, _)), None) = (only.next(), only.next()) {
            return Some(number);
        }
    }
    all().find(|(_, it)| it.reference.title == wanted.title).map(|(number, _)| number)
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

fn non_existent(
    instance: &Instance,
    ty: &Type,
    span: Span,
    known: &Known,
    near: Option<&Component>,
) -> Diagnostic {
    let written = reference_of(ty).map_or_else(|| ty.to_string(), |reference| reference.to_string());
    let message = format!("`{}` has no component `{written}` to assign a node to", instance.reference);
    let diagnostic = Diagnostic::new(Code::NonExistentComponent, span, message);
    let Some(reference) = reference_of(ty) else {
        return diagnostic
            .label(instance.span, "the instance is declared here")
            .hint("name one component with its title: `Shop::Db['db']`");
    };
    if let Some(near) = near {
        let Reference { ty, title } = &near.reference;
        let (found, instead) =
            if *ty == reference.ty { (&reference.title, title) } else { (&reference.ty, ty) };
        return diagnostic.label(near.span, "declared here").meant(
            found,
            instead,
            &format!("{ty}['{title}']"),
        );
    }
    let diagnostic = diagnostic.label(instance.span, "the instance is declared here");
    match known.owners.get(&reference) {
        Some(owner) => diagnostic.hint(format!("it belongs to `{}`", owner.instance)),
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

fn report_unassigned(instance: &Instance, meant: &Numbers, evaluation: &mut Evaluation<'_>) {
    let all = instance.components.iter().enumerate();
    for (_, component) in all.filter(|(number, it)| it.assignment.is_none() && !meant.contains(*number)) {
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
