//! What shells and `man` want to know about the command line, made from the same arguments that are parsed.

use std::io;
use std::path::Path;

use clap::CommandFactory;
use clap_mangen::Man;

use super::args::{Cli, CompletionsArgs, ManArgs, PageFormat};
use super::terminal::Terminal;
use super::{Status, pages};

/// `completions`
pub(crate) fn completions(args: &CompletionsArgs, terminal: &Terminal) -> Result<Status, String> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "callsheet", &mut script);
    print(script, terminal)
}

/// `man`
pub(crate) fn man(args: &ManArgs, terminal: &Terminal) -> Result<Status, String> {
    let mut top = Cli::command();
    if let (Some(dir), PageFormat::Roff) = (&args.dir, args.format) {
        clap_mangen::generate_to(top, dir).map_err(|error| unwritten(dir, &error))?;
        return Ok(Status::Clean);
    }
    // Gives commands their full names.
    top.build();
    if let Some(dir) = &args.dir {
        for page in pages::pages(&top) {
            std::fs::write(dir.join(page.file), page.text).map_err(|error| unwritten(dir, &error))?;
        }
        return Ok(Status::Clean);
    }
    let (mut above, mut command) = (&top, &top);
    for word in &args.command {
        above = command;
        command = command
            .find_subcommand(word)
            .ok_or_else(|| format!("there is no command `callsheet {}`", args.command.join(" ")))?;
    }
    if args.format == PageFormat::Markdown {
        terminal.result(&pages::page(command, above, &top).text)?;
        return Ok(Status::Clean);
    }
    let mut page = Vec::new();
    Man::new(command.clone()).render(&mut page).map_err(|error| format!("cannot write the page: {error}"))?;
    print(page, terminal)
}

fn unwritten(dir: &Path, error: &io::Error) -> String {
    format!("cannot write pages to {}: {error}", dir.display())
}

fn print(text: Vec<u8>, terminal: &Terminal) -> Result<Status, String> {
    let text = String::from_utf8(text).map_err(|error| format!("cannot write the result: {error}"))?;
    terminal.result(&text)?;
    Ok(Status::Clean)
}
