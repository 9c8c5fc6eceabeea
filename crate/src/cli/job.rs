//! `job run --simulate` and `job plan --against`.

use callsheet::export::plan_text::target_name;
use callsheet::input::{Conditions, Input};
use callsheet::plan::{normalize_application, unknown_name};
use callsheet::suggest::nearest;
use callsheet::{Analysis, Compilation, compare, export, simulate};
use indexmap::IndexSet;

use super::args::{EnvironmentArgs, PlanArgs, PlanFormat, RunArgs, RunFormat};
use super::command::{compiled, from_environment, known_target, targeted};
use super::terminal::Terminal;
use super::{Status, findings, read};

/// `job run --simulate`
pub(crate) fn run(args: &RunArgs, terminal: &Terminal) -> Result<Status, String> {
    if !args.simulate {
        return Err("Callsheet runs nothing, it only simulates: add `--simulate`".to_owned());
    }
    let sources = read::environment(&args.source)?;
    let input = Input {
        durations: args.duration.clone(),
        conditions: Conditions {
            failed: args.fail.clone(),
            unavailable: args.fail_capability.iter().map(|name| normalize_application(name)).collect(),
            refused: Vec::new(),
            policy: args.policy.policy(),
        },
        ..from_environment(&args.source, targeted(&args.target))
    };
    let (Compilation { analysis, .. }, run) = simulate(&sources, &input);
    let checked = known_target(&analysis)
        .and_then(|status| in_plan(args, &input.conditions, &analysis).map(|()| status));
    let status = checked.inspect_err(|_| {
        findings::show(&analysis.diagnostics, &sources, terminal);
    })?;
    terminal.result(&match args.format {
        RunFormat::Text => export::run_text(&analysis.plan, &run, terminal.ink),
        RunFormat::Json => export::run_json(&analysis.plan, &run),
    })?;
    findings::show(&analysis.diagnostics, &sources, terminal);
    Ok(status)
}

/// `job plan --against`
pub(crate) fn against(other: &str, args: &PlanArgs, terminal: &Terminal) -> Result<Status, String> {
    if other == "-" && args.source.environment == "-" {
        return Err("only one of the two environments can be on standard input".to_owned());
    }
    let source = EnvironmentArgs { environment: other.to_owned(), ..args.source.clone() };
    let (_, _, before) = compiled(&source, targeted(&args.target), &[])?;
    let (sources, _, after) = compiled(&args.source, targeted(&args.target), &[])?;
    let plan = &after.analysis.plan;
    // What one of them lacks is what changed.
    if !before.analysis.plan.unmatched.is_empty() {
        known_target(&after.analysis)?;
    }
    let diff = compare(&before, &after);
    terminal.result(&match args.format {
        PlanFormat::Text => export::diff_text(&diff),
        PlanFormat::Json => export::diff_json(plan, &diff),
        PlanFormat::Dot | PlanFormat::Mermaid | PlanFormat::Markdown | PlanFormat::Svg => {
            return Err("`--against` comes as `--format text` or `json`".to_owned());
        }
    })?;
    if findings::status(&before.analysis.diagnostics) != Status::Clean {
        terminal.remark(&format!("note: `{other}` has errors, so its plan may lack something\n"));
    }
    Ok(findings::show(&after.analysis.diagnostics, &sources, terminal))
}

/// Whether the plan has all nodes and capabilities that are named; else a sentence with the nearest name.
fn in_plan(args: &RunArgs, conditions: &Conditions, analysis: &Analysis) -> Result<(), String> {
    let Analysis { environment, plan, .. } = analysis;
    let nodes: IndexSet<&str> = plan.steps().map(|step| step.node.as_str()).collect();
    let mut named = args.fail.iter().chain(args.duration.iter().map(|(node, _)| node));
    if let Some(name) = named.find(|name| !nodes.contains(name.as_str())) {
        return Err(if environment.nodes.iter().any(|it| it.name == *name) {
            format!("`{name}` is not in the target `{}`", target_name(&plan.target))
        } else {
            unknown_name(environment, "node", name)
        });
    }
    let components = plan.steps().flat_map(|step| &step.components);
    let capabilities = components.flat_map(|it| it.produces.iter().chain(&it.consumes));
    let capabilities: IndexSet<&str> = capabilities.map(String::as_str).collect();
    if let Some(name) = conditions.unavailable.iter().find(|name| !capabilities.contains(name.as_str())) {
        let hint = match nearest(name, capabilities.iter().copied()) {
            Some(near) => format!(": did you mean `{near}`?"),
            None => ": `callsheet app show` lists what there is".to_owned(),
        };
        return Err(format!("no component of the plan has the capability `{name}`{hint}"));
    }
    Ok(())
}
