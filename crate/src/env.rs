//! What an environment consists of: application instances, their components, what these exchange, and their nodes.
//!
//! Goes in: the evaluated environment. Comes out: [`Environment`], plain data without values that only matter
//! during evaluation. A component that is broken stays in it, marked, so that it can be drawn.

use std::fmt;

use crate::source::Span;

/// `Type[title]`; the type with every segment capitalised, the title as it is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Reference {
    /// Capitalised type name: `Shop::Db`.
    pub ty: String,
    /// The title, compared exactly.
    pub title: String,
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

/// Everything the environment graph is made of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Environment {
    /// Its name.
    pub name: String,
    /// Instances in the order of declaration.
    pub instances: Vec<Instance>,
    /// Nodes in the order of their first mention: those of `nodes` hashes, then those of node definitions alone.
    pub nodes: Vec<Node>,
    /// Whether Puppet would refuse the environment or its graph.
    pub refused: bool,
}

/// Evaluates an environment as Puppet's environment compile does, and checks it as its environment graph does.
pub fn build(
    _program: &crate::program::Program<'_>,
    input: &crate::input::Input,
    _diags: &mut crate::diag::Diagnostics,
) -> Environment {
    Environment { name: input.environment.clone(), ..Environment::default() }
}
