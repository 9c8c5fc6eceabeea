//! The binding to JavaScript, in a browser's worker, where the page runs it.
#![cfg(target_arch = "wasm32")]

use callsheet::wasm::{Files, NodeDuration, Options, SourceFile, diff, export_text, plan, simulate, version};
use tsify::{Ts, Tsify};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

#[path = "shapes.rs"]
mod shapes;

wasm_bindgen_test_configure!(run_in_dedicated_worker);

const SHOP: &str = "
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

fn files(text: &str) -> Ts<Files> {
    let file = SourceFile { path: "site.pp".to_owned(), text: text.to_owned() };
    Files(vec![file]).into_ts().expect("plain data")
}

fn options(options: Options) -> Ts<Options> {
    options.into_ts().expect("plain data")
}

/// The value at `path` in what `plan` gives, as JSON.
fn planned(text: &str, path: &[&str]) -> String {
    let view = plan(files(text), options(Options::default())).unwrap_or_else(|_| panic!("a view"));
    let value = path.iter().fold(JsValue::from(view), |value, key| {
        js_sys::Reflect::get(&value, &JsValue::from_str(key)).expect("an object")
    });
    js_sys::JSON::stringify(&value).map(String::from).unwrap_or_default()
}

#[wasm_bindgen_test]
fn plans_nodes_in_order() {
    assert_eq!(planned(SHOP, &["levels", "0", "nodes", "0", "name"]), "\"db.example\"");
    assert_eq!(planned(SHOP, &["levels", "1", "nodes", "0", "name"]), "\"web.example\"");
    assert_eq!(planned(SHOP, &["refused"]), "false");
}

#[wasm_bindgen_test]
fn says_how_long_it_took() {
    assert!(planned(SHOP, &["timings", "parse"]).parse::<f64>().is_ok_and(|time| time >= 0.0));
}

#[wasm_bindgen_test]
fn reports_what_cannot_be_read() {
    assert_eq!(planned("$a = }", &["problems", "0", "severity"]), "\"error\"");
    assert_eq!(planned("$a = }", &["unreadable", "file"]), "\"site.pp\"");
}

#[wasm_bindgen_test]
fn counts_positions_as_javascript_does() {
    assert_eq!(planned("$a = '\u{1f600}'\n}", &["problems", "0", "range", "from"]), "10");
}

#[wasm_bindgen_test]
fn gives_texts_for_a_target() {
    let target = Options { target: Some("db.example".to_owned()), ..Options::default() };
    let text = export_text(files(SHOP), options(target), "plan").unwrap_or_default();
    assert!(text.contains("db.example") && text.contains("Shop[one]"), "{text}");
}

#[wasm_bindgen_test]
fn simulates_a_run_under_conditions() {
    let conditions = Options {
        fail: Some(vec!["db.example".to_owned()]),
        durations: Some(vec![NodeDuration { node: "db.example".to_owned(), units: 3 }]),
        policy: Some("stop".to_owned()),
        ..Options::default()
    };
    let run = simulate(files(SHOP), options(conditions)).unwrap_or_else(|_| panic!("a run"));
    let text = js_sys::JSON::stringify(&JsValue::from(run)).map(String::from).unwrap_or_default();
    assert!(text.contains(r#""makespan":3"#) && text.contains(r#""criticalPath":["db.example"]"#), "{text}");
    assert!(text.contains(r#""event":"skip","node":"web.example","because":"db.example""#), "{text}");
    let nonsense = Options { policy: Some("hope".to_owned()), ..Options::default() };
    assert!(simulate(files(SHOP), options(nonsense)).is_err());
}

#[wasm_bindgen_test]
fn tells_what_changed() {
    let after = SHOP.replace("'web.example'", "'www.example'");
    let diff =
        diff(files(SHOP), files(&after), options(Options::default())).unwrap_or_else(|_| panic!("a diff"));
    let text = js_sys::JSON::stringify(&JsValue::from(diff)).map(String::from).unwrap_or_default();
    assert!(text.contains("component `Web[w]` of `Shop[one]` is on `www.example` now"), "{text}");
}

#[wasm_bindgen_test]
fn refuses_what_it_does_not_know() {
    assert!(export_text(files(SHOP), options(Options::default()), "opera").is_err());
    assert!(plan(Ts::new_unchecked(JsValue::from(1)), options(Options::default())).is_err());
}

#[wasm_bindgen_test]
fn knows_its_version() {
    assert_eq!(version(), env!("CARGO_PKG_VERSION"));
}

/// WebAssembly has a stack of 1 MB: what exhausts it ends the test.
#[wasm_bindgen_test]
fn survives_what_nobody_writes() {
    for shape in shapes::SHAPES {
        let text = shape.text_below(4_000);
        let refused = planned(&text, &["refused"]);
        assert!(matches!(refused.as_str(), "true" | "false"), "{}: {refused}", shape.name);
    }
}
