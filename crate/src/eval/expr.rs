//! One expression to its value: the dispatch over all kinds, and the small kinds themselves.

use std::rc::Rc;

use super::operator::splat;
use super::types::{Place, Type, TypeName, build};
use super::value::{HashMap, Value};
use super::{Eval, Evaluation, ScopeId, Stop};
use crate::diag::{Code, Diagnostic};
use crate::source::{NO_FILE, Span};
use crate::syntax::ast::{AssignOp, Entry, Expr, ExprKind, Segment, UnaryOp};
use crate::table::Hashing;

impl<'a> Evaluation<'a> {
    /// The value of an expression; declarations take effect.
    pub fn expression(&mut self, expr: &'a Expr, scope: ScopeId) -> Eval<Value> {
        let value = self.nested(expr.span, |evaluation| evaluation.dispatch(expr, scope))?;
        if value.weight() > super::VALUE_LIMIT || value.depth() > super::DEPTH_LIMIT {
            self.diags.error(
                Diagnostic::new(Code::TooManySteps, expr.span, "the value of this expression is too large")
                    .hint(format!(
                        "a value may have {} elements with all that is in them",
                        super::VALUE_LIMIT
                    )),
            );
            return Ok(Value::Unknown);
        }
        Ok(value)
    }

    fn dispatch(&mut self, expr: &'a Expr, scope: ScopeId) -> Eval<Value> {
        match &expr.kind {
            ExprKind::Undef => Ok(Value::Undef),
            ExprKind::Default => Ok(Value::Default),
            ExprKind::Bool(value) => Ok(Value::Bool(*value)),
            ExprKind::Integer { value, .. } => Ok(Value::Integer(*value)),
            ExprKind::Float(value) => Ok(Value::Float(*value)),
            ExprKind::Str(text) | ExprKind::Name(text) | ExprKind::Reserved(text) => {
                Ok(Value::from(text.as_str()))
            }
            ExprKind::Regex(source) => Ok(Value::Regex(Rc::from(source.as_str()))),
            ExprKind::Concat(segments) => self.concat(segments, expr.span, scope),
            ExprKind::Heredoc { text, .. } => self.expression(text, scope),
            ExprKind::TypeRef(name) => self.type_name(name, expr.span),
            ExprKind::Var(name) => Ok(self.variable(name, expr.span, scope)),
            ExprKind::Array(elements) => Ok(Value::from(self.splatted(elements, scope)?)),
            ExprKind::Hash { entries, .. } => self.hash(entries, scope),
            ExprKind::Binary { op, op_span, left, right } => self.binary(*op, *op_span, left, right, scope),
            ExprKind::Unary { op, operand } => self.unary(*op, operand, expr.span, scope),
            ExprKind::Paren(inner) => self.expression(inner, scope),
            ExprKind::Assign { op, op_span, target, value } => match op {
                AssignOp::Set => {
                    let value = self.expression(value, scope)?;
                    self.assign(target, value.clone(), *op_span, scope)?;
                    Ok(value)
                }
                // Refused by the validation of the tree.
                AssignOp::Append | AssignOp::Delete => Ok(Value::Unknown),
            },
            ExprKind::Resource(_)
            | ExprKind::ResourceDefaults(_)
            | ExprKind::ResourceOverride(_)
            | ExprKind::Collector(_)
            | ExprKind::Edge { .. }
                if expr.span.file() == NO_FILE =>
            {
                self.fail(expr.span, "a template in a string cannot declare resources")
            }
            ExprKind::Edge { .. } => {
                self.depends_on_node();
                self.edge(expr, scope)
            }
            ExprKind::Access { left, keys } => self.access(left, keys, expr.span, scope),
            ExprKind::Call(call) => self.call(call, expr.span, scope),
            ExprKind::MethodCall(call) => self.method_call(call, expr.span, scope),
            ExprKind::If(branches) => self.conditional(branches, true, scope),
            ExprKind::Unless(branches) => self.conditional(branches, false, scope),
            ExprKind::Case(case) => self.case(case, scope),
            ExprKind::Selector { left, entries } => self.selector(left, entries, expr.span, scope),
            ExprKind::Resource(resource) => self.resource(resource, expr.span, scope),
            ExprKind::ResourceDefaults(defaults) => self.resource_defaults(defaults, scope),
            ExprKind::ResourceOverride(overriding) => self.resource_override(overriding, scope),
            ExprKind::Collector(collector) => {
                self.collector(collector, expr.span, scope)?;
                Ok(Value::Undef)
            }
            // Definitions were collected from the tree; a template's pieces and
            // unreadable text have no value here.
            ExprKind::Class(_)
            | ExprKind::Define(_)
            | ExprKind::Application(_)
            | ExprKind::Plan(_)
            | ExprKind::Site(_)
            | ExprKind::Node(_)
            | ExprKind::Function(_)
            | ExprKind::TypeAlias(_)
            | ExprKind::TypeMapping { .. }
            | ExprKind::TypeDefinition(_)
            | ExprKind::Mapping(_) => Ok(Value::Undef),
            ExprKind::RenderText(text) => {
                self.render_text(text);
                self.spend(text.len() as u64 / 8, expr.span)?;
                Ok(Value::Undef)
            }
            ExprKind::Render(body) => {
                let value = self.block(body, scope)?;
                self.spend(value.weight(), expr.span)?;
                self.render_value(&value);
                Ok(Value::Undef)
            }
            ExprKind::Apply { .. } | ExprKind::Untitled(_) | ExprKind::Epp { .. } | ExprKind::Error => {
                Ok(Value::Unknown)
            }
        }
    }

