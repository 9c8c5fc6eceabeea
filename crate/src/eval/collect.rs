//! Collectors and `realize`: virtual resources come into a node's catalog.
//!
//! A collector is noted where it is evaluated, and asked once in each round of the compilation until nothing new comes:
//! it takes in every resource that matches, virtual or not, and overrides each once.

use super::overrides::{Change, NodeOverride};
use super::resource::{parse_reference, references_in};
use super::value::Value;
use super::{Eval, Evaluation, ScopeId, operator};
use crate::diag::{Code, Diagnostic};
use crate::env::Reference;
use crate::numbers::Numbers;
use crate::program::ResourceKind;
use crate::source::Span;
use crate::syntax::ast::{BinaryOp, Collector, Expr, ExprKind, Form};

/// What a collector asks for.
#[derive(Debug)]
enum Query {
    /// Everything of the type.
    All,
    /// Both.
    And(Box<Query>, Box<Query>),
    /// One of the two.
    Or(Box<Query>, Box<Query>),
    /// One of these tags, of the resource or of what contains it.
    Tags(Vec<String>),
    /// An attribute with this value, or an array with it among its elements.
    Equal(String, Value),
    /// An attribute without this value.
    NotEqual(String, Value),
}

/// What takes in virtual resources.
#[derive(Debug)]
pub struct Collection {
    /// What it looks for.
    wanted: Wanted,
    /// Places of what it has found, in that order.
    pub found: Vec<usize>,
    known: Numbers,
}

#[derive(Debug)]
enum Wanted {
    /// `Type <| query |> { … }`: its lower-case type, what to change, where it stands.
    Matching { ty: String, query: Query, changes: Option<NodeOverride>, span: Span },
    /// What `realize` names, and where.
    These(Vec<(Reference, Span)>),
}

impl Collection {
    fn new(wanted: Wanted) -> Collection {
        Collection { wanted, found: Vec::new(), known: Numbers::default() }
    }
}

impl<'a> Evaluation<'a> {
    /// Notes a collector; its number, where it can find something.
    pub(crate) fn collector(
        &mut self,
        collector: &'a Collector,
        span: Span,
        scope: ScopeId,
    ) -> Eval<Option<usize>> {
        if self.node.is_none() {
            return Ok(None);
        }
        self.depends_on_node();
        let ty = match &collector.ty.kind {
            ExprKind::TypeRef(name) | ExprKind::Name(name) => {
                name.trim_start_matches("::").to_ascii_lowercase()
            }
            // Refused by the validation of the tree.
            _ => return Ok(None),
        };
        if ty == "class" {
            return self.fail(collector.ty.span, "classes cannot be collected");
        }
        if self.program.resource_kind(&ty) == ResourceKind::Unknown {
            return self.resource_type_not_found(&ty, collector.ty.span).map(|_| None);
        }
        let query = match &collector.query {
            Some(query) => self.query(query, scope)?,
            None => Query::All,
        };
        let changes = if collector.attributes.is_empty() {
            None
        } else {
            Some(self.collector_changes(collector, &ty, span, scope)?)
        };
        if collector.exported {
            let ignored = "You cannot collect exported resources without storeconfigs being set; \
                           the collection will be ignored";
            self.warn_log(span, ignored.to_owned());
            return Ok(None);
        }
        Ok(self.note(Wanted::Matching { ty, query, changes, span }))
    }

    fn note(&mut self, wanted: Wanted) -> Option<usize> {
        let node = self.node.as_mut()?;
        node.collections.push(Collection::new(wanted));
        Some(node.collections.len() - 1)
    }

    /// A collector changes what its braces say, and sets the resource defaults that are seen where it stands.
    fn collector_changes(
        &mut self,
        collector: &'a Collector,
        ty: &str,
        span: Span,
        scope: ScopeId,
    ) -> Eval<NodeOverride> {
        let source = self.source();
        let mut changes = self.changes(&collector.attributes, &source, scope)?;
        for setting in self.scopes.defaults(scope, ty) {
            if changes.iter().all(|change| change.setting.name != setting.name) {
                changes.push(Change { setting, append: false });
            }
        }
        let reference = Reference::new(ty, "");
        Ok(NodeOverride { reference, span, changes: changes.into(), source })
    }

    fn query(&mut self, expr: &'a Expr, scope: ScopeId) -> Eval<Query> {
        self.nested(expr.span, |evaluation| match &expr.kind {
            ExprKind::Paren(inner) => evaluation.query(inner, scope),
            ExprKind::Binary { op, left, right, .. } => match op {
                BinaryOp::And | BinaryOp::Or => {
                    let left = Box::new(evaluation.query(left, scope)?);
                    let right = Box::new(evaluation.query(right, scope)?);
                    let both = *op == BinaryOp::And;
                    Ok(if both { Query::And(left, right) } else { Query::Or(left, right) })
                }
                _ => evaluation.comparison(*op == BinaryOp::Equal, left, right, scope),
            },
            // Refused by the validation of the tree.
            _ => Ok(Query::All),
        })
    }

    fn comparison(&mut self, equal: bool, left: &'a Expr, right: &'a Expr, scope: ScopeId) -> Eval<Query> {
        let name = self.expression(left, scope)?.interpolate();
        let is_plain = matches!(
            right.kind,
            ExprKind::Access { .. }
                | ExprKind::Var(_)
                | ExprKind::Bool(_)
                | ExprKind::Str(_)
                | ExprKind::Name(_)
                | ExprKind::Concat(_)
                | ExprKind::Integer { .. }
                | ExprKind::Float(_)
                | ExprKind::Undef
                | ExprKind::Paren(_)
        );
        if !is_plain {
            return self.fail_with(
                Diagnostic::new(Code::IllegalQueryExpression, right.span, "a query cannot compare with this")
                    .hint("assign it to a variable, and compare with that"),
            );
        }
        let value = self.expression(right, scope)?;
        if name != "tag" || !equal {
            return Ok(if equal { Query::Equal(name, value) } else { Query::NotEqual(name, value) });
        }
        let tags = match &value {
            Value::Array(tags) => tags.to_vec(),
            _ => vec![value],
        };
        if tags.iter().any(|tag| matches!(tag, Value::Integer(_) | Value::Float(_))) {
            return self.fail(right.span, "a number is not a tag");
        }
        Ok(Query::Tags(tags.iter().map(|tag| tag.interpolate().to_ascii_lowercase()).collect()))
    }

