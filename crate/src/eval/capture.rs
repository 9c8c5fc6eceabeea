//! Values that cross between component and capability because a name is the same, though no line of a mapping says so.

use crate::diag::{Code, Diagnostic, Diagnostics, Edit};
use crate::syntax::ast::{ExprKind, Mapping, Parameter};

/// A parameter with a default of its own is filled from a capability. Who writes no line at all relies on the names.
pub(super) fn warn_of_default(
    diags: &mut Diagnostics,
    capability: &str,
    mapping: &Mapping,
    parameter: &Parameter,
) {
    let default = parameter.default.as_ref().filter(|default| !matches!(default.kind, ExprKind::Undef));
    let (Some(_), false) = (default, mapping.attributes.is_empty()) else { return };
    let name = &parameter.name.text;
    let message = format!(
        "`{capability}` sets the parameter `{name}` too, as its attribute has the same name: the default does not count"
    );
    let finding = Diagnostic::new(Code::SameNameCapture, mapping.component.span, message)
        .label(parameter.span, "this default is replaced")
        .hint(format!("add `{name} => undef` to keep the default, or `{name} => ${name}` if it is meant"));
    diags.add(with_lines(finding, mapping, name));
}

/// An attribute that no line sets is filled from a fact or a variable of the top scope.
pub(super) fn warn_of_fact(diags: &mut Diagnostics, mapping: &Mapping, name: &str) {
    let capability = &mapping.capability.text;
    let message = format!(
        "the attribute `{name}` of `{capability}` is set from the fact or top-scope variable `${name}`, as it has the same name"
    );
    let finding = Diagnostic::new(Code::SameNameCapture, mapping.component.span, message)
        .hint(format!("add `{name} => undef` to leave it unset, or `{name} => ${name}` if it is meant"));
    diags.add(with_lines(finding, mapping, name));
}

/// Offers both lines that say what is meant.
fn with_lines(mut finding: Diagnostic, mapping: &Mapping, name: &str) -> Diagnostic {
    let Some(last) = mapping.attributes.last() else { return finding };
    for line in [format!("{name} => undef"), format!("{name} => ${name}")] {
        let edit = Edit { span: last.span.from(last.span.end()), text: format!(", {line}") };
        finding = finding.offer(format!("Add `{line}`"), vec![edit]);
    }
    finding
}
