//! Runs the cases in `cases/`: every heading is a test. `UPDATE=1` first rewrites what the pages expect.

mod case;

use std::fs;
use std::path::Path;

use callsheet::diag::{Diagnostic, Diagnostics, Phase, Severity};
use callsheet::export::ink::Ink;
use callsheet::export::{self, plan_why};
use callsheet::fix;
use callsheet::input::Input;
use callsheet::plan::Step;
use callsheet::simulate::{Event, Run};
use callsheet::source::{File, FileId, Sources};
use callsheet::syntax::highlight::{self, Kind};
use callsheet::syntax::symbols::{self, Symbol};
use callsheet::syntax::{self, Dialect, folds, print};
use libtest_mimic::{Arguments, Failed, Trial};

use case::{Assertion, Case, Expected};

fn main() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/cases");
    let pages = case::files_below(&folder);
    let pages = pages.iter().filter(|path| path.extension().is_some_and(|end| end == "md"));
    let trials = pages.flat_map(|page| trials(page, &folder)).collect();
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}

fn trials(page: &Path, folder: &Path) -> Vec<Trial> {
    let name = page.strip_prefix(folder).expect("a page of the folder").with_extension("");
    let name = name.to_string_lossy().into_owned();
    match read(page, &name) {
        Ok(cases) => cases.into_iter().map(trial).collect(),
        Err(error) => vec![Trial::test(name, move || Err(Failed::from(error)))],
    }
}

fn read(page: &Path, name: &str) -> Result<Vec<Case>, String> {
    let text = fs::read_to_string(page).map_err(|error| error.to_string())?;
    let cases = case::read(page, name, &text)?;
    if !asked_to_update() {
        return Ok(cases);
    }
    let updated = case::rewrite(&text, &cases, show);
    if updated != text {
        fs::write(page, &updated).map_err(|error| error.to_string())?;
    }
    case::read(page, name, &updated)
}

#[expect(clippy::disallowed_methods, reason = "a test may be told what to do")]
fn asked_to_update() -> bool {
    std::env::var("UPDATE").is_ok_and(|value| value == "1")
}

fn trial(case: Case) -> Trial {
    Trial::test(case.name.clone(), move || check(&case).map_err(Failed::from))
}

fn check(case: &Case) -> Result<(), String> {
    let mut wrong = String::new();
    for expected in &case.views {
        if let Some(difference) = case::difference(&expected.text, &show(case, expected)?) {
            wrong += &format!("the view `{}` differs:\n{difference}", expected.view);
        }
    }
    wrong += &check_findings(case);
    if wrong.is_empty() { Ok(()) } else { Err(wrong) }
}

/// What the view shows of the case.
fn show(case: &Case, expected: &Expected) -> Result<String, String> {
    let sources = case.sources();
    let shown = match expected.view.as_str() {
        "tree" => Some(trees(case)),
        "format" => Some(sources.iter().map(|(id, file)| formatted(id, file)).collect()),
        "tokens" => Some(tokens(case)),
        "symbols" => Some(puppet(case).map(outline).collect()),
        "folds" => Some(puppet(case).map(folded).collect()),
        "diagnostics" => {
            let found = diagnostics(case).into_iter().filter(Found::is_more_than_a_note);
            Some(found.map(|found| found.line() + "\n").collect())
        }
        "levels" => Some(levels(case, &expected.input)),
        "rows" => Some(rows(case, &expected.input)),
        "why" => {
            let plan = callsheet::analyze(&sources, &expected.input).plan;
            let node = expected.input.node.as_deref().unwrap_or("");
            plan_why::why_text(&plan, node, Ink::Plain)
        }
        "diff" | "diff-json" => Some(changed(&expected.view, case, &expected.input)),
        "run" | "run-json" | "events" => Some(simulated(&expected.view, &sources, &expected.input)),
        "log" => Some(log(case, &expected.input)),
        "repairs" => Some(repairs(case)),
        view => callsheet::forms::text(view, &sources, &expected.input),
    };
    shown.ok_or_else(|| format!("there is no view `{}`", expected.view))
}

/// A finding as a page shows it.
struct Found {
    path: String,
    line: u32,
    column: u32,
    diagnostic: Diagnostic,
}

impl Found {
    fn line(&self) -> String {
        let Found { path, line, column, diagnostic } = self;
        let (word, code) = (diagnostic.severity.word(), diagnostic.code.id());
        format!("{path}:{line}:{column} {word}[{code}] {}", diagnostic.message)
    }

    fn is_more_than_a_note(&self) -> bool {
        self.diagnostic.severity != Severity::Note
    }

    fn answers(&self, assertion: &Assertion) -> bool {
        self.path == assertion.path
            && self.line == assertion.line
            && self.diagnostic.severity.word() == assertion.severity
            && self.diagnostic.code.id() == assertion.code
            && self.diagnostic.message.contains(&assertion.words)
    }
}

