//! Relationships: `a -> b` and its kin are noted where they are evaluated, and set on the resources at the end, when
//! collectors have found what they can.

use super::catalog::Resource;
use super::class::class_value;
use super::overrides::flatten;
use super::resource::{parse_reference, reference_of, references_in};
use super::scope::{Origin, Setting};
use super::settings::Settings;
use super::types::{Place, Type};
use super::value::Value;
use super::{Eval, Evaluation, ScopeId, operator};
use crate::diag::{Code, Diagnostic};
use crate::env::Reference;
use crate::program::{Program, ResourceKind};
use crate::source::Span;
use crate::syntax::ast::{EdgeOp, Expr, ExprKind};

/// One side of an arrow.
#[derive(Debug, Clone, PartialEq)]
pub enum Operand {
    /// A resource or a class, and where it is named.
    Resource(Reference, Span),
    /// The collector of this number.
    Collector(usize),
}

/// `a -> b`, from the earlier to the later.
#[derive(Debug)]
pub struct Relation {
    earlier: Vec<Operand>,
    later: Vec<Operand>,
    /// `before` or `notify`.
    parameter: &'static str,
    span: Span,
}

impl Relation {
    /// The arrow.
    pub fn span(&self) -> Span {
        self.span
    }

    /// What comes earlier and what comes later, without what collectors stand for: that is known on nodes alone.
    pub fn sides(&self) -> [Vec<(Reference, Span)>; 2] {
        [&self.earlier, &self.later].map(|operands| {
            let named = operands.iter().filter_map(|operand| match operand {
                Operand::Resource(reference, span) => Some((reference.clone(), *span)),
                Operand::Collector(_) => None,
            });
            named.collect()
        })
    }
}

/// What stands in for a collector that finds nothing: what its chain has before it.
#[derive(Debug)]
pub struct Alternative {
    collector: usize,
    instead: Vec<Operand>,
}

impl<'a> Evaluation<'a> {
    /// The value of a chain is its last operand; one that stands for nothing passes on what is before it.
    pub(crate) fn edge(&mut self, chain: &'a Expr, scope: ScopeId) -> Eval<Value> {
        let operands = self.chain(chain, scope)?;
        Ok(Value::from(operands.iter().filter_map(value_of).collect::<Vec<_>>()))
    }

    fn chain(&mut self, chain: &'a Expr, scope: ScopeId) -> Eval<Vec<Operand>> {
        let mut arrows = Vec::new();
        let mut first = chain;
        while let ExprKind::Edge { op, op_span, left, right } = &first.kind {
            arrows.push((*op, *op_span, &**right));
            first = left;
        }
        let at = arrows.last().map_or(first.span, |(_, span, _)| *span);
        let mut left = self.operands(first, at, scope)?;
        for (op, span, right) in arrows.into_iter().rev() {
            let right = self.operands(right, span, scope)?;
            self.spend(1 + (left.len() * right.len()) as u64, span)?;
            self.relate(op, span, &left, &right);
            if !right.is_empty() {
                left = right;
            }
        }
        Ok(left)
    }

    /// What an operand of the arrow at `at` stands for.
    fn operands(&mut self, expr: &'a Expr, at: Span, scope: ScopeId) -> Eval<Vec<Operand>> {
        match &expr.kind {
            ExprKind::Paren(inner) => {
                self.nested(expr.span, |evaluation| evaluation.operands(inner, at, scope))
            }
            ExprKind::Edge { .. } => self.nested(expr.span, |evaluation| evaluation.chain(expr, scope)),
            ExprKind::Collector(collector) => {
                let number = self.collector(collector, expr.span, scope)?;
                Ok(number.into_iter().map(Operand::Collector).collect())
            }
            _ => {
                let value = self.expression(expr, scope)?;
                let mut operands = Vec::new();
                self.add_operands(&value, expr.span, at, &mut operands)?;
                Ok(operands)
            }
        }
    }

