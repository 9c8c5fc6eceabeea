//! Mappings, and the `site`, that count otherwise than they look.

use super::{Subject, finding, remove};
use crate::catalog;
use crate::diag::{Code, Diagnostics, Phase};
use crate::program::ResourceKind;

/// Puppet takes the first mapping of a pair and forgets the others.
pub(super) fn repeated(subject: Subject<'_>, diags: &mut Diagnostics) {
    for (key, mapping) in &subject.program.repeated_mappings {
        let Some(first) = subject.program.mappings.get(key) else { continue };
        let word = mapping.direction.word();
        let message = format!(
            "this component already {word} `{}`: Puppet forgets this mapping",
            mapping.capability.text
        );
        let label = Some((first.component.span, "the first, which counts"));
        let hint = "move what it sets into the first mapping, and remove this one".to_owned();
        let mut found = finding(Code::DuplicateMapping, mapping.component.span, message, label, hint);
        remove(&mut found, "Remove the mapping that Puppet forgets", mapping.span);
        diags.add(found);
    }
}

/// Puppet collects mappings and `site` before it evaluates anything, so what stands around them decides nothing.
/// No repair is offered: to move them out changes nothing but that it is not warned of, and what was meant by the
/// condition cannot be had.
pub(super) fn always_active(subject: Subject<'_>, diags: &mut Diagnostics) {
    for &(place, around) in &subject.program.hoisted {
        let what = subject.sources.text(place);
        let message = match what {
            "site" => "this `site` counts whatever stands around it".to_owned(),
            component => format!("this mapping of `{component}` counts whatever stands around it"),
        };
        let hint =
            "move it to the top level of the file: it is collected before anything is evaluated".to_owned();
        diags.add(finding(
            Code::AlwaysActive,
            place,
            message,
            Some((around, "Puppet does not ask this")),
            hint,
        ));
    }
}

/// The plan does without a mapping's component, nodes do not. And a native resource is one only by the manual.
pub(super) fn without_component(subject: Subject<'_>, diags: &mut Diagnostics) {
    diags.enter(Phase::Node);
    catalog::check_mappings(subject.program, diags);
    diags.enter(Phase::Graph);
    for ((_, component, _), mapping) in &subject.program.mappings {
        if subject.program.resource_kind(component) == ResourceKind::Native {
            let name = subject.sources.text(mapping.component.span);
            let message =
                format!("Puppet 6 compiles no node while a mapping is for the native resource type `{name}`");
            let hint = "its manual says it can be a component, and so it is planned here; wrap it in a define to run it with Puppet 6";
            diags.add(finding(
                Code::DiffersFromPuppet,
                mapping.component.span,
                message,
                None,
                hint.to_owned(),
            ));
        }
    }
}
