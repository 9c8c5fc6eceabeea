//! The run order.
//!
//! Goes in: the graph and the target. Comes out: [`Plan`]: nodes in levels, each with the reasons why it waits. A
//! node's level is the length of the longest chain of target nodes it waits for; levels are a display: a node starts
//! as soon as its own reasons are done. Nodes in a cycle, and those that wait for one, have no level.

mod names;
mod target;
mod why;

pub use target::{normalize_application, unknown_name};
pub use why::why;

use std::collections::VecDeque;

use crate::diag::{Diagnostics, Phase};
use crate::env::{Environment, Via};
use crate::graph::{AppGraph, ComponentId, Cycle, CycleKind, NodeId, WayOut, once_each};
use crate::input::{Input, Target};
use crate::numbers::Numbers;
use names::Namer;
use target::Selection;
use why::Ranks;

/// A run order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// Name of the environment.
    pub environment: String,
    /// What it is for.
    pub target: Target,
    /// Whether it is also for the nodes that those of the target wait for.
    pub with_prerequisites: bool,
    /// How many nodes may run at once.
    pub concurrency: Option<u32>,
    /// How long the run of a node takes, in units of the usual duration; the first entry of a node counts.
    pub durations: Vec<(String, u32)>,
    /// `Shop[blue]` for each instance that is named by the target or has a component on one of its nodes, in the order
    /// of declaration.
    pub instances: Vec<String>,
    /// Levels from 0, none of them empty. In a level: nodes with components in the order of their first component,
    /// then the others in order of mention.
    pub levels: Vec<Vec<Step>>,
    /// Nodes of the target that never become ready: those in cycles and those that wait for them.
    pub blocked: Vec<Step>,
    /// Cycles with at least one node in the target.
    pub cycles: Vec<NodeCycle>,
    /// Reasons to wait for a node outside the target: it is not waited for, but has to have run before.
    pub cut: Vec<Cut>,
    /// Nodes outside the target that run components of instances on its nodes.
    pub left_out: Vec<LeftOut>,
    /// What to say of each name in the target that is no application, instance or node of the environment.
    pub unmatched: Vec<String>,
    /// Components of those instances that no node gets, as `Shop[blue]` and `Shop::Db[db]`.
    pub without_node: Vec<(String, String)>,
    /// Whether Puppet would refuse the environment, or there is a cycle in the target.
    pub refused: bool,
}

/// One node in the run order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The node in the graph.
    pub id: NodeId,
    /// The certname.
    pub node: String,
    /// What runs on it, by instance, in the order of declaration.
    pub components: Vec<StepComponent>,
    /// Why it waits, by its components, then as they list it; each reason once.
    pub waits_for: Vec<Reason>,
    /// Which of these reasons gives it its level: the first whose node is on the level before. For a node that waits
    /// for a cycle, the first on a shortest way there; none for nodes in level 0 and those in a cycle.
    pub decisive: Option<usize>,
    /// Whether it is not in the target, but what that waits for.
    pub prerequisite: bool,
}

/// A component of a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepComponent {
    /// The component in the graph.
    pub id: ComponentId,
    /// `Shop[blue]`
    pub instance: String,
    /// `Shop::Db[db-blue]`
    pub component: String,
    /// Capabilities it exports.
    pub produces: Vec<String>,
    /// Capabilities it requires, then those it consumes.
    pub consumes: Vec<String>,
}

/// A reason to wait.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reason {
    /// The node that has to be done before.
    pub node: String,
    /// The capability it gives.
    pub capability: String,
    /// The component there that exports it.
    pub producer: String,
    /// The component here that needs it.
    pub component: String,
    /// `consume` or `require`.
    pub via: Via,
}

/// A reason that the target leaves unmet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cut {
    /// The node in the target.
    pub node: String,
    /// What it would wait for.
    pub reason: Reason,
}

/// A node that belongs to the same instances as the target, but not to the target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// The certname.
    pub node: String,
    /// The instances, in the order of declaration.
    pub instances: Vec<String>,
}

/// Components or nodes that wait for each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NodeCycle {
    /// What goes round.
    pub kind: CycleKind,
    /// All nodes that are caught in it, in the order of levels.
    pub members: Vec<String>,
    /// A shortest way round, from the first member or component back to it.
    pub hops: Vec<Hop>,
    /// The smallest change that ends it; if that moves components, then also the smallest that moves none.
    pub ways_out: Vec<WayOut>,
}

/// One step of a cycle: `from` has to run before `to`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hop {
    /// The node that exports.
    pub from: String,
    /// The node that waits.
    pub to: String,
    /// The capability.
    pub capability: String,
    /// The exporting component.
    pub producer: String,
    /// The waiting component.
    pub consumer: String,
}

impl Plan {
    /// All nodes of the target: by level, then those without one.
    pub fn steps(&self) -> impl Iterator<Item = &Step> {
        self.levels.iter().flatten().chain(&self.blocked)
    }

    /// How many nodes the target has.
    pub fn node_count(&self) -> usize {
        self.levels.iter().map(Vec::len).sum::<usize>() + self.blocked.len()
    }

