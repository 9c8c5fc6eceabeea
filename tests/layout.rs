//! Geometry of the drawing on random environments: nothing overlaps, lines stay off cards and pills, the same input
//! gives the same drawing, and the run order respects every edge.

use std::collections::BTreeMap;

use callsheet::diag::Diagnostics;
use callsheet::env::{CapabilityUse, Component, Environment, Instance, Node, Reference, Via};
use callsheet::graph::{self, AppGraph};
use callsheet::input::{Flow, Folding, Input, Target};
use callsheet::layout::{self, Arrangement, Layout, Rect};
use callsheet::plan::{self, Plan};
use callsheet::source::{FileId, Span};
use proptest::prelude::{Strategy, any, prop};
use proptest::test_runner::Config;
use proptest::{prop_assert, prop_assert_eq, proptest};

/// A card for every node.
const WHOLE: Folding = Folding { whole: true, open: Vec::new() };

/// A phone, a large phone, and less than a card.
const FLOWS: [Flow; 4] =
    [Flow::Columns, Flow::Rows { room: 360 }, Flow::Rows { room: 680 }, Flow::Rows { room: 0 }];

/// A component by numbers: its instance, its node (none: not assigned), what it waits for (numbers of components, or
/// beyond them for what nobody exports) and how.
#[derive(Debug, Clone)]
struct Draft {
    instance: usize,
    node: Option<usize>,
    exports: bool,
    waits_for: Vec<(usize, bool)>,
}

fn span() -> Span {
    Span::new(FileId(0), 0, 0)
}

fn reference(ty: &str, title: impl ToString) -> Reference {
    Reference::new(ty, &title.to_string())
}

fn environment(drafts: &[Draft], bare_nodes: usize) -> Environment {
    let instances = drafts.iter().map(|it| it.instance + 1).max().unwrap_or(0);
    let mut environment = Environment { name: "production".to_owned(), ..Environment::default() };
    for instance in 0..instances {
        let mine = drafts.iter().enumerate().filter(|(_, it)| it.instance == instance);
        environment.instances.push(Instance {
            reference: reference("Shop", instance),
            span: span(),
            components: mine.map(|(index, it)| component(index, it)).collect(),
            broken: false,
        });
    }
    let named = drafts.iter().filter_map(|it| it.node).max().map_or(0, |most| most + 1);
    let node = |index| Node { name: node_name(index), span: span() };
    environment.nodes = (0..named + bare_nodes).map(node).collect();
    environment
}

fn component(index: usize, draft: &Draft) -> Component {
    let capability = |number| reference("Sql", format!("capability-{number}-{}", "x".repeat(number % 40)));
    let used = |number, via| CapabilityUse { capability: capability(number), via, span: span() };
    let mut consumes: Vec<CapabilityUse> = draft
        .waits_for
        .iter()
        .map(|&(number, require)| used(number, if require { Via::Require } else { Via::Consume }))
        .collect();
    callsheet::sort::by_key(&mut consumes, |it| it.via == Via::Consume);
    Component {
        reference: reference("Shop::Part", index),
        span: span(),
        whole: span(),
        node: draft.node.map(node_name),
        assignment: None,
        produces: if draft.exports { vec![used(index, Via::Export)] } else { Vec::new() },
        consumes,
        broken: false,
    }
}

fn node_name(index: usize) -> String {
    format!("node-{index}.{}example.com", "long-".repeat(index % 7))
}

fn plan_of(environment: &Environment, target: Target) -> (AppGraph, Plan) {
    let mut diags = Diagnostics::default();
    let graph = graph::build(environment, &mut diags);
    let plan = plan::order(&graph, environment, &Input { target, ..Input::default() }, &mut diags);
    (graph, plan)
}

/// Instance, node, whether it exports, and what it waits for: component and whether by `require`.
type Drawn = (usize, usize, bool, Vec<(usize, bool)>);

fn drafts() -> impl Strategy<Value = Vec<Draft>> {
    let draft =
        (0..4_usize, 0..24_usize, any::<bool>(), prop::collection::vec((0..60_usize, any::<bool>()), 0..4));
    let forward = any::<bool>();
    (prop::collection::vec(draft, 0..40), forward).prop_map(|(drafts, forward)| {
        let to_draft = |(index, (instance, node, exports, waits)): (usize, Drawn)| {
            // Half of the environments wait only for earlier components on lower nodes, so that they have no cycles.
            let keep = |&(number, _): &(usize, bool)| !forward || number < index;
            Draft {
                instance,
                node: (node > 1).then_some(if forward { index / 2 } else { node }),
                exports,
                waits_for: waits.into_iter().filter(keep).collect(),
            }
        };
        drafts.into_iter().enumerate().map(to_draft).collect()
    })
}

