//! The expressions directly within an expression, in source order: what stages that look for something anywhere in
//! a tree go through.

use super::ast::{Attribute, Expr, ExprKind, Lambda, Parameter, Segment};

/// Calls `visit` with each expression directly within `expr`.
pub fn children<'a>(expr: &'a Expr, visit: &mut dyn FnMut(&'a Expr)) {
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
                    Segment::Interpolation(inner) => visit(inner),
                }
            }
        }
        ExprKind::Heredoc { text: inner, .. }
        | ExprKind::Paren(inner)
        | ExprKind::Render(inner)
        | ExprKind::Unary { operand: inner, .. } => visit(inner),
        ExprKind::Array(elements) => elements.iter().for_each(visit),
        ExprKind::Hash { entries, .. } => {
            for entry in entries {
                visit(&entry.key);
                visit(&entry.value);
            }
        }
        ExprKind::Binary { left, right, .. }
        | ExprKind::Edge { left, right, .. }
        | ExprKind::TypeMapping { left, right }
        | ExprKind::Assign { target: left, value: right, .. } => {
            visit(left);
            visit(right);
        }
        ExprKind::Access { left, keys } => {
            visit(left);
            keys.iter().for_each(visit);
        }
        ExprKind::Call(call) => {
            visit(&call.function);
            call.args.iter().for_each(&mut *visit);
            lambda(call.lambda.as_ref(), visit);
        }
        ExprKind::MethodCall(call) => {
            visit(&call.receiver);
            call.args.iter().for_each(&mut *visit);
            lambda(call.lambda.as_ref(), visit);
        }
        ExprKind::If(branches) | ExprKind::Unless(branches) => {
            visit(&branches.test);
            branches.then.iter().chain(&branches.otherwise).for_each(visit);
        }
        ExprKind::Case(case) => {
            visit(&case.test);
            for option in &case.options {
                option.values.iter().chain(&option.body).for_each(&mut *visit);
            }
        }
        ExprKind::Selector { left, entries } => {
            visit(left);
            for entry in entries {
                visit(&entry.key);
                visit(&entry.value);
            }
        }
        ExprKind::Resource(resource) => {
            visit(&resource.ty);
            for body in &resource.bodies {
                visit(&body.title);
                attributes(&body.attributes, visit);
            }
        }
        ExprKind::Untitled(untitled) => {
            visit(&untitled.name);
            visit(&untitled.hash);
        }
        ExprKind::ResourceDefaults(defaults) => {
            visit(&defaults.ty);
            attributes(&defaults.attributes, visit);
        }
        ExprKind::ResourceOverride(overriding) => {
            visit(&overriding.reference);
            attributes(&overriding.attributes, visit);
        }
        ExprKind::Collector(collector) => {
            visit(&collector.ty);
            collector.query.iter().for_each(&mut *visit);
            attributes(&collector.attributes, visit);
        }
        ExprKind::Class(class) => {
            parameters(&class.parameters, visit);
            class.body.iter().for_each(visit);
        }
        ExprKind::Define(definition) | ExprKind::Application(definition) | ExprKind::Plan(definition) => {
            parameters(&definition.parameters, visit);
            definition.body.iter().for_each(visit);
        }
        ExprKind::Site(site) => site.body.iter().for_each(visit),
        ExprKind::Node(node) => {
            node.matches.iter().chain(&node.parent).chain(&node.body).for_each(visit);
        }
        ExprKind::Function(function) => {
            parameters(&function.parameters, visit);
            function.returns.iter().chain(&function.body).for_each(visit);
        }
        ExprKind::TypeAlias(alias) => visit(&alias.value),
        ExprKind::Mapping(mapping) => {
            visit(&mapping.component);
            attributes(&mapping.attributes, visit);
        }
        ExprKind::Apply { args, body } => args.iter().chain(body).for_each(visit),
        ExprKind::Epp { parameters: declared, body } => {
            parameters(declared.as_deref().unwrap_or_default(), visit);
            body.iter().for_each(visit);
        }
    }
}

fn attributes<'a>(attributes: &'a [Attribute], visit: &mut dyn FnMut(&'a Expr)) {
    attributes.iter().map(|attribute| &attribute.value).for_each(visit);
}

fn parameters<'a>(parameters: &'a [Parameter], visit: &mut dyn FnMut(&'a Expr)) {
    parameters.iter().flat_map(|parameter| parameter.ty.iter().chain(&parameter.default)).for_each(visit);
}

fn lambda<'a>(lambda: Option<&'a Lambda>, visit: &mut dyn FnMut(&'a Expr)) {
    if let Some(lambda) = lambda {
        parameters(&lambda.parameters, visit);
        lambda.returns.iter().chain(&lambda.body).for_each(visit);
    }
}
