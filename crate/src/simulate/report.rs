//! What a run amounts to: states, what is affected, the critical path, what may run at once.

use super::clock::Clock;
use super::order::Order;
use super::{NodeRun, Run, State};
use crate::numbers::Numbers;
use crate::plan::Plan;
use crate::sort;
use crate::table::Table;

/// Gathers the results of a run that has come to its end.
pub(super) fn report(plan: &Plan, order: &Order<'_>, clock: Clock<'_, '_>) -> Run {
    let mut nodes = Vec::with_capacity(order.steps.len());
    for (step, progress) in order.steps.iter().zip(&clock.progress) {
        let (state, end) = progress.end.expect("a run goes on until each node has ended");
        nodes.push(NodeRun { node: step.node.clone(), state, start: progress.start, end });
    }
    let (starts, shortest) = earliest(order);
    let last = nodes.iter().filter(|it| it.start.is_some()).map(|it| it.end).max();
    Run {
        affected_by_failures: affected(plan, order, &nodes, State::Failed),
        affected_by_skips: affected(plan, order, &nodes, State::Skipped),
        makespan: last.unwrap_or_default(),
        shortest,
        critical_path: order.names(&critical_path(&nodes, &clock, last)),
        widest: order.names(&widest(plan, order, &starts)),
        events: clock.events,
        nodes,
    }
}

/// Instances with a component on a node that ended so.
fn affected(plan: &Plan, order: &Order<'_>, nodes: &[NodeRun], state: State) -> Vec<String> {
    let mut places: Table<&str, usize> = Table::new();
    for (place, instance) in plan.instances.iter().enumerate() {
        places.add(instance, place);
    }
    let mut found = Numbers::default();
    for (step, _) in order.steps.iter().zip(nodes).filter(|(_, node)| node.state == state) {
        for component in &step.components {
            places.get(component.instance.as_str()).into_iter().for_each(|&place| found.insert(place));
        }
    }
    found.iter().filter_map(|place| plan.instances.get(place).cloned()).collect()
}

/// Back from the first of the nodes that ended last, each time to the one whose end let it start.
fn critical_path(nodes: &[NodeRun], clock: &Clock<'_, '_>, last: Option<u64>) -> Vec<usize> {
    let is_last = |it: &NodeRun| it.start.is_some() && Some(it.end) == last;
    let mut place = nodes.iter().position(is_last);
    let mut path = Vec::new();
    while let Some(at) = place {
        path.push(at);
        place = clock.progress.get(at).and_then(|it| it.after);
    }
    path.reverse();
    path
}

/// When each node that becomes ready starts without a limit and failures, and when the last one ends.
fn earliest(order: &Order<'_>) -> (Vec<u64>, u64) {
    let mut starts: Vec<u64> = Vec::with_capacity(order.ready);
    let mut last = 0;
    for place in 0..order.ready {
        let end =
            |&from: &usize| starts.get(from).map_or(0, |start| start.saturating_add(order.duration(from)));
        let start = order.waits_for(place).iter().map(end).max().unwrap_or_default();
        last = last.max(start.saturating_add(order.duration(place)));
        starts.push(start);
    }
    (starts, last)
}

/// The first largest level, or the first largest set of nodes that run at one time, given when they start.
fn widest(plan: &Plan, order: &Order<'_>, starts: &[u64]) -> Vec<usize> {
    let (peak, time) = peak(order, starts);
    let end = |place: usize, start: u64| start.saturating_add(order.duration(place));
    let mut level = 0..0;
    let mut first = 0;
    for steps in &plan.levels {
        if steps.len() > level.len() {
            level = first..first + steps.len();
        }
        first += steps.len();
    }
    if level.len() >= peak {
        return level.collect();
    }
    let runs = |&(place, start): &(usize, u64)| start <= time && time < end(place, start);
    starts.iter().copied().enumerate().filter(runs).map(|(place, _)| place).collect()
}

/// How many nodes run at once at most, and when first: ends are counted before starts at the same time.
fn peak(order: &Order<'_>, starts: &[u64]) -> (usize, u64) {
    let mut changes: Vec<(u64, bool)> = Vec::with_capacity(2 * starts.len());
    for (place, &start) in starts.iter().enumerate().filter(|&(place, _)| order.duration(place) > 0) {
        changes.push((start, true));
        changes.push((start.saturating_add(order.duration(place)), false));
    }
    sort::ascending(&mut changes);
    let (mut running, mut peak, mut at) = (0_usize, 0, 0);
    for (time, starts) in changes {
        if !starts {
            running = running.saturating_sub(1);
            continue;
        }
        running += 1;
        if running > peak {
            (peak, at) = (running, time);
        }
    }
    (peak, at)
}
