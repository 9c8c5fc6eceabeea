//! All files become one program: definitions by name, the `site`, the mappings, the resource types.
//!
//! Goes in: the trees of all files. Comes out: [`Program`], which borrows from them. Definitions are found wherever
//! they stand, as Puppet's parser hoists them. A second definition of a name is reported; the first stays.

mod collect;
mod native;
pub mod prelude;
pub mod templates;

pub use native::native_attributes;

use crate::table::{Set, Table};

use crate::capability_type::{self, CapabilityType, Origin};
use crate::diag::{Code, Diagnostic, Diagnostics, Phase, Severity};
use crate::hiera::Hierarchies;
use crate::input::Input;
use crate::sort;
use crate::source::{FileId, Sources, Span};
use crate::syntax::ast::{
    Ast, AttributeOp, Block, Direction, Expr, ExprKind, Function, Ident, Mapping, NodeDefinition, Parameter,
    Site, TypeAlias,
};

/// Parameters that every resource takes, with Puppet 6's two for orchestration.
pub const METAPARAMETERS: &[&str] = &[
    "alias",
    "audit",
    "before",
    "consume",
    "export",
    "loglevel",
    "noop",
    "notify",
    "require",
    "schedule",
    "stage",
    "subscribe",
    "tag",
];

/// What declares a type of resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResourceKind {
    /// `application`
    Application,
    /// `define`
    Define,
    /// `class`
    Class,
    /// A capability type.
    Capability,
    /// A type written in Ruby.
    Native,
    /// Nothing.
    Unknown,
}

/// A class, define or application.
#[derive(Debug, Clone, Copy)]
pub struct Definition<'a> {
    /// Which of the three.
    pub kind: ResourceKind,
    /// Its full name.
    pub name: &'a Ident,
    /// Its parameters.
    pub parameters: &'a [Parameter],
    /// The class that it inherits.
    pub parent: Option<&'a Ident>,
    /// Its body.
    pub body: &'a Block,
}

/// Names a mapping: its direction, its component and its capability type, both lower-case. A class component is
/// `class[name]`.
pub type MappingKey = (Direction, String, String);

/// What all files define together.
#[derive(Debug, Default)]
pub struct Program<'a> {
    /// What was wrong with the definitions: Puppet then compiles no node either.
    pub refused: Vec<Diagnostic>,
    /// Trees of the main manifests, in the order of their paths: their top level is evaluated.
    pub mains: Vec<&'a Ast>,
    /// Classes, defines and applications by their lower-case full name.
    pub definitions: Table<String, Definition<'a>>,
    /// Functions by name.
    pub functions: Table<&'a str, &'a Function>,
    /// Built-in functions that are written in Puppet.
    pub prelude: prelude::Prelude,
    /// Templates of the environment, and those that manifests hold.
    pub templates: templates::Templates<'a>,
    /// Type aliases by their lower-case name.
    pub aliases: Table<String, &'a TypeAlias>,
    /// Node definitions in source order.
    pub nodes: Vec<&'a NodeDefinition>,
    /// The `site` block.
    pub site: Option<&'a Site>,
    /// Mappings; the first for a pair stays, as in Puppet.
    pub mappings: Table<MappingKey, &'a Mapping>,
    /// The mappings that do not stay, for lints, in source order.
    pub repeated_mappings: Vec<(MappingKey, &'a Mapping)>,
    /// `site` and mappings that stand where they seem to count only sometimes: their places, and what stands around.
    pub hoisted: Vec<(Span, Span)>,
    /// Capability types by their lower-case name.
    pub capability_types: Table<String, CapabilityType>,
    /// Types that the environment's modules declare in Ruby and that are no capabilities.
    pub native_types: Set<String>,
    /// Where data is looked up, and all files of data.
    pub data: Hierarchies,
    /// Functions that the environment's modules define in Ruby.
    pub ruby_functions: Set<String>,
    /// Whether every file was understood in full: only then is what is missing really missing.
    pub complete: bool,
}

/// Merges the trees of all files, and reads the types that are declared in Ruby.
pub fn merge<'a>(
    sources: &Sources,
    asts: &'a [Ast],
    data: Hierarchies,
    input: &Input,
    diags: &mut Diagnostics,
) -> Program<'a> {
    diags.enter(Phase::Environment);
    let mut program = Program { complete: true, data, ..Program::default() };
    for ast in asts {
        let path = &sources.file(ast.file).path;
        if path.ends_with(".epp") {
            program.templates.add(path, ast);
            continue;
        }
        program.complete &= ast.complete;
        if is_main(path) {
            program.mains.push(ast);
        }
        program.collect(&ast.body, diags);
    }
    sort::by(&mut program.mains, |a, b| sources.file(a.file).path.cmp(&sources.file(b.file).path));
    program.ruby_functions.extend(sources.iter().filter_map(|(_, file)| ruby_function(&file.path)));
    program.read_ruby(sources, diags);
    program.add_given(input);
    program.add_bundled();
    program.infer(diags);
    let refused = diags.iter().filter(|it| it.phase == Phase::Environment && it.severity == Severity::Error);
    program.refused = refused.cloned().collect();
    program
}

