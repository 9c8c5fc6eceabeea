//! The module for the browser: all of it is [`callsheet::wasm`].
#![cfg(target_arch = "wasm32")]

pub use callsheet::wasm::*;
