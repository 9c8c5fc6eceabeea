//! Components that cannot come in the order in which they are meant to: on one node, and across nodes.

use indexmap::IndexSet;

use super::{Subject, Told};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::env::{Ordering, Reference, Via};
use crate::graph::{AppGraph, ComponentId, Edge, NodeId};
use crate::program::ResourceKind;
use crate::sort;
use crate::source::Span;
use crate::syntax::ast::Direction;

/// On one node components are evaluated one after the other: a consumer before its producer finds nothing to consume.
pub(super) fn on_one_node(subject: Subject<'_>, diags: &mut Diagnostics) {
    let mut told = Told::default();
    for edge in subject.graph.edges.iter().filter(|edge| edge.via == Via::Consume) {
        let ends = [edge.producer, edge.consumer].map(|id| subject.graph.component(id).node);
        let [Some(producer), Some(consumer)] = ends else { continue };
        let late = turn(subject.graph, edge.consumer) < turn(subject.graph, edge.producer);
        if producer == consumer && late && takes_values(subject, edge) && told.is_first(edge.span) {
            diags.add(before_its_producer(subject, edge, producer));
        }
    }
}

/// When a component is evaluated: classes at their declaration, defines after all of them.
fn turn(graph: &AppGraph, id: ComponentId) -> (bool, ComponentId) {
    (graph.component(id).reference.ty != "Class", id)
}

/// Whether Puppet fills in what the component consumes. It never does for a type written in Ruby, and a saved graph
/// does not say what is consumed.
fn takes_values(subject: Subject<'_>, edge: &Edge) -> bool {
    let component = &subject.graph.component(edge.consumer).reference;
    let lower = component.ty.to_ascii_lowercase();
    let is_native = subject.program.resource_kind(&lower) == ResourceKind::Native;
    let name = if component.ty == "Class" {
        format!("class[{}]", component.title.to_ascii_lowercase())
    } else {
        lower
    };
    let key = (Direction::Consumes, name, edge.capability.ty.to_ascii_lowercase());
    !is_native && subject.program.mappings.contains_key(&key)
}

fn before_its_producer(subject: Subject<'_>, edge: &Edge, node: NodeId) -> Diagnostic {
    let graph = subject.graph;
    let [consumer, producer] = [edge.consumer, edge.producer].map(|id| &graph.component(id).reference);
    let message = format!(
        "`{consumer}` consumes `{}` before `{producer}` has produced it, both on `{}`",
        edge.capability,
        graph.node(node).name
    );
    let mut diagnostic = Diagnostic::new(Code::ConsumerBeforeProducer, edge.span, message);
    for (id, role) in [(edge.consumer, "the consumer"), (edge.producer, "the producer")] {
        if let Some(component) = subject.component(id) {
            diagnostic = diagnostic.label(component.span, format!("{role} is declared here"));
        }
    }
    let owners = [edge.consumer, edge.producer].map(|id| instance(subject, id));
    diagnostic.hint(match owners {
        _ if consumer.ty == "Class" && edge.producer < edge.consumer => {
            format!("wrap the class in a define: the class is evaluated where it is declared, `{producer}` after all classes")
        }
        [Some(consuming), Some(producing)] if consuming != producing => {
            format!("declare `{producing}` before `{consuming}` in `site`")
        }
        _ => format!("declare `{producer}` before `{consumer}`"),
    })
}

fn instance<'a>(subject: Subject<'a>, id: ComponentId) -> Option<&'a Reference> {
    let instance = subject.environment.instances.get(subject.graph.component(id).instance);
    instance.map(|instance| &instance.reference)
}

/// Arrows, `before` and the like order what one node has. Between nodes they order nothing, and no node compiles that
/// has only one of their ends.
pub(super) fn across_nodes(subject: Subject<'_>, diags: &mut Diagnostics) {
    if subject.environment.orderings.is_empty() {
        return;
    }
    let instances = subject.environment.instances.iter().map(|it| &it.reference);
    let components = subject.graph.components.iter().map(|it| &it.reference);
    let places = Places { subject, known: instances.chain(components).cloned().collect() };
    let mut told = Told::default();
    for ordering in &subject.environment.orderings {
        if let Some((earlier, later)) = places.apart(ordering)
            && told.is_first(ordering.span)
        {
            diags.add(places.describe(ordering, &earlier, &later));
        }
    }
}

