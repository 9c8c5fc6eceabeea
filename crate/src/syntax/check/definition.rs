//! Definitions: where they stand, what they are called, what parameters they take.

use super::{Checker, Place};
use crate::diag::Code;
use crate::source::Span;
use crate::syntax::ast::{
    Class, Definition, Expr, ExprKind, Function, Ident, NodeDefinition, Parameter, Segment,
};

/// Names of types that definitions must not take (Puppet 6).
const RESERVED_TYPE_NAMES: &[&str] = &[
    "type",
    "any",
    "unit",
    "scalar",
    "boolean",
    "numeric",
    "integer",
    "float",
    "collection",
    "array",
    "hash",
    "tuple",
    "struct",
    "variant",
    "optional",
    "enum",
    "regexp",
    "pattern",
    "runtime",
];

impl Checker<'_> {
    /// Application orchestration was removed in Puppet 7, which says nothing about a manifest for Puppet 6.
    pub(super) fn deprecated(&mut self, span: Span, what: &str) {
        let message = match what {
            "mapping" => "capability mappings were removed in Puppet 7".to_owned(),
            other => format!("`{other}` was removed in Puppet 7"),
        };
        self.report(Code::AppOrchestrationDeprecated, span, message);
    }

    pub(super) fn class(&mut self, class: &Class, span: Span, place: Place) {
        self.named(&class.name, span, place, "class");
        self.closed_parameters(&class.parameters, "a class");
        self.ends_with_effect(&class.body, "a class");
    }

    pub(super) fn define(&mut self, definition: &Definition, span: Span, place: Place) {
        self.named(&definition.name, span, place, "defined type");
        self.closed_parameters(&definition.parameters, "a defined type");
        self.ends_with_effect(&definition.body, "a defined type");
    }

    /// Puppet 6 does not check the parameters of applications.
    pub(super) fn application(&mut self, definition: &Definition, span: Span, place: Place) {
        self.deprecated(Span { end: span.start + 11, ..span }, "application");
        self.named(&definition.name, span, place, "application");
    }

    pub(super) fn plan(&mut self, definition: &Definition, span: Span) {
        self.definition_name(&definition.name, span, "plan");
        self.parameters(&definition.parameters);
    }

    pub(super) fn function(&mut self, function: &Function, span: Span, place: Place) {
        self.definition_name(&function.name, span, "function");
        self.top_only(span, place, "a function");
        self.parameters(&function.parameters);
        self.rest_is_last(&function.parameters);
    }

    pub(super) fn node(&mut self, node: &NodeDefinition, span: Span, place: Place) {
        for host in &node.matches {
            self.host(host);
        }
        if let Some(parent) = &node.parent {
            let message = "node inheritance was removed in Puppet 4";
            self.report_with_hint(
                Code::IllegalNodeInheritance,
                parent.span,
                message,
                "put what nodes share into a class",
            );
        }
        self.top_or_class(span, place);
        self.ends_with_effect(&node.body, "a node");
    }

    fn host(&mut self, host: &Expr) {
        match &host.kind {
            ExprKind::Concat(segments) => {
                let inner = segments.iter().find_map(|segment| match segment {
                    Segment::Interpolation(inner) => Some(inner),
                    Segment::Text(_) => None,
                });
                if let Some(inner) = inner {
                    let message = "the name of a node is plain text, without variables";
                    self.report(Code::IllegalHostnameInterpolation, inner.span, message);
                }
            }
            ExprKind::Str(name) => {
                let sound = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
                if !name.chars().all(sound) {
                    let message =
                        format!("`{name}` is not the name of a node: letters, digits, `-`, `_` and `.` only");
                    self.report(Code::IllegalHostnameChars, host.span, message);
                }
            }
            _ => {}
        }
    }

    fn named(&mut self, name: &Ident, span: Span, place: Place, what: &str) {
        self.top_or_class(span, place);
        self.definition_name(name, span, what);
        if RESERVED_TYPE_NAMES.contains(&name.text.as_str()) {
            let message = format!("`{}` is the name of one of Puppet's own types", name.text);
            self.report(Code::ReservedTypeName, span, message);
        }
    }

    fn definition_name(&mut self, name: &Ident, span: Span, what: &str) {
        if is_definition_name(&name.text) {
            return;
        }
        let message =
            format!("`{}` cannot be the name of a {what}: small letters, digits and `_`", name.text);
        let message = message.replace("a application", "an application");
        // Puppet points at the keyword; so do we, but no further than the name.
        self.report(Code::IllegalDefinitionName, Span { end: name.span.end, ..span }, message);
    }

    fn top_or_class(&mut self, span: Span, place: Place) {
        if place == Place::Elsewhere {
            let message = "classes, defined types, applications and nodes stand at top level or in a class";
            let hint = "move it out of the block around it";
            self.report_with_hint(Code::NotTopLevel, span, message, hint);
        }
    }

    pub(super) fn top_only(&mut self, span: Span, place: Place, what: &str) {
        if place != Place::Top {
            self.report(Code::NotAbsoluteTopLevel, span, format!("{what} stands at top level only"));
        }
    }

    /// Parameters of classes and defined types: a fixed list, without the names Puppet sets itself.
    fn closed_parameters(&mut self, parameters: &[Parameter], owner: &str) {
        self.parameters(parameters);
        for parameter in parameters {
            let (name, span) = (&parameter.name.text, parameter.name.span);
            if matches!(name.as_str(), "title" | "name") {
                let message = format!("`${name}` is set by Puppet and cannot be a parameter of {owner}");
                self.report(Code::ReservedParameter, span, message);
            }
            if parameter.splat {
                self.report(
                    Code::CapturesRestNotSupported,
                    span,
                    format!("`*${name}` has no meaning in {owner}"),
                );
            }
        }
    }

    pub(super) fn parameters(&mut self, parameters: &[Parameter]) {
        let mut seen: Vec<&str> = Vec::new();
        for parameter in parameters {
            let (name, span) = (parameter.name.text.as_str(), parameter.name.span);
            if seen.contains(&name) {
                self.report(
                    Code::DuplicateParameter,
                    span,
                    format!("there is a parameter `${name}` already"),
                );
            }
            seen.push(name);
            if name.starts_with(|first: char| first.is_ascii_digit()) {
                let message = format!("`${name}` is set by matching and cannot be a parameter");
                self.report(Code::IllegalNumericParameter, span, message);
            } else if name.contains("::")
                || !name.starts_with(|first: char| first.is_ascii_lowercase() || first == '_')
            {
                let message = format!("`${name}` cannot be a parameter: small letters, digits and `_`");
                self.report(Code::IllegalParamName, span, message);
            }
        }
    }

    pub(super) fn rest_is_last(&mut self, parameters: &[Parameter]) {
        let before_last = parameters.len().saturating_sub(1);
        for parameter in parameters.iter().take(before_last).filter(|parameter| parameter.splat) {
            let message = format!("`*${}` takes all that is left, so it comes last", parameter.name.text);
            self.report(Code::CapturesRestNotLast, parameter.name.span, message);
        }
    }
}

/// `^[a-z]\w*(::[a-z]\w*)*$`
fn is_definition_name(name: &str) -> bool {
    let word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let sound =
        |part: &str| part.starts_with(|first: char| first.is_ascii_lowercase()) && part.chars().all(word);
    name.split("::").all(sound)
}
