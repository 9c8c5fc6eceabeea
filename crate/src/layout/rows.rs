//! Waves as rows: who stands beside whom where there is little room, and what lies below what.
//!
//! A row is a column that is turned over its diagonal, so all but [`route`](super::route) and this file speak of
//! columns. What only rows have: a wave that would be wider than the room is broken into several rows, each a layer of
//! its own, so that lines from one of them pass those after it as they pass other waves. One lane is drawn around all
//! rows of a wave. Pills have shorter names where they are many.

use super::layers::{ColumnSpec, PASS_HEIGHT, PILL_HEIGHT, PillSpec, Sheet, layer_of};
use super::order::PILL_GAP;
use super::place::{self, LANE_PADDING, TOP};
use super::route::Zone;
use super::{Column, Layout, Rect, text};
use crate::input::Flow;

/// Around the whole drawing: there is another margin around it on a small screen.
const MARGIN: i32 = 4;
/// From the left of the drawing to where items can be.
const SIDE: i32 = MARGIN + LANE_PADDING;
/// From where items are arranged to where they are drawn.
pub(super) const SHIFT: i32 = SIDE - TOP;
/// Widths of drawings: cards cannot be narrower, and nobody looks at more.
const ROOMS: (u32, u32) = (200, 4000);
/// Height of a lane's heading.
const HEADING: i32 = 38;
/// Widths of cards: two fit beside each other on usual phones, and one alone is no banner.
const CARD_WIDTHS: (i32, i32) = (136, 176);
/// What stands beside a card's title, the status on its left, and beside a chip's with what the card adds.
pub(super) const BESIDE: (i32, i32) = (42, 32);
/// Between cards, also of different instances.
pub(super) const CARD_GAP: i32 = 16;
/// Beside a line that passes a row.
pub(super) const PASS_GAP: i32 = 4;
/// What such a line takes: itself, and the gap to what is beside it.
const PASSING: i32 = PASS_HEIGHT + PASS_GAP;
/// More cards are in columns: one would move the drawing in both directions anyway, and each row is passed by many
/// lines.
const MOST_CARDS: usize = 100;
/// The least room for a pill's name.
const LEAST_NAME: i32 = 24;
/// Above pills, for curves.
const ABOVE_PILLS: i32 = 20;
/// Below pills, for the same: where another row of the wave follows, and where the heading of a lane leaves more.
const BELOW_PILLS: (i32, i32) = (30, 14);
/// The height of a channel through which lines pass, and of one without any.
const CHANNELS: (i32, i32) = (30, 16);
/// Between the ports of a card where it is wide enough.
const PORT_STEP: i32 = 28;

/// How wide layers can be, if these cards are in rows.
pub(super) fn room(flow: Flow, cards: usize) -> Option<i32> {
    match flow {
        Flow::Rows { .. } if cards > MOST_CARDS => None,
        Flow::Columns => None,
        Flow::Rows { room } => i32::try_from(room.clamp(ROOMS.0, ROOMS.1)).ok().map(|room| room - 2 * SIDE),
    }
}

/// Where the lines of a card's chip end on its lower and upper edge: about the middle, in the order of its chips.
pub(super) fn port(chip: usize, chips: usize, width: i32) -> i32 {
    let (chip, chips) = (count(chip), count(chips));
    let step = PORT_STEP.min((width - 48) / (chips - 1).max(1));
    width / 2 + (2 * chip + 1 - chips) * step / 2
}

/// The same rectangle with its axes exchanged.
pub(super) fn turn(rect: Rect) -> Rect {
    Rect { x: rect.y, y: rect.x, width: rect.height, height: rect.width }
}

/// The first and the last card at which each pill ends.
fn spans(pills: &[PillSpec]) -> Vec<(usize, usize)> {
    let span = |pill: &PillSpec| {
        let start = pill.from.map_or((usize::MAX, 0), |seat| (seat.card, seat.card));
        pill.ends().iter().fold(start, |(first, last), (seat, _)| (first.min(seat.card), last.max(seat.card)))
    };
    pills.iter().map(span).collect()
}

/// Breaks waves into rows: each takes cards, in their order, as long as they fit beside the lines that pass.
pub(super) fn break_waves(sheet: &mut Sheet<'_>, pills: &[PillSpec], room: i32) {
    let spans = spans(pills);
    let waves = std::mem::take(&mut sheet.columns);
    let (mut start, mut before) = (0, None);
    for (number, card) in sheet.cards.iter_mut().enumerate() {
        // A line passes a row when it has ends before and after it.
        let width = |start: usize| {
            let passing = spans.iter().filter(|(first, last)| *first < start && number < *last).count();
            let cards = count(number + 1 - start);
            (room + CARD_GAP - count(passing) * PASSING) / cards - CARD_GAP
        };
        let (least, most) = CARD_WIDTHS;
        if before != Some(card.column) || width(start) < least {
            let level = waves.get(card.column).and_then(|wave| wave.level);
            sheet.columns.push(ColumnSpec { level, wave: card.column, card_width: 0 });
            (start, before) = (number, Some(card.column));
        }
        card.column = sheet.columns.len() - 1;
        sheet
            .columns
            .iter_mut()
            .skip(card.column)
            .for_each(|row| row.card_width = width(start).clamp(least, most));
    }
}

