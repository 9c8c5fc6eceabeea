//! Application instances that the plan does not see.

use super::{Subject, bodies, children_of_body};
use crate::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::env::Reference;
use crate::platform;
use crate::program::{Program, ResourceKind};
use crate::syntax::ast::{Expr, ExprKind};

/// Classes, defines and node definitions are evaluated on nodes alone: the plan has no instance that stands in one.
pub(super) fn outside(subject: Subject<'_>, diags: &mut Diagnostics) {
    let program = subject.program;
    if program.definitions.values().all(|it| it.kind != ResourceKind::Application) {
        return;
    }
    for body in bodies(program) {
        body.iter().for_each(|statement| look_for_instances(program, statement, diags));
    }
}

fn look_for_instances(program: &Program<'_>, expr: &Expr, diags: &mut Diagnostics) {
    if let ExprKind::Resource(resource) = &expr.kind
        && let ExprKind::Name(name) = &resource.ty.kind
        && program.resource_kind(name.trim_start_matches("::")) == ResourceKind::Application
    {
        let ty: Vec<String> = name.trim_start_matches("::").split("::").map(platform::capitalize).collect();
        let ty = ty.join("::");
        for body in resource.bodies.iter().filter(|it| !matches!(it.title.kind, ExprKind::Default)) {
            diags.add(outside_site(&ty, &body.title));
        }
    }
    children_of_body(expr, &mut |child| look_for_instances(program, child, diags));
}

fn outside_site(ty: &str, title: &Expr) -> Diagnostic {
    let message = match &title.kind {
        ExprKind::Str(title) | ExprKind::Name(title) => {
            let instance = Reference::new(ty, title);
            format!("the application instance `{instance}` stands outside `site`")
        }
        _ => format!("instances of the application `{ty}` stand outside `site` here"),
    };
    let mut diagnostic = Diagnostic::new(Code::OutsideSite, title.span, message).hint(
        "declare it in the `site` block itself: classes, defines and nodes are not evaluated for the plan, not even those that `site` includes",
    );
    // Puppet refuses those of this name, and forgets all others.
    if ty != "App" {
        diagnostic.severity = Severity::Warning;
    }
    diagnostic
}
