//! Turns an arranged sheet into rectangles and lines.

use std::fmt::Write as _;

use super::keep::{self, Arrangement};
use super::layers::{CHIP_HEIGHT, CardSpec, ChipSpec, Consumer, PillSpec, Seat, Sheet, chip_top, layer_of};
use super::place::{BESIDE_CHIP, BESIDE_TITLE, LANE_PADDING, MARGIN, lane_bottom};
use super::rows;
use super::{Card, Chip, Column, Layout, Line, Pill, Rect, text};
use crate::env::Via;
use crate::graph::ComponentId;
use crate::numbers::Numbers;
use crate::sort;

/// On both sides of the pills in a channel, for curves.
const ROOM: i32 = 26;
/// The least width of a channel between two columns.
const LEAST_CHANNEL: i32 = 48;
/// From the side of a chip or card to what is inside.
const INSET: i32 = 8;
/// How far below a line that arrives one starts that leads back.
pub const BACK: i32 = 5;

/// What a layer occupies: for a column its cards, for a channel the part that holds its pills.
#[derive(Clone, Copy, Default)]
pub(super) struct Zone {
    pub(super) left: i32,
    pub(super) right: i32,
    /// Of the whole layer.
    pub(super) width: i32,
}

/// Draws everything.
pub(super) fn draw(sheet: &Sheet<'_>, before: &Arrangement) -> Layout {
    let mut layout = Layout { rows: sheet.room.is_some(), ..Layout::default() };
    let zones = match sheet.room {
        Some(room) => rows::set_rows(sheet, room, &mut layout),
        None => set_columns(sheet, before, &mut layout),
    };
    for card in &sheet.cards {
        let nodes = u32::try_from(card.steps.len()).unwrap_or(u32::MAX);
        let wave = sheet.columns.get(card.column).map_or(0, |column| column.wave);
        layout.columns.iter_mut().skip(wave).take(1).for_each(|column| column.nodes += nodes);
    }
    let drawer = Drawer { sheet, zones };
    let mut lines: Vec<(usize, Line)> = Vec::new();
    for pill in &sheet.pills {
        lines.extend(drawer.lines(pill).into_iter().map(|line| (pill.item, line)));
    }
    layout.cards = drawer.cards(&lines);
    layout.pills = drawer.pills();
    let widths: Vec<i32> = drawer.zones.iter().map(|zone| zone.width).collect();
    layout.arrangement = keep::write(sheet, before, &widths);
    layout.edges = lines.into_iter().map(|(_, line)| line).collect();
    layout
}

/// Lays lanes and channels side by side; the outer channels are there only if they hold something.
fn set_columns(sheet: &Sheet<'_>, before: &Arrangement, layout: &mut Layout) -> Vec<Zone> {
    let height = lane_bottom(sheet) - MARGIN;
    let channels = channel_widths(sheet, before);
    let mut zones = Vec::new();
    let mut x = MARGIN;
    for (layer, channel) in channels.into_iter().enumerate() {
        let column = if layer % 2 == 1 { sheet.columns.get(layer / 2) } else { None };
        let width = column.map_or(channel, |column| column.card_width + 2 * LANE_PADDING);
        let rect = Rect { x, y: MARGIN, width, height };
        let side = if column.is_some() { LANE_PADDING } else { ROOM.min(width / 2) };
        zones.push(Zone { left: x + side, right: rect.right() - side, width });
        if let Some(column) = column {
            layout.columns.push(Column { level: column.level, rect, nodes: 0 });
        } else if width > 0 {
            layout.channels.push(rect);
        }
        x += width;
    }
    (layout.width, layout.height) = (x + MARGIN, height + 2 * MARGIN);
    zones
}

/// The width of each layer if it is a channel.
fn channel_widths(sheet: &Sheet<'_>, before: &Arrangement) -> Vec<i32> {
    let mut widths = vec![LEAST_CHANNEL; sheet.layers.len()];
    for outer in [0, sheet.layers.len().saturating_sub(1)] {
        widths.iter_mut().skip(outer).take(1).for_each(|width| *width = 0);
    }
    for pill in &sheet.pills {
        let width = widths.get_mut(pill.layer).expect("a pill is in a layer");
        *width = (*width).max(pill.width + 2 * ROOM);
    }
    for (layer, width) in widths.iter_mut().enumerate().filter(|(_, width)| **width > 0) {
        *width = (*width).max(before.width(layer));
    }
    widths
}

struct Drawer<'a> {
    sheet: &'a Sheet<'a>,
    zones: Vec<Zone>,
}

