//! Drawings that carry their source: what is printed can be read back, and plans the same.

use std::fs;
use std::path::{Path, PathBuf};

use callsheet::export::embed::NAMESPACE;
use roxmltree::Document;

use super::{callsheet, folder};

/// A path and a text each.
type Files = Vec<(String, String)>;

/// Texts that a tag, an entity or a line break could end or change.
const HOSTILE: &[(&str, &str)] = &[
    ("manifests/site.pp", "notice('</ScRiPt><b>')\n"),
    ("manifests/a.pp", "notice('<!-- <script> --> ]]> &amp; &#60; \"x\"')\n"),
    ("manifests/b.pp", "\r\nnotice('one')\r\n\r\nnotice('two')\r\n"),
    ("manifests/c.pp", "\n\n# after two empty lines\n\n\n"),
    ("manifests/d.pp", "# no break at the end, ünïcödé 日本語 😀 \u{202e} {{ x }} {% y %}"),
    ("manifests/e.pp", "# <!-- \u{1} \u{8} \u{1b} \u{fffe}\t\n"),
    ("manifests/f.pp", ""),
    ("manifests/g.pp", "</pre></script></svg>\n"),
    ("data/a & \"b\" <c>.yaml", "a: '&lt;'\n"),
    ("hiera.yaml", "version: 5\nhierarchy:\n  - name: all\n    path: 'a & \"b\" <c>.yaml'\n"),
];

/// What an XML parser finds in the metadata.
fn files_of_svg(text: &str) -> Files {
    let document = Document::parse(text).unwrap_or_else(|error| panic!("{error}: {text}"));
    let files = document.descendants().filter(|it| it.has_tag_name((NAMESPACE, "file")));
    let path = |it: &roxmltree::Node<'_, '_>| it.attribute("path").expect("a path").to_owned();
    files
        .map(|it| {
            let text = it.text().unwrap_or_default();
            (path(&it), if it.attribute("encoding").is_some() { decoded(text) } else { text.to_owned() })
        })
        .collect()
}

/// What Base64 says.
fn decoded(text: &str) -> String {
    let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let bits = text.trim_end_matches('=').chars().map(|it| letters.find(it).expect("a letter of Base64"));
    let bits: Vec<bool> = bits.flat_map(|value| (0..6).rev().map(move |bit| value >> bit & 1 == 1)).collect();
    let byte = |bits: &[bool]| bits.iter().fold(0, |byte: u8, bit| byte << 1 | u8::from(*bit));
    String::from_utf8(bits.chunks_exact(8).map(byte).collect()).expect("UTF-8")
}

/// What a browser finds in the element, by the rules of HTML: a script ends at `</script`, and a `pre` begins behind its
/// first line break.
fn files_of_html(text: &str) -> Files {
    let mut files = Files::new();
    let mut rest = text;
    while let Some(at) = rest.find(" data-file=\"") {
        let tag = rest[..at].rsplit('<').next().expect("a tag").split(' ').next().expect("a name");
        let (path, behind) = rest[at + " data-file=\"".len()..].split_once("\">").expect("the tag's end");
        let ends = if tag == "script" { "</script" } else { "</pre>" };
        let (inner, behind) = behind.split_once(ends).expect("the end");
        assert!(!inner.to_ascii_lowercase().contains(ends), "{inner}");
        let text = match tag {
            "script" => {
                assert!(!inner.contains("<!--") && !inner.contains('\r'), "{inner}");
                inner.to_owned()
            }
            "pre" => unescaped(inner.strip_prefix('\n').unwrap_or(inner)),
            other => panic!("a source in <{other}>"),
        };
        files.push((unescaped(path), text));
        rest = behind;
    }
    files
}

fn unescaped(text: &str) -> String {
    assert!(!text.contains(['<', '>', '\r']), "{text}");
    let pairs = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#13;", "\r"), ("&amp;", "&")];
    pairs.iter().fold(text.to_owned(), |text, (entity, letter)| text.replace(entity, letter))
}

