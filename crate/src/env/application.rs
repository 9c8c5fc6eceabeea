//! Evaluates the bodies of application instances, and checks what the instances are given.

use super::Reference;
use crate::diag::{Code, Diagnostic, Severity};
use crate::eval::catalog::{Container, Resource};
use crate::eval::types::{Bounds, Place, Type, mismatch};
use crate::eval::{Evaluation, ScopeId, TOP, Value};
use crate::numbers::Numbers;
use crate::program::{Definition, METAPARAMETERS, ResourceKind};
use crate::source::Span;
use crate::suggest;
use crate::syntax::ast::Parameter;

/// Without a `site` block nothing is deployed.
pub(super) fn warn_without_site(evaluation: &mut Evaluation<'_>) {
    let mut definitions = evaluation.program.definitions.values();
    let application = definitions.find(|definition| definition.kind == ResourceKind::Application);
    if let (Some(application), true) = (application, evaluation.program.complete) {
        evaluation.diags.add(
            Diagnostic::new(
                Code::MissingSite,
                application.name.span,
                "no `site` block declares an instance of this application",
            )
            .hint(format!(
                "add `site {{ {} {{ 'one': nodes => {{ Node['n1.example'] => … }} }} }}`",
                application.name.text
            )),
        );
    }
}

/// Evaluates the bodies of all instances, those declared meanwhile included. Gives the places in the catalog of those
/// about whose parameters or bodies an error was reported.
pub(super) fn evaluate_instances(evaluation: &mut Evaluation<'_>) -> Numbers {
    let mut broken = Numbers::default();
    let mut next = 0;
    while let Some((_, resource)) = evaluation.catalog.resources.get_index(next) {
        next += 1;
        if resource.kind != ResourceKind::Application {
            continue;
        }
        let instance = resource.clone();
        if instance.container == Container::Main {
            report_outside_site(evaluation, &instance);
            continue;
        }
        let before = evaluation.diags.count_errors();
        evaluate_instance(evaluation, &instance);
        if evaluation.diags.count_errors() > before {
            broken.insert(next - 1);
        }
    }
    broken
}

/// Puppet's check fires only for an application that is called `app`; all others it forgets in silence.
fn report_outside_site(evaluation: &mut Evaluation<'_>, instance: &Resource) {
    let message = format!("the application instance `{}` stands outside `site`", instance.reference);
    let mut diagnostic = Diagnostic::new(Code::OutsideSite, instance.span, message)
        .hint("move it into the `site` block; Puppet leaves it out of the environment graph");
    if instance.reference.ty != "App" {
        diagnostic.severity = Severity::Warning;
    }
    evaluation.diags.add(diagnostic);
}

fn evaluate_instance(evaluation: &mut Evaluation<'_>, instance: &Resource) {
    let name = instance.reference.ty.to_ascii_lowercase();
    let Some(definition) = evaluation.program.definitions.get(&name).copied() else { return };
    check_names(evaluation, instance, definition);
    let scope = evaluation.scopes.open(TOP);
    let outer = std::mem::replace(&mut evaluation.container, Container::Instance(instance.reference.clone()));
    let module = name.split("::").next().unwrap_or_default();
    for (variable, value) in [
        ("title", instance.reference.title.as_str()),
        ("name", &instance.reference.title),
        ("module_name", module),
    ] {
        evaluation.scopes.assign(scope, variable, Value::from(value));
    }
    set_nodes(evaluation, instance, definition, scope);
    set_parameters(evaluation, instance, definition, scope);
    let last = evaluation.statements(definition.body, scope);
    if let (Value::Iterator(_), Some(statement)) = (last, definition.body.last()) {
        evaluation.diags.add(
            Diagnostic::new(
                Code::IteratorNotSupported,
                statement.span,
                "an application body cannot end with an iterator",
            )
            .hint("add a last statement, or call `each` on an array: `Array($range)`"),
        );
    }
    evaluation.container = outer;
    evaluation.scopes.close(scope);
}

