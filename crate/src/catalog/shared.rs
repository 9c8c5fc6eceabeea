//! What all nodes have in common is evaluated once.
//!
//! Puppet evaluates top level, `site` and the body of an application anew for every node, which costs the square of
//! their number. Nearly always they read no fact and include no class, and so give the same for every node. They are
//! evaluated here as for a node without facts; whatever turns out to depend on the node on the way (a variable without
//! a value, a class, a lookup, a resource default, …) makes that part be evaluated for each node after all.

use crate::table::Table;

use super::application::{self, Mapped};
use super::node;
use crate::diag::{Diagnostics, Phase};
use crate::env::Reference;
use crate::eval::catalog::{Container, Resource};
use crate::eval::log::Entry;
use crate::eval::node::{Capabilities, NodePass};
use crate::eval::settings::Settings;
use crate::eval::{Evaluation, TOP, Value};
use crate::input::Input;
use crate::program::{Program, ResourceKind};

/// What all nodes share.
#[derive(Debug, Default)]
pub(super) struct Shared {
    /// What top level and `site` give; none when that depends on the node.
    pub(super) ground: Option<Ground>,
    /// The instances of the ground, in the order of declaration.
    pub(super) instances: Vec<Instance>,
    /// For each node the numbers of instances that map components to it, with these components.
    by_node: Table<String, Vec<(usize, Vec<Reference>)>>,
    /// Whether what was found refuses the catalog of every node.
    pub(super) refused: bool,
}

/// What top level and `site` give.
#[derive(Debug)]
pub(super) struct Ground {
    /// Variables of the top scope.
    pub(super) variables: Vec<(String, Value)>,
    /// Resources that every node gets.
    pub(super) resources: Vec<Resource>,
    /// What is said on the way.
    pub(super) log: Vec<Entry>,
}

/// An application instance.
#[derive(Debug)]
pub(super) struct Instance {
    /// Its declaration.
    pub(super) resource: Resource,
    /// What its body gives; none when that depends on the node.
    pub(super) body: Option<Body>,
}

/// What the body of an instance gives.
#[derive(Debug)]
pub(super) struct Body {
    /// The instance's parameters with their defaults.
    pub(super) settings: Settings,
    /// All its components.
    pub(super) resources: Table<Reference, Resource>,
    /// What is said on the way.
    pub(super) log: Vec<Entry>,
}

impl Shared {
    /// Numbers of instances that map components to a node, with these components.
    pub(super) fn mapped_to(&self, name: &str) -> &[(usize, Vec<Reference>)] {
        self.by_node.get(name).map_or(&[], Vec::as_slice)
    }
}

/// Evaluates what does not depend on the node.
pub(super) fn share(program: &Program<'_>, input: &Input, diags: &mut Diagnostics) -> Shared {
    diags.enter(Phase::Node);
    let before = diags.count_errors();
    for refused in &program.refused {
        diags.add(refused.clone());
    }
    node::check_mappings(program, diags);
    let capabilities = Capabilities::default();
    let mut scratch = Diagnostics::default();
    let mut evaluation = Evaluation::new(program, input, &mut scratch);
    evaluation.node = Some(NodePass::new("", &capabilities));
    node::set_environment(&mut evaluation);
    let main = node::add_main(&mut evaluation);
    evaluation.container = Container::Resource(main);
    node::evaluate_ground(&mut evaluation);
    let mut shared = Shared { ground: ground(&mut evaluation), ..Shared::default() };
    if shared.ground.is_some() {
        add_instances(&mut evaluation, &mut shared, diags);
    }
    shared.refused = diags.count_errors() > before;
    shared
}

/// Whether something since the last time depended on the node, or failed.
fn differs(evaluation: &mut Evaluation<'_>, errors: usize) -> bool {
    let failed = evaluation.diags.count_errors() > errors;
    let node = evaluation.node.as_mut();
    failed || node.is_none_or(|node| std::mem::take(&mut node.differs))
}

fn ground(evaluation: &mut Evaluation<'_>) -> Option<Ground> {
    if differs(evaluation, 0) {
        return None;
    }
    let mut resources = Vec::new();
    for (place, resource) in evaluation.catalog.resources.values().enumerate() {
        let is_own = place == 0 || resource.reference.ty == "Site";
        let in_main = resource.container == Container::Resource(0) && resource.scope == TOP;
        match resource.kind {
            _ if is_own => {}
            ResourceKind::Application => {}
            _ if in_main => resources.push(resource.clone()),
            _ => return None,
        }
    }
    Some(Ground {
        variables: evaluation.scopes.top_variables(),
        resources,
        log: std::mem::take(&mut evaluation.log),
    })
}

fn add_instances(evaluation: &mut Evaluation<'_>, shared: &mut Shared, diags: &mut Diagnostics) {
    let applications = evaluation.catalog.resources.values().enumerate();
    let applications = applications.filter(|(_, it)| it.kind == ResourceKind::Application);
    let places: Vec<usize> = applications.map(|(place, _)| place).collect();
    for (number, place) in places.into_iter().enumerate() {
        let Some((_, resource)) = evaluation.catalog.resources.get_index(place) else { continue };
        let resource = resource.clone();
        match application::mapped(&resource) {
            Ok(mapped) => shared.add_mapped(number, mapped),
            Err(refused) => diags.add(refused),
        }
        let body = body(evaluation, place);
        shared.instances.push(Instance { resource, body });
    }
}

impl Shared {
    fn add_mapped(&mut self, number: usize, mapped: Mapped) {
        for (node, component) in mapped {
            let instances = self.by_node.or_insert(node, Vec::new());
            match instances.last_mut() {
                Some((last, components)) if *last == number => components.push(component),
                Some(_) | None => instances.push((number, vec![component])),
            }
        }
    }
}

fn body(evaluation: &mut Evaluation<'_>, place: usize) -> Option<Body> {
    let (first, errors) = (evaluation.catalog.resources.len(), evaluation.diags.count_errors());
    application::evaluate_body(evaluation, place);
    let log = std::mem::take(&mut evaluation.log);
    if differs(evaluation, errors) {
        return None;
    }
    let mut resources = Table::new();
    for (reference, resource) in evaluation.catalog.resources.iter().skip(first) {
        // An instance in an instance is evaluated for each node.
        if resource.kind == ResourceKind::Application {
            return None;
        }
        resources.insert(reference.clone(), resource.clone());
    }
    let settings = evaluation.catalog.resources.get_index(place).map(|(_, it)| it.settings.clone());
    Some(Body { settings: settings.unwrap_or_default(), resources, log })
}
