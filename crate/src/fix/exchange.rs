//! Repairs of the exchange of capabilities: exports that are missing, mappings that are missing, wrong references.

use crate::diag::{Diagnostic, Fix};
use crate::eval::types::capitalize_segments;
use crate::program::ResourceKind;
use crate::syntax::ast::{Direction, Expr, ExprKind, ResourceBody};

use super::find::{attribute, holds, name_of, reference_type, resource_body, resources};
use super::{ALTERNATIVES, Ground, after, likely, list, quoted, safe, title, write};

/// Lets a component export what nobody exports: one that has the mapping for it.
pub(super) fn export(ground: &Ground<'_>, diagnostic: &Diagnostic) -> Vec<Fix> {
    let path = ground.path(diagnostic.span);
    let Some((capability, key)) = path.last().and_then(|expr| reference_type(expr)) else {
        return Vec::new();
    };
    let Some(owner) = path.iter().find(|expr| matches!(expr.kind, ExprKind::Application(_))) else {
        return Vec::new();
    };
    // A title that is made from a variable is another one for each instance; one that is not can be exported once.
    let is_fixed = matches!(key.kind, ExprKind::Str(_) | ExprKind::Name(_));
    if is_fixed && count_instances(ground, owner) != 1 {
        return Vec::new();
    }
    let written = ground.text(diagnostic.span);
    let capability = capability.to_ascii_lowercase();
    let mut fixes: Vec<Fix> = Vec::new();
    resources(owner, diagnostic.span, &mut |expr| {
        let ExprKind::Resource(resource) = &expr.kind else { return };
        for body in resource.bodies.iter().filter(|body| !holds(body.span, diagnostic.span)) {
            if has_mapping(ground, &resource.ty, Direction::Produces, &capability)
                && fixes.len() < ALTERNATIVES
            {
                fixes.extend(export_from(ground, &resource.ty, body, written));
            }
        }
    });
    // Those that export nothing yet come first.
    let (free, busy): (Vec<Fix>, Vec<Fix>) = fixes.into_iter().partition(|fix| fix.safe);
    let is_only = free.len() == 1 && diagnostic.meant.is_none();
    let fixes = free.into_iter().map(|fix| Fix { safe: is_only, ..fix });
    fixes.chain(busy).collect()
}

fn count_instances(ground: &Ground<'_>, application: &Expr) -> usize {
    let ExprKind::Application(definition) = &application.kind else { return 0 };
    let name = definition.name.text.trim_start_matches("::");
    let of_it = ground.environment.instances.iter().filter(|it| it.reference.ty.eq_ignore_ascii_case(name));
    of_it.count()
}

fn has_mapping(ground: &Ground<'_>, ty: &Expr, direction: Direction, capability: &str) -> bool {
    let ExprKind::Name(name) = &ty.kind else { return false };
    let name = name.trim_start_matches("::").to_ascii_lowercase();
    ground.program.mappings.contains_key(&(direction, name, capability.to_owned()))
}

/// The repair that adds an export to one component; it counts as safe here when the component exports nothing yet.
fn export_from(ground: &Ground<'_>, ty: &Expr, body: &ResourceBody, written: &str) -> Option<Fix> {
    if matches!(body.title.kind, ExprKind::Array(_) | ExprKind::Default) {
        return None;
    }
    let component =
        [&capitalize_segments(ground.text(ty.span)), "[", ground.text(body.title.span), "]"].concat();
    let name = ["Add `export => ", written, "` to `", &component, "`"].concat();
    match attribute(&body.attributes, "export") {
        Some(export) => Some(likely(name, list::add_to_value(ground, &export.value, written)?)),
        None => Some(safe(name, list::of_body(ground, body).add(Some("export"), written)?)),
    }
}

/// Says once what a component exports twice.
pub(super) fn export_once(ground: &Ground<'_>, diagnostic: &Diagnostic) -> Vec<Fix> {
    let export_of = |span| {
        let (_, body) = resource_body(&ground.path(span), span)?;
        attribute(&body.attributes, "export").map(|it| it.span).filter(|it| holds(*it, span))
    };
    let first = diagnostic.labels.first().and_then(|label| export_of(label.span));
    if first.is_none() || first != export_of(diagnostic.span) {
        return Vec::new();
    }
    let fixes = list::remove_this(ground, diagnostic);
    fixes.into_iter().map(|fix| Fix { safe: true, ..fix }).collect()
}

/// Adds the mapping that a component needs for a capability, with what the two have in common.
pub(super) fn mapping(ground: &Ground<'_>, diagnostic: &Diagnostic) -> Vec<Fix> {
    add_mapping(ground, diagnostic).into_iter().collect()
}

