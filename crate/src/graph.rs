//! Who waits for whom.
//!
//! Goes in: the [`Environment`]. Comes out: [`AppGraph`]: components tied by the capabilities they exchange, and the
//! same collapsed to nodes, from all instances together: a node's catalog holds its components of every application,
//! so the edges of all of them count. Edges within one node order nothing and stay out of the node graph.

mod cycle;
mod walk;
mod way_out;

pub use cycle::once_each;
pub use way_out::{Change, WayOut};

use petgraph::Direction;
use petgraph::graphmap::DiGraphMap;

use crate::diag::{Diagnostics, Phase};
use crate::env::{Environment, Reference, Via};
use crate::sort;
use crate::source::Span;
use crate::table::{Hashing, Table};

/// A node: its place in [`AppGraph::nodes`], which is also the tie-break of every order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub u32);

/// A component: its place in [`AppGraph::components`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ComponentId(pub u32);

/// An edge: its place in [`AppGraph::edges`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EdgeId(pub u32);

/// A node with what runs on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GraphNode {
    /// The certname.
    pub name: String,
    /// Its components, by instance, then in the order of declaration.
    pub components: Vec<ComponentId>,
    /// Its first mention, as the environment has it.
    pub mention: Option<Span>,
}

/// A component and where to find it in the environment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GraphComponent {
    /// What it is.
    pub reference: Reference,
    /// The number of its instance in [`Environment::instances`].
    pub instance: usize,
    /// Its number in that instance.
    pub index: usize,
    /// The node it runs on, if it is assigned to one.
    pub node: Option<NodeId>,
}

/// Who exports a capability.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Producer {
    /// The component.
    pub component: ComponentId,
    /// The reference in its `export`.
    pub span: Span,
}

/// One component waits for another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edge {
    /// The component that exports.
    pub producer: ComponentId,
    /// The component that waits.
    pub consumer: ComponentId,
    /// What is exchanged.
    pub capability: Reference,
    /// `consume` or `require`.
    pub via: Via,
    /// The reference in the consumer's `consume` or `require`.
    pub span: Span,
}

/// One component waits for what nobody exports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unresolved {
    /// The component that waits.
    pub consumer: ComponentId,
    /// What it waits for.
    pub capability: Reference,
    /// `consume` or `require`.
    pub via: Via,
    /// The reference in its `consume` or `require`.
    pub span: Span,
}

/// What goes round in a cycle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CycleKind {
    /// A component waits for what it exports itself. Its node has its place in the order, but its run fails.
    OwnExport,
    /// Components of one node, or without a node, wait for each other. The same holds.
    Local,
    /// Components of several nodes wait for each other.
    Components,
    /// Nodes wait for each other, since instances whose components they share each give them another order.
    Instances,
    /// Nodes wait for each other, but neither components nor instances do.
    Nodes,
}

impl CycleKind {
    /// The word in outputs.
    pub fn word(self) -> &'static str {
        match self {
            CycleKind::OwnExport => "own-export",
            CycleKind::Local => "local",
            CycleKind::Components => "components",
            CycleKind::Instances => "instances",
            CycleKind::Nodes => "nodes",
        }
    }

    /// Whether its nodes wait for each other, so that none of them runs.
    pub fn stops_nodes(self) -> bool {
        match self {
            CycleKind::OwnExport | CycleKind::Local => false,
            CycleKind::Components | CycleKind::Instances | CycleKind::Nodes => true,
        }
    }
}

/// Components or nodes that wait for each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cycle {
    /// What goes round.
    pub kind: CycleKind,
    /// Every node from which each other one can be reached, by id; or that of the components, if they have one.
    pub members: Vec<NodeId>,
    /// A shortest way round from the first member, or from the first component, if components go round. Each edge's
    /// producer is, or is on the node of, the consumer of the edge before it.
    pub hops: Vec<EdgeId>,
    /// The smallest change that ends it; if that moves components, then also the smallest that moves none.
    pub ways_out: Vec<WayOut>,
}

/// The graph of an environment.
#[derive(Debug, Clone, Default)]
pub struct AppGraph {
    /// Nodes with components, in the order of their first component; then the others, in order of mention.
    pub nodes: Vec<GraphNode>,
    /// Components by instance, in the order of declaration.
    pub components: Vec<GraphComponent>,
    /// Every exported capability and its first exporter, in the order of declaration.
    pub producers: Table<Reference, Producer>,
    /// What components wait for, by consumer, then as it lists them, each once; those within one node too.
    pub edges: Vec<Edge>,
    /// What components wait for in vain, in the same order.
    pub unresolved: Vec<Unresolved>,
    /// From each node to those that wait for it, with the edges that say so. No loops.
    pub node_graph: DiGraphMap<NodeId, Vec<EdgeId>, Hashing>,
    /// Cycles by their first member, then by their first edge; no node is in two that stop nodes.
    pub cycles: Vec<Cycle>,
}

impl NodeId {
    /// The place as a number.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

impl ComponentId {
    /// The place as a number.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

impl AppGraph {
    /// The node with this id.
    pub fn node(&self, id: NodeId) -> &GraphNode {
        self.nodes.get(id.index()).expect("a NodeId is made by build")
    }

    /// The component with this id.
    pub fn component(&self, id: ComponentId) -> &GraphComponent {
        self.components.get(id.index()).expect("a ComponentId is made by build")
    }

    /// The edge with this id.
    pub fn edge(&self, id: EdgeId) -> &Edge {
        self.edges.get(id.0 as usize).expect("an EdgeId is made by build")
    }

    /// The id of the node at this place, if there is one.
    pub fn node_id(&self, index: usize) -> Option<NodeId> {
        self.nodes.get(index).map(|_| NodeId(number(index)))
    }

