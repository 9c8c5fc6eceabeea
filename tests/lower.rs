//! What is lowered means the same: without orchestration each node gets what it got, and a Puppet without it reads it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use callsheet::catalog::NodeCatalog;
use callsheet::diag::{Diagnostics, Severity};
use callsheet::env::{Environment, Reference};
use callsheet::input::Input;
use callsheet::lower;
use callsheet::source::{FileId, Sources};
use callsheet::syntax::{self, Dialect};
use callsheet::{Compilation, compile};

#[expect(dead_code, reason = "only files are read from the cases here")]
mod case;

/// The examples of the page, and the pages of cases about applications and plans.
fn environments() -> BTreeMap<String, Sources> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut all = BTreeMap::new();
    for entry in std::fs::read_dir(root.join("web/examples")).expect("the examples") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            let mut sources = Sources::default();
            add_files(&path, &path, &mut sources);
            all.insert(format!("example {}", path.display()), sources);
        }
    }
    for folder in ["application", "plan"] {
        for entry in std::fs::read_dir(root.join("tests/cases").join(folder)).expect("cases") {
            let path = entry.expect("an entry").path();
            let name = path.display().to_string();
            let text = std::fs::read_to_string(&path).expect("a page");
            let cases = case::read(&path, &name, &text).expect("cases");
            all.extend(cases.iter().map(|case| (case.name.clone(), case.sources())));
        }
    }
    all
}

fn add_files(root: &Path, folder: &Path, sources: &mut Sources) {
    let paths: BTreeSet<_> =
        std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
    for path in paths {
        if path.is_dir() {
            add_files(root, &path, sources);
        } else {
            let name = path.strip_prefix(root).expect("below the root").to_string_lossy().into_owned();
            sources.add(&name, &std::fs::read_to_string(&path).expect("a text"));
        }
    }
}

/// The environment with the lowered files in the place of those that they are made of.
fn lowered(sources: &Sources, compilation: &Compilation) -> Sources {
    let files = lower::puppet(sources, compilation).files;
    let mut after = Sources::default();
    for (_, file) in sources.iter() {
        let new = files.iter().find(|(path, _)| *path == file.path);
        after.add(&file.path, new.map_or(&file.text, |(_, text)| text));
    }
    for (path, text) in &files {
        if sources.iter().all(|(_, file)| file.path != *path) {
            after.add(path, text);
        }
    }
    after
}

/// The resources of a catalog with what is set on them, but for what only orchestration has.
fn resources<'a>(catalog: &'a NodeCatalog, of: &Environment) -> BTreeMap<String, BTreeMap<&'a str, String>> {
    let instances: Vec<&Reference> = of.instances.iter().map(|instance| &instance.reference).collect();
    let is_plain = |reference: &Reference| {
        // A node definition is a resource of its catalog.
        &*reference.ty != "Node"
            && !instances.contains(&reference)
            && !exchanged(of).contains(&reference.ty.to_string())
    };
    let plain = catalog.resources.values().filter(|resource| is_plain(&resource.reference));
    plain
        .map(|resource| {
            let settings = resource.settings.values();
            let settings = settings.map(|setting| (setting.name.as_str(), setting.value.inspect()));
            (resource.reference.to_string(), settings.collect())
        })
        .collect()
}

/// The types of capabilities.
fn exchanged(environment: &Environment) -> Vec<String> {
    let components = environment.instances.iter().flat_map(|instance| &instance.components);
    let uses = components.flat_map(|component| component.produces.iter().chain(&component.consumes));
    uses.map(|used| used.capability.ty.to_string()).collect()
}

#[test]
fn each_node_gets_what_it_got() {
    let mut compared = 0;
    for (name, sources) in environments() {
        let before = compile(&sources, &Input::default(), &[]);
        if before.catalogs.is_empty() || before.catalogs.iter().any(|catalog| catalog.failed) {
            continue;
        }
        let nodes: Vec<&str> = before.catalogs.iter().map(|catalog| catalog.node.as_str()).collect();
        let plain = lowered(&sources, &before);
        let after = compile(&plain, &Input::default(), &nodes);
        let environment = &before.analysis.environment;
        // Metaparameters that order nodes, values that are not shown, and capabilities, which become hashes.
        let is_lowered = |name: &str, value: &str| {
            let capabilities = exchanged(environment).iter().any(|ty| value.contains(&format!("{ty}[")));
            ["export", "consume"].contains(&name) || value.contains("Sensitive [") || capabilities
        };
        for catalog in &before.catalogs {
            let other = after.catalogs.iter().find(|it| it.node == catalog.node);
            let other = other.unwrap_or_else(|| panic!("{name}: {} has no catalog any more", catalog.node));
            let (was, is) = (resources(catalog, environment), resources(other, environment));
            let names = |of: &BTreeMap<String, _>| of.keys().cloned().collect::<Vec<String>>();
            assert_eq!(names(&was), names(&is), "{name}: {}", catalog.node);
            for (resource, settings) in &was {
                let kept = settings.iter().filter(|(name, value)| !is_lowered(name, value));
                for (parameter, value) in kept {
                    let now = is.get(resource).and_then(|settings| settings.get(parameter));
                    assert_eq!(Some(value), now, "{name}: {resource} of {}: {parameter}", catalog.node);
                }
                let more =
                    is.get(resource).into_iter().flatten().find(|(name, _)| !settings.contains_key(*name));
                assert_eq!(more, None, "{name}: {resource} of {}", catalog.node);
            }
            compared += 1;
        }
    }
    assert!(compared > 60, "{compared} catalogs were compared");
}

/// Errors that reading this text gives.
fn errors(path: &str, text: &str, dialect: Dialect) -> Vec<String> {
    let sources = Sources::single(path, text);
    let mut diags = Diagnostics::default();
    let first: Vec<FileId> = sources.iter().map(|(id, _)| id).collect();
    for id in first {
        syntax::read(id, sources.file(id), dialect, &mut diags);
    }
    let found = diags.into_sorted();
    found.into_iter().filter(|it| it.severity != Severity::Note).map(|it| it.message).collect()
}

#[test]
fn a_puppet_without_orchestration_reads_it() {
    let plain = Dialect { app_orchestration: false, ..Dialect::default() };
    let mut read = 0;
    for (name, sources) in environments() {
        let compilation = compile(&sources, &Input::default(), &[]);
        if compilation.catalogs.is_empty() {
            continue;
        }
        for (path, text) in lower::puppet(&sources, &compilation).files {
            let id = sources.iter().find(|(_, file)| file.path == path).map(|(id, _)| id);
            // What was wrong before stays wrong.
            let before =
                id.map(|id| errors(&path, &sources.file(id).text, Dialect::default())).unwrap_or_default();
            if before.is_empty() {
                assert_eq!(errors(&path, &text, plain), [""; 0], "{name}: {text}");
                read += 1;
            }
        }
    }
    assert!(read > 60, "{read} files were read");
}

#[test]
fn bolt_reads_its_plan() {
    let tasks = Dialect { app_orchestration: false, tasks: true, ..Dialect::default() };
    for (name, sources) in environments() {
        let text = lower::bolt(&compile(&sources, &Input::default(), &[]).analysis.plan);
        assert_eq!(errors("modules/callsheet/plans/run.pp", &text, tasks), [""; 0], "{name}: {text}");
    }
}
