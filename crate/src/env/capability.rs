//! What each resource exports, consumes and requires, and whether that fits together across the environment.

use crate::table::Table;
use indexmap::IndexSet;

use super::{CapabilityUse, Passed, Reference, Via, differs};
use crate::diag::{Code, Diagnostic, Severity};
use crate::eval::catalog::{Container, Resource};
use crate::eval::relationships::misplaced_capabilities;
use crate::eval::resource::{parse_reference, reference_of};
use crate::eval::scope::Setting;
use crate::eval::types::Type;
use crate::eval::{Evaluation, Value};
use crate::program::{METAPARAMETERS, ResourceKind};
use crate::source::Span;
use crate::suggest;

/// What one resource has to do with capabilities.
#[derive(Debug, Default)]
pub(super) struct Uses {
    /// What it exports, in order.
    pub(super) produces: Vec<CapabilityUse>,
    /// What it requires, then what it consumes, in order.
    pub(super) consumes: Vec<CapabilityUse>,
    /// Whether it takes part in the exchange at all.
    pub(super) is_component: bool,
    /// Whether an error was reported about it here.
    pub(super) broken: bool,
    /// Whether one of its attributes is most likely a misspelt `export`, `consume` or `require`.
    is_misspelt: bool,
}

/// What all resources have to do with capabilities.
#[derive(Debug, Default)]
pub(super) struct Exchange {
    uses: Table<Reference, Uses>,
    /// Where each capability is exported, and by which component.
    exports: Exports,
    /// Whether there may be exports that could not be read.
    unclear: bool,
}

/// The exporter of each capability, and where it says so.
type Exports = Table<Reference, (Reference, Span)>;

impl Exchange {
    /// What the resource has to do with capabilities.
    pub(super) fn of(&self, reference: &Reference) -> Option<&Uses> {
        self.uses.get(reference)
    }

    /// The capabilities that the resource exports, consumes or requires.
    pub(super) fn exchanged(&self, reference: &Reference) -> IndexSet<Reference> {
        let uses = self.of(reference).into_iter();
        uses.flat_map(|uses| uses.produces.iter().chain(&uses.consumes))
            .map(|it| it.capability.clone())
            .collect()
    }
}

/// Reads the metaparameters of all resources in `site`, and reports what nobody exports and what two export.
pub(super) fn exchange(evaluation: &mut Evaluation<'_>) -> Exchange {
    let mut exchange = Exchange { unclear: !evaluation.program.complete, ..Exchange::default() };
    let inside = |resource: &&Resource| {
        resource.container != Container::Main && resource.kind != ResourceKind::Application
    };
    // What is asked here of the evaluation needs no catalog.
    let catalog = std::mem::take(&mut evaluation.catalog);
    for resource in catalog.resources.values().filter(inside) {
        let uses = uses(evaluation, resource);
        exchange.unclear |= resource.value("export").is_some_and(Value::is_uncertain) || uses.is_misspelt;
        exchange.uses.insert(resource.reference.clone(), uses);
    }
    evaluation.catalog = catalog;
    exchange.exports = check_exports(evaluation, &exchange);
    // What an unreadable statement would have exported cannot be known.
    if !exchange.unclear {
        check_wants(evaluation, &mut exchange);
    }
    exchange
}

fn uses(evaluation: &mut Evaluation<'_>, resource: &Resource) -> Uses {
    let mut uses = Uses::default();
    for (name, via) in [("export", Via::Export), ("require", Via::Require), ("consume", Via::Consume)] {
        if let Some(setting) = resource.settings.get(name) {
            let found = read(evaluation, &mut uses, setting, via);
            match via {
                Via::Export => uses.produces.extend(found),
                Via::Require | Via::Consume => uses.consumes.extend(found),
            }
        }
    }
    let unknown = |name: &str| resource.value(name).is_some_and(Value::is_uncertain);
    // An empty `consume` makes a component, an empty `export` does not.
    uses.is_component = !uses.produces.is_empty()
        || !uses.consumes.is_empty()
        || resource.settings.contains_key("consume")
        || unknown("export")
        || unknown("require");
    uses.is_misspelt = is_misspelt(evaluation, resource);
    // The attribute that makes it a component may be misspelt, or stand in the text that could not be read.
    let may_be_component = !evaluation.program.complete || uses.is_misspelt;
    uses.broken |= may_be_component && !uses.is_component && resource.kind == ResourceKind::Define;
    check_other_relationships(evaluation, resource, &mut uses);
    if uses.is_component && resource.kind == ResourceKind::Class {
        let message = format!("Puppet 6 cannot orchestrate the class component `{}`", resource.reference);
        let hint = "its manual says it can, and so it is planned here; wrap the class in a define to run it with Puppet 6";
        differs(evaluation, resource.span, message, hint);
    }
    uses
}

