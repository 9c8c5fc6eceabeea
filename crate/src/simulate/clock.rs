//! The run itself: from one end of a node to the next.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

use super::order::Order;
use super::{Because, Event, EventKind, State, Why};
use crate::input::{Conditions, Policy};
use crate::plan::Step;
use crate::table::Table;

/// What has happened to a node so far.
#[derive(Clone, Default)]
pub(super) struct Progress {
    /// How many nodes it still waits for.
    waiting: usize,
    pub(super) start: Option<u64>,
    /// How and when it ended.
    pub(super) end: Option<(State, u64)>,
    /// The node whose end let it start.
    pub(super) after: Option<usize>,
}

/// Nodes by time, then by their place in the plan; the first comes out first.
type Queue = BinaryHeap<Reverse<(u64, usize)>>;

pub(super) struct Clock<'o, 'p> {
    order: &'o Order<'p>,
    /// How many nodes may run at once.
    limit: usize,
    policy: Policy,
    /// Why the run of a node fails, if it does.
    faults: Vec<Option<Because>>,
    time: u64,
    /// Nodes that wait for nothing but room; their time does not matter.
    ready: Queue,
    /// Nodes that run, by their end.
    running: Queue,
    /// Nodes that ended last, at the present time.
    ended: Vec<usize>,
    pub(super) progress: Vec<Progress>,
    pub(super) events: Vec<Event>,
}

impl<'o, 'p> Clock<'o, 'p> {
    pub(super) fn new(order: &'o Order<'p>, limit: Option<u32>, conditions: &Conditions) -> Clock<'o, 'p> {
        let waits = order.waits_for.iter();
        let mut clock = Clock {
            order,
            // None at all would never end.
            limit: limit.map_or(usize::MAX, |limit| limit.max(1) as usize),
            policy: conditions.policy,
            faults: faults(order, conditions),
            time: 0,
            ready: Queue::new(),
            running: Queue::new(),
            ended: Vec::new(),
            progress: waits.map(|waits| Progress { waiting: waits.len(), ..Progress::default() }).collect(),
            events: Vec::new(),
        };
        for place in 0..order.ready {
            if order.waits_for(place).is_empty() {
                clock.ready.push(Reverse((0, place)));
            }
        }
        clock
    }

    /// Runs until nothing runs and nothing is ready.
    pub(super) fn run(&mut self) {
        self.skip_blocked();
        self.start_ready();
        while let Some(&Reverse((time, _))) = self.running.peek() {
            self.time = time;
            self.end_running();
            self.start_ready();
        }
    }

    /// Nodes in cycles never become ready, and so do those that wait for them.
    fn skip_blocked(&mut self) {
        for place in self.order.ready..self.order.steps.len() {
            let cycle = |place: usize| self.order.cycles.get(place).copied().flatten();
            let waits = self.order.waits_for(place).iter().copied();
            let mut blocked = waits.filter(|&from| from >= self.order.ready);
            let round = blocked.clone().find(|&from| cycle(from).is_some() && cycle(from) == cycle(place));
            let outside = blocked.next().map(|from| (Why::Skipped, from));
            let because = round.map(|from| (Why::Cycle, from)).or(outside);
            self.skip(place, because.expect("what never becomes ready waits for what never does"));
        }
    }

    fn start_ready(&mut self) {
        while self.running.len() < self.limit
            && let Some(Reverse((_, place))) = self.ready.pop()
        {
            let time = self.time;
            let ended_now = |&from: &usize| self.state(from).is_some_and(|(_, end)| end == time);
            let mut waits = self.order.waits_for(place).iter().copied();
            let done = waits.find(ended_now).map(|from| (Why::Done, from));
            let because = done.or_else(|| self.ended.first().map(|&from| (Why::Room, from)));
            let end = time.saturating_add(self.order.duration(place));
            if let Some(progress) = self.progress.get_mut(place) {
                progress.start = Some(time);
                progress.after = because.map(|(_, from)| from);
            }
            self.running.push(Reverse((end, place)));
            self.tell(EventKind::Start, place, because);
        }
    }

