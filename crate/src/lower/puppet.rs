//! Manifests without orchestration: what declares and maps goes, and each node declares its components itself, with the
//! values that its catalog has for them.
//!
//! What a node works out by itself stays its own affair: defaults of parameters and Hiera data are not written. What
//! came from another node is written as it is now, with a comment that says from where.

use super::literal::{Literals, string};
use crate::Compilation;
use crate::catalog::NodeCatalog;
use crate::diag::Diagnostics;
use crate::env::{Environment, Reference};
use crate::eval::Value;
use crate::eval::catalog::Container;
use crate::eval::resource::reference_of;
use crate::eval::scope::{Origin, Setting};
use crate::program::ResourceKind;
use crate::source::{FileId, Sources};
use crate::syntax::ast::{Ast, ExprKind};
use crate::syntax::{self, Dialect};

/// Where the nodes go when no file has a `site`.
const MAIN: &str = "manifests/site.pp";
/// Relationships: what they name must be in the catalog of the same node.
const RELATIONSHIPS: [&str; 4] = ["before", "notify", "require", "subscribe"];

/// What becomes of the files of an environment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lowered {
    /// Paths and texts of the files that change, first the one with the nodes. All others stay as they are.
    pub files: Vec<(String, String)>,
}

impl Lowered {
    /// All of it as one text, with the path before each file where there are several.
    pub fn text(&self) -> String {
        match self.files.as_slice() {
            [] => "# Nothing to change: no file declares or maps applications.\n".to_owned(),
            [(_, text)] => text.clone(),
            files => {
                let texts: Vec<String> =
                    files.iter().map(|(path, text)| format!("# ==> {path}\n{text}")).collect();
                texts.join("\n")
            }
        }
    }
}

/// The environment without applications, mappings and `site`. Values come from the catalogs of a compilation of these
/// sources; without catalogs, which needs all files to be readable, components have none.
pub fn puppet(sources: &Sources, compilation: &Compilation) -> Lowered {
    let asts: Vec<Ast> = sources
        .iter()
        .filter(|(_, file)| file.path.ends_with(".pp"))
        .map(|(id, file)| syntax::read(id, file, Dialect::default(), &mut Diagnostics::default()))
        .collect();
    let is_site = |ast: &Ast| ast.body.iter().any(|it| matches!(it.kind, ExprKind::Site(_)));
    let path = |id: FileId| sources.file(id).path.clone();
    let is_main = |ast: &&Ast| path(ast.file) == MAIN;
    let main = asts.iter().find(|ast| is_site(ast)).or_else(|| asts.iter().find(is_main)).map(|ast| ast.file);
    let left = |id: FileId| remainder(sources, &asts, id);
    let mut files = Vec::new();
    match (nodes_text(compilation, &asts), main) {
        (Some(nodes), Some(id)) => {
            let before = left(id).unwrap_or_else(|| sources.file(id).text.clone());
            files.push((path(id), joined(&before, &nodes)));
        }
        (Some(nodes), None) => files.push((MAIN.to_owned(), nodes)),
        (None, Some(id)) => files.extend(left(id).map(|text| (path(id), text))),
        (None, None) => {}
    }
    for ast in asts.iter().filter(|ast| Some(ast.file) != main) {
        files.extend(left(ast.file).map(|text| (path(ast.file), text)));
    }
    Lowered { files }
}

fn joined(before: &str, behind: &str) -> String {
    let before = before.trim_end();
    if before.is_empty() { behind.to_owned() } else { format!("{before}\n\n{behind}") }
}

/// The text of a file without its orchestration, with the comments right above it; none if it has none.
fn remainder(sources: &Sources, asts: &[Ast], id: FileId) -> Option<String> {
    let text = sources.file(id).text.as_str();
    let ast = asts.iter().find(|ast| ast.file == id)?;
    let applications = applications(asts);
    let is_gone = |kind: &ExprKind| match kind {
        ExprKind::Application(_) | ExprKind::Mapping(_) | ExprKind::Site(_) => true,
        // An instance outside of `site`, which Puppet passes over.
        ExprKind::Resource(resource) => match &resource.ty.kind {
            ExprKind::Name(name) => applications.contains(&name.as_str()),
            _ => false,
        },
        _ => false,
    };
    let mut kept = String::new();
    let mut end = 0;
    let mut is_whole = true;
    for statement in ast.body.iter().filter(|statement| is_gone(&statement.kind)) {
        let (from, to) = (statement.span.start() as usize, statement.span.end() as usize);
        kept += text.get(end..from)?;
        drop_comments(&mut kept);
        let behind = text.get(to..)?;
        let line = behind.split_inclusive('\n').next().unwrap_or_default();
        let is_rest_empty = line.trim().is_empty() || line.trim_start().starts_with('#');
        end = to + if is_rest_empty { line.len() } else { 0 };
        // One empty line is left of those around it.
        if kept.is_empty() || kept.ends_with("\n\n") {
            let rest = text.get(end..)?;
            end += rest.len() - rest.trim_start_matches(['\n', '\r']).len();
        }
        is_whole = false;
    }
    kept += text.get(end..)?;
    let length = kept.trim_end().len();
    kept.truncate(length);
    (!is_whole).then(|| if kept.is_empty() { kept } else { kept + "\n" })
}

