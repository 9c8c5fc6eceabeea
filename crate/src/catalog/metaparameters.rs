//! Metaparameters pass from what contains to what is contained, but for those that order resources.
//!
//! As in Puppet this starts from the main class and follows containment: a class that is only included passes nothing
//! on, one that is contained does.

use crate::table::Table;

use crate::env::Reference;
use crate::eval::catalog::Resource;
use crate::eval::scope::{Origin, Setting};
use crate::numbers::Numbers;

/// In Puppet's order.
const PASSED: &[&str] = &["noop", "schedule", "audit", "loglevel", "alias", "tag", "stage"];

/// Sets what containers have on what is in them, unless that has its own. Takes a step for each edge.
pub(super) fn pass_on(resources: &mut Table<Reference, Resource>, edges: &[(usize, usize)]) {
    let main = Reference::new("Class", "main");
    let Some(main) = resources.get_index_of(&main) else { return };
    let mut inside: Vec<Vec<usize>> = vec![Vec::new(); resources.len()];
    for (container, target) in edges {
        if let Some(inside) = inside.get_mut(*container) {
            inside.push(*target);
        }
    }
    let mut seen = Numbers::default();
    seen.insert(main);
    let mut waiting = vec![main];
    while let Some(container) = waiting.pop() {
        let passed = passed(resources, container);
        for target in inside.get(container).into_iter().flatten() {
            if let Some((_, resource)) = resources.get_index_mut(*target) {
                for setting in &passed {
                    resource.settings.add(setting.clone());
                }
            }
            if !seen.contains(*target) {
                seen.insert(*target);
                waiting.push(*target);
            }
        }
    }
}

fn passed(resources: &Table<Reference, Resource>, container: usize) -> Vec<Setting> {
    let Some((reference, resource)) = resources.get_index(container) else { return Vec::new() };
    let settings = PASSED.iter().filter_map(|name| resource.settings.get(name));
    settings
        .map(|setting| match setting.origin {
            Origin::Container(_) => setting.clone(),
            _ => Setting { origin: Origin::Container(reference.clone()), ..setting.clone() },
        })
        .collect()
}
