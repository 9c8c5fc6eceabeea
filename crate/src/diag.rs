//! What is wrong with a manifest, said so that its author can mend it.
//!
//! Every stage takes `&mut Diagnostics` and adds to it; nothing is thrown away. A stage that gives up on something
//! returns [`Reported`], which only [`Diagnostics::error`] can make: an error can be neither lost nor told twice.

pub mod code;
#[cfg(feature = "cli")]
pub mod render;

pub use code::Code;

use crate::sort;

use crate::source::{FileId, Span};
use crate::table::Set;

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The manifest is refused, by Puppet or by the orchestrator.
    Error,
    /// It is accepted, and most likely not what was meant.
    Warning,
    /// Good to know.
    Note,
}

impl Severity {
    /// The word in outputs: `error`, `warning` or `note`.
    pub fn word(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        }
    }
}

/// Which step found it, named as Puppet's own steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    /// Reading and validating one file.
    Parse,
    /// The environment compile: top level, `site` and application bodies, without facts.
    Environment,
    /// Reducing the environment to the environment graph.
    Graph,
    /// Ordering nodes.
    Plan,
    /// Compiling one node's catalog.
    Node,
}

impl Phase {
    /// The word in outputs.
    pub fn word(self) -> &'static str {
        match self {
            Phase::Parse => "parse",
            Phase::Environment => "environment",
            Phase::Graph => "graph",
            Phase::Plan => "plan",
            Phase::Node => "node",
        }
    }
}

/// Another place that matters, with a few words on why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// Why, in a few words.
    pub message: String,
}

/// One replacement of a range by a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The range to replace; empty to insert.
    pub span: Span,
    /// What to put there.
    pub text: String,
}

/// A repair that can be applied as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What it does, as an imperative: "Add `export => Sql['shop']`".
    pub title: String,
    /// Whether nothing else can be meant, so that it may be applied unseen.
    pub safe: bool,
    /// Edits that do not overlap.
    pub edits: Vec<Edit>,
}

/// A name that was most likely meant instead of the one that stands there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meant {
    /// The name that was found.
    pub found: String,
    /// The name to write in its place.
    pub instead: String,
    /// The whole of it as the reader knows it, such as a reference.
    pub shown: String,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// What kind, from the catalogue.
    pub code: Code,
    /// Usually the catalogue's; see [`Code::severity`].
    pub severity: Severity,
    /// The step that found it.
    pub phase: Phase,
    /// One line, lower-case start, no full stop, the user's words in backticks.
    pub message: String,
    /// The narrowest place the author can edit.
    pub span: Span,
    /// Other places that matter.
    pub labels: Vec<Label>,
    /// What to do next.
    pub hints: Vec<String>,
    /// Repairs that can be applied as they are, the best first.
    pub fixes: Vec<Fix>,
    /// Which name was meant, if one was misspelt; repairs are made from it.
    pub meant: Option<Box<Meant>>,
}

impl Diagnostic {
    /// A finding of this kind at this place; the phase is filled in by the collector.
    pub fn new(code: Code, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            code,
            severity: code.severity(),
            phase: Phase::Parse,
            message: message.into(),
            span,
            labels: Vec::new(),
            hints: Vec::new(),
            fixes: Vec::new(),
            meant: None,
        }
    }

    /// Adds what to do next.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Diagnostic {
        self.hints.push(hint.into());
        self
    }

    /// Adds another place that matters.
    #[must_use]
    pub fn label(mut self, span: Span, message: impl Into<String>) -> Diagnostic {
        self.labels.push(Label { span, message: message.into() });
        self
    }

    /// Adds a repair beside which nothing else can be meant.
    #[must_use]
    pub fn fix(mut self, title: impl Into<String>, edits: Vec<Edit>) -> Diagnostic {
        self.fixes.push(Fix { title: title.into(), safe: true, edits });
        self
    }

    /// Adds a repair that is likely, but a choice.
    #[must_use]
    pub fn offer(mut self, title: impl Into<String>, edits: Vec<Edit>) -> Diagnostic {
        self.fixes.push(Fix { title: title.into(), safe: false, edits });
        self
    }

    /// Says which name was most likely meant instead of the one that was found; `shown` is how the reader knows it.
    #[must_use]
    pub fn meant(mut self, found: &str, instead: &str, shown: &str) -> Diagnostic {
        let (found, instead, shown) = (found.to_owned(), instead.to_owned(), shown.to_owned());
        self.hints.push(["did you mean `", &shown, "`?"].concat());
        self.meant = Some(Box::new(Meant { found, instead, shown }));
        self
    }
}

/// Proof that an error was told; only [`Diagnostics::error`] makes one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reported(());

/// The collector that is passed from stage to stage.
#[derive(Debug, Clone)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
    /// What stands in the list: a loop finds the same again and again.
    known: Set<(Span, Code, String, bool)>,
    errors: usize,
    phase: Phase,
    /// The node that is being compiled.
    node: Option<String>,
}

impl Default for Diagnostics {
    fn default() -> Diagnostics {
        Diagnostics { list: Vec::new(), known: Set::default(), errors: 0, phase: Phase::Parse, node: None }
    }
}

