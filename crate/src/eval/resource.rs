//! Declarations: resource statements, defaults, overrides.

use super::catalog::{Container, Override, Resource};
use super::operator::describe;
use super::parameters::{check_names, check_type, report_missing};
use super::scope::{Origin, Setting};
use super::settings::Settings;
use super::types::{Type, TypeName, capitalize_segments};
use super::value::Value;
use super::{Eval, Evaluation, ScopeId, Stop};
use crate::diag::{Code, Diagnostic, Severity};
use crate::env::Reference;
use crate::program::ResourceKind;
use crate::source::Span;
use crate::suggest;
use crate::syntax::ast::{
    self, Attribute, AttributeOp, Expr, ExprKind, Form, ResourceDefaults, ResourceOverride,
};
use crate::word::Word;

/// A resource to be declared.
#[derive(Debug)]
pub struct Declaration {
    /// Plain, virtual or exported.
    pub form: Form,
    /// The type.
    pub ty: TypeName,
    /// Where the type was written.
    pub ty_span: Span,
    /// The title.
    pub title: Word,
    /// Where the title was written.
    pub title_span: Span,
    /// Everything that was written to declare it.
    pub whole: Span,
    /// What was set, by name and in order.
    pub settings: Settings,
    /// Whether an error was reported about it.
    pub broken: bool,
}

/// What was set in a body, and whether an error was reported about it.
#[derive(Debug, Clone, Default)]
struct Body {
    settings: Settings,
    broken: bool,
}

/// The whole statement; of one with several bodies, what stands between a title and the next one.
fn whole(resource: &ast::Resource, place: usize, statement: Span) -> Span {
    let title = |place: usize| resource.bodies.get(place).map(|body| body.title.span.start());
    let from = title(place).filter(|_| resource.bodies.len() > 1).unwrap_or(statement.start());
    statement.from(from).until(title(place + 1).unwrap_or(statement.end()))
}

impl<'a> Evaluation<'a> {
    /// Declares all resources of a statement; its value are the references to them.
    pub(crate) fn resource(
        &mut self,
        resource: &'a ast::Resource,
        span: Span,
        scope: ScopeId,
    ) -> Eval<Value> {
        let ty = self.resource_type(&resource.ty, scope)?;
        let mut shared = Body::default();
        for body in resource.bodies.iter().filter(|body| matches!(body.title.kind, ExprKind::Default)) {
            shared = self.body(&body.attributes, scope)?;
        }
        if resource.form == Form::Exported {
            let ignored = "You cannot collect exported resources without storeconfigs being set; \
                           the export is ignored";
            self.warn_log(resource.ty.span, ignored.to_owned());
        }
        let mut references = Vec::new();
        for (place, body) in resource.bodies.iter().enumerate() {
            if matches!(body.title.kind, ExprKind::Default) {
                continue;
            }
            let title = match self.expression(&body.title, scope) {
                Err(Stop::Reported(_)) => continue,
                title => title?,
            };
            let mut own = self.body(&body.attributes, scope)?;
            for setting in shared.settings.values() {
                own.settings.add(setting.clone());
            }
            let mut titles = Vec::new();
            let Ok(()) = self.titles(&title, &ty, body.title.span, &mut titles) else { continue };
            let last = titles.len().saturating_sub(1);
            for (number, title) in titles.into_iter().enumerate() {
                self.spend(1 + own.settings.len() as u64, body.title.span)?;
                let settings =
                    if number == last { std::mem::take(&mut own.settings) } else { own.settings.clone() };
                let declaration = Declaration {
                    form: resource.form,
                    ty: ty.clone(),
                    ty_span: resource.ty.span,
                    title,
                    title_span: body.title.span,
                    whole: whole(resource, place, span),
                    settings,
                    broken: own.broken || shared.broken,
                };
                // The others are declared all the same.
                references.push(self.declare(declaration, scope).unwrap_or(Value::Unknown));
            }
        }
        Ok(match references.len() {
            1 => references.pop().unwrap_or(Value::Undef),
            _ => Value::from(references),
        })
    }

