//! An environment on disk -> [`Sources`].
//!
//! A directory is read as Puppet reads an environment: the main manifest, and of each module the manifests,
//! functions, type aliases, plans, templates and Ruby types. Of the environment and of each module `hiera.yaml` and
//! the data that it names are read too, and `callsheet.yaml`. Paths come out relative to the environment, modules
//! always as `modules/NAME/…`; a module that is found twice counts where it is found first.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use callsheet::diag::Diagnostics;
use callsheet::sort;
use callsheet::source::{FileId, Sources};
use callsheet::table::Set;
use callsheet::yaml::{self, Node};

use super::args::EnvironmentArgs;

/// Deeper folders are not looked into; ends loops of links.
const DEEPEST: usize = 32;

/// The name of standard input in diagnostics.
const STDIN: &str = "stdin.pp";

/// The same for a saved graph; no manifest starts with a brace.
const SAVED_STDIN: &str = "stdin.json";

/// The parts of a module that are read, and the ending of their files.
const MODULE_PARTS: &[(&str, &str)] = &[
    ("manifests", "pp"),
    ("functions", "pp"),
    ("types", "pp"),
    ("plans", "pp"),
    ("templates", "epp"),
    ("lib/puppet/type", "rb"),
    ("lib/puppet/functions", "rb"),
    ("lib/puppet/parser/functions", "rb"),
];

/// Endings of files of data.
const DATA: &[&str] = &["yaml", "yml", "json"];

/// Larger files are not read: nobody writes them by hand.
const LARGEST: u64 = 32 << 20;

/// Reads everything an environment consists of; on failure a sentence for the user.
pub(crate) fn environment(args: &EnvironmentArgs) -> Result<Sources, String> {
    let mut sources = Sources::default();
    let extra = args.modulepath.as_deref().map(split_path).unwrap_or_default();
    if let Some(missing) = extra.iter().find(|dir| !dir.is_dir()) {
        return Err(format!("there is no directory of modules `{}`", missing.display()));
    }
    let path = Path::new(&args.environment);
    let modulepath = if args.environment == "-" {
        let text = standard_input()?;
        let name = if text.trim_start().starts_with('{') { SAVED_STDIN } else { STDIN };
        sources.add(name, &text);
        extra
    } else if path.is_dir() {
        let settings = Settings::read(path)?;
        manifests(path, &settings, &mut sources)?;
        for file in existing(&path.join("callsheet.yaml")) {
            sources.add("callsheet.yaml", &text(&file)?);
        }
        data(path, "", &mut sources)?;
        settings.modulepath.iter().map(|dir| path.join(dir)).chain(extra).collect()
    } else if !path.exists() {
        let hint = "`--environment` takes the path of a directory or file, not the name of an environment";
        return Err(format!("cannot read `{}`: no such file or directory; {hint}", path.display()));
    } else {
        sources.add(&main_name(path), &text(path)?);
        extra
    };
    modules(&modulepath, &mut sources)?;
    for file in &args.facts {
        let ending = file.rsplit('.').next().unwrap_or("");
        if !DATA.contains(&ending) {
            return Err(format!(
                "cannot read `{file}`: facts are in files that end in `.json`, `.yaml` or `.yml`"
            ));
        }
        sources.add(&display(Path::new(file)), &text(Path::new(file))?);
    }
    Ok(sources)
}

/// The paths that files of facts have among the sources.
pub(crate) fn facts_files(args: &EnvironmentArgs) -> Vec<String> {
    args.facts.iter().map(|file| display(Path::new(file))).collect()
}

/// Where the files of sources are, for those who do not know what their paths are relative to.
pub(crate) struct Locations {
    /// The directory of the environment, if it is one.
    root: Option<PathBuf>,
}

impl Locations {
    pub(crate) fn of(args: &EnvironmentArgs) -> Locations {
        let root = Path::new(&args.environment);
        Locations { root: (root.is_dir() && args.environment != ".").then(|| root.to_owned()) }
    }

