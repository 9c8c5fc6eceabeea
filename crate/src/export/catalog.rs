//! A node's catalog as Puppet's JSON document, which `puppet apply --catalog` takes, with the log beside.
//!
//! What `unwrap` does not bare stays hidden: a Sensitive value is written as Puppet prints it, and its parameter is
//! listed in `sensitive_parameters`.

use super::json::Json;
use crate::catalog::NodeCatalog;
use crate::env::Reference;
use crate::eval::Value;
use crate::eval::catalog::{Resource, tags};
use crate::eval::settings::Settings;
use crate::program::ResourceKind;
use crate::source::Sources;

/// The catalog as JSON, indented. The document has no time and no random id in it, so that it is the same every time.
pub fn catalog_json(catalog: &NodeCatalog, environment: &str, sources: &Sources) -> String {
    let places = 0..catalog.resources.len();
    let mut resources = vec![added("Stage", &catalog.main_stage), added("Class", &catalog.main_stage)];
    resources.extend(places.filter_map(|place| resource(catalog, place, sources)));
    let mut edges = vec![edge("Stage[main]", "Class[Settings]")];
    edges.extend(catalog.resources.values().filter_map(in_stage));
    for (source, target) in &catalog.edges {
        let reference = |place: usize| catalog.resources.get_index(place).map(|(it, _)| it.to_string());
        if let (Some(source), Some(target)) = (reference(*source), reference(*target)) {
            edges.push(edge(&source, &target));
        }
    }
    let classes = || catalog.classes.iter().map(String::as_str);
    Json::object([
        ("tags", Json::texts(["settings"].into_iter().chain(classes()))),
        ("name", Json::text(&*catalog.node)),
        ("version", Json::Number(1)),
        ("code_id", Json::Null),
        ("catalog_uuid", Json::Null),
        ("catalog_format", Json::Number(1)),
        ("environment", Json::text(environment)),
        ("resources", Json::List(resources)),
        ("edges", Json::List(edges)),
        ("classes", Json::texts(["settings"].into_iter().chain(classes()))),
        (
            "log",
            Json::list(&catalog.log, |entry| {
                Json::object([("level", Json::text(entry.level)), ("message", Json::text(&*entry.message))])
            }),
        ),
    ])
    .pretty()
}

/// What Puppet adds to every catalog: its main stage, and the class of its settings.
fn added(ty: &str, main_stage: &Settings) -> Json {
    let is_stage = ty == "Stage";
    let mut fields = vec![
        ("type".to_owned(), Json::text(ty)),
        ("title".to_owned(), Json::text(if is_stage { "main" } else { "Settings" })),
        ("tags".to_owned(), Json::texts(if is_stage { &["stage"][..] } else { &["class", "settings"] })),
        ("exported".to_owned(), Json::Bool(false)),
    ];
    if is_stage {
        let arrows = main_stage.values().map(|setting| (setting.name.clone(), value(&setting.value)));
        let name = ("name".to_owned(), Json::text("main"));
        fields.push(("parameters".to_owned(), Json::Object([name].into_iter().chain(arrows).collect())));
    }
    Json::Object(fields)
}

fn edge(source: &str, target: &str) -> Json {
    Json::object([("source", Json::text(source)), ("target", Json::text(target))])
}

/// Every class stands in a stage.
fn in_stage(resource: &Resource) -> Option<Json> {
    if resource.kind != ResourceKind::Class {
        return None;
    }
    let stage = resource.value("stage").map_or_else(|| "main".to_owned(), Value::interpolate);
    Some(edge(&format!("Stage[{stage}]"), &resource.reference.to_string()))
}

fn resource(catalog: &NodeCatalog, place: usize, sources: &Sources) -> Option<Json> {
    let (reference, resource) = catalog.resources.get_index(place)?;
    let is_main = *reference == Reference::new("Class", "main");
    let mut fields = vec![
        ("type".to_owned(), Json::text(&*reference.ty)),
        ("title".to_owned(), Json::text(&*reference.title)),
        ("tags".to_owned(), Json::texts(tags(&catalog.resources, place))),
    ];
    if !is_main {
        let line = i64::from(sources.position(resource.span).line);
        fields.push(("file".to_owned(), Json::text(&*sources.file(resource.span.file()).path)));
        fields.push(("line".to_owned(), Json::Number(line)));
    }
    fields.push(("exported".to_owned(), Json::Bool(resource.exported)));
    let mut parameters = Vec::new();
    let mut sensitive = Vec::new();
    if is_main {
        parameters.push(("name".to_owned(), Json::text("main")));
    }
    for setting in resource.settings.values() {
        if matches!(setting.value, Value::Sensitive(_)) {
            sensitive.push(setting.name.as_str());
        }
        parameters.push((setting.name.clone(), value(&setting.value)));
    }
    if !parameters.is_empty() {
        fields.push(("parameters".to_owned(), Json::Object(parameters)));
    }
    if !sensitive.is_empty() {
        fields.push(("sensitive_parameters".to_owned(), Json::texts(sensitive)));
    }
    Some(Json::Object(fields))
}

/// A value as a catalog holds it: references, types and patterns as Puppet writes them.
fn value(value: &Value) -> Json {
    match value {
        Value::Undef => Json::Null,
        Value::Bool(value) => Json::Bool(*value),
        Value::Integer(value) => Json::Number(*value),
        Value::Float(value) => Json::Float(*value),
        Value::Array(values) | Value::Iterator(values) => Json::list(values.iter(), self::value),
        Value::Hash(hash) => {
            Json::Object(hash.iter().map(|(key, value)| (text(key), self::value(value))).collect())
        }
        other => Json::text(text(other)),
    }
}

/// A reference without the quotes that the language has around its title.
fn text(value: &Value) -> String {
    match value {
        Value::Type(ty) => match crate::eval::resource::reference_of(ty) {
            Some(reference) => reference.to_string(),
            None => ty.to_string(),
        },
        other => other.interpolate(),
    }
}
