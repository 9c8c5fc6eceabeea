//! What stands in which layer.
//!
//! Column `c` is layer `2c + 1`, the channel before it layer `2c`. A capability stands in the channel after its
//! producer's column, or, without a producer on a drawn node, before the column of its first consumer. On the way to
//! consumers further right it takes one pass in every layer between (as Sugiyama's dummies), shared by all consumers.
//!
//! Nodes that share a card have one chip for each type of their components, and the capabilities of a type that such a
//! chip exports share a pill.
//!
//! Where waves are rows, each row is a column, and all is said as if the drawing were turned over its diagonal: an
//! item's height is its width, its top is its left. Only [`route`](super::route) turns it back.

use crate::table::Table;

use super::stacks::Stacks;
use super::{rows, text};
use crate::env::{Environment, Reference, Via};
use crate::graph::{AppGraph, ComponentId};
use crate::input::Flow;
use crate::numbers::Numbers;
use crate::plan::{Plan, Step, StepComponent};
use crate::sort;
use crate::source::Span;

/// Height of a card's title row.
pub(super) const TITLE_ROW: i32 = 34;
/// Height of a chip.
pub(super) const CHIP_HEIGHT: i32 = 26;
/// Between chips, and below the last.
pub(super) const CHIP_GAP: i32 = 6;
/// Height of a pill.
pub(super) const PILL_HEIGHT: i32 = 22;
/// Height of what a line takes that passes a layer.
pub(super) const PASS_HEIGHT: i32 = 8;

/// Everything that has to be arranged.
pub(super) struct Sheet<'a> {
    pub(super) graph: &'a AppGraph,
    /// Where waves are rows, how wide they can be.
    pub(super) room: Option<i32>,
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
    /// Its number among the waves; several rows can be one wave.
    pub(super) wave: usize,
    pub(super) card_width: i32,
}

pub(super) struct CardSpec<'a> {
    /// The nodes that share it; the first stands for all.
    pub(super) steps: Vec<&'a Step>,
    pub(super) title: String,
    pub(super) chips: Vec<ChipSpec>,
    /// Number of its first component's instance.
    pub(super) group: usize,
    pub(super) column: usize,
    pub(super) item: usize,
}

impl CardSpec<'_> {
    /// How high it is drawn.
    pub(super) fn drawn_height(&self) -> i32 {
        chip_top(self.chips.len()) + 2
    }

    /// The node by whose name the card is known.
    pub(super) fn leader(&self) -> &Step {
        self.steps.first().expect("a card is made for a node")
    }
}

pub(super) struct ChipSpec {
    /// The components that share it; the first stands for all.
    pub(super) components: Vec<ComponentId>,
    pub(super) title: String,
}

impl ChipSpec {
    /// The component by whose name the chip is known.
    pub(super) fn first(&self) -> ComponentId {
        *self.components.first().expect("a chip is made for a component")
    }
}

/// A chip's place: the card and its number on it.
#[derive(Clone, Copy)]
pub(super) struct Seat {
    pub(super) card: usize,
    pub(super) chip: usize,
    pub(super) column: usize,
    /// The chip's number among all chips.
    pub(super) id: usize,
}

pub(super) struct PillSpec {
    pub(super) capability: Reference,
    /// Those that share it with this one, which stands for all; they have no item and no passes.
    pub(super) stack: Vec<PillSpec>,
    pub(super) title: String,
    pub(super) producer: Option<ComponentId>,
    /// Where it is exported on a drawn node.
    pub(super) from: Option<Seat>,
    /// Those that share a chip have one line.
    pub(super) consumers: Vec<Consumer>,
    pub(super) span: Span,
    pub(super) item: usize,
    pub(super) layer: usize,
    pub(super) width: i32,
    /// Its passes from left to right, the first in the layer after its own.
    pub(super) passes: Vec<usize>,
    /// Those on the way back to an earlier row of a cycle, from right to left, the first in the layer before its own.
    pub(super) passes_back: Vec<usize>,
}

pub(super) struct Consumer {
    pub(super) component: ComponentId,
    pub(super) via: Via,
    /// Where it says so.
    pub(super) span: Span,
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
    /// The chip that exports it, or else the first that waits for it.
    fn home(&self) -> Option<Seat> {
        self.from.or_else(|| self.consumers.iter().find_map(|it| it.seat))
    }

