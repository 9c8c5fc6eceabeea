//! Checks the resources of applications: each must be a component, with the parameters that its define declares.

use super::Reference;
use super::capability::Exchange;
use crate::diag::{Code, Diagnostic, Severity};
use crate::eval::Evaluation;
use crate::eval::catalog::{Container, Resource};
use crate::eval::parameters::{check_names, check_type, report_missing};
use crate::eval::resource::references_in;
use crate::program::{METAPARAMETERS, Program, ResourceKind};
use crate::source::Span;
use crate::syntax::ast::Form;

/// Reports resources in `site` that are no components, and parameters that components do not have or take.
pub(super) fn check(evaluation: &mut Evaluation<'_>, exchange: &Exchange) {
    let inside = |resource: &&Resource| {
        resource.container != Container::Main && resource.kind != ResourceKind::Application
    };
    // What is asked here of the evaluation needs no catalog.
    let catalog = std::mem::take(&mut evaluation.catalog);
    for resource in catalog.resources.values().filter(inside) {
        let Some(uses) = exchange.of(&resource.reference) else { continue };
        if resource.form == Form::Regular && !uses.is_component && !uses.broken && !resource.broken {
            // Among very many it is not looked for.
            let few = evaluation.diags.count_errors() < MANY_ERRORS;
            let meant = few.then(|| meant(evaluation.program, resource, exchange)).flatten();
            report(evaluation, &resource.reference, resource.span, meant);
        }
        if uses.is_component && resource.container == Container::Site {
            report_without_application(evaluation, resource);
        }
        check_parameters(evaluation, resource, !uses.consumes.is_empty());
    }
    evaluation.catalog = catalog;
    for (class, span, _) in evaluation.catalog.contained.clone() {
        let title = crate::eval::types::capitalize_segments(class.trim_start_matches("::"));
        report(evaluation, &Reference::new("Class", &title), span, None);
    }
}

fn report(evaluation: &mut Evaluation<'_>, reference: &Reference, span: Span, meant: Option<Reference>) {
    let message = format!(
        "`{reference}` is not a component, and only components can stand in an application or `site`"
    );
    let diagnostic = Diagnostic::new(Code::NotAComponent, span, message);
    let diagnostic = match meant {
        Some(Reference { ty, title }) => {
            diagnostic.hint(format!("let it wait: `require => {ty}['{title}']`"))
        }
        None => {
            diagnostic.hint("a component exports, consumes or requires a capability: `export => Sql['shop']`")
        }
    };
    evaluation
        .diags
        .add(diagnostic.hint("what belongs to one node alone goes into the define of a component"));
}

/// Beyond so many errors nothing is suggested any more.
const MANY_ERRORS: usize = 100;

/// The capability that a resource most likely is meant to wait for: one that it is given as a parameter, or the first
/// that is exported by a component which it requires.
fn meant(program: &Program<'_>, resource: &Resource, exchange: &Exchange) -> Option<Reference> {
    let is_capability =
        |it: &Reference| program.resource_kind(&it.ty.to_ascii_lowercase()) == ResourceKind::Capability;
    let required = resource.value("require").map_or_else(Vec::new, references_in);
    let exported = required.iter().filter_map(|it| exchange.of(it)?.produces.first());
    if let Some(export) = exported.map(|it| it.capability.clone()).next() {
        return Some(export);
    }
    let given = resource.settings.values().filter(|it| !METAPARAMETERS.contains(&it.name.as_str()));
    given.flat_map(|it| references_in(&it.value)).find(is_capability)
}

/// Puppet accepts it, leaves it out of the environment graph, and then no node compiles.
fn report_without_application(evaluation: &mut Evaluation<'_>, resource: &Resource) {
    let message =
        format!("the component `{}` belongs to no application, so no node gets it", resource.reference);
    let mut diagnostic = Diagnostic::new(Code::NotAComponent, resource.span, message);
    diagnostic.severity = Severity::Warning;
    evaluation.diags.add(diagnostic.hint("declare it in the body of an `application`"));
}

/// A required parameter may be missing when a capability can still supply it.
fn check_parameters(evaluation: &mut Evaluation<'_>, resource: &Resource, supplied: bool) {
    if resource.kind != ResourceKind::Define {
        return;
    }
    let name = resource.reference.ty.to_ascii_lowercase();
    let Some(definition) = evaluation.program.definitions.get(&name).copied() else { return };
    check_names(evaluation, resource, definition);
    for parameter in definition.parameters {
        match resource.settings.get(&parameter.name.text) {
            Some(setting) => {
                check_type(evaluation, &resource.reference, parameter, &setting.value, setting.span);
            }
            None if parameter.default.is_none() && !supplied && !resource.broken => {
                report_missing(evaluation, &resource.reference, resource.span, parameter);
            }
            None => {}
        }
    }
}
