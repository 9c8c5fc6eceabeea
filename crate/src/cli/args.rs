//! What can be typed.

use std::path::PathBuf;

use callsheet::input::Policy;
use callsheet::syntax::{Dialect, Strict};
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

/// Plans Puppet application orchestration: who runs when, who waits for whom, and why.
#[derive(Debug, Parser)]
#[command(name = "callsheet", version, max_term_width = 100, after_help = TOP_EXAMPLES)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
    /// Colour in results and diagnostics; by default where they go to a terminal
    #[arg(long, global = true, value_enum, default_value_t = When::Auto, value_name = "WHEN")]
    pub(crate) color: When,
}

const TOP_EXAMPLES: &str = "\
Examples:
  callsheet check                            check the environment in this directory
  callsheet job plan -e site.pp              the order in which nodes run
  callsheet explain node-cycle               what a diagnostic means and how to repair it

Exit status: 0 no errors, 1 the manifests have errors, 2 wrong usage or unreadable input.";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Show every diagnostic of an environment
    #[command(
        after_help = "Examples:\n  callsheet check -e environments/production --format json\n  callsheet check -e site.pp --fix --diff"
    )]
    Check(CheckArgs),
    /// Lay manifests out as Puppet's style guide asks
    ///
    /// Only white space, and commas at the ends of lists, change; strings, heredocs and comments stay as they are, and
    /// so do long lines. A file with syntax errors is left alone.
    #[command(
        after_help = "Examples:\n  callsheet fmt manifests/site.pp\n  callsheet fmt --check modules/shop"
    )]
    Fmt(FmtArgs),
    /// Work on single manifests
    #[command(subcommand, after_help = "Example:\n  callsheet parser validate manifests/site.pp")]
    Parser(ParserCommand),
    /// Work on a whole environment
    #[command(subcommand, after_help = "Example:\n  callsheet environment graph -e site.pp")]
    Environment(EnvironmentCommand),
    /// Look at application instances
    #[command(subcommand, after_help = "Example:\n  callsheet app show -e site.pp Shop")]
    App(AppCommand),
    /// Plan orchestration jobs
    #[command(subcommand, after_help = "Example:\n  callsheet job plan -e site.pp")]
    Job(JobCommand),
    /// Place the drawing of a plan, with its source, in documents and pages
    #[command(subcommand, after_help = "Example:\n  callsheet export svg -e site.pp --output plan.svg")]
    Export(ExportCommand),
    /// Look at what one node gets
    #[command(subcommand, after_help = "Example:\n  callsheet catalog compile --node web1.example")]
    Catalog(CatalogCommand),
    /// Explain a diagnostic code; without one, list them all
    #[command(after_help = "Example:\n  callsheet explain never-exported")]
    Explain(ExplainArgs),
    /// Print what a shell needs to complete commands and options
    #[command(
        after_help = "Examples:\n  source <(callsheet completions bash)\n  callsheet completions fish > ~/.config/fish/completions/callsheet.fish\n  callsheet completions zsh > ~/.zfunc/_callsheet"
    )]
    Completions(CompletionsArgs),
    /// Print the manual page of a command, or write those of all commands into a folder
    #[command(
        after_help = "Examples:\n  callsheet man job plan | man -l -\n  callsheet man --dir ~/.local/share/man/man1\n  callsheet man --format markdown --dir docs/command-line"
    )]
    Man(ManArgs),
}

#[derive(Debug, Subcommand)]
pub(crate) enum ParserCommand {
    /// Check the syntax of manifests, without evaluating them
    #[command(
        after_help = "Example:\n  callsheet parser validate manifests/site.pp modules/shop/manifests/*.pp"
    )]
    Validate(ValidateArgs),
    /// Print the syntax tree of manifests
    #[command(
        after_help = "Examples:\n  callsheet parser dump manifests/site.pp\n  echo 'notice(1)' | callsheet parser dump -"
    )]
    Dump(DumpArgs),
}

#[derive(Debug, Subcommand)]
pub(crate) enum EnvironmentCommand {
    /// Print the environment graph: applications, components, nodes, capabilities
    #[command(after_help = "Example:\n  callsheet environment graph -e site.pp --format instances")]
    Graph(GraphArgs),
}

#[derive(Debug, Subcommand)]
pub(crate) enum AppCommand {
    /// List instances with their components, nodes and capabilities
    #[command(after_help = "Example:\n  callsheet app show -e site.pp \"Shop['blue']\"")]
    Show(ShowArgs),
}

