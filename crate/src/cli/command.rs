//! One function a command: read, call the library, print.

use callsheet::diag::{Code, Diagnostic, Diagnostics};
use callsheet::export::plan_text::{Style, plan_text_in, target_name};
use callsheet::export::plan_why;
use callsheet::input::{Input, Target};
use callsheet::source::{File, Sources};
use callsheet::suggest::nearest;
use callsheet::syntax::ast::Ast;
use callsheet::{Analysis, Compilation, analyze, explain as pages, export, forms, plan, syntax, yaml};

use super::args::{
    AimArgs, CatalogFormat, CheckArgs, CompileArgs, DiagnosticFormat, DumpArgs, EnvironmentArgs, ExplainArgs,
    GraphArgs, GraphFormat, PlanArgs, PlanFormat, ShowArgs, TargetArgs, TreeFormat, ValidateArgs,
};
use super::read::Locations;
use super::terminal::Terminal;
use super::{Status, findings, github, job, read, sarif, tree};

/// `check`
pub(crate) fn check(args: &CheckArgs, terminal: &Terminal) -> Result<Status, String> {
    if args.fix {
        return super::fix::fix(args, terminal);
    }
    let (sources, _, compilation) = compiled(&args.source, Input::default(), &[])?;
    let locations = Locations::of(&args.source);
    print_findings(args.format, &compilation.analysis.diagnostics, &sources, &locations, terminal)
}

/// `catalog compile`
pub(crate) fn compile(args: &CompileArgs, terminal: &Terminal) -> Result<Status, String> {
    let (sources, input, compilation) = compiled(&args.source, Input::default(), &[&args.node])?;
    let status = findings::status(&compilation.analysis.diagnostics);
    if sources.iter().all(|(_, file)| yaml::is_data(&file.path)) {
        return Err("a saved graph says nothing of catalogs: compile them from the manifests".to_owned());
    }
    if let Some(catalog) = compilation.catalogs.iter().find(|catalog| catalog.node == args.node) {
        terminal.result(&match args.format {
            CatalogFormat::Json => export::catalog_json(catalog, &input.environment, &sources),
            CatalogFormat::Human => export::catalog_text(catalog, &input.environment, &sources),
        })?;
    }
    findings::show(&compilation.analysis.diagnostics, &sources, terminal);
    Ok(status)
}

/// `parser validate`
pub(crate) fn validate(args: &ValidateArgs, terminal: &Terminal) -> Result<Status, String> {
    let sources =
        if args.files.is_empty() { read::environment(&args.source)? } else { read::files(&args.files)? };
    let mut diags = Diagnostics::default();
    let is_other = |path: &str| path.ends_with(".rb") || yaml::is_data(path);
    for (id, file) in sources.iter().filter(|(_, file)| !is_other(&file.path)) {
        syntax::read(id, file, args.dialect.dialect(), &mut diags);
    }
    let locations = if args.files.is_empty() { Locations::of(&args.source) } else { Locations::as_typed() };
    print_findings(args.format, &diags.into_sorted(), &sources, &locations, terminal)
}

/// `parser dump`
pub(crate) fn dump(args: &DumpArgs, terminal: &Terminal) -> Result<Status, String> {
    let sources = read::files(&args.files)?;
    let mut diags = Diagnostics::default();
    let mut trees = Vec::new();
    for (id, file) in sources.iter() {
        let tree = syntax::read(id, file, args.dialect.dialect(), &mut diags);
        trees.push((file, tree));
    }
    terminal.result(&match args.format {
        TreeFormat::Pn => trees.iter().map(|(file, ast)| pn(file, ast, trees.len() > 1)).collect(),
        TreeFormat::Json => {
            let files: Vec<_> = trees.iter().map(|(file, ast)| tree::file(ast, file)).collect();
            format!("{:#}", serde_json::json!({ "version": tree::VERSION, "files": files }))
        }
    })?;
    Ok(findings::show(&diags.into_sorted(), &sources, terminal))
}

/// One line, below the file's name if there are several.
fn pn(file: &File, ast: &Ast, several: bool) -> String {
    let heading = if several { format!("--- {}\n", file.path) } else { String::new() };
    format!("{heading}{}\n", syntax::dump::pn(ast))
}

/// `environment graph`
pub(crate) fn graph(args: &GraphArgs, terminal: &Terminal) -> Result<Status, String> {
    let (sources, analysis) = analyzed(&args.source, Input::default())?;
    terminal.result(&match args.format {
        GraphFormat::Json => export::environment_graph(&analysis.environment),
        GraphFormat::Instances => export::instances(&analysis.environment),
    })?;
    Ok(findings::show(&analysis.diagnostics, &sources, terminal))
}

/// `app show`
pub(crate) fn show(args: &ShowArgs, terminal: &Terminal) -> Result<Status, String> {
    let (sources, analysis) = analyzed(&args.source, Input::default())?;
    let environment = &analysis.environment;
    let shown = export::app_show(environment, args.application.as_deref(), terminal.ink);
    let status = findings::status(&analysis.diagnostics);
    if let (Some(name), true, Status::Clean) = (&args.application, shown.is_empty(), status) {
        return Err(plan::unknown_name(environment, "application", name));
    }
    terminal.result(&shown)?;
    Ok(findings::show(&analysis.diagnostics, &sources, terminal))
}

