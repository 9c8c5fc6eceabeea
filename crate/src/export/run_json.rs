//! A simulated run as JSON, for scripts: one object a line.

use super::json::Json;
use crate::plan::Plan;
use crate::simulate::{Event, Run, State};

/// The version of the lines' shape.
const VERSION: i64 = 1;

/// `{time, event, node, because}` for each event, then `{event: "report", version, finished, failed, skipped,
/// applications_affected, affected_by_failures, affected_by_skips, makespan, shortest, critical_path, widest}`.
/// `because` is the node or capability that the event is due to, `null` when there is none.
pub fn run_json(plan: &Plan, run: &Run) -> String {
    let mut out = String::new();
    for event in &run.events {
        out.push_str(&line(event).line());
        out.push('\n');
    }
    out.push_str(&report(plan, run).line());
    out.push('\n');
    out
}

fn line(event: &Event) -> Json {
    Json::object([
        ("time", number(event.time)),
        ("event", Json::text(event.kind.word())),
        ("node", Json::text(&event.node)),
        ("because", Json::or_null(event.due_to(), Json::text)),
    ])
}

fn report(plan: &Plan, run: &Run) -> Json {
    Json::object([
        ("event", Json::text("report")),
        ("version", Json::Number(VERSION)),
        ("finished", Json::texts(run.ended(State::Finished))),
        ("failed", Json::texts(run.ended(State::Failed))),
        ("skipped", Json::texts(run.ended(State::Skipped))),
        ("applications_affected", Json::texts(run.affected(plan))),
        ("affected_by_failures", Json::texts(&run.affected_by_failures)),
        ("affected_by_skips", Json::texts(&run.affected_by_skips)),
        ("makespan", number(run.makespan)),
        ("shortest", number(run.shortest)),
        ("critical_path", Json::texts(&run.critical_path)),
        ("widest", Json::texts(&run.widest)),
    ])
}

fn number(number: u64) -> Json {
    Json::Number(i64::try_from(number).unwrap_or(i64::MAX))
}
