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

/// Whether two names of hosts most likely mean the same one: they differ in case, one lacks the domain, or there is one
/// mistake in a long part of the name. `web1` and `web2` are two hosts, and so are `db` and `lb`.
pub fn is_same_host(a: &str, b: &str) -> bool {
    let digits = |text: &'_ str| text.bytes().filter(u8::is_ascii_digit).count();
    let has_domain = |text: &str| text.contains('.');
    // Most pairs differ here; the rest costs more.
    if has_domain(a) == has_domain(b) && (a.len().abs_diff(b.len()) > 1 || digits(a) != digits(b)) {
        return false;
    }
    let (a, b) = (a.to_ascii_lowercase(), b.to_ascii_lowercase());
    let (short, long) = if a.len() < b.len() { (&a, &b) } else { (&b, &a) };
    if short == long || (!short.contains('.') && long.split('.').next() == Some(short)) {
        return true;
    }
    let (a, b): (Vec<&str>, Vec<&str>) = (a.split('.').collect(), b.split('.').collect());
    let mut differing = a.iter().zip(&b).filter(|(a, b)| a != b);
    let (Some((a_part, b_part)), None) = (differing.next(), differing.next()) else { return false };
    let digits = |text: &str| text.bytes().filter(u8::is_ascii_digit).collect::<Vec<u8>>();
    a.len() == b.len()
        && a_part.len().min(b_part.len()) >= SHORTEST_PART
        && digits(a_part) == digits(b_part)
        && distance(a_part, b_part, 1).is_some()
}

/// Shorter parts of hosts' names that differ in a letter are more often two hosts than a mistake.
const SHORTEST_PART: usize = 5;

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
