//! `syntax/`: the tree of a manifest, or where it is refused.

use std::path::Path;

use callsheet::diag::{Diagnostic, Diagnostics, Phase, Severity};
use callsheet::source::Sources;
use callsheet::syntax::Dialect;

use super::{Outcome, Recorded, case, list, read};

/// Compares every `.pp` and `.epp` file with the `.expected` beside it.
pub(crate) fn compare(folder: &Path) -> Vec<Outcome> {
    case::files_below(folder)
        .iter()
        .filter(|path| path.extension().is_some_and(|extension| extension != "expected"))
        .flat_map(|path| compare_one(path))
        .collect()
}

fn compare_one(path: &Path) -> Vec<Outcome> {
    let name = path.file_name().expect("a file").to_string_lossy().into_owned();
    let expected = read(&path.with_extension("expected"));
    let mut lines = expected.lines().skip_while(|line| *line != "[v6]").skip(1);
    let answer = lines.next().expect("an answer follows [v6]");
    let errors: Vec<Recorded> = std::iter::once(answer)
        .chain(lines.take_while(|line| !line.starts_with('[')))
        .filter_map(recorded_error)
        .collect();

    let sources = Sources::single("manifest.pp", &read(path));
    let (tree, found) = parse(&sources);
    let outcome = |kind, agrees: bool, why: String| Outcome {
        kind,
        case: name.clone(),
        result: if agrees { Ok(()) } else { Err(why) },
    };
    let mut outcomes = Vec::new();
    if !answer.starts_with("PARSE-ERROR") {
        let why = format!("    expected {answer}\n    shown    {tree}\n");
        outcomes.push(outcome("tree", tree == answer, why));
    }
    if errors.is_empty() {
        let refused = found.iter().any(|diagnostic| diagnostic.severity == Severity::Error);
        outcomes.push(outcome("accepted", !refused, list(&found, &sources)));
    } else {
        let why = || format!("    {expected}    found:\n{}", list(&found, &sources));
        let all = |column| errors.iter().all(|error| error.found_in(&found, &sources, column));
        outcomes.push(outcome("error-line", all(false), why()));
        outcomes.push(outcome("error-column", all(true), why()));
    }
    outcomes
}

/// `error CODE line=1 col=2 :: message`, or the same with `PARSE-ERROR`; `-` and `nil` stand for what is not known.
fn recorded_error(line: &str) -> Option<Recorded> {
    let rest = line.strip_prefix("PARSE-ERROR ").or_else(|| line.strip_prefix("error "))?;
    let mut words = rest.split(' ');
    let code =
        words.next().filter(|code| *code != "-").map(|code| code.to_ascii_lowercase().replace('_', "-"));
    let mut number = |key: &str| words.next().and_then(|word| word.strip_prefix(key)?.parse().ok());
    Some(Recorded { code, line: number("line="), column: number("col="), phase: Phase::Parse })
}

fn parse(sources: &Sources) -> (String, Vec<Diagnostic>) {
    let mut diags = Diagnostics::default();
    let (id, file) = sources.iter().next().expect("one file");
    let tree = callsheet::syntax::parse(id, &file.text, Dialect::default(), &mut diags);
    (callsheet::syntax::dump::pn(&tree), diags.into_sorted())
}
