//! The plan in the language of Graphviz: a cluster for each node, its components in it, capabilities as arrows.
//!
//! Components of one level stand in one column; those of nodes that never run stand where their arrows put them.
//! `dot -Tsvg` draws it.

use super::links::{Link, Links};
use super::names::{hue, push_escaped, push_number};
use super::plan_text::target_name;
use crate::env::Environment;
use crate::graph::{AppGraph, ComponentId};
use crate::plan::{Plan, Step};

const HEAD: &str = "digraph callsheet {
  graph [rankdir=LR, newrank=true, nodesep=0.3, ranksep=1.1, fontname=\"Helvetica,Arial,sans-serif\", fontsize=13, labelloc=t];
  node [shape=box, style=\"rounded,filled\", penwidth=1.4, height=0.36, margin=\"0.14,0.06\", fontname=\"DejaVu Sans Mono,Courier,monospace\", fontsize=10, fontcolor=\"#17202b\"];
  edge [penwidth=1.4, arrowsize=0.7, fontname=\"DejaVu Sans Mono,Courier,monospace\", fontsize=9, fontcolor=\"#17202b\"];
";

/// The drawing of a plan.
pub fn dot(graph: &AppGraph, plan: &Plan, environment: &Environment) -> String {
    let links = Links::new(graph, plan, environment);
    let mut out = HEAD.to_owned();
    let title = format!("{}: {}", plan.environment, target_name(&plan.target));
    attribute(&mut out, "  label=", &title, ";\n");
    for (index, step) in plan.steps().enumerate() {
        cluster(&mut out, &links, plan, index, step);
    }
    for &id in &links.homeless {
        component(&mut out, "  ", &links, plan, id);
    }
    for level in &plan.levels {
        same_rank(&mut out, level);
    }
    for link in &links.links {
        arrow(&mut out, &links, link);
    }
    for (index, (consumer, capability)) in links.wanted.iter().enumerate() {
        let name = |out: &mut String| {
            out.push_str("  missing");
            push_number(out, index);
        };
        name(&mut out);
        let label = format!("{capability}\nexported by nobody");
        attribute(&mut out, " [label=", &label, ", style=dashed, color=\"#b3261e\"];\n");
        name(&mut out);
        out.push_str(" -> c");
        push_number(&mut out, consumer.index());
        out.push_str(" [style=dashed, color=\"#b3261e\"];\n");
    }
    out.push_str("}\n");
    out
}

fn cluster(out: &mut String, links: &Links<'_>, plan: &Plan, index: usize, step: &Step) {
    out.push_str("  subgraph cluster_");
    push_number(out, index);
    attribute(out, " {\n    label=", &step.node, "; ");
    let never = index >= plan.node_count() - plan.blocked.len();
    out.push_str(if never {
        "style=\"rounded,dashed\"; color=\"#b3261e\";\n"
    } else {
        "style=\"rounded,filled\"; color=\"#cbd3dd\"; fillcolor=\"#fafbfd\";\n"
    });
    if step.components.is_empty() {
        out.push_str("    ");
        empty_name(out, step);
        out.push_str(" [label=\"no component\", shape=plaintext, style=\"\"];\n");
    }
    for it in &step.components {
        component(out, "    ", links, plan, it.id);
    }
    out.push_str("  }\n");
}

/// A component; with several instances its own stands below its name, as colours come again.
fn component(out: &mut String, indent: &str, links: &Links<'_>, plan: &Plan, id: ComponentId) {
    let it = links.component(id);
    let (line, ground) = hue(it.instance);
    let mut label = it.reference.to_string();
    let instance = links.instance(id);
    let tip = format!("{label} of {instance}");
    if plan.instances.len() > 1 {
        label.push('\n');
        label.push_str(&instance);
    }
    out.push_str(indent);
    out.push('c');
    push_number(out, id.index());
    attribute(out, " [label=", &label, ", ");
    attribute(out, "tooltip=", &tip, ", color=\"");
    out.push_str(line);
    out.push_str("\", fillcolor=\"");
    out.push_str(ground);
    out.push_str(if it.node.is_none() { "\", style=\"rounded,filled,dashed\"];\n" } else { "\"];\n" });
}

fn same_rank(out: &mut String, level: &[Step]) {
    out.push_str("  { rank=same;");
    for step in level {
        if step.components.is_empty() {
            out.push(' ');
            empty_name(out, step);
            out.push(';');
        }
        for it in &step.components {
            out.push_str(" c");
            push_number(out, it.id.index());
            out.push(';');
        }
    }
    out.push_str(" }\n");
}

/// The name of what stands for a node without components.
fn empty_name(out: &mut String, step: &Step) {
    out.push('n');
    push_number(out, step.id.index());
}

/// What stays on one node moves nothing.
fn arrow(out: &mut String, links: &Links<'_>, link: &Link<'_>) {
    out.push_str("  c");
    push_number(out, link.producer.index());
    out.push_str(" -> c");
    push_number(out, link.consumer.index());
    let label = link.capability.to_string();
    attribute(out, " [label=", &label, ", tooltip=");
    let producer = &links.component(link.producer).reference;
    let consumer = &links.component(link.consumer).reference;
    let word = if link.order_only { "requires" } else { "consumes" };
    attribute(out, "", &format!("{consumer} {word} {label} of {producer}"), ", color=\"");
    out.push_str(hue(links.component(link.consumer).instance).0);
    out.push('"');
    if link.order_only {
        out.push_str(", style=dashed");
    }
    if link.local {
        out.push_str(", constraint=false");
    }
    out.push_str("];\n");
}

/// A text in quotes, with what stands before and behind it.
fn attribute(out: &mut String, before: &str, text: &str, after: &str) {
    out.push_str(before);
    out.push('"');
    push_escaped(out, text, |char, out| {
        out.push_str(match char {
            '"' => "\\\"",
            '\\' => "\\\\",
            '\n' => "\\n",
            // Graphviz knows the entities of HTML.
            '&' => "&amp;",
            _ => return false,
        });
        true
    });
    out.push('"');
    out.push_str(after);
}
