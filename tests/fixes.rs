//! Every repair that is offered for any case or recorded manifest: it mends its finding and breaks nothing.

#[expect(dead_code, reason = "views are not looked at here")]
mod case;

use std::path::Path;

use callsheet::diag::{Code, Diagnostic, Fix, Phase, Severity};
use callsheet::fix::apply::{apply, renewed};
use callsheet::input::Input;
use callsheet::source::Sources;

/// What these findings are about has no value, and of that nothing more is said.
const HIDING: &[Code] = &[Code::UnknownVariable, Code::UnknownResourceType];

/// One environment to look at, with the nodes that are compiled beside those it names.
struct Subject {
    name: String,
    sources: Sources,
    beside: Vec<String>,
}

impl Subject {
    fn findings(&self, sources: &Sources) -> Vec<Diagnostic> {
        let beside: Vec<&str> = self.beside.iter().map(String::as_str).collect();
        callsheet::compile(sources, &Input::default(), &beside).analysis.diagnostics
    }
}

#[test]
fn every_repair_mends_its_finding_and_breaks_nothing() {
    let (mut count, mut wrong) = (0, Vec::new());
    let mut kinds: Vec<&str> = Vec::new();
    for subject in subjects() {
        let before = subject.findings(&subject.sources);
        for finding in &before {
            for fix in &finding.fixes {
                count += 1;
                kinds.push(finding.code.id());
                if let Err(why) = check(&subject, &before, finding, fix) {
                    let at = subject.sources.position(finding.span);
                    let (code, line, column) = (finding.code.id(), at.line, at.column);
                    let Fix { title, safe, .. } = fix;
                    wrong.push(format!("{}:{line}:{column} {code}: {title} ({safe})\n{why}", subject.name));
                }
            }
        }
    }
    callsheet::sort::ascending(&mut kinds);
    kinds.dedup();
    assert!(kinds.len() > 40, "only these are repaired: {kinds:?}");
    assert!(count > 200, "only {count} repairs are offered");
    assert!(wrong.is_empty(), "{} of {count} repairs:\n{}", wrong.len(), wrong.join("\n"));
}

fn check(subject: &Subject, before: &[Diagnostic], finding: &Diagnostic, fix: &Fix) -> Result<(), String> {
    let mended = renewed(&subject.sources, &apply(&subject.sources, &[fix]));
    let after = subject.findings(&mended);
    let same = |it: &&Diagnostic| it.code == finding.code;
    if after.iter().filter(same).count() >= before.iter().filter(same).count() {
        return Err(format!("    is still there:\n{}", text(&mended)));
    }
    // What a file means is known only when it can be read, and what follows from an unknown name only when the name
    // is known: then more may be found.
    let hides = finding.phase == Phase::Parse || HIDING.contains(&finding.code);
    let counts = |it: &&Diagnostic| it.severity == Severity::Error && (!hides || it.phase == Phase::Parse);
    // To leave a parameter unset is what is offered, whether it needs a value or not.
    let after: Vec<Diagnostic> = after
        .into_iter()
        .filter(|it| finding.code != Code::SameNameCapture || it.code != Code::MissingParameter)
        .collect();
    let count = |list: &[Diagnostic]| list.iter().filter(counts).count();
    if finding.phase == Phase::Parse && count(&after) <= count(before) {
        return Ok(());
    }
    let mut known: Vec<&Diagnostic> = before.iter().filter(counts).collect();
    for error in after.iter().filter(counts) {
        let place = known.iter().position(|it| (it.code, &it.message) == (error.code, &error.message));
        match place {
            Some(place) => drop(known.remove(place)),
            // A node stops at the first parameter that a resource lacks, where the plan names all of them.
            None if error.phase == Phase::Node && is_known(error, before) => {}
            None => {
                let (code, message) = (error.code.id(), &error.message);
                return Err(format!("    new error [{code}] {message}\n{}", text(&mended)));
            }
        }
    }
    Ok(())
}

/// Whether it was found before there were nodes.
fn is_known(error: &Diagnostic, before: &[Diagnostic]) -> bool {
    let same = |it: &Diagnostic| (it.code, &it.message) == (error.code, &error.message);
    before.iter().any(|it| it.phase != Phase::Node && same(it))
}

fn text(sources: &Sources) -> String {
    sources.iter().map(|(_, file)| format!("--- {}\n{}", file.path, file.text)).collect()
}

fn subjects() -> Vec<Subject> {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests");
    let mut subjects = Vec::new();
    for page in case::files_below(&tests.join("cases")) {
        if page.extension().is_some_and(|ending| ending == "md") {
            let text = std::fs::read_to_string(&page).expect("a page that can be read");
            let name = page.strip_prefix(&tests).expect("a page of the tests").to_string_lossy().into_owned();
            for case in case::read(&page, &name, &text).expect("sound cases") {
                let beside = case.views.iter().filter_map(|view| view.input.node.clone()).collect();
                subjects.push(Subject { sources: case.sources(), name: case.name, beside });
            }
        }
    }
    for manifest in case::files_below(&tests.join("conformance")) {
        if manifest.extension().is_some_and(|ending| ending == "pp") {
            let text = std::fs::read_to_string(&manifest).expect("a manifest that can be read");
            let name =
                manifest.strip_prefix(&tests).expect("a file of the tests").to_string_lossy().into_owned();
            subjects.push(Subject { sources: Sources::single("site.pp", &text), name, beside: Vec::new() });
        }
    }
    subjects
}
