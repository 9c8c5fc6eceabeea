//! The functions that are written in Puppet themselves.

use callsheet::diag::Code;
use callsheet::program::prelude::Prelude;
use callsheet::source::Sources;

/// What is wrong in them would never be told to anybody.
#[test]
fn the_parser_finds_nothing_wrong() {
    let findings = Prelude::default().findings();
    // Nobody but stdlib may call a function `hash`.
    let others = findings.iter().filter(|finding| finding.code != Code::ReservedTypeName);
    let messages: Vec<_> = others.map(|finding| &finding.message).collect();
    assert!(messages.is_empty(), "{messages:#?}");
}

/// A place in the prelude is in no file of the user's.
#[test]
fn what_goes_wrong_stands_at_the_call() {
    let names: Vec<_> = Prelude::default().names().collect();
    for name in names {
        let text = format!("{name}()\n{name}(1)\n{name}('a')\n{name}({{}}, 1)\n{name}([1], 'a', 3, 4, 5)\n");
        let sources = Sources::single("site.pp", &text);
        let analysis = callsheet::analyze(&sources, &callsheet::input::Input::default());
        for finding in analysis.diagnostics {
            assert_eq!(finding.span.file().0, 0, "{name}: {}", finding.message);
            assert!(finding.labels.iter().all(|label| label.span.file().0 == 0), "{name}");
        }
    }
}
