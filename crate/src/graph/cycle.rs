//! Cycles: found, told apart, and explained hop by hop.

use super::way_out::{STEPS, ways_out};
use super::{AppGraph, ComponentId, Cycle, CycleKind, Edge, EdgeId, NodeId, number, walk};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::sort;

/// All cycles: by their first node, then by their first edge.
pub(super) fn find(graph: &AppGraph) -> Vec<Cycle> {
    let mut steps = STEPS;
    let mut cycles = own_exports(graph, &mut steps);
    let knots = Knots::new(graph);
    // For each group of nodes the first components that go round in it.
    let mut rounds: Vec<Option<Vec<EdgeId>>> = vec![None; knots.nodes.len()];
    for (components, edges) in knots.components.iter().zip(&knots.component_edges) {
        let hops = round_components(graph, components, edges);
        match knots.of_nodes(graph, components).and_then(|group| rounds.get_mut(group)) {
            Some(round) => *round = round.take().or(Some(hops)),
            None => {
                let members = nodes_of(graph, components);
                let ways_out = ways_out(graph, &[], edges, &mut steps);
                cycles.push(Cycle { kind: CycleKind::Local, members, hops, ways_out });
            }
        }
    }
    for ((nodes, edges), round) in knots.nodes.iter().zip(&knots.node_edges).zip(rounds) {
        let members: Vec<NodeId> = nodes.iter().map(|&node| NodeId(number(node))).collect();
        let (kind, hops) = match round {
            Some(hops) => (CycleKind::Components, hops),
            None => {
                let hops = round_nodes(graph, nodes, edges);
                (kind_of(graph, &hops), hops)
            }
        };
        let ways_out = ways_out(graph, &members, edges, &mut steps);
        cycles.push(Cycle { kind, members, hops, ways_out });
    }
    sort::by_key(&mut cycles, |cycle| (cycle.members.first().copied(), cycle.hops.first().copied()));
    cycles
}

/// Components that wait for what they export themselves.
fn own_exports(graph: &AppGraph, steps: &mut usize) -> Vec<Cycle> {
    let mut cycles = Vec::new();
    for (id, edge) in graph.edge_ids().filter(|(_, edge)| edge.producer == edge.consumer) {
        let members = node_of(graph, edge.consumer).into_iter().collect();
        let ways_out = ways_out(graph, &[], &[id], steps);
        cycles.push(Cycle { kind: CycleKind::OwnExport, members, hops: vec![id], ways_out });
    }
    cycles
}

/// The nodes of components, each once.
fn nodes_of(graph: &AppGraph, components: &[usize]) -> Vec<NodeId> {
    let mut nodes: Vec<NodeId> = components.iter().filter_map(|&it| graph.components.get(it)?.node).collect();
    sort::ascending(&mut nodes);
    nodes.dedup();
    nodes
}

/// Groups of components, and of nodes, that wait for each other, each with the edges within it.
struct Knots {
    components: Vec<Vec<usize>>,
    component_edges: Vec<Vec<EdgeId>>,
    nodes: Vec<Vec<usize>>,
    node_edges: Vec<Vec<EdgeId>>,
    /// The group of each node, by its number.
    group_of: Vec<Option<usize>>,
}

impl Knots {
    fn new(graph: &AppGraph) -> Knots {
        let waits = || graph.edge_ids().filter(|(_, edge)| edge.producer != edge.consumer);
        let arcs: Vec<walk::Arc> =
            waits().map(|(_, edge)| (edge.producer.index(), edge.consumer.index())).collect();
        let components = walk::knots(graph.components.len(), &arcs);
        let node = |id: ComponentId| node_of(graph, id).map(NodeId::index);
        let between = |edge: &Edge| node(edge.producer).zip(node(edge.consumer));
        let arcs: Vec<walk::Arc> =
            waits().filter_map(|(_, edge)| between(edge)).filter(|(from, to)| from != to).collect();
        let nodes = walk::knots(graph.nodes.len(), &arcs);
        let component_groups = group_of(graph.components.len(), &components);
        let group_of = group_of(graph.nodes.len(), &nodes);
        let mut component_edges = vec![Vec::new(); components.len()];
        let mut node_edges = vec![Vec::new(); nodes.len()];
        for (id, edge) in waits() {
            let ends = (edge.producer.index(), edge.consumer.index());
            add_within(&component_groups, Some(ends), id, &mut component_edges);
            add_within(&group_of, between(edge), id, &mut node_edges);
        }
        Knots { components, component_edges, nodes, node_edges, group_of }
    }

