//! Counting what agrees.

use std::path::Path;

use callsheet_corpus::judge::{Answer, Issue};
use callsheet_corpus::ours::is_of_reading;

use crate::differences::{Difference, Kind};

/// How many of how many.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Share {
    same: usize,
    all: usize,
}

impl Share {
    fn add(&mut self, same: bool) {
        self.same += usize::from(same);
        self.all += 1;
    }

    /// From 0 to 1.
    pub(crate) fn share(self) -> f64 {
        if self.all == 0 { 1.0 } else { self.same as f64 / self.all as f64 }
    }
}

/// Takes note of a difference: its kind, what we say, what Puppet says.
type Differ<'a> = dyn FnMut(Kind, String, String) + 'a;

/// What agrees, in every respect.
#[derive(Debug, Default)]
pub(crate) struct Shares {
    /// Accepted by both or refused by both.
    pub(crate) verdicts: Share,
    /// Of files refused by both: the line of the first error.
    lines: Share,
    /// The same, line and column.
    columns: Share,
    /// The same, and the code of the error.
    codes: Share,
    /// Of files read by both: the tree.
    pub(crate) trees: Share,
    /// Of what validation says, how much both say.
    issues: Share,
}

impl Shares {
    /// Compares the answers to one file.
    pub(crate) fn add(&mut self, path: &Path, ours: &Answer, theirs: &Answer) -> Vec<Difference> {
        let mut found = Vec::new();
        let mut differ = |kind: Kind, ours: String, theirs: String| {
            found.push(Difference { kind, path: path.display().to_string(), ours, theirs });
        };
        self.verdict(ours, theirs, &mut differ);
        if let (Some(_), Some(first)) = (&ours.refused, &theirs.refused) {
            self.first_error(first_errors(ours, theirs, first), &mut differ);
        }
        if let (Some(mine), Some(other), true) = (&ours.tree, &theirs.tree, ours.read) {
            self.tree(mine, other, &mut differ);
        }
        if ours.read && theirs.read {
            self.issues(&ours.issues, &theirs.issues, &mut differ);
        }
        found
    }

    fn verdict(&mut self, ours: &Answer, theirs: &Answer, differ: &mut Differ<'_>) {
        let same = ours.refused.is_some() == theirs.refused.is_some();
        self.verdicts.add(same);
        if !same {
            differ(Kind::Verdict, words(ours.refused.as_ref()), words(theirs.refused.as_ref()));
        }
    }

    fn first_error(&mut self, (mine, first): (Option<&Issue>, &Issue), differ: &mut Differ<'_>) {
        // Puppet gives no place for what is missing at the end of a file.
        let line = mine.is_some_and(|mine| first.line.is_none() || mine.line == first.line);
        let column = line && mine.is_some_and(|mine| first.column.is_none() || mine.column == first.column);
        self.lines.add(line);
        self.columns.add(column);
        self.codes.add(column && mine.is_some_and(|mine| mine.code == first.code));
        if !column {
            differ(if line { Kind::Column } else { Kind::Line }, words(mine), words(Some(first)));
        }
    }

    fn tree(&mut self, mine: &str, other: &str, differ: &mut Differ<'_>) {
        self.trees.add(mine == other);
        if mine != other {
            let (mine, other) = around_difference(mine, other);
            differ(Kind::Tree, mine, other);
        }
    }

    fn issues(&mut self, ours: &[Issue], theirs: &[Issue], differ: &mut Differ<'_>) {
        for issue in theirs {
            let known = is_in(issue, ours);
            self.issues.add(known);
            if !known {
                differ(Kind::Issue, words(None), words(Some(issue)));
            }
        }
        for issue in ours.iter().filter(|issue| !is_in(issue, theirs)) {
            self.issues.add(false);
            differ(Kind::Issue, words(Some(issue)), words(None));
        }
    }

    /// One line for each respect.
    pub(crate) fn print(&self) {
        let rows = [
            ("verdicts", self.verdicts),
            ("first error: line", self.lines),
            ("first error: line and column", self.columns),
            ("first error: line, column and code", self.codes),
            ("trees", self.trees),
            ("issues of validation", self.issues),
        ];
        for (name, share) in rows {
            println!("{name:36} {:6.2} %  {:5} of {:5}", share.share() * 100.0, share.same, share.all);
        }
    }
}

/// Our first error, and Puppet's, of the same stage: where Puppet cannot read the text, it does not validate; we do.
/// Where it can, the first in the text, in whatever order it walks over the tree.
fn first_errors<'a>(
    ours: &'a Answer,
    theirs: &'a Answer,
    first: &'a Issue,
) -> (Option<&'a Issue>, &'a Issue) {
    let mut mine = ours.issues.iter().filter(|issue| issue.severity == "error");
    if !theirs.read {
        return (mine.find(|issue| is_of_reading(issue)), first);
    }
    let errors = theirs.issues.iter().filter(|issue| issue.severity == "error");
    (mine.next(), errors.min_by_key(|issue| (issue.line, issue.column)).unwrap_or(first))
}

/// Whether a list has the same issue at the same place.
fn is_in(issue: &Issue, list: &[Issue]) -> bool {
    let key = |issue: &Issue| (issue.severity.clone(), issue.code.clone(), issue.line, issue.column);
    list.iter().any(|other| key(other) == key(issue))
}

fn words(issue: Option<&Issue>) -> String {
    let Some(issue) = issue else { return "nothing".to_owned() };
    let number = |number: Option<u64>| number.map_or("-".to_owned(), |number| number.to_string());
    let (line, column) = (number(issue.line), number(issue.column));
    format!("{line}:{column} {} {} {}", issue.severity, issue.code, issue.message)
}

/// Both trees from shortly before where they differ.
fn around_difference(mine: &str, other: &str) -> (String, String) {
    let equal = mine.bytes().zip(other.bytes()).take_while(|(mine, other)| mine == other).count();
    let cut = |text: &str| {
        let around = text.bytes().skip(equal.saturating_sub(60)).take(160).collect::<Vec<u8>>();
        String::from_utf8_lossy(&around).into_owned()
    };
    (cut(mine), cut(other))
}
