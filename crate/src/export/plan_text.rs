//! The text of `puppet job plan` and the beginning of that of `puppet job run` (layout of PE 2016.1 to 2019, heading of
//! 2017.2 and later).

use super::ink::Ink;
use crate::input::Target;
use crate::plan::{NodeCycle, Plan, Reason, Step, normalize_application};

const HEADING: &str = "Node run order (nodes in level 0 run before their dependent nodes in level 1, etc. \
                       Nodes in each level can run simultaneously):";
/// Characters of a level's heading, its number included.
const RULE: usize = 73;

/// How a plan is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Style {
    /// The colours of names.
    pub ink: Ink,
    /// Whether each node that waits is followed by the reason that gives it its level.
    pub reasons: bool,
}

/// The plan: a box of facts, the instances, the levels, what stands in the way, and the command that would run
/// it; for an environment with errors there is none.
pub fn plan_text(plan: &Plan) -> String {
    plan_text_in(plan, Style::default())
}

/// [`plan_text`] in another style.
pub fn plan_text_in(plan: &Plan, style: Style) -> String {
    format!("{}{}{}", fact_box(plan, None), body(plan, style), tail(plan))
}

/// What `puppet job run` printed before its first node: a heading, the box with the number of the job, the plan, and
/// the number once more.
pub fn run_text(plan: &Plan, job: u32, style: Style) -> String {
    let target = match &plan.target {
        Target::Environment => plan.environment.to_ascii_uppercase(),
        Target::Application(_) | Target::Instance(_) | Target::Nodes(_) => target_name(&plan.target),
    };
    format!(
        "Starting deployment of {target} ...\n\n{}{}\nNew job id created: {job}\n",
        fact_box(plan, Some(job)),
        body(plan, style)
    )
}

/// The target in the words of `puppet job`: `whole environment`, `Shop`, `Shop[blue]` or `a,b`.
pub fn target_name(target: &Target) -> String {
    match target {
        Target::Environment => "whole environment".to_owned(),
        Target::Application(name) | Target::Instance(name) => normalize_application(name),
        Target::Nodes(names) => names.join(","),
    }
}

/// Instances, levels, nodes without a level, cycles and warnings.
fn body(plan: &Plan, style: Style) -> String {
    let mut out = format!("\nApplication instances: {}\n", plan.instances.len());
    out.extend(plan.instances.iter().map(|instance| format!("  - {}\n", style.ink.reference(instance))));
    out.push_str(&format!("\n{HEADING}\n"));
    let levels = plan.levels.iter().enumerate().map(|(level, steps)| (level.to_string(), steps));
    let never = (!plan.blocked.is_empty()).then(|| ("never".to_owned(), &plan.blocked));
    for (index, (title, steps)) in levels.chain(never).enumerate() {
        if index > 0 {
            out.push('\n');
        }
        out.push_str(&rule(&title));
        for step in steps {
            step_lines(step, style, &mut out);
        }
    }
    out.extend(plan.cycles.iter().map(|cycle| cycle_lines(cycle, style.ink)));
    let warnings = plan.warnings();
    if !warnings.is_empty() {
        out.push('\n');
        out.extend(warnings.iter().map(|warning| format!("Warning: {warning}\n")));
    }
    out
}

fn fact_box(plan: &Plan, job: Option<u32>) -> String {
    let limit = plan.concurrency.map_or_else(|| "None".to_owned(), |limit| limit.to_string());
    let beside = if plan.with_prerequisites { " with prerequisites" } else { "" };
    let mut rows = vec![
        ("Environment", plan.environment.clone()),
        ("Target", format!("{}{beside}", target_name(&plan.target))),
        ("Concurrency Limit", limit),
        ("Nodes", plan.node_count().to_string()),
    ];
    if let Some(job) = job {
        rows.insert(0, ("Job ID", job.to_string()));
    }
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

fn step_lines(step: &Step, style: Style, out: &mut String) {
    let ink = style.ink;
    out.push_str(&ink.node(&step.node));
    out.push_str(if step.prerequisite { " (prerequisite)\n" } else { "\n" });
    for it in &step.components {
        out.push_str(&format!("    {} - {}\n", ink.reference(&it.instance), ink.reference(&it.component)));
    }
    let reason = step.decisive.and_then(|decisive| step.waits_for.get(decisive));
    if let (true, Some(reason)) = (style.reasons, reason) {
        out.push_str(&format!("        because {}\n", because(reason, ink)));
    }
}

/// `Shop::Lb[x] requires Http[w-1] from Shop::Web[w-1] on web1`
pub fn because(reason: &Reason, ink: Ink) -> String {
    let Reason { node, capability, producer, component, via } = reason;
    format!(
        "{} {}s {} from {} on {}",
        ink.reference(component),
        via.word(),
        ink.reference(capability),
        ink.reference(producer),
        ink.node(node)
    )
}

/// The way round, each hop, and what would end it.
fn cycle_lines(cycle: &NodeCycle, ink: Ink) -> String {
    let mut path = cycle.path();
    if path.len() == 1 {
        path = cycle.hops.iter().map(|hop| hop.producer.clone()).collect();
    }
    let name = |name: &String| if cycle.kind.stops_nodes() { ink.node(name) } else { ink.reference(name) };
    let path: Vec<String> = path.iter().chain(path.first()).map(name).collect();
    let mut out = format!("\nDependency cycle: {}\n", path.join(" -> "));
    for hop in &cycle.hops {
        out.push_str(&format!(
            "    {} on {} waits for {} from {} on {}\n",
            ink.reference(&hop.consumer),
            ink.node(&hop.to),
            ink.reference(&hop.capability),
            ink.reference(&hop.producer),
            ink.node(&hop.from)
        ));
    }
    for (index, way_out) in cycle.ways_out.iter().enumerate() {
        let to_break_it = if index == 0 { "To break it, " } else { "Or " };
        out.push_str(&format!("  {to_break_it}{}.\n", way_out.sentence()));
    }
    out
}

fn tail(plan: &Plan) -> String {
    if plan.refused {
        return "\nThis plan cannot run as it is: the environment has errors.\n".to_owned();
    }
    if !plan.unmatched.is_empty() {
        return "\nThis plan cannot run as it is: the environment does not have all that the target names.\n"
            .to_owned();
    }
    let target = match &plan.target {
        Target::Environment => String::new(),
        // The orchestrator knows nothing of prerequisites, but takes nodes.
        Target::Application(_) | Target::Instance(_) | Target::Nodes(_) if plan.with_prerequisites => {
            let nodes: Vec<&str> = plan.steps().map(|step| step.node.as_str()).collect();
            format!(" --nodes {}", nodes.join(","))
        }
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
