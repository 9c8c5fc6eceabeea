//! Where and why the grammar gave up.

use pest::error::{Error, ErrorVariant, InputLocation};

use super::Rule;

/// The furthest place the grammar came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::syntax) struct Failure {
    /// Offset in the file of the first token that cannot continue.
    pub(in crate::syntax) at: usize,
    /// What should stand there, if only one thing can.
    pub(in crate::syntax) expected: Option<&'static str>,
}

impl Failure {
    pub(super) fn new(error: &Error<Rule>, offset: impl FnOnce(usize) -> usize) -> Failure {
        let at = match error.location {
            InputLocation::Pos(at) => at,
            InputLocation::Span((start, _)) => start,
        };
        let expected = match &error.variant {
            ErrorVariant::ParsingError { positives, .. } => expectation(positives),
            ErrorVariant::CustomError { .. } => None,
        };
        Failure { at: offset(at), expected }
    }

    /// One line on what is wrong at `token`, the token that cannot continue.
    pub(in crate::syntax) fn message(&self, token: &str) -> String {
        match (self.expected, token) {
            (Some(expected), "") => format!("{expected} before the end of the file"),
            (Some(expected), token) => format!("{expected}, found `{token}`"),
            (None, "") => "syntax error at the end of the file".to_owned(),
            (None, token) => format!("syntax error at `{token}`"),
        }
    }
}

/// Words for a set of rules that says only one thing.
fn expectation(rules: &[Rule]) -> Option<&'static str> {
    // These may go on with every value or type and are not worth a word.
    let more = [Rule::index, Rule::edge, Rule::assign];
    let rules: Vec<&Rule> = rules.iter().filter(|rule| !more.contains(rule)).collect();
    let only = |allowed: &[Rule]| !rules.is_empty() && rules.iter().all(|rule| allowed.contains(rule));
    if only(&[Rule::fat_arrow]) {
        return Some("expected `=>`");
    }
    if only(&[Rule::arrow, Rule::fat_arrow]) {
        return Some("expected `=>` after the attribute name");
    }
    if only(&[Rule::definition_name]) {
        return Some("expected a name");
    }
    if only(&[Rule::block, Rule::parameters, Rule::kw_inherits, Rule::returns]) {
        return Some("expected `{`");
    }
    if only(&[Rule::parameter, Rule::variable, Rule::splat, Rule::type_expr, Rule::type_ref]) {
        return Some("expected a parameter");
    }
    if only(&[Rule::method_name]) {
        return Some("expected the name of a function after `.`");
    }
    None
}