impl Diagnostics {
    /// Says which step the following findings belong to.
    pub fn enter(&mut self, phase: Phase) {
        self.phase = phase;
    }

    /// Says that the following findings are about the catalog of this node; each names the first node it is found on.
    pub fn enter_node(&mut self, name: &str) {
        self.phase = Phase::Node;
        self.node = Some(name.to_owned());
    }

    /// Adds a finding that stops what is being worked on.
    pub fn error(&mut self, diagnostic: Diagnostic) -> Reported {
        self.add(diagnostic);
        Reported(())
    }

    /// Adds a finding that most likely follows from what is wrong with the environment: then it counts, but it is told
    /// only where that was told too.
    pub fn consequence(&mut self, diagnostic: Diagnostic) -> Reported {
        let wrong = |it: &&Diagnostic| {
            it.severity == Severity::Error && matches!(it.phase, Phase::Environment | Phase::Graph)
        };
        let mut before = self.list.iter().filter(wrong).peekable();
        if before.peek().is_none() || before.any(|it| it.span == diagnostic.span) {
            return self.error(diagnostic);
        }
        self.errors += 1;
        Reported(())
    }

    /// Adds a finding after which work goes on; the same at the same place is kept once.
    pub fn add(&mut self, mut diagnostic: Diagnostic) {
        diagnostic.phase = self.phase;
        if diagnostic.hints.is_empty() {
            diagnostic.hints.extend(diagnostic.code.hint().map(str::to_owned));
        }
        self.errors += usize::from(diagnostic.severity == Severity::Error);
        // An error of the environment compile that a node's has too counts for both; anything less is told once.
        if self.phase == Phase::Node && diagnostic.severity == Severity::Error {
            self.say_again(&mut diagnostic);
        }
        if let (Phase::Node, Some(node)) = (self.phase, &self.node) {
            diagnostic.hints.push(format!("found in the catalog of `{node}`"));
        }
        let again = self.phase == Phase::Node && diagnostic.severity == Severity::Error;
        if self.known.insert((diagnostic.span, diagnostic.code, diagnostic.message.clone(), again)) {
            self.list.push(diagnostic);
        }
    }

    /// What was said of the same place before nodes were compiled is said in the same words, so that it can be told once.
    fn say_again(&self, diagnostic: &mut Diagnostic) {
        let before = self.list.iter().take_while(|it| it.phase != Phase::Node);
        // A relationship across nodes fails at its ends.
        let is_end = |it: &Diagnostic| {
            it.code == Code::OrderAcrossNodes && it.labels.iter().any(|end| end.span == diagnostic.span)
        };
        let same =
            |it: &&Diagnostic| it.severity == Severity::Error && (it.span == diagnostic.span || is_end(it));
        if let Some(same) = before.filter(|it| it.phase != Phase::Parse).find(same) {
            *diagnostic = Diagnostic { phase: Phase::Node, ..same.clone() };
        }
    }

    /// Adds a finding that says more than a later one of this code and message at the same place will: that is not told.
    pub fn instead_of(&mut self, code: Code, message: String, diagnostic: Diagnostic) {
        self.known.insert((diagnostic.span, code, message, false));
        self.add(diagnostic);
    }

    /// Drops all findings of a code but the first.
    pub fn keep_first(&mut self, code: Code) {
        let mut found = false;
        self.list.retain(|it| it.code != code || !std::mem::replace(&mut found, true));
    }

    /// Says of a place where errors were found since `first` findings were there why it is evaluated.
    pub fn label_since(&mut self, first: usize, place: Span, message: &str) {
        for finding in self.list.iter_mut().skip(first).filter(|it| it.span != place) {
            if finding.severity == Severity::Error && finding.labels.iter().all(|it| it.span != place) {
                finding.labels.push(Label { span: place, message: message.to_owned() });
            }
        }
    }

    /// Moves what was found in a file since `first` findings were there to the place that it follows from.
    pub fn relocate(&mut self, first: usize, file: FileId, to: Span) {
        for finding in self.list.iter_mut().skip(first) {
            finding.labels.retain(|label| label.span.file() != file);
            if finding.span.file() == file {
                finding.span = to;
            }
        }
    }

    /// How many findings are kept.
    pub fn count(&self) -> usize {
        self.list.len()
    }

    /// All findings in the order in which they were made.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.list.iter()
    }

    /// Whether any of them is an error.
    pub fn has_errors(&self) -> bool {
        self.errors > 0
    }

    /// How many errors were added, the same ones counted again.
    pub fn count_errors(&self) -> usize {
        self.errors
    }

    /// All findings in reading order: by file, place, phase and code; the same finding at the same place once.
    pub fn into_sorted(mut self) -> Vec<Diagnostic> {
        sort::by(&mut self.list, |a, b| {
            (a.span, a.code.id(), &a.message, a.phase).cmp(&(b.span, b.code.id(), &b.message, b.phase))
        });
        self.list.dedup_by(|a, b| {
            let same_step = (a.phase == Phase::Node) == (b.phase == Phase::Node);
            same_step && (a.span, a.code, &a.message) == (b.span, b.code, &b.message)
        });
        self.list
    }
}
