//! Sorts each layer from top to bottom: by application instance, then so that few lines cross.
//!
//! Sugiyama's method as Gansner, Koutsofios, North and Vo refined it in "A Technique for Drawing Directed Graphs":
//! sweeps from side to side that sort each layer by its neighbours, each followed by exchanges of items that follow
//! each other.

use super::crossings::{Lines, Places, Side, exchange};
use super::layers::{Item, Kind, Sheet};
use super::rows;
use crate::sort;

/// Sweeps from one start.
const SWEEPS: usize = 24;
/// Sweeps without a gain after which a start is given up.
const PATIENCE: usize = 6;
/// Rounds of exchanges after each sweep.
const EXCHANGES: usize = 4;
/// How many lines are looked at in all sweeps together, about: large drawings get fewer sweeps.
const EFFORT: usize = 800_000;

const CARD_GAP: i32 = 18;
const GROUP_GAP: i32 = 36;
/// Between pills.
pub(super) const PILL_GAP: i32 = 10;
const PASS_GAP: i32 = 8;

/// Sorts all layers: the columns first, then what is in the channels between them accordingly.
pub(super) fn sort(sheet: &mut Sheet<'_>) {
    let (mut channels, mut columns) = (Vec::new(), Vec::new());
    for (index, layer) in std::mem::take(&mut sheet.layers).into_iter().enumerate() {
        if index % 2 == 0 { channels.push(layer) } else { columns.push(layer) }
    }
    let (columns, _) = sort_columns(sheet, &columns);
    let mut columns = columns.into_iter();
    for channel in channels {
        sheet.layers.push(channel);
        sheet.layers.extend(columns.next());
    }
    sort_channels(sheet);
}

/// How a layer is sorted in a sweep.
#[derive(Clone, Copy)]
struct Sweep {
    /// The side whose neighbours count.
    side: Side,
    /// Whether their mean counts, and not their median.
    mean: bool,
    /// Whether items that are equal change places.
    turn: bool,
}

/// Sweeps from several starts; the order with the fewest crossings of all is the result, with their number.
pub(super) fn sort_columns(sheet: &Sheet<'_>, columns: &[Vec<usize>]) -> (Vec<Vec<usize>>, u64) {
    let lines = Lines::between_columns(sheet);
    let mut by_mention = columns.to_vec();
    for layer in &mut by_mention {
        sort::by_key(layer, |&id| (lines.group(id), id));
    }
    let by_visit = by_visit(&lines, &by_mention);
    let mut best = Best { fewest: u64::MAX, columns: Vec::new() };
    let mut effort = EFFORT;
    for mean in [true, false] {
        for start in [&by_visit, &by_mention] {
            best.improve(&lines, start, sheet.items.len(), mean, &mut effort);
        }
    }
    (best.columns, best.fewest)
}

/// The best order so far.
struct Best {
    fewest: u64,
    columns: Vec<Vec<usize>>,
}

impl Best {
    fn improve(&mut self, lines: &Lines, start: &[Vec<usize>], items: usize, mean: bool, effort: &mut usize) {
        let mut columns = start.to_vec();
        let mut places = Places::new(items, &columns);
        let mut in_vain = 0;
        let mut fewest = u64::MAX;
        for sweep in 0..SWEEPS {
            let crossings = places.crossings(lines, &columns);
            in_vain = if crossings < fewest { 0 } else { in_vain + 1 };
            fewest = fewest.min(crossings);
            if crossings < self.fewest {
                self.fewest = crossings;
                self.columns.clone_from(&columns);
            }
            let Some(rest) = effort.checked_sub(lines.count()) else { break };
            *effort = rest;
            if fewest == 0 || in_vain == PATIENCE {
                break;
            }
            let turn = sweep % 4 < 2;
            if sweep % 2 == 0 {
                let way = Sweep { side: Side::Right, mean, turn };
                columns.iter_mut().rev().for_each(|layer| sort_layer(lines, &mut places, layer, way));
            } else {
                let way = Sweep { side: Side::Left, mean, turn };
                columns.iter_mut().for_each(|layer| sort_layer(lines, &mut places, layer, way));
            }
            exchange(lines, &mut places, &mut columns, EXCHANGES, !turn);
        }
    }
}

