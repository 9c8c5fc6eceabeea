//! What a plan depends on besides the manifests: the target, and what `callsheet.yaml` and files of facts say.

mod read;

pub use read::read;

use crate::capability_type::CapabilityType;
use crate::source::Span;
use crate::yaml::Node;

/// The nodes a plan is for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Target {
    /// Every node of the environment.
    #[default]
    Environment,
    /// All nodes of all instances of an application, such as `Shop`.
    Application(String),
    /// The nodes of one instance, such as `Shop[blue]`.
    Instance(String),
    /// These nodes.
    Nodes(Vec<String>),
}

impl Target {
    /// The target that these words name: an instance (`Shop[blue]`), an application (`Shop`), nodes with commas between
    /// them (`a.example,b.example`), or, when there are none, the environment.
    pub fn parse(words: &str) -> Target {
        let words = words.trim();
        if words.is_empty() {
            Target::Environment
        } else if !words.starts_with(|first: char| first.is_ascii_uppercase()) {
            Target::Nodes(words.split(',').map(|name| name.trim().to_owned()).collect())
        } else if words.contains('[') {
            Target::Instance(words.to_owned())
        } else {
            Target::Application(words.to_owned())
        }
    }
}

/// What is known about one node from outside, or about all of them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct NodeInput {
    /// The certname; `*` for all nodes.
    pub name: String,
    /// Facts by name.
    pub facts: Vec<(Node, Node)>,
    /// Trusted facts by name.
    pub trusted: Vec<(Node, Node)>,
    /// Classes that an external node classifier gives it, each with its parameters, a map or nothing.
    pub classes: Vec<(Node, Node)>,
    /// Variables that an external node classifier sets at top scope.
    pub parameters: Vec<(Node, Node)>,
}

/// What a simulated job does after the first failure.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Policy {
    /// What depends on it is skipped, all else goes on, as the orchestrator does.
    #[default]
    SkipDependents,
    /// What runs is finished, nothing more is started, as after `puppet job` was stopped.
    Stop,
}

impl Policy {
    /// All policies.
    pub const ALL: [Policy; 2] = [Policy::SkipDependents, Policy::Stop];

    /// Its name on the command line and in the page.
    pub fn word(self) -> &'static str {
        match self {
            Policy::SkipDependents => "skip-dependents",
            Policy::Stop => "stop",
        }
    }
}

/// What goes wrong in a simulated run. Names that the plan does not have change nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Conditions {
    /// Nodes whose run fails.
    pub failed: Vec<String>,
    /// Capabilities such as `Sql[shop]` whose availability test fails on the nodes that wait for them.
    pub unavailable: Vec<String>,
    /// Nodes whose catalog is refused.
    pub refused: Vec<String>,
    /// What happens after that.
    pub policy: Policy,
}

/// Which nodes may share a card in the drawing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Folding {
    /// Whether none do.
    pub whole: bool,
    /// Names of nodes that have their own card, and with each all that would share one with it.
    pub open: Vec<String>,
}

/// How the waves of the drawing follow each other.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Flow {
    /// From left to right.
    #[default]
    Columns,
    /// From top to bottom; a wave wider than there is room for is broken into several rows.
    Rows {
        /// In pixels.
        room: u32,
    },
}

/// Everything that is not a manifest, passed explicitly. [`read`] fills in what the environment's files say.
#[derive(Debug, Clone, PartialEq)]
pub struct Input {
    /// Name of the environment; Puppet's default is `production`.
    pub environment: String,
    /// The nodes to plan for.
    pub target: Target,
    /// Whether to plan also for the nodes that those of the target wait for, directly or not. The orchestrator never
    /// did: it warned of them.
    pub with_prerequisites: bool,
    /// How many nodes may run at once; none means no limit, as from PE 2016.1 on.
    pub concurrency: Option<u32>,
    /// The node whose catalog is asked for.
    pub node: Option<String>,
    /// Which nodes may share a card in the drawing.
    pub folding: Folding,
    /// Whether the waves of the drawing are columns or rows.
    pub flow: Flow,
    /// Where things stood in the last drawing, see [`Layout::arrangement`](crate::layout::Layout::arrangement).
    pub arrangement: String,
    /// Paths of files with facts, `{"*": {...}, "node.name": {...}}`; what they say counts before `callsheet.yaml`.
    pub facts_files: Vec<String>,
    /// What is known about nodes; where two entries of a name differ, the later counts.
    pub nodes: Vec<NodeInput>,
    /// Names of nodes in `callsheet.yaml`, and where they stand.
    pub mentions: Vec<(String, Span)>,
    /// How long the run of a node takes, in units of the usual duration; the first entry of a node counts.
    pub durations: Vec<(String, u32)>,
    /// What goes wrong in a simulated run.
    pub conditions: Conditions,
    /// Capability types that no module declares.
    pub capability_types: Vec<CapabilityType>,
    /// What functions give that cannot run here, by their name.
    pub functions: Vec<(String, Node)>,
    /// Data for lookups: a flat map, or `{hierarchy: [...], data: {path: {...}}}`.
    pub data: Option<Node>,
    /// Whether what cannot be known here is an error.
    pub strict: bool,
}

impl Default for Input {
    fn default() -> Input {
        Input {
            environment: "production".to_owned(),
            target: Target::Environment,
            with_prerequisites: false,
            concurrency: None,
            node: None,
            folding: Folding::default(),
            flow: Flow::default(),
            arrangement: String::new(),
            facts_files: Vec::new(),
            nodes: Vec::new(),
            mentions: Vec::new(),
            durations: Vec::new(),
            conditions: Conditions::default(),
            capability_types: Vec::new(),
            functions: Vec::new(),
            data: None,
            strict: false,
        }
    }
}

impl Input {
    /// What is known about a node: first the entries for all nodes, then its own.
    pub fn about(&self, certname: &str) -> impl Iterator<Item = &NodeInput> {
        self.nodes
            .iter()
            .filter(|node| node.name == "*")
            .chain(self.nodes.iter().filter(move |node| node.name == certname))
    }
}
