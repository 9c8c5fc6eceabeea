//! Scopes: which variables are seen from where.
//!
//! Scopes are used like a stack: a body's scope is opened before it and closed after it, so closing one closes all
//! that were opened in between.

use std::collections::HashMap;
use std::rc::Rc;

use indexmap::IndexMap;

use super::value::Value;
use crate::sort;
use crate::source::Span;

/// The number of an open scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ScopeId(usize);

/// The scope of all top-level statements.
pub const TOP: ScopeId = ScopeId(0);

/// What an attribute of a resource got, and where.
#[derive(Debug, Clone)]
pub struct Setting {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: Value,
    /// Where it was set.
    pub span: Span,
}

#[derive(Debug, Default)]
struct Scope {
    parent: Option<ScopeId>,
    variables: HashMap<String, Value>,
    captures: Option<Rc<Vec<Option<String>>>>,
    /// Resource defaults by lower-case type and attribute.
    defaults: HashMap<String, IndexMap<String, Setting>>,
}

/// All open scopes.
#[derive(Debug)]
pub struct Scopes {
    open: Vec<Scope>,
}

impl Default for Scopes {
    fn default() -> Scopes {
        Scopes { open: vec![Scope::default()] }
    }
}

impl Scopes {
    /// Opens a scope within another.
    pub fn open(&mut self, parent: ScopeId) -> ScopeId {
        self.open.push(Scope { parent: Some(parent), ..Scope::default() });
        ScopeId(self.open.len() - 1)
    }

    /// Closes a scope and all opened after it.
    pub fn close(&mut self, id: ScopeId) {
        self.open.truncate(id.0.max(1));
    }

    fn get(&self, id: ScopeId) -> &Scope {
        self.open.get(id.0).expect("a scope is used only while it is open")
    }

    fn get_mut(&mut self, id: ScopeId) -> &mut Scope {
        self.open.get_mut(id.0).expect("a scope is used only while it is open")
    }

    fn chain(&self, id: ScopeId) -> impl Iterator<Item = &Scope> {
        std::iter::successors(Some(self.get(id)), |scope| scope.parent.map(|parent| self.get(parent)))
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
        let defaults = self.get_mut(id).defaults.entry(ty.to_owned()).or_default();
        if let Some(first) = defaults.get(&setting.name) {
            return Some(first.span);
        }
        defaults.insert(setting.name.clone(), setting);
        None
    }

    /// Resource defaults for a type (lower-case), the innermost first.
    pub fn defaults(&self, id: ScopeId, ty: &str) -> Vec<Setting> {
        self.chain(id)
            .filter_map(|scope| scope.defaults.get(ty))
            .flat_map(IndexMap::values)
            .cloned()
            .collect()
    }
}
