//! Definitions: where they stand, what they are called, what parameters they take.

use super::describe::describe;
use super::{Checker, Place, replace};
use crate::diag::{Code, Diagnostic, Severity};
use crate::source::Span;
use crate::syntax::ast::{
    Class, Definition, Expr, ExprKind, Function, Ident, NodeDefinition, Parameter, Segment, TypeAlias,
    TypeDefinition,
};
use crate::syntax::walk;

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

/// And those that became reserved when application orchestration went.
const RESERVED_SINCE_PUPPET_7: &[&str] =
    &["init", "object", "sensitive", "semver", "semverrange", "string", "timestamp", "timespan", "typeset"];

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

    /// Puppet 6 does not check the list of parameters of an application, only each of them.
    pub(super) fn application(&mut self, definition: &Definition, span: Span, place: Place) {
        self.deprecated(span.until(span.start() + 11), "application");
        self.named(&definition.name, span, place, "application");
        self.parameters(&definition.parameters);
        self.twice_silently(&definition.parameters);
    }

    pub(super) fn plan(&mut self, definition: &Definition, span: Span, place: Place) {
        self.top_only(span, place, "a plan");
        self.name(&definition.name, span, "plan");
        self.parameters(&definition.parameters);
        self.twice(&definition.parameters);
    }

    /// Puppet refuses a function whose rest is not last when it is called.
    pub(super) fn function(&mut self, function: &Function, span: Span, place: Place) {
        self.top_only(span, place, "a function");
        self.name(&function.name, span, "function");
        self.parameters(&function.parameters);
        self.twice(&function.parameters);
        for parameter in rest_before_last(&function.parameters) {
            let message = format!("`*${}` takes all that is left, so it comes last", parameter.name.text);
            self.warn(Code::CapturesRestNotLast, parameter.name.span, message);
        }
        if let Some(returns) = &function.returns {
            self.future_type(returns);
        }
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
                    self.report(Code::IllegalHostnameInterpolation, self.position(inner), message);
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
            ExprKind::Heredoc { .. } => {
                let message = "a heredoc cannot be the name of a node";
                self.report_with_hint(
                    Code::IllegalExpression,
                    host.span,
                    message,
                    "write the name in quotes",
                );
            }
            _ => {}
        }
    }

    pub(super) fn type_alias(&mut self, alias: &TypeAlias, place: Place) {
        let span = alias.name.span;
        self.top_only(span, place, "a type alias");
        if let Some(name) = alias.name.text.strip_prefix("::") {
            let message =
                format!("`::{name}` cannot be the name of a type alias: it is named in full already");
            let finding = Diagnostic::new(Code::IllegalDefinitionName, span, message);
            self.diags
                .add(finding.hint(format!("write `{name}`")).fix("Remove the `::`", replace(span, name)));
        }
        match &alias.value.kind {
            ExprKind::TypeRef(_) | ExprKind::Access { .. } | ExprKind::Error => {
                self.future_type(&alias.value);
            }
            _ => {
                let message = format!("{} is not a type", describe(&alias.value));
                let hint = "an alias stands for a type: `Integer`, `Array[String]`, `Enum['a', 'b']`";
                self.report_with_hint(Code::IllegalExpression, alias.value.span, message, hint);
            }
        }
    }

    /// Puppet has the syntax, and no more.
    pub(super) fn type_definition(&mut self, definition: &TypeDefinition, span: Span) {
        let span = span.until(definition.name.span.end());
        let message = "types are defined by `type Name = …` only";
        self.report(Code::UnsupportedExpression, span, message);
    }

    /// Only `Runtime[…]` is mapped, by name to a type or by pattern to a pattern.
    pub(super) fn type_mapping(&mut self, left: &Expr, right: &Expr, place: Place) {
        self.top_or_class(left.span, place);
        let ExprKind::Access { left: mapped, keys } = &left.kind else { return };
        if !matches!(&mapped.kind, ExprKind::TypeRef(name) if name == "Runtime") {
            let message = "only `Runtime[…]` can be mapped to a type";
            let hint = "write a type alias: `type Name = …`";
            return self.report_with_hint(Code::UnsupportedExpression, left.span, message, hint);
        }
        let by_pattern = matches!(keys.as_slice(), [_, pattern] if is_pattern(pattern));
        let (sound, expected) = match by_pattern {
            true => (is_pattern(right), "a pattern and a replacement"),
            false => (is_type(right), "a type"),
        };
        if !sound {
            let message = format!("this `Runtime` is mapped to {expected}");
            self.report(Code::IllegalTypeMapping, left.span, message);
        }
    }

    fn named(&mut self, name: &Ident, span: Span, place: Place, what: &str) {
        self.top_or_class(span, place);
        self.name(name, span, what);
    }

    /// What a definition may be called. Puppet points at the keyword; so do we, but no further than the name.
    fn name(&mut self, name: &Ident, span: Span, what: &str) {
        let place = span.until(name.span.end());
        let text = name.text.as_str();
        if !is_definition_name(text) {
            self.unacceptable(name, place, what);
        } else if self.is_reserved_type(text) {
            let message = format!("`{text}` is the name of one of Puppet's own types");
            self.report(Code::ReservedTypeName, place, message);
        } else if text == "plan" {
            self.future(place);
        }
    }

    fn is_reserved_type(&self, name: &str) -> bool {
        RESERVED_TYPE_NAMES.contains(&name)
            || (!self.dialect.app_orchestration && RESERVED_SINCE_PUPPET_7.contains(&name))
    }

    fn unacceptable(&mut self, name: &Ident, place: Span, what: &str) {
        let article = if what.starts_with('a') { "an" } else { "a" };
        let text = name.text.as_str();
        let why = match text {
            _ if text.contains('-') => "it has a `-`",
            _ if text.contains(|c: char| c.is_ascii_uppercase()) => "it has capitals",
            _ if text.starts_with("::") || text.contains("::::") => "it starts with `::`",
            _ => "each part starts with a letter",
        };
        let message = format!("`{text}` cannot be the name of {article} {what}: {why}");
        let finding = Diagnostic::new(Code::IllegalDefinitionName, place, message);
        // A name that is mended by one edit; a `-` would have to go from every use of it.
        let written = self.source(name.span);
        let mended = written.trim_start_matches("::").to_ascii_lowercase();
        let finding = if mended != written && is_definition_name(&mended) {
            let title = format!("Write `{mended}`");
            finding
                .hint(format!("write `{what} {mended}`").replace("defined type", "define"))
                .fix(title, replace(name.span, mended))
        } else {
            finding
        };
        self.diags.add(finding);
    }

    fn future_type(&mut self, ty: &Expr) {
        let name = match &ty.kind {
            ExprKind::Access { left, .. } => &left.kind,
            kind => kind,
        };
        if matches!(name, ExprKind::TypeRef(name) if name == "Plan") {
            self.future(ty.span);
        }
    }

    /// Bolt made it a keyword.
    fn future(&mut self, span: Span) {
        self.report(Code::FutureReservedWord, span, "`plan` is a keyword in Bolt");
    }

    fn top_or_class(&mut self, span: Span, place: Place) {
        match place {
            Place::Top | Place::Class => {}
            Place::Block | Place::Value => self.not_top(span),
        }
    }

    fn top_only(&mut self, span: Span, place: Place, what: &str) {
        match place {
            Place::Top => {}
            Place::Class | Place::Block => {
                self.report(Code::NotAbsoluteTopLevel, span, format!("{what} stands at top level only"));
            }
            Place::Value => self.not_top(span),
        }
    }

    fn not_top(&mut self, span: Span) {
        let message = "definitions stand at top level or in a class";
        self.report_with_hint(Code::NotTopLevel, span, message, "move it out of the block around it");
    }

    /// A template takes its parameters by name.
    pub(super) fn template(&mut self, parameters: &[Parameter]) {
        self.parameters(parameters);
        self.twice(parameters);
        self.no_rest(parameters, "a template");
    }

    fn no_rest(&mut self, parameters: &[Parameter], owner: &str) {
        for parameter in parameters.iter().filter(|parameter| parameter.splat) {
            let (name, span) = (&parameter.name.text, parameter.name.span);
            let message = format!("`*${name}` has no meaning in {owner}");
            let hint = format!("take an array as parameter: `Array ${name}`");
            self.report_with_hint(Code::CapturesRestNotSupported, span, message, hint);
        }
    }

    /// Parameters of classes and defined types: a fixed list, without the names Puppet sets itself.
    fn closed_parameters(&mut self, parameters: &[Parameter], owner: &str) {
        self.parameters(parameters);
        self.twice(parameters);
        for parameter in parameters {
            let (name, span) = (&parameter.name.text, parameter.name.span);
            if matches!(name.as_str(), "title" | "name") {
                let message = format!("`${name}` is set by Puppet and cannot be a parameter of {owner}");
                self.report(Code::ReservedParameter, span, message);
            }
        }
        self.no_rest(parameters, owner);
    }

    /// What each parameter has to be, wherever it stands.
    pub(super) fn parameters(&mut self, parameters: &[Parameter]) {
        for parameter in parameters {
            let (name, span) = (parameter.name.text.as_str(), parameter.name.span);
            if is_number(name) {
                let message = format!("`${name}` is set by matching and cannot be a parameter");
                self.report(Code::IllegalNumericParameter, span, message);
            } else if name.contains("::")
                || !name.starts_with(|first: char| first.is_ascii_lowercase() || first == '_')
            {
                let message = format!("`${name}` cannot be a parameter: small letters, digits and `_`");
                self.report(Code::IllegalParamName, span, message);
            }
            if let Some(default) = &parameter.default {
                self.no_assignment(default);
            }
        }
    }

    /// The default of a parameter assigns nothing, but within a lambda.
    fn no_assignment(&mut self, expr: &Expr) {
        if let ExprKind::Assign { op_span, target, .. } = &expr.kind {
            let target = self.source(target.span);
            let message = format!("`{target}` cannot be assigned in the default of a parameter");
            return self.report(Code::IllegalAssignmentContext, *op_span, message);
        }
        let lambda = match &expr.kind {
            ExprKind::Call(call) => call.lambda.as_ref(),
            ExprKind::MethodCall(call) => call.lambda.as_ref(),
            _ => None,
        };
        walk::children(expr, &mut |child| {
            if !lambda.is_some_and(|lambda| lambda.span.touches(child.span.start())) {
                self.no_assignment(child);
            }
        });
    }

    fn twice(&mut self, parameters: &[Parameter]) {
        for (first, second) in doubles(parameters) {
            let message = format!("there is a parameter `${}` already", second.name.text);
            let finding = Diagnostic::new(Code::DuplicateParameter, second.name.span, message);
            self.diags.add(finding.label(first.name.span, "the first"));
        }
    }

    /// Where Puppet accepts a parameter that is there twice: the last counts.
    pub(super) fn twice_silently(&mut self, parameters: &[Parameter]) {
        for (first, second) in doubles(parameters) {
            let message = format!("there is a parameter `${}` already, the last counts", second.name.text);
            let mut finding = Diagnostic::new(Code::DuplicateParameter, second.name.span, message)
                .label(first.name.span, "not this one, with its type and default");
            finding.severity = Severity::Warning;
            self.diags.add(finding);
        }
    }

    pub(super) fn rest_is_last(&mut self, parameters: &[Parameter]) {
        for parameter in rest_before_last(parameters) {
            let message = format!("`*${}` takes all that is left, so it comes last", parameter.name.text);
            self.report(Code::CapturesRestNotLast, parameter.name.span, message);
        }
    }
}

