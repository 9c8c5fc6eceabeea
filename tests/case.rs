//! The format of a case: a Markdown page in, its cases out; and the page again with new expectations.
//!
//! A heading starts a case. Its fences are files or views, see `README.md` beside this file. Nothing here knows what
//! a view shows: that is the runner's.

use std::fs;
use std::ops::Range;
use std::path::Path;

use callsheet::input::{Flow, Input, Policy, Target};
use callsheet::source::Sources;

/// The folder of files as they were before, for what changed.
const BEFORE: &str = "before/";

/// Fences that are prose for the reader.
const PROSE: &[&str] = &["", "text", "console"];

/// A heading with its files and what is expected of them.
pub(crate) struct Case {
    /// Page and heading.
    pub(crate) name: String,
    /// Paths and texts, in order.
    pub(crate) files: Vec<(String, String)>,
    /// Expected views, in order.
    pub(crate) views: Vec<Expected>,
}

/// A fence that holds what a view shows.
pub(crate) struct Expected {
    /// The view's name: the first word after the fence's backticks.
    pub(crate) view: String,
    /// What the view is of, from the other words: `target=Shop concurrency=2 environment=test node=web.example`, and for
    /// simulated runs `fail=a,b fail-capability=Sql[s] policy=stop duration=db=3`.
    pub(crate) input: Input,
    /// The text between the fence's lines, each line ended.
    pub(crate) text: String,
    /// Its lines in the page, counted from 0.
    lines: Range<usize>,
}

impl Expected {
    /// Whether the view needs no more than the text: then the case is not evaluated.
    pub(crate) fn is_of_the_text(&self) -> bool {
        matches!(self.view.as_str(), "tree" | "format" | "tokens" | "symbols" | "folds")
    }
}

/// A comment such as `# error: [node-cycle] words` on a line or above it.
pub(crate) struct Assertion {
    /// The file it stands in.
    pub(crate) path: String,
    /// The line it is about, from 1.
    pub(crate) line: u32,
    /// `error`, `warning` or `note`.
    pub(crate) severity: &'static str,
    /// The code in brackets.
    pub(crate) code: String,
    /// What the message has to contain; may be empty.
    pub(crate) words: String,
}

impl Case {
    /// All files, as the library takes them.
    pub(crate) fn sources(&self) -> Sources {
        let mut sources = Sources::default();
        for (path, text) in self.files.iter().filter(|(path, _)| !path.starts_with(BEFORE)) {
            sources.add(path, text);
        }
        sources
    }

    /// The files as they were before.
    pub(crate) fn sources_before(&self) -> Sources {
        let mut sources = Sources::default();
        for (path, text) in &self.files {
            if let Some(path) = path.strip_prefix(BEFORE) {
                sources.add(path, text);
            }
        }
        sources
    }

    /// What the comments in all files expect.
    pub(crate) fn assertions(&self) -> Vec<Assertion> {
        self.files.iter().flat_map(|(path, text)| assertions(path, text)).collect()
    }
}

/// Reads a page. In a page named `case.md` the files beside it belong to every case.
pub(crate) fn read(page: &Path, name: &str, text: &str) -> Result<Vec<Case>, String> {
    let shared = if page.ends_with("case.md") { beside(page) } else { Vec::new() };
    let mut cases: Vec<Case> = Vec::new();
    let mut heading = String::new();
    let mut file_name = None;
    let mut lines = text.lines().enumerate();
    while let Some((at, line)) = lines.next() {
        if let Some(info) = line.strip_prefix("```") {
            let body: Vec<&str> =
                lines.by_ref().map(|(_, line)| line).take_while(|line| !line.starts_with("```")).collect();
            let fence = Fence { info, at, body: body.iter().map(|line| format!("{line}\n")).collect() };
            let title = format!("{name}: {heading}");
            if cases.last().is_none_or(|case| case.name != title) {
                cases.push(Case { name: title, files: shared.clone(), views: Vec::new() });
            }
            if let Some(case) = cases.last_mut() {
                add(case, fence, body.len(), file_name.take())?;
            }
        } else if line.starts_with('#') {
            heading = line.trim_start_matches('#').trim().to_owned();
        } else if !line.is_empty() {
            file_name = named_file(line);
        }
    }
    cases.retain(|case| !case.files.is_empty());
    Ok(cases)
}

/// The page with each view's text replaced by what `actual` gives for it; a view it gives nothing for stays.
pub(crate) fn rewrite(
    text: &str,
    cases: &[Case],
    actual: impl Fn(&Case, &Expected) -> Result<String, String>,
) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    for case in cases.iter().rev() {
        for expected in case.views.iter().rev() {
            if let Ok(shown) = actual(case, expected) {
                lines.splice(expected.lines.clone(), shown.lines().map(str::to_owned));
            }
        }
    }
    lines.join("\n") + "\n"
}

