//! What consumers read of capabilities, against what their producers set.

use super::Subject;
use super::names::{Names, assigned, definition_of, read};
use crate::capability_type::{Attribute, CapabilityType, Origin};
use crate::diag::{Code, Diagnostic, Diagnostics, Edit};
use crate::env::{Environment, Reference, Via};
use crate::eval;
use crate::graph::{AppGraph, ComponentId};
use crate::program::{Definition, Program, ResourceKind};
use crate::sort;
use crate::syntax::ast::{AttributeOp, Direction, Mapping};

/// The two sides of an exchange.
struct Pair<'p, 'a> {
    ty: &'p CapabilityType,
    producer: Side<'a>,
    consumer: Side<'a>,
}

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
        let name = producer.mapping.capability.text.to_ascii_lowercase();
        let Some(ty) = program.capability_type(&name) else { continue };
        let pair = Pair { ty, producer, consumer };
        let open: Vec<&Attribute> =
            ty.attributes.iter().filter(|it| pair.leaves_open(&it.name, names)).collect();
        if !open.is_empty() {
            pair.report_read(&open, subject, diags);
            pair.report_body(&open, diags);
        }
    }
}

/// Numbers of the mappings of each two components that exchange something, each pair once.
fn pairs(subject: Subject<'_>) -> Vec<(usize, usize)> {
    let Subject { program, environment, graph, .. } = subject;
    let consumed = graph.edges.iter().filter(|edge| edge.via == Via::Consume);
    let mut pairs: Vec<(usize, usize)> = consumed
        .filter_map(|edge| {
            let number = |id, direction| {
                number(program, component(graph, environment, id)?, direction, &edge.capability)
            };
            Some((number(edge.producer, Direction::Produces)?, number(edge.consumer, Direction::Consumes)?))
        })
        .collect();
    sort::ascending(&mut pairs);
    pairs.dedup();
    pairs
}

fn component<'e>(graph: &AppGraph, environment: &'e Environment, id: ComponentId) -> Option<&'e Reference> {
    let component = graph.components.get(id.0 as usize)?;
    let instance = environment.instances.get(component.instance)?;
    instance.components.get(component.index).map(|component| &component.reference)
}

/// The number of the mapping of a component for a capability.
fn number(
    program: &Program<'_>,
    component: &Reference,
    direction: Direction,
    capability: &Reference,
) -> Option<usize> {
    let name = component.ty.to_ascii_lowercase();
    let name = match program.resource_kind(&name) {
        ResourceKind::Class => format!("class[{}]", component.title.to_ascii_lowercase()),
        _ => name,
    };
    program.mappings.get_index_of(&(direction, name, capability.ty.to_ascii_lowercase()))
}

fn side<'a>(program: &Program<'a>, number: usize) -> Option<Side<'a>> {
    let ((_, component, _), mapping) = program.mappings.get_index(number)?;
    Some(Side { mapping, definition: definition_of(program, component)? })
}

impl Side<'_> {
    fn maps(&self, name: &str) -> bool {
        self.mapping.attributes.iter().any(|attribute| match &attribute.op {
            AttributeOp::Set(set) | AttributeOp::Append(set) => set.text == name,
            AttributeOp::Splat => true,
        })
    }

    fn has_parameter(&self, name: &str) -> bool {
        self.definition.parameters.iter().any(|parameter| parameter.name.text == name)
    }
}

impl Pair<'_, '_> {
    /// Whether the producer gives the attribute no value: neither by a line nor by a variable of the same name.
    fn leaves_open(&self, attribute: &str, names: &Names<'_>) -> bool {
        let producer = &self.producer;
        !producer.maps(attribute) && !producer.has_parameter(attribute) && !names.may_be_set(attribute)
    }

    /// Reports what the consumer's mapping reads.
    fn report_read(&self, open: &[&Attribute], subject: Subject<'_>, diags: &mut Diagnostics) {
        let mapping = self.producer.mapping;
        let producer = subject.sources.text(mapping.component.span);
        for (name, span) in self.consumer.mapping.attributes.iter().flat_map(|it| read(&it.value)) {
            let Some(attribute) = open.iter().find(|attribute| attribute.name == name) else { continue };
            let message = format!("`${name}` has no value: `{producer}` does not set it in what it produces");
            let label = "this mapping does not set it";
            let finding = match &attribute.default {
                Some(default) => {
                    let message = format!("{message}, and consumers do not see the type's default");
                    let finding = Diagnostic::new(Code::DefaultNotSeen, span, message)
                        .label(mapping.component.span, label)
                        .hint(format!("add `{name} => {default}` to the mapping of `{producer}`"));
                    let finding = match self.ty.origin {
                        Origin::Declared(place) | Origin::Given(place) => {
                            finding.label(place, "the type's default stands here")
                        }
                        Origin::Bundled(_) | Origin::Inferred => finding,
                    };
                    insertion(finding, mapping, &format!("{name} => {default}"))
                }
                None => Diagnostic::new(Code::AttributeNotSet, span, message)
                    .label(mapping.component.span, label)
                    .hint(format!("add `{name} => …` to the mapping of `{producer}`")),
            };
            diags.instead_of(Code::UnknownVariable, eval::without_value(name), finding);
        }
    }

    /// Reports what the body of the producer sets too late for the parameter of the same name of the consumer.
    fn report_body(&self, open: &[&Attribute], diags: &mut Diagnostics) {
        let taken = |attribute: &&&Attribute| {
            self.consumer.has_parameter(&attribute.name) && !self.consumer.maps(&attribute.name)
        };
        let taken: Vec<&&Attribute> = open.iter().filter(taken).collect();
        if taken.is_empty() {
            return;
        }
        let capability = &self.producer.mapping.capability.text;
        for (name, span) in assigned(self.producer.definition.body) {
            if taken.iter().any(|attribute| attribute.name == name) {
                let message = format!(
                    "`${name}` is set too late to become the `{name}` of the `{capability}` that is produced"
                );
                diags.add(
                    Diagnostic::new(Code::AttributeNotSet, span, message)
                        .label(self.producer.mapping.component.span, "evaluated before the body")
                        .hint(format!("make `${name}` a parameter with this as its default")),
                );
            }
        }
    }
}

/// Offers to add a line to a mapping, if it has some already.
fn insertion(finding: Diagnostic, mapping: &Mapping, line: &str) -> Diagnostic {
    let Some(last) = mapping.attributes.last() else { return finding };
    let edit = Edit { span: last.span.from(last.span.end()), text: format!(", {line}") };
    finding.offer(format!("Add `{line}`"), vec![edit])
}
