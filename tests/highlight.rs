//! What holds for the tokens of any text, however broken.

#[expect(dead_code, reason = "only the list of files is needed here")]
mod case;

use std::fs;
use std::path::Path;

use callsheet::syntax::Dialect;
use callsheet::syntax::highlight::{self, Kind};
use proptest::prelude::{Strategy, any, prop};
use proptest::test_runner::{Config, TestCaseError};
use proptest::{prop_assert, prop_assert_eq, proptest};

/// The texts of all examples and recorded manifests.
fn manifests() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let folders = ["web/examples", "tests/conformance/syntax", "tests/conformance/orchestration"];
    let files = folders.iter().flat_map(|folder| case::files_below(&root.join(folder)));
    let manifests = files.filter(|path| path.extension().is_some_and(|end| end == "pp"));
    manifests.map(|path| fs::read_to_string(path).expect("a readable file")).collect()
}

/// A manifest from which a part is cut, with something that breaks it in its place.
fn broken() -> impl Strategy<Value = String> {
    let wounds = vec!["", "\"", "'", "/*", "@(\"X\")", "${", "|", "}", "😀", "\n", "(", "@("];
    let cut = (any::<prop::sample::Index>(), any::<prop::sample::Index>());
    (prop::sample::select(manifests()), cut, prop::sample::select(wounds)).prop_map(
        |(text, (a, b), wound)| {
            let chars: Vec<char> = text.chars().collect();
            let (a, b) = (a.index(chars.len() + 1), b.index(chars.len() + 1));
            let (from, to) = (a.min(b), a.max(b));
            chars[..from].iter().collect::<String>() + wound + &chars[to..].iter().collect::<String>()
        },
    )
}

fn check(text: &str) -> Result<(), TestCaseError> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let mut end = 0;
    let mut uncovered = String::new();
    for token in highlight::tokens(text, Dialect::default()) {
        let start = token.start as usize;
        prop_assert!(token.length > 0, "{token:?} is empty");
        prop_assert!(end <= start, "{token:?} starts before {end}");
        uncovered += &whole(&units, end, start)?;
        end = start + token.length as usize;
        prop_assert!(end <= units.len(), "{token:?} is beyond the end");
        whole(&units, start, end)?;
    }
    uncovered += &whole(&units, end, units.len())?;
    prop_assert_eq!(uncovered.trim(), "");
    Ok(())
}

/// The text between two offsets, both between characters.
fn whole(units: &[u16], from: usize, to: usize) -> Result<String, TestCaseError> {
    String::from_utf16(&units[from..to])
        .map_err(|_| TestCaseError::fail(format!("{from} or {to} is within a character")))
}

#[test]
fn the_number_of_a_kind_is_its_place() {
    for (number, kind) in Kind::ALL.iter().enumerate() {
        assert_eq!(*kind as usize, number);
        assert_eq!(Kind::ALL.iter().filter(|other| other.name() == kind.name()).count(), 1, "{kind:?}");
    }
}

#[test]
fn sound_manifests_are_covered() {
    for text in manifests() {
        check(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    }
}

proptest! {
    #![proptest_config(Config { cases: 1000, failure_persistence: None, ..Config::default() })]

    #[test]
    fn broken_manifests_are_covered(text in broken()) {
        check(&text)?;
    }

    #[test]
    fn any_text_is_covered(text: String) {
        check(&text)?;
    }

    #[test]
    fn any_signs_are_covered(text in "[a-cA \n$\"'{}()\\[\\]|@/*\\\\#:,=>.0-9éx-]{0,60}") {
        check(&text)?;
    }
}