#[derive(Debug, Subcommand)]
pub(crate) enum JobCommand {
    /// Print the order in which nodes run
    #[command(
        after_help = "Examples:\n  callsheet job plan -e site.pp\n  callsheet job plan --application 'Shop[blue]' --concurrency 2\n  callsheet job plan --nodes db1.example,web1.example --format json\n  callsheet job plan --nodes web1.example --with-prerequisites\n  callsheet job plan --explain lb1.example\n  callsheet job plan --against ../before"
    )]
    Plan(PlanArgs),
    /// Simulate a job: who starts and ends when, what fails, and what is skipped for it
    ///
    /// A node starts as soon as the nodes that it waits for are done. Whatever the simulated run does, the exit status
    /// tells only whether the manifests have errors; a node whose catalog has some fails in the run too.
    #[command(
        after_help = "Examples:\n  callsheet job run --simulate --fail db1.example\n  callsheet job run --simulate --fail-capability 'Sql[shop]' --policy stop\n  callsheet job run --simulate --concurrency 2 --duration db1.example=3 --format json"
    )]
    Run(RunArgs),
}

#[derive(Debug, Subcommand)]
pub(crate) enum ExportCommand {
    /// Draw the plan as one SVG file, which has the source in it
    ///
    /// The picture is light or dark as its reader is, and refers to nothing outside itself. In its `<metadata>` stand
    /// all files of the environment; each card, chip and pill has its place in them as `data-place`. With errors in the
    /// manifests, what can be planned is drawn.
    #[command(
        after_help = "Examples:\n  callsheet export svg -e site.pp --output plan.svg\n  callsheet export svg --application 'Shop[blue]' --title 'The blue shop'"
    )]
    Svg(ExportSvgArgs),
    /// Write the plan as HTML to be put into a page: the element `<callsheet-plan>` with source and drawing
    ///
    /// Without scripts, readers get the drawing and its description; with the element's script, which `--element`
    /// names, a live plan. Several may stand on a page. It can be put into Markdown as it is.
    #[command(
        after_help = "Examples:\n  callsheet export html -e site.pp --view graph --readonly > plan.html\n  callsheet export html -e site.pp --element ../assets\n  callsheet export html --nodes web1.example --with-prerequisites --theme dark --page --output plan.html"
    )]
    Html(ExportHtmlArgs),
    /// Write manifests without application orchestration, for Puppet 7 and later
    ///
    /// Applications, mappings and `site` go; each node declares its components, with the values that reach it from other
    /// nodes as they are now, and comments say from where. Without `--output`, the files that change are printed one
    /// after the other; all other files of the environment stay as they are.
    #[command(
        after_help = "Examples:\n  callsheet export puppet -e site.pp > plain.pp && puppet parser validate plain.pp\n  callsheet export puppet --output ../plain"
    )]
    Puppet(ExportPuppetArgs),
    /// Write the run order as a plan for Bolt
    ///
    /// The plan runs Puppet's agent on the nodes of one wave after the other. A node is skipped when one that it waits
    /// for has failed or was skipped; all others go on. It belongs into a module called `callsheet`, as `plans/run.pp`.
    #[command(
        after_help = "Examples:\n  callsheet export bolt --output modules/callsheet/plans/run.pp && bolt plan run callsheet::run\n  callsheet export bolt --application 'Shop[blue]'"
    )]
    Bolt(ExportBoltArgs),
}

#[derive(Debug, Subcommand)]
pub(crate) enum CatalogCommand {
    /// Print the catalog of a node, with the values that reach it from other nodes
    #[command(
        after_help = "Examples:\n  callsheet catalog compile --node web1.example --format human\n  callsheet catalog compile --node web1.example > web1.json && puppet apply --catalog web1.json"
    )]
    Compile(CompileArgs),
}

/// Where manifests come from.
#[derive(Debug, Clone, Args)]
pub(crate) struct EnvironmentArgs {
    /// A Puppet environment directory, one manifest, a saved environment graph or list of instances (`.json`), or `-`
    /// for standard input
    #[arg(short, long, value_name = "PATH", default_value = ".")]
    pub(crate) environment: String,
    /// More directories of modules, separated by colons
    #[arg(long, value_name = "DIR[:DIR]")]
    pub(crate) modulepath: Option<String>,
    /// Facts as JSON or YAML: `{"*": {…}, "node.name": {…}}`; they count before those of `callsheet.yaml`
    #[arg(long, value_name = "FILE")]
    pub(crate) facts: Vec<String>,
}

