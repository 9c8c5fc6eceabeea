//! What is done with single files: `fmt`, `parser dump`, and `check --fix`.

use serde_json::{Value, json};

use super::{BROKEN, callsheet, contents, folder};

#[test]
fn fmt_formats_what_can_be_read_and_names_what_changed() {
    let root = folder(
        "fmt",
        &[
            ("site.pp", "node default{include a}\n"),
            ("modules/a/manifests/init.pp", "class a {}\n"),
            ("modules/a/manifests/b.pp", "class a::b {\r\n\t$x=1\r\n}\r\n"),
            ("modules/a/templates/c.epp", "<%= $x   %>"),
            ("broken.pp", BROKEN),
        ],
    );
    let path = root.to_string_lossy().into_owned();
    let ran = callsheet(&["fmt", &path], "");
    assert_eq!(ran.out, format!("{path}/modules/a/manifests/b.pp\n{path}/site.pp\n"));
    assert_eq!(ran.status, 1, "a file has errors");
    assert!(ran.err.starts_with("error[syntax-error]: "), "{}", ran.err);
    assert!(ran.err.contains("broken.pp:2:6\n"), "{}", ran.err);
    assert_eq!(contents(&root, "site.pp"), "node default {\n  include a\n}\n");
    assert_eq!(contents(&root, "modules/a/manifests/b.pp"), "class a::b {\r\n  $x = 1\r\n}\r\n");
    assert_eq!(contents(&root, "modules/a/templates/c.epp"), "<%= $x   %>");
    assert_eq!(contents(&root, "broken.pp"), BROKEN);
    std::fs::remove_file(root.join("broken.pp")).expect("a file");
    let again = callsheet(&["fmt", &path], "");
    assert_eq!((again.status, again.out.as_str(), again.err.as_str()), (0, "", ""));
}

#[test]
fn fmt_check_shows_what_would_change_and_changes_nothing() {
    let long: String = (0..9).map(|number| format!("$a{number} = 1\n")).collect();
    let before = format!("{long}$b=1\n{long}");
    let root = folder("fmt-check", &[("site.pp", &before), ("good.pp", "include a\n")]);
    let path = |name: &str| root.join(name).to_string_lossy().into_owned();
    let ran = callsheet(&["fmt", "--check", &path("site.pp"), &path("good.pp")], "");
    let name = path("site.pp");
    let context =
        "@@ -7,7 +7,7 @@\n $a6 = 1\n $a7 = 1\n $a8 = 1\n-$b=1\n+$b = 1\n $a0 = 1\n $a1 = 1\n $a2 = 1\n";
    assert_eq!(ran.out, format!("--- {name}\n+++ {name}\n{context}"));
    assert_eq!((ran.status, ran.err.as_str()), (1, "1 file would change\n"));
    assert_eq!(contents(&root, "site.pp"), before);
    let good = callsheet(&["fmt", "--check", &path("good.pp")], "");
    assert_eq!((good.status, good.out.as_str(), good.err.as_str()), (0, "", ""));
}

#[test]
fn fmt_reads_standard_input() {
    let ran = callsheet(&["fmt", "-"], "include   a # why\n");
    assert_eq!((ran.status, ran.out.as_str(), ran.err.as_str()), (0, "include a # why\n", ""));
    let broken = callsheet(&["fmt", "-"], BROKEN);
    assert_eq!((broken.status, broken.out.as_str()), (1, ""));
    assert!(broken.err.contains("stdin.pp:2:6"), "{}", broken.err);
    let checked = callsheet(&["fmt", "--check", "-"], "include   a\n");
    assert_eq!(checked.status, 1);
    assert!(checked.out.ends_with("-include   a\n+include a\n"), "{}", checked.out);
}

#[test]
fn parser_dump_prints_trees_as_puppet_does() {
    let one = callsheet(&["parser", "dump", "-"], "$a = ]\n");
    assert_eq!((one.status, one.out.as_str()), (1, "(= (var \"a\") (error))\n"));
    let names = callsheet(&["parser", "dump", "--no-app-orchestration", "-"], "$a = site\n");
    assert_eq!(
        (names.status, names.out.as_str(), names.err.as_str()),
        (0, "(= (var \"a\") (qn \"site\"))\n", "")
    );
    let plan = callsheet(&["parser", "dump", "--tasks", "-"], "plan a() { }");
    assert_eq!(plan.out, "(plan {:name \"a\"})\n");
    let root = folder("dump", &[("a.pp", "$x = 1"), ("b.epp", "<%= 1 %>")]);
    let path = |name: &str| root.join(name).to_string_lossy().into_owned();
    let both = callsheet(&["parser", "dump", &path("a.pp"), &path("b.epp")], "");
    let (a, b) = (path("a.pp"), path("b.epp"));
    let expected = format!("--- {a}\n(= (var \"x\") 1)\n--- {b}\n(lambda {{:body [(epp (render 1))]}})\n");
    assert_eq!(both.out, expected);
}