    /// The layer it belongs to, by where its ends are.
    pub(super) fn find_layer(&self) -> usize {
        let consumers = self.consumers.iter().filter_map(|it| it.seat);
        let before_first = consumers.map(|seat| 2 * seat.column).min();
        self.from.map_or(before_first.unwrap_or(0), |seat| 2 * seat.column + 2)
    }

    /// Each place where a line ends, once, and how what is there waits.
    pub(super) fn ends(&self) -> Vec<(Seat, &Consumer)> {
        let all = self.consumers.iter().chain(self.stack.iter().flat_map(|pill| &pill.consumers));
        let seats = all.filter_map(|it| Some((it.seat?, it)));
        let consuming: Numbers =
            seats.clone().filter(|(_, it)| it.via == Via::Consume).map(|(seat, _)| seat.id).collect();
        let mut done = Numbers::default();
        let mut ends = Vec::new();
        for (seat, consumer) in seats {
            let says_all = consumer.via == Via::Consume || !consuming.contains(seat.id);
            if says_all && !done.contains(seat.id) {
                done.insert(seat.id);
                ends.push((seat, consumer));
            }
        }
        ends
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
pub(super) fn build<'a>(
    graph: &'a AppGraph,
    plan: &'a Plan,
    environment: &Environment,
    stacks: &Stacks,
    flow: Flow,
) -> Sheet<'a> {
    let mut sheet = Sheet {
        graph,
        room: None,
        columns: Vec::new(),
        cards: Vec::new(),
        pills: Vec::new(),
        items: Vec::new(),
        layers: vec![Vec::new()],
    };
    for (level, steps) in plan.levels.iter().enumerate() {
        sheet.add_column(u32::try_from(level).ok(), steps, stacks);
    }
    if !plan.blocked.is_empty() {
        sheet.add_column(None, &plan.blocked, stacks);
    }
    sheet.room = rows::room(flow, sheet.cards.len());
    let all = |sheet: &Sheet<'_>| sheet.shared(pills(graph, environment, &sheet.seats()));
    let mut pills = all(&sheet);
    if let Some(room) = sheet.room {
        rows::break_waves(&mut sheet, &pills, room);
        pills = all(&sheet);
        rows::name_pills(&sheet, &mut pills, room);
    }
    sheet.add_card_items();
    for pill in pills {
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
        stack: Vec::new(),
        title: String::new(),
        producer: None,
        from: None,
        consumers: Vec::new(),
        span,
        item: 0,
        layer: 0,
        width: 0,
        passes: Vec::new(),
        passes_back: Vec::new(),
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
            pill.add_consumer(Consumer {
                component,
                via: wanted.via,
                span: wanted.span,
                seat: seat(component),
            });
        }
    }
    let drawn = |pill: &PillSpec| pill.from.is_some() || pill.consumers.iter().any(|it| it.seat.is_some());
    found.into_values().filter(drawn).collect()
}

impl PillSpec {
    /// A component is one consumer however often it names the capability; `consume` says more than `require`.
    fn add_consumer(&mut self, consumer: Consumer) {
        match self.consumers.last_mut() {
            Some(last) if last.component == consumer.component => {
                if consumer.via == Via::Consume {
                    (last.via, last.span) = (consumer.via, consumer.span);
                }
            }
            Some(_) | None => self.consumers.push(consumer),
        }
    }
}

impl<'a> Sheet<'a> {
    fn add_column(&mut self, level: Option<u32>, steps: &'a [Step], stacks: &Stacks) {
        let column = self.columns.len();
        self.columns.push(ColumnSpec { level, wave: column, card_width: 0 });
        // The members of each card, at the place of the node that stands for it.
        let mut members: Vec<Vec<&Step>> = vec![Vec::new(); self.graph.nodes.len()];
        for step in steps {
            members.iter_mut().skip(stacks.leader(step.id)).take(1).for_each(|it| it.push(step));
        }
        for step in steps {
            let steps = members.get_mut(step.id.index()).map(std::mem::take).unwrap_or_default();
            if !steps.is_empty() {
                self.add_card(column, steps);
            }
        }
    }

