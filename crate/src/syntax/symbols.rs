//! What a manifest defines and declares: the outline that an editor shows.
//!
//! Goes in: the tree of any text. Comes out: [`Symbol`]s in the order of the text, each with its depth, so that what is inside
//! another follows it one deeper. They are read off the tree, so of a broken text as much is listed as recovery saves.

use super::ast::{Ast, Expr, ExprKind, Resource};
use super::walk;
use crate::source::{Offsets, Span};

/// A definition or declaration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Symbol {
    /// What it is.
    pub kind: SymbolKind,
    /// How many other symbols it is in.
    pub depth: u32,
    /// All of its text, in UTF-16 units.
    pub place: (u32, u32),
    /// Its name or title as written; the keyword of a `site`.
    pub name: (u32, u32),
    /// The type of what is declared; empty for a definition.
    pub ty: (u32, u32),
}

/// The kinds of symbol.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SymbolKind {
    /// `application`
    Application,
    /// `site`
    Site,
    /// A resource in a `site`: an instance of an application.
    Instance,
    /// A resource in an `application`.
    Component,
    /// `T produces C`, `T consumes C`
    Mapping,
    /// `class`
    Class,
    /// `define`
    Define,
    /// `node`
    Node,
    /// `function`
    Function,
    /// `plan`
    Plan,
    /// `type A = B`
    TypeAlias,
    /// A resource at any other place.
    Resource,
}

impl SymbolKind {
    /// All kinds; the place of a kind is its number.
    pub const ALL: &[SymbolKind] = &[
        SymbolKind::Application,
        SymbolKind::Site,
        SymbolKind::Instance,
        SymbolKind::Component,
        SymbolKind::Mapping,
        SymbolKind::Class,
        SymbolKind::Define,
        SymbolKind::Node,
        SymbolKind::Function,
        SymbolKind::Plan,
        SymbolKind::TypeAlias,
        SymbolKind::Resource,
    ];

    /// Its name, for people.
    pub fn name(self) -> &'static str {
        match self {
            SymbolKind::Application => "application",
            SymbolKind::Site => "site",
            SymbolKind::Instance => "instance",
            SymbolKind::Component => "component",
            SymbolKind::Mapping => "mapping",
            SymbolKind::Class => "class",
            SymbolKind::Define => "define",
            SymbolKind::Node => "node",
            SymbolKind::Function => "function",
            SymbolKind::Plan => "plan",
            SymbolKind::TypeAlias => "type",
            SymbolKind::Resource => "resource",
        }
    }
}

/// The symbols of a tree that was read from `text`.
pub fn symbols(ast: &Ast, text: &str) -> Vec<Symbol> {
    let mut symbols = Symbols { units: Offsets::utf16(text), found: Vec::new() };
    for statement in &ast.body {
        symbols.visit(statement, 0, SymbolKind::Resource);
    }
    symbols.found
}

struct Symbols<'a> {
    units: Offsets<'a>,
    found: Vec<Symbol>,
}

impl Symbols<'_> {
    /// Adds what is in `expr`; a resource in it is a `resource`.
    fn visit(&mut self, expr: &Expr, depth: u32, resource: SymbolKind) {
        let (mut depth, mut resource) = (depth, resource);
        if let Some((kind, name)) = definition(expr) {
            // What stands in something that is not listed stands where that would.
            depth += u32::from(self.add(kind, depth, expr.span, name, None));
            resource = match kind {
                SymbolKind::Application => SymbolKind::Component,
                SymbolKind::Site => SymbolKind::Instance,
                SymbolKind::Instance
                | SymbolKind::Component
                | SymbolKind::Mapping
                | SymbolKind::Class
                | SymbolKind::Define
                | SymbolKind::Node
                | SymbolKind::Function
                | SymbolKind::Plan
                | SymbolKind::TypeAlias
                | SymbolKind::Resource => SymbolKind::Resource,
            };
        } else if let ExprKind::Resource(declared) = &expr.kind {
            depth += u32::from(self.add_bodies(declared, expr.span, depth, resource));
        }
        walk::children(expr, &mut |child| self.visit(child, depth, resource));
    }

    /// One symbol for each title; a single one has the place of the whole statement. False if there is none.
    fn add_bodies(&mut self, resource: &Resource, whole: Span, depth: u32, kind: SymbolKind) -> bool {
        let before = self.found.len();
        for body in &resource.bodies {
            let place = if resource.bodies.len() == 1 { whole } else { body.span };
            self.add(kind, depth, place, body.title.span, Some(resource.ty.span));
        }
        self.found.len() > before
    }

    /// What lacks its name is not listed; then it is false.
    fn add(&mut self, kind: SymbolKind, depth: u32, place: Span, name: Span, ty: Option<Span>) -> bool {
        if name.start() == name.end() {
            return false;
        }
        let range = |span: Span| (self.units.at(span.start() as usize), self.units.at(span.end() as usize));
        let (place, name, ty) = (range(place), range(name), ty.map_or((0, 0), range));
        self.found.push(Symbol { kind, depth, place, name, ty });
        true
    }
}

/// What `expr` defines, and where its name stands.
fn definition(expr: &Expr) -> Option<(SymbolKind, Span)> {
    match &expr.kind {
        ExprKind::Class(class) => Some((SymbolKind::Class, class.name.span)),
        ExprKind::Define(definition) => Some((SymbolKind::Define, definition.name.span)),
        ExprKind::Application(definition) => Some((SymbolKind::Application, definition.name.span)),
        ExprKind::Plan(definition) => Some((SymbolKind::Plan, definition.name.span)),
        ExprKind::Site(site) => Some((SymbolKind::Site, site.keyword)),
        ExprKind::Node(node) => {
            let (first, last) = (node.matches.first()?, node.matches.last()?);
            Some((SymbolKind::Node, first.span.to(last.span)))
        }
        ExprKind::Function(function) => Some((SymbolKind::Function, function.name.span)),
        ExprKind::TypeAlias(alias) => Some((SymbolKind::TypeAlias, alias.name.span)),
        ExprKind::Mapping(mapping) => {
            Some((SymbolKind::Mapping, mapping.component.span.to(mapping.capability.span)))
        }
        _ => None,
    }
}
