//! A result taken apart into facts, each with a key by which both sides find it.

use super::{NEVER, Side, Subject};
use crate::catalog::NodeCatalog;
use crate::eval::catalog::{Container, Resource};
use crate::eval::settings::Settings;
use crate::eval::value::Value;
use crate::plan::{Plan, Step};
use crate::program::ResourceKind;
use crate::table::Table;

/// What the plan shows as wiring is no value.
const WIRING: &[&str] = &["consume", "export", "require"];

/// Values that are larger with all that is in them are told apart by their size alone.
const LARGEST: u64 = 10_000;

/// The key of what belongs to nothing else.
const ROOT: &str = "";

/// Something that holds on one side.
pub(super) struct Fact {
    /// None for what only stands for the facts that belong to it.
    pub(super) subject: Option<Subject>,
    pub(super) name: String,
    pub(super) of: String,
    /// The value as it is shown.
    pub(super) shown: String,
    /// The value, which may differ where it is shown the same.
    value: Option<Value>,
    /// By this both sides find it.
    pub(super) key: String,
    /// The key of what it belongs to: it only counts where both sides have that.
    pub(super) owner: String,
}

impl Fact {
    fn new(subject: Subject, of: &str, name: &str, shown: &str, owner: &str) -> Fact {
        let (name, of) = (name.to_owned(), of.to_owned());
        let key = key(subject.word(), &of, &name);
        Fact {
            subject: Some(subject),
            name,
            of,
            shown: shown.to_owned(),
            value: None,
            key,
            owner: owner.to_owned(),
        }
    }

    /// Stands for what belongs to this key.
    fn mark(key: &str) -> Fact {
        Fact { subject: None, key: key.to_owned(), ..Fact::new(Subject::Instance, "", "", "", "") }
    }

    /// Whether both sides say the same.
    pub(super) fn is_same(&self, other: &Fact) -> bool {
        match (&self.value, &other.value) {
            (Some(a), Some(b)) if a.weight().max(b.weight()) > LARGEST => a.weight() == b.weight(),
            (Some(a), Some(b)) => a == b,
            (Some(_), None) | (None, Some(_)) => false,
            (None, None) => self.shown == other.shown,
        }
    }
}

fn key(what: &str, of: &str, name: &str) -> String {
    [what, of, name].join("\n")
}

/// All facts of one side.
pub(super) fn facts(side: Side<'_>) -> Vec<Fact> {
    let mut facts = vec![Fact::mark(ROOT)];
    of_plan(side.plan, &mut facts);
    let mut planned: Table<&str, usize> = Table::new();
    for (place, step) in side.plan.steps().enumerate() {
        planned.add(&step.node, place);
    }
    let is_known = |it: &&NodeCatalog| !it.failed && planned.contains_key(it.node.as_str());
    for catalog in side.catalogs.iter().filter(is_known) {
        of_catalog(catalog, &mut facts);
    }
    facts
}

fn of_plan(plan: &Plan, facts: &mut Vec<Fact>) {
    for instance in &plan.instances {
        facts.push(Fact::new(Subject::Instance, "", instance, "", ROOT));
    }
    for (level, steps) in plan.levels.iter().enumerate() {
        let level = level.to_string();
        steps.iter().for_each(|step| of_step(step, &level, facts));
    }
    plan.blocked.iter().for_each(|step| of_step(step, NEVER, facts));
    for (instance, component) in &plan.without_node {
        facts.push(Fact::new(Subject::Component, instance, component, "", ROOT));
    }
}

fn of_step(step: &Step, level: &str, facts: &mut Vec<Fact>) {
    facts.push(Fact::new(Subject::Node, "", &step.node, level, ROOT));
    for it in &step.components {
        let component = Fact::new(Subject::Component, &it.instance, &it.component, &step.node, ROOT);
        for wanted in &it.consumes {
            facts.push(Fact::new(Subject::Wait, &it.component, wanted, "", &component.key));
        }
        for produced in &it.produces {
            facts.push(Fact::new(Subject::Capability, "", produced, &it.component, ROOT));
        }
        facts.push(component);
    }
}

/// The parameters of the node's components and the attributes of what they produce. Where only one side has the
/// catalog of a component, nothing is said of its values.
fn of_catalog(catalog: &NodeCatalog, facts: &mut Vec<Fact>) {
    for (reference, resource) in &catalog.resources {
        if is_component(resource, catalog) {
            of_settings(Subject::Parameter, &reference.to_string(), &resource.settings, facts);
        }
    }
    for produced in &catalog.produced {
        of_settings(Subject::Attribute, &produced.reference.to_string(), &produced.settings, facts);
    }
}

fn is_component(resource: &Resource, catalog: &NodeCatalog) -> bool {
    match resource.container {
        Container::Resource(place) => {
            let container = catalog.resources.get_index(place);
            container.is_some_and(|(_, it)| it.kind == ResourceKind::Application)
        }
        Container::Main | Container::Site | Container::Instance(_) => false,
    }
}

fn of_settings(subject: Subject, of: &str, settings: &Settings, facts: &mut Vec<Fact>) {
    let owner = key("values", of, "");
    facts.push(Fact::mark(&owner));
    for setting in settings.values().filter(|setting| !WIRING.contains(&setting.name.as_str())) {
        let value = &setting.value;
        let shown = if value.weight() > LARGEST { "…".to_owned() } else { value.inspect() };
        let fact = Fact::new(subject, of, &setting.name, &shown, &owner);
        facts.push(Fact { value: Some(value.clone()), ..fact });
    }
}
