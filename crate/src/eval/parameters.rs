//! What resources of defined types are given, against the parameters that their definitions declare.

use super::catalog::Resource;
use super::types::mismatch;
use super::{Evaluation, TOP, Value};
use crate::diag::{Code, Diagnostic};
use crate::env::Reference;
use crate::program::{Definition, METAPARAMETERS, ResourceKind};
use crate::source::Span;
use crate::suggest;
use crate::syntax::ast::Parameter;

/// Reports a required parameter that is not set.
pub(crate) fn report_missing(
    evaluation: &mut Evaluation<'_>,
    owner: &Reference,
    span: Span,
    parameter: &Parameter,
) {
    let name = &parameter.name.text;
    evaluation.diags.add(
        Diagnostic::new(
            Code::MissingParameter,
            span,
            format!("`{owner}` expects a value for parameter `{name}`"),
        )
        .label(parameter.span, "declared here")
        .hint(format!("set it: `{name} => …`, or give it a default")),
    );
}

/// Reports a value that is not of the parameter's type.
pub(crate) fn check_type<'a>(
    evaluation: &mut Evaluation<'a>,
    owner: &Reference,
    parameter: &'a Parameter,
    value: &Value,
    span: Span,
) {
    let Some(declared) = &parameter.ty else { return };
    let Ok(ty) = evaluation.type_of(declared, TOP) else { return };
    let Ok(admitted) = evaluation.admits(&ty, value, span) else { return };
    if !admitted {
        let message =
            format!("`{owner}`: parameter `{}` {}", parameter.name.text, mismatch::describe(&ty, value));
        evaluation
            .diags
            .add(Diagnostic::new(Code::TypeMismatch, span, message).label(parameter.span, "declared here"));
    }
}

/// Reports settings that are neither parameters nor metaparameters.
pub(crate) fn check_names(evaluation: &mut Evaluation<'_>, resource: &Resource, definition: Definition<'_>) {
    let is_application = definition.kind == ResourceKind::Application;
    let known = |name: &str| definition.parameters.iter().any(|parameter| parameter.name.text == name);
    for setting in resource.settings.values() {
        let name = setting.name.as_str();
        if known(name)
            || METAPARAMETERS.contains(&name)
            || name == "name"
            || (is_application && name == "nodes")
        {
            continue;
        }
        let message = format!("`{}` has no parameter named `{name}`", resource.reference);
        let diagnostic = Diagnostic::new(Code::UnknownParameter, setting.span, message)
            .label(definition.name.span, "defined here");
        let names = definition.parameters.iter().map(|parameter| parameter.name.text.as_str());
        evaluation.diags.add(match suggest::nearest(name, names.chain(METAPARAMETERS.iter().copied())) {
            Some(near) => diagnostic.meant(name, near, near),
            None => diagnostic
                .hint(format!("add it to the parameters of `{}`, or leave it out", definition.name.text)),
        });
    }
}
