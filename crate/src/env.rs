//! What an environment consists of: application instances, their components, what these exchange, and their nodes.
//!
//! Goes in: the evaluated environment. Comes out: [`Environment`], plain data without values that only matter
//! during evaluation. A component that is broken stays in it, marked, so that it can be drawn.

mod application;
mod assign;
mod capability;
mod component;
mod mention;
pub mod saved;

use std::fmt;

use crate::diag::{Code, Diagnostic, Diagnostics, Phase};
use crate::eval::catalog::{Container, Resource};
use crate::eval::{Evaluation, TOP, Value};
use crate::input::Input;
use crate::program::{Program, ResourceKind};
use crate::source::Span;
use crate::syntax::ast::Form;
use crate::word::Word;

/// `Type[title]`; the type with every segment capitalised, the title as it is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Reference {
    /// Capitalised type name: `Shop::Db`.
    pub ty: Word,
    /// The title, compared exactly.
    pub title: Word,
}

impl Reference {
    /// From the capitalised type and the title.
    pub fn new(ty: &str, title: &str) -> Reference {
        Reference { ty: Word::from(ty), title: Word::from(title) }
    }

    /// As it is written, in one allocation.
    pub fn text(&self) -> String {
        [&*self.ty, "[", &*self.title, "]"].concat()
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}[{}]", self.ty, self.title)
    }
}

/// How a component is tied to a capability.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Via {
    /// `export`: it produces the capability.
    Export,
    /// `consume`: it takes values from it and waits for its producer.
    Consume,
    /// `require`: it waits for its producer and takes no values.
    Require,
}

impl Via {
    /// The metaparameter's name.
    pub fn word(self) -> &'static str {
        match self {
            Via::Export => "export",
            Via::Consume => "consume",
            Via::Require => "require",
        }
    }
}

/// One capability in a component's `export`, `consume` or `require`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CapabilityUse {
    /// The capability.
    pub capability: Reference,
    /// By which metaparameter.
    pub via: Via,
    /// The reference in the source.
    pub span: Span,
}

/// A resource of an application that takes part in the exchange.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Component {
    /// What it is.
    pub reference: Reference,
    /// Its title in the source.
    pub span: Span,
    /// Its whole declaration in the source.
    pub whole: Span,
    /// The node it is assigned to; none when the assignment is missing or wrong, which is reported.
    pub node: Option<String>,
    /// Its reference in the `nodes` hash.
    pub assignment: Option<Span>,
    /// What it exports, in order.
    pub produces: Vec<CapabilityUse>,
    /// What it waits for: first what it requires, then what it consumes, each in order, as Puppet lists them.
    pub consumes: Vec<CapabilityUse>,
    /// Whether an error was reported about it.
    pub broken: bool,
}

/// A declared application, such as `Shop[blue]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instance {
    /// What it is.
    pub reference: Reference,
    /// Its title in the source.
    pub span: Span,
    /// Its components in the order of declaration.
    pub components: Vec<Component>,
    /// Whether an error was reported about it as a whole.
    pub broken: bool,
}

/// A node that the environment names, and where it does so first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// The certname, compared exactly.
    pub name: String,
    /// Its first mention: a key of a `nodes` hash or a node definition.
    pub span: Span,
}

/// A capability that a component is given as an ordinary parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passed {
    /// The component.
    pub component: Reference,
    /// The parameter.
    pub parameter: String,
    /// The capability.
    pub capability: Reference,
    /// Where the reference to it was written.
    pub span: Span,
    /// Whether the component also consumes, requires or exports it.
    pub is_awaited: bool,
}

/// An ordinary relationship: an arrow, or `before`, `notify`, `require` or `subscribe` of a component. It has no part
/// in the order of nodes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ordering {
    /// What comes first, and where it is named.
    pub earlier: Vec<(Reference, Span)>,
    /// What comes later, and where it is named.
    pub later: Vec<(Reference, Span)>,
    /// The arrow, or the value of the metaparameter.
    pub span: Span,
    /// What says so: "an arrow", "`before`".
    pub by: String,
}

