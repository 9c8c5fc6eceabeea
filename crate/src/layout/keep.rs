//! Keeps cards where they were.
//!
//! Somebody who edits a manifest knows where things stand. So a drawing can start from the one before: what was there
//! stays, what is new takes the free place that is nearest to what it belongs to. When most has changed, or the places
//! have become much worse than those of a new drawing, the drawing is made anew.

use std::fmt::Write as _;

use super::crossings::{Lines, Places, Side};
use super::layers::{Kind, Sheet, layer_of};
use super::order::{self, gap};
use super::place::{self, TOP};
use crate::sort;
use crate::table::Table;

/// Nothing stands lower.
const LOWEST: i32 = i32::MAX / 8;
/// No layer that somebody wants to keep is wider.
const WIDEST: i32 = 1000;

/// So many cards may come or go, and half as many as stay.
const FEW: usize = 2;
/// One card in so many may be moved for new ones.
const MOVED: usize = 6;
/// How much nearer a new card has to come to where it belongs to move another one.
const WORTH: i32 = 40;

/// Where things stood in a drawing, see [`Layout::arrangement`](super::Layout::arrangement).
#[derive(Debug, Clone, Default)]
pub struct Arrangement {
    /// The width of each layer.
    widths: Vec<i32>,
    /// How many lines were between columns, and how many of them crossed.
    lines: (u64, u64),
    /// The bottom of the drawing when it was last made anew.
    bottom: i32,
    cards: usize,
    /// How wide waves could be if they were rows.
    room: Option<i32>,
    /// Layer and top by the names of cards and passes.
    tops: Table<String, (usize, i32)>,
}

impl Arrangement {
    /// Reads what a drawing tells of itself; what is anything else is nothing.
    pub fn read(text: &str) -> Arrangement {
        let mut arrangement = Arrangement::default();
        for line in text.lines() {
            let (kind, rest) = line.split_once(' ').unwrap_or((line, ""));
            match kind {
                "widths" => arrangement.widths = rest.split(' ').filter_map(|it| it.parse().ok()).collect(),
                "lines" => {
                    let numbers = two(rest);
                    arrangement.lines = numbers.map_or((0, 0), |(count, crossings, _)| (count, crossings));
                }
                "room" => arrangement.room = rest.parse().ok(),
                "bottom" => arrangement.bottom = rest.parse().unwrap_or(0).clamp(0, LOWEST),
                _ => arrangement.read_top(kind == "card", rest),
            }
        }
        arrangement
    }

    fn read_top(&mut self, card: bool, rest: &str) {
        let Some((layer, top, name)) = two(rest) else { return };
        let (Ok(layer), Ok(top)) = (usize::try_from(layer), i32::try_from(top)) else { return };
        self.cards += usize::from(card);
        self.tops.insert(name.to_owned(), (layer, top.clamp(TOP, LOWEST)));
    }

    /// Whether it is of a drawing with as much room.
    pub(super) fn is_for(&self, room: Option<i32>) -> bool {
        self.room == room
    }

    /// The least width of a layer: a name that gets shorter moves nothing.
    pub(super) fn width(&self, layer: usize) -> i32 {
        self.widths.get(layer).copied().unwrap_or(0).clamp(0, WIDEST)
    }

    fn top(&self, layer: usize, name: &str) -> Option<i32> {
        self.tops.get(name).filter(|(known, _)| *known == layer).map(|(_, top)| *top)
    }
}

/// Two numbers, and what follows.
fn two(text: &str) -> Option<(u64, u64, &str)> {
    let (first, rest) = text.split_once(' ')?;
    let (second, name) = rest.split_once(' ').unwrap_or((rest, ""));
    Some((first.parse().ok()?, second.parse().ok()?, name))
}

/// What a drawing that kept what was before tells of itself, for the next one.
pub(super) fn write(sheet: &Sheet<'_>, before: &Arrangement, widths: &[i32]) -> String {
    let mut text = "widths".to_owned();
    for width in widths {
        add(&mut text, format_args!(" {width}"));
    }
    if let Some(room) = sheet.room {
        add(&mut text, format_args!("\nroom {room}"));
    }
    let bottom = if before.bottom > 0 { before.bottom } else { place::bottom(sheet) };
    add(&mut text, format_args!("\nbottom {bottom}"));
    let lines = Lines::between_columns(sheet);
    let columns: Vec<Vec<usize>> = sheet.layers.iter().skip(1).step_by(2).cloned().collect();
    let crossings = Places::new(sheet.items.len(), &columns).crossings(&lines, &columns);
    add(&mut text, format_args!("\nlines {} {crossings}", lines.count()));
    for (name, layer, id) in named(sheet) {
        let item = sheet.item(id);
        let kind = if item.kind == Kind::Card { "card" } else { "pass" };
        add(&mut text, format_args!("\n{kind} {layer} {} {name}", item.y));
    }
    text
}

