//! What the real Puppet says.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::Value;

/// A finding, ours or Puppet's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issue {
    /// `error`, `warning` or `deprecation`.
    pub severity: String,
    /// `SYNTAX_ERROR`; `-` for an error without a code.
    pub code: String,
    /// From 1, if Puppet knows it.
    pub line: Option<u64>,
    /// In characters, from 1, if Puppet knows it.
    pub column: Option<u64>,
    /// One line.
    pub message: String,
}

/// What is said of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The first error, if the file is refused.
    pub refused: Option<Issue>,
    /// What validation says, in its order.
    pub issues: Vec<Issue>,
    /// Whether the text can be read, whatever validation says.
    pub read: bool,
    /// The tree as an s-expression.
    pub tree: Option<String>,
}

/// Asks Puppet about every file, in one process.
pub fn answers(paths: &[PathBuf]) -> Vec<Answer> {
    ask("answers", paths)
}

/// The same, and stops if `puppet parser validate` does not agree; no name may be defined in two of the files.
pub fn checked_answers(paths: &[PathBuf]) -> Vec<Answer> {
    ask("checked", paths)
}

fn ask(how: &str, paths: &[PathBuf]) -> Vec<Answer> {
    let mut ruby = start(how);
    let (mut questions, replies) = pipes(&mut ruby);
    let list: Vec<String> = paths.iter().map(|path| path.display().to_string() + "\n").collect();
    // On a thread of its own: both pipes fill up.
    let asking = std::thread::spawn(move || questions.write_all(list.concat().as_bytes()));
    let answers = replies.lines().map(|line| answer(&line.expect("text from Ruby"))).collect();
    asking.join().expect("a thread that only writes").expect("Ruby takes all questions");
    assert!(ruby.wait().expect("Ruby ends").success(), "judge.rb failed");
    answers
}

/// Puppet with all files in memory, ready to read them again and again.
#[derive(Debug)]
pub struct Rounds {
    ruby: Child,
    commands: ChildStdin,
    seconds: BufReader<ChildStdout>,
}

impl Rounds {
    /// Starts Puppet and lets it read all files once.
    pub fn start(paths: &[&Path]) -> Rounds {
        let mut ruby = start("bench");
        let (mut commands, seconds) = pipes(&mut ruby);
        let list: Vec<String> = paths.iter().map(|path| path.display().to_string() + "\n").collect();
        commands.write_all(list.concat().as_bytes()).expect("Ruby takes all paths");
        commands.write_all(b"\n").expect("Ruby takes all paths");
        let mut rounds = Rounds { ruby, commands, seconds };
        rounds.run();
        rounds
    }

    /// Reads all files once; gives the seconds by Ruby's own clock.
    pub fn run(&mut self) -> f64 {
        self.commands.write_all(b"\n").expect("Ruby is there");
        let mut line = String::new();
        self.seconds.read_line(&mut line).expect("Ruby is there");
        line.trim().parse().expect("seconds")
    }
}

impl Drop for Rounds {
    fn drop(&mut self) {
        let ended = self.ruby.kill().and_then(|()| self.ruby.wait());
        ended.expect("a child process can be ended");
    }
}

fn start(what: &str) -> Child {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("judge.rb");
    let mut ruby = Command::new("ruby");
    ruby.arg("-W0").arg(script).arg(what).stdin(Stdio::piped()).stdout(Stdio::piped());
    ruby.spawn().unwrap_or_else(|error| panic!("{ruby:?}: {error}"))
}

fn pipes(ruby: &mut Child) -> (ChildStdin, BufReader<ChildStdout>) {
    let questions = ruby.stdin.take().expect("it is piped");
    (questions, BufReader::new(ruby.stdout.take().expect("it is piped")))
}

fn answer(line: &str) -> Answer {
    let value: Value = serde_json::from_str(line).unwrap_or_else(|error| panic!("{line}: {error}"));
    let list = |key: &str| value.get(key).and_then(Value::as_array).cloned().unwrap_or_default();
    let text = |key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
    let refused = value.get("refused").filter(|refused| !refused.is_null()).map(issue);
    let read = value.get("read").and_then(Value::as_bool).expect("judge.rb tells");
    Answer { refused, issues: list("issues").iter().map(issue).collect(), read, tree: text("tree") }
}

/// `[severity, code, line, column, message]`
fn issue(value: &Value) -> Issue {
    let text = |at: usize| value.get(at).and_then(Value::as_str).unwrap_or("-").to_owned();
    let number = |at: usize| value.get(at).and_then(Value::as_u64);
    Issue { severity: text(0), code: text(1), line: number(2), column: number(3), message: text(4) }
}
