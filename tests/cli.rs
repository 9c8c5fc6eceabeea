//! The command line, end to end: what is printed where, and the exit status.

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use callsheet::diag::Code;

/// What a run left behind.
struct Ran {
    status: i32,
    out: String,
    err: String,
}

/// Runs `callsheet` in the folder of the tests, with this standard input.
fn callsheet(arguments: &[&str], input: &str) -> Ran {
    let mut child = Command::new(env!("CARGO_BIN_EXE_callsheet"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary runs");
    // A command that does not read its input closes it early.
    let _ = child.stdin.take().expect("piped").write_all(input.as_bytes());
    let output = child.wait_with_output().expect("the binary ends");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    Ran {
        status: output.status.code().expect("no signal"),
        out: text(output.stdout),
        err: text(output.stderr),
    }
}

/// A folder of its own for a test, with these files.
fn folder(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let root = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&root);
    for (path, text) in files {
        let path = root.join(path);
        std::fs::create_dir_all(path.parent().expect("a file in a folder")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    }
    root
}

#[test]
fn help_names_every_command_with_an_example() {
    let top = callsheet(&["--help"], "");
    assert_eq!((top.status, top.err.as_str()), (0, ""));
    for command in ["check", "parser", "environment", "app", "job", "explain"] {
        assert!(top.out.contains(&format!("\n  {command} ")), "{}", top.out);
    }
    for leaf in [
        &["check"][..],
        &["parser", "validate"],
        &["environment", "graph"],
        &["app", "show"],
        &["job", "plan"],
        &["explain"],
    ] {
        let help = callsheet(&[leaf, &["--help"]].concat(), "");
        assert!(help.out.contains("Example"), "{leaf:?}: {}", help.out);
        assert!(help.out.contains(&format!("callsheet {}", leaf.join(" "))), "{leaf:?}: {}", help.out);
    }
}

#[test]
fn wrong_usage_and_unreadable_input_is_2() {
    let root = folder("unreadable", &[("empty/readme.txt", ""), ("bad.pp", "")]);
    std::fs::write(root.join("bad.pp"), b"# ok\n# \xff\n").unwrap();
    let path = |name: &str| root.join(name).to_string_lossy().into_owned();
    for (arguments, words) in [
        (vec![], "Usage"),
        (vec!["nonsense"], "nonsense"),
        (vec!["check", "--format", "yaml"], "yaml"),
        (vec!["job", "plan", "--application", "A", "--nodes", "b"], "cannot be used"),
        (vec!["job", "plan", "--concurrency", "0"], "0"),
        (vec!["check", "-e", &path("missing")], "no such file or directory"),
        (vec!["check", "-e", &path("empty")], "has no manifests"),
        (vec!["check", "-e", &path("bad.pp")], "is not UTF-8 in line 2"),
        (vec!["parser", "validate", &path("missing.pp")], "no such file or directory"),
        (vec!["explain", "no-such-code"], "there is no diagnostic `no-such-code`"),
    ] {
        let ran = callsheet(&arguments, "");
        assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{arguments:?}: {}", ran.err);
        assert!(ran.err.contains(words), "{arguments:?}: {}", ran.err);
    }
}

#[test]
fn explain_prints_the_page_or_lists_all() {
    let page = callsheet(&["explain", "node-cycle"], "");
    assert_eq!((page.status, page.err.as_str()), (0, ""));
    assert!(page.out.starts_with("# node-cycle\n"));
    let list = callsheet(&["explain"], "");
    assert_eq!(list.status, 0);
    assert_eq!(list.out.lines().count(), Code::ALL.len());
    assert!(list.out.contains("error    node-cycle "), "{}", list.out);
}
