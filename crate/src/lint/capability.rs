//! Capabilities that are used without waiting for them, and those that nobody uses.

use indexmap::IndexSet;

use super::{Subject, Told};
use crate::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::env::{Component, Passed, Reference};
use crate::graph::{ComponentId, NodeId, Producer};
use crate::numbers::Numbers;
use crate::source::Span;
use crate::syntax::ast::{Direction, Expr, ExprKind, Segment};
use crate::syntax::walk;

/// How many capabilities a hint lists.
const LISTED: usize = 5;

/// A reference to a capability in an ordinary parameter lets the component read it, but does not make it wait.
pub(super) fn not_awaited(subject: Subject<'_>, diags: &mut Diagnostics) {
    let passed = &subject.environment.passed;
    if passed.iter().all(|it| it.is_awaited) {
        return;
    }
    let components: IndexSet<Reference> =
        subject.graph.components.iter().map(|it| it.reference.clone()).collect();
    let graph = subject.graph;
    let mut ways = Ways { subject, left: 4 * (graph.nodes.len() + graph.edges.len()) };
    let mut readers = Readers { subject, known: Vec::new() };
    let mut told = Told::default();
    for group in passed.chunk_by(|a, b| a.component == b.component && a.parameter == b.parameter) {
        let Some(first) = group.first() else { continue };
        let consumer = components.get_index_of(&first.component).and_then(|place| u32::try_from(place).ok());
        let Some(consumer) = consumer.map(ComponentId) else { continue };
        let not_awaited = group.iter().filter(|it| !it.is_awaited);
        let early: Vec<&Passed> = not_awaited.filter(|it| ways.comes_early(consumer, it)).collect();
        let place = early.first().map(|it| it.span);
        if readers.reads(first) && place.is_some_and(|place| told.is_first(place)) {
            diags.add(read_too_early(subject, &early));
        }
    }
}

/// What the order of nodes says, within a limit: each look may go over all nodes.
struct Ways<'a> {
    subject: Subject<'a>,
    /// How many nodes and edges may still be looked at.
    left: usize,
}

impl Ways<'_> {
    /// Whether a component may be evaluated before the producer of what it is given.
    fn comes_early(&mut self, consumer: ComponentId, passed: &Passed) -> bool {
        let graph = self.subject.graph;
        let Some(producer) = graph.producers.get(&passed.capability) else { return false };
        let nodes = [producer.component, consumer].map(|id| graph.component(id).node);
        match nodes {
            [Some(from), Some(to)] if from == to => consumer < producer.component,
            [Some(from), Some(to)] => !self.lead(from, to),
            _ => false,
        }
    }

    /// Whether one node waits for another, if only through others.
    fn lead(&mut self, from: NodeId, to: NodeId) -> bool {
        let graph = self.subject.graph;
        if !graph.between(from, to).is_empty() {
            return true;
        }
        let mut seen = Numbers::default();
        let mut open = vec![to];
        while let Some(node) = open.pop() {
            for before in graph.waits_for(node) {
                // Where too much had to be looked at, nothing is said.
                self.left = self.left.saturating_sub(1);
                if before == from || self.left == 0 {
                    return true;
                }
                if !seen.contains(before.index()) {
                    seen.insert(before.index());
                    open.push(before);
                }
            }
        }
        false
    }
}

/// Whether bodies use what their parameters hold.
struct Readers<'a> {
    subject: Subject<'a>,
    /// By the places of parameters.
    known: Vec<(Span, bool)>,
}

impl Readers<'_> {
    fn reads(&mut self, passed: &Passed) -> bool {
        let Reference { ty, title } = &passed.component;
        let name = if ty == "Class" { title } else { ty };
        let Some(definition) = self.subject.program.definitions.get(&name.to_ascii_lowercase()) else {
            return false;
        };
        let parameter = definition.parameters.iter().find(|it| it.name.text == passed.parameter);
        let Some(place) = parameter.map(|it| it.name.span) else { return false };
        if let Some((_, reads)) = self.known.iter().find(|(known, _)| *known == place) {
            return *reads;
        }
        let reads = definition.body.iter().any(|statement| uses_value(statement, &passed.parameter));
        self.known.push((place, reads));
        reads
    }
}

