//! Where a pattern matches: its steps are tried one after the other, and what else could be tried is kept on a stack.
//!
//! A search takes steps times places in the worst case, and a pattern can be written so that it takes exponentially
//! many: hence the limit. What is on the stack never outgrows the steps that were taken.

use std::str;

use super::class::{Kind, fold};
use super::{Anchor, Greed, Loop, Op, Place, Program, Spot, TooLong};

/// Nothing yet, in a register.
const NONE: usize = usize::MAX;

/// What was put on the stack, to be done when a step fails.
#[derive(Debug, Clone, Copy)]
enum Undo {
    /// Go on with this step at this place.
    Try { step: usize, at: usize },
    /// The register had this value.
    Register { index: usize, value: usize },
    /// A character fewer, but none before `least`.
    Fewer { step: usize, least: usize, at: usize },
    /// A character more, so many times.
    More { step: usize, at: usize, left: u32 },
}

/// A call of a group that is going on.
#[derive(Debug, Clone, Copy)]
struct Frame {
    group: u32,
    /// The step behind the call.
    back: usize,
    /// Where the group begins around the call.
    begin: usize,
    /// The call around it.
    outer: usize,
    /// Where the registers of the caller are kept.
    kept: usize,
}

/// What it costs to ask what a character beyond ASCII is.
const UNICODE_COST: u64 = 32;

struct Matcher<'p> {
    program: &'p Program,
    text: &'p str,
    /// Where the search began.
    from: usize,
    /// The places of the groups, two each, then the other registers.
    registers: Vec<usize>,
    undo: Vec<Undo>,
    frames: Vec<Frame>,
    kept: Vec<usize>,
    left: u64,
}

/// The leftmost match at or behind the byte `from`.
pub(super) fn find(
    program: &Program,
    text: &str,
    from: usize,
    left: &mut u64,
) -> Result<Option<Vec<Place>>, TooLong> {
    let registers = 2 * program.groups + program.registers;
    *left = left.checked_sub(registers as u64).ok_or(TooLong)?;
    let mut matcher = Matcher {
        program,
        text,
        from,
        registers: vec![NONE; registers],
        undo: Vec::new(),
        frames: Vec::new(),
        kept: Vec::new(),
        left: *left,
    };
    let found = matcher.search();
    *left = matcher.left;
    Ok(found?.then(|| matcher.places()))
}