fn apart(a: Rect, b: Rect) -> bool {
    a.right() <= b.x || b.right() <= a.x || a.bottom() <= b.y || b.bottom() <= a.y
}

fn inside(inner: Rect, outer: Rect) -> bool {
    outer.x <= inner.x
        && outer.y <= inner.y
        && inner.right() <= outer.right()
        && inner.bottom() <= outer.bottom()
}

/// The boxes of a path's segments: lines and curves with horizontal or vertical ends stay within the box of their ends.
fn segments(path: &str) -> Vec<Rect> {
    let words: Vec<String> = path
        .replace('M', " M ")
        .replace('H', " H ")
        .replace('V', " V ")
        .replace('C', " C ")
        .split_whitespace()
        .map(str::to_owned)
        .collect();
    let mut numbers: Vec<i32> = Vec::new();
    let mut commands: Vec<(String, Vec<i32>)> = Vec::new();
    for word in words.iter().rev() {
        match word.parse() {
            Ok(number) => numbers.insert(0, number),
            Err(_) => commands.insert(0, (word.clone(), std::mem::take(&mut numbers))),
        }
    }
    let (mut x, mut y) = (0, 0);
    let mut boxes = Vec::new();
    for (command, numbers) in commands {
        let (next_x, next_y) = match command.as_str() {
            "H" => (numbers[0], y),
            "V" => (x, numbers[0]),
            "C" => (numbers[4], numbers[5]),
            _ => (numbers[0], numbers[1]),
        };
        if command != "M" {
            let (left, top) = (x.min(next_x), y.min(next_y));
            boxes.push(Rect { x: left, y: top, width: x.max(next_x) - left, height: y.max(next_y) - top });
        }
        (x, y) = (next_x, next_y);
    }
    boxes
}

/// Whether a box of no width or no height, too, enters the inside of a rectangle.
fn enters(segment: Rect, rect: Rect) -> bool {
    segment.right() > rect.x
        && segment.x < rect.right()
        && segment.bottom() > rect.y
        && segment.y < rect.bottom()
}

fn check(layout: &Layout) -> Result<(), proptest::test_runner::TestCaseError> {
    let page = Rect { x: 0, y: 0, width: layout.width, height: layout.height };
    let cards: Vec<Rect> = layout.cards.iter().map(|card| card.rect).collect();
    let pills: Vec<Rect> = layout.pills.iter().map(|pill| pill.rect).collect();
    let lanes: Vec<Rect> = layout.columns.iter().map(|column| column.rect).collect();
    for boxes in [&cards, &pills, &lanes, &layout.channels] {
        for (index, &one) in boxes.iter().enumerate() {
            prop_assert!(inside(one, page));
            prop_assert!(boxes.iter().skip(index + 1).all(|&other| apart(one, other)));
        }
    }
    for card in &layout.cards {
        prop_assert_eq!(lanes.iter().filter(|&&lane| inside(card.rect, lane)).count(), 1);
        prop_assert!(card.chips.iter().all(|chip| inside(chip.rect, card.rect)));
    }
    for &pill in &pills {
        prop_assert_eq!(layout.channels.iter().filter(|&&channel| inside(pill, channel)).count(), 1);
    }
    for line in &layout.edges {
        for segment in segments(&line.path) {
            prop_assert!(inside(segment, page));
            let crossed = cards.iter().chain(&pills).find(|&&rect| enters(segment, rect));
            prop_assert!(crossed.is_none(), "{} enters {crossed:?}", line.path);
        }
    }
    if layout.rows { check_rows(layout) } else { Ok(()) }
}

