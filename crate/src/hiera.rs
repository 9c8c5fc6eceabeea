//! `hiera.yaml` -> where data is looked up, and in which order.
//!
//! Goes in: the environment's files of data. Comes out: [`Hierarchies`]: of `callsheet.yaml`'s `data`, which counts
//! first, of the environment, and of each module that has one. Version 5 is read, as Puppet 4.9 to 8 do; levels whose
//! data is no YAML or JSON are told and left out.

use crate::table::Table;

use crate::diag::{Code, Diagnostic, Diagnostics, Phase};
use crate::input::Input;
use crate::source::Span;
use crate::suggest;
use crate::yaml::{Data, Document, Documents, Node};

/// All hierarchies, and the data in them.
#[derive(Debug, Default)]
pub struct Hierarchies {
    /// `data` in `callsheet.yaml`.
    pub given: Option<Hierarchy>,
    /// The environment's.
    pub environment: Option<Hierarchy>,
    /// Those of modules by the module's name.
    pub modules: Table<String, Hierarchy>,
    /// All files of data, those within `callsheet.yaml` too.
    pub documents: Documents,
}

/// The levels of one `hiera.yaml`.
#[derive(Debug, Clone, Default)]
pub struct Hierarchy {
    /// From the first that counts to the last.
    pub levels: Vec<Level>,
    /// `default_hierarchy` of a module.
    pub fallback: Vec<Level>,
}

/// A level: a few files, found anew for each node.
#[derive(Debug, Clone)]
pub struct Level {
    /// Where its files are; with `%{…}`.
    pub datadir: String,
    /// Which files.
    pub locations: Locations,
    /// Its name or path in the source.
    pub span: Span,
    /// Its number among all levels that are fixed for a node: nothing but facts and trusted facts is interpolated.
    pub fixed: Option<usize>,
}

/// Which files a level has, relative to its directory; with `%{…}`.
#[derive(Debug, Clone)]
pub enum Locations {
    /// `path`, `paths`
    Paths(Vec<String>),
    /// `glob`, `globs`
    Globs(Vec<String>),
    /// `mapped_paths`: a variable with a list, the name of a variable for each item, a path with that variable.
    Mapped {
        /// The variable with the list.
        list: String,
        /// The name of the variable for each item.
        name: String,
        /// The path for each item.
        path: String,
    },
}

const SETTINGS: &[&str] = &["version", "defaults", "hierarchy", "default_hierarchy", "plan_hierarchy"];

const LEVEL_SETTINGS: &[&str] = &[
    "name",
    "path",
    "paths",
    "glob",
    "globs",
    "mapped_paths",
    "uri",
    "uris",
    "datadir",
    "options",
    "data_hash",
    "lookup_key",
    "data_dig",
    "hiera3_backend",
];

const LOCATIONS: &[&str] = &["path", "paths", "glob", "globs", "mapped_paths", "uri", "uris"];

const FUNCTIONS: &[&str] = &["data_hash", "lookup_key", "data_dig", "hiera3_backend"];

/// Reads all files named `hiera.yaml`.
pub fn read(documents: Documents, input: &Input, diags: &mut Diagnostics) -> Hierarchies {
    diags.enter(Phase::Parse);
    let mut reader = Reader { diags, root: String::new(), in_module: false };
    let mut hierarchies = Hierarchies::default();
    let mut inner = Vec::new();
    if let Some(data) = &input.data {
        hierarchies.given = reader.given(data, &mut inner);
    }
    for document in documents.iter() {
        let Some(folder) = document.path.strip_suffix("hiera.yaml") else { continue };
        let module = folder.strip_prefix("modules/").and_then(|path| path.strip_suffix('/'));
        let module = module.filter(|name| !name.contains('/'));
        if let Some(root) = document.root.as_ref().filter(|_| folder.is_empty() || module.is_some()) {
            reader.root = folder.to_owned();
            reader.in_module = module.is_some();
            let hierarchy = reader.hierarchy(root);
            match (module, hierarchy) {
                (Some(module), Some(hierarchy)) => {
                    drop(hierarchies.modules.insert(module.to_owned(), hierarchy));
                }
                (None, Some(hierarchy)) => hierarchies.environment = Some(hierarchy),
                (Some(_) | None, None) => {}
            }
        }
    }
    if let Some(environment) = &hierarchies.environment {
        reader.check(environment, None, &documents);
    }
    for (module, hierarchy) in &hierarchies.modules {
        reader.check(hierarchy, Some(module), &documents);
    }
    hierarchies.documents = documents.with(inner);
    hierarchies.number_levels();
    hierarchies
}

impl Hierarchies {
    fn number_levels(&mut self) {
        let Hierarchies { given, environment, modules, .. } = self;
        let all = given.iter_mut().chain(environment).chain(modules.values_mut());
        let levels = all.flat_map(|hierarchy| hierarchy.levels.iter_mut().chain(&mut hierarchy.fallback));
        for (number, level) in levels.filter(|level| level.is_fixed()).enumerate() {
            level.fixed = Some(number);
        }
    }
}

