//! Overrides in a node's catalog: who may change what is set, as Puppet decides it.
//!
//! What evaluates a declaration or an override is its source: a class, a define, a node definition or the main
//! manifest. The same source may add attributes; a class that inherits the declaring one may change and remove them;
//! a collector may do anything.

use std::rc::Rc;

use super::catalog::Container;
use super::collect::Collection;
use super::scope::{Origin, Setting};
use super::value::Value;
use super::{Eval, Evaluation, ScopeId, Stop, operator};
use crate::diag::{Code, Diagnostic};
use crate::env::Reference;
use crate::program::ResourceKind;
use crate::source::Span;
use crate::suggest;
use crate::syntax::ast::{Attribute, AttributeOp};

/// One attribute of an override.
#[derive(Debug, Clone)]
pub struct Change {
    /// What to set; `undef` removes.
    pub setting: Setting,
    /// Whether it is added to what is set: `+>`.
    pub append: bool,
}

/// `File['/a'] { mode => '0600' }`
#[derive(Debug, Clone)]
pub struct NodeOverride {
    /// The resource to change; in a collector only its type counts.
    pub reference: Reference,
    /// Where the override stands.
    pub span: Span,
    /// What it sets.
    pub changes: Rc<[Change]>,
    /// What evaluated it.
    pub source: Rc<str>,
}

impl<'a> Evaluation<'a> {
    /// What evaluates declarations and overrides at the moment.
    pub(crate) fn source(&self) -> Rc<str> {
        self.source_of(&self.container)
    }

    /// What evaluated a declaration in this container: a class or a define by its lower-case name, a node definition
    /// by its reference; empty for the main manifest.
    pub(crate) fn source_of(&self, container: &Container) -> Rc<str> {
        let Container::Resource(place) = container else { return Rc::from("") };
        let Some((reference, resource)) = self.catalog.resources.get_index(*place) else {
            return Rc::from("");
        };
        Rc::from(match resource.kind {
            ResourceKind::Class if reference.title == "main" => String::new(),
            ResourceKind::Class => reference.title.to_ascii_lowercase(),
            ResourceKind::Define | ResourceKind::Application => reference.ty.to_ascii_lowercase(),
            ResourceKind::Capability | ResourceKind::Native | ResourceKind::Unknown => reference.to_string(),
        })
    }

    /// Whether a source is a class that inherits the other one, or may do all that such a class may.
    fn inherits(&self, source: &str, other: &str) -> bool {
        if self.node.as_ref().is_some_and(|node| node.free.iter().any(|free| **free == *source)) {
            return true;
        }
        let mut name = source.to_owned();
        // A class that inherits itself was reported; it has no end.
        for _ in 0..self.program.definitions.len() {
            let parent = self.program.definitions.get(&name).and_then(|definition| definition.parent);
            let Some(parent) = parent else { return false };
            name = parent.text.trim_start_matches("::").to_ascii_lowercase();
            if name == other {
                return true;
            }
        }
        false
    }

    /// What the attributes of an override set, `undef` among them.
    pub(crate) fn changes(
        &mut self,
        attributes: &'a [Attribute],
        source: &Rc<str>,
        scope: ScopeId,
    ) -> Eval<Vec<Change>> {
        let mut changes: Vec<Change> = Vec::new();
        let mut found = Vec::new();
        for attribute in attributes {
            let value = match self.expression(&attribute.value, scope) {
                Ok(value) => value,
                Err(Stop::Reported(_)) => Value::Unknown,
                Err(other) => return Err(other),
            };
            let append = matches!(attribute.op, AttributeOp::Append(_));
            self.settings_of(attribute, value, &mut false, &mut found);
            for mut setting in found.drain(..) {
                if let Some(first) = changes.iter().find(|change| change.setting.name == setting.name) {
                    let message = format!("the attribute `{}` is already set", setting.name);
                    let again = Diagnostic::new(Code::DuplicateAttribute, attribute.span, message);
                    self.diags.add(again.label(first.setting.span, "set here"));
                    continue;
                }
                setting.origin = Origin::Override(source.clone());
                changes.push(Change { setting, append });
            }
        }
        Ok(changes)
    }

    /// Overrides each resource that a value refers to: at once, or as soon as it is declared.
    pub(crate) fn override_resources(
        &mut self,
        value: &Value,
        attributes: &'a [Attribute],
        span: Span,
        scope: ScopeId,
    ) -> Eval<()> {
        let source = self.source();
        let changes: Rc<[Change]> = self.changes(attributes, &source, scope)?.into();
        for value in operator::splat(value) {
            let reference = match &value {
                Value::Type(ty) => super::resource::reference_of(ty),
                Value::Unknown | Value::Placeholder(_) => continue,
                _ => None,
            };
            let Some(reference) = reference else {
                let message =
                    format!("only resources can be overridden, this is {}", operator::describe(&value));
                return self.fail_with(Diagnostic::new(Code::IllegalOverride, span, message));
            };
            self.refuse_class(&reference, span)?;
            self.spend(1 + changes.len() as u64, span)?;
            let place = self.find(&reference);
            let change = NodeOverride { reference, span, changes: changes.clone(), source: source.clone() };
            match (place, &mut self.node) {
                (Some(place), _) => self.merge_override(place, &change),
                (None, Some(node)) => node.overrides.push(change),
                (None, None) => {}
            }
        }
        Ok(())
    }

    pub(crate) fn refuse_class(&mut self, reference: &Reference, span: Span) -> Eval<()> {
        if reference.ty != "Class" {
            return Ok(());
        }
        let message = format!("`{reference}` is a class, and only resources can be overridden");
        self.fail_with(
            Diagnostic::new(Code::IllegalOverride, span, message)
                .hint("set its parameters where it is declared: `class { '…': … => … }`, or in the data"),
        )
    }

