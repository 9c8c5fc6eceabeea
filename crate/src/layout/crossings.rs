//! Which lines cross, from the order of items in their layers alone.

use super::layers::{Link, Sheet};

/// A side of a layer.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Left,
    Right,
}

/// The lines between layers, by the items at their ends.
pub(super) struct Lines {
    left: Ends,
    right: Ends,
    /// The group of each item.
    groups: Vec<usize>,
}

/// The links of all items on one side, one item after the other, each item's from top to bottom.
struct Ends {
    links: Vec<Link>,
    /// Where each item's links end in the list.
    until: Vec<usize>,
}

impl Ends {
    fn of(&self, id: usize) -> &[Link] {
        let start = id.checked_sub(1).and_then(|before| self.until.get(before)).copied().unwrap_or(0);
        self.until.get(id).and_then(|&end| self.links.get(start..end)).unwrap_or(&[])
    }

    fn push(&mut self, links: impl Iterator<Item = Link>) {
        let start = self.links.len();
        for link in links {
            self.links.push(link);
            sink(&mut self.links, start, |above, below| above.here <= below.here);
        }
        self.until.push(self.links.len());
    }
}

/// Moves the last of a list up to its place among those from `start` on, which are in order.
fn sink<T>(items: &mut [T], start: usize, in_order: fn(&T, &T) -> bool) {
    let mut at = items.len().saturating_sub(1);
    while at > start {
        let Some([above, below]) = items.get_mut(at - 1..=at) else { break };
        if in_order(above, below) {
            break;
        }
        std::mem::swap(above, below);
        at -= 1;
    }
}

impl Lines {
    /// The lines between neighbouring layers.
    pub(super) fn between_layers(sheet: &Sheet<'_>) -> Lines {
        let mut lines = Lines::none(sheet);
        for item in &sheet.items {
            lines.left.push(item.left.iter().copied());
            lines.right.push(item.right.iter().copied());
        }
        lines
    }

    /// The lines between columns, as if what stands in the channels were not there: a card and its pill could not
    /// change places one without the other.
    pub(super) fn between_columns(sheet: &Sheet<'_>) -> Lines {
        let mut lines = Lines::none(sheet);
        for item in &sheet.items {
            let onward = |link: &Link, next: &Link| Link { here: link.here, ..*next };
            let left = item
                .left
                .iter()
                .flat_map(|it| sheet.item(it.to).left.iter().map(move |next| onward(it, next)));
            lines.left.push(left);
            let right = item
                .right
                .iter()
                .flat_map(|it| sheet.item(it.to).right.iter().map(move |next| onward(it, next)));
            lines.right.push(right);
        }
        lines
    }

    fn none(sheet: &Sheet<'_>) -> Lines {
        let ends = || Ends { links: Vec::new(), until: Vec::new() };
        let groups = sheet.items.iter().map(|item| item.group).collect();
        Lines { left: ends(), right: ends(), groups }
    }

    /// An item's links on one side, from top to bottom.
    pub(super) fn links(&self, id: usize, side: Side) -> &[Link] {
        match side {
            Side::Left => self.left.of(id),
            Side::Right => self.right.of(id),
        }
    }

    /// The group of an item.
    pub(super) fn group(&self, id: usize) -> usize {
        self.groups.get(id).copied().unwrap_or(usize::MAX)
    }

    /// How many lines there are.
    pub(super) fn count(&self) -> usize {
        self.right.links.len()
    }
}

/// The number of each item in its layer, above how far below its top a line ends.
pub(super) struct Places(Vec<i64>);

/// The part of a place that tells the number of the item.
const ITEM: i64 = 1 << 32;

impl Places {
    /// The places of so many items in these layers.
    pub(super) fn new(items: usize, layers: &[Vec<usize>]) -> Places {
        let mut places = Places(vec![0; items]);
        layers.iter().for_each(|layer| places.number(layer));
        places
    }

    /// Numbers the items of a layer in its order.
    pub(super) fn number(&mut self, layer: &[usize]) {
        for (place, &id) in (0..).zip(layer) {
            self.0.iter_mut().skip(id).take(1).for_each(|it| *it = place * ITEM);
        }
    }

    fn end(&self, link: &Link) -> i64 {
        self.0.get(link.to).copied().unwrap_or(0) + i64::from(link.there)
    }

    /// Puts where links end, in ascending order, behind what is in a list.
    pub(super) fn add_ends(&self, links: &[Link], ends: &mut Vec<i64>) {
        let start = ends.len();
        for link in links {
            ends.push(self.end(link));
            sink(ends, start, |above, below| above <= below);
        }
    }

    /// How many pairs of lines between neighbouring layers cross.
    pub(super) fn crossings(&self, lines: &Lines, layers: &[Vec<usize>]) -> u64 {
        layers.iter().map(|layer| self.crossings_after(lines, layer)).sum()
    }

