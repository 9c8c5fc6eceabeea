//! What the lines of mappings name, against what the capability type and the component have.

use super::Subject;
use super::names::{Names, assigned, definition_of, read};
use crate::capability_type::{CapabilityType, Origin};
use crate::diag::{Code, Diagnostic, Diagnostics, Edit};
use crate::eval;
use crate::program::Definition;
use crate::source::Span;
use crate::suggest;
use crate::syntax::ast::{AttributeOp, Direction, Ident, Mapping};

/// Puppet ignores lines for what is not there; and variables that a mapping does not see are `undef`.
pub(super) fn unknown(subject: Subject<'_>, names: &Names<'_>, diags: &mut Diagnostics) {
    let program = subject.program;
    // What a file of Ruby hides may be an attribute.
    let unreadable = diags.iter().any(|it| it.code == Code::CapabilityTypeUnreadable);
    for ((direction, component, capability), mapping) in &program.mappings {
        let definition = definition_of(program, component);
        let ty = program.capability_type(capability);
        let ty = ty.filter(|ty| !(unreadable && matches!(ty.origin, Origin::Declared(_))));
        match (direction, definition, ty) {
            (Direction::Produces, definition, Some(ty)) => {
                unknown_attributes(subject, mapping, ty, diags);
                if let Some(definition) = definition {
                    variables_of_body(names, mapping, definition, diags);
                }
            }
            (Direction::Consumes, Some(definition), ty) => {
                unknown_parameters(subject, mapping, definition, diags);
                if let Some(ty) = ty {
                    unseen_variables(names, mapping, definition, ty, diags);
                }
            }
            (Direction::Produces, _, None) | (Direction::Consumes, None, _) => {}
        }
    }
}

/// The names that a mapping sets.
fn set(mapping: &Mapping) -> impl Iterator<Item = (&Ident, Span)> {
    mapping.attributes.iter().filter_map(|attribute| match &attribute.op {
        AttributeOp::Set(name) => Some((name, attribute.span)),
        AttributeOp::Append(_) | AttributeOp::Splat => None,
    })
}

fn unknown_attributes(subject: Subject<'_>, mapping: &Mapping, ty: &CapabilityType, diags: &mut Diagnostics) {
    let capability = &mapping.capability.text;
    for (name, line) in set(mapping) {
        let known = |it: &str| ty.attributes.iter().any(|attribute| attribute.name == it);
        // `provider` is one of every type that has providers.
        if ty.origin == Origin::Inferred || name.text == "provider" || known(&name.text) {
            continue;
        }
        if name.text == "name" || name.text == "title" {
            let message =
                format!("the title of a capability is the one in `export`: Puppet ignores `{}`", name.text);
            let finding = Diagnostic::new(Code::UnknownAttribute, name.span, message).hint(format!(
                "remove the line, and write the title as in `export => {capability}['title']`"
            ));
            diags.add(removable(subject, finding, line));
            continue;
        }
        let message = format!("`{capability}` has no attribute `{}`: Puppet ignores this line", name.text);
        let mut finding = Diagnostic::new(Code::UnknownAttribute, name.span, message);
        let place = match ty.origin {
            Origin::Declared(place) | Origin::Given(place) => Some(place),
            Origin::Bundled(_) | Origin::Inferred => None,
        };
        if let Some(place) = place {
            finding = finding.label(place, "its attributes are declared here");
        }
        let attributes = ty.attributes.iter().map(|attribute| attribute.name.as_str());
        let free = attributes.clone().filter(|it| set(mapping).all(|(other, _)| other.text != *it));
        finding = match suggest::nearest(&name.text, free) {
            Some(near) => meant(finding, name.span, near),
            None => finding.hint(format!("it has {}{}", list(attributes, ""), how_to_declare(ty, name))),
        };
        diags.add(removable(subject, finding, line));
    }
}

/// What to do for a type to have one more attribute.
fn how_to_declare(ty: &CapabilityType, name: &Ident) -> String {
    match ty.origin {
        Origin::Declared(_) => {
            format!("; remove the line, or add `newparam :{}` to the type", name.text)
        }
        Origin::Given(_) => format!("; remove the line, or add `{}` in `callsheet.yaml`", name.text),
        Origin::Bundled(module) => format!(
            " in the module `{module}`; remove the line, or declare your own type in `lib/puppet/type/{}.rb`",
            ty.name
        ),
        Origin::Inferred => String::new(),
    }
}