/// Whether the top level of a file is evaluated: it belongs to no module.
fn is_main(path: &str) -> bool {
    !path.starts_with("modules/") && !path.contains("/modules/")
}

/// Whether a file declares resource types in Ruby.
fn is_ruby_type(path: &str) -> bool {
    path.ends_with(".rb") && ruby_function(path).is_none()
}

/// The name of the function that a file of Ruby defines by its path: `lib/puppet/functions/shop/price.rb` defines
/// `shop::price`.
fn ruby_function(path: &str) -> Option<String> {
    let path = path.strip_suffix(".rb")?;
    let name = ["lib/puppet/functions/", "lib/puppet/parser/functions/"]
        .iter()
        .find_map(|folder| path.split_once(folder).map(|(_, name)| name))?;
    Some(name.replace('/', "::"))
}

impl<'a> Program<'a> {
    /// What declares the type of this lower-case name.
    pub fn resource_kind(&self, name: &str) -> ResourceKind {
        match self.definitions.get(name) {
            Some(definition) if definition.kind != ResourceKind::Class => return definition.kind,
            Some(_) | None => {}
        }
        match name {
            "class" => ResourceKind::Class,
            name if self.capability_types.contains_key(name) => ResourceKind::Capability,
            name if self.native_types.contains(name) || native::TYPES.contains(&name) => ResourceKind::Native,
            // What `create_node_order` declares, if the module that defines it is not there.
            "app_modeling::node_order" => ResourceKind::Application,
            "app_modeling::dependency" => ResourceKind::Define,
            _ => ResourceKind::Unknown,
        }
    }

    /// Whether there can be references to resources of this lower-case type; there are none to applications.
    pub fn has_resource_type(&self, name: &str) -> bool {
        // By far the most frequent, and no name of a definition.
        if name == "node" {
            return true;
        }
        match self.resource_kind(name) {
            ResourceKind::Define | ResourceKind::Class | ResourceKind::Capability | ResourceKind::Native => {
                true
            }
            ResourceKind::Unknown | ResourceKind::Application => false,
        }
    }

    /// Whether there is anything to orchestrate: an application or a `site`.
    pub fn is_orchestrated(&self) -> bool {
        self.site.is_some() || self.definitions.values().any(|it| it.kind == ResourceKind::Application)
    }

    /// Whether a class has this lower-case name.
    pub fn has_class(&self, name: &str) -> bool {
        self.definitions.get(name).is_some_and(|definition| definition.kind == ResourceKind::Class)
    }

    /// Names of all classes, for suggestions.
    pub fn class_names(&self) -> impl Iterator<Item = &str> {
        let classes = self.definitions.iter().filter(|(_, it)| it.kind == ResourceKind::Class);
        classes.map(|(name, _)| name.as_str())
    }

    /// The capability type of this lower-case name.
    pub fn capability_type(&self, name: &str) -> Option<&CapabilityType> {
        self.capability_types.get(name)
    }

    /// Names that references can have, for suggestions.
    pub fn resource_type_names(&self) -> Vec<String> {
        let defines =
            self.definitions.iter().filter(|(_, definition)| definition.kind == ResourceKind::Define);
        let names =
            defines.map(|(name, _)| name).chain(self.capability_types.keys()).chain(&self.native_types);
        names.cloned().chain(["node".to_owned()]).collect()
    }

    /// Names that resources can be declared with, for suggestions; in `site` only those of applications.
    pub fn declarable_names(&self, in_site: bool) -> Vec<String> {
        let is_meant = |kind| match kind {
            ResourceKind::Application => true,
            ResourceKind::Class => false,
            ResourceKind::Define
            | ResourceKind::Capability
            | ResourceKind::Native
            | ResourceKind::Unknown => !in_site,
        };
        let definitions = self.definitions.iter().filter(|(_, definition)| is_meant(definition.kind));
        let mut names: Vec<String> = definitions.map(|(name, _)| name.clone()).collect();
        if !in_site {
            names.extend(self.native_types.iter().cloned());
            // `node` is a keyword.
            let own = native::TYPES.iter().filter(|name| **name != "node");
            names.extend(own.map(|name| (*name).to_owned()));
        }
        names
    }

