//! Templates in Puppet's own language: those of the environment's files, and texts that a manifest renders.

use std::cell::OnceCell;

use crate::diag::{Diagnostics, Severity};
use crate::source::NO_FILE;
use crate::syntax::ast::Ast;
use crate::syntax::{self, Dialect};

/// How many different texts are kept. Picked by trial: manifests hold a handful.
const INLINE_LIMIT: usize = 500;

/// All templates.
#[derive(Debug)]
pub struct Templates<'a> {
    files: Vec<(String, &'a Ast)>,
    inline: Vec<OnceCell<Inline>>,
}

/// A text that is a template.
#[derive(Debug)]
pub struct Inline {
    text: String,
    /// Its tree.
    pub ast: Ast,
    /// What is wrong with it, if something is.
    pub error: Option<String>,
}

impl Default for Templates<'_> {
    fn default() -> Self {
        Templates { files: Vec::new(), inline: (0..INLINE_LIMIT).map(|_| OnceCell::new()).collect() }
    }
}

impl<'a> Templates<'a> {
    /// Adds a file of the environment.
    pub(super) fn add(&mut self, path: &str, ast: &'a Ast) {
        self.files.push((path.to_owned(), ast));
    }

    /// The tree of `module/file.epp`, which is `modules/module/templates/file.epp`.
    pub fn file(&self, name: &str) -> Option<&'a Ast> {
        let (module, file) = name.split_once('/')?;
        let ending = format!("{module}/templates/{file}");
        let named = |path: &str| {
            path.strip_suffix(&*ending).is_some_and(|folder| folder.is_empty() || folder.ends_with('/'))
        };
        self.files.iter().find(|(path, _)| named(path)).map(|(_, ast)| *ast)
    }

    /// The tree of a text, read when it is rendered for the first time; none when there were too many of them.
    pub fn inline(&self, text: &str) -> Option<&Inline> {
        for place in &self.inline {
            let kept = place.get_or_init(|| read(text));
            if kept.text == text {
                return Some(kept);
            }
        }
        None
    }
}

fn read(text: &str) -> Inline {
    let mut diags = Diagnostics::default();
    let ast = syntax::parse(NO_FILE, text, Dialect { epp: true, ..Dialect::default() }, &mut diags);
    let error = diags.iter().find(|finding| finding.severity == Severity::Error);
    Inline { text: text.to_owned(), error: error.map(|finding| finding.message.clone()), ast }
}
