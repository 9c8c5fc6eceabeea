//! The environment graph, as Puppet Server and as the orchestrator give it.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::table::Table;

use super::json::Json;
use crate::env::{CapabilityUse, Component, Environment, Instance, Reference};
use crate::numbers::Numbers;

/// The document of Puppet Server's `/puppet/v3/environment/<name>` (4.5 to 6.x): `environment`, `applications`,
/// `code_id`. Instances and components in the order of declaration. `node` is `null` where the assignment is missing,
/// for which the server would have refused the whole environment.
pub fn environment_graph(environment: &Environment) -> String {
    let component = |it: &Component| {
        let document = Json::object([
            ("produces", uses(&it.produces)),
            ("consumes", uses(&it.consumes)),
            ("node", node(it)),
        ]);
        (it.reference.to_string(), document)
    };
    let instance = |it: &Instance| {
        (it.reference.to_string(), Json::Object(it.components.iter().map(component).collect()))
    };
    Json::object([
        ("environment", Json::text(&environment.name)),
        ("applications", Json::Object(environment.instances.iter().map(instance).collect())),
        ("code_id", Json::or_null(environment.code_id.as_deref(), Json::text)),
    ])
    .pretty()
}

/// The document of the orchestrator's `environments/<name>/instances` (PE 2016.2 to 2017.2): components sorted so that
/// those that export come before those that wait for them.
pub fn instances(environment: &Environment) -> String {
    let component = |it: &Component| {
        Json::object([
            ("type", Json::text(&it.reference.ty)),
            ("title", Json::text(&it.reference.title)),
            ("node", node(it)),
            ("produces", uses(&it.produces)),
            ("consumes", uses(&it.consumes)),
        ])
    };
    let instance = |it: &Instance| {
        Json::object([
            ("type", Json::text(&it.reference.ty)),
            ("title", Json::text(&it.reference.title)),
            ("components", Json::list(producers_first(it), component)),
        ])
    };
    Json::object([("items", Json::list(&environment.instances, instance))]).pretty()
}

/// The components of an instance, each after those of the same instance that it waits for, else in the order of
/// declaration; where components wait for each other, the first declared goes first.
pub fn producers_first(instance: &Instance) -> Vec<&Component> {
    let mut awaited_by: Vec<Vec<usize>> = vec![Vec::new(); instance.components.len()];
    let mut waiting: Vec<usize> = vec![0; instance.components.len()];
    for (consumer, producer) in waits_within(instance) {
        awaited_by.iter_mut().skip(producer).take(1).for_each(|consumers| consumers.push(consumer));
        waiting.iter_mut().skip(consumer).take(1).for_each(|producers| *producers += 1);
    }
    let free = |(index, &producers): (usize, &usize)| (producers == 0).then_some(Reverse(index));
    let mut ready: BinaryHeap<Reverse<usize>> = waiting.iter().enumerate().filter_map(free).collect();
    let mut sorted = Vec::new();
    let mut done = Numbers::default();
    let mut first = 0;
    loop {
        let next = match ready.pop() {
            Some(Reverse(next)) => next,
            None => first,
        };
        let Some(component) = instance.components.get(next) else { return sorted };
        done.insert(next);
        sorted.push(component);
        while done.contains(first) {
            first += 1;
        }
        for &consumer in awaited_by.get(next).into_iter().flatten().filter(|it| !done.contains(**it)) {
            let Some(producers) = waiting.get_mut(consumer) else { continue };
            *producers -= 1;
            if *producers == 0 {
                ready.push(Reverse(consumer));
            }
        }
    }
}

/// Which component waits for which other one of the same instance, by number.
fn waits_within(instance: &Instance) -> Vec<(usize, usize)> {
    let mut exporter: Table<&Reference, usize> = Table::new();
    for (index, component) in instance.components.iter().enumerate() {
        for export in &component.produces {
            exporter.add(&export.capability, index);
        }
    }
    let mut waits = Vec::new();
    for (consumer, component) in instance.components.iter().enumerate() {
        let producers = component.consumes.iter().filter_map(|it| exporter.get(&it.capability).copied());
        waits.extend(producers.filter(|&producer| producer != consumer).map(|producer| (consumer, producer)));
    }
    waits
}

fn uses(uses: &[CapabilityUse]) -> Json {
    Json::texts(uses.iter().map(|used| &used.capability))
}

fn node(component: &Component) -> Json {
    Json::or_null(component.node.as_deref(), Json::text)
}
