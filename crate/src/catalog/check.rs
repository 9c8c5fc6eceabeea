//! Checks of a node's finished resources: attributes that their types do not have, relationships to what the node does
//! not have.

use crate::diag::{Code, Diagnostic, Severity};
use crate::eval::catalog::Resource;
use crate::eval::overrides::flatten;
use crate::eval::relationships::{is_added, misplaced_capabilities};
use crate::eval::resource::{parse_reference, reference_of};
use crate::eval::scope::Setting;
use crate::eval::{Evaluation, Value, operator};
use crate::program::{METAPARAMETERS, ResourceKind, native_attributes};
use crate::suggest;
use crate::syntax::ast::Form;

/// Metaparameters that order resources.
const RELATIONSHIPS: &[&str] = &["before", "notify", "require", "subscribe", "consume", "export"];

/// Reports relationships to capabilities that have no meaning, before arrows add those that Puppet lets pass.
pub(super) fn capabilities(evaluation: &mut Evaluation<'_>) {
    for resource in evaluation.catalog.resources.values() {
        if resource.form == Form::Regular {
            for diagnostic in misplaced_capabilities(evaluation.program, resource) {
                evaluation.diags.add(diagnostic);
            }
        }
    }
}

/// Reports attributes that the types of resources do not have, where these are known.
pub(super) fn attributes(evaluation: &mut Evaluation<'_>) {
    for resource in evaluation.catalog.resources.values() {
        if resource.kind != ResourceKind::Native {
            continue;
        }
        let Some(known) = native_attributes(&resource.reference.ty.to_ascii_lowercase()) else { continue };
        let is_known = |name: &str| {
            name == "name" || METAPARAMETERS.contains(&name) || known.split(' ').any(|it| it == name)
        };
        for setting in resource.settings.values() {
            if !is_known(&setting.name) {
                evaluation.diags.add(unknown(resource, setting, known));
            }
        }
    }
}

/// Checks what virtual instances of defines are given, whose bodies nobody evaluates.
pub(super) fn given(evaluation: &mut Evaluation<'_>, there: &[bool]) {
    for (place, there) in there.iter().enumerate() {
        let Some((_, resource)) = evaluation.catalog.resources.get_index(place) else { continue };
        if *there && resource.kind == ResourceKind::Define && !resource.evaluated {
            evaluation.check_given(place);
        }
    }
}

fn unknown(resource: &Resource, setting: &Setting, known: &str) -> Diagnostic {
    let message = format!("`{}` has no parameter named `{}`", resource.reference, setting.name);
    let diagnostic = Diagnostic::new(Code::UnknownParameter, resource.span, message);
    let diagnostic = diagnostic.label(setting.span, "set here");
    let names = known.split(' ').chain(METAPARAMETERS.iter().copied());
    match suggest::nearest(&setting.name, names) {
        Some(near) => diagnostic.meant(&setting.name, near, near),
        None => diagnostic.hint("leave it out: Puppet's own type does not take it"),
    }
}

/// Makes plain lists of what relationships refer to, and reports what is not there; `there` says which resources
/// belong to the node, virtual ones among them.
pub(super) fn relationships(evaluation: &mut Evaluation<'_>, there: &[bool]) {
    for place in 0..evaluation.catalog.resources.len() {
        for name in RELATIONSHIPS {
            let Some((_, resource)) = evaluation.catalog.resources.get_index_mut(place) else { continue };
            if resource.form != Form::Regular || !there.get(place).copied().unwrap_or(false) {
                continue;
            }
            let Some(setting) = resource.settings.get_mut(name) else { continue };
            let mut values = Vec::new();
            flatten(&setting.value, &mut values);
            values.retain(|value| !matches!(value, Value::Undef));
            if matches!(setting.value, Value::Array(_)) {
                setting.value = Value::from(values.clone());
            }
            let setting = setting.clone();
            if evaluation.spend(values.len() as u64, setting.span).is_err() {
                return;
            }
            for value in &values {
                check_reference(evaluation, place, &setting, value, there);
            }
        }
    }
}

fn check_reference(
    evaluation: &mut Evaluation<'_>,
    place: usize,
    setting: &Setting,
    value: &Value,
    there: &[bool],
) {
    let name = &setting.name;
    let reference = match value {
        Value::Type(ty) => reference_of(ty),
        Value::String(text) => parse_reference(text),
        Value::Unknown | Value::Placeholder(_) => return,
        _ => None,
    };
    let Some(reference) = reference else {
        let message = format!(
            "`{name}` takes references to resources or classes, this is {}",
            operator::describe(value)
        );
        evaluation.diags.add(
            Diagnostic::new(Code::NotAReference, setting.span, message).hint("write it like `File['/a']`"),
        );
        return;
    };
    let lower = reference.ty.to_ascii_lowercase();
    if is_added(&reference) || evaluation.program.resource_kind(&lower) == ResourceKind::Capability {
        return;
    }
    let found = evaluation.find(&reference).filter(|place| there.get(*place).copied().unwrap_or(false));
    let Some((_, target)) = found.and_then(|place| evaluation.catalog.resources.get_index(place)) else {
        let message = format!("`{name}` refers to `{reference}`, which is not on this node");
        let diagnostic = Diagnostic::new(Code::MissingResource, setting.span, message);
        evaluation.diags.add(evaluation.hint_at_missing(diagnostic, &reference));
        return;
    };
    if target.form != Form::Regular && Some(place) != found {
        let message = format!("`{name}` refers to `{reference}`, which is virtual and stays off the node");
        let mut diagnostic = Diagnostic::new(Code::MissingResource, setting.span, message)
            .label(target.span, "declared virtual here")
            .hint("the run on the node fails; take it in: `realize`, or a collector");
        diagnostic.severity = Severity::Warning;
        evaluation.diags.add(diagnostic);
    }
}
