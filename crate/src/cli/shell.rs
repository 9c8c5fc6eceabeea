//! What shells and `man` want to know about the command line, made from the same arguments that are parsed.

use clap::CommandFactory;
use clap_mangen::Man;

use super::Status;
use super::args::{Cli, CompletionsArgs, ManArgs};
use super::terminal::Terminal;

/// `completions`
pub(crate) fn completions(args: &CompletionsArgs, terminal: &Terminal) -> Result<Status, String> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "callsheet", &mut script);
    print(script, terminal)
}

/// `man`
pub(crate) fn man(args: &ManArgs, terminal: &Terminal) -> Result<Status, String> {
    let mut all = Cli::command();
    if let Some(dir) = &args.dir {
        clap_mangen::generate_to(all, dir)
            .map_err(|error| format!("cannot write pages to {}: {error}", dir.display()))?;
        return Ok(Status::Clean);
    }
    // Gives commands their full names.
    all.build();
    let mut command = &all;
    for word in &args.command {
        command = command
            .find_subcommand(word)
            .ok_or_else(|| format!("there is no command `callsheet {}`", args.command.join(" ")))?;
    }
    let mut page = Vec::new();
    Man::new(command.clone()).render(&mut page).map_err(|error| format!("cannot write the page: {error}"))?;
    print(page, terminal)
}

fn print(text: Vec<u8>, terminal: &Terminal) -> Result<Status, String> {
    let text = String::from_utf8(text).map_err(|error| format!("cannot write the result: {error}"))?;
    terminal.result(&text)?;
    Ok(Status::Clean)
}
