//! `syntax/`: the tree of a manifest, or where it is refused.

use std::path::Path;

use callsheet::diag::{Diagnostic, Diagnostics, Phase, Severity};
use callsheet::source::Sources;
use callsheet::syntax::{Dialect, Strict};

use super::{Outcome, Recorded, case, list, read};

/// Compares every `.pp` and `.epp` file with the `.expected` beside it.
pub(crate) fn compare(folder: &Path) -> Vec<Outcome> {
    case::files_below(folder)
        .iter()
        .filter(|path| path.extension().is_some_and(|extension| extension != "expected"))
        .flat_map(|path| compare_one(path))
        .collect()
}

/// The sections of an answer: their heading, what is added to the case's name, and the dialect they are about.
const SECTIONS: &[(&str, &str, Dialect)] = &[
    ("[v6]", "", Dialect { app_orchestration: true, tasks: false, epp: false, strict: Strict::Warning }),
    (
        "[v6+tasks]",
        "+tasks",
        Dialect { app_orchestration: true, tasks: true, epp: false, strict: Strict::Warning },
    ),
    ("[v7]", "+v7", Dialect { app_orchestration: false, tasks: false, epp: false, strict: Strict::Warning }),
];

fn compare_one(path: &Path) -> Vec<Outcome> {
    let name = path.file_name().expect("a file").to_string_lossy().into_owned();
    let expected = read(&path.with_extension("expected"));
    let sources = Sources::single(&name, &read(path));
    let mut outcomes = Vec::new();
    for (heading, suffix, dialect) in SECTIONS {
        let mut lines = expected.lines().skip_while(|line| line != heading).skip(1);
        let Some(answer) = lines.next() else { continue };
        let mut recorded = vec![answer];
        recorded.extend(lines.take_while(|line| !line.starts_with('[')));
        outcomes.extend(compare_answer(&format!("{name}{suffix}"), &recorded, &sources, *dialect));
    }
    assert!(!outcomes.is_empty(), "{name} has an answer");
    outcomes
}

/// Compares one section: the line of the tree or of the error that stopped Puppet, then what its validation said.
fn compare_answer(name: &str, recorded: &[&str], sources: &Sources, dialect: Dialect) -> Vec<Outcome> {
    let answer = recorded.first().expect("a section has a line");
    let errors: Vec<Recorded> = recorded.iter().filter_map(|line| recorded_error(line)).collect();
    let (tree, found) = parse(sources, dialect);
    let outcome = |kind, agrees: bool, why: String| Outcome {
        kind,
        case: name.to_owned(),
        result: if agrees { Ok(()) } else { Err(why) },
    };
    let mut outcomes = Vec::new();
    if !answer.starts_with("PARSE-ERROR") {
        let why = format!("    expected {answer}\n    shown    {tree}\n");
        outcomes.push(outcome("tree", tree == **answer, why));
    }
    if errors.is_empty() {
        let refused = found.iter().any(|diagnostic| diagnostic.severity == Severity::Error);
        outcomes.push(outcome("accepted", !refused, list(&found, sources)));
    } else {
        let why = || format!("    {}\n    found:\n{}", recorded.join("\n    "), list(&found, sources));
        let all = |column| errors.iter().all(|error| error.found_in(&found, sources, column));
        outcomes.push(outcome("error-line", all(false), why()));
        outcomes.push(outcome("error-column", all(true), why()));
    }
    outcomes
}

/// `error CODE line=1 col=2 :: message`, the same with `PARSE-ERROR`, or `EXCEPTION`; `-` and `nil` stand for what is not known.
fn recorded_error(line: &str) -> Option<Recorded> {
    if line.starts_with("EXCEPTION ") {
        // Puppet itself fell over: it has no place for that.
        return Some(Recorded { code: None, line: None, column: None, phase: Phase::Parse });
    }
    let rest = line.strip_prefix("PARSE-ERROR ").or_else(|| line.strip_prefix("error "))?;
    let mut words = rest.split(' ');
    let code =
        words.next().filter(|code| *code != "-").map(|code| code.to_ascii_lowercase().replace('_', "-"));
    let mut number = |key: &str| words.next().and_then(|word| word.strip_prefix(key)?.parse().ok());
    Some(Recorded { code, line: number("line="), column: number("col="), phase: Phase::Parse })
}

fn parse(sources: &Sources, dialect: Dialect) -> (String, Vec<Diagnostic>) {
    let mut diags = Diagnostics::default();
    let (id, file) = sources.iter().next().expect("one file");
    let dialect = Dialect { epp: file.path.ends_with(".epp"), ..dialect };
    let tree = callsheet::syntax::parse(id, &file.text, dialect, &mut diags);
    (callsheet::syntax::dump::pn(&tree), diags.into_sorted())
}
