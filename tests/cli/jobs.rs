//! Jobs: simulated runs, and what changed in a plan.

use serde_json::{Value, json};

use super::{callsheet, folder};

const JOB: &str = "\
define db() {}
define web() {}
Db produces Sql {}
Web consumes Sql {}
application shop {
  db { 'd': export => Sql['s'] }
  web { 'w': consume => Sql['s'] }
}
site {
  shop { 'one': nodes => { Node['web.example'] => Web['w'], Node['db.example'] => Db['d'] } }
}
";

#[test]
fn a_simulated_job_prints_its_events() {
    let run = ["job", "run", "--simulate", "-e", "-"];
    let ran = callsheet(&run, JOB);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    assert!(ran.out.starts_with("Starting deployment of PRODUCTION ...\n"), "{}", ran.out);
    assert!(ran.out.contains("\nStarted puppet run on db.example ...\n"), "{}", ran.out);
    assert!(ran.out.contains("\nFinished puppet run on web.example - Success!\n"), "{}", ran.out);
    // What goes wrong in the simulation is no error in the manifests.
    let failing =
        ["--fail", "db.example", "--duration", "db.example=3", "--policy", "stop", "--concurrency", "1"];
    let ran = callsheet(&[&run[..], &failing].concat(), JOB);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    assert!(ran.out.contains("\nTime 3:\nError running puppet on db.example: "), "{}", ran.out);
    assert!(ran.out.contains("\nFailure! 0 of 2 runs succeeded.\nDuration: 3 (4 without"), "{}", ran.out);
    let ran = callsheet(&[&run[..], &["--fail-capability", "sql['s']"]].concat(), JOB);
    assert!(ran.out.contains("Error running puppet on web.example: Sql[s] is not available"), "{}", ran.out);
    // A node whose catalog has errors fails, and they count.
    let ran = callsheet(&run, &JOB.replace("web() {}", "web() { fail('no') }"));
    assert_eq!(ran.status, 1);
    assert!(ran.out.contains("Error running puppet on web.example: its catalog is refused"), "{}", ran.out);
}

#[test]
fn a_job_is_only_simulated_and_with_names_of_the_plan() {
    for (arguments, words) in [
        (&["job", "run", "-e", "-"][..], "add `--simulate`"),
        (&["job", "run", "--simulate", "-e", "-", "--fail", "bd.example"], "did you mean `db.example`?"),
        (
            &["job", "run", "--simulate", "-e", "-", "--duration", "other=2"],
            "it has `web.example`, `db.example`",
        ),
        (&["job", "run", "--simulate", "-e", "-", "--fail-capability", "Sql[t]"], "did you mean `Sql[s]`?"),
        (
            &["job", "run", "--simulate", "-e", "-", "--nodes", "db.example", "--fail", "web.example"],
            "not in the target `db.example`",
        ),
        (&["job", "run", "--simulate", "-e", "-", "--application", "Shp"], "did you mean `Shop`?"),
        (&["job", "run", "--simulate", "-e", "-", "--duration", "db.example"], "NODE=N"),
        (&["job", "run", "--simulate", "-e", "-", "--duration", "db.example=0"], "above 0"),
        (&["job", "run", "--simulate", "-e", "-", "--policy", "hope"], "skip-dependents"),
    ] {
        let ran = callsheet(arguments, JOB);
        assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{arguments:?}");
        assert!(ran.err.contains(words), "{arguments:?}: {}", ran.err);
    }
}

#[test]
fn a_simulated_job_prints_json_by_its_schema() {
    let schema: Value =
        serde_json::from_str(include_str!("../../schemas/job-run.schema.json")).expect("the schema is JSON");
    let json = ["job", "run", "--simulate", "-e", "-", "--format", "json"];
    for conditions in [&[][..], &["--fail", "db.example"], &["--fail-capability", "Sql[s]"]] {
        let ran = callsheet(&[&json[..], conditions].concat(), JOB);
        let lines: Vec<Value> =
            ran.out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
        let (report, events) = lines.split_last().expect("a report");
        assert!(events.len() >= 3);
        events.iter().for_each(|event| has_shape(event, &schema["$defs"]["event"]));
        has_shape(report, &schema["$defs"]["report"]);
    }
}