    /// The lower-case type name that a resource statement starts with.
    fn resource_type(&mut self, ty: &'a Expr, scope: ScopeId) -> Eval<TypeName> {
        let name = match &ty.kind {
            ExprKind::Name(name) | ExprKind::TypeRef(name) => match self.resource_type_name(name) {
                Some(name) => return Ok(name),
                None => name.clone(),
            },
            _ => match self.expression(ty, scope)? {
                Value::String(name) => name.to_string(),
                Value::Type(named) => match &*named {
                    Type::Resource { ty: Some(name), title: None, .. } => return Ok(name.clone()),
                    Type::Class(None, _) => "class".to_owned(),
                    other => return self.fail(ty.span, format!("`{other}` is not a resource type")),
                },
                other => {
                    let message = format!("a resource type is expected here, this is {}", describe(&other));
                    return self.fail(ty.span, message);
                }
            },
        };
        Ok(TypeName::new(&name.trim_start_matches("::").to_ascii_lowercase()))
    }

    /// The titles a value stands for; problems with them are reported.
    fn titles(&mut self, value: &Value, ty: &str, span: Span, titles: &mut Vec<Word>) -> Eval<()> {
        match value {
            Value::String(title) if title.is_empty() => {
                self.fail_with(Diagnostic::new(Code::IllegalTitle, span, "a title cannot be empty"))
            }
            Value::String(title) => {
                titles.push(Word::from(title));
                Ok(())
            }
            Value::Array(values) => values.iter().try_for_each(|value| self.titles(value, ty, span, titles)),
            Value::Placeholder(_) => {
                titles.push(Word::from(value.interpolate()));
                Ok(())
            }
            // The reason was reported.
            Value::Unknown => Ok(()),
            Value::Type(class) if ty == "class" => match &**class {
                Type::Class(Some(name), _) => {
                    titles.push(Word::from(name.as_str()));
                    Ok(())
                }
                other => self.fail(span, format!("`{other}` is not a title")),
            },
            other => {
                let message = format!("a title is a string, this is {}", describe(other));
                self.fail_with(Diagnostic::new(Code::IllegalTitle, span, message))
            }
        }
    }

    /// What the attributes of a body set. A failing one is unknown and marks the body as broken; the others stay.
    fn body(&mut self, attributes: &'a [Attribute], scope: ScopeId) -> Eval<Body> {
        let mut settings = Settings::new();
        let before = self.diags.count_errors();
        let mut broken = false;
        let mut found = Vec::new();
        for attribute in attributes {
            let value = match self.expression(&attribute.value, scope) {
                Ok(value) => value,
                Err(Stop::Reported(_)) => Value::Unknown,
                Err(other) => return Err(other),
            };
            self.settings_of(attribute, value, &mut broken, &mut found);
            for setting in found.drain(..) {
                if let Some(first) = settings.get(&setting.name) {
                    broken = true;
                    let first = first.span;
                    let message = format!("the attribute `{}` is already set", setting.name);
                    let again = Diagnostic::new(Code::DuplicateAttribute, attribute.span, message);
                    self.diags.add(again.label(first, "set here"));
                } else {
                    // It is looked for among the others.
                    self.spend(settings.len() as u64 / 16, attribute.span)?;
                    settings.insert(setting);
                }
            }
        }
        Ok(Body { settings, broken: broken || self.diags.count_errors() > before })
    }

    pub(crate) fn settings_of(
        &mut self,
        attribute: &'a Attribute,
        value: Value,
        broken: &mut bool,
        found: &mut Vec<Setting>,
    ) {
        let span = attribute.value.span;
        match (&attribute.op, value) {
            (AttributeOp::Set(name) | AttributeOp::Append(name), value) => {
                found.push(Setting::explicit(name.text.clone(), value, span));
            }
            (AttributeOp::Splat, Value::Hash(hash)) => {
                let named = |(name, value): (&Value, &Value)| {
                    Setting::explicit(name.interpolate(), value.clone(), span)
                };
                found.extend(hash.iter().map(named));
            }
            (AttributeOp::Splat, Value::Undef | Value::Placeholder(_) | Value::Unknown) => {}
            (AttributeOp::Splat, other) => {
                *broken = true;
                let message = format!("`*` takes a hash of attributes, this is {}", describe(&other));
                self.diags.add(Diagnostic::new(Code::EvaluationError, span, message));
            }
        }
    }

