//! Which files a level has, for one node.

use super::Asker;
use crate::eval::value::Value;
use crate::eval::{Eval, Evaluation};
use crate::hiera::{Level, Locations};
use crate::yaml::Document;

impl<'a> Evaluation<'a> {
    /// How many files a level names, and those of them that are there.
    pub(super) fn documents(&mut self, level: &'a Level, asker: Asker) -> Eval<(usize, Vec<&'a Document>)> {
        let program = self.program;
        let datadir = self.path_text(&level.datadir, asker)?;
        let mut found = Vec::new();
        match &level.locations {
            Locations::Paths(paths) => {
                for path in paths {
                    let path = self.path_text(path, asker)?;
                    found.extend(program.data.documents.get(&joined(&datadir, &path)));
                }
                Ok((paths.len(), found))
            }
            Locations::Globs(globs) => {
                for glob in globs {
                    let glob = joined(&datadir, &self.path_text(glob, asker)?);
                    for document in program.data.documents.iter() {
                        self.spend(1, asker.span)?;
                        if matches(glob.as_bytes(), document.path.as_bytes()) {
                            found.push(document);
                        }
                    }
                }
                Ok((found.len(), found))
            }
            Locations::Mapped { list, name, path } => {
                let items = match self.scope_value(list, asker)? {
                    Value::Array(items) => items.to_vec(),
                    Value::Undef => Vec::new(),
                    one => vec![one],
                };
                for item in &items {
                    let scope = self.scopes.open(asker.scope);
                    self.scopes.assign(scope, name, item.clone());
                    let path = self.path_text(path, Asker { scope, ..asker });
                    self.scopes.close(scope);
                    found.extend(program.data.documents.get(&joined(&datadir, &path?)));
                }
                Ok((items.len(), found))
            }
        }
    }
}

fn joined(folder: &str, path: &str) -> String {
    let path = format!("{folder}/{}", path.trim_start_matches("./"));
    path.replace("/./", "/").replace("//", "/")
}

/// Whether a path fits a pattern: `*` and `?` stay in a folder, `**/` goes into others, `{a,b}` is a choice.
fn matches(glob: &[u8], path: &[u8]) -> bool {
    let (first, rest) = match glob {
        [] => return path.is_empty(),
        [b'*', b'*', b'/', rest @ ..] => {
            let mut below = path;
            loop {
                if matches(rest, below) {
                    return true;
                }
                match below.iter().position(|byte| *byte == b'/') {
                    Some(slash) => below = below.get(slash + 1..).unwrap_or_default(),
                    None => return false,
                }
            }
        }
        [b'*', rest @ ..] => {
            let folder = path.iter().position(|byte| *byte == b'/').unwrap_or(path.len());
            return (0..=folder).any(|at| matches(rest, path.get(at..).unwrap_or_default()));
        }
        [b'{', rest @ ..] => {
            let Some(close) = rest.iter().position(|byte| *byte == b'}') else { return false };
            let (choices, behind) = rest.split_at(close);
            let behind = behind.get(1..).unwrap_or_default();
            return choices
                .split(|byte| *byte == b',')
                .any(|choice| matches(&[choice, behind].concat(), path));
        }
        [first, rest @ ..] => (*first, rest),
    };
    match path {
        [byte, path @ ..] => (first == *byte || (first == b'?' && *byte != b'/')) && matches(rest, path),
        [] => false,
    }
}
