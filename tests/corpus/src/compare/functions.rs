//! Which functions real manifests call, and how many of the calls Callsheet evaluates.
//!
//! What a module defines itself, in Puppet or in Ruby, comes with the module and is counted apart; the functions of
//! `stdlib` are taken for the language's own.

use std::path::Path;

use callsheet::eval::function;
use callsheet::program::prelude::Prelude;
use callsheet::sort;
use callsheet::source::Sources;
use callsheet::syntax::ast::{Expr, ExprKind};
use callsheet::syntax::{Dialect, parse, walk};
use callsheet::table::{Set, Table};

use callsheet_corpus::manifests::{self, Manifest};
use callsheet_corpus::ours::puppet_7;

/// Calls that are evaluated, or give a placeholder because they cannot run without the server's files or Ruby.
pub(crate) const KNOWN: f64 = 0.99;

/// How often each function is called, by what becomes of it.
#[derive(Debug, Default)]
pub(crate) struct Calls {
    evaluated: Table<String, usize>,
    placeholders: Table<String, usize>,
    of_modules: Table<String, usize>,
    unknown: Table<String, usize>,
}

impl Calls {
    /// Counts all calls by name.
    pub(crate) fn count(corpus: &[Manifest]) -> Calls {
        let prelude = Prelude::default();
        let mut own = ruby_functions();
        let mut all: Table<String, usize> = Table::new();
        for manifest in corpus {
            let sources = Sources::single("manifest.pp", &manifest.text);
            let (id, file) = sources.iter().next().expect("one file");
            let dialect = Dialect { epp: manifest.is_template(), ..puppet_7() };
            let tree = parse(id, &file.text, dialect, &mut callsheet::diag::Diagnostics::default());
            for statement in &tree.body {
                walk_calls(statement, &mut all, &mut own);
            }
        }
        let mut calls = Calls::default();
        for (name, count) in all {
            let bare = name.strip_prefix("stdlib::").unwrap_or(&name);
            let stands_in = function::foreign::FUNCTIONS.iter().any(|it| it.name == bare);
            let kind = if stands_in {
                &mut calls.placeholders
            } else if function::find(bare).is_some() || prelude.has(bare) {
                &mut calls.evaluated
            } else if own.contains(&name) {
                &mut calls.of_modules
            } else {
                &mut calls.unknown
            };
            kind.insert(name, count);
        }
        calls
    }

    /// Prints the shares, and the functions that are not evaluated.
    pub(crate) fn print(&self) {
        let (evaluated, known) = (sum(&self.evaluated), self.known());
        let all = known + sum(&self.unknown);
        let share = |count: usize| 100.0 * count as f64 / all.max(1) as f64;
        println!(
            "functions: {all} calls of {} functions; evaluated {evaluated} ({:.2} %), with a placeholder {} ({:.2} %)",
            self.evaluated.len() + self.placeholders.len() + self.unknown.len(),
            share(evaluated),
            known - evaluated,
            share(known - evaluated),
        );
        print_list("with a placeholder", &self.placeholders);
        print_list("unknown", &self.unknown);
        print_list("defined by modules", &self.of_modules);
    }

    /// The share that is evaluated or has a placeholder, from 0 to 1.
    pub(crate) fn share(&self) -> f64 {
        let known = self.known();
        known as f64 / (known + sum(&self.unknown)).max(1) as f64
    }

    fn known(&self) -> usize {
        sum(&self.evaluated) + sum(&self.placeholders)
    }
}

fn sum(calls: &Table<String, usize>) -> usize {
    calls.values().sum()
}

fn print_list(title: &str, calls: &Table<String, usize>) {
    let mut sorted: Vec<(&String, &usize)> = calls.iter().collect();
    sort::by(&mut sorted, |a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
    let words: Vec<String> = sorted.iter().map(|(name, count)| format!("{name} {count}")).collect();
    println!("  {title}: {} calls: {}", sum(calls), words.join(", "));
}

fn walk_calls(expr: &Expr, calls: &mut Table<String, usize>, own: &mut Set<String>) {
    let called = match &expr.kind {
        ExprKind::Call(call) => match &call.function.kind {
            ExprKind::Name(name) => Some(name),
            // A type, whose constructor is called.
            _ => None,
        },
        ExprKind::MethodCall(call) => Some(&call.name.text),
        ExprKind::Function(function) => {
            own.insert(function.name.text.clone());
            None
        }
        _ => None,
    };
    if let Some(name) = called {
        *calls.or_insert(name.trim_start_matches("::").to_owned(), 0) += 1;
    }
    walk::children(expr, &mut |child| walk_calls(child, calls, own));
}

/// The functions that modules bring along in Ruby.
fn ruby_functions() -> Set<String> {
    let files = manifests::installed(&["rb"]);
    let names = files.iter().filter_map(|file| ruby_function(&file.path));
    names.collect()
}

fn ruby_function(path: &Path) -> Option<String> {
    let path = path.to_str()?;
    if path.contains("/stdlib/") {
        return None;
    }
    let folders = ["/lib/puppet/functions/", "/lib/puppet/parser/functions/"];
    let (_, name) = folders.iter().find_map(|folder| path.split_once(folder))?;
    Some(name.strip_suffix(".rb")?.replace('/', "::"))
}