    /// Puts a resource into the catalog; its value is the reference to it.
    pub(crate) fn declare(&mut self, mut declaration: Declaration, scope: ScopeId) -> Eval<Value> {
        let kind = self.kind_of(&declaration);
        let defaults = self.scopes.defaults(scope, &declaration.ty);
        self.spend(4 + defaults.len() as u64, declaration.title_span)?;
        for default in defaults {
            declaration.settings.add(default);
        }
        // An `undef` keeps defaults away; apart from that it is not set.
        declaration.settings.retain(|setting| !matches!(setting.value, Value::Undef));
        if declaration.ty == *"class" {
            let title = declaration.title.trim_start_matches("::").to_ascii_lowercase();
            declaration.title = Word::from(capitalize_segments(&title));
        }
        let reference = Reference { ty: declaration.ty.written().clone(), title: declaration.title.clone() };
        if self.runs_elsewhere(&reference, kind) {
            let ty = Type::titled(&declaration.ty, &declaration.title, Some(declaration.title_span));
            return Ok(Value::from(ty));
        }
        let first = self.catalog.resources.get_index_of(&reference).or_else(|| self.named_alike(&reference));
        let first = first.and_then(|place| self.catalog.resources.get_index(place));
        if let Some(first) = first.map(|(_, first)| first.span) {
            return self.duplicate(&reference, &declaration, first);
        }
        let value = match &*declaration.ty {
            "class" => Type::Class(
                Some(declaration.title.to_ascii_lowercase()),
                super::types::Place(Some(declaration.title_span)),
            ),
            _ => Type::titled(&declaration.ty, &declaration.title, Some(declaration.title_span)),
        };
        let resource = Resource {
            reference: reference.clone(),
            broken: declaration.broken || kind == ResourceKind::Unknown,
            kind,
            form: declaration.form,
            exported: false,
            span: declaration.title_span,
            whole: declaration.whole,
            settings: declaration.settings,
            container: self.container.clone(),
            scope: self.scopes.frame(scope),
            tags: Vec::new(),
            evaluated: false,
        };
        if self.node.is_some() && kind == ResourceKind::Class {
            self.declare_parent(&declaration.title.to_ascii_lowercase(), declaration.title_span, scope)?;
        }
        let (place, _) = self.catalog.resources.insert_full(reference, resource);
        self.declared(place, kind, scope)?;
        // Its other names are wrong, not the reference to it.
        let _ = self.add_names(place);
        Ok(Value::from(value))
    }

    /// Whether it is a component of the application that is being evaluated, and another node's.
    fn runs_elsewhere(&self, reference: &Reference, kind: ResourceKind) -> bool {
        let Some(mapped) = self.node.as_ref().and_then(|node| node.mapped.as_ref()) else { return false };
        let within = self.container_place().and_then(|place| self.catalog.resources.get_index(place));
        // What a class of the application declares comes with it.
        let in_class = within.is_some_and(|(_, it)| it.kind == ResourceKind::Class);
        kind != ResourceKind::Application && !in_class && !mapped.contains(reference)
    }

    /// What a declaration in a node's catalog entails: a class is evaluated at once, a define's parameters are checked.
    fn declared(&mut self, place: usize, kind: ResourceKind, scope: ScopeId) -> Eval<()> {
        if self.node.is_none() {
            return Ok(());
        }
        let scope = self.scopes.frame(scope);
        self.check_stage(place);
        match kind {
            ResourceKind::Class if self.node.as_ref().is_some_and(|node| node.declare_only) => Ok(()),
            ResourceKind::Class => self.evaluate_class(place, scope),
            ResourceKind::Define => {
                self.scopes.keep(scope);
                Ok(())
            }
            ResourceKind::Application => {
                self.scopes.keep(scope);
                self.check_place(place);
                Ok(())
            }
            ResourceKind::Capability | ResourceKind::Native | ResourceKind::Unknown => Ok(()),
        }
    }

