//! The end of a node's compilation: what is virtual, belongs to `site` or to other nodes leaves the catalog; what
//! contains what becomes edges.

use indexmap::IndexMap;

use super::NodeCatalog;
use crate::env::Reference;
use crate::eval::Evaluation;
use crate::eval::catalog::{Container, Resource};
use crate::program::ResourceKind;
use crate::syntax::ast::Form;

/// Turns what was evaluated into the node's catalog.
pub(super) fn finish(mut evaluation: Evaluation<'_>, name: &str, site: Option<usize>) -> NodeCatalog {
    evaluation.apply_overrides();
    let kept = kept(&evaluation, site);
    let mut places: Vec<Option<usize>> = Vec::with_capacity(kept.len());
    let mut resources: IndexMap<Reference, Resource> = IndexMap::new();
    let all = std::mem::take(&mut evaluation.catalog.resources);
    for ((reference, resource), kept) in all.into_iter().zip(kept) {
        places.push(kept.then_some(resources.len()));
        if kept {
            resources.insert(reference, resource);
        }
    }
    let (contained, produced, class_scopes) = match evaluation.node.take() {
        Some(node) => (node.contained, node.produced, node.class_scopes),
        None => (Vec::new(), Vec::new(), IndexMap::new()),
    };
    let place = |place: usize| places.get(place).copied().flatten();
    let mut edges = Vec::new();
    for (target, resource) in resources.values_mut().enumerate() {
        let Container::Resource(container) = resource.container else { continue };
        let Some(source) = place(container) else {
            resource.container = Container::Main;
            continue;
        };
        resource.container = Container::Resource(source);
        // A class stands in a stage; what names it does not contain it.
        if resource.kind != ResourceKind::Class && resource.reference.ty != "Stage" {
            edges.push((source, target));
        }
    }
    edges.extend(contained.iter().filter_map(|(outer, inner)| Some((place(*outer)?, place(*inner)?))));
    NodeCatalog {
        node: name.to_owned(),
        resources,
        edges,
        classes: class_scopes.into_keys().collect(),
        log: std::mem::take(&mut evaluation.log),
        produced,
        failed: false,
    }
}

/// Which resources stay: those that are not virtual, and of what `site` declares only evaluated applications with
/// their components.
fn kept(evaluation: &Evaluation<'_>, site: Option<usize>) -> Vec<bool> {
    let mut kept: Vec<bool> = Vec::with_capacity(evaluation.catalog.resources.len());
    for (place, resource) in evaluation.catalog.resources.values().enumerate() {
        let outside = match resource.container {
            Container::Resource(container) => {
                Some(container) != site && kept.get(container).copied().unwrap_or(true)
            }
            Container::Main | Container::Site | Container::Instance(_) => true,
        };
        let is_application = resource.kind == ResourceKind::Application;
        let stays = if is_application { resource.evaluated } else { outside };
        kept.push(stays && resource.form == Form::Regular && Some(place) != site);
    }
    kept
}
