//! Runs the grammar: a table of steps, which `crate/build.rs` makes of `puppet.pest`.
//!
//! Goes in: a rule and letters of tokens. Comes out: pest's pairs, or the place of its error, the same as from the
//! parser that pest would generate. The steps work on pest's [`ParserState`], which keeps the pairs, goes
//! back after a failed attempt and remembers how far the text was understood.
//!
//! The next letter decides what is tried. Where it rules an attempt out, the step [`Op::Note`] leaves the trace which
//! the failing attempt would have left.

use pest::error::InputLocation;
use pest::iterators::Pairs;
use pest::{ParseResult, ParserState};

include!(concat!(env!("OUT_DIR"), "/puppet.rs"));

type State<'i> = Box<ParserState<'i, Rule>>;

/// One step. A `u8` is the number of a set of letters, a `u16` that of a step.
#[derive(Clone, Copy)]
enum Op {
    /// The steps since the last `Rule`, `Try`, `Call`, `Look` or `Unlike` have succeeded.
    Done,
    /// Goes on elsewhere.
    Jump(u16),
    /// Goes on elsewhere if the next letter is not in the set.
    Unless(u8, u16),
    /// Takes a letter of the set.
    Take(u8),
    /// Looks whether the next letter is in the set; so is the end of the text, if it may stand there.
    Is(u8),
    /// Takes a letter of the set as a pair.
    Leaf(Rule, u8),
    /// Makes a pair of what the steps from there on take.
    Rule(Rule, u16),
    /// Runs the steps from there on.
    Call(u16),
    /// Tries the steps that follow; then goes on there, or behind that step if they failed.
    Try(u16),
    /// Looks whether the steps that follow succeed, and goes on there.
    Look(u16),
    /// Looks whether the steps that follow fail, and goes on there.
    Unlike(u16),
    /// Fails at a letter of the set, which the rule does not want here.
    Bar(Rule, u8),
    /// Notes that a rule was tried here.
    Note(Rule),
    /// Is at the start of the text.
    Start,
    /// Is at the end of the text.
    End,
}

/// Reads letters by one of the rules `manifest`, `template` and `text`; or gives the first letter that cannot go on.
pub(super) fn parse(rule: Rule, letters: &str) -> Result<Pairs<'_, Rule>, usize> {
    let start = entry(rule).expect("an entry of the table");
    let machine = Machine { letters: letters.as_bytes() };
    let read = pest::state(letters, |state| machine.rule(state, Op::Rule(rule, start), rule));
    read.map_err(|error| match error.location {
        InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
    })
}

struct Machine<'i> {
    letters: &'i [u8],
}

impl<'i> Machine<'i> {
    fn run(&self, start: u16, mut state: State<'i>) -> ParseResult<State<'i>> {
        let mut at = usize::from(start);
        loop {
            let op = OPS.get(at).copied().unwrap_or(Op::Done);
            at += 1;
            state = match op {
                Op::Done => return Ok(state),
                Op::Jump(to) => {
                    at = usize::from(to);
                    state
                }
                Op::Unless(set, to) => {
                    if !self.next_is(set, &state) {
                        at = usize::from(to);
                    }
                    state
                }
                Op::Take(set) => self.take(set, state)?,
                Op::Is(set) if self.next_is(set, &state) => state,
                Op::Is(_) => return Err(state),
                Op::Leaf(rule, _) | Op::Rule(rule, _) => self.rule(state, op, rule)?,
                Op::Call(to) => self.run(to, state)?,
                Op::Try(end) => {
                    let start = at as u16;
                    at = usize::from(end);
                    match state.sequence(|state| self.run(start, state)) {
                        Ok(state) => state,
                        Err(state) => {
                            at += 1;
                            state
                        }
                    }
                }
                Op::Look(end) | Op::Unlike(end) => {
                    let start = at as u16;
                    at = usize::from(end);
                    state.lookahead(matches!(op, Op::Look(_)), |state| self.run(start, state))?
                }
                Op::Bar(rule, set) if self.next_is(set, &state) => {
                    return self.rule(state, Op::Note(rule), rule);
                }
                Op::Bar(..) => state,
                Op::Note(rule) => self.rule(state, op, rule).unwrap_or_else(|state| state),
                Op::Start => state.start_of_input()?,
                Op::End => self.rule(state, op, Rule::EOI)?,
            };
        }
    }

    /// One place for all that makes pairs, since pest's part of it is large.
    fn rule(&self, state: State<'i>, op: Op, rule: Rule) -> ParseResult<State<'i>> {
        state.rule(rule, |state| match op {
            Op::Rule(_, start) => state.sequence(|state| self.run(start, state)),
            Op::Leaf(_, set) => self.take(set, state),
            Op::End => state.end_of_input(),
            _ => Err(state),
        })
    }

    fn take(&self, set: u8, state: State<'i>) -> ParseResult<State<'i>> {
        if self.next_is(set, &state) { state.skip(1) } else { Err(state) }
    }

    /// Whether the next letter is in a set. The end of the text counts as letter 0.
    fn next_is(&self, set: u8, state: &State<'i>) -> bool {
        let letter = self.letters.get(state.position().pos()).copied().filter(u8::is_ascii).unwrap_or(0);
        let words = SETS.get(usize::from(set));
        let word = words.and_then(|words| words.get(usize::from(letter >> 5))).copied().unwrap_or(0);
        word >> (letter & 31) & 1 == 1
    }
}
