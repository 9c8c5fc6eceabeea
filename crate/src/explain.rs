//! The pages that explain findings, compiled in: `tests/cases/diagnostics/<id>.md`.
//!
//! The same files are test cases, so what a page shows as wrong is reported and what it shows as repaired is not.

/// Makes the table from ids alone, so that a page is added by one line.
macro_rules! pages {
    ($($id:literal)+) => {
        const PAGES: &[(&str, &str)] =
            &[$(($id, include_str!(concat!("../../tests/cases/diagnostics/", $id, ".md"))),)+];
    };
}

/// The page of a finding, in Markdown; none when there is no such id.
pub fn page(id: &str) -> Option<&'static str> {
    PAGES.iter().find(|(known, _)| *known == id).map(|&(_, page)| page)
}

pages! {
    "cannot-reassign"
    "capability-type-inferred"
    "capability-type-unreadable"
    "component-assigned-twice"
    "component-not-assigned"
    "deprecated-app-orchestration"
    "differs-from-puppet6"
    "duplicate-attribute"
    "duplicate-declaration"
    "duplicate-definition"
    "duplicate-site"
    "evaluation-error"
    "exported-twice"
    "fail-called"
    "function-call-error"
    "heredoc-empty-endtag"
    "heredoc-invalid-escape"
    "heredoc-invalid-syntax"
    "heredoc-multiple-at-escapes"
    "heredoc-unclosed-parenthesis"
    "heredoc-without-end-tagged-line"
    "heredoc-without-text"
    "illegal-attribute-append"
    "illegal-class-reference"
    "illegal-classref"
    "illegal-definition-name"
    "illegal-expression"
    "illegal-fully-qualified-name"
    "illegal-number"
    "illegal-relationship"
    "illegal-return"
    "illegal-title"
    "illegal-unicode-escape"
    "invalid-decimal-number"
    "invalid-hex-number"
    "invalid-octal-number"
    "iterator-not-supported"
    "logged"
    "metaparameter-name"
    "missing-parameter"
    "missing-site"
    "nested-capabilities"
    "nesting-too-deep"
    "never-exported"
    "node-cycle"
    "non-existent-component"
    "not-a-capability"
    "not-a-component"
    "not-a-reference"
    "not-rvalue"
    "not-top-level"
    "numeric-overflow"
    "outside-site"
    "resource-type-not-found"
    "resource-without-title"
    "self-consumption"
    "syntax-error"
    "too-deep"
    "too-many-steps"
    "type-mismatch"
    "unclosed-mlcomment"
    "unclosed-quote"
    "unknown-function"
    "unknown-parameter"
    "unknown-resource-type"
    "unknown-variable"
    "unrecognized-escape"
    "unsupported-expression"
    "unsupported-operator-in-context"
}
