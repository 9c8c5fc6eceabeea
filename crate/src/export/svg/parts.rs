//! Lanes, lines, cards and pills as elements.

use super::Drawing;
use crate::env::Via;
use crate::export::names::push_escaped;
use crate::graph::ComponentId;
use crate::layout::{BACK, Card, Chip, Line, Pill, Rect};

/// How many colours there are; from then on they come again with another shape.
const HUES: usize = 6;

/// A padlock, 8 wide and 10 high: order without values.
const LOCK: &str = "M0 4.5h8v5.5h-8zM1.8 4.5v-1.8a2.2 2.2 0 0 1 4.4 0v1.8";

/// Appends a text so that XML takes it for nothing else.
pub(in crate::export) fn push_text(out: &mut String, text: &str) {
    push_escaped(out, text, |char, out| {
        out.push_str(match char {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            '"' => "&quot;",
            '\n' => "&#10;",
            _ => return false,
        });
        true
    });
}

/// What programs are told the place of.
#[derive(Clone, Copy)]
#[cfg_attr(not(feature = "cli"), expect(dead_code, reason = "the command line alone tells it"))]
pub(super) enum Part<'a> {
    Card(&'a Card),
    Chip(&'a Chip),
    Line(&'a Line),
    Pill(&'a Pill),
}

/// Appends a number.
fn push_int(out: &mut String, number: i32) {
    out.push_str(&number.to_string());
}

/// Appends the classes of an instance's colour.
fn push_hue(out: &mut String, instance: usize) {
    out.push_str("cs-");
    push_int(out, i32::try_from(instance % HUES).unwrap_or(0));
    out.push_str(if instance < HUES { "" } else { " cs-again" });
}

/// The sign of an instance in the legend.
pub(super) const DOT: &str = "<rect class=\"cs-dot\" x=\"10\" y=\"-6\" width=\"5\" height=\"12\" rx=\"2\"/>";

/// What the signs of the drawing mean: who exports, who waits, order only, shared, exported by nobody.
pub(super) const SIGNS: [(&str, &str); 5] = [
    ("<circle class=\"cs-ball\" cx=\"11\" r=\"4.5\"/>", "exports"),
    ("<path class=\"cs-edge\" d=\"M14-5a5 5 0 0 0 0 10\"/>", "waits"),
    ("<path class=\"cs-lock\" d=\"M7-1h8v5.5h-8zM8.8-1v-1.8a2.2 2.2 0 0 1 4.4 0v1.8\"/>", "order only"),
    (
        "<rect class=\"cs-inner\" x=\"-3\" y=\"-5\" width=\"18\" height=\"10\" rx=\"5\"/><rect class=\"cs-inner\" y=\"-2\" width=\"12\" height=\"4\" rx=\"2\"/>",
        "shared",
    ),
    ("<path class=\"cs-edge cs-dashed\" d=\"M-3 0h18\"/>", "exported by nobody"),
];

/// One entry of the legend at a place: its sign, in the colour of an instance or none, and words.
pub(super) fn legend_entry(
    out: &mut String,
    instance: Option<usize>,
    shape: &str,
    name: &str,
    [x, y]: [i32; 2],
) {
    out.push_str("<g class=\"");
    match instance {
        Some(instance) => push_hue(out, instance),
        None => out.push_str("cs-sign"),
    }
    out.push_str("\" transform=\"translate(");
    push_int(out, x);
    out.push(' ');
    push_int(out, y);
    out.push_str(")\">");
    out.push_str(shape);
    out.push_str("<text x=\"22\">");
    push_text(out, name);
    out.push_str("</text></g>\n");
}

impl Drawing<'_> {
    pub(super) fn push(&mut self, markup: &str) {
        self.out.push_str(markup);
    }

    pub(super) fn text(&mut self, text: &str) {
        push_text(&mut self.out, text);
    }

    /// Attributes with whole numbers.
    pub(super) fn numbers(&mut self, attributes: &[(&str, i32)]) {
        for &(name, value) in attributes {
            self.push(name);
            self.push("\"");
            push_int(&mut self.out, value);
            self.push("\"");
        }
    }

    fn rect(&mut self, class: &str, rect: Rect, radius: i32) {
        self.push("<rect class=\"");
        self.push(class);
        self.push("\"");
        let Rect { x, y, width, height } = rect;
        self.numbers(&[(" x=", x), (" y=", y), (" width=", width), (" height=", height), (" rx=", radius)]);
        self.push("/>");
    }

    fn words(&mut self, class: &str, x: i32, y: i32, text: &str) {
        self.push("<text class=\"");
        self.push(class);
        self.push("\"");
        self.numbers(&[(" x=", x), (" y=", y)]);
        self.push(">");
        self.text(text);
        self.push("</text>");
    }

    fn circle(&mut self, class: &str, x: i32, y: i32, radius: &str) {
        self.push("<circle class=\"");
        self.push(class);
        self.push("\"");
        self.numbers(&[(" cx=", x), (" cy=", y)]);
        self.push(" r=\"");
        self.push(radius);
        self.push("\"/>");
    }

    /// A group in the colour of a component, with a name that shows when one points at it.
    fn open_group(&mut self, component: Option<ComponentId>, part: Part, name: &str) {
        self.push("<g class=\"");
        match component {
            Some(id) => push_hue(&mut self.out, self.graph.component(id).instance),
            None => self.push("cs-0"),
        }
        self.push("\"");
        self.place(part);
        self.push("><title>");
        self.text(name);
        self.push("</title>");
    }

    /// The command line alone tells programs; see `places.rs`.
    #[cfg(not(feature = "cli"))]
    fn place(&mut self, _: Part) {}

    pub(super) fn lanes(&mut self) {
        for column in &self.layout.columns {
            let rect = column.rect;
            self.rect(if column.level.is_some() { "cs-lane" } else { "cs-lane cs-never" }, rect, 10);
            let title = match column.level {
                Some(level) => format!("Wave {level}"),
                None => "Never run".to_owned(),
            };
            self.words("cs-wave", rect.x + 14, rect.y + 22, &title);
            let plural = if column.nodes == 1 { "" } else { "s" };
            let count = format!("{} node{plural}", column.nodes);
            self.push("<g text-anchor=\"end\">");
            self.words("cs-count", rect.right() - 14, rect.y + 22, &count);
            self.push("</g>\n");
        }
    }

    pub(super) fn lines(&mut self) {
        let mut ends: Vec<Option<(i32, i32)>> = vec![None; self.graph.components.len()];
        for card in &self.layout.cards {
            for chip in &card.chips {
                let end = (card.rect.right(), chip.rect.middle() + BACK);
                ends.iter_mut().skip(chip.component.index()).take(1).for_each(|it| *it = Some(end));
            }
        }
        for line in &self.layout.edges {
            self.line(line, ends.get(line.component.index()).copied().flatten());
        }
    }

    /// A line; one that leads back has a socket at its end, whose bowl opens to the card.
    fn line(&mut self, line: &Line, end: Option<(i32, i32)>) {
        let word = match line.via {
            Via::Export => "exports",
            Via::Consume => "consumes",
            Via::Require => "requires",
        };
        let name = format!("{} {word} {}", self.component_name(line.component), line.capability);
        self.open_group(Some(line.component), Part::Line(line), &name);
        self.push("<path class=\"cs-edge");
        self.push(if line.via == Via::Require { " cs-require" } else { "" });
        self.push("\" d=\"");
        self.push(&line.path);
        self.push("\"/>");
        if let Some((x, y)) = end.filter(|_| line.local) {
            self.push("<path class=\"cs-socket\" d=\"M");
            push_int(&mut self.out, x - 2);
            self.push(" ");
            push_int(&mut self.out, y - 5);
            self.push("a5 5 0 0 1 0 10\"/>");
        }
        self.push("</g>\n");
    }

    pub(super) fn cards(&mut self) {
        for card in &self.layout.cards {
            self.card(card);
        }
    }

    fn card(&mut self, card: &Card) {
        self.push("<g");
        self.place(Part::Card(card));
        self.push("><title>");
        push_text(&mut self.out, &self.graph.node(card.node).name);
        self.push("</title>");
        self.rect("cs-card", card.rect, 10);
        self.circle("cs-glyph", card.rect.x + 17, card.rect.y + 18, "5");
        self.words("cs-node", card.rect.x + 30, card.rect.y + 18, &card.title);
        self.push("\n");
        for chip in &card.chips {
            self.chip(chip, card.rect);
        }
        self.push("</g>\n");
    }

    /// Ports sit on the card's edge, the mark of an error on the chip's corner.
    fn chip(&mut self, chip: &Chip, card: Rect) {
        let Rect { x, y, width, height } = chip.rect;
        let middle = chip.rect.middle();
        let broken = self.component(chip.component).is_some_and(|it| it.broken);
        let mut name = self.component_name(chip.component);
        name.push_str(" of ");
        name.push_str(&self.instance_name(chip.component));
        name.push_str(if broken { ", has an error" } else { "" });
        self.open_group(Some(chip.component), Part::Chip(chip), &name);
        self.rect(if broken { "cs-chip cs-broken" } else { "cs-chip" }, chip.rect, 5);
        self.rect("cs-dot", Rect { x: x + 3, y: y + 3, width: 4, height: height - 6 }, 2);
        self.words("cs-chip-name", x + 14, middle, &chip.title);
        if chip.socket {
            self.push("<path class=\"cs-socket\" d=\"M");
            push_int(&mut self.out, card.x + 3);
            self.push(" ");
            push_int(&mut self.out, middle - 6);
            self.push("a6 6 0 0 0 0 12\"/>");
        }
        if chip.ball {
            self.circle("cs-ball", card.right(), middle, "4.5");
        }
        if broken {
            self.circle("cs-fault", x + width - 5, y + 1, "7");
            self.words("cs-mark", x + width - 5, y + 1, "!");
        }
        self.push("</g>\n");
    }

    pub(super) fn pills(&mut self) {
        for pill in &self.layout.pills {
            self.pill(pill);
        }
    }

    fn pill(&mut self, pill: &Pill) {
        let name = self.pill_name(pill);
        self.open_group(pill.producer.or(pill.consumers.first().copied()), Part::Pill(pill), &name);
        let Rect { x, y, width, height } = pill.rect;
        let class = if pill.producer.is_some() { "cs-pill" } else { "cs-pill cs-dashed" };
        self.rect(class, pill.rect, height / 2);
        if pill.shared {
            let inner = Rect { x: x + 3, y: y + 3, width: (width - 6).max(0), height: height - 6 };
            self.rect("cs-inner", inner, (height - 6) / 2);
        }
        self.words("cs-name", x + width / 2, pill.rect.middle(), &pill.title);
        if pill.order_only {
            self.push("<g transform=\"translate(");
            push_int(&mut self.out, x + width / 2 - 4);
            self.push(" ");
            push_int(&mut self.out, y + height - 3);
            self.push(")\">");
            self.circle("cs-hole", 4, 5, "8");
            self.push("<path class=\"cs-lock\" transform=\"translate(.4 .2) scale(.9)\" d=\"");
            self.push(LOCK);
            self.push("\"/></g>");
        }
        self.push("</g>\n");
    }

    fn pill_name(&self, pill: &Pill) -> String {
        let mut name = format!("{}, exported by ", pill.capability);
        name.push_str(&pill.producer.map_or_else(|| "nobody".to_owned(), |id| self.component_name(id)));
        for (index, &id) in pill.consumers.iter().enumerate() {
            name.push_str(if index > 0 { ", " } else { ", wanted by " });
            name.push_str(&self.component_name(id));
        }
        name.push_str(if pill.order_only { ", order only, no values" } else { "" });
        name.push_str(if pill.shared { ", shared between instances" } else { "" });
        name
    }
}
