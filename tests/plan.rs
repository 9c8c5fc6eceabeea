//! Plans of random environments, against what brute force says: levels, prerequisites, reasons, and that the suggested
//! changes end the cycles they are suggested for, which no smaller set of changes does.

use std::collections::{BTreeMap, BTreeSet};

use callsheet::diag::Diagnostics;
use callsheet::env::{CapabilityUse, Component, Environment, Instance, Node, Reference, Via};
use callsheet::graph::{self, AppGraph, Change, Cycle, CycleKind};
use callsheet::input::{Input, Target};
use callsheet::plan::{self, Plan};
use callsheet::source::{FileId, Span};
use proptest::prelude::{Strategy, any, prop};
use proptest::test_runner::Config;
use proptest::{prop_assert, prop_assert_eq, proptest};

/// A component: its node, and what it waits for, by component and whether by `require`.
type Part = (Option<usize>, Vec<(usize, bool)>);
/// Components by number. Every third belongs to the same instance.
type Draft = Vec<Part>;

fn drafts(components: usize, nodes: usize, waits: usize) -> impl Strategy<Value = Draft> {
    let waits = prop::collection::vec((0..components, any::<bool>()), 0..=waits);
    let component = (prop::option::weighted(0.95, 0..nodes), waits);
    prop::collection::vec(component, 0..=components)
}

fn span() -> Span {
    Span::new(FileId(0), 0, 0)
}

fn reference(ty: &str, title: impl ToString) -> Reference {
    Reference { ty: ty.into(), title: title.to_string().into() }
}

fn environment(draft: &Draft, instances: usize) -> Environment {
    let used = |number: usize, via| CapabilityUse { capability: reference("Cap", number), via, span: span() };
    let component = |(number, (node, waits)): (usize, &Part)| {
        let via = |require| if require { Via::Require } else { Via::Consume };
        Component {
            reference: reference("Part", number),
            span: span(),
            whole: span(),
            node: node.map(|node| format!("n{node}")),
            assignment: None,
            produces: vec![used(number, Via::Export)],
            consumes: waits.iter().map(|&(number, require)| used(number, via(require))).collect(),
            broken: false,
        }
    };
    let instance = |number: usize| Instance {
        reference: reference("App", number),
        span: span(),
        components: draft.iter().enumerate().skip(number).step_by(instances).map(component).collect(),
        broken: false,
    };
    let last = draft.iter().filter_map(|(node, _)| *node).max();
    let names = (0..=last.unwrap_or(0)).map(|node| Node { name: format!("n{node}"), span: span() });
    Environment {
        name: "production".to_owned(),
        instances: (0..instances).map(instance).collect(),
        nodes: names.collect(),
        ..Environment::default()
    }
}

fn graph_of(environment: &Environment) -> AppGraph {
    graph::build(environment, &mut Diagnostics::default())
}

fn plan_of(environment: &Environment, input: &Input) -> Plan {
    plan::order(&graph_of(environment), environment, input, &mut Diagnostics::default())
}

/// Which node waits for which others, without a look at the graph.
fn waits(draft: &Draft) -> BTreeMap<String, BTreeSet<String>> {
    let name = |node: usize| format!("n{node}");
    let last = draft.iter().filter_map(|(node, _)| *node).max();
    let mut waits: BTreeMap<String, BTreeSet<String>> =
        (0..=last.unwrap_or(0)).map(|node| (name(node), BTreeSet::new())).collect();
    for (node, wanted) in draft {
        for (producer, _) in wanted {
            let Some((Some(from), _)) = draft.get(*producer) else { continue };
            if let Some(to) = node.filter(|to| to != from) {
                waits.entry(name(to)).or_default().insert(name(*from));
            }
        }
    }
    waits
}

/// The length of the longest chain within the target below a node; none when one of them never ends.
fn level(
    node: &str,
    waits: &BTreeMap<String, BTreeSet<String>>,
    target: &BTreeSet<String>,
    above: &mut Vec<String>,
    known: &mut BTreeMap<String, Option<usize>>,
) -> Option<usize> {
    if let Some(level) = known.get(node) {
        return *level;
    }
    if above.iter().any(|it| it == node) {
        return None;
    }
    above.push(node.to_owned());
    let mut longest = Some(0);
    for before in waits[node].iter().filter(|it| target.contains(*it)) {
        let below = level(before, waits, target, above, known);
        longest = longest.and_then(|longest| Some(longest.max(below? + 1)));
    }
    above.pop();
    // Coming back to a node above is a cycle, wherever one comes from, so what is known holds for all.
    known.insert(node.to_owned(), longest);
    longest
}

