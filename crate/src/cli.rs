//! The command line: arguments in, files read, the library called, text out. The only place with input and output.

mod args;
mod command;
mod export;
mod findings;
mod fix;
mod format;
mod github;
mod job;
mod pages;
mod read;
mod sarif;
mod shell;
mod terminal;
mod tree;

use std::process::ExitCode;

use clap::Parser;

use args::{
    AppCommand, CatalogCommand, Cli, Command, EnvironmentCommand, ExportCommand, JobCommand, ParserCommand,
};
use terminal::Terminal;

/// How a command went, as the exit status tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Status {
    /// No errors.
    Clean = 0,
    /// The manifests have errors.
    Errors = 1,
    /// Wrong usage or unreadable input.
    Usage = 2,
}

/// Does what the process arguments say.
pub(crate) fn run() -> ExitCode {
    let cli = Cli::parse();
    let terminal = Terminal::new(cli.color);
    let status = dispatch(&cli.command, &terminal).unwrap_or_else(|message| {
        terminal.complain(&message);
        Status::Usage
    });
    ExitCode::from(status as u8)
}

/// Runs one command; an `Err` says why it could not do its work.
fn dispatch(command: &Command, terminal: &Terminal) -> Result<Status, String> {
    match command {
        Command::Check(args) => command::check(args, terminal),
        Command::Fmt(args) => format::format(args, terminal),
        Command::Parser(ParserCommand::Validate(args)) => command::validate(args, terminal),
        Command::Parser(ParserCommand::Dump(args)) => command::dump(args, terminal),
        Command::Environment(EnvironmentCommand::Graph(args)) => command::graph(args, terminal),
        Command::App(AppCommand::Show(args)) => command::show(args, terminal),
        Command::Job(JobCommand::Plan(args)) => command::plan(args, terminal),
        Command::Job(JobCommand::Run(args)) => job::run(args, terminal),
        Command::Export(ExportCommand::Svg(args)) => export::svg(args, terminal),
        Command::Export(ExportCommand::Html(args)) => export::html(args, terminal),
        Command::Export(ExportCommand::Puppet(args)) => export::puppet(args, terminal),
        Command::Export(ExportCommand::Bolt(args)) => export::bolt(args, terminal),
        Command::Catalog(CatalogCommand::Compile(args)) => command::compile(args, terminal),
        Command::Explain(args) => command::explain(args, terminal),
        Command::Completions(args) => shell::completions(args, terminal),
        Command::Man(args) => shell::man(args, terminal),
    }
}
