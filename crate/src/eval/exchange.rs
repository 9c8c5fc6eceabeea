//! Capabilities in a node's catalog: what a component consumes becomes values of its parameters, what it exports
//! becomes a resource that other nodes can consume.
//!
//! As measured with Puppet 6.30: consumption comes before the defaults of parameters, production after them and before
//! the body. A capability is found in this catalog first, then among what other nodes have produced.

use std::rc::Rc;

use super::catalog::{Container, Resource};
use super::node::Produced;
use super::resource::reference_of;
use super::scope::{Flow, Origin, Setting};
use super::settings::Settings;
use super::types::Type;
use super::value::Value;
use super::{Eval, Evaluation, ScopeId, Stop, TOP};
use crate::diag::{Code, Diagnostic};
use crate::env::Reference;
use crate::program::{Definition, ResourceKind};
use crate::source::Span;
use crate::syntax::ast::{AttributeOp, Direction, Expr, ExprKind, Form, Mapping};
use crate::syntax::walk;

/// Where a reference was written.
fn place_of(ty: &Type) -> Option<Span> {
    match ty {
        Type::Resource { place, .. } | Type::Class(_, place) => place.0,
        _ => None,
    }
}

/// Components are found in mappings by this name.
fn mapping_name(component: &Reference, kind: ResourceKind) -> String {
    match kind {
        ResourceKind::Class => format!("class[{}]", component.title.to_ascii_lowercase()),
        _ => component.ty.to_ascii_lowercase(),
    }
}

/// What a mapping sets this attribute to.
fn mapped<'a>(mapping: &'a Mapping, name: &str) -> Option<&'a Expr> {
    mapping.attributes.iter().find_map(|attribute| match &attribute.op {
        AttributeOp::Set(set) if set.text == name => Some(&attribute.value),
        AttributeOp::Set(_) | AttributeOp::Append(_) | AttributeOp::Splat => None,
    })
}

impl<'a> Evaluation<'a> {
    /// Gives the parameters of the component at this place what the capabilities have that it consumes.
    pub(crate) fn consume(&mut self, place: usize, definition: Definition<'a>) {
        let Some((reference, resource)) = self.catalog.resources.get_index(place) else { return };
        let Some(setting) = resource.settings.get("consume") else { return };
        let (reference, kind, span) = (reference.clone(), resource.kind, setting.span);
        let value = setting.value.clone();
        let mut wanted = Vec::new();
        let before = self.diags.count_errors();
        self.consumed(&value, span, &mut wanted);
        let explicit: Vec<String> = resource_names(self.catalog.resources.get_index(place));
        for (capability, span) in wanted {
            // What is missing was reported.
            let Ok(()) = self.find_capability(&capability, span) else { continue };
            let key =
                (Direction::Consumes, mapping_name(&reference, kind), capability.ty.to_ascii_lowercase());
            let Some(mapping) = self.program.mappings.get(&key).copied() else {
                let ty = &capability.ty;
                let message = format!("`{reference}` consumes `{capability}`, but no mapping says how");
                self.diags.add(
                    Diagnostic::new(Code::MissingMapping, span, message)
                        .hint(format!("add `{} consumes {ty} {{ }}`", reference.ty)),
                );
                continue;
            };
            self.take(place, definition, &capability, mapping, &explicit);
        }
        // Parameters that lack the values of what is missing are not reported too.
        if let Some((_, resource)) = self.catalog.resources.get_index_mut(place) {
            resource.broken |= self.diags.count_errors() > before;
        }
    }

    /// The capabilities in a `consume`, however nested, and where they are named.
    fn consumed(&mut self, value: &Value, span: Span, wanted: &mut Vec<(Reference, Span)>) {
        match value {
            Value::Array(values) => values.iter().for_each(|value| self.consumed(value, span, wanted)),
            Value::Type(ty) => match reference_of(ty) {
                Some(reference) => wanted.push((reference, place_of(ty).unwrap_or(span))),
                None => self.not_a_resource("consume", value, span),
            },
            Value::Unknown => {}
            other => self.not_a_resource("consume", other, span),
        }
    }

