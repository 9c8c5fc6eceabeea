//! The GitHub Action and the hooks for pre-commit: what they define is run, against the binary that was built.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use callsheet::diag::Diagnostics;
use callsheet::source::FileId;
use callsheet::yaml::{self, Node};

use super::folder;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn definition(name: &str) -> Node {
    let text = fs::read_to_string(root().join(name)).expect("the definition");
    let mut diags = Diagnostics::default();
    let node = yaml::read(FileId(0), name, &text, &mut diags);
    assert!(diags.into_sorted().is_empty(), "{name} is sound YAML");
    node.expect("something in it")
}

fn text<'a>(node: &'a Node, key: &str) -> &'a str {
    node.get(key).and_then(Node::text).unwrap_or_else(|| panic!("no {key}"))
}

/// A checkout in which the binary is built, as the definitions leave it after their first run.
fn checkout(name: &str) -> PathBuf {
    let place = folder(name, &[("target/installed/bin/readme.txt", ""), (".ci/readme.txt", "")]);
    fs::copy(root().join(".ci/callsheet"), place.join(".ci/callsheet")).expect("the script");
    let tool = place.join("target/installed/bin/callsheet");
    fs::copy(env!("CARGO_BIN_EXE_callsheet"), tool).expect("the binary");
    place
}

const BROKEN: &str =
    "application shop { web { 'w': } }\ndefine web() {}\nsite { shop { 'one': nodes => {} } }\n";

#[test]
fn the_action_checks_an_environment() {
    let action = definition("action.yml");
    let steps = action.get("runs").and_then(|it| it.get("steps")).and_then(Node::items).expect("steps");
    let inputs = action.get("inputs").and_then(Node::pairs).expect("inputs");
    let check = steps.iter().find(|it| it.get("id").and_then(Node::text) == Some("check")).expect("a check");
    for step in steps {
        if let Some(script) = step.get("run").and_then(Node::text) {
            assert!(!script.contains("${{"), "what somebody typed must not become a script: {script}");
            assert_eq!(text(step, "shell"), "bash");
        }
    }
    let place = checkout("action");
    let work = folder("action-work", &[("env/manifests/site.pp", BROKEN), ("facts.yaml", "'*': { a: 1 }\n")]);
    let run = |given: &[(&str, &str)]| {
        let mut bash = Command::new("bash");
        bash.args(["--noprofile", "--norc", "-eo", "pipefail", "-c", text(check, "run")]).current_dir(&work);
        for (name, value) in check.get("env").and_then(Node::pairs).expect("variables") {
            let (name, value) = (name.text().expect("a name"), value.text().expect("an expression"));
            let value = match value.strip_prefix("${{ inputs.").and_then(|it| it.strip_suffix(" }}")) {
                Some(input) => given.iter().rev().find(|(name, _)| *name == input).map_or_else(
                    || {
                        let known =
                            inputs.iter().find(|(name, _)| name.text() == Some(input)).expect("known");
                        text(&known.1, "default").to_owned()
                    },
                    |(_, value)| (*value).to_owned(),
                ),
                None => {
                    assert_eq!(value, "${{ github.action_path }}");
                    place.display().to_string()
                }
            };
            bash.env(name, value);
        }
        let output = bash.output().expect("bash runs");
        let err = String::from_utf8_lossy(&output.stderr).into_owned();
        (output.status.code(), String::from_utf8(output.stdout).expect("UTF-8"), err)
    };
    let (status, out, err) = run(&[("environment", "env")]);
    assert_eq!(status, Some(1), "{err}");
    assert!(out.contains("::error file=env/manifests/site.pp,line=1,"), "{out}");
    // Whatever stands in an input, it stays one word.
    let evil = "$(touch evil)`touch evil`'; touch evil; '\" x";
    for input in ["environment", "modulepath", "facts", "args"] {
        let (status, _, err) = run(&[("environment", "env"), (input, evil)]);
        assert_eq!(status, Some(2), "{input}: {err}");
    }
    assert!(!work.join("evil").exists());
    fs::write(work.join("env/manifests/site.pp"), "node default {}\n").expect("a manifest");
    let (status, out, err) =
        run(&[("environment", "env"), ("facts", "facts.yaml\n"), ("args", "--color=never\n")]);
    assert_eq!((status, out.as_str(), err.as_str()), (Some(0), "", ""));
}

#[test]
fn the_source_of_the_action_has_a_name_for_its_cache() {
    let action = definition("action.yml");
    let steps = action.get("runs").and_then(|it| it.get("steps")).and_then(Node::items).expect("steps");
    let cache = steps.iter().find(|it| it.get("uses").is_some()).expect("a cache");
    assert!(text(cache.get("with").expect("its inputs"), "key").contains("steps.source.outputs.sum"));
    let place = folder("action-cache", &[("outputs", "")]);
    let status = Command::new("bash")
        .args(["-eo", "pipefail", "-c", text(&steps[0], "run")])
        .env("SOURCE", root())
        .env("GITHUB_OUTPUT", place.join("outputs"))
        .status();
    assert!(status.expect("bash runs").success());
    let outputs = fs::read_to_string(place.join("outputs")).expect("the outputs");
    let sum = outputs.trim().strip_prefix("sum=").expect("a sum");
    assert!(sum.len() == 40 && sum.chars().all(|it| it.is_ascii_hexdigit()), "{outputs}");
}

#[test]
fn the_hooks_run_as_pre_commit_runs_them() {
    let hooks = definition(".pre-commit-hooks.yaml");
    let hooks = hooks.items().expect("a list");
    let ids: Vec<&str> = hooks.iter().map(|hook| text(hook, "id")).collect();
    assert_eq!(ids, ["callsheet-check", "callsheet-validate", "callsheet-fmt"]);
    let place = checkout("hooks");
    let manifest = "node default {\nnotify { 'a': }\n}\n";
    let work = folder("hooks-work", &[("manifests/site.pp", manifest)]);
    // A script's first word is a path in the checkout of the hooks.
    let run = |id: &str, arguments: &[&str]| {
        let hook = hooks.iter().find(|hook| text(hook, "id") == id).expect("the hook");
        assert_eq!(text(hook, "language"), "script");
        let mut words = text(hook, "entry").split(' ');
        let script = place.join(words.next().expect("a script"));
        let takes_files = hook.get("pass_filenames").is_none();
        let files: &[&str] = if takes_files { &["manifests/site.pp"] } else { &[] };
        let mut command = Command::new(script);
        let output = command.args(words).args(arguments).args(files).current_dir(&work).output();
        output.expect("the script runs").status.code()
    };
    let site = work.join("manifests/site.pp");
    assert_eq!(run("callsheet-check", &[]), Some(0));
    assert_eq!(run("callsheet-check", &["--environment", "nowhere"]), Some(2));
    assert_eq!(run("callsheet-validate", &[]), Some(0));
    assert_eq!(run("callsheet-fmt", &["--check"]), Some(1));
    assert_eq!(fs::read_to_string(&site).expect("the manifest"), manifest);
    // It changes the file, which pre-commit takes for a failure.
    assert_eq!(run("callsheet-fmt", &[]), Some(0));
    assert!(fs::read_to_string(&site).expect("the manifest").contains("\n  notify"));
    fs::write(&site, BROKEN).expect("a manifest");
    assert_eq!(run("callsheet-check", &[]), Some(1));
    assert_eq!(run("callsheet-validate", &[]), Some(0));
    fs::write(&site, "node {\n").expect("a manifest");
    assert_eq!(run("callsheet-validate", &[]), Some(1));
}
