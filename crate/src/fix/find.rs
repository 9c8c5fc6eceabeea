//! Finds what stands at a place: down the tree, or all resources of a body.

use crate::source::Span;
use crate::syntax::ast::{Ast, Attribute, AttributeOp, Expr, ExprKind, Ident, ResourceBody};
use crate::syntax::walk;

/// Whether one range lies within another.
pub(super) fn holds(outer: Span, inner: Span) -> bool {
    outer.file() == inner.file() && outer.start() <= inner.start() && inner.end() <= outer.end()
}

/// The expressions around a range, the outermost first.
pub(super) fn path(asts: &[Ast], span: Span) -> Vec<&Expr> {
    let mut path = Vec::new();
    let Ok(at) = asts.binary_search_by(|ast| ast.file.cmp(&span.file())) else { return path };
    let body = asts.get(at).map_or(&[][..], |ast| &ast.body);
    let mut next = body.iter().find(|expr| holds(expr.span, span));
    while let Some(expr) = next {
        path.push(expr);
        next = None;
        walk::children(expr, &mut |child| {
            if holds(child.span, span) {
                next = Some(child);
            }
        });
    }
    path
}

/// The resource body that a range lies in, and the type it is declared with.
pub(super) fn resource_body<'a>(path: &[&'a Expr], span: Span) -> Option<(&'a Expr, &'a ResourceBody)> {
    path.iter().rev().find_map(|expr| match &expr.kind {
        ExprKind::Resource(resource) => {
            let body = resource.bodies.iter().find(|body| holds(body.span, span))?;
            Some((&resource.ty, body))
        }
        _ => None,
    })
}

/// The name that an attribute sets.
pub(super) fn name_of(attribute: &Attribute) -> Option<&Ident> {
    match &attribute.op {
        AttributeOp::Set(name) | AttributeOp::Append(name) => Some(name),
        AttributeOp::Splat => None,
    }
}

/// The attribute of this name.
pub(super) fn attribute<'a>(attributes: &'a [Attribute], name: &str) -> Option<&'a Attribute> {
    attributes.iter().find(|attribute| name_of(attribute).is_some_and(|it| it.text == name))
}

/// The type name of a reference with one title, as written: `Sql` of `Sql['shop']`.
pub(super) fn reference_type(expr: &Expr) -> Option<(&str, &Expr)> {
    match &expr.kind {
        ExprKind::Access { left, keys } => match (&left.kind, keys.as_slice()) {
            (ExprKind::TypeRef(name), [key]) => Some((name.as_str(), key)),
            _ => None,
        },
        _ => None,
    }
}

/// Calls `visit` with each resource statement below `expr`. What is in a lambda may be evaluated many times: it is left
/// out, unless `inside` is in it too.
pub(super) fn resources<'a>(expr: &'a Expr, inside: Span, visit: &mut dyn FnMut(&'a Expr)) {
    let has_lambda = match &expr.kind {
        ExprKind::Call(call) => call.lambda.is_some(),
        ExprKind::MethodCall(call) => call.lambda.is_some(),
        _ => false,
    };
    if has_lambda && !holds(expr.span, inside) {
        return;
    }
    if matches!(expr.kind, ExprKind::Resource(_)) {
        visit(expr);
    }
    walk::children(expr, &mut |child| resources(child, inside, visit));
}