/// Waves lie below each other, and the lines of a chip end at its port: those that arrive at the top of its card, those
/// that leave, or lead back, at the bottom.
fn check_rows(layout: &Layout) -> Result<(), proptest::test_runner::TestCaseError> {
    for (above, below) in layout.columns.iter().zip(layout.columns.iter().skip(1)) {
        prop_assert!(above.rect.bottom() <= below.rect.y);
        prop_assert_eq!((above.rect.x, above.rect.width), (below.rect.x, below.rect.width));
    }
    for line in &layout.edges {
        let mut found = None;
        for card in &layout.cards {
            let is_here = |chip: &&layout::Chip| {
                chip.component == line.component || chip.stack.contains(&line.component)
            };
            found = found.or(card
                .chips
                .iter()
                .find(is_here)
                .and_then(|chip| chip.port)
                .map(|port| (card.rect, port)));
        }
        let Some((card, port)) = found else { panic!("a line ends at a chip with a port") };
        prop_assert!((0..card.width).contains(&(port + layout::BACK)) && port > 0);
        let numbers: Vec<i32> =
            line.path.split(|it: char| !it.is_ascii_digit()).filter_map(|it| it.parse().ok()).collect();
        let is_vertical =
            line.path.rsplit(|it: char| it.is_ascii_alphabetic()).next().is_some_and(|it| !it.contains(' '));
        let end = numbers[numbers.len() - 1];
        match (line.via, line.local) {
            (Via::Export, _) => prop_assert_eq!(&numbers[..2], &[card.x + port, card.bottom()]),
            (_, true) => prop_assert_eq!(end, card.bottom()),
            (_, false) => prop_assert_eq!(end, card.y),
        }
        let across = card.x + port + if line.local { layout::BACK } else { 0 };
        prop_assert!(is_vertical || line.via == Via::Export || numbers[numbers.len() - 2] == across);
    }
    Ok(())
}

fn drawn(graph: &AppGraph, plan: &Plan, environment: &Environment, flow: Flow, before: &Layout) -> Layout {
    layout::lay_out_after(graph, plan, environment, &WHOLE, flow, &Arrangement::read(&before.arrangement))
}

proptest! {
    #![proptest_config(Config { cases: 200, failure_persistence: None, ..Config::default() })]

    #[test]
    fn nothing_overlaps(drafts in drafts(), bare_nodes in 0..3_usize) {
        let environment = environment(&drafts, bare_nodes);
        let (graph, plan) = plan_of(&environment, Target::Environment);
        for flow in FLOWS {
            let layout = drawn(&graph, &plan, &environment, flow, &Layout::default());
            check(&layout)?;
            prop_assert_eq!(layout.cards.len(), graph.nodes.len());
            let nodes: u32 = layout.columns.iter().map(|column| column.nodes).sum();
            prop_assert_eq!(nodes as usize, graph.nodes.len());
            prop_assert_eq!(layout.columns.len(), plan.levels.len() + usize::from(!plan.blocked.is_empty()));
            let (graph, plan) = plan_of(&environment, Target::Environment);
            prop_assert_eq!(layout, drawn(&graph, &plan, &environment, flow, &Layout::default()));
        }
        let (graph, plan) = plan_of(&environment, Target::Environment);
        let columns = drawn(&graph, &plan, &environment, Flow::Columns, &Layout::default());
        prop_assert_eq!(columns, layout::lay_out(&graph, &plan, &environment));
    }

    #[test]
    fn the_plan_respects_every_edge(drafts in drafts(), chosen in prop::collection::vec(0..24_usize, 0..12)) {
        let environment = environment(&drafts, 0);
        let names = chosen.into_iter().map(node_name).collect();
        for target in [Target::Environment, Target::Application("Shop".into()), Target::Nodes(names)] {
            let (graph, plan) = plan_of(&environment, target);
            let level_of: BTreeMap<&str, usize> = plan
                .levels
                .iter()
                .enumerate()
                .flat_map(|(level, steps)| steps.iter().map(move |step| (step.node.as_str(), level)))
                .collect();
            for (level, steps) in plan.levels.iter().enumerate() {
                prop_assert!(!steps.is_empty());
                for step in steps {
                    let longest = step.waits_for.iter().map(|it| level_of[it.node.as_str()] + 1).max();
                    prop_assert_eq!(longest.unwrap_or(0), level);
                }
            }
            for step in &plan.blocked {
                prop_assert!(step.waits_for.iter().any(|it| !level_of.contains_key(it.node.as_str())));
            }
            if !plan.blocked.is_empty() {
                prop_assert!(plan.cycles.iter().any(|it| it.kind.stops_nodes()));
            }
            for cycle in plan.cycles.iter().filter(|it| it.kind.stops_nodes()) {
                let starts = cycle.hops.iter().cycle().skip(1).map(|hop| &hop.from);
                prop_assert!(cycle.hops.iter().zip(starts).all(|(hop, next)| hop.to == *next));
                prop_assert!(cycle.members.contains(&cycle.hops[0].from));
            }
            layout::lay_out(&graph, &plan, &environment);
        }
    }
}

