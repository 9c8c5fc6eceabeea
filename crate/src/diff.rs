//! What a change of the manifests does to a plan: two plans and their catalogs to sentences.
//!
//! Goes in: both results. Comes out: [`Diff`]. Each result is taken apart into facts: this node is on level 1, this
//! component runs on that node, this parameter has that value. What is a fact on one side only, or with another value,
//! has changed. Values that are sensitive are compared, but not shown.

mod facts;

use crate::catalog::NodeCatalog;
use crate::plan::Plan;
use crate::table::Table;
use facts::Fact;

/// One of the two results.
#[derive(Debug, Clone, Copy)]
pub struct Side<'a> {
    /// Its plan.
    pub plan: &'a Plan,
    /// The catalogs of its nodes; values are compared only where both sides have them and Puppet accepts them.
    pub catalogs: &'a [NodeCatalog],
}

/// What is different.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Diff {
    /// By what it is about, in the order of [`Subject`]; first what changed or is gone, in its order before, then what
    /// is new, in its order after.
    pub changes: Vec<Change>,
}

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What it is about.
    pub subject: Subject,
    /// The name of that: `Shop[blue]`, a certname, `Shop::Web[w]`, `Sql[s]`, or of a parameter.
    pub name: String,
    /// What it belongs to: the instance of a component, the component that waits or has the parameter, the capability
    /// that has the attribute; empty for all else.
    pub of: String,
    /// Its value before, as [`Subject`] says; none when it is new.
    pub before: Option<String>,
    /// Its value after; none when it is gone.
    pub after: Option<String>,
}

/// What a difference can be about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// An instance in the plan, without a value.
    Instance,
    /// A node of the plan; its level, or `never`.
    Node,
    /// A component; its node, or nothing when no node gets it.
    Component,
    /// A capability; the component that exports it.
    Capability,
    /// A capability that a component waits for, without a value.
    Wait,
    /// A parameter of a component; its value as Puppet writes it.
    Parameter,
    /// An attribute of a capability; its value as Puppet writes it.
    Attribute,
}

impl Subject {
    /// All of them, in the order in which they are told.
    const ALL: [Subject; 7] = [
        Subject::Instance,
        Subject::Node,
        Subject::Component,
        Subject::Capability,
        Subject::Wait,
        Subject::Parameter,
        Subject::Attribute,
    ];

    /// Its name in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Subject::Instance => "instance",
            Subject::Node => "node",
            Subject::Component => "component",
            Subject::Capability => "capability",
            Subject::Wait => "wait",
            Subject::Parameter => "parameter",
            Subject::Attribute => "attribute",
        }
    }
}

/// Longer values are cut in sentences.
const SHOWN: usize = 60;

/// The level of nodes that never become ready.
const NEVER: &str = "never";

impl Change {
    /// What it belongs to, if anything.
    pub fn owner(&self) -> Option<&str> {
        if self.of.is_empty() { None } else { Some(&self.of) }
    }

