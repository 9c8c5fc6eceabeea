//! The long tail of built-in functions, written in Puppet: text is a fifth of what the same is as code.
//!
//! Goes in: the texts below. Comes out: the tree of a function, read when it is called for the first time. What is
//! called thousands of times, or needs more than its arguments, is written in Rust, in `eval::function`.

use std::cell::OnceCell;

use crate::diag::Diagnostics;
use crate::source::NO_FILE;
use crate::syntax::ast::{Ast, ExprKind, Function};
use crate::syntax::{self, Dialect};

/// In each text every function starts with `function` in the first column.
const TEXTS: &[&str] = &[
    include_str!("prelude/collections.pp"),
    include_str!("prelude/strings.pp"),
    include_str!("prelude/checks.pp"),
    include_str!("prelude/documents.pp"),
    include_str!("prelude/objects.pp"),
];

/// All functions written in Puppet.
#[derive(Debug)]
pub struct Prelude {
    functions: Vec<Entry>,
}

#[derive(Debug)]
struct Entry {
    name: &'static str,
    text: &'static str,
    ast: OnceCell<Ast>,
}

impl Default for Prelude {
    fn default() -> Prelude {
        let entry = |text: &'static str| {
            let (name, _) = text.split_once('(')?;
            Some(Entry { name, text, ast: OnceCell::new() })
        };
        let texts = TEXTS.iter().flat_map(|text| text.split("\nfunction ").skip(1));
        Prelude { functions: texts.filter_map(entry).collect() }
    }
}

impl Prelude {
    /// Whether there is a function of this name.
    pub fn has(&self, name: &str) -> bool {
        self.functions.iter().any(|entry| entry.name == name)
    }

    /// The names of all functions.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.functions.iter().map(|entry| entry.name)
    }

    /// The function of this name.
    pub fn function(&self, name: &str) -> Option<&Function> {
        let entry = self.functions.iter().find(|entry| entry.name == name)?;
        let ast = entry.ast.get_or_init(|| read(entry.text, &mut Diagnostics::default()));
        match &ast.body.first()?.kind {
            ExprKind::Function(function) => Some(function),
            _ => None,
        }
    }

    /// What the parser says of the texts: nothing, as a test makes sure.
    pub fn findings(&self) -> Diagnostics {
        let mut diags = Diagnostics::default();
        for entry in &self.functions {
            read(entry.text, &mut diags);
        }
        diags
    }
}

fn read(text: &str, diags: &mut Diagnostics) -> Ast {
    syntax::parse(NO_FILE, &format!("function {text}"), Dialect::default(), diags)
}