/// What is found in a case; a case that shows nothing but trees is only read.
fn diagnostics(case: &Case) -> Vec<Found> {
    let only_read = !case.views.is_empty() && case.views.iter().all(|expected| expected.is_of_the_text());
    let sources = case.sources();
    let input = case.views.first().map(|expected| expected.input.clone()).unwrap_or_default();
    let beside: Vec<&str> = case.views.iter().filter_map(|expected| expected.input.node.as_deref()).collect();
    let mut found = callsheet::compile(&sources, &input, &beside).analysis.diagnostics;
    found.retain(|found| !only_read || found.phase == Phase::Parse);
    // What nodes refuse as the environment compile did stands there once.
    found.dedup_by(|a, b| (a.span, a.code, &a.message) == (b.span, b.code, &b.message));
    found
        .into_iter()
        .map(|diagnostic| {
            let at = sources.position(diagnostic.span);
            let path = sources.file(diagnostic.span.file()).path.clone();
            Found { path, line: at.line, column: at.column, diagnostic }
        })
        .collect()
}

/// Each repair with the lines that it takes away and adds; those that are a choice with a `?`.
fn repairs(case: &Case) -> String {
    let sources = case.sources();
    let mut shown = String::new();
    for Found { line, diagnostic, .. } in diagnostics(case) {
        for fix in &diagnostic.fixes {
            let sign = if fix.safe { "" } else { "?" };
            shown += &format!("{line} {}: {}{sign}\n", diagnostic.code.id(), fix.title);
            for (file, text) in fix::apply::apply(&sources, &[fix]) {
                shown += &case::difference(&sources.file(file).text, &text).unwrap_or_default();
            }
        }
    }
    shown
}

/// Compares the findings with the comments that expect them: each comment has its finding, and no error or warning
/// is without a comment unless the case has a fence for all findings. Each says what to do next.
fn check_findings(case: &Case) -> String {
    let mut found = diagnostics(case);
    let mut wrong = String::new();
    for found in found.iter().filter(|found| found.is_more_than_a_note() && found.diagnostic.hints.is_empty())
    {
        wrong += &format!("without a hint: {}\n", found.line());
    }
    for assertion in case.assertions() {
        match found.iter().position(|found| found.answers(&assertion)) {
            Some(at) => drop(found.remove(at)),
            None => {
                let Assertion { path, line, severity, code, words } = assertion;
                wrong += &format!("not found: {path}:{line} {severity}[{code}] {words}\n");
            }
        }
    }
    let all_shown = case.views.iter().any(|expected| expected.view == "diagnostics");
    for found in found.iter().filter(|found| !all_shown && found.is_more_than_a_note()) {
        wrong += &format!("unexpected: {}\n", found.line());
    }
    wrong
}

/// The tree of each manifest and template, one a line.
fn trees(case: &Case) -> String {
    let sources = case.sources();
    let texts = sources.iter().filter(|(_, file)| file.path.ends_with(".pp") || file.path.ends_with(".epp"));
    let trees =
        texts.map(|(id, file)| syntax::read(id, file, Dialect::default(), &mut Diagnostics::default()));
    trees.map(|tree| syntax::dump::pn(&tree) + "\n").collect()
}

/// The texts of all manifests and templates, each with its dialect.
fn puppet(case: &Case) -> impl Iterator<Item = (&str, Dialect)> {
    let files = case.files.iter().filter(|(path, _)| path.ends_with(".pp") || path.ends_with(".epp"));
    files.map(|(path, text)| (text.as_str(), syntax::guess(path, text)))
}

/// Each manifest with its tokens in brackets, `[kind text]`; operators and punctuation stand bare.
fn tokens(case: &Case) -> String {
    puppet(case).map(marked_tokens).collect()
}

fn marked_tokens((text, dialect): (&str, Dialect)) -> String {
    let units: Vec<u16> = text.encode_utf16().collect();
    let slice = |from: usize, to: usize| String::from_utf16(&units[from..to]).expect("whole characters");
    let (mut shown, mut end) = (String::new(), 0);
    for token in highlight::tokens(text, dialect) {
        let start = token.start as usize;
        shown += &slice(end, start);
        end = start + token.length as usize;
        let bare = matches!(token.kind, Kind::Operator | Kind::Punctuation);
        for (at, line) in slice(start, end).split('\n').enumerate() {
            shown += if at > 0 { "\n" } else { "" };
            shown += &if bare || line.is_empty() {
                line.to_owned()
            } else {
                format!("[{} {line}]", token.kind.name())
            };
        }
    }
    shown + &slice(end, units.len())
}

/// `1-9 application shop` for each symbol, what is inside another below it and further in.
fn outline((text, dialect): (&str, Dialect)) -> String {
    let units: Vec<u16> = text.encode_utf16().collect();
    let slice = |(from, to): (u32, u32)| String::from_utf16_lossy(&units[from as usize..to as usize]);
    let line = |offset: u32| slice((0, offset)).matches('\n').count() + 1;
    let shown = |symbol: Symbol| {
        let lines = format!("{}-{}", line(symbol.place.0), line(symbol.place.1));
        let (kind, name, ty) = (symbol.kind.name(), slice(symbol.name), slice(symbol.ty));
        let name = if ty.is_empty() { name } else { format!("{ty} {name}") };
        format!("{:width$}{lines} {kind} {name}\n", "", width = symbol.depth as usize * 2)
    };
    let tree = syntax::parse(FileId(0), text, dialect, &mut Diagnostics::default());
    symbols::symbols(&tree, text).into_iter().map(shown).collect()
}