    fn concat(&mut self, segments: &'a [Segment], span: Span, scope: ScopeId) -> Eval<Value> {
        let mut text = String::new();
        for segment in segments {
            match segment {
                Segment::Text(literal) => text.push_str(literal),
                Segment::Interpolation(expr) => {
                    let value = self.expression(expr, scope)?;
                    if value.is_unknown() {
                        return Ok(Value::Unknown);
                    }
                    self.spend(value.weight(), span)?;
                    value.interpolate_into(&mut text);
                }
            }
            self.spend(text.len() as u64 / 8, span)?;
        }
        Ok(Value::from(text))
    }

    /// The values of a list of expressions; a splat gives its elements.
    pub(crate) fn splatted(&mut self, elements: &'a [Expr], scope: ScopeId) -> Eval<Vec<Value>> {
        let mut values = Vec::with_capacity(elements.len());
        for element in elements {
            match &element.kind {
                ExprKind::Unary { op: UnaryOp::Splat, operand } => {
                    let value = self.expression(operand, scope)?;
                    self.spend(value.weight(), element.span)?;
                    values.extend(splat(&value));
                }
                _ => values.push(self.or_unknown(element, scope)?),
            }
        }
        Ok(values)
    }

    /// The value of one of several elements: a failing one is unknown, and the others stay.
    pub(crate) fn or_unknown(&mut self, element: &'a Expr, scope: ScopeId) -> Eval<Value> {
        match self.expression(element, scope) {
            Err(Stop::Reported(_)) => Ok(Value::Unknown),
            result => result,
        }
    }

    fn hash(&mut self, entries: &'a [Entry], scope: ScopeId) -> Eval<Value> {
        let mut hash = HashMap::with_capacity_and_hasher(entries.len(), Hashing::default());
        for entry in entries {
            let key = self.or_unknown(&entry.key, scope)?;
            let value = self.or_unknown(&entry.value, scope)?;
            self.spend(key.weight(), entry.key.span)?;
            // Literal keys that stand twice were reported from the tree; references are known only now.
            if let (Value::Type(ty), Some((first, lost))) = (&key, hash.get_key_value(&key)) {
                let finding = duplicate_key(ty, place_of(first), lost, &value, entry.key.span);
                self.diags.add(finding);
            }
            hash.insert(key, value);
        }
        Ok(Value::from(hash))
    }