    /// Puppet wants an application in `site` when it is called `app`, and only then; the plan has none but those.
    fn check_place(&mut self, place: usize) {
        let container = self.container_place().and_then(|place| self.catalog.resources.get_index(place));
        let planned = |it: &Resource| it.reference.ty == "Site" || it.kind == ResourceKind::Application;
        let is_planned = container.is_some_and(|(_, it)| planned(it));
        let Some((reference, resource)) = self.catalog.resources.get_index(place) else { return };
        let span = resource.span;
        let is_refused = reference.ty == "App";
        let is_known = |it: &Diagnostic| it.code == Code::OutsideSite && it.span == span;
        if is_planned || (!is_refused && self.diags.iter().any(is_known)) {
            return;
        }
        let message = format!("the application instance `{reference}` stands outside `site`");
        let mut diagnostic = Diagnostic::new(Code::OutsideSite, span, message);
        if !is_refused {
            diagnostic.severity = Severity::Warning;
        }
        self.diags.add(diagnostic.hint("declare it in the `site` block itself"));
    }

    /// Checks what a define's instance is given whose body is not evaluated; what it consumes may supply the rest.
    pub(crate) fn check_given(&mut self, place: usize) {
        let Some((reference, resource)) = self.catalog.resources.get_index(place) else { return };
        if resource.settings.contains_key("consume") {
            return;
        }
        let Some(definition) = self.program.definitions.get(&reference.ty.to_ascii_lowercase()).copied()
        else {
            return;
        };
        let resource = resource.clone();
        check_names(self, &resource, definition);
        for parameter in definition.parameters {
            match resource.settings.get(&parameter.name.text) {
                Some(setting) => {
                    check_type(self, &resource.reference, parameter, &setting.value, resource.span);
                }
                None if parameter.default.is_none() && !resource.broken => {
                    report_missing(self, &resource.reference, resource.span, parameter);
                }
                None => {}
            }
        }
    }

    fn duplicate(&mut self, reference: &Reference, declaration: &Declaration, first: Span) -> Eval<Value> {
        let span = declaration.title_span;
        // From the type on, where no more than a bracket stands between: there Puppet's errors are.
        let ty = declaration.ty_span;
        let is_near = ty.file() == span.file() && ty.end() <= span.start() && span.start() - ty.end() < 8;
        let whole = if is_near { span.from(ty.start()) } else { span };
        let diagnostic =
            Diagnostic::new(Code::DuplicateDeclaration, whole, format!("`{reference}` is already declared"));
        let diagnostic = diagnostic.label(first, "declared here");
        self.fail_with(match &self.container {
            Container::Instance(instance) if span == first => diagnostic.hint(format!(
                "`{instance}` evaluates this line once more; titles are shared by the whole environment, so put `${{name}}` in it"
            )),
            Container::Instance(_) | Container::Main | Container::Site | Container::Resource(_) => {
                diagnostic.hint("titles are shared by the whole environment; give one of them another title")
            }
        })
    }

    fn kind_of(&mut self, declaration: &Declaration) -> ResourceKind {
        if declaration.ty == *"class" {
            let name = declaration.title.trim_start_matches("::").to_ascii_lowercase();
            if self.program.has_class(&name) {
                return ResourceKind::Class;
            }
            self.unknown_class(&name, declaration.title_span);
            return ResourceKind::Unknown;
        }
        let kind = self.program.resource_kind(&declaration.ty);
        if kind == ResourceKind::Unknown {
            self.unknown_resource_type(&declaration.ty, declaration.ty_span);
        }
        kind
    }

    fn unknown_resource_type(&mut self, ty: &str, span: Span) {
        if !self.is_news(ty) {
            return;
        }
        let diagnostic =
            Diagnostic::new(Code::UnknownResourceType, span, format!("there is no resource type `{ty}`"));
        let in_site = self.container == Container::Site;
        let candidates = self.program.declarable_names(in_site);
        let errors = self.diags.count_errors();
        let near = suggest::nearest_unless_many(errors, ty, candidates.iter().map(String::as_str));
        self.diags.add(match near {
            Some(near) => diagnostic.meant(ty, near, near),
            None => match ty.split_once("::") {
                Some((module, _)) => diagnostic.hint(format!("add the module `{module}`, or `define {ty} {{ … }}`")),
                None => diagnostic.hint(format!(
                    "add `define {ty} {{ … }}`, or the module that has it in Ruby, as `lib/puppet/type/{ty}.rb`"
                )),
            },
        });
    }

