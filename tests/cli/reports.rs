//! `check --format github` and `sarif`: findings for other programs.

use serde_json::{Value, json};

use super::{callsheet, folder};

/// A manifest with a finding that has a label, and one whose words could end a command of GitHub's runner.
const TWICE: &str = "define db { }\nDb produces Sql { }\napplication shop {\n  db { 'a':\n    export => [Sql['x'], Sql['x']] }\n}\nsite { shop { 'o,ne:': nodes => { Node['n'] => Db['100%'] } } }\n";

#[test]
fn findings_come_as_annotations_for_github() {
    let root = folder("github", &[("envs/a b/manifests/site.pp", TWICE)]);
    let path = root.join("envs/a b").display().to_string();
    let ran = callsheet(&["check", "-e", &path, "--format", "github"], "");
    assert_eq!((ran.status, ran.err.as_str()), (1, ""));
    let lines: Vec<&str> = ran.out.lines().collect();
    assert!(lines.iter().all(|line| line.starts_with("::error file=") || line.starts_with("::notice file=")));
    let file = format!("{path}/manifests/site.pp").replace(':', "%3A").replace(',', "%2C");
    let twice = format!(
        "::error file={file},line=5,endLine=5,col=26,endColumn=34,title=exported-twice%3A a capability with two exporters::`Db[a]` exports `Sql[x]` twice%0Ahint: name it once"
    );
    assert!(lines.contains(&twice.as_str()), "{}", ran.out);
    let other = lines.iter().find(|line| line.contains("non-existent")).expect("the other error");
    assert!(other.contains("`Shop[o,ne:]` has no component `Db[100%25]`"), "{other}");
    let notices = lines.iter().filter(|line| line.starts_with("::notice")).count();
    assert_eq!(notices, 1, "what holds everywhere is said once");
    let validated = callsheet(&["parser", "validate", "--format", "github", "-"], "$a = ]\n");
    assert!(validated.out.starts_with("::error file=stdin.pp,line=1,endLine=1,col=6,"), "{}", validated.out);
}

#[test]
fn findings_come_as_sarif() {
    let root = folder("sarif", &[("envs/a b/manifests/site.pp", TWICE)]);
    let path = root.join("envs/a b").display().to_string();
    let ran = callsheet(&["check", "-e", &path, "--format", "sarif"], "");
    assert_eq!((ran.status, ran.err.as_str()), (1, ""));
    let sarif: Value = serde_json::from_str(&ran.out).expect("JSON");
    check_sarif(&sarif);
    let results = sarif["runs"][0]["results"].as_array().expect("results");
    let twice = results.iter().find(|it| it["ruleId"] == "exported-twice").expect("the error");
    assert_eq!(twice["level"], "error");
    assert_eq!(twice["message"]["text"], "`Db[a]` exports `Sql[x]` twice\nhint: name it once");
    let place = &twice["locations"][0]["physicalLocation"];
    assert_eq!(place["region"], json!({ "startLine": 5, "startColumn": 26, "endLine": 5, "endColumn": 34 }));
    let uri = place["artifactLocation"]["uri"].as_str().expect("a URI");
    assert!(uri.ends_with("/envs/a%20b/manifests/site.pp"), "{uri}");
    assert_eq!(twice["relatedLocations"][0]["message"]["text"], "exported here first");
    assert_eq!(twice["relatedLocations"][0]["physicalLocation"]["region"]["startColumn"], 16);
    let validated = callsheet(&["parser", "validate", "--format", "sarif", "-"], "$a = 1\n");
    let clean: Value = serde_json::from_str(&validated.out).expect("JSON");
    check_sarif(&clean);
    assert_eq!(clean["runs"][0]["results"], json!([]));
}

/// What the schema of SARIF 2.1.0 and GitHub's code scanning ask of each part that is written: required properties,
/// known words for levels and columns, rules without duplicates and an index that leads to the rule of that id,
/// regions that count from 1 and do not end before they start, relative or absolute URIs without blanks, fixes with a
/// change, changes with a replacement.
fn check_sarif(sarif: &Value) {
    assert_eq!(sarif["version"], "2.1.0");
    assert!(sarif["$schema"].as_str().is_some_and(|it| it.ends_with("sarif-schema-2.1.0.json")));
    let run = &sarif["runs"][0];
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    let driver = &run["tool"]["driver"];
    assert_eq!(driver["name"], "Callsheet");
    let rules = driver["rules"].as_array().expect("rules");
    let mut ids: Vec<&str> = rules.iter().filter_map(|rule| rule["id"].as_str()).collect();
    assert_eq!(ids.len(), rules.len());
    callsheet::sort::ascending(&mut ids);
    ids.dedup();
    assert_eq!(ids.len(), rules.len(), "a rule is there once");
    let levels = ["error", "warning", "note"];
    for rule in rules {
        for text in ["shortDescription", "fullDescription", "help"] {
            assert!(rule[text]["text"].as_str().is_some_and(|text| !text.is_empty()), "{rule}");
        }
        assert!(rule["defaultConfiguration"]["level"].as_str().is_some_and(|it| levels.contains(&it)));
    }
    for result in run["results"].as_array().expect("results") {
        let index =
            result["ruleIndex"].as_u64().and_then(|index| usize::try_from(index).ok()).expect("an index");
        assert_eq!(rules[index]["id"], result["ruleId"]);
        assert!(result["level"].as_str().is_some_and(|it| levels.contains(&it)));
        assert!(result["message"]["text"].as_str().is_some_and(|text| !text.is_empty()));
        assert_eq!(result["locations"].as_array().map(Vec::len), Some(1));
        let related = result["relatedLocations"].as_array().into_iter().flatten();
        for location in result["locations"].as_array().into_iter().flatten().chain(related) {
            let place = &location["physicalLocation"];
            let uri = place["artifactLocation"]["uri"].as_str().expect("a URI");
            assert!(!uri.is_empty() && !uri.contains([' ', '\\']), "{uri}");
            check_region(&place["region"]);
        }
        for fix in result["fixes"].as_array().into_iter().flatten() {
            assert!(fix["description"]["text"].is_string());
            let changes = fix["artifactChanges"].as_array().expect("changes");
            assert!(!changes.is_empty());
            for change in changes {
                let replacements = change["replacements"].as_array().expect("replacements");
                assert!(change["artifactLocation"]["uri"].is_string() && !replacements.is_empty());
                replacements.iter().for_each(|it| check_region(&it["deletedRegion"]));
            }
        }
    }
}

fn check_region(region: &Value) {
    let number = |name: &str| region[name].as_u64().filter(|number| *number > 0).expect("a number from 1");
    let (start, end) = (("startLine", "startColumn"), ("endLine", "endColumn"));
    let at = |(line, column)| (number(line), number(column));
    assert!(at(start) <= at(end), "{region}");
}

/// Findings far away from what they speak of show both places without all that lies between them.
#[test]
fn a_place_far_away_is_shown_with_its_line() {
    let far = TWICE.replace("application", &("#\n".repeat(1000) + "application")).replace(
        "db { 'a':",
        &("db { 'b': export => Sql['y'] }\n".to_owned() + &"#\n".repeat(1000) + "db { 'a':"),
    );
    let far = far.replace("Sql['x'], Sql['x']", "Sql['x'], Sql['y']");
    let ran = callsheet(&["check", "-e", "-"], &far);
    let twice = "--> stdin.pp:2006:26\n";
    assert!(ran.err.contains(twice) && ran.err.contains("::: stdin.pp:1004:"), "{}", ran.err);
    assert!(ran.err.lines().count() < 100, "{}", ran.err);
}
