//! The text of `puppet job plan` (layout of PE 2016.1 to 2019, heading of 2017.2 and later).

use crate::input::Target;
use crate::plan::{NodeCycle, Plan, Step, normalize_application};

const HEADING: &str = "Node run order (nodes in level 0 run before their dependent nodes in level 1, etc. \
                       Nodes in each level can run simultaneously):";
/// Characters of a level's heading, its number included.
const RULE: usize = 73;

/// The plan: a box of facts, the instances, the levels, what stands in the way, and the command that would run
/// it; for an environment with errors there is none.
pub fn plan_text(plan: &Plan) -> String {
    let mut out = fact_box(plan);
    out.push_str(&format!("\nApplication instances: {}\n", plan.instances.len()));
    out.extend(plan.instances.iter().map(|instance| format!("  - {instance}\n")));
    out.push_str(&format!("\n{HEADING}\n"));
    for (level, steps) in plan.levels.iter().enumerate() {
        if level > 0 {
            out.push('\n');
        }
        out.push_str(&rule(&level.to_string()));
        out.extend(steps.iter().map(step_lines));
    }
    out.push_str(&blocked(plan));
    let warnings = plan.warnings();
    if !warnings.is_empty() {
        out.push('\n');
        out.extend(warnings.iter().map(|warning| format!("Warning: {warning}\n")));
    }
    out.push_str(&tail(plan));
    out
}

/// The target in the words of `puppet job`: `whole environment`, `Shop`, `Shop[blue]` or `a,b`.
pub fn target_name(target: &Target) -> String {
    match target {
        Target::Environment => "whole environment".to_owned(),
        Target::Application(name) | Target::Instance(name) => normalize_application(name),
        Target::Nodes(names) => names.join(","),
    }
}

fn fact_box(plan: &Plan) -> String {
    let concurrency = plan.concurrency.map_or_else(|| "None".to_owned(), |limit| limit.to_string());
    let rows = [
        ("Environment", plan.environment.clone()),
        ("Target", target_name(&plan.target)),
        ("Concurrency Limit", concurrency),
        ("Nodes", plan.node_count().to_string()),
    ];
    let width_of = |text: &str| text.chars().count();
    let labels = rows.iter().map(|(label, _)| width_of(label)).max().unwrap_or(0);
    let values = rows.iter().map(|(_, value)| width_of(value)).max().unwrap_or(0);
    let border = format!("+{}+{}+\n", "-".repeat(labels + 2), "-".repeat(values + 2));
    let lines: String =
        rows.iter().map(|(label, value)| format!("| {label:labels$} | {value:values$} |\n")).collect();
    format!("{border}{lines}{border}")
}

fn rule(title: &str) -> String {
    let dashes = RULE.saturating_sub(title.chars().count() + 1);
    format!("{title} {}\n", "-".repeat(dashes))
}

fn step_lines(step: &Step) -> String {
    let components = step.components.iter().map(|it| format!("    {} - {}\n", it.instance, it.component));
    format!("{}\n{}", step.node, components.collect::<String>())
}

/// Nodes without a level, which the orchestrator refuses to run, and why.
fn blocked(plan: &Plan) -> String {
    if plan.blocked.is_empty() {
        return String::new();
    }
    let steps: String = plan.blocked.iter().map(step_lines).collect();
    let cycles: String = plan.cycles.iter().map(cycle_lines).collect();
    format!("\n{}{steps}\n{cycles}", rule("never"))
}

fn cycle_lines(cycle: &NodeCycle) -> String {
    let path: Vec<&str> = cycle.path().chain(cycle.path().take(1)).collect();
    let hops = cycle.hops.iter().map(|hop| {
        format!(
            "    {} on {} waits for {} from {} on {}\n",
            hop.consumer, hop.to, hop.capability, hop.producer, hop.from
        )
    });
    format!("Dependency cycle: {}\n{}", path.join(" -> "), hops.collect::<String>())
}

fn tail(plan: &Plan) -> String {
    if plan.refused {
        return "\nThis plan cannot run as it is: the environment has errors.\n".to_owned();
    }
    let target = match &plan.target {
        Target::Environment => String::new(),
        Target::Application(name) => format!(" --application {}", normalize_application(name)),
        Target::Instance(name) => format!(" --application '{}'", normalize_application(name)),
        Target::Nodes(names) => format!(" --nodes {}", names.join(",")),
    };
    let concurrency = plan.concurrency.map_or_else(String::new, |limit| format!(" --concurrency {limit}"));
    format!(
        "\nUse `puppet job run{target} --environment {}{concurrency}` to create and run a job like this.\n\
         Node catalogs may have changed since this plan was generated.\n",
        plan.environment
    )
}