    /// Ends all that ends now, in the order of the plan.
    fn end_running(&mut self) {
        self.ended.clear();
        while let Some(&Reverse((time, place))) = self.running.peek() {
            if time > self.time {
                break;
            }
            self.running.pop();
            self.ended.push(place);
            match self.faults.get_mut(place).and_then(Option::take) {
                Some(because) => self.fail(place, because),
                None => self.finish(place),
            }
        }
    }

    fn finish(&mut self, place: usize) {
        self.set_end(place, State::Finished);
        self.tell(EventKind::Finish, place, None);
        for &next in self.order.awaited_by(place) {
            let Some(progress) = self.progress.get_mut(next).filter(|it| it.end.is_none()) else { continue };
            progress.waiting = progress.waiting.saturating_sub(1);
            if progress.waiting == 0 {
                self.ready.push(Reverse((0, next)));
            }
        }
    }

    fn fail(&mut self, place: usize, because: Because) {
        self.set_end(place, State::Failed);
        let node = self.order.name(place).to_owned();
        self.events.push(Event { time: self.time, kind: EventKind::Fail, node, because: Some(because) });
        self.skip_dependents(place);
        match self.policy {
            Policy::SkipDependents => {}
            Policy::Stop => self.skip_all(place),
        }
    }

    /// Skips what waits for a node that failed, and what waits for that, nearest first.
    fn skip_dependents(&mut self, failed: usize) {
        let mut queue = VecDeque::from([(failed, Why::Failed)]);
        while let Some((from, why)) = queue.pop_front() {
            for &next in self.order.awaited_by(from) {
                if self.state(next).is_none() {
                    self.skip(next, (why, from));
                    queue.push_back((next, Why::Skipped));
                }
            }
        }
    }

    /// Skips all that has not started, as a node failed.
    fn skip_all(&mut self, failed: usize) {
        self.ready.clear();
        for place in 0..self.order.ready {
            let waits = self.progress.get(place).is_some_and(|it| it.start.is_none() && it.end.is_none());
            if waits {
                self.skip(place, (Why::Stopped, failed));
            }
        }
    }

    fn skip(&mut self, place: usize, because: (Why, usize)) {
        self.set_end(place, State::Skipped);
        self.tell(EventKind::Skip, place, Some(because));
    }

    fn state(&self, place: usize) -> Option<(State, u64)> {
        self.progress.get(place).and_then(|it| it.end)
    }

    fn set_end(&mut self, place: usize, state: State) {
        if let Some(progress) = self.progress.get_mut(place) {
            progress.end = Some((state, self.time));
        }
    }

    fn tell(&mut self, kind: EventKind, place: usize, because: Option<(Why, usize)>) {
        let name = |place| self.order.name(place).to_owned();
        let because = because.map(|(why, from)| Because { why, name: name(from) });
        self.events.push(Event { time: self.time, kind, node: name(place), because });
    }
}

/// Why the run of each node fails, if it does. A capability is tested on every node that waits for it, also when its
/// producer is outside the target; on the producer's own node it is not.
fn faults(order: &Order<'_>, conditions: &Conditions) -> Vec<Option<Because>> {
    let mut faults = vec![None; order.steps.len()];
    if !conditions.unavailable.is_empty() {
        let mut unavailable: Table<&str, usize> = Table::new();
        for (place, name) in conditions.unavailable.iter().enumerate() {
            unavailable.add(name, place);
        }
        for (step, fault) in order.steps.iter().zip(&mut faults) {
            let missing = untested(step, &unavailable);
            *fault = missing.map(|name| Because { why: Why::Unavailable, name: name.to_owned() });
        }
    }
    for (why, names) in [(Why::Asked, &conditions.failed), (Why::Refused, &conditions.refused)] {
        for name in names {
            let place = order.places.get(name.as_str()).copied();
            let fault = place.and_then(|place| faults.get_mut(place));
            fault.into_iter().for_each(|fault| *fault = Some(Because { why, name: name.clone() }));
        }
    }
    faults
}

/// The first of these capabilities that a node waits for and does not export itself.
fn untested<'s>(step: &'s Step, unavailable: &Table<&str, usize>) -> Option<&'s str> {
    let consumed = step.components.iter().flat_map(|it| &it.consumes);
    let mut missing = consumed.filter(|it| unavailable.contains_key(it.as_str()));
    let exports = |it: &String| step.components.iter().any(|component| component.produces.contains(it));
    missing.find(|&it| !exports(it)).map(String::as_str)
}
