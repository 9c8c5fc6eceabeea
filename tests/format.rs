//! What holds for the formatter on any sound text: the tree, the comments and the texts of strings stay, and a
//! second run changes nothing.

#[expect(dead_code, reason = "only the list of files is needed here")]
mod case;

use std::fs;
use std::path::Path;

use callsheet::diag::Diagnostics;
use callsheet::source::Sources;
use callsheet::syntax::highlight::{self, Kind};
use callsheet::syntax::{self, Dialect, dump, print};
use proptest::prelude::{Strategy, any, prop};
use proptest::test_runner::{Config, TestCaseError};
use proptest::{prop_assert_eq, proptest};

/// The texts of all examples, recorded manifests and cases.
fn manifests() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let folders =
        ["web/examples", "tests/conformance/syntax", "tests/conformance/orchestration", "tests/cases"];
    let files = folders.iter().flat_map(|folder| case::files_below(&root.join(folder)));
    files.flat_map(|path| texts(&path)).collect()
}

/// The manifests in a file: itself, or those of the cases on a page.
fn texts(path: &Path) -> Vec<String> {
    let text = || fs::read_to_string(path).expect("a readable file");
    match path.extension().and_then(|end| end.to_str()) {
        Some("pp") => vec![text()],
        Some("md") => {
            let cases = case::read(path, "page", &text()).unwrap_or_default();
            let files = cases.into_iter().flat_map(|case| case.files);
            files.filter(|(path, _)| path.ends_with(".pp")).map(|(_, text)| text).collect()
        }
        _ => Vec::new(),
    }
}

fn format(text: &str) -> Option<String> {
    let sources = Sources::single("site.pp", text);
    let (id, file) = sources.iter().next().expect("one file");
    print::format(id, file, Dialect::default(), &mut Diagnostics::default())
}

fn tree(text: &str) -> String {
    let sources = Sources::single("site.pp", text);
    let (id, file) = sources.iter().next().expect("one file");
    dump::pn(&syntax::read(id, file, Dialect::default(), &mut Diagnostics::default()))
}

/// All comments, and all that is text, in order.
fn texts_within(text: &str) -> Vec<String> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let tokens = highlight::tokens(text, syntax::guess("site.pp", text)).into_iter();
    let kept = tokens.filter(|token| matches!(token.kind, Kind::Comment | Kind::String));
    kept.map(|token| {
        let place = token.start as usize..(token.start + token.length) as usize;
        String::from_utf16_lossy(&units[place]).trim_end().to_owned()
    })
    .collect()
}

fn check(text: &str) -> Result<(), TestCaseError> {
    let Some(formatted) = format(text) else { return Ok(()) };
    let again = format(&formatted);
    prop_assert_eq!(tree(text), tree(&formatted), "of {:?}, formatted {:?}", text, formatted);
    prop_assert_eq!(texts_within(text), texts_within(&formatted), "of {:?}, formatted {:?}", text, formatted);
    prop_assert_eq!(Some(&formatted), again.as_ref(), "not stable: {:?}", text);
    Ok(())
}

#[test]
fn the_corpus_keeps_its_meaning() {
    let manifests = manifests();
    let formatted = manifests.iter().filter(|text| format(text).is_some()).count();
    assert!(formatted > 400, "only {formatted} of {} texts are sound", manifests.len());
    for text in manifests {
        check(&text).unwrap_or_else(|error| panic!("{error}"));
    }
}

/// A manifest with blanks, line breaks, comments and commas put in, most of them where white space is.
fn rearranged() -> impl Strategy<Value = String> {
    let gaps = vec![" ", "\n", "\n\n", " # c\n", "\t", "/* c */", "/* a\nb */\n", "\r\n", ",", ";", ""];
    let gap = (any::<prop::sample::Index>(), any::<prop::sample::Index>(), prop::sample::select(gaps));
    let gaps = prop::collection::vec((gap, prop::bool::weighted(0.8)), 1..12);
    (prop::sample::select(manifests()), gaps).prop_map(|(mut text, gaps)| {
        for ((from, to, gap), at_blank) in gaps {
            let fits = |letter: char| !at_blank || letter == ' ' || letter == '\n';
            let places: Vec<usize> = text.match_indices(fits).map(|(at, _)| at).collect();
            if places.is_empty() {
                continue;
            }
            let at = places[from.index(places.len())];
            if gap.is_empty() {
                // White space of some length is taken out.
                let rest = &text[at..];
                let blanks = rest.len() - rest.trim_start().len();
                text.replace_range(at..at + to.index(blanks + 1), "");
            } else {
                text.insert_str(at, gap);
            }
        }
        text
    })
}

proptest! {
    #![proptest_config(Config { failure_persistence: None, cases: 512, ..Config::default() })]

    #[test]
    fn other_layout_keeps_its_meaning(text in rearranged()) {
        check(&text)?;
    }
}

#[test]
fn long_and_deep_texts_take_linear_time() {
    let deep = "[".repeat(99) + &"]".repeat(99);
    let long = "file { '/a': ensure => file, mode => '0644' } # c\n".repeat(20_000);
    let line = "$a = [1, { 'b' => 2 }] ".repeat(20_000);
    for text in [format!("$a = {deep}\n"), long, line] {
        let formatted = format(&text).expect("a sound text");
        assert_eq!(Some(&formatted), format(&formatted).as_ref());
    }
}

#[test]
fn the_examples_are_formatted() {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../web/examples");
    for path in case::files_below(&examples) {
        // One example shows what is left of a text that cannot be read whole.
        let is_readable = !path.iter().any(|folder| folder == "broken-syntax");
        for text in texts(&path) {
            assert_eq!(format(&text), is_readable.then_some(text), "{}", path.display());
        }
    }
}