/// A node with all that it waits for.
fn closure(names: &BTreeSet<String>, waits: &BTreeMap<String, BTreeSet<String>>) -> BTreeSet<String> {
    let mut all = names.clone();
    loop {
        let more: BTreeSet<String> = all.iter().flat_map(|node| waits[node].clone()).collect();
        let before = all.len();
        all.extend(more);
        if all.len() == before {
            return all;
        }
    }
}

/// The environment after a change, `fresh` being the name of a node of its own.
fn change(environment: &mut Environment, change: &Change, fresh: &str) {
    let components = environment.instances.iter_mut().flat_map(|it| &mut it.components);
    for it in components {
        let name = it.reference.to_string();
        match change {
            Change::Move { component, from, to } if *component == name => {
                assert_eq!(it.node.as_ref(), Some(from));
                it.node = Some(to.clone().unwrap_or_else(|| fresh.to_owned()));
            }
            Change::Cut { component, capability, producer: _ } if *component == name => {
                let before = it.consumes.len();
                it.consumes.retain(|used| used.capability.to_string() != *capability);
                assert!(it.consumes.len() < before, "{name} does not wait for {capability}");
            }
            Change::Move { .. } | Change::Cut { .. } => {}
        }
    }
}

fn changed<'c>(environment: &Environment, changes: impl IntoIterator<Item = &'c Change>) -> AppGraph {
    let mut changed = environment.clone();
    for (number, it) in changes.into_iter().enumerate() {
        change(&mut changed, it, &format!("fresh{number}"));
    }
    graph_of(&changed)
}

/// Whether some of these components still wait for each other, or their nodes do.
fn is_broken(graph: &AppGraph, components: &BTreeSet<String>) -> bool {
    let name = |id| graph.component(id).reference.to_string();
    let in_it = |cycle: &Cycle| {
        let ends = cycle.hops.iter().map(|&hop| graph.edge(hop)).flat_map(|it| [it.producer, it.consumer]);
        ends.map(name).any(|name| components.contains(&name))
    };
    !graph.cycles.iter().any(in_it)
}

/// The components on the nodes of a cycle, and every change to one of them that may be a part of a way out.
fn choices(graph: &AppGraph, cycle: &Cycle) -> (BTreeSet<String>, Vec<Change>) {
    let name = |id| graph.component(id).reference.to_string();
    let node = |id| graph.component(id).node.filter(|node| cycle.members.contains(node));
    let node_name = |id| node(id).map(|node| graph.node(node).name.clone());
    let edges: Vec<_> =
        graph.edges.iter().filter(|it| node(it.producer).is_some() && node(it.consumer).is_some()).collect();
    let mut components = BTreeSet::new();
    let mut changes: Vec<Change> = Vec::new();
    let mut add = |change: Change| {
        if !changes.contains(&change) {
            changes.push(change);
        }
    };
    for edge in &edges {
        components.extend([name(edge.producer), name(edge.consumer)]);
        add(Change::Cut {
            component: name(edge.consumer),
            capability: edge.capability.to_string(),
            producer: name(edge.producer),
        });
        for (moved, other) in [(edge.producer, edge.consumer), (edge.consumer, edge.producer)] {
            let from = node_name(moved).expect("on a node of the cycle");
            add(Change::Move { component: name(moved), from: from.clone(), to: None });
            let late = edges.iter().any(|it| {
                let here = |id| id == moved;
                let there = |id| node(id) == node(other);
                it.via == Via::Consume
                    && it.producer > it.consumer
                    && (here(it.producer) && there(it.consumer) || there(it.producer) && here(it.consumer))
            });
            if node(moved) != node(other) && !late {
                add(Change::Move { component: name(moved), from, to: node_name(other) });
            }
        }
    }
    (components, changes)
}

