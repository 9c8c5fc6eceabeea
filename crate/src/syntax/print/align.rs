//! Blanks that put signs of neighbouring lines below each other.

/// A place in the text before a sign that stands below others.
#[derive(Debug, Clone, Copy)]
pub(super) struct Point {
    /// Offset in the text.
    pub(super) at: usize,
    /// The number of its line.
    pub(super) line: u32,
    /// The column of the place without any blanks added.
    pub(super) column: u32,
    /// Which sign of its line it may be: those of a lower rank stand left of it.
    pub(super) rank: u8,
    /// All points with this number come to stand in one column.
    pub(super) group: u32,
    /// Blanks to add.
    pub(super) blanks: u32,
}

/// Ranks of points.
const RANKS: u8 = 4;

/// Adds to the text what its points ask for. Points are in the order of the text; linear in both.
pub(super) fn align(text: &str, points: &mut [Point], groups: u32) -> String {
    let mut columns = vec![0; groups as usize];
    for rank in 0..RANKS {
        each_of_rank(points, rank, &mut |point, column| {
            if let Some(widest) = columns.get_mut(point.group as usize) {
                *widest = column.max(*widest);
            }
        });
        each_of_rank(points, rank, &mut |point, column| {
            let wanted = columns.get(point.group as usize).copied().unwrap_or(column);
            point.blanks = wanted.saturating_sub(column);
        });
    }
    with_blanks(text, points)
}

/// Calls `visit` with each point of a rank and its column as moved by the points before it in its line.
fn each_of_rank(points: &mut [Point], rank: u8, visit: &mut dyn FnMut(&mut Point, u32)) {
    let (mut line, mut moved) = (u32::MAX, 0);
    for point in points {
        if point.line != line {
            (line, moved) = (point.line, 0);
        }
        if point.rank == rank {
            visit(point, point.column + moved);
        }
        moved += point.blanks;
    }
}

/// Adds this many blanks.
pub(super) fn add_blanks(text: &mut String, count: u32) {
    for _ in 0..count {
        text.push(' ');
    }
}

fn with_blanks(text: &str, points: &[Point]) -> String {
    let mut aligned = String::with_capacity(text.len() + text.len() / 8);
    let mut from = 0;
    for point in points {
        aligned.push_str(text.get(from..point.at).unwrap_or(""));
        add_blanks(&mut aligned, point.blanks);
        from = point.at;
    }
    aligned.push_str(text.get(from..).unwrap_or(""));
    aligned
}