    /// Sets what an override says, where it may.
    pub(crate) fn merge_override(&mut self, place: usize, change: &NodeOverride) {
        let Some((reference, resource)) = self.catalog.resources.get_index(place) else { return };
        let owner = self.source_of(&resource.container);
        if owner != change.source && !self.inherits(&change.source, &owner) {
            let message = format!("`{reference}` cannot be overridden here");
            let hint = match self.program.has_class(&owner) {
                true => format!(
                    "only `{owner}` itself and classes that inherit it may: `class … inherits {owner} {{ … }}`"
                ),
                false => {
                    "only what declares it may, or a collector: `Type <| title == '…' |> { … }`".to_owned()
                }
            };
            let diagnostic = Diagnostic::new(Code::IllegalOverride, change.span, message);
            self.diags.add(diagnostic.label(resource.span, "declared here").hint(hint));
            return;
        }
        if resource.evaluated {
            let message =
                format!("`{reference}` is overridden after its body was evaluated, which does not see it");
            let diagnostic = Diagnostic::new(Code::LateOverride, change.span, message);
            self.diags.add(diagnostic.label(resource.span, "declared here"));
            let late = "Attempt to override an already evaluated resource with new values".to_owned();
            self.warn_log(change.span, late);
        }
        let changes = change.changes.clone();
        for change in changes.iter() {
            self.change(place, &owner, change);
        }
    }

    fn change(&mut self, place: usize, owner: &Rc<str>, change: &Change) {
        let Some((reference, resource)) = self.catalog.resources.get_index(place) else { return };
        let setting = &change.setting;
        let mut value = setting.value.clone();
        if let Some(current) = resource.settings.get(&setting.name) {
            let (ty, scope) = (reference.ty.to_ascii_lowercase(), resource.scope);
            let is_default = |value: &Value| self.scopes.is_default(scope, &ty, &setting.name, value);
            if is_default(&value) {
                return;
            }
            let by = setting.origin.setter().unwrap_or(owner);
            let before = current.origin.setter().unwrap_or(owner);
            let allowed = self.inherits(by, before) || (by == before && is_default(&current.value));
            if !allowed {
                let message = format!("`{}` is already set on `{reference}`", setting.name);
                let again = Diagnostic::new(Code::DuplicateAttribute, setting.span, message);
                self.diags.add(again.label(current.span, "set here").hint(
                    "only a class that inherits may change what is set, or a collector: `Type <| … |> { … }`",
                ));
                return;
            }
            if change.append {
                let mut values = Vec::new();
                flatten(&current.value, &mut values);
                flatten(&value, &mut values);
                value = Value::from(values);
            }
        }
        let Some((_, resource)) = self.catalog.resources.get_index_mut(place) else { return };
        if matches!(value, Value::Undef) {
            resource.settings.remove(&setting.name);
        } else {
            let setting = Setting { value, ..setting.clone() };
            resource.settings.insert(setting);
        }
    }

    /// Sets what overrides say that came before their resources.
    pub(crate) fn apply_waiting_overrides(&mut self, certain: bool) {
        let Some(node) = &mut self.node else { return };
        for change in std::mem::take(&mut node.overrides) {
            match self.find(&change.reference) {
                Some(place) => self.merge_override(place, &change),
                None if certain => {
                    let message = format!("there is no resource `{}` to override", change.reference);
                    let diagnostic = Diagnostic::new(Code::MissingResource, change.span, message);
                    self.diags.add(self.hint_at_missing(diagnostic, &change.reference));
                }
                None => {}
            }
        }
    }

    /// Adds what may help to find a resource that is not in the catalog.
    pub(crate) fn hint_at_missing(&self, diagnostic: Diagnostic, missing: &Reference) -> Diagnostic {
        let errors = self.diags.count_errors();
        if errors < 20 && self.is_mapped(missing) {
            return diagnostic
                .hint(format!("`{missing}` runs on another node"))
                .hint("nodes wait for each other through capabilities: `export` on one side, `consume` or `require` on the other");
        }
        let same_type = self.catalog.resources.keys().filter(|it| it.ty == missing.ty);
        let titles = same_type.map(|it| it.title.as_str());
        let near = suggest::nearest_unless_many(errors, &missing.title, titles);
        match near.map(|title| Reference::new(&missing.ty, title)) {
            Some(near) => diagnostic.meant(&missing.title, &near.title, &near.to_string()),
            None if missing.ty == "Class" => {
                diagnostic.hint(format!("include it: `include {}`", missing.title.to_ascii_lowercase()))
            }
            None => diagnostic.hint("declare it on this node, or correct the reference"),
        }
    }

    /// Whether it is a component that an application of this node maps to a node.
    fn is_mapped(&self, component: &Reference) -> bool {
        let resources = self.catalog.resources.values();
        let mut nodes =
            resources.filter(|it| it.kind == ResourceKind::Application).filter_map(|it| it.value("nodes"));
        nodes.any(|nodes| match nodes {
            Value::Hash(nodes) => {
                nodes.values().any(|mapped| super::resource::references_in(mapped).contains(component))
            }
            _ => false,
        })
    }

    /// What the collector of this number has found.
    pub(crate) fn found_by(&self, collector: usize) -> &[usize] {
        let collections = self.node.as_ref().map_or(&[][..], |node| node.collections.as_slice());
        collections.get(collector).map_or(&[], |collection: &Collection| &collection.found)
    }
}

/// The elements of a value, and of all arrays in it.
pub(crate) fn flatten(value: &Value, values: &mut Vec<Value>) {
    match value {
        Value::Array(inner) => inner.iter().for_each(|value| flatten(value, values)),
        value => values.push(value.clone()),
    }
}