    /// Files that were named one by one go by the names that were typed.
    pub(crate) fn as_typed() -> Locations {
        Locations { root: None }
    }

    /// The path from the present directory; that of a module from elsewhere stays what it is.
    pub(crate) fn path(&self, path: &str) -> String {
        let on_disk = self.root.as_ref().map(|root| root.join(path)).filter(|path| path.exists());
        let Some(on_disk) = on_disk else { return path.to_owned() };
        let here = std::env::current_dir().ok();
        let relative = here.and_then(|here| on_disk.strip_prefix(here).ok().map(Path::to_owned));
        display(&relative.unwrap_or(on_disk))
    }

    /// The same as a reference by RFC 3986: what is no letter, digit or one of `-._~/` is written by its bytes.
    pub(crate) fn uri(&self, path: &str) -> String {
        let path = self.path(path);
        let mut uri = if path.starts_with('/') { "file://".to_owned() } else { String::new() };
        for byte in path.bytes() {
            if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
                uri.push(char::from(byte));
            } else {
                uri += &format!("%{byte:02X}");
            }
        }
        uri
    }
}

/// Reads single manifests, `-` for standard input.
pub(crate) fn files(paths: &[String]) -> Result<Sources, String> {
    let mut sources = Sources::default();
    for path in paths {
        if path == "-" {
            sources.add(STDIN, &standard_input()?);
        } else {
            sources.add(&display(Path::new(path)), &text(Path::new(path))?);
        }
    }
    Ok(sources)
}

/// The path of each manifest that is named or below a directory that is named, each once.
pub(crate) fn manifest_paths(named: &[String]) -> Result<Vec<String>, String> {
    let mut paths = Set::default();
    for path in named {
        if Path::new(path).is_dir() {
            paths.extend(tree(Path::new(path), "pp")?.iter().map(|path| display(path)));
        } else {
            paths.insert(path.clone());
        }
    }
    Ok(paths.into_iter().collect())
}

/// Where a file of the environment stands that is still what was read. None for what stands elsewhere: modules of other
/// directories, files of facts, standard input.
pub(crate) fn place(args: &EnvironmentArgs, path: &str, text: &str) -> Option<PathBuf> {
    let root = Path::new(&args.environment);
    let found = if root.is_file() {
        (main_name(root) == path).then(|| root.to_owned())?
    } else {
        match path.strip_prefix("modules/").and_then(|rest| rest.split_once('/')) {
            Some((module, _)) => {
                let settings = Settings::read(root).ok()?;
                let mut dirs = settings.modulepath.iter().map(|dir| root.join(dir));
                dirs.find(|dir| dir.join(module).is_dir())?.join(path.strip_prefix("modules/")?)
            }
            None => root.join(path),
        }
    };
    let (found, root) = (fs::canonicalize(found).ok()?, fs::canonicalize(root).ok()?);
    let is_same = fs::read(&found).is_ok_and(|bytes| bytes == text.as_bytes());
    (found.starts_with(root) && is_same).then_some(found)
}

/// Puts a text in the place of a file's.
pub(crate) fn replace(path: &str, text: &str) -> Result<(), String> {
    fs::write(path, text).map_err(|error| format!("cannot write `{path}`: {}", reason(&error)))
}

/// The name of a manifest that is read alone: its path as it was typed. One from a module would be taken for a part
/// of that module by its path, so it goes by its file name.
fn main_name(path: &Path) -> String {
    let in_module = path.components().any(|part| part.as_os_str() == "modules");
    let name = path.file_name().filter(|_| in_module).map(Path::new);
    display(name.unwrap_or(path))
}