fn rest_before_last(parameters: &[Parameter]) -> impl Iterator<Item = &Parameter> {
    let before_last = parameters.len().saturating_sub(1);
    parameters.iter().take(before_last).filter(|parameter| parameter.splat)
}

/// Parameters with the name of one before them, behind the first of that name.
fn doubles(parameters: &[Parameter]) -> Vec<(&Parameter, &Parameter)> {
    let mut doubles = Vec::new();
    for (index, second) in parameters.iter().enumerate() {
        let first = parameters.iter().take(index).find(|first| first.name.text == second.name.text);
        doubles.extend(first.map(|first| (first, second)));
    }
    doubles
}

/// `[/a/, 'b']`
fn is_pattern(expr: &Expr) -> bool {
    let ExprKind::Array(elements) = &expr.kind else { return false };
    matches!(
        elements.as_slice(),
        [Expr { kind: ExprKind::Regex(_), .. }, Expr { kind: ExprKind::Str(_), .. }]
    )
}

fn is_type(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::TypeRef(_) => true,
        ExprKind::Access { left, .. } => matches!(left.kind, ExprKind::TypeRef(_)),
        _ => false,
    }
}

/// `^(0x)?[0-9]+$`
fn is_number(name: &str) -> bool {
    let digits = name.strip_prefix("0x").unwrap_or(name);
    !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit())
}

/// `^[a-z]\w*(::[a-z]\w*)*$`
fn is_definition_name(name: &str) -> bool {
    let word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let sound =
        |part: &str| part.starts_with(|first: char| first.is_ascii_lowercase()) && part.chars().all(word);
    name.split("::").all(sound)
}
