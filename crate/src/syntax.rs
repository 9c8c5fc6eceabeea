//! A manifest's text becomes a tree.

pub mod ast;
