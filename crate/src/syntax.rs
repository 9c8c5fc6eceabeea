//! A manifest's text becomes a tree.
//!
//! ```text
//! text -> scan (tokens, heredocs, open quotes) -> grammar -> build -> check
//!                                                    `-> recover -------------^
//! ```
//!
//! What cannot be read is reported and becomes [`ast::ExprKind::Error`]; everything around it survives.

pub mod ast;
mod build;
mod check;
mod dialect;
pub mod dump;
pub mod folds;
mod heredoc;
pub mod highlight;
pub mod print;
mod recover;
mod scan;
pub mod symbols;
mod tape;
mod token;
pub mod walk;

use std::ops::Range;

use crate::diag::{Code, Diagnostic, Diagnostics, Edit};
use crate::source::{FileId, Span};
use ast::Ast;
use build::Builder;
pub use dialect::{Dialect, Strict, guess, read};
use scan::Scan;

/// Reads a manifest or template as Puppet does. Errors of syntax and Puppet's own validation are added to `diags`.
///
/// Always gives a tree: where the text is broken, everything that is whole is in it. Never recurses deeper than the
/// nesting of brackets that it allows, so no text exhausts the stack.
pub fn parse(file: FileId, text: &str, dialect: Dialect, diags: &mut Diagnostics) -> Ast {
    let scan = scan::scan_mended(text, dialect, scan::scan(text, dialect));
    let (ast, broken) = tree(file, text, dialect, &scan, diags);
    report_letters(file, text, &scan, diags);
    validate(&ast, text, dialect, &broken, diags);
    ast
}

/// The tree, and where in the file its tokens were mended.
fn tree(
    file: FileId,
    text: &str,
    dialect: Dialect,
    scan: &Scan,
    diags: &mut Diagnostics,
) -> (Ast, Vec<Range<usize>>) {
    let mut builder = Builder::new(file, text, scan, diags);
    let sound = if scan.too_deep.is_empty() { builder.read(dialect) } else { Err(scan.tape.len()) };
    let stop = match sound {
        Ok(body) => {
            let complete = scan.errors.is_empty() && !builder.incomplete;
            return (Ast { file, body, complete }, Vec::new());
        }
        Err(stop) => stop,
    };
    let mended = recover::mend(&recover::Broken { file, text, dialect, scan, stop }, diags);
    let mut found = Diagnostics::default();
    let mut builder = Builder::new(file, text, scan, &mut found);
    builder.read_instead(&mended.tape);
    let body = builder.read(dialect).unwrap_or_default();
    add_unless_it_follows(&found, &mended.places, diags);
    (Ast { file, body, complete: false }, mended.places)
}

/// Adds what Puppet's validation says, but for what follows from a break.
fn validate(ast: &Ast, text: &str, dialect: Dialect, broken: &[Range<usize>], diags: &mut Diagnostics) {
    if broken.is_empty() {
        return check::check(ast, text, dialect, diags);
    }
    let mut found = Diagnostics::default();
    check::check(ast, text, dialect, &mut found);
    add_unless_it_follows(&found, broken, diags);
}

/// Adds the findings that do not stand where the text is broken.
fn add_unless_it_follows(found: &Diagnostics, broken: &[Range<usize>], diags: &mut Diagnostics) {
    let follows = |span: Span| {
        broken.iter().any(|range| range.start <= span.end() as usize && span.start() as usize <= range.end)
    };
    for finding in found.iter().filter(|finding| !follows(finding.span)) {
        diags.add(finding.clone());
    }
}

/// Adds what the first walk found.
fn report_letters(file: FileId, text: &str, scan: &Scan, diags: &mut Diagnostics) {
    for error in &scan.errors {
        let length = token::token_length(text.get(error.at..).unwrap_or(""));
        let span = Span::new(file, error.at, error.at + length);
        let finding = Diagnostic::new(error.code, span, error.message.clone());
        diags.add(match error.code {
            Code::IllegalBom => finding.fix("Remove the mark", vec![Edit { span, text: String::new() }]),
            _ => finding,
        });
    }
}
