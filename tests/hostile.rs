//! Texts that nobody writes end in a tree or in findings; none exhausts the stack or takes for ever.

mod shapes;

use std::fs;
use std::path::Path;

use callsheet::diag::Diagnostics;
use callsheet::source::FileId;
use callsheet::syntax::{Dialect, parse};

/// Bytes; `make bench` takes larger texts.
const SIZE: usize = 60_000;

#[test]
fn every_shape_ends_in_a_tree_or_a_finding() {
    for shape in shapes::SHAPES {
        let text = shape.text_below(SIZE);
        let mut diags = Diagnostics::default();
        let tree = parse(FileId(0), &text, Dialect::default(), &mut diags);
        let said = tree.complete || diags.has_errors();
        assert!(said, "{}: something is lost, and nothing is said of it", shape.name);
    }
}

/// YAML that nests, repeats itself or breaks off ends in data or in findings, and every place is in the text.
#[test]
fn yaml_ends_in_data_or_a_finding() {
    let doubling: String = (1..40).fold("a0: &a0 [x, x]\n".to_owned(), |text, at| {
        format!("{text}a{at}: &a{at} [*a{}, *a{}]\n", at - 1, at - 1)
    });
    let mut texts =
        vec![doubling, "- ".repeat(SIZE), "? ".repeat(SIZE), "&a ".repeat(SIZE), "!t\n".repeat(SIZE)];
    for piece in ["[", "{", "{a: ", "a:\n ", "- [", "\"", "'", "|\n", "\\x", "é: ", "\t", "a: &a *a\n"] {
        texts.push(piece.repeat(SIZE));
        texts.push((0..200).map(|depth| format!("{}{piece}\n", " ".repeat(depth))).collect());
    }
    let sample = "a: &b [1, {c: 'd'}]\ne: |2-\n   f\n? g\n: \"\\u00e9\\\n  h\"\ni:\n- *b\n- <<: {j: ~}\n";
    let cuts = (0..=sample.len()).flat_map(|at| [sample.get(..at), sample.get(at..)]);
    texts.extend(cuts.flatten().map(str::to_owned));
    for text in texts {
        for path in ["x.yaml", "x.json"] {
            let mut diags = Diagnostics::default();
            let read = callsheet::yaml::read(FileId(0), path, &text, &mut diags);
            assert!(read.is_some() || diags.has_errors(), "nothing is said of {text:.80}");
            for found in diags.iter() {
                let place = text.get(found.span.start() as usize..found.span.end() as usize);
                assert!(place.is_some(), "no part of the text: {found:?}");
            }
        }
    }
}

/// Texts that `make fuzz` once found to break the parser.
#[test]
fn what_was_found_stays_mended() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fuzz/found");
    for entry in fs::read_dir(folder).expect("a folder of texts") {
        let text = fs::read_to_string(entry.expect("a file").path()).expect("a text");
        for epp in [false, true] {
            let mut diags = Diagnostics::default();
            parse(FileId(0), &text, Dialect { epp, ..Dialect::default() }, &mut diags);
            for found in diags.into_sorted() {
                let (start, end) = (found.span.start() as usize, found.span.end() as usize);
                assert!(text.get(start..end).is_some(), "no part of the text: {found:?}");
            }
        }
    }
}
