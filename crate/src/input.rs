//! What a plan depends on besides the texts.

use crate::eval::value::{HashMap, Value};

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

/// Everything that is not text, passed explicitly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// Name of the environment; Puppet's default is `production`.
    pub environment: String,
    /// The nodes to plan for.
    pub target: Target,
    /// How many nodes may run at once; none means no limit, as from PE 2016.1 on.
    pub concurrency: Option<u32>,
    /// The node whose catalog is asked for.
    pub node: Option<String>,
}

impl Default for Input {
    fn default() -> Input {
        Input {
            environment: "production".to_owned(),
            target: Target::Environment,
            concurrency: None,
            node: None,
        }
    }
}

impl Input {
    /// The facts of a node, by name.
    pub fn facts_of(&self, certname: &str) -> HashMap {
        let mut facts = HashMap::new();
        facts.insert(Value::from("fqdn"), Value::from(certname));
        facts.insert(Value::from("hostname"), Value::from(certname.split('.').next().unwrap_or_default()));
        facts.insert(Value::from("clientcert"), Value::from(certname));
        facts
    }

    /// What is certain of a node by its certificate.
    pub fn trusted_of(&self, certname: &str) -> HashMap {
        let mut trusted = HashMap::new();
        trusted.insert(Value::from("authenticated"), Value::from("remote"));
        trusted.insert(Value::from("certname"), Value::from(certname));
        trusted
    }
}
