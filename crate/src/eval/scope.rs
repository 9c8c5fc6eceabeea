//! Scopes: which variables and resource defaults are seen from where.
//!
//! A scope of a lambda or a function is closed when its body ends and its place is used again. Scopes of classes and of
//! nodes stay, and so does every scope in which something is declared whose body is evaluated later: that body sees
//! the resource defaults of the scope.

use std::rc::Rc;

use super::settings::Settings;
use super::value::Value;
use crate::env::Reference;
use crate::sort;
use crate::source::Span;
use crate::table::Table;

/// The number of an open scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ScopeId(usize);

/// The scope of all top-level statements.
pub const TOP: ScopeId = ScopeId(0);

/// Where the value of an attribute came from.
#[derive(Debug, Clone)]
pub enum Origin {
    /// It was written where the resource is declared.
    Explicit,
    /// `Type { attribute => value }` in a scope around the declaration: by this class, define or node definition, empty
    /// for the main manifest.
    ResourceDefault(Rc<str>),
    /// An override or a collector set it, in the same words.
    Override(Rc<str>),
    /// What contains the resource has this metaparameter.
    Container(Reference),
    /// The default of the parameter.
    Default,
    /// Hiera data.
    Data {
        /// The key that was looked up.
        key: Rc<str>,
    },
    /// A fact of the node, or another variable of its top scope.
    Fact,
    /// A capability carried it.
    Flow(Rc<Flow>),
}

impl Origin {
    /// What set an attribute that the declaration itself did not set.
    pub fn setter(&self) -> Option<&Rc<str>> {
        match self {
            Origin::ResourceDefault(by) | Origin::Override(by) => Some(by),
            Origin::Explicit
            | Origin::Default
            | Origin::Data { .. }
            | Origin::Fact
            | Origin::Container(_)
            | Origin::Flow(_) => None,
        }
    }
}

/// How a value came through a capability.
#[derive(Debug)]
pub struct Flow {
    /// The capability.
    pub capability: Reference,
    /// For an attribute of the capability: the node and the component that gave it. None for a parameter that consumes.
    pub producer: Option<(Rc<str>, Reference)>,
    /// The expression of the mapping; none when attribute and parameter have the same name.
    pub mapping: Option<Span>,
    /// What went into it: attributes of the capability, or parameters and facts of the producer.
    pub from: Vec<Setting>,
}

/// What an attribute of a resource got, and where.
#[derive(Debug, Clone)]
pub struct Setting {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: Value,
    /// Where it was set.
    pub span: Span,
    /// How it came to it.
    pub origin: Origin,
}

impl Setting {
    /// What was written at the declaration.
    pub fn explicit(name: impl Into<String>, value: Value, span: Span) -> Setting {
        Setting { name: name.into(), value, span, origin: Origin::Explicit }
    }
}

#[derive(Debug)]
struct Scope {
    /// Where variables are looked up next.
    outer: Option<ScopeId>,
    /// Where resource defaults are looked up next: the scope that declared this one's body.
    within: Option<ScopeId>,
    /// The top scope or a node's: what classes see that are declared here.
    ground: ScopeId,
    /// The scope that resource defaults are added to: around a lambda that of its body, for a function the top scope.
    frame: Option<ScopeId>,
    variables: Table<String, Value>,
    captures: Option<Rc<Vec<Option<String>>>>,
    /// Resource defaults by lower-case type and attribute.
    defaults: Table<String, Settings>,
    /// Whether it stays when it is closed.
    kept: bool,
}

impl Scope {
    fn new(outer: Option<ScopeId>, within: Option<ScopeId>, ground: ScopeId) -> Scope {
        Scope {
            outer,
            within,
            ground,
            frame: None,
            variables: Table::new(),
            captures: None,
            defaults: Table::new(),
            kept: false,
        }
    }
}

/// With so many variables at most a closed scope leaves its table to the next one: to empty a large table takes longer
/// than to make a new one. A guess: lambdas and functions have fewer.
const FEW: usize = 16;

/// All open scopes.
#[derive(Debug)]
pub struct Scopes {
    all: Vec<Scope>,
    closed: Vec<ScopeId>,
}

impl Default for Scopes {
    fn default() -> Scopes {
        Scopes { all: vec![Scope::new(None, None, TOP)], closed: Vec::new() }
    }
}

impl Scopes {
    /// Opens the scope of a lambda or a function: resource defaults that are set in it belong to the scope around it.
    pub fn open_inner(&mut self, parent: ScopeId) -> ScopeId {
        let frame = self.frame(parent);
        let scope = self.open(parent);
        self.get_mut(scope).frame = Some(frame);
        scope
    }

    /// The scope of the body that a scope belongs to: it outlives those of lambdas.
    pub fn frame(&self, id: ScopeId) -> ScopeId {
        self.get(id).frame.unwrap_or(id)
    }

    /// Opens a scope within another: of an application.
    pub fn open(&mut self, parent: ScopeId) -> ScopeId {
        let ground = self.get(parent).ground;
        self.add(Scope::new(Some(parent), Some(parent), ground))
    }

    /// Opens the scope of a node definition.
    pub fn open_node(&mut self) -> ScopeId {
        let scope = self.add(Scope::new(Some(TOP), Some(TOP), TOP));
        let node = self.get_mut(scope);
        node.ground = scope;
        node.kept = true;
        scope
    }

