//! Evaluates bodies of statements: expressions to values, declarations into a [`Catalog`].
//!
//! Goes in: a [`Program`] and a body with its scope. Comes out: values, and resources in the catalog. An expression
//! that fails is reported once and becomes [`Value::Unknown`], about which everything later keeps silent. Every step
//! counts against a budget, so that a manifest that would run for ever ends in a diagnostic.

pub mod access;
pub mod body;
pub mod call;
mod capture;
pub mod catalog;
pub mod class;
pub mod collect;
pub mod control;
pub mod exchange;
pub mod expr;
pub mod facts;
pub mod function;
pub mod hiera;
pub mod identity;
pub mod log;
pub mod node;
mod nodeless;
pub mod operator;
pub mod overrides;
pub mod parameters;
pub mod regex;
pub mod relationships;
pub mod resource;
pub mod scope;
pub mod settings;
pub mod stage;
pub mod types;
pub mod value;

pub use catalog::Catalog;
pub use expr::without_value;
pub use nodeless::is_fact;
pub use scope::{ScopeId, TOP};
pub use value::Value;

use crate::table::{Set, Table};

use crate::diag::{Code, Diagnostic, Diagnostics, Reported, Severity};
use crate::input::Input;
use crate::program::Program;
use crate::source::{NO_FILE, Span};
use crate::syntax::ast::{AssignOp, Block, Expr, ExprKind, Lambda};

/// How many steps an environment may take. Picked by trial: a thousand components take some 50,000.
const STEP_LIMIT: u64 = 5_000_000;

/// Steps that a finding costs, so that a loop of them ends before they fill the memory.
const FINDING_COST: u64 = 500;

/// How large a value may be, in elements with all that is in them. Far more than an environment is made of.
const VALUE_LIMIT: u64 = 1_000_000;

/// How deep expressions and calls may nest while they are evaluated; what is left of 1 MB of stack must do in wasm.
const DEPTH_LIMIT: u32 = 400;

/// Why an evaluation does not go on to the next expression. What a jump carries waits in the [`Evaluation`]: small
/// errors make small code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    /// An error was reported.
    Reported(Reported),
    /// `next(value)`
    Next,
    /// `break()`
    Break,
    /// `return(value)`
    Return,
}

impl From<Reported> for Stop {
    fn from(reported: Reported) -> Stop {
        Stop::Reported(reported)
    }
}

/// A value, or the reason why there is none.
pub type Eval<T> = Result<T, Stop>;

/// A call that leads into a text without a file: a function of the prelude, a template in a string.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Unwritten<'a> {
    /// The function as it was written.
    pub(crate) name: &'a str,
    /// The call.
    pub(crate) span: Span,
    /// The block behind it.
    pub(crate) lambda: Option<&'a Lambda>,
    /// The scope it is called from.
    pub(crate) scope: ScopeId,
}

/// One evaluation: the program, open scopes, the catalog that grows.
#[derive(Debug)]
pub struct Evaluation<'a> {
    /// All definitions.
    pub program: &'a Program<'a>,
    /// What it depends on besides the texts.
    pub input: &'a Input,
    /// The collector.
    pub diags: &'a mut Diagnostics,
    /// What was declared so far.
    pub catalog: Catalog,
    /// Open scopes.
    pub scopes: scope::Scopes,
    /// What declarations are put into at the moment.
    pub container: catalog::Container,
    /// What only the compilation of a node's catalog has; none in the environment compile.
    pub node: Option<node::NodePass<'a>>,
    /// Whether there is nothing to orchestrate, so that only nodes evaluate it, with their facts.
    pub for_nodes_only: bool,
    /// What the program and Puppet itself say while it is evaluated.
    pub log: Vec<log::Entry>,
    /// The call that led into a text without a file.
    pub(crate) unwritten: Option<Unwritten<'a>>,
    /// What the template has rendered that is being evaluated.
    rendered: function::template::Rendered,
    /// What functions give that cannot run here, by their names.
    pub stubs: Vec<(String, Value)>,
    /// What lookups of data remember.
    pub lookups: hiera::State<'a>,
    /// Functions that cannot run here and were called: each is noted once.
    pub(crate) noted: Set<String>,
    /// Types that were reported as missing: each is reported once.
    pub missing_types: Set<String>,
    /// Type aliases that are being resolved, and those that are.
    resolving: Vec<String>,
    resolved: Table<String, types::Type>,
    /// Names of resource types as they are written.
    type_names: Table<&'a str, types::TypeName>,
    /// Compiled patterns.
    patterns: regex::Patterns,
    /// The value of a `next`, `break` or `return` on its way, and where that stands.
    carried: Option<(Value, Span)>,
    steps: u64,
    step_limit: u64,
    depth: u32,
    exhausted: Option<Reported>,
    /// The error that calls are nested too deeply, once reported.
    too_deep: Option<Reported>,
}

