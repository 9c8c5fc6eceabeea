//! A saved document -> [`Environment`], for those who have an environment's graph but not its manifests.
//!
//! Goes in: a file of JSON that stands without manifests: the environment graph of Puppet Server (`{environment,
//! applications, code_id}`) or the orchestrator's list of instances (`{items}`). Comes out: the environment it speaks
//! of, every part with its place in the document. It is checked as Puppet checks the graph of manifests: every
//! component has a node, every capability one exporter. Further keys of other versions are passed over.
//!
//! Neither document tells what is required from what is consumed; here all of it is consumed.

use super::capability::{exported_twice, never_exported};
use super::{CapabilityUse, Component, Environment, Instance, Node, Reference, Via};
use crate::diag::{Code, Diagnostic, Diagnostics, Phase, Severity};
use crate::eval::resource::parse_reference;
use crate::input::Input;
use crate::source::{File, FileId, Sources, Span};
use crate::table::Table;
use crate::yaml::{self, Data, Documents};

/// The environment of a saved document, if there is one and no manifest beside it but those of modules.
pub fn read(
    sources: &Sources,
    documents: &Documents,
    input: &Input,
    diags: &mut Diagnostics,
) -> Option<Environment> {
    let is_manifest = |file: &File| file.path.ends_with(".pp") && !file.path.starts_with("modules/");
    if sources.iter().any(|(_, file)| is_manifest(file)) {
        return None;
    }
    let (id, root) = find(sources, documents, input)?;
    diags.enter(Phase::Graph);
    let environment = Environment { name: input.environment.clone(), ..Environment::default() };
    let mut reader = Reader { environment, components: Table::new(), diags };
    match root {
        Some(root) => reader.document(root),
        // What cannot be read was reported.
        None => reader.environment.refused = true,
    }
    reader.check_exchange();
    let mut environment = reader.environment;
    let refused = |it: &Diagnostic| it.span.file() == id && it.severity == Severity::Error;
    environment.refused |= diags.iter().any(refused);
    Some(environment)
}

/// The first file of JSON that looks like a saved document; or else the only file of JSON there is, which then is told
/// what it lacks. Files of facts are none of them.
fn find<'d>(
    sources: &Sources,
    documents: &'d Documents,
    input: &Input,
) -> Option<(FileId, Option<&'d yaml::Node>)> {
    let mut candidates = Vec::new();
    for (id, file) in sources.iter() {
        if file.path.ends_with(".json") && !input.facts_files.contains(&file.path) {
            let root = documents.get(&file.path).and_then(|document| document.root.as_ref());
            if root.is_some_and(|root| list_of(root).is_some()) {
                return Some((id, root));
            }
            candidates.push((id, root));
        }
    }
    candidates.pop().filter(|_| candidates.is_empty())
}

/// What holds the instances of a document.
fn list_of(root: &yaml::Node) -> Option<(&'static str, &yaml::Node)> {
    ["applications", "items"].into_iter().find_map(|key| root.get(key).map(|value| (key, value)))
}

struct Reader<'d> {
    environment: Environment,
    /// Where each component is declared, of all instances.
    components: Table<Reference, Span>,
    diags: &'d mut Diagnostics,
}

