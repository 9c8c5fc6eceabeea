//! Built-in functions: the table, and what they share. The functions stand in one file for each subject.

pub mod app_modeling;
pub mod collection;
pub mod convert;
pub mod data;
pub mod declare;
pub mod digest;
pub mod foreign;
pub mod format;
pub mod iterate;
pub mod lookup;
pub mod number;
pub mod statement;
pub mod string;
pub mod template;

use std::rc::Rc;

use super::operator::{describe, pairs};
use super::types::Type;
use super::value::{HashMap, Measured, Value};
use super::{Eval, Evaluation, ScopeId};
use crate::diag::{Code, Diagnostic};
use crate::source::Span;
use crate::syntax::ast::Lambda;

/// A call with its arguments evaluated.
#[derive(Debug)]
pub struct Invocation<'a> {
    /// The function as written.
    pub name: &'a str,
    /// Where its name stands.
    pub name_span: Span,
    /// The whole call.
    pub span: Span,
    /// Arguments in order.
    pub args: Vec<Value>,
    /// The lambda behind them.
    pub lambda: Option<&'a Lambda>,
    /// The scope it is called from.
    pub scope: ScopeId,
}

/// What a built-in function does.
pub type Action = for<'a> fn(&mut Evaluation<'a>, &Invocation<'a>) -> Eval<Value>;

/// A built-in function.
#[derive(Clone, Copy)]
pub struct Builtin {
    /// Its name.
    pub name: &'static str,
    /// What it does.
    pub call: Action,
    /// Whether it can work with unknown arguments; all others then give an unknown value.
    pub takes_unknown: bool,
    /// How many arguments it takes at most.
    pub most: u8,
}

impl Builtin {
    /// A function whose value is unknown when an argument is.
    pub const fn new(name: &'static str, call: Action) -> Builtin {
        Builtin { name, call, takes_unknown: false, most: u8::MAX }
    }

    /// A function that takes unknown arguments too.
    pub const fn tolerant(name: &'static str, call: Action) -> Builtin {
        Builtin { name, call, takes_unknown: true, most: u8::MAX }
    }

    /// The same with a limit for the number of its arguments.
    pub const fn at_most(self, most: u8) -> Builtin {
        Builtin { most, ..self }
    }
}

const GROUPS: &[&[Builtin]] = &[
    app_modeling::FUNCTIONS,
    collection::FUNCTIONS,
    convert::FUNCTIONS,
    data::FUNCTIONS,
    declare::FUNCTIONS,
    digest::FUNCTIONS,
    foreign::FUNCTIONS,
    iterate::FUNCTIONS,
    lookup::FUNCTIONS,
    number::FUNCTIONS,
    statement::FUNCTIONS,
    string::FUNCTIONS,
    template::FUNCTIONS,
];

/// The function of this name.
pub fn find(name: &str) -> Option<&'static Builtin> {
    GROUPS.iter().flat_map(|group| group.iter()).find(|builtin| builtin.name == name)
}

/// Whether what a built-in function gives or does may differ from node to node.
pub fn asks_the_node(name: &str) -> bool {
    const FUNCTIONS: &[&str] = &[
        "contain",
        "defined",
        "ensure_packages",
        "ensure_resource",
        "ensure_resources",
        "epp",
        "fact",
        "facts",
        "fqdn_rand",
        "fqdn_rand_string",
        "fqdn_rotate",
        "fqdn_uuid",
        "getparam",
        "getvar",
        "has_interface_with",
        "has_ip_address",
        "has_ip_network",
        "hiera",
        "hiera_array",
        "hiera_hash",
        "hiera_include",
        "include",
        "inline_epp",
        "inline_template",
        "lookup",
        "realize",
        "require",
        "tag",
        "tagged",
        "template",
    ];
    FUNCTIONS.contains(&name)
}

/// Names of all built-in functions.
pub fn names() -> impl Iterator<Item = &'static str> {
    GROUPS.iter().flat_map(|group| group.iter()).map(|builtin| builtin.name)
}

/// How many letters of a call a placeholder shows.
const PLACEHOLDER_LENGTH: usize = 120;

/// What stands for the value of a call that cannot be known here: the call.
pub fn placeholder(call: &Invocation<'_>) -> Value {
    let args = call.args.iter().map(|arg| match arg {
        Value::Placeholder(of) => of.to_string(),
        arg if arg.weight() > PLACEHOLDER_LENGTH as u64 => "…".to_owned(),
        arg => arg.inspect(),
    });
    let text = format!("{}({})", call.name, args.collect::<Vec<_>>().join(", "));
    Value::Placeholder(text.chars().take(PLACEHOLDER_LENGTH).collect::<String>().into())
}