/// The names of all applications.
fn applications(asts: &[Ast]) -> Vec<&str> {
    let statements = asts.iter().flat_map(|ast| &ast.body);
    let names = statements.filter_map(|statement| match &statement.kind {
        ExprKind::Application(definition) => Some(definition.name.text.as_str()),
        _ => None,
    });
    names.collect()
}

/// Takes the lines of comment off the end, and the beginning of a line.
fn drop_comments(text: &mut String) {
    let end = text.rfind('\n').map_or(0, |at| at + 1);
    if text.get(end..).is_some_and(|line| line.trim().is_empty()) {
        text.truncate(end);
    }
    while let Some(line) =
        text.split_inclusive('\n').next_back().filter(|line| line.trim_start().starts_with('#'))
    {
        text.truncate(text.len() - line.len());
    }
}

/// The nodes with their components, in run order; none if no node has any.
fn nodes_text(compilation: &Compilation, asts: &[Ast]) -> Option<String> {
    let Compilation { analysis, catalogs } = compilation;
    let steps: Vec<_> = analysis.plan.levels.iter().flatten().chain(&analysis.plan.blocked).collect();
    let types = capability_types(&analysis.environment);
    let produced: Vec<_> = catalogs.iter().flat_map(|catalog| &catalog.produced).collect();
    let literals = Literals { capability_types: &types, produced: &produced };
    let writer = Writer { literals, environment: &analysis.environment };
    let mut bodies = Vec::new();
    for step in &steps {
        let catalog = catalogs.iter().find(|catalog| catalog.node == step.node);
        let body = writer.body(&step.node, catalog);
        if !body.is_empty() {
            bodies.push((step.node.as_str(), body));
        }
    }
    if bodies.is_empty() {
        return None;
    }
    let mut text = String::from(
        "# Each node declares its components, with the values that reach it from other nodes as they are now.\n# Nothing waits any more: run the nodes in this order, or by the plan for Bolt.\n",
    );
    if catalogs.is_empty() {
        text += "# No catalog could be compiled, so no values are known.\n";
    }
    for (wave, level) in analysis.plan.levels.iter().enumerate() {
        let names: Vec<&str> = level.iter().map(|step| step.node.as_str()).collect();
        text += &format!("#   {wave}: {}\n", names.join(", "));
    }
    let is_plain = |name: &str| {
        name.chars().all(|sign| sign.is_ascii_lowercase() || sign.is_ascii_digit() || ".-_".contains(sign))
    };
    let has_nodes = asts.iter().flat_map(|ast| &ast.body).any(|it| matches!(it.kind, ExprKind::Node(_)));
    if has_nodes || !bodies.iter().all(|(node, _)| is_plain(node)) {
        // Beside node definitions, and for names that these cannot have.
        text += "case $trusted['certname'] {\n";
        for (node, body) in &bodies {
            let is_alone = bodies.iter().filter(|(other, _)| other.eq_ignore_ascii_case(node)).count() == 1;
            let choice = if is_alone { string(node) } else { exactly(node) };
            text += &format!("  {choice}: {{\n{}  }}\n", indented(body));
        }
        return Some(text + "  default: {}\n}\n");
    }
    for (node, body) in &bodies {
        text += &format!("node {} {{\n{body}}}\n\n", string(node));
    }
    Some(text + "node default {}\n")
}

/// A pattern for nothing but this name, for names that only differ in the case of letters, which texts do not tell apart.
fn exactly(name: &str) -> String {
    let mut pattern = String::from("/\\A");
    for sign in name.chars() {
        if sign.is_ascii_punctuation() {
            pattern.push('\\');
        }
        pattern.push(sign);
    }
    pattern + "\\z/"
}

fn indented(text: &str) -> String {
    text.lines().map(|line| format!("  {line}\n")).collect()
}

/// What the environment exchanges.
fn capability_types(environment: &Environment) -> Vec<&str> {
    let components = environment.instances.iter().flat_map(|instance| &instance.components);
    let uses = components.flat_map(|component| component.produces.iter().chain(&component.consumes));
    let mut types: Vec<&str> = Vec::new();
    for used in uses {
        if !types.contains(&&*used.capability.ty) {
            types.push(&used.capability.ty);
        }
    }
    types
}

