//! Nodes that are named, and that nothing comes to.

use indexmap::IndexSet;

use super::Subject;
use crate::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::regex;
use crate::source::Span;
use crate::suggest;
use crate::syntax::ast::{Expr, ExprKind};

/// How many names without a node are compared with those of all nodes.
const COMPARED: usize = 50;

/// Among so many nodes a name is looked for that is near in any way: that takes longer than to look for a mistake.
const FEW: usize = 200;

/// How many steps patterns may take, all together. A hundred million fit into a second.
const PATTERN_STEPS: u64 = 2_000_000;

/// What `callsheet.yaml` says of a node that the environment does not have is said in vain.
pub(super) fn unknown(subject: Subject<'_>, diags: &mut Diagnostics) {
    let nodes = &subject.environment.nodes;
    if nodes.is_empty() || !subject.program.complete {
        return;
    }
    let names: IndexSet<String> = nodes.iter().map(|node| node.name.clone()).collect();
    let takes_any =
        subject.program.nodes.iter().flat_map(|node| &node.matches).any(|it| literal(it).is_none());
    let unknown = subject.input.mentions.iter().filter(|(name, _)| !names.contains(name));
    for (name, span) in unknown.take(COMPARED) {
        let all = || nodes.iter().map(|node| node.name.as_str());
        let near = all().find(|node| suggest::is_same_host(node, name));
        let anyhow = || if takes_any || nodes.len() > FEW { None } else { suggest::nearest(name, all()) };
        let near = near.or_else(anyhow);
        if near.is_none() && takes_any {
            continue;
        }
        let message = format!("the environment has no node `{name}`");
        let diagnostic = Diagnostic::new(Code::UnknownNode, *span, message);
        diags.add(match near {
            Some(near) => diagnostic.meant(name, near, near),
            None => diagnostic.hint(format!(
                "name it in `nodes` of an instance, add `node '{name}' {{ }}`, or remove what is said of it"
            )),
        });
    }
}

/// Agents refuse a certname with capitals, so no agent ever has this name.
pub(super) fn never_runs(subject: Subject<'_>, diags: &mut Diagnostics) {
    let shouts = |name: &str| name.bytes().any(|byte| byte.is_ascii_uppercase());
    for node in subject.environment.nodes.iter().filter(|node| shouts(&node.name)) {
        // Node definitions are compared without case.
        let mut defined = subject.program.nodes.iter().flat_map(|it| &it.matches);
        if defined.all(|it| it.span != node.span) {
            let lower = node.name.to_ascii_lowercase();
            let message = format!("no agent is called `{}`: certnames are in lower case", node.name);
            let diagnostic = Diagnostic::new(Code::UnreachableNode, node.span, message);
            // To write the name of another node would give one node two entries.
            diags.add(if subject.environment.nodes.iter().any(|it| it.name == lower) {
                diagnostic.hint(format!("give its components to `{lower}`"))
            } else {
                diagnostic.meant(&node.name, &lower, &lower)
            });
        }
    }
}

/// A node definition that no node gets while other definitions have theirs: its name is misspelt, or its pattern comes
/// after another that takes the same nodes.
pub(super) fn without_node(subject: Subject<'_>, diags: &mut Diagnostics) {
    let known = known(subject);
    if known.is_empty() || !subject.program.complete {
        return;
    }
    misspelt(subject, diags);
    shadowed(subject, &known, diags);
}

/// Names of nodes that get components, and where they stand.
fn mapped<'a>(subject: Subject<'a>) -> impl Iterator<Item = (&'a str, Span)> {
    let mapped = subject.graph.nodes.iter().filter(|node| !node.components.is_empty());
    mapped.filter_map(|node| Some((node.name.as_str(), node.mention?)))
}

/// The same, and those that `callsheet.yaml` speaks of.
fn known<'a>(subject: Subject<'a>) -> Vec<(&'a str, Span)> {
    mapped(subject).chain(subject.input.mentions.iter().map(|(name, span)| (name.as_str(), *span))).collect()
}

/// The name that a definition is for; none for a pattern and for `default`.
fn literal(expr: &Expr) -> Option<&str> {
    match &expr.kind {
        ExprKind::Str(name) | ExprKind::Name(name) => Some(name),
        _ => None,
    }
}

/// Puppet compares the names of node definitions without case.
fn literals(subject: Subject<'_>) -> IndexSet<String> {
    let all = subject.program.nodes.iter().flat_map(|node| &node.matches);
    all.filter_map(literal).map(str::to_ascii_lowercase).collect()
}