impl<'a> Evaluation<'a> {
    /// Reports that a call cannot be done.
    pub(crate) fn refuse<T>(&mut self, call: &Invocation<'a>, message: impl AsRef<str>) -> Eval<T> {
        let message = format!("`{}` {}", call.name, message.as_ref());
        self.fail_with(Diagnostic::new(Code::FunctionCallError, call.span, message))
    }

    /// The argument at this place, from 0.
    pub(crate) fn argument(&mut self, call: &Invocation<'a>, index: usize) -> Eval<Value> {
        match call.args.get(index) {
            Some(value) => Ok(value.clone()),
            None if call.args.is_empty() => self.refuse(call, "needs an argument"),
            None => self.refuse(call, format!("needs {} arguments, got {}", index + 1, call.args.len())),
        }
    }

    /// The argument at this place, which must be a string.
    pub(crate) fn string_argument(&mut self, call: &Invocation<'a>, index: usize) -> Eval<Rc<str>> {
        match self.argument(call, index)? {
            Value::String(text) => Ok(text),
            other => self.wrong_argument(call, index, "a string", &other),
        }
    }

    /// The argument at this place, which must be an array.
    pub(crate) fn array_argument(
        &mut self,
        call: &Invocation<'a>,
        index: usize,
    ) -> Eval<Rc<Measured<Vec<Value>>>> {
        match self.argument(call, index)? {
            Value::Array(values) | Value::Iterator(values) => Ok(values),
            other => self.wrong_argument(call, index, "an array", &other),
        }
    }

    /// The argument at this place, which must be a hash.
    pub(crate) fn hash_argument(
        &mut self,
        call: &Invocation<'a>,
        index: usize,
    ) -> Eval<Rc<Measured<HashMap>>> {
        match self.argument(call, index)? {
            Value::Hash(hash) => Ok(hash),
            other => self.wrong_argument(call, index, "a hash", &other),
        }
    }

    /// The argument at this place, which must be an integer.
    pub(crate) fn integer_argument(&mut self, call: &Invocation<'a>, index: usize) -> Eval<i64> {
        match self.argument(call, index)? {
            Value::Integer(number) => Ok(number),
            other => self.wrong_argument(call, index, "an integer", &other),
        }
    }

    fn wrong_argument<T>(
        &mut self,
        call: &Invocation<'a>,
        index: usize,
        wanted: &str,
        got: &Value,
    ) -> Eval<T> {
        self.refuse(call, format!("takes {wanted} as argument {}, this is {}", index + 1, describe(got)))
    }

    /// The lambda of a call that needs one.
    pub(crate) fn lambda(&mut self, call: &Invocation<'a>) -> Eval<&'a Lambda> {
        match call.lambda {
            Some(lambda) => Ok(lambda),
            None => self.refuse(call, "needs a block: `|$x| { … }`"),
        }
    }

    /// The elements of what can be iterated; for a hash its pairs.
    pub(crate) fn elements(&mut self, call: &Invocation<'a>, value: &Value) -> Eval<Vec<Value>> {
        match value {
            Value::Array(values) | Value::Iterator(values) => Ok(values.to_vec()),
            Value::Hash(hash) => Ok(pairs(hash)),
            Value::String(text) => Ok(text.chars().map(|char| Value::from(char.to_string())).collect()),
            Value::Integer(count) => self.range(call, 0, count.saturating_sub(1)),
            Value::Type(ty) => match &**ty {
                Type::Integer(bounds) => match (bounds.from, bounds.to) {
                    (Some(from), Some(to)) => self.range(call, from, to),
                    _ => self.refuse(call, "cannot iterate over a range without an end"),
                },
                Type::Enum { words, .. } => Ok(words.iter().map(|word| Value::from(word.as_str())).collect()),
                other => self.refuse(call, format!("cannot iterate over `{other}`")),
            },
            other => self.refuse(call, format!("cannot iterate over {}", describe(other))),
        }
    }

    fn range(&mut self, call: &Invocation<'a>, from: i64, to: i64) -> Eval<Vec<Value>> {
        let count = to.saturating_sub(from).saturating_add(1);
        self.spend(u64::try_from(count).unwrap_or(0), call.span)?;
        Ok((from..=to).map(Value::Integer).collect())
    }
}
