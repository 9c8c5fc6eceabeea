//! Turns the ids of a graph into the names that a plan holds.

use super::why::Ranks;
use super::{Cut, Hop, Reason, Step, StepComponent};
use crate::env::Environment;
use crate::graph::{AppGraph, ComponentId, Edge, EdgeId, NodeId};
use crate::numbers::Numbers;
use crate::sort;

/// Turns ids into the names that a plan holds.
pub(super) struct Namer<'a> {
    pub(super) graph: &'a AppGraph,
    pub(super) environment: &'a Environment,
}

impl Namer<'_> {
    pub(super) fn step(&self, id: NodeId, target: &Numbers, ranks: &Ranks) -> (Step, Vec<Cut>) {
        let node = self.graph.node(id);
        let mut step = Step {
            id,
            node: node.name.clone(),
            components: node.components.iter().map(|&it| self.step_component(it)).collect(),
            waits_for: Vec::new(),
            decisive: None,
            prerequisite: false,
        };
        let mut cut = Vec::new();
        for edge in self.reasons(id) {
            let from = self.graph.component(edge.producer).node;
            let reason = self.reason(edge);
            match from.filter(|from| target.contains(from.index())) {
                Some(from) => {
                    if step.decisive.is_none() && ranks.decides(from, id) {
                        step.decisive = Some(step.waits_for.len());
                    }
                    step.waits_for.push(reason);
                }
                None => cut.push(Cut { node: node.name.clone(), reason }),
            }
        }
        (step, cut)
    }

    /// Why a node waits, by its components, then as they list it; each reason once.
    pub(super) fn reasons(&self, id: NodeId) -> Vec<&Edge> {
        let mut edges: Vec<EdgeId> = Vec::new();
        for from in self.graph.waits_for(id) {
            edges.extend(self.graph.between(from, id));
        }
        sort::ascending(&mut edges);
        edges.into_iter().map(|edge| self.graph.edge(edge)).collect()
    }

    pub(super) fn reason(&self, edge: &Edge) -> Reason {
        Reason {
            node: self.node_of(edge.producer),
            capability: edge.capability.text(),
            producer: self.graph.component(edge.producer).reference.text(),
            component: self.graph.component(edge.consumer).reference.text(),
            via: edge.via,
        }
    }

    pub(super) fn hop(&self, edge: &Edge) -> Hop {
        Hop {
            from: self.node_of(edge.producer),
            to: self.node_of(edge.consumer),
            capability: edge.capability.text(),
            producer: self.graph.component(edge.producer).reference.text(),
            consumer: self.graph.component(edge.consumer).reference.text(),
        }
    }

    pub(super) fn step_component(&self, id: ComponentId) -> StepComponent {
        let it = self.graph.component(id);
        let component = self.environment.instances.get(it.instance).and_then(|i| i.components.get(it.index));
        let names =
            |uses: &[crate::env::CapabilityUse]| uses.iter().map(|used| used.capability.text()).collect();
        StepComponent {
            id,
            instance: self.instance(it.instance),
            component: it.reference.text(),
            produces: component.map_or_else(Vec::new, |it| names(&it.produces)),
            consumes: component.map_or_else(Vec::new, |it| names(&it.consumes)),
        }
    }

    pub(super) fn instance(&self, index: usize) -> String {
        self.environment.instances.get(index).map_or_else(String::new, |it| it.reference.text())
    }

    pub(super) fn node_of(&self, component: ComponentId) -> String {
        let node = self.graph.component(component).node;
        node.map_or_else(String::new, |id| self.graph.node(id).name.clone())
    }
}