    fn crossings_after(&self, lines: &Lines, layer: &[usize]) -> u64 {
        let mut ends = Vec::new();
        for &id in layer {
            // What starts at one place does not cross.
            for links in lines.links(id, Side::Right).chunk_by(|above, below| above.here == below.here) {
                self.add_ends(links, &mut ends);
            }
        }
        let mut sorted = ends.clone();
        inversions(&mut ends, &mut sorted)
    }
}

/// So many ends are sorted one by one.
const FEW: usize = 12;

/// How many pairs stand in the wrong order; sorts them by letting each pass those that belong below it.
fn shifts(ends: &mut [i64]) -> u64 {
    let mut count = 0;
    for last in 1..ends.len() {
        let mut place = last;
        while place > 0 && ends.get(place - 1) > ends.get(place) {
            ends.swap(place - 1, place);
            place -= 1;
            count += 1;
        }
    }
    count
}

/// How many pairs stand in the wrong order; sorts them with the help of a list of the same length.
fn inversions(ends: &mut [i64], space: &mut [i64]) -> u64 {
    if ends.len() <= FEW {
        return shifts(ends);
    }
    let half = ends.len() / 2;
    let (left, right) = ends.split_at_mut(half);
    let (left_space, right_space) = space.split_at_mut(half);
    let mut count = inversions(left, left_space) + inversions(right, right_space);
    count += pairs(left, right);
    let (mut left, mut right) = (left.iter().copied().peekable(), right.iter().copied().peekable());
    for place in &mut *space {
        let smaller = match (left.peek(), right.peek()) {
            (Some(first), Some(second)) if second < first => right.next(),
            (Some(_), _) => left.next(),
            (None, _) => right.next(),
        };
        smaller.into_iter().for_each(|end| *place = end);
    }
    ends.copy_from_slice(space);
    count
}

/// How many lines of one item cross those of another below it, by their ends in ascending order.
fn pairs(above: &[i64], below: &[i64]) -> u64 {
    if above.last() <= below.first() {
        return 0;
    }
    let mut crossings = 0;
    let mut passed = 0;
    let mut rest = below.iter().peekable();
    for end in above {
        while rest.next_if(|other| *other < end).is_some() {
            passed += 1;
        }
        crossings += passed;
    }
    crossings
}

/// Exchanges items that follow each other where that saves crossings, a few times over all layers; `turn` exchanges
/// them where it makes no difference, too.
pub(super) fn exchange(
    lines: &Lines,
    places: &mut Places,
    layers: &mut [Vec<usize>],
    rounds: usize,
    turn: bool,
) {
    let mut exchanger = Exchanger { lines, turn, ends: Vec::new(), items: Vec::new() };
    for _ in 0..rounds {
        let mut saved = 0;
        for layer in &mut *layers {
            saved += exchanger.layer(places, layer);
            places.number(layer);
        }
        if saved == 0 {
            break;
        }
    }
}

struct Exchanger<'a> {
    lines: &'a Lines,
    turn: bool,
    /// Where the lines of all items of a layer end.
    ends: Vec<i64>,
    items: Vec<Candidate>,
}

/// An item, with where among the ends those on its left begin, those on its right begin, and these end.
#[derive(Clone, Copy)]
struct Candidate {
    id: usize,
    left: usize,
    right: usize,
    until: usize,
}

impl Exchanger<'_> {
    /// Exchanges items of one layer; tells how many crossings that saves.
    fn layer(&mut self, places: &Places, layer: &mut [usize]) -> u64 {
        self.ends.clear();
        self.items.clear();
        for &id in &*layer {
            let left = self.ends.len();
            places.add_ends(self.lines.links(id, Side::Left), &mut self.ends);
            let right = self.ends.len();
            places.add_ends(self.lines.links(id, Side::Right), &mut self.ends);
            self.items.push(Candidate { id, left, right, until: self.ends.len() });
        }
        let mut saved = 0;
        let mut above: Option<Candidate> = None;
        let mut sorted = layer.iter_mut();
        for &below in &self.items {
            let Some(upper) = above else {
                above = Some(below);
                continue;
            };
            let gain = self.gain(upper, below);
            let (first, second) = if gain.is_some() { (below, upper) } else { (upper, below) };
            saved += gain.unwrap_or(0);
            sorted.next().into_iter().for_each(|place| *place = first.id);
            above = Some(second);
        }
        for (place, last) in sorted.zip(above) {
            *place = last.id;
        }
        saved
    }

    /// How many crossings are saved if two items change places, if they should.
    fn gain(&self, above: Candidate, below: Candidate) -> Option<u64> {
        let now = self.crossings(above, below);
        if now == 0 || self.lines.group(above.id) != self.lines.group(below.id) {
            return None;
        }
        let then = self.crossings(below, above);
        if then < now || self.turn && then == now { Some(now - then) } else { None }
    }

    fn crossings(&self, above: Candidate, below: Candidate) -> u64 {
        let ends = |from: usize, to: usize| self.ends.get(from..to).unwrap_or(&[]);
        pairs(ends(above.left, above.right), ends(below.left, below.right))
            + pairs(ends(above.right, above.until), ends(below.right, below.until))
    }
}
