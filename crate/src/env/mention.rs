//! What components refer to beside `export`, `consume` and `require`: capabilities in ordinary parameters, and each
//! other in ordinary relationships. Both look as if they ordered nodes, and do not.

use indexmap::IndexSet;

use super::capability::Exchange;
use super::{Ordering, Passed, Reference};
use crate::eval::catalog::{Container, Resource};
use crate::eval::resource::reference_of;
use crate::eval::scope::Setting;
use crate::eval::types::Type;
use crate::eval::{Evaluation, Value};
use crate::program::{METAPARAMETERS, Program, ResourceKind};
use crate::source::Span;

/// How many values are looked at: they can be shared, and then a small text has very many.
const LOOKED_AT: usize = 200_000;

/// Metaparameters that order resources within a node, and whether they stand on what comes first.
const RELATIONSHIPS: &[(&str, bool)] =
    &[("before", true), ("notify", true), ("require", false), ("subscribe", false)];

/// Capabilities that components of applications are given as ordinary parameters, by component and parameter.
pub(super) fn passed(evaluation: &Evaluation<'_>, exchange: &Exchange) -> Vec<Passed> {
    let mut all = Vec::new();
    let mut search = Search { program: evaluation.program, left: LOOKED_AT };
    for resource in components(evaluation) {
        let mut awaited: Option<IndexSet<Reference>> = None;
        for setting in resource.settings.values().filter(|it| !METAPARAMETERS.contains(&it.name.as_str())) {
            for (capability, span) in search.references(setting, true) {
                let awaited = awaited.get_or_insert_with(|| exchange.exchanged(&resource.reference));
                all.push(Passed {
                    component: resource.reference.clone(),
                    parameter: setting.name.clone(),
                    is_awaited: awaited.contains(&capability),
                    capability,
                    span,
                });
            }
        }
    }
    all
}

/// Arrows between resources, and relationships of components to anything but capabilities.
pub(super) fn orderings(evaluation: &Evaluation<'_>) -> Vec<Ordering> {
    let mut all = Vec::new();
    for relation in &evaluation.catalog.relations {
        let [earlier, later] = relation.sides();
        all.push(Ordering { earlier, later, span: relation.span(), by: "an arrow".to_owned() });
    }
    let mut search = Search { program: evaluation.program, left: LOOKED_AT };
    for resource in components(evaluation) {
        for (word, comes_first) in RELATIONSHIPS {
            let Some(setting) = resource.settings.get(word) else { continue };
            let others = search.references(setting, false);
            if others.is_empty() {
                continue;
            }
            let own = vec![(resource.reference.clone(), resource.span)];
            let (earlier, later) = if *comes_first { (own, others) } else { (others, own) };
            all.push(Ordering { earlier, later, span: setting.span, by: format!("`{word}`") });
        }
    }
    all
}

fn components<'e>(evaluation: &'e Evaluation<'_>) -> impl Iterator<Item = &'e Resource> {
    let inside = |it: &&Resource| matches!(it.container, Container::Instance(_));
    evaluation.catalog.resources.values().filter(inside)
}

struct Search<'a> {
    program: &'a Program<'a>,
    /// How many values may still be looked at.
    left: usize,
}

impl Search<'_> {
    /// The references in a setting: those to capabilities, or those to anything else.
    fn references(&mut self, setting: &Setting, capabilities: bool) -> Vec<(Reference, Span)> {
        let mut found = Vec::new();
        self.collect(&setting.value, setting.span, &mut found);
        let is_capability = |it: &Reference| {
            self.program.resource_kind(&it.ty.to_ascii_lowercase()) == ResourceKind::Capability
        };
        found.retain(|(reference, _)| is_capability(reference) == capabilities);
        found
    }

    fn collect(&mut self, value: &Value, span: Span, found: &mut Vec<(Reference, Span)>) {
        self.left = self.left.saturating_sub(1);
        if self.left == 0 {
            return;
        }
        match value {
            Value::Array(values) => values.iter().for_each(|value| self.collect(value, span, found)),
            Value::Hash(hash) => hash.values().for_each(|value| self.collect(value, span, found)),
            Value::Type(ty) => found.extend(reference_of(ty).map(|it| (it, place_of(ty).unwrap_or(span)))),
            _ => {}
        }
    }
}

fn place_of(ty: &Type) -> Option<Span> {
    match ty {
        Type::Resource { place, .. } | Type::Class(_, place) => place.0,
        _ => None,
    }
}
