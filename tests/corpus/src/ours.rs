//! What Callsheet says, in Puppet's terms.

use callsheet::diag::{Code, Diagnostic, Diagnostics, Severity};
use callsheet::source::Sources;
use callsheet::syntax::ast::Ast;
use callsheet::syntax::{Dialect, dump, parse};

use crate::judge::{Answer, Issue};
use crate::manifests::Manifest;

/// The words that Puppet 7 knows: orchestration is gone, plans are not read by default.
pub fn puppet_7() -> Dialect {
    Dialect { app_orchestration: false, ..puppet_6() }
}

/// The words that Puppet 6 knows.
pub fn puppet_6() -> Dialect {
    Dialect::default()
}

/// What we say of a file; of a template if its name says so.
pub fn answer(manifest: &Manifest, dialect: Dialect) -> Answer {
    let sources = Sources::single("manifest.pp", &manifest.text);
    let (tree, found) = read(&sources, Dialect { epp: manifest.is_template(), ..dialect });
    let issues: Vec<Issue> = found.iter().map(|diagnostic| issue(diagnostic, &sources)).collect();
    let refused = issues.iter().find(|issue| issue.severity == "error").cloned();
    Answer { refused, read: !issues.iter().any(is_of_reading), issues, tree: Some(dump::pn(&tree)) }
}

/// Whether an error of ours is one of reading, not of validation: the catalogue lists those first.
pub fn is_of_reading(issue: &Issue) -> bool {
    let code = Code::from_id(&issue.code.to_ascii_lowercase().replace('_', "-"));
    issue.severity == "error" && code.is_some_and(|code| code <= Code::HeredocWithoutEndTaggedLine)
}

fn read(sources: &Sources, dialect: Dialect) -> (Ast, Vec<Diagnostic>) {
    let mut diags = Diagnostics::default();
    let (id, file) = sources.iter().next().expect("one file");
    let tree = parse(id, &file.text, dialect, &mut diags);
    (tree, diags.into_sorted())
}

fn issue(diagnostic: &Diagnostic, sources: &Sources) -> Issue {
    let at = sources.position(diagnostic.span);
    let severity = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "deprecation",
    };
    Issue {
        severity: severity.to_owned(),
        code: diagnostic.code.id().replace('-', "_").to_ascii_uppercase(),
        line: Some(at.line.into()),
        column: Some(at.column.into()),
        message: diagnostic.message.clone(),
    }
}
