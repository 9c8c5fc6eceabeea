//! Repairs: what is found wrong becomes edits that mend it.
//!
//! Goes in: the findings of all stages, the texts and trees, and what these were understood as. Comes out: the same
//! findings with [`Fix`]es. Stages say what is wrong and which name was meant; how that is written into the text, with
//! its commas, its indentation and its arrows, is known here alone.

pub mod apply;
mod exchange;
mod find;
mod list;
mod nodes;
mod site;
mod value;
mod word;

use crate::diag::{Code, Diagnostic, Edit, Fix};
use crate::env::Environment;
use crate::program::Program;
use crate::source::{Sources, Span};
use crate::syntax::ast::{Ast, Expr};

use find::path;

/// Findings beyond these get no repairs: nobody reads so many, and each costs a walk down a tree.
const MOST: usize = 300;

/// As many alternatives are offered at most.
const ALTERNATIVES: usize = 5;

/// All that repairs are made from.
#[derive(Clone, Copy)]
pub struct Ground<'a> {
    /// The texts.
    pub sources: &'a Sources,
    /// Their trees, in the order of the files.
    pub asts: &'a [Ast],
    /// What they define together.
    pub program: &'a Program<'a>,
    /// What they declare.
    pub environment: &'a Environment,
}

/// How findings of one kind are repaired.
type Way = fn(&Ground<'_>, &Diagnostic) -> Vec<Fix>;

/// All ways, by the kind of finding; those that only a name has to be changed for are not here.
const WAYS: &[(Code, Way)] = &[
    (Code::NeverExported, exchange::export),
    (Code::MissingMapping, exchange::mapping),
    (Code::NotAReference, exchange::reference),
    (Code::NestedCapabilities, exchange::flatten),
    (Code::IllegalRelationship, exchange::relationship),
    (Code::SelfConsumption, list::remove_this),
    (Code::ExportedTwice, exchange::export_once),
    (Code::ComponentNotAssigned, nodes::assign),
    (Code::NonExistentComponent, list::remove_this),
    (Code::ComponentAssignedTwice, list::remove_either),
    (Code::DuplicateAttribute, list::remove_either),
    (Code::DuplicateKey, list::remove_first),
    (Code::OutsideSite, site::move_inside),
    (Code::MissingParameter, value::pass),
    (Code::TypeMismatch, value::convert),
    (Code::InvalidOctalNumber, value::number),
    (Code::InvalidHexNumber, value::number),
    (Code::InvalidDecimalNumber, value::number),
    (Code::IllegalNumber, value::number),
    (Code::NumericOverflow, value::number),
    (Code::ReservedWord, value::quote),
    (Code::UnclosedQuote, word::close_quote),
    (Code::UnrecognizedEscape, word::keep_backslash),
    (Code::IllegalUnicodeEscape, word::keep_backslash),
    (Code::IllegalClassReference, word::capitalize),
    (Code::IllegalFullyQualifiedClassReference, word::capitalize),
];

/// Adds repairs to the findings that can be mended by edits, the best first.
pub fn suggest(ground: &Ground<'_>, diagnostics: &mut [Diagnostic]) {
    let mut left = MOST;
    let renamed = nodes::renamed(diagnostics);
    for diagnostic in diagnostics {
        for fix in &mut diagnostic.fixes {
            list::lay_out_line(ground, fix);
        }
        let way = WAYS.iter().find(|(code, _)| *code == diagnostic.code);
        if left == 0 || (way.is_none() && diagnostic.meant.is_none()) {
            continue;
        }
        left -= 1;
        let mut fixes = Vec::new();
        if !nodes::is_assigned(ground, diagnostic) {
            fixes.extend(word::write_meant(ground, diagnostic));
        }
        if let Some((_, way)) = way
            && !nodes::is_renamed(ground, diagnostic, &renamed)
            && (fixes.is_empty() || diagnostic.code != Code::NonExistentComponent)
        {
            fixes.extend(way(ground, diagnostic));
        }
        fixes.truncate(ALTERNATIVES);
        diagnostic.fixes.extend(fixes);
    }
}

impl<'a> Ground<'a> {
    /// The text of a range.
    fn text(&self, span: Span) -> &'a str {
        self.sources.text(span)
    }

    /// The whole text of the file that a range is in.
    fn whole(&self, span: Span) -> &'a str {
        &self.sources.file(span.file()).text
    }

    /// The expressions around a range, the outermost first.
    fn path(&self, span: Span) -> Vec<&'a Expr> {
        path(self.asts, span)
    }
}

/// A repair beside which nothing else can be meant.
fn safe(title: String, edits: Vec<Edit>) -> Fix {
    Fix { title, safe: true, edits }
}

/// A repair that is likely, but a choice.
fn likely(title: String, edits: Vec<Edit>) -> Fix {
    Fix { title, safe: false, edits }
}

/// Puts a text in the place of another.
fn write(span: Span, text: impl Into<String>) -> Edit {
    Edit { span, text: text.into() }
}

/// Inserts a text at the end of a range.
fn after(span: Span, text: impl Into<String>) -> Edit {
    Edit { span: span.from(span.end()), text: text.into() }
}

/// A text as a string of Puppet.
fn quoted(text: &str) -> String {
    ["'", &text.replace('\\', "\\\\").replace('\'', "\\'"), "'"].concat()
}

/// A text with backticks around it, after a word.
fn title(verb: &str, text: &str) -> String {
    [verb, " `", &shorten(text), "`"].concat()
}

/// What stands in a title has one line, and not a long one.
fn shorten(text: &str) -> String {
    const LONGEST: usize = 60;
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(LONGEST) {
        Some((at, _)) => [line.get(..at).unwrap_or_default(), "…"].concat(),
        None => line,
    }
}
