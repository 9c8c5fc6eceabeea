//! All files become one program: definitions by name, the `site`, the mappings, the capability types.
//!
//! Goes in: the trees of all files. Comes out: [`Program`], which borrows from them. Definitions are found wherever
//! they stand, as Puppet's parser hoists them. A second definition of a name is reported; the first stays.

use indexmap::IndexMap;

use crate::diag::Diagnostics;
use crate::source::{FileId, Sources};
use crate::syntax::ast::Ast;

/// What all files define together.
#[derive(Debug, Default)]
pub struct Program<'a> {
    /// Trees of the main manifests, in the order of their paths: their top level is evaluated.
    pub mains: Vec<&'a Ast>,
    /// Placeholder until definitions are indexed.
    pub names: IndexMap<String, FileId>,
}

/// Merges the trees of all files.
pub fn merge<'a>(_sources: &Sources, _asts: &'a [Ast], _diags: &mut Diagnostics) -> Program<'a> {
    Program::default()
}
