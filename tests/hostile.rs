//! Texts that nobody writes end in a tree or in findings, without a crash and without giving up on themselves.

mod shapes;

use callsheet::diag::Diagnostics;
use callsheet::source::FileId;
use callsheet::syntax::{Dialect, parse};

#[test]
fn every_shape_ends_in_a_tree_or_a_finding() {
    for shape in shapes::SHAPES {
        let text = shape.text(shape.count.min(10_000));
        let mut diags = Diagnostics::default();
        let tree = parse(FileId(0), &text, Dialect::default(), &mut diags);
        assert!(
            tree.complete || diags.has_errors(),
            "{}: something is lost, and nothing is said of it",
            shape.name
        );
    }
}
