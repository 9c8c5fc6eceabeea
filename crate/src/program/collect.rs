//! Finds definitions in trees: those at top level, in classes, and, where Puppet hoists them too, in any block.

use super::{Definition, METAPARAMETERS, MappingKey, Program, ResourceKind};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::source::Span;
use crate::syntax::ast::{Block, Direction, Expr, ExprKind, Ident, Mapping, Parameter, Site};
use crate::syntax::walk;

impl<'a> Program<'a> {
    pub(super) fn collect(&mut self, block: &'a Block, diags: &mut Diagnostics) {
        for statement in block {
            self.collect_from(statement, None, diags);
        }
    }

    fn collect_from(&mut self, expr: &'a Expr, around: Option<Around>, diags: &mut Diagnostics) {
        match &expr.kind {
            ExprKind::Class(class) => {
                let definition = Definition {
                    kind: ResourceKind::Class,
                    name: &class.name,
                    parameters: &class.parameters,
                    parent: class.parent.as_ref(),
                    body: &class.body,
                };
                self.define(definition, diags);
            }
            ExprKind::Define(define) => {
                let definition = Definition {
                    kind: ResourceKind::Define,
                    name: &define.name,
                    parameters: &define.parameters,
                    parent: None,
                    body: &define.body,
                };
                self.define(definition, diags);
            }
            ExprKind::Application(application) => {
                let definition = Definition {
                    kind: ResourceKind::Application,
                    name: &application.name,
                    parameters: &application.parameters,
                    parent: None,
                    body: &application.body,
                };
                self.define(definition, diags);
            }
            ExprKind::Site(site) => {
                self.add_site(site, diags);
                self.add_hoisted(site.keyword, around);
            }
            ExprKind::Node(node) => self.nodes.push(node),
            ExprKind::Function(function) => {
                self.functions.add(function.name.text.as_str(), function);
            }
            ExprKind::TypeAlias(alias) => {
                self.aliases.add(alias.name.text.to_ascii_lowercase(), alias);
            }
            ExprKind::Mapping(mapping) => {
                self.add_mapping(mapping);
                self.add_hoisted(mapping.component.span, around.filter(|around| around.is_branch));
            }
            // What a plan applies to nodes is no part of the environment.
            ExprKind::Plan(_) | ExprKind::Apply { .. } => return,
            _ => {}
        }
        let around = around_of(expr, around);
        walk::children(expr, &mut |child| self.collect_from(child, around, diags));
    }

    fn add_hoisted(&mut self, place: Span, around: Option<Around>) {
        if let Some(around) = around {
            self.hoisted.push((place, around.span));
        }
    }

    fn define(&mut self, definition: Definition<'a>, diags: &mut Diagnostics) {
        check_parameter_names(definition, diags);
        let name = definition.name.text.to_ascii_lowercase();
        match self.definitions.get(&name) {
            // Puppet joins the bodies of a class that is written twice.
            Some(first) if first.kind == ResourceKind::Class && definition.kind == ResourceKind::Class => {}
            Some(first) => {
                diags.add(already_defined(definition, *first));
            }
            None => {
                self.definitions.insert(name, definition);
            }
        }
    }

    fn add_site(&mut self, site: &'a Site, diags: &mut Diagnostics) {
        match self.site {
            Some(first) => diags.add(
                Diagnostic::new(Code::DuplicateSite, site.keyword, "`site` is already defined")
                    .label(first.keyword, "defined here")
                    .hint("an environment has one `site`, wherever it stands; put all instances into it"),
            ),
            None => self.site = Some(site),
        }
    }

    fn add_mapping(&mut self, mapping: &'a Mapping) {
        if let Some(component) = component_name(&mapping.component) {
            let key = mapping_key(mapping.direction, component, mapping);
            if !self.mappings.add(key.clone(), mapping) {
                self.repeated_mappings.push((key, mapping));
            }
        }
    }
}

/// What stands around a statement.
#[derive(Clone, Copy)]
struct Around {
    /// Its beginning: the condition, the name.
    span: Span,
    /// Whether it looks as if it decided on what stands in it.
    is_branch: bool,
}

/// What stands around the children of an expression; a branch stays one whatever stands in it.
fn around_of(expr: &Expr, outer: Option<Around>) -> Option<Around> {
    let branch = |test: &Expr| Some(Around { span: expr.span.until(test.span.end()), is_branch: true });
    let body = |span: Span| match outer {
        Some(outer) if outer.is_branch => Some(outer),
        Some(_) | None => Some(Around { span, is_branch: false }),
    };
    match &expr.kind {
        ExprKind::If(condition) | ExprKind::Unless(condition) => branch(&condition.test),
        ExprKind::Case(case) => branch(&case.test),
        ExprKind::Call(call) if call.lambda.is_some() => branch(&call.function),
        ExprKind::MethodCall(call) if call.lambda.is_some() => branch(&call.receiver),
        ExprKind::Node(node) => node.matches.last().and_then(branch),
        ExprKind::Class(class) => body(class.name.span),
        ExprKind::Define(definition) | ExprKind::Application(definition) => body(definition.name.span),
        _ => outer,
    }
}

fn mapping_key(direction: Direction, component: String, mapping: &Mapping) -> MappingKey {
    (direction, component, mapping.capability.text.to_ascii_lowercase())
}

/// The lower-case name of a mapping's component; `class[name]` for whatever stands before brackets, as in Puppet.
fn component_name(component: &Expr) -> Option<String> {
    match &component.kind {
        ExprKind::TypeRef(name) | ExprKind::Name(name) => {
            Some(name.trim_start_matches("::").to_ascii_lowercase())
        }
        ExprKind::Access { keys, .. } => match keys.as_slice() {
            [key] => match &key.kind {
                ExprKind::Str(name) | ExprKind::Name(name) | ExprKind::TypeRef(name) => {
                    Some(format!("class[{}]", name.trim_start_matches("::").to_ascii_lowercase()))
                }
                _ => None,
            },
            _ => None,
        },
        _ => None,
    }
}

fn already_defined(definition: Definition<'_>, first: Definition<'_>) -> Diagnostic {
    let message = format!("`{}` is already defined as {}", definition.name.text, with_article(first.kind));
    Diagnostic::new(Code::DuplicateDefinition, definition.name.span, message)
        .label(first.name.span, "defined here")
        .hint("classes, defines and applications share one set of names; give one of them another")
}

fn with_article(kind: ResourceKind) -> &'static str {
    match kind {
        ResourceKind::Application => "an application",
        ResourceKind::Class => "a class",
        ResourceKind::Define => "a define",
        ResourceKind::Capability | ResourceKind::Native | ResourceKind::Unknown => "a resource type",
    }
}

fn check_parameter_names(definition: Definition<'_>, diags: &mut Diagnostics) {
    let clashes = |parameter: &&Parameter| {
        METAPARAMETERS.contains(&parameter.name.text.as_str()) && parameter.default.is_none()
    };
    for parameter in definition.parameters.iter().filter(clashes) {
        diags.add(metaparameter(&parameter.name, parameter.name.span));
    }
}

fn metaparameter(name: &Ident, span: Span) -> Diagnostic {
    let message = format!("`{}` is a metaparameter, so no parameter can be called that", name.text);
    Diagnostic::new(Code::MetaparameterName, span, message).hint("choose another name")
}