#[derive(Debug, Args)]
pub(crate) struct CheckArgs {
    #[command(flatten)]
    pub(crate) source: EnvironmentArgs,
    /// For people, on standard error; or for programs, on standard output
    #[arg(long, value_enum, default_value_t = DiagnosticFormat::Human)]
    pub(crate) format: DiagnosticFormat,
    /// Write repairs that are safe into the files of the environment; with `-` print the repaired text
    #[arg(long)]
    pub(crate) fix: bool,
    /// Apply likely repairs too, the first of each; look at what they change
    #[arg(long, requires = "fix")]
    pub(crate) unsafe_fixes: bool,
    /// Change nothing: print what repairs would change, and exit with status 1 if anything would
    #[arg(long, requires = "fix")]
    pub(crate) diff: bool,
}

#[derive(Debug, Args)]
pub(crate) struct FmtArgs {
    /// Manifests, and directories for all manifests in them; `-` for standard input, to standard output
    #[arg(value_name = "PATH", default_value = ".")]
    pub(crate) paths: Vec<String>,
    /// Change nothing: print what would change, and exit with status 1 if anything would
    #[arg(long)]
    pub(crate) check: bool,
}

#[derive(Debug, Args)]
pub(crate) struct ValidateArgs {
    /// Manifests; without any, all of the environment
    #[arg(value_name = "FILE")]
    pub(crate) files: Vec<String>,
    #[command(flatten)]
    pub(crate) source: EnvironmentArgs,
    #[command(flatten)]
    pub(crate) dialect: DialectArgs,
    /// For people, on standard error; or for programs, on standard output
    #[arg(long, value_enum, default_value_t = DiagnosticFormat::Human)]
    pub(crate) format: DiagnosticFormat,
}

#[derive(Debug, Args)]
pub(crate) struct DumpArgs {
    /// Manifests, `-` for standard input
    #[arg(value_name = "FILE", required = true)]
    pub(crate) files: Vec<String>,
    #[command(flatten)]
    pub(crate) dialect: DialectArgs,
    /// The s-expression that `puppet parser dump --format pn` prints, or for programs
    #[arg(long, value_enum, default_value_t = TreeFormat::Pn)]
    pub(crate) format: TreeFormat,
}

/// Which words are keywords.
#[derive(Debug, Clone, Copy, Args)]
pub(crate) struct DialectArgs {
    /// Take `plan` and `apply` for keywords in every file, as Bolt does; without it, in plans only
    #[arg(long)]
    tasks: bool,
    /// Take `application`, `site`, `produces` and `consumes` for names, as Puppet 7 and 8 do
    #[arg(long)]
    no_app_orchestration: bool,
    /// What to make of a key that is there twice and of a virtual class, as Puppet's setting of this name
    #[arg(long, value_enum, default_value_t = StrictArg::Warning)]
    strict: StrictArg,
}

/// [`Strict`] as an argument.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum StrictArg {
    Off,
    Warning,
    Error,
}

impl DialectArgs {
    /// As the library takes it.
    pub(crate) fn dialect(self) -> Dialect {
        let strict = match self.strict {
            StrictArg::Off => Strict::Off,
            StrictArg::Warning => Strict::Warning,
            StrictArg::Error => Strict::Error,
        };
        Dialect { tasks: self.tasks, app_orchestration: !self.no_app_orchestration, epp: false, strict }
    }
}

#[derive(Debug, Args)]
pub(crate) struct GraphArgs {
    #[command(flatten)]
    pub(crate) source: EnvironmentArgs,
    /// As Puppet Server answers, or the orchestrator's list of instances
    #[arg(long, value_enum, default_value_t = GraphFormat::Json)]
    pub(crate) format: GraphFormat,
}

#[derive(Debug, Args)]
pub(crate) struct ShowArgs {
    /// An application (`Shop`) or one instance of it (`Shop[blue]`); all without
    #[arg(value_name = "APP")]
    pub(crate) application: Option<String>,
    #[command(flatten)]
    pub(crate) source: EnvironmentArgs,
}