/// Whether an attribute that is no parameter, which is reported, is most likely meant as one of ours.
fn is_misspelt(evaluation: &Evaluation<'_>, resource: &Resource) -> bool {
    let Some(definition) = evaluation.program.definitions.get(&resource.reference.ty.to_ascii_lowercase())
    else {
        return false;
    };
    let is_parameter = |name: &str| definition.parameters.iter().any(|parameter| parameter.name.text == name);
    resource.settings.keys().any(|name| {
        !METAPARAMETERS.contains(&name)
            && !is_parameter(name)
            && suggest::nearest(name, ["export", "consume", "require"]).is_some()
    })
}

/// The capabilities in a metaparameter.
fn read(evaluation: &mut Evaluation<'_>, uses: &mut Uses, setting: &Setting, via: Via) -> Vec<CapabilityUse> {
    let mut found = Vec::new();
    let reader = Reader { via, span: setting.span, depth: 0 };
    reader.read(evaluation, &setting.value, uses, &mut found);
    found
}

#[derive(Clone, Copy)]
struct Reader {
    via: Via,
    span: Span,
    depth: u32,
}

impl Reader {
    fn read(
        self,
        evaluation: &mut Evaluation<'_>,
        value: &Value,
        uses: &mut Uses,
        found: &mut Vec<CapabilityUse>,
    ) {
        match value {
            Value::Array(values) => {
                if self.depth == 1 && self.via != Via::Consume {
                    self.report_nested(evaluation, uses);
                }
                let inner = Reader { depth: self.depth + 1, ..self };
                values.iter().for_each(|value| inner.read(evaluation, value, uses, found));
            }
            Value::Type(ty) => self.read_type(evaluation, ty, uses, found),
            Value::String(text) => match parse_reference(text) {
                Some(reference) => self.add(evaluation, reference, self.span, uses, found),
                None if self.via == Via::Require => {}
                None => self.report_not_a_reference(evaluation, &format!("`{text}`"), uses),
            },
            Value::Undef | Value::Placeholder(_) | Value::Unknown => {}
            other if self.via != Via::Require => {
                self.report_not_a_reference(evaluation, &crate::eval::operator::describe(other), uses);
            }
            _ => {}
        }
    }

    fn read_type(
        self,
        evaluation: &mut Evaluation<'_>,
        ty: &Type,
        uses: &mut Uses,
        found: &mut Vec<CapabilityUse>,
    ) {
        let place = match ty {
            Type::Resource { place, .. } | Type::Class(_, place) => place.0,
            _ => None,
        };
        match reference_of(ty) {
            Some(reference) => self.add(evaluation, reference, place.unwrap_or(self.span), uses, found),
            None if self.via == Via::Require => {}
            None => self.report_not_a_reference(evaluation, &format!("`{ty}`"), uses),
        }
    }

    fn add(
        self,
        evaluation: &mut Evaluation<'_>,
        capability: Reference,
        span: Span,
        uses: &mut Uses,
        found: &mut Vec<CapabilityUse>,
    ) {
        let kind = evaluation.program.resource_kind(&capability.ty.to_ascii_lowercase());
        match (kind, self.via) {
            (ResourceKind::Capability, via) => found.push(CapabilityUse { capability, via, span }),
            // The missing type was reported where the reference was made.
            (ResourceKind::Unknown, _) => uses.broken = true,
            // An ordinary relationship.
            (_, Via::Require) => {}
            (_, Via::Export | Via::Consume) => {
                uses.broken = true;
                let word = self.via.word();
                let message = format!("`{capability}` is not a capability, so no component can {word} it");
                let diagnostic = Diagnostic::new(Code::NotACapability, span, message);
                evaluation.diags.add(diagnostic.hint(format!(
                    "`{word}` takes capabilities such as `Sql['shop']`, whose type is declared with `:is_capability => true`"
                )));
            }
        }
    }

    fn report_nested(self, evaluation: &mut Evaluation<'_>, uses: &mut Uses) {
        let message = format!("`{}` takes an array without arrays in it", self.via.word());
        let mut diagnostic = Diagnostic::new(Code::NestedCapabilities, self.span, message);
        if self.via == Via::Export {
            // The environment compiles, the node does not.
            diagnostic.severity = Severity::Warning;
        } else {
            uses.broken = true;
        }
        evaluation.diags.add(diagnostic.hint("call `.flatten` on it"));
    }

    fn report_not_a_reference(self, evaluation: &mut Evaluation<'_>, what: &str, uses: &mut Uses) {
        uses.broken = true;
        let word = self.via.word();
        let diagnostic = Diagnostic::new(
            Code::NotAReference,
            self.span,
            format!("`{word}` takes a reference to a capability, this is {what}"),
        );
        evaluation
            .diags
            .add(diagnostic.hint(format!("write `{word} => Sql['shop']`, without quotes around the whole")));
    }
}

