//! The command line, end to end: what is printed where, and the exit status.

#[path = "cli/reports.rs"]
mod reports;

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use callsheet::diag::Code;
use serde_json::{Value, json};

#[path = "cli/exports.rs"]
mod exports;
#[path = "cli/files.rs"]
mod files;
#[path = "cli/jobs.rs"]
mod jobs;
#[path = "cli/pages.rs"]
mod pages;
#[path = "cli/pipeline.rs"]
mod pipeline;

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
    for command in
        ["check", "fmt", "parser", "environment", "app", "job", "export", "explain", "completions", "man"]
    {
        assert!(top.out.contains(&format!("\n  {command} ")), "{}", top.out);
    }
    for leaf in [
        &["check"][..],
        &["fmt"],
        &["parser", "validate"],
        &["parser", "dump"],
        &["environment", "graph"],
        &["app", "show"],
        &["job", "plan"],
        &["job", "run"],
        &["explain"],
        &["completions"],
        &["man"],
        &["parser"],
        &["environment"],
        &["app"],
        &["job"],
        &["job", "run"],
        &["export"],
        &["export", "svg"],
        &["export", "html"],
        &["catalog"],
        &["catalog", "compile"],
    ] {
        let help = callsheet(&[leaf, &["--help"]].concat(), "");
        assert!(help.out.contains("Example"), "{leaf:?}: {}", help.out);
        assert!(help.out.contains(&format!("callsheet {}", leaf.join(" "))), "{leaf:?}: {}", help.out);
    }
}

/// What the help shows as an example has to be understood.
#[test]
fn examples_of_the_help_are_sound() {
    for code in callsheet(&["explain", "--help"], "")
        .out
        .lines()
        .filter_map(|line| line.trim().strip_prefix("callsheet explain "))
    {
        assert_eq!(callsheet(&["explain", code], "").status, 0, "{code}");
    }
}

#[test]
fn shells_get_completions() {
    for (shell, words) in
        [("bash", "complete -F _callsheet"), ("zsh", "#compdef callsheet"), ("fish", "complete -c callsheet")]
    {
        let ran = callsheet(&["completions", shell], "");
        assert_eq!((ran.status, ran.err.as_str()), (0, ""));
        assert!(ran.out.contains(words), "{}", ran.out);
        for option in ["with-prerequisites", "concurrency", "modulepath"] {
            assert!(ran.out.contains(option), "{shell} does not know {option}");
        }
    }
    assert_eq!(callsheet(&["completions", "cmd"], "").status, 2);
}

