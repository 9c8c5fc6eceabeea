//! Gathers what the page shows from the results of all stages.

use super::places::Places;
use super::{
    CardView, ChipView, CycleView, Drawing, EdgeView, FixView, HopView, InstanceView, Label, LevelView,
    OrderComponent, OrderNode, PillView, Problem, Range, Rect, UnassignedView, View, WaitView, WaveView,
};
use crate::diag::{Code, Diagnostic, Phase};
use crate::env::{CapabilityUse, Component, Environment, Via};
use crate::graph::{AppGraph, ComponentId, GraphComponent, NodeId, WayOut};
use crate::layout::{self, Layout};
use crate::numbers::Numbers;
use crate::plan::{NodeCycle, Plan, Reason, Step};
use crate::source::Sources;

/// Puts together what the page shows. `layout` may draw more than `plan` orders: nodes outside the target.
pub fn build(
    sources: &Sources,
    environment: &Environment,
    graph: &AppGraph,
    plan: &Plan,
    layout: &Layout,
    diagnostics: &[Diagnostic],
) -> View {
    let places = Places::new(sources);
    let builder = Builder { places: &places, environment, graph, plan };
    View {
        problems: diagnostics.iter().map(|it| problem(it, &places)).collect(),
        unreadable: diagnostics.iter().find(|it| is_unreadable(it)).map(|it| places.range(it.span)),
        refused: environment.refused,
        instances: builder.instances(),
        drawing: builder.drawing(layout),
        levels: (0..).zip(&plan.levels).map(|(level, steps)| builder.level(level, steps)).collect(),
        blocked: plan.blocked.iter().map(|step| builder.order_node(step)).collect(),
        unassigned: builder.unassigned(),
        cycles: plan.cycles.iter().map(cycle).collect(),
        warnings: plan.warnings(),
        timings: None,
    }
}

/// A finding for the page.
pub(super) fn problem(diagnostic: &Diagnostic, places: &Places<'_>) -> Problem {
    let label = |label: &crate::diag::Label| Label {
        message: label.message.clone(),
        range: places.range(label.span),
    };
    let edit =
        |edit: &crate::diag::Edit| Label { message: edit.text.clone(), range: places.range(edit.span) };
    let fix = |fix: &crate::diag::Fix| FixView {
        title: fix.title.clone(),
        safe: fix.safe,
        edits: fix.edits.iter().map(edit).collect(),
    };
    Problem {
        code: diagnostic.code.id().to_owned(),
        severity: diagnostic.severity.word().to_owned(),
        phase: diagnostic.phase.word().to_owned(),
        message: diagnostic.message.clone(),
        range: places.range(diagnostic.span),
        hints: diagnostic.hints.clone(),
        labels: diagnostic.labels.iter().map(label).collect(),
        fixes: diagnostic.fixes.iter().map(fix).collect(),
    }
}

/// Whether a part of a file has no tree because of this.
fn is_unreadable(diagnostic: &Diagnostic) -> bool {
    const CODES: &[Code] = &[
        Code::SyntaxError,
        Code::NestingTooDeep,
        Code::UnclosedQuote,
        Code::UnclosedComment,
        Code::IllegalNumber,
    ];
    diagnostic.phase == Phase::Parse && CODES.contains(&diagnostic.code)
}

fn cycle(cycle: &NodeCycle) -> CycleView {
    let hop = |hop: &crate::plan::Hop| HopView {
        from: hop.from.clone(),
        to: hop.to.clone(),
        capability: hop.capability.clone(),
        producer: hop.producer.clone(),
        consumer: hop.consumer.clone(),
    };
    CycleView {
        kind: cycle.kind.word().to_owned(),
        nodes: cycle.path(),
        hops: cycle.hops.iter().map(hop).collect(),
        ways_out: cycle.ways_out.iter().map(WayOut::sentence).collect(),
    }
}

fn wait(reason: &Reason) -> WaitView {
    WaitView {
        node: reason.node.clone(),
        capability: reason.capability.clone(),
        producer: reason.producer.clone(),
        component: reason.component.clone(),
        via: reason.via.word().to_owned(),
    }
}

fn names(uses: &[CapabilityUse]) -> Vec<String> {
    uses.iter().map(|used| used.capability.to_string()).collect()
}

fn count(items: usize) -> u32 {
    u32::try_from(items).unwrap_or(u32::MAX)
}

impl From<layout::Rect> for Rect {
    fn from(rect: layout::Rect) -> Rect {
        let layout::Rect { x, y, width, height } = rect;
        Rect { x, y, width, height }
    }
}

/// What all parts of a view are looked up in.
struct Builder<'a> {
    places: &'a Places<'a>,
    environment: &'a Environment,
    graph: &'a AppGraph,
    plan: &'a Plan,
}