/// Writes files back, and plans them.
fn planned(name: &str, files: &Files) -> String {
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let root = folder(name, &files);
    // One manifest alone, or a saved graph, is an environment by itself.
    let path = if let [(path, _)] = files[..] { root.join(path) } else { root };
    callsheet(&["job", "plan", "-e", &path.display().to_string()], "").out
}

/// The environments of the gallery.
fn examples() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../web/examples");
    let entries = fs::read_dir(folder).expect("the examples").map(|entry| entry.expect("an entry").path());
    entries.filter(|path| path.is_dir()).collect()
}

#[test]
fn what_an_export_carries_plans_to_the_same() {
    let mut count = 0;
    for path in examples() {
        let graph = path.join("graph.json");
        let path = if graph.exists() { graph } else { path };
        let environment = path.display().to_string();
        let plan = callsheet(&["job", "plan", "-e", &environment], "");
        let svg = callsheet(&["export", "svg", "-e", &environment], "");
        let html = callsheet(&["export", "html", "-e", &environment, "--view", "graph"], "");
        // Broken examples are drawn too, and their findings told.
        assert_eq!((svg.status, &svg.err), (plan.status, &plan.err), "{environment}");
        assert_eq!((html.status, &html.err), (plan.status, &plan.err), "{environment}");
        let (from_svg, from_html) = (files_of_svg(&svg.out), files_of_html(&html.out));
        assert!(!from_svg.is_empty(), "{environment}");
        assert_eq!(from_svg, from_html, "{environment}");
        assert_eq!(planned("from-svg", &from_svg), plan.out, "{environment}");
        assert_eq!(planned("from-html", &from_html), plan.out, "{environment}");
        count += 1;
    }
    assert!(count > 15, "{count} examples");
}

#[test]
fn a_source_comes_back_to_the_letter() {
    let root = folder("hostile-sources", HOSTILE).display().to_string();
    let (svg, html) = (
        callsheet(&["export", "svg", "-e", &root], "").out,
        callsheet(&["export", "html", "-e", &root, "--title", "</svg> \" & \n\n x"], "").out,
    );
    assert_eq!(files_of_svg(&svg), files_of_html(&html));
    let files = files_of_html(&html);
    for (path, text) in HOSTILE {
        let found = files.iter().find(|(known, _)| known == path).map(|(_, text)| text.as_str());
        assert_eq!(found, Some(*text), "{path}");
    }
    assert_eq!(html.matches("<svg").count(), 1 + html.matches("&lt;svg").count());
    let drawing = &html[html.find("\n<svg").expect("a drawing")..];
    let drawing = &drawing[..drawing.rfind("</svg>").expect("its end")];
    // Markdown ends a block of HTML there.
    assert!(!drawing.contains("\n\n"), "{drawing}");
    assert!(Document::parse(&format!("{}</svg>", drawing.trim_start())).is_ok(), "{drawing}");
}

const SITE: &str = "\
define web($host) {}
define db($host) {}
Db produces Sql { host => $host }
Web consumes Sql { host => $host }
application shop {
  db { 'd': host => 'here', export => Sql['s'] }
  web { 'w': consume => Sql['s'] }
}
site {
  shop { 'blue': nodes => { Node['db.example'] => Db['d'], Node['web.example'] => Web['w'] } }
}
";

#[test]
fn parts_of_a_drawing_tell_their_place_in_the_source() {
    let out = callsheet(&["export", "svg", "-e", "-", "--title", "Ours & yours"], SITE).out;
    let document = Document::parse(&out).expect("XML");
    let texts = |name: &str| -> Vec<String> {
        let all = document.descendants().filter(|it| it.is_element());
        let pairs = all.filter_map(|it| it.attribute(name).zip(it.attribute("data-place")));
        pairs.map(|(name, place)| format!("{name} {place}")).collect()
    };
    assert_eq!(texts("data-node"), ["db.example site.pp:10:29", "web.example site.pp:10:60"]);
    assert_eq!(texts("data-component"), ["Db[d] site.pp:6:8", "Web[w] site.pp:7:9"]);
    let capabilities = texts("data-capability");
    assert_eq!(capabilities.last().map(String::as_str), Some("Sql[s] site.pp:6:39"), "{capabilities:?}");
    assert!(capabilities.contains(&"Sql[s] site.pp:7:25".to_owned()), "{capabilities:?}");
    let title = document.root_element().children().find(|it| it.tag_name().name() == "title");
    assert_eq!(title.and_then(|it| it.text()), Some("Ours & yours"));
    assert_eq!(files_of_svg(&out), [("site.pp".to_owned(), SITE.to_owned())]);
}

