//! What the next letter alone says about an attempt: whether it can succeed, and what trace it leaves if it cannot.
//!
//! Where pest looks for the furthest error, it goes by the rules that were tried: one that fails is noted with the
//! place where it started. So an attempt may only be skipped where it would fail at once, and its note has to be made.

use pest_meta::optimizer::OptimizedExpr;

use super::{Grammar, Letters};

/// Every letter, and the end of the text.
pub(super) const ALL: Letters = Letters::MAX;

/// What becomes of an attempt, by the next letter.
#[derive(Clone, Default)]
pub(super) struct Look {
    /// It takes the letter, or looks further than that.
    pub(super) takes: Letters,
    /// It may succeed and take nothing.
    pub(super) passes: Letters,
    /// If neither takes it: a rule is tried here and noted.
    pub(super) notes: Letters,
    /// One of the rules that are noted.
    pub(super) rule: Option<String>,
}

impl Look {
    /// The letters with which the attempt has to be made.
    pub(super) fn may(&self) -> Letters {
        self.takes | self.passes
    }

    /// The letters with which it may be skipped, but for a note.
    pub(super) fn skipped(&self) -> Letters {
        self.notes & !self.may()
    }

    fn noting(self, notes: Letters, name: &str) -> Look {
        Look { notes: self.notes | notes, rule: Some(name.to_owned()), ..self }
    }
}

/// What the next letter says about an expression.
pub(super) fn look(grammar: &Grammar, expr: &OptimizedExpr) -> Look {
    if let Some(takes) = grammar.letters(expr) {
        return Look { takes, ..Look::default() };
    }
    match expr {
        OptimizedExpr::Str(text) => Look { takes: super::one(text), ..Look::default() },
        OptimizedExpr::Ident(name) if name == "SOI" => Look { passes: ALL, ..Look::default() },
        OptimizedExpr::Ident(name) if name == "EOI" => {
            Look { passes: 1, ..Look::default() }.noting(ALL, name)
        }
        OptimizedExpr::Ident(name) => match grammar.silent(name) {
            Some(body) => look(grammar, body),
            None => {
                let body = look(grammar, &grammar.rule(name).expr);
                assert!(body.passes == 0, "{name}: a rule that other rules use takes something");
                Look { takes: body.takes, ..Look::default() }.noting(ALL, name)
            }
        },
        OptimizedExpr::PosPred(expr) => {
            let inner = look(grammar, expr);
            // Of one letter nothing more is known afterwards; anything else may have been looked at far ahead.
            let deep = if grammar.letters(expr).is_some() { 0 } else { inner.takes };
            Look { takes: deep, passes: inner.may(), ..inner }
        }
        OptimizedExpr::NegPred(expr) => refusal(grammar, expr),
        OptimizedExpr::Seq(..) => sequence(grammar, expr),
        OptimizedExpr::Choice(..) => choice(grammar, expr),
        OptimizedExpr::Opt(expr) | OptimizedExpr::Rep(expr) => Look { passes: ALL, ..look(grammar, expr) },
        other => panic!("{other:?}: not a part of grammars over tokens"),
    }
}

/// `!expr`. Under it what succeeds is noted, not what fails.
fn refusal(grammar: &Grammar, expr: &OptimizedExpr) -> Look {
    if let Some(letters) = grammar.letters(expr) {
        return Look { passes: !letters, ..Look::default() };
    }
    match grammar.leaf(expr) {
        Some((name, letters)) => Look { passes: !letters, ..Look::default() }.noting(letters, name),
        None => Look { takes: look(grammar, expr).takes, passes: ALL, ..Look::default() },
    }
}

fn sequence(grammar: &Grammar, expr: &OptimizedExpr) -> Look {
    let mut whole = Look::default();
    // The letters with which this part is reached and nothing is taken yet.
    let mut reached = ALL;
    for part in grammar.parts(expr) {
        let part = look(grammar, part);
        whole.takes |= reached & part.takes;
        whole.notes |= reached & part.notes;
        whole.rule = whole.rule.or(part.rule.filter(|_| reached & part.notes != 0));
        reached &= part.passes;
        if reached == 0 {
            break;
        }
    }
    Look { passes: reached, ..whole }
}

fn choice(grammar: &Grammar, expr: &OptimizedExpr) -> Look {
    let mut whole = Look::default();
    for part in grammar.alternatives(expr) {
        let part = look(grammar, part);
        assert!(whole.passes == 0, "an alternative that takes nothing is the last one");
        whole = Look {
            takes: whole.takes | part.takes,
            passes: part.passes,
            notes: whole.notes | part.notes,
            rule: whole.rule.or(part.rule),
        };
    }
    whole
}

/// Whether a rule that starts where the attempt starts is noted whenever the attempt fails.
pub(super) fn failing_is_noted(grammar: &Grammar, expr: &OptimizedExpr) -> bool {
    if grammar.letters(expr).is_some() {
        return false;
    }
    match expr {
        OptimizedExpr::Ident(name) => match grammar.silent(name) {
            Some(body) => failing_is_noted(grammar, body),
            None => grammar.rules.contains_key(name),
        },
        OptimizedExpr::Choice(..) => {
            grammar.alternatives(expr).iter().any(|part| failing_is_noted(grammar, part))
        }
        OptimizedExpr::Seq(..) => match grammar.parts(expr).as_slice() {
            [OptimizedExpr::PosPred(first), last] => {
                grammar.letters(first).is_some() && failing_is_noted(grammar, last)
            }
            _ => false,
        },
        _ => false,
    }
}
