//! A node's catalog for people: each resource with its parameters, and for those of components where each value came
//! from.

use std::fmt::Write as _;

use crate::catalog::NodeCatalog;
use crate::eval::catalog::{Container, Resource};
use crate::eval::scope::{Origin, Setting};
use crate::program::ResourceKind;
use crate::provenance;
use crate::source::{Sources, Span};

/// The catalog as text.
pub fn catalog_text(catalog: &NodeCatalog, environment: &str, sources: &Sources) -> String {
    let count = catalog.resources.len();
    let mut text = format!("Catalog of {} in environment {environment}: ", catalog.node);
    if catalog.failed {
        text += "refused";
    } else {
        text += &format!("{count} resource{}", if count == 1 { "" } else { "s" });
    }
    text.push('\n');
    for entry in &catalog.log {
        append(&mut text, format_args!("\n{}: {}", entry.level, entry.message));
    }
    if !catalog.log.is_empty() {
        text.push('\n');
    }
    if !catalog.main_stage.is_empty() {
        text += "\nStage[main]\n";
    }
    for setting in catalog.main_stage.values() {
        append(&mut text, format_args!("  {} => {}\n", setting.name, setting.value.inspect()));
    }
    for resource in catalog.resources.values() {
        write_resource(&mut text, catalog, resource, sources);
    }
    text
}

fn append(text: &mut String, arguments: std::fmt::Arguments<'_>) {
    text.write_fmt(arguments).expect("writing to a String does not fail");
}

fn write_resource(text: &mut String, catalog: &NodeCatalog, resource: &Resource, sources: &Sources) {
    let within = match resource.container {
        Container::Resource(place) => catalog.resources.get_index(place),
        Container::Main | Container::Site | Container::Instance(_) => None,
    };
    append(text, format_args!("\n{}", resource.reference));
    if let Some((container, _)) = within.filter(|_| resource.kind != ResourceKind::Class)
        && (container.title != "main" || container.ty != "Class")
    {
        append(text, format_args!("  in {container}"));
    }
    if resource.reference.title != "main" || resource.kind != ResourceKind::Class {
        append(text, format_args!("  {}", at(resource.span, sources)));
    }
    text.push('\n');
    let width = resource.settings.keys().map(str::len).max().unwrap_or(0);
    for setting in resource.settings.values() {
        let value = setting.value.inspect();
        append(text, format_args!("  {:width$} => {value}\n", setting.name));
        if is_worth_telling(resource, setting) {
            write_steps(text, &catalog.node, setting, &value, sources);
        }
    }
}

/// What is written right there needs no word.
fn is_worth_telling(resource: &Resource, setting: &Setting) -> bool {
    match setting.origin {
        Origin::Explicit => false,
        Origin::ResourceDefault(_)
        | Origin::Override(_)
        | Origin::Container(_)
        | Origin::Data { .. }
        | Origin::Fact
        | Origin::Flow(_) => true,
        Origin::Default => resource.kind != ResourceKind::Native,
    }
}

fn write_steps(text: &mut String, node: &str, setting: &Setting, value: &str, sources: &Sources) {
    for step in provenance::steps(setting, node) {
        let indent = 4 + 2 * step.depth as usize;
        append(text, format_args!("{:indent$}{}", "", step.text));
        if step.depth > 0 && step.value != value {
            append(text, format_args!(" = {}", step.value));
        }
        if let Some(span) = step.span {
            append(text, format_args!("  {}", at(span, sources)));
        }
        text.push('\n');
    }
}

/// `site.pp:12`
fn at(span: Span, sources: &Sources) -> String {
    format!("{}:{}", sources.file(span.file()).path, sources.position(span).line)
}
