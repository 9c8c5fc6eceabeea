//! Callsheet plans Puppet application orchestration.
//!
//! ```text
//! Sources -> Ast (each file) -> Program -> Environment -> AppGraph -> Plan -> Layout -> View
//! ```
//!
//! Each arrow is one function. All take one [`diag::Diagnostics`] along, to which every stage adds and none throws
//! away: a user's mistake never makes a stage return nothing.

pub mod capability_type;
pub mod diag;
pub mod env;
pub mod export;
pub mod graph;
pub mod input;
pub mod plan;
pub mod program;
pub mod source;
pub mod syntax;
pub mod view;
