//! The colours of the orchestrator's texts, for terminals.

use std::fmt;

/// Whether names are coloured.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Ink {
    /// As they are: for files, programs and the page.
    #[default]
    Plain,
    /// As `puppet job` and `puppet app` coloured them: types cyan, titles magenta, certnames yellow.
    Colour,
}

impl Ink {
    /// A certname, or a line about a node.
    pub fn node(self, name: &str) -> String {
        self.painted("33", name)
    }

    /// `Shop[blue]` or `Shop::Db[db-blue]`; a type without a title too.
    pub fn reference(self, reference: impl fmt::Display) -> String {
        let text = reference.to_string();
        match text.split_once('[').map(|(ty, title)| (ty, title.strip_suffix(']').unwrap_or(title))) {
            Some((ty, title)) if self == Ink::Colour => {
                format!("{}[{}]", self.painted("36", ty), self.painted("35", title))
            }
            Some(_) => text,
            None => self.painted("36", &text),
        }
    }

    fn painted(self, colour: &str, text: &str) -> String {
        match self {
            Ink::Plain => text.to_owned(),
            Ink::Colour => format!("\u{1b}[{colour}m{text}\u{1b}[0m"),
        }
    }
}
