//! Gives every item its height on the page and every column its place from left to right.

use std::cmp::Reverse;

use super::keep::Arrangement;
use super::layers::{Item, Kind, Link, Sheet, layer_of};
use super::order::gap;
use super::text;
use crate::sort;

/// Around the whole drawing.
pub(super) const MARGIN: i32 = 12;
/// Height of a lane's heading.
const HEADING: i32 = 44;
/// From a lane's edge to its cards, and from its last card to its bottom.
pub(super) const LANE_PADDING: i32 = 10;
/// The height of the first card.
pub(super) const TOP: i32 = MARGIN + HEADING;
/// Widths of cards.
const CARD_WIDTHS: (i32, i32) = (140, 260);
/// Cards grow in steps, so that a longer name seldom moves other columns.
const WIDTH_STEP: i32 = 20;
/// What stands beside a card's title: the status on its left, the duration on its right.
pub(super) const BESIDE_TITLE: i32 = 80;
/// What stands beside a chip's title, and what the card adds on both sides.
pub(super) const BESIDE_CHIP: i32 = 40;
/// How much more a pill or pass stays level with what is on its left than one that has nothing there.
const LEVEL_WEIGHT: i64 = 8;
/// How much more a card stays where it is than a line next to it is level.
const STAY_WEIGHT: i64 = 1000;
/// How far a card moves to make a line level.
const NUDGE: i32 = 4;

/// Arranges all layers: the tallest from the top; from there to both sides each item beside what it is linked to, so
/// that shorter columns stand about the middle of what they belong to; then lines are made level. Every column but the
/// tallest depends on one neighbour only: so a small change moves few cards.
pub(super) fn place(sheet: &mut Sheet<'_>) {
    let layers = std::mem::take(&mut sheet.layers);
    let frame = Frame::new(sheet, &layers, 0);
    let (before, from_tallest) = layers.split_at(tallest(sheet, &layers));
    from_tallest.iter().take(1).for_each(|layer| pull(sheet, layer, wish_nothing, frame));
    from_tallest.iter().skip(1).for_each(|layer| pull(sheet, layer, wish_left, frame));
    before.iter().rev().for_each(|layer| pull(sheet, layer, wish_right, frame));
    layers.iter().for_each(|layer| pull(sheet, layer, wish_level, frame));
    sheet.layers = layers;
    let top = sheet.items.iter().map(|item| item.y).min().unwrap_or(TOP);
    let beside = frame.height.map_or(0, |height| (height - (bottom(sheet) - top)) / 2);
    for item in &mut sheet.items {
        item.y += TOP - top + beside;
    }
}

/// Where items can be.
#[derive(Clone, Copy)]
pub(super) struct Frame {
    top: i32,
    /// No end, unless the layers are rows: these fit into their room, or else are no wider than the widest.
    height: Option<i32>,
}

impl Frame {
    pub(super) fn new(sheet: &Sheet<'_>, layers: &[Vec<usize>], top: i32) -> Frame {
        let widest = |room: i32| {
            let packed = layers.iter().map(|layer| packed_height(sheet, layer)).max().unwrap_or(0);
            room.max(i32::try_from(packed).unwrap_or(i32::MAX / 8))
        };
        Frame { top, height: sheet.room.map(widest) }
    }
}

/// Moves the items of layers no further than it needs to have all of them in the frame, which is not smaller than it
/// was.
pub(super) fn squeeze(sheet: &mut Sheet<'_>, layers: &[Vec<usize>], before: i32) {
    let frame = Frame::new(sheet, layers, TOP);
    let frame = Frame { height: frame.height.map(|height| height.max(before)), ..frame };
    layers.iter().skip(1).step_by(2).for_each(|layer| pull(sheet, layer, wish_to_stay, frame));
}

