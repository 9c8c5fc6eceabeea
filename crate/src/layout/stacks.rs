//! Which nodes are drawn as one card.
//!
//! Goes in: the graph, its plan and what the reader has opened. Comes out: [`Stacks`]: for each node the one that stands
//! for it. Nodes without components always share a card. Where a drawing would have more than [`MANY`] cards, nodes of a
//! wave that do the same share one: the same types of components in the same instances, exchanged with nodes that do the
//! same. Where that leaves more than [`TOO_MANY`], the instances of an application are taken together, and after that
//! whatever the same instances have in a wave.

use crate::env::Environment;
use crate::graph::{AppGraph, ComponentId, NodeId};
use crate::input::{Flow, Folding};
use crate::numbers::Numbers;
use crate::plan::{Plan, Step};
use crate::sort;

/// So many cards are drawn one by one.
pub const MANY: usize = 60;
/// So many cards are drawn before instances are taken together.
pub const TOO_MANY: usize = 300;
/// The same where waves are rows: each line that passes a row takes the room of cards.
const MANY_IN_ROWS: usize = 24;
const TOO_MANY_IN_ROWS: usize = 60;
/// The fewest nodes that share a card.
const LEAST: usize = 3;
/// How far equal nodes are told apart by what those they exchange with exchange with others, in steps.
const ROUNDS: usize = 12;

/// For each node of a graph the node that stands for it in the drawing: itself, unless it shares a card.
#[derive(Debug, Clone, Default)]
pub(super) struct Stacks {
    leaders: Vec<usize>,
}

impl Stacks {
    /// The node that stands for this one.
    pub(super) fn leader(&self, node: NodeId) -> usize {
        self.leaders.get(node.index()).copied().unwrap_or(node.index())
    }
}

/// How much is taken together.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Grain {
    /// Equal nodes of the same instances.
    Siblings,
    /// Equal nodes of instances of the same applications.
    Applications,
    /// All nodes of the same instances.
    Instances,
    /// All nodes of instances of the same applications.
    All,
}

/// Decides which nodes share a card.
pub(super) fn build(
    graph: &AppGraph,
    plan: &Plan,
    environment: &Environment,
    folding: &Folding,
    flow: Flow,
) -> Stacks {
    if folding.whole {
        return Stacks::default();
    }
    let (many, too_many) = match flow {
        Flow::Columns => (MANY, TOO_MANY),
        Flow::Rows { .. } => (MANY_IN_ROWS, TOO_MANY_IN_ROWS),
    };
    let yard = Yard::new(graph, plan, environment);
    let cards = yard.nodes.iter().filter(|node| !node.step.components.is_empty()).count();
    let mut classes = yard.idle();
    if cards > many {
        let grains = [Grain::Siblings, Grain::Applications, Grain::Instances, Grain::All];
        for grain in grains {
            classes = yard.classes(grain);
            if count(&classes) <= too_many {
                break;
            }
        }
    }
    yard.stacks(&classes, folding)
}

/// How many cards these classes make: small ones stay apart.
fn count(classes: &[usize]) -> usize {
    let sizes = sizes(classes);
    sizes.iter().map(|&size| if size < LEAST { size } else { 1 }).sum()
}

/// How many nodes are in each class.
fn sizes(classes: &[usize]) -> Vec<usize> {
    let mut sizes = vec![0; classes.iter().max().map_or(0, |most| most + 1)];
    for &class in classes {
        sizes.iter_mut().skip(class).take(1).for_each(|size| *size += 1);
    }
    sizes
}

/// What tells nodes apart, as numbers; equal nodes have equal ones.
type Mark = Vec<u32>;

struct Node<'a> {
    step: &'a Step,
    column: usize,
    /// Numbers in [`Yard::nodes`] of those it waits for, or that wait for it, with what is exchanged.
    neighbours: Vec<(u32, u32)>,
}

/// The nodes of a plan, in its order.
struct Yard<'a> {
    graph: &'a AppGraph,
    environment: &'a Environment,
    nodes: Vec<Node<'a>>,
    /// The names of component types, capability types and applications; a name's number is its place.
    names: Vec<&'a str>,
}

