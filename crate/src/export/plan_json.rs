//! The plan as JSON, for scripts.

use super::json::Json;
use super::plan_text::target_name;
use crate::plan::{Hop, NodeCycle, Plan, Reason, Step, StepComponent};

/// The version of the document's shape.
const VERSION: i64 = 1;

/// `{version, environment, target, concurrency, instances, levels[{level, nodes}], blocked, cycles, warnings}`; a node
/// is `{name, components[{instance, component, produces, consumes}], waits_for[{node, capability, producer, component,
/// via}]}`. `concurrency` is `null` without a limit; `blocked` lists nodes that a cycle keeps from running.
pub fn plan_json(plan: &Plan) -> String {
    let level = |(level, steps): (usize, &Vec<Step>)| {
        Json::object([("level", number(level)), ("nodes", Json::list(steps, step))])
    };
    Json::object([
        ("version", Json::Number(VERSION)),
        ("environment", Json::text(&plan.environment)),
        ("target", Json::text(target_name(&plan.target))),
        ("concurrency", Json::or_null(plan.concurrency, |limit| Json::Number(i64::from(limit)))),
        ("instances", Json::texts(&plan.instances)),
        ("levels", Json::list(plan.levels.iter().enumerate(), level)),
        ("blocked", Json::list(&plan.blocked, step)),
        ("cycles", Json::list(&plan.cycles, cycle)),
        ("warnings", Json::texts(plan.warnings())),
    ])
    .pretty()
}

fn step(step: &Step) -> Json {
    Json::object([
        ("name", Json::text(&step.node)),
        ("components", Json::list(&step.components, component)),
        ("waits_for", Json::list(&step.waits_for, reason)),
    ])
}

fn component(component: &StepComponent) -> Json {
    Json::object([
        ("instance", Json::text(&component.instance)),
        ("component", Json::text(&component.component)),
        ("produces", Json::texts(&component.produces)),
        ("consumes", Json::texts(&component.consumes)),
    ])
}

fn reason(reason: &Reason) -> Json {
    Json::object([
        ("node", Json::text(&reason.node)),
        ("capability", Json::text(&reason.capability)),
        ("producer", Json::text(&reason.producer)),
        ("component", Json::text(&reason.component)),
        ("via", Json::text(reason.via.word())),
    ])
}

fn cycle(cycle: &NodeCycle) -> Json {
    let hop = |hop: &Hop| {
        Json::object([
            ("from", Json::text(&hop.from)),
            ("to", Json::text(&hop.to)),
            ("capability", Json::text(&hop.capability)),
            ("producer", Json::text(&hop.producer)),
            ("consumer", Json::text(&hop.consumer)),
        ])
    };
    Json::object([("nodes", Json::texts(cycle.path())), ("hops", Json::list(&cycle.hops, hop))])
}

fn number(number: usize) -> Json {
    Json::Number(i64::try_from(number).unwrap_or(i64::MAX))
}