/// Where instances and components are.
struct Places<'a> {
    subject: Subject<'a>,
    /// References of all instances, then of all components.
    known: IndexSet<Reference>,
}

/// One end of a relationship.
struct End<'a> {
    reference: &'a Reference,
    span: Span,
    /// The component, if it is one.
    component: Option<ComponentId>,
    /// The nodes that have it, by id.
    nodes: Vec<NodeId>,
}

impl<'a> Places<'a> {
    /// The first two ends that are not on the same nodes. Every end is compared with one of the other side: if two of
    /// one side are apart, one of them is apart from that.
    fn apart(&self, ordering: &'a Ordering) -> Option<(End<'a>, End<'a>)> {
        let ends = |side: &'a [(Reference, Span)]| side.iter().filter_map(|(it, span)| self.end(it, *span));
        let first = |side| ends(side).next();
        let (earlier, later) = (&ordering.earlier, &ordering.later);
        let from_later =
            first(earlier).and_then(|it| Some((ends(later).find(|end| end.nodes != it.nodes)?, it)));
        if let Some((later, earlier)) = from_later {
            return Some((earlier, later));
        }
        first(later).and_then(|it| Some((ends(earlier).find(|end| end.nodes != it.nodes)?, it)))
    }

    /// What is known of an end; none for what has no node, and for what is neither an instance nor a component.
    fn end(&self, reference: &'a Reference, span: Span) -> Option<End<'a>> {
        let place = self.known.get_index_of(reference)?;
        let count = self.subject.environment.instances.len();
        let all = &self.subject.graph.components;
        let id = place.checked_sub(count).and_then(|index| u32::try_from(index).ok()).map(ComponentId);
        let mut nodes: Vec<NodeId> = match id {
            Some(id) => self.subject.graph.component(id).node.into_iter().collect(),
            None => {
                let start = all.partition_point(|it| it.instance < place);
                let own = all.iter().skip(start).take_while(|it| it.instance == place);
                own.filter_map(|it| it.node).collect()
            }
        };
        sort::ascending(&mut nodes);
        nodes.dedup();
        (!nodes.is_empty()).then_some(End { reference, span, component: id, nodes })
    }

    fn describe(&self, ordering: &Ordering, earlier: &End<'_>, later: &End<'_>) -> Diagnostic {
        let message = format!(
            "{} orders nothing between nodes: `{}` is on {}, `{}` on {}",
            ordering.by,
            earlier.reference,
            self.names(&earlier.nodes),
            later.reference,
            self.names(&later.nodes),
        );
        Diagnostic::new(Code::OrderAcrossNodes, ordering.span, message)
            .label(earlier.span, "this comes first")
            .label(later.span, "this comes later")
            .hint(self.way_out(earlier, later))
    }

    fn names(&self, nodes: &[NodeId]) -> String {
        let shown: Vec<String> =
            nodes.iter().take(3).map(|id| format!("`{}`", self.subject.graph.node(*id).name)).collect();
        let more = if nodes.len() > 3 { ", …" } else { "" };
        format!("{}{more}", shown.join(", "))
    }

    /// What orders them, if they are components: a capability that the one exports and the other waits for.
    fn way_out(&self, earlier: &End<'_>, later: &End<'_>) -> String {
        let (Some(from), Some(to)) = (earlier.component, later.component) else {
            return "remove it, and let a component of the later one require a capability of the earlier one"
                .to_owned();
        };
        let graph = self.subject.graph;
        let between = match (earlier.nodes.as_slice(), later.nodes.as_slice()) {
            ([from], [to]) => graph.between(*from, *to),
            _ => &[],
        };
        let mut edges = between.iter().map(|id| graph.edge(*id));
        let exported = || self.subject.component(from).and_then(|it| it.produces.first());
        if let Some(edge) = edges.find(|edge| edge.producer == from && edge.consumer == to) {
            return format!("remove it: `{}` waits for `{}` already", later.reference, edge.capability);
        }
        match exported() {
            Some(export) => {
                let capability = &export.capability;
                format!(
                    "remove it, and add `require => {}['{}']` to `{}`",
                    capability.ty, capability.title, later.reference
                )
            }
            None => format!(
                "remove it, let `{}` export a capability and `{}` require it",
                earlier.reference, later.reference
            ),
        }
    }
}
