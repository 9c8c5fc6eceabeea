//! What parts of a drawing are about and where the source says so, for programs:
//! ` data-node="web1.example" data-place="site.pp:12:3"`.

use super::Drawing;
use super::parts::Part;
use crate::env::Reference;
use crate::graph::ComponentId;
use crate::source::Span;

impl Drawing<'_> {
    /// Appends the attributes of a part, if the sources are there.
    pub(super) fn place(&mut self, part: Part) {
        let Some(sources) = self.extras.places else { return };
        let (kind, name, span) = match part {
            Part::Card(card) => {
                let node = self.graph.node(card.node);
                ("node", node.name.clone(), node.mention)
            }
            Part::Chip(chip) => {
                let span = self.component(chip.component).map(|it| it.span);
                ("component", self.component_name(chip.component), span)
            }
            Part::Line(line) => self.exchange(&line.capability, Some(line.component)),
            Part::Pill(pill) => {
                self.exchange(&pill.capability, pill.producer.or(pill.consumers.first().copied()))
            }
        };
        self.push(" data-");
        self.push(kind);
        self.push("=\"");
        self.text(&name);
        if let Some(span) = span {
            self.push("\" data-place=\"");
            self.text(&sources.file(span.file()).path);
            let at = sources.position(span);
            self.text(&format!(":{}:{}", at.line, at.column));
        }
        self.push("\"");
    }

    /// A capability, and where a component names it, first among what it exports.
    fn exchange(
        &self,
        capability: &Reference,
        component: Option<ComponentId>,
    ) -> (&'static str, String, Option<Span>) {
        let component = component.and_then(|id| self.component(id));
        let mut uses = component.iter().flat_map(|it| it.produces.iter().chain(&it.consumes));
        let span = uses.find(|it| it.capability == *capability).map(|it| it.span);
        ("capability", capability.to_string(), span)
    }
}