/// Whether an expression does more with a variable than to write it into a text.
fn uses_value(expr: &Expr, variable: &str) -> bool {
    let is_variable = |expr: &Expr| matches!(&expr.kind, ExprKind::Var(name) if name == variable);
    if let ExprKind::Concat(segments) = &expr.kind {
        return segments.iter().any(|segment| match segment {
            Segment::Text(_) => false,
            Segment::Interpolation(inner) => !is_variable(inner) && uses_value(inner, variable),
        });
    }
    let mut found = is_variable(expr);
    walk::children(expr, &mut |child| found = found || uses_value(child, variable));
    found
}

fn read_too_early(subject: Subject<'_>, early: &[&Passed]) -> Diagnostic {
    let first = early.first().expect("there is one at least");
    let Passed { component, parameter, capability, span, .. } = first;
    let more = if early.len() > 1 { format!(" and {} more", early.len() - 1) } else { String::new() };
    let message = format!(
        "`{component}` reads `{capability}`{more} from its parameter `{parameter}`, but does not wait for it"
    );
    let diagnostic = Diagnostic::new(Code::CapabilityNotAwaited, *span, message);
    let diagnostic = match subject.graph.producers.get(capability) {
        Some(producer) => diagnostic.label(producer.span, "exported here"),
        None => diagnostic,
    };
    let written: Vec<String> =
        early.iter().map(|it| format!("{}['{}']", it.capability.ty, it.capability.title)).collect();
    diagnostic.hint(match written.as_slice() {
        [only] => format!("add `require => {only}` to `{component}`"),
        all if all.len() <= LISTED => format!("add `require => [{}]` to `{component}`", all.join(", ")),
        _ => format!("add `require` to `{component}`, with what `{parameter}` is given"),
    })
}

/// Reports capabilities that no component consumes or requires while it does so with others like them, or could.
/// Where nothing is like them, only a note says so; the end of a chain is meant to be one.
pub(super) fn never_consumed(subject: Subject<'_>, diags: &mut Diagnostics) {
    // What could not be read, or is refused, may be what consumes it.
    if !subject.program.complete || subject.environment.refused {
        return;
    }
    let graph = subject.graph;
    let mut used: Numbers =
        graph.edges.iter().filter_map(|edge| graph.producers.get_index_of(&edge.capability)).collect();
    for passed in &subject.environment.passed {
        graph.producers.get_index_of(&passed.capability).into_iter().for_each(|place| used.insert(place));
    }
    if (0..graph.producers.len()).all(|place| used.contains(place)) {
        return;
    }
    let mut unused = Unused { subject, siblings: Vec::new(), idle: Vec::new() };
    for place in used.iter() {
        unused.add_used(place);
    }
    let read = read_in_bodies(subject);
    let mut told = Told::default();
    for (place, (capability, producer)) in graph.producers.iter().enumerate() {
        let lower = capability.ty.to_ascii_lowercase();
        if !used.contains(place) && !read.contains(&lower) && told.is_first(producer.span) {
            let found = unused.judge(capability, *producer, lower);
            found.into_iter().for_each(|it| diags.add(it));
        }
    }
}

/// What unused exports are judged by.
struct Unused<'a> {
    subject: Subject<'a>,
    /// Of used exports the types of capability, component and application, and one such export.
    siblings: Vec<([&'a str; 3], (&'a Reference, Producer))>,
    /// For a capability type the components that could consume one and do not, in order.
    idle: Vec<(String, Vec<ComponentId>)>,
}

impl<'a> Unused<'a> {
    fn add_used(&mut self, place: usize) {
        let graph = self.subject.graph;
        let Some((capability, producer)) = graph.producers.get_index(place) else { return };
        let kind = self.kind(capability, *producer);
        if self.sibling(kind).is_none() {
            self.siblings.push((kind, (capability, *producer)));
        }
    }

