//! Classes: in a node's catalog each is evaluated once, where it is first named.

use super::catalog::Container;
use super::resource::Declaration;
use super::types::{Place, Type, capitalize_segments};
use super::value::Value;
use super::{Eval, Evaluation, ScopeId};
use crate::diag::{Code, Diagnostic};
use crate::env::Reference;
use crate::eval::types::TypeName;
use crate::source::Span;
use crate::suggest;
use crate::syntax::ast::Form;
use crate::word::Word;

/// The reference to a class of this lower-case name.
pub fn class_reference(name: &str) -> Reference {
    Reference::new("Class", &capitalize_segments(name))
}

impl<'a> Evaluation<'a> {
    /// Evaluates the class of this lower-case name, unless that was done; its place in the catalog. An application's
    /// body gives a node no class that is not mapped to it.
    pub(crate) fn include_class(&mut self, name: &str, span: Span, scope: ScopeId) -> Eval<Option<usize>> {
        let reference = class_reference(name);
        let place = self.catalog.resources.get_index_of(&reference);
        if place.is_some() {
            return Ok(place);
        }
        let declaration = Declaration {
            form: Form::Regular,
            ty: TypeName::new("class"),
            ty_span: span,
            title: Word::from(name),
            title_span: span,
            whole: span,
            settings: crate::eval::settings::Settings::new(),
            broken: false,
        };
        self.declare(declaration, scope)?;
        Ok(self.catalog.resources.get_index_of(&reference))
    }

    /// Reports a class that no file defines.
    pub(crate) fn unknown_class(&mut self, name: &str, span: Span) {
        let diagnostic =
            Diagnostic::new(Code::UnknownResourceType, span, format!("there is no class `{name}`"));
        let errors = self.diags.count_errors();
        let known = self.program.class_names();
        self.diags.add(match suggest::nearest_unless_many(errors, name, known) {
            Some(near) => diagnostic.meant(name, near, near),
            None => diagnostic.hint(format!("add `class {name} {{ … }}`, or the module that defines it")),
        });
    }

    /// Declares the class that a class inherits, before it stands in the catalog itself; it is evaluated with it.
    pub(crate) fn declare_parent(&mut self, name: &str, span: Span, scope: ScopeId) -> Eval<()> {
        let Some(definition) = self.program.definitions.get(name).copied() else { return Ok(()) };
        let Some(parent) = definition.parent else { return Ok(()) };
        let parent_name = parent.text.trim_start_matches("::").to_ascii_lowercase();
        let Some(node) = &mut self.node else { return Ok(()) };
        if node.inheriting.contains(&parent_name) || parent_name == name {
            let message = format!("the class `{name}` inherits itself");
            return self.fail(parent.span, message);
        }
        node.inheriting.push(name.to_owned());
        let result = if self.program.has_class(&parent_name) {
            let outer = std::mem::replace(&mut node.declare_only, true);
            let result = self.nested(parent.span, |it| it.include_class(&parent_name, span, scope)).map(drop);
            if let Some(node) = &mut self.node {
                node.declare_only = outer;
            }
            result
        } else {
            self.unknown_class(&parent_name, parent.span);
            Ok(())
        };
        if let Some(node) = &mut self.node {
            node.inheriting.pop();
        }
        result
    }

    /// Evaluates the body of a class that another one inherits, unless that was done.
    fn evaluate_parent(&mut self, name: &str, declared: ScopeId) -> Eval<()> {
        let found = self.catalog.resources.get_index_of(&class_reference(name));
        let found = found.and_then(|place| Some((place, self.catalog.resources.get_index(place)?.1)));
        let Some((place, parent)) = found else {
            return Ok(());
        };
        if parent.evaluated {
            return Ok(());
        }
        let span = parent.span;
        self.nested(span, |evaluation| evaluation.evaluate_class(place, declared))
    }

    /// Evaluates the body of the class at this place in the catalog, which was declared in `declared`.
    pub(crate) fn evaluate_class(&mut self, place: usize, declared: ScopeId) -> Eval<()> {
        let Some((reference, _)) = self.catalog.resources.get_index(place) else { return Ok(()) };
        let name = reference.title.to_ascii_lowercase();
        let Some(definition) = self.program.definitions.get(&name).copied() else { return Ok(()) };
        let parent =
            definition.parent.map(|parent| parent.text.trim_start_matches("::").to_ascii_lowercase());
        if let Some(parent) = &parent {
            self.evaluate_parent(parent, declared)?;
        }
        let inherited = match (&self.node, parent) {
            (Some(node), Some(parent)) => node.class_scopes.get(&parent).copied(),
            (Some(_) | None, _) => None,
        };
        self.depends_on_node();
        self.scopes.keep(declared);
        let scope = self.scopes.open_body(declared, inherited);
        if let Some(node) = &mut self.node {
            node.class_scopes.insert(name, scope);
        }
        self.enter_stage(place);
        self.nested(definition.name.span, |evaluation| {
            evaluation.evaluate_body(place, definition, scope);
            Ok(())
        })
    }

    /// The lower-case names of the classes that values stand for; what is no class is reported.
    pub(crate) fn class_names(&mut self, values: &[Value], span: Span, names: &mut Vec<String>) -> Eval<()> {
        for value in values {
            let name = match value {
                Value::Array(inner) => {
                    self.class_names(inner, span, names)?;
                    continue;
                }
                Value::String(name) if !name.is_empty() => name.to_string(),
                Value::Type(ty) => match &**ty {
                    Type::Class(Some(name), _) => name.clone(),
                    Type::Resource { ty: Some(ty), title: Some(name), .. } if *ty == *"class" => {
                        name.to_string()
                    }
                    other => return self.fail(span, format!("`{other}` is not the name of a class")),
                },
                Value::Unknown => continue,
                other => {
                    let what = super::operator::describe(other);
                    return self.fail(span, format!("the name of a class is a string, this is {what}"));
                }
            };
            names.push(name.trim_start_matches("::").to_ascii_lowercase());
        }
        Ok(())
    }

    /// The place in the catalog of what is being evaluated.
    pub(crate) fn container_place(&self) -> Option<usize> {
        match &self.container {
            Container::Resource(place) => Some(*place),
            Container::Main | Container::Site | Container::Instance(_) => None,
        }
    }
}

/// A reference to a class as a value.
pub fn class_value(name: &str, span: Span) -> Value {
    Value::from(Type::Class(Some(name.to_owned()), Place(Some(span))))
}
