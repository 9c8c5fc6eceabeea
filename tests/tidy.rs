//! Rules of the house that no compiler checks: who may use whom, how long a file may be, what has to be explained.

use std::fs;
use std::path::{Path, PathBuf};

use callsheet::diag::Code;
use callsheet::explain;

/// The stages from the first to the last: a stage uses those of earlier rows, and none of its own row.
const STAGES: &[&[&str]] = &[
    &["numbers", "platform", "sort", "table", "word"],
    &["source"],
    &["diag", "suggest", "decimal", "regex"],
    &["syntax", "capability_type", "yaml"],
    &["input"],
    &["hiera"],
    &["program"],
    &["eval"],
    &["env"],
    &["catalog", "fix", "graph", "provenance"],
    &["lint", "plan"],
    &["simulate", "diff", "layout"],
    &["view", "lower", "export", "explain", "editor"],
    &["forms"],
    &["wasm", "cli", "main"],
];

/// Plain words of the domain that every stage may use, wherever they are defined.
const WORDS: &[&str] = &["env::Reference", "eval::value::"];

/// Crates, and the beginnings of the paths below `crate/src` that may name them.
const CRATES: &[(&str, &[&str])] = &[
    ("pest", &["syntax.rs", "syntax/build"]),
    ("petgraph", &["graph", "plan", "layout"]),
    ("serde", &["view", "cli", "main.rs", "wasm.rs"]),
    ("serde_json", &["cli", "main.rs", "wasm.rs"]),
    ("tsify", &["view", "wasm.rs"]),
    ("wasm_bindgen", &["wasm.rs"]),
    ("js_sys", &["wasm.rs", "platform.rs"]),
    ("web_sys", &["wasm.rs"]),
];

const LONGEST_FILE: usize = 800;

