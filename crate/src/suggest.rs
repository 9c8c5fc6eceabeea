//! The name that was most likely meant.

/// The candidate nearest to `word` by edits, if it is near enough; the first of several equally near. A word of one
/// letter is near to none.
pub fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let length = word.chars().count();
    let limit = (length / 3).max(usize::from(length > 1));
    let scored = candidates.into_iter().filter(|&candidate| candidate != word).filter_map(|candidate| {
        let distance = distance(&word.to_ascii_lowercase(), &candidate.to_ascii_lowercase(), limit)?;
        Some((distance, candidate))
    });
    scored.min_by_key(|&(distance, _)| distance).map(|(_, candidate)| candidate)
}

/// Beyond so many errors nothing is suggested any more: each suggestion costs a look at all names there are.
const MANY_ERRORS: usize = 100;

/// [`nearest`], unless there are many errors already.
pub fn nearest_unless_many<'c>(
    errors: usize,
    word: &str,
    candidates: impl IntoIterator<Item = &'c str>,
) -> Option<&'c str> {
    if errors < MANY_ERRORS { nearest(word, candidates) } else { None }
}

/// How many letters to insert, remove, replace or swap with their neighbour; none above `limit`.
/// Optimal string alignment: time is the product of both lengths.
fn distance(a: &str, b: &str, limit: usize) -> Option<usize> {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > limit {
        return None;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut previous: Vec<usize> = (0..=b.len()).collect();
    for (row, &from) in a.iter().enumerate() {
        let mut current = vec![row + 1];
        for (column, &to) in b.iter().enumerate() {
            let at = |line: &[usize], index: usize| line.get(index).copied().unwrap_or(usize::MAX / 2);
            let mut best = (at(&previous, column) + usize::from(from != to))
                .min(at(&previous, column + 1) + 1)
                .min(at(&current, column) + 1);
            let swapped =
                row > 0 && column > 0 && a.get(row - 1) == Some(&to) && b.get(column - 1) == Some(&from);
            if swapped {
                best = best.min(at(&before, column - 1) + 1);
            }
            current.push(best);
        }
        before = previous;
        previous = current;
    }
    previous.last().copied().filter(|&distance| distance <= limit)
}
