//! YAML and JSON -> trees of plain data that know where each piece stands.
//!
//! Goes in: the text of a file. Comes out: a [`Node`], or nothing and a finding at the place that cannot be read.
//! Scalars are what Ruby's Psych makes of them, as Puppet reads YAML with it: `yes` is true, `0o17` is a text and
//! `017` a number. All that people write is read: blocks, flows, both quotes, block scalars, anchors, merge keys,
//! tags of plain types, the first of several documents.
//!
//! Libraries were weighed: in the wasm module the events alone of `saphyr-parser` are 24 KB of gzip and those of
//! `yaml-rust2` 23 KB, before there is a tree, a scalar or a place. This reader is a third of that.

mod flow;
mod reader;
mod scalar;
mod text;

use crate::diag::{Diagnostics, Phase};
use crate::sort;
use crate::source::{FileId, Sources, Span};

/// A piece of data and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// What it is.
    pub data: Data,
    /// Where it is written; for what an alias stands for, where the anchor is.
    pub span: Span,
}

/// Plain data.
#[derive(Debug, Clone, PartialEq)]
pub enum Data {
    /// `~`, `null` or nothing at all
    Null,
    /// `true`, `yes`, `on` and their opposites
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// Any other number.
    Float(f64),
    /// A text.
    String(String),
    /// A sequence.
    Array(Vec<Node>),
    /// A mapping, in the order in which its keys came first; each key once.
    Hash(Vec<(Node, Node)>),
}

impl Node {
    /// The text, if it is one.
    pub fn text(&self) -> Option<&str> {
        match &self.data {
            Data::String(text) => Some(text),
            Data::Null
            | Data::Bool(_)
            | Data::Integer(_)
            | Data::Float(_)
            | Data::Array(_)
            | Data::Hash(_) => None,
        }
    }

    /// The pairs, if it is a mapping.
    pub fn pairs(&self) -> Option<&[(Node, Node)]> {
        match &self.data {
            Data::Hash(pairs) => Some(pairs),
            Data::Null
            | Data::Bool(_)
            | Data::Integer(_)
            | Data::Float(_)
            | Data::String(_)
            | Data::Array(_) => None,
        }
    }

    /// The items, if it is a sequence.
    pub fn items(&self) -> Option<&[Node]> {
        match &self.data {
            Data::Array(items) => Some(items),
            Data::Null
            | Data::Bool(_)
            | Data::Integer(_)
            | Data::Float(_)
            | Data::String(_)
            | Data::Hash(_) => None,
        }
    }

    /// The value of a key, if it is a mapping that has it.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.pairs()?.iter().find(|(name, _)| name.text() == Some(key)).map(|(_, value)| value)
    }

    /// What it is, for messages.
    pub fn describe(&self) -> &'static str {
        match self.data {
            Data::Null => "nothing",
            Data::Bool(_) => "true or false",
            Data::Integer(_) | Data::Float(_) => "a number",
            Data::String(_) => "a text",
            Data::Array(_) => "a list",
            Data::Hash(_) => "a map",
        }
    }
}

/// A file of data.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// Its path relative to the environment.
    pub path: String,
    /// What is in it; nothing when it could not be read, which is reported.
    pub root: Option<Node>,
    /// The places of the root's pairs with a text as key, ordered by key.
    order: Vec<usize>,
}

impl Document {
    /// A file with what is in it.
    pub fn new(path: String, root: Option<Node>) -> Document {
        let pairs = root.as_ref().and_then(Node::pairs).unwrap_or_default();
        let key = |at: usize| pairs.get(at).and_then(|(key, _)| key.text());
        let mut order: Vec<usize> = (0..pairs.len()).filter(|&at| key(at).is_some()).collect();
        sort::by(&mut order, |&a, &b| key(a).cmp(&key(b)));
        Document { path, root, order }
    }

    /// The key and value of this name at the top of the file.
    pub fn pair(&self, name: &str) -> Option<&(Node, Node)> {
        let pairs = self.root.as_ref()?.pairs()?;
        let key = |at: &usize| pairs.get(*at).and_then(|(key, _)| key.text()).unwrap_or("");
        let place = self.order.binary_search_by(|at| key(at).cmp(name)).ok()?;
        pairs.get(*self.order.get(place)?)
    }
}

/// All files of data of an environment, ordered by path.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Documents(Vec<Document>);

impl Documents {
    /// The file with this path.
    pub fn get(&self, path: &str) -> Option<&Document> {
        let place = self.0.binary_search_by(|document| document.path.as_str().cmp(path)).ok()?;
        self.0.get(place)
    }

    /// These files with others among them.
    #[must_use]
    pub fn with(mut self, others: Vec<Document>) -> Documents {
        self.0.extend(others);
        sort::by(&mut self.0, |a, b| a.path.cmp(&b.path));
        self
    }

    /// All files, ordered by path.
    pub fn iter(&self) -> impl Iterator<Item = &Document> {
        self.0.iter()
    }
}

/// Whether a file is read as YAML or JSON.
pub fn is_data(path: &str) -> bool {
    [".yaml", ".yml", ".json"].iter().any(|ending| path.ends_with(ending))
}

/// Reads all files of data.
pub fn read_all(sources: &Sources, diags: &mut Diagnostics) -> Documents {
    diags.enter(Phase::Parse);
    let files = sources.iter().filter(|(_, file)| is_data(&file.path));
    let documents: Vec<Document> = files
        .map(|(id, file)| Document::new(file.path.clone(), read(id, &file.path, &file.text, diags)))
        .collect();
    Documents::default().with(documents)
}

/// Reads one text; its path says whether it is JSON. Nothing comes out when it cannot be read, which is reported.
pub fn read(file: FileId, path: &str, text: &str, diags: &mut Diagnostics) -> Option<Node> {
    reader::document(file, text, path.ends_with(".json"), diags).ok()
}
