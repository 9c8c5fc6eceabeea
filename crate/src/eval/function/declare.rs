//! Functions that declare: classes, resources, tags; and those that ask what is declared.

use super::{Builtin, Invocation};
use crate::eval::catalog::Container;
use crate::eval::class::class_value;
use crate::eval::operator::splat;
use crate::eval::resource::{Declaration, reference_of, references_in};
use crate::eval::scope::Setting;
use crate::eval::types::TypeName;
use crate::eval::types::{Type, capitalize_segments};
use crate::eval::value::{HashMap, Value};
use crate::eval::{Eval, Evaluation};
use crate::program::ResourceKind;
use crate::syntax::ast::Form;
use crate::word::Word;

/// Functions of this subject.
pub const FUNCTIONS: &[Builtin] = &[
    Builtin::tolerant("include", include),
    Builtin::tolerant("require", require),
    Builtin::tolerant("contain", contain),
    Builtin::tolerant("realize", realize),
    Builtin::new("tag", tag),
    Builtin::new("tagged", tagged),
    Builtin::new("create_resources", create_resources),
    Builtin::new("defined", defined),
    Builtin::new("ensure_packages", ensure_packages),
    Builtin::new("ensure_resource", ensure_resource),
    Builtin::new("ensure_resources", ensure_resources),
    Builtin::new("getparam", getparam),
];

/// The classes that are named, evaluated in a node's catalog: their names and places there.
fn classes<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Vec<(String, Option<usize>)>> {
    if call.args.is_empty() {
        return evaluation.refuse(call, "needs the name of a class");
    }
    let mut names = Vec::new();
    evaluation.class_names(&call.args, call.span, &mut names)?;
    let mut classes = Vec::with_capacity(names.len());
    for name in names {
        // Classes are not evaluated in the environment compile.
        let place = match evaluation.node {
            Some(_) => evaluation.include_class(&name, call.span, call.scope)?,
            None => None,
        };
        classes.push((name, place));
    }
    Ok(classes)
}

fn references(classes: &[(String, Option<usize>)], call: &Invocation<'_>) -> Value {
    Value::from(classes.iter().map(|(name, _)| class_value(name, call.span)).collect::<Vec<_>>())
}

fn include<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    Ok(references(&classes(evaluation, call)?, call))
}

/// Includes, and makes what is being evaluated wait for the classes.
fn require<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    let classes = classes(evaluation, call)?;
    let references = references(&classes, call);
    if let Some(place) = evaluation.container_place() {
        evaluation.append_setting(place, "require", &references, call.span);
    }
    Ok(references)
}

fn contain<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    let classes = classes(evaluation, call)?;
    let container = evaluation.container.clone();
    for (name, place) in &classes {
        if matches!(container, Container::Instance(_)) {
            evaluation.catalog.contained.push((name.clone(), call.span, container.clone()));
        }
        let outer = evaluation.container_place();
        if let (Some(place), Some(outer), Some(node)) = (place, outer, &mut evaluation.node) {
            node.contained.push((outer, *place));
        }
    }
    Ok(references(&classes, call))
}

/// Takes virtual resources into the catalog, once everything is declared.
fn realize<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    if evaluation.node.is_some() {
        evaluation.realize(&call.args, call.span)?;
    }
    Ok(Value::Undef)
}

/// Tags what is being evaluated, and all that is in it.
fn tag<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    let Some(place) = evaluation.container_place() else { return Ok(Value::Undef) };
    for tag in call.args.iter().flat_map(splat) {
        let tag = tag.interpolate().to_ascii_lowercase();
        if let Some((_, resource)) = evaluation.catalog.resources.get_index_mut(place) {
            resource.tags.push(tag);
        }
    }
    Ok(Value::Undef)
}

/// Whether what is being evaluated has all these tags, or classes of these names were evaluated.
fn tagged<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    let place = evaluation.container_place();
    let tags = place.map(|place| evaluation.tags_of(place)).unwrap_or_default();
    let mut all = true;
    for tag in call.args.iter().flat_map(splat) {
        let tag = tag.interpolate().to_ascii_lowercase();
        let evaluated = evaluation.node.as_ref().is_some_and(|node| node.class_scopes.contains_key(&tag));
        all &= evaluated || tags.contains(&tag);
    }
    Ok(Value::Bool(all))
}

/// `create_resources(type, { title => { attribute => value } }, { attribute => default })`
fn create_resources<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    let written = match evaluation.argument(call, 0)? {
        Value::Type(ty) => ty.to_string(),
        _ => evaluation.string_argument(call, 0)?.to_string(),
    };
    let resources = evaluation.hash_argument(call, 1)?;
    let defaults =
        if call.args.len() > 2 { (**evaluation.hash_argument(call, 2)?).clone() } else { HashMap::default() };
    for (title, attributes) in resources.iter() {
        evaluation.spend(1 + defaults.len() as u64 + attributes.weight(), call.span)?;
        let mut merged = defaults.clone();
        match attributes {
            Value::Hash(own) => merged.extend(own.iter().map(|(key, value)| (key.clone(), value.clone()))),
            Value::Undef => {}
            _ => {
                return evaluation
                    .refuse(call, format!("takes a hash of attributes for `{}`", title.interpolate()));
            }
        }
        declare(evaluation, call, &written, &title.interpolate(), &merged)?;
    }
    Ok(Value::Undef)
}

