//! Repairs of values: of the wrong type, missing, without their quotes.

use crate::diag::{Diagnostic, Fix};
use crate::suggest;
use crate::syntax::ast::{Expr, ExprKind, Parameter};

use super::find::{holds, resource_body};
use super::word::whole_word;
use super::{ALTERNATIVES, Ground, likely, list, quoted, safe, title, write};

/// Passes on the application's own parameter of the same name, or else one of the values that the type has.
pub(super) fn pass(ground: &Ground<'_>, diagnostic: &Diagnostic) -> Vec<Fix> {
    let Some(label) = diagnostic.labels.first() else { return Vec::new() };
    let Some(parameter) = declared(ground, label.span) else { return Vec::new() };
    let path = ground.path(diagnostic.span);
    let Some((_, body)) = resource_body(&path, diagnostic.span) else { return Vec::new() };
    let name = &parameter.name.text;
    let is_passed = path.iter().any(|expr| match &expr.kind {
        ExprKind::Application(definition) | ExprKind::Define(definition) => has(&definition.parameters, name),
        ExprKind::Class(class) => has(&class.parameters, name),
        _ => false,
    });
    let values = if is_passed { vec![["$", name].concat()] } else { admitted(ground, parameter) };
    let mut fixes = Vec::new();
    for value in values {
        let edits = list::of_body(ground, body).add(Some(name), &value);
        fixes.extend(edits.map(|edits| likely(title("Add", &[name, " => ", &value].concat()), edits)));
    }
    fixes
}

fn has(parameters: &[Parameter], name: &str) -> bool {
    parameters.iter().any(|parameter| parameter.name.text == name)
}

/// The values of a type that has few.
fn admitted(ground: &Ground<'_>, parameter: &Parameter) -> Vec<String> {
    match parameter.ty.as_ref().map(|ty| &ty.kind) {
        Some(ExprKind::TypeRef(name)) if name == "Boolean" => vec!["true".to_owned(), "false".to_owned()],
        Some(ExprKind::Access { left, keys }) if ground.text(left.span) == "Enum" => {
            keys.iter().take(ALTERNATIVES).map(|key| ground.text(key.span).to_owned()).collect()
        }
        Some(_) | None => Vec::new(),
    }
}

/// The parameter that is declared at a place.
fn declared<'a>(ground: &Ground<'a>, span: crate::source::Span) -> Option<&'a Parameter> {
    ground.path(span).into_iter().rev().find_map(|expr| {
        let parameters = match &expr.kind {
            ExprKind::Application(definition) | ExprKind::Define(definition) => &definition.parameters,
            ExprKind::Class(class) => &class.parameters,
            _ => return None,
        };
        parameters.iter().find(|parameter| holds(parameter.span, span))
    })
}

/// Writes a literal as the type that its parameter declares: a number without quotes, a string with them.
pub(super) fn convert(ground: &Ground<'_>, diagnostic: &Diagnostic) -> Vec<Fix> {
    let path = ground.path(diagnostic.span);
    let Some(value) = path.last().filter(|value| value.span == diagnostic.span) else { return Vec::new() };
    let parameter = diagnostic.labels.first().and_then(|label| declared(ground, label.span));
    let Some(ty) = parameter.and_then(|parameter| parameter.ty.as_ref()) else { return Vec::new() };
    let written = converted(ground, value, ty);
    written.map(|text| likely(title("Write", &text), vec![write(value.span, text)])).into_iter().collect()
}

fn converted(ground: &Ground<'_>, value: &Expr, ty: &Expr) -> Option<String> {
    let declared = ground.text(ty.span);
    let takes =
        |name: &str| declared.split(|letter: char| !letter.is_ascii_alphanumeric()).any(|it| it == name);
    match &value.kind {
        ExprKind::Str(text) => {
            let is_number = text.parse::<i64>().is_ok_and(|number| number.to_string() == *text);
            let is_truth = matches!(text.as_str(), "true" | "false");
            let as_number = is_number && (takes("Integer") || takes("Numeric"));
            if as_number || (is_truth && takes("Boolean")) {
                return Some(text.clone());
            }
            let ExprKind::Access { left, keys } = &ty.kind else { return None };
            let names = keys.iter().filter_map(|key| match &key.kind {
                ExprKind::Str(name) => Some(name.as_str()),
                _ => None,
            });
            (ground.text(left.span) == "Enum").then(|| suggest::nearest(text, names)).flatten().map(quoted)
        }
        ExprKind::Integer { .. } | ExprKind::Float(_) | ExprKind::Bool(_) if takes("String") => {
            Some(quoted(ground.text(value.span)))
        }
        _ => None,
    }
}

/// Makes a string of what is no number, or a decimal number of what has zeros in front.
pub(super) fn number(ground: &Ground<'_>, diagnostic: &Diagnostic) -> Vec<Fix> {
    let span = whole_word(ground, diagnostic.span, &['_', '.']);
    let text = ground.text(span);
    let mut fixes = vec![likely(title("Write", &quoted(text)), vec![write(span, quoted(text))])];
    let decimal = text.trim_start_matches('0');
    if decimal.len() < text.len()
        && !decimal.is_empty()
        && decimal.bytes().all(|digit| digit.is_ascii_digit())
    {
        fixes.push(likely(title("Write", decimal), vec![write(span, decimal)]));
    }
    fixes
}

/// Makes a string of a reserved word that stands where a value does.
pub(super) fn quote(ground: &Ground<'_>, diagnostic: &Diagnostic) -> Vec<Fix> {
    let path = ground.path(diagnostic.span);
    let [.., parent, Expr { kind: ExprKind::Reserved(word), span }] = path.as_slice() else {
        return Vec::new();
    };
    let takes_values = matches!(
        parent.kind,
        ExprKind::Assign { .. }
            | ExprKind::Array(_)
            | ExprKind::Hash { .. }
            | ExprKind::Binary { .. }
            | ExprKind::Resource(_)
            | ExprKind::Selector { .. }
    );
    if !takes_values {
        return Vec::new();
    }
    vec![safe(title("Write", &quoted(word)), vec![write(*span, quoted(word))])]
}
