//! The listing of `puppet app show` (PE 2016.1 and later).

use super::environment::producers_first;
use crate::env::{Component, Environment};
use crate::plan::normalize_application;

/// Instances with their components, nodes and capabilities; of one application (`Shop`), of one instance
/// (`Shop[blue]`, `Shop['blue']`), or all. Empty when there is none.
pub fn app_show(environment: &Environment, only: Option<&str>) -> String {
    let only = only.map(normalize_application);
    let wanted = environment.instances.iter().filter(|instance| {
        only.as_ref()
            .is_none_or(|name| *name == instance.reference.ty || *name == instance.reference.to_string())
    });
    let blocks: Vec<String> = wanted
        .map(|instance| {
            let components = producers_first(instance).into_iter().map(show_component);
            format!("{}\n{}", instance.reference, components.collect::<String>())
        })
        .collect();
    blocks.join("\n")
}

fn show_component(component: &Component) -> String {
    let node = component.node.as_deref().unwrap_or("(no node)");
    let produces = component.produces.iter().map(|it| format!("        + produces {}\n", it.capability));
    let consumes = component.consumes.iter().map(|it| format!("          consumes {}\n", it.capability));
    let uses: String = produces.chain(consumes).collect();
    format!("    {} => {node}\n{uses}", component.reference)
}
