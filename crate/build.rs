//! Compiles the grammar `src/syntax/puppet.pest` into a table, which `src/syntax/build/machine.rs` runs.
//!
//! Goes in: the rules, as pest reads and optimises them. Comes out: `puppet.rs` in Cargo's folder for such files, with
//! the enum `Rule`, the steps `OPS`, the sets of letters that they name, and where the steps of each entry start.
//! A mistake in the grammar stops the build.
//!
//! `pest_derive` would make a function of each rule and a closure of each of its parts: 70 KB more in the module for the
//! browser, and no faster. `tests/grammar.rs` holds the table against it.

#[path = "build/look.rs"]
mod look;
#[path = "build/steps.rs"]
mod steps;

use std::collections::HashMap;
use std::path::PathBuf;
use std::{env, fs};

use pest_meta::ast::RuleType;
use pest_meta::optimizer::{OptimizedExpr, OptimizedRule};

const GRAMMAR: &str = "src/syntax/puppet.pest";

/// The rules that letters are parsed with; all others are reached from these.
const ENTRIES: [&str; 3] = ["manifest", "template", "text"];

fn main() {
    println!("cargo::rerun-if-changed={GRAMMAR}");
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=build");
    let text = fs::read_to_string(GRAMMAR).expect("the grammar is readable");
    let (_, rules) = pest_meta::parse_and_optimize(&text)
        .unwrap_or_else(|errors| panic!("{GRAMMAR} is no grammar:\n{}", lines(&errors)));
    let grammar = Grammar::new(rules);
    #[expect(clippy::disallowed_methods, reason = "this is how Cargo tells a build script where to write")]
    let folder = PathBuf::from(env::var("OUT_DIR").expect("Cargo names a folder"));
    fs::write(folder.join("puppet.rs"), steps::table(&grammar)).expect("the folder is writable");
}

fn lines(items: &[impl ToString]) -> String {
    items.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

/// Letters, each the bit of its number in ASCII; bit 0 stands for the end of the text.
type Letters = u128;

/// The rules by their names.
struct Grammar {
    rules: HashMap<String, OptimizedRule>,
    /// Those that make pairs, in the order of the file.
    named: Vec<String>,
}

impl Grammar {
    fn new(rules: Vec<OptimizedRule>) -> Grammar {
        for rule in &rules {
            let known = matches!(rule.ty, RuleType::Normal | RuleType::Silent);
            assert!(known, "{}: there is no white space, so no rule has to say how it is treated", rule.name);
            let blank = matches!(rule.name.as_str(), "WHITESPACE" | "COMMENT");
            assert!(!blank, "{}: blanks and comments are no tokens", rule.name);
        }
        let named = rules.iter().filter(|rule| rule.ty == RuleType::Normal);
        let named = named.map(|rule| rule.name.clone()).collect();
        Grammar { rules: rules.into_iter().map(|rule| (rule.name.clone(), rule)).collect(), named }
    }

    fn rule(&self, name: &str) -> &OptimizedRule {
        self.rules
            .get(name)
            .unwrap_or_else(|| panic!("{name} is no rule, and no built-in one that is known here"))
    }

    /// What a silent rule stands for.
    fn silent(&self, name: &str) -> Option<&OptimizedExpr> {
        let rule = self.rules.get(name).filter(|rule| rule.ty == RuleType::Silent)?;
        Some(&rule.expr)
    }

    /// The letters of what matches exactly one letter and makes no pair.
    fn letters(&self, expr: &OptimizedExpr) -> Option<Letters> {
        match expr {
            OptimizedExpr::Str(text) if text.len() == 1 => Some(one(text)),
            OptimizedExpr::Range(from, to) => {
                let below = |bit: Letters| bit - 1;
                Some(one(to) | (below(one(to)) & !below(one(from))))
            }
            OptimizedExpr::Ident(name) => self.letters(self.silent(name)?),
            OptimizedExpr::Choice(left, right) => Some(self.letters(left)? | self.letters(right)?),
            _ => None,
        }
    }

    /// The letters of a rule that is one letter and makes a pair.
    fn leaf(&self, expr: &OptimizedExpr) -> Option<(&str, Letters)> {
        let OptimizedExpr::Ident(name) = expr else { return None };
        let rule = self.rules.get(name).filter(|rule| rule.ty == RuleType::Normal)?;
        Some((&rule.name, self.letters(&rule.expr)?))
    }

    /// The alternatives of a choice, those of silent rules among them.
    fn alternatives<'g>(&'g self, expr: &'g OptimizedExpr) -> Vec<&'g OptimizedExpr> {
        if self.letters(expr).is_some() {
            return vec![expr];
        }
        match expr {
            OptimizedExpr::Choice(left, right) => {
                [self.alternatives(left), self.alternatives(right)].concat()
            }
            OptimizedExpr::Ident(name) => match self.silent(name) {
                Some(choice @ (OptimizedExpr::Choice(..) | OptimizedExpr::Ident(_))) => {
                    self.alternatives(choice)
                }
                Some(_) | None => vec![expr],
            },
            _ => vec![expr],
        }
    }

    /// What stands one behind the other, also within silent rules.
    fn parts<'g>(&'g self, expr: &'g OptimizedExpr) -> Vec<&'g OptimizedExpr> {
        match expr {
            OptimizedExpr::Seq(left, right) => [self.parts(left), self.parts(right)].concat(),
            _ => vec![expr],
        }
    }
}

/// The bit of the letter that a text starts with.
fn one(text: &str) -> Letters {
    let letter = text.bytes().next().expect("a letter");
    assert!(letter.is_ascii() && letter != 0, "{text}: letters of tokens are ASCII");
    1 << letter
}
