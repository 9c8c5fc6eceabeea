//! `callsheet.yaml` and files of facts -> [`Input`].
//!
//! Goes in: the environment's files of data. Comes out: the input with what they say. A setting of the wrong form is
//! reported and left out; the rest counts.

use super::{Input, NodeInput};
use crate::capability_type::{Attribute, CapabilityType, Origin};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::suggest;
use crate::yaml::{Data, Documents, Node};

/// The file at the root of an environment.
const FILE: &str = "callsheet.yaml";

const SETTINGS: &[&str] = &[
    "facts",
    "trusted",
    "nodes",
    "default_facts",
    "durations",
    "capability_types",
    "functions",
    "data",
    "strict",
];

const NODE_SETTINGS: &[&str] = &["facts", "trusted", "classes", "parameters"];

/// Adds to the input what `callsheet.yaml` and the files of facts say.
pub fn read(documents: &Documents, input: &Input, diags: &mut Diagnostics) -> Input {
    let mut reader = Reader { input: input.clone(), diags };
    if let Some(root) = documents.get(FILE).and_then(|document| document.root.as_ref()) {
        for (key, value) in reader.entries(FILE, root) {
            reader.setting(key, value);
        }
    }
    for path in &input.facts_files {
        if let Some(root) = documents.get(path).and_then(|document| document.root.as_ref()) {
            reader.facts(path, root);
        }
    }
    reader.input
}

struct Reader<'d> {
    input: Input,
    diags: &'d mut Diagnostics,
}

