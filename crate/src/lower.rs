//! A plan in the words of a Puppet without application orchestration: [`puppet`] gives manifests in which each node
//! declares its components, with the values that reach them; [`bolt`] gives the run order as a plan for Bolt.

mod bolt;
mod literal;
mod puppet;

pub use bolt::bolt;
pub use puppet::{Lowered, puppet};
