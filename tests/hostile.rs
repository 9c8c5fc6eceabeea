//! Texts that nobody writes end in a tree or in findings; none exhausts the stack or takes for ever.

mod shapes;

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
