//! Writes what the native library answers to every case and every recorded manifest, for every text form (the catalogs
//! of all nodes among them, and that of a node that no application names) and to its editor, to `target/golden.json`; `web/golden.mjs` compares it with what the built WebAssembly package answers.

#![expect(clippy::print_stdout, reason = "it says what it wrote")]

#[expect(dead_code, reason = "only files are read from the cases here")]
mod case;

use std::fs;
use std::path::{Path, PathBuf};

use callsheet::editor;
use callsheet::input::Input;
use callsheet::source::Sources;
use serde_json::{Value, json};

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let entries: Vec<Value> = cases(&root).into_iter().map(|(name, files)| entry(&name, &files)).collect();
    assert!(entries.len() > 100, "the cases were found");
    let folder = root.join("target");
    fs::create_dir_all(&folder).expect("a folder for the result");
    let text = serde_json::to_string(&entries).expect("plain data");
    fs::write(folder.join("golden.json"), text).expect("a writable folder");
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
    let mut sources = Sources::default();
    for (path, text) in files {
        sources.add(path, text);
    }
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
