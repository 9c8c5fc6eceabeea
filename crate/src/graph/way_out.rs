//! The smallest set of changes that ends a cycle.
//!
//! Goes in: the components of a knot, what they exchange, and their nodes. Comes out: [`WayOut`]. A change moves one
//! component, to a node of its own or to one of the knot that runs a component it is tied to, or lets one component wait
//! for one capability no more. Afterwards neither components nor nodes of the knot wait for each other.
//!
//! Small knots are searched: every cycle has to be hit by a change to one of its arcs or to a component at their ends,
//! so the search takes a cycle, tries each such change, and goes on with what is left, for one change, then two, and so
//! on. What the arcs found by a walk in depth give ([`walk::back_arcs`]) is the upper bound, and the answer where the
//! search would take too long.

use super::walk::{self, Arc};
use super::{AppGraph, ComponentId, EdgeId, NodeId};
use crate::env::Via;
use crate::sort;

/// What would end a cycle.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WayOut {
    /// All of these changes together.
    pub changes: Vec<Change>,
    /// Whether it is known that no smaller set does.
    pub smallest: bool,
}

/// One change to the environment, by the names of what it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// The component runs on another node.
    Move {
        /// `Shop::Db[db]`
        component: String,
        /// The node it is on.
        from: String,
        /// The node that takes it; none for a node of its own.
        to: Option<String>,
    },
    /// The component waits for the capability no more.
    Cut {
        /// `Shop::Web[web]`
        component: String,
        /// `Sql[shop]`
        capability: String,
        /// The component that exports it.
        producer: String,
    },
}

impl WayOut {
    /// What to do, as an imperative: ``move `A[a]` from `n1` to a node of its own``. Of many changes the first few.
    pub fn sentence(&self) -> String {
        const SHOWN: usize = 4;
        let shown: Vec<String> = self.changes.iter().take(SHOWN).map(Change::sentence).collect();
        let more = match self.changes.len().saturating_sub(SHOWN) {
            0 => String::new(),
            more => format!(", and {more} more changes"),
        };
        let perhaps = if self.smallest { "" } else { " (fewer changes may do)" };
        format!("{}{more}{perhaps}", shown.join(", and "))
    }
}

impl Change {
    fn sentence(&self) -> String {
        match self {
            Change::Move { component, from, to } => {
                let to =
                    to.as_ref().map_or_else(|| "a node of its own".to_owned(), |node| format!("`{node}`"));
                format!("move `{component}` from `{from}` to {to}")
            }
            Change::Cut { component, capability, producer } => {
                format!("let `{component}` no longer wait for `{capability}` from `{producer}`")
            }
        }
    }
}

/// How many arcs and vertices the searches of one environment may look at.
// Picked by trial: all knots of ten components are searched to the end, and the browser takes some 20 ms at most.
pub(super) const STEPS: usize = 500_000;

/// Knots of more links than these are not searched.
const LARGEST: usize = 300;

/// The smallest set of changes that ends all cycles among the components of these edges; after it, if it moves any, the
/// smallest that only changes what waits for what. Without `nodes`, only components are not to wait for each other.
pub(super) fn ways_out(
    graph: &AppGraph,
    nodes: &[NodeId],
    edges: &[EdgeId],
    steps: &mut usize,
) -> Vec<WayOut> {
    let knot = Knot::new(graph, nodes, edges);
    let bound = knot.bound();
    let (first, smallest) = knot.smallest(&bound, false, steps);
    let moves = first.iter().any(|step| matches!(step, Step::Move(..)));
    let mut ways = vec![WayOut { changes: knot.named(graph, &first), smallest }];
    if moves {
        let (second, smallest) = knot.smallest(&bound, true, steps);
        ways.push(WayOut { changes: knot.named(graph, &second), smallest });
    }
    ways
}

/// A change by the numbers of a knot: a component and its new place, or a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Move(usize, usize),
    Cut(usize),
}

/// Components that are to wait for each other no more. Places are numbers: first those of nodes, then one for each
/// component on its own.
struct Knot<'a> {
    components: Vec<ComponentId>,
    nodes: &'a [NodeId],
    /// The place of each component.
    home: Vec<usize>,
    /// Producer, consumer.
    links: Vec<Arc>,
    /// The edge of each link.
    edges: Vec<EdgeId>,
    /// Where else each component may go.
    places: Vec<Vec<usize>>,
}

/// How far a search is.
struct State {
    place: Vec<usize>,
    cut: Vec<bool>,
    done: Vec<Step>,
    /// Changes that are known to lead nowhere from here.
    barred: Vec<Step>,
}

enum Outcome {
    Found,
    Nothing,
    TooLong,
}

