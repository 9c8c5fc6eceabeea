//! What the drawings in words, DOT and Mermaid, have in common: which components they show, and what ties them.

use crate::env::{Environment, Reference, Via};
use crate::graph::{AppGraph, ComponentId, GraphComponent};
use crate::numbers::Numbers;
use crate::plan::Plan;
use crate::sort;

/// The components of a plan's nodes, those of its instances that no node gets, and what they exchange.
pub(super) struct Links<'a> {
    pub(super) graph: &'a AppGraph,
    pub(super) environment: &'a Environment,
    /// Components without a node.
    pub(super) homeless: Vec<ComponentId>,
    /// By consumer.
    pub(super) links: Vec<Link<'a>>,
    /// What is wanted here and exported by nobody, by consumer.
    pub(super) wanted: Vec<(ComponentId, &'a Reference)>,
}

/// One component waits for another.
pub(super) struct Link<'a> {
    pub(super) producer: ComponentId,
    pub(super) consumer: ComponentId,
    pub(super) capability: &'a Reference,
    /// Whether it is only required.
    pub(super) order_only: bool,
    /// Whether both are on one node.
    pub(super) local: bool,
}

impl<'a> Links<'a> {
    pub(super) fn new(graph: &'a AppGraph, plan: &Plan, environment: &'a Environment) -> Links<'a> {
        let mut drawn: Numbers =
            plan.steps().flat_map(|step| &step.components).map(|it| it.id.index()).collect();
        let instances: Numbers = instance_numbers(plan, environment).into_iter().collect();
        let mut homeless = Vec::new();
        for (id, it) in graph.component_ids() {
            if it.node.is_none() && instances.contains(it.instance) {
                drawn.insert(id.index());
                homeless.push(id);
            }
        }
        let wanted = graph.unresolved.iter().filter(|it| drawn.contains(it.consumer.index()));
        let wanted = wanted.map(|it| (it.consumer, &it.capability)).collect();
        Links { graph, environment, homeless, links: links(graph, &drawn), wanted }
    }

    pub(super) fn component(&self, id: ComponentId) -> &'a GraphComponent {
        self.graph.component(id)
    }

    /// `Shop[blue]`
    pub(super) fn instance(&self, id: ComponentId) -> String {
        let instance = self.environment.instances.get(self.component(id).instance);
        instance.map_or_else(String::new, |it| it.reference.to_string())
    }
}

/// The numbers of a plan's instances, which it names in the order of the environment.
pub(super) fn instance_numbers(plan: &Plan, environment: &Environment) -> Vec<usize> {
    let mut names = plan.instances.iter().peekable();
    let mut numbers = Vec::new();
    for (index, instance) in environment.instances.iter().enumerate() {
        if names.peek().is_some_and(|name| **name == instance.reference.to_string()) {
            names.next();
            numbers.push(index);
        }
    }
    numbers
}

/// A component is tied to a capability once, however often it names it; `consume` says more than `require`.
fn links<'a>(graph: &'a AppGraph, drawn: &Numbers) -> Vec<Link<'a>> {
    let mut keys: Vec<(usize, i64, usize)> = Vec::new();
    for (index, edge) in graph.edges.iter().enumerate() {
        if drawn.contains(edge.producer.index()) && drawn.contains(edge.consumer.index()) {
            let capability = graph.producers.get_index_of(&edge.capability).unwrap_or_default();
            keys.push((edge.consumer.index(), i64::try_from(capability).unwrap_or(i64::MAX), index));
        }
    }
    sort::ascending(&mut keys);
    let mut links: Vec<Link<'a>> = Vec::new();
    for edge in keys.into_iter().filter_map(|(_, _, index)| graph.edges.get(index)) {
        let order_only = edge.via == Via::Require;
        match links.last_mut() {
            Some(last) if last.consumer == edge.consumer && *last.capability == edge.capability => {
                last.order_only &= order_only;
            }
            Some(_) | None => {
                let node = |id| graph.component(id).node;
                links.push(Link {
                    producer: edge.producer,
                    consumer: edge.consumer,
                    capability: &edge.capability,
                    order_only,
                    local: node(edge.producer).is_some() && node(edge.producer) == node(edge.consumer),
                });
            }
        }
    }
    links
}