    fn read_ruby(&mut self, sources: &Sources, diags: &mut Diagnostics) {
        diags.enter(Phase::Parse);
        let files: Vec<(FileId, &str)> = sources
            .iter()
            .filter(|(_, file)| is_ruby_type(&file.path))
            .map(|(id, file)| (id, file.text.as_str()))
            .collect();
        for (id, text) in files {
            for ruby in capability_type::read(id, text, diags) {
                let name = ruby.name.clone();
                match ruby.into_capability() {
                    Some(capability) => {
                        self.capability_types.add(name, capability);
                    }
                    None => {
                        self.native_types.insert(name);
                    }
                }
            }
        }
        diags.enter(Phase::Environment);
    }

    /// Adds the capability types of `callsheet.yaml`; what a module declares counts before them.
    fn add_given(&mut self, input: &Input) {
        for capability in &input.capability_types {
            if !self.native_types.contains(&capability.name) {
                self.capability_types.add(capability.name.clone(), capability.clone());
            }
        }
    }

    fn add_bundled(&mut self) {
        for capability in capability_type::bundled() {
            let taken = self.definitions.contains_key(&capability.name)
                || self.native_types.contains(&capability.name);
            if !taken {
                self.capability_types.add(capability.name.clone(), capability);
            }
        }
    }

    /// Makes up the capability types that only mappings name, and says so once for each.
    fn infer(&mut self, diags: &mut Diagnostics) {
        let mappings: Vec<&'a Mapping> = self.mappings.values().copied().collect();
        let mut inferred: Table<String, (CapabilityType, &'a Mapping)> = Table::new();
        for mapping in mappings {
            let name = mapping.capability.text.to_ascii_lowercase();
            let well_formed = mapping.capability.text.starts_with(|first: char| first.is_ascii_uppercase());
            if !well_formed || self.resource_kind(&name) != ResourceKind::Unknown {
                continue;
            }
            let (ty, _) = inferred.or_insert(
                name.clone(),
                (CapabilityType { name, attributes: Vec::new(), origin: Origin::Inferred }, mapping),
            );
            for attribute in mapped_attributes(mapping) {
                if ty.attributes.iter().all(|known| known.name != attribute) {
                    ty.attributes.push(capability_type::Attribute { name: attribute, default: None });
                }
            }
        }
        for (name, (ty, mapping)) in inferred {
            diags.add(inferred_note(&ty, mapping));
            self.capability_types.insert(name, ty);
        }
    }
}

fn inferred_note(ty: &CapabilityType, mapping: &Mapping) -> Diagnostic {
    let names = ty.attributes.iter().map(|attribute| format!("`{}`", attribute.name)).collect::<Vec<_>>();
    let attributes = if names.is_empty() { "no attributes".to_owned() } else { names.join(", ") };
    let name = &mapping.capability.text;
    let message =
        format!("no file declares the capability type `{name}`; from its mappings it has {attributes}");
    let mut given = format!("or add to `callsheet.yaml`: `capability_types: {{ {}: {{", ty.name);
    let mut declared = format!(
        "Puppet needs `lib/puppet/type/{0}.rb` in a module: `Puppet::Type.newtype(:{0}, :is_capability => true) do newparam :name, :namevar => true;",
        ty.name
    );
    for (number, attribute) in ty.attributes.iter().enumerate() {
        declared += &format!(" newparam :{};", attribute.name);
        given += &format!("{} {}: {{}}", if number == 0 { "" } else { "," }, attribute.name);
    }
    Diagnostic::new(Code::CapabilityTypeInferred, mapping.capability.span, message)
        .hint(declared + " end`")
        .hint(given + " } }`")
}

/// The attributes of the capability that a mapping names: those it sets, or the variables it reads.
fn mapped_attributes(mapping: &Mapping) -> Vec<String> {
    let mut names = Vec::new();
    for attribute in &mapping.attributes {
        match (mapping.direction, &attribute.op) {
            (Direction::Produces, AttributeOp::Set(name)) => names.push(name.text.clone()),
            (Direction::Produces, AttributeOp::Append(_) | AttributeOp::Splat) => {}
            (Direction::Consumes, _) => variables_read(&attribute.value, &mut names),
        }
    }
    names.retain(|name| name != "name" && name != "title");
    names
}

fn variables_read(expr: &Expr, names: &mut Vec<String>) {
    if let ExprKind::Var(name) = &expr.kind {
        names.push(name.clone());
    }
    crate::syntax::walk::children(expr, &mut |child| variables_read(child, names));
}
