//! The plan as a page of a wiki, in Markdown with the tables that GitHub, GitLab and others know.

use super::names::push_number;
use super::plan_text::target_name;
use crate::diag::{Diagnostic, Severity};
use crate::plan::{NodeCycle, Plan, Reason, Step};
use crate::source::Sources;

/// The report of a plan: its facts, the instances, the levels as a table with the reason why each node waits, and what
/// is wrong: cycles, warnings of the plan, errors and warnings of the manifests.
pub fn plan_markdown(sources: &Sources, plan: &Plan, diagnostics: &[Diagnostic]) -> String {
    let mut out = "# Plan of ".to_owned();
    push_code(&mut out, &plan.environment);
    out.push_str("\n\n| | |\n|---|---|\n| Target | ");
    push_code(&mut out, &target_name(&plan.target));
    out.push_str(" |\n| Concurrency limit | ");
    match plan.concurrency {
        Some(limit) => push_number(&mut out, limit as usize),
        None => out.push_str("none"),
    }
    out.push_str(" |\n| Nodes | ");
    push_number(&mut out, plan.node_count());
    out.push_str(" |\n| Levels | ");
    push_number(&mut out, plan.levels.len());
    out.push_str(" |\n");
    instances(&mut out, plan);
    levels(&mut out, plan);
    for cycle in &plan.cycles {
        push_cycle(&mut out, cycle);
    }
    problems(&mut out, sources, plan, diagnostics);
    out
}

fn instances(out: &mut String, plan: &Plan) {
    if plan.instances.is_empty() {
        return;
    }
    out.push_str("\n## Application instances\n\n");
    for instance in &plan.instances {
        out.push_str("- ");
        push_code(out, instance);
        out.push('\n');
    }
}

fn levels(out: &mut String, plan: &Plan) {
    out.push_str("\n## Run order\n\n");
    if plan.node_count() == 0 {
        out.push_str("No node runs.\n");
        return;
    }
    out.push_str("A node runs as soon as those it waits for are done.\n\n");
    out.push_str("| Level | Node | Components | Waits for |\n|---:|---|---|---|\n");
    for (level, steps) in plan.levels.iter().enumerate() {
        for step in steps {
            row(out, &level.to_string(), step);
        }
    }
    for step in &plan.blocked {
        row(out, "never", step);
    }
}

fn row(out: &mut String, level: &str, step: &Step) {
    out.push_str("| ");
    out.push_str(level);
    out.push_str(" | ");
    push_code(out, &step.node);
    out.push_str(" | ");
    for (index, it) in step.components.iter().enumerate() {
        out.push_str(if index > 0 { "<br>" } else { "" });
        push_code(out, &it.component);
        out.push_str(" of ");
        push_code(out, &it.instance);
    }
    out.push_str(" | ");
    let mut last: Option<&Reason> = None;
    for reason in &step.waits_for {
        let Reason { node, capability, producer, .. } = reason;
        // What is both required and consumed is there twice.
        if last.is_some_and(|last| last.capability == *capability && last.component == reason.component) {
            continue;
        }
        out.push_str(if last.is_some() { "<br>" } else { "" });
        last = Some(reason);
        push_code(out, capability);
        out.push_str(" from ");
        push_code(out, producer);
        out.push_str(" on ");
        push_code(out, node);
    }
    out.push_str(" |\n");
}

fn push_cycle(out: &mut String, cycle: &NodeCycle) {
    out.push_str("\n## Dependency cycle\n\n");
    for hop in &cycle.hops {
        let parts = [
            ("- ", &hop.consumer),
            (" on ", &hop.to),
            (" waits for ", &hop.capability),
            (" from ", &hop.producer),
            (" on ", &hop.from),
        ];
        for (before, name) in parts {
            out.push_str(before);
            push_code(out, name);
        }
        out.push('\n');
    }
    for (index, way_out) in cycle.ways_out.iter().enumerate() {
        out.push_str(if index == 0 { "\nTo break it, " } else { "\nOr " });
        push_message(out, &way_out.sentence());
        out.push_str(".\n");
    }
}

/// What the plan warns of, then the findings in reading order; notes are left out.
fn problems(out: &mut String, sources: &Sources, plan: &Plan, diagnostics: &[Diagnostic]) {
    out.push_str("\n## Problems\n\n");
    let start = out.len();
    for warning in plan.warnings() {
        out.push_str("- warning: ");
        push_message(out, &warning);
        out.push('\n');
    }
    for it in diagnostics.iter().filter(|it| it.severity != Severity::Note) {
        out.push_str("- ");
        out.push_str(it.severity.word());
        out.push_str(": ");
        push_message(out, &it.message);
        out.push_str(" (");
        let place = sources.position(it.span);
        let path = &sources.file(it.span.file()).path;
        push_code(out, &format!("{path}:{}:{}", place.line, place.column));
        out.push_str(", ");
        push_code(out, it.code.id());
        out.push_str(")\n");
    }
    if out.len() == start {
        out.push_str("None.\n");
    }
}

/// A message of ours: what stands between backticks is the user's and becomes code, the rest is words.
fn push_message(out: &mut String, message: &str) {
    for (index, part) in message.split('`').enumerate() {
        if index % 2 == 1 {
            push_code(out, part);
        } else {
            push_words(out, part);
        }
    }
}

/// Code in any place, a cell of a table too. A text with signs that end code or cells becomes HTML without any sign.
fn push_code(out: &mut String, text: &str) {
    let simple = |char: char| !char.is_control() && !matches!(char, '`' | '|' | '\\');
    if !text.is_empty() && text.trim() == text && text.chars().all(simple) {
        out.push('`');
        out.push_str(text);
        out.push('`');
        return;
    }
    out.push_str("<code>");
    push_words(out, text);
    out.push_str("</code>");
}

/// Words in which nothing is a sign of Markdown or HTML.
fn push_words(out: &mut String, text: &str) {
    for char in text.chars() {
        match char {
            ' ' | '.' | ',' | ':' | ';' | '\'' | '(' | ')' => out.push(char),
            _ if char.is_ascii_alphanumeric() || !char.is_ascii() => out.push(char),
            '\n' | '\r' | '\t' => out.push(' '),
            _ if char.is_ascii_control() => out.push('\u{fffd}'),
            _ => {
                out.push_str("&#");
                push_number(out, u32::from(char) as usize);
                out.push(';');
            }
        }
    }
}
