//! Tells the variables that declare parameters from those that are used.

/// The brackets around the present token, innermost last.
#[derive(Default)]
pub(super) struct Lists(Vec<List>);

/// What is between two brackets or bars.
struct List {
    kind: Between,
    /// Whether the default of a parameter is being read.
    in_default: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Between {
    /// The parentheses after the name of a definition.
    Parameters,
    /// The bars of a lambda.
    Bars,
    /// Any other brackets.
    Other,
}

impl Lists {
    /// Whether a variable before the letter `after` is a parameter.
    pub(super) fn is_parameter(&self, after: u8) -> bool {
        let declares = |list: &List| list.kind != Between::Other && !list.in_default;
        self.0.last().is_some_and(declares) && matches!(after, b',' | b')' | b'|' | b'4')
    }

    /// Goes on behind a token; `named` tells that the one before it was the name of a definition.
    pub(super) fn pass(&mut self, letter: u8, before: u8, named: bool) {
        match letter {
            b'(' | b'$' if named => self.open(Between::Parameters),
            b'(' | b'$' | b'[' | b'#' | b'{' | b'm' => self.open(Between::Other),
            b')' | b']' | b'}' => {
                self.close_bars();
                self.0.pop();
            }
            b'|' if self.close_bars() => {}
            // The first thing in a template are its parameters.
            b'|' if matches!(before, 0 | b')' | b'a' | b'R') => self.open(Between::Bars),
            b'4' => self.read_default(true),
            b',' => self.read_default(false),
            _ => {}
        }
    }

    fn open(&mut self, kind: Between) {
        self.0.push(List { kind, in_default: false });
    }

    fn close_bars(&mut self) -> bool {
        self.0.pop_if(|list| list.kind == Between::Bars).is_some()
    }

    fn read_default(&mut self, in_default: bool) {
        if let Some(list) = self.0.last_mut() {
            list.in_default = in_default;
        }
    }
}
