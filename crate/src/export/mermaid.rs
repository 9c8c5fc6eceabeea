//! The plan as a flowchart of Mermaid, which wikis and code hosts draw from the text: a frame for each node, its
//! components in it, capabilities as arrows.
//!
//! Mermaid itself refuses more than 500 arrows and 50,000 characters unless the page that draws it allows more.

use super::links::{Link, Links};
use super::names::{HUES, push_escaped, push_number};
use crate::env::Environment;
use crate::graph::{AppGraph, ComponentId};
use crate::plan::Plan;

/// The drawing of a plan.
pub fn mermaid(graph: &AppGraph, plan: &Plan, environment: &Environment) -> String {
    let links = Links::new(graph, plan, environment);
    let mut out = "flowchart LR\n".to_owned();
    let mut styles = String::new();
    for (index, step) in plan.steps().enumerate() {
        // A frame without anything in it is none.
        let is_frame = !step.components.is_empty();
        out.push_str(if is_frame { "  subgraph n" } else { "  n" });
        push_number(&mut out, index);
        label(&mut out, "[", &step.node, None, "]\n");
        for it in &step.components {
            out.push_str("  ");
            component(&mut out, &links, plan, it.id);
        }
        out.push_str(if is_frame { "  end\n" } else { "" });
        if index >= plan.node_count() - plan.blocked.len() {
            styles.push_str("  style n");
            push_number(&mut styles, index);
            styles.push_str(" stroke:#b3261e,stroke-dasharray:6 4\n");
        }
    }
    for &id in &links.homeless {
        component(&mut out, &links, plan, id);
    }
    for link in &links.links {
        arrow(&mut out, link);
    }
    for (index, (consumer, capability)) in links.wanted.iter().enumerate() {
        out.push_str("  missing");
        push_number(&mut out, index);
        label(&mut out, "([", &capability.to_string(), Some("exported by nobody"), "])");
        out.push_str(" -.-> c");
        push_number(&mut out, consumer.index());
        out.push('\n');
    }
    out.push_str(&styles);
    for (index, (line, ground)) in HUES.iter().enumerate() {
        out.push_str("  classDef hue");
        push_number(&mut out, index);
        for (name, value) in [(" stroke:", line), (",fill:", ground), (",color:", &"#17202b\n")] {
            out.push_str(name);
            out.push_str(value);
        }
    }
    out
}

/// A component; with several instances its own stands below its name, as colours come again.
fn component(out: &mut String, links: &Links<'_>, plan: &Plan, id: ComponentId) {
    let it = links.component(id);
    out.push_str("  c");
    push_number(out, id.index());
    let instance = links.instance(id);
    let below = (plan.instances.len() > 1).then_some(instance.as_str());
    label(out, "[", &it.reference.to_string(), below, "]:::hue");
    push_number(out, it.instance % HUES.len());
    out.push('\n');
}

fn arrow(out: &mut String, link: &Link<'_>) {
    out.push_str("  c");
    push_number(out, link.producer.index());
    out.push_str(if link.order_only { " -.->" } else { " -->" });
    label(out, "|", &link.capability.to_string(), None, "| c");
    push_number(out, link.consumer.index());
    out.push('\n');
}

/// A text in quotes, perhaps with another below it, between what opens and closes the shape.
fn label(out: &mut String, open: &str, text: &str, below: Option<&str>, close: &str) {
    out.push_str(open);
    out.push('"');
    push_text(out, text);
    if let Some(below) = below {
        out.push_str("<br/>");
        push_text(out, below);
    }
    out.push('"');
    out.push_str(close);
}

/// Everything that could be a sign of Mermaid, of Markdown or of HTML becomes the number of its character. Mermaid marks
/// such numbers inside by `ﬂ°` and `¶ß`, and looks for them in what it shows too: a space without width parts them.
fn push_text(out: &mut String, text: &str) {
    for (at, char) in text.char_indices() {
        if is_plain(text, at, char) {
            push_escaped(out, char.encode_utf8(&mut [0; 4]), |_, _| false);
        } else {
            out.push('#');
            push_number(out, u32::from(char) as usize);
            out.push(';');
        }
        if matches!(char, 'ﬂ' | '¶') {
            out.push('\u{200b}');
        }
    }
    // A shape without a text is none.
    if text.is_empty() {
        out.push(' ');
    }
}

/// Whether the character at this place can stand for itself: letters, and what joins letters in names. Markdown would
/// make a link of `www.` though.
fn is_plain(text: &str, at: usize, char: char) -> bool {
    let before = text.get(..at).unwrap_or("").as_bytes();
    let after = text.as_bytes().get(at + 1).copied().unwrap_or(0);
    let last = before.last().copied().unwrap_or(0);
    match char {
        ' ' | '[' | ']' | '/' | ',' => true,
        '.' if before.iter().rev().take(3).all(|byte| byte.eq_ignore_ascii_case(&b'w'))
            && before.len() > 2 =>
        {
            false
        }
        '.' | '-' | '_' => last.is_ascii_alphanumeric() && after.is_ascii_alphanumeric(),
        ':' => last == b':' || after == b':',
        '\n' => false,
        _ => char.is_ascii_alphanumeric() || !char.is_ascii() || char.is_ascii_control(),
    }
}