#[derive(Debug, Args)]
pub(crate) struct CompileArgs {
    #[command(flatten)]
    pub(crate) source: EnvironmentArgs,
    /// The node's certname
    #[arg(short, long, value_name = "NODE", value_parser = node_name)]
    pub(crate) node: String,
    /// Puppet's catalog document, or a listing that says where each value came from
    #[arg(long, value_enum, default_value_t = CatalogFormat::Json)]
    pub(crate) format: CatalogFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum CatalogFormat {
    Json,
    Human,
}

/// Which nodes are planned for.
#[derive(Debug, Args)]
pub(crate) struct AimArgs {
    /// Plan for an application (`Shop`) or one instance of it (`Shop[blue]`)
    #[arg(short, long, value_name = "APP", conflicts_with = "nodes")]
    pub(crate) application: Option<String>,
    /// Plan for these nodes only
    #[arg(short, long, value_name = "NODE[,NODE]", value_delimiter = ',', value_parser = node_name)]
    pub(crate) nodes: Vec<String>,
    /// Plan also for all nodes that those of the target wait for, directly or not; without it, they are named in
    /// warnings and have to have run before
    #[arg(short = 'p', long)]
    pub(crate) with_prerequisites: bool,
}

/// Which nodes a job is for, and how many of them run at once.
#[derive(Debug, Args)]
pub(crate) struct TargetArgs {
    #[command(flatten)]
    pub(crate) aim: AimArgs,
    /// How many nodes may run at once
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) concurrency: Option<u32>,
}

#[derive(Debug, Args)]
pub(crate) struct PlanArgs {
    #[command(flatten)]
    pub(crate) source: EnvironmentArgs,
    #[command(flatten)]
    pub(crate) target: TargetArgs,
    /// Why nodes have their level: of one node the whole chain, and nothing else; without a node, the plan with the
    /// reason below each node that waits
    #[arg(long, value_name = "NODE", num_args = 0..=1)]
    pub(crate) explain: Option<Option<String>>,
    /// Print what changed since another environment instead: nodes, components, capabilities and values
    #[arg(long, value_name = "PATH", conflicts_with = "explain")]
    pub(crate) against: Option<String>,
    /// The layout of `puppet job plan`, for programs, or drawn
    #[arg(long, value_enum, default_value_t = PlanFormat::Text)]
    pub(crate) format: PlanFormat,
}

#[derive(Debug, Args)]
pub(crate) struct RunArgs {
    /// Needed: nothing is run anywhere
    #[arg(long)]
    pub(crate) simulate: bool,
    #[command(flatten)]
    pub(crate) source: EnvironmentArgs,
    #[command(flatten)]
    pub(crate) target: TargetArgs,
    /// Let the run of this node fail
    #[arg(long, value_name = "NODE[,NODE]", value_delimiter = ',', value_parser = node_name)]
    pub(crate) fail: Vec<String>,
    /// Let the availability test of this capability fail on the nodes that wait for it
    #[arg(long, value_name = "CAPABILITY")]
    pub(crate) fail_capability: Vec<String>,
    /// After a failure skip what depends on it, or start nothing more
    #[arg(long, value_enum, default_value_t = PolicyArg::SkipDependents)]
    pub(crate) policy: PolicyArg,
    /// How long the run of a node takes, before what `callsheet.yaml` says; 1 without
    #[arg(long, value_name = "NODE=N", value_parser = duration)]
    pub(crate) duration: Vec<(String, u32)>,
    /// The plan, what happens and a report; or one event a line for programs, the report last
    #[arg(long, value_enum, default_value_t = RunFormat::Text)]
    pub(crate) format: RunFormat,
}

/// A certname without the blanks that people put after commas.
fn node_name(typed: &str) -> Result<String, String> {
    let name = typed.trim();
    if name.is_empty() { Err("a node's name is empty".to_owned()) } else { Ok(name.to_owned()) }
}

/// `db1.example=3`
fn duration(typed: &str) -> Result<(String, u32), String> {
    let (node, units) = typed.rsplit_once('=').ok_or("it has the form `NODE=N`, such as `db1.example=3`")?;
    let units = units.trim().parse().ok().filter(|units| *units > 0);
    Ok((node_name(node)?, units.ok_or("a duration is a whole number above 0")?))
}