    /// What to warn about, one sentence each: what no node gets, and what the target leaves out.
    pub fn warnings(&self) -> Vec<String> {
        let unmatched = self.unmatched.iter().cloned();
        let left_out = self.left_out.iter().map(|it| {
            format!("the target does not contain `{}`, a node of {}", it.node, list(&it.instances))
        });
        let cut = self.cut.iter().map(|it| {
            let Reason { node, capability, producer, component, .. } = &it.reason;
            format!(
                "`{component}` on `{}` needs `{capability}` from `{producer}`: `{node}` is not in the target and has to have run before",
                it.node
            )
        });
        let without_node =
            self.without_node.iter().map(|(instance, it)| format!("no node gets `{it}` of `{instance}`"));
        // Instances that are planned one by one look sound.
        let of_instances =
            |it: &&NodeCycle| it.kind == CycleKind::Instances && self.target != Target::Environment;
        let first = self.cycles.iter().filter(of_instances).map(|it| {
            format!(
                "on first deployment none of {} can be compiled: each needs what another has not stored yet",
                list(&it.members)
            )
        });
        unmatched.chain(without_node).chain(left_out).chain(cut).chain(first).collect()
    }
}

impl NodeCycle {
    /// The nodes on the shortest way round, in its order.
    pub fn path(&self) -> Vec<String> {
        let mut path: Vec<String> = self.hops.iter().map(|hop| hop.from.clone()).collect();
        once_each(&mut path);
        path
    }
}

/// Orders the nodes of the target. Linear but for sorting.
pub fn order(graph: &AppGraph, environment: &Environment, input: &Input, diags: &mut Diagnostics) -> Plan {
    diags.enter(Phase::Plan);
    let namer = Namer { graph, environment };
    let selection = target::select(&namer, input);
    let levels = longest_paths(graph, &selection.nodes);
    let ranks = Ranks::new(graph, levels, &selection.nodes);
    let cycles = cycles(&namer, &selection.nodes);
    let mut plan = Plan {
        environment: environment.name.clone(),
        target: input.target.clone(),
        with_prerequisites: input.with_prerequisites,
        concurrency: input.concurrency,
        durations: input.durations.clone(),
        instances: selection.instances.iter().map(|index| namer.instance(index)).collect(),
        left_out: left_out(&namer, &selection),
        without_node: without_node(&namer, &selection),
        refused: environment.refused || !cycles.is_empty(),
        cycles,
        ..Plan::default()
    };
    for id in selection.nodes.iter() {
        let Some(id) = graph.node_id(id) else { continue };
        let (mut step, cut) = namer.step(id, &selection.nodes, &ranks);
        step.prerequisite = selection.prerequisites.contains(id.index());
        plan.cut.extend(cut);
        match ranks.levels.get(id.index()).copied().flatten() {
            Some(level) => {
                let missing = (level + 1).saturating_sub(plan.levels.len());
                plan.levels.extend(std::iter::repeat_n(Vec::new(), missing));
                plan.levels.get_mut(level).expect("just extended").push(step);
            }
            None => plan.blocked.push(step),
        }
    }
    plan.unmatched = selection.unmatched;
    plan
}

/// The level of each node of the graph: longest paths by taking away nodes that wait for nothing more (Kahn). What
/// cannot be taken away, and what is not among `nodes`, has no level.
fn longest_paths(graph: &AppGraph, nodes: &Numbers) -> Vec<Option<usize>> {
    let in_target = |ids: Vec<NodeId>| ids.into_iter().filter(|id| nodes.contains(id.index()));
    let mut waiting: Vec<usize> = Vec::new();
    let mut queue: VecDeque<(NodeId, usize)> = VecDeque::new();
    for (id, _) in graph.node_ids() {
        let count = in_target(graph.waits_for(id)).count();
        waiting.push(count);
        if count == 0 && nodes.contains(id.index()) {
            queue.push_back((id, 0));
        }
    }
    let mut levels = vec![None; waiting.len()];
    // Levels come out of the queue in ascending order, so the last reason to be met has the highest.
    while let Some((id, level)) = queue.pop_front() {
        levels.iter_mut().skip(id.index()).take(1).for_each(|it| *it = Some(level));
        for next in in_target(graph.awaited_by(id)) {
            let Some(count) = waiting.get_mut(next.index()) else { continue };
            *count = count.saturating_sub(1);
            if *count == 0 {
                queue.push_back((next, level + 1));
            }
        }
    }
    levels
}

/// Nodes of those instances that are not in the target.
fn left_out(namer: &Namer<'_>, selection: &Selection) -> Vec<LeftOut> {
    let mut found = Vec::new();
    for (id, node) in namer.graph.node_ids().filter(|(id, _)| !selection.nodes.contains(id.index())) {
        let instances = node.components.iter().map(|&it| namer.graph.component(it).instance);
        let mut selected: Vec<usize> = instances.filter(|&it| selection.instances.contains(it)).collect();
        selected.dedup();
        if !selected.is_empty() {
            let instances = selected.into_iter().map(|index| namer.instance(index)).collect();
            found.push(LeftOut { node: namer.graph.node(id).name.clone(), instances });
        }
    }
    found
}

fn without_node(namer: &Namer<'_>, selection: &Selection) -> Vec<(String, String)> {
    let all = namer.graph.components.iter();
    let without = all.filter(|it| it.node.is_none() && selection.instances.contains(it.instance));
    without.map(|it| (namer.instance(it.instance), it.reference.text())).collect()
}

fn cycles(namer: &Namer<'_>, nodes: &Numbers) -> Vec<NodeCycle> {
    let touched = |cycle: &&Cycle| cycle.members.iter().any(|id| nodes.contains(id.index()));
    let name = |id: &NodeId| namer.graph.node(*id).name.clone();
    let describe = |cycle: &Cycle| NodeCycle {
        kind: cycle.kind,
        ways_out: cycle.ways_out.clone(),
        members: cycle.members.iter().map(name).collect(),
        hops: cycle.hops.iter().map(|&id| namer.hop(namer.graph.edge(id))).collect(),
    };
    namer.graph.cycles.iter().filter(touched).map(describe).collect()
}

fn list(names: &[String]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    quoted.join(", ")
}