    /// The group of nodes that these components go round in; none when all are on one node, or one is on none.
    fn of_nodes(&self, graph: &AppGraph, components: &[usize]) -> Option<usize> {
        let placed = |it: &usize| graph.components.get(*it).is_some_and(|it| it.node.is_some());
        match nodes_of(graph, components).as_slice() {
            [first, _, ..] if components.iter().all(placed) => self.group_of.get(first.index()).copied()?,
            _ => None,
        }
    }
}

fn group_of(count: usize, groups: &[Vec<usize>]) -> Vec<Option<usize>> {
    let mut group_of = vec![None; count];
    for (group, members) in groups.iter().enumerate() {
        for &member in members {
            group_of.iter_mut().skip(member).take(1).for_each(|it| *it = Some(group));
        }
    }
    group_of
}

/// Adds an edge to the group that both of its ends are in.
fn add_within(group_of: &[Option<usize>], ends: Option<walk::Arc>, id: EdgeId, edges: &mut [Vec<EdgeId>]) {
    let Some((from, to)) = ends else { return };
    let group = |at: usize| group_of.get(at).copied().flatten();
    if let (Some(from), Some(to)) = (group(from), group(to))
        && from == to
        && let Some(edges) = edges.get_mut(from)
    {
        edges.push(id);
    }
}

/// A shortest way round of components: one that leaves the first node by its first edge; if they are all on one, one
/// from the first component.
fn round_components(graph: &AppGraph, components: &[usize], edges: &[EdgeId]) -> Vec<EdgeId> {
    let node = |id: ComponentId| node_of(graph, id);
    let leaves = |id: &EdgeId| node(graph.edge(*id).producer) != node(graph.edge(*id).consumer);
    let order = |id: &EdgeId| (node(graph.edge(*id).producer), graph.edge(*id).producer, *id);
    let first = edges.iter().copied().filter(leaves).min_by_key(order);
    let start = first.map(|id| graph.edge(id).producer.index());
    round(components, start, edges, &|id| {
        let edge = graph.edge(id);
        let (from, to) = (edge.producer.index(), edge.consumer.index());
        (Some(from) != start || Some(id) == first).then_some((from, to))
    })
}

/// A shortest way round of nodes, from the first of them.
fn round_nodes(graph: &AppGraph, nodes: &[usize], edges: &[EdgeId]) -> Vec<EdgeId> {
    round(nodes, None, edges, &|id| {
        let edge = graph.edge(id);
        let (from, to) = (node_of(graph, edge.producer)?, node_of(graph, edge.consumer)?);
        (from != to).then_some((from.index(), to.index()))
    })
}

/// A shortest way from `start`, or else the first member, back to it.
fn round(
    members: &[usize],
    start: Option<usize>,
    edges: &[EdgeId],
    ends: &dyn Fn(EdgeId) -> Option<walk::Arc>,
) -> Vec<EdgeId> {
    let place = |number: usize| members.binary_search(&number).ok();
    let (mut arcs, mut ids) = (Vec::new(), Vec::new());
    for &id in edges {
        if let Some((from, to)) = ends(id)
            && let (Some(from), Some(to)) = (place(from), place(to))
        {
            arcs.push((from, to));
            ids.push(id);
        }
    }
    let way = walk::way_round(members.len(), &arcs, start.and_then(place).unwrap_or(0));
    way.into_iter().filter_map(|arc| ids.get(arc).copied()).collect()
}

/// Whether a way round of nodes is one of several instances, each of which has its own order.
fn kind_of(graph: &AppGraph, hops: &[EdgeId]) -> CycleKind {
    let instance = |id: ComponentId| graph.component(id).instance;
    let mut orders =
        hops.iter().map(|&id| graph.edge(id)).map(|it| (instance(it.producer), instance(it.consumer)));
    let first = orders.next();
    let within = |(from, to): (usize, usize)| from == to;
    if first.is_some_and(within) && orders.clone().all(within) && orders.any(|it| Some(it) != first) {
        CycleKind::Instances
    } else {
        CycleKind::Nodes
    }
}