impl<'a> Yard<'a> {
    fn new(graph: &'a AppGraph, plan: &'a Plan, environment: &'a Environment) -> Yard<'a> {
        let mut nodes = Vec::new();
        for (column, steps) in plan.levels.iter().chain([&plan.blocked]).enumerate() {
            nodes.extend(steps.iter().map(|step| Node { step, column, neighbours: Vec::new() }));
        }
        let types = graph.components.iter().map(|it| &*it.reference.ty);
        let exchanged = graph.edges.iter().map(|edge| &*edge.capability.ty);
        let applications = environment.instances.iter().map(|it| &*it.reference.ty);
        let mut names: Vec<&str> = types.chain(exchanged).chain(applications).collect();
        sort::ascending(&mut names);
        names.dedup();
        let mut yard = Yard { graph, environment, nodes, names };
        yard.add_neighbours();
        yard
    }

    fn add_neighbours(&mut self) {
        let mut places = vec![None; self.graph.nodes.len()];
        for (place, node) in (0..).zip(&self.nodes) {
            places.iter_mut().skip(node.step.id.index()).take(1).for_each(|it| *it = Some(place));
        }
        let place = |component: ComponentId| -> Option<u32> {
            places.get(self.graph.component(component).node?.index()).copied().flatten()
        };
        for edge in &self.graph.edges {
            let (Some(from), Some(to)) = (place(edge.producer), place(edge.consumer)) else { continue };
            // Even for what is given, odd for what is got.
            let exchanged = 2 * self.number(&edge.capability.ty);
            for (one, other, exchanged) in [(from, to, exchanged), (to, from, exchanged + 1)] {
                let node = usize::try_from(one).ok().and_then(|one| self.nodes.get_mut(one));
                node.expect("places are those of nodes").neighbours.push((exchanged, other));
            }
        }
    }

    fn number(&self, name: &str) -> u32 {
        let place = self.names.partition_point(|it| *it < name);
        u32::try_from(place).unwrap_or(u32::MAX / 2)
    }

    /// Only nodes without components are taken together, by wave.
    fn idle(&self) -> Vec<usize> {
        let marks = (0..).zip(&self.nodes).map(|(place, node)| match node.step.components.is_empty() {
            true => vec![0, column(node)],
            false => vec![1, place],
        });
        numbered(&marks.collect::<Vec<Mark>>())
    }

    /// The class of each node: nodes of one class are drawn as one, if they are enough.
    fn classes(&self, grain: Grain) -> Vec<usize> {
        let marks: Vec<Mark> = self.nodes.iter().map(|node| self.mark(node, grain)).collect();
        let mut classes = numbered(&marks);
        if matches!(grain, Grain::Instances | Grain::All) {
            return classes;
        }
        for _ in 0..ROUNDS {
            let before = classes.iter().max().copied();
            let marks: Vec<Mark> = self.nodes.iter().zip(&classes).map(|it| refined(it, &classes)).collect();
            classes = numbered(&marks);
            if classes.iter().max().copied() == before {
                break;
            }
        }
        classes
    }

    /// What a node is by itself.
    fn mark(&self, node: &Node<'_>, grain: Grain) -> Mark {
        let mut parts: Vec<(u32, u32)> = Vec::new();
        for it in &node.step.components {
            let component = self.graph.component(it.id);
            let instance = || u32::try_from(component.instance).unwrap_or(u32::MAX);
            let application = || {
                let instance = self.environment.instances.get(component.instance);
                instance.map_or(u32::MAX, |it| self.number(&it.reference.ty))
            };
            let kind = self.number(&component.reference.ty);
            parts.push(match grain {
                Grain::Siblings => (kind, instance()),
                Grain::Applications => (kind, application()),
                Grain::Instances => (0, instance()),
                Grain::All => (0, application()),
            });
        }
        sort::ascending(&mut parts);
        if matches!(grain, Grain::Instances | Grain::All) {
            parts.dedup();
        }
        let mut mark = vec![column(node)];
        mark.extend(parts.into_iter().flat_map(|(kind, whose)| [kind, whose]));
        mark
    }

    /// Large classes that nobody has opened become stacks.
    fn stacks(&self, classes: &[usize], folding: &Folding) -> Stacks {
        let mut leaders: Vec<usize> = (0..self.graph.nodes.len()).collect();
        let sizes = sizes(classes);
        let mut first: Vec<Option<usize>> = vec![None; sizes.len()];
        let opened: Numbers = {
            let named =
                self.nodes.iter().zip(classes).filter(|(node, _)| folding.open.contains(&node.step.node));
            named.map(|(_, &class)| class).collect()
        };
        for (node, &class) in self.nodes.iter().zip(classes) {
            let is_stack = sizes.get(class).is_some_and(|&size| size >= LEAST);
            if !is_stack || opened.contains(class) {
                continue;
            }
            let id = node.step.id.index();
            let slot = first.get_mut(class).expect("every class has a size");
            let leader = *slot.get_or_insert(id);
            leaders.iter_mut().skip(id).take(1).for_each(|it| *it = leader);
        }
        Stacks { leaders }
    }
}

fn column(node: &Node<'_>) -> u32 {
    u32::try_from(node.column).unwrap_or(u32::MAX)
}

/// A node's class, and the classes of those it exchanges with.
fn refined((node, &class): (&Node<'_>, &usize), classes: &[usize]) -> Mark {
    let number = |class: usize| u32::try_from(class).unwrap_or(u32::MAX);
    let of = |place: u32| usize::try_from(place).ok().and_then(|place| classes.get(place)).copied();
    let mut around: Vec<(u32, u32)> =
        node.neighbours.iter().map(|&(what, other)| (what, of(other).map_or(u32::MAX, number))).collect();
    sort::ascending(&mut around);
    around.dedup();
    let mut mark = vec![number(class)];
    mark.extend(around.into_iter().flat_map(|(what, class)| [what, class]));
    mark
}

/// A number for each mark, the same for equal ones.
fn numbered(marks: &[Mark]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..marks.len()).collect();
    sort::by(&mut order, |&a, &b| marks.get(a).cmp(&marks.get(b)));
    let mut numbers = vec![0; marks.len()];
    let (mut number, mut last): (usize, Option<&Mark>) = (0, None);
    for place in order {
        let mark = marks.get(place);
        number += usize::from(last.is_some() && last != mark);
        last = mark;
        numbers.iter_mut().skip(place).take(1).for_each(|it| *it = number);
    }
    numbers
}
