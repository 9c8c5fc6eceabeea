//! Turns an arranged sheet into rectangles and lines.

use std::fmt::Write as _;

use super::keep::{self, Arrangement};
use super::layers::{CHIP_HEIGHT, CardSpec, ChipSpec, Consumer, PillSpec, Seat, Sheet, chip_top, layer_of};
use super::place::{BESIDE_CHIP, BESIDE_TITLE, LANE_PADDING, MARGIN, lane_bottom};
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
struct Zone {
    left: i32,
    right: i32,
    /// Of the whole layer.
    width: i32,
}

/// Draws everything.
pub(super) fn draw(sheet: &Sheet<'_>, before: &Arrangement) -> Layout {
    let mut layout = Layout { height: lane_bottom(sheet) + MARGIN, ..Layout::default() };
    let zones = set_columns(sheet, before, &mut layout);
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
    for card in &sheet.cards {
        let nodes = u32::try_from(card.steps.len()).unwrap_or(u32::MAX);
        layout.columns.iter_mut().skip(card.column).take(1).for_each(|column| column.nodes += nodes);
    }
    layout.width = x + MARGIN;
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
        let item = self.sheet.item(spec.item);
        let Zone { left, right, .. } = self.zone(layer_of(spec.column));
        let rect = Rect { x: left, y: item.y, width: right - left, height: item.height };
        let chip = |(index, it): (usize, &ChipSpec)| Chip {
            component: it.first(),
            stack: several(&it.components),
            title: text::shorten(&it.title, text::CHIP, rect.width - BESIDE_CHIP),
            rect: Rect {
                x: rect.x + INSET,
                y: rect.y + chip_top(index),
                width: rect.width - 2 * INSET,
                height: CHIP_HEIGHT,
            },
            ball: it.components.iter().any(|it| balls.contains(it.index())),
            socket: it.components.iter().any(|it| sockets.contains(it.index())),
        };
        Card {
            node: spec.leader().id,
            stack: several(&spec.steps).into_iter().map(|step| step.id).collect(),
            title: text::shorten(&spec.title, text::TITLE, rect.width - BESIDE_TITLE),
            level: self.sheet.columns.get(spec.column).and_then(|column| column.level),
            rect,
            chips: spec.chips.iter().enumerate().map(chip).collect(),
        }
    }

    fn pills(&self) -> Vec<Pill> {
        let mut specs: Vec<&PillSpec> = self.sheet.pills.iter().collect();
        sort::by_key(&mut specs, |spec| (spec.layer, self.sheet.item(spec.item).y));
        specs.into_iter().map(|spec| self.pill(spec)).collect()
    }

    fn pill(&self, spec: &PillSpec) -> Pill {
        let rect = self.pill_rect(spec);
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
        Rect { x: left + (right - left - spec.width) / 2, y: item.y, width: spec.width, height: item.height }
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
        let mut pen = Pen::at(self.zone(layer_of(seat.column)).right, self.chip_middle(seat));
        pen.to(self.zone(spec.layer).left, pill.middle());
        pen.to(pill.x, pill.middle());
        pen.path
    }

    /// From the pill to the right, through its passes as far as the consumer's column.
    fn path_on(&self, spec: &PillSpec, seat: Seat) -> String {
        let pill = self.pill_rect(spec);
        let mut pen = Pen::at(pill.right(), pill.middle());
        pen.to(self.zone(spec.layer).right, pill.middle());
        let layers = spec.layer + 1..layer_of(seat.column);
        for (layer, &pass) in layers.zip(&spec.passes) {
            let (item, zone) = (self.sheet.item(pass), self.zone(layer));
            pen.to(zone.left, item.y + item.height / 2);
            pen.to(zone.right, item.y + item.height / 2);
        }
        pen.to(self.zone(layer_of(seat.column)).left, self.chip_middle(seat));
        pen.path
    }

    /// From the pill to the right side of a card in the column before it.
    fn path_back(&self, spec: &PillSpec, seat: Seat) -> String {
        let pill = self.pill_rect(spec);
        let mut pen = Pen::at(pill.x, pill.middle() + BACK);
        pen.to(self.zone(spec.layer).left, pill.middle() + BACK);
        pen.to(self.zone(layer_of(seat.column)).right, self.chip_middle(seat) + BACK);
        pen.path
    }

    fn chip_middle(&self, seat: Seat) -> i32 {
        let card = self.sheet.cards.get(seat.card).expect("a seat is on a card");
        self.sheet.item(card.item).y + chip_top(seat.chip) + CHIP_HEIGHT / 2
    }
}

/// All of them, or none where there is only one.
fn several<T: Clone>(items: &[T]) -> Vec<T> {
    if items.len() > 1 { items.to_vec() } else { Vec::new() }
}

/// Draws straight where the height stays and an S with horizontal ends where it changes.
struct Pen {
    path: String,
    x: i32,
    y: i32,
}

impl Pen {
    fn at(x: i32, y: i32) -> Pen {
        Pen { path: format!("M{x} {y}"), x, y }
    }

    fn to(&mut self, x: i32, y: i32) {
        let middle = (self.x + x) / 2;
        if y != self.y {
            write!(self.path, "C{middle} {} {middle} {y} {x} {y}", self.y)
        } else if x != self.x {
            write!(self.path, "H{x}")
        } else {
            Ok(())
        }
        .expect("a String takes any text");
        (self.x, self.y) = (x, y);
    }
}
