//! Variables, assignments, calls, hashes, selectors and cases.

use std::borrow::Cow;

use super::describe::describe;
use super::{Checker, replace};
use crate::diag::{Code, Diagnostic};
use crate::sort;
use crate::source::Span;
use crate::syntax::ast::{AssignOp, BinaryOp, Case, Entry, Expr, ExprKind};

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
        let finding = Diagnostic::new(Code::ReservedWord, span, format!("`{word}` is a reserved word"));
        let called =
            self.text.get(span.end() as usize..).is_some_and(|rest| rest.trim_start().starts_with('('));
        self.diags.add(if called {
            finding.hint("no function can be called so; `assert_private()` of stdlib keeps a class private")
        } else {
            finding.hint(format!("write `'{word}'` for a string"))
        });
    }

    pub(super) fn assignment(&mut self, op: AssignOp, op_span: Span, target: &Expr, value: &Expr) {
        let sign = match op {
            AssignOp::Set => {
                self.target(target);
                return self.value(value);
            }
            AssignOp::Append => "+",
            AssignOp::Delete => "-",
        };
        let name = self.source(target.span);
        let hint = format!("give the result a new name: `$new = {name} {sign} …`");
        let message = format!("`{sign}=` was removed in Puppet 4: variables are assigned once");
        let fix = replace(op_span, format!("= {name} {sign}"));
        let title = format!("Write `{name} = {name} {sign} …`");
        let finding = Diagnostic::new(Code::AppendsDeletesNoLongerSupported, op_span, message).hint(hint);
        let mends = matches!(target.kind, ExprKind::Var(_)) && binds_tightly(value);
        self.diags.add(if mends { finding.fix(title, fix) } else { finding });
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
                self.report(Code::IllegalAssignment, self.position(target), message);
            }
        }
    }

    /// What is called is a name or a type.
    pub(super) fn callee(&mut self, function: &Expr) {
        if matches!(function.kind, ExprKind::RenderText(_)) {
            // An easy mistake: the text before the tag is called.
            let message = "parameters in parentheses are taken for the arguments of the text before them";
            return self.report(Code::IllegalEppParameters, function.span, message);
        }
        let sound = match &function.kind {
            // A reserved word is reported as such.
            ExprKind::Name(_) | ExprKind::TypeRef(_) | ExprKind::Reserved(_) | ExprKind::Error => true,
            ExprKind::Access { left, .. } => matches!(left.kind, ExprKind::TypeRef(_)),
            _ => false,
        };
        if !sound {
            let message = format!("{} cannot be called", describe(function));
            self.report(Code::IllegalExpression, self.position(function), message);
        }
    }

    pub(super) fn hash(&mut self, entries: &[Entry]) {
        let mut keys: Vec<(Cow<'_, str>, &Entry)> = Vec::with_capacity(entries.len());
        for entry in entries {
            self.values([&entry.key, &entry.value]);
            keys.extend(literal(&entry.key).map(|key| (key, entry)));
        }
        sort::by(&mut keys, |(left, _), (right, _)| left.cmp(right));
        for pair in keys.windows(2) {
            if let [(first, before), (second, entry)] = pair
                && first == second
            {
                self.same_key(before, entry);
            }
        }
    }

    /// Puppet reports an entry at its arrow.
    fn same_key(&mut self, before: &Entry, entry: &Entry) {
        let message = format!("the key `{}` is there twice, the last counts", self.source(entry.key.span));
        let arrow = self.sign_between(entry.key.span, entry.value.span, "=>").unwrap_or(entry.key.span);
        let finding = Diagnostic::new(Code::DuplicateKey, arrow, message);
        self.question(finding.label(before.key.span, "it is here already"));
    }

    /// Puppet looks at what is matched in a selector, not at what it gives.
    pub(super) fn selector(&mut self, left: &Expr, entries: &[Entry]) {
        self.value(left);
        let mut before: Option<&Entry> = None;
        let mut defaults = 0;
        for entry in entries {
            self.value(&entry.key);
            defaults += usize::from(is_default(&entry.key));
            if let Some(before) = before
                && is_default(&entry.key)
                && defaults == 2
            {
                let message = "this selector has a `default` already";
                let rest = before.value.span.from(before.value.span.end()).until(entry.value.span.end());
                let finding = Diagnostic::new(Code::DuplicateDefault, entry.key.span, message);
                self.diags.add(finding.fix("Remove this `default`", replace(rest, "")));
            }
            before = Some(entry);
        }
    }

    pub(super) fn case(&mut self, case: &Case) {
        self.value(&case.test);
        let values = || case.options.iter().flat_map(|option| &option.values);
        self.values(values());
        for second in values().filter(|value| is_default(value)).skip(1) {
            self.report(Code::DuplicateDefault, second.span, "this case has a `default` already");
        }
    }
}

fn is_default(expr: &Expr) -> bool {
    matches!(expr.kind, ExprKind::Default)
}

/// Whether it can stand behind a `+` or `-` without parentheses.
fn binds_tightly(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Bool(_)
        | ExprKind::Integer { .. }
        | ExprKind::Float(_)
        | ExprKind::Str(_)
        | ExprKind::Concat(_)
        | ExprKind::Var(_)
        | ExprKind::Array(_)
        | ExprKind::Hash { .. }
        | ExprKind::Paren(_)
        | ExprKind::Access { .. }
        | ExprKind::Call(_)
        | ExprKind::MethodCall(_) => true,
        ExprKind::Binary { op, .. } => matches!(op, BinaryOp::Multiply | BinaryOp::Divide),
        _ => false,
    }
}

fn is_match_variable(name: &str) -> bool {
    name.bytes().all(|byte| byte.is_ascii_digit()) && (name == "0" || !name.starts_with('0'))
}

/// `^(::)?([a-z]\w*::)*[a-z_]\w*$`
fn is_variable_name(name: &str) -> bool {
    let mut parts = name.strip_prefix("::").unwrap_or(name).split("::").collect::<Vec<_>>();
    let last = parts.pop().unwrap_or("");
    // A bare word in `${}` may have hyphens.
    !name.contains('-')
        && last.starts_with(|first: char| first.is_ascii_lowercase() || first == '_')
        && parts.iter().all(|part| part.starts_with(|first: char| first.is_ascii_lowercase()))
}

/// A value that can be compared before anything is evaluated: `'a'`, `"a"` and `a` are the same.
fn literal(expr: &Expr) -> Option<Cow<'_, str>> {
    let text = match &expr.kind {
        ExprKind::Str(text) | ExprKind::Name(text) => return Some(Cow::Borrowed(text)),
        ExprKind::Integer { value, .. } => format!("\0{value}"),
        ExprKind::Float(value) => format!("\0.{:x}", value.to_bits()),
        ExprKind::Bool(value) => format!("\0{value}"),
        ExprKind::Regex(source) => format!("\0/{source}"),
        ExprKind::Undef => "\0undef".to_owned(),
        ExprKind::Default => "\0default".to_owned(),
        ExprKind::Array(elements) => literals("\0[", elements.iter())?,
        ExprKind::Hash { entries, .. } => {
            literals("\0{", entries.iter().flat_map(|entry| [&entry.key, &entry.value]))?
        }
        _ => return None,
    };
    Some(Cow::Owned(text))
}

/// Several, so that no two lists look the same.
fn literals<'a>(start: &str, exprs: impl Iterator<Item = &'a Expr>) -> Option<String> {
    let mut text = start.to_owned();
    for expr in exprs {
        let element = literal(expr)?;
        text.push_str(&element.len().to_string());
        text.push(':');
        text.push_str(&element);
    }
    Some(text)
}
