//! What stands in which layer.
//!
//! Column `c` is layer `2c + 1`, the channel before it layer `2c`. A capability stands in the channel after its
//! producer's column, or, without a producer on a drawn node, before the column of its first consumer. On the way to
//! consumers further right it takes one pass in every layer between (as Sugiyama's dummies), shared by all consumers.

use crate::table::Table;

use super::text;
use crate::env::{Environment, Reference, Via};
use crate::graph::{AppGraph, ComponentId};
use crate::plan::{Plan, Step};
use crate::sort;
use crate::source::Span;

/// Height of a card's title row.
pub(super) const TITLE_ROW: i32 = 34;
/// Height of a chip.
pub(super) const CHIP_HEIGHT: i32 = 26;
/// Between chips, and below the last.
pub(super) const CHIP_GAP: i32 = 6;
const PILL_HEIGHT: i32 = 22;
const PASS_HEIGHT: i32 = 8;

/// Everything that has to be arranged.
pub(super) struct Sheet<'a> {
    pub(super) graph: &'a AppGraph,
    /// Levels, then the nodes that never run.
    pub(super) columns: Vec<ColumnSpec>,
    pub(super) cards: Vec<CardSpec<'a>>,
    pub(super) pills: Vec<PillSpec>,
    pub(super) items: Vec<Item>,
    /// Items of each layer from top to bottom.
    pub(super) layers: Vec<Vec<usize>>,
}

pub(super) struct ColumnSpec {
    pub(super) level: Option<u32>,
    pub(super) card_width: i32,
}

pub(super) struct CardSpec<'a> {
    pub(super) step: &'a Step,
    pub(super) column: usize,
    pub(super) item: usize,
}

/// A chip's place: the card and its number on it.
#[derive(Clone, Copy)]
pub(super) struct Seat {
    pub(super) card: usize,
    pub(super) chip: usize,
    pub(super) column: usize,
}

pub(super) struct PillSpec {
    pub(super) capability: Reference,
    pub(super) producer: Option<ComponentId>,
    /// Where it is exported on a drawn node.
    pub(super) from: Option<Seat>,
    pub(super) consumers: Vec<Consumer>,
    pub(super) span: Span,
    pub(super) item: usize,
    pub(super) layer: usize,
    pub(super) width: i32,
    /// Its passes from left to right, the first in the layer after its own.
    pub(super) passes: Vec<usize>,
}

pub(super) struct Consumer {
    pub(super) component: ComponentId,
    pub(super) via: Via,
    pub(super) seat: Option<Seat>,
}

/// What can stand in a layer; numbers are those in the sheet's lists.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Card,
    Pill,
    Pass,
}

pub(super) struct Item {
    pub(super) kind: Kind,
    /// Number of an instance: items of one group stay together.
    pub(super) group: usize,
    pub(super) height: i32,
    pub(super) y: i32,
    pub(super) left: Vec<Link>,
    pub(super) right: Vec<Link>,
}

/// A line to an item of a neighbouring layer, with how far below the top it starts here and there.
#[derive(Clone, Copy)]
pub(super) struct Link {
    pub(super) to: usize,
    pub(super) here: i32,
    pub(super) there: i32,
}

impl PillSpec {
    fn find_layer(&self) -> usize {
        let consumers = self.consumers.iter().filter_map(|it| it.seat);
        let before_first = consumers.map(|seat| 2 * seat.column).min();
        self.from.map_or(before_first.unwrap_or(0), |seat| 2 * seat.column + 2)
    }

    /// Whether a consumer in this column is reached by going back.
    pub(super) fn is_local(&self, seat: Seat) -> bool {
        layer_of(seat.column) < self.layer
    }
}

/// The top of a chip, below the top of its card.
pub(super) fn chip_top(chip: usize) -> i32 {
    TITLE_ROW + i32::try_from(chip).unwrap_or(i32::MAX / 64) * (CHIP_HEIGHT + CHIP_GAP)
}

/// The layer of a column.
pub(super) fn layer_of(column: usize) -> usize {
    2 * column + 1
}

/// Makes the items of all layers, in order of mention, without coordinates.
pub(super) fn build<'a>(graph: &'a AppGraph, plan: &'a Plan, environment: &Environment) -> Sheet<'a> {
    let mut sheet = Sheet {
        graph,
        columns: Vec::new(),
        cards: Vec::new(),
        pills: Vec::new(),
        items: Vec::new(),
        layers: vec![Vec::new()],
    };
    for (level, steps) in plan.levels.iter().enumerate() {
        sheet.add_column(u32::try_from(level).ok(), steps);
    }
    if !plan.blocked.is_empty() {
        sheet.add_column(None, &plan.blocked);
    }
    let seats = sheet.seats();
    for pill in pills(graph, environment, &seats) {
        sheet.add_pill(pill);
    }
    sheet
}

