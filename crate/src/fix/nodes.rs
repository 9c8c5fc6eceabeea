//! Repairs of the `nodes` of an instance.

use crate::diag::{Code, Diagnostic, Fix};
use crate::syntax::ast::{Entry, ExprKind};

use super::find::{attribute, resource_body};
use super::{ALTERNATIVES, Ground, likely, list, quoted, title};

/// Assigns a component that has no node to one of those that the instance has, or else of those that there are.
pub(super) fn assign(ground: &Ground<'_>, diagnostic: &Diagnostic) -> Vec<Fix> {
    let Some(component) = component_without_node(ground, diagnostic) else { return Vec::new() };
    let path = ground.path(diagnostic.span);
    let Some((_, body)) = resource_body(&path, diagnostic.span) else { return Vec::new() };
    let Some(nodes) = attribute(&body.attributes, "nodes") else { return Vec::new() };
    let ExprKind::Hash { entries, .. } = &nodes.value.kind else { return Vec::new() };
    let add = |node: &str| ["Add `", &component, "` to `", node, "`"].concat();
    let mut fixes = Vec::new();
    // Where a key stands twice the last one counts.
    let key = |entry: &Entry| ground.text(entry.key.span);
    let counts = |at: usize, entry: &Entry| entries.iter().skip(at + 1).all(|other| key(other) != key(entry));
    let counting = entries.iter().enumerate().filter(|(at, entry)| counts(*at, entry));
    for (_, entry) in counting.take(ALTERNATIVES) {
        let edits = list::add_to_value(ground, &entry.value, &component);
        fixes.extend(edits.map(|edits| likely(add(key(entry)), edits)));
    }
    if let ([only], 1) = (fixes.as_mut_slice(), entries.len()) {
        only.safe = true;
    }
    if entries.is_empty() {
        for node in ground.environment.nodes.iter().filter(|node| !node.name.is_empty()).take(ALTERNATIVES) {
            let key = ["Node[", &quoted(&node.name), "]"].concat();
            let edits = list::of_value(ground, &nodes.value).and_then(|it| it.add(Some(&key), &component));
            fixes
                .extend(edits.map(|edits| likely(title("Add", &[&key, " => ", &component].concat()), edits)));
        }
    }
    fixes
}

/// The components that are assigned by a misspelt name; each is the only one of its name in the environment.
pub(super) fn renamed(diagnostics: &[Diagnostic]) -> Vec<String> {
    let misspelt = diagnostics.iter().filter(|it| it.code == Code::NonExistentComponent);
    misspelt.filter_map(|it| Some(it.meant.as_deref()?.shown.clone())).collect()
}

/// Whether a component without a node gets one when a misspelt name is corrected.
pub(super) fn is_renamed(ground: &Ground<'_>, diagnostic: &Diagnostic, renamed: &[String]) -> bool {
    if diagnostic.code != Code::ComponentNotAssigned || renamed.is_empty() {
        return false;
    }
    let component = component_without_node(ground, diagnostic);
    component.is_some_and(|it| renamed.contains(&it))
}

/// The reference to the component that the finding is about, if there is only one at its place.
fn component_without_node(ground: &Ground<'_>, diagnostic: &Diagnostic) -> Option<String> {
    let label = diagnostic.labels.first()?;
    let instances = ground.environment.instances.iter().filter(|it| it.span == diagnostic.span);
    let mut found = instances.flat_map(|it| &it.components).filter(|it| it.span == label.span);
    let component = found.next()?;
    let reference = &component.reference;
    found.next().is_none().then(|| [&reference.ty, "[", &quoted(&reference.title), "]"].concat())
}

/// Whether the component that was meant where one is assigned that is not there has its node already.
pub(super) fn is_assigned(ground: &Ground<'_>, diagnostic: &Diagnostic) -> bool {
    let Some(meant) = diagnostic.meant.as_deref() else { return false };
    let instances = ground.environment.instances.iter();
    let shown = |ty: &str| [ty, "[", &quoted(&meant.instead), "]"].concat() == meant.shown;
    diagnostic.code == Code::NonExistentComponent
        && instances
            .flat_map(|it| &it.components)
            .any(|it| it.node.is_some() && it.reference.title == meant.instead && shown(&it.reference.ty))
}
