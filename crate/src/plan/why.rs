//! Why a node has its level, as a chain.
//!
//! Each step of a plan knows which of its reasons gives it its level; following them leads down to a node that waits
//! for nothing, or to a cycle.

use super::{Plan, Step};
use crate::graph::{AppGraph, NodeId};
use crate::numbers::Numbers;
use crate::table::Table;

/// The chain that gives a node its level: its step, then that of the node which its decisive reason names, and so on
/// to one without a decisive reason. Each with its level, none for nodes that never run. Empty when the node is not in
/// the plan.
pub fn why<'p>(plan: &'p Plan, node: &str) -> Vec<(Option<usize>, &'p Step)> {
    let mut steps: Table<&str, (Option<usize>, &Step)> = Table::new();
    for (level, in_level) in plan.levels.iter().enumerate() {
        for step in in_level {
            steps.add(&step.node, (Some(level), step));
        }
    }
    for step in &plan.blocked {
        steps.add(&step.node, (None, step));
    }
    let mut chain: Vec<(Option<usize>, &Step)> = Vec::new();
    let mut next = node;
    while let Some(&(level, step)) = steps.get(next) {
        chain.push((level, step));
        match step.decisive.and_then(|decisive| step.waits_for.get(decisive)) {
            Some(reason) => next = &reason.node,
            None => break,
        }
    }
    chain
}

/// How far nodes are from what holds them up.
pub(super) struct Ranks {
    /// The level of each node of the graph, as far as it has one.
    pub(super) levels: Vec<Option<usize>>,
    /// For those of the target that have none: how many nodes lie between them and a cycle.
    distances: Vec<Option<usize>>,
}

impl Ranks {
    pub(super) fn new(graph: &AppGraph, levels: Vec<Option<usize>>, target: &Numbers) -> Ranks {
        let never = |id: &NodeId| target.contains(id.index()) && matches!(levels.get(id.index()), Some(None));
        let mut distances = vec![None; levels.len()];
        let stopping = graph.cycles.iter().filter(|cycle| cycle.kind.stops_nodes());
        let members = stopping.flat_map(|cycle| &cycle.members).copied();
        let mut open: Vec<NodeId> = members.filter(never).collect();
        let mut distance = 0;
        while !open.is_empty() {
            let mut further = Vec::new();
            for id in open {
                if let Some(unknown @ None) = distances.get_mut(id.index()) {
                    *unknown = Some(distance);
                    further.extend(graph.awaited_by(id).into_iter().filter(never));
                }
            }
            open = further;
            distance += 1;
        }
        Ranks { levels, distances }
    }

    /// Whether `before` is the reason why `node` is not one step nearer to its beginning.
    pub(super) fn decides(&self, before: NodeId, node: NodeId) -> bool {
        let of = |ranks: &[Option<usize>], id: NodeId| ranks.get(id.index()).copied().flatten();
        let ranks = if of(&self.levels, node).is_some() { &self.levels } else { &self.distances };
        match (of(ranks, before), of(ranks, node)) {
            (Some(before), Some(node)) => before + 1 == node,
            (_, None) | (None, _) => false,
        }
    }
}