impl Matcher<'_> {
    fn search(&mut self) -> Result<bool, TooLong> {
        let mut start = self.from;
        loop {
            let skipped = match self.program.anchor {
                Anchor::No => false,
                Anchor::Text => start != self.from,
                Anchor::Line => start != self.from && !self.is_line_start(start),
            };
            if !skipped && self.run(start)? {
                return Ok(true);
            }
            let Some(next) = self.char_at(start) else { return Ok(false) };
            start += next.len_utf8();
        }
    }

    fn places(&self) -> Vec<Place> {
        let place = |pair: &[usize]| match *pair {
            [from, to] if from != NONE && to != NONE => Some((from, to)),
            _ => None,
        };
        self.registers.chunks(2).take(self.program.groups).map(place).collect()
    }

    fn spend(&mut self, steps: u64) -> Result<(), TooLong> {
        match self.left.checked_sub(steps) {
            Some(left) => {
                self.left = left;
                Ok(())
            }
            None => {
                self.left = 0;
                Err(TooLong)
            }
        }
    }

    /// Tries to match at this place; if that fails all registers are as before.
    fn run(&mut self, start: usize) -> Result<bool, TooLong> {
        self.undo.clear();
        self.set(0, start);
        let (mut step, mut at) = (0, start);
        loop {
            self.spend(1)?;
            let Some(&op) = self.program.ops.get(step) else {
                self.set(1, at);
                return Ok(true);
            };
            let next = match self.take(op, at)? {
                Some(behind) => Some((step + 1, behind)),
                None => self.perform(op, step, at)?,
            };
            match next.or_else(|| self.back()) {
                Some(next) => (step, at) = next,
                None => return Ok(false),
            }
        }
    }

    fn register(&self, index: usize) -> usize {
        self.registers.get(index).copied().unwrap_or(NONE)
    }

    /// Sets a register, until what follows fails.
    fn set(&mut self, index: usize, new: usize) {
        if let Some(value) = self.registers.get_mut(index) {
            self.undo.push(Undo::Register { index, value: *value });
            *value = new;
        }
    }

    /// Where a register stands that is none of a group.
    fn own(&self, register: u32) -> usize {
        2 * self.program.groups + register as usize
    }

    fn char_at(&self, at: usize) -> Option<char> {
        let byte = *self.text.as_bytes().get(at)?;
        if byte.is_ascii() { Some(char::from(byte)) } else { self.text.get(at..)?.chars().next() }
    }

    fn char_before(&self, at: usize) -> Option<char> {
        let byte = *self.text.as_bytes().get(at.checked_sub(1)?)?;
        if byte.is_ascii() { Some(char::from(byte)) } else { self.text.get(..at)?.chars().next_back() }
    }

    /// The place behind the character, if the step takes it; none too if it is no step that takes one.
    fn take(&mut self, op: Op, at: usize) -> Result<Option<usize>, TooLong> {
        let Some(char) = self.char_at(at) else { return Ok(None) };
        let takes = match op {
            Op::Char(wanted) => char == wanted,
            Op::Fold(wanted) if char.is_ascii() => char.to_ascii_lowercase() == wanted,
            Op::Fold(wanted) => {
                self.spend(UNICODE_COST)?;
                fold(char) == wanted
            }
            Op::Any => true,
            Op::Dot => char != '\n',
            Op::Set(index) => {
                let Some(class) = self.program.classes.get(index as usize) else { return Ok(None) };
                if !char.is_ascii() {
                    self.spend(UNICODE_COST + class.weight() as u64)?;
                }
                class.has(char)
            }
            _ => false,
        };
        Ok(takes.then(|| at + char.len_utf8()))
    }
}

/// A step from another, at this distance.
fn there(step: usize, distance: i32) -> usize {
    step.wrapping_add_signed(distance as isize)
}

