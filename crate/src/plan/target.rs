//! Which nodes a target names, which it needs beside them, and what to say of a name that is nowhere.

use super::names::Namer;
use crate::env::{Environment, Instance};
use crate::graph::{GraphComponent, NodeId};
use crate::input::{Input, Target};
use crate::numbers::Numbers;
use crate::platform;
use crate::suggest::nearest;
use crate::table::Table;

/// The nodes a plan is for.
#[derive(Default)]
pub(super) struct Selection {
    pub(super) nodes: Numbers,
    /// Those that the target does not name.
    pub(super) prerequisites: Numbers,
    /// Instances that the target names, and those with components on its nodes.
    pub(super) instances: Numbers,
    /// What to say of names that are nowhere.
    pub(super) unmatched: Vec<String>,
}

impl Selection {
    /// All nodes that those of the target wait for, directly or not.
    fn add_prerequisites(&mut self, namer: &Namer<'_>) {
        let mut open: Vec<usize> = self.nodes.iter().collect();
        while let Some(node) = open.pop().and_then(|node| namer.graph.node_id(node)) {
            for before in namer.graph.waits_for(node).into_iter().map(NodeId::index) {
                if !self.nodes.contains(before) {
                    self.nodes.insert(before);
                    self.prerequisites.insert(before);
                    open.push(before);
                }
            }
        }
    }

    /// A node always gets the components of all instances, whatever the target is.
    fn add_touched_instances(&mut self, namer: &Namer<'_>) {
        let on_node = |it: &&GraphComponent| it.node.is_some_and(|node| self.nodes.contains(node.index()));
        let touched: Vec<usize> =
            namer.graph.components.iter().filter(on_node).map(|it| it.instance).collect();
        touched.into_iter().for_each(|instance| self.instances.insert(instance));
    }
}

/// The nodes of the target, and what follows from them.
pub(super) fn select(namer: &Namer<'_>, input: &Input) -> Selection {
    let mut selection = named(namer, &input.target);
    if input.with_prerequisites {
        selection.add_prerequisites(namer);
    }
    selection.add_touched_instances(namer);
    selection
}

fn named(namer: &Namer<'_>, target: &Target) -> Selection {
    match target {
        Target::Environment => Selection {
            nodes: (0..namer.graph.nodes.len()).collect(),
            instances: (0..namer.environment.instances.len()).collect(),
            ..Selection::default()
        },
        Target::Application(name) => {
            let wanted = normalize_application(name);
            named_instances(namer, name, &|it| it.reference.ty == wanted)
        }
        Target::Instance(name) => {
            let wanted = normalize_application(name);
            named_instances(namer, name, &|it| it.reference.text() == wanted)
        }
        Target::Nodes(names) => named_nodes(namer, names),
    }
}

fn named_instances(namer: &Namer<'_>, name: &str, matches: &dyn Fn(&Instance) -> bool) -> Selection {
    let all = namer.environment.instances.iter().enumerate();
    let instances: Numbers = all.filter(|(_, it)| matches(it)).map(|(index, _)| index).collect();
    let components = namer.graph.components.iter();
    let nodes = components.filter(|it| instances.contains(it.instance)).filter_map(|it| it.node);
    let nodes = nodes.map(NodeId::index).collect();
    let unknown = || unknown_name(namer.environment, "application", name);
    let unmatched = if instances.is_empty() { vec![unknown()] } else { Vec::new() };
    Selection { nodes, instances, unmatched, ..Selection::default() }
}

fn named_nodes(namer: &Namer<'_>, names: &[String]) -> Selection {
    let mut places: Table<&str, usize> = Table::new();
    for (id, node) in namer.graph.node_ids() {
        places.add(&node.name, id.index());
    }
    let mut selection = Selection::default();
    for name in names {
        match places.get(name.as_str()) {
            Some(&place) => selection.nodes.insert(place),
            None => selection.unmatched.push(unknown_name(namer.environment, "node", name)),
        }
    }
    selection
}

/// `Shop['blue']` as people type it, `shop[blue]` too: `Shop[blue]`.
pub fn normalize_application(name: &str) -> String {
    let (ty, title) = match name.trim().split_once('[') {
        Some((ty, title)) => (ty, title.strip_suffix(']').or(Some(title))),
        None => (name.trim(), None),
    };
    let ty: Vec<String> = ty.split("::").map(capitalize).collect();
    let ty = ty.join("::");
    match title {
        Some(title) => format!("{ty}[{}]", title.trim().trim_matches(['\'', '"'])),
        None => ty,
    }
}

fn capitalize(segment: &str) -> String {
    platform::capitalize(&segment.to_ascii_lowercase())
}

/// What to say when nothing of a kind, `application` or `node`, has this name: what else has it, or what was most
/// likely meant, or what there is.
pub fn unknown_name(environment: &Environment, kind: &str, name: &str) -> String {
    let (instances, nodes) = (&environment.instances, &environment.nodes);
    let wanted = normalize_application(name);
    for instance in instances {
        for component in &instance.components {
            let owner = &instance.reference;
            if component.reference.text() == wanted {
                let node =
                    component.node.as_ref().map_or_else(String::new, |it| format!(" or its node `{it}`"));
                return format!("`{wanted}` is a component: take its instance `{owner}`{node}");
            }
            if component.reference.ty == wanted {
                return format!(
                    "`{wanted}` is what components are made of: take their instance, such as `{owner}`"
                );
            }
        }
    }
    let mut applications: Table<String, ()> = Table::new();
    for it in instances {
        applications.add(it.reference.ty.to_string(), ());
        applications.add(it.reference.text(), ());
    }
    let of_kind: Vec<&str> = if kind == "node" {
        nodes.iter().map(|it| it.name.as_str()).collect()
    } else {
        applications.iter().map(|(name, ())| name.as_str()).collect()
    };
    let meant = if kind == "node" { name } else { &wanted };
    let hint = if kind == "node" && applications.contains_key(&wanted) {
        format!("`{wanted}` is an application")
    } else if kind != "node" && nodes.iter().any(|it| it.name == name) {
        format!("`{name}` is a node")
    } else {
        match nearest(meant, of_kind.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => some_of(kind, &of_kind),
        }
    };
    format!("the environment has no {kind} `{meant}`: {hint}")
}

/// The first few names there are.
fn some_of(kind: &str, names: &[&str]) -> String {
    const SHOWN: usize = 6;
    let shown: Vec<String> = names.iter().take(SHOWN).map(|name| format!("`{name}`")).collect();
    match names.len().saturating_sub(SHOWN) {
        0 if names.is_empty() => format!("it has no {kind}s"),
        0 => format!("it has {}", shown.join(", ")),
        more => format!("it has {} and {more} more", shown.join(", ")),
    }
}
