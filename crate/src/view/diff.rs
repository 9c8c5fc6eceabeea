//! Gathers what the page shows of a difference.

use super::{ChangeView, DiffView};
use crate::diff::Diff;

/// What the page shows of what changed.
pub fn diff(diff: &Diff) -> DiffView {
    let change = |change: &crate::diff::Change| ChangeView {
        subject: change.subject.word().to_owned(),
        change: change.word().to_owned(),
        name: change.name.clone(),
        of: change.owner().map(str::to_owned),
        text: change.sentence(),
    };
    DiffView { changes: diff.changes.iter().map(change).collect() }
}