    fn unary(&mut self, op: UnaryOp, operand: &'a Expr, span: Span, scope: ScopeId) -> Eval<Value> {
        let value = self.expression(operand, scope)?;
        match op {
            UnaryOp::Not if value.is_unknown() => Ok(Value::Unknown),
            UnaryOp::Not => Ok(Value::Bool(!value.truthy())),
            UnaryOp::Negate => self.negate(&value, span),
            UnaryOp::Splat => Ok(Value::from(splat(&value))),
        }
    }

    /// The value of a variable, `undef` with a warning when there is none.
    fn variable(&mut self, name: &str, span: Span, scope: ScopeId) -> Value {
        if name.bytes().all(|byte| byte.is_ascii_digit()) {
            return self.captured(name, scope);
        }
        match self.scopes_variable(name, scope) {
            Some(value) => value.clone(),
            None => {
                self.depends_on_node();
                let fact = self.fact_variable(name, span);
                fact.unwrap_or_else(|| self.unknown_variable(name, span, scope))
            }
        }
    }

    /// The value of a variable that may be qualified: `a`, `::a`, `shop::db::port`.
    pub(crate) fn scopes_variable(&self, name: &str, scope: ScopeId) -> Option<&Value> {
        let (scope, name) = match name.rsplit_once("::") {
            None => (scope, name),
            Some(("", global)) => (super::TOP, global),
            Some((class, name)) => {
                let class = class.trim_start_matches("::");
                (*self.node.as_ref()?.class_scopes.get(class)?, name)
            }
        };
        self.scopes.variable(scope, name)
    }

    fn captured(&self, number: &str, scope: ScopeId) -> Value {
        let captures = self.scopes.captures(scope);
        let index = number.parse::<usize>().unwrap_or(usize::MAX);
        match captures.as_deref().and_then(|captures| captures.get(index)) {
            Some(Some(text)) => Value::from(text.as_str()),
            Some(None) | None => Value::Undef,
        }
    }

    fn unknown_variable(&mut self, name: &str, span: Span, scope: ScopeId) -> Value {
        let bare = name.trim_start_matches("::");
        self.warn_log(span, format!("Unknown variable: '{name}'."));
        let diagnostic = Diagnostic::new(Code::UnknownVariable, span, without_value(name));
        let names = self.scopes.names(scope);
        let diagnostic = match crate::suggest::nearest(bare, names.iter().copied()) {
            Some(near) => diagnostic.meant(bare, near, &["$", near].concat()),
            None => {
                diagnostic.hint("it is `undef`; variables of other definitions and files are not seen here")
            }
        };
        self.diags.add(diagnostic);
        Value::Undef
    }

    /// A type by its name alone, such as `Integer`, `Sql` or an alias.
    fn type_name(&mut self, name: &'a str, span: Span) -> Eval<Value> {
        let span = self.shown(span);
        if let Some(ty) = self.resource_type_name(name) {
            return Ok(Value::from(Type::Resource { ty: Some(ty), title: None, place: Place(Some(span)) }));
        }
        let lower = name.trim_start_matches("::").to_ascii_lowercase();
        if let Some(ty) = build::named(&lower) {
            return Ok(Value::from(ty));
        }
        Ok(self.alias(&lower, span)?.into())
    }

    /// The name of a resource type, unless a type of the language or an alias is written so.
    pub(crate) fn resource_type_name(&mut self, name: &'a str) -> Option<TypeName> {
        if let Some(known) = self.type_names.get(name) {
            return Some(known.clone());
        }
        let lower = name.trim_start_matches("::").to_ascii_lowercase();
        if build::named(&lower).is_some() || self.program.aliases.contains_key(&lower) {
            return None;
        }
        Some(self.type_names.or_insert(name, TypeName::new(&lower)).clone())
    }

