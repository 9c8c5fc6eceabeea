//! Results as texts, the same bytes natively and in the browser.
//!
//! Goes in: what a stage gave. Comes out: a document, each ending in a line feed unless it is empty.

pub mod catalog;
pub mod catalog_text;
pub mod diagnostics;
#[cfg(feature = "cli")]
pub mod diff;
pub mod dot;
#[cfg(feature = "cli")]
pub mod embed;
pub mod environment;
pub mod ink;
pub mod json;
mod links;
pub mod markdown;
pub mod mermaid;
mod names;
pub mod plan_json;
pub mod plan_text;
#[cfg(feature = "cli")]
pub mod plan_why;
#[cfg(feature = "cli")]
pub mod run_json;
#[cfg(feature = "cli")]
pub mod run_text;
pub mod show;
pub mod svg;

pub use catalog::catalog_json;
pub use catalog_text::catalog_text;
pub use diagnostics::{diagnostics_json, diagnostics_text};
#[cfg(feature = "cli")]
pub use diff::{diff_json, diff_text};
pub use dot::dot;
pub use environment::{environment_graph, instances};
pub use markdown::plan_markdown;
pub use mermaid::mermaid;
pub use plan_json::plan_json;
pub use plan_text::plan_text;
#[cfg(feature = "cli")]
pub use run_json::run_json;
#[cfg(feature = "cli")]
pub use run_text::run_text;
pub use show::app_show;
pub use svg::svg;
