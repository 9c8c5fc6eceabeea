//! What Puppet accepts in silence, and most likely nobody meant.
//!
//! Goes in: all trees, the program, the environment and its graph. Nothing comes out but findings, warnings mostly,
//! each with the place to edit. One function a lint, in the file of what it is about. Where a file could not be read in
//! full, a lint says nothing that may follow from what is missing. All of it is done on every keystroke, so every lint
//! goes through its material once.

mod attribute;
mod capability;
mod exchange;
mod loading;
mod mapping;
mod names;
mod node;
mod order;
mod site;

use crate::diag::{Code, Diagnostic, Diagnostics, Edit, Fix, Label, Phase};
use crate::env::{Component, Environment};
use crate::graph::{AppGraph, ComponentId};
use crate::input::Input;
use crate::program::{Program, ResourceKind};
use crate::source::{Sources, Span};
use crate::syntax::ast::{Ast, Block, Expr, ExprKind};
use crate::syntax::walk;

/// All that lints look at.
#[derive(Clone, Copy)]
pub struct Subject<'a> {
    /// All files, for their paths.
    pub sources: &'a Sources,
    /// The trees of all manifests.
    pub asts: &'a [Ast],
    /// All definitions.
    pub program: &'a Program<'a>,
    /// Facts, data, target.
    pub input: &'a Input,
    /// Instances, components, capabilities, nodes.
    pub environment: &'a Environment,
    /// Who waits for whom.
    pub graph: &'a AppGraph,
}

/// Looks for everything that can be known before nodes are compiled.
pub fn environment(subject: Subject<'_>, diags: &mut Diagnostics) {
    wiring(subject, diags);
    diags.enter(Phase::Graph);
    mapping::repeated(subject, diags);
    mapping::always_active(subject, diags);
    if !subject.program.complete {
        return;
    }
    mapping::without_component(subject, diags);
    loading::never_loaded(subject, diags);
    let names = names::known(subject);
    attribute::unknown(subject, &names, diags);
    exchange::not_set(subject, &names, diags);
}

/// Looks at how components are joined.
fn wiring(subject: Subject<'_>, diags: &mut Diagnostics) {
    diags.enter(Phase::Plan);
    site::outside(subject, diags);
    order::on_one_node(subject, diags);
    order::across_nodes(subject, diags);
    capability::not_awaited(subject, diags);
    capability::never_consumed(subject, diags);
    node::unknown(subject, diags);
    node::never_runs(subject, diags);
    node::without_node(subject, diags);
}

/// Places where something was found, the largest last: a loop declares many components at one place, and there one
/// finding says enough.
#[derive(Default)]
struct Told(Vec<Span>);

impl Told {
    /// Whether it is the first time; from now on it is not.
    fn is_first(&mut self, place: Span) -> bool {
        // Most come in the order of the text.
        if self.0.last() < Some(&place) {
            self.0.push(place);
            return true;
        }
        let is_first = !self.0.contains(&place);
        if is_first {
            self.0.insert(0, place);
        }
        is_first
    }
}

impl<'a> Subject<'a> {
    /// A component of the graph, as the environment has it.
    fn component(self, id: ComponentId) -> Option<&'a Component> {
        let place = self.graph.component(id);
        self.environment.instances.get(place.instance)?.components.get(place.index)
    }
}

/// Bodies that are evaluated on nodes alone: those of classes, defines and node definitions.
fn bodies<'a>(program: &Program<'a>) -> Vec<&'a Block> {
    let definitions = program.definitions.values();
    let on_nodes = definitions.filter(|it| matches!(it.kind, ResourceKind::Class | ResourceKind::Define));
    on_nodes.map(|it| it.body).chain(program.nodes.iter().map(|node| &node.body)).collect()
}

/// Calls `visit` with each expression directly within one of a body; definitions in it have bodies of their own.
fn children_of_body<'a>(expr: &'a Expr, visit: &mut dyn FnMut(&'a Expr)) {
    match &expr.kind {
        ExprKind::Class(_)
        | ExprKind::Define(_)
        | ExprKind::Application(_)
        | ExprKind::Plan(_)
        | ExprKind::Function(_)
        | ExprKind::Node(_)
        | ExprKind::Mapping(_)
        | ExprKind::Site(_) => {}
        _ => walk::children(expr, visit),
    }
}

/// A finding in parts: built at one place, as each call of a builder weighs in wasm.
fn finding(code: Code, span: Span, message: String, label: Option<(Span, &str)>, hint: String) -> Diagnostic {
    let mut finding = Diagnostic::new(code, span, message);
    finding.labels.extend(label.map(|(span, message)| Label { span, message: message.to_owned() }));
    finding.hints.push(hint);
    finding
}

/// Adds a repair of one edit that is a choice.
fn offer(finding: &mut Diagnostic, title: String, span: Span, text: String) {
    finding.fixes.push(Fix { title, safe: false, edits: vec![Edit { span, text }] });
}

/// Adds as a repair to remove what Puppet ignores: beside that nothing can be meant.
fn remove(finding: &mut Diagnostic, title: &str, span: Span) {
    let edits = vec![Edit { span, text: String::new() }];
    finding.fixes.push(Fix { title: title.to_owned(), safe: true, edits });
}