/// Sorts layers by group, then by when their items are come by, going from the first as deep as lines lead: what hangs
/// together stands together.
fn by_visit(lines: &Lines, layers: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let items = layers.iter().flatten().max().map_or(0, |most| most + 1);
    let mut visits = vec![usize::MAX; items];
    let mut waiting: Vec<usize> = layers.iter().flatten().rev().copied().collect();
    let mut count = 0;
    while let Some(id) = waiting.pop() {
        let Some(visit) = visits.get_mut(id).filter(|visit| **visit == usize::MAX) else { continue };
        *visit = count;
        count += 1;
        for side in [Side::Right, Side::Left] {
            waiting.extend(lines.links(id, side).iter().rev().map(|link| link.to));
        }
    }
    let mut sorted = layers.to_vec();
    for layer in &mut sorted {
        sort::by_key(layer, |&id| (lines.group(id), visits.get(id).copied().unwrap_or(id)));
    }
    sorted
}

/// Sorts pills and passes as what is on their left, or else on their right.
pub(super) fn sort_channels(sheet: &mut Sheet<'_>) {
    let mut layers = std::mem::take(&mut sheet.layers);
    let lines = Lines::between_layers(sheet);
    for layer in layers.iter_mut().step_by(2) {
        sort::by_key(layer, |&id| (lines.group(id), id));
    }
    let mut places = Places::new(sheet.items.len(), &layers);
    for side in [Side::Right, Side::Left] {
        let way = Sweep { side, mean: true, turn: false };
        layers.iter_mut().step_by(2).for_each(|layer| sort_layer(&lines, &mut places, layer, way));
    }
    sheet.layers = layers;
}

/// Sorts a layer by group, then by the neighbours on one side; items without any keep their places.
fn sort_layer(lines: &Lines, places: &mut Places, layer: &mut [usize], way: Sweep) {
    let mut keys: Vec<(usize, i64, usize)> = Vec::new();
    let mut ends = Vec::new();
    let turned = |place: usize| if way.turn { usize::MAX - place } else { place };
    for (place, &id) in layer.iter().enumerate() {
        ends.clear();
        places.add_ends(lines.links(id, way.side), &mut ends);
        let middle = if way.mean { mean(&ends) } else { median(&ends) };
        if let Some(middle) = middle {
            keys.push((lines.group(id), middle, turned(place)));
        }
    }
    sort::ascending(&mut keys);
    let before = layer.to_vec();
    let mut moved = keys.into_iter().filter_map(|(_, _, place)| before.get(turned(place)));
    for place in layer.iter_mut().filter(|id| !lines.links(**id, way.side).is_empty()) {
        moved.next().into_iter().for_each(|id| *place = *id);
    }
    places.number(layer);
}

fn mean(ends: &[i64]) -> Option<i64> {
    ends.iter().sum::<i64>().checked_div(i64::try_from(ends.len()).ok()?)
}

/// The middle one of ends in ascending order; of two, a place between them that is nearer to the side where ends are
/// closer together.
fn median(ends: &[i64]) -> Option<i64> {
    let half = ends.len() / 2;
    let (first, last) = (*ends.first()?, *ends.last()?);
    let (lower, upper) = (*ends.get(half.saturating_sub(1))?, *ends.get(half)?);
    if ends.len() % 2 == 1 {
        return Some(upper);
    }
    let (left, right) = (i128::from(lower - first), i128::from(last - upper));
    if left + right == 0 {
        return Some(lower + (upper - lower) / 2);
    }
    i64::try_from((i128::from(lower) * right + i128::from(upper) * left) / (left + right)).ok()
}

/// The least distance between two items that follow each other.
pub(super) fn gap(sheet: &Sheet<'_>, above: &Item, below: &Item) -> i32 {
    match (above.kind, below.kind) {
        (Kind::Card, Kind::Card) if sheet.room.is_some() => rows::CARD_GAP,
        (Kind::Card, Kind::Card) if above.group != below.group => GROUP_GAP,
        (Kind::Card, Kind::Card) => CARD_GAP,
        (Kind::Pass, Kind::Card | Kind::Pill | Kind::Pass) | (Kind::Card | Kind::Pill, Kind::Pass) => {
            if sheet.room.is_some() { rows::PASS_GAP } else { PASS_GAP }
        }
        (Kind::Pill | Kind::Card, Kind::Pill) | (Kind::Pill, Kind::Card) => PILL_GAP,
    }
}