    fn add_operands(&mut self, value: &Value, span: Span, at: Span, operands: &mut Vec<Operand>) -> Eval<()> {
        let reference = match value {
            Value::Array(values) => {
                return values.iter().try_for_each(|value| self.add_operands(value, span, at, operands));
            }
            Value::Unknown | Value::Placeholder(_) => return Ok(()),
            Value::Type(ty) => reference_of(ty).map(|reference| (reference, place_of(ty).unwrap_or(span))),
            Value::String(text) => parse_reference(text).map(|reference| (reference, span)),
            _ => None,
        };
        let Some((reference, span)) = reference else {
            let message = format!(
                "an arrow joins references to resources or classes, this is {}",
                operator::describe(value)
            );
            let diagnostic = Diagnostic::new(Code::IllegalOperand, at, message);
            return self.fail_with(diagnostic.label(span, "this operand"));
        };
        self.spend(1 + operands.len() as u64 / 8, span)?;
        let known = |it: &Operand| matches!(it, Operand::Resource(known, _) if *known == reference);
        if !operands.iter().any(known) {
            operands.push(Operand::Resource(reference, span));
        }
        Ok(())
    }

    fn relate(&mut self, op: EdgeOp, span: Span, left: &[Operand], right: &[Operand]) {
        let (earlier, later) = match op {
            EdgeOp::Before | EdgeOp::Notify => (left, right),
            EdgeOp::Require | EdgeOp::Subscribe => (right, left),
        };
        let parameter = match op {
            EdgeOp::Before | EdgeOp::Require => "before",
            EdgeOp::Notify | EdgeOp::Subscribe => "notify",
        };
        let relation = Relation { earlier: earlier.to_vec(), later: later.to_vec(), parameter, span };
        let Some(node) = &mut self.node else {
            self.catalog.relations.push(relation);
            return;
        };
        node.relations.push(relation);
        if let [Operand::Collector(collector)] = right {
            node.alternatives.push(Alternative { collector: *collector, instead: left.to_vec() });
        }
    }

    /// Sets all relationships on the resources that come earlier; `there` says which resources the node has.
    pub(crate) fn set_relationships(&mut self, there: &[bool], certain: bool) {
        let Some(node) = &mut self.node else { return };
        let relations = std::mem::take(&mut node.relations);
        let alternatives = std::mem::take(&mut node.alternatives);
        for relation in relations {
            let earlier = self.sources(&relation.earlier, &alternatives);
            let later = self.resolved(&relation.later);
            if self.spend((earlier.len() * later.len()) as u64, relation.span).is_err() {
                return;
            }
            let from_main_stage = earlier.iter().any(|(reference, _)| is_main_stage(reference));
            let earlier = self.places(&earlier, later.first(), there, certain);
            let mut later = later;
            later.retain(|target| {
                is_added(&target.0)
                    || !self.places(std::slice::from_ref(target), None, there, certain).is_empty()
            });
            for place in earlier {
                let resource = self.catalog.resources.get_index_mut(place);
                let weight = resource.map_or(0, |(_, it)| order(&mut it.settings, &later, &relation));
                if self.spend(weight, relation.span).is_err() {
                    return;
                }
            }
            if let (true, Some(node)) = (from_main_stage, &mut self.node) {
                order(&mut node.main_stage, &later, &relation);
            }
        }
    }

    /// What an arrow starts from: a collector that found nothing stands for what its chain has before it.
    fn sources(&self, operands: &[Operand], alternatives: &[Alternative]) -> Vec<(Reference, Span)> {
        let mut operands = operands;
        // Each step goes to an earlier collector of the same chain.
        for _ in 0..=alternatives.len() {
            let [Operand::Collector(collector)] = operands else { break };
            if !self.found_by(*collector).is_empty() {
                break;
            }
            let Some(alternative) = alternatives.iter().find(|it| it.collector == *collector) else { break };
            operands = &alternative.instead;
        }
        self.resolved(operands)
    }

