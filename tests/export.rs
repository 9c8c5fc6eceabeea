//! The drawings of plans are what they claim to be, whatever things are called: Graphviz reads the DOT, an XML parser
//! reads the SVG, which refers to nothing outside itself; and no form tells a secret. Mermaid is tested in the browser,
//! by `web/mermaid.spec.ts`, and JSON by `web/schemas.mjs`.

#![expect(clippy::print_stdout, reason = "it says when it is skipped")]

#[expect(dead_code, reason = "only files are read from the cases here")]
mod case;

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use callsheet::forms;
use callsheet::input::{Input, Target};
use callsheet::source::Sources;
use roxmltree::Document;

/// What people would have to call things so that a quote, a tag, a cell or a comment ended too early.
const NAMES: &[&str] = &[
    r#"a"b'c`d|e\f"#,
    r"ends with \",
    "<script>alert(1)</script>",
    "]]> --> <!-- <![CDATA[",
    "line\nbreak\ttab \u{1} \u{7f} \u{85}",
    "ünïcödé 日本語 😀 \u{202e}rtl \u{fffe}",
    "end; %%{init: {}}%% #35; &amp; &#60; $$x$$ fa:fa-car",
    "1. list - *b* _i_ www.example.com http://x.y/z a@b.c ~~s~~",
    "ﬂ°lt¶ß ﬂ°°60¶ß",
    "end",
];