fn add_mapping(ground: &Ground<'_>, diagnostic: &Diagnostic) -> Option<Fix> {
    let path = ground.path(diagnostic.span);
    let (capability, _) = path.last().and_then(|expr| reference_type(expr))?;
    let (ty, body) = resource_body(&path, diagnostic.span)?;
    let set = body.attributes.iter().find(|it| holds(it.span, diagnostic.span)).and_then(name_of)?;
    let direction = if set.text == "export" { Direction::Produces } else { Direction::Consumes };
    let ExprKind::Name(name) = &ty.kind else { return None };
    let name = name.trim_start_matches("::").to_ascii_lowercase();
    let definition = ground.program.definitions.get(&name)?;
    if definition.kind != ResourceKind::Define {
        return None;
    }
    let attributes = &ground.program.capability_type(&capability.to_ascii_lowercase())?.attributes;
    let has_parameter = |name: &str| definition.parameters.iter().any(|it| it.name.text == name);
    let shared = attributes.iter().map(|it| it.name.as_str()).filter(|&it| it != "name" && has_parameter(it));
    let shared: Vec<&str> = shared.collect();
    let head = [&capitalize_segments(&name), " ", direction.word(), " ", capability].concat();
    let place = ground.path(definition.name.span).first()?.span;
    let whole = ground.whole(place);
    let line_break = list::line_break(whole);
    let line = list::end_of_line(whole, place.end() as usize);
    let at = crate::source::Span::new(place.file(), line, line);
    let mut text = [line_break, line_break, &head, " { }"].concat();
    if !shared.is_empty() {
        text.truncate(text.len() - 2);
        let width = shared.iter().map(|name| name.len()).max().unwrap_or(0);
        for name in &shared {
            let blanks = " ".repeat(width - name.len());
            text += &[line_break, "  ", name, &blanks, " => $", name, ","].concat();
        }
        text += line_break;
        text += "}";
    }
    let name = title("Add the mapping", &head);
    Some(Fix { title: name, safe: shared.len() == attributes.len(), edits: vec![write(at, text)] })
}

/// Writes a string that looks like a reference as one.
pub(super) fn reference(ground: &Ground<'_>, diagnostic: &Diagnostic) -> Vec<Fix> {
    let path = ground.path(diagnostic.span);
    let Some(Expr { kind: ExprKind::Str(text), span }) = path.last() else { return Vec::new() };
    let Some((ty, key)) = text.strip_suffix(']').and_then(|it| it.split_once('[')) else { return Vec::new() };
    if ground.program.resource_kind(&ty.to_ascii_lowercase()) != ResourceKind::Capability {
        return Vec::new();
    }
    let written = [&capitalize_segments(ty), "[", &quoted(key.trim_matches(['\'', '"'])), "]"].concat();
    vec![safe(title("Write", &written), vec![write(*span, written)])]
}

/// Makes one array of arrays within each other.
pub(super) fn flatten(ground: &Ground<'_>, diagnostic: &Diagnostic) -> Vec<Fix> {
    let path = ground.path(diagnostic.span);
    match path.last() {
        Some(Expr { kind: ExprKind::Array(_) | ExprKind::Var(_), span }) => {
            vec![safe("Call `.flatten` on it".to_owned(), vec![after(*span, ".flatten")])]
        }
        _ => Vec::new(),
    }
}

/// Writes the relationship that a capability takes: a component that has the mapping exports it, another requires it.
pub(super) fn relationship(ground: &Ground<'_>, diagnostic: &Diagnostic) -> Vec<Fix> {
    let path = ground.path(diagnostic.span);
    let Some((ty, body)) = resource_body(&path, diagnostic.span) else { return Vec::new() };
    let Some(set) = body.attributes.iter().find(|it| holds(it.span, diagnostic.span)).and_then(name_of)
    else {
        return Vec::new();
    };
    let Some((capability, _)) = path.iter().rev().find_map(|expr| reference_type(expr)) else {
        return Vec::new();
    };
    let capability = capability.to_ascii_lowercase();
    let ways = [
        ("export", set.text != "subscribe" && has_mapping(ground, ty, Direction::Produces, &capability)),
        ("require", true),
        ("consume", has_mapping(ground, ty, Direction::Consumes, &capability)),
    ];
    let free = ways.into_iter().filter(|(word, fits)| *fits && attribute(&body.attributes, word).is_none());
    free.map(|(word, _)| likely(title("Write", &[word, " =>"].concat()), vec![write(set.span, word)]))
        .collect()
}