impl Reader<'_> {
    fn setting(&mut self, key: &Node, value: &Node) {
        let name = key.text().unwrap_or_default();
        if matches!(name, "facts" | "trusted" | "nodes" | "durations") {
            self.mention_nodes(value);
        }
        match name {
            "facts" => self.facts(name, value),
            "default_facts" => {
                let facts = self.entries(name, value).to_vec();
                self.node("*").facts.extend(facts);
            }
            "trusted" => {
                for (node, trusted) in self.named(name, value) {
                    let trusted = self.entries(name, trusted).to_vec();
                    self.node(node).trusted.extend(trusted);
                }
            }
            "nodes" => {
                for (node, settings) in self.named(name, value) {
                    self.about(node, settings);
                }
            }
            "durations" => self.durations(value),
            "capability_types" => {
                for (key, attributes) in self.entries(name, value) {
                    self.capability_type(key, attributes);
                }
            }
            "functions" => {
                let functions = self.named(name, value);
                let functions = functions.into_iter().map(|(name, value)| (name.to_owned(), value.clone()));
                self.input.functions.extend(functions);
            }
            "data" => {
                self.entries(name, value);
                self.input.data = Some(value.clone());
            }
            "strict" => match value.data {
                Data::Bool(strict) => self.input.strict = strict,
                Data::Null
                | Data::Integer(_)
                | Data::Float(_)
                | Data::String(_)
                | Data::Array(_)
                | Data::Hash(_) => self.wrong(name, "true or false", value),
            },
            _ => self.unknown(key, SETTINGS),
        }
    }

    /// Remembers where nodes are named.
    fn mention_nodes(&mut self, value: &Node) {
        for (key, _) in value.pairs().unwrap_or_default() {
            let name = key.text().filter(|name| *name != "*");
            self.input.mentions.extend(name.map(|name| (name.to_owned(), key.span)));
        }
    }

    /// `{"*": {fact: value}, "node.name": {fact: value}}`
    fn facts(&mut self, what: &str, value: &Node) {
        for (node, facts) in self.named(what, value) {
            let facts = self.entries(node, facts).to_vec();
            self.node(node).facts.extend(facts);
        }
    }

    fn about(&mut self, node: &str, settings: &Node) {
        for (key, value) in self.entries(node, settings) {
            let name = key.text().unwrap_or_default();
            match name {
                "facts" => {
                    let facts = self.entries(name, value).to_vec();
                    self.node(node).facts.extend(facts);
                }
                "trusted" => {
                    let trusted = self.entries(name, value).to_vec();
                    self.node(node).trusted.extend(trusted);
                }
                "parameters" => {
                    let parameters = self.entries(name, value).to_vec();
                    self.node(node).parameters.extend(parameters);
                }
                "classes" => {
                    let classes = self.classes(value);
                    self.node(node).classes.extend(classes);
                }
                _ => self.unknown(key, NODE_SETTINGS),
            }
        }
    }

    /// A list of names, or a map of names and parameters.
    fn classes(&mut self, value: &Node) -> Vec<(Node, Node)> {
        match value.items() {
            Some(names) => {
                let nothing = |name: &Node| Node { data: Data::Null, span: name.span };
                names.iter().map(|name| (name.clone(), nothing(name))).collect()
            }
            None => self.entries("classes", value).to_vec(),
        }
    }

    fn durations(&mut self, value: &Node) {
        for (node, duration) in self.named("durations", value) {
            let number = match duration.data {
                Data::Integer(number) => u32::try_from(number).ok().filter(|number| *number > 0),
                Data::Null
                | Data::Bool(_)
                | Data::Float(_)
                | Data::String(_)
                | Data::Array(_)
                | Data::Hash(_) => None,
            };
            match number {
                Some(number) => self.input.durations.push((node.to_owned(), number)),
                None => self.wrong(node, "a whole number above 0", duration),
            }
        }
    }

    /// `sql: {host: {}, port: {default: 3306}}`, or `sql: [host, port]`
    fn capability_type(&mut self, key: &Node, value: &Node) {
        let Some(name) = key.text().map(str::to_ascii_lowercase) else { return };
        let attributes = match value.items() {
            Some(names) => names.iter().filter_map(|name| attribute(name, None)).collect(),
            None => {
                let entries = self.entries(&name, value).iter();
                entries.filter_map(|(key, value)| attribute(key, value.get("default"))).collect()
            }
        };
        let origin = Origin::Given(key.span);
        self.input.capability_types.push(CapabilityType { name, attributes, origin });
    }

    /// The entry of a node, made when there is none.
    fn node(&mut self, name: &str) -> &mut NodeInput {
        let nodes = &mut self.input.nodes;
        let at = nodes.iter().position(|node| node.name == name).unwrap_or_else(|| {
            nodes.push(NodeInput { name: name.to_owned(), ..NodeInput::default() });
            nodes.len() - 1
        });
        nodes.get_mut(at).expect("it was found or made")
    }

    /// The pairs of a map; nothing counts as an empty one.
    fn entries<'n>(&mut self, what: &str, node: &'n Node) -> &'n [(Node, Node)] {
        match node.pairs() {
            Some(pairs) => pairs,
            None if node.data == Data::Null => &[],
            None => {
                self.wrong(what, "a map", node);
                &[]
            }
        }
    }

    /// The pairs of a map whose keys are names.
    fn named<'n>(&mut self, what: &str, node: &'n Node) -> Vec<(&'n str, &'n Node)> {
        let mut named = Vec::new();
        for (key, value) in self.entries(what, node) {
            match key.text() {
                Some(name) => named.push((name, value)),
                None => self.wrong(what, "names as keys", key),
            }
        }
        named
    }

    fn wrong(&mut self, what: &str, wanted: &str, node: &Node) {
        let message = format!("`{what}` needs {wanted}, this is {}", node.describe());
        self.diags.add(Diagnostic::new(Code::InvalidSetting, node.span, message));
    }

    fn unknown(&mut self, key: &Node, known: &[&str]) {
        let name = key.text().unwrap_or_default();
        let near = suggest::nearest(name, known.iter().copied());
        let message = format!("nothing is read from `{name}`");
        let diagnostic = Diagnostic::new(Code::UnknownSetting, key.span, message);
        self.diags.add(match near {
            Some(near) => diagnostic.meant(name, near, near),
            None => diagnostic.hint(format!("there are `{}`", known.join("`, `"))),
        });
    }
}

fn attribute(name: &Node, default: Option<&Node>) -> Option<Attribute> {
    let default = default.map(|node| match &node.data {
        Data::String(text) => format!("'{text}'"),
        Data::Integer(number) => number.to_string(),
        Data::Bool(value) => value.to_string(),
        Data::Null | Data::Float(_) | Data::Array(_) | Data::Hash(_) => node.describe().to_owned(),
    });
    Some(Attribute { name: name.text()?.to_owned(), default })
}