    fn not_a_resource(&mut self, word: &str, value: &Value, span: Span) {
        let what = super::operator::describe(value);
        let message = format!("`{word}` takes a reference to a capability, this is {what}");
        self.diags.add(
            Diagnostic::new(Code::NotAReference, span, message)
                .hint(format!("write `{word} => Sql['shop']`, without quotes around the whole")),
        );
    }

    /// Brings a capability into this catalog from the nodes before, unless it is in it already.
    pub(crate) fn find_capability(&mut self, capability: &Reference, span: Span) -> Eval<()> {
        if self.catalog.resources.contains_key(capability) {
            return Ok(());
        }
        let Some(node) = &self.node else { return Ok(()) };
        let produced = node.capabilities.get(capability).map_or(&[][..], Vec::as_slice);
        match produced {
            [] => {
                let message = format!("`{capability}` has not been produced yet when this node is compiled");
                let diagnostic = Diagnostic::new(Code::NotProduced, span, message);
                let reported = self.diags.consequence(diagnostic.hint(
                    "on one node the producer is declared before the consumer; other nodes have to run before, without errors",
                ));
                Err(Stop::Reported(reported))
            }
            [produced] => {
                let settings = produced.settings.clone();
                let container = Container::Site;
                self.add_capability(capability, settings, container, span);
                Ok(())
            }
            [first, second, ..] => {
                let message = format!(
                    "`{capability}` was produced by both `{}` on `{}` and `{}` on `{}`",
                    first.component, first.node, second.component, second.node
                );
                self.fail_with(Diagnostic::new(Code::ExportedTwice, span, message))
            }
        }
    }

    fn add_capability(
        &mut self,
        capability: &Reference,
        settings: Settings,
        container: Container,
        span: Span,
    ) {
        let resource = Resource {
            reference: capability.clone(),
            kind: ResourceKind::Capability,
            form: Form::Regular,
            exported: false,
            span,
            whole: span,
            settings,
            container,
            scope: TOP,
            tags: Vec::new(),
            evaluated: true,
            broken: false,
        };
        self.catalog.resources.insert(capability.clone(), resource);
    }

    /// Evaluates a `consumes` mapping: in its scope are the capability's attributes, facts, and nothing of the component.
    fn take(
        &mut self,
        place: usize,
        definition: Definition<'a>,
        capability: &Reference,
        mapping: &'a Mapping,
        explicit: &[String],
    ) {
        let Some(found) = self.catalog.resources.get(capability) else { return };
        let attributes = found.settings.clone();
        let scope = self.scopes.open(TOP);
        self.scopes.assign(scope, "title", Value::from("main"));
        self.scopes.assign(scope, "name", Value::from(capability.title.as_str()));
        for attribute in attributes.values() {
            self.scopes.assign(scope, &attribute.name, attribute.value.clone());
        }
        for parameter in definition.parameters {
            let name = parameter.name.text.as_str();
            if explicit.iter().any(|set| set == name) {
                continue;
            }
            let mut flow =
                Flow { capability: capability.clone(), producer: None, mapping: None, from: Vec::new() };
            let (value, span) = match mapped(mapping, name) {
                Some(expr) => {
                    flow.mapping = Some(expr.span);
                    self.read_in(expr, scope, &attributes, &mut flow.from);
                    (self.value_of(expr, scope), expr.span)
                }
                None => match attributes.get(name) {
                    Some(attribute) => {
                        super::capture::warn_of_default(self.diags, &capability.ty, mapping, parameter);
                        flow.from.push(attribute.clone());
                        (attribute.value.clone(), mapping.component.span)
                    }
                    None => continue,
                },
            };
            if !matches!(value, Value::Undef) {
                let origin = Origin::Flow(Rc::new(flow));
                self.set_consumed(place, Setting { name: name.to_owned(), value, span, origin }, capability);
            }
        }
        self.scopes.close(scope);
    }

