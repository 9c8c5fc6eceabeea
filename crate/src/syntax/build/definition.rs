//! Classes, defined types, applications, sites, nodes, functions, type aliases and capability mappings.

use super::{Builder, Pair, Rule};
use crate::diag::{Code, Diagnostic};
use crate::source::Span;
use crate::syntax::ast::{
    Class, Definition, Direction, Expr, ExprKind, Function, Ident, Mapping, NodeDefinition, Parameter, Site,
    TypeAlias, TypeDefinition,
};

/// What definitions have in common; each uses what it has.
#[derive(Default)]
struct Parts {
    name: Option<Ident>,
    parameters: Vec<Parameter>,
    parent: Option<Ident>,
    returns: Option<Expr>,
    body: Vec<Expr>,
}

impl Builder<'_> {
    pub(super) fn definition(&mut self, pair: Pair<'_>) -> Expr {
        let span = self.span(&pair);
        let kind = match pair.as_rule() {
            Rule::class_resource => self.class_resource(pair),
            Rule::class => self.class(pair),
            Rule::define => self.parts(pair).definition().map(ExprKind::Define),
            Rule::application => self.parts(pair).definition().map(ExprKind::Application),
            Rule::plan => self.plan(pair),
            Rule::apply => Some(self.apply(pair)),
            Rule::function => self.function(pair),
            Rule::site => {
                let keyword =
                    Span::new(self.file, span.start() as usize, span.start() as usize + "site".len());
                let body = self.parts(pair).body;
                Some(ExprKind::Site(Box::new(Site { keyword, body })))
            }
            Rule::node => Some(self.node(pair)),
            Rule::type_definition => self.type_definition(pair),
            Rule::type_alias => self.type_alias(pair),
            _ => None,
        };
        match kind {
            Some(kind) => Expr { kind, span },
            None => self.unreadable(span),
        }
    }

    fn parts(&mut self, pair: Pair<'_>) -> Parts {
        let mut parts = Parts::default();
        for part in pair.into_inner() {
            self.add_part(&mut parts, part);
        }
        if let Some(name) = &mut parts.name {
            name.text = self.qualify(&name.text);
        }
        parts
    }

    fn add_part(&mut self, parts: &mut Parts, part: Pair<'_>) {
        match part.as_rule() {
            Rule::definition_name => parts.name = Some(self.ident(&part)),
            Rule::parameters => {
                parts.parameters = part.into_inner().filter_map(|part| self.parameter(part)).collect();
            }
            Rule::parent => parts.parent = Some(self.ident(&part)),
            Rule::returns => parts.returns = self.returns(part),
            Rule::block => parts.body = self.block(part),
            _ => {}
        }
    }

    /// A name with the names of the classes around it.
    fn qualify(&self, name: &str) -> String {
        match self.classes.last() {
            Some(class) => format!("{class}::{name}"),
            None => name.to_owned(),
        }
    }

    fn class(&mut self, pair: Pair<'_>) -> Option<ExprKind> {
        let mut parts = Parts::default();
        for part in pair.into_inner() {
            self.add_nesting_part(&mut parts, part);
        }
        let Parts { name, parameters, parent, body, returns: _ } = parts;
        let mut name = name?;
        name.text = self.qualify(&name.text);
        Some(ExprKind::Class(Box::new(Class { name, parameters, parent, body })))
    }

    /// The body of a class or plan gives its name to what is defined in it.
    fn add_nesting_part(&mut self, parts: &mut Parts, part: Pair<'_>) {
        if part.as_rule() != Rule::block {
            return self.add_part(parts, part);
        }
        let name = parts.name.as_ref().map_or("", |name| &name.text);
        self.classes.push(self.qualify(name));
        self.add_part(parts, part);
        self.classes.pop();
    }

    fn plan(&mut self, pair: Pair<'_>) -> Option<ExprKind> {
        let mut parts = Parts::default();
        for part in pair.into_inner() {
            self.add_nesting_part(&mut parts, part);
        }
        let Parts { name, parameters, body, parent: _, returns: _ } = parts;
        let mut name = name?;
        name.text = self.qualify(&name.text);
        Some(ExprKind::Plan(Box::new(Definition { name, parameters, body })))
    }

    fn apply(&mut self, pair: Pair<'_>) -> ExprKind {
        let (mut args, mut body) = (Vec::new(), Vec::new());
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::apply_args => args = self.list(part),
                Rule::block => body = self.block(part),
                _ => {}
            }
        }
        ExprKind::Apply { args, body }
    }

    fn function(&mut self, pair: Pair<'_>) -> Option<ExprKind> {
        let mut parts = Parts::default();
        for part in pair.into_inner() {
            self.add_part(&mut parts, part);
        }
        let Parts { name, parameters, returns, body, parent: _ } = parts;
        Some(ExprKind::Function(Box::new(Function { name: name?, parameters, returns, body })))
    }

    pub(super) fn returns(&mut self, pair: Pair<'_>) -> Option<Expr> {
        pair.into_inner().next().map(|part| self.type_expr(part))
    }

    pub(super) fn parameter(&mut self, pair: Pair<'_>) -> Option<Parameter> {
        let span = self.span(&pair);
        let (mut ty, mut default, mut name, mut splat) = (None, None, None, false);
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::type_expr => ty = Some(self.type_expr(part)),
                Rule::splat => splat = true,
                Rule::variable => {
                    let text = self.words(&part).trim_start_matches('$').to_owned();
                    name = Some(Ident { text, span: self.span(&part) });
                }
                Rule::expression => default = Some(self.expression(part)),
                _ => {}
            }
        }
        Some(Parameter { name: name?, ty, default, splat, span })
    }

    fn node(&mut self, pair: Pair<'_>) -> ExprKind {
        let (mut matches, mut parent, mut body) = (Vec::new(), None, Vec::new());
        let mut inherits = false;
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::kw_inherits => inherits = true,
                Rule::host if inherits => parent = Some(self.host(part)),
                Rule::host => matches.push(self.host(part)),
                Rule::block => body = self.block(part),
                _ => {}
            }
        }
        ExprKind::Node(Box::new(NodeDefinition { matches, parent, body }))
    }

    fn host(&mut self, pair: Pair<'_>) -> Expr {
        let span = self.span(&pair);
        let Some(inner) = pair.into_inner().next() else { return self.unreadable(span) };
        match inner.as_rule() {
            Rule::host_name => {
                let name = self.words(&inner).split_whitespace().collect();
                Expr { kind: ExprKind::Str(name), span }
            }
            _ => self.operand(inner),
        }
    }

    fn type_alias(&mut self, pair: Pair<'_>) -> Option<ExprKind> {
        // `type`, the left side, `=`.
        let mut parts = pair.into_inner().skip(1);
        let left = self.type_expr(parts.next()?);
        let mut parts = parts.skip(1);
        let first = self.type_value(parts.next()?);
        let value = match parts.next() {
            Some(members) => self.derived_object(first, members),
            None => first,
        };
        match left.kind {
            ExprKind::TypeRef(text) => {
                let name = Ident { text, span: left.span };
                Some(ExprKind::TypeAlias(Box::new(TypeAlias { name, value })))
            }
            _ => Some(ExprKind::TypeMapping { left: Box::new(left), right: Box::new(value) }),
        }
    }

    /// `type A inherits B { … }`
    fn type_definition(&mut self, pair: Pair<'_>) -> Option<ExprKind> {
        let (mut names, mut body) = (Vec::new(), Vec::new());
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::type_ref => names.push(self.ident(&part)),
                Rule::block => body = self.block(part),
                _ => {}
            }
        }
        let mut names = names.into_iter();
        let (name, parent) = (names.next()?, names.next());
        Some(ExprKind::TypeDefinition(Box::new(TypeDefinition { name, parent, body })))
    }

    /// The right side of a type alias; a hash is short for `Object[{…}]`.
    fn type_value(&mut self, pair: Pair<'_>) -> Expr {
        match pair.as_rule() {
            Rule::alias_type => self.type_expr(pair),
            Rule::hash => object(self.operand(pair)),
            _ => self.operand(pair),
        }
    }

    /// `Parent { … }` is short for `Object[{…, parent => Parent}]`.
    fn derived_object(&mut self, parent: Expr, members: Pair<'_>) -> Expr {
        let mut hash = self.operand(members);
        if let ExprKind::Hash { entries, .. } = &mut hash.kind {
            let key = Expr { kind: ExprKind::Name("parent".to_owned()), span: parent.span };
            entries.push(crate::syntax::ast::Entry { key, value: parent });
        }
        object(hash)
    }

    /// `T produces C { … }`
    pub(super) fn mapping(&mut self, component: Expr, pair: Pair<'_>) -> ExprKind {
        let span = component.span.to(self.span(&pair));
        let (mut direction, mut capability) = (Direction::Produces, None);
        let (mut attributes, mut braced) = (Vec::new(), false);
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::direction if self.words(&part) == "consumes" => direction = Direction::Consumes,
                Rule::definition_name => capability = Some(self.ident(&part)),
                Rule::attribute_block => {
                    braced = true;
                    attributes = self.attribute_block(part);
                }
                _ => {}
            }
        }
        let Some(capability) = capability else { return self.unreadable(span).kind };
        if !braced {
            self.warn_unbraced(span);
        }
        let component = self.qualified_component(component);
        let capability = Ident { text: self.qualify(&capability.text), ..capability };
        ExprKind::Mapping(Box::new(Mapping { direction, component, capability, attributes, braced, span }))
    }

    fn warn_unbraced(&mut self, span: Span) {
        let message =
            format!("Puppet refuses `{}` without braces, though its manual prints it", self.source(span));
        let finding = Diagnostic::new(Code::DiffersFromPuppet, span, message);
        let end = span.from(span.end());
        let edit = crate::diag::Edit { span: end, text: " { }".to_owned() };
        self.diags.add(finding.hint("Puppet needs `{ }` behind it").fix("Add `{ }`", vec![edit]));
    }

    fn qualified_component(&self, component: Expr) -> Expr {
        let kind = match component.kind {
            ExprKind::TypeRef(name) => ExprKind::TypeRef(self.qualify(&name)),
            ExprKind::Name(name) => ExprKind::Name(self.qualify(&name)),
            other => other,
        };
        Expr { kind, ..component }
    }
}

impl Parts {
    fn definition(self) -> Option<Box<Definition>> {
        let Parts { name, parameters, body, parent: _, returns: _ } = self;
        Some(Box::new(Definition { name: name?, parameters, body }))
    }
}

fn object(hash: Expr) -> Expr {
    let span = hash.span;
    let left = Box::new(Expr { kind: ExprKind::TypeRef("Object".to_owned()), span });
    Expr { kind: ExprKind::Access { left, keys: vec![hash] }, span }
}