impl Drawer<'_> {
    fn zone(&self, layer: usize) -> Zone {
        self.zones.get(layer).copied().expect("every layer has a zone")
    }

    fn is_turned(&self) -> bool {
        self.sheet.room.is_some()
    }

    /// What is drawn for a rectangle.
    fn turn(&self, rect: Rect) -> Rect {
        if self.is_turned() { rows::turn(rect) } else { rect }
    }

    /// Where an item begins.
    fn top(&self, item: usize) -> i32 {
        self.sheet.item(item).y + if self.is_turned() { rows::SHIFT } else { 0 }
    }

    fn cards(&self, lines: &[(usize, Line)]) -> Vec<Card> {
        let leaving = lines.iter().filter(|(_, line)| line.via == Via::Export);
        let balls: Numbers = leaving.map(|(_, line)| line.component.index()).collect();
        let arriving = lines.iter().filter(|(_, line)| line.via != Via::Export && !line.local);
        let sockets: Numbers = arriving.map(|(_, line)| line.component.index()).collect();
        let mut specs: Vec<&CardSpec<'_>> = self.sheet.cards.iter().collect();
        sort::by_key(&mut specs, |spec| (spec.column, self.sheet.item(spec.item).y));
        specs.into_iter().map(|spec| self.card(spec, &balls, &sockets)).collect()
    }

    fn card(&self, spec: &CardSpec<'_>, balls: &Numbers, sockets: &Numbers) -> Card {
        let Zone { left, .. } = self.zone(layer_of(spec.column));
        let (width, height) = (self.card_right(spec) - left, self.sheet.item(spec.item).height);
        let rect = self.turn(Rect { x: left, y: self.top(spec.item), width, height });
        let beside = (BESIDE_TITLE, BESIDE_CHIP);
        let (beside_title, beside_chip) = if self.is_turned() { rows::BESIDE } else { beside };
        let chip = |(index, it): (usize, &ChipSpec)| Chip {
            component: it.first(),
            stack: several(&it.components),
            title: text::shorten(&it.title, text::CHIP, rect.width - beside_chip),
            rect: Rect {
                x: rect.x + INSET,
                y: rect.y + chip_top(index),
                width: rect.width - 2 * INSET,
                height: CHIP_HEIGHT,
            },
            port: self.is_turned().then(|| rows::port(index, spec.chips.len(), rect.width)),
            ball: it.components.iter().any(|it| balls.contains(it.index())),
            socket: it.components.iter().any(|it| sockets.contains(it.index())),
        };
        Card {
            node: spec.leader().id,
            stack: several(&spec.steps).into_iter().map(|step| step.id).collect(),
            title: text::shorten(&spec.title, text::TITLE, rect.width - beside_title),
            level: self.sheet.columns.get(spec.column).and_then(|column| column.level),
            rect,
            chips: spec.chips.iter().enumerate().map(chip).collect(),
        }
    }

    /// The right side of a card: all in a column are as wide as it, but those in a row as high as they have to be.
    fn card_right(&self, spec: &CardSpec<'_>) -> i32 {
        let zone = self.zone(layer_of(spec.column));
        if self.is_turned() { zone.left + spec.drawn_height() } else { zone.right }
    }

    fn pills(&self) -> Vec<Pill> {
        let mut specs: Vec<&PillSpec> = self.sheet.pills.iter().collect();
        sort::by_key(&mut specs, |spec| (spec.layer, self.sheet.item(spec.item).y));
        specs.into_iter().map(|spec| self.pill(spec)).collect()
    }

    fn pill(&self, spec: &PillSpec) -> Pill {
        let rect = self.turn(self.pill_rect(spec));
        let mut pill = self.alone(spec, rect);
        if !spec.stack.is_empty() {
            pill.stack.push(pill.clone());
            pill.stack.extend(spec.stack.iter().map(|other| self.alone(other, rect)));
            pill.consumers = spec.ends().into_iter().map(|(_, consumer)| consumer.component).collect();
            pill.order_only = pill.stack.iter().all(|it| it.order_only || it.consumers.is_empty())
                && !pill.consumers.is_empty();
            pill.shared = pill.stack.iter().any(|it| it.shared);
        }
        pill
    }

    /// What a pill says of the first capability that it stands for.
    fn alone(&self, spec: &PillSpec, rect: Rect) -> Pill {
        let instance = |component: ComponentId| self.sheet.graph.component(component).instance;
        let foreign = |consumer: &Consumer| {
            spec.producer.is_some_and(|producer| instance(producer) != instance(consumer.component))
        };
        Pill {
            capability: spec.capability.clone(),
            stack: Vec::new(),
            title: spec.title.clone(),
            producer: spec.producer,
            consumers: spec.consumers.iter().map(|consumer| consumer.component).collect(),
            rect,
            span: spec.span,
            order_only: !spec.consumers.is_empty() && spec.consumers.iter().all(|it| it.via == Via::Require),
            shared: spec.consumers.iter().any(foreign),
        }
    }

    fn pill_rect(&self, spec: &PillSpec) -> Rect {
        let item = self.sheet.item(spec.item);
        let Zone { left, right, .. } = self.zone(spec.layer);
        let width = if self.is_turned() { right - left } else { spec.width };
        Rect { x: left + (right - left - width) / 2, y: self.top(spec.item), width, height: item.height }
    }

    fn lines(&self, spec: &PillSpec) -> Vec<Line> {
        let line = |component, via, span, path, local| Line {
            capability: spec.capability.clone(),
            component,
            via,
            span,
            path,
            local,
        };
        let mut lines = Vec::new();
        if let (Some(producer), Some(seat)) = (spec.producer, spec.from) {
            lines.push(line(producer, Via::Export, spec.span, self.export_path(spec, seat), false));
        }
        for (seat, consumer) in spec.ends() {
            let local = spec.is_local(seat);
            let path = if local { self.path_back(spec, seat) } else { self.path_on(spec, seat) };
            lines.push(line(consumer.component, consumer.via, consumer.span, path, local));
        }
        lines
    }

    fn export_path(&self, spec: &PillSpec, seat: Seat) -> String {
        let pill = self.pill_rect(spec);
        let mut pen = self.pen(self.card_right(self.card_of(seat)), self.chip_middle(seat));
        pen.to(self.zone(layer_of(seat.column)).right, self.chip_middle(seat));
        pen.to(self.zone(spec.layer).left, pill.middle());
        pen.to(pill.x, pill.middle());
        pen.path
    }

    /// From the pill to the right, through its passes as far as the consumer's column.
    fn path_on(&self, spec: &PillSpec, seat: Seat) -> String {
        let pill = self.pill_rect(spec);
        let mut pen = self.pen(pill.right(), pill.middle());
        pen.to(self.zone(spec.layer).right, pill.middle());
        let layers = spec.layer + 1..layer_of(seat.column);
        for (layer, &pass) in layers.zip(&spec.passes) {
            let (middle, zone) = (self.pass_middle(pass), self.zone(layer));
            pen.to(zone.left, middle);
            pen.to(zone.right, middle);
        }
        pen.to(self.zone(layer_of(seat.column)).left, self.chip_middle(seat));
        pen.path
    }

    /// From the pill to the right side of a card in the column before it, or through passes to one further back.
    fn path_back(&self, spec: &PillSpec, seat: Seat) -> String {
        let pill = self.pill_rect(spec);
        let mut pen = self.pen(pill.x, pill.middle() + BACK);
        pen.to(self.zone(spec.layer).left, pill.middle() + BACK);
        let layers = (layer_of(seat.column) + 1..spec.layer).rev();
        for (layer, &pass) in layers.zip(&spec.passes_back) {
            let (middle, zone) = (self.pass_middle(pass), self.zone(layer));
            pen.to(zone.right, middle);
            pen.to(zone.left, middle);
        }
        pen.to(self.zone(layer_of(seat.column)).right, self.chip_middle(seat) + BACK);
        pen.to(self.card_right(self.card_of(seat)), self.chip_middle(seat) + BACK);
        pen.path
    }

    fn pen(&self, x: i32, y: i32) -> Pen {
        Pen::at(x, y, self.is_turned())
    }

    fn card_of(&self, seat: Seat) -> &CardSpec<'_> {
        self.sheet.cards.get(seat.card).expect("a seat is on a card")
    }

    fn chip_middle(&self, seat: Seat) -> i32 {
        self.top(self.card_of(seat).item) + self.sheet.port(seat)
    }

    fn pass_middle(&self, pass: usize) -> i32 {
        self.top(pass) + self.sheet.item(pass).height / 2
    }
}

/// All of them, or none where there is only one.
fn several<T: Clone>(items: &[T]) -> Vec<T> {
    if items.len() > 1 { items.to_vec() } else { Vec::new() }
}

/// Draws straight where the height stays and an S with horizontal ends where it changes; turned, where the distance
/// from the left does, with vertical ends.
struct Pen {
    path: String,
    x: i32,
    y: i32,
    is_turned: bool,
}

impl Pen {
    fn at(x: i32, y: i32, is_turned: bool) -> Pen {
        let (left, top) = if is_turned { (y, x) } else { (x, y) };
        Pen { path: format!("M{left} {top}"), x, y, is_turned }
    }

    fn to(&mut self, x: i32, y: i32) {
        let middle = (self.x + x) / 2;
        match (y != self.y, self.is_turned) {
            (true, false) => write!(self.path, "C{middle} {} {middle} {y} {x} {y}", self.y),
            (true, true) => write!(self.path, "C{} {middle} {y} {middle} {y} {x}", self.y),
            (false, _) if x == self.x => Ok(()),
            (false, false) => write!(self.path, "H{x}"),
            (false, true) => write!(self.path, "V{x}"),
        }
        .expect("a String takes any text");
        (self.x, self.y) = (x, y);
    }
}
