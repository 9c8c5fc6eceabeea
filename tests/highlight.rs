//! What holds for the tokens, the outline and the folds of any text, however broken.

#[expect(dead_code, reason = "only the list of files is needed here")]
mod case;

use std::fs;
use std::path::Path;

use callsheet::diag::Diagnostics;
use callsheet::editor;
use callsheet::source::FileId;
use callsheet::syntax::highlight::Kind;
use callsheet::syntax::symbols::{self, SymbolKind};
use callsheet::syntax::{self, Dialect, folds};
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
    let wounds =
        vec!["", "\"", "'", "/*", "@(\"X\")", "${", "|", "}", "😀", "\n", "(", "@(", "<%=", "%>", "<%#"];
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

/// Whether tokens are in order, hold whole characters and leave only white space uncovered.
fn check_tokens(path: &str, text: &str) -> Result<(), TestCaseError> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let mut end = 0;
    let mut uncovered = String::new();
    for token in editor::tokens(path, text).chunks(3) {
        let [start, length, kind] = token else { panic!("three numbers a token") };
        prop_assert!(*length > 0 && Kind::ALL.len() > *kind as usize, "{token:?}");
        uncovered += &whole(&units, end, *start as usize)?;
        end = (start + length) as usize;
        whole(&units, *start as usize, end)?;
    }
    uncovered += &whole(&units, end, units.len())?;
    prop_assert_eq!(uncovered.trim_matches(|c: char| c.is_whitespace() || c == ';'), "");
    Ok(())
}

/// Whether folds span lines, each starting in a line of its own.
fn check_folds(text: &str) -> Result<(), TestCaseError> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let mut before = 0;
    for (from, to) in folds::folds(text, Dialect::default()) {
        prop_assert!(whole(&units, from as usize, to as usize)?.contains('\n'), "{from}-{to} is in one line");
        let between = whole(&units, before, from as usize)?;
        prop_assert!(before == 0 || between.contains('\n'), "{before} and {from} are in one line");
        before = from as usize;
    }
    Ok(())
}

/// Whether each symbol is in the one above it, and its name and type are in itself.
fn check_symbols(text: &str) -> Result<(), TestCaseError> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let mut around: Vec<(u32, u32)> = Vec::new();
    let tree = syntax::parse(FileId(0), text, Dialect::default(), &mut Diagnostics::default());
    for symbol in symbols::symbols(&tree, text) {
        prop_assert!(symbol.depth as usize <= around.len(), "{symbol:?} is too deep");
        around.truncate(symbol.depth as usize);
        whole(&units, symbol.place.0 as usize, symbol.place.1 as usize)?;
        prop_assert!(!whole(&units, symbol.name.0 as usize, symbol.name.1 as usize)?.is_empty());
        whole(&units, symbol.ty.0 as usize, symbol.ty.1 as usize)?;
        let is_within = |(from, to): (u32, u32), outer: (u32, u32)| outer.0 <= from && to <= outer.1;
        prop_assert!(is_within(symbol.name, symbol.place), "{symbol:?}: its name is not in it");
        if let Some(outer) = around.last() {
            prop_assert!(
                symbol.kind == SymbolKind::Resource || is_within(symbol.place, *outer),
                "{symbol:?} is not in {outer:?}"
            );
        }
        around.push(symbol.place);
    }
    Ok(())
}

fn check(text: &str) -> Result<(), TestCaseError> {
    check_tokens("site.pp", text)?;
    check_tokens("template.epp", text)?;
    check_tokens("type.rb", text)?;
    check_folds(text)?;
    check_symbols(text)
}

/// The text between two offsets, both between characters.
fn whole(units: &[u16], from: usize, to: usize) -> Result<String, TestCaseError> {
    let part = units.get(from..to).ok_or_else(|| TestCaseError::fail(format!("{from}-{to} is no range")))?;
    String::from_utf16(part).map_err(|_| TestCaseError::fail(format!("{from} or {to} is within a character")))
}

#[test]
fn the_number_of_a_kind_is_its_place() {
    for (number, kind) in Kind::ALL.iter().enumerate() {
        assert_eq!(*kind as usize, number);
        assert_eq!(Kind::ALL.iter().filter(|other| other.name() == kind.name()).count(), 1, "{kind:?}");
    }
    for (number, kind) in SymbolKind::ALL.iter().enumerate() {
        assert_eq!(*kind as usize, number);
    }
}

#[test]
fn sound_manifests_are_read() {
    for text in manifests() {
        check(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    }
}

proptest! {
    #![proptest_config(Config { cases: 1000, failure_persistence: None, ..Config::default() })]

    #[test]
    fn broken_manifests_are_read(text in broken()) {
        check(&text)?;
    }

    #[test]
    fn any_text_is_read(text: String) {
        check(&text)?;
    }

    #[test]
    fn any_signs_are_read(text in "[a-cA \n$\"'{}()\\[\\]|@/*\\\\#:,=>.0-9éx<%-]{0,60}") {
        check(&text)?;
    }
}