    pub(crate) fn resource_defaults(
        &mut self,
        defaults: &'a ResourceDefaults,
        scope: ScopeId,
    ) -> Eval<Value> {
        let ty = self.resource_type(&defaults.ty, scope)?;
        if ty == *"class" {
            return self.fail_with(
                Diagnostic::new(Code::EvaluationError, defaults.ty.span, "classes have no defaults")
                    .hint("give the parameters of the class defaults, or values in the data"),
            );
        }
        if !self.program.has_resource_type(&ty) {
            return self.resource_type_not_found(&ty, defaults.ty.span);
        }
        self.depends_on_node();
        let body = self.body(&defaults.attributes, scope)?;
        let source = self.source();
        for mut setting in body.settings.into_values() {
            setting.origin = Origin::ResourceDefault(source.clone());
            let (name, span) = (setting.name.clone(), setting.span);
            if let Some(first) = self.scopes.add_default(scope, &ty, setting) {
                let message = format!("the default `{name}` of `{}` is already set here", ty.written());
                let again = Diagnostic::new(Code::DuplicateAttribute, span, message);
                self.diags.add(again.label(first, "set here"));
            }
        }
        Ok(Value::Undef)
    }

    pub(crate) fn resource_override(
        &mut self,
        overriding: &'a ResourceOverride,
        scope: ScopeId,
    ) -> Eval<Value> {
        self.depends_on_node();
        let value = self.expression(&overriding.reference, scope)?;
        if self.node.is_some() {
            let span = overriding.reference.span;
            self.override_resources(&value, &overriding.attributes, span, scope)?;
            return Ok(value);
        }
        let body = self.body(&overriding.attributes, scope)?;
        for reference in references_in(&value) {
            self.refuse_class(&reference, overriding.reference.span)?;
            self.spend(1 + body.settings.len() as u64, overriding.reference.span)?;
            let settings = body.settings.values().filter(|it| !matches!(it.value, Value::Undef));
            let settings = settings.cloned().collect();
            self.catalog.overrides.push(Override { reference, span: overriding.reference.span, settings });
        }
        Ok(value)
    }

    /// Sets what overrides say on the resources that were declared meanwhile. What is set already stays: only a class
    /// that inherits may change it.
    pub(crate) fn apply_overrides(&mut self) {
        let certain = self.program.complete && !self.diags.has_errors();
        for Override { reference, span, settings } in std::mem::take(&mut self.catalog.overrides) {
            let place = self.find(&reference);
            let found = place.and_then(|place| self.catalog.resources.get_index_mut(place));
            let Some((_, resource)) = found else {
                if certain {
                    let message = format!("there is no resource `{reference}` to override");
                    let diagnostic = Diagnostic::new(Code::MissingResource, span, message);
                    self.diags.add(self.hint_at_missing(diagnostic, &reference));
                }
                continue;
            };
            for setting in settings {
                if let Some(first) = resource.settings.get(&setting.name) {
                    let message = format!("`{}` is already set on `{reference}`", setting.name);
                    let again = Diagnostic::new(Code::DuplicateAttribute, setting.span, message);
                    self.diags.add(again.label(first.span, "set here"));
                    resource.broken = true;
                } else {
                    resource.settings.insert(setting);
                }
            }
        }
    }
}

/// The references to single resources in a value, however nested.
pub fn references_in(value: &Value) -> Vec<Reference> {
    match value {
        Value::Type(ty) => reference_of(ty).into_iter().collect(),
        Value::Array(values) => values.iter().flat_map(references_in).collect(),
        _ => Vec::new(),
    }
}

/// The resource that a type refers to.
pub fn reference_of(ty: &Type) -> Option<Reference> {
    match ty {
        Type::Resource { ty: Some(ty), title: Some(title), .. } => {
            Some(Reference { ty: ty.written().clone(), title: title.clone() })
        }
        Type::Class(Some(name), _) => Some(Reference::new("Class", &capitalize_segments(name))),
        _ => None,
    }
}

/// `Sql[shop]` in a string.
pub fn parse_reference(text: &str) -> Option<Reference> {
    let (ty, title) = text.strip_suffix(']')?.split_once('[')?;
    let named = ty.starts_with(|first: char| first.is_ascii_uppercase()) && !title.is_empty();
    named.then(|| Reference::new(&capitalize_segments(&ty.to_ascii_lowercase()), title))
}
