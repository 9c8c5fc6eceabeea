//! Every text form of a result, by name: what the page's export menu, the tests and scripts ask for.

use crate::Analysis;
use crate::export;
use crate::export::ink::Ink;
use crate::export::svg::Extras;
use crate::input::{Input, Target};
use crate::lower;
use crate::source::Sources;

/// The names that [`text`] knows.
pub const FORMS: &[&str] = &[
    "plan",
    "plan-json",
    "dot",
    "mermaid",
    "markdown",
    "svg",
    "catalog",
    "catalog-json",
    "graph",
    "instances",
    "show",
    "plain-puppet",
    "bolt",
    "diagnostics",
    "diagnostics-json",
];

/// A result in this form; none when there is no such form.
pub fn text(form: &str, sources: &Sources, input: &Input) -> Option<String> {
    if matches!(form, "catalog" | "catalog-json") {
        return Some(catalog(form, sources, input));
    }
    if form == "plain-puppet" {
        // All nodes, whatever the target.
        let input = Input { target: Target::Environment, ..input.clone() };
        return Some(lower::puppet(sources, &crate::compile(sources, &input, &[])).text());
    }
    of_analysis(form, sources, &crate::analyze(sources, input))
}

/// A result of an analysis of these sources in this form; none when there is no such form, or it needs catalogs.
pub fn of_analysis(form: &str, sources: &Sources, analysis: &Analysis) -> Option<String> {
    let Analysis { environment, graph, plan, diagnostics } = analysis;
    Some(match form {
        "dot" => export::dot(graph, plan, environment),
        "mermaid" => export::mermaid(graph, plan, environment),
        "markdown" => export::plan_markdown(sources, plan, diagnostics),
        "svg" => export::svg(analysis, Extras::default()),
        "plan" => export::plan_text(&analysis.plan),
        "plan-json" => export::plan_json(&analysis.plan),
        "graph" => export::environment_graph(&analysis.environment),
        "instances" => export::instances(&analysis.environment),
        "bolt" => lower::bolt(plan),
        "show" => export::app_show(&analysis.environment, None, Ink::Plain),
        "diagnostics" => export::diagnostics_text(sources, &analysis.diagnostics),
        "diagnostics-json" => export::diagnostics_json(sources, &analysis.diagnostics),
        _ => return None,
    })
}

/// The catalog of the node that is asked for, or of every node, one after the other.
fn catalog(form: &str, sources: &Sources, input: &Input) -> String {
    let beside: Vec<&str> = input.node.iter().map(String::as_str).collect();
    let compilation = crate::compile(sources, input, &beside);
    let wanted = |name: &str| input.node.as_ref().is_none_or(|node| node == name);
    let catalogs = compilation.catalogs.iter().filter(|catalog| wanted(&catalog.node));
    let write = if form == "catalog" { export::catalog_text } else { export::catalog_json };
    catalogs.map(|catalog| write(catalog, &input.environment, sources)).collect()
}
