//! The plan by numbers: who waits for whom, and how long each node runs.

use crate::plan::{Plan, Step};
use crate::table::Table;

/// Nodes by their place in the plan: by level, then those that never become ready. What a node waits for stands before
/// it, but for the latter.
pub(super) struct Order<'p> {
    pub(super) steps: Vec<&'p Step>,
    pub(super) places: Table<&'p str, usize>,
    /// How many of them become ready.
    pub(super) ready: usize,
    /// What each waits for, each once, in the order of its reasons.
    pub(super) waits_for: Vec<Vec<usize>>,
    /// What waits for each, ascending.
    pub(super) awaited_by: Vec<Vec<usize>>,
    pub(super) durations: Vec<u64>,
    /// The number of the cycle that each is a part of.
    pub(super) cycles: Vec<Option<usize>>,
}

impl<'p> Order<'p> {
    pub(super) fn new(plan: &'p Plan) -> Order<'p> {
        let steps: Vec<&Step> = plan.steps().collect();
        let mut places: Table<&str, usize> = Table::new();
        for (place, step) in steps.iter().enumerate() {
            places.add(&step.node, place);
        }
        let mut order = Order {
            ready: steps.len() - plan.blocked.len(),
            waits_for: vec![Vec::new(); steps.len()],
            awaited_by: vec![Vec::new(); steps.len()],
            durations: durations(plan, &places),
            cycles: vec![None; steps.len()],
            steps,
            places,
        };
        for place in 0..order.steps.len() {
            order.wait(place);
        }
        for (number, cycle) in plan.cycles.iter().enumerate() {
            for member in &cycle.members {
                let place = order.places.get(member.as_str()).copied();
                let cycle = place.and_then(|place| order.cycles.get_mut(place));
                cycle.into_iter().for_each(|cycle| *cycle = Some(number));
            }
        }
        order
    }

    /// Notes what the node at this place waits for. Reasons for one node need not stand together, so the list of what
    /// waits for a node shows whether this one has been noted there, as the last.
    fn wait(&mut self, place: usize) {
        let reasons = self.steps.get(place).map_or(&[][..], |step| &step.waits_for);
        for reason in reasons {
            let Some(&from) = self.places.get(reason.node.as_str()) else { continue };
            let awaited = self.awaited_by.get_mut(from).filter(|awaited| awaited.last() != Some(&place));
            if let (Some(awaited), Some(waits)) = (awaited, self.waits_for.get_mut(place)) {
                awaited.push(place);
                waits.push(from);
            }
        }
    }

    pub(super) fn name(&self, place: usize) -> &'p str {
        self.steps.get(place).map_or("", |step| &step.node)
    }

    pub(super) fn names(&self, places: &[usize]) -> Vec<String> {
        places.iter().map(|&place| self.name(place).to_owned()).collect()
    }

    pub(super) fn waits_for(&self, place: usize) -> &[usize] {
        self.waits_for.get(place).map_or(&[], Vec::as_slice)
    }

    pub(super) fn awaited_by(&self, place: usize) -> &[usize] {
        self.awaited_by.get(place).map_or(&[], Vec::as_slice)
    }

    pub(super) fn duration(&self, place: usize) -> u64 {
        self.durations.get(place).copied().unwrap_or_default()
    }
}

/// One unit for each node of which nothing else is said.
fn durations(plan: &Plan, places: &Table<&str, usize>) -> Vec<u64> {
    let mut durations = vec![1; places.len()];
    // Of two entries the first counts.
    for (node, duration) in plan.durations.iter().rev() {
        let place = places.get(node.as_str()).and_then(|&place| durations.get_mut(place));
        place.into_iter().for_each(|it| *it = u64::from(*duration));
    }
    durations
}