struct Writer<'a> {
    literals: Literals<'a>,
    environment: &'a Environment,
}

impl Writer<'_> {
    /// What applications declare on a node: by its catalog, or else only which components these are.
    fn body(&self, node: &str, catalog: Option<&NodeCatalog>) -> String {
        let instances = &self.environment.instances;
        let Some(catalog) = catalog else {
            let components = instances.iter().flat_map(|instance| &instance.components);
            let own = components.filter(|component| component.node.as_deref() == Some(node));
            return own.map(|component| declaration(&component.reference, &[])).collect();
        };
        let is_instance = |reference: &Reference| instances.iter().any(|it| it.reference == *reference);
        let own = catalog.resources.values().filter(|resource| match resource.container {
            Container::Resource(place) => {
                catalog.resources.get_index(place).is_some_and(|(it, _)| is_instance(it))
            }
            Container::Main | Container::Site | Container::Instance(_) => false,
        });
        let own = own.filter(|resource| resource.kind != ResourceKind::Capability);
        let head = if catalog.failed { "  # Puppet refuses the catalog of this node.\n" } else { "" };
        let declared = own.map(|resource| {
            let settings = resource.settings.values();
            let written: Vec<_> = settings.filter_map(|setting| self.attribute(setting, catalog)).collect();
            declaration(&resource.reference, &written)
        });
        let text: String = declared.collect();
        if text.is_empty() { text } else { head.to_owned() + &text }
    }

    /// An attribute that has to be written, with its value unless that cannot be.
    fn attribute<'s>(
        &self,
        setting: &'s Setting,
        catalog: &NodeCatalog,
    ) -> Option<(&'s Setting, Option<String>)> {
        let is_own = matches!(setting.origin, Origin::Default | Origin::Data { .. });
        if is_own || ["export", "consume"].contains(&setting.name.as_str()) {
            return None;
        }
        if RELATIONSHIPS.contains(&setting.name.as_str()) {
            let kept = self.beside(&setting.value, catalog);
            return (!kept.is_empty()).then(|| (setting, self.literals.of(&Value::from(kept))));
        }
        Some((setting, self.literals.of(&setting.value)))
    }

    /// Of what a relationship names, what is in the same catalog and no capability.
    fn beside(&self, value: &Value, catalog: &NodeCatalog) -> Vec<Value> {
        match value {
            Value::Array(items) => items.iter().flat_map(|item| self.beside(item, catalog)).collect(),
            Value::Type(ty) => {
                let is_there = reference_of(ty).is_some_and(|reference| {
                    let is_declared = catalog.resources.contains_key(&reference);
                    is_declared && !self.literals.is_capability(&reference.ty)
                });
                if is_there { vec![value.clone()] } else { Vec::new() }
            }
            _ => Vec::new(),
        }
    }
}

/// A resource with what has to be written of it.
fn declaration(Reference { ty, title }: &Reference, written: &[(&Setting, Option<String>)]) -> String {
    let head = format!("  {} {{ {}:", ty.to_ascii_lowercase(), string(title));
    if written.is_empty() {
        return head + " }\n";
    }
    let width = written.iter().map(|(setting, _)| setting.name.len()).max().unwrap_or(0);
    let lines = written.iter().map(|(setting, value)| match value {
        Some(value) => {
            let from = came_from(setting).map(|from| format!(" # {from}")).unwrap_or_default();
            format!("    {:width$} => {value},{from}\n", setting.name)
        }
        None => format!("    # {:width$} => {}\n", setting.name, unwritten(&setting.value)),
    });
    format!("{head}\n{}  }}\n", lines.collect::<String>())
}

/// The capability that carried a value, and the node that gave it.
fn came_from(setting: &Setting) -> Option<String> {
    let Origin::Flow(flow) = &setting.origin else { return None };
    let mut nodes = flow.from.iter().filter_map(|attribute| match &attribute.origin {
        Origin::Flow(inner) => inner.producer.as_ref().map(|(node, _)| &**node),
        _ => None,
    });
    let capability = &flow.capability;
    Some(match nodes.next_back() {
        Some(node) => format!("{capability} of {node}"),
        None => capability.to_string(),
    })
}

/// What stands in the place of a value that cannot be written.
fn unwritten(value: &Value) -> String {
    match value {
        Value::Sensitive(_) => "a value that is not shown".to_owned(),
        Value::Placeholder(of) => format!("what {} gives on the node", of.lines().next().unwrap_or_default()),
        _ => "known only on the node".to_owned(),
    }
}
