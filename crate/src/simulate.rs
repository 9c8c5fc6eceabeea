//! A run of a plan, simulated: when each node starts and ends, what fails, and what is skipped for it.
//!
//! Goes in: the [`Plan`] and what goes wrong. Comes out: [`Run`]. As the orchestrator does it, a node starts as soon as
//! the nodes that it waits for are done, whatever its level, in the order of the plan, while the limit allows it. After
//! a failure what depends on it is skipped, and all else goes on. Times are whole numbers of the usual run's duration.

mod clock;
mod order;
mod report;

use crate::input::Conditions;
use crate::plan::Plan;
use clock::Clock;
use order::Order;

/// What a simulated job did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// What happened, by time. At one time: first what is skipped from the start, then each end with what is skipped
    /// for it, then what starts, in the order of the plan.
    pub events: Vec<Event>,
    /// How each node ended, in the order of the plan: by level, then those that never become ready.
    pub nodes: Vec<NodeRun>,
    /// Instances with a component on a node that failed, in the order of declaration.
    pub affected_by_failures: Vec<String>,
    /// Instances with a component on a node that was skipped, in the order of declaration.
    pub affected_by_skips: Vec<String>,
    /// When the last node ended.
    pub makespan: u64,
    /// When the last node would have ended if nothing had failed and any number of nodes could run at once.
    pub shortest: u64,
    /// Nodes that ran one after the other without a gap from the start to the end of the job: each began when the one
    /// before it ended, for which it waited or which made room. Their durations add up to the makespan.
    pub critical_path: Vec<String>,
    /// Nodes none of which waits for another, so that they may run at once: the largest level, or the largest set that
    /// runs at one time without a limit and failures, if that is larger. In the order of the plan.
    ///
    /// A still larger set may exist. To find the largest of all takes a matching over all pairs of nodes that depend on
    /// each other, however indirectly, of which there are millions among thousands of nodes.
    pub widest: Vec<String>,
}

/// Something that happened to a node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// When, in units of the usual duration of a run, from 0.
    pub time: u64,
    /// What.
    pub kind: EventKind,
    /// The certname.
    pub node: String,
    /// Why; none for what needs no reason: a start at time 0, a success.
    pub because: Option<Because>,
}

/// What can happen to a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventKind {
    /// Its run starts.
    Start,
    /// Its run ends without failures.
    Finish,
    /// Its run ends with failures.
    Fail,
    /// It will not run.
    Skip,
}

impl EventKind {
    /// Its name in JSON.
    pub fn word(self) -> &'static str {
        match self {
            EventKind::Start => "start",
            EventKind::Finish => "finish",
            EventKind::Fail => "fail",
            EventKind::Skip => "skip",
        }
    }
}

/// Why something happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Because {
    /// In which way.
    pub why: Why,
    /// The node or capability that it is due to; of a failure that was asked for, the node itself.
    pub name: String,
}

/// The ways in which a node or capability is the reason for something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// Starts: the last node that it waited for is done.
    Done,
    /// Starts: this node's end made room.
    Room,
    /// Fails: that was asked for.
    Asked,
    /// Fails: its catalog is refused.
    Refused,
    /// Fails: the availability test of this capability fails on it.
    Unavailable,
    /// Skipped: it waits for this node, which failed.
    Failed,
    /// Skipped: it waits for this node, which is skipped.
    Skipped,
    /// Skipped: after the failure of this node nothing more is started.
    Stopped,
    /// Skipped: it and this node wait for each other.
    Cycle,
}

/// How a node ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NodeRun {
    /// The certname.
    pub node: String,
    /// In which state.
    pub state: State,
    /// When it started; none when it was skipped.
    pub start: Option<u64>,
    /// When it ended or was skipped.
    pub end: u64,
}

/// The states in which a node can end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It ran without failures.
    Finished,
    /// It ran and failed.
    Failed,
    /// It did not run.
    Skipped,
}

impl Run {
    /// The nodes that ended in this state, in the order of the plan.
    pub fn ended(&self, state: State) -> Vec<&str> {
        let ended = self.nodes.iter().filter(|it| it.state == state);
        ended.map(|it| it.node.as_str()).collect()
    }

    /// The instances with a component on a node that failed or was skipped, in the order of declaration.
    pub fn affected(&self, plan: &Plan) -> Vec<String> {
        let is_affected =
            |it: &&String| self.affected_by_failures.contains(it) || self.affected_by_skips.contains(it);
        plan.instances.iter().filter(is_affected).cloned().collect()
    }
}

impl Because {
    /// Whether it lies with the node itself.
    fn is_own(&self) -> bool {
        match self.why {
            Why::Asked | Why::Refused => true,
            Why::Done
            | Why::Room
            | Why::Unavailable
            | Why::Failed
            | Why::Skipped
            | Why::Stopped
            | Why::Cycle => false,
        }
    }
}

impl Event {
    /// The node or capability that it is due to: none when that is the node itself.
    pub fn due_to(&self) -> Option<&str> {
        let because = self.because.as_ref()?;
        if because.is_own() { None } else { Some(&because.name) }
    }

    /// What the orchestrator would say of it on one line.
    pub fn message(&self) -> String {
        let node = &self.node;
        match self.kind {
            EventKind::Start => format!("Started puppet run on {node} ..."),
            EventKind::Finish => format!("Finished puppet run on {node} - Success!"),
            EventKind::Fail => format!("Error running puppet on {node}: {}", self.reason()),
            EventKind::Skip => format!("Skipped puppet run on {node}: {}", self.reason()),
        }
    }

    /// Its reason in words, without a full stop; empty when there is none.
    pub fn reason(&self) -> String {
        let Some(because) = &self.because else { return String::new() };
        let (before, after) = match because.why {
            Why::Done => ("", " is done"),
            Why::Room => ("", " made room"),
            Why::Asked => ("its run was to fail", ""),
            Why::Refused => ("its catalog is refused", ""),
            Why::Unavailable => ("", " is not available"),
            Why::Failed => ("it waits for ", ", which failed"),
            Why::Skipped => ("it waits for ", ", which is skipped"),
            Why::Stopped => ("the job was stopped when ", " failed"),
            Why::Cycle => ("it and ", " wait for each other"),
        };
        let name = self.due_to().unwrap_or_default();
        format!("{before}{name}{after}")
    }
}

/// Runs a plan. Takes n log n steps for n nodes and reasons to wait; of what could happen first at one time the node
/// that stands first in the plan comes first.
pub fn run(plan: &Plan, conditions: &Conditions) -> Run {
    let order = Order::new(plan);
    let mut clock = Clock::new(&order, plan.concurrency, conditions);
    clock.run();
    report::report(plan, &order, clock)
}