/// Whether a set of so many of these changes breaks the cycle.
fn some_set_breaks(
    environment: &Environment,
    components: &BTreeSet<String>,
    changes: &[Change],
    size: usize,
) -> bool {
    fn choose<'c>(
        changes: &'c [Change],
        size: usize,
        chosen: &mut Vec<&'c Change>,
        breaks: &dyn Fn(&[&Change]) -> bool,
    ) -> bool {
        if size == 0 {
            return breaks(chosen);
        }
        changes.iter().enumerate().any(|(at, change)| {
            chosen.push(change);
            let found = choose(&changes[at + 1..], size - 1, chosen, breaks);
            chosen.pop();
            found
        })
    }
    let moved = |it: &&Change| match it {
        Change::Move { component, .. } => Some(component.clone()),
        Change::Cut { .. } => None,
    };
    let breaks = |chosen: &[&Change]| {
        let moves: Vec<String> = chosen.iter().filter_map(moved).collect();
        let each_once = moves.iter().collect::<BTreeSet<_>>().len() == moves.len();
        each_once && is_broken(&changed(environment, chosen.iter().copied()), components)
    };
    choose(changes, size, &mut Vec::new(), &breaks)
}

proptest! {
    #![proptest_config(Config { cases: 300, failure_persistence: None, ..Config::default() })]

    #[test]
    fn levels_are_those_of_brute_force(
        draft in drafts(30, 14, 2),
        chosen in prop::collection::btree_set(0..14_usize, 0..6),
        with_prerequisites in any::<bool>(),
    ) {
        let environment = environment(&draft, 3);
        let waits = waits(&draft);
        let mut target: BTreeSet<String> = chosen.iter().map(|node| format!("n{node}")).collect();
        target.retain(|node| waits.contains_key(node));
        let named: Vec<String> = target.iter().cloned().collect();
        if with_prerequisites {
            target = closure(&target, &waits);
        }
        let all = waits.keys().cloned().collect();
        let inputs = [
            (Input::default(), all),
            (Input { target: Target::Nodes(named.clone()), with_prerequisites, ..Input::default() }, target),
        ];
        for (input, target) in inputs {
            let plan = plan_of(&environment, &input);
            prop_assert_eq!(plan.node_count(), target.len());
            let mut known = BTreeMap::new();
            let levels = plan.levels.iter().enumerate();
            let levels = levels.flat_map(|(level, steps)| steps.iter().map(move |step| (Some(level), step)));
            for (found, step) in levels.chain(plan.blocked.iter().map(|step| (None, step))) {
                let expected = level(&step.node, &waits, &target, &mut Vec::new(), &mut known);
                prop_assert_eq!(found, expected, "{}", step.node);
                let named = input.target == Target::Environment || named.contains(&step.node);
                prop_assert_eq!(step.prerequisite, !named);
            }
            if with_prerequisites {
                prop_assert!(plan.cut.is_empty());
            }
            for cut in &plan.cut {
                prop_assert!(waits[&cut.node].contains(&cut.reason.node) && !target.contains(&cut.reason.node));
            }
        }
    }

    #[test]
    fn chains_of_reasons_lead_down_to_their_end(draft in drafts(30, 14, 2)) {
        let plan = plan_of(&environment(&draft, 3), &Input::default());
        for step in plan.steps() {
            let chain = plan::why(&plan, &step.node);
            prop_assert_eq!(&chain[0].1.node, &step.node);
            for pair in chain.windows(2) {
                let ((level, step), (below, before)) = (pair[0], pair[1]);
                let reason = &step.waits_for[step.decisive.expect("not the end of the chain")];
                prop_assert_eq!(&reason.node, &before.node);
                prop_assert_eq!(level.map(|level| level - 1), below);
            }
            let (level, last) = chain[chain.len() - 1];
            match level {
                Some(level) => prop_assert!(level == 0 && last.waits_for.is_empty()),
                None => {
                    let in_it = |it: &plan::NodeCycle| it.kind.stops_nodes() && it.members.contains(&last.node);
                    prop_assert!(plan.cycles.iter().any(in_it));
                }
            }
        }
    }

    #[test]
    fn cycles_are_told_apart(draft in drafts(14, 6, 2)) {
        let graph = graph_of(&environment(&draft, 3));
        for cycle in &graph.cycles {
            let hops: Vec<_> = cycle.hops.iter().map(|&hop| graph.edge(hop)).collect();
            let ends = hops.iter().zip(hops.iter().cycle().skip(1));
            let joined = ends.clone().all(|(hop, next)| hop.consumer == next.producer);
            let node = |id| graph.component(id).node;
            let instance = |id| graph.component(id).instance;
            let inner = hops.iter().all(|it| instance(it.producer) == instance(it.consumer));
            let several = hops.iter().any(|it| instance(it.producer) != instance(hops[0].producer));
            match cycle.kind {
                CycleKind::OwnExport => prop_assert!(hops.len() == 1 && joined),
                CycleKind::Local => prop_assert!(hops.len() > 1 && joined),
                CycleKind::Components => {
                    prop_assert!(joined && hops.iter().any(|it| node(it.producer) != node(it.consumer)));
                }
                CycleKind::Instances => prop_assert!(inner && several),
                CycleKind::Nodes => prop_assert!(!inner || !several),
            }
            if cycle.kind.stops_nodes() {
                prop_assert!(ends.clone().all(|(hop, next)| node(hop.consumer) == node(next.producer)));
            }
        }
    }

}