    /// What makes two exports alike.
    fn kind<'k>(&self, capability: &'k Reference, producer: Producer) -> [&'k str; 3]
    where
        'a: 'k,
    {
        let component = self.subject.graph.component(producer.component);
        let instance = self.subject.environment.instances.get(component.instance);
        [&capability.ty, &component.reference.ty, instance.map_or("", |it| &it.reference.ty)]
    }

    fn sibling(&self, kind: [&str; 3]) -> Option<(&'a Reference, Producer)> {
        self.siblings.iter().find(|(known, _)| *known == kind).map(|(_, export)| *export)
    }

    fn judge(&mut self, capability: &Reference, producer: Producer, lower: String) -> Option<Diagnostic> {
        let subject = self.subject;
        let message = format!("`{capability}` is exported, but no component consumes or requires it");
        let mut diagnostic = Diagnostic::new(Code::NeverConsumed, producer.span, message);
        if let Some((id, component)) = self.idle(producer.component, lower) {
            let reference = &subject.graph.component(id).reference;
            let hint = format!("add `consume => {}['{}']` to `{reference}`", capability.ty, capability.title);
            return Some(
                diagnostic.label(component.span, "a mapping says how this can consume it").hint(hint),
            );
        }
        let own = subject.component(producer.component)?;
        // The last link of a chain.
        let waits_alike = own.consumes.iter().any(|it| it.capability.ty == capability.ty);
        if let (Some((sibling, other)), false) = (self.sibling(self.kind(capability, producer)), waits_alike)
        {
            let hint = format!("let what waits for `{sibling}` wait for it too, or leave the export out");
            return Some(diagnostic.label(other.span, format!("`{sibling}` is used")).hint(hint));
        }
        let place = subject.graph.component(producer.component);
        let alone =
            subject.environment.instances.get(place.instance).is_none_or(|it| it.components.len() < 2);
        if alone || !own.consumes.is_empty() {
            return None;
        }
        diagnostic.severity = Severity::Note;
        Some(diagnostic.hint("let a component consume or require it, or leave the export out"))
    }

    /// A component of the same instance that has a mapping to consume this type of capability, and consumes none.
    fn idle(&mut self, producer: ComponentId, lower: String) -> Option<(ComponentId, &'a Component)> {
        let subject = self.subject;
        let known = self.idle.iter().position(|(ty, _)| *ty == lower);
        let known = known.unwrap_or_else(|| {
            let found = if self.idle.len() < TYPES_LOOKED_AT { idle(subject, &lower) } else { Vec::new() };
            self.idle.push((lower, found));
            self.idle.len() - 1
        });
        let (_, all) = self.idle.get(known)?;
        let instance = |id: ComponentId| subject.graph.component(id).instance;
        let first = all.partition_point(|id| instance(*id) < instance(producer));
        let mut own = all.iter().skip(first).take_while(|id| instance(**id) == instance(producer));
        let found = own.find(|id| **id != producer)?;
        Some((*found, subject.component(*found)?))
    }
}

/// For how many types of capabilities it is asked who could consume them: each costs a look at all components.
const TYPES_LOOKED_AT: usize = 50;

/// All components that have a mapping to consume this type of capability and have none of it. The first link of a chain
/// is none of them: it exports what the next one consumes; nor is one that says it consumes nothing, `consume => []`.
fn idle(subject: Subject<'_>, lower: &str) -> Vec<ComponentId> {
    let has_mapping = |ty: &str| {
        let key = (Direction::Consumes, ty.to_ascii_lowercase(), lower.to_owned());
        subject.program.mappings.contains_key(&key)
    };
    let mut found = Vec::new();
    for (id, component) in subject.graph.component_ids() {
        let Some(Component { produces, consumes, .. }) = subject.component(id) else { continue };
        let mut uses = produces.iter().chain(consumes);
        let says_nothing = produces.is_empty() && consumes.is_empty();
        let has_one = uses.any(|it| it.capability.ty.eq_ignore_ascii_case(lower));
        if !has_one && !says_nothing && has_mapping(&component.reference.ty) {
            found.push(id);
        }
    }
    found
}

/// Types of which bodies of classes, defines and node definitions read capabilities by name, lower-case.
fn read_in_bodies(subject: Subject<'_>) -> Vec<String> {
    let mut types = Vec::new();
    for body in super::bodies(subject.program) {
        body.iter().for_each(|statement| types_in(statement, &mut types));
    }
    types
}

fn types_in(expr: &Expr, types: &mut Vec<String>) {
    if let ExprKind::Access { left, .. } = &expr.kind
        && let ExprKind::TypeRef(name) = &left.kind
    {
        let lower = name.to_ascii_lowercase();
        if !types.contains(&lower) {
            types.push(lower);
        }
    }
    super::children_of_body(expr, &mut |child| types_in(child, types));
}
