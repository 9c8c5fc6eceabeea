//! The applications that map components to a node: their bodies are evaluated once more, keeping only these components.

use crate::diag::{Code, Diagnostic};
use crate::env::Reference;
use crate::eval::catalog::{Container, Resource};
use crate::eval::operator::splat;
use crate::eval::resource::reference_of;
use crate::eval::types::Type;
use crate::eval::{Evaluation, TOP, Value};
use crate::program::ResourceKind;
use crate::table::Set;
use crate::word::Word;

use super::shared::{Body, Shared};

/// Which node gets which component, in the order of the `nodes` hash of an instance.
pub(super) type Mapped = Vec<(String, Reference)>;

/// Evaluates every declared instance that maps something to this node, in the order of declaration.
pub(super) fn evaluate_mapped(evaluation: &mut Evaluation<'_>, name: &str) {
    let mut next = 0;
    while let Some((_, resource)) = evaluation.catalog.resources.get_index(next) {
        let place = next;
        next += 1;
        if resource.kind != ResourceKind::Application || resource.evaluated {
            continue;
        }
        match mapped(resource) {
            Ok(mapped) => {
                let here = mapped.into_iter().filter(|(node, _)| node == name);
                let here: Vec<Reference> = here.map(|(_, component)| component).collect();
                if !here.is_empty() {
                    evaluate(evaluation, place, here);
                }
            }
            Err(refused) => evaluation.diags.add(refused),
        }
    }
}

/// Takes the instances that map something to this node from what all nodes share.
pub(super) fn take_mapped(evaluation: &mut Evaluation<'_>, shared: &Shared, name: &str) {
    for (number, here) in shared.mapped_to(name) {
        let Some(instance) = shared.instances.get(*number) else { continue };
        let resource = Resource { scope: TOP, ..instance.resource.clone() };
        let reference = resource.reference.clone();
        let (place, _) = evaluation.catalog.resources.insert_full(reference, resource);
        match &instance.body {
            Some(body) => take_components(evaluation, place, body, here),
            None => evaluate(evaluation, place, here.clone()),
        }
    }
}

/// Components whose declarations do not depend on the node are declared as they were for all nodes.
fn take_components(evaluation: &mut Evaluation<'_>, place: usize, body: &Body, here: &[Reference]) {
    note_place(evaluation, place);
    if let Some((_, instance)) = evaluation.catalog.resources.get_index_mut(place) {
        instance.settings.clone_from(&body.settings);
        instance.evaluated = true;
    }
    evaluation.log.extend(body.log.iter().cloned());
    let mut numbers: Vec<usize> = here.iter().filter_map(|it| body.resources.get_index_of(it)).collect();
    crate::sort::ascending(&mut numbers);
    for number in numbers {
        if let Some((reference, component)) = body.resources.get_index(number) {
            let component =
                Resource { scope: TOP, container: Container::Resource(place), ..component.clone() };
            let (place, _) = evaluation.catalog.resources.insert_full(reference.clone(), component);
            // What is wrong with names of components was found in the body.
            let _ = evaluation.add_names(place);
        }
    }
}

/// Evaluates the body of an instance, keeping the components that run here.
fn evaluate(evaluation: &mut Evaluation<'_>, place: usize, here: Vec<Reference>) {
    let outer = evaluation.node.as_mut().and_then(|node| node.mapped.replace(here));
    note_place(evaluation, place);
    evaluate_body(evaluation, place);
    if let Some(node) = &mut evaluation.node {
        node.mapped = outer;
    }
}

/// Evaluates the body of the instance at this place in the catalog.
pub(super) fn evaluate_body(evaluation: &mut Evaluation<'_>, place: usize) {
    let Some((reference, _)) = evaluation.catalog.resources.get_index(place) else { return };
    let lower = reference.ty.to_ascii_lowercase();
    let Some(definition) = evaluation.program.definitions.get(&lower).copied() else { return };
    let scope = evaluation.scopes.open(TOP);
    evaluation.scopes.keep(scope);
    evaluation.evaluate_body(place, definition, scope);
}

/// What an instance maps; or why nothing can be read from its `nodes`.
pub(super) fn mapped(instance: &Resource) -> Result<Mapped, Diagnostic> {
    let mut all = Mapped::new();
    let mut known: Set<Reference> = Set::default();
    let hash = match instance.value("nodes") {
        None | Some(Value::Unknown) => return Ok(all),
        Some(Value::Hash(hash)) => hash,
        Some(_) => return Err(refused(instance, "its `nodes` is not a hash")),
    };
    for (key, value) in hash.iter() {
        let Some(node) = node_of(key) else {
            return Err(refused(instance, "a key of its `nodes` is not a `Node['…']`"));
        };
        for component in splat(value) {
            let reference = match &component {
                // A type without a title names no component; the environment graph says so.
                Value::Type(ty) => match reference_of(ty) {
                    Some(reference) => reference,
                    None => continue,
                },
                Value::Unknown => continue,
                _ => return Err(refused(instance, "a value of its `nodes` is not a component")),
            };
            if !known.insert(reference.clone()) {
                return Err(mapped_twice(instance, &reference, &component));
            }
            all.push((node.clone(), reference));
        }
    }
    Ok(all)
}

/// Remembers where in the catalog an application is evaluated.
fn note_place(evaluation: &mut Evaluation<'_>, place: usize) {
    let next = evaluation.catalog.resources.len();
    if let Some(node) = &mut evaluation.node {
        node.applications.push((place, next));
    }
}

fn mapped_twice(instance: &Resource, component: &Reference, written: &Value) -> Diagnostic {
    let place = match written {
        Value::Type(ty) => match &**ty {
            Type::Resource { place, .. } | Type::Class(_, place) => place.0,
            _ => None,
        },
        _ => None,
    };
    let message = format!("`{}` maps the component `{component}` to more than one node", instance.reference);
    Diagnostic::new(Code::ComponentAssignedTwice, place.unwrap_or(instance.span), message)
        .hint("a component runs on one node; declare one component for each node")
}

/// The finding that an instance maps nothing.
fn refused(instance: &Resource, why: &str) -> Diagnostic {
    let message = format!("no node compiles, because `{}` cannot be mapped: {why}", instance.reference);
    Diagnostic::new(Code::InvalidNodeMapping, instance.span, message)
        .hint("`nodes` is a hash from `Node['…']` to one component reference or an array of them")
}

/// The name in a `Node['…']`; a bare `Node` means the node without a name.
fn node_of(value: &Value) -> Option<String> {
    match value {
        Value::Type(ty) => match &**ty {
            Type::Resource { ty: Some(ty), title, .. } if *ty == *"node" => {
                Some(title.as_ref().map_or_else(String::new, Word::to_string))
            }
            _ => None,
        },
        _ => None,
    }
}
