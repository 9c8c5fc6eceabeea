//! Texts with repairs applied.

use crate::diag::{Diagnostic, Edit, Fix};
use crate::sort;
use crate::source::{FileId, Sources, Span};

/// As many rounds of `all` are done at most: a repair may bring to light what was hidden.
pub const ROUNDS: usize = 10;

/// The first repair of each finding that has one, of those that are safe; of all if `also_likely`. Where two touch the
/// same place the first one stays.
pub fn chosen(diagnostics: &[Diagnostic], also_likely: bool) -> Vec<&Fix> {
    let mut chosen: Vec<&Fix> = Vec::new();
    let mut taken: Vec<Span> = Vec::new();
    for fix in diagnostics.iter().filter_map(|it| it.fixes.first()).filter(|it| it.safe || also_likely) {
        let is_free = |edit: &Edit| taken.iter().all(|span| !touches(*span, edit.span));
        if fix.edits.iter().all(is_free) {
            taken.extend(fix.edits.iter().map(|edit| edit.span));
            chosen.push(fix);
        }
    }
    chosen
}

fn touches(a: Span, b: Span) -> bool {
    a.file() == b.file() && a.start() <= b.end() && b.start() <= a.end()
}

/// The new texts of the files that repairs change, which must not overlap.
pub fn apply(sources: &Sources, fixes: &[&Fix]) -> Vec<(FileId, String)> {
    let mut edits: Vec<&Edit> = fixes.iter().flat_map(|fix| &fix.edits).collect();
    sort::by(&mut edits, |a, b| a.span.cmp(&b.span));
    let mut texts: Vec<(FileId, String)> = Vec::new();
    // From the last on, so that offsets before stay what they are.
    for edit in edits.into_iter().rev() {
        let file = edit.span.file();
        if texts.last().is_none_or(|(last, _)| *last != file) {
            texts.push((file, sources.file(file).text.clone()));
        }
        let range = edit.span.start() as usize..edit.span.end() as usize;
        if let Some((_, text)) = texts.last_mut()
            && text.get(range.clone()).is_some()
        {
            text.replace_range(range, &edit.text);
        }
    }
    texts
}

/// Sources with the new texts of some of their files.
pub fn renewed(sources: &Sources, texts: &[(FileId, String)]) -> Sources {
    let mut renewed = sources.clone();
    for (file, text) in texts {
        renewed.add(&sources.file(*file).path, text);
    }
    renewed
}
