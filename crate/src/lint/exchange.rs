//! What consumers read of capabilities, against what their producers set.

use super::names::{Names, assigned, definition_of, parameters_of, read_by};
use super::{Subject, finding, offer};
use crate::capability_type::{Attribute, Origin};
use crate::diag::{Code, Diagnostics};
use crate::env::{Reference, Via};
use crate::eval;
use crate::graph::ComponentId;
use crate::program::{Definition, Program, ResourceKind};
use crate::sort;
use crate::syntax::ast::{AttributeOp, Direction, Mapping};

/// A component and its mapping.
#[derive(Clone, Copy)]
struct Side<'a> {
    mapping: &'a Mapping,
    definition: Definition<'a>,
}

/// An attribute that the producer leaves open has no value for the consumer, whatever the type's default is.
pub(super) fn not_set(subject: Subject<'_>, names: &Names<'_>, diags: &mut Diagnostics) {
    let program = subject.program;
    for (producer, consumer) in pairs(subject) {
        let (Some(producer), Some(consumer)) = (side(program, producer), side(program, consumer)) else {
            continue;
        };
        let capability = producer.mapping.capability.text.to_ascii_lowercase();
        let Some(ty) = program.capability_type(&capability) else { continue };
        let parameters = parameters_of(producer.definition);
        let mut open: Vec<&Attribute> = ty.attributes.iter().collect();
        open.retain(|it| {
            let name = it.name.as_str();
            !maps(producer.mapping, name) && !parameters.contains(&name) && !names.may_be_set(name)
        });
        if !open.is_empty() {
            report_read(subject, producer, consumer, (&open, ty.origin), diags);
            report_body(producer, consumer, open, diags);
        }
    }
}

/// Numbers of the mappings of each two components that exchange something, each pair once.
fn pairs(subject: Subject<'_>) -> Vec<(usize, usize)> {
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for edge in subject.graph.edges.iter().filter(|edge| edge.via == Via::Consume) {
        let producer = number(subject, edge.producer, Direction::Produces, &edge.capability);
        let consumer = number(subject, edge.consumer, Direction::Consumes, &edge.capability);
        pairs.extend(producer.zip(consumer));
    }
    sort::ascending(&mut pairs);
    pairs.dedup();
    pairs
}

/// The number of the mapping of a component for a capability.
fn number(
    subject: Subject<'_>,
    id: ComponentId,
    direction: Direction,
    capability: &Reference,
) -> Option<usize> {
    let component = &subject.graph.components.get(id.0 as usize)?.reference;
    let name = component.ty.to_ascii_lowercase();
    let name = match subject.program.resource_kind(&name) {
        ResourceKind::Class => format!("class[{}]", component.title.to_ascii_lowercase()),
        _ => name,
    };
    subject.program.mappings.get_index_of(&(direction, name, capability.ty.to_ascii_lowercase()))
}

fn side<'a>(program: &Program<'a>, number: usize) -> Option<Side<'a>> {
    let ((_, component, _), mapping) = program.mappings.get_index(number)?;
    Some(Side { mapping, definition: definition_of(program, component)? })
}

/// Whether a line of the mapping may set this.
fn maps(mapping: &Mapping, name: &str) -> bool {
    mapping.attributes.iter().any(|attribute| match &attribute.op {
        AttributeOp::Set(set) | AttributeOp::Append(set) => set.text == name,
        AttributeOp::Splat => true,
    })
}

/// Reports what the consumer's mapping reads.
fn report_read(
    subject: Subject<'_>,
    producer: Side<'_>,
    consumer: Side<'_>,
    (open, origin): (&[&Attribute], Origin),
    diags: &mut Diagnostics,
) {
    let mapping = producer.mapping;
    let component = subject.sources.text(mapping.component.span);
    for (name, span) in read_by(consumer.mapping) {
        let Some(attribute) = open.iter().find(|attribute| attribute.name == name) else { continue };
        let default = attribute.default.as_deref();
        let (code, unseen) = match default {
            Some(_) => (Code::DefaultNotSeen, ", and consumers do not see the type's default"),
            None => (Code::AttributeNotSet, ""),
        };
        let message =
            format!("`${name}` has no value: `{component}` does not set it in what it produces{unseen}");
        let line = format!("{name} => {}", default.unwrap_or("…"));
        let hint = format!("add `{line}` to the mapping of `{component}`");
        let label = Some((mapping.component.span, "this mapping does not set it"));
        let mut found = finding(code, span, message, label, hint);
        if let (Some(_), Origin::Declared(place) | Origin::Given(place)) = (default, origin) {
            found = found.label(place, "the type with the default");
        }
        if let (Some(_), Some(last)) = (default, mapping.attributes.last()) {
            offer(&mut found, format!("Add `{line}`"), last.span.from(last.span.end()), format!(", {line}"));
        }
        diags.instead_of(Code::UnknownVariable, eval::without_value(name), found);
    }
}

/// Reports what the body of the producer sets too late for the parameter of the same name of the consumer.
fn report_body(producer: Side<'_>, consumer: Side<'_>, mut open: Vec<&Attribute>, diags: &mut Diagnostics) {
    let parameters = parameters_of(consumer.definition);
    open.retain(|it| parameters.contains(&it.name.as_str()) && !maps(consumer.mapping, &it.name));
    if open.is_empty() {
        return;
    }
    let capability = &producer.mapping.capability.text;
    for (name, span) in assigned(producer.definition.body) {
        if open.iter().any(|attribute| attribute.name == name) {
            let message = format!(
                "`${name}` is set too late to become the `{name}` of the `{capability}` that is produced"
            );
            let label = Some((producer.mapping.component.span, "evaluated before the body"));
            let hint = format!("make `${name}` a parameter with this as its default");
            diags.add(finding(Code::AttributeNotSet, span, message, label, hint));
        }
    }
}
