//! Callsheet plans Puppet application orchestration.
//!
//! Goes in: the files of a Puppet environment, as text. Comes out: which instances of applications there are, what their
//! components exchange, in which order nodes run, what each gets, and all that is wrong. The library reads no files and
//! keeps nothing: [`analyze`], [`compile`], [`simulate()`] and [`compare`] are functions of [`source::Sources`] and
//! [`input::Input`], and give the same natively and in the browser.
//!
//! # From a manifest to a plan
//!
//! ```
//! use callsheet::source::Sources;
//! use callsheet::{analyze, export, input::Input};
//!
//! let manifest = "
//! define db($host) {}
//! define web($host) {}
//! Db produces Sql { host => $host }
//! Web consumes Sql { host => $host }
//! application shop {
//!   db { 'd': host => 'db.example', export => Sql['s'] }
//!   web { 'w': consume => Sql['s'] }
//! }
//! site {
//!   shop { 'blue':
//!     nodes => { Node['db.example'] => Db['d'], Node['web.example'] => Web['w'] },
//!   }
//! }
//! node default {}
//! ";
//! let analysis = analyze(&Sources::single("site.pp", manifest), &Input::default());
//!
//! // Nodes of one level run at the same time.
//! let levels: Vec<Vec<&str>> = analysis
//!     .plan
//!     .levels
//!     .iter()
//!     .map(|level| level.iter().map(|step| step.node.as_str()).collect())
//!     .collect();
//! assert_eq!(levels, [["db.example"], ["web.example"]]);
//!
//! // Each step says why it waits.
//! let reason = &analysis.plan.levels[1][0].waits_for[0];
//! assert_eq!((reason.node.as_str(), reason.capability.as_str()), ("db.example", "Sql[s]"));
//!
//! // Results are plain data; `export` makes texts and drawings of them.
//! assert!(export::plan_text(&analysis.plan).contains("web.example"));
//! ```
//!
//! # What is wrong
//!
//! A mistake is a finding, never a missing result: all that can be planned beside it is there.
//!
//! ```
//! use callsheet::diag::Code;
//! use callsheet::source::Sources;
//! use callsheet::{analyze, explain, input::Input};
//!
//! let sources = Sources::single(
//!     "site.pp",
//!     "define web($host) {}
//!      Web consumes Sql { host => $host }
//!      application shop { web { 'w': consume => Sql['s'] } }
//!      site { shop { 'blue': nodes => { Node['web.example'] => Web['w'] } } }",
//! );
//! let analysis = analyze(&sources, &Input::default());
//! let finding = analysis.diagnostics.iter().find(|it| it.code == Code::NeverExported).expect("one");
//! assert_eq!(sources.position(finding.span).line, 3);
//! assert!(explain::page(finding.code.id()).expect("a page").starts_with("# "));
//! assert_eq!(analysis.plan.node_count(), 1);
//! ```
//!
//! # What a node gets
//!
//! ```
//! use callsheet::source::Sources;
//! use callsheet::{compile, export, input::Input};
//!
//! let sources = Sources::single("site.pp", "node 'a.example' { notify { 'hello': } }");
//! let input = Input::default();
//! let compilation = compile(&sources, &input, &["a.example"]);
//! let catalog = compilation.catalogs.iter().find(|it| it.node == "a.example").expect("its catalog");
//! assert!(export::catalog_text(catalog, &input.environment, &sources).contains("Notify[hello]"));
//! ```
//!
//! # How it works
//!
//! ```text
//! Sources -> Ast (each file) -> Program -> Environment -> AppGraph -> Plan -> Layout -> View
//!                                                                       `--> Catalogs
//! ```
//!
//! Each arrow is one function:
//!
//! 1. [`syntax::read`] turns a manifest into a tree, whatever is wrong with it; [`yaml::read_all`], [`input::read`] and
//!    [`hiera::read`] read what is no manifest.
//! 2. [`program::merge`] collects the definitions of all files.
//! 3. [`env::build`] evaluates the `site` and the bodies of applications: instances, their components, what these export
//!    and consume, and the nodes that they are mapped to.
//! 4. [`graph::build`] ties components by what they exchange, and so nodes; it finds cycles.
//! 5. [`plan::order`] gives nodes their levels by the longest path, each with its reasons.
//! 6. [`catalog::compile_all`] evaluates every node in that order, so that what a component produces is there when
//!    another consumes it. This is the second evaluation: the first knows no facts.
//! 7. [`layout::lay_out`] draws, and [`view::build`] is what crosses to the page.
//!
//! [`simulate::run`] runs a plan without running anything; [`lint::environment`] adds what Puppet accepts in silence,
//! [`fix::suggest`] repairs; [`export`] turns results into texts. All take one [`diag::Diagnostics`] along, to which
//! every stage adds and none throws away.
//!
//! # Features
//!
//! `cli`, on by default, is the command line with all that only it prints. Without it the library has few dependencies.

