//! What was declared: resources in the order of their declaration.

use indexmap::IndexMap;

use super::scope::Setting;
use super::value::Value;
use crate::env::Reference;
use crate::program::ResourceKind;
use crate::source::Span;
use crate::syntax::ast::Form;

/// What a resource was declared in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Container {
    /// The top level of a main manifest.
    Main,
    /// The `site` block.
    Site,
    /// The body of an application instance.
    Instance(Reference),
}

/// A declared resource.
#[derive(Debug, Clone)]
pub struct Resource {
    /// What it is.
    pub reference: Reference,
    /// What declares its type.
    pub kind: ResourceKind,
    /// Plain, virtual or exported.
    pub form: Form,
    /// Its title in the source.
    pub span: Span,
    /// What was set, in order; `undef` counts as not set and is left out.
    pub settings: IndexMap<String, Setting>,
    /// What it was declared in.
    pub container: Container,
    /// Whether an error was reported about it.
    pub broken: bool,
}

impl Resource {
    /// The value that a parameter was set to.
    pub fn value(&self, name: &str) -> Option<&Value> {
        self.settings.get(name).map(|setting| &setting.value)
    }
}

/// `Shop::Db['db'] { port => 1 }`
#[derive(Debug, Clone)]
pub struct Override {
    /// The resource that gets the settings.
    pub reference: Reference,
    /// Where it is named.
    pub span: Span,
    /// What to set.
    pub settings: Vec<Setting>,
}

/// All declared resources.
#[derive(Debug, Default)]
pub struct Catalog {
    /// By reference, in the order of declaration.
    pub resources: IndexMap<Reference, Resource>,
    /// Overrides, which wait until everything is declared.
    pub overrides: Vec<Override>,
    /// Classes that were named by `contain` and the like in an application: where, and in which.
    pub contained: Vec<(String, Span, Container)>,
}