impl Builder<'_> {
    fn instances(&self) -> Vec<InstanceView> {
        let instance = |(colour, it): (u32, &crate::env::Instance)| InstanceView {
            id: it.reference.to_string(),
            colour,
            source: self.places.range(it.span),
            components: count(it.components.len()),
        };
        (0..).zip(&self.environment.instances).map(instance).collect()
    }

    fn drawing(&self, layout: &Layout) -> Drawing {
        let targeted = self.plan.steps().map(|step| step.id.index()).collect();
        Drawing {
            width: layout.width,
            height: layout.height,
            rows: layout.rows,
            waves: layout.columns.iter().map(wave).collect(),
            cards: self.cards(layout, &targeted),
            pills: layout.pills.iter().map(|pill| self.pill(pill)).collect(),
            edges: layout.edges.iter().map(|line| self.edge(line)).collect(),
            arrangement: layout.arrangement.clone(),
        }
    }

    fn cards(&self, layout: &Layout, targeted: &Numbers) -> Vec<CardView> {
        let card = |card: &layout::Card| CardView {
            node: self.graph.node(card.node).name.clone(),
            stack: card.stack.iter().map(|&id| self.member(id, card, targeted)).collect(),
            title: card.title.clone(),
            wave: card.level,
            rect: card.rect.into(),
            source: self.node_range(card.node),
            chips: card.chips.iter().map(|chip| self.chip(chip)).collect(),
            targeted: card.stack.iter().chain([&card.node]).any(|node| targeted.contains(node.index())),
        };
        layout.cards.iter().map(card).collect()
    }

    /// The card of a node that shares one with others.
    fn member(&self, id: NodeId, card: &layout::Card, targeted: &Numbers) -> CardView {
        let node = self.graph.node(id);
        let chip = |&component: &ComponentId| {
            let (title, rect) = (self.component_name(component), card.rect);
            self.chip(&layout::Chip {
                component,
                stack: Vec::new(),
                title,
                rect,
                port: None,
                ball: false,
                socket: false,
            })
        };
        CardView {
            node: node.name.clone(),
            stack: Vec::new(),
            title: node.name.clone(),
            wave: card.level,
            rect: card.rect.into(),
            source: self.node_range(id),
            chips: node.components.iter().map(chip).collect(),
            targeted: targeted.contains(id.index()),
        }
    }

    /// A node's first mention, or else where its first component is assigned to it.
    fn node_range(&self, node: NodeId) -> Range {
        let node = self.graph.node(node);
        let first = node.components.first().map(|&id| self.component(id));
        let span = node.mention.or(first.map(|it| it.assignment.unwrap_or(it.span)));
        self.places.range(span.expect("a node is mentioned or has a component"))
    }

    fn chip(&self, chip: &layout::Chip) -> ChipView {
        let it = self.component(chip.component);
        ChipView {
            component: it.reference.to_string(),
            title: chip.title.clone(),
            instance: self.instance_name(chip.component),
            colour: self.colour(chip.component),
            rect: chip.rect.into(),
            source: self.places.range(it.span),
            whole: self.places.ends(it.whole),
            assignment: it.assignment.map(|span| self.places.range(span)),
            produces: names(&it.produces),
            consumes: names(&it.consumes),
            port: chip.port,
            ball: chip.ball,
            socket: chip.socket,
            broken: it.broken || chip.stack.iter().any(|&id| self.component(id).broken),
        }
    }

    fn pill(&self, pill: &layout::Pill) -> PillView {
        let owner = pill.producer.or(pill.consumers.first().copied());
        PillView {
            capability: pill.capability.to_string(),
            stack: pill.stack.iter().map(|pill| self.pill(pill)).collect(),
            title: pill.title.clone(),
            producer: pill.producer.map(|id| self.component_name(id)),
            consumers: pill.consumers.iter().map(|&id| self.component_name(id)).collect(),
            colour: owner.map_or(0, |id| self.colour(id)),
            rect: pill.rect.into(),
            source: self.places.range(pill.span),
            unresolved: pill.producer.is_none(),
            order_only: pill.order_only,
            shared: pill.shared,
        }
    }

    fn edge(&self, line: &layout::Line) -> EdgeView {
        let component = self.component_name(line.component);
        let id = match line.via {
            Via::Export => format!("{component}>{}", line.capability),
            Via::Consume | Via::Require => format!("{}>{component}", line.capability),
        };
        EdgeView {
            id,
            capability: line.capability.to_string(),
            component,
            via: line.via.word().to_owned(),
            source: self.places.range(line.span),
            colour: self.colour(line.component),
            path: line.path.clone(),
            local: line.local,
        }
    }

    fn level(&self, level: u32, steps: &[Step]) -> LevelView {
        LevelView { level, nodes: steps.iter().map(|step| self.order_node(step)).collect() }
    }

    fn order_node(&self, step: &Step) -> OrderNode {
        let component = |it: &crate::plan::StepComponent| OrderComponent {
            instance: it.instance.clone(),
            component: it.component.clone(),
            colour: self.colour(it.id),
        };
        OrderNode {
            name: step.node.clone(),
            components: step.components.iter().map(component).collect(),
            waits_for: step.waits_for.iter().map(wait).collect(),
            decisive: step.decisive.map(count),
            prerequisite: step.prerequisite,
        }
    }

    fn unassigned(&self) -> Vec<UnassignedView> {
        let without_node = self.graph.component_ids().filter(|(_, it)| it.node.is_none());
        let unassigned = |(id, it): (ComponentId, &GraphComponent)| UnassignedView {
            instance: self.instance_name(id),
            component: it.reference.to_string(),
            colour: self.colour(id),
            source: self.places.range(self.component(id).span),
        };
        without_node.map(unassigned).collect()
    }

    fn component(&self, id: ComponentId) -> &Component {
        let it = self.graph.component(id);
        let instance = self.environment.instances.get(it.instance);
        instance.and_then(|i| i.components.get(it.index)).expect("the graph was built from this environment")
    }

    fn component_name(&self, id: ComponentId) -> String {
        self.graph.component(id).reference.to_string()
    }

    fn instance_name(&self, id: ComponentId) -> String {
        let instance = self.environment.instances.get(self.graph.component(id).instance);
        instance.map_or_else(String::new, |it| it.reference.to_string())
    }

    fn colour(&self, id: ComponentId) -> u32 {
        count(self.graph.component(id).instance)
    }
}

fn wave(column: &layout::Column) -> WaveView {
    WaveView { index: column.level, rect: column.rect.into(), nodes: column.nodes }
}