fn add(text: &mut String, more: std::fmt::Arguments<'_>) {
    text.write_fmt(more).expect("a String takes any text");
}

/// The items in columns: their names, layers and numbers.
fn named(sheet: &Sheet<'_>) -> Vec<(String, usize, usize)> {
    let mut named = Vec::new();
    for card in &sheet.cards {
        named.push((card.leader().node.replace('\n', " "), layer_of(card.column), card.item));
    }
    for pill in &sheet.pills {
        for (layer, &pass) in (pill.layer + 1..).zip(&pill.passes).filter(|(layer, _)| layer % 2 == 1) {
            let capability = pill.capability.to_string().replace('\n', " ");
            named.push((format!("{layer}>{capability}"), layer, pass));
        }
        for (back, &pass) in (1..).zip(&pill.passes_back).filter(|(back, _)| back % 2 == 1) {
            let (layer, capability) = (pill.layer - back, pill.capability.to_string().replace('\n', " "));
            named.push((format!("{layer}<{capability}"), layer, pass));
        }
    }
    named
}

/// Puts what was there where it was, and the rest beside it; tells whether that makes a drawing worth keeping.
pub(super) fn keep(sheet: &mut Sheet<'_>, before: &Arrangement) -> bool {
    let mut tops: Vec<Option<i32>> = vec![None; sheet.items.len()];
    for (name, layer, id) in named(sheet) {
        tops.iter_mut().skip(id).take(1).for_each(|top| *top = before.top(layer, &name));
    }
    let known = sheet.cards.iter().filter(|card| tops.get(card.item).copied().flatten().is_some()).count();
    let unknown = sheet.cards.len().max(before.cards) - known;
    if known == 0 || unknown > FEW && unknown > known / 2 {
        return false;
    }
    let lines = Lines::between_columns(sheet);
    let layers = std::mem::take(&mut sheet.layers);
    let mut kept = layers.clone();
    let mut allowance = sheet.cards.len() / MOVED;
    for layer in kept.iter_mut().skip(1).step_by(2) {
        settle(sheet, &lines, layer, &mut tops, &mut allowance);
    }
    if sheet.room.is_some() {
        place::squeeze(sheet, &kept, before.bottom - TOP);
    }
    let is_good = !is_loose(sheet, &kept, before) && !is_tangled(sheet, &lines, &kept, before);
    sheet.layers = if is_good { kept } else { layers };
    if is_good {
        order::sort_channels(sheet);
        place::place_channels(sheet);
    }
    is_good
}

/// Whether cards stand so far apart that the drawing is much higher than it has to be.
fn is_loose(sheet: &Sheet<'_>, layers: &[Vec<usize>], before: &Arrangement) -> bool {
    let packed = layers.iter().map(|layer| place::packed_height(sheet, layer)).max().unwrap_or(0);
    let needed = packed.max(i64::from(before.bottom - TOP));
    let most = sheet.room.map_or(needed + needed / 2 + 150, |room| needed.max(i64::from(room)));
    i64::from(place::bottom(sheet) - TOP) > most
}

/// Whether more lines cross than have to, by far. What looks as before is as good as before.
fn is_tangled(sheet: &Sheet<'_>, lines: &Lines, layers: &[Vec<usize>], before: &Arrangement) -> bool {
    let columns: Vec<Vec<usize>> = layers.iter().skip(1).step_by(2).cloned().collect();
    let crossings = Places::new(sheet.items.len(), &columns).crossings(lines, &columns);
    let count = u64::try_from(lines.count()).unwrap_or(u64::MAX);
    let allowed = |fewest: u64| 2 * fewest + count / 8 + 12;
    if before.lines == (count, crossings) || crossings <= allowed(0) {
        return false;
    }
    let (_, fewest) = order::sort_columns(sheet, &columns);
    crossings > allowed(fewest)
}

