//! Writes what the native library answers to every case and every recorded manifest, for every text form (the catalogs
//! of all nodes among them, and that of a node that no application names) and to its editor, to `target/golden.json`;
//! `web/golden.mjs` compares it with what the built WebAssembly package answers. What only the command line prints as
//! JSON goes to `target/documents.json`, for `web/schemas.mjs`.

#![expect(clippy::print_stdout, reason = "it says what it wrote")]

#[expect(dead_code, reason = "only files are read from the cases here")]
mod case;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use callsheet::export::{self, plan_why};
use callsheet::input::{Conditions, Input};
use callsheet::source::Sources;
use callsheet::{Compilation, compare, editor, simulate};
use serde_json::{Value, json};

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let cases = cases(&root);
    let entries: Vec<Value> = cases.iter().map(|(name, files)| entry(name, files)).collect();
    assert!(entries.len() > 100, "the cases were found");
    let folder = root.join("target");
    fs::create_dir_all(&folder).expect("a folder for the result");
    let text = serde_json::to_string(&entries).expect("plain data");
    fs::write(folder.join("golden.json"), text).expect("a writable folder");
    let text = serde_json::to_string(&documents(&cases)).expect("plain data");
    fs::write(folder.join("documents.json"), text).expect("a writable folder");
    println!(
        "test result: ok. 1 passed; 0 failed; {} manifests written to target/golden.json",
        entries.len()
    );
}

/// A node that manifests without applications are compiled for.
const OTHER_NODE: &str = "n.example.com";

type Files = Vec<(String, String)>;

fn cases(root: &Path) -> Vec<(String, Files)> {
    let mut cases = Vec::new();
    for path in with_extension(&root.join("tests/cases"), "md") {
        let name = relative(&path, root);
        let read = case::read(&path, &name, &read(&path)).unwrap_or_default();
        cases.extend(read.into_iter().map(|case| (case.name, case.files)));
    }
    let types: Files = with_extension(&root.join("tests/conformance/appcaps"), "rb")
        .iter()
        .map(|path| (relative(path, &root.join("tests/conformance")), read(path)))
        .map(|(path, text)| (format!("modules/{path}"), text))
        .collect();
    for path in with_extension(&root.join("tests/conformance"), "pp") {
        let mut files = vec![("manifest.pp".to_owned(), read(&path))];
        files.extend(types.iter().cloned());
        cases.push((relative(&path, root), files));
    }
    cases
}

fn entry(name: &str, files: &[(String, String)]) -> Value {
    let sources = sources(files);
    let input = Input::default();
    let mut texts = serde_json::Map::new();
    for form in callsheet::forms::FORMS {
        let text = callsheet::forms::text(form, &sources, &input).expect("a form of the list");
        texts.insert((*form).to_owned(), text.into());
    }
    let other = Input { node: Some(OTHER_NODE.to_owned()), ..Input::default() };
    let catalog = callsheet::forms::text("catalog-json", &sources, &other).expect("a form of the list");
    let view = serde_json::to_string(&callsheet::view(&sources, &input)).expect("plain data");
    texts.insert("view".to_owned(), view.into());
    let files: Vec<Value> = files.iter().map(|(path, text)| file(path, text)).collect();
    json!({ "name": name, "files": files, "texts": texts, "others": { OTHER_NODE: catalog } })
}

fn sources(files: &[(String, String)]) -> Sources {
    let mut sources = Sources::default();
    for (path, text) in files {
        sources.add(path, text);
    }
    sources
}

/// The JSON texts of the cases that only the command line prints, by the names of their schemas: a run in which the
/// first node fails, why the last node has its place, what changed since the case before, and from the binary itself
/// findings and trees of the cases of one manifest that provoke a finding.
fn documents(cases: &[(String, Files)]) -> Value {
    let [mut runs, mut reasons, mut changes, mut findings, mut trees]: [Vec<String>; 5] = Default::default();
    let mut before: Option<Compilation> = None;
    for (name, files) in cases.iter().filter(|(name, _)| !name.ends_with(".pp")) {
        let sources = sources(files);
        let (compilation, run) = simulate(&sources, &Input::default());
        let plan = &compilation.analysis.plan;
        runs.push(export::run_json(plan, &run));
        if let Some(first) = plan.steps().next() {
            let conditions = Conditions { failed: vec![first.node.clone()], ..Conditions::default() };
            let (_, run) = simulate(&sources, &Input { conditions, ..Input::default() });
            runs.push(export::run_json(plan, &run));
        }
        let last = plan.steps().last().map(|step| step.node.clone());
        reasons.extend(last.and_then(|node| plan_why::why_json(plan, &node)));
        changes.extend(before.map(|before| export::diff_json(plan, &compare(&before, &compilation))));
        before = Some(compilation);
        if let ([(_, text)], true) = (files.as_slice(), name.contains("diagnostics/")) {
            findings.push(printed(&["check", "-e", "-", "--format", "sarif"], text));
            trees.push(printed(&["parser", "dump", "-", "--format", "json"], text));
        }
    }
    json!({ "job-run": runs, "job-explain": reasons, "job-diff": changes, "sarif": findings, "parser-dump": trees })
}

/// What the binary prints about a manifest.
fn printed(arguments: &[&str], manifest: &str) -> String {
    let mut child = Command::new(env!("CARGO_BIN_EXE_callsheet"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the binary runs");
    child.stdin.take().expect("piped").write_all(manifest.as_bytes()).expect("it reads its input");
    let output = child.wait_with_output().expect("the binary ends");
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// A file with what its editor asks.
fn file(path: &str, text: &str) -> Value {
    json!({
        "path": path,
        "text": text,
        "tokens": editor::tokens(path, text),
        "folds": editor::folds(path, text),
        "symbols": editor::symbols(path, text),
    })
}

fn with_extension(folder: &Path, extension: &str) -> Vec<PathBuf> {
    case::files_below(folder)
        .into_iter()
        .filter(|path| path.extension().is_some_and(|end| end == extension))
        .collect()
}

fn relative(path: &Path, folder: &Path) -> String {
    path.strip_prefix(folder).expect("a path below the folder").to_string_lossy().into_owned()
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