impl<'a> Knot<'a> {
    /// `nodes` ascending.
    fn new(graph: &AppGraph, nodes: &'a [NodeId], edges: &[EdgeId]) -> Knot<'a> {
        // Who requires and consumes the same capability waits for it once, as a consumer: that asks for more.
        let mut edges = edges.to_vec();
        let key = |id: EdgeId| (graph.edge(id).consumer, &graph.edge(id).capability);
        sort::by(&mut edges, |&a, &b| (key(a), graph.edge(a).via).cmp(&(key(b), graph.edge(b).via)));
        edges.dedup_by(|a, b| key(*a) == key(*b));
        sort::ascending(&mut edges);
        let ends = |id: &EdgeId| [graph.edge(*id).producer, graph.edge(*id).consumer];
        let mut components: Vec<ComponentId> = edges.iter().flat_map(ends).collect();
        sort::ascending(&mut components);
        components.dedup();
        let place = |id: &ComponentId| graph.component(*id).node.and_then(|it| nodes.binary_search(&it).ok());
        let home = components.iter().map(|id| place(id).unwrap_or(0)).collect();
        let number = |id: ComponentId| components.binary_search(&id).unwrap_or(0);
        let links = edges.iter().map(ends).map(|[from, to]| (number(from), number(to))).collect();
        let mut knot = Knot { components, nodes, home, links, edges, places: Vec::new() };
        knot.find_places(graph);
        knot
    }

    /// How many places there are besides those of components on their own.
    fn shared_places(&self) -> usize {
        self.nodes.len().max(1)
    }

    /// A component may always have a node of its own. It may go to a node that runs what it is tied to, if everything
    /// there that is consumed by what shares its node is declared before: nodes are compiled in this order.
    fn find_places(&mut self, graph: &AppGraph) {
        let own = |component: usize| self.shared_places() + component;
        let mut places: Vec<Vec<usize>> = (0..self.home.len()).map(|it| vec![own(it)]).collect();
        if self.links.len() > LARGEST {
            return;
        }
        let mut barred: Vec<(usize, usize)> = Vec::new();
        for (&(from, to), &edge) in self.links.iter().zip(&self.edges) {
            let (Some(&source), Some(&target)) = (self.home.get(from), self.home.get(to)) else { continue };
            if source == target {
                continue;
            }
            if graph.edge(edge).via == Via::Consume && from > to {
                barred.extend([(from, target), (to, source)]);
            }
            for (component, place) in [(from, target), (to, source)] {
                let Some(places) = places.get_mut(component) else { continue };
                if !places.contains(&place) {
                    places.push(place);
                }
            }
        }
        for (component, place) in barred {
            if let Some(places) = places.get_mut(component) {
                places.retain(|it| *it != place);
            }
        }
        self.places = places;
    }

    /// A set of links without which nothing goes round, found in linear time.
    fn bound(&self) -> Vec<Step> {
        let mut cut = walk::back_arcs(self.home.len(), &self.links);
        let (arcs, links) = self.arcs_between_places(&self.start(&cut));
        cut.extend(walk::back_arcs(self.shared_places(), &arcs).into_iter().filter_map(|arc| links.get(arc)));
        sort::ascending(&mut cut);
        cut.into_iter().map(Step::Cut).collect()
    }

    /// The smallest set with the fewest cuts, or only cuts; and whether it is known to be the smallest.
    fn smallest(&self, bound: &[Step], only_cuts: bool, steps: &mut usize) -> (Vec<Step>, bool) {
        if self.links.len() > LARGEST {
            return (bound.to_vec(), bound.len() == 1);
        }
        for size in 1..=bound.len() {
            for cuts in if only_cuts { size } else { 0 }..=size {
                if cuts == bound.len() {
                    break;
                }
                let mut state = self.start(&[]);
                match self.search(&mut state, size - cuts, cuts, steps) {
                    Outcome::Found => return (state.done, true),
                    Outcome::Nothing => {}
                    Outcome::TooLong => return (bound.to_vec(), size == bound.len()),
                }
            }
        }
        (bound.to_vec(), true)
    }

    fn start(&self, cut: &[usize]) -> State {
        let mut is_cut = vec![false; self.links.len()];
        cut.iter().for_each(|&link| put(&mut is_cut, link, true));
        State { place: self.home.clone(), cut: is_cut, done: Vec::new(), barred: Vec::new() }
    }

    /// Looks for at most so many moves and cuts that leave no cycle. Deep as there are changes.
    fn search(&self, state: &mut State, moves: usize, cuts: usize, steps: &mut usize) -> Outcome {
        let cost = 2 * (self.links.len() + self.home.len());
        let Some(left) = steps.checked_sub(cost) else { return Outcome::TooLong };
        *steps = left;
        let Some((cycle, of_components)) = self.cycle(state) else { return Outcome::Found };
        let barred = state.barred.len();
        let mut candidates = Vec::new();
        if moves > 0 && !of_components {
            self.add_moves(&cycle, state, &mut candidates);
        }
        if cuts > 0 {
            candidates.extend(cycle.into_iter().map(Step::Cut));
        }
        candidates.retain(|step| !state.barred.contains(step));
        for step in candidates {
            let (moves, cuts) = match step {
                Step::Move(..) => (moves - 1, cuts),
                Step::Cut(_) => (moves, cuts - 1),
            };
            self.apply(step, state);
            match self.search(state, moves, cuts, steps) {
                Outcome::Nothing => self.revert(step, state),
                found @ (Outcome::Found | Outcome::TooLong) => return found,
            }
            state.barred.push(step);
        }
        state.barred.truncate(barred);
        Outcome::Nothing
    }

    /// First to nodes of their own, then to others.
    fn add_moves(&self, cycle: &[usize], state: &State, candidates: &mut Vec<Step>) {
        for own in [true, false] {
            for &(from, to) in cycle.iter().filter_map(|&link| self.links.get(link)) {
                for component in [to, from] {
                    if state.place.get(component) != self.home.get(component) {
                        continue;
                    }
                    for &place in self.places.get(component).into_iter().flatten() {
                        let step = Step::Move(component, place);
                        if (place >= self.shared_places()) == own && !candidates.contains(&step) {
                            candidates.push(step);
                        }
                    }
                }
            }
        }
    }

    fn apply(&self, step: Step, state: &mut State) {
        match step {
            Step::Move(component, place) => put(&mut state.place, component, place),
            Step::Cut(link) => put(&mut state.cut, link, true),
        }
        state.done.push(step);
    }

    fn revert(&self, step: Step, state: &mut State) {
        match step {
            Step::Move(component, _) => {
                put(&mut state.place, component, self.home.get(component).copied().unwrap_or_default());
            }
            Step::Cut(link) => put(&mut state.cut, link, false),
        }
        state.done.pop();
    }

    /// The links of a cycle that is left, and whether it is one of components.
    fn cycle(&self, state: &State) -> Option<(Vec<usize>, bool)> {
        let (arcs, links) = self.arcs(state, &|from, to| Some((from, to)));
        if let Some(start) = walk::on_cycle(self.home.len(), &arcs) {
            return Some((linked(&walk::way_round(self.home.len(), &arcs, start), &links), true));
        }
        let places = self.shared_places() + self.home.len();
        let (arcs, links) = self.arcs_between_places(state);
        let start = walk::on_cycle(places, &arcs)?;
        Some((linked(&walk::way_round(places, &arcs, start), &links), false))
    }

    fn arcs_between_places(&self, state: &State) -> (Vec<Arc>, Vec<usize>) {
        let place = |component: usize| state.place.get(component).copied().unwrap_or_default();
        self.arcs(state, &|from, to| Some((place(from), place(to))).filter(|(from, to)| from != to))
    }

    /// What links that are not cut become, and their numbers.
    fn arcs(&self, state: &State, ends: &dyn Fn(usize, usize) -> Option<Arc>) -> (Vec<Arc>, Vec<usize>) {
        let uncut = self.links.iter().enumerate().filter(|(link, _)| state.cut.get(*link) == Some(&false));
        uncut.filter_map(|(link, &(from, to))| Some((ends(from, to)?, link))).unzip()
    }

    fn named(&self, graph: &AppGraph, steps: &[Step]) -> Vec<Change> {
        steps.iter().filter_map(|&step| self.change(graph, step)).collect()
    }

    fn change(&self, graph: &AppGraph, step: Step) -> Option<Change> {
        let name = |component: ComponentId| graph.component(component).reference.to_string();
        let node = |place: usize| self.nodes.get(place).map(|&node| graph.node(node).name.clone());
        Some(match step {
            Step::Move(component, place) => Change::Move {
                component: name(*self.components.get(component)?),
                from: node(*self.home.get(component)?)?,
                to: node(place),
            },
            Step::Cut(link) => {
                let edge = graph.edge(*self.edges.get(link)?);
                Change::Cut {
                    component: name(edge.consumer),
                    capability: edge.capability.to_string(),
                    producer: name(edge.producer),
                }
            }
        })
    }
}

/// The links behind some arcs.
fn linked(arcs: &[usize], links: &[usize]) -> Vec<usize> {
    arcs.iter().filter_map(|&arc| links.get(arc).copied()).collect()
}

fn put<T>(items: &mut [T], at: usize, value: T) {
    if let Some(item) = items.get_mut(at) {
        *item = value;
    }
}
