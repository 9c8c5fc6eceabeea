//! A manifest's text becomes a tree.
//!
//! ```text
//! text -> scan (tokens, heredocs, open quotes) -> grammar -> build -> check
//!                                                    `-> outline -> recover -^
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
mod outline;
pub mod print;
mod recover;
mod scan;
pub mod symbols;
mod tape;
mod token;
pub mod walk;

use crate::diag::{Code, Diagnostic, Diagnostics, Edit};
use crate::source::{FileId, Span};
use ast::{Ast, Block};
use build::Builder;
pub use dialect::{Dialect, Strict, guess, read};
use scan::Scan;

/// Reads a manifest or template as Puppet does. Errors of syntax and Puppet's own validation are added to `diags`.
///
/// Always gives a tree: where the text is broken, everything that is whole is in it. Never recurses deeper than the
/// nesting of brackets that it allows, so no text exhausts the stack.
pub fn parse(file: FileId, text: &str, dialect: Dialect, diags: &mut Diagnostics) -> Ast {
    let scan = scan::scan_mended(text, dialect, scan::scan(text, dialect));
    let mut builder = Builder::new(file, text, dialect, &scan, diags);
    let body = if dialect.epp { template(&mut builder) } else { statements(&mut builder) };
    let ast = Ast { file, body, complete: !builder.incomplete };
    report_letters(file, text, &scan, diags);
    check::check(&ast, text, dialect, diags);
    ast
}

/// The whole text at once if it is sound, else what recovery makes of it.
fn statements(builder: &mut Builder<'_>) -> Block {
    if builder.scan.too_deep.is_empty()
        && let Ok(body) = builder.statements(0..builder.text.len())
    {
        builder.incomplete |= !builder.scan.errors.is_empty();
        return body;
    }
    recover::recover(builder, 0)
}

/// The same for a template.
fn template(builder: &mut Builder<'_>) -> Block {
    let too_deep = !builder.scan.too_deep.is_empty();
    if !too_deep && let Ok(body) = builder.template() {
        builder.incomplete |= !builder.scan.errors.is_empty();
        return body;
    }
    let (parameters, from) = if too_deep { (None, 0) } else { builder.template_head() };
    let body = recover::recover(builder, from);
    builder.template_of(parameters, body)
}

/// Adds what the first walk found.
fn report_letters(file: FileId, text: &str, scan: &Scan, diags: &mut Diagnostics) {
    for error in &scan.errors {
        let length = token::token_length(text.get(error.at..).unwrap_or(""));
        let span = Span::new(file, error.at, error.at + length);
        let finding = Diagnostic::new(error.code, span, error.message.clone());
        diags.add(match mend(error.code, text, span) {
            Some((title, words)) => finding.fix(title, vec![Edit { span, text: words }]),
            None => finding,
        });
    }
}

/// What to put in the place of a token so that it is surely mended, and what that is called.
fn mend(code: Code, text: &str, span: Span) -> Option<(&'static str, String)> {
    let token = text.get(span.start as usize..span.end as usize)?;
    match code {
        Code::IllegalNumber => Some(("Put quotes around it", format!("'{token}'"))),
        Code::IllegalBom => Some(("Remove the mark", String::new())),
        _ => None,
    }
}
