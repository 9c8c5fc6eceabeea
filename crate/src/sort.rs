//! Sorting, compiled once for all types.
//!
//! The standard library's sort is some 4 KB of code for each type and each comparison it is used with, which was a
//! tenth of the wasm module. Here one instance sorts positions; what is compiled for each type only swaps.

use std::cmp::Ordering;

/// Sorts by a comparison; what compares equal keeps its order.
pub fn by<T>(items: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
    let compare = |a: usize, b: usize| match (items.get(a), items.get(b)) {
        (Some(a), Some(b)) => compare(a, b),
        (None, _) | (_, None) => Ordering::Equal,
    };
    for (a, b) in swaps(items.len(), &compare) {
        items.swap(a, b);
    }
}

/// Sorts by a key; what has equal keys keeps its order.
pub fn by_key<T, K: Ord>(items: &mut [T], key: impl Fn(&T) -> K) {
    by(items, |a, b| key(a).cmp(&key(b)));
}

/// Sorts in ascending order.
pub fn ascending<T: Ord>(items: &mut [T]) {
    by(items, T::cmp);
}

/// The swaps that sort `count` items, in this order.
fn swaps(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<(usize, usize)> {
    let mut sources: Vec<usize> = (0..count).collect();
    #[expect(clippy::disallowed_methods, reason = "the one instance")]
    sources.sort_by(|&a, &b| compare(a, b));
    let mut swaps = Vec::new();
    for start in 0..count {
        // What stood at the start travels round its cycle; every other item comes to its place on the way.
        let mut place = start;
        while let Some(source) = sources.get_mut(place) {
            let next = std::mem::replace(source, place);
            if next == start {
                break;
            }
            swaps.push((place, next));
            place = next;
        }
    }
    swaps
}