impl Matcher<'_> {
    /// Where a step that takes no character goes on: the next step, and the place.
    fn perform(&mut self, op: Op, step: usize, at: usize) -> Result<Option<(usize, usize)>, TooLong> {
        let next = step + 1;
        Ok(match op {
            Op::Char(_) | Op::Fold(_) | Op::Any | Op::Dot | Op::Set(_) => None,
            Op::Run { min, max, greed } => return self.run_of(next, at, (min, max), greed),
            Op::Jump(distance) => Some((there(step, distance), at)),
            Op::Split(distance) => {
                self.undo.push(Undo::Try { step: there(step, distance), at });
                Some((next, at))
            }
            Op::Skip(distance) => {
                self.undo.push(Undo::Try { step: next, at });
                Some((there(step, distance), at))
            }
            Op::Open(group) => {
                self.set(2 * group as usize, at);
                Some((next, at))
            }
            Op::Close(group) => {
                self.set(2 * group as usize + 1, at);
                Some((self.return_from(group).unwrap_or(next), at))
            }
            Op::Keep => {
                self.set(0, at);
                Some((next, at))
            }
            Op::At(spot) => {
                if matches!(spot, Spot::Word { ascii: false, .. }) && !self.text.is_ascii() {
                    self.spend(UNICODE_COST)?;
                }
                self.is_at(spot, at).then_some((next, at))
            }
            Op::Back(count) => {
                self.spend(u64::from(count))?;
                let start = (0..count).try_fold(at, |at, _| Some(at - self.char_before(at)?.len_utf8()));
                start.map(|start| (next, start))
            }
            Op::Same { group, fold } => self.same(group, fold, at)?.map(|at| (next, at)),
            Op::Unless { group, other } => {
                let matched = self.register(2 * group as usize + 1) != NONE;
                Some((if matched { next } else { there(step, other) }, at))
            }
            Op::Start(of) => {
                if let Some(Loop { register, .. }) = self.program.loops.get(of as usize) {
                    self.set(self.own(*register), 0);
                }
                Some((next, at))
            }
            Op::Test { of, exit } => self.test(of, (next, there(step, exit)), at),
            Op::Again { of, back } => self.again(of, (next, there(step, back)), at),
            Op::Enter(register) => {
                self.enter(register, at);
                Some((next, at))
            }
            Op::Leave(register) => {
                self.forget(register)?;
                Some((next, at))
            }
            Op::Seen(register) => {
                self.forget(register)?;
                Some((next, self.register(self.own(register) + 1)))
            }
            Op::Not { register, other } => {
                self.enter(register, at);
                self.undo.push(Undo::Try { step: there(step, other), at });
                Some((next, at))
            }
            Op::Never(register) => {
                let height = self.register(self.own(register));
                while self.undo.len() > height
                    && let Some(undo) = self.undo.pop()
                {
                    self.spend(1)?;
                    if let Undo::Register { index, value } = undo {
                        self.reset(index, value);
                    }
                }
                None
            }
            Op::Call { group, to, within } => {
                let begin = if within { self.register(2 * group as usize) } else { NONE };
                self.call(group, next, begin)?;
                Some((to as usize, at))
            }
        })
    }

    /// Undoes what was done since something else could be tried, and says where to go on.
    fn back(&mut self) -> Option<(usize, usize)> {
        loop {
            match self.undo.pop()? {
                Undo::Try { step, at } => return Some((step, at)),
                Undo::Register { index, value } => self.reset(index, value),
                Undo::Fewer { step, least, at } => {
                    let Some(char) = self.char_before(at) else { continue };
                    let at = at - char.len_utf8();
                    if at > least {
                        self.undo.push(Undo::Fewer { step, least, at });
                    }
                    return Some((step, at));
                }
                Undo::More { step, at, left } => {
                    let op = self.program.ops.get(step).copied();
                    // What it takes is counted when it goes on.
                    if let Some(at) = op.and_then(|op| self.take(op, at).ok().flatten()) {
                        if left > 1 {
                            self.undo.push(Undo::More { step, at, left: left - 1 });
                        }
                        return Some((step + 1, at));
                    }
                }
            }
        }
    }

    fn reset(&mut self, index: usize, value: usize) {
        if let Some(register) = self.registers.get_mut(index) {
            *register = value;
        }
    }

    /// A step that takes one character, `min` to `max` times.
    fn run_of(
        &mut self,
        step: usize,
        start: usize,
        (min, max): (u32, u32),
        greed: Greed,
    ) -> Result<Option<(usize, usize)>, TooLong> {
        let Some(op) = self.program.ops.get(step).copied() else { return Ok(None) };
        let most = if greed == Greed::Lazy { min } else { max };
        let (mut at, mut least, mut count) = (start, start, 0);
        while count < most
            && let Some(behind) = self.take(op, at)?
        {
            at = behind;
            count += 1;
            if count == min {
                least = at;
            }
        }
        self.spend(u64::from(count) / 4)?;
        if count < min {
            return Ok(None);
        }
        let next = step + 1;
        match greed {
            Greed::Greedy if at > least => self.undo.push(Undo::Fewer { step: next, least, at }),
            Greed::Lazy if max > min => self.undo.push(Undo::More { step, at, left: max - min }),
            Greed::Greedy | Greed::Lazy | Greed::Possessive => {}
        }
        Ok(Some((next, at)))
    }

    /// Another round of a loop, or on behind it.
    fn test(&mut self, of: u32, (round, exit): (usize, usize), at: usize) -> Option<(usize, usize)> {
        let Loop { min, max, lazy, register } = *self.program.loops.get(of as usize)?;
        let own = self.own(register);
        let rounds = self.register(own);
        if rounds >= max as usize && max != super::ENDLESS {
            return Some((exit, at));
        }
        self.set(own + 1, at);
        if rounds < min as usize {
            return Some((round, at));
        }
        let (first, second) = if lazy { (exit, round) } else { (round, exit) };
        self.undo.push(Undo::Try { step: second, at });
        Some((first, at))
    }

    /// Counts a round; one without a character is the last, or else there would be no end.
    fn again(&mut self, of: u32, (exit, test): (usize, usize), at: usize) -> Option<(usize, usize)> {
        let Loop { max, register, .. } = *self.program.loops.get(of as usize)?;
        let own = self.own(register);
        if max == super::ENDLESS && self.register(own + 1) == at {
            return Some((exit, at));
        }
        self.set(own, self.register(own) + 1);
        Some((test, at))
    }

    fn enter(&mut self, register: u32, at: usize) {
        let own = self.own(register);
        let height = self.undo.len();
        self.reset(own, height);
        self.reset(own + 1, at);
    }

    /// Drops what could be tried since `enter`; what has to be undone stays.
    fn forget(&mut self, register: u32) -> Result<(), TooLong> {
        let height = self.register(self.own(register));
        self.spend(self.undo.len().saturating_sub(height) as u64 / 4)?;
        let mut kept = height;
        for index in height..self.undo.len() {
            if matches!(self.undo.get(index), Some(Undo::Register { .. })) {
                self.undo.swap(kept, index);
                kept += 1;
            }
        }
        self.undo.truncate(kept);
        Ok(())
    }

    /// The place behind what a group has matched, if that stands here again.
    fn same(&mut self, group: u32, folded: bool, at: usize) -> Result<Option<usize>, TooLong> {
        let (from, to) = (self.register(2 * group as usize), self.register(2 * group as usize + 1));
        if from == NONE || to == NONE {
            return Ok(None);
        }
        // A group that refers to itself has begun anew.
        let wanted = self.text.get(from..to).unwrap_or("");
        self.spend(wanted.len() as u64 / if folded { 1 } else { 64 })?;
        let rest = self.text.get(at..).unwrap_or("");
        if !folded {
            return Ok(rest.starts_with(wanted).then_some(at + wanted.len()));
        }
        let mut found = rest.chars();
        let same = wanted.chars().all(|char| found.next().is_some_and(|other| fold(char) == fold(other)));
        Ok(same.then(|| self.text.len() - found.as_str().len()))
    }

    fn call(&mut self, group: u32, back: usize, begin: usize) -> Result<(), TooLong> {
        let own = self.own(0);
        self.spend(16 + self.program.registers as u64)?;
        self.frames.push(Frame { group, back, begin, outer: self.register(own), kept: self.kept.len() });
        self.kept.extend(self.registers.iter().skip(own + 1));
        self.set(own, self.frames.len() - 1);
        Ok(())
    }

    /// If the group was called: the step behind the call. What loops the caller is in is as before.
    fn return_from(&mut self, group: u32) -> Option<usize> {
        let own = self.own(0);
        let frame = *self.frames.get(self.register(own)).filter(|frame| frame.group == group)?;
        for index in 1..self.program.registers {
            let value = self.kept.get(frame.kept + index - 1).copied().unwrap_or(NONE);
            if self.register(own + index) != value {
                self.set(own + index, value);
            }
        }
        if frame.begin != NONE {
            self.set(2 * group as usize, frame.begin);
        }
        self.set(own, frame.outer);
        Some(frame.back)
    }

    fn is_line_start(&self, at: usize) -> bool {
        at == 0 || self.char_before(at) == Some('\n')
    }

    fn is_word(char: Option<char>, ascii: bool) -> bool {
        char.is_some_and(|char| Kind::Word.has(char, ascii))
    }

    fn is_at(&self, spot: Spot, at: usize) -> bool {
        let after = self.text.get(at..).unwrap_or("");
        match spot {
            // Behind a line break that ends the text no line begins.
            Spot::LineStart => at == 0 || (self.is_line_start(at) && !after.is_empty()),
            Spot::LineEnd => after.is_empty() || after.starts_with('\n'),
            Spot::TextStart => at == 0,
            Spot::TextEnd => after.is_empty(),
            Spot::LastLineEnd => matches!(after, "" | "\n"),
            Spot::SearchStart => at == self.from,
            Spot::Word { negated, ascii } => {
                let boundary =
                    Self::is_word(self.char_before(at), ascii) != Self::is_word(self.char_at(at), ascii);
                boundary != negated
            }
        }
    }
}
