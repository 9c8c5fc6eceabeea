//! Gives every item its height on the page and every column its place from left to right.

use super::layers::{Item, Kind, Sheet};
use super::order::gap;
use super::text;

/// Around the whole drawing.
pub(super) const MARGIN: i32 = 12;
/// Height of a lane's heading.
const HEADING: i32 = 44;
/// From a lane's edge to its cards, and from its last card to its bottom.
pub(super) const LANE_PADDING: i32 = 10;
/// The height of the first card.
const TOP: i32 = MARGIN + HEADING;
/// Widths of cards.
const CARD_WIDTHS: (i32, i32) = (140, 260);
/// What stands beside a card's title: the status on its left, the duration on its right.
pub(super) const BESIDE_TITLE: i32 = 80;
/// What stands beside a chip's title, and what the card adds on both sides.
pub(super) const BESIDE_CHIP: i32 = 40;
/// Rounds of drawing items towards their neighbours. Picked by trial: more move little.
const ROUNDS: usize = 6;
/// How much straighter a line is kept where it passes a layer.
const PASS_WEIGHT: i64 = 8;
/// How much more a card stays where it is than a line next to it is straight.
const STAY_WEIGHT: i64 = 1000;

/// Arranges all layers.
pub(super) fn place(sheet: &mut Sheet<'_>) {
    set_widths(sheet);
    let layers = std::mem::take(&mut sheet.layers);
    for round in 0..ROUNDS {
        if round % 2 == 0 {
            layers.iter().for_each(|layer| pull(sheet, layer, wish_between));
        } else {
            layers.iter().rev().for_each(|layer| pull(sheet, layer, wish_between));
        }
    }
    layers.iter().for_each(|layer| pull(sheet, layer, wish_straight));
    sheet.layers = layers;
    let top = sheet.items.iter().map(|item| item.y).min().unwrap_or(TOP);
    for item in &mut sheet.items {
        item.y += TOP - top;
    }
}

/// The bottom of the lanes.
pub(super) fn lane_bottom(sheet: &Sheet<'_>) -> i32 {
    let lowest = sheet.items.iter().map(|item| item.y + item.height).max().unwrap_or(TOP);
    lowest + LANE_PADDING
}

fn set_widths(sheet: &mut Sheet<'_>) {
    let (least, most) = CARD_WIDTHS;
    for column in &mut sheet.columns {
        column.card_width = least;
    }
    for card in &sheet.cards {
        let title = text::width(&card.step.node, text::TITLE) + BESIDE_TITLE;
        let chips = card.step.components.iter();
        let chip = chips.map(|it| text::width(&it.component, text::CHIP) + BESIDE_CHIP).max();
        let width = title.max(chip.unwrap_or(0)).min(most);
        let column = sheet.columns.get_mut(card.column).expect("a card is in a column");
        column.card_width = column.card_width.max(width);
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

/// Moves the items of a layer as near as possible to where they wish to be: least squares under the order and the
/// gaps, by pooling runs that collide (isotonic regression). Items without a wish follow the one above. Linear.
fn pull(sheet: &mut Sheet<'_>, layer: &[usize], wish: fn(&Sheet<'_>, &Item) -> Wish) {
    let offsets = offsets(sheet, layer);
    let mut runs: Vec<Run> = Vec::new();
    for (&id, offset) in layer.iter().zip(&offsets) {
        let item = sheet.item(id);
        let (wish, weight) = wish(sheet, item);
        match runs.last_mut() {
            Some(above) if weight == 0 => above.items += 1,
            None if weight == 0 => runs.push(Run { wish: i64::from(item.y), weight: 1, items: 1 }),
            Some(_) | None => runs.push(Run { wish: wish - offset * weight, weight, items: 1 }),
        }
        pool(&mut runs);
    }
    let tops = runs.iter().flat_map(|run| std::iter::repeat_n(run.mean(), run.items));
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
        offset += above.map_or(0, |above| i64::from(above.height + gap(above, item)));
        offsets.push(offset);
        above = Some(item);
    }
    offsets
}

/// To be where lines from all neighbours are as level as possible.
fn wish_between(sheet: &Sheet<'_>, item: &Item) -> Wish {
    item.left.iter().chain(&item.right).fold((0, 0), |(wish, weight), link| {
        let other = sheet.item(link.to);
        let both_pass = item.kind == Kind::Pass && other.kind == Kind::Pass;
        let strength = if both_pass { PASS_WEIGHT } else { 1 };
        let top = i64::from(other.y + link.there - link.here);
        (wish + top * strength, weight + strength)
    })
}

/// Cards stay; pills and passes continue the line from their left.
fn wish_straight(sheet: &Sheet<'_>, item: &Item) -> Wish {
    let from = if item.kind == Kind::Card { None } else { item.left.first() };
    match from {
        Some(link) => (i64::from(sheet.item(link.to).y + link.there - link.here), 1),
        None => (i64::from(item.y) * STAY_WEIGHT, STAY_WEIGHT),
    }
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