    /// Opens the scope of a class or a define that was declared in `declared`. It sees the variables of the class that
    /// it inherits, or else of its node and of the top scope; and resource defaults of all scopes around it.
    pub fn open_body(&mut self, declared: ScopeId, inherited: Option<ScopeId>) -> ScopeId {
        let ground = self.get(declared).ground;
        let scope = self.add(Scope::new(inherited.or(Some(ground)), Some(declared), ground));
        self.get_mut(scope).kept = true;
        scope
    }

    fn add(&mut self, scope: Scope) -> ScopeId {
        match self.closed.pop() {
            Some(id) => {
                let mut before = std::mem::replace(self.get_mut(id), scope);
                if before.variables.len() <= FEW {
                    before.variables.clear();
                    self.get_mut(id).variables = before.variables;
                }
                id
            }
            None => {
                self.all.push(scope);
                ScopeId(self.all.len() - 1)
            }
        }
    }

    /// Closes a scope, unless it is kept.
    pub fn close(&mut self, id: ScopeId) {
        if !self.get(id).kept {
            self.closed.push(id);
        }
    }

    /// Keeps a scope and all around it open: something declared here is evaluated later.
    pub fn keep(&mut self, id: ScopeId) {
        let mut next = Some(id);
        while let Some(id) = next {
            let scope = self.get_mut(id);
            if std::mem::replace(&mut scope.kept, true) {
                return;
            }
            next = scope.within;
        }
    }

    fn get(&self, id: ScopeId) -> &Scope {
        self.all.get(id.0).expect("a scope is used only while it is open")
    }

    fn get_mut(&mut self, id: ScopeId) -> &mut Scope {
        self.all.get_mut(id.0).expect("a scope is used only while it is open")
    }

    fn chain(&self, id: ScopeId) -> impl Iterator<Item = &Scope> {
        std::iter::successors(Some(self.get(id)), |scope| scope.outer.map(|outer| self.get(outer)))
    }

    /// All variables of the top scope, in the order of their names.
    pub fn top_variables(&self) -> Vec<(String, Value)> {
        let mut names: Vec<&str> = self.get(TOP).variables.keys().map(String::as_str).collect();
        sort::ascending(&mut names);
        let value = |name: &str| self.variable(TOP, name).cloned().unwrap_or(Value::Undef);
        names.into_iter().map(|name| (name.to_owned(), value(name))).collect()
    }

    /// Whether a variable of this scope itself has a value.
    pub fn own(&self, id: ScopeId, name: &str) -> Option<&Value> {
        self.get(id).variables.get(name)
    }

    /// The value of a variable, seen from this scope.
    pub fn variable(&self, id: ScopeId, name: &str) -> Option<&Value> {
        self.chain(id).find_map(|scope| scope.variables.get(name))
    }

    /// Sets a variable of this scope; false when it has one of this name already.
    pub fn assign(&mut self, id: ScopeId, name: &str, value: Value) -> bool {
        let variables = &mut self.get_mut(id).variables;
        if variables.contains_key(name) {
            return false;
        }
        variables.insert(name.to_owned(), value);
        true
    }

    /// Names of all variables that are seen from this scope, for suggestions.
    pub fn names(&self, id: ScopeId) -> Vec<&str> {
        let mut names: Vec<&str> =
            self.chain(id).flat_map(|scope| scope.variables.keys()).map(String::as_str).collect();
        sort::ascending(&mut names);
        names.dedup();
        names
    }

    /// What `$0`, `$1`, … stand for; none where nothing was matched.
    pub fn captures(&self, id: ScopeId) -> Option<Rc<Vec<Option<String>>>> {
        self.chain(id).find_map(|scope| scope.captures.clone())
    }

    /// The captures of this scope alone, to put them back later.
    pub fn own_captures(&self, id: ScopeId) -> Option<Rc<Vec<Option<String>>>> {
        self.get(id).captures.clone()
    }

    /// Sets the captures of this scope.
    pub fn capture(&mut self, id: ScopeId, captures: Option<Rc<Vec<Option<String>>>>) {
        self.get_mut(id).captures = captures;
    }

    /// Adds a resource default for a type (lower-case) to this scope; gives back the one that it has already.
    pub fn add_default(&mut self, id: ScopeId, ty: &str, setting: Setting) -> Option<Span> {
        let frame = self.frame(id);
        let defaults = self.get_mut(frame).defaults.or_insert(ty.to_owned(), Settings::new());
        if let Some(first) = defaults.get(&setting.name) {
            return Some(first.span);
        }
        defaults.insert(setting);
        None
    }

    /// Resource defaults for a type (lower-case), the innermost first.
    pub fn defaults(&self, id: ScopeId, ty: &str) -> Vec<Setting> {
        let mut found = Vec::new();
        let mut next = Some(id);
        while let Some(id) = next {
            let scope = self.get(id);
            if let Some(defaults) = scope.defaults.get(ty) {
                found.extend(defaults.values().cloned());
            }
            next = scope.within;
        }
        found
    }

    /// Whether this is the default of an attribute in this scope or one around it.
    pub fn is_default(&self, id: ScopeId, ty: &str, name: &str, value: &Value) -> bool {
        let mut next = Some(id);
        while let Some(id) = next {
            let scope = self.get(id);
            let default = scope.defaults.get(ty).and_then(|defaults| defaults.get(name));
            if default.is_some_and(|default| default.value == *value) {
                return true;
            }
            next = scope.within;
        }
        false
    }
}