fn node_of(graph: &AppGraph, component: ComponentId) -> Option<NodeId> {
    graph.component(component).node
}

/// Reports every cycle.
pub(super) fn report(graph: &AppGraph, diags: &mut Diagnostics) {
    for cycle in &graph.cycles {
        let hops: Vec<&Edge> = cycle.hops.iter().map(|&id| graph.edge(id)).collect();
        let Some(first) = hops.first() else { continue };
        let mut diagnostic = match cycle.kind {
            CycleKind::OwnExport => own_export(graph, first),
            CycleKind::Local => {
                let path = hops.iter().map(|edge| graph.component(edge.producer).reference.to_string());
                let message = format!("components wait for each other: {}", way(path.collect()));
                Diagnostic::new(Code::ComponentCycle, first.span, message)
            }
            CycleKind::Components | CycleKind::Instances | CycleKind::Nodes => {
                let mut path: Vec<String> =
                    hops.iter().map(|edge| node_name(graph, edge.producer).to_owned()).collect();
                once_each(&mut path);
                let message =
                    format!("nodes wait for each other: {}, {}", way(path), why(graph, cycle.kind, &hops));
                Diagnostic::new(Code::NodeCycle, first.span, message)
            }
        };
        if cycle.kind != CycleKind::OwnExport {
            // All of a long way round would be more than anybody reads.
            for edge in hops.iter().take(20) {
                diagnostic = diagnostic.label(edge.span, describe_hop(graph, edge));
            }
        }
        for (index, way_out) in cycle.ways_out.iter().enumerate() {
            let or = if index > 0 { "or " } else { "" };
            diagnostic = diagnostic.hint(format!("{or}{}", way_out.sentence()));
        }
        diags.add(diagnostic);
    }
}

fn own_export(graph: &AppGraph, edge: &Edge) -> Diagnostic {
    let component = &graph.component(edge.consumer).reference;
    let capability = &edge.capability;
    let message = format!(
        "`{component}` waits for `{capability}`, which it exports itself, so nothing has stored it before"
    );
    let diagnostic = Diagnostic::new(Code::SelfConsumption, edge.span, message);
    match graph.producers.get(capability) {
        Some(producer) => diagnostic.label(producer.span, "exported here"),
        None => diagnostic,
    }
}

/// What makes nodes wait for each other.
fn why(graph: &AppGraph, kind: CycleKind, hops: &[&Edge]) -> String {
    match kind {
        CycleKind::OwnExport | CycleKind::Local | CycleKind::Components => {
            "as their components do".to_owned()
        }
        CycleKind::Nodes => "though their components do not".to_owned(),
        CycleKind::Instances => {
            let instances = hops.iter().map(|edge| graph.component(edge.consumer).instance);
            let mut instances: Vec<usize> = instances.collect();
            sort::ascending(&mut instances);
            instances.dedup();
            format!("as {} instances order them differently", instances.len())
        }
    }
}

fn describe_hop(graph: &AppGraph, edge: &Edge) -> String {
    format!(
        "`{}` on `{}` waits for `{}` from `{}` on `{}`",
        graph.component(edge.consumer).reference,
        node_name(graph, edge.consumer),
        edge.capability,
        graph.component(edge.producer).reference,
        node_name(graph, edge.producer),
    )
}

/// Names that follow each other are said once, those at both ends too: hops may stay on a node.
pub fn once_each(path: &mut Vec<String>) {
    path.dedup();
    while path.len() > 1 && path.first() == path.last() {
        path.pop();
    }
}

/// `a` -> `b` -> `a`; of a long way the beginning and the end.
fn way(path: Vec<String>) -> String {
    const SHOWN: usize = 8;
    let mut shown: Vec<String> = path.iter().take(SHOWN).map(|name| format!("`{name}`")).collect();
    match path.len().saturating_sub(SHOWN) {
        0 => {}
        more => shown.push(format!("{more} more")),
    }
    shown.extend(path.first().map(|name| format!("`{name}`")));
    shown.join(" -> ")
}

fn node_name(graph: &AppGraph, component: ComponentId) -> &str {
    node_of(graph, component).map_or("no node", |id| graph.node(id).name.as_str())
}
