//! The drawing: waves as columns, nodes as cards in them, capabilities as pills in the channels between.
//!
//! Goes in: the graph and the plan. Comes out: [`Layout`]: rectangles and SVG paths in integer pixels, the same for the
//! same plan everywhere. The one idea: columns and channels alternate as layers, and a line that passes a layer has a
//! place of its own there, so that lines only ever run between neighbouring layers and cross neither card nor pill.
//! Where there is little room, waves are rows instead: the same, turned over its diagonal, see `rows.rs`.
//!
//! `stacks` lets nodes that do the same share a card where there are many; `layers` makes the items of each layer,
//! `order` sorts them, `place` gives them coordinates, `route` draws the lines.

mod crossings;
mod keep;
mod layers;
mod order;
mod place;
mod route;
mod rows;
mod stacks;
mod text;

pub use keep::Arrangement;
pub use route::BACK;
pub use stacks::{MANY, TOO_MANY};
pub use text::{shorten_label as shorten, width_of_label as width};

use crate::env::{Environment, Reference, Via};
use crate::graph::{AppGraph, ComponentId, NodeId};
use crate::input::{Flow, Folding};
use crate::plan::Plan;
use crate::source::Span;

/// A rectangle in integer pixels, `x` and `y` its upper left corner.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Rect {
    /// Left.
    pub x: i32,
    /// Top.
    pub y: i32,
    /// To the right of `x`.
    pub width: i32,
    /// Below `y`.
    pub height: i32,
}

impl Rect {
    /// The first pixel to the right of it.
    pub fn right(self) -> i32 {
        self.x + self.width
    }

    /// The first pixel below it.
    pub fn bottom(self) -> i32 {
        self.y + self.height
    }

    /// The height of its middle.
    pub fn middle(self) -> i32 {
        self.y + self.height / 2
    }
}

/// The whole drawing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Layout {
    /// Width of all of it.
    pub width: i32,
    /// Height of all of it.
    pub height: i32,
    /// Whether waves are rows. All else is said of columns: rows go from top to bottom, what is in them from left to
    /// right, and lines leave cards at their bottom and arrive at their top.
    pub rows: bool,
    /// Waves from left to right; then, if some nodes never run, one for them.
    pub columns: Vec<Column>,
    /// The spaces before, between and after columns that hold lines or pills, from left to right.
    pub channels: Vec<Rect>,
    /// Nodes by column, then from top to bottom.
    pub cards: Vec<Card>,
    /// Capabilities by channel, then from top to bottom.
    pub pills: Vec<Pill>,
    /// Lines by pill: from its producer, then to its consumers.
    pub edges: Vec<Line>,
    /// Where everything stands, for [`Arrangement::read`]: the next drawing can start from it.
    pub arrangement: String,
}

/// A lane that holds the nodes of one wave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// The level; none for nodes in cycles and those that wait for them.
    pub level: Option<u32>,
    /// Its place.
    pub rect: Rect,
    /// How many nodes are in it.
    pub nodes: u32,
}

/// A node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// Which; the first of several that share it.
    pub node: NodeId,
    /// All that share it, if they are several.
    pub stack: Vec<NodeId>,
    /// Its name, shortened in the middle when it is too long.
    pub title: String,
    /// The level; none when it never runs.
    pub level: Option<u32>,
    /// Its place, inside its column.
    pub rect: Rect,
    /// Its components from top to bottom.
    pub chips: Vec<Chip>,
}

/// A component on its card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chip {
    /// Which; the first of several that share it.
    pub component: ComponentId,
    /// All that share it, if they are several.
    pub stack: Vec<ComponentId>,
    /// Its name, shortened in the middle when it is too long.
    pub title: String,
    /// Its place, inside its card.
    pub rect: Rect,
    /// In rows, where on its card's edges its lines end, from the left.
    pub port: Option<i32>,
    /// Whether a line leaves to the right.
    pub ball: bool,
    /// Whether a line arrives from the left.
    pub socket: bool,
}

/// A capability.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pill {
    /// Which, each is drawn once; the first of several that share it.
    pub capability: Reference,
    /// Each of those that share it by itself, if they are several.
    pub stack: Vec<Pill>,
    /// Its name, shortened in the middle when it is too long.
    pub title: String,
    /// Who exports it, if anyone does.
    pub producer: Option<ComponentId>,
    /// Who waits for it, each once; of those that share a chip, when it is a stack, the first.
    pub consumers: Vec<ComponentId>,
    /// Its place, inside its channel.
    pub rect: Rect,
    /// Where it is exported, or else first wanted.
    pub span: Span,
    /// Whether all of its consumers only require it.
    pub order_only: bool,
    /// Whether an instance other than its producer's waits for it.
    pub shared: bool,
}

/// A line between a component and a capability.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The capability at one end.
    pub capability: Reference,
    /// The component at the other end.
    pub component: ComponentId,
    /// `export`: from the component to the capability; else the other way.
    pub via: Via,
    /// The reference in the component's `export`, `consume` or `require`.
    pub span: Span,
    /// SVG path data: absolute `M`, `H` and `C` with integer coordinates, curves with horizontal ends; in rows `V`
    /// and vertical ones.
    pub path: String,
    /// Whether it leads back to the column it came from: to the same node, or within a cycle.
    pub local: bool,
}

/// Draws the nodes of a plan. Near to linear in what is drawn; a line that passes many waves counts once for each of
/// them.
pub fn lay_out(graph: &AppGraph, plan: &Plan, environment: &Environment) -> Layout {
    lay_out_after(
        graph,
        plan,
        environment,
        &Folding { whole: true, open: Vec::new() },
        Flow::Columns,
        &Arrangement::default(),
    )
}

/// The same in columns or rows, with what was there before in its place, and with one card for many nodes that do the
/// same.
pub fn lay_out_after(
    graph: &AppGraph,
    plan: &Plan,
    environment: &Environment,
    folding: &Folding,
    flow: Flow,
    before: &Arrangement,
) -> Layout {
    let stacks = stacks::build(graph, plan, environment, folding, flow);
    let mut sheet = layers::build(graph, plan, environment, &stacks, flow);
    let anew = Arrangement::default();
    if before.is_for(sheet.room) {
        place::set_widths(&mut sheet, before);
        if keep::keep(&mut sheet, before) {
            return route::draw(&sheet, before);
        }
    }
    place::set_widths(&mut sheet, &anew);
    order::sort(&mut sheet);
    place::place(&mut sheet);
    route::draw(&sheet, &anew)
}
