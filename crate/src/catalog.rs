//! The catalog of each node: what Puppet would tell the node to do, with the values that reach it from other nodes.
//!
//! Goes in: the program, the nodes in their run order, what depends on no text. Comes out: one [`NodeCatalog`] each.
//! Nodes are compiled level by level, and what the nodes of one level produce is there for the next, as in a run.

mod application;
mod check;
mod classifier;
mod finish;
mod metaparameters;
mod node;
mod shared;

use crate::table::Table;

use crate::diag::Diagnostics;
use crate::env::Reference;
use crate::eval::Evaluation;
use crate::eval::catalog::Resource;
use crate::eval::log::Entry;
use crate::eval::node::{Capabilities, NodePass, Produced};
use crate::eval::settings::Settings;
use crate::input::Input;
use crate::program::Program;
use shared::Shared;

/// What one node gets.
#[derive(Debug, Clone)]
pub struct NodeCatalog {
    /// The certname.
    pub node: String,
    /// Its resources in the order of their declaration, without what is virtual or belongs to other nodes.
    pub resources: Table<Reference, Resource>,
    /// What the main stage has, which Puppet adds to every catalog: what arrows set on it.
    pub main_stage: Settings,
    /// What contains what, by places in `resources`.
    pub edges: Vec<(usize, usize)>,
    /// Names of evaluated classes, in order.
    pub classes: Vec<String>,
    /// What the compilation said.
    pub log: Vec<Entry>,
    /// What other nodes can consume from it.
    pub produced: Vec<Produced>,
    /// Whether Puppet would refuse it.
    pub failed: bool,
}

/// How many steps all catalogs together may take. Picked by trial: a thousand nodes take some 200,000.
const STEP_LIMIT: u64 = 40_000_000;

/// Reports mappings for which Puppet refuses every node: those whose component no file defines.
pub fn check_mappings(program: &Program<'_>, diags: &mut Diagnostics) {
    node::check_mappings(program, diags);
}

/// Compiles the catalogs of the nodes of all levels, in their order, and then of those named `beside` that no level has.
pub fn compile_all(
    program: &Program<'_>,
    levels: &[Vec<String>],
    beside: &[&str],
    input: &Input,
    diags: &mut Diagnostics,
) -> Vec<NodeCatalog> {
    let mut compiler =
        Compiler { program, input, shared: shared::share(program, input, diags), left: STEP_LIMIT };
    let mut capabilities = Capabilities::default();
    let mut catalogs = Vec::new();
    for level in levels {
        let first = catalogs.len();
        for name in level {
            catalogs.push(compiler.compile(name, &capabilities, diags));
        }
        for catalog in catalogs.iter().skip(first) {
            store(catalog, &mut capabilities);
        }
    }
    for name in beside {
        if catalogs.iter().all(|catalog| catalog.node != *name) {
            catalogs.push(compiler.compile(name, &capabilities, diags));
        }
    }
    catalogs
}

/// What a node has produced is there for others, unless its catalog failed.
fn store(catalog: &NodeCatalog, capabilities: &mut Capabilities) {
    if catalog.failed {
        return;
    }
    for produced in &catalog.produced {
        capabilities.or_insert(produced.reference.clone(), Vec::new()).push(produced.clone());
    }
}

/// What the compilations of all nodes have in common.
struct Compiler<'a> {
    program: &'a Program<'a>,
    input: &'a Input,
    shared: Shared,
    /// Steps that are left for all of them.
    left: u64,
}

impl Compiler<'_> {
    /// Compiles the catalog of one node, after the nodes that produced `capabilities`.
    fn compile(&mut self, name: &str, capabilities: &Capabilities, diags: &mut Diagnostics) -> NodeCatalog {
        diags.enter_node(name);
        let before = diags.count_errors();
        let mut evaluation = Evaluation::new(self.program, self.input, diags);
        evaluation.limit_steps(self.left);
        evaluation.node = Some(NodePass { errors_before: before, ..NodePass::new(name, capabilities) });
        let (mut catalog, steps) = node::evaluate(evaluation, name, &self.shared);
        self.left = self.left.saturating_sub(steps);
        catalog.failed = self.shared.refused || diags.count_errors() > before;
        catalog
    }
}