#[test]
fn job_plan_tells_what_changed_since_another_environment() {
    let after = JOB.replace("'web.example'", "'www.example'");
    let root = folder("against", &[("before/manifests/site.pp", JOB), ("broken.pp", "site { ! }")]);
    let path = |name: &str| root.join(name).to_string_lossy().into_owned();
    let plan = ["job", "plan", "-e", "-", "--against"];
    let ran = callsheet(&[&plan[..], &[&path("before")]].concat(), &after);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    assert!(ran.out.starts_with("- node `web.example` is gone; it was on level 1\n"), "{}", ran.out);
    let ran = callsheet(&[&plan[..], &[&path("before")]].concat(), JOB);
    assert_eq!(ran.out, "No changes.\n");
    let ran = callsheet(&[&plan[..], &[&path("broken.pp")]].concat(), JOB);
    assert_eq!(ran.status, 0);
    assert!(ran.err.contains("broken.pp` has errors"), "{}", ran.err);
    for (arguments, words) in [
        (&["-"][..], "only one"),
        (&[&path("nowhere")], "no such file"),
        (&[&path("before"), "--format", "svg"], "`--format text` or `json`"),
        (&[&path("before"), "--application", "Shp"], "did you mean `Shop`?"),
    ] {
        let ran = callsheet(&[&plan[..], arguments].concat(), &after);
        assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{arguments:?}");
        assert!(ran.err.contains(words), "{arguments:?}: {}", ran.err);
    }
    let schema: Value =
        serde_json::from_str(include_str!("../../schemas/job-diff.schema.json")).expect("the schema is JSON");
    let ran = callsheet(&[&plan[..], &[&path("before"), "--format", "json"]].concat(), &after);
    let diff: Value = serde_json::from_str(&ran.out).expect("JSON");
    let changes = diff["changes"].as_array().expect("changes");
    assert!(changes.len() >= 3, "{diff}");
    changes.iter().for_each(|change| has_shape(change, &schema["$defs"]["change"]));
    let keys =
        |value: &Value| -> Vec<String> { value.as_object().expect("an object").keys().cloned().collect() };
    assert_eq!(keys(&diff), keys(&schema["properties"]));
    assert_eq!(diff["version"], schema["properties"]["version"]["const"]);
}

/// Checks an object against the part of the schema language that stands in `job-run.schema.json` and `job-diff.schema.json`.
fn has_shape(value: &Value, schema: &Value) {
    let object = value.as_object().expect("an object");
    let properties = schema["properties"].as_object().expect("properties");
    let required = schema["required"].as_array().expect("required keys");
    assert!(required.iter().all(|key| object.contains_key(key.as_str().expect("a key"))), "{value}");
    for (key, value) in object {
        let schema = properties.get(key).unwrap_or_else(|| panic!("`{key}` is not in the schema"));
        let types = match &schema["type"] {
            Value::Array(types) => types.clone(),
            one => vec![one.clone()],
        };
        let right = match value {
            Value::Null => types.contains(&json!("null")),
            Value::Number(number) => {
                types.contains(&json!("integer")) && number.is_u64() || *value == schema["const"]
            }
            Value::Array(items) => schema["$ref"] == "#/$defs/names" && items.iter().all(Value::is_string),
            Value::String(_) if !schema["enum"].is_null() => {
                schema["enum"].as_array().expect("words").contains(value)
            }
            Value::String(_) => types.contains(&json!("string")) || *value == schema["const"],
            Value::Bool(_) | Value::Object(_) => false,
        };
        assert!(right, "`{key}`: {value} is not {schema}");
    }
}