/// Gives the items of a column their heights and their order: those that were there keep theirs unless one above has
/// grown; the others come into gaps.
fn settle(
    sheet: &mut Sheet<'_>,
    lines: &Lines,
    layer: &mut Vec<usize>,
    tops: &mut [Option<i32>],
    allowance: &mut usize,
) {
    let top_of = |id: usize, tops: &[Option<i32>]| tops.get(id).copied().flatten();
    let mut settled: Vec<usize> = layer.iter().copied().filter(|&id| top_of(id, tops).is_some()).collect();
    sort::by_key(&mut settled, |&id| top_of(id, tops));
    let mut above: Option<usize> = None;
    for &id in &settled {
        let least = above.map_or(TOP, |above| below(sheet, above, id));
        sheet.item_mut(id).y = top_of(id, tops).unwrap_or(TOP).max(least);
        above = Some(id);
    }
    for &id in layer.iter().filter(|&&id| top_of(id, tops).is_none()) {
        let wish = wish(lines, id, tops);
        let (mut place, mut top) = nearest_gap(sheet, &settled, id, wish);
        if let Some(push) = wish.and_then(|wish| push(sheet, &settled, id, wish))
            && let Some(rest) = allowance.checked_sub(push.moved.len())
            && wish.is_some_and(|wish| (top - wish).abs() > push.worth(wish))
        {
            *allowance = rest;
            (place, top) = (push.place, push.top);
            push.moved.iter().for_each(|&(id, top)| sheet.item_mut(id).y = top);
        }
        settled.insert(place, id);
        sheet.item_mut(id).y = top;
    }
    for &id in &settled {
        tops.iter_mut().skip(id).take(1).for_each(|top| *top = Some(sheet.item(id).y));
    }
    *layer = settled;
}

/// The least top of an item under another.
fn below(sheet: &Sheet<'_>, above: usize, id: usize) -> i32 {
    let upper = sheet.item(above);
    upper.y + upper.height + gap(sheet, upper, sheet.item(id))
}

/// Where an item's lines would be level: by those on the left, or else those on the right whose ends have a place.
fn wish(lines: &Lines, id: usize, tops: &[Option<i32>]) -> Option<i32> {
    let level = |side: Side| {
        let links = lines.links(id, side).iter();
        let mut level: Vec<i32> = links
            .filter_map(|link| {
                let top = tops.get(link.to).copied().flatten()?;
                Some(top + link.there - link.here)
            })
            .collect();
        sort::ascending(&mut level);
        level.get(level.len() / 2).copied()
    };
    level(Side::Left).or_else(|| level(Side::Right)).map(|top| top.max(TOP))
}

/// The place among settled items, and the top there, that is nearest to the one wished for; without a wish the last.
fn nearest_gap(sheet: &Sheet<'_>, settled: &[usize], id: usize, wish: Option<i32>) -> (usize, i32) {
    let height = sheet.item(id).height;
    let last = settled.last().map_or(TOP, |&above| below(sheet, above, id));
    let mut best = (settled.len(), wish.map_or(last, |wish| wish.max(last)));
    let Some(wish) = wish else { return best };
    let mut least = TOP;
    for (place, &lower) in settled.iter().enumerate() {
        let most = sheet.item(lower).y - gap(sheet, sheet.item(id), sheet.item(lower)) - height;
        if least <= most {
            let top = wish.clamp(least, most);
            if (top - wish).abs() < (best.1 - wish).abs() {
                best = (place, top);
            }
        }
        least = below(sheet, lower, id);
    }
    best
}

/// A way to make room: a new item's place and top, and the items below that have to move down, with their tops.
struct Push {
    place: usize,
    top: i32,
    moved: Vec<(usize, i32)>,
}

impl Push {
    /// How far off a free gap has to be for this to be better.
    fn worth(&self, wish: i32) -> i32 {
        let moved = i32::try_from(self.moved.len()).unwrap_or(i32::MAX / WORTH);
        (self.top - wish).abs() + WORTH * moved
    }
}

/// Makes room for an item where it wishes to be, or just below what is there.
fn push(sheet: &Sheet<'_>, settled: &[usize], id: usize, wish: i32) -> Option<Push> {
    let new = sheet.item(id);
    let middle = |id: usize| sheet.item(id).y + sheet.item(id).height / 2;
    let place = settled.iter().position(|&it| middle(it) > wish + new.height / 2)?;
    let above = place.checked_sub(1).and_then(|it| settled.get(it)).copied();
    let top = above.map_or(TOP, |above| below(sheet, above, id)).max(wish);
    let mut moved = Vec::new();
    let (mut upper, mut bottom) = (new, top + new.height);
    for &lower in settled.iter().skip(place) {
        let item = sheet.item(lower);
        let least = bottom + gap(sheet, upper, item);
        if item.y >= least {
            break;
        }
        moved.push((lower, least));
        (upper, bottom) = (item, least + item.height);
    }
    Some(Push { place, top, moved })
}