impl Level {
    /// Whether its files are the same wherever a node looks data up.
    fn is_fixed(&self) -> bool {
        let is_fixed = |text: &String| {
            let mut expressions = text.split("%{").skip(1).map(str::trim_start);
            expressions.all(|text| text.starts_with("facts.") || text.starts_with("trusted."))
        };
        is_fixed(&self.datadir)
            && match &self.locations {
                Locations::Paths(paths) | Locations::Globs(paths) => paths.iter().all(is_fixed),
                Locations::Mapped { .. } => false,
            }
    }
}

struct Reader<'d> {
    diags: &'d mut Diagnostics,
    /// The folder that paths are relative to, with a `/` at its end unless it is the environment's.
    root: String,
    in_module: bool,
}

/// What levels have if they do not say otherwise.
#[derive(Clone, Copy)]
struct Defaults<'n> {
    datadir: &'n str,
    function: Option<&'n Node>,
}

impl Reader<'_> {
    /// Data in `callsheet.yaml`: a flat map, or `{hierarchy: […], data: {path: {…}}}`.
    fn given(&mut self, data: &Node, inner: &mut Vec<Document>) -> Option<Hierarchy> {
        /// Where data in `callsheet.yaml` is taken to be.
        const FOLDER: &str = "callsheet.yaml:data";
        let level = |path: &str, span: Span| Level {
            datadir: FOLDER.to_owned(),
            locations: Locations::Paths(vec![path.to_owned()]),
            span,
            fixed: None,
        };
        let mut add = |path: &str, node: &Node| {
            inner.push(Document::new(format!("{FOLDER}/{path}"), Some(node.clone())));
        };
        let Some(levels) = data.get("hierarchy").and_then(Node::items) else {
            add("", data);
            return Some(Hierarchy { levels: vec![level("", data.span)], fallback: Vec::new() });
        };
        for (path, node) in data.get("data").and_then(Node::pairs).unwrap_or_default() {
            add(path.text().unwrap_or_default(), node);
        }
        let defaults = Defaults { datadir: "", function: None };
        let mut read = Vec::new();
        for node in levels {
            match node.text() {
                Some(path) => read.push(level(path, node.span)),
                None => read.extend(
                    self.level(node, defaults).map(|read| Level { datadir: FOLDER.to_owned(), ..read }),
                ),
            }
        }
        Some(Hierarchy { levels: read, fallback: Vec::new() })
    }

    fn hierarchy(&mut self, root: &Node) -> Option<Hierarchy> {
        let version = root.get("version");
        if version.map(|node| &node.data) != Some(&Data::Integer(5)) {
            let at = version.map_or(root.span, |node| node.span);
            let message = "only version 5 of `hiera.yaml` is read in environments and modules";
            self.report(
                Code::HieraUnsupported,
                at,
                message,
                "write `version: 5`, and the hierarchy in its form",
            );
            return None;
        }
        self.unknown(root, SETTINGS);
        let defaults = root.get("defaults");
        let text = |name: &str| defaults?.get(name)?.text();
        let function = FUNCTIONS.iter().find_map(|name| defaults?.get(name));
        let defaults = Defaults { datadir: text("datadir").unwrap_or("data"), function };
        let levels = match root.get("hierarchy") {
            Some(levels) => self.levels(levels, defaults),
            None => {
                let locations = Locations::Paths(vec!["common.yaml".to_owned()]);
                vec![Level {
                    datadir: self.folder(defaults.datadir),
                    locations,
                    span: root.span,
                    fixed: None,
                }]
            }
        };
        let fallback = match root.get("default_hierarchy") {
            Some(levels) if self.in_module => self.levels(levels, defaults),
            Some(levels) => {
                let message = "`default_hierarchy` is for modules only";
                self.report(
                    Code::InvalidSetting,
                    levels.span,
                    message,
                    "make it the last levels of `hierarchy`",
                );
                Vec::new()
            }
            None => Vec::new(),
        };
        Some(Hierarchy { levels, fallback })
    }

    /// A directory of data relative to the environment.
    fn folder(&self, datadir: &str) -> String {
        let datadir = datadir.trim_start_matches("./").trim_end_matches('/');
        format!("{}{datadir}", self.root)
    }

    fn levels(&mut self, node: &Node, defaults: Defaults<'_>) -> Vec<Level> {
        let Some(items) = node.items() else {
            let message = format!("a hierarchy is a list, this is {}", node.describe());
            self.report(Code::InvalidSetting, node.span, &message, "start each level with `- name: …`");
            return Vec::new();
        };
        let mut names: Vec<&str> = Vec::new();
        for item in items {
            let Some(name) = item.get("name").and_then(Node::text) else { continue };
            if names.contains(&name) {
                let message = format!("two levels are named `{name}`");
                self.report(Code::InvalidSetting, item.span, &message, "give one of them another name");
            }
            names.push(name);
        }
        items.iter().filter_map(|item| self.level(item, defaults)).collect()
    }

    fn level(&mut self, node: &Node, defaults: Defaults<'_>) -> Option<Level> {
        self.unknown(node, LEVEL_SETTINGS);
        let name = node.get("name");
        let span = name.map_or(node.span, |name| name.span);
        let own = FUNCTIONS.iter().find_map(|function| node.get(function));
        let function = own.or(defaults.function).and_then(Node::text).unwrap_or("yaml_data");
        if !matches!(function, "yaml_data" | "json_data" | "eyaml_lookup_key") {
            let message = format!("data of this level cannot be had here: `{function}` runs on a server");
            self.report(
                Code::HieraUnsupported,
                span,
                &message,
                "say what it would give under `data:` in `callsheet.yaml`",
            );
            return None;
        }
        let datadir = node.get("datadir").and_then(Node::text).unwrap_or(defaults.datadir);
        if datadir.starts_with('/') {
            let message =
                format!("data of this level cannot be had here: `{datadir}` is not in the environment");
            self.report(
                Code::HieraUnsupported,
                span,
                &message,
                "say what it would give under `data:` in `callsheet.yaml`",
            );
            return None;
        }
        let datadir = self.folder(datadir);
        let locations = self.locations(node)?;
        Some(Level { datadir, locations, span, fixed: None })
    }

    fn locations(&mut self, node: &Node) -> Option<Locations> {
        let mut named = LOCATIONS.iter().filter_map(|name| node.get(name));
        if let (Some(_), Some(second)) = (named.next(), named.next()) {
            let message = "a level names its files in one way only";
            self.report(
                Code::InvalidSetting,
                second.span,
                message,
                "keep one of them, or make it two levels",
            );
        }
        let one = |name: &str| Some(vec![node.get(name)?.text()?.to_owned()]);
        let several = |name: &str| Some(texts(node.get(name)?.items()?));
        if let Some(paths) = several("paths").or_else(|| one("path")) {
            return Some(Locations::Paths(paths));
        }
        if let Some(globs) = several("globs").or_else(|| one("glob")) {
            return Some(Locations::Globs(globs));
        }
        if let Some([list, name, path]) = several("mapped_paths").as_deref() {
            return Some(Locations::Mapped { list: list.clone(), name: name.clone(), path: path.clone() });
        }
        self.report(
            Code::InvalidSetting,
            node.span,
            "this level names no files",
            "add `path: common.yaml`, or `paths`, `glob`, `globs`, `mapped_paths`",
        );
        None
    }

    /// Reports keys that Puppet does not know.
    fn unknown(&mut self, node: &Node, known: &[&str]) {
        for (key, _) in node.pairs().unwrap_or_default() {
            let name = key.text().unwrap_or_default();
            if known.contains(&name) {
                continue;
            }
            let hint = match suggest::nearest(name, known.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("there are `{}`", known.join("`, `")),
            };
            self.report(Code::InvalidSetting, key.span, &format!("Puppet refuses `{name}` here"), &hint);
        }
    }

    /// Warns about files of a hierarchy that say nothing: data is a map, and its keys in a module start with its name.
    fn check(&mut self, hierarchy: &Hierarchy, module: Option<&str>, documents: &Documents) {
        let levels = hierarchy.levels.iter().chain(&hierarchy.fallback);
        let folders = levels.map(|level| level.datadir.split("%{").next().unwrap_or_default());
        let folders: Vec<&str> = folders.collect();
        let within = |path: &str| {
            folders.iter().any(|folder| path.strip_prefix(*folder).is_some_and(|rest| rest.contains('/')))
        };
        for document in documents.iter().filter(|document| within(&document.path)) {
            let Some(root) = &document.root else { continue };
            let Some(pairs) = root.pairs() else {
                if root.data != Data::Null {
                    let message = format!("data is a map of keys and values, this is {}", root.describe());
                    self.report(Code::UnknownSetting, root.span, &message, "write `key: value`");
                }
                continue;
            };
            let Some(module) = module else { continue };
            for (key, _) in pairs {
                let name = key.text().unwrap_or_default();
                let own = name.strip_prefix(module).is_some_and(|rest| rest.starts_with("::"));
                if !own && name != "lookup_options" {
                    let message = format!("nothing is read from `{name}`");
                    let hint =
                        format!("keys in the data of a module start with its name: `{module}::{name}`");
                    self.report(Code::UnknownSetting, key.span, &message, &hint);
                }
            }
        }
    }

    fn report(&mut self, code: Code, span: Span, message: &str, hint: &str) {
        self.diags.add(Diagnostic::new(code, span, message).hint(hint));
    }
}

fn texts(items: &[Node]) -> Vec<String> {
    items.iter().filter_map(Node::text).map(str::to_owned).collect()
}
