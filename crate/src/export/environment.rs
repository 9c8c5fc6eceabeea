//! The environment graph, as Puppet Server and as the orchestrator give it.

use std::collections::{BTreeMap, BTreeSet};

use super::json::Json;
use crate::env::{CapabilityUse, Component, Environment, Instance, Reference};

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
        ("code_id", Json::Null),
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
    let mut waiting = waits_within(instance);
    let mut awaited_by: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (&consumer, producers) in &waiting {
        for &producer in producers {
            awaited_by.entry(producer).or_default().push(consumer);
        }
    }
    let mut ready: BTreeSet<usize> =
        waiting.iter().filter(|(_, producers)| producers.is_empty()).map(|(&index, _)| index).collect();
    let mut sorted = Vec::new();
    while let Some(next) = ready.pop_first().or_else(|| waiting.keys().next().copied()) {
        waiting.remove(&next);
        sorted.extend(instance.components.get(next));
        for consumer in awaited_by.remove(&next).unwrap_or_default() {
            if let Some(producers) = waiting.get_mut(&consumer) {
                producers.remove(&next);
                if producers.is_empty() {
                    ready.insert(consumer);
                }
            }
        }
    }
    sorted
}

/// For each component by number, those of the same instance that it waits for.
fn waits_within(instance: &Instance) -> BTreeMap<usize, BTreeSet<usize>> {
    let mut exporter: BTreeMap<&Reference, usize> = BTreeMap::new();
    for (index, component) in instance.components.iter().enumerate() {
        for export in &component.produces {
            exporter.entry(&export.capability).or_insert(index);
        }
    }
    let waits = |(index, component): (usize, &Component)| {
        let producers = component.consumes.iter().filter_map(|it| exporter.get(&it.capability).copied());
        (index, producers.filter(|&producer| producer != index).collect())
    };
    instance.components.iter().enumerate().map(waits).collect()
}

fn uses(uses: &[CapabilityUse]) -> Json {
    Json::texts(uses.iter().map(|used| &used.capability))
}

fn node(component: &Component) -> Json {
    Json::or_null(component.node.as_deref(), Json::text)
}