    /// The value of an expression of a mapping.
    fn value_of(&mut self, expr: &'a Expr, scope: ScopeId) -> Value {
        self.expression(expr, scope).unwrap_or_else(|stop| {
            self.misplaced(stop);
            Value::Unknown
        })
    }

    /// What an expression of a mapping reads: of these settings, and of the facts.
    fn read_in(&self, expr: &Expr, scope: ScopeId, settings: &Settings, from: &mut Vec<Setting>) {
        match &expr.kind {
            ExprKind::Var(name) => match settings.get(name) {
                Some(setting) => from.push(setting.clone()),
                None => from.extend(self.fact(name, name, expr.span, scope)),
            },
            ExprKind::Access { left, keys } => {
                let hash = match &left.kind {
                    ExprKind::Var(name) if matches!(name.as_str(), "facts" | "trusted") => Some(name),
                    _ => None,
                };
                let key = match keys.as_slice() {
                    [Expr { kind: ExprKind::Str(key) | ExprKind::Name(key), .. }] => Some(key),
                    _ => None,
                };
                match (hash, key) {
                    (Some(hash), Some(key)) => {
                        let written = format!("{hash}['{key}']");
                        let value = self.scopes.variable(TOP, hash);
                        let Some(Value::Hash(values)) = value else { return };
                        let value = values.get(&Value::from(key.as_str())).cloned().unwrap_or(Value::Undef);
                        from.push(Setting { name: written, value, span: expr.span, origin: Origin::Fact });
                    }
                    _ => walk::children(expr, &mut |child| self.read_in(child, scope, settings, from)),
                }
            }
            _ => walk::children(expr, &mut |child| self.read_in(child, scope, settings, from)),
        }
    }

    fn fact(&self, name: &str, written: &str, span: Span, scope: ScopeId) -> Option<Setting> {
        let value = self.scopes_variable(name, scope)?.clone();
        // `$title` is the component's own.
        let own = self.scopes.own(scope, name).is_some();
        let origin = if own { Origin::Explicit } else { Origin::Fact };
        Some(Setting { name: written.to_owned(), value, span, origin })
    }

    fn set_consumed(&mut self, place: usize, setting: Setting, capability: &Reference) {
        let Some((reference, resource)) = self.catalog.resources.get_index_mut(place) else { return };
        let name = &setting.name;
        if let Some(before) = resource.settings.get(name) {
            let other = match &before.origin {
                Origin::Flow(flow) => flow.capability.to_string(),
                _ => "another capability".to_owned(),
            };
            let message = format!(
                "the parameter `{name}` of `{reference}` gets a value from `{other}` and from `{capability}`"
            );
            self.diags.add(
                Diagnostic::new(Code::ConsumedTwice, resource.span, message)
                    .hint(format!("map it to `undef` in one of the mappings: `{name} => undef`")),
            );
            return;
        }
        resource.settings.insert(setting);
    }

    /// Makes the capabilities that the component at this place exports.
    pub(crate) fn produce(&mut self, place: usize, scope: ScopeId) {
        let Some((reference, resource)) = self.catalog.resources.get_index(place) else { return };
        let Some(setting) = resource.settings.get("export") else { return };
        // Puppet takes no notice of what an application exports.
        if resource.kind == ResourceKind::Application {
            return;
        }
        let (reference, kind, span) = (reference.clone(), resource.kind, setting.span);
        for value in super::operator::splat(&setting.value.clone()) {
            match &value {
                Value::Type(ty) => match reference_of(ty) {
                    Some(capability) => {
                        let span = place_of(ty).unwrap_or(span);
                        self.produce_one(&reference, kind, &capability, span, scope);
                    }
                    None => self.not_a_resource("export", &value, span),
                },
                Value::Unknown => {}
                other => self.not_a_resource("export", other, span),
            }
        }
    }

