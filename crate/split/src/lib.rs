//! Cuts a WebAssembly module in two, by what a workload runs.
//!
//! [`instrument`] makes a module that writes down which of its functions are called. Run it over what people usually
//! do, and give [`split`] the functions that were called: out come a first module with these, and the rest.
//!
//! The first module stands for the whole one: the same imports, exports, memory and tables. In place of each function
//! that it lacks and yet mentions stands a stub, which calls it through a table of the rest; as long as the rest is not
//! there, the table is empty and the call traps. Whoever ran into that trap has to begin anew with both modules. The
//! rest imports from the first module whatever it shares with it, under the module name [`FIRST`]; when it is
//! instantiated it fills the table, and takes the places of the stubs in the tables of the whole module.
//!
//! Data stays in the first module: which of it belongs to a function cannot be known.

mod contents;
mod instrument;
mod split;

pub use instrument::{RAN, instrument};
pub use split::{FIRST, Halves, split};

/// What is wrong with a module: it is broken, or it holds what is not cut here.
#[derive(Debug)]
pub struct Error(String);

impl Error {
    fn new(message: impl Into<String>) -> Error {
        Error(message.into())
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Error {}

impl From<wasmparser::BinaryReaderError> for Error {
    fn from(error: wasmparser::BinaryReaderError) -> Error {
        Error::new(error.to_string())
    }
}

impl<Inner: std::fmt::Display> From<wasm_encoder::reencode::Error<Inner>> for Error {
    fn from(error: wasm_encoder::reencode::Error<Inner>) -> Error {
        Error::new(error.to_string())
    }
}
