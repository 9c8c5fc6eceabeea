//! Variables, assignments, calls, hashes, selectors and cases.

use super::effect::describe;
use super::{Checker, position};
use crate::diag::Code;
use crate::source::Span;
use crate::syntax::ast::{AssignOp, Case, Entry, Expr, ExprKind};

impl Checker<'_> {
    pub(super) fn variable(&mut self, name: &str, span: Span) {
        if name.starts_with(|first: char| first.is_ascii_digit()) {
            if !is_match_variable(name) {
                let message = format!("`{name}` is not a match variable: these are decimal numbers");
                self.report(Code::IllegalNumericVarName, span, message);
            }
        } else if !is_variable_name(name) {
            let message = if name.is_empty() {
                "`$` is followed by the name of a variable".to_owned()
            } else {
                format!("`${name}` cannot be a variable: names start with a small letter")
            };
            self.report(Code::IllegalVarName, span, message);
        }
    }

    pub(super) fn reserved(&mut self, word: &str, span: Span) {
        let message = format!("`{word}` is a reserved word");
        self.report_with_hint(Code::ReservedWord, span, message, format!("write `'{word}'` for a string"));
    }

    pub(super) fn assignment(&mut self, op: AssignOp, op_span: Span, target: &Expr, value: &Expr) {
        match op {
            AssignOp::Set => self.target(target),
            AssignOp::Append | AssignOp::Delete => {
                let sign = if op == AssignOp::Append { "+" } else { "-" };
                let name = self.source(target.span);
                let hint = format!("give the result a new name: `$new = {name} {sign} …`");
                let message = format!("`{sign}=` was removed in Puppet 4: variables are assigned once");
                self.report_with_hint(Code::AppendsDeletesNoLongerSupported, op_span, message, hint);
            }
        }
        self.value(value);
    }

    fn target(&mut self, target: &Expr) {
        let span = target.span;
        match &target.kind {
            ExprKind::Var(name) if name.starts_with(|first: char| first.is_ascii_digit()) => {
                let message = format!("`${name}` is set by matching and cannot be assigned");
                self.report(Code::IllegalNumericAssignment, span, message);
            }
            ExprKind::Var(name) if name.contains("::") => {
                let message = format!("`${name}` belongs to another namespace and cannot be assigned here");
                self.report(Code::CrossScopeAssignment, span, message);
            }
            ExprKind::Var(_) | ExprKind::Error => {}
            ExprKind::Array(items) => items.iter().for_each(|item| self.target(item)),
            ExprKind::Access { .. } => {
                self.report(
                    Code::IllegalIndexedAssignment,
                    span,
                    "an element cannot be assigned: values never change",
                );
            }
            _ => {
                let message = format!("{} cannot be assigned to", describe(target));
                self.report(Code::IllegalAssignment, position(target), message);
            }
        }
    }

    /// What is called is a name or a type.
    pub(super) fn callee(&mut self, function: &Expr) {
        let sound = match &function.kind {
            ExprKind::Name(_) | ExprKind::TypeRef(_) | ExprKind::Error => true,
            ExprKind::Access { left, .. } => matches!(left.kind, ExprKind::TypeRef(_)),
            _ => false,
        };
        if !sound {
            let message = format!("{} cannot be called", describe(function));
            self.report(Code::IllegalExpression, position(function), message);
        }
    }

    pub(super) fn hash(&mut self, entries: &[Entry]) {
        let mut seen: Vec<String> = Vec::new();
        for entry in entries {
            self.values([&entry.key, &entry.value]);
            let Some(key) = literal_key(&entry.key) else { continue };
            if seen.contains(&key) {
                let message = format!("the key {} is there twice, the last counts", self.quoted(&entry.key));
                self.report(Code::DuplicateKey, self.arrow_of(entry), message);
            } else {
                seen.push(key);
            }
        }
    }

    fn quoted(&self, key: &Expr) -> String {
        format!("`{}`", self.source(key.span))
    }

    /// Where the `=>` of an entry stands; Puppet reports entries there.
    fn arrow_of(&self, entry: &Entry) -> Span {
        let between = Span { start: entry.key.span.end, end: entry.value.span.start, ..entry.key.span };
        match u32::try_from(self.source(between).find("=>").unwrap_or(0)) {
            Ok(offset) => Span { start: between.start + offset, end: between.start + offset + 2, ..between },
            Err(_) => between,
        }
    }

    pub(super) fn selector(&mut self, left: &Expr, entries: &[Entry]) {
        self.value(left);
        for entry in entries {
            self.values([&entry.key, &entry.value]);
        }
        self.one_default(entries.iter().map(|entry| &entry.key), "selector");
    }

    pub(super) fn case(&mut self, case: &Case) {
        self.value(&case.test);
        let values = || case.options.iter().flat_map(|option| &option.values);
        self.values(values());
        self.one_default(values(), "case");
    }

    fn one_default<'a>(&mut self, keys: impl Iterator<Item = &'a Expr>, owner: &str) {
        for second in keys.filter(|key| matches!(key.kind, ExprKind::Default)).skip(1) {
            self.report(Code::DuplicateDefault, second.span, format!("this {owner} has a `default` already"));
        }
    }
}

fn is_match_variable(name: &str) -> bool {
    name.bytes().all(|byte| byte.is_ascii_digit()) && (name == "0" || !name.starts_with('0'))
}

/// `^(::)?([a-z]\w*::)*[a-z_]\w*$`
fn is_variable_name(name: &str) -> bool {
    let mut parts = name.strip_prefix("::").unwrap_or(name).split("::").collect::<Vec<_>>();
    let last = parts.pop().unwrap_or("");
    last.starts_with(|first: char| first.is_ascii_lowercase() || first == '_')
        && parts.iter().all(|part| part.starts_with(|first: char| first.is_ascii_lowercase()))
}

/// A key that can be compared before anything is evaluated: `'a'`, `"a"` and `a` are the same.
fn literal_key(key: &Expr) -> Option<String> {
    match &key.kind {
        ExprKind::Str(text) | ExprKind::Name(text) => Some(format!("s{text}")),
        ExprKind::Integer { value, .. } => Some(format!("i{value}")),
        ExprKind::Float(value) => Some(format!("f{value}")),
        ExprKind::Bool(value) => Some(format!("b{value}")),
        ExprKind::TypeRef(name) => Some(format!("t{name}")),
        _ => None,
    }
}