/// What is drawn where, by the names of nodes.
fn places(graph: &AppGraph, layout: &Layout) -> BTreeMap<String, Rect> {
    layout.cards.iter().map(|card| (graph.node(card.node).name.clone(), card.rect)).collect()
}

proptest! {
    #![proptest_config(Config { cases: 200, failure_persistence: None, ..Config::default() })]

    #[test]
    fn what_is_drawn_again_stays_where_it_was(drafts in drafts()) {
        let environment = environment(&drafts, 0);
        let (graph, plan) = plan_of(&environment, Target::Environment);
        for flow in FLOWS {
            let first = drawn(&graph, &plan, &environment, flow, &Layout::default());
            prop_assert_eq!(&drawn(&graph, &plan, &environment, flow, &first).cards, &first.cards);
        }
    }

    #[test]
    fn columns_and_rows_know_nothing_of_each_other(drafts in drafts()) {
        let environment = environment(&drafts, 0);
        let (graph, plan) = plan_of(&environment, Target::Environment);
        let [columns, phone, large, _] = FLOWS;
        for (before, flow) in [(columns, phone), (phone, columns), (phone, large)] {
            let first = drawn(&graph, &plan, &environment, before, &Layout::default());
            let anew = drawn(&graph, &plan, &environment, flow, &Layout::default());
            prop_assert_eq!(drawn(&graph, &plan, &environment, flow, &first), anew);
        }
    }

    #[test]
    fn a_new_leaf_moves_few_cards(mut drafts in drafts(), producer in 0..40_usize, instance in 0..4_usize) {
        let environment_before = environment(&drafts, 0);
        let (graph, plan) = plan_of(&environment_before, Target::Environment);
        let first = layout::lay_out(&graph, &plan, &environment_before);
        let node = drafts.iter().filter_map(|it| it.node).max().map_or(0, |most| most + 1);
        let waits_for = if producer < drafts.len() { vec![(producer, false)] } else { Vec::new() };
        drafts.push(Draft { instance, node: Some(node), exports: false, waits_for });
        let environment = environment(&drafts, 0);
        let (new_graph, plan) = plan_of(&environment, Target::Environment);
        let before = Arrangement::read(&first.arrangement);
        let second = layout::lay_out_after(&new_graph, &plan, &environment, &WHOLE, Flow::Columns, &before);
        check(&second)?;
        let rows = FLOWS[1];
        let (old_graph, old_plan) = plan_of(&environment_before, Target::Environment);
        let in_rows = drawn(&old_graph, &old_plan, &environment_before, rows, &Layout::default());
        check(&drawn(&new_graph, &plan, &environment, rows, &in_rows))?;
        let old = places(&graph, &first);
        let moved = places(&new_graph, &second)
            .into_iter()
            .filter(|(name, rect)| old.get(name).is_some_and(|old| (old.x, old.y) != (rect.x, rect.y)));
        let widened = !lefts(&second).starts_with(&lefts(&first));
        // All that is behind a column moves aside where it gets wider, by a longer name or the first line to it, and
        // where it is new.
        prop_assert!(widened || moved.count() * 5 <= old.len());
    }

    #[test]
    fn any_text_is_an_arrangement(drafts in drafts(), text in "(card|pass|widths|lines|bottom|room 332\n|[a-z]{0,3}|-?[0-9]{0,12}|[ \\n])*") {
        let environment = environment(&drafts, 0);
        let (graph, plan) = plan_of(&environment, Target::Environment);
        for flow in FLOWS {
            check(&layout::lay_out_after(&graph, &plan, &environment, &WHOLE, flow, &Arrangement::read(&text)))?;
        }
    }

    #[test]
    fn any_places_can_be_kept(drafts in drafts(), tops in prop::collection::vec(any::<i32>(), 40)) {
        let environment = environment(&drafts, 0);
        let (graph, plan) = plan_of(&environment, Target::Environment);
        let mut text = "widths 1 2147483647 -5 9999999999\nbottom 2147483647".to_owned();
        for (card, top) in layout::lay_out(&graph, &plan, &environment).cards.iter().zip(tops) {
            let column = card.level.map_or(plan.levels.len(), |level| level as usize);
            text.push_str(&format!("\ncard {} {} {}", 2 * column + 1, top.unsigned_abs(), graph.node(card.node).name));
        }
        check(&layout::lay_out_after(&graph, &plan, &environment, &WHOLE, Flow::Columns, &Arrangement::read(&text)))?;
    }

    #[test]
    fn any_places_can_be_kept_in_rows(drafts in drafts(), tops in prop::collection::vec(any::<i32>(), 80)) {
        let environment = environment(&drafts, 0);
        let (graph, plan) = plan_of(&environment, Target::Environment);
        let first = drawn(&graph, &plan, &environment, FLOWS[1], &Layout::default());
        let mut tops = tops.into_iter().cycle();
        let moved = |line: &str| match line.split_once(' ') {
            Some((kind @ ("card" | "pass"), rest)) => {
                let mut words = rest.splitn(3, ' ');
                let (layer, _, name) = (words.next().unwrap(), words.next(), words.next().unwrap());
                format!("{kind} {layer} {} {name}", tops.next().unwrap().unsigned_abs())
            }
            _ => line.to_owned(),
        };
        let text = first.arrangement.lines().map(moved).collect::<Vec<_>>().join("\n");
        check(&layout::lay_out_after(&graph, &plan, &environment, &WHOLE, FLOWS[1], &Arrangement::read(&text)))?;
    }
}