    fn produce_one(
        &mut self,
        component: &Reference,
        kind: ResourceKind,
        capability: &Reference,
        span: Span,
        scope: ScopeId,
    ) {
        let lower = capability.ty.to_ascii_lowercase();
        if self.program.resource_kind(&lower) != ResourceKind::Capability {
            let message = format!("`{capability}` is not a capability, so no component can export it");
            self.diags.add(Diagnostic::new(Code::NotACapability, span, message).hint(
                "`export` takes capabilities such as `Sql['shop']`, whose type is declared with `:is_capability => true`",
            ));
            return;
        }
        let key = (Direction::Produces, mapping_name(component, kind), lower);
        let Some(mapping) = self.program.mappings.get(&key).copied() else {
            let message = format!("`{component}` exports `{capability}`, but no mapping says how");
            self.diags.add(
                Diagnostic::new(Code::MissingMapping, span, message)
                    .hint(format!("add `{} produces {} {{ }}`", component.ty, capability.ty)),
            );
            return;
        };
        if let Some(first) = self.catalog.resources.get(capability).map(|first| first.span) {
            let message = format!("`{capability}` is already declared");
            self.diags.add(
                Diagnostic::new(Code::DuplicateDeclaration, span, message)
                    .label(first, "declared here")
                    .hint("a capability is exported once; give one of them another title"),
            );
            return;
        }
        let settings = self.attributes(component, capability, mapping, scope);
        if let Some(node) = &mut self.node {
            node.produced.push(Produced {
                reference: capability.clone(),
                node: node.name.to_owned(),
                component: component.clone(),
                settings: settings.clone(),
            });
        }
        let mut with_require = settings;
        with_require.insert(Setting::explicit("require", Value::from(component.to_string()), span));
        self.add_capability(capability, with_require, Container::Site, span);
        if let Some(resource) = self.catalog.resources.get_mut(capability) {
            resource.tags.push(format!("producer:{}", self.input.environment));
        }
    }

    /// The attributes of a capability: what the mapping says, or else the variable of the same name.
    fn attributes(
        &mut self,
        component: &Reference,
        capability: &Reference,
        mapping: &'a Mapping,
        scope: ScopeId,
    ) -> Settings {
        let mut settings = Settings::new();
        let program = self.program;
        let Some(ty) = program.capability_type(&capability.ty.to_ascii_lowercase()) else { return settings };
        let node: Rc<str> = Rc::from(self.node.as_ref().map_or("", |node| node.name));
        let given =
            self.catalog.resources.get(component).map_or_else(Settings::new, |it| it.settings.clone());
        // Types with providers have an attribute that no `newparam` declares. What they are is not known here, so it is
        // taken where a mapping sets it.
        let declared = ty.attributes.iter().map(|attribute| attribute.name.as_str());
        let provider = ["provider"].into_iter().filter(|name| mapped(mapping, name).is_some());
        for name in declared.chain(provider) {
            if name == "name" || settings.get(name).is_some() {
                continue;
            }
            let mut flow = Flow {
                capability: capability.clone(),
                producer: Some((node.clone(), component.clone())),
                mapping: None,
                from: Vec::new(),
            };
            let (value, span) = match mapped(mapping, name) {
                Some(expr) => {
                    flow.mapping = Some(expr.span);
                    self.read_in(expr, scope, &given, &mut flow.from);
                    (self.value_of(expr, scope), expr.span)
                }
                None => {
                    let span = mapping.component.span;
                    let own = given.get(name).cloned().or_else(|| self.fact(name, name, span, scope));
                    let Some(own) = own else { continue };
                    let value = own.value.clone();
                    if matches!(own.origin, Origin::Fact) {
                        super::capture::warn_of_fact(self.diags, mapping, name);
                    }
                    flow.from.push(own);
                    (value, span)
                }
            };
            let setting = Setting { name: name.to_owned(), value, span, origin: Origin::Flow(Rc::new(flow)) };
            if !matches!(setting.value, Value::Undef) {
                settings.insert(setting);
            }
        }
        settings
    }
}

/// The names of all attributes that are set.
fn resource_names(found: Option<(&Reference, &Resource)>) -> Vec<String> {
    found.map_or_else(Vec::new, |(_, resource)| resource.settings.keys().map(str::to_owned).collect())
}