impl Reader<'_> {
    fn document(&mut self, root: &yaml::Node) {
        if let Some(name) = root.get("environment").and_then(|name| self.text("environment", name)) {
            self.environment.name = name.to_owned();
        }
        self.environment.code_id = root.get("code_id").and_then(yaml::Node::text).map(str::to_owned);
        match list_of(root) {
            Some(("items", items)) => self.items(items),
            Some((key, applications)) => {
                for (name, components) in self.pairs(key, applications) {
                    self.instance_of_graph(name, components);
                }
            }
            None => self
                .wrong(root.span, "this is neither an environment graph nor a list of instances".to_owned()),
        }
    }

    /// `"Shop[blue]": {"Shop::Db[db]": {"produces": […], "consumes": […], "node": …}}`
    fn instance_of_graph(&mut self, name: &yaml::Node, components: &yaml::Node) {
        let Some(reference) = self.reference(name) else { return };
        let title = reference.to_string();
        self.add_instance(reference, name.span);
        for (name, component) in self.pairs(&title, components) {
            let Some(reference) = self.reference(name) else { continue };
            if component.pairs().is_some() {
                self.add_component(reference, name.span, component);
            } else {
                self.needs(&reference.to_string(), "a map", component);
            }
        }
    }

    /// `[{"type": "Shop", "title": "blue", "components": [{"type", "title", "node", "produces", "consumes"}]}]`
    fn items(&mut self, items: &yaml::Node) {
        for item in self.list("items", items) {
            let Some((reference, span)) = self.typed(item) else { continue };
            self.add_instance(reference, span);
            let Some(components) = item.get("components") else {
                self.missing("components", span);
                continue;
            };
            for component in self.list("components", components) {
                if let Some((reference, span)) = self.typed(component) {
                    self.add_component(reference, span, component);
                }
            }
        }
    }

    /// The reference that `type` and `title` make, and where its title stands.
    fn typed(&mut self, item: &yaml::Node) -> Option<(Reference, Span)> {
        let mut texts = [None, None];
        for (slot, key) in texts.iter_mut().zip(["type", "title"]) {
            match item.get(key) {
                Some(value) => *slot = self.text(key, value).map(|text| (text, value.span)),
                None => self.missing(key, item.span),
            }
        }
        let [Some((ty, place)), Some((title, span))] = texts else { return None };
        let written = Reference::new(ty, title);
        match parse_reference(&written.to_string()) {
            Some(reference) => Some((reference, span)),
            None => {
                self.not_a_reference(place, &format!("`{written}`"));
                None
            }
        }
    }

    fn add_instance(&mut self, reference: Reference, span: Span) {
        let instances = &mut self.environment.instances;
        instances.push(Instance { reference, span, components: Vec::new(), broken: false });
    }

    /// Adds a component to the last instance.
    fn add_component(&mut self, reference: Reference, span: Span, about: &yaml::Node) {
        let node = self.node(&reference, span, about);
        let (name, assignment) = (node.map(|(name, _)| name.to_owned()), node.map(|(_, span)| span));
        let produces = self.capabilities(span, about, Via::Export);
        let consumes = self.capabilities(span, about, Via::Consume);
        if let Some(&first) = self.components.get(&reference) {
            let message = format!("the component `{reference}` is there twice");
            let diagnostic =
                Diagnostic::new(Code::DuplicateDeclaration, span, message).label(first, "first here");
            self.diags.add(diagnostic.hint("give one of them another title"));
        }
        self.components.add(reference.clone(), span);
        if let Some(instance) = self.environment.instances.last_mut() {
            let broken = name.is_none();
            instance.components.push(Component {
                reference,
                span,
                whole: span.to(about.span),
                node: name,
                assignment,
                produces,
                consumes,
                broken,
            });
        }
    }

    /// The node of a component and where it is named; the environment gets to know it.
    fn node<'n>(
        &mut self,
        component: &Reference,
        span: Span,
        about: &'n yaml::Node,
    ) -> Option<(&'n str, Span)> {
        let node = about.get("node").filter(|node| node.data != Data::Null);
        let Some(node) = node else {
            let message = format!("the component `{component}` has no node");
            let diagnostic = Diagnostic::new(Code::ComponentNotAssigned, span, message);
            self.diags.add(diagnostic.hint("add `\"node\": \"…\"` to it"));
            return None;
        };
        let name = self.text("node", node)?;
        self.environment.nodes.push(Node { name: name.to_owned(), span: node.span });
        Some((name, node.span))
    }

    /// What a component, which is named at `span`, produces or consumes.
    fn capabilities(&mut self, span: Span, about: &yaml::Node, via: Via) -> Vec<CapabilityUse> {
        let key = if via == Via::Export { "produces" } else { "consumes" };
        let Some(list) = about.get(key) else {
            self.missing(key, span);
            return Vec::new();
        };
        let mut uses = Vec::new();
        for item in self.list(key, list) {
            if let Some(capability) = self.reference(item) {
                uses.push(CapabilityUse { capability, via, span: item.span });
            }
        }
        uses
    }

    /// Reports what two export, and what is wanted and exported by nobody.
    fn check_exchange(&mut self) {
        let mut exports: Table<Reference, (Reference, Span)> = Table::new();
        let components = || self.environment.instances.iter().flat_map(|instance| &instance.components);
        for component in components() {
            for export in &component.produces {
                if let Some((first, span)) = exports.get(&export.capability) {
                    self.diags.add(exported_twice(export, &component.reference, first, *span));
                }
                exports.add(export.capability.clone(), (component.reference.clone(), export.span));
            }
        }
        for wanted in components().flat_map(|component| &component.consumes) {
            if !exports.contains_key(&wanted.capability) {
                let errors = self.diags.count_errors();
                self.diags.add(never_exported(wanted, &exports, errors));
            }
        }
    }

    fn reference(&mut self, node: &yaml::Node) -> Option<Reference> {
        let reference = node.text().and_then(parse_reference);
        if reference.is_none() {
            let what = node.text().map_or_else(|| node.describe().to_owned(), |text| format!("`{text}`"));
            self.not_a_reference(node.span, &what);
        }
        reference
    }

    fn text<'n>(&mut self, what: &str, node: &'n yaml::Node) -> Option<&'n str> {
        let text = node.text();
        if text.is_none() {
            self.needs(what, "a text", node);
        }
        text
    }

    fn pairs<'n>(&mut self, what: &str, node: &'n yaml::Node) -> &'n [(yaml::Node, yaml::Node)] {
        node.pairs().unwrap_or_else(|| {
            self.needs(what, "a map", node);
            &[]
        })
    }

    fn list<'n>(&mut self, what: &str, node: &'n yaml::Node) -> &'n [yaml::Node] {
        node.items().unwrap_or_else(|| {
            self.needs(what, "a list", node);
            &[]
        })
    }

    fn needs(&mut self, what: &str, wanted: &str, node: &yaml::Node) {
        self.wrong(node.span, format!("`{what}` needs {wanted}, this is {}", node.describe()));
    }

    fn missing(&mut self, key: &str, span: Span) {
        self.wrong(span, format!("`{key}` is missing here"));
    }

    fn not_a_reference(&mut self, span: Span, what: &str) {
        self.wrong(span, format!("this needs a reference such as `Shop[blue]`, it is {what}"));
    }

    fn wrong(&mut self, span: Span, message: String) {
        self.diags.add(Diagnostic::new(Code::InvalidGraph, span, message));
    }
}
