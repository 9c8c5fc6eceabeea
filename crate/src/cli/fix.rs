//! `check --fix`: repairs are written into the files of the environment, or shown as a difference; what remains is told.

use callsheet::compile;
use callsheet::diag::{Diagnostic, Fix};
use callsheet::fix::apply::{ROUNDS, apply, chosen, renewed};
use callsheet::input::Input;
use callsheet::source::{FileId, Sources};

use super::args::CheckArgs;
use super::command::{from_environment, print_findings};
use super::format::difference;
use super::read::Locations;
use super::terminal::Terminal;
use super::{Status, read};

/// Texts in which all that could be mended is mended.
struct Mended {
    sources: Sources,
    /// One line a repair.
    done: Vec<String>,
    /// What is still found.
    findings: Vec<Diagnostic>,
}

/// `check --fix`
pub(crate) fn fix(args: &CheckArgs, terminal: &Terminal) -> Result<Status, String> {
    let sources = read::environment(&args.source)?;
    let input = from_environment(&args.source, Input::default());
    let from_input = args.source.environment == "-";
    let is_own = |file: FileId| match from_input {
        true => file == FileId(0),
        false => read::place(&args.source, &sources.file(file).path, &sources.file(file).text).is_some(),
    };
    let mended = mend(&sources, &input, args.unsafe_fixes, &is_own);
    let mut out = String::new();
    let mut changed = 0;
    for ((_, before), (_, now)) in sources.iter().zip(mended.sources.iter()) {
        let differs = before.text != now.text;
        changed += usize::from(differs);
        if args.diff {
            out += &difference(before, &now.text);
        } else if from_input && out.is_empty() {
            out.clone_from(&now.text);
        } else if let (true, Some(place)) = (differs, read::place(&args.source, &before.path, &before.text)) {
            read::replace(&place.to_string_lossy(), &now.text)?;
        }
    }
    terminal.result(&out)?;
    tell(&mended, changed, args, terminal)
}

/// Applies repairs round by round until there are none, as one may bring to light what another mends.
fn mend(sources: &Sources, input: &Input, also_likely: bool, is_own: &dyn Fn(FileId) -> bool) -> Mended {
    let mut sources = sources.clone();
    let mut done = Vec::new();
    for _ in 0..ROUNDS {
        let findings = compile(&sources, input, &[]).analysis.diagnostics;
        let mut fixes = chosen(&findings, also_likely);
        fixes.retain(|fix| fix.edits.iter().all(|edit| is_own(edit.span.file())));
        if fixes.is_empty() {
            return Mended { sources, done, findings };
        }
        done.extend(fixes.iter().map(|fix| line(&sources, fix)));
        sources = renewed(&sources, &apply(&sources, &fixes));
    }
    let findings = compile(&sources, input, &[]).analysis.diagnostics;
    Mended { sources, done, findings }
}

fn line(sources: &Sources, fix: &Fix) -> String {
    let Some(edit) = fix.edits.first() else { return fix.title.clone() };
    let path = &sources.file(edit.span.file()).path;
    format!("{path}:{}: {}", sources.position(edit.span).line, fix.title)
}

/// Says what was done, what remains, and what more there is to do.
fn tell(mended: &Mended, changed: usize, args: &CheckArgs, terminal: &Terminal) -> Result<Status, String> {
    let word = if args.diff { "would fix" } else { "fixed" };
    for line in &mended.done {
        terminal.remark(&format!("{word} {line}\n"));
    }
    let locations = Locations::of(&args.source);
    let status = print_findings(args.format, &mended.findings, &mended.sources, &locations, terminal)?;
    let plural = |count: usize| if count == 1 { "" } else { "s" };
    let (repairs, more) = (mended.done.len(), chosen(&mended.findings, true).len());
    terminal.remark(&format!(
        "{word} {repairs} problem{} in {changed} file{}\n",
        plural(repairs),
        plural(changed)
    ));
    if more > 0 && !args.unsafe_fixes {
        terminal
            .remark(&format!("{more} more can be mended with `--unsafe-fixes`: look at what they change\n"));
    }
    Ok(if args.diff && changed > 0 { Status::Errors } else { status })
}