/// Arranges what is in the channels, where all cards have their places.
pub(super) fn place_channels(sheet: &mut Sheet<'_>) {
    let layers = std::mem::take(&mut sheet.layers);
    let frame = Frame::new(sheet, &layers, if sheet.room.is_some() { TOP } else { 0 });
    for layer in layers.iter().step_by(2) {
        layer.iter().for_each(|&id| sheet.item_mut(id).y = 0);
        pull(sheet, layer, wish_right, frame);
        pull(sheet, layer, wish_level, frame);
        // As with the tallest layer above, nothing stands higher than the first card may.
        let top = layer.first().map_or(TOP, |&id| sheet.item(id).y);
        layer.iter().for_each(|&id| sheet.item_mut(id).y += (TOP - top).max(0));
    }
    sheet.layers = layers;
}

/// The first of the tallest layers.
fn tallest(sheet: &Sheet<'_>, layers: &[Vec<usize>]) -> usize {
    let height = |layer: &Vec<usize>| packed_height(sheet, layer);
    let by_height = layers.iter().enumerate().max_by_key(|&(index, layer)| (height(layer), Reverse(index)));
    by_height.map_or(0, |(index, _)| index)
}

/// The height of a layer whose items touch.
pub(super) fn packed_height(sheet: &Sheet<'_>, layer: &[usize]) -> i64 {
    let last = layer.last().map(|&id| i64::from(sheet.item(id).height));
    offsets(sheet, layer).last().copied().unwrap_or(0) + last.unwrap_or(0)
}

/// The bottom of the lanes.
pub(super) fn lane_bottom(sheet: &Sheet<'_>) -> i32 {
    bottom(sheet) + LANE_PADDING
}

/// The lowest bottom of all items.
pub(super) fn bottom(sheet: &Sheet<'_>) -> i32 {
    sheet.items.iter().map(|item| item.y + item.height).max().unwrap_or(TOP)
}

/// Makes columns as wide as their longest name needs, and no narrower than they were. Rows have their widths.
pub(super) fn set_widths(sheet: &mut Sheet<'_>, before: &Arrangement) {
    if sheet.room.is_some() {
        return;
    }
    let (least, most) = CARD_WIDTHS;
    for (column, spec) in sheet.columns.iter_mut().enumerate() {
        spec.card_width = least.max(before.width(layer_of(column)) - 2 * LANE_PADDING).min(most);
    }
    for card in &sheet.cards {
        let title = text::width(&card.title, text::TITLE) + BESIDE_TITLE;
        let chips = card.chips.iter();
        let chip = chips.map(|it| text::width(&it.title, text::CHIP) + BESIDE_CHIP).max();
        let width = title.max(chip.unwrap_or(0)).min(most);
        let column = sheet.columns.get_mut(card.column).expect("a card is in a column");
        column.card_width = column.card_width.max((width + WIDTH_STEP - 1) / WIDTH_STEP * WIDTH_STEP);
    }
}

/// A run of items that touch, and the mean of where they want to be.
struct Run {
    /// Sum of weighted wishes for the run's top.
    wish: i64,
    /// Sum of the weights.
    weight: i64,
    items: usize,
}

impl Run {
    fn mean(&self) -> i64 {
        self.wish.div_euclid(self.weight.max(1))
    }
}