/// Declares one resource; `@` and `@@` before its type make it virtual or exported.
fn declare<'a>(
    evaluation: &mut Evaluation<'a>,
    call: &Invocation<'a>,
    written: &str,
    title: &str,
    attributes: &HashMap,
) -> Eval<Value> {
    let (form, ty) = match (written.strip_prefix("@@"), written.strip_prefix('@')) {
        (Some(ty), _) => (Form::Exported, ty),
        (None, Some(ty)) => (Form::Virtual, ty),
        (None, None) => (Form::Regular, written),
    };
    let mut settings = crate::eval::settings::Settings::new();
    for (name, value) in attributes {
        let name = name.interpolate();
        settings.insert(Setting::explicit(name, value.clone(), call.span));
    }
    let declaration = Declaration {
        form,
        ty: TypeName::new(&ty.trim_start_matches("::").to_ascii_lowercase()),
        ty_span: call.span,
        title: Word::from(title),
        title_span: call.span,
        whole: call.span,
        settings,
        broken: false,
    };
    evaluation.declare(declaration, call.scope)
}

/// Declares a resource unless one with these attributes is there.
fn ensure<'a>(
    evaluation: &mut Evaluation<'a>,
    call: &Invocation<'a>,
    ty: &str,
    title: &str,
    attributes: &HashMap,
) -> Eval<()> {
    let reference = crate::env::Reference {
        ty: Word::from(capitalize_segments(&ty.trim_start_matches("::").to_ascii_lowercase())),
        title: Word::from(title),
    };
    if let Some(resource) = evaluation.catalog.resources.get(&reference) {
        let same = attributes.iter().all(|(name, value)| {
            matches!(value, Value::Undef) || resource.value(&name.interpolate()) == Some(value)
        });
        if same {
            return Ok(());
        }
    }
    declare(evaluation, call, ty, title, attributes).map(drop)
}

/// `ensure_resource('user', ['a', 'b'], { 'ensure' => 'present' })`
fn ensure_resource<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    let ty = evaluation.string_argument(call, 0)?;
    let titles = splat(&evaluation.argument(call, 1)?);
    let attributes =
        if call.args.len() > 2 { (**evaluation.hash_argument(call, 2)?).clone() } else { HashMap::default() };
    for title in titles {
        ensure(evaluation, call, &ty, &title.interpolate(), &attributes)?;
    }
    Ok(Value::Undef)
}

/// `ensure_resources('user', { 'a' => { … } }, { 'ensure' => 'present' })`
fn ensure_resources<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    let ty = evaluation.string_argument(call, 0)?;
    let resources = evaluation.hash_argument(call, 1)?;
    let defaults =
        if call.args.len() > 2 { (**evaluation.hash_argument(call, 2)?).clone() } else { HashMap::default() };
    for (title, own) in resources.iter() {
        let mut merged = defaults.clone();
        if let Value::Hash(own) = own {
            merged.extend(own.iter().map(|(key, value)| (key.clone(), value.clone())));
        }
        ensure(evaluation, call, &ty, &title.interpolate(), &merged)?;
    }
    Ok(Value::Undef)
}

/// `ensure_packages(['a', 'b'], { 'ensure' => 'installed' })`: also takes a hash of packages.
fn ensure_packages<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    let mut defaults =
        if call.args.len() > 1 { (**evaluation.hash_argument(call, 1)?).clone() } else { HashMap::default() };
    let ensure_key = Value::from("ensure");
    if !defaults.contains_key(&ensure_key) {
        defaults.insert(ensure_key, Value::from("installed"));
    }
    match evaluation.argument(call, 0)? {
        Value::Hash(packages) => {
            for (title, own) in packages.iter() {
                let mut merged = defaults.clone();
                if let Value::Hash(own) = own {
                    merged.extend(own.iter().map(|(key, value)| (key.clone(), value.clone())));
                }
                ensure(evaluation, call, "package", &title.interpolate(), &merged)?;
            }
        }
        packages => {
            for title in splat(&packages) {
                ensure(evaluation, call, "package", &title.interpolate(), &defaults)?;
            }
        }
    }
    Ok(Value::Undef)
}

/// `getparam(File['/a'], 'mode')`: what an attribute of a declared resource is set to, or an empty string.
fn getparam<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    let reference = references_in(&evaluation.argument(call, 0)?).into_iter().next();
    let name = evaluation.string_argument(call, 1)?;
    let resource = reference.and_then(|reference| evaluation.catalog.resources.get(&reference));
    let value = resource.and_then(|resource| resource.value(&name)).cloned();
    Ok(value.unwrap_or_else(|| Value::from("")))
}

/// Whether a variable has a value, a resource is declared already, or a type or class is defined.
fn defined<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    let found = call.args.iter().flat_map(splat).any(|value| match &value {
        Value::String(name) => match name.strip_prefix('$') {
            Some(variable) => evaluation.scopes_variable(variable, call.scope).is_some(),
            None => {
                let name = name.trim_start_matches("::").to_ascii_lowercase();
                evaluation.program.has_class(&name)
                    || evaluation.program.resource_kind(&name) != ResourceKind::Unknown
            }
        },
        Value::Type(ty) => match reference_of(ty) {
            Some(reference) => evaluation.catalog.resources.contains_key(&reference),
            None => match &**ty {
                Type::Resource { ty: Some(name), .. } => evaluation.program.has_resource_type(name),
                _ => true,
            },
        },
        _ => false,
    });
    Ok(Value::Bool(found))
}