proptest! {
    #![proptest_config(Config { cases: 100, failure_persistence: None, ..Config::default() })]

    #[test]
    fn suggested_changes_end_all_cycles(draft in drafts(40, 12, 3)) {
        let environment = environment(&draft, 3);
        let graph = graph_of(&environment);
        for choice in [0, 1] {
            let ways = graph.cycles.iter().filter_map(|it| it.ways_out.get(choice).or(it.ways_out.first()));
            let mut changes: Vec<&Change> = Vec::new();
            for change in ways.flat_map(|way_out| &way_out.changes) {
                if !changes.contains(&change) {
                    changes.push(change);
                }
            }
            let left = changed(&environment, changes.iter().copied()).cycles;
            prop_assert!(left.is_empty(), "{left:?} after {changes:?}");
        }
    }

    #[test]
    fn no_smaller_set_of_changes_ends_a_cycle(draft in drafts(8, 4, 2)) {
        let mut draft = draft;
        for (number, (node, waits)) in draft.iter_mut().enumerate() {
            // Own exports and components without a node are cycles for themselves.
            waits.retain(|(wanted, _)| *wanted != number);
            *node = node.or(Some(0));
        }
        let environment = environment(&draft, 2);
        let graph = graph_of(&environment);
        for cycle in graph.cycles.iter().filter(|it| it.kind.stops_nodes()) {
            let (components, changes) = choices(&graph, cycle);
            let cuts: Vec<Change> =
                changes.iter().filter(|it| matches!(it, Change::Cut { .. })).cloned().collect();
            for (way_out, changes) in cycle.ways_out.iter().zip([changes, cuts]) {
                prop_assert!(way_out.smallest);
                prop_assert!(way_out.changes.iter().all(|it| changes.contains(it)), "{way_out:?} {changes:?}");
                prop_assert!(is_broken(&changed(&environment, &way_out.changes), &components));
                for size in 0..way_out.changes.len().min(3) {
                    let smaller = some_set_breaks(&environment, &components, &changes, size);
                    prop_assert!(!smaller, "{size} instead of {way_out:?}");
                }
            }
        }
    }
}

/// On a small stack, as in a browser: chains and rings of thousands.
#[test]
fn long_chains_and_rings_are_planned_on_a_small_stack() {
    let work = || {
        for (count, ring) in [(20_000, false), (20_000, true)] {
            let before = |number: usize| match number {
                0 if ring => vec![(count - 1, false)],
                0 => Vec::new(),
                _ => vec![(number - 1, false)],
            };
            let draft: Draft = (0..count).map(|number| (Some(number), before(number))).collect();
            let environment = environment(&draft, 1);
            let plan = plan_of(&environment, &Input::default());
            assert_eq!((plan.levels.len(), plan.blocked.len()), if ring { (0, count) } else { (count, 0) });
            assert_eq!(plan::why(&plan, &format!("n{}", count - 1)).len(), if ring { 1 } else { count });
            for cycle in &plan.cycles {
                let way_out = &cycle.ways_out[0];
                assert_eq!((way_out.changes.len(), way_out.smallest, cycle.hops.len()), (1, true, count));
            }
        }
    };
    let thread = std::thread::Builder::new().stack_size(256 * 1024).spawn(work).expect("a thread");
    thread.join().expect("no overflow");
}
