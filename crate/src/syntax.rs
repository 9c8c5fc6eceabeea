//! A manifest's text becomes a tree.
//!
//! ```text
//! text -> scan (tokens, heredocs, open quotes) -> grammar -> build -> check
//! ```
//!
//! What cannot be read is reported and becomes [`ast::ExprKind::Error`]; everything around it survives.

pub mod ast;
mod build;
mod check;
pub mod dump;
mod heredoc;
mod scan;
mod token;
pub mod walk;

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::source::{FileId, Span};
use ast::Ast;
use build::Builder;

/// Reads a manifest as Puppet 6 does. Errors of syntax and Puppet's own validation are added to `diags`.
pub fn parse(file: FileId, text: &str, diags: &mut Diagnostics) -> Ast {
    let scan = scan::scan(text);
    let code = scan.code(text);
    for error in &scan.errors {
        let span = Span::new(file, error.at, error.at);
        diags.add(Diagnostic::new(error.code, span, error.message.clone()));
    }
    let mut builder = Builder::new(file, text, &code, &scan, diags);
    match builder.statements(0..text.len()) {
        Ok(body) => {
            let ast = Ast { file, body, complete: !builder.incomplete };
            check::check(&ast, text, diags);
            ast
        }
        Err(failure) => {
            let span = builder.token_span(failure.at);
            let message = failure.message(builder.source(span));
            if scan.errors.is_empty() {
                diags.add(Diagnostic::new(Code::SyntaxError, span, message));
            }
            Ast { file, body: Vec::new(), complete: false }
        }
    }
}
