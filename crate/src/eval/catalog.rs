//! What was declared: resources in the order of their declaration.

use crate::table::Table;

use super::Evaluation;
use super::operator::splat;
use super::relationships::Relation;
use super::scope::{ScopeId, Setting};
use super::settings::Settings;
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
    /// In a node's catalog: the body of the resource at this place in it, or of this class.
    Resource(usize),
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
    /// Whether it was exported, and then taken in all the same.
    pub exported: bool,
    /// Its title in the source.
    pub span: Span,
    /// Its whole declaration in the source.
    pub whole: Span,
    /// What was set, in order; `undef` counts as not set and is left out.
    pub settings: Settings,
    /// What it was declared in.
    pub container: Container,
    /// The scope that it was declared in.
    pub scope: ScopeId,
    /// Tags that it was given beside those that follow from its name and its container.
    pub tags: Vec<String>,
    /// Whether its body was evaluated.
    pub evaluated: bool,
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
    pub resources: Table<Reference, Resource>,
    /// Overrides, which wait until everything is declared.
    pub overrides: Vec<Override>,
    /// Places of resources by names that they have beside their titles, as `Type[name]`.
    pub names: Table<String, usize>,
    /// Classes that were named by `contain` and the like in an application: where, and in which.
    pub contained: Vec<(String, Span, Container)>,
    /// Arrows of the environment compile, which has no use for them.
    pub relations: Vec<Relation>,
}

impl Evaluation<'_> {
    /// Adds values to an attribute that holds an array, or that becomes one.
    pub(crate) fn append_setting(&mut self, place: usize, name: &str, more: &Value, span: Span) {
        let Some((_, resource)) = self.catalog.resources.get_index_mut(place) else { return };
        let mut values = resource.value(name).map_or_else(Vec::new, splat);
        values.extend(splat(more));
        let setting = Setting::explicit(name, Value::from(values), span);
        resource.settings.insert(setting);
    }

    /// All tags of the resource at this place, see [`tags`].
    pub(crate) fn tags_of(&self, place: usize) -> Vec<String> {
        tags(&self.catalog.resources, place)
    }
}

/// All tags of the resource at this place: its type, its title where that can be one, what it was given, and the tags
/// of what contains it.
pub fn tags(resources: &Table<Reference, Resource>, place: usize) -> Vec<String> {
    let mut tags = Vec::new();
    let mut next = Some(place);
    while let Some((reference, resource)) = next.and_then(|place| resources.get_index(place)) {
        add_tag(&mut tags, &reference.ty);
        if resource.kind != ResourceKind::Class || reference.title != "main" {
            add_tag(&mut tags, &reference.title);
        }
        if let Some(given) = resource.value("tag") {
            splat(given).iter().for_each(|tag| add_tag(&mut tags, &tag.interpolate()));
        }
        resource.tags.iter().for_each(|tag| add_tag(&mut tags, tag));
        next = match resource.container {
            Container::Resource(place) => Some(place),
            Container::Main | Container::Site | Container::Instance(_) => None,
        };
    }
    tags
}

/// Adds a tag and its segments, once each, if it is one.
fn add_tag(tags: &mut Vec<String>, tag: &str) {
    let legal = |byte: u8| byte.is_ascii_alphanumeric() || b"_:.-".contains(&byte);
    if tag.is_empty()
        || !tag.bytes().all(legal)
        || !tag.starts_with(|first: char| first.is_ascii_alphanumeric() || first == '_')
    {
        return;
    }
    let tag = tag.to_ascii_lowercase();
    for part in std::iter::once(tag.as_str()).chain(tag.split("::").filter(|_| tag.contains("::"))) {
        if !part.is_empty() && tags.iter().all(|known| known != part) {
            tags.push(part.to_owned());
        }
    }
}