impl<'a> Evaluation<'a> {
    /// Starts with an empty catalog and an empty top scope.
    pub fn new(program: &'a Program<'a>, input: &'a Input, diags: &'a mut Diagnostics) -> Evaluation<'a> {
        Evaluation {
            program,
            input,
            diags,
            catalog: Catalog::default(),
            scopes: scope::Scopes::default(),
            container: catalog::Container::Main,
            node: None,
            for_nodes_only: false,
            log: Vec::new(),
            unwritten: None,
            rendered: function::template::Rendered::default(),
            stubs: input.functions.iter().map(|(name, gives)| (name.clone(), facts::value(gives))).collect(),
            lookups: hiera::State::default(),
            noted: Set::default(),
            missing_types: Set::default(),
            resolving: Vec::new(),
            resolved: Table::new(),
            type_names: Table::new(),
            patterns: regex::Patterns::default(),
            carried: None,
            steps: 0,
            step_limit: STEP_LIMIT,
            depth: 0,
            exhausted: None,
            too_deep: None,
        }
    }

    /// Allows fewer steps than usual.
    pub fn limit_steps(&mut self, steps: u64) {
        self.step_limit = steps.min(STEP_LIMIT);
    }

    /// How many steps were taken.
    pub fn steps(&self) -> u64 {
        self.steps
    }

    /// Notes that what is being evaluated may differ from node to node.
    pub(crate) fn depends_on_node(&mut self) {
        if let Some(node) = &mut self.node {
            node.differs = true;
        }
    }

    /// Evaluates top-level statements of a body, each on its own: after a failure the next goes on.
    pub fn statements(&mut self, body: &'a Block, scope: ScopeId) -> Value {
        let mut last = Value::Undef;
        for statement in body {
            last = match self.expression(statement, scope) {
                Ok(value) => value,
                Err(stop) => {
                    self.misplaced(stop);
                    self.forget_target(statement, scope);
                    if self.exhausted.is_some() {
                        return Value::Unknown;
                    }
                    Value::Unknown
                }
            };
        }
        last
    }

    /// Evaluates a body whose value matters; the first failure ends it.
    pub fn block(&mut self, body: &'a Block, scope: ScopeId) -> Eval<Value> {
        let mut last = Value::Undef;
        for statement in body {
            last = self.expression(statement, scope)?;
        }
        Ok(last)
    }

    /// Leaves an expression for what a `next`, `break` or `return` goes to.
    pub(crate) fn jump<T>(&mut self, stop: Stop, value: Value, span: Span) -> Eval<T> {
        self.carried = Some((value, span));
        Err(stop)
    }

    /// The value that arrives with a `next` or `return`.
    pub(crate) fn landed(&mut self) -> Value {
        self.carried.take().map_or(Value::Undef, |(value, _)| value)
    }

    /// Reports a `return`, `next` or `break` that leaves nothing.
    pub fn misplaced(&mut self, stop: Stop) {
        let word = match stop {
            Stop::Reported(_) => return,
            Stop::Next => "next()",
            Stop::Break => "break()",
            Stop::Return => "return()",
        };
        let Some((_, span)) = self.carried.take() else { return };
        self.diags.add(Diagnostic::new(Code::IllegalReturn, span, format!("`{word}` is illegal here")).hint(
            "use it in a function, a lambda, a class or a define; an application body always runs to its end",
        ));
    }

    /// After a failed assignment its variables have an unknown value, so that their use is not reported too.
    fn forget_target(&mut self, statement: &'a Expr, scope: ScopeId) {
        if let ExprKind::Assign { op: AssignOp::Set, target, .. } = &statement.kind {
            self.forget(target, scope);
        }
    }

    fn forget(&mut self, target: &'a Expr, scope: ScopeId) {
        match &target.kind {
            ExprKind::Var(name) => {
                self.scopes.assign(scope, name, Value::Unknown);
            }
            ExprKind::Array(targets) => {
                for target in targets {
                    self.forget(target, scope);
                }
            }
            _ => {}
        }
    }

    /// A place that can be shown to the user: for a text without a file, the call that led into it.
    pub(crate) fn shown(&self, span: Span) -> Span {
        match self.unwritten {
            Some(call) if span.file() == NO_FILE => call.span,
            Some(_) | None => span,
        }
    }

    /// Reports an error of the usual kind.
    pub fn fail<T>(&mut self, span: Span, message: impl Into<String>) -> Eval<T> {
        self.fail_with(Diagnostic::new(Code::EvaluationError, span, message))
    }

    /// Reports an error.
    pub fn fail_with<T>(&mut self, diagnostic: Diagnostic) -> Eval<T> {
        self.steps = self.steps.saturating_add(FINDING_COST);
        Err(Stop::Reported(self.diags.error(diagnostic)))
    }

    /// The compiled form of a pattern. One that only Ruby's engine understands ends the statement with a warning.
    pub(crate) fn pattern(&mut self, source: &str, span: Span) -> Eval<regex::Pattern> {
        let compiled = self.patterns.compile(source);
        self.settle_patterns(span)?;
        compiled.or_else(|error| match error {
            regex::PatternError::Wrong(reason) => {
                self.fail(span, format!("`/{source}/` is not a pattern: {reason}"))
            }
            regex::PatternError::Unknown => {
                let message = format!("what `/{source}/` matches is not known here");
                let mut diagnostic = Diagnostic::new(Code::EvaluationError, span, message).hint(
                    "scripts and other properties of characters, and what must be absent, are left to Puppet itself",
                );
                diagnostic.severity = Severity::Warning;
                self.fail_with(diagnostic)
            }
        })
    }

    /// Counts what patterns have cost, and reports one that was given up.
    pub(crate) fn settle_patterns(&mut self, span: Span) -> Eval<()> {
        let (steps, given_up) = self.patterns.settle();
        self.spend(1 + steps, span)?;
        match given_up {
            Some(source) => {
                let message = format!("`/{source}/` takes too long on this text");
                self.fail_with(Diagnostic::new(Code::EvaluationError, span, message).hint(
                    "repeat nothing that repeats itself, as in `(a+)+`, or make the inner one possessive: `(?>a+)+`",
                ))
            }
            None => Ok(()),
        }
    }

    /// Whether a type admits the value; counts what that takes.
    pub(crate) fn admits(&mut self, ty: &types::Type, value: &Value, span: Span) -> Eval<bool> {
        self.spend(ty.cost(value), span)?;
        let admitted = ty.admits(value);
        self.settle_patterns(span)?;
        Ok(admitted)
    }

    /// Counts what it costs to write a text of this many bytes so many times.
    pub(crate) fn spend_growth(&mut self, times: usize, bytes: usize, span: Span) -> Eval<()> {
        self.spend((times as u64).saturating_mul(bytes as u64) / 8, span)
    }

    /// Counts `weight` steps against the budget.
    pub fn spend(&mut self, weight: u64, span: Span) -> Eval<()> {
        if let Some(reported) = self.exhausted {
            return Err(Stop::Reported(reported));
        }
        self.steps = self.steps.saturating_add(weight);
        if self.steps <= self.step_limit {
            return Ok(());
        }
        let reported = self.diags.error(
            Diagnostic::new(Code::TooManySteps, span, "the evaluation was stopped here: it takes too long")
                .hint(format!(
                    "an environment may take {STEP_LIMIT} steps; look for a loop that grows without end"
                )),
        );
        self.exhausted = Some(reported);
        Err(Stop::Reported(reported))
    }

    /// Counts one step and one level of nesting around `inner`.
    pub(crate) fn nested<T>(&mut self, span: Span, inner: impl FnOnce(&mut Self) -> Eval<T>) -> Eval<T> {
        self.spend(1, span)?;
        if self.depth >= DEPTH_LIMIT {
            // One report is enough: what was left out on the way back makes the next level too deep once more.
            if let Some(reported) = self.too_deep {
                return Err(Stop::Reported(reported));
            }
            let reported = self.diags.error(
                Diagnostic::new(Code::TooDeep, span, "calls and expressions are nested too deeply here")
                    .hint(format!(
                        "at most {DEPTH_LIMIT} levels are possible; is a function calling itself without end?"
                    )),
            );
            self.too_deep = Some(reported);
            return Err(Stop::Reported(reported));
        }
        self.depth += 1;
        let result = inner(self);
        self.depth -= 1;
        result
    }
}