/// The level of each column, and where it begins.
fn lefts(layout: &Layout) -> Vec<(Option<u32>, i32)> {
    layout.columns.iter().map(|column| (column.level, column.rect.x)).collect()
}

/// 1000 nodes in ten tiers, 1500 links.
#[test]
fn a_thousand_nodes_are_drawn_at_once() {
    let waits = |index: usize| match index {
        0..100 => Vec::new(),
        _ if index.is_multiple_of(3) => vec![(index - 100, false)],
        _ => vec![(index - 100, false), (index / 100 * 100 - 100 + index * 37 % 100, true)],
    };
    let draft = |index| Draft {
        instance: index % 100 / 10,
        node: Some(index),
        exports: true,
        waits_for: waits(index),
    };
    let drafts: Vec<Draft> = (0..1000).map(draft).collect();
    let environment = environment(&drafts, 0);
    let (graph, plan) = plan_of(&environment, Target::Environment);
    assert_eq!(plan.levels.len(), 10);
    for flow in FLOWS {
        let layout = drawn(&graph, &plan, &environment, flow, &Layout::default());
        assert!(check(&layout).is_ok());
    }
}

/// Instances of a database, web servers that need it, and a balancer that needs them, each on a node of its own.
fn shops(instances: usize, webs: usize) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for instance in 0..instances {
        let db = drafts.len();
        let mut add =
            |waits_for| drafts.push(Draft { instance, node: Some(drafts.len()), exports: true, waits_for });
        add(Vec::new());
        (0..webs).for_each(|_| add(vec![(db, false)]));
        add((db + 1..=db + webs).map(|web| (web, true)).collect());
    }
    drafts
}

/// The drawing of these shops on a phone.
fn on_a_phone(instances: usize, webs: usize) -> Layout {
    let environment = environment(&shops(instances, webs), 0);
    let (graph, plan) = plan_of(&environment, Target::Environment);
    let layout = drawn(&graph, &plan, &environment, FLOWS[1], &Layout::default());
    assert!(check(&layout).is_ok());
    layout
}

/// How many cards stand in each row.
fn cards_in_rows(layout: &Layout) -> Vec<usize> {
    let mut rows: BTreeMap<i32, usize> = BTreeMap::new();
    layout.cards.iter().for_each(|card| *rows.entry(card.rect.y).or_default() += 1);
    rows.into_values().collect()
}

#[test]
fn two_cards_stand_beside_each_other_on_a_phone() {
    let layout = on_a_phone(1, 2);
    assert_eq!((layout.width, cards_in_rows(&layout)), (360, vec![1, 2, 1]));
    let layout = on_a_phone(2, 1);
    assert_eq!((layout.width, cards_in_rows(&layout)), (360, vec![2, 2, 2]));
}

#[test]
fn a_wave_wider_than_the_phone_has_several_rows() {
    let layout = on_a_phone(1, 12);
    assert_eq!(layout.columns.len(), 3, "there is one lane for each wave");
    assert_eq!(
        layout.width, 360,
        "lines that pass leave fewer cards in a row, and nothing is wider for them"
    );
    assert_eq!(cards_in_rows(&layout), [1, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1]);
}

