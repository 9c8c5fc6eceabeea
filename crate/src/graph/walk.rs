//! Ways through directed graphs of small numbers, for nodes and components alike. All of it takes time in proportion to
//! vertices and arcs, and none of it recurses: chains may be long.

/// From, to.
pub(super) type Arc = (usize, usize);

/// A walk along all arcs, deeper first.
struct Walk {
    /// Arcs that lead back to a vertex which the walk had not left.
    back: Vec<usize>,
    /// Vertices in the order in which the walk left them.
    left: Vec<usize>,
    /// For each vertex the root from which it was reached.
    root: Vec<Option<usize>>,
}

/// Walks from each of the roots that was not reached from an earlier one.
fn walk(count: usize, arcs: &[Arc], roots: &[usize]) -> Walk {
    let mut open = outgoing(count, arcs);
    open.iter_mut().for_each(|arcs| arcs.reverse());
    let mut walk = Walk { back: Vec::new(), left: Vec::new(), root: vec![None; count] };
    let mut inside = vec![false; count];
    for &root in roots {
        let mut way = Vec::new();
        enter(root, root, &mut walk, &mut inside, &mut way);
        while let Some(&vertex) = way.last() {
            let Some(arc) = open.get_mut(vertex).and_then(Vec::pop) else {
                inside.iter_mut().skip(vertex).take(1).for_each(|it| *it = false);
                walk.left.push(vertex);
                way.pop();
                continue;
            };
            let Some(&(_, to)) = arcs.get(arc) else { continue };
            if inside.get(to) == Some(&true) {
                walk.back.push(arc);
            } else {
                enter(to, root, &mut walk, &mut inside, &mut way);
            }
        }
    }
    walk
}

/// Goes to a vertex that was not reached before.
fn enter(vertex: usize, root: usize, walk: &mut Walk, inside: &mut [bool], way: &mut Vec<usize>) {
    if let (Some(unknown @ None), Some(inside)) = (walk.root.get_mut(vertex), inside.get_mut(vertex)) {
        *unknown = Some(root);
        *inside = true;
        way.push(vertex);
    }
}

fn walk_all(count: usize, arcs: &[Arc]) -> Walk {
    let roots: Vec<usize> = (0..count).collect();
    walk(count, arcs, &roots)
}

/// Groups of vertices that can all be reached from each other, of more than one, each ascending, by their first: a second
/// walk, against the arcs and from the vertex that the first one left last, stays within a group (Kosaraju). petgraph's
/// own would weigh 2 KB more, and its other one, Tarjan's, recurses.
pub(super) fn knots(count: usize, arcs: &[Arc]) -> Vec<Vec<usize>> {
    let mut order = walk_all(count, arcs).left;
    order.reverse();
    let against: Vec<Arc> = arcs.iter().map(|&(from, to)| (to, from)).collect();
    let mut groups: Vec<Vec<usize>> = vec![Vec::new(); count];
    for (vertex, root) in walk(count, &against, &order).root.into_iter().enumerate() {
        if let Some(group) = root.and_then(|root| groups.get_mut(root)) {
            group.push(vertex);
        }
    }
    groups.retain(|group| group.len() > 1);
    crate::sort::by_key(&mut groups, |group| group.first().copied());
    groups
}

/// A vertex that lies on a cycle; none when there is no cycle.
pub(super) fn on_cycle(count: usize, arcs: &[Arc]) -> Option<usize> {
    let back = *walk_all(count, arcs).back.first()?;
    arcs.get(back).map(|&(_, to)| to)
}

/// The numbers of the arcs of a shortest way from a vertex back to it, none when there is none; ties go to earlier
/// arcs.
pub(super) fn way_round(count: usize, arcs: &[Arc], start: usize) -> Vec<usize> {
    let outgoing = outgoing(count, arcs);
    let mut reached_by: Vec<Option<usize>> = vec![None; count];
    let mut queue = std::collections::VecDeque::from([start]);
    while let Some(vertex) = queue.pop_front() {
        for &arc in outgoing.get(vertex).into_iter().flatten() {
            let Some(&(_, to)) = arcs.get(arc) else { continue };
            if to == start {
                return way_back(arcs, &reached_by, start, arc);
            }
            if let Some(unreached @ None) = reached_by.get_mut(to) {
                *unreached = Some(arc);
                queue.push_back(to);
            }
        }
    }
    Vec::new()
}

/// The arcs by which the last one was reached.
fn way_back(arcs: &[Arc], reached_by: &[Option<usize>], start: usize, last: usize) -> Vec<usize> {
    let mut way = vec![last];
    while let Some(&(from, _)) = way.last().and_then(|&arc| arcs.get(arc))
        && from != start
        && let Some(arc) = reached_by.get(from).copied().flatten()
    {
        way.push(arc);
    }
    way.reverse();
    way
}

/// The numbers of arcs without which there is no cycle: those that a walk in depth finds leading back. None of them can
/// be spared: each closes a cycle with arcs of the walk, which all stay. There may be smaller sets.
pub(super) fn back_arcs(count: usize, arcs: &[Arc]) -> Vec<usize> {
    walk_all(count, arcs).back
}

/// For each vertex the numbers of the arcs from it.
fn outgoing(count: usize, arcs: &[Arc]) -> Vec<Vec<usize>> {
    let mut outgoing = vec![Vec::new(); count];
    for (arc, &(from, _)) in arcs.iter().enumerate() {
        outgoing.iter_mut().skip(from).take(1).for_each(|arcs| arcs.push(arc));
    }
    outgoing
}