/// Only `require`, `consume` and `export` can be said of a capability.
fn check_other_relationships(evaluation: &mut Evaluation<'_>, resource: &Resource, uses: &mut Uses) {
    for diagnostic in misplaced_capabilities(evaluation.program, resource) {
        uses.broken = true;
        evaluation.diags.add(diagnostic);
    }
}

/// Where each capability is exported; a second export is reported.
fn check_exports(evaluation: &mut Evaluation<'_>, exchange: &Exchange) -> Exports {
    let mut exports = Exports::new();
    for (component, uses) in &exchange.uses {
        for export in &uses.produces {
            match exports.get(&export.capability) {
                None => {
                    exports.insert(export.capability.clone(), (component.clone(), export.span));
                }
                Some((first, span)) => {
                    evaluation.diags.add(exported_twice(export, component, first, *span));
                }
            }
        }
    }
    exports
}

pub(super) fn exported_twice(
    export: &CapabilityUse,
    component: &Reference,
    first: &Reference,
    span: Span,
) -> Diagnostic {
    let capability = &export.capability;
    let diagnostic = |message| {
        Diagnostic::new(Code::ExportedTwice, export.span, message).label(span, "exported here first")
    };
    if component == first {
        diagnostic(format!("`{component}` exports `{capability}` twice")).hint("name it once")
    } else {
        diagnostic(format!("`{capability}` is exported by both `{first}` and `{component}`"))
            .hint("a capability has one exporter in the whole environment; give one of them another title")
    }
}

/// Reports what is consumed or required and exported by nobody.
fn check_wants(evaluation: &mut Evaluation<'_>, exchange: &mut Exchange) {
    let exports = &exchange.exports;
    for uses in exchange.uses.values_mut() {
        for wanted in &uses.consumes {
            if !exports.contains_key(&wanted.capability) {
                uses.broken = true;
                let errors = evaluation.diags.count_errors();
                evaluation.diags.add(never_exported(wanted, exports, errors));
            }
        }
    }
}

/// Reports what components are given as a parameter and nobody exports: Puppet says so on the node alone, and only if
/// it is read there.
pub(super) fn check_passed(evaluation: &mut Evaluation<'_>, exchange: &Exchange, passed: &[Passed]) {
    let unknown = |it: &&Passed| !it.is_awaited && !exchange.exports.contains_key(&it.capability);
    for passed in passed.iter().filter(unknown).filter(|_| !exchange.unclear) {
        let errors = evaluation.diags.count();
        let mut finding =
            not_exported(&passed.capability, "passed on", passed.span, &exchange.exports, errors);
        finding.severity = Severity::Warning;
        evaluation.diags.add(finding);
    }
}

pub(super) fn never_exported(wanted: &CapabilityUse, exports: &Exports, errors: usize) -> Diagnostic {
    let word = match wanted.via {
        Via::Require => "required",
        Via::Consume | Via::Export => "consumed",
    };
    not_exported(&wanted.capability, word, wanted.span, exports, errors)
}

fn not_exported(
    capability: &Reference,
    word: &str,
    span: Span,
    exports: &Exports,
    errors: usize,
) -> Diagnostic {
    let message = format!("`{capability}` is {word} here, but no component exports it");
    let diagnostic = Diagnostic::new(Code::NeverExported, span, message);
    let near = nearest_export(capability, exports, errors);
    match near.and_then(|near| exports.get_index(near)) {
        Some((near, (_, place))) => {
            let (found, instead) = match near.ty == capability.ty {
                true => (&capability.title, &near.title),
                false => (&capability.ty, &near.ty),
            };
            let shown = format!("{}['{}']", near.ty, near.title);
            diagnostic.label(*place, "exported here").meant(found, instead, &shown)
        }
        None => diagnostic.hint(format!(
            "add `export => {}['{}']` to the component that provides it",
            capability.ty, capability.title
        )),
    }
}

/// The place of the exported capability that was most likely meant: one of the same type whose title is near, the only
/// one of this type, or one of another type with the same title.
fn nearest_export(capability: &Reference, exports: &Exports, errors: usize) -> Option<usize> {
    if errors > MANY_FINDINGS {
        return None;
    }
    let same_type = || exports.keys().filter(|exported| exported.ty == capability.ty);
    let near = suggest::nearest(&capability.title, same_type().map(|it| it.title.as_str()));
    let of_type = near.and_then(|title| same_type().find(|it| it.title == title));
    let only = || {
        let mut all = same_type();
        all.next().filter(|_| all.next().is_none())
    };
    let found = of_type.or_else(only).or_else(|| exports.keys().find(|it| it.title == capability.title));
    found.and_then(|found| exports.get_index_of(found))
}

/// Beyond so many findings nothing is suggested any more: each suggestion costs a look at all exports.
const MANY_FINDINGS: usize = 100;
