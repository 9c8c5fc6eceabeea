//! The end of a node's compilation: what is virtual, belongs to `site` or to other nodes leaves the catalog; what
//! contains what becomes edges.

use crate::table::Table;

use super::{NodeCatalog, check, metaparameters};
use crate::env::Reference;
use crate::eval::Evaluation;
use crate::eval::catalog::{Container, Resource};
use crate::eval::node::NodePass;
use crate::program::ResourceKind;
use crate::sort;
use crate::syntax::ast::Form;

/// Turns what was evaluated into the node's catalog.
pub(super) fn finish(mut evaluation: Evaluation<'_>, name: &str, site: Option<usize>) -> NodeCatalog {
    let there = there(&evaluation, site);
    complete(&mut evaluation, &there);
    let kept = kept(&evaluation, &there);
    let node = evaluation.node.take().expect("only nodes have catalogs");
    let NodePass { contained, produced, class_scopes, applications, main_stage, .. } = node;
    let mut places: Vec<Option<usize>> = vec![None; kept.len()];
    let mut resources: Table<Reference, Resource> = Table::new();
    let mut all: Vec<Option<(Reference, Resource)>> =
        std::mem::take(&mut evaluation.catalog.resources).into_iter().map(Some).collect();
    for old in in_order(&kept, &applications) {
        let (Some(place), Some(Some((reference, resource)))) =
            (places.get_mut(old), all.get_mut(old).map(Option::take))
        else {
            continue;
        };
        *place = Some(resources.len());
        resources.insert(reference, resource);
    }
    let place = |place: usize| places.get(place).copied().flatten();
    let mut edges = staged(&resources);
    for (target, resource) in resources.values_mut().enumerate() {
        let Container::Resource(container) = resource.container else { continue };
        // Neither `site` nor a node's definition contains an application.
        let within = resource.kind != ResourceKind::Application;
        let Some(source) = place(container).filter(|_| within) else {
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
    sort::by(&mut edges, |a, b| a.1.cmp(&b.1));
    metaparameters::pass_on(&mut resources, &edges);
    NodeCatalog {
        node: name.to_owned(),
        resources,
        main_stage,
        edges,
        classes: class_scopes.into_keys().collect(),
        log: std::mem::take(&mut evaluation.log),
        produced,
        failed: false,
    }
}

/// The places of the resources that stay, in Puppet's order: an application comes where it is evaluated.
fn in_order(kept: &[bool], applications: &[(usize, usize)]) -> Vec<usize> {
    let mut waiting = vec![false; kept.len()];
    for (application, _) in applications {
        if let Some(waiting) = waiting.get_mut(*application) {
            *waiting = true;
        }
    }
    let mut order = Vec::with_capacity(kept.len());
    let mut evaluated = applications.iter().peekable();
    for place in 0..=kept.len() {
        while let Some((application, _)) = evaluated.next_if(|(_, next)| *next == place) {
            order.push(*application);
        }
        if waiting.get(place) == Some(&false) {
            order.push(place);
        }
    }
    order.retain(|place| kept.get(*place) == Some(&true));
    order
}

/// The stages that are declared contain their classes; what is in the main stage is not recorded.
fn staged(resources: &Table<Reference, Resource>) -> Vec<(usize, usize)> {
    let classes = resources.values().enumerate().filter(|(_, it)| it.kind == ResourceKind::Class);
    let stage = |(place, class): (usize, &Resource)| {
        let title = class.value("stage")?.interpolate();
        let stage = resources.get_index_of(&Reference::new("Stage", &title))?;
        Some((stage, place))
    };
    classes.filter_map(stage).collect()
}

/// Sets arrows and waiting overrides on the resources, and reports what is wrong with them. What is missing is news
/// only where nothing else went wrong.
fn complete(evaluation: &mut Evaluation<'_>, there: &[bool]) {
    let errors_before = evaluation.node.as_ref().map_or(0, |node| node.errors_before);
    let certain = evaluation.diags.count_errors() == errors_before;
    check::capabilities(evaluation);
    evaluation.set_relationships(there, certain);
    evaluation.apply_waiting_overrides(certain);
    check::attributes(evaluation);
    check::given(evaluation, there);
    if certain {
        evaluation.report_unrealized();
        check::relationships(evaluation, there);
    }
}

/// Which resources stay: those that are there and not virtual.
fn kept(evaluation: &Evaluation<'_>, there: &[bool]) -> Vec<bool> {
    let all = evaluation.catalog.resources.values().zip(there);
    all.map(|(resource, there)| *there && resource.form == Form::Regular).collect()
}

/// Which resources belong to the node, virtual ones among them: of what `site` declares only classes and
/// evaluated applications with their components.
fn there(evaluation: &Evaluation<'_>, site: Option<usize>) -> Vec<bool> {
    let mut kept: Vec<bool> = Vec::with_capacity(evaluation.catalog.resources.len());
    for (place, resource) in evaluation.catalog.resources.values().enumerate() {
        let outside = match resource.container {
            Container::Resource(container) => {
                Some(container) != site && kept.get(container).copied().unwrap_or(true)
            }
            Container::Main | Container::Site | Container::Instance(_) => true,
        };
        let stays = match resource.kind {
            ResourceKind::Class => true,
            ResourceKind::Application => resource.evaluated,
            _ => outside,
        };
        kept.push(stays && Some(place) != site);
    }
    keep_site(evaluation, site, &mut kept);
    kept
}

/// Puppet forgets to remove `site` where something else than an application stands in it.
fn keep_site(evaluation: &Evaluation<'_>, site: Option<usize>, kept: &mut [bool]) {
    let Some(kept) = site.and_then(|site| kept.get_mut(site)) else { return };
    let inside = Container::Resource(site.unwrap_or(0));
    *kept = evaluation.catalog.resources.values().any(|it| {
        it.container == inside && !matches!(it.kind, ResourceKind::Application | ResourceKind::Class)
    });
}
