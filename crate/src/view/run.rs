//! Gathers what the page shows of a simulated run.

use super::{EventView, RunView};
use crate::simulate::{Event, Run};

/// What the page shows of a run; times beyond what a `u32` holds are its largest.
pub fn run(run: &Run) -> RunView {
    RunView {
        events: run.events.iter().map(event).collect(),
        makespan: time(run.makespan),
        shortest: time(run.shortest),
        critical_path: run.critical_path.clone(),
        widest: run.widest.clone(),
        affected_by_failures: run.affected_by_failures.clone(),
        affected_by_skips: run.affected_by_skips.clone(),
    }
}

fn event(event: &Event) -> EventView {
    EventView {
        time: time(event.time),
        event: event.kind.word().to_owned(),
        node: event.node.clone(),
        because: event.due_to().map(str::to_owned),
        message: event.message(),
    }
}

fn time(time: u64) -> u32 {
    u32::try_from(time).unwrap_or(u32::MAX)
}
