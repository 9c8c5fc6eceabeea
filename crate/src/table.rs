//! Values by key in the order in which they came: [`IndexMap`](indexmap::IndexMap) with a core that does not depend on
//! the values.
//!
//! The hashing of an `IndexMap` is compiled anew for every pair of types. Here the keys stand in an `IndexSet`, which
//! is compiled once for each type of key, and the values in a plain vector beside it.

use std::hash::Hash;

use indexmap::{Equivalent, IndexSet};

/// How all tables hash: in fewer steps than the standard library's SipHash, and in a smaller module.
///
/// Names are the author's, who could choose many that collide and so make a table slow. Natively each process has its
/// own seed against that. In the browser there is no randomness to be had without JavaScript, for SipHash neither, and
/// whoever opens such a manifest loses no more than its worker, which has a deadline. No order of hashes reaches any
/// output.
pub type Hashing = foldhash::fast::RandomState;

/// A set of keys in the order of insertion.
pub type Set<K> = IndexSet<K, Hashing>;

/// Values by key, in the order of insertion; no value is taken out alone.
#[derive(Debug, Clone)]
pub struct Table<K, V> {
    keys: Set<K>,
    values: Vec<V>,
}

impl<K, V> Default for Table<K, V> {
    fn default() -> Table<K, V> {
        Table { keys: Set::default(), values: Vec::new() }
    }
}

impl<K: Hash + Eq, V> Table<K, V> {
    /// An empty table.
    pub fn new() -> Table<K, V> {
        Table::default()
    }

    /// How many keys there are.
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// The place of a key.
    pub fn get_index_of<Q: Hash + Equivalent<K> + ?Sized>(&self, key: &Q) -> Option<usize> {
        self.keys.get_index_of(key)
    }

    /// Whether the key is there.
    pub fn contains_key<Q: Hash + Equivalent<K> + ?Sized>(&self, key: &Q) -> bool {
        self.get_index_of(key).is_some()
    }

    /// The value of a key.
    pub fn get<Q: Hash + Equivalent<K> + ?Sized>(&self, key: &Q) -> Option<&V> {
        self.get_index_of(key).and_then(|place| self.values.get(place))
    }

    /// The value of a key, to be changed.
    pub fn get_mut<Q: Hash + Equivalent<K> + ?Sized>(&mut self, key: &Q) -> Option<&mut V> {
        self.get_index_of(key).and_then(|place| self.values.get_mut(place))
    }

    /// Key and value at a place.
    pub fn get_index(&self, place: usize) -> Option<(&K, &V)> {
        self.keys.get_index(place).zip(self.values.get(place))
    }

    /// Key and value at a place, the value to be changed.
    pub fn get_index_mut(&mut self, place: usize) -> Option<(&K, &mut V)> {
        self.keys.get_index(place).zip(self.values.get_mut(place))
    }

    /// Sets the value of a key; gives its place and the value that it had.
    pub fn insert_full(&mut self, key: K, value: V) -> (usize, Option<V>) {
        let (place, _) = self.keys.insert_full(key);
        match self.values.get_mut(place) {
            Some(known) => (place, Some(std::mem::replace(known, value))),
            None => {
                self.values.push(value);
                (place, None)
            }
        }
    }

    /// Sets the value of a key; gives the one that it had.
    pub fn insert(&mut self, key: K, value: V) -> Option<V> {
        self.insert_full(key, value).1
    }

    /// Sets the value of a key unless it has one; whether it was set.
    pub fn add(&mut self, key: K, value: V) -> bool {
        let (place, _) = self.keys.insert_full(key);
        let is_new = place == self.values.len();
        if is_new {
            self.values.push(value);
        }
        is_new
    }

    /// The value of a key, which becomes `value` if it has none yet.
    pub fn or_insert(&mut self, key: K, value: V) -> &mut V {
        let (place, _) = self.keys.insert_full(key);
        if place == self.values.len() {
            self.values.push(value);
        }
        self.values.get_mut(place).expect("every key has its value")
    }

    /// Takes everything out; the memory stays.
    pub fn clear(&mut self) {
        self.keys.clear();
        self.values.clear();
    }

    /// All keys in order.
    pub fn keys(&self) -> impl ExactSizeIterator<Item = &K> {
        self.keys.iter()
    }

    /// All values in the order of their keys.
    pub fn values(&self) -> std::slice::Iter<'_, V> {
        self.values.iter()
    }

    /// All values in the order of their keys, to be changed.
    pub fn values_mut(&mut self) -> std::slice::IterMut<'_, V> {
        self.values.iter_mut()
    }

    /// Keys with values in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (&K, &V)> {
        self.keys.iter().zip(self.values.iter())
    }

    /// All values, without the keys.
    pub fn into_values(self) -> std::vec::IntoIter<V> {
        self.values.into_iter()
    }

    /// All keys, without the values.
    pub fn into_keys(self) -> impl Iterator<Item = K> {
        self.keys.into_iter()
    }
}

impl<K, V> IntoIterator for Table<K, V> {
    type Item = (K, V);
    type IntoIter = std::iter::Zip<indexmap::set::IntoIter<K>, std::vec::IntoIter<V>>;

    fn into_iter(self) -> Self::IntoIter {
        self.keys.into_iter().zip(self.values)
    }
}

impl<'a, K, V> IntoIterator for &'a Table<K, V> {
    type Item = (&'a K, &'a V);
    type IntoIter = std::iter::Zip<indexmap::set::Iter<'a, K>, std::slice::Iter<'a, V>>;

    fn into_iter(self) -> Self::IntoIter {
        self.keys.iter().zip(self.values.iter())
    }
}

impl<K: Hash + Eq, V> FromIterator<(K, V)> for Table<K, V> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(pairs: I) -> Table<K, V> {
        let mut table = Table::new();
        table.extend(pairs);
        table
    }
}

impl<K: Hash + Eq, V> Extend<(K, V)> for Table<K, V> {
    fn extend<I: IntoIterator<Item = (K, V)>>(&mut self, pairs: I) {
        for (key, value) in pairs {
            self.insert(key, value);
        }
    }
}
