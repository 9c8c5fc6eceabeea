//! Which resource a reference means: titles, other names that a resource has on its node, and aliases.
//!
//! Puppet takes two resources of a type for the same when they have the same name on the node: two files of one path,
//! two packages of one name and provider. Commands may stand twice.

use super::catalog::Resource;
use super::overrides::flatten;
use super::value::Value;
use super::{Eval, Evaluation};
use crate::diag::{Code, Diagnostic};
use crate::env::Reference;
use crate::program::ResourceKind;
use crate::word::Word;

/// Attributes that name a resource on its node, of types where that is not `name` alone; what has no attribute may
/// stand twice.
const NAMED_BY: &[(&str, &[&str])] = &[
    ("Apt_key", &["id"]),
    ("Archive", &["path"]),
    ("Concat_file", &["path"]),
    ("Exec", &[]),
    ("File", &["path"]),
    ("Package", &["name", "provider", "command"]),
    ("Sshkey", &["name", "type"]),
    ("Tidy", &[]),
    ("Vcsrepo", &["path"]),
    ("Whit", &[]),
];

fn named_by(ty: &str) -> &'static [&'static str] {
    NAMED_BY.iter().find(|(named, _)| *named == ty).map_or(&["name"], |(_, attributes)| *attributes)
}

/// What stands for a resource of this type and name.
fn key(ty: &str, name: &str) -> String {
    format!("{ty}[{name}]")
}

/// The name on the node of a resource; none when it may stand twice.
fn name_of(reference: &Reference, resource: Option<&Resource>) -> Option<String> {
    let (first, rest) = named_by(&reference.ty).split_first()?;
    let set = |name: &str| match resource?.value(name)? {
        Value::Undef | Value::Unknown | Value::Placeholder(_) => None,
        value => Some(value.interpolate()),
    };
    let title = || {
        let title = reference.title.as_str();
        let bare = title.trim_end_matches('/');
        // The root keeps its slash, and so does a drive.
        let keeps = reference.ty != "File" || bare.is_empty() || bare.ends_with(':');
        (if keeps { title } else { bare }).to_owned()
    };
    let mut name = set(first).or_else(|| set("name")).unwrap_or_else(title);
    for attribute in rest {
        // A character that no title has keeps the parts apart.
        name.push('\0');
        name.push_str(&set(attribute).unwrap_or_default());
    }
    Some(name)
}

impl Evaluation<'_> {
    /// The place of the resource that a reference means: by its title, or by another name that it has.
    pub(crate) fn find(&self, reference: &Reference) -> Option<usize> {
        let catalog = &self.catalog;
        if let Some(place) = catalog.resources.get_index_of(reference) {
            return Some(place);
        }
        if reference.ty == "Class" && reference.title == "Main" {
            let main = Reference { ty: reference.ty.clone(), title: Word::from("main") };
            return catalog.resources.get_index_of(&main);
        }
        if catalog.names.is_empty() {
            return None;
        }
        let alias = catalog.names.get(&key(&reference.ty, &reference.title)).copied();
        alias.or_else(|| {
            let name = name_of(reference, None)?;
            catalog.names.get(&key(&reference.ty, &name)).copied()
        })
    }

    /// The place of a resource that has this title as another of its names.
    pub(crate) fn named_alike(&self, reference: &Reference) -> Option<usize> {
        if self.catalog.names.is_empty() {
            return None;
        }
        self.catalog.names.get(&key(&reference.ty, &reference.title)).copied()
    }

    /// Notes the names of the resource at this place beside its title; a name that another one has is refused.
    pub(crate) fn add_names(&mut self, place: usize) -> Eval<()> {
        let Some((reference, resource)) = self.catalog.resources.get_index(place) else { return Ok(()) };
        if !matches!(resource.kind, ResourceKind::Native | ResourceKind::Define) {
            return Ok(());
        }
        let mut names = Vec::new();
        if let Some(alias) = resource.value("alias") {
            flatten(alias, &mut names);
        }
        let mut names: Vec<String> = names.iter().map(Value::interpolate).collect();
        names.extend(name_of(reference, Some(resource)));
        names.retain(|name| *name != reference.title);
        for name in names {
            self.add_name(place, name)?;
        }
        Ok(())
    }

    fn add_name(&mut self, place: usize, name: String) -> Eval<()> {
        let Some((reference, resource)) = self.catalog.resources.get_index(place) else { return Ok(()) };
        let key = key(&reference.ty, &name);
        let named = Reference { ty: reference.ty.clone(), title: Word::from(name) };
        let other = self.catalog.resources.get_index_of(&named);
        let other = other.or_else(|| self.catalog.names.get(&key).copied()).filter(|other| *other != place);
        let Some((other, first)) = other.and_then(|other| self.catalog.resources.get_index(other)) else {
            self.catalog.names.insert(key, place);
            return Ok(());
        };
        let name = named.title.split('\0').next().unwrap_or_default();
        let message = format!("`{reference}` and `{other}` are both named `{name}` on the node");
        self.fail_with(
            Diagnostic::new(Code::DuplicateDeclaration, resource.span, message)
                .label(first.span, "declared here")
                .hint("declare it once; another title does not make it another resource"),
        )
    }
}