#[test]
fn a_stage_uses_only_earlier_stages() {
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let stage = path.split(['/', '.']).next().unwrap_or("");
        if stage == "lib" {
            continue;
        }
        let rank =
            rank(stage).unwrap_or_else(|| panic!("{path}: give this stage its place in tests/tidy.rs"));
        for line in code_lines(&text).filter(|line| !WORDS.iter().any(|word| line.contains(word))) {
            for used in line.split("crate::").skip(1).flat_map(used_stages) {
                if used != stage && self::rank(used).is_some_and(|other| other >= rank) {
                    wrong.push(format!("{path} must not use {used}: {}", line.trim()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn crates_are_named_where_they_belong() {
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        for (name, places) in CRATES {
            let named = code_lines(&text).any(|line| names_crate(line, name));
            if named && !places.iter().any(|place| path.starts_with(place)) {
                wrong.push(format!("{path} must not name {name}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Each of them is compiled for every pair of types, with a sort of its own; `IndexMap` and `Numbers` weigh less.
#[test]
fn nothing_in_wasm_is_kept_in_trees() {
    let library = sources().into_iter().filter(|(path, _)| !path.starts_with("cli/"));
    let wrong: Vec<String> = library
        .filter(|(_, text)| code_lines(text).any(|line| line.contains("BTree")))
        .map(|(path, _)| format!("{path} must use an `IndexMap` or `numbers::Numbers`"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_file_is_too_long() {
    let long: Vec<String> = code()
        .into_iter()
        .map(|(path, text)| (path, text.lines().count()))
        .filter(|(_, lines)| *lines > LONGEST_FILE)
        .map(|(path, lines)| {
            format!("{path} has {lines} lines, more than {LONGEST_FILE}: split it by meaning")
        })
        .collect();
    assert!(long.is_empty(), "{}", long.join("\n"));
}

#[test]
fn every_code_has_its_page() {
    let folder = root().join("tests/cases/diagnostics");
    let mut wrong: Vec<String> = Code::ALL
        .iter()
        .filter(|code| explain::page(code.id()).is_none())
        .map(|code| {
            format!("{} lacks its page in tests/cases/diagnostics and crate/src/explain.rs", code.id())
        })
        .collect();
    for page in files(&folder) {
        let id = page.file_stem().expect("a file").to_string_lossy().into_owned();
        if id != "README" && Code::from_id(&id).is_none() {
            wrong.push(format!("tests/cases/diagnostics/{id}.md explains no code of the catalogue"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn nothing_is_left_for_later_and_nothing_depends_on_a_machine() {
    let stray = [concat!("TO", "DO"), concat!("FIX", "ME")];
    let places = ["home/", "root/", "Users/", "work/"];
    let mut wrong = Vec::new();
    for (path, text) in code() {
        for (line, number) in text.lines().zip(1..) {
            if stray.iter().any(|word| line.contains(word)) {
                wrong.push(format!("{path}:{number}: unfinished: {}", line.trim()));
            }
            if places
                .iter()
                .any(|place| line.contains(&format!("\"/{place}")) || line.contains(&format!(" /{place}")))
            {
                wrong.push(format!("{path}:{number}: a path of one machine: {}", line.trim()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What the library includes as text lies in its folder, or it would miss in the package.
#[test]
fn the_package_has_all_that_is_compiled_in() {
    let cargo = std::process::Command::new(env!("CARGO"))
        .args(["package", "--list", "--offline", "--allow-dirty", "--package", "callsheet"])
        .current_dir(root())
        .output()
        .expect("cargo runs");
    let list = String::from_utf8(cargo.stdout).expect("UTF-8");
    assert!(cargo.status.success(), "{}", String::from_utf8_lossy(&cargo.stderr));
    let packaged: Vec<&str> = list.lines().collect();
    let pages = Code::ALL.iter().map(|code| format!("pages/{}.md", code.id()));
    let others = ["README.md", "LICENSE-MIT", "LICENSE-APACHE", "build.rs", "src/syntax/puppet.pest"];
    for path in pages.chain(others.map(str::to_owned)) {
        assert!(packaged.contains(&path.as_str()), "{path} is not packaged");
    }
    for (path, text) in sources() {
        for included in text.split("include_str!(").skip(1) {
            assert!(!included.starts_with("\"../.."), "{path} includes what is outside of the crate");
        }
    }
}

fn rank(stage: &str) -> Option<usize> {
    STAGES.iter().position(|row| row.contains(&stage))
}

/// The stages in what follows `crate::`: `diag::{Code, Span}` or `{diag::Code, source::Span}`.
fn used_stages(path: &str) -> Vec<&str> {
    match path.strip_prefix('{') {
        None => vec![first_word(path)],
        Some(list) => list.split(',').map(|item| first_word(item.trim())).collect(),
    }
}

fn first_word(text: &str) -> &str {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or("")
}

fn names_crate(line: &str, name: &str) -> bool {
    line.match_indices(name).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = &line[at + name.len()..];
        let whole = before.is_none_or(|c| !c.is_alphanumeric() && c != '_' && c != ':');
        whole
            && (after.starts_with("::") || (line.trim_start().starts_with("use ") && after.starts_with(';')))
    })
}

fn code_lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| !line.trim_start().starts_with("//"))
}

/// The library's and the command line's files: path below `crate/src` and text.
fn sources() -> Vec<(String, String)> {
    let folder = root().join("crate/src");
    let all = files(&folder).into_iter().filter(|path| path.extension().is_some_and(|end| end == "rs"));
    all.map(|path| (relative(&path, &folder), read(&path))).collect()
}

/// All code that people write: path and text.
fn code() -> Vec<(String, String)> {
    let written = ["rs", "pest", "ts", "mjs", "css", "html", "toml", "yml"];
    let folders =
        ["crate/src", "crate/build", "tests", "web/src", "web/scripts", "scripts", ".ci", ".github"];
    folders
        .iter()
        .flat_map(|folder| files(&root().join(folder)))
        .filter(|path| path.extension().is_none_or(|end| written.iter().any(|known| end == *known)))
        .map(|path| (relative(&path, &root()), read(&path)))
        .collect()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn relative(path: &Path, folder: &Path) -> String {
    path.strip_prefix(folder).expect("a path below the folder").to_string_lossy().into_owned()
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// All files in a folder and the folders in it, by path; none when there is no such folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut entries: Vec<_> = entries.map(|entry| entry.expect("a readable folder").path()).collect();
    callsheet::sort::ascending(&mut entries);
    entries.into_iter().flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}
