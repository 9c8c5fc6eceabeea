//! Bodies of classes, defines and applications in a node's catalog: their parameters, what they consume and produce,
//! and their statements.

use super::catalog::Container;
use super::hiera::Asker;
use super::parameters::{check_names, check_type, report_missing};
use super::scope::{Origin, Setting};
use super::value::Value;
use super::{Evaluation, ScopeId, Stop};
use crate::diag::{Code, Diagnostic};
use crate::program::{Definition, ResourceKind};
use crate::source::Span;
use crate::syntax::ast::{Block, Parameter};

impl<'a> Evaluation<'a> {
    /// Evaluates the body of a define's instance.
    pub(crate) fn evaluate_define(&mut self, place: usize) {
        let Some((reference, resource)) = self.catalog.resources.get_index(place) else { return };
        let name = reference.ty.to_ascii_lowercase();
        let declared = resource.scope;
        let Some(definition) = self.program.definitions.get(&name).copied() else { return };
        let (at, before) = (resource.span, self.diags.count());
        let message = format!("in the body of `{reference}`, which is declared here");
        let scope = self.scopes.open_body(declared, None);
        // What exceeds the depth was reported.
        let _ = self.nested(definition.name.span, |evaluation| {
            evaluation.evaluate_body(place, definition, scope);
            Ok(())
        });
        self.diags.label_since(before, at, &message);
    }

    /// Evaluates the body of the resource at this place: consumed values, parameters, produced capabilities, statements.
    pub(crate) fn evaluate_body(&mut self, place: usize, definition: Definition<'a>, scope: ScopeId) {
        let Some((reference, resource)) = self.catalog.resources.get_index_mut(place) else { return };
        if std::mem::replace(&mut resource.evaluated, true) {
            return;
        }
        let title = match definition.kind {
            ResourceKind::Class => reference.title.to_ascii_lowercase(),
            _ => reference.title.to_string(),
        };
        let outer = std::mem::replace(&mut self.container, Container::Resource(place));
        let module = definition.name.text.split("::").next().unwrap_or_default().to_ascii_lowercase();
        for (variable, value) in [("title", &title), ("name", &title), ("module_name", &module)] {
            self.scopes.assign(scope, variable, Value::from(value.as_str()));
        }
        self.consume(place, definition);
        self.set_parameters(place, definition, scope);
        self.produce(place, scope);
        self.body_statements(definition, definition.body, scope);
        self.container = outer;
    }

    /// After a failed statement the next goes on; `return` ends a class or a define.
    fn body_statements(&mut self, definition: Definition<'a>, body: &'a Block, scope: ScopeId) {
        for (number, statement) in body.iter().enumerate() {
            let is_last = number + 1 == body.len();
            match self.expression(statement, scope) {
                Ok(Value::Iterator(_)) if is_last && definition.kind == ResourceKind::Application => {
                    self.diags.add(ending_with_iterator(statement.span));
                }
                Ok(_) => {}
                Err(Stop::Return) if definition.kind != ResourceKind::Application => {
                    self.carried = None;
                    return;
                }
                Err(stop) => {
                    self.misplaced(stop);
                    self.forget_target(statement, scope);
                    if self.exhausted.is_some() {
                        return;
                    }
                }
            }
        }
    }

    /// Gives each parameter its value: what was set or consumed, what the data say, its default.
    fn set_parameters(&mut self, place: usize, definition: Definition<'a>, scope: ScopeId) {
        let Some((_, resource)) = self.catalog.resources.get_index(place) else { return };
        let resource = resource.clone();
        check_names(self, &resource, definition);
        for (index, parameter) in definition.parameters.iter().enumerate() {
            let name = parameter.name.text.as_str();
            // Puppet takes the last declaration of a parameter that is declared twice.
            let later = definition.parameters.get(index + 1..).unwrap_or_default();
            if later.iter().any(|later| later.name.text == name) {
                continue;
            }
            let setting = match resource.settings.get(name) {
                Some(setting) => Some(setting.clone()),
                None => self.unset_parameter(definition, parameter, resource.span, scope),
            };
            let value = match setting {
                Some(setting) => {
                    check_type(self, &resource.reference, parameter, &setting.value, resource.span);
                    let value = setting.value.clone();
                    if !matches!(value, Value::Undef) {
                        self.add_setting(place, setting);
                    }
                    value
                }
                None => {
                    // An application may lack its nodes: then nothing is mapped.
                    let may_lack = definition.kind == ResourceKind::Application && name == "nodes";
                    if !(resource.broken || may_lack) {
                        report_missing(self, &resource.reference, resource.span, parameter);
                    }
                    Value::Unknown
                }
            };
            self.scopes.assign(scope, name, value);
        }
        if definition.kind == ResourceKind::Application {
            let nodes = resource.settings.get("nodes").map_or(Value::Undef, |nodes| nodes.value.clone());
            self.scopes.assign(scope, "nodes", nodes);
        }
    }

    fn add_setting(&mut self, place: usize, setting: Setting) {
        if let Some((_, resource)) = self.catalog.resources.get_index_mut(place) {
            resource.settings.add(setting);
        }
    }

    /// The value of a parameter that was not set: from the data, for classes, or its default.
    fn unset_parameter(
        &mut self,
        definition: Definition<'a>,
        parameter: &'a Parameter,
        span: Span,
        scope: ScopeId,
    ) -> Option<Setting> {
        let name = parameter.name.text.as_str();
        if definition.kind == ResourceKind::Class
            && let Some(setting) = self.data_of_parameter(definition, parameter, span, scope)
        {
            return Some(setting);
        }
        let default = parameter.default.as_ref()?;
        let value = self.expression(default, scope).unwrap_or_else(|stop| {
            self.misplaced(stop);
            Value::Unknown
        });
        Some(Setting { name: name.to_owned(), value, span: default.span, origin: Origin::Default })
    }

    /// What Hiera says about a parameter of a class.
    fn data_of_parameter(
        &mut self,
        definition: Definition<'a>,
        parameter: &Parameter,
        span: Span,
        scope: ScopeId,
    ) -> Option<Setting> {
        let class = definition.name.text.trim_start_matches("::");
        let name = parameter.name.text.clone();
        match self.class_parameter(class, parameter, Asker { scope, span }) {
            Ok(found) => found.map(|found| Setting {
                origin: Origin::Data { key: format!("{class}::{name}").into() },
                name,
                value: found.value,
                span: found.span,
            }),
            Err(stop) => {
                self.misplaced(stop);
                Some(Setting { name, value: Value::Unknown, span, origin: Origin::Default })
            }
        }
    }
}

/// Puppet has no use for the value of an application's body, and falls over this one.
pub(crate) fn ending_with_iterator(span: Span) -> Diagnostic {
    Diagnostic::new(Code::IteratorNotSupported, span, "an application body cannot end with an iterator")
        .hint("add a last statement, or call `each` on an array: `Array($range)`")
}
