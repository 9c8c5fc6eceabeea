//! The expressions directly within an expression, in source order: what stages that look for something anywhere in
//! a tree go through.

use super::ast::{Attribute, Block, Expr, ExprKind, Lambda, Parameter, Segment};

/// What stands directly within an expression.
pub enum Part<'a> {
    /// One expression: an operand, an argument, a default.
    Value(&'a Expr),
    /// A sequence of statements.
    Body(&'a Block),
}

/// Calls `visit` with each expression directly within `expr`.
pub fn children<'a>(expr: &'a Expr, visit: &mut dyn FnMut(&'a Expr)) {
    parts(expr, &mut |part| match part {
        Part::Value(value) => visit(value),
        Part::Body(body) => body.iter().for_each(&mut *visit),
    });
}

/// Calls `visit` with each value and each body directly within `expr`.
pub fn parts<'a>(expr: &'a Expr, visit: &mut dyn FnMut(Part<'a>)) {
    match &expr.kind {
        ExprKind::Undef
        | ExprKind::Default
        | ExprKind::Bool(_)
        | ExprKind::Integer { .. }
        | ExprKind::Float(_)
        | ExprKind::Str(_)
        | ExprKind::Regex(_)
        | ExprKind::Name(_)
        | ExprKind::TypeRef(_)
        | ExprKind::Var(_)
        | ExprKind::Reserved(_)
        | ExprKind::RenderText(_)
        | ExprKind::Error => {}
        ExprKind::Concat(segments) => {
            for segment in segments {
                match segment {
                    Segment::Text(_) => {}
                    Segment::Interpolation(inner) => visit(Part::Value(inner)),
                }
            }
        }
        ExprKind::Heredoc { text: inner, .. }
        | ExprKind::Paren(inner)
        | ExprKind::Unary { operand: inner, .. } => visit(Part::Value(inner)),
        ExprKind::Array(elements) => values(elements, visit),
        ExprKind::Render(body) => visit(Part::Body(body)),
        ExprKind::Hash { entries, .. } => {
            for entry in entries {
                visit(Part::Value(&entry.key));
                visit(Part::Value(&entry.value));
            }
        }
        ExprKind::Binary { left, right, .. }
        | ExprKind::Edge { left, right, .. }
        | ExprKind::TypeMapping { left, right }
        | ExprKind::Assign { target: left, value: right, .. } => {
            visit(Part::Value(left));
            visit(Part::Value(right));
        }
        ExprKind::Access { left, keys } => {
            visit(Part::Value(left));
            values(keys, visit);
        }
        ExprKind::Call(call) => {
            visit(Part::Value(&call.function));
            values(&call.args, visit);
            lambda(call.lambda.as_ref(), visit);
        }
        ExprKind::MethodCall(call) => {
            visit(Part::Value(&call.receiver));
            values(&call.args, visit);
            lambda(call.lambda.as_ref(), visit);
        }
        ExprKind::If(branches) | ExprKind::Unless(branches) => {
            visit(Part::Value(&branches.test));
            visit(Part::Body(&branches.then));
            visit(Part::Body(&branches.otherwise));
        }
        ExprKind::Case(case) => {
            visit(Part::Value(&case.test));
            for option in &case.options {
                values(&option.values, visit);
                visit(Part::Body(&option.body));
            }
        }
        ExprKind::Selector { left, entries } => {
            visit(Part::Value(left));
            for entry in entries {
                visit(Part::Value(&entry.key));
                visit(Part::Value(&entry.value));
            }
        }
        ExprKind::Resource(resource) => {
            visit(Part::Value(&resource.ty));
            for body in &resource.bodies {
                visit(Part::Value(&body.title));
                attributes(&body.attributes, visit);
            }
        }
        ExprKind::Untitled(untitled) => {
            visit(Part::Value(&untitled.name));
            visit(Part::Value(&untitled.hash));
        }
        ExprKind::ResourceDefaults(defaults) => {
            visit(Part::Value(&defaults.ty));
            attributes(&defaults.attributes, visit);
        }
        ExprKind::ResourceOverride(overriding) => {
            visit(Part::Value(&overriding.reference));
            attributes(&overriding.attributes, visit);
        }
        ExprKind::Collector(collector) => {
            visit(Part::Value(&collector.ty));
            values(collector.query.as_slice(), visit);
            attributes(&collector.attributes, visit);
        }
        ExprKind::Class(class) => {
            parameters(&class.parameters, visit);
            visit(Part::Body(&class.body));
        }
        ExprKind::Define(definition) | ExprKind::Application(definition) | ExprKind::Plan(definition) => {
            parameters(&definition.parameters, visit);
            visit(Part::Body(&definition.body));
        }
        ExprKind::Site(site) => visit(Part::Body(&site.body)),
        ExprKind::Node(node) => {
            values(&node.matches, visit);
            values(node.parent.as_slice(), visit);
            visit(Part::Body(&node.body));
        }
        ExprKind::Function(function) => {
            parameters(&function.parameters, visit);
            values(function.returns.as_slice(), visit);
            visit(Part::Body(&function.body));
        }
        ExprKind::TypeDefinition(definition) => visit(Part::Body(&definition.body)),
        ExprKind::TypeAlias(alias) => visit(Part::Value(&alias.value)),
        ExprKind::Mapping(mapping) => {
            visit(Part::Value(&mapping.component));
            attributes(&mapping.attributes, visit);
        }
        ExprKind::Apply { args, body } => {
            values(args, visit);
            visit(Part::Body(body));
        }
        ExprKind::Epp { parameters: declared, body } => {
            parameters(declared.as_deref().unwrap_or_default(), visit);
            visit(Part::Body(body));
        }
    }
}

fn values<'a>(values: &'a [Expr], visit: &mut dyn FnMut(Part<'a>)) {
    for value in values {
        visit(Part::Value(value));
    }
}

fn attributes<'a>(attributes: &'a [Attribute], visit: &mut dyn FnMut(Part<'a>)) {
    for attribute in attributes {
        visit(Part::Value(&attribute.value));
    }
}

fn parameters<'a>(parameters: &'a [Parameter], visit: &mut dyn FnMut(Part<'a>)) {
    for parameter in parameters {
        values(parameter.ty.as_slice(), visit);
        values(parameter.default.as_slice(), visit);
    }
}

fn lambda<'a>(lambda: Option<&'a Lambda>, visit: &mut dyn FnMut(Part<'a>)) {
    if let Some(lambda) = lambda {
        parameters(&lambda.parameters, visit);
        values(lambda.returns.as_slice(), visit);
        visit(Part::Body(&lambda.body));
    }
}
