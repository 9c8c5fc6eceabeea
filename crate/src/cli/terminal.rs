//! Standard output for results, standard error for everything that is about them.

use std::io::{self, IsTerminal, Write};

use callsheet::diag::render::Colour;
use callsheet::export::ink::Ink;

use super::args::When;

/// Both streams, and whether they may carry colour.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Terminal {
    /// For standard error.
    pub(crate) colour: Colour,
    /// For standard output.
    pub(crate) ink: Ink,
}

impl Terminal {
    pub(crate) fn new(when: When) -> Terminal {
        let wanted = |is_terminal: bool| match when {
            When::Auto => is_terminal && std::env::var_os("NO_COLOR").is_none_or(|it| it.is_empty()),
            When::Always => true,
            When::Never => false,
        };
        Terminal {
            colour: if wanted(io::stderr().is_terminal()) { Colour::On } else { Colour::Off },
            ink: if wanted(io::stdout().is_terminal()) { Ink::Colour } else { Ink::Plain },
        }
    }

    /// Writes a result, with a line break at its end. A reader that has gone away is no failure.
    pub(crate) fn result(&self, text: &str) -> Result<(), String> {
        let mut out = io::stdout().lock();
        let line_break = if text.ends_with('\n') || text.is_empty() { "" } else { "\n" };
        let written = out.write_all(text.as_bytes()).and_then(|()| out.write_all(line_break.as_bytes()));
        match written.and_then(|()| out.flush()) {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                Err(format!("cannot write the result: {error}"))
            }
            Ok(()) | Err(_) => Ok(()),
        }
    }

    /// Writes about a result.
    pub(crate) fn remark(&self, text: &str) {
        // Nobody is left to tell when standard error is closed.
        let _ = io::stderr().lock().write_all(text.as_bytes());
    }

    /// Says why a command cannot do its work.
    pub(crate) fn complain(&self, message: &str) {
        let word = match self.colour {
            Colour::On => "\u{1b}[1m\u{1b}[91merror\u{1b}[0m",
            Colour::Off => "error",
        };
        self.remark(&format!("{word}: {message}\n"));
    }
}
