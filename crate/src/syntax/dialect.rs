//! What a text is read as: a manifest or a template, and which words are keywords, which differs between versions of
//! Puppet and between Puppet and Bolt.
//!
//! A manifest does not say which it was written for, and an environment holds plans among its manifests, so a file
//! that does not read well in one dialect is read in the other.

use super::ast::Ast;
use super::check::location;
use super::parse;
use crate::diag::{Diagnostic, Diagnostics, Severity};
use crate::source::{File, FileId};

/// The switches of the language. Without any change Puppet 6, the last with application orchestration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dialect {
    /// Whether `application`, `site`, `produces` and `consumes` are keywords, as in Puppet 5 and 6; in 7 and 8 they
    /// are names.
    pub app_orchestration: bool,
    /// Whether `plan` and `apply` are keywords, as in Bolt and with Puppet's setting `tasks`.
    pub tasks: bool,
    /// Whether it is a template: text with Puppet between `<%` and `%>`.
    pub epp: bool,
    /// How bad is what Puppet calls questionable.
    pub strict: Strict,
}

/// Puppet's setting `strict`: what to do about a key that is there twice, or a virtual class.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Strict {
    /// Nothing; a virtual class is a warning still.
    Off,
    /// A warning, the default up to Puppet 7.
    #[default]
    Warning,
    /// An error, the default of Puppet 8.
    Error,
}

impl Default for Dialect {
    fn default() -> Dialect {
        Dialect { app_orchestration: true, tasks: false, epp: false, strict: Strict::Warning }
    }
}

/// Reads a file of an environment in the dialect it is written in: a plan with the keywords of plans, `.epp` as a
/// template.
///
/// Plans stand in folders called `plans`; a text elsewhere that cannot be read and has a plan in it is read again as
/// a plan, too. Of two attempts the one counts whose first error comes later.
pub fn read(id: FileId, file: &File, dialect: Dialect, diags: &mut Diagnostics) -> Ast {
    let (ast, _) = read_and_tell(id, file, dialect, diags);
    ast
}

/// The same, and the dialect that it was.
pub(super) fn read_and_tell(
    id: FileId,
    file: &File,
    dialect: Dialect,
    diags: &mut Diagnostics,
) -> (Ast, Dialect) {
    let in_plans = is_in_plans(&file.path);
    let epp = dialect.epp || file.path.ends_with(".epp");
    let first = Dialect { tasks: dialect.tasks || in_plans, epp, ..dialect };
    let mut best = Attempt::new(id, file, first);
    // What validation says of a plan that can be read is no reason to read it as something else.
    let wrong = if in_plans { !best.ast.complete } else { best.first_error.is_some() };
    if wrong && !dialect.tasks && (in_plans || has_plan(&file.text)) {
        let second = Attempt::new(id, file, Dialect { tasks: !first.tasks, ..first });
        let reads_on =
            second.first_error.is_none_or(|error| best.first_error.is_some_and(|first| error > first));
        if reads_on || (second.ast.complete && !best.ast.complete) {
            best = second;
        }
    }
    for finding in best.findings {
        diags.add(finding);
    }
    location::check(&best.ast, &file.path, &file.text, diags);
    (best.ast, best.dialect)
}

/// The dialect a file is likely written in, without reading it: enough for colours.
pub fn guess(path: &str, text: &str) -> Dialect {
    let epp = path.ends_with(".epp");
    Dialect { tasks: is_in_plans(path) || has_plan(text), epp, ..Dialect::default() }
}

fn is_in_plans(path: &str) -> bool {
    path.split('/').rev().skip(1).any(|folder| folder == "plans")
}

/// What a text is in one dialect.
struct Attempt {
    dialect: Dialect,
    ast: Ast,
    findings: Vec<Diagnostic>,
    first_error: Option<u32>,
}

impl Attempt {
    fn new(id: FileId, file: &File, dialect: Dialect) -> Attempt {
        let mut diags = Diagnostics::default();
        let ast = parse(id, &file.text, dialect, &mut diags);
        let findings = diags.into_sorted();
        let first_error = findings.iter().find(|finding| finding.severity == Severity::Error);
        let first_error = first_error.map(|error| error.span.start());
        Attempt { dialect, ast, findings, first_error }
    }
}

/// Whether a line starts with `plan NAME`.
fn has_plan(text: &str) -> bool {
    let mut rests = text.lines().filter_map(|line| line.trim_start().strip_prefix("plan "));
    rests.any(|rest| rest.trim_start().starts_with(|first: char| first.is_ascii_lowercase()))
}
