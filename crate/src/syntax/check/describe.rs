//! What an expression is, in words for a message.

use crate::syntax::ast::{Expr, ExprKind, UnaryOp};

/// What it is, with an article.
pub(super) fn describe(expr: &Expr) -> String {
    let words = match &expr.kind {
        ExprKind::Undef => "`undef`",
        ExprKind::Default => "`default`",
        ExprKind::Bool(_) => "a boolean",
        ExprKind::Integer { .. } | ExprKind::Float(_) => "a number",
        ExprKind::Str(_) | ExprKind::Concat(_) | ExprKind::Heredoc { .. } => "a string",
        ExprKind::Regex(_) => "a regular expression",
        ExprKind::Name(name) => return format!("the name `{name}`"),
        ExprKind::TypeRef(name) => return format!("the type `{name}`"),
        ExprKind::Var(name) => return format!("the variable `${name}`"),
        ExprKind::Reserved(_) => "a reserved word",
        ExprKind::Array(_) => "an array",
        ExprKind::Hash { .. } => "a hash",
        ExprKind::Binary { op, .. } => return format!("an expression with `{}`", op.symbol()),
        ExprKind::Unary { op: UnaryOp::Not, .. } => "an expression with `!`",
        ExprKind::Unary { op: UnaryOp::Negate, .. } => "an expression with `-`",
        ExprKind::Unary { op: UnaryOp::Splat, .. } => "an expression with `*`",
        ExprKind::Paren(_) => "an expression in parentheses",
        ExprKind::Assign { .. } => "an assignment",
        ExprKind::Edge { .. } => "a relationship",
        ExprKind::Access { .. } => "an expression with `[ ]`",
        ExprKind::Call(_) => "a function call",
        ExprKind::MethodCall(_) => "a method call",
        ExprKind::If(_) => "an `if`",
        ExprKind::Unless(_) => "an `unless`",
        ExprKind::Case(_) => "a `case`",
        ExprKind::Selector { .. } => "a selector",
        ExprKind::Resource(_) => "a resource",
        ExprKind::Untitled(_) => "a resource without a title",
        ExprKind::ResourceDefaults(_) => "a default for resources",
        ExprKind::ResourceOverride(_) => "a resource override",
        ExprKind::Collector(_) => "a collector",
        ExprKind::Class(_) => "a class definition",
        ExprKind::Define(_) => "the definition of a type",
        ExprKind::Application(_) => "an application definition",
        ExprKind::Plan(_) => "a plan",
        ExprKind::Site(_) => "a `site` block",
        ExprKind::Node(_) => "a node definition",
        ExprKind::Function(_) => "a function definition",
        ExprKind::TypeAlias(_) | ExprKind::TypeMapping { .. } => "a type alias",
        ExprKind::TypeDefinition(_) => "a type definition",
        ExprKind::Mapping(_) => "a capability mapping",
        ExprKind::Apply { .. } => "an `apply` block",
        ExprKind::Epp { .. } | ExprKind::RenderText(_) | ExprKind::Render(_) => "a template",
        ExprKind::Error => "something unreadable",
    };
    words.to_owned()
}