fn unknown_parameters(
    subject: Subject<'_>,
    mapping: &Mapping,
    definition: Definition<'_>,
    diags: &mut Diagnostics,
) {
    let parameters = || definition.parameters.iter().map(|parameter| parameter.name.text.as_str());
    for (name, line) in set(mapping) {
        if parameters().any(|known| known == name.text) {
            continue;
        }
        let component = subject.sources.text(mapping.component.span);
        let message = format!("`{component}` has no parameter `{}`: Puppet ignores this line", name.text);
        let finding = Diagnostic::new(Code::UnknownAttribute, name.span, message)
            .label(definition.name.span, "its parameters are declared here");
        let free = parameters().filter(|it| set(mapping).all(|(other, _)| other.text != *it));
        let finding = match suggest::nearest(&name.text, free) {
            Some(near) => meant(finding, name.span, near),
            None => finding.hint(format!("remove the line, or add the parameter `${}`", name.text)),
        };
        diags.add(removable(subject, finding, line));
    }
}

/// The body of a component is evaluated after what it produces.
fn variables_of_body(
    names: &Names<'_>,
    mapping: &Mapping,
    definition: Definition<'_>,
    diags: &mut Diagnostics,
) {
    let is_parameter = |name: &str| definition.parameters.iter().any(|it| it.name.text == name);
    let read = mapping.attributes.iter().flat_map(|attribute| read(&attribute.value));
    let open: Vec<_> = read.filter(|(name, _)| !is_parameter(name) && !names.may_be_set(name)).collect();
    if open.is_empty() {
        return;
    }
    let body = assigned(definition.body);
    for (name, span) in open {
        let Some((_, place)) = body.iter().find(|(known, _)| *known == name) else { continue };
        diags.add(
            Diagnostic::new(Code::UnknownVariable, span, eval::without_value(name))
                .label(*place, "set here, in the body, which is evaluated after the mapping")
                .hint(format!("make `${name}` a parameter with this as its default")),
        );
    }
}

/// A `consumes` mapping sees the attributes of the capability, not the component.
fn unseen_variables(
    names: &Names<'_>,
    mapping: &Mapping,
    definition: Definition<'_>,
    ty: &CapabilityType,
    diags: &mut Diagnostics,
) {
    let capability = &mapping.capability.text;
    for (name, span) in mapping.attributes.iter().flat_map(|attribute| read(&attribute.value)) {
        let mut attributes = ty.attributes.iter().map(|attribute| attribute.name.as_str());
        if attributes.any(|known| known == name) || names.may_be_set(name) {
            continue;
        }
        let attributes = ty.attributes.iter().map(|attribute| attribute.name.as_str());
        let finding = Diagnostic::new(Code::UnknownVariable, span, eval::without_value(name));
        let own = definition.parameters.iter().find(|parameter| parameter.name.text == name);
        let near = suggest::nearest(name, attributes.clone());
        diags.add(match (own, near) {
            (Some(own), _) => {
                finding.label(own.name.span, "a parameter, which a `consumes` mapping does not see").hint(
                    format!("it sees facts and the attributes of `{capability}`: {}", list(attributes, "$")),
                )
            }
            (None, Some(near)) => finding.hint(format!("did you mean `${near}`?")),
            (None, None) => finding.hint(format!(
                "a `consumes` mapping sees facts and the attributes of `{capability}`: {}",
                list(attributes, "$")
            )),
        });
    }
}

/// Most likely another name was meant.
fn meant(finding: Diagnostic, span: Span, near: &str) -> Diagnostic {
    let edit = Edit { span, text: near.to_owned() };
    finding.hint(format!("did you mean `{near}`?")).offer(format!("Write `{near}`"), vec![edit])
}

/// The line can go, as Puppet does not read it.
fn removable(subject: Subject<'_>, finding: Diagnostic, line: Span) -> Diagnostic {
    let file = subject.sources.file(line.file());
    let rest = file.text.get(line.end() as usize..).unwrap_or_default();
    let comma = rest
        .find(|next: char| !next.is_whitespace())
        .filter(|at| rest.get(*at..).is_some_and(|it| it.starts_with(',')));
    let end = comma.map_or(line.end(), |at| line.end() + at as u32 + 1);
    finding.fix(
        "Remove the line that Puppet ignores",
        vec![Edit { span: Span::at(line.file(), line.start(), end), text: String::new() }],
    )
}

/// `$host`, `$port`; or nothing at all.
fn list<'n>(names: impl Iterator<Item = &'n str>, sign: &str) -> String {
    let names: Vec<String> = names.map(|name| format!("`{sign}{name}`")).collect();
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}
