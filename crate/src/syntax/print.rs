//! A manifest's text becomes the same manifest, laid out as Puppet's style guide asks.
//!
//! ```text
//! scan -> items (tokens and comments) -> structure (which bracket is what, which break) -> lay -> align
//! ```
//!
//! Only white space, and commas or semicolons at the end of lists, change: strings, heredocs and comments stay byte
//! for byte. Where the style guide is silent the author's line breaks stay, so that a text comes out as expected and
//! a second run changes nothing. Long lines are not broken. Nothing here recurses; all of it is linear in the text.

mod align;
mod item;
mod kind;
mod lay;
mod open;
mod structure;

use super::{Dialect, dialect, scan};
use crate::diag::Diagnostics;
use crate::source::{File, FileId};

/// The text as the style guide wants it, or nothing when it cannot be read: then why is added to `diags`. Templates
/// are left alone, too.
///
/// A template has no layout of its own: what stands between its tags is what it writes.
///
/// The tree of the result is the tree of the text, and the result is formatted already. A file keeps its kind of
/// line breaks, that of the first.
pub fn format(id: FileId, file: &File, dialect: Dialect, diags: &mut Diagnostics) -> Option<String> {
    let (ast, dialect) = dialect::read_and_tell(id, file, dialect, diags);
    if !ast.complete || dialect.epp {
        return None;
    }
    let scan = scan::scan(&file.text, dialect);
    let (items, line_break) = item::items(&file.text, &scan);
    let (items, brackets) = structure::structure(&file.text, items);
    Some(lay::lay(&file.text, &items, &brackets, &scan.heredocs, line_break))
}