    /// `added`, `removed` or `changed`.
    pub fn word(&self) -> &'static str {
        match (&self.before, &self.after) {
            (None, _) => "added",
            (Some(_), None) => "removed",
            (Some(_), Some(_)) => "changed",
        }
    }

    /// The change in one sentence, without a full stop.
    pub fn sentence(&self) -> String {
        let Change { name, of, .. } = self;
        let before = self.before.as_deref().map(cut);
        let after = self.after.as_deref().map(cut);
        match (self.subject, before, after) {
            (Subject::Instance, None, _) => format!("instance `{name}` is new"),
            (Subject::Instance, Some(_), _) => format!("instance `{name}` is gone"),
            (Subject::Node, None, after) => format!("node `{name}` is new; it {}", now(after)),
            (Subject::Node, before, None) => format!("node `{name}` is gone; it {}", then(before)),
            (Subject::Node, before, after) => {
                format!("node `{name}` {} now; it {}", now(after), then(before))
            }
            (Subject::Component, None, after) => {
                format!("component `{name}` of `{of}` is new, {}", place(after))
            }
            (Subject::Component, before, None) => {
                format!("component `{name}` of `{of}` is gone; it was {}", place(before))
            }
            (Subject::Component, before, after) => {
                format!("component `{name}` of `{of}` is {} now, no longer {}", place(after), place(before))
            }
            (Subject::Capability, None, Some(after)) => {
                format!("capability `{name}` is new; `{after}` exports it")
            }
            (Subject::Capability, Some(before), None) => {
                format!("capability `{name}` is gone; `{before}` exported it")
            }
            (Subject::Capability, before, after) => {
                let [before, after] = [before, after].map(Option::unwrap_or_default);
                format!("`{after}` exports capability `{name}` now, no longer `{before}`")
            }
            (Subject::Wait, None, _) => format!("`{of}` waits for `{name}` now"),
            (Subject::Wait, Some(_), _) => format!("`{of}` waits for `{name}` no longer"),
            (Subject::Parameter | Subject::Attribute, None, after) => {
                format!("`{name}` of `{of}` is {} now; it was not set", value(after))
            }
            (Subject::Parameter | Subject::Attribute, before, None) => {
                format!("`{name}` of `{of}` is no longer set; it was {}", value(before))
            }
            (Subject::Parameter | Subject::Attribute, before, after) if before == after => {
                format!("`{name}` of `{of}` has another value now, still shown as {}", value(after))
            }
            (Subject::Parameter | Subject::Attribute, before, after) => {
                format!("`{name}` of `{of}` is {} now, no longer {}", value(after), value(before))
            }
        }
    }
}

fn now(level: Option<String>) -> String {
    match level.as_deref() {
        Some(NEVER) | None => "never runs".to_owned(),
        Some(level) => format!("is on level {level}"),
    }
}

fn then(level: Option<String>) -> String {
    match level.as_deref() {
        Some(NEVER) | None => "never ran".to_owned(),
        Some(level) => format!("was on level {level}"),
    }
}

fn place(node: Option<String>) -> String {
    match node {
        Some(node) if !node.is_empty() => format!("on `{node}`"),
        Some(_) | None => "on no node".to_owned(),
    }
}

fn value(value: Option<String>) -> String {
    format!("`{}`", value.unwrap_or_default())
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// Compares two results. Linear in what they consist of.
pub fn compare(before: Side<'_>, after: Side<'_>) -> Diff {
    let (before, after) = (facts::facts(before), facts::facts(after));
    let (known_before, known_after) = (by_key(&before), by_key(&after));
    let mut diff = Diff::default();
    for subject in Subject::ALL {
        for fact in before.iter().filter(|fact| fact.subject == Some(subject)) {
            match known_after.get(fact.key.as_str()).and_then(|&place| after.get(place)) {
                Some(now) if fact.is_same(now) => {}
                Some(now) => diff.changes.push(change(fact, Some(fact), Some(now))),
                // Of what is gone itself, nothing more is told.
                None if !known_after.contains_key(fact.owner.as_str()) => {}
                None => diff.changes.push(change(fact, Some(fact), None)),
            }
        }
        for fact in after.iter().filter(|fact| fact.subject == Some(subject)) {
            let is_new = !known_before.contains_key(fact.key.as_str());
            if is_new && known_before.contains_key(fact.owner.as_str()) {
                diff.changes.push(change(fact, None, Some(fact)));
            }
        }
    }
    diff
}

fn by_key(facts: &[Fact]) -> Table<&str, usize> {
    let mut places = Table::new();
    for (place, fact) in facts.iter().enumerate() {
        places.add(fact.key.as_str(), place);
    }
    places
}

fn change(fact: &Fact, before: Option<&Fact>, after: Option<&Fact>) -> Change {
    let shown = |fact: &Fact| fact.shown.clone();
    Change {
        subject: fact.subject.expect("facts without a subject only stand for others"),
        name: fact.name.clone(),
        of: fact.of.clone(),
        before: before.map(shown),
        after: after.map(shown),
    }
}