/// Everything the environment graph is made of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Environment {
    /// Its name.
    pub name: String,
    /// Instances in the order of declaration.
    pub instances: Vec<Instance>,
    /// Nodes in the order of their first mention: those of `nodes` hashes, then those of node definitions alone.
    pub nodes: Vec<Node>,
    /// Which code it is of, if a saved graph says so.
    pub code_id: Option<String>,
    /// Capabilities that components are given as ordinary parameters, by component and parameter.
    pub passed: Vec<Passed>,
    /// Ordinary relationships: arrows, then those of components.
    pub orderings: Vec<Ordering>,
    /// Whether Puppet would refuse the environment or its graph.
    pub refused: bool,
}

/// Evaluates an environment as Puppet's environment compile does, and checks it as its environment graph does.
///
/// Top level, `site` and application bodies are evaluated in this order, without facts; bodies of components and
/// mappings are not. Unlike Puppet it does not stop at the first error.
pub fn build(program: &Program<'_>, input: &Input, diags: &mut Diagnostics) -> Environment {
    diags.enter(Phase::Environment);
    let mut evaluation = Evaluation::new(program, input, diags);
    evaluation.for_nodes_only = !program.is_orchestrated();
    evaluation.scopes.assign(TOP, "environment", Value::from(input.environment.as_str()));
    for main in &program.mains {
        evaluation.statements(&main.body, TOP);
    }
    match program.site {
        Some(site) => {
            evaluation.container = Container::Site;
            let scope = evaluation.scopes.open(TOP);
            evaluation.statements(&site.body, scope);
            evaluation.scopes.close(scope);
        }
        None => application::warn_without_site(&mut evaluation),
    }
    let broken = application::evaluate_instances(&mut evaluation);
    evaluation.apply_overrides();
    let exchange = capability::exchange(&mut evaluation);
    component::check(&mut evaluation, &exchange);
    let mut environment = assemble(&evaluation, &exchange, input);
    environment.passed = mention::passed(&evaluation, &exchange);
    environment.orderings = mention::orderings(&evaluation);
    capability::check_passed(&mut evaluation, &exchange, &environment.passed);
    for instance in &mut environment.instances {
        let place = evaluation.catalog.resources.get_index_of(&instance.reference);
        instance.broken |= place.is_some_and(|place| broken.contains(place));
    }
    evaluation.diags.enter(Phase::Graph);
    assign::assign(&mut environment, &mut evaluation);
    environment.refused = diags.has_errors();
    environment
}

/// Instances in `site` and their components. Virtual instances are evaluated, but not part of the graph.
fn assemble(evaluation: &Evaluation<'_>, exchange: &capability::Exchange, input: &Input) -> Environment {
    let mut environment = Environment { name: input.environment.clone(), ..Environment::default() };
    let listed = |resource: &&Resource| {
        resource.kind == ResourceKind::Application
            && resource.container != Container::Main
            && resource.form != Form::Virtual
    };
    for instance in evaluation.catalog.resources.values().filter(listed) {
        environment.instances.push(Instance {
            reference: instance.reference.clone(),
            span: instance.span,
            components: Vec::new(),
            broken: instance.broken,
        });
    }
    // The instances are listed in the order of their places in the catalog.
    let place = |reference: &Reference| evaluation.catalog.resources.get_index_of(reference);
    let places: Vec<Option<usize>> = environment.instances.iter().map(|it| place(&it.reference)).collect();
    for resource in evaluation.catalog.resources.values() {
        let Container::Instance(owner) = &resource.container else { continue };
        let Some(uses) = exchange.of(&resource.reference) else { continue };
        let position = places.binary_search(&place(owner)).ok();
        let instance = position.and_then(|position| environment.instances.get_mut(position));
        // A broken one most likely is meant to be a component, and is drawn as one.
        let is_component = uses.is_component || uses.broken || resource.broken;
        if let (Some(instance), true, true) = (instance, is_component, resource.form == Form::Regular) {
            instance.components.push(Component {
                reference: resource.reference.clone(),
                span: resource.span,
                whole: resource.whole,
                node: None,
                assignment: None,
                produces: uses.produces.clone(),
                consumes: uses.consumes.clone(),
                broken: resource.broken || uses.broken,
            });
        }
    }
    environment
}

/// Reports what the manual promises and Puppet 6 refuses.
fn differs(evaluation: &mut Evaluation<'_>, span: Span, message: String, hint: &str) {
    evaluation.diags.add(Diagnostic::new(Code::DiffersFromPuppet, span, message).hint(hint));
}