/// The name of an environment: its directory's when that stands in `environments`, as on a server, else Puppet's
/// default. The name of any other directory says nothing.
pub(crate) fn environment_name(args: &EnvironmentArgs) -> String {
    let named = || {
        let path = fs::canonicalize(&args.environment).ok().filter(|path| path.is_dir())?;
        let parent = path.parent()?.file_name()?;
        let name = path.file_name()?.to_str()?.to_owned();
        (parent == "environments").then_some(name)
    };
    named().unwrap_or_else(|| "production".to_owned())
}

/// What `environment.conf` says.
struct Settings {
    manifest: Option<String>,
    modulepath: Vec<PathBuf>,
}

impl Settings {
    fn read(environment: &Path) -> Result<Settings, String> {
        let path = environment.join("environment.conf");
        let conf = if path.is_file() { text(&path)? } else { String::new() };
        let setting = |name: &str| {
            let values = conf.lines().filter_map(|line| line.split_once('='));
            let mut values = values.filter(|(key, _)| key.trim() == name);
            values.next_back().map(|(_, value)| value.trim().trim_matches(['"', '\'']).to_owned())
        };
        let modulepath = setting("modulepath").unwrap_or_else(|| "modules".to_owned());
        Ok(Settings {
            manifest: setting("manifest"),
            // `$basemodulepath` and its like name directories of a server.
            modulepath: split_path(&modulepath)
                .into_iter()
                .filter(|dir| !dir.starts_with("$basemodulepath"))
                .collect(),
        })
    }
}

fn split_path(path: &str) -> Vec<PathBuf> {
    path.split(':').filter(|dir| !dir.is_empty()).map(PathBuf::from).collect()
}

/// Adds the main manifest: a file, or all files of a directory in the order of their paths.
fn manifests(environment: &Path, settings: &Settings, sources: &mut Sources) -> Result<(), String> {
    let choices = match &settings.manifest {
        Some(manifest) => vec![manifest.as_str()],
        None => vec!["manifests", "manifest.pp", "site.pp"],
    };
    for choice in choices {
        let path = environment.join(choice);
        let found = if path.is_dir() { tree(&path, "pp")? } else { existing(&path) };
        for file in &found {
            let relative = file.strip_prefix(environment).unwrap_or(file);
            sources.add(&display(relative), &text(file)?);
        }
        if !found.is_empty() {
            return Ok(());
        }
    }
    Err(format!(
        "`{}` has no manifests: put them into `manifests/`, or name a manifest with `--environment FILE`",
        environment.display()
    ))
}

fn existing(path: &Path) -> Vec<PathBuf> {
    if path.is_file() { vec![path.to_owned()] } else { Vec::new() }
}

fn modules(modulepath: &[PathBuf], sources: &mut Sources) -> Result<(), String> {
    let mut seen = BTreeSet::new();
    for dir in modulepath.iter().filter(|dir| dir.is_dir()) {
        for module in entries(dir)?.into_iter().filter(|path| path.is_dir()) {
            let name = module.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            if seen.insert(name.clone()) {
                self::module(&module, &name, sources)?;
            }
        }
    }
    Ok(())
}

fn module(module: &Path, name: &str, sources: &mut Sources) -> Result<(), String> {
    for (part, ending) in MODULE_PARTS {
        for file in tree(&module.join(part), ending)? {
            let relative = file.strip_prefix(module).unwrap_or(&file);
            sources.add(&format!("modules/{name}/{}", display(relative)), &text(&file)?);
        }
    }
    data(module, &format!("modules/{name}/"), sources)
}

/// Adds `hiera.yaml` of an environment or module, and the files in the directories of data that it names.
fn data(root: &Path, prefix: &str, sources: &mut Sources) -> Result<(), String> {
    let mut dirs = Set::from_iter(["data".to_owned()]);
    for file in existing(&root.join("hiera.yaml")) {
        let hiera = text(&file)?;
        sources.add(&format!("{prefix}hiera.yaml"), &hiera);
        dirs.extend(data_dirs(&hiera));
    }
    for dir in dirs {
        for ending in DATA {
            for file in tree(&root.join(&dir), ending)? {
                let relative = file.strip_prefix(root).unwrap_or(&file);
                sources.add(&format!("{prefix}{}", display(relative)), &text(&file)?);
            }
        }
    }
    Ok(())
}

