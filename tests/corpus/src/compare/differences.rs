//! What does not agree, and why.

use std::collections::BTreeMap;

/// In which respect two answers differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// One accepts what the other refuses.
    Verdict,
    /// The first error is in another line.
    Line,
    /// It is in the same line, in another column.
    Column,
    /// Another tree.
    Tree,
    /// Something that only one of them says.
    Issue,
}

impl Kind {
    fn word(self) -> &'static str {
        match self {
            Kind::Verdict => "verdict",
            Kind::Line => "line",
            Kind::Column => "column",
            Kind::Tree => "tree",
            Kind::Issue => "issue",
        }
    }
}

/// Two answers to the same question.
#[derive(Debug)]
pub(crate) struct Difference {
    pub(crate) kind: Kind,
    pub(crate) path: String,
    pub(crate) ours: String,
    pub(crate) theirs: String,
}

/// Prints every difference with its reason; gives how many have none, and how many reasons fit no difference.
pub(crate) fn explain(differences: &[Difference]) -> usize {
    let reasons = reasons(include_str!("../../differences.txt"));
    let mut unused: Vec<_> = reasons.keys().collect();
    let mut unexplained = 0;
    for difference in differences {
        let key = (difference.kind.word(), difference.path.as_str());
        let reason = reasons.get(&key);
        unused.retain(|other| **other != key);
        unexplained += usize::from(reason.is_none());
        print(difference);
        println!("  reason: {}", reason.unwrap_or(&"NONE"));
    }
    for (kind, path) in &unused {
        println!("a reason for what does not differ: {kind} {path}");
    }
    unexplained + unused.len()
}

/// `kind path reason`, one a line.
fn reasons(list: &str) -> BTreeMap<(&str, &str), &str> {
    let lines = list.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let row = |line| {
        let mut words = str::splitn(line, 3, ' ');
        let (kind, path) = (words.next().unwrap_or(""), words.next().unwrap_or(""));
        let reason = words.next().unwrap_or_else(|| panic!("a difference needs a reason: {line}"));
        ((kind, path), reason)
    };
    lines.map(row).collect()
}

/// How many differences there are of each form, the most frequent first, with an example.
pub(crate) fn print_most_frequent(differences: &[Difference]) {
    let mut groups: BTreeMap<(Kind, String), Vec<&Difference>> = BTreeMap::new();
    for difference in differences {
        groups.entry((difference.kind, form(difference))).or_default().push(difference);
    }
    let mut groups: Vec<_> = groups.into_iter().collect();
    callsheet::sort::by_key(&mut groups, |(_, group)| usize::MAX - group.len());
    for ((kind, form), group) in groups.iter().take(40) {
        println!("{:5} x {} {form}", group.len(), kind.word());
        group.iter().take(2).for_each(|example| print(example));
    }
}

/// The codes without places and words of the text.
fn form(difference: &Difference) -> String {
    let code = |text: &str| text.split(' ').nth(2).unwrap_or(text).to_owned();
    if difference.kind == Kind::Tree {
        return "tree".to_owned();
    }
    format!("ours {}, Puppet {}", code(&difference.ours), code(&difference.theirs))
}

fn print(difference: &Difference) {
    println!("{} {}", difference.kind.word(), difference.path);
    println!("  ours:   {}", difference.ours);
    println!("  Puppet: {}", difference.theirs);
}
