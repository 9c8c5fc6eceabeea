//! Mappings that do less than they say.

use super::Subject;
use crate::diag::{Code, Diagnostic, Diagnostics};

/// Puppet takes the first mapping of a pair and forgets the others.
pub(super) fn repeated(subject: Subject<'_>, diags: &mut Diagnostics) {
    for (key, mapping) in &subject.program.repeated_mappings {
        let Some(first) = subject.program.mappings.get(key) else { continue };
        let word = mapping.direction.word();
        let message = format!(
            "this component already {word} `{}`: Puppet forgets this mapping",
            mapping.capability.text
        );
        diags.add(
            Diagnostic::new(Code::DuplicateMapping, mapping.component.span, message)
                .label(first.component.span, "the first, which counts")
                .hint("move what it sets into the first mapping, and remove this one"),
        );
    }
}