    fn add_card(&mut self, column: usize, steps: Vec<&'a Step>) {
        let chips = self.chips(&steps);
        let first = chips.first().and_then(|chip| chip.components.first());
        let group = first.map_or(usize::MAX, |&it| self.graph.component(it).instance);
        self.cards.push(CardSpec { title: card_title(&steps), steps, chips, group, column, item: 0 });
    }

    fn add_card_items(&mut self) {
        self.layers.resize(layer_of(self.columns.len()), Vec::new());
        for number in 0..self.cards.len() {
            let Some(card) = self.cards.get(number) else { break };
            let (layer, group) = (layer_of(card.column), card.group);
            let height = if self.room.is_some() { self.card_width(card) } else { card.drawn_height() };
            let item = self.add_item(layer, Kind::Card, group, height);
            self.cards.iter_mut().skip(number).take(1).for_each(|card| card.item = item);
        }
    }

    /// How wide the cards of this card's column are.
    fn card_width(&self, card: &CardSpec<'_>) -> i32 {
        self.columns.get(card.column).map_or(0, |column| column.card_width)
    }

    /// A chip for each component of one node; for each type of component where nodes share a card.
    fn chips(&self, steps: &[&Step]) -> Vec<ChipSpec> {
        let components = steps.iter().flat_map(|step| &step.components);
        if steps.len() == 1 {
            let chip = |it: &StepComponent| ChipSpec { components: vec![it.id], title: it.component.clone() };
            return components.map(chip).collect();
        }
        let mut chips: Vec<ChipSpec> = Vec::new();
        let ty = |component: ComponentId| &self.graph.component(component).reference.ty;
        for it in components {
            match chips.iter_mut().find(|chip| ty(chip.first()) == ty(it.id)) {
                Some(chip) => chip.components.push(it.id),
                None => chips.push(ChipSpec { components: vec![it.id], title: String::new() }),
            }
        }
        for chip in &mut chips {
            chip.title = format!("{} × {}", ty(chip.first()), chip.components.len());
        }
        chips
    }

    /// Lets the capabilities of a type share a pill that one chip of a stack exports, or that, exported by none, one
    /// such chip waits for; then names all pills.
    fn shared(&self, pills: Vec<PillSpec>) -> Vec<PillSpec> {
        let mut kept: Vec<PillSpec> = Vec::new();
        // The shared pills of each chip.
        let mut of_chips: Vec<Vec<usize>> = Vec::new();
        for pill in pills {
            let Some(seat) = pill.home().filter(|&seat| self.is_stack(seat)) else {
                kept.push(pill);
                continue;
            };
            if of_chips.len() <= seat.id {
                of_chips.resize(seat.id + 1, Vec::new());
            }
            let own = of_chips.get_mut(seat.id).expect("there is one for each chip so far");
            let is_equal = |other: &PillSpec| {
                other.capability.ty == pill.capability.ty && other.from.is_some() == pill.from.is_some()
            };
            let equal = own.iter().copied().find(|&place| kept.get(place).is_some_and(is_equal));
            if let Some(other) = equal.and_then(|place| kept.get_mut(place)) {
                other.stack.push(pill);
            } else {
                own.push(kept.len());
                kept.push(pill);
            }
        }
        for pill in &mut kept {
            let title = match pill.stack.len() {
                0 => pill.capability.to_string(),
                others => format!("{} × {}", pill.capability.ty, others + 1),
            };
            // Wide ones would push the columns apart.
            pill.title = text::shorten(&title, text::PILL, 216);
            pill.width = text::width(&pill.title, text::PILL) + PILL_HEIGHT;
        }
        kept
    }

    fn is_stack(&self, seat: Seat) -> bool {
        self.cards.get(seat.card).is_some_and(|card| card.steps.len() > 1)
    }

