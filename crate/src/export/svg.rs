//! The drawing as a file of its own: the page's picture, with its style, in light and dark, without a script.
//!
//! Shapes and colours are those of the page (`web/src/graph`, `web/src/style`). Colours are plain values by class, for
//! programs that know nothing else; browsers take those of light and dark by `color-scheme`: as a file of its own the
//! drawing follows the reader's, inside a page that page's, or the `theme` of the element around it. Its rules touch
//! nothing else there, and nothing has an id. For those who do not see it the drawing is one picture with a title and
//! the plan in words; for programs each card, chip and pill can have its name and its place in the source as `data-`
//! attributes.

mod parts;
#[cfg(feature = "cli")]
mod places;
mod words;

#[cfg(feature = "cli")]
pub(super) use parts::push_text;

use super::links::instance_numbers;
use super::names::push_number;
use super::plan_text::target_name;
use crate::Analysis;
use crate::env::{Component, Environment};
use crate::graph::{AppGraph, ComponentId};
use crate::layout::{self, Layout};
use crate::plan::Plan;
#[cfg(feature = "cli")]
use crate::source::Sources;

/// Height of a row of the legend.
const LEGEND_ROW: i32 = 22;
/// Left of the legend, below it, and between it and the lanes.
const LEGEND_MARGIN: i32 = 14;
/// Instances that the legend names.
const LEGEND_LIMIT: usize = 24;
/// The least width, so that the legend has room.
const LEAST_WIDTH: i32 = 360;

const STYLE: &str = include_str!("svg/style.css");

/// What a drawing has besides the plan.
#[derive(Debug, Clone, Copy, Default)]
pub struct Extras<'a> {
    /// More attributes of the whole, with a blank before each.
    pub attributes: &'a str,
    /// Its title, instead of that of the plan.
    pub title: Option<&'a str>,
    /// Elements behind its description.
    pub metadata: &'a str,
    /// The files, for each part to tell its place in them.
    #[cfg(feature = "cli")]
    pub places: Option<&'a Sources>,
}

/// What all parts are drawn from.
struct Drawing<'a> {
    extras: Extras<'a>,
    graph: &'a AppGraph,
    environment: &'a Environment,
    plan: &'a Plan,
    layout: &'a Layout,
    out: String,
}

/// The whole file: the nodes of the analysis' plan, each with a card of its own.
pub fn svg(analysis: &Analysis, extras: Extras) -> String {
    let Analysis { graph, plan, environment, .. } = analysis;
    let layout = &layout::lay_out(graph, plan, environment);
    let mut drawing = Drawing { extras, graph, environment, plan, layout, out: String::new() };
    drawing.draw();
    drawing.out
}

impl Drawing<'_> {
    fn draw(&mut self) {
        let width = self.layout.width.max(LEAST_WIDTH);
        let legend = self.legend(width);
        let height = self.layout.height + legend.rows * LEGEND_ROW + LEGEND_MARGIN;
        self.push("<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"callsheet\" role=\"img\"");
        self.push(self.extras.attributes);
        self.numbers(&[(" width=", width), (" height=", height)]);
        self.push(" viewBox=\"0 0 ");
        push_number(&mut self.out, usize::try_from(width).unwrap_or(0));
        self.push(" ");
        push_number(&mut self.out, usize::try_from(height).unwrap_or(0));
        self.push("\">\n<title>");
        match self.extras.title {
            Some(title) => self.text(title),
            None => {
                self.text(&format!(
                    "Plan of {} for {}",
                    self.plan.environment,
                    target_name(&self.plan.target)
                ));
            }
        }
        self.push("</title>\n<desc>");
        words::describe(&mut self.out, self.plan);
        self.push("</desc>\n");
        self.push(self.extras.metadata);
        self.push("<style>\n");
        self.push(STYLE);
        self.push("</style>\n<rect class=\"cs-page\" width=\"100%\" height=\"100%\"/>\n");
        self.lanes();
        self.lines();
        self.cards();
        self.pills();
        self.push(&legend.shapes);
        self.push("</svg>\n");
    }

    /// The number of a component's instance, which is its colour.
    fn instance(&self, id: ComponentId) -> usize {
        self.graph.component(id).instance
    }

    fn component_name(&self, id: ComponentId) -> String {
        self.graph.component(id).reference.to_string()
    }

    fn instance_name(&self, id: ComponentId) -> String {
        let instance = self.environment.instances.get(self.instance(id));
        instance.map_or_else(String::new, |it| it.reference.to_string())
    }

    /// What the environment says of a component.
    fn component(&self, id: ComponentId) -> Option<&Component> {
        let it = self.graph.component(id);
        self.environment.instances.get(it.instance)?.components.get(it.index)
    }

    /// Instances with their colours and the signs that occur, in rows as wide as the drawing.
    fn legend(&self, width: i32) -> Legend {
        let mut legend =
            Legend { shapes: String::new(), rows: 0, x: LEGEND_MARGIN, width, top: self.layout.height };
        let numbers = instance_numbers(self.plan, self.environment);
        for (&index, name) in numbers.iter().zip(&self.plan.instances).take(LEGEND_LIMIT) {
            legend.add(Some(index), parts::DOT, &layout::shorten(name, width - 3 * LEGEND_MARGIN));
        }
        if let Some(rest) = numbers.len().checked_sub(LEGEND_LIMIT).filter(|&rest| rest > 0) {
            legend.add(None, "", &format!("and {rest} more"));
        }
        let pills = &self.layout.pills;
        let occur = [
            !pills.is_empty(),
            !pills.is_empty(),
            pills.iter().any(|pill| pill.order_only),
            pills.iter().any(|pill| pill.shared),
            pills.iter().any(|pill| pill.producer.is_none()),
        ];
        for ((shape, word), _) in parts::SIGNS.iter().zip(occur).filter(|(_, occurs)| *occurs) {
            legend.add(None, shape, word);
        }
        legend
    }
}

/// What stands below the lanes.
struct Legend {
    shapes: String,
    rows: i32,
    /// Where the next entry stands.
    x: i32,
    /// Where a row ends.
    width: i32,
    top: i32,
}

impl Legend {
    /// One entry, in the colour of an instance or none; it begins a row if it has no room.
    fn add(&mut self, instance: Option<usize>, shape: &str, name: &str) {
        let needed = layout::width(name) + 44;
        if self.rows == 0 || self.x + needed > self.width {
            self.rows += 1;
            self.x = LEGEND_MARGIN;
        }
        let y = self.top + self.rows * LEGEND_ROW - LEGEND_ROW / 2;
        parts::legend_entry(&mut self.shapes, instance, shape, name, [self.x, y]);
        self.x += needed;
    }
}