/// The text as the formatter lays it out.
fn formatted(id: FileId, file: &File) -> String {
    let formatted = print::format(id, file, Dialect::default(), &mut Diagnostics::default());
    formatted.unwrap_or_else(|| "unreadable\n".to_owned())
}

/// Each range that can be folded: its lines, and what is left of them.
fn folded((text, dialect): (&str, Dialect)) -> String {
    let units: Vec<u16> = text.encode_utf16().collect();
    let slice = |from: usize, to: usize| String::from_utf16(&units[from..to]).expect("whole characters");
    let line = |offset: u32| slice(0, offset as usize).matches('\n').count() + 1;
    let shown = |(from, to): (u32, u32)| {
        let text = slice(0, from as usize);
        let before = text.rsplit('\n').next().unwrap_or("");
        let after = slice(to as usize, units.len());
        format!("{}-{} {before}…{}\n", line(from), line(to), after.split('\n').next().unwrap_or(""))
    };
    folds::folds(text, dialect).into_iter().map(shown).collect()
}

/// `0: a b` for each level, then the nodes that never run.
fn levels(case: &Case, input: &Input) -> String {
    let plan = callsheet::analyze(&case.sources(), input).plan;
    let line = |(name, steps): (String, &Vec<Step>)| {
        let nodes: Vec<&str> = steps.iter().map(|step| step.node.as_str()).collect();
        format!("{name}: {}\n", nodes.join(" "))
    };
    let levels = plan.levels.iter().enumerate().map(|(level, steps)| (level.to_string(), steps));
    let never = (!plan.blocked.is_empty()).then_some(("never".to_owned(), &plan.blocked));
    levels.chain(never).map(line).collect()
}

/// What stands beside what where waves are rows, from top to bottom: `wave 0` begins a lane, pills are in parentheses.
fn rows(case: &Case, input: &Input) -> String {
    let layout = callsheet::lay_out(&callsheet::analyze(&case.sources(), input), input);
    let mut lines: Vec<(i32, i32, String)> = Vec::new();
    for lane in &layout.columns {
        let name = lane.level.map_or("never".to_owned(), |level| format!("wave {level}"));
        lines.push((lane.rect.y, 0, format!("{name}, {} nodes", lane.nodes)));
    }
    lines.extend(layout.cards.iter().map(|card| (card.rect.y, card.rect.x, card.title.clone())));
    lines.extend(layout.pills.iter().map(|pill| (pill.rect.y, pill.rect.x, format!("({})", pill.title))));
    callsheet::sort::ascending(&mut lines);
    let mut text = format!("{} wide", layout.width);
    let mut above = None;
    for (y, _, words) in lines {
        text.push_str(if above == Some(y) { "  " } else { "\n" });
        text.push_str(&words);
        above = Some(y);
    }
    text + "\n"
}

/// What changed since the files in `before/`, as the command line prints it.
fn changed(view: &str, case: &Case, input: &Input) -> String {
    let [before, after] =
        [case.sources_before(), case.sources()].map(|sources| callsheet::compile(&sources, input, &[]));
    let diff = callsheet::compare(&before, &after);
    match view {
        "diff" => export::diff_text(&diff),
        _ => export::diff_json(&after.analysis.plan, &diff),
    }
}

/// A simulated run as the command line prints it, or its events alone.
fn simulated(view: &str, sources: &Sources, input: &Input) -> String {
    let (compilation, run) = callsheet::simulate(sources, input);
    let plan = &compilation.analysis.plan;
    match view {
        "run" => export::run_text(plan, &run, Ink::Plain),
        "run-json" => export::run_json(plan, &run),
        _ => events(&run),
    }
}

/// `time: message` for each event, the time only where it is another one than before.
fn events(run: &Run) -> String {
    let mut time = None;
    let line = |event: &Event| {
        let shown = if time == Some(event.time) { String::new() } else { format!("{}:", event.time) };
        time = Some(event.time);
        format!("{shown:4}{}\n", event.message())
    };
    run.events.iter().map(line).collect()
}

/// `level: message` for each line of the log of the node that the view names.
fn log(case: &Case, input: &Input) -> String {
    let beside: Vec<&str> = input.node.iter().map(String::as_str).collect();
    let catalogs = callsheet::compile(&case.sources(), input, &beside).catalogs;
    let logs = catalogs.iter().filter(|catalog| input.node.as_ref() == Some(&catalog.node));
    let lines = logs.flat_map(|catalog| &catalog.log);
    lines.map(|entry| format!("{}: {}\n", entry.level, entry.message)).collect()
}