/// What is drawn, and where it goes.
#[derive(Debug, Args)]
pub(crate) struct ExportArgs {
    #[command(flatten)]
    pub(crate) source: EnvironmentArgs,
    #[command(flatten)]
    pub(crate) aim: AimArgs,
    /// The title of the drawing, the first thing that is read to those who do not see it; without, it names the
    /// environment and the target
    #[arg(long, value_name = "TEXT")]
    pub(crate) title: Option<String>,
    /// The file to write; without, standard output
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct ExportSvgArgs {
    #[command(flatten)]
    pub(crate) export: ExportArgs,
}

#[derive(Debug, Args)]
pub(crate) struct ExportPuppetArgs {
    #[command(flatten)]
    pub(crate) source: EnvironmentArgs,
    /// The directory to write the files into, by their paths in the environment; without, standard output
    #[arg(short, long, value_name = "DIR")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct ExportBoltArgs {
    #[command(flatten)]
    pub(crate) source: EnvironmentArgs,
    #[command(flatten)]
    pub(crate) aim: AimArgs,
    /// The file to write; without, standard output
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct ExportHtmlArgs {
    #[command(flatten)]
    pub(crate) export: ExportArgs,
    /// What the element shows; without, source and graph beside each other
    #[arg(long, value_enum)]
    pub(crate) view: Option<ViewArg>,
    /// The colours; without, those of the page
    #[arg(long, value_enum)]
    pub(crate) theme: Option<ThemeArg>,
    /// Let nobody edit the source in the page
    #[arg(long)]
    pub(crate) readonly: bool,
    /// Point out this wave
    #[arg(long, value_name = "N")]
    pub(crate) wave: Option<u32>,
    /// Show the run that can be played
    #[arg(long)]
    pub(crate) run: bool,
    /// Where the page finds the element: the address of `callsheet-plan.js`, or of the folder with it and
    /// `callsheet-plan.css`; without, the page has to load them itself
    #[arg(long, value_name = "URL")]
    pub(crate) element: Option<String>,
    /// Write a whole page
    #[arg(long)]
    pub(crate) page: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ViewArg {
    /// Source and graph
    Split,
    Graph,
    /// The run order
    Order,
    Source,
}

impl ViewArg {
    /// As the element has it.
    pub(crate) fn word(self) -> &'static str {
        match self {
            ViewArg::Split => "split",
            ViewArg::Graph => "graph",
            ViewArg::Order => "order",
            ViewArg::Source => "source",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ThemeArg {
    /// As the page around it
    Auto,
    Light,
    Dark,
}

impl ThemeArg {
    /// As the element has it.
    pub(crate) fn word(self) -> &'static str {
        match self {
            ThemeArg::Auto => "auto",
            ThemeArg::Light => "light",
            ThemeArg::Dark => "dark",
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct ExplainArgs {
    /// The word in brackets of a diagnostic
    pub(crate) code: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct CompletionsArgs {
    /// The shell
    #[arg(value_enum)]
    pub(crate) shell: Shell,
}

#[derive(Debug, Args)]
pub(crate) struct ManArgs {
    /// The words of the command, such as `job plan`; without any, the page about all of it
    #[arg(value_name = "COMMAND", conflicts_with = "dir")]
    pub(crate) command: Vec<String>,
    /// The folder for all pages, which has to be there
    #[arg(long, value_name = "DIR")]
    pub(crate) dir: Option<PathBuf>,
    /// What pages are written in
    #[arg(long, value_enum, default_value_t = PageFormat::Roff)]
    pub(crate) format: PageFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum PageFormat {
    /// For `man`
    Roff,
    /// For a site: pages that link to each other
    Markdown,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum When {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum DiagnosticFormat {
    /// For people
    Human,
    /// An array
    Json,
    /// Annotations of GitHub's runner
    Github,
    /// SARIF 2.1.0, for code hosts and editors
    Sarif,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TreeFormat {
    Pn,
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum GraphFormat {
    Json,
    Instances,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum PlanFormat {
    Text,
    Json,
    /// For Graphviz
    Dot,
    /// A flowchart
    Mermaid,
    /// A report for a wiki
    Markdown,
    /// The drawing of the page
    Svg,
}

impl PlanFormat {
    /// The name of the form, as [`callsheet::forms`] has it.
    pub(crate) fn form(self) -> &'static str {
        match self {
            PlanFormat::Text => "plan",
            PlanFormat::Json => "plan-json",
            PlanFormat::Dot => "dot",
            PlanFormat::Mermaid => "mermaid",
            PlanFormat::Markdown => "markdown",
            PlanFormat::Svg => "svg",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum RunFormat {
    Text,
    Json,
}

/// [`Policy`] as an argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum PolicyArg {
    SkipDependents,
    Stop,
}

impl PolicyArg {
    /// As the library takes it.
    pub(crate) fn policy(self) -> Policy {
        match self {
            PolicyArg::SkipDependents => Policy::SkipDependents,
            PolicyArg::Stop => Policy::Stop,
        }
    }
}
