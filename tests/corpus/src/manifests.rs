//! The manifests that Debian's packages of Puppet modules bring along.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A file of the corpus.
#[derive(Debug, Clone)]
pub struct Manifest {
    /// Where it is.
    pub path: PathBuf,
    /// Its whole text.
    pub text: String,
}

impl Manifest {
    /// Whether it is a template, with Puppet between `<%` and `%>`.
    pub fn is_template(&self) -> bool {
        has(&self.path, &["epp"])
    }
}

/// The files with one of these extensions in all installed packages `puppet-module-*`, by path.
///
/// What is not UTF-8 is left out, as no part of Puppet reads it either.
pub fn installed(extensions: &[&str]) -> Vec<Manifest> {
    let packages = output(Command::new("dpkg-query").args(["-W", "-f", "${Package}\n", "puppet-module-*"]));
    let files = output(Command::new("dpkg").arg("-L").args(packages.lines()));
    let mut paths: Vec<&Path> =
        files.lines().map(Path::new).filter(|path| path.is_file() && has(path, extensions)).collect();
    callsheet::sort::ascending(&mut paths);
    paths.dedup();
    paths.into_iter().filter_map(read).collect()
}

fn has(path: &Path, extensions: &[&str]) -> bool {
    path.extension().is_some_and(|own| extensions.iter().any(|asked| own == *asked))
}

fn read(path: &Path) -> Option<Manifest> {
    let text = String::from_utf8(fs::read(path).ok()?).ok()?;
    Some(Manifest { path: path.to_owned(), text })
}

/// What a command prints.
fn output(command: &mut Command) -> String {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}
