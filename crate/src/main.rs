//! The `callsheet` command: reads files, calls the library, prints, and tells by its exit status how it went.

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run()
}