/// Every application takes `nodes`, declared or not.
fn set_nodes(
    evaluation: &mut Evaluation<'_>,
    instance: &Resource,
    definition: Definition<'_>,
    scope: ScopeId,
) {
    let value = match instance.settings.get("nodes") {
        None if !evaluation.program.complete => Value::Unknown,
        None => {
            let message = format!("`{}` expects a value for parameter `nodes`", instance.reference);
            evaluation.diags.add(Diagnostic::new(Code::MissingParameter, instance.span, message).hint(
                "say which node gets which component: `nodes => { Node['n1.example'] => Shop::Db['db'] }`",
            ));
            Value::Unknown
        }
        Some(setting) => {
            let ty = nodes_type();
            if !ty.admits(&setting.value) {
                let message = format!(
                    "`{}`: parameter `nodes` {}",
                    instance.reference,
                    mismatch::describe(&ty, &setting.value)
                );
                evaluation.diags.add(Diagnostic::new(Code::TypeMismatch, setting.span, message).hint(
                    "it is a hash from one `Node['…']` to one component reference or an array of them",
                ));
            }
            setting.value.clone()
        }
    };
    if definition.parameters.iter().all(|parameter| parameter.name.text != "nodes") {
        evaluation.scopes.assign(scope, "nodes", value);
    }
}

/// `Hash[Type[Node], Variant[Type[Resource], Array[Type[Resource]]]]`
pub(super) fn nodes_type() -> Type {
    let resource =
        |ty: Option<&str>| Type::Resource { ty: ty.map(str::to_owned), title: None, place: Place(None) };
    let reference =
        || Type::Type(Some(Box::new(Type::Variant(vec![resource(None), Type::Class(None, Place(None))]))));
    let node = Type::Type(Some(Box::new(resource(Some("node")))));
    let components = Type::Variant(vec![reference(), Type::Array(Box::new(reference()), Bounds::default())]);
    Type::Hash(Box::new(node), Box::new(components), Bounds::default())
}

fn set_parameters<'a>(
    evaluation: &mut Evaluation<'a>,
    instance: &Resource,
    definition: Definition<'a>,
    scope: ScopeId,
) {
    for (index, parameter) in definition.parameters.iter().enumerate() {
        let name = parameter.name.text.as_str();
        // Puppet takes the last declaration of a parameter that is declared twice.
        let later = definition.parameters.get(index + 1..).unwrap_or_default();
        if later.iter().any(|later| later.name.text == name) {
            continue;
        }
        let value = match (instance.settings.get(name), &parameter.default) {
            (Some(setting), _) => {
                check_type(evaluation, &instance.reference, parameter, &setting.value, setting.span);
                setting.value.clone()
            }
            (None, Some(default)) => match evaluation.expression(default, scope) {
                Ok(value) => {
                    check_type(evaluation, &instance.reference, parameter, &value, default.span);
                    value
                }
                Err(stop) => {
                    evaluation.misplaced(stop);
                    Value::Unknown
                }
            },
            (None, None) if name == "nodes" => Value::Unknown,
            (None, None) => {
                report_missing(evaluation, &instance.reference, instance.span, parameter);
                Value::Unknown
            }
        };
        evaluation.scopes.assign(scope, name, value);
    }
}

/// Reports a required parameter that is not set.
pub(super) fn report_missing(
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
pub(super) fn check_type<'a>(
    evaluation: &mut Evaluation<'a>,
    owner: &Reference,
    parameter: &'a Parameter,
    value: &Value,
    span: Span,
) {
    let Some(declared) = &parameter.ty else { return };
    let Ok(ty) = evaluation.type_of(declared, TOP) else { return };
    if evaluation.spend(ty.cost(value), span).is_err() {
        return;
    }
    if !ty.admits(value) {
        let message =
            format!("`{owner}`: parameter `{}` {}", parameter.name.text, mismatch::describe(&ty, value));
        evaluation
            .diags
            .add(Diagnostic::new(Code::TypeMismatch, span, message).label(parameter.span, "declared here"));
    }
}

/// Reports settings that are neither parameters nor metaparameters.
pub(super) fn check_names(evaluation: &mut Evaluation<'_>, resource: &Resource, definition: Definition<'_>) {
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
            Some(near) => diagnostic.hint(format!("did you mean `{near}`?")),
            None => diagnostic
                .hint(format!("add it to the parameters of `{}`, or leave it out", definition.name.text)),
        });
    }
}
