//! Why a node has its place in the run order, as text and as JSON: what only the command line asks for.

use super::ink::Ink;
use super::json::Json;
use super::plan_json::{number, reason};
use super::plan_text::because;
use crate::plan::{NodeCycle, Plan, Step, why};

/// The chain from a node down to one that waits for nothing, a line each; none when the node is not in the plan. Read
/// in one go it is a sentence: `lb is at level 2 / because … requires … from … on web1, which is at level 1 / because …`.
pub fn why_text(plan: &Plan, node: &str, ink: Ink) -> Option<String> {
    let chain = why(plan, node);
    let (&(level, _), &(_, last)) = (chain.first()?, chain.last()?);
    let mut out = format!("{} {}\n", ink.node(node), place(level));
    for ((_, step), (before, _)) in chain.iter().zip(chain.iter().skip(1)) {
        let Some(reason) = decisive(step) else { continue };
        out.push_str(&format!("  because {}, which {}\n", because(reason, ink), place(*before)));
    }
    out.push_str(&format!("  because {}\n", end(plan, last, ink)));
    Some(out)
}

/// `{version, node, level, chain[{node, level, because}]}`; `because` is a reason as in the plan, or null.
pub fn why_json(plan: &Plan, node: &str) -> Option<String> {
    let chain = why(plan, node);
    let level = |level: Option<usize>| Json::or_null(level, number);
    let link = |&(at, step): &(Option<usize>, &Step)| {
        Json::object([
            ("node", Json::text(&step.node)),
            ("level", level(at)),
            ("because", Json::or_null(decisive(step), |it| reason(it, true))),
        ])
    };
    let document = Json::object([
        ("version", Json::Number(1)),
        ("node", Json::text(node)),
        ("level", level(chain.first()?.0)),
        ("chain", Json::list(&chain, link)),
    ]);
    Some(document.pretty())
}

fn decisive(step: &Step) -> Option<&crate::plan::Reason> {
    step.decisive.and_then(|decisive| step.waits_for.get(decisive))
}

fn place(level: Option<usize>) -> String {
    level.map_or_else(|| "never runs".to_owned(), |level| format!("is at level {level}"))
}

/// What the chain ends with.
fn end(plan: &Plan, last: &Step, ink: Ink) -> String {
    let in_it = |cycle: &&NodeCycle| cycle.kind.stops_nodes() && cycle.members.contains(&last.node);
    match plan.cycles.iter().find(in_it).filter(|_| !last.waits_for.is_empty()) {
        Some(cycle) => {
            let path = cycle.path();
            let path: Vec<String> = path.iter().chain(path.first()).map(|it| ink.node(it)).collect();
            format!("{} is in a cycle: {}", ink.node(&last.node), path.join(" -> "))
        }
        None if plan.cut.iter().any(|cut| cut.node == last.node) => {
            format!("all that {} waits for is outside the target", ink.node(&last.node))
        }
        None if last.components.is_empty() => format!("{} has no components", ink.node(&last.node)),
        None => format!("no component on {} waits for another node", ink.node(&last.node)),
    }
}