    /// All edges with their ids.
    pub fn edge_ids(&self) -> impl Iterator<Item = (EdgeId, &Edge)> {
        self.edges.iter().enumerate().map(|(index, edge)| (EdgeId(number(index)), edge))
    }

    /// All nodes with their ids.
    pub fn node_ids(&self) -> impl Iterator<Item = (NodeId, &GraphNode)> {
        self.nodes.iter().enumerate().map(|(index, node)| (NodeId(number(index)), node))
    }

    /// All components with their ids.
    pub fn component_ids(&self) -> impl Iterator<Item = (ComponentId, &GraphComponent)> {
        self.components.iter().enumerate().map(|(index, it)| (ComponentId(number(index)), it))
    }

    /// The edges that make `consumer` wait for `producer`, both nodes, in order; empty when it does not.
    pub fn between(&self, producer: NodeId, consumer: NodeId) -> &[EdgeId] {
        self.node_graph.edge_weight(producer, consumer).map_or(&[], Vec::as_slice)
    }

    /// The nodes that a node waits for, by id.
    pub fn waits_for(&self, node: NodeId) -> Vec<NodeId> {
        self.neighbours(node, Direction::Incoming)
    }

    /// The nodes that wait for a node, by id.
    pub fn awaited_by(&self, node: NodeId) -> Vec<NodeId> {
        self.neighbours(node, Direction::Outgoing)
    }

    fn neighbours(&self, node: NodeId, direction: Direction) -> Vec<NodeId> {
        let mut nodes: Vec<NodeId> = self.node_graph.neighbors_directed(node, direction).collect();
        sort::ascending(&mut nodes);
        nodes
    }
}

/// Builds the graph and reports its cycles. Linear but for sorting, and for the ways out of cycles, for which a fixed
/// number of steps is spent.
pub fn build(environment: &Environment, diags: &mut Diagnostics) -> AppGraph {
    diags.enter(Phase::Plan);
    let mut graph = AppGraph::default();
    add_components(&mut graph, environment);
    add_producers(&mut graph, environment);
    add_edges(&mut graph, environment);
    add_node_edges(&mut graph);
    graph.cycles = cycle::find(&graph);
    cycle::report(&graph, diags);
    graph
}

fn number(index: usize) -> u32 {
    u32::try_from(index).expect("fewer than four billion items")
}

fn add_components(graph: &mut AppGraph, environment: &Environment) {
    let mut nodes: Table<&str, (Vec<ComponentId>, Option<Span>)> = Table::new();
    for (instance, it) in environment.instances.iter().enumerate() {
        for (index, component) in it.components.iter().enumerate() {
            let id = ComponentId(number(graph.components.len()));
            let node = component.node.as_deref().map(|name| {
                nodes.or_insert(name, (Vec::new(), None)).0.push(id);
                NodeId(number(nodes.get_index_of(name).unwrap_or_default()))
            });
            let reference = component.reference.clone();
            graph.components.push(GraphComponent { reference, instance, index, node });
        }
    }
    for node in &environment.nodes {
        nodes.or_insert(&node.name, (Vec::new(), None)).1 = Some(node.span);
    }
    for (name, (components, mention)) in nodes {
        graph.nodes.push(GraphNode { name: name.to_owned(), components, mention });
    }
}

/// Walks the environment's components in the order of their ids.
fn each_component(environment: &Environment) -> impl Iterator<Item = (ComponentId, &crate::env::Component)> {
    let all = environment.instances.iter().flat_map(|instance| &instance.components);
    all.enumerate().map(|(index, component)| (ComponentId(number(index)), component))
}

fn add_producers(graph: &mut AppGraph, environment: &Environment) {
    for (component, it) in each_component(environment) {
        for export in &it.produces {
            let producer = Producer { component, span: export.span };
            graph.producers.add(export.capability.clone(), producer);
        }
    }
}

fn add_edges(graph: &mut AppGraph, environment: &Environment) {
    // For each capability the last component that consumed it, and the last that required it.
    let mut last: Vec<[Option<ComponentId>; 2]> = vec![[None; 2]; graph.producers.len()];
    for (consumer, it) in each_component(environment) {
        for wanted in &it.consumes {
            let (capability, via, span) = (wanted.capability.clone(), wanted.via, wanted.span);
            let place = graph.producers.get_index_of(&capability);
            let Some((place, (_, found))) = place.and_then(|at| Some((at, graph.producers.get_index(at)?)))
            else {
                graph.unresolved.push(Unresolved { consumer, capability, via, span });
                continue;
            };
            let producer = found.component;
            let [consumed, required] = last.get_mut(place).expect("one for each capability");
            let last = if via == Via::Require { required } else { consumed };
            if last.replace(consumer) != Some(consumer) {
                graph.edges.push(Edge { producer, consumer, capability, via, span });
            }
        }
    }
}

fn add_node_edges(graph: &mut AppGraph) {
    for index in 0..graph.nodes.len() {
        graph.node_graph.add_node(NodeId(number(index)));
    }
    let mut found: Vec<(NodeId, NodeId, EdgeId)> = Vec::new();
    for (index, edge) in graph.edges.iter().enumerate() {
        let ends = (graph.component(edge.producer).node, graph.component(edge.consumer).node);
        if let (Some(from), Some(to)) = ends
            && from != to
        {
            found.push((from, to, EdgeId(number(index))));
        }
    }
    sort::ascending(&mut found);
    for (from, to, edge) in found {
        match graph.node_graph.edge_weight_mut(from, to) {
            Some(edges) => edges.push(edge),
            None => {
                graph.node_graph.add_edge(from, to, vec![edge]);
            }
        }
    }
}
