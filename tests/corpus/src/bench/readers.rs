//! Those who read: in this process, in Ruby, and in Node.

use std::hint::black_box;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Instant;

use callsheet::diag::Diagnostics;
use callsheet::source::FileId;
use callsheet::syntax::{Dialect, parse};
use callsheet_corpus::judge::Rounds;
use callsheet_corpus::manifests::Manifest;
use tree_sitter::{Parser, Tree};

pub(crate) const NATIVE: usize = 0;
pub(crate) const TREE_SITTER: usize = 1;
pub(crate) const PUPPET: usize = 2;
pub(crate) const WASM: usize = 3;

/// Their names, by number.
pub(crate) const NAMES: [&str; 4] = ["native", "tree-sitter", "Puppet", "wasm"];

/// All of them, warm.
pub(crate) struct Readers {
    tree_sitter: Parser,
    puppet: Rounds,
    pub(crate) wasm: Wasm,
}

impl Readers {
    /// Starts them, and lets each read everything once.
    pub(crate) fn start(corpus: &[Manifest]) -> Readers {
        let paths: Vec<&Path> = corpus.iter().map(|manifest| manifest.path.as_path()).collect();
        let mut readers =
            Readers { tree_sitter: tree_sitter(), puppet: Rounds::start(&paths), wasm: Wasm::start(&paths) };
        for reader in [NATIVE, TREE_SITTER, WASM] {
            readers.read_all(reader, corpus);
        }
        readers
    }

    /// Lets one of them read everything; gives the seconds it took.
    pub(crate) fn read_all(&mut self, reader: usize, corpus: &[Manifest]) -> f64 {
        match reader {
            NATIVE => corpus.iter().map(|manifest| native(&manifest.text)).sum(),
            TREE_SITTER => {
                let start = Instant::now();
                for manifest in corpus {
                    black_box(self.tree_sitter.parse(&manifest.text, None));
                }
                start.elapsed().as_secs_f64()
            }
            PUPPET => self.puppet.run(),
            _ => self.wasm.read_all(),
        }
    }
}

/// Seconds to read a text in this process.
pub(crate) fn native(text: &str) -> f64 {
    let start = Instant::now();
    let mut diags = Diagnostics::default();
    let tree = parse(FileId(0), black_box(text), Dialect::default(), &mut diags);
    let seconds = start.elapsed().as_secs_f64();
    black_box((tree, diags));
    seconds
}

fn tree_sitter() -> Parser {
    let mut parser = Parser::new();
    parser.set_language(&tree_sitter_puppet::LANGUAGE.into()).expect("a language of this version");
    parser
}

/// In how many files tree-sitter's grammar finds an error.
pub(crate) fn broken_trees(corpus: &[Manifest]) -> usize {
    let mut parser = tree_sitter();
    let mut broken = |text: &str| {
        let tree: Option<Tree> = parser.parse(text, None);
        tree.is_none_or(|tree| tree.root_node().has_error())
    };
    corpus.iter().filter(|manifest| broken(&manifest.text)).count()
}

/// The built WebAssembly package in Node (`wasm.mjs`).
pub(crate) struct Wasm {
    node: Child,
    commands: ChildStdin,
    replies: BufReader<ChildStdout>,
    scratch: PathBuf,
}

impl Wasm {
    fn start(paths: &[&Path]) -> Wasm {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut node = Command::new("node");
        node.arg(folder.join("wasm.mjs")).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut node = node.spawn().unwrap_or_else(|error| panic!("node: {error}"));
        let commands = node.stdin.take().expect("it is piped");
        let replies = BufReader::new(node.stdout.take().expect("it is piped"));
        let scratch = folder.join("../../target/corpus");
        std::fs::create_dir_all(&scratch).expect("a writable folder");
        let mut wasm = Wasm { node, commands, replies, scratch: scratch.join("bench.pp") };
        let list: Vec<String> = paths.iter().map(|path| format!("{}\n", path.display())).collect();
        wasm.commands.write_all(list.concat().as_bytes()).expect("Node takes all paths");
        wasm.ask("\n");
        wasm
    }

    fn read_all(&mut self) -> f64 {
        self.ask("all\n")
    }

    /// Seconds to read a text.
    pub(crate) fn read(&mut self, text: &str) -> f64 {
        std::fs::write(&self.scratch, text).expect("a writable folder");
        self.ask(&format!("{}\n", self.scratch.display()))
    }

    fn ask(&mut self, command: &str) -> f64 {
        self.commands.write_all(command.as_bytes()).expect("Node is there");
        let mut line = String::new();
        self.replies.read_line(&mut line).expect("Node is there");
        line.trim().parse().unwrap_or(f64::NAN)
    }
}

impl Drop for Wasm {
    fn drop(&mut self) {
        let ended = self.node.kill().and_then(|()| self.node.wait());
        ended.expect("a child process can be ended");
    }
}
