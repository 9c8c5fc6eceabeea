//! A set of small numbers, such as the ids of a graph.
//!
//! Every place of an id in a list is below the list's length, so a flag for each says all; trees or tables of ids
//! would each be compiled for their type, which weighs in wasm.

/// Numbers without repetition, in ascending order. Takes a byte for each number up to the largest.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Numbers(Vec<bool>);

impl Numbers {
    /// Adds a number.
    pub fn insert(&mut self, number: usize) {
        if self.0.len() <= number {
            self.0.resize(number + 1, false);
        }
        if let Some(flag) = self.0.get_mut(number) {
            *flag = true;
        }
    }

    /// Whether the number is among them.
    pub fn contains(&self, number: usize) -> bool {
        self.0.get(number).copied().unwrap_or(false)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        !self.0.contains(&true)
    }

    /// All numbers, ascending.
    pub fn iter(&self) -> impl Iterator<Item = usize> {
        self.0.iter().enumerate().filter(|(_, flag)| **flag).map(|(number, _)| number)
    }
}

impl FromIterator<usize> for Numbers {
    fn from_iter<I: IntoIterator<Item = usize>>(numbers: I) -> Numbers {
        let mut set = Numbers::default();
        numbers.into_iter().for_each(|number| set.insert(number));
        set
    }
}