/// `job plan`
pub(crate) fn plan(args: &PlanArgs, terminal: &Terminal) -> Result<Status, String> {
    if let Some(other) = &args.against {
        return job::against(other, args, terminal);
    }
    let (sources, analysis) = analyzed(&args.source, targeted(&args.target))?;
    let status = known_target(&analysis)?;
    terminal.result(&match &args.explain {
        Some(Some(node)) => explained(node, args.format, &analysis, terminal)?,
        Some(None) | None => {
            let style = Style { ink: terminal.ink, reasons: args.explain.is_some() };
            match args.format {
                PlanFormat::Text => plan_text_in(&analysis.plan, style),
                PlanFormat::Json
                | PlanFormat::Dot
                | PlanFormat::Mermaid
                | PlanFormat::Markdown
                | PlanFormat::Svg => forms::of_analysis(args.format.form(), &sources, &analysis)
                    .expect("every format is a form"),
            }
        }
    })?;
    findings::show(&analysis.diagnostics, &sources, terminal);
    Ok(status)
}

/// Why a node has its level.
fn explained(
    node: &str,
    format: PlanFormat,
    analysis: &Analysis,
    terminal: &Terminal,
) -> Result<String, String> {
    let text = match format {
        PlanFormat::Text => plan_why::why_text(&analysis.plan, node, terminal.ink),
        PlanFormat::Json => plan_why::why_json(&analysis.plan, node),
        PlanFormat::Dot | PlanFormat::Mermaid | PlanFormat::Markdown | PlanFormat::Svg => {
            return Err("`--explain NODE` comes as `--format text` or `json`".to_owned());
        }
    };
    text.ok_or_else(|| {
        if analysis.environment.nodes.iter().any(|it| it.name == node) {
            format!("`{node}` is not in the target `{}`", target_name(&analysis.plan.target))
        } else {
            plan::unknown_name(&analysis.environment, "node", node)
        }
    })
}

/// `explain`
pub(crate) fn explain(args: &ExplainArgs, terminal: &Terminal) -> Result<Status, String> {
    let Some(code) = &args.code else {
        terminal.result(&list_of_codes())?;
        return Ok(Status::Clean);
    };
    let page = Code::from_id(code).and_then(|code| pages::page(code.id()));
    let Some(page) = page else {
        let hint = match nearest(code, Code::ALL.iter().map(|code| code.id())) {
            Some(id) => format!("did you mean `{id}`?"),
            None => "`callsheet explain` lists them all".to_owned(),
        };
        return Err(format!("there is no diagnostic `{code}`: {hint}"));
    };
    terminal.result(page)?;
    Ok(Status::Clean)
}

fn analyzed(args: &EnvironmentArgs, input: Input) -> Result<(Sources, Analysis), String> {
    let sources = read::environment(args)?;
    let input = from_environment(args, input);
    let analysis = analyze(&sources, &input);
    Ok((sources, analysis))
}

/// The input with what follows from how the environment is named.
pub(crate) fn from_environment(args: &EnvironmentArgs, input: Input) -> Input {
    Input { environment: read::environment_name(args), facts_files: read::facts_files(args), ..input }
}

pub(crate) fn compiled(
    args: &EnvironmentArgs,
    input: Input,
    beside: &[&str],
) -> Result<(Sources, Input, Compilation), String> {
    let sources = read::environment(args)?;
    let input = from_environment(args, input);
    let compilation = callsheet::compile(&sources, &input, beside);
    Ok((sources, input, compilation))
}

/// Findings in the form that was asked for.
pub(crate) fn print_findings(
    format: DiagnosticFormat,
    diagnostics: &[Diagnostic],
    sources: &Sources,
    locations: &Locations,
    terminal: &Terminal,
) -> Result<Status, String> {
    match format {
        DiagnosticFormat::Human => Ok(findings::report(diagnostics, sources, terminal)),
        DiagnosticFormat::Json => {
            terminal.result(&export::diagnostics_json(sources, diagnostics))?;
            Ok(findings::status(diagnostics))
        }
        DiagnosticFormat::Github => {
            terminal.result(&github::annotations(findings::told_shortly(diagnostics), sources, locations))?;
            Ok(findings::status(diagnostics))
        }
        DiagnosticFormat::Sarif => {
            terminal.result(&sarif::document(findings::told_once(diagnostics), sources, locations))?;
            Ok(findings::status(diagnostics))
        }
    }
}

/// The input of a job.
pub(crate) fn targeted(args: &TargetArgs) -> Input {
    Input { concurrency: args.concurrency, ..aimed(&args.aim) }
}

/// The input of a plan for these nodes.
pub(crate) fn aimed(args: &AimArgs) -> Input {
    let target = match &args.application {
        Some(name) if name.contains('[') => Target::Instance(name.clone()),
        Some(name) => Target::Application(name.clone()),
        None if args.nodes.is_empty() => Target::Environment,
        None => Target::Nodes(args.nodes.clone()),
    };
    Input { target, with_prerequisites: args.with_prerequisites, ..Input::default() }
}

/// The status that the findings ask for. A target with names that are nowhere is wrong usage, unless errors in the
/// manifests may be why.
pub(crate) fn known_target(analysis: &Analysis) -> Result<Status, String> {
    match (findings::status(&analysis.diagnostics), analysis.plan.unmatched.as_slice()) {
        (Status::Clean, unmatched @ [_, ..]) => Err(unmatched.join("; ")),
        (status, _) => Ok(status),
    }
}

/// One line a code: how bad, its name, what it is.
fn list_of_codes() -> String {
    let width = Code::ALL.iter().map(|code| code.id().len()).max().unwrap_or(0);
    let line =
        |code: &Code| format!("{:<7}  {:<width$}  {}\n", code.severity().word(), code.id(), code.title());
    Code::ALL.iter().map(line).collect()
}
