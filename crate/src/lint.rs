//! What Puppet accepts in silence, and most likely nobody meant.
//!
//! Goes in: all trees, the program, the environment and its graph. Nothing comes out but findings, warnings mostly,
//! each with the place to edit. One function a lint, in the file of what it is about. Where a file could not be read in
//! full, a lint says nothing that may follow from what is missing. All of it is done on every keystroke, so every lint
//! goes through its material once.

mod attribute;
mod exchange;
mod loading;
mod mapping;
mod names;

use crate::diag::{Diagnostics, Phase};
use crate::env::Environment;
use crate::graph::AppGraph;
use crate::input::Input;
use crate::program::Program;
use crate::source::Sources;
use crate::syntax::ast::Ast;

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
