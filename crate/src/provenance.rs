//! Where a value came from, told step by step: from the parameter back through capabilities, mappings, parameters and
//! facts of other nodes.
//!
//! Goes in: a setting of a compiled resource. Comes out: [`Step`]s, the nearest first.

use crate::eval::scope::{Flow, Origin, Setting};
use crate::eval::value::Value;
use crate::source::Span;

/// A chain of capabilities is told this far.
const DEEPEST: u32 = 20;

/// How Puppet shows what is sensitive.
const REDACTED: &str = "Sensitive [value redacted]";

/// One step on the way back from a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// How many capabilities lie between it and the value, twice; its indentation.
    pub depth: u32,
    /// What happened there.
    pub text: String,
    /// The value there, as Puppet writes it; what is sensitive is not shown.
    pub value: String,
    /// Where it is written; none for facts.
    pub span: Option<Span>,
    /// The node that it names.
    pub node: Option<String>,
    /// The component of that node that it names.
    pub component: Option<String>,
}

/// All steps of a value that was set on a resource of `node`.
pub fn steps(setting: &Setting, node: &str) -> Vec<Step> {
    let mut steps = Vec::new();
    add(&mut steps, setting, "", At { node, depth: 0, secret: false });
    steps
}

/// The word for the kind of origin: what a table shows.
pub fn word(origin: &Origin) -> &'static str {
    match origin {
        Origin::Explicit => "explicit",
        Origin::ResourceDefault(_) => "resource default",
        Origin::Override(_) => "override",
        Origin::Container(_) => "container",
        Origin::Default => "default",
        Origin::Data { .. } => "data",
        Origin::Fact => "fact",
        Origin::Flow(flow) if flow.producer.is_some() => "produced",
        Origin::Flow(_) => "consumed",
    }
}

/// Where on the way back a step is.
#[derive(Clone, Copy)]
struct At<'n> {
    node: &'n str,
    depth: u32,
    /// A value on the way from here is sensitive: what it was made of is not told either.
    secret: bool,
}

fn add(steps: &mut Vec<Step>, setting: &Setting, name: &str, at: At<'_>) {
    let node = at.node;
    let text = match &setting.origin {
        Origin::Explicit => "set in the declaration".to_owned(),
        Origin::ResourceDefault(_) => "set by a resource default".to_owned(),
        Origin::Override(_) => "set by an override".to_owned(),
        Origin::Container(container) => format!("metaparameter of `{container}`, which contains it"),
        Origin::Default => "default of the parameter".to_owned(),
        Origin::Data { key } => format!("data for `{key}`"),
        Origin::Fact => format!("`${}` of `{node}`", setting.name),
        Origin::Flow(flow) => flow_text(flow, &setting.name),
    };
    let is_named = name.is_empty() || matches!(setting.origin, Origin::Fact | Origin::Flow(_));
    let text = if is_named { text } else { format!("`${name}`: {text}") };
    let value = if at.secret { REDACTED.to_owned() } else { setting.value.inspect() };
    let is_fact = matches!(setting.origin, Origin::Fact);
    let span = if is_fact { None } else { Some(setting.span) };
    let step = Step { depth: at.depth, text, value, span, node: None, component: None };
    let Origin::Flow(flow) = &setting.origin else {
        steps.push(Step { node: is_fact.then(|| node.to_owned()), ..step });
        return;
    };
    let (node, component) = match &flow.producer {
        Some((node, component)) => (&**node, Some(component.to_string())),
        None => (node, None),
    };
    steps.push(Step { node: component.is_some().then(|| node.to_owned()), component, ..step });
    if at.depth >= DEEPEST {
        return;
    }
    let secret = at.secret || matches!(setting.value, Value::Sensitive(_));
    for from in &flow.from {
        add(steps, from, &from.name, At { node, depth: at.depth + 1, secret });
    }
}

fn flow_text(flow: &Flow, name: &str) -> String {
    let capability = &flow.capability;
    match &flow.producer {
        None => format!("consumed from `{capability}`"),
        Some((node, component)) => format!("`{capability}` has `{name}` from `{component}` on `{node}`"),
    }
}
