//! The judge: real manifests, what a real Puppet says of them, and what Callsheet says.
//!
//! `compare` holds the two against each other file by file; `bench` measures how fast they are. Both take the
//! manifests of the Debian packages `puppet-module-*`, and ask Puppet in one Ruby process (`judge.rb`).

pub mod judge;
pub mod manifests;
pub mod mutate;
pub mod ours;