#[test]
fn every_command_has_a_manual_page() {
    let page = callsheet(&["man", "job", "plan"], "");
    assert_eq!((page.status, page.err.as_str()), (0, ""));
    for words in [".TH callsheet", "SYNOPSIS", "with\\-prerequisites", "callsheet job plan \\-e site.pp"] {
        assert!(page.out.contains(words), "no {words}: {}", page.out);
    }
    let root = folder("man", &[("readme.txt", "")]);
    let path = root.display().to_string();
    assert_eq!(callsheet(&["man", "--dir", &path], "").status, 0);
    for name in ["callsheet", "callsheet-check", "callsheet-job-plan", "callsheet-man"] {
        assert!(contents(&root, &format!("{name}.1")).contains(".SH NAME"), "{name}");
    }
    for (arguments, words) in [
        (&["man", "job", "walk"][..], "no command `callsheet job walk`"),
        (&["man", "--dir", &format!("{path}/nowhere")], "cannot write pages to"),
    ] {
        let ran = callsheet(arguments, "");
        assert_eq!((ran.status, ran.out.as_str()), (2, ""));
        assert!(ran.err.contains(words), "{}", ran.err);
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
        (vec!["job", "plan", "--nodes", "a,,b"], "name is empty"),
        (vec!["check", "-e", "-", "--modulepath", &path("missing")], "no directory of modules"),
        (vec!["check", "-e", &path("missing")], "no such file or directory"),
        (vec!["check", "-e", &path("empty")], "has no manifests"),
        (vec!["check", "-e", &path("bad.pp")], "is not UTF-8 in line 2"),
        (vec!["parser", "validate", &path("missing.pp")], "no such file or directory"),
        (vec!["fmt", &path("missing.pp")], "no such file or directory"),
        (vec!["fmt", "-", &path("bad.pp")], "stands alone"),
        (vec!["fmt", "a.epp"], "is a template"),
        (vec!["fmt", &path("bad.pp")], "is not UTF-8 in line 2"),
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
fn strict_says_how_bad_a_question_is() {
    let manifest = "$a = { 'k' => 1, 'k' => 2 }\n@class { 'b': }\n";
    let count = |strict: &str| {
        let ran = callsheet(&["parser", "validate", "--strict", strict, "-"], manifest);
        (ran.status, ran.err.matches("warning[").count(), ran.err.matches("error[").count())
    };
    assert_eq!(count("off"), (0, 1, 0));
    assert_eq!(count("warning"), (0, 2, 0));
    assert_eq!(count("error"), (1, 0, 2));
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
    let mut files: Vec<String> = files.map(|it| it["file"].as_str().expect("a path").to_owned()).collect();
    files.dedup();
    files
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
    let with_modules =
        ["-e", &alone, "--modulepath", &format!("{}:{}", path("full/own"), path("full/modules"))];
    assert_eq!(files_of(&with_modules).len(), 5);
    assert_eq!(files_of(&["-e", &path("plain/modules/shop/manifests/init.pp")]), ["init.pp"]);
}

const SHOP: &str = "define db { }
define web($host) { }
Db produces Sql { host => 'db1' }
Web consumes Sql { }
application shop {
  db { \"db-${name}\": export => Sql[\"s-${name}\"] }
  web { \"web-${name}\": consume => Sql[\"s-${name}\"] }
}
site {
  shop { 'blue':
    nodes => { Node['b1'] => Db['db-blue'], Node['b2'] => Web['web-blue'] },
  }
  shop { 'green':
    nodes => { Node['g1'] => Db['db-green'], Node['g2'] => Web['web-green'] },
  }
}
";

#[test]
fn a_sound_environment_is_planned_without_remarks() {
    for arguments in [
        &["job", "plan"][..],
        &["job", "plan", "--format", "json"],
        &["app", "show"],
        &["environment", "graph"],
        &["environment", "graph", "--format", "instances"],
    ] {
        let ran = callsheet(&[arguments, &["-e", "-"]].concat(), SHOP);
        assert_eq!((ran.status, ran.err.as_str()), (0, ""), "{arguments:?}");
        assert!(ran.out.ends_with('\n') && !ran.out.ends_with("\n\n"), "{arguments:?}: {:?}", ran.out);
    }
    let check = callsheet(&["check", "-e", "-"], SHOP);
    assert_eq!((check.status, check.out.as_str()), (0, ""));
    assert!(check.err.ends_with("\n1 note\n"), "{}", check.err);
    assert_eq!(check.err.matches("deprecated-app-orchestration").count(), 1, "{}", check.err);
    let validated = callsheet(&["parser", "validate", "-e", "-"], SHOP);
    assert!(validated.err.contains("... and at 3 other places\n"), "{}", validated.err);
}

fn plan(arguments: &[&str], manifest: &str) -> (i32, Value) {
    let ran = callsheet(&[&["job", "plan", "--format", "json", "-e", "-"], arguments].concat(), manifest);
    (ran.status, serde_json::from_str(&ran.out).unwrap_or_else(|_| panic!("{}{}", ran.out, ran.err)))
}

/// The names of the nodes in each level.
fn levels(plan: &Value) -> Vec<Vec<&str>> {
    let levels = plan["levels"].as_array().expect("levels").iter();
    levels
        .map(|level| {
            let nodes = level["nodes"].as_array().expect("nodes").iter();
            nodes.map(|node| node["name"].as_str().expect("a name")).collect()
        })
        .collect()
}

#[test]
fn a_plan_is_for_its_target() {
    let (status, all) = plan(&["--concurrency", "3"], SHOP);
    assert_eq!((status, &all["concurrency"], &all["environment"]), (0, &json!(3), &json!("production")));
    assert_eq!(levels(&all), [["b1", "g1"], ["b2", "g2"]]);
    for target in ["Shop[blue]", "Shop['blue']", "shop[\"blue\"]"] {
        let (status, blue) = plan(&["--application", target], SHOP);
        assert_eq!((status, &blue["target"]), (0, &json!("Shop[blue]")));
        assert_eq!(levels(&blue), [["b1"], ["b2"]]);
    }
    let (_, nodes) = plan(&["--nodes", "b2, g1"], SHOP);
    assert_eq!(levels(&nodes), [["b2", "g1"]]);
    assert_ne!(nodes["warnings"], json!([]));
    assert_eq!(nodes["cut"][0]["waits_for"]["node"], json!("b1"));
    let (_, nodes) = plan(&["--nodes", "b2,g1", "--with-prerequisites"], SHOP);
    assert_eq!(levels(&nodes), [vec!["b1", "g1"], vec!["b2"]]);
    assert_eq!(nodes["levels"][0]["nodes"][0]["prerequisite"], json!(true));
    assert_eq!(nodes["cut"], json!([]));
}

#[test]
fn a_plan_explains_itself() {
    let plan = |arguments: &[&str]| callsheet(&[&["job", "plan", "-e", "-"], arguments].concat(), SHOP);
    let chain = plan(&["--explain", "b2"]);
    let expected = "b2 is at level 1\n  because Web[web-blue] consumes Sql[s-blue] from Db[db-blue] on b1, which is at \
                    level 0\n  because no component on b1 waits for another node\n";
    assert_eq!((chain.status, chain.out.as_str(), chain.err.as_str()), (0, expected, ""));
    let beside = plan(&["--nodes", "b1,b2", "--explain"]);
    let expected =
        "b2\n    Shop[blue] - Web[web-blue]\n        because Web[web-blue] consumes Sql[s-blue] from";
    assert!(beside.out.contains(expected), "{}", beside.out);
    let document: Value =
        serde_json::from_str(&plan(&["--explain", "b2", "--format", "json"]).out).expect("JSON");
    assert_eq!((&document["level"], &document["chain"][1]["node"]), (&json!(1), &json!("b1")));
    assert_eq!(document["chain"][0]["because"]["capability"], json!("Sql[s-blue]"));
    for (arguments, words) in [
        (&["--nodes", "b1", "--explain", "b2"][..], "`b2` is not in the target `b1`"),
        (&["--explain", "c2"], "the environment has no node `c2`: did you mean `b2`?"),
    ] {
        let ran = plan(arguments);
        assert_eq!((ran.status, ran.out.as_str()), (2, ""));
        assert!(ran.err.contains(words), "{}", ran.err);
    }
}

#[test]
fn names_are_coloured_when_asked_for() {
    let coloured =
        |arguments: &[&str]| callsheet(&[arguments, &["-e", "-", "--color", "always"]].concat(), SHOP).out;
    let [cyan, magenta, yellow, end] = ["\u{1b}[36m", "\u{1b}[35m", "\u{1b}[33m", "\u{1b}[0m"];
    let shop = format!("{cyan}Shop{end}[{magenta}blue{end}]");
    let db = format!("{cyan}Db{end}[{magenta}db-blue{end}]");
    let plan = coloured(&["job", "plan"]);
    assert!(plan.contains(&format!("\n{yellow}b1{end}\n    {shop} - {db}\n")), "{plan}");
    let show = coloured(&["app", "show"]);
    assert!(
        show.starts_with(&format!("{shop}\n    {db} => {yellow}b1{end}\n        + produces {cyan}Sql")),
        "{show}"
    );
    assert!(!callsheet(&["job", "plan", "-e", "-"], SHOP).out.contains('\u{1b}'));
}

#[test]
fn an_unknown_target_is_wrong_usage_with_a_suggestion() {
    for (arguments, words) in [
        (&["job", "plan", "--application", "Shpo"][..], "no application `Shpo`: did you mean `Shop`?"),
        (&["job", "plan", "--application", "Shop[bleu]"], "did you mean `Shop[blue]`?"),
        (&["app", "show", "Nothing"], "it has `Shop`, `Shop[blue]`, `Shop[green]`"),
        (&["app", "show", "Shop::Nothing"], "no application `Shop::Nothing`"),
        (&["job", "plan", "--application", "b1"], "`b1` is a node"),
        (
            &["job", "plan", "--application", "db['db-blue']"],
            "`Db[db-blue]` is a component: take its instance `Shop[blue]` or its node `b1`",
        ),
        (&["job", "plan", "--application", "Db"], "such as `Shop[blue]`"),
        (&["job", "plan", "--nodes", "b1,b3"], "no node `b3`: did you mean `b1`?"),
        (&["job", "plan", "--nodes", "Shop[blue]"], "`Shop[blue]` is an application"),
    ] {
        let ran = callsheet(&[arguments, &["-e", "-"]].concat(), SHOP);
        assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{arguments:?}");
        assert!(ran.err.contains(words), "{}", ran.err);
    }
}

#[test]
fn what_can_be_planned_is_planned_beside_errors() {
    let cycle = SHOP.replace("Node['g1']", "Node['b2']").replace("Node['g2']", "Node['b1']");
    let ran = callsheet(&["job", "plan", "-e", "-"], &cycle);
    assert_eq!(ran.status, 1);
    assert!(ran.out.contains("Dependency cycle: b1 -> b2 -> b1\n"), "{}", ran.out);
    assert!(ran.err.starts_with("error[node-cycle]: "), "{}", ran.err);
    let (_, document) = plan(&[], &cycle);
    assert_eq!(document["cycles"][0]["nodes"], json!(["b1", "b2"]));

    let half = SHOP.replace("Node['g2'] => Web['web-green']", "");
    let (status, document) = plan(&[], &half);
    assert_eq!(status, 1);
    assert_eq!(levels(&document), [vec!["b1", "g1"], vec!["b2"]]);
}

#[test]
fn output_is_the_same_bytes_every_time() {
    for arguments in [&["check", "-e", "-", "--format", "json"][..], &["job", "plan", "-e", "-"]] {
        let runs: Vec<String> = (0..3).map(|_| callsheet(arguments, SHOP).out).collect();
        assert!(runs.windows(2).all(|pair| pair[0] == pair[1]), "{arguments:?}");
    }
}

#[test]
fn an_environment_in_environments_gives_its_name() {
    let root = folder("named/environments/staging", &[("manifests/site.pp", SHOP)]);
    let ran = callsheet(&["environment", "graph", "-e", &root.to_string_lossy()], "");
    let graph: Value = serde_json::from_str(&ran.out).expect("JSON");
    assert_eq!(graph["environment"], json!("staging"));
}

/// The text of a file in the folder.
fn contents(root: &std::path::Path, path: &str) -> String {
    std::fs::read_to_string(root.join(path)).expect("a readable file")
}

#[test]
fn facts_come_from_a_file_and_data_from_the_environment() {
    let site =
        "node 'n.example' { notify { \"${role} ${facts['os']['family']} ${lookup('port')}\": } }\nsite { }\n";
    let root = folder(
        "facts",
        &[
            ("manifests/site.pp", site),
            ("callsheet.yaml", "facts: { '*': { role: none, os: { family: Debian } } }\n"),
            ("hiera.yaml", "version: 5\ndefaults: { datadir: details, data_hash: yaml_data }\n"),
            ("details/common.yaml", "port: 80\n"),
            ("facts.json", "{\"n.example\": {\"role\": \"db\"}}"),
            ("facts.txt", ""),
        ],
    );
    let (root, facts) = (root.display().to_string(), root.join("facts.json").display().to_string());
    let compile = ["catalog", "compile", "-e", &root, "--node", "n.example", "--format", "human", "--facts"];
    let ran = callsheet(&[&compile[..], &[&facts]].concat(), "");
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert!(ran.out.contains("Notify[db Debian 80]"), "{}", ran.out);
    let wrong = facts.replace(".json", ".txt");
    let ran = callsheet(&[&compile[..], &[&wrong]].concat(), "");
    assert_eq!(ran.status, 2);
    assert!(ran.err.contains("facts are in files that end in"), "{}", ran.err);
}

#[test]
fn a_saved_graph_is_an_environment() {
    let graph = r#"{"environment":"test","applications":{"Shop[a]":{"Db[d]":{"produces":["Sql[s]"],"consumes":[],"node":"db"},"Web[w]":{"produces":[],"consumes":["Sql[s]"],"node":"web"}}},"code_id":null}"#;
    let root = folder("saved", &[("graph.json", graph)]);
    let path = root.join("graph.json").display().to_string();
    let plan = callsheet(&["job", "plan", "-e", &path, "--application", "Shop", "--format", "json"], "");
    assert_eq!((plan.status, plan.err.as_str()), (0, ""));
    let plan: Value = serde_json::from_str(&plan.out).expect("JSON");
    assert_eq!(plan["environment"], "test");
    assert_eq!(plan["levels"][1]["nodes"][0]["name"], "web");
    let again = callsheet(&["environment", "graph", "-e", "-"], graph);
    let (again, graph): (Value, Value) =
        (serde_json::from_str(&again.out).expect("JSON"), serde_json::from_str(graph).expect("JSON"));
    assert_eq!(again, graph);
    assert_eq!(callsheet(&["check", "-e", &path], "").err, "no problems\n");
    let catalog = callsheet(&["catalog", "compile", "-e", &path, "--node", "db"], "");
    assert_eq!(catalog.status, 2);
    assert!(catalog.err.contains("says nothing of catalogs"), "{}", catalog.err);
}
