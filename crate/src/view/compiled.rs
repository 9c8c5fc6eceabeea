//! Gathers what the page shows of catalogs.

use super::build::problem;
use super::places::Places;
use super::{CompiledView, LogView, NodeView, ParameterView, ResourceView, StepView};
use crate::catalog::NodeCatalog;
use crate::diag::Diagnostic;
use crate::eval::catalog::{Container, Resource};
use crate::eval::scope::Setting;
use crate::program::ResourceKind;
use crate::provenance;
use crate::source::Sources;

/// What the page shows of all catalogs, and in full of the one of `node`.
pub fn compiled(
    sources: &Sources,
    catalogs: &[NodeCatalog],
    diagnostics: &[Diagnostic],
    node: Option<&str>,
) -> CompiledView {
    let places = Places::new(sources);
    let failed = catalogs.iter().filter(|catalog| catalog.failed);
    let wanted = catalogs.iter().find(|catalog| Some(catalog.node.as_str()) == node);
    CompiledView {
        problems: told_once(diagnostics).into_iter().map(|it| problem(it, &places)).collect(),
        failed: failed.map(|catalog| catalog.node.clone()).collect(),
        node: wanted.map(|catalog| node_view(catalog, &places)),
    }
}

/// What a catalog has in common with the environment is told once.
fn told_once(diagnostics: &[Diagnostic]) -> Vec<&Diagnostic> {
    let mut told: Vec<&Diagnostic> = Vec::with_capacity(diagnostics.len());
    for it in diagnostics {
        let again = told
            .last()
            .is_some_and(|last| (last.span, last.code) == (it.span, it.code) && last.message == it.message);
        if !again {
            told.push(it);
        }
    }
    told
}

fn node_view(catalog: &NodeCatalog, places: &Places<'_>) -> NodeView {
    let log = catalog.log.iter().map(|entry| LogView {
        level: entry.level.to_owned(),
        message: entry.message.clone(),
        source: places.range(entry.span),
    });
    let own =
        catalog.resources.values().filter(|it| it.reference.ty != "Class" || it.reference.title != "main");
    NodeView {
        name: catalog.node.clone(),
        failed: catalog.failed,
        log: log.collect(),
        resources: own.map(|resource| resource_view(catalog, resource, places)).collect(),
    }
}

fn resource_view(catalog: &NodeCatalog, resource: &Resource, places: &Places<'_>) -> ResourceView {
    let container = match resource.container {
        Container::Resource(place) => catalog.resources.get_index(place),
        Container::Main | Container::Site | Container::Instance(_) => None,
    };
    let in_application = container.is_some_and(|(_, it)| it.kind == ResourceKind::Application);
    let kind = match resource.kind {
        ResourceKind::Application => "application",
        ResourceKind::Capability => "capability",
        _ if in_application => "component",
        ResourceKind::Class => "class",
        ResourceKind::Define => "define",
        ResourceKind::Native | ResourceKind::Unknown => "native",
    };
    ResourceView {
        id: resource.reference.to_string(),
        container: container.map(|(reference, _)| reference.to_string()),
        kind: kind.to_owned(),
        source: places.range(resource.span),
        parameters: resource.settings.values().map(|it| parameter(it, &catalog.node, places)).collect(),
    }
}

fn parameter(setting: &Setting, node: &str, places: &Places<'_>) -> ParameterView {
    let steps = provenance::steps(setting, node).into_iter().map(|step| StepView {
        depth: step.depth,
        text: step.text,
        value: step.value,
        source: step.span.map(|span| places.range(span)),
        node: step.node,
        component: step.component,
    });
    ParameterView {
        name: setting.name.clone(),
        value: setting.value.inspect(),
        origin: provenance::word(&setting.origin).to_owned(),
        steps: steps.collect(),
    }
}
