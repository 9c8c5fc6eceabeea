//! The helpers of the `app_modeling` module, which generic applications are written with.

use super::{Builtin, Invocation};
use crate::env::Reference;
use crate::eval::catalog::Container;
use crate::eval::operator::splat;
use crate::eval::resource::{Declaration, reference_of, references_in};
use crate::eval::scope::Setting;
use crate::eval::types::TypeName;
use crate::eval::types::{Type, capitalize_segments};
use crate::eval::value::{HashMap, Value};
use crate::eval::{Eval, Evaluation};
use crate::syntax::ast::Form;
use crate::word::Word;

/// Functions of this subject.
pub const FUNCTIONS: &[Builtin] = &[
    Builtin::new("collect_component_titles", collect_component_titles),
    Builtin::new("collect_component_nodes", collect_component_nodes),
    Builtin::new("create_component_app", create_component_app),
    Builtin::new("create_node_order", create_node_order),
    Builtin::tolerant("app_modeling::wrap_array", wrap_array),
];

/// The type name that a bare type such as `Shop::Web` stands for.
fn component_type<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>, index: usize) -> Eval<String> {
    match evaluation.argument(call, index)? {
        Value::Type(ty) => match &*ty {
            Type::Resource { ty: Some(name), title: None, .. } => Ok(capitalize_segments(name)),
            other => evaluation.refuse(call, format!("takes a component type, this is `{other}`")),
        },
        Value::String(name) => Ok(capitalize_segments(&name.to_ascii_lowercase())),
        _ => evaluation.refuse(call, "takes a component type such as `Shop::Web`"),
    }
}

/// `collect_component_titles($nodes, Shop::Web)`: titles of all such components in a `nodes` hash, in its order.
fn collect_component_titles<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    let nodes = evaluation.hash_argument(call, 0)?;
    let ty = component_type(evaluation, call, 1)?;
    let references = nodes.values().flat_map(references_in).filter(|reference| reference.ty == ty);
    Ok(Value::from(references.map(|reference| Value::from(&reference.title)).collect::<Vec<_>>()))
}

/// `collect_component_nodes($nodes, Shop::Web)`: names of all nodes that have such a component.
fn collect_component_nodes<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    let nodes = evaluation.hash_argument(call, 0)?;
    let ty = component_type(evaluation, call, 1)?;
    let with =
        nodes.iter().filter(|(_, value)| references_in(value).iter().any(|reference| reference.ty == ty));
    let names = with.filter_map(|(node, _)| match node {
        Value::Type(node) => reference_of(node).map(|node| Value::from(&node.title)),
        _ => None,
    });
    Ok(Value::from(names.collect::<Vec<_>>()))
}

/// `create_component_app('shop', 'blue', { 'components' => { 'Shop::Web' => ['n1', 'n2'] }, … })`: declares the
/// instance; the component on node `n1` is titled `blue-n1`.
fn create_component_app<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    let application = match evaluation.argument(call, 0)? {
        Value::String(name) => name.to_string(),
        Value::Type(ty) => ty.to_string(),
        _ => return evaluation.refuse(call, "takes the name of an application"),
    };
    let title = evaluation.string_argument(call, 1)?;
    let parameters = evaluation.hash_argument(call, 2)?;
    let mut nodes = HashMap::default();
    if let Some(Value::Hash(components)) = parameters.get(&Value::from("components")) {
        for (component, names) in components.iter() {
            let ty = match component {
                Value::Type(ty) => ty.to_string(),
                other => other.interpolate(),
            };
            for name in splat(names) {
                let name = name.interpolate();
                let node = Value::from(Type::reference("node", &name, Some(call.span)));
                let component =
                    Value::from(Type::reference(&ty, &format!("{title}-{name}"), Some(call.span)));
                let mapped = match nodes.get(&node) {
                    Some(before) => splat(before).into_iter().chain([component]).collect(),
                    None => vec![component],
                };
                nodes.insert(node, Value::from(mapped));
            }
        }
    }
    let others = parameters.iter().filter(|(name, _)| **name != Value::from("components"));
    let mut settings: Vec<Setting> =
        others.map(|(name, value)| Setting::explicit(name.interpolate(), value.clone(), call.span)).collect();
    settings.push(Setting::explicit("nodes", Value::from(nodes), call.span));
    declare(evaluation, call, &application, &title, settings)
}

/// `create_node_order('title', ['n1', ['n2', 'n3'], 'n4'])`: each layer of nodes runs after the one before it.
fn create_node_order<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    let title = evaluation.string_argument(call, 0)?;
    let layers = evaluation.array_argument(call, 1)?;
    let mut nodes = HashMap::default();
    for name in layers.iter().flat_map(splat) {
        let name = name.interpolate();
        let node = Value::from(Type::reference("node", &name, Some(call.span)));
        let component = Value::from(Type::reference(
            "app_modeling::dependency",
            &format!("{title}-{name}"),
            Some(call.span),
        ));
        if nodes.insert(node, component).is_some() {
            return evaluation.refuse(call, format!("names the node `{name}` twice"));
        }
    }
    let settings = vec![
        Setting::explicit("order", Value::Array(layers.clone()), call.span),
        Setting::explicit("nodes", Value::from(nodes), call.span),
    ];
    let instance = declare(evaluation, call, "app_modeling::node_order", &title, settings)?;
    if !evaluation.program.definitions.contains_key("app_modeling::node_order") {
        declare_dependencies(evaluation, call, &title, &layers)?;
    }
    Ok(instance)
}

/// The components of a node order, for environments without the module: one capability for each node, which all
/// nodes of the next layer consume.
fn declare_dependencies<'a>(
    evaluation: &mut Evaluation<'a>,
    call: &Invocation<'a>,
    title: &str,
    layers: &[Value],
) -> Eval<()> {
    let instance = Reference::new("App_modeling::Node_order", title);
    let outer = std::mem::replace(&mut evaluation.container, Container::Instance(instance));
    let mut before = Value::from(Vec::new());
    let mut result = Ok(());
    for layer in layers {
        let titles: Vec<String> =
            splat(layer).iter().map(|node| format!("{title}-{}", node.interpolate())).collect();
        let capability = |title: &String| Value::from(Type::reference("dependency", title, Some(call.span)));
        for component in &titles {
            let setting = |name: &str, value| Setting::explicit(name, value, call.span);
            let settings = vec![setting("consume", before.clone()), setting("export", capability(component))];
            let declared = declare(evaluation, call, "app_modeling::dependency", component, settings);
            result = result.and(declared.map(drop));
        }
        before = Value::from(titles.iter().map(capability).collect::<Vec<_>>());
    }
    evaluation.container = outer;
    result
}

fn declare<'a>(
    evaluation: &mut Evaluation<'a>,
    call: &Invocation<'a>,
    ty: &str,
    title: &str,
    settings: Vec<Setting>,
) -> Eval<Value> {
    let declaration = Declaration {
        form: Form::Regular,
        ty: TypeName::new(&ty.trim_start_matches("::").to_ascii_lowercase()),
        ty_span: call.span,
        title: Word::from(title),
        title_span: call.span,
        whole: call.span,
        settings: settings.into_iter().collect(),
        broken: false,
    };
    evaluation.declare(declaration, call.scope)
}

fn wrap_array<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    Ok(match evaluation.argument(call, 0)? {
        Value::Array(values) => Value::Array(values),
        other => Value::from(vec![other]),
    })
}
