//! What leaves the engine: positions as editors count them, JSON as others read it.

use std::collections::BTreeSet;

use callsheet::export::json::Json;
use callsheet::input::{Input, Target};
use callsheet::source::Sources;
use callsheet::view::{Range, View};
use callsheet::{analyze, export, view};
use proptest::prelude::any;
use proptest::{prop_assert_eq, proptest};

const SHOP: &str = r#"# Größe: 😀 and 𝒜, so that bytes, characters and UTF-16 units differ
define shop::db() { }
define shop::web() { }
Shop::Db produces Dependency { }
Shop::Web consumes Dependency { }
application shop {
  shop::db { "dänk😀-${name}": export => Dependency["é-${name}"] }
  shop::web { "web-${name}": consume => Dependency["é-${name}"] }
  shop::web { "lost-${name}": consume => Dependency["é-${name}"] }
}
site {
  shop { 'blau😀':
    nodes => { Node['ö1'] => Shop::Db['dänk😀-blau😀'], Node['n2'] => Shop::Web['web-blau😀'] },
  }
}
"#;

fn shop() -> Sources {
    Sources::single("site.pp", SHOP)
}

/// The text of a range, cut as an editor would.
fn cut(range: &Range) -> String {
    let units: Vec<u16> = SHOP.encode_utf16().collect();
    String::from_utf16(&units[range.from as usize..range.to as usize])
        .expect("ranges lie on character borders")
}

fn view_of(target: Target) -> View {
    view(&shop(), &Input { target, ..Input::default() })
}

#[test]
fn ranges_count_utf16_units() {
    let view = view_of(Target::Environment);
    assert_eq!(cut(&view.instances[0].source), "'blau😀'");
    let chips: Vec<String> =
        view.drawing.cards.iter().flat_map(|card| &card.chips).map(|chip| cut(&chip.source)).collect();
    assert_eq!(chips, [r#""dänk😀-${name}""#, r#""web-${name}""#]);
    assert_eq!(cut(&view.unassigned[0].source), r#""lost-${name}""#);
    assert!(cut(&view.drawing.pills[0].source).contains("é-${name}"));
}

/// One declaration of each form, and a list of titles.
const BODIES: &str = r#"# 😀
define shop::part() { }
Shop::Part produces Dependency { }
application shop {
  shop::part { 'a':
    export => Dependency['a'], # 😀
  }
  shop::part {
    default: noop => true;
    'b': export => Dependency['b'],
    ;
    ['c']: export => [Dependency['ä'], Dependency['c']] }
  create_resources('shop::part', { 'd' => { 'export' => Dependency['d'] } })
}
site {
  shop { 'x': nodes => { Node['n'] => [Shop::Part['a'], Shop::Part['b'], Shop::Part['c'], Shop::Part['d']] } }
}
"#;

#[test]
fn a_component_has_all_of_its_declaration() {
    let view = view(&Sources::single("site.pp", BODIES), &Input::default());
    let units: Vec<u16> = BODIES.encode_utf16().collect();
    let chips = view.drawing.cards.iter().flat_map(|card| &card.chips);
    let whole = |[from, to]: [u32; 2]| String::from_utf16(&units[from as usize..to as usize]).unwrap();
    let texts: BTreeSet<String> = chips.map(|chip| whole(chip.whole)).collect();
    let expected = [
        "'b': export => Dependency['b'],\n    ;\n    ",
        "['c']: export => [Dependency['ä'], Dependency['c']] }",
        "create_resources('shop::part', { 'd' => { 'export' => Dependency['d'] } })",
        "shop::part { 'a':\n    export => Dependency['a'], # 😀\n  }",
    ];
    assert_eq!(texts, expected.map(str::to_owned).into());
}

#[test]
fn nodes_outside_the_target_are_drawn_and_marked() {
    let view = view_of(Target::Nodes(vec!["n2".to_owned()]));
    let marks: Vec<(&str, bool)> =
        view.drawing.cards.iter().map(|card| (card.node.as_str(), card.targeted)).collect();
    assert_eq!(marks, [("ö1", false), ("n2", true)]);
    assert_eq!(view.levels.len(), 1);
    // The node left out, the one it waits for, the component that no node gets.
    assert_eq!(view.warnings.len(), 3);
}

#[test]
fn columns_of_findings_count_characters() {
    let findings = analyze(&shop(), &Input::default()).diagnostics;
    let json: serde_json::Value =
        serde_json::from_str(&export::diagnostics_json(&shop(), &findings)).unwrap();
    let lost = json.as_array().unwrap().iter().find(|it| it["code"] == "component-not-assigned").unwrap();
    assert_eq!(lost["line"], 12);
    assert_eq!(lost["column"], 10);
    assert_eq!(lost["end_column"], 17);
}

#[test]
fn edits_count_characters() {
    let long = "é😀-".repeat(100);
    let text = format!("# {long}\n$a = '1'\n$b = {{ '😀' => 1, 'ü' => 2, '😀' => 1 }}\n");
    let sources = Sources::single("site.pp", &text);
    let findings = analyze(&sources, &Input::default()).diagnostics;
    let json: serde_json::Value =
        serde_json::from_str(&export::diagnostics_json(&sources, &findings)).unwrap();
    let edits: Vec<&serde_json::Value> = json
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|it| it["fixes"].as_array().unwrap())
        .flat_map(|it| it["edits"].as_array().unwrap())
        .collect();
    let range =
        |name: &str| usize::try_from(edits.first().expect("an edit")[name].as_u64().unwrap()).unwrap();
    let cut: String = text.chars().skip(range("start")).take(range("end") - range("start")).collect();
    assert!(cut.contains("'😀' => 1"), "{json}");
}

proptest! {
    #[test]
    fn json_is_written_as_others_write_it(texts in proptest::collection::vec(any::<String>(), 0..4), number: i64) {
        let ours = Json::object([
            ("texts", Json::texts(&texts)),
            ("number", Json::Number(number)),
            ("empty", Json::Object(Vec::new())),
            ("nested", Json::list([true, false], |value| Json::object([("value", Json::Bool(value))]))),
        ]);
        let theirs = serde_json::json!({
            "texts": texts,
            "number": number,
            "empty": {},
            "nested": [{ "value": true }, { "value": false }],
        });
        prop_assert_eq!(ours.line(), serde_json::to_string(&theirs).expect("JSON"));
        prop_assert_eq!(ours.pretty(), serde_json::to_string_pretty(&theirs).expect("JSON") + "\n");
    }
}
