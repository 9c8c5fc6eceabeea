//! The plan in words, for those who do not see the drawing.

use super::parts::push_text;
use crate::export::names::push_number;
use crate::plan::{Plan, Step};

/// How much each wave holds, then each node with its components and what it waits for.
pub(super) fn describe(out: &mut String, plan: &Plan) {
    push_number(out, plan.node_count());
    out.push_str(if plan.node_count() == 1 { " node in " } else { " nodes in " });
    push_number(out, plan.levels.len());
    out.push_str(if plan.levels.len() == 1 { " wave.\n" } else { " waves.\n" });
    for (level, steps) in plan.levels.iter().enumerate() {
        out.push_str("Wave ");
        push_number(out, level);
        out.push_str(": ");
        describe_steps(out, steps);
    }
    if !plan.blocked.is_empty() {
        out.push_str("Never, because of a cycle: ");
        describe_steps(out, &plan.blocked);
    }
}

fn describe_steps(out: &mut String, steps: &[Step]) {
    for (index, step) in steps.iter().enumerate() {
        out.push_str(if index > 0 { "; " } else { "" });
        push_text(out, &step.node);
        out.push_str(if step.components.is_empty() { " without components" } else { " with " });
        for (index, it) in step.components.iter().enumerate() {
            out.push_str(if index > 0 { ", " } else { "" });
            push_text(out, &it.component);
            out.push_str(" of ");
            push_text(out, &it.instance);
        }
        let mut last = "";
        for reason in &step.waits_for {
            if reason.node != last {
                out.push_str(if last.is_empty() { ", waits for " } else { " and " });
                push_text(out, &reason.node);
                last = &reason.node;
            }
        }
    }
    out.push_str(".\n");
}
