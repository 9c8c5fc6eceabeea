//! What the lines of mappings name, against what the capability type and the component have.

use super::names::{Names, assigned, definition_of, parameters_of, read_by};
use super::{Subject, finding, offer, remove};
use crate::capability_type::{CapabilityType, Origin};
use crate::diag::{Code, Diagnostic, Diagnostics};
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
                if ty.origin != Origin::Inferred {
                    unknown_lines(subject, mapping, &Owner::Type(ty), diags);
                }
                if let Some(definition) = definition {
                    variables_of_body(names, mapping, definition, diags);
                }
            }
            (Direction::Consumes, Some(definition), ty) => {
                unknown_lines(subject, mapping, &Owner::Component(definition), diags);
                if let Some(ty) = ty {
                    unseen_variables(names, mapping, definition, ty, diags);
                }
            }
            (Direction::Produces, _, None) | (Direction::Consumes, None, _) => {}
        }
    }
}

/// What has what the lines of a mapping set.
enum Owner<'p> {
    /// Attributes.
    Type(&'p CapabilityType),
    /// Parameters.
    Component(Definition<'p>),
}

impl Owner<'_> {
    fn names(&self) -> Vec<&str> {
        match self {
            Owner::Type(ty) => attributes_of(ty),
            Owner::Component(definition) => parameters_of(*definition),
        }
    }

    /// Where it is declared, and what to say of that.
    fn place(&self) -> Option<(Span, &'static str)> {
        let place = match self {
            Owner::Type(ty) => match ty.origin {
                Origin::Declared(place) | Origin::Given(place) => place,
                Origin::Bundled(_) | Origin::Inferred => return None,
            },
            Owner::Component(definition) => definition.name.span,
        };
        Some((place, "declared here"))
    }

    /// What to do for it to have one more.
    fn how_to_add(&self, name: &str) -> String {
        match self {
            Owner::Component(_) => format!("remove the line, or add the parameter `${name}`"),
            Owner::Type(ty) => match ty.origin {
                Origin::Declared(_) => format!("remove the line, or add `newparam :{name}` to the type"),
                Origin::Given(_) => {
                    format!("remove the line, or add `{name}` to the type in `callsheet.yaml`")
                }
                Origin::Bundled(_) | Origin::Inferred => {
                    format!("remove the line, or declare your own type in `lib/puppet/type/{}.rb`", ty.name)
                }
            },
        }
    }
}

fn attributes_of(ty: &CapabilityType) -> Vec<&str> {
    ty.attributes.iter().map(|attribute| attribute.name.as_str()).collect()
}

/// The names that a mapping sets, each with its line.
fn lines(mapping: &Mapping) -> Vec<(&Ident, Span)> {
    let mut lines = Vec::new();
    for attribute in &mapping.attributes {
        match &attribute.op {
            AttributeOp::Set(name) => lines.push((name, attribute.span)),
            AttributeOp::Append(_) | AttributeOp::Splat => {}
        }
    }
    lines
}

fn unknown_lines(subject: Subject<'_>, mapping: &Mapping, owner: &Owner<'_>, diags: &mut Diagnostics) {
    let known = owner.names();
    let lines = lines(mapping);
    for (name, line) in &lines {
        // `provider` is an attribute of every type that has providers.
        let is_type = matches!(owner, Owner::Type(_));
        let text = name.text.as_str();
        if known.contains(&text) || is_type && text == "provider" {
            continue;
        }
        let mut found = if is_type && matches!(text, "name" | "title") {
            title(name, &mapping.capability.text)
        } else {
            let (what, whose) = match owner {
                Owner::Type(_) => ("attribute", mapping.capability.text.as_str()),
                Owner::Component(_) => ("parameter", subject.sources.text(mapping.component.span)),
            };
            let message = format!("`{whose}` has no {what} `{text}`: Puppet ignores this line");
            let near = suggest::nearest(text, known.iter().copied());
            let near = near.filter(|near| !lines.iter().any(|(other, _)| other.text == *near));
            let hint = near.map_or_else(|| owner.how_to_add(text), |near| format!("did you mean `{near}`?"));
            let mut found = finding(Code::UnknownAttribute, name.span, message, owner.place(), hint);
            if let Some(near) = near {
                offer(&mut found, format!("Write `{near}`"), name.span, near.to_owned());
            }
            found
        };
        let line = with_comma(subject, *line);
        let title = "Remove the line that Puppet ignores";
        match found.fixes.is_empty() {
            true => remove(&mut found, title, line),
            false => offer(&mut found, title.to_owned(), line, String::new()),
        }
        diags.add(found);
    }
}

fn title(name: &Ident, capability: &str) -> Diagnostic {
    let message = format!("the title of a capability is the one in `export`: Puppet ignores `{}`", name.text);
    let hint = format!("remove the line, and write the title as in `export => {capability}['title']`");
    finding(Code::UnknownAttribute, name.span, message, None, hint)
}

/// A line with the comma that follows.
fn with_comma(subject: Subject<'_>, line: Span) -> Span {
    let rest = subject.sources.file(line.file()).text.get(line.end() as usize..).unwrap_or_default();
    let blank = rest.len() - rest.trim_start().len();
    let comma = rest.trim_start().starts_with(',');
    if comma { line.until(line.end() + blank as u32 + 1) } else { line }
}

/// The body of a component is evaluated after what it produces.
fn variables_of_body(
    names: &Names<'_>,
    mapping: &Mapping,
    definition: Definition<'_>,
    diags: &mut Diagnostics,
) {
    let parameters = parameters_of(definition);
    let mut open = read_by(mapping);
    open.retain(|(name, _)| !parameters.contains(name) && !names.may_be_set(name));
    if open.is_empty() {
        return;
    }
    let body = assigned(definition.body);
    for (name, span) in open {
        let Some((_, place)) = body.iter().find(|(known, _)| *known == name) else { continue };
        let label = Some((*place, "set here, in the body, which is evaluated after the mapping"));
        let hint = format!("make `${name}` a parameter with this as its default");
        diags.add(finding(Code::UnknownVariable, span, eval::without_value(name), label, hint));
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
    let attributes = attributes_of(ty);
    for (name, span) in read_by(mapping) {
        if attributes.contains(&name) || name == "provider" || names.may_be_set(name) {
            continue;
        }
        let own = definition.parameters.iter().find(|parameter| parameter.name.text == name);
        let label = own.map(|own| (own.name.span, "a parameter, which a `consumes` mapping does not see"));
        let near = suggest::nearest(name, attributes.iter().copied()).filter(|_| own.is_none());
        let hint = match near {
            Some(near) => format!("did you mean `${near}`?"),
            None => format!(
                "read a fact or an attribute of `{}`, which has: {}",
                mapping.capability.text,
                if attributes.is_empty() { "none".to_owned() } else { attributes.join(", ") }
            ),
        };
        diags.add(finding(Code::UnknownVariable, span, eval::without_value(name), label, hint));
    }
}