fn count(items: usize) -> i32 {
    i32::try_from(items).unwrap_or(i32::MAX / 4096)
}

/// What a channel has to hold.
#[derive(Clone, Copy, Default)]
struct Load {
    pills: i32,
    /// Of all pills with what is between them.
    width: i32,
    passing: i32,
}

/// Where pills with their whole names are too wide, they share the room equally and tell their type.
pub(super) fn name_pills(sheet: &Sheet<'_>, pills: &mut [PillSpec], room: i32) {
    let mut loads = vec![Load::default(); layer_of(sheet.columns.len())];
    let channel_before = |card: usize| sheet.cards.get(card).map_or(0, |card| 2 * card.column);
    for (pill, (first, last)) in pills.iter().zip(spans(pills)) {
        let layer = pill.find_layer();
        let (first, last) = (layer.min(channel_before(first) + 2), layer.max(channel_before(last)));
        for (channel, load) in loads.iter_mut().enumerate().take(last + 1).skip(first) {
            load.passing += i32::from(channel != layer);
        }
        for load in loads.iter_mut().skip(layer).take(1) {
            load.pills += 1;
            load.width += pill.width + PILL_GAP;
        }
    }
    for pill in pills {
        let Some(load) = loads.get(pill.find_layer()) else { continue };
        let rest = room - load.passing * PASSING;
        let limit = (rest / load.pills.max(1) - PILL_GAP - PILL_HEIGHT).max(LEAST_NAME);
        if load.width > rest && text::width(&pill.title, text::PILL) > limit {
            pill.title = text::shorten(&pill.capability.ty, text::PILL, limit);
            pill.width = text::width(&pill.title, text::PILL) + PILL_HEIGHT;
        }
    }
}

/// Lays lanes and channels below each other; the outer channels are there only if they hold something.
pub(super) fn set_rows(sheet: &Sheet<'_>, room: i32, layout: &mut Layout) -> Vec<Zone> {
    let width = room.max(place::bottom(sheet) - TOP) + 2 * LANE_PADDING;
    let mut has_pills = vec![false; sheet.layers.len()];
    for pill in &sheet.pills {
        has_pills.iter_mut().skip(pill.layer).take(1).for_each(|it| *it = true);
    }
    let mut heights = vec![0; sheet.columns.len()];
    for card in &sheet.cards {
        heights
            .iter_mut()
            .skip(card.column)
            .take(1)
            .for_each(|height| *height = card.drawn_height().max(*height));
    }
    let mut zones = Vec::new();
    let mut y = MARGIN;
    for (layer, has_pills) in has_pills.into_iter().enumerate() {
        let column = if layer % 2 == 1 { sheet.columns.get(layer / 2) } else { None };
        let is_first = starts_wave(sheet, layer / 2);
        let (above, inside, below) = if column.is_some() {
            let (is_last, height) = (starts_wave(sheet, layer / 2 + 1), heights.get(layer / 2));
            let height = height.copied().unwrap_or(0);
            (if is_first { HEADING } else { 0 }, height, if is_last { LANE_PADDING } else { 0 })
        } else {
            channel(sheet, layer, has_pills)
        };
        let zone = Zone { left: y + above, right: y + above + inside, width: above + inside + below };
        let rect = Rect { x: MARGIN, y, width, height: zone.width };
        y += zone.width;
        zones.push(zone);
        if let Some(column) = column.filter(|_| is_first) {
            layout.columns.push(Column { level: column.level, rect, nodes: 0 });
        } else if let Some(lane) = layout.columns.last_mut().filter(|_| column.is_some()) {
            lane.rect.height = y - lane.rect.y;
        } else if zone.width > 0 {
            layout.channels.push(rect);
        }
    }
    (layout.width, layout.height) = (width + 2 * MARGIN, y + MARGIN);
    zones
}

/// What a channel has above its pills, for them, and below.
fn channel(sheet: &Sheet<'_>, layer: usize, has_pills: bool) -> (i32, i32, i32) {
    let (with_lines, without) = CHANNELS;
    if has_pills {
        let (within, between) = BELOW_PILLS;
        (ABOVE_PILLS, PILL_HEIGHT, if starts_wave(sheet, layer / 2) { between } else { within })
    } else if layer == 0 || layer + 1 == sheet.layers.len() {
        (0, 0, 0)
    } else if sheet.layers.get(layer).is_some_and(Vec::is_empty) {
        (without, 0, 0)
    } else {
        (with_lines / 2, 0, with_lines / 2)
    }
}

/// Whether a row is the first of its wave.
fn starts_wave(sheet: &Sheet<'_>, row: usize) -> bool {
    let wave = |row: usize| sheet.columns.get(row).map(|it| it.wave);
    row.checked_sub(1).and_then(wave) != wave(row)
}
