//! Ways through directed graphs of small numbers, for nodes and components alike. All of it takes time in proportion to
//! vertices and arcs, and none of it recurses: chains may be long.

use petgraph::algo::kosaraju_scc;
use petgraph::graph::DiGraph;

/// From, to.
pub(super) type Arc = (usize, usize);

/// Groups of vertices that can all be reached from each other, of more than one, each ascending, by their first.
pub(super) fn knots(count: usize, arcs: &[Arc]) -> Vec<Vec<usize>> {
    let mut graph: DiGraph<(), (), usize> = DiGraph::default();
    for _ in 0..count {
        graph.add_node(());
    }
    for &(from, to) in arcs {
        graph.add_edge(from.into(), to.into(), ());
    }
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for group in kosaraju_scc(&graph) {
        if group.len() > 1 {
            let mut group: Vec<usize> = group.into_iter().map(|vertex| vertex.index()).collect();
            crate::sort::ascending(&mut group);
            groups.push(group);
        }
    }
    crate::sort::by_key(&mut groups, |group| group.first().copied());
    groups
}

/// A vertex that lies on a cycle; none when there is no cycle. Takes away vertices that nothing leads to; what is left
/// has predecessors, and walking from one to the next has to come round.
pub(super) fn on_cycle(count: usize, arcs: &[Arc]) -> Option<usize> {
    let outgoing = outgoing(count, arcs);
    let mut incoming = vec![0_usize; count];
    for &(_, to) in arcs {
        incoming.iter_mut().skip(to).take(1).for_each(|arcs| *arcs += 1);
    }
    let mut free: Vec<usize> = (0..count).filter(|&vertex| incoming.get(vertex) == Some(&0)).collect();
    while let Some(vertex) = free.pop() {
        for &(_, to) in outgoing.get(vertex).into_iter().flatten().filter_map(|&arc| arcs.get(arc)) {
            let Some(left) = incoming.get_mut(to) else { continue };
            *left -= 1;
            if *left == 0 {
                free.push(to);
            }
        }
    }
    let left = |vertex: usize| incoming.get(vertex).is_some_and(|&arcs| arcs > 0);
    let mut before = vec![None; count];
    for &(from, to) in arcs.iter().rev() {
        if left(from) && left(to) {
            before.iter_mut().skip(to).take(1).for_each(|it| *it = Some(from));
        }
    }
    let mut vertex = (0..count).find(|&vertex| left(vertex))?;
    // After as many steps as there are vertices the walk has come round.
    for _ in 0..count {
        vertex = before.get(vertex).copied().flatten()?;
    }
    Some(vertex)
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

/// The numbers of arcs without which there is no cycle: those that a walk in depth finds leading back to a vertex it has
/// not left. None of them can be spared: each closes a cycle with arcs of the walk, which all stay. There may be smaller
/// sets.
pub(super) fn back_arcs(count: usize, arcs: &[Arc]) -> Vec<usize> {
    let outgoing = outgoing(count, arcs);
    // How many arcs of each vertex were followed, and whether the walk has left it.
    let mut followed = vec![0_usize; count];
    let mut left = vec![false; count];
    let mut seen = vec![false; count];
    let mut back = Vec::new();
    for start in 0..count {
        let mut walk = if seen.get(start) == Some(&false) { vec![start] } else { Vec::new() };
        while let Some(&vertex) = walk.last() {
            seen.iter_mut().skip(vertex).take(1).for_each(|it| *it = true);
            let next = followed.get(vertex).and_then(|&at| outgoing.get(vertex)?.get(at)).copied();
            followed.iter_mut().skip(vertex).take(1).for_each(|it| *it += 1);
            match next.and_then(|arc| Some((arc, arcs.get(arc)?.1))) {
                Some((_, to)) if seen.get(to) == Some(&false) => walk.push(to),
                Some((arc, to)) if left.get(to) == Some(&false) => back.push(arc),
                Some(_) => {}
                None => {
                    left.iter_mut().skip(vertex).take(1).for_each(|it| *it = true);
                    walk.pop();
                }
            }
        }
    }
    back
}

/// For each vertex the numbers of the arcs from it.
fn outgoing(count: usize, arcs: &[Arc]) -> Vec<Vec<usize>> {
    let mut outgoing = vec![Vec::new(); count];
    for (arc, &(from, _)) in arcs.iter().enumerate() {
        outgoing.iter_mut().skip(from).take(1).for_each(|arcs| arcs.push(arc));
    }
    outgoing
}