#[test]
fn the_element_has_what_was_asked_for() {
    let first = |arguments: &[&str]| {
        let ran = callsheet(&[&["export", "html", "-e", "-"], arguments].concat(), SITE);
        assert_eq!((ran.status, ran.err.as_str()), (0, ""), "{arguments:?}");
        ran.out
    };
    assert!(
        first(&[]).starts_with("<callsheet-plan>\n\n<script type=\"text/x-puppet\" data-file=\"site.pp\">")
    );
    let out = first(&[
        "--view",
        "order",
        "--theme",
        "dark",
        "--readonly",
        "--wave",
        "1",
        "--run",
        "-a",
        "shop[blue]",
    ]);
    let tag =
        "<callsheet-plan view=\"order\" theme=\"dark\" readonly wave=\"1\" target=\"Shop[blue]\" run>\n";
    assert!(out.starts_with(tag), "{out}");
    let out = first(&["-n", "web.example", "-p"]);
    assert!(out.starts_with("<callsheet-plan target=\"web.example\" with-prerequisites>\n"), "{out}");
    assert_eq!(out.matches("data-node=").count(), 2, "{out}");
    // A target of one node is drawn alone.
    let alone = callsheet(&["export", "html", "-e", "-", "-n", "web.example"], SITE).out;
    assert_eq!(alone.matches("data-node=").count(), 1, "{alone}");
    for (url, stem) in [
        ("../assets", "../assets/callsheet-plan"),
        ("https://docs.example/a/callsheet-plan.js", "https://docs.example/a/callsheet-plan"),
        ("a\"b&c/", "a&quot;b&amp;c/callsheet-plan"),
    ] {
        let out = first(&["--element", url]);
        let links = format!(
            "<link rel=\"stylesheet\" href=\"{stem}.css\">\n<script type=\"module\" src=\"{stem}.js\"></script>\n\n"
        );
        assert!(out.starts_with(&links), "{out}");
    }
    let page = first(&["--page", "--title", "A <b> plan", "--theme", "light"]);
    assert!(page.starts_with("<!doctype html>\n<html lang=\"en\">"), "{page}");
    assert!(
        page.contains("<title>A &lt;b&gt; plan</title>") && page.contains("color-scheme:light}"),
        "{page}"
    );
    assert!(!page.contains(" id="), "{page}");
}

#[test]
fn an_export_goes_to_a_file() {
    let root = folder("export-file", &[("one/site.pp", SITE), ("facts.yaml", "'*': { a: 1 }\n")]);
    let path = |name: &str| root.join(name).display().to_string();
    let (source, target, facts) = (path("one/site.pp"), path("plan.html"), path("facts.yaml"));
    let ran = callsheet(&["export", "html", "-e", &source, "-o", &target, "--facts", &facts], "");
    assert_eq!((ran.status, ran.out.as_str()), (0, ""));
    assert!(ran.err.contains("does not carry them"), "{}", ran.err);
    let written = fs::read_to_string(&target).expect("the file");
    assert_eq!(files_of_html(&written), [("site.pp".to_owned(), SITE.to_owned())]);
    let nowhere = callsheet(&["export", "svg", "-e", &source, "-o", &path("nowhere/plan.svg")], "");
    assert_eq!(nowhere.status, 2);
    assert!(nowhere.err.contains("cannot write `"), "{}", nowhere.err);
    let unknown = callsheet(&["export", "svg", "-e", &source, "-n", "wob.example"], "");
    assert_eq!((unknown.status, unknown.out.as_str()), (2, ""));
    assert!(unknown.err.contains("did you mean `web.example`"), "{}", unknown.err);
}