#[test]
fn parser_dump_prints_json_by_its_schema() {
    let text = include_str!("../../schemas/parser-dump.schema.json");
    let schema: Value = serde_json::from_str(text).expect("the schema is JSON");
    let kinds = schema.pointer("/$defs/node/properties/kind/enum").and_then(Value::as_array).expect("kinds");
    let manifest = "class a($x = {b => [1, \"c${d}\"]}) { file { 'e': * => $f } -> F <| g == 1 |> }\n$h = ü(";
    let ran = callsheet(&["parser", "dump", "--format", "json", "-"], manifest);
    assert_eq!(ran.status, 1);
    let tree: Value = serde_json::from_str(&ran.out).expect("JSON");
    assert_eq!(tree["version"], schema["properties"]["version"]["const"]);
    assert_eq!(tree["files"][0]["complete"], json!(false));
    let class = &tree["files"][0]["statements"][0];
    assert_eq!((&class["kind"], &class["line"], &class["start"]), (&json!("class"), &json!(1), &json!(0)));
    let mut open = vec![&tree["files"][0]["statements"]];
    let mut nodes = 0;
    while let Some(value) = open.pop() {
        open.extend(value.as_array().into_iter().flatten());
        let Some(node) = value.as_object() else { continue };
        assert!(kinds.contains(&node["kind"]), "{}", node["kind"]);
        assert!(["start", "end", "line", "column"].iter().all(|name| node[*name].is_u64()), "{value}");
        assert!(node["start"].as_u64() <= node["end"].as_u64(), "{value}");
        open.extend(node.values());
        nodes += 1;
    }
    assert!(nodes > 20, "{nodes}");
}

/// An instance whose consumer wants what nobody exports, and a title that is misspelt.
const MENDABLE: &str = "\
define shop::db($host = 'db1') { }
define shop::web($host = undef) { }
Shop::Db produces Sql { host => $host }
Shop::Web consumes Sql { host => $host }
application shop {
  shop::db { 'db':
    host => 'x', # the host
  }
  shop::web { 'web':
    consume => Sql['s'],
  }
}
site {
  shop { 'one':
    nodes => {
      Node['n1'] => Shop::Db['db'],
      Node['n2'] => Shop::Web['wbe'],
    },
  }
}
";

#[test]
fn check_fix_mends_files_of_the_environment_and_tells_what_remains() {
    let root = folder(
        "fix",
        &[
            ("env/manifests/site.pp", MENDABLE),
            ("other/tools/manifests/init.pp", "class tools { $a = \"\\q\" }\n"),
        ],
    );
    let path = |path: &str| root.join(path).to_string_lossy().into_owned();
    let environment = path("env");
    let arguments = ["check", "-e", &environment, "--modulepath", &path("other"), "--fix"];

    let shown = callsheet(&[&arguments[..], &["--diff"]].concat(), "");
    assert_eq!(shown.status, 1);
    assert!(shown.out.contains("\n+    export => Sql['s'],\n"), "{}", shown.out);
    assert_eq!(contents(&root, "env/manifests/site.pp"), MENDABLE);

    let ran = callsheet(&arguments, "");
    let mended = MENDABLE.replace("# the host\n", "# the host\n    export => Sql['s'],\n");
    let mended = mended.replace("    host => 'x', #", "    host   => 'x', #");
    assert_eq!(contents(&root, "env/manifests/site.pp"), mended);
    assert!(ran.err.contains("fixed 1 problem in 1 file\n"), "{}", ran.err);
    assert!(ran.err.contains("error[non-existent-component]"), "{}", ran.err);
    assert!(ran.err.contains("can be mended with `--unsafe-fixes`"), "{}", ran.err);
    assert_eq!(ran.status, 1);

    let all = callsheet(&[&arguments[..], &["--unsafe-fixes"]].concat(), "");
    assert_eq!(contents(&root, "env/manifests/site.pp"), mended.replace("'wbe'", "'web'"));
    assert_eq!(all.status, 0, "{}", all.err);
    assert!(
        contents(&root, "other/tools/manifests/init.pp").contains("\"\\q\""),
        "it is not the environment's"
    );
}

#[test]
fn check_fix_prints_the_text_of_standard_input() {
    let ran = callsheet(&["check", "-e", "-", "--fix", "--unsafe-fixes"], MENDABLE);
    assert!(ran.out.contains("export => Sql['s'],\n"), "{}", ran.out);
    assert!(ran.out.contains("Shop::Web['web'],\n"), "{}", ran.out);
    assert_eq!(ran.status, 0, "{}", ran.err);
    let again = callsheet(&["check", "-e", "-", "--fix"], &ran.out);
    assert_eq!(again.out, ran.out);
    let human = callsheet(&["check", "-e", "-"], MENDABLE);
    assert!(
        human.err.contains("fix: Write `Shop::Web['web']`: `check --fix --unsafe-fixes` does it"),
        "{}",
        human.err
    );
}
