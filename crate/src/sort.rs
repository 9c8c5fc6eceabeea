//! Sorting, compiled once for all types.
//!
//! The standard library's sort is some 4 KB of code for each type and each comparison it is used with, which was a
//! tenth of the wasm module. Here one plain merge sort orders positions; what is compiled for each type only swaps.

use std::cmp::Ordering;

/// Sorts by a comparison; what compares equal keeps its order.
pub fn by<T>(items: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
    if items.len() < 2 {
        return;
    }
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
    let mut sources = merged(count, compare);
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

/// The positions of `count` items in their order: runs of one, two, four … positions are merged.
fn merged(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut sorted: Vec<usize> = (0..count).collect();
    let mut width = 1;
    while width < count {
        let mut wider = Vec::with_capacity(count);
        for pair in sorted.chunks(2 * width) {
            let (mut left, mut right) = pair.split_at(width.min(pair.len()));
            while let ([first, rest @ ..], [second, others @ ..]) = (left, right) {
                if compare(*second, *first) == Ordering::Less {
                    wider.push(*second);
                    right = others;
                } else {
                    wider.push(*first);
                    left = rest;
                }
            }
            wider.extend_from_slice(left);
            wider.extend_from_slice(right);
        }
        sorted = wider;
        width *= 2;
    }
    sorted
}

#[cfg(test)]
mod tests {
    use super::by_key;

    #[test]
    fn what_is_equal_keeps_its_order() {
        for count in 0..70_u32 {
            let mut items: Vec<(u32, u32)> = (0..count).map(|at| (at * 7919 % 13, at)).collect();
            let mut expected = items.clone();
            #[expect(clippy::disallowed_methods, reason = "what it is compared with")]
            expected.sort_by_key(|item| item.0);
            by_key(&mut items, |item| item.0);
            assert_eq!(items, expected);
        }
    }
}
