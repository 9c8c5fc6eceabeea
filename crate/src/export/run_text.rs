//! The text of `puppet job run` (PE 2016.1 and later): the plan, what happens, and the report of the job.

use super::ink::Ink;
use super::plan_text::{self, Style};
use crate::plan::Plan;
use crate::simulate::{Event, EventKind, Run, State};

/// The number of a job that is the first one and the last.
const JOB: u32 = 1;

/// The plan, the events of its simulated run in the orchestrator's words, below the time at which they happen, and the
/// report.
pub fn run_text(plan: &Plan, run: &Run, ink: Ink) -> String {
    let mut out = plan_text::run_text(plan, JOB, Style { ink, reasons: false });
    out.push_str("\nThis is a simulation: nothing runs on any node.\n");
    if plan.refused {
        out.push_str("The orchestrator would refuse this job: the environment has errors.\n");
    }
    let mut time = None;
    for event in &run.events {
        if time != Some(event.time) {
            time = Some(event.time);
            out.push_str(&format!("\nTime {}:\n", event.time));
        }
        out.push_str(&ink.node(&event.message()));
        out.push('\n');
    }
    out.push_str(&report(run));
    out
}

fn report(run: &Run) -> String {
    let succeeded = run.ended(State::Finished).len();
    let all = run.nodes.len();
    let word = if succeeded == all { "Success" } else { "Failure" };
    let mut out = format!("\n{word}! {succeeded} of {all} runs succeeded.\n{}", duration(run));
    if !run.critical_path.is_empty() {
        out.push_str(&format!("Critical path: {}\n", run.critical_path.join(" -> ")));
    }
    out.push_str(&format!("Nodes that can run at once: {}\n", run.widest.len()));
    out.push_str(&nodes(run, "Failed", EventKind::Fail));
    out.push_str(&nodes(run, "Skipped", EventKind::Skip));
    out.push_str(&applications("failures", &run.affected_by_failures));
    out.push_str(&applications("skipped runs", &run.affected_by_skips));
    out
}

fn duration(run: &Run) -> String {
    let Run { makespan, shortest, .. } = run;
    if makespan == shortest {
        return format!("Duration: {makespan}\n");
    }
    format!("Duration: {makespan} ({shortest} without failures and without a limit)\n")
}

/// The nodes that failed or were skipped, each with its reason.
fn nodes(run: &Run, title: &str, kind: EventKind) -> String {
    let events: Vec<&Event> = run.events.iter().filter(|event| event.kind == kind).collect();
    if events.is_empty() {
        return String::new();
    }
    let lines = events.iter().map(|event| format!("  - {}: {}\n", event.node, event.reason()));
    format!("\n{title}: {}\n{}", events.len(), lines.collect::<String>())
}

fn applications(cause: &str, names: &[String]) -> String {
    if names.is_empty() {
        return String::new();
    }
    let lines = names.iter().map(|name| format!("  - {name}\n"));
    format!("\nApplications affected by {cause}: {}\n{}", names.len(), lines.collect::<String>())
}
