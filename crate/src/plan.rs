//! The run order.
//!
//! Goes in: the graph and the target. Comes out: [`Plan`]: nodes in levels, each with the reasons why it waits. A
//! node's level is the length of the longest chain of target nodes it waits for; levels are a display: a node starts
//! as soon as its own reasons are done. Nodes in a cycle, and those that wait for one, have no level.

use std::collections::VecDeque;

use crate::diag::{Diagnostics, Phase};
use crate::env::{Environment, Via};
use crate::graph::{AppGraph, ComponentId, Cycle, Edge, EdgeId, GraphComponent, NodeId};
use crate::input::{Input, Target};
use crate::numbers::Numbers;
use crate::platform;
use crate::sort;

/// A run order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// Name of the environment.
    pub environment: String,
    /// What it is for.
    pub target: Target,
    /// How many nodes may run at once.
    pub concurrency: Option<u32>,
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
    /// Names in the target that the environment does not know.
    pub unmatched: Vec<String>,
    /// Components of those instances that no node gets, as `Shop[blue]` and `Shop::Db[db]`.
    pub without_node: Vec<(String, String)>,
    /// Whether Puppet would refuse the environment, or a cycle keeps nodes from running.
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

/// Nodes that wait for each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NodeCycle {
    /// All nodes that are caught in it, in the order of levels.
    pub members: Vec<String>,
    /// A shortest way round, from the first member back to it.
    pub hops: Vec<Hop>,
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
        let unmatched = self.unmatched.iter().map(|name| format!("the environment has no `{name}`"));
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
        unmatched.chain(without_node).chain(left_out).chain(cut).collect()
    }
}

impl NodeCycle {
    /// The nodes on the shortest way round, in its order.
    pub fn path(&self) -> impl Iterator<Item = &str> {
        self.hops.iter().map(|hop| hop.from.as_str())
    }
}

/// Orders the nodes of the target. Linear but for sorting.
pub fn order(graph: &AppGraph, environment: &Environment, input: &Input, diags: &mut Diagnostics) -> Plan {
    diags.enter(Phase::Plan);
    let namer = Namer { graph, environment };
    let mut selection = select(&namer, &input.target);
    selection.add_touched_instances(&namer);
    let levels_of = longest_paths(graph, &selection.nodes);
    let mut plan = Plan {
        environment: environment.name.clone(),
        target: input.target.clone(),
        concurrency: input.concurrency,
        instances: selection.instances.iter().map(|index| namer.instance(index)).collect(),
        left_out: left_out(&namer, &selection),
        cycles: cycles(&namer, &selection.nodes),
        without_node: without_node(&namer, &selection),
        refused: environment.refused || !graph.cycles.is_empty(),
        unmatched: selection.unmatched,
        ..Plan::default()
    };
    for (node, level) in namer.graph.node_ids().map(|(id, _)| id).zip(levels_of) {
        if !selection.nodes.contains(node.index()) {
            continue;
        }
        let (step, cut) = namer.step(node, &selection.nodes);
        plan.cut.extend(cut);
        match level {
            Some(level) => {
                let missing = (level + 1).saturating_sub(plan.levels.len());
                plan.levels.extend(std::iter::repeat_n(Vec::new(), missing));
                plan.levels.get_mut(level).expect("just extended").push(step);
            }
            None => plan.blocked.push(step),
        }
    }
    plan
}

/// The nodes a target names.
#[derive(Default)]
struct Selection {
    nodes: Numbers,
    /// Instances that the target names, and those with components on its nodes.
    instances: Numbers,
    unmatched: Vec<String>,
}

impl Selection {
    /// A node always gets the components of all instances, whatever the target is.
    fn add_touched_instances(&mut self, namer: &Namer<'_>) {
        let on_node = |it: &&GraphComponent| it.node.is_some_and(|node| self.nodes.contains(node.index()));
        let touched: Vec<usize> =
            namer.graph.components.iter().filter(on_node).map(|it| it.instance).collect();
        touched.into_iter().for_each(|instance| self.instances.insert(instance));
    }
}

/// `Shop['blue']` as people type it, `shop[blue]` too: `Shop[blue]`.
pub fn normalize_application(name: &str) -> String {
    let (ty, title) = match name.trim().split_once('[') {
        Some((ty, title)) => (ty, title.strip_suffix(']').or(Some(title))),
        None => (name.trim(), None),
    };
    let ty: Vec<String> = ty.split("::").map(capitalize).collect();
    let ty = ty.join("::");
    match title {
        Some(title) => format!("{ty}[{}]", title.trim().trim_matches(['\'', '"'])),
        None => ty,
    }
}

fn capitalize(segment: &str) -> String {
    platform::capitalize(&segment.to_ascii_lowercase())
}

fn select(namer: &Namer<'_>, target: &Target) -> Selection {
    match target {
        Target::Environment => Selection {
            nodes: (0..namer.graph.nodes.len()).collect(),
            instances: (0..namer.environment.instances.len()).collect(),
            unmatched: Vec::new(),
        },
        Target::Application(name) => {
            let wanted = normalize_application(name);
            select_instances(namer, name, |it| it.reference.ty == wanted)
        }
        Target::Instance(name) => {
            let wanted = normalize_application(name);
            select_instances(namer, name, |it| it.reference.to_string() == wanted)
        }
        Target::Nodes(names) => select_nodes(namer, names),
    }
}

