//! Sorts each layer from top to bottom: by application instance, then so that few lines cross.

use super::layers::{Item, Kind, Link, Sheet};
use crate::sort;

/// Sweeps over all layers, to the left and to the right in turn. More gain little.
const SWEEPS: usize = 4;

const CARD_GAP: i32 = 18;
const GROUP_GAP: i32 = 36;
const PILL_GAP: i32 = 10;
const PASS_GAP: i32 = 8;

/// Sorts all layers by group, then by the mean height of the neighbours on one side (barycentre), then by mention.
/// The heights are those of layers stacked about a common middle.
pub(super) fn sort(sheet: &mut Sheet<'_>) {
    let mut layers = std::mem::take(&mut sheet.layers);
    for layer in &mut layers {
        sort::by_key(layer, |&id| (sheet.item(id).group, id));
        stack(sheet, layer);
    }
    for sweep in 0..SWEEPS {
        if sweep % 2 == 0 {
            layers.iter_mut().rev().for_each(|layer| sort_layer(sheet, layer, |item| &item.right));
        } else {
            layers.iter_mut().for_each(|layer| sort_layer(sheet, layer, |item| &item.left));
        }
    }
    sheet.layers = layers;
}

fn sort_layer(sheet: &mut Sheet<'_>, layer: &mut [usize], side: fn(&Item) -> &[Link]) {
    let key = |&id: &usize| {
        let item = sheet.item(id);
        (item.group, mean_height(sheet, item, side(item)), id)
    };
    let mut keys: Vec<(usize, i64, usize)> = layer.iter().map(key).collect();
    sort::ascending(&mut keys);
    for (place, (_, _, id)) in layer.iter_mut().zip(keys) {
        *place = id;
    }
    stack(sheet, layer);
}

/// The mean height at the other ends, in sixteenths of pixels; without any, the item's own.
fn mean_height(sheet: &Sheet<'_>, item: &Item, links: &[Link]) -> i64 {
    let ends = links.iter().map(|link| i64::from(sheet.item(link.to).y + link.there));
    let count = i64::try_from(links.len()).unwrap_or(i64::MAX);
    match count {
        0 => i64::from(item.y + item.height / 2) * 16,
        count => (ends.sum::<i64>() * 16).div_euclid(count),
    }
}

/// Puts the items of a layer one below the other, about height 0.
fn stack(sheet: &mut Sheet<'_>, layer: &[usize]) {
    let mut y = 0;
    let mut above: Option<usize> = None;
    for &id in layer {
        y += above.map_or(0, |above| gap(sheet.item(above), sheet.item(id)));
        let item = sheet.item_mut(id);
        item.y = y;
        y += item.height;
        above = Some(id);
    }
    for &id in layer {
        sheet.item_mut(id).y -= y / 2;
    }
}

/// The least distance between two items that follow each other.
pub(super) fn gap(above: &Item, below: &Item) -> i32 {
    match (above.kind, below.kind) {
        (Kind::Card, Kind::Card) if above.group != below.group => GROUP_GAP,
        (Kind::Card, Kind::Card) => CARD_GAP,
        (Kind::Pass, Kind::Card | Kind::Pill | Kind::Pass) | (Kind::Card | Kind::Pill, Kind::Pass) => {
            PASS_GAP
        }
        (Kind::Pill | Kind::Card, Kind::Pill) | (Kind::Pill, Kind::Card) => PILL_GAP,
    }
}
