//! Files of modules that Puppet never reads.
//!
//! A file of a module is read when what it is named after is looked up: a class, a define, an application. Mappings
//! and a `site` are nothing that is looked up. They count if they stand below something that is.

use indexmap::IndexSet;

use super::{Subject, finding};
use crate::diag::{Code, Diagnostics};
use crate::numbers::Numbers;
use crate::source::{FileId, Span};
use crate::syntax::ast::{Ast, ExprKind, Mapping};

/// A file with a mapping or a `site`, and the places of these, each with the component's definition.
struct Suspect {
    file: FileId,
    places: Vec<(Span, Option<Span>)>,
    /// What it defines, by numbers of names.
    defines: Vec<usize>,
}

/// Reports mappings and `site` in files of modules that nothing makes Puppet read. No repair is offered: what stands
/// there has never counted, and in another file it would change the plan of whoever has done without it.
pub(super) fn never_loaded(subject: Subject<'_>, diags: &mut Diagnostics) {
    let mut names = IndexSet::new();
    let modules = subject.asts.iter().filter(|ast| is_of_module(&subject.sources.file(ast.file).path));
    let suspects: Vec<Suspect> = modules.filter_map(|ast| suspect(subject, ast, &mut names)).collect();
    if suspects.is_empty() {
        return;
    }
    let named = named_elsewhere(subject, &suspects, &names);
    for suspect in suspects.iter().filter(|it| !it.defines.iter().any(|name| named.contains(*name))) {
        report(subject, suspect, diags);
    }
}

fn is_of_module(path: &str) -> bool {
    let in_modules = path.starts_with("modules/") || path.contains("/modules/");
    in_modules && path.contains("/manifests/") && path.ends_with(".pp")
}

/// What may never be read of a file: what it holds for components that it does not define.
fn suspect(subject: Subject<'_>, ast: &Ast, names: &mut IndexSet<String>) -> Option<Suspect> {
    let mut suspect = Suspect { file: ast.file, places: Vec::new(), defines: Vec::new() };
    for statement in &ast.body {
        match &statement.kind {
            ExprKind::Mapping(mapping) => {
                // That no file defines the component is reported.
                let component = definition_place(subject, mapping);
                if component.is_some_and(|place| place.file() != ast.file) {
                    suspect.places.push((mapping.component.span, component));
                }
            }
            ExprKind::Site(site) => suspect.places.push((site.keyword, None)),
            ExprKind::Class(class) => suspect.defines.push(number(names, &class.name.text)),
            ExprKind::Define(definition) | ExprKind::Application(definition) => {
                suspect.defines.push(number(names, &definition.name.text));
            }
            _ => {}
        }
    }
    if suspect.places.is_empty() { None } else { Some(suspect) }
}

fn definition_place(subject: Subject<'_>, mapping: &Mapping) -> Option<Span> {
    let component = match &mapping.component.kind {
        ExprKind::TypeRef(name) => name,
        ExprKind::Access { keys, .. } => match &keys.first()?.kind {
            ExprKind::Str(name) | ExprKind::Name(name) | ExprKind::TypeRef(name) => name,
            _ => return None,
        },
        _ => return None,
    };
    let name = component.trim_start_matches("::").to_ascii_lowercase();
    subject.program.definitions.get(&name).map(|definition| definition.name.span)
}

fn number(names: &mut IndexSet<String>, name: &str) -> usize {
    names.insert_full(name.to_ascii_lowercase()).0
}

/// The numbers of names that another file mentions, be it in data: Puppet may look them up.
fn named_elsewhere(subject: Subject<'_>, suspects: &[Suspect], names: &IndexSet<String>) -> Numbers {
    let mut homes: Vec<Option<FileId>> = vec![None; names.len()];
    for suspect in suspects {
        for name in &suspect.defines {
            if let Some(home) = homes.get_mut(*name) {
                *home = Some(suspect.file);
            }
        }
    }
    let mut named = Numbers::default();
    let is_part = |char: char| char.is_ascii_alphanumeric() || char == '_' || char == ':';
    for (id, file) in subject.sources.iter() {
        for word in file.text.split(|char| !is_part(char)) {
            let word = word.trim_matches(':').to_ascii_lowercase();
            if let Some(name) = names.get_index_of(&word)
                && homes.get(name) != Some(&Some(id))
            {
                named.insert(name);
            }
        }
    }
    named
}

fn report(subject: Subject<'_>, suspect: &Suspect, diags: &mut Diagnostics) {
    let path = &subject.sources.file(suspect.file).path;
    for (place, component) in &suspect.places {
        let what = if subject.sources.text(*place) == "site" { "`site`" } else { "mapping" };
        let message = format!("Puppet never reads this {what}: nothing that it looks up is in `{path}`");
        let hint = match component {
            Some(component) => {
                format!("move it below the component, into `{}`", subject.sources.file(component.file()).path)
            }
            None => "move it into `manifests/site.pp`, which Puppet always reads".to_owned(),
        };
        let label = component.map(|component| (component, "the component"));
        diags.add(finding(Code::NeverLoaded, *place, message, label, hint));
    }
}