/// What differs, line by line, `-` for expected and `+` for shown; nothing when they are equal.
pub(crate) fn difference(expected: &str, shown: &str) -> Option<String> {
    let (old, new): (Vec<&str>, Vec<&str>) = (expected.lines().collect(), shown.lines().collect());
    if old == new {
        return None;
    }
    let shorter = old.len().min(new.len());
    let head = (0..shorter).take_while(|&at| old[at] == new[at]).count();
    let tail =
        (0..shorter - head).take_while(|&at| old[old.len() - 1 - at] == new[new.len() - 1 - at]).count();
    let mark = |sign: char, lines: &[&str]| -> String {
        lines.iter().map(|line| format!("  {sign} {line}\n")).collect()
    };
    let same = head.saturating_sub(2);
    Some(
        mark(' ', &old[same..head])
            + &mark('-', &old[head..old.len() - tail])
            + &mark('+', &new[head..new.len() - tail]),
    )
}

struct Fence<'a> {
    info: &'a str,
    at: usize,
    body: String,
}

fn add(case: &mut Case, fence: Fence<'_>, length: usize, name: Option<String>) -> Result<(), String> {
    let mut words = fence.info.split_whitespace();
    let kind = words.next().unwrap_or("");
    if let Some(path) = name.or_else(|| (kind == "puppet").then(|| "site.pp".to_owned())) {
        if case.files.iter().any(|(other, _)| *other == path) {
            return Err(format!("{}: two files are named {path}", case.name));
        }
        case.files.push((path, fence.body));
    } else if !PROSE.contains(&kind) {
        let lines = fence.at + 1..fence.at + 1 + length;
        let input = input(words).map_err(|error| format!("{}: {error}", case.name))?;
        case.views.push(Expected { view: kind.to_owned(), input, text: fence.body, lines });
    }
    Ok(())
}

fn input<'a>(words: impl Iterator<Item = &'a str>) -> Result<Input, String> {
    let mut input = Input::default();
    for word in words {
        if word == "with-prerequisites" {
            input.with_prerequisites = true;
            continue;
        }
        match word.split_once('=') {
            Some(("target", target)) => input.target = Target::parse(target),
            Some(("node", name)) => input.node = Some(name.to_owned()),
            Some(("environment", name)) => input.environment = name.to_owned(),
            Some(("concurrency", number)) => {
                input.concurrency = Some(number.parse().map_err(|_| format!("`{word}` needs a number"))?);
            }
            Some(("room", number)) => {
                let room = number.parse().map_err(|_| format!("`{word}` needs a number"))?;
                input.flow = Flow::Rows { room };
            }
            Some(("fail", nodes)) => input.conditions.failed = nodes.split(',').map(str::to_owned).collect(),
            Some(("fail-capability", name)) => input.conditions.unavailable.push(name.to_owned()),
            Some(("policy", name)) => {
                let policy = Policy::ALL.into_iter().find(|policy| policy.word() == name);
                input.conditions.policy = policy.ok_or_else(|| format!("`{word}` is no policy"))?;
            }
            Some(("duration", given)) => {
                let (node, units) = given.split_once('=').ok_or_else(|| format!("`{word}` needs a node"))?;
                let units = units.parse().map_err(|_| format!("`{word}` needs a number"))?;
                input.durations.push((node.to_owned(), units));
            }
            Some(_) | None => return Err(format!("`{word}` is not an option of a view")),
        }
    }
    Ok(input)
}

/// The path in a line that holds nothing but a path in backticks, with or without a colon after it.
fn named_file(line: &str) -> Option<String> {
    let path = line.strip_suffix(':').unwrap_or(line).strip_prefix('`')?.strip_suffix('`')?;
    (path.contains('.') && !path.contains([' ', '`'])).then(|| path.to_owned())
}

/// All files in the page's folder but itself, by path.
fn beside(page: &Path) -> Vec<(String, String)> {
    let folder = page.parent().unwrap_or(page);
    files_below(folder)
        .into_iter()
        .filter(|path| path != page)
        .map(|path| {
            let name = path.strip_prefix(folder).unwrap_or(&path).to_string_lossy().into_owned();
            (name, fs::read_to_string(&path).expect("a readable file"))
        })
        .collect()
}

/// All files in a folder and the folders in it, by path.
pub(crate) fn files_below(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut entries: Vec<_> = fs::read_dir(folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.expect("a readable folder").path())
        .collect();
    callsheet::sort::ascending(&mut entries);
    entries.into_iter().flat_map(|path| if path.is_dir() { files_below(&path) } else { vec![path] }).collect()
}

fn assertions(path: &str, text: &str) -> Vec<Assertion> {
    let mut found = Vec::new();
    let mut alone = Vec::new();
    for (line, number) in text.lines().zip(1..) {
        let Some((before, severity, rest)) = split_assertion(line) else {
            found.append(&mut alone);
            continue;
        };
        let (code, words) = rest.split_once(']').unwrap_or((rest, ""));
        let (code, words) = (code.to_owned(), words.trim().to_owned());
        let assertion = Assertion { path: path.to_owned(), line: number, severity, code, words };
        if before.trim().is_empty() {
            alone.push(assertion);
        } else {
            found.push(assertion);
            found.append(&mut alone);
        }
        for waiting in &mut alone {
            waiting.line = number + 1;
        }
    }
    found
}

/// The text before an assertion, its severity, and what follows its opening bracket.
fn split_assertion(line: &str) -> Option<(&str, &'static str, &str)> {
    ["error", "warning", "note"].into_iter().find_map(|severity| {
        let (before, rest) = line.split_once(&format!("# {severity}: ["))?;
        Some((before, severity, rest))
    })
}
