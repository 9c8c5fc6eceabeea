//! What the compilation of one node's catalog has and the environment compile has not: facts, classes that are
//! evaluated where they are named, capabilities that other nodes have produced.

use std::rc::Rc;

use crate::table::Table;

use super::collect::Collection;
use super::overrides::NodeOverride;
use super::relationships::{Alternative, Relation};
use super::scope::ScopeId;
use super::settings::Settings;
use crate::env::Reference;

/// A capability that a node has produced.
#[derive(Debug, Clone)]
pub struct Produced {
    /// What it is.
    pub reference: Reference,
    /// The node.
    pub node: String,
    /// The component there.
    pub component: Reference,
    /// Its attributes.
    pub settings: Settings,
}

/// Capabilities of all nodes whose catalogs were compiled so far.
pub type Capabilities = Table<Reference, Vec<Produced>>;

/// The state of one node's compilation beside its catalog.
#[derive(Debug)]
pub struct NodePass<'a> {
    /// The certname.
    pub name: &'a str,
    /// What was produced on the nodes before.
    pub capabilities: &'a Capabilities,
    /// What this node produces, in order.
    pub produced: Vec<Produced>,
    /// The scope of the node's definition, once it was evaluated.
    pub scope: Option<ScopeId>,
    /// Scopes of evaluated classes by their lower-case names.
    pub class_scopes: Table<String, ScopeId>,
    /// Classes whose parents are being evaluated.
    pub inheriting: Vec<String>,
    /// Containment that `contain` adds: the container and the class, by their places in the catalog.
    pub contained: Vec<(usize, usize)>,
    /// While an application's body is evaluated: the components of it that run on this node.
    pub mapped: Option<Vec<Reference>>,
    /// Whether something depended on the node, since this was asked for the last time.
    pub differs: bool,
    /// Applications that are evaluated: their places in the catalog, and what comes next there when they are.
    pub applications: Vec<(usize, usize)>,
    /// Whether classes are only declared: those that another one inherits, until it is declared itself.
    pub declare_only: bool,
    /// Collectors and what `realize` named, in order.
    pub collections: Vec<Collection>,
    /// Overrides of what is not declared yet.
    pub overrides: Vec<NodeOverride>,
    /// Classes and the like whose collectors have overridden something: Puppet lets these override anything.
    pub free: Vec<Rc<str>>,
    /// Arrows, in order.
    pub relations: Vec<Relation>,
    /// What arrows set on the main stage, which is in no catalog before its end.
    pub main_stage: Settings,
    /// What stands in for collectors that find nothing.
    pub alternatives: Vec<Alternative>,
    /// How many errors were known before.
    pub errors_before: usize,
}

impl<'a> NodePass<'a> {
    /// The start of a node's compilation.
    pub fn new(name: &'a str, capabilities: &'a Capabilities) -> NodePass<'a> {
        NodePass {
            name,
            capabilities,
            produced: Vec::new(),
            scope: None,
            class_scopes: Table::new(),
            inheriting: Vec::new(),
            contained: Vec::new(),
            mapped: None,
            differs: false,
            applications: Vec::new(),
            declare_only: false,
            collections: Vec::new(),
            overrides: Vec::new(),
            free: Vec::new(),
            relations: Vec::new(),
            main_stage: Settings::new(),
            alternatives: Vec::new(),
            errors_before: 0,
        }
    }
}
