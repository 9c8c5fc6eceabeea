//! The plan as JSON, for scripts.

use super::json::Json;
use super::plan_text::target_name;
use crate::graph::{Change, WayOut};
use crate::plan::{Cut, Hop, LeftOut, NodeCycle, Plan, Reason, Step, StepComponent};

/// The version of the document's shape.
const VERSION: i64 = 1;

/// `{version, environment, target, with_prerequisites, concurrency, instances, levels[{level, nodes}], blocked, cycles,
/// left_out[{node, instances}], cut[{node, waits_for}], warnings}`; a node is `{name, prerequisite, components[{instance,
/// component, produces, consumes}], waits_for[{node, capability, producer, component, via, decisive}]}`. `concurrency` is
/// `null` without a limit; `blocked` lists nodes that a cycle keeps from running. The `decisive` reason is the one that
/// gives the node its level.
pub fn plan_json(plan: &Plan) -> String {
    let level = |(level, steps): (usize, &Vec<Step>)| {
        Json::object([("level", number(level)), ("nodes", Json::list(steps, step))])
    };
    Json::object([
        ("version", Json::Number(VERSION)),
        ("environment", Json::text(&plan.environment)),
        ("target", Json::text(target_name(&plan.target))),
        ("with_prerequisites", Json::Bool(plan.with_prerequisites)),
        ("concurrency", Json::or_null(plan.concurrency, |limit| Json::Number(i64::from(limit)))),
        ("instances", Json::texts(&plan.instances)),
        ("levels", Json::list(plan.levels.iter().enumerate(), level)),
        ("blocked", Json::list(&plan.blocked, step)),
        ("cycles", Json::list(&plan.cycles, cycle)),
        ("left_out", Json::list(&plan.left_out, left_out)),
        ("cut", Json::list(&plan.cut, cut)),
        ("warnings", Json::texts(plan.warnings())),
    ])
    .pretty()
}

fn step(step: &Step) -> Json {
    let reasons = step.waits_for.iter().enumerate();
    Json::object([
        ("name", Json::text(&step.node)),
        ("prerequisite", Json::Bool(step.prerequisite)),
        ("components", Json::list(&step.components, component)),
        ("waits_for", Json::list(reasons, |(index, it)| reason(it, step.decisive == Some(index)))),
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

pub(super) fn reason(reason: &Reason, decisive: bool) -> Json {
    Json::object([
        ("node", Json::text(&reason.node)),
        ("capability", Json::text(&reason.capability)),
        ("producer", Json::text(&reason.producer)),
        ("component", Json::text(&reason.component)),
        ("via", Json::text(reason.via.word())),
        ("decisive", Json::Bool(decisive)),
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
    Json::object([
        ("kind", Json::text(cycle.kind.word())),
        ("nodes", Json::texts(cycle.path())),
        ("hops", Json::list(&cycle.hops, hop)),
        ("ways_out", Json::list(&cycle.ways_out, way_out)),
    ])
}

/// What would end a cycle: `changes` are of `{change: "move", component, from, to}`, where no `to` is a node of its own,
/// and of `{change: "cut", component, capability, producer}`.
fn way_out(way_out: &WayOut) -> Json {
    let change = |change: &Change| match change {
        Change::Move { component, from, to } => Json::object([
            ("change", Json::text("move")),
            ("component", Json::text(component)),
            ("from", Json::text(from)),
            ("to", Json::or_null(to.as_ref(), Json::text)),
        ]),
        Change::Cut { component, capability, producer } => Json::object([
            ("change", Json::text("cut")),
            ("component", Json::text(component)),
            ("capability", Json::text(capability)),
            ("producer", Json::text(producer)),
        ]),
    };
    Json::object([
        ("smallest", Json::Bool(way_out.smallest)),
        ("changes", Json::list(&way_out.changes, change)),
    ])
}

fn left_out(left_out: &LeftOut) -> Json {
    Json::object([("node", Json::text(&left_out.node)), ("instances", Json::texts(&left_out.instances))])
}

fn cut(cut: &Cut) -> Json {
    Json::object([("node", Json::text(&cut.node)), ("waits_for", reason(&cut.reason, false))])
}

pub(super) fn number(number: usize) -> Json {
    Json::Number(i64::try_from(number).unwrap_or(i64::MAX))
}
