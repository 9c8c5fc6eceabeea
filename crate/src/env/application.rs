//! Evaluates the bodies of application instances, and checks what the instances are given.

use crate::diag::{Code, Diagnostic, Severity};
use crate::eval::body::ending_with_iterator;
use crate::eval::catalog::{Container, Resource};
use crate::eval::parameters::{check_names, check_type, report_missing};
use crate::eval::types::TypeName;
use crate::eval::types::{Bounds, Place, Type, mismatch};
use crate::eval::{Evaluation, ScopeId, TOP, Value};
use crate::numbers::Numbers;
use crate::program::{Definition, ResourceKind};

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
        evaluation.diags.add(ending_with_iterator(statement.span));
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
        |ty: Option<&str>| Type::Resource { ty: ty.map(TypeName::new), title: None, place: Place(None) };
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