    /// The seat of each component of the graph.
    fn seats(&self) -> Vec<Option<Seat>> {
        let mut seats = vec![None; self.graph.components.len()];
        let mut id = 0;
        for (card, spec) in self.cards.iter().enumerate() {
            for (chip, it) in spec.chips.iter().enumerate() {
                for component in &it.components {
                    let seat = seats.get_mut(component.index()).expect("the plan was made from this graph");
                    *seat = Some(Seat { card, chip, column: spec.column, id });
                }
                id += 1;
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
        let height = if self.room.is_some() { pill.width } else { PILL_HEIGHT };
        pill.item = self.add_item(layer, Kind::Pill, group, height);
        if let Some(seat) = pill.from {
            self.link_chip(seat, pill.item);
        }
        let mut seats: Vec<Seat> = pill.ends().into_iter().map(|(seat, _)| seat).collect();
        self.add_passes_back(&mut pill, &seats, group);
        seats.retain(|&seat| !pill.is_local(seat));
        sort::by_key(&mut seats, |seat| seat.column);
        let mut end = pill.item;
        for seat in seats {
            while layer + pill.passes.len() < 2 * seat.column {
                let next = layer + pill.passes.len() + 1;
                let pass = self.add_item(next, Kind::Pass, group, PASS_HEIGHT);
                let middle = if self.room.is_some() { self.item(end).height / 2 } else { PASS_HEIGHT / 2 };
                self.link(end, middle, pass, PASS_HEIGHT / 2);
                pill.passes.push(pass);
                end = pass;
            }
            self.link_to_chip(end, seat);
        }
        self.pills.push(pill);
    }

    /// Within a cycle a line can lead to a row before the one that its pill follows.
    fn add_passes_back(&mut self, pill: &mut PillSpec, seats: &[Seat], group: usize) {
        let mut end = pill.item;
        let mut seats: Vec<Seat> =
            seats.iter().copied().filter(|seat| layer_of(seat.column) + 1 < pill.layer).collect();
        sort::by_key(&mut seats, |seat| usize::MAX - seat.column);
        for seat in seats {
            let last = layer_of(seat.column) + 1;
            while pill.layer - pill.passes_back.len() > last {
                let before = pill.layer - pill.passes_back.len() - 1;
                let pass = self.add_item(before, Kind::Pass, group, PASS_HEIGHT);
                self.link(pass, PASS_HEIGHT / 2, end, self.item(end).height / 2);
                pill.passes_back.push(pass);
                end = pass;
            }
            self.link_chip(seat, end);
        }
    }

    fn add_item(&mut self, layer: usize, kind: Kind, group: usize, height: i32) -> usize {
        let id = self.items.len();
        self.items.push(Item { kind, group, height, y: 0, left: Vec::new(), right: Vec::new() });
        self.layers.get_mut(layer).expect("layers are made with their columns").push(id);
        id
    }

    fn link_chip(&mut self, seat: Seat, to: usize) {
        let card = self.card_item(seat);
        self.link(card, self.port(seat), to, self.item(to).height / 2);
    }

    fn link_to_chip(&mut self, from: usize, seat: Seat) {
        let card = self.card_item(seat);
        let middle = self.item(from).height / 2;
        self.link(from, middle, card, self.port(seat));
    }

    /// Where the lines of a chip end, below the top of its card.
    pub(super) fn port(&self, seat: Seat) -> i32 {
        let card = self.cards.get(seat.card).expect("a seat is on a card");
        match self.room {
            Some(_) => rows::port(seat.chip, card.chips.len(), self.card_width(card)),
            None => chip_top(seat.chip) + CHIP_HEIGHT / 2,
        }
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

/// The name of a node, or what the names of several have in common and how many they are.
fn card_title(steps: &[&Step]) -> String {
    let Some((first, others)) = steps.split_first() else { return String::new() };
    if others.is_empty() {
        return first.node.clone();
    }
    let name: Vec<char> = first.node.chars().collect();
    let (mut head, mut tail) = (name.len(), name.len());
    for step in others {
        let same = |own: &mut dyn Iterator<Item = char>, other: &mut dyn Iterator<Item = char>| {
            own.zip(other).take_while(|(own, other)| own == other).count()
        };
        head = head.min(same(&mut name.iter().copied(), &mut step.node.chars()));
        tail = tail.min(same(&mut name.iter().rev().copied(), &mut step.node.chars().rev()));
    }
    let head: String = name.iter().take(head).collect();
    let tail: String = name.iter().skip(name.len() - tail.min(name.len() - head.chars().count())).collect();
    match (head.is_empty(), tail.is_empty()) {
        (true, true) => format!("{} nodes", steps.len()),
        (_, _) => format!("{head}…{tail} × {}", steps.len()),
    }
}