    fn resolved(&self, operands: &[Operand]) -> Vec<(Reference, Span)> {
        let mut all = Vec::new();
        for operand in operands {
            match operand {
                Operand::Resource(reference, span) => all.push((reference.clone(), *span)),
                Operand::Collector(collector) => {
                    let found = self.found_by(*collector).iter();
                    let found = found.filter_map(|place| self.catalog.resources.get_index(*place));
                    all.extend(found.map(|(reference, resource)| (reference.clone(), resource.span)));
                }
            }
        }
        all
    }

    /// The places of resources; what is not there is reported.
    fn places(
        &mut self,
        references: &[(Reference, Span)],
        before: Option<&(Reference, Span)>,
        there: &[bool],
        certain: bool,
    ) -> Vec<usize> {
        let mut places = Vec::new();
        for (reference, span) in references {
            let place = self.find(reference).filter(|place| there.get(*place).copied().unwrap_or(true));
            match place {
                Some(place) => places.push(place),
                None if is_added(reference) => {}
                None if certain => {
                    let message = match before {
                        Some((later, _)) => {
                            format!("there is no resource `{reference}` that could come before `{later}`")
                        }
                        None => format!("there is no resource `{reference}` that could come after another"),
                    };
                    let diagnostic = Diagnostic::new(Code::MissingResource, *span, message);
                    self.diags.add(self.hint_at_missing(diagnostic, reference));
                }
                None => {}
            }
        }
        places
    }
}

/// Adds what comes later to what a resource has; gives how much that is then.
fn order(settings: &mut Settings, later: &[(Reference, Span)], relation: &Relation) -> u64 {
    let (name, span) = (relation.parameter, relation.span);
    let mut values = Vec::new();
    let mut origin = Origin::Explicit;
    if let Some(setting) = settings.get(name) {
        flatten(&setting.value, &mut values);
        origin = setting.origin.clone();
    }
    // As in Puppet, which sets texts here.
    values.extend(later.iter().map(|(reference, _)| Value::from(reference.to_string())));
    let weight = values.len() as u64 / 8;
    settings.insert(Setting { name: name.to_owned(), value: Value::from(values), span, origin });
    weight
}

/// Whether Puppet itself adds this resource to every catalog.
pub(crate) fn is_added(reference: &Reference) -> bool {
    is_main_stage(reference) || (reference.ty == "Class" && reference.title == "Settings")
}

fn is_main_stage(reference: &Reference) -> bool {
    reference.ty == "Stage" && reference.title == "main"
}

fn place_of(ty: &Type) -> Option<Span> {
    match ty {
        Type::Resource { place: Place(place), .. } | Type::Class(_, Place(place)) => *place,
        _ => None,
    }
}

fn value_of(operand: &Operand) -> Option<Value> {
    match operand {
        Operand::Resource(reference, span) => Some(reference_value(reference, *span)),
        Operand::Collector(_) => None,
    }
}

fn reference_value(reference: &Reference, span: Span) -> Value {
    match reference.ty.as_str() {
        "Class" => class_value(&reference.title.to_ascii_lowercase(), span),
        ty => Value::from(Type::reference(ty, &reference.title, Some(span))),
    }
}

/// Findings about capabilities in relationships of a resource that order, but neither wait for values nor provide them.
pub(crate) fn misplaced_capabilities(program: &Program<'_>, resource: &Resource) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for name in ["before", "notify", "subscribe"] {
        let Some(setting) = resource.settings.get(name) else { continue };
        let capability = references_in(&setting.value).into_iter().find(|reference| {
            program.resource_kind(&reference.ty.to_ascii_lowercase()) == ResourceKind::Capability
        });
        if let Some(capability) = capability {
            let message = format!("`{name}` is not a valid relationship to the capability `{capability}`");
            let diagnostic = Diagnostic::new(Code::IllegalRelationship, setting.span, message);
            found.push(diagnostic.hint(format!(
                "write `require => {}['{}']` on the component that waits",
                capability.ty, capability.title
            )));
        }
    }
    found
}
