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
                let (start, end) = (found.span.start as usize, found.span.end as usize);
                assert!(text.get(start..end).is_some(), "no part of the text: {found:?}");
            }
        }
    }
}
