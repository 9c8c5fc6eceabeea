//! `fmt`: manifests in, the same manifests laid out; or how they would change.

use callsheet::diag::{Diagnostic, Diagnostics};
use callsheet::source::{File, FileId, Sources};
use callsheet::syntax::Dialect;
use callsheet::syntax::print;
use similar::TextDiff;

use super::args::FmtArgs;
use super::terminal::Terminal;
use super::{Status, findings, read};

/// Lines around a change.
const CONTEXT: usize = 3;

/// `fmt`
pub(crate) fn format(args: &FmtArgs, terminal: &Terminal) -> Result<Status, String> {
    let paths = read::manifest_paths(&args.paths)?;
    let from_input = paths.iter().any(|path| path == "-");
    if from_input && paths.len() > 1 {
        return Err("`-` for standard input stands alone".to_owned());
    }
    if let Some(path) = paths.iter().find(|path| path.ends_with(".epp")) {
        return Err(format!("`{path}` is a template; only manifests are formatted"));
    }
    let sources = read::files(&paths)?;
    let mut unreadable = Vec::new();
    let mut out = String::new();
    let mut changed = 0;
    for (id, file) in sources.iter() {
        let formatted = match formatted(id, file) {
            Ok(formatted) => formatted,
            Err(findings) => {
                unreadable.extend(findings);
                continue;
            }
        };
        let differs = formatted != file.text;
        changed += usize::from(differs);
        if args.check {
            out += &difference(file, &formatted);
        } else if from_input {
            out = formatted;
        } else if differs {
            read::replace(&file.path, &formatted)?;
            out += &format!("{}\n", file.path);
        }
    }
    terminal.result(&out)?;
    conclude(args, changed, &unreadable, &sources, terminal)
}

/// Says what could not be formatted, and how much would change.
fn conclude(
    args: &FmtArgs,
    changed: usize,
    unreadable: &[Diagnostic],
    sources: &Sources,
    terminal: &Terminal,
) -> Result<Status, String> {
    let status = if unreadable.is_empty() {
        Status::Clean
    } else {
        findings::report(unreadable, sources, terminal);
        Status::Errors
    };
    if !args.check || changed == 0 {
        return Ok(status);
    }
    let plural = if changed == 1 { "" } else { "s" };
    terminal.remark(&format!("{changed} file{plural} would change\n"));
    Ok(Status::Errors)
}

/// The file's new text, or why it cannot be read.
fn formatted(id: FileId, file: &File) -> Result<String, Vec<Diagnostic>> {
    let mut diags = Diagnostics::default();
    print::format(id, file, Dialect::default(), &mut diags).ok_or_else(|| diags.into_sorted())
}

/// As `diff -u` shows it; nothing if nothing changes.
pub(crate) fn difference(file: &File, formatted: &str) -> String {
    let diff = TextDiff::from_lines(file.text.as_str(), formatted);
    diff.unified_diff().context_radius(CONTEXT).header(&file.path, &file.path).to_string()
}
