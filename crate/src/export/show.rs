//! The listing of `puppet app show` (PE 2016.1 and later).

use super::environment::producers_first;
use super::ink::Ink;
use crate::env::{Component, Environment};
use crate::plan::normalize_application;

/// Instances with their components, nodes and capabilities; of one application (`Shop`), of one instance
/// (`Shop[blue]`, `Shop['blue']`), or all. Empty when there is none.
pub fn app_show(environment: &Environment, only: Option<&str>, ink: Ink) -> String {
    let only = only.map(normalize_application);
    let wanted = environment.instances.iter().filter(|instance| {
        only.as_ref()
            .is_none_or(|name| *name == instance.reference.ty || *name == instance.reference.to_string())
    });
    let blocks: Vec<String> = wanted
        .map(|instance| {
            let components = producers_first(instance).into_iter().map(|it| show_component(it, ink));
            format!("{}\n{}", ink.reference(&instance.reference), components.collect::<String>())
        })
        .collect();
    blocks.join("\n")
}

fn show_component(component: &Component, ink: Ink) -> String {
    let node = component.node.as_ref().map_or_else(|| "(no node)".to_owned(), |node| ink.node(node));
    let mut out = format!("    {} => {node}\n", ink.reference(&component.reference));
    for export in &component.produces {
        out.push_str(&format!("        + produces {}\n", ink.reference(&export.capability)));
    }
    for used in &component.consumes {
        out.push_str(&format!("          consumes {}\n", ink.reference(&used.capability)));
    }
    out
}
