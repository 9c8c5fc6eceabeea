//! The phases of one node's compilation, in Puppet's order: top level, `site`, the node's definition, applications, and
//! then collectors and bodies of defines until nothing new comes.

use super::shared::{Ground, Shared};
use super::{NodeCatalog, application, classifier, finish};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::env::Reference;
use crate::eval::catalog::{Container, Resource};
use crate::eval::{Evaluation, ScopeId, TOP, Value, facts};
use crate::program::{Program, ResourceKind};
use crate::source::Span;
use crate::suggest;
use crate::syntax::ast::{Block, Direction, Expr, ExprKind, Form, Mapping, NodeDefinition};

/// Puppet gives up after as many rounds of collectors and defines.
const ROUND_LIMIT: u32 = 1_000;

/// Where what no file declares is taken to stand.
const START: Span = Span::START;

/// Evaluates all that one node gets.
pub(super) fn evaluate<'a>(evaluation: Evaluation<'a>, name: &str, shared: &Shared) -> (NodeCatalog, u64) {
    let mut evaluation = evaluation;
    set_environment(&mut evaluation);
    set_facts(&mut evaluation, name);
    let main = add_main(&mut evaluation);
    evaluation.container = Container::Resource(main);
    let taken = shared.ground.as_ref().is_some_and(|ground| take_ground(&mut evaluation, ground));
    let site = if taken { None } else { evaluate_ground(&mut evaluation) };
    evaluate_node_definition(&mut evaluation, name, main);
    evaluation.container = Container::Resource(main);
    classifier::declare_classes(&mut evaluation, name);
    if taken {
        application::take_mapped(&mut evaluation, shared, name);
    }
    // Where the ground was taken, these are instances that a node's definition or another application declares.
    application::evaluate_mapped(&mut evaluation, name);
    generate(&mut evaluation);
    let steps = evaluation.steps();
    (finish::finish(evaluation, name, site), steps)
}

/// The class that holds what stands at top level.
pub(super) fn add_main(evaluation: &mut Evaluation<'_>) -> usize {
    add(evaluation, "Class", "main", Container::Main, START)
}

/// Evaluates top level and `site`; gives the place of `site`.
pub(super) fn evaluate_ground(evaluation: &mut Evaluation<'_>) -> Option<usize> {
    for file in &evaluation.program.mains {
        evaluation.statements(&file.body, TOP);
    }
    evaluate_site(evaluation)
}

/// Takes what top level and `site` give for every node; not when a fact has the name of one of their variables.
fn take_ground(evaluation: &mut Evaluation<'_>, ground: &Ground) -> bool {
    if ground
        .variables
        .iter()
        .any(|(name, _)| name != "environment" && evaluation.scopes.own(TOP, name).is_some())
    {
        return false;
    }
    for (name, value) in &ground.variables {
        evaluation.scopes.assign(TOP, name, value.clone());
    }
    for resource in &ground.resources {
        let reference = resource.reference.clone();
        let (place, _) = evaluation.catalog.resources.insert_full(reference, resource.clone());
        // Two of one name would not have been shared.
        let _ = evaluation.add_names(place);
    }
    evaluation.log.extend(ground.log.iter().cloned());
    true
}

/// What is known before any node is.
pub(super) fn set_environment(evaluation: &mut Evaluation<'_>) {
    let environment = Value::from(evaluation.input.environment.as_str());
    evaluation.scopes.assign(TOP, "environment", environment);
}

/// Facts and what else a node knows of itself.
fn set_facts(evaluation: &mut Evaluation<'_>, name: &str) {
    let input = evaluation.input;
    let facts = facts::facts_of(input, name);
    let parameters = facts::parameters_of(input, name);
    for (fact, value) in parameters.iter().chain(&facts) {
        if let Value::String(fact) = fact {
            evaluation.scopes.assign(TOP, fact, value.clone());
        }
    }
    evaluation.scopes.assign(TOP, "facts", Value::from(facts));
    evaluation.scopes.assign(TOP, "trusted", Value::from(facts::trusted_of(input, name)));
}

/// Adds a resource that no statement declares: the main class, `site`, the node.
fn add(evaluation: &mut Evaluation<'_>, ty: &str, title: &str, container: Container, span: Span) -> usize {
    let reference = Reference::new(ty, title);
    let resource = Resource {
        reference: reference.clone(),
        kind: if ty == "Class" { ResourceKind::Class } else { ResourceKind::Unknown },
        form: Form::Regular,
        exported: false,
        span,
        whole: span,
        settings: crate::eval::settings::Settings::new(),
        container,
        scope: TOP,
        tags: Vec::new(),
        evaluated: true,
        broken: false,
    };
    let (place, _) = evaluation.catalog.resources.insert_full(reference, resource);
    place
}

/// Puppet refuses every node when a mapping is for a define or a class that is not there.
pub(super) fn check_mappings(program: &Program<'_>, diags: &mut Diagnostics) {
    for ((direction, component, _), mapping) in &program.mappings {
        let known = match component.strip_prefix("class[").and_then(|name| name.strip_suffix(']')) {
            Some(class) => program.has_class(class),
            None => program.resource_kind(component) == ResourceKind::Define,
        };
        let native = program.resource_kind(component) == ResourceKind::Native;
        // A name without capitals is refused already.
        let is_refused = matches!(mapping.component.kind, ExprKind::Name(_));
        if !known && !native && !is_refused {
            diags.add(without_component(*direction, mapping));
        }
    }
}