/// An instance for each name, in which the node, the components and the capability have it too.
fn hostile() -> Sources {
    let quoted = |name: &&str| {
        let escaped: String = name.chars().map(|char| format!("\\u{{{:x}}}", u32::from(char))).collect();
        format!("\"{escaped}\"")
    };
    let long = format!("\"{}\"", "very-long-".repeat(100));
    let names: Vec<String> = NAMES.iter().map(quoted).chain([long]).collect();
    let manifest = format!(
        "define db() {{ }}\ndefine web() {{ }}\nDb produces Sql {{ }}\nWeb consumes Sql {{ }}
application shop($evil) {{
  db {{ $evil: export => Sql[$evil] }}
  web {{ \"w ${{evil}}\": consume => Sql[$evil] }}
  web {{ \"x ${{evil}}\": consume => Sql[\"no ${{evil}}\"] }}
}}
site {{
  [{}].each |$name| {{
    shop {{ $name: evil => $name, nodes => {{ Node[$name] => Db[$name], Node[\"m ${{name}}\"] => Web[\"w ${{name}}\"] }} }}
  }}
}}
",
        names.join(", ")
    );
    Sources::single("site.pp", &manifest)
}

/// All cases, and the names above.
fn all() -> BTreeMap<String, Sources> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/cases");
    let mut all = BTreeMap::from([("hostile names".to_owned(), hostile())]);
    for path in case::files_below(&folder).iter().filter(|path| path.extension().is_some_and(|it| it == "md"))
    {
        let text = std::fs::read_to_string(path).expect("a readable page");
        for case in case::read(path, &path.to_string_lossy(), &text).unwrap_or_default() {
            all.insert(case.name.clone(), case.sources());
        }
    }
    assert!(all.len() > 400, "the cases were found");
    all
}

fn form(name: &str, sources: &Sources) -> String {
    forms::text(name, sources, &Input::default()).expect("a form of the list")
}

#[test]
fn graphviz_reads_every_drawing() {
    let found = Command::new("dot").arg("-V").stderr(Stdio::null()).status();
    if found.is_err() {
        println!("skipped: there is no Graphviz here; apt-get install graphviz");
        return;
    }
    let texts: Vec<String> = all().values().map(|sources| form("dot", sources)).collect();
    let plain = graphviz(&texts.concat());
    let graphs = plain.lines().filter(|line| line.starts_with("graph ")).count();
    assert_eq!(graphs, texts.len(), "each text is one graph");
    // Twelve names: three components each, one of which has no node, and what is wanted in vain.
    let plain = graphviz(&form("dot", &hostile()));
    let count = |word: &str| plain.split('\n').filter(|line| line.starts_with(word)).count();
    assert_eq!((count("node "), count("edge ")), (11 * 4, 11 * 2));
    assert!(plain.contains(r#"Db[a\"b'c`d|e\\f]"#), "{plain}");
}

/// What `dot -Tplain` makes of it, which has to be silent.
fn graphviz(text: &str) -> String {
    let mut dot = Command::new("dot")
        .args(["-Tplain"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("dot was found");
    let mut input = dot.stdin.take().expect("its input is piped");
    let text = text.to_owned();
    let writer = std::thread::spawn(move || input.write_all(text.as_bytes()));
    let output = dot.wait_with_output().expect("dot ends");
    writer.join().expect("no panic").expect("dot reads all of it");
    let complaints = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success() && complaints.is_empty(), "{complaints}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

#[test]
fn every_svg_is_xml_that_refers_to_nothing() {
    for (name, sources) in all() {
        let text = form("svg", &sources);
        let document = Document::parse(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        let root = document.root_element();
        assert_eq!((root.tag_name().name(), root.attribute("role")), ("svg", Some("img")), "{name}");
        let mut children = root.children().filter(|child| child.is_element());
        let described = [children.next(), children.next()].map(|it| it.expect("a child").tag_name().name());
        assert_eq!(described, ["title", "desc"], "{name}");
        for element in document.descendants().filter(|it| it.is_element()) {
            let known = ["svg", "title", "desc", "style", "g", "rect", "circle", "path", "text"];
            assert!(known.contains(&element.tag_name().name()), "{name}: {element:?}");
            for attribute in element.attributes() {
                let suspicious = attribute.name().starts_with("on") || attribute.name().ends_with("href");
                assert!(!suspicious && !attribute.value().contains("url("), "{name}: {attribute:?}");
            }
        }
        let style =
            document.descendants().find(|it| it.has_tag_name(("http://www.w3.org/2000/svg", "style")));
        let style = style.and_then(|it| it.text()).expect("a style");
        assert!(!style.contains("url(") && !style.contains("@import"), "{name}");
        assert!(style.contains("color-scheme:light dark"), "{name}");
    }
}

/// Each card, chip and line says what it is, in full.
#[test]
fn an_svg_names_everything_in_full() {
    let text = form("svg", &hostile());
    let document = Document::parse(&text).expect("XML");
    let titles: Vec<&str> = document
        .descendants()
        .filter(|it| it.tag_name().name() == "title")
        .filter_map(|it| it.text())
        .collect();
    for name in NAMES {
        let printable = |char: char| {
            let shown = char == '\n' || !char.is_control();
            if shown && char != '\u{fffe}' { char } else { '\u{fffd}' }
        };
        let name: String = name.chars().map(printable).collect();
        for title in [
            name.clone(),
            format!("Db[{name}] of Shop[{name}]"),
            format!("Web[w {name}] consumes Sql[{name}]"),
        ] {
            assert!(titles.contains(&title.as_str()), "{title:?} is not among {titles:?}");
        }
    }
}

/// A table of GitHub's Markdown ends a cell at a bar wherever it stands, and a code span at a backtick.
#[test]
fn a_report_keeps_its_columns() {
    let text = form("markdown", &hostile());
    let rows: Vec<&str> = text.lines().skip_while(|line| !line.starts_with("| Level |")).collect();
    let table: Vec<&&str> = rows.iter().take_while(|line| line.starts_with('|')).collect();
    assert_eq!(table.len(), 2 + 22);
    for row in table {
        assert_eq!(row.matches('|').count(), 5, "{row}");
        assert!(!row.contains('\\') && row.matches('`').count() % 2 == 0, "{row}");
    }
    let outside_code = |(index, part): (usize, &'_ str)| (index % 2 == 0).then(|| part.to_owned());
    for line in text.lines() {
        let prose: String = line.split('`').enumerate().filter_map(outside_code).collect();
        assert!(!prose.contains("<script") && !prose.contains("<!--"), "{line}");
    }
}

/// A part of the environment alone is drawn for a target.
#[test]
fn a_drawing_shows_the_target() {
    let input = Input { target: Target::Nodes(vec!["m end".to_owned()]), ..Input::default() };
    let (dot, svg) = (forms::text("dot", &hostile(), &input), forms::text("svg", &hostile(), &input));
    let (dot, svg) = (dot.expect("a form"), svg.expect("a form"));
    assert_eq!(dot.matches("subgraph").count(), 1, "{dot}");
    assert_eq!(svg.matches("class=\"cs-card\"").count(), 1, "{svg}");
}

#[test]
fn no_form_tells_a_secret() {
    let manifest = "
define db($password) { notify { 'db': message => $password } }
define web($password) { notify { 'web': message => $password } }
Db produces Sql { password => $password }
Web consumes Sql { password => $password }
application shop($secret) {
  db { 'd': password => $secret, export => Sql['s'] }
  web { 'w': consume => Sql['s'] }
  web { \"wrong-${secret}\": consume => Sql[\"t-${secret}\"] }
}
site {
  shop { 'one': secret => Sensitive(\"hun${'ter2'}\"), nodes => { Node['n1'] => Db['d'], Node['n2'] => Web['w'] } }
}
";
    let sources = Sources::single("site.pp", manifest);
    for name in forms::FORMS {
        let text = form(name, &sources);
        assert!(!text.is_empty() && !text.contains("hunter2"), "{name}: {text}");
    }
}