fn misspelt(subject: Subject<'_>, diags: &mut Diagnostics) {
    let literals = literals(subject);
    let names: IndexSet<String> = known(subject).iter().map(|(name, _)| name.to_ascii_lowercase()).collect();
    let defined = subject.program.nodes.iter().flat_map(|node| &node.matches);
    let named = defined.filter_map(|it| Some((literal(it)?, it.span)));
    let without = named.filter(|(name, _)| !names.contains(&name.to_ascii_lowercase()));
    for (name, span) in without.take(COMPARED) {
        let is_meant = |other: &(&str, Span)| {
            suggest::is_same_host(other.0, name) && !literals.contains(&other.0.to_ascii_lowercase())
        };
        let Some((other, place)) = mapped(subject).find(is_meant) else { continue };
        let message = format!("nothing else names the node `{name}`, and `{other}` has no definition");
        diags.add(
            Diagnostic::new(Code::UnreachableNode, span, message)
                .label(place, "named here")
                .meant(name, other, other),
        );
    }
}

/// What becomes of a pattern.
struct Taken<'a> {
    source: &'a str,
    span: Span,
    program: regex::Program,
    /// How many nodes it matches.
    matches: usize,
    /// How many of them get this definition.
    gets: usize,
    /// A node that it matches and an earlier pattern takes, and the number of that.
    loses: Option<(&'a str, usize)>,
}

fn shadowed(subject: Subject<'_>, known: &[(&str, Span)], diags: &mut Diagnostics) {
    let mut patterns: Vec<Taken<'_>> = Vec::new();
    for expr in subject.program.nodes.iter().flat_map(|node| &node.matches) {
        if let ExprKind::Regex(source) = &expr.kind
            && let Ok(program) = regex::Program::new(source)
        {
            patterns.push(Taken { source, span: expr.span, program, matches: 0, gets: 0, loses: None });
        }
    }
    let literals = literals(subject);
    let mut left = PATTERN_STEPS;
    let mut others_do = false;
    for (name, _) in known {
        let by_name = literals.contains(&name.to_ascii_lowercase());
        match try_all(&mut patterns, name, by_name, &mut left) {
            Ok(taken) => others_do |= by_name || taken,
            // What cannot be tried in time is not judged.
            Err(regex::TooLong) => return,
        }
    }
    for pattern in patterns.iter().filter(|it| it.gets == 0 && others_do) {
        never_taken(pattern, &patterns).into_iter().for_each(|it| diags.add(it));
    }
}

/// Lets all patterns look at a node; whether one takes it. What a name takes is not lost: the pattern is for others.
fn try_all<'a>(
    patterns: &mut [Taken<'a>],
    name: &'a str,
    by_name: bool,
    left: &mut u64,
) -> Result<bool, regex::TooLong> {
    let mut taker = None;
    for (number, pattern) in patterns.iter_mut().enumerate() {
        *left = left.saturating_sub(CALL_STEPS);
        if pattern.program.find(name, 0, left)?.is_none() {
            continue;
        }
        pattern.matches += 1;
        match taker {
            Some(taker) => pattern.loses = Some((name, taker)),
            None => {
                pattern.gets += 1;
                taker = if by_name { None } else { Some(number) };
            }
        }
    }
    Ok(taker.is_some())
}

/// Steps for each attempt, so that many short ones end too.
const CALL_STEPS: u64 = 50;

/// The finding about a pattern without a node. One that comes after a narrower one is there for other nodes.
fn never_taken(pattern: &Taken<'_>, all: &[Taken<'_>]) -> Option<Diagnostic> {
    let source = pattern.source;
    let Some((name, taker)) = pattern.loses else {
        let message = format!("`/{source}/` matches no node of the environment");
        let mut diagnostic = Diagnostic::new(Code::UnreachableNode, pattern.span, message);
        // It may be for nodes that nobody speaks of here.
        diagnostic.severity = Severity::Note;
        return Some(diagnostic.hint("correct the pattern, if it is meant for one of them"));
    };
    let taker = all.get(taker).filter(|taker| taker.gets > pattern.matches)?;
    let message =
        format!("no node gets this definition: `/{}/` stands before it and matches more", taker.source);
    Some(
        Diagnostic::new(Code::UnreachableNode, pattern.span, message)
            .label(taker.span, format!("takes `{name}`"))
            .hint("move it before the other: the first pattern that matches counts"),
    )
}
