//! The command line, end to end: what is printed where, and the exit status.

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use callsheet::diag::Code;
use serde_json::{Value, json};

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

const BROKEN: &str = "# two\n$x = = 1\n";

#[test]
fn findings_for_people_go_to_standard_error() {
    let ran = callsheet(&["parser", "validate", "-"], BROKEN);
    assert_eq!((ran.status, ran.out.as_str()), (1, ""));
    assert!(ran.err.starts_with("error[syntax-error]: "), "{}", ran.err);
    assert!(ran.err.contains("--> stdin.pp:2:6\n"), "{}", ran.err);
    assert!(ran.err.ends_with("\n1 error\n"), "{}", ran.err);
    assert!(!ran.err.contains('\u{1b}'), "colour into a pipe: {}", ran.err);
    let coloured = callsheet(&["parser", "validate", "--color", "always", "-"], BROKEN);
    assert!(coloured.err.contains("\u{1b}["), "{}", coloured.err);
}

#[test]
fn findings_for_programs_go_to_standard_output_alone() {
    for arguments in
        [&["parser", "validate", "-", "--format", "json"][..], &["check", "-e", "-", "--format", "json"]]
    {
        let ran = callsheet(arguments, BROKEN);
        assert_eq!((ran.status, ran.err.as_str()), (1, ""), "{arguments:?}");
        let findings: Value = serde_json::from_str(&ran.out).expect("JSON");
        let error = &findings.as_array().expect("an array")[0];
        let keys: Vec<&str> = error.as_object().expect("an object").keys().map(String::as_str).collect();
        let expected = "code severity phase message file line column end_line end_column hints labels fixes";
        assert_eq!(keys.join(" "), expected);
        assert_eq!((&error["code"], &error["severity"]), (&json!("syntax-error"), &json!("error")));
        assert_eq!(
            (&error["file"], &error["line"], &error["column"]),
            (&json!("stdin.pp"), &json!(2), &json!(6))
        );
    }
    let sound = callsheet(&["parser", "validate", "-", "--format", "json"], "notice('hello')\n");
    assert_eq!((sound.status, sound.out.as_str(), sound.err.as_str()), (0, "[]\n", ""));
}

/// The files of an environment, in order: each of them is broken, so each is named.
fn files_of(arguments: &[&str]) -> Vec<String> {
    let ran = callsheet(&[&["parser", "validate", "--format", "json"], arguments].concat(), "");
    let findings: Value = serde_json::from_str(&ran.out).unwrap_or_else(|_| panic!("{}", ran.err));
    let files = findings.as_array().expect("an array").iter();
    files.map(|it| it["file"].as_str().expect("a path").to_owned()).collect()
}

#[test]
fn an_environment_is_read_as_puppet_reads_it() {
    let root = folder(
        "layout",
        &[
            ("plain/site.pp", BROKEN),
            ("plain/other.pp", BROKEN),
            ("plain/modules/shop/manifests/init.pp", BROKEN),
            ("full/manifests/z.pp", BROKEN),
            ("full/manifests/a/nodes.pp", BROKEN),
            ("full/manifests/.hidden.pp", BROKEN),
            ("full/manifests/notes.txt", BROKEN),
            ("full/site.pp", BROKEN),
            ("full/environment.conf", "# mine\nmodulepath = own:modules:$basemodulepath\n"),
            ("full/modules/shop/manifests/init.pp", BROKEN),
            ("full/modules/web/manifests/a/b.pp", BROKEN),
            ("full/modules/web/functions/f.pp", BROKEN),
            ("full/modules/web/types/t.pp", BROKEN),
            ("full/modules/web/tests/t.pp", BROKEN),
            ("full/own/shop/manifests/front.pp", BROKEN),
            ("named/environment.conf", "manifest = here/main.pp\n"),
            ("named/here/main.pp", BROKEN),
            ("named/manifests/site.pp", BROKEN),
        ],
    );
    let path = |name: &str| root.join(name).to_string_lossy().into_owned();
    assert_eq!(files_of(&["-e", &path("plain")]), ["site.pp", "modules/shop/manifests/init.pp"]);
    assert_eq!(files_of(&["-e", &path("named")]), ["here/main.pp"]);
    let full = [
        "manifests/a/nodes.pp",
        "manifests/z.pp",
        "modules/shop/manifests/front.pp",
        "modules/web/manifests/a/b.pp",
        "modules/web/functions/f.pp",
        "modules/web/types/t.pp",
    ];
    assert_eq!(files_of(&["-e", &path("full")]), full);
    let alone = path("plain/site.pp");
    assert_eq!(files_of(&["-e", &alone]), [alone.as_str()]);
    let with_modules = ["-e", &alone, "--modulepath", &format!("{}:{}", path("none"), path("full/modules"))];
    assert_eq!(files_of(&with_modules).len(), 5);
    assert_eq!(files_of(&["-e", &path("plain/modules/shop/manifests/init.pp")]), ["init.pp"]);
}