/// Where something wants the top of an item to be: a sum of heights, and how many they are.
type Wish = (i64, i64);
/// What an item wishes.
type WishOf = fn(&Sheet<'_>, &Item) -> Wish;

/// Moves the items of a layer as near as possible to where they wish to be: least squares under the order and the
/// gaps, by pooling runs that collide (isotonic regression). Items without a wish follow the one above, the first of
/// them stands at the top of a column or in the middle of a row. What is then outside the frame is moved to its edge,
/// which is the least squares under that, too. Linear.
fn pull(sheet: &mut Sheet<'_>, layer: &[usize], wish: WishOf, frame: Frame) {
    let offsets = offsets(sheet, layer);
    let least = i64::from(frame.top);
    let most = frame.height.map(|height| least + i64::from(height) - packed_height(sheet, layer));
    let first = most.map_or(0, |most| i64::midpoint(least, most));
    let mut runs: Vec<Run> = Vec::new();
    for (&id, offset) in layer.iter().zip(&offsets) {
        let item = sheet.item(id);
        let (wish, weight) = wish(sheet, item);
        match runs.last_mut() {
            Some(above) if weight == 0 => above.items += 1,
            None if weight == 0 => runs.push(Run { wish: first, weight: 1, items: 1 }),
            Some(_) | None => runs.push(Run { wish: wish - offset * weight, weight, items: 1 }),
        }
        pool(&mut runs);
    }
    let top = |run: &Run| run.mean().min(most.unwrap_or(i64::MAX)).max(least);
    let tops = runs.iter().flat_map(|run| std::iter::repeat_n(top(run), run.items));
    for ((&id, offset), top) in layer.iter().zip(&offsets).zip(tops) {
        sheet.item_mut(id).y = i32::try_from(top + offset).unwrap_or(i32::MAX / 4);
    }
}

/// How far below the first item each item is when all of them touch.
fn offsets(sheet: &Sheet<'_>, layer: &[usize]) -> Vec<i64> {
    let mut offsets = Vec::with_capacity(layer.len());
    let (mut offset, mut above): (i64, Option<&Item>) = (0, None);
    for &id in layer {
        let item = sheet.item(id);
        offset += above.map_or(0, |above| i64::from(above.height + gap(sheet, above, item)));
        offsets.push(offset);
        above = Some(item);
    }
    offsets
}

/// To be anywhere.
fn wish_nothing(_sheet: &Sheet<'_>, _item: &Item) -> Wish {
    (0, 0)
}

/// To be where it is.
fn wish_to_stay(_sheet: &Sheet<'_>, item: &Item) -> Wish {
    (i64::from(item.y), 1)
}

/// To be beside what is on the left.
fn wish_left(sheet: &Sheet<'_>, item: &Item) -> Wish {
    median(sheet, &item.left)
}

/// To be beside what is on the right.
fn wish_right(sheet: &Sheet<'_>, item: &Item) -> Wish {
    median(sheet, &item.right)
}

/// The middle one of the heights at which the links would be level, or the mean of the middle two.
fn median(sheet: &Sheet<'_>, links: &[Link]) -> Wish {
    let mut tops = level_tops(sheet, links);
    sort::ascending(&mut tops);
    let (lower, upper) = (tops.len().saturating_sub(1) / 2, tops.len() / 2);
    match (tops.get(lower), tops.get(upper)) {
        (Some(lower), Some(upper)) => (i64::from((lower + upper).div_euclid(2)), 1),
        (None, _) | (_, None) => (0, 0),
    }
}

/// For each link the top that makes it level.
fn level_tops(sheet: &Sheet<'_>, links: &[Link]) -> Vec<i32> {
    links.iter().map(|link| sheet.item(link.to).y + link.there - link.here).collect()
}

/// Pills and passes continue the line from their left, or go where their line leads. Cards stay, but for a nudge that
/// makes a line level.
fn wish_level(sheet: &Sheet<'_>, item: &Item) -> Wish {
    let tops = level_tops(sheet, &item.left);
    let (top, weight) = match item.kind {
        Kind::Card => {
            let near = tops.into_iter().find(|top| (top - item.y).abs() <= NUDGE);
            (near.unwrap_or(item.y), STAY_WEIGHT)
        }
        Kind::Pill | Kind::Pass => match tops.first() {
            Some(&top) => (top, LEVEL_WEIGHT),
            None => (level_tops(sheet, &item.right).first().copied().unwrap_or(item.y), 1),
        },
    };
    (i64::from(top) * weight, weight)
}

/// Joins the last runs while they would overlap.
fn pool(runs: &mut Vec<Run>) {
    while let [.., before, last] = runs.as_mut_slice()
        && before.mean() >= last.mean()
    {
        before.wish += last.wish;
        before.weight += last.weight;
        before.items += last.items;
        runs.pop();
    }
}