fn without_component(direction: Direction, mapping: &Mapping) -> Diagnostic {
    let message = format!("this `{}` mapping is for a component that no file defines", direction.word());
    Diagnostic::new(Code::UnknownResourceType, mapping.component.span, message)
        .hint("Puppet then compiles no node at all; define the component, or remove the mapping")
}

fn evaluate_site(evaluation: &mut Evaluation<'_>) -> Option<usize> {
    let site = evaluation.program.site?;
    let container = evaluation.container.clone();
    let place = add(evaluation, "Site", "site", container, site.keyword);
    evaluation.container = Container::Resource(place);
    let scope = evaluation.scopes.open(TOP);
    evaluation.statements(&site.body, scope);
    evaluation.scopes.close(scope);
    Some(place)
}

/// Evaluates the one node definition that matches: by name, or else the first by pattern, or else the default.
fn evaluate_node_definition(evaluation: &mut Evaluation<'_>, name: &str, main: usize) {
    let program = evaluation.program;
    if program.nodes.is_empty() {
        return;
    }
    let Some((definition, title)) = matching(evaluation, name) else {
        let Some(first) = program.nodes.first().and_then(|node| node.matches.first()).map(|it| it.span)
        else {
            return;
        };
        let message = "no node definition matches a node of the environment, and none is the default";
        let mut diagnostic = Diagnostic::new(Code::NoNodeDefinition, first, message)
            .label(first, format!("nothing matches `{name}`"));
        if let Some(near) = misspelt(&program.nodes, name) {
            diagnostic = diagnostic.hint(format!("or is `node '{near}'` meant for it?"));
        }
        diagnostic.hints.insert(0, format!("add `node '{name}' {{ }}` or `node default {{ }}`"));
        evaluation.diags.add(diagnostic);
        return;
    };
    let place = add(
        evaluation,
        "Node",
        &title,
        Container::Resource(main),
        definition.matches.first().map_or(START, |it| it.span),
    );
    evaluation.container = Container::Resource(place);
    let scope = evaluation.scopes.open_node();
    set_captures(evaluation, definition, name, scope);
    evaluate_block(evaluation, &definition.body, scope);
    if let Some(node) = &mut evaluation.node {
        node.scope = Some(scope);
    }
}

fn evaluate_block<'a>(evaluation: &mut Evaluation<'a>, body: &'a Block, scope: ScopeId) {
    evaluation.statements(body, scope);
}

/// A definition for a name that most likely means this node; not looked for among very many.
fn misspelt<'a>(nodes: &[&'a NodeDefinition], name: &str) -> Option<&'a str> {
    let mut names = nodes.iter().take(100).flat_map(|node| &node.matches).filter_map(|it| match &it.kind {
        ExprKind::Str(text) | ExprKind::Name(text) => Some(text.as_str()),
        _ => None,
    });
    names.find(|it| suggest::is_same_host(it, name))
}

/// The definition for a node and the title that Puppet gives its resource.
fn matching<'a>(evaluation: &mut Evaluation<'a>, name: &str) -> Option<(&'a NodeDefinition, String)> {
    let nodes = &evaluation.program.nodes;
    let literal = |expr: &Expr| match &expr.kind {
        ExprKind::Str(text) | ExprKind::Name(text) => text.eq_ignore_ascii_case(name),
        _ => false,
    };
    let by_name = nodes.iter().copied().find(|node| node.matches.iter().any(literal));
    if let Some(node) = by_name {
        return Some((node, name.to_ascii_lowercase()));
    }
    for node in nodes.iter().copied() {
        for expr in &node.matches {
            if let ExprKind::Regex(source) = &expr.kind
                && evaluation.pattern(source, expr.span).is_ok_and(|pattern| pattern.is_match(name))
            {
                return Some((node, regex_title(source)));
            }
        }
    }
    let default = |expr: &Expr| matches!(expr.kind, ExprKind::Default);
    let fallback = nodes.iter().copied().find(|node| node.matches.iter().any(default));
    fallback.map(|node| (node, "default".to_owned()))
}

/// `/^web\d/` is the resource `Node[__node_regexp__webd]`.
fn regex_title(source: &str) -> String {
    let kept = source.to_ascii_lowercase();
    let kept: String =
        kept.chars().filter(|char| char.is_ascii_alphanumeric() || "_-.".contains(*char)).collect();
    format!("__node_regexp__{}", kept.trim_start_matches('.'))
}

/// What a pattern captured is seen in the body.
fn set_captures(evaluation: &mut Evaluation<'_>, definition: &NodeDefinition, name: &str, scope: ScopeId) {
    for expr in &definition.matches {
        if let ExprKind::Regex(source) = &expr.kind {
            let found = evaluation.pattern(source, expr.span).ok().and_then(|pattern| pattern.captures(name));
            if let Some(captures) = found {
                evaluation.scopes.capture(scope, Some(std::rc::Rc::new(captures)));
                return;
            }
        }
    }
}

/// Evaluates collectors and bodies of defines until nothing new comes.
fn generate(evaluation: &mut Evaluation<'_>) {
    for _ in 0..ROUND_LIMIT {
        let collected = evaluation.collect();
        let waiting: Vec<usize> = evaluation
            .catalog
            .resources
            .values()
            .enumerate()
            .filter(|(_, it)| it.kind == ResourceKind::Define && !it.evaluated && it.form == Form::Regular)
            .map(|(place, _)| place)
            .collect();
        if !collected && waiting.is_empty() {
            return;
        }
        for place in waiting {
            evaluation.evaluate_define(place);
        }
    }
}