fn select_instances(
    namer: &Namer<'_>,
    name: &str,
    matches: impl Fn(&crate::env::Instance) -> bool,
) -> Selection {
    let all = namer.environment.instances.iter().enumerate();
    let instances: Numbers = all.filter(|(_, it)| matches(it)).map(|(index, _)| index).collect();
    let components = namer.graph.components.iter();
    let nodes = components.filter(|it| instances.contains(it.instance)).filter_map(|it| it.node);
    let unmatched = if instances.is_empty() { vec![name.to_owned()] } else { Vec::new() };
    Selection { nodes: nodes.map(NodeId::index).collect(), instances, unmatched }
}

fn select_nodes(namer: &Namer<'_>, names: &[String]) -> Selection {
    let mut selection = Selection::default();
    for name in names {
        match namer.graph.node_ids().find(|(_, node)| node.name == *name) {
            Some((id, _)) => selection.nodes.insert(id.index()),
            None => selection.unmatched.push(name.clone()),
        }
    }
    selection
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
    without.map(|it| (namer.instance(it.instance), it.reference.to_string())).collect()
}

fn cycles(namer: &Namer<'_>, nodes: &Numbers) -> Vec<NodeCycle> {
    let touched = |cycle: &&Cycle| cycle.members.iter().any(|id| nodes.contains(id.index()));
    let name = |id: &NodeId| namer.graph.node(*id).name.clone();
    let describe = |cycle: &Cycle| NodeCycle {
        members: cycle.members.iter().map(name).collect(),
        hops: cycle.hops.iter().map(|&id| namer.hop(namer.graph.edge(id))).collect(),
    };
    namer.graph.cycles.iter().filter(touched).map(describe).collect()
}

fn list(names: &[String]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    quoted.join(", ")
}

/// Turns ids into the names that a plan holds.
struct Namer<'a> {
    graph: &'a AppGraph,
    environment: &'a Environment,
}

impl Namer<'_> {
    fn step(&self, id: NodeId, target: &Numbers) -> (Step, Vec<Cut>) {
        let node = self.graph.node(id);
        let mut step = Step {
            id,
            node: node.name.clone(),
            components: node.components.iter().map(|&it| self.step_component(it)).collect(),
            waits_for: Vec::new(),
        };
        let mut cut = Vec::new();
        for edge in self.reasons(id) {
            let from = self.graph.component(edge.producer).node;
            let reason = self.reason(edge);
            if from.is_some_and(|from| target.contains(from.index())) {
                step.waits_for.push(reason);
            } else {
                cut.push(Cut { node: node.name.clone(), reason });
            }
        }
        (step, cut)
    }

    /// Why a node waits, by its components, then as they list it; each reason once.
    fn reasons(&self, id: NodeId) -> Vec<&Edge> {
        let mut edges: Vec<EdgeId> = Vec::new();
        for from in self.graph.waits_for(id) {
            edges.extend(self.graph.between(from, id));
        }
        sort::ascending(&mut edges);
        let mut reasons: Vec<&Edge> = Vec::new();
        for edge in edges.into_iter().map(|edge| self.graph.edge(edge)) {
            let of_component = reasons.iter().rev().take_while(|it| it.consumer == edge.consumer);
            let mut same = of_component.filter(|it| it.capability == edge.capability && it.via == edge.via);
            if same.next().is_none() {
                reasons.push(edge);
            }
        }
        reasons
    }

    fn reason(&self, edge: &Edge) -> Reason {
        Reason {
            node: self.node_of(edge.producer),
            capability: edge.capability.to_string(),
            producer: self.graph.component(edge.producer).reference.to_string(),
            component: self.graph.component(edge.consumer).reference.to_string(),
            via: edge.via,
        }
    }

    fn hop(&self, edge: &Edge) -> Hop {
        Hop {
            from: self.node_of(edge.producer),
            to: self.node_of(edge.consumer),
            capability: edge.capability.to_string(),
            producer: self.graph.component(edge.producer).reference.to_string(),
            consumer: self.graph.component(edge.consumer).reference.to_string(),
        }
    }

    fn step_component(&self, id: ComponentId) -> StepComponent {
        let it = self.graph.component(id);
        let component = self.environment.instances.get(it.instance).and_then(|i| i.components.get(it.index));
        let names = |uses: &[crate::env::CapabilityUse]| {
            uses.iter().map(|used| used.capability.to_string()).collect()
        };
        StepComponent {
            id,
            instance: self.instance(it.instance),
            component: it.reference.to_string(),
            produces: component.map_or_else(Vec::new, |it| names(&it.produces)),
            consumes: component.map_or_else(Vec::new, |it| names(&it.consumes)),
        }
    }

    fn instance(&self, index: usize) -> String {
        self.environment.instances.get(index).map_or_else(String::new, |it| it.reference.to_string())
    }

    fn node_of(&self, component: ComponentId) -> String {
        let node = self.graph.component(component).node;
        node.map_or_else(String::new, |id| self.graph.node(id).name.clone())
    }
}