/// Capabilities with at least one end on a drawn node: exported ones in the order of declaration, then the others in
/// the order in which they are wanted.
fn pills(graph: &AppGraph, environment: &Environment, seats: &[Option<Seat>]) -> Vec<PillSpec> {
    let mut found: Table<Reference, PillSpec> = Table::new();
    let blank = |capability: &Reference, span: Span| PillSpec {
        capability: capability.clone(),
        producer: None,
        from: None,
        consumers: Vec::new(),
        span,
        item: 0,
        layer: 0,
        width: text::width(&pill_title(capability), text::PILL) + PILL_HEIGHT,
        passes: Vec::new(),
    };
    let seat = |component: ComponentId| seats.get(component.index()).copied().flatten();
    for (capability, producer) in &graph.producers {
        let pill = found.or_insert(capability.clone(), blank(capability, producer.span));
        pill.producer = Some(producer.component);
        pill.from = seat(producer.component);
    }
    for (component, it) in graph.component_ids() {
        let source = environment.instances.get(it.instance).and_then(|i| i.components.get(it.index));
        for wanted in source.iter().flat_map(|it| &it.consumes) {
            let capability = &wanted.capability;
            let pill = found.or_insert(capability.clone(), blank(capability, wanted.span));
            pill.add_consumer(Consumer { component, via: wanted.via, seat: seat(component) });
        }
    }
    let drawn = |pill: &PillSpec| pill.from.is_some() || pill.consumers.iter().any(|it| it.seat.is_some());
    found.into_values().filter(drawn).collect()
}

/// The text of a pill; wide ones would push the columns apart.
pub(super) fn pill_title(capability: &Reference) -> String {
    text::shorten(&capability.to_string(), text::PILL, 216)
}

impl PillSpec {
    /// A component is one consumer however often it names the capability; `consume` says more than `require`.
    fn add_consumer(&mut self, consumer: Consumer) {
        match self.consumers.last_mut() {
            Some(last) if last.component == consumer.component => {
                if consumer.via == Via::Consume {
                    last.via = Via::Consume;
                }
            }
            Some(_) | None => self.consumers.push(consumer),
        }
    }
}

impl<'a> Sheet<'a> {
    fn add_column(&mut self, level: Option<u32>, steps: &'a [Step]) {
        let column = self.columns.len();
        self.columns.push(ColumnSpec { level, card_width: 0 });
        self.layers.extend([Vec::new(), Vec::new()]);
        for step in steps {
            let first = step.components.first();
            let group = first.map_or(usize::MAX, |it| self.graph.component(it.id).instance);
            let height = chip_top(step.components.len()) + 2;
            let item = self.add_item(layer_of(column), Kind::Card, group, height);
            self.cards.push(CardSpec { step, column, item });
        }
    }

    /// The seat of each component of the graph.
    fn seats(&self) -> Vec<Option<Seat>> {
        let mut seats = vec![None; self.graph.components.len()];
        for (card, spec) in self.cards.iter().enumerate() {
            for (chip, it) in spec.step.components.iter().enumerate() {
                let seat = seats.get_mut(it.id.index()).expect("the plan was made from this graph");
                *seat = Some(Seat { card, chip, column: spec.column });
            }
        }
        seats
    }

    fn add_pill(&mut self, mut pill: PillSpec) {
        let layer = pill.find_layer();
        pill.layer = layer;
        let first = pill.consumers.iter().find(|it| it.seat.is_some()).map(|it| it.component);
        let owner = pill.producer.filter(|_| pill.from.is_some()).or(first);
        let group = owner.map_or(usize::MAX, |it| self.graph.component(it).instance);
        pill.item = self.add_item(layer, Kind::Pill, group, PILL_HEIGHT);
        if let Some(seat) = pill.from {
            self.link_chip(seat, pill.item);
        }
        let mut seats: Vec<Seat> = pill.consumers.iter().filter_map(|it| it.seat).collect();
        seats.retain(|&seat| !pill.is_local(seat));
        sort::by_key(&mut seats, |seat| seat.column);
        let mut end = pill.item;
        for seat in seats {
            while layer + pill.passes.len() < 2 * seat.column {
                let next = layer + pill.passes.len() + 1;
                let pass = self.add_item(next, Kind::Pass, group, PASS_HEIGHT);
                self.link(end, PASS_HEIGHT / 2, pass, PASS_HEIGHT / 2);
                pill.passes.push(pass);
                end = pass;
            }
            self.link_to_chip(end, seat);
        }
        self.pills.push(pill);
    }

    fn add_item(&mut self, layer: usize, kind: Kind, group: usize, height: i32) -> usize {
        let id = self.items.len();
        self.items.push(Item { kind, group, height, y: 0, left: Vec::new(), right: Vec::new() });
        self.layers.get_mut(layer).expect("layers are made with their columns").push(id);
        id
    }

    fn link_chip(&mut self, seat: Seat, pill: usize) {
        let card = self.card_item(seat);
        self.link(card, chip_top(seat.chip) + CHIP_HEIGHT / 2, pill, PILL_HEIGHT / 2);
    }

    fn link_to_chip(&mut self, from: usize, seat: Seat) {
        let card = self.card_item(seat);
        let middle = self.item(from).height / 2;
        self.link(from, middle, card, chip_top(seat.chip) + CHIP_HEIGHT / 2);
    }

    fn card_item(&self, seat: Seat) -> usize {
        self.cards.get(seat.card).expect("a seat is on a card").item
    }

    /// Ties an item to one in the next layer.
    fn link(&mut self, from: usize, here: i32, to: usize, there: i32) {
        self.item_mut(from).right.push(Link { to, here, there });
        self.item_mut(to).left.push(Link { to: from, here: there, there: here });
    }

    pub(super) fn item(&self, id: usize) -> &Item {
        self.items.get(id).expect("an item's number is made by add_item")
    }

    pub(super) fn item_mut(&mut self, id: usize) -> &mut Item {
        self.items.get_mut(id).expect("an item's number is made by add_item")
    }
}