pub mod capability_type;
pub mod catalog;
pub mod decimal;
pub mod diag;
pub mod diff;
pub mod editor;
pub mod env;
pub mod eval;
pub mod explain;
pub mod export;
pub mod fix;
pub mod forms;
pub mod graph;
pub mod hiera;
pub mod input;
pub mod layout;
pub mod lint;
pub mod lower;
pub mod numbers;
pub mod plan;
pub mod platform;
pub mod program;
pub mod provenance;
pub mod regex;
pub mod simulate;
pub mod sort;
pub mod source;
pub mod suggest;
pub mod syntax;
pub mod table;
pub mod view;
#[cfg(target_arch = "wasm32")]
pub mod wasm;
pub mod word;
pub mod yaml;

use catalog::NodeCatalog;
use diag::{Code, Diagnostic, Diagnostics, Phase};
use diff::{Diff, Side};
use env::Environment;
use graph::AppGraph;
use input::{Input, Target};
use layout::{Arrangement, Layout};
use plan::Plan;
use simulate::Run;
use source::Sources;
use syntax::Dialect;
use syntax::ast::Ast;
use view::{CompiledView, DiffView, RunView, Timings, View};

/// What all stages up to the run order found.
#[derive(Debug, Clone)]
pub struct Analysis {
    /// Instances, components, capabilities, nodes.
    pub environment: Environment,
    /// Who waits for whom.
    pub graph: AppGraph,
    /// The run order of the target.
    pub plan: Plan,
    /// All findings in reading order.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads all files, evaluates the environment and orders the nodes of the target.
pub fn analyze(sources: &Sources, input: &Input) -> Analysis {
    let (compilation, _) = run(sources, input, None, &|| 0.0);
    compilation.analysis
}

/// What all stages found, the catalogs of all nodes included.
#[derive(Debug, Clone)]
pub struct Compilation {
    /// What the stages up to the run order found; its findings are those of the nodes too.
    pub analysis: Analysis,
    /// The catalog of every node of the environment, in run order.
    pub catalogs: Vec<NodeCatalog>,
}

/// Reads all files, evaluates the environment, and compiles the catalog of every node of it, whatever the target, and
/// of those named beside. No node is compiled while a file cannot be read in full, nor from a saved graph.
pub fn compile(sources: &Sources, input: &Input, beside: &[&str]) -> Compilation {
    let (compilation, _) = run(sources, input, Some(beside), &|| 0.0);
    compilation
}

/// Compiles all nodes and simulates a run of the plan, in which those fail whose catalog Puppet refuses. Where it
/// refuses the whole environment, the run is simulated as if the rest were repaired.
pub fn simulate(sources: &Sources, input: &Input) -> (Compilation, Run) {
    let compilation = compile(sources, input, &[]);
    let Compilation { analysis: Analysis { plan, .. }, catalogs } = &compilation;
    let mut conditions = input.conditions.clone();
    if !plan.refused {
        let refused = catalogs.iter().filter(|catalog| catalog.failed).map(|catalog| catalog.node.clone());
        conditions.refused.extend(refused);
    }
    let run = simulate::run(plan, &conditions);
    (compilation, run)
}

/// A simulated run for the page: it plans and runs without catalogs, so `input` names the nodes whose are refused.
pub fn run_view(sources: &Sources, input: &Input) -> RunView {
    let plan = analyze(sources, input).plan;
    view::run(&simulate::run(&plan, &input.conditions))
}

/// What changed from one result to another.
pub fn compare(before: &Compilation, after: &Compilation) -> Diff {
    let before = Side { plan: &before.analysis.plan, catalogs: &before.catalogs };
    let after = Side { plan: &after.analysis.plan, catalogs: &after.catalogs };
    diff::compare(before, after)
}

/// What changed from one set of files to another, for the page.
pub fn diff_view(before: &Sources, after: &Sources, input: &Input) -> DiffView {
    view::diff(&compare(&compile(before, input, &[]), &compile(after, input, &[])))
}

/// What the page shows of the catalogs, and in full of that of the node that is asked for.
pub fn compiled_view(sources: &Sources, input: &Input) -> CompiledView {
    let compilation = compile(sources, input, &[]);
    let Compilation { analysis, catalogs } = &compilation;
    view::compiled(sources, catalogs, &analysis.diagnostics, input.node.as_deref())
}

/// Draws all nodes of the environment, whatever the target: the page greys those outside it. What was in the last
/// drawing stays where it was.
pub fn lay_out(analysis: &Analysis, input: &Input) -> Layout {
    let Analysis { environment, graph, plan, .. } = analysis;
    let before = Arrangement::read(&input.arrangement);
    if plan.target == Target::Environment {
        return layout::lay_out_after(graph, plan, environment, &input.folding, input.flow, &before);
    }
    let all = order_all(graph, environment, input);
    layout::lay_out_after(graph, &all, environment, &input.folding, input.flow, &before)
}

/// The order of all nodes, whatever the target.
fn order_all(graph: &AppGraph, environment: &Environment, input: &Input) -> Plan {
    let everything = Input { target: Target::Environment, ..input.clone() };
    plan::order(graph, environment, &everything, &mut Diagnostics::default())
}

/// Everything the page shows, without timings.
pub fn view(sources: &Sources, input: &Input) -> View {
    View { timings: None, ..timed_view(sources, input, &|| 0.0) }
}

/// Everything the page shows, and how long each stage took by `clock`, which gives milliseconds.
pub fn timed_view(sources: &Sources, input: &Input, clock: &dyn Fn() -> f64) -> View {
    let (Compilation { analysis, .. }, mut timings) = run(sources, input, None, clock);
    let start = clock();
    let layout = lay_out(&analysis, input);
    timings.layout = clock() - start;
    let Analysis { environment, graph, plan, diagnostics } = &analysis;
    let view = view::build(sources, environment, graph, plan, &layout, diagnostics);
    View { timings: Some(timings), ..view }
}

/// All stages; the catalogs only if they are asked for, with the nodes beside those of the environment.
fn run(
    sources: &Sources,
    input: &Input,
    beside: Option<&[&str]>,
    clock: &dyn Fn() -> f64,
) -> (Compilation, Timings) {
    let mut diags = Diagnostics::default();
    let start = clock();
    let asts = parse(sources, &mut diags);
    // Every application, mapping and `site` gives one.
    diags.keep_first(Code::AppOrchestrationDeprecated);
    let documents = yaml::read_all(sources, &mut diags);
    let input = &input::read(&documents, input, &mut diags);
    let parsed = clock();
    let saved = env::saved::read(sources, &documents, input, &mut diags);
    let from_manifests = saved.is_none();
    let hierarchies = hiera::read(documents, input, &mut diags);
    let program = program::merge(sources, &asts, hierarchies, input, &mut diags);
    let environment = saved.unwrap_or_else(|| env::build(&program, input, &mut diags));
    let evaluated = clock();
    let graph = graph::build(&environment, &mut diags);
    let subject = lint::Subject {
        sources,
        asts: &asts,
        program: &program,
        input,
        environment: &environment,
        graph: &graph,
    };
    lint::environment(subject, &mut diags);
    let plan = plan::order(&graph, &environment, input, &mut diags);
    let timings = Timings {
        parse: parsed - start,
        evaluate: evaluated - parsed,
        plan: clock() - evaluated,
        layout: 0.0,
    };
    let mut catalogs = Vec::new();
    if let (Some(beside), true) = (beside, program.complete && from_manifests) {
        let order = order_all(&graph, &environment, input);
        // Those that a cycle blocks come last, against what the others have produced.
        let levels = order.levels.iter().chain([&order.blocked]);
        let names = |level: &'_ Vec<plan::Step>| level.iter().map(|step| step.node.clone()).collect();
        let levels: Vec<Vec<String>> = levels.map(names).collect();
        catalogs = catalog::compile_all(&program, &levels, beside, input, &mut diags);
    }
    let mut diagnostics = diags.into_sorted();
    fix::suggest(
        &fix::Ground { sources, asts: &asts, program: &program, environment: &environment },
        &mut diagnostics,
    );
    let analysis = Analysis { environment, graph, plan, diagnostics };
    (Compilation { analysis, catalogs }, timings)
}

/// The trees of all manifests and templates; other files are read where they are needed.
fn parse(sources: &Sources, diags: &mut Diagnostics) -> Vec<Ast> {
    diags.enter(Phase::Parse);
    let mut asts = Vec::new();
    for (id, file) in sources.iter() {
        if file.path.ends_with(".pp") || file.path.ends_with(".epp") {
            asts.push(syntax::read(id, file, Dialect::default(), diags));
        }
    }
    asts
}