/// The directories that a `hiera.yaml` names, up to what is interpolated; those elsewhere on a server are left out.
fn data_dirs(hiera: &str) -> Vec<String> {
    let root = yaml::read(FileId(0), "hiera.yaml", hiera, &mut Diagnostics::default());
    let Some(root) = root else { return Vec::new() };
    let lists = ["hierarchy", "default_hierarchy"].iter().filter_map(|name| root.get(name)?.items());
    let levels = lists.flatten().chain(root.get("defaults"));
    let dirs = levels.filter_map(|level| level.get("datadir").and_then(Node::text));
    let fixed = dirs.map(|dir| match dir.split_once("%{") {
        Some((before, _)) => before.rsplit_once('/').map_or("", |(dir, _)| dir),
        None => dir,
    });
    let fixed = fixed.map(|dir| dir.trim_start_matches("./").trim_end_matches('/'));
    fixed.filter(|dir| !dir.is_empty() && !dir.starts_with(['/', '.'])).map(str::to_owned).collect()
}

/// All files below a directory with this ending, ordered by path; none when there is no such directory.
fn tree(dir: &Path, ending: &str) -> Result<Vec<PathBuf>, String> {
    let mut files = Vec::new();
    let mut open = vec![(dir.to_owned(), 0)];
    while let Some((dir, depth)) = open.pop() {
        if !dir.is_dir() || depth > DEEPEST {
            continue;
        }
        for path in entries(&dir)? {
            if path.is_dir() {
                open.push((path, depth + 1));
            } else if path.extension().is_some_and(|it| it == ending) {
                files.push(path);
            }
        }
    }
    sort::by_key(&mut files, |path| display(path));
    Ok(files)
}

/// What stands in a directory, ordered by name, without hidden entries.
fn entries(dir: &Path) -> Result<Vec<PathBuf>, String> {
    let failed = |error: io::Error| format!("cannot read `{}`: {}", dir.display(), reason(&error));
    let mut paths = Vec::new();
    for entry in fs::read_dir(dir).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        let hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
        if !hidden {
            paths.push(path);
        }
    }
    sort::ascending(&mut paths);
    Ok(paths)
}

fn text(path: &Path) -> Result<String, String> {
    let failed = |why: &str| format!("cannot read `{}`: {why}", path.display());
    if fs::metadata(path).is_ok_and(|file| file.len() > LARGEST) {
        return Err(failed("it is larger than 32 MiB"));
    }
    let bytes = fs::read(path).map_err(|error| failed(&reason(&error)))?;
    decode(bytes, &path.display().to_string())
}

fn standard_input() -> Result<String, String> {
    let mut bytes = Vec::new();
    let read = io::stdin().lock().read_to_end(&mut bytes);
    read.map_err(|error| format!("cannot read standard input: {}", reason(&error)))?;
    decode(bytes, "standard input")
}

fn decode(bytes: Vec<u8>, name: &str) -> Result<String, String> {
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let line = error.as_bytes().iter().take(valid).filter(|&&byte| byte == b'\n').count() + 1;
        format!("`{name}` is not UTF-8 in line {line}")
    })
}

/// What went wrong, in the same words on every system where we have them.
fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "no such file or directory".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        io::ErrorKind::IsADirectory => "it is a directory".to_owned(),
        _ => error.to_string(),
    }
}

/// A path with `/` between its parts and without a leading `./`.
fn display(path: &Path) -> String {
    let text = path.to_string_lossy();
    let text = if std::path::MAIN_SEPARATOR == '/' { text.into_owned() } else { text.replace('\\', "/") };
    text.strip_prefix("./").map(str::to_owned).unwrap_or(text)
}