    /// Sets variables; what is wrong is said at the operator `op`, as Puppet does.
    fn assign(&mut self, target: &'a Expr, value: Value, op: Span, scope: ScopeId) -> Eval<()> {
        match (&target.kind, &value) {
            (ExprKind::Var(name), _) => self.assign_variable(name, op, value, scope),
            (ExprKind::Array(targets), Value::Array(values)) if targets.len() == values.len() => targets
                .iter()
                .zip(values.iter())
                .try_for_each(|(target, value)| self.assign(target, value.clone(), op, scope)),
            (ExprKind::Array(targets), Value::Hash(hash)) => targets.iter().try_for_each(|target| {
                let ExprKind::Var(name) = &target.kind else {
                    return self.fail(target.span, "from a hash only variables can be assigned");
                };
                match hash.get(&Value::from(name.as_str())) {
                    Some(value) => self.assign(target, value.clone(), op, scope),
                    None => self.fail(target.span, format!("the hash has no entry `{name}`")),
                }
            }),
            (ExprKind::Array(targets), Value::Placeholder(_) | Value::Unknown) => {
                targets.iter().try_for_each(|target| self.assign(target, value.clone(), op, scope))
            }
            (ExprKind::Array(targets), Value::Array(values)) => {
                let message = format!("{} variables cannot take {} values", targets.len(), values.len());
                self.fail(op, message)
            }
            // Refused by the validation of the tree.
            _ => Ok(()),
        }
    }

    fn assign_variable(&mut self, name: &str, span: Span, value: Value, scope: ScopeId) -> Eval<()> {
        if matches!(name, "facts" | "trusted" | "server_facts") || !self.scopes.assign(scope, name, value) {
            return self.fail_with(
                Diagnostic::new(
                    Code::CannotReassign,
                    span,
                    format!("the variable `${name}` is already set here"),
                )
                .hint("a variable is assigned once in a scope; take another name"),
            );
        }
        Ok(())
    }

    /// Turns a caught `next` or `return` into the value that it carries.
    pub(crate) fn returned(&mut self, result: Eval<Value>) -> Eval<Value> {
        match result {
            Err(Stop::Return | Stop::Next) => Ok(self.landed()),
            other => other,
        }
    }
}

/// What is said of a variable that has no value.
pub fn without_value(name: &str) -> String {
    format!("the variable `${name}` has no value here")
}

/// The finding that a hash has a reference twice as its key: in `nodes` what stood there first is forgotten.
fn duplicate_key(key: &Type, first: Option<Span>, lost: &Value, kept: &Value, span: Span) -> Diagnostic {
    let message = format!("the key `{key}` is there twice, the last counts");
    let mut both: Vec<String> = Vec::new();
    for value in splat(lost).iter().chain(&splat(kept)) {
        let written = value.interpolate();
        if both.len() <= LISTED && !both.contains(&written) {
            both.push(written);
        }
    }
    let diagnostic = Diagnostic::new(Code::DuplicateKey, span, message);
    let diagnostic = match first {
        Some(first) => diagnostic.label(first, "what this entry has is lost"),
        None => diagnostic,
    };
    if !matches!(key, Type::Resource { title: Some(_), .. }) {
        return diagnostic;
    }
    diagnostic.hint(if both.len() > LISTED {
        "write one entry, with an array of all that it has".to_owned()
    } else {
        format!("write one entry: `{key} => [{}]`", both.join(", "))
    })
}

/// How many values a hint lists.
const LISTED: usize = 8;

/// Where a reference was written.
fn place_of(value: &Value) -> Option<Span> {
    match value {
        Value::Type(ty) => match &**ty {
            Type::Resource { place, .. } | Type::Class(_, place) => place.0,
            _ => None,
        },
        _ => None,
    }
}
