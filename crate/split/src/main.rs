//! `callsheet-split instrument MODULE OUT` and `callsheet-split split MODULE RAN FIRST REST`, see the library.
//! `RAN` is a text with the numbers of the functions that ran, blanks between them.

use std::collections::BTreeSet;
use std::error::Error;
use std::fs;
use std::process::ExitCode;

use callsheet_split::{instrument, split};

const USAGE: &str = "usage: callsheet-split instrument MODULE OUT
       callsheet-split split MODULE RAN FIRST REST";

#[expect(clippy::print_stderr, reason = "a command line")]
fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments.iter().map(String::as_str).collect::<Vec<_>>()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[&str]) -> Result<(), Box<dyn Error>> {
    match arguments {
        ["instrument", module, out] => fs::write(out, instrument(&fs::read(module)?)?)?,
        ["split", module, ran, first, rest] => {
            let ran = fs::read_to_string(ran)?;
            let hot = ran.split_whitespace().map(str::parse).collect::<Result<BTreeSet<u32>, _>>()?;
            let halves = split(&fs::read(module)?, &hot)?;
            fs::write(first, halves.first)?;
            fs::write(rest, halves.rest)?;
        }
        _ => return Err(USAGE.into()),
    }
    Ok(())
}