#[test]
fn very_many_cards_are_in_columns_on_a_phone_too() {
    assert!(on_a_phone(1, 98).rows);
    assert!(!on_a_phone(1, 99).rows);
}

/// The drawing of these components and of nodes beside, and how many nodes are on each card.
fn stacked(drafts: &[Draft], bare_nodes: usize, open: &[usize]) -> (Layout, Vec<usize>) {
    let environment = environment(drafts, bare_nodes);
    let (graph, plan) = plan_of(&environment, Target::Environment);
    let folding = Folding { whole: false, open: open.iter().map(|&node| node_name(node)).collect() };
    let before = Arrangement::default();
    let rows = layout::lay_out_after(&graph, &plan, &environment, &folding, FLOWS[1], &before);
    assert!(check(&rows).is_ok() && rows.cards.len() <= 60 + open.len() * drafts.len());
    let layout = layout::lay_out_after(&graph, &plan, &environment, &folding, Flow::Columns, &before);
    assert!(check(&layout).is_ok());
    let mut drawn: Vec<_> = layout
        .cards
        .iter()
        .flat_map(|it| it.stack.iter().chain(it.stack.is_empty().then_some(&it.node)))
        .collect();
    callsheet::sort::ascending(&mut drawn);
    assert!(drawn.into_iter().copied().eq(graph.node_ids().map(|(id, _)| id)), "each node is on one card");
    let sizes = layout.cards.iter().map(|card| card.stack.len().max(1)).collect();
    (layout, sizes)
}

#[test]
fn few_nodes_have_a_card_each() {
    assert_eq!(stacked(&shops(1, 58), 0, &[]).1, vec![1; 60]);
}

#[test]
fn many_nodes_that_do_the_same_share_a_card() {
    let (layout, sizes) = stacked(&shops(1, 70), 0, &[]);
    assert_eq!(sizes, [1, 70, 1]);
    let chips: Vec<&str> = layout.cards.iter().map(|card| card.chips[0].title.as_str()).collect();
    assert_eq!(chips, ["Shop::Part[0]", "Shop::Part × 70", "Shop::Part[71]"]);
    let pills: Vec<&str> = layout.pills.iter().map(|pill| pill.title.as_str()).collect();
    assert_eq!(pills[1], "Sql × 70");
    assert_eq!(
        layout.edges.len(),
        5,
        "the database's, two of its capability, the web servers', one of theirs"
    );
}

#[test]
fn a_stack_is_opened_by_one_of_its_nodes() {
    assert_eq!(stacked(&shops(1, 70), 0, &[33]).1, vec![1; 72]);
}

#[test]
fn instances_stay_apart_while_there_is_room() {
    assert_eq!(stacked(&shops(8, 10), 0, &[]).1, [[1; 8], [10; 8], [1; 8]].concat());
}

#[test]
fn instances_of_an_application_are_taken_together_where_they_are_many() {
    assert_eq!(stacked(&shops(150, 2), 0, &[]).1, [150, 300, 150]);
}

#[test]
fn nodes_without_components_share_a_card() {
    assert_eq!(stacked(&shops(1, 2), 2, &[]).1, [1; 6]);
    let (layout, sizes) = stacked(&shops(1, 2), 5, &[]);
    assert_eq!(sizes, [1, 5, 1, 1, 1]);
    assert!(layout.cards[1].title.starts_with("node-"));
    assert_eq!(layout.columns[0].nodes, 6);
}

proptest! {
    #![proptest_config(Config { cases: 40, failure_persistence: None, ..Config::default() })]

    /// Whatever waits for whatever: each node is on one card, and there are not too many cards.
    #[test]
    fn any_thousand_nodes_are_few_cards(waits in prop::collection::vec((0..6_usize, 0..1000_usize, any::<bool>()), 1000)) {
        let draft = |(index, &(instance, other, require)): (usize, &(usize, usize, bool))| Draft {
            instance,
            node: Some(index),
            exports: true,
            waits_for: if index > 99 { vec![(other % index, require)] } else { Vec::new() },
        };
        let drafts: Vec<Draft> = waits.iter().enumerate().map(draft).collect();
        let (layout, _) = stacked(&drafts, 0, &[]);
        prop_assert!(layout.cards.len() <= layout::TOO_MANY, "{} cards", layout.cards.len());
    }
}