    /// Notes what `realize` names.
    pub(crate) fn realize(&mut self, values: &[Value], span: Span) -> Eval<()> {
        self.depends_on_node();
        let mut wanted = Vec::new();
        for value in values {
            match value {
                Value::Array(inner) => self.realize(inner, span)?,
                Value::String(text) => match parse_reference(text) {
                    Some(reference) => wanted.push((reference, span)),
                    None => return self.fail(span, format!("`{text}` is not a reference to a resource")),
                },
                value => wanted.extend(references_in(value).into_iter().map(|reference| (reference, span))),
            }
        }
        self.spend(wanted.len() as u64, span)?;
        self.note(Wanted::These(wanted));
        Ok(())
    }

    /// Takes in what collectors and `realize` ask for; whether anything new came.
    pub(crate) fn collect(&mut self) -> bool {
        let Some(node) = &mut self.node else { return false };
        let mut collections = std::mem::take(&mut node.collections);
        let mut any = false;
        for collection in &mut collections {
            let found = match &mut collection.wanted {
                Wanted::Matching { ty, query, changes, span } => {
                    let found = self.matching(ty, query, *span);
                    if let Some(changes) = changes {
                        self.collector_overrides(&found, &collection.known, changes);
                    }
                    found
                }
                Wanted::These(wanted) => self.named(wanted),
            };
            for place in found {
                if !collection.known.contains(place) {
                    collection.known.insert(place);
                    collection.found.push(place);
                    any = true;
                }
            }
        }
        if let Some(node) = &mut self.node {
            node.collections = collections;
        }
        any
    }

    fn matching(&mut self, ty: &str, query: &Query, span: Span) -> Vec<usize> {
        let mut found = Vec::new();
        let count = self.catalog.resources.len();
        if self.spend(1 + count as u64 / 8, span).is_err() {
            return found;
        }
        for place in 0..count {
            let Some((reference, _)) = self.catalog.resources.get_index(place) else { continue };
            if !reference.ty.eq_ignore_ascii_case(ty) || self.spend(1, span).is_err() {
                continue;
            }
            if self.answers(place, query, span) {
                self.take_in(place);
                found.push(place);
            }
        }
        found
    }

    fn take_in(&mut self, place: usize) {
        if let Some((_, resource)) = self.catalog.resources.get_index_mut(place) {
            resource.exported |= resource.form == Form::Exported;
            resource.form = Form::Regular;
        }
    }

    fn answers(&mut self, place: usize, query: &Query, span: Span) -> bool {
        match query {
            Query::All => true,
            Query::And(left, right) => self.answers(place, left, span) && self.answers(place, right, span),
            Query::Or(left, right) => self.answers(place, left, span) || self.answers(place, right, span),
            Query::Tags(wanted) => {
                let tags = self.tags_of(place);
                // Each tag was compared with those before it; what exceeds the budget here is stopped at the next.
                let _ = self.spend((tags.len() * tags.len()) as u64 / 32, span);
                wanted.iter().any(|tag| tags.contains(tag))
            }
            Query::Equal(name, wanted) => match self.attribute_of(place, name) {
                Value::Array(values) => values.iter().any(|value| operator::equal(value, wanted)),
                value => operator::equal(&value, wanted),
            },
            Query::NotEqual(name, wanted) => !operator::equal(&self.attribute_of(place, name), wanted),
        }
    }

    fn attribute_of(&self, place: usize, name: &str) -> Value {
        let Some((reference, resource)) = self.catalog.resources.get_index(place) else {
            return Value::Undef;
        };
        match name {
            "title" => Value::from(reference.title.as_str()),
            _ => resource.value(name).cloned().unwrap_or(Value::Undef),
        }
    }

    fn collector_overrides(&mut self, found: &[usize], known: &Numbers, changes: &NodeOverride) {
        if found.is_empty() {
            return;
        }
        if let Some(node) = &mut self.node {
            // As in Puppet: from now on whatever is evaluated by the same class, define or file may override.
            if !node.free.contains(&changes.source) {
                node.free.push(changes.source.clone());
            }
        }
        for place in found.iter().filter(|place| !known.contains(**place)) {
            self.merge_override(*place, changes);
        }
    }

    /// Takes in what `realize` names and is there now.
    fn named(&mut self, wanted: &mut Vec<(Reference, Span)>) -> Vec<usize> {
        let mut found = Vec::new();
        wanted.retain(|(reference, _)| match self.find(reference) {
            Some(place) => {
                self.take_in(place);
                found.push(place);
                false
            }
            None => true,
        });
        found
    }

    /// Reports what `realize` names and nobody declares.
    pub(crate) fn report_unrealized(&mut self) {
        let Some(node) = &mut self.node else { return };
        for collection in std::mem::take(&mut node.collections) {
            let Wanted::These(wanted) = collection.wanted else { continue };
            for (reference, span) in wanted {
                let message = format!("there is no resource `{reference}` to realize");
                let diagnostic = Diagnostic::new(Code::MissingResource, span, message);
                self.diags.add(self.hint_at_missing(diagnostic, &reference));
            }
        }
    }
}
