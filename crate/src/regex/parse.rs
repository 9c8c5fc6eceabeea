//! The text of a pattern -> its steps, in one pass.
//!
//! Steps know distances, not places, so what has been written can be moved: a repetition, or an alternative, puts its
//! step before what it repeats.

use std::str::Chars;

use super::class::{Class, Item, Kind, fold};
use super::{Anchor, ENDLESS, Error, Greed, Loop, Op, Program, Spot};

/// What reading gives, or why it ends.
pub(super) type Read<T> = Result<T, Error>;

/// How deep groups, classes and changes of options may be nested.
const DEPTH_LIMIT: u32 = 100;

/// Ruby's limit for the numbers of `{1,2}`.
const LARGEST_COUNT: u32 = 100_000;

/// How many characters something matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Width {
    pub min: u32,
    pub max: u32,
    /// Whether it may stand in a look-behind, apart from its width.
    pub behind: Behind,
}

/// Whether something may stand in a look-behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Behind {
    /// Anywhere.
    Always,
    /// Where what is matched is asked for, as it captures.
    Positive,
    /// Nowhere.
    Never,
}

impl Width {
    pub(super) const NONE: Width = Width { min: 0, max: 0, behind: Behind::Always };
    pub(super) const ONE: Width = Width { min: 1, max: 1, behind: Behind::Always };
    pub(super) const ANY: Width = Width { min: 0, max: ENDLESS, behind: Behind::Never };

    pub(super) fn then(self, other: Width) -> Width {
        Width {
            min: self.min.saturating_add(other.min),
            max: self.max.saturating_add(other.max),
            behind: self.behind.max(other.behind),
        }
    }

    pub(super) fn or(self, other: Width) -> Width {
        Width {
            min: self.min.min(other.min),
            max: self.max.max(other.max),
            behind: self.behind.max(other.behind),
        }
    }

    fn times(self, min: u32, max: u32) -> Width {
        Width { min: self.min.saturating_mul(min), max: self.max.saturating_mul(max), behind: self.behind }
    }

    pub(super) fn but(self, behind: Behind) -> Width {
        Width { behind: self.behind.max(behind), ..self }
    }
}

/// What the options in force are; `(?im)` changes them.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Options {
    /// `i`: upper and lower case are the same.
    pub fold: bool,
    /// `m`: the dot matches line breaks too.
    pub lines: bool,
    /// `x`: white space and comments are left out.
    pub extended: bool,
    /// `a`: all kinds of characters are ASCII.
    pub ascii: bool,
    /// `u`: none are.
    pub unicode: bool,
}

/// Reads on in the text, and writes steps.
pub(super) struct Parser<'s> {
    pub rest: Chars<'s>,
    pub options: Options,
    pub program: Program,
    depth: u32,
    /// Whether plain groups capture: not beside named ones.
    pub plain: bool,
    pub names: Vec<(&'s str, u32)>,
    /// The largest group that is referred to.
    pub referred: u32,
    pub calls: Vec<Target<'s>>,
}

/// The group that a call means.
#[derive(Debug, Clone, Copy)]
pub(super) enum Target<'s> {
    Name(&'s str),
    Number(u32),
}

/// Reads a pattern.
pub(super) fn parse(pattern: &str) -> Read<Program> {
    let mut parser = Parser::new(pattern, true);
    let mut result = parser.whole();
    if !parser.names.is_empty() {
        // Only now it is known that plain groups do not capture.
        parser = Parser::new(pattern, false);
        result = parser.whole();
    }
    result?;
    Ok(parser.program)
}

pub(super) fn wrong<T>(reason: &'static str) -> Read<T> {
    Err(Error::Wrong(reason))
}

/// The distance between two steps.
pub(super) fn distance(steps: usize) -> i32 {
    i32::try_from(steps).unwrap_or(i32::MAX)
}

impl<'s> Parser<'s> {
    fn new(pattern: &'s str, plain: bool) -> Parser<'s> {
        let program = Program {
            ops: Vec::new(),
            classes: Vec::new(),
            loops: Vec::new(),
            groups: 1,
            // The first one has the call that is going on.
            registers: 1,
            anchor: Anchor::No,
        };
        Parser {
            rest: pattern.chars(),
            options: Options::default(),
            program,
            depth: 0,
            plain,
            names: Vec::new(),
            referred: 0,
            calls: Vec::new(),
        }
    }

    fn whole(&mut self) -> Read<()> {
        self.alternatives(None)?;
        if self.peek().is_some() {
            return wrong("unmatched close parenthesis");
        }
        if self.referred as usize >= self.program.groups {
            return wrong("invalid backref number/name");
        }
        self.resolve_calls()?;
        self.program.anchor = self.anchor();
        Ok(())
    }

    /// Where alone a pattern can match that begins so.
    fn anchor(&self) -> Anchor {
        let repeats = |op: &Op| matches!(op, Op::Same { .. } | Op::Call { .. });
        let mut ops = self.program.ops.iter().skip_while(|op| matches!(op, Op::Open(_)));
        match (ops.next(), ops.next()) {
            (Some(Op::At(Spot::TextStart)), _) => Anchor::Text,
            (Some(Op::Run { min: 0, max: ENDLESS, greed: Greed::Greedy }), Some(taken))
                if !self.program.ops.iter().any(repeats) =>
            {
                match taken {
                    Op::Dot => Anchor::Line,
                    Op::Any => Anchor::Text,
                    _ => Anchor::No,
                }
            }
            _ => Anchor::No,
        }
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.rest.clone().next()
    }

    pub(super) fn eat(&mut self, expected: &str) -> bool {
        match self.rest.as_str().strip_prefix(expected) {
            Some(rest) => {
                self.rest = rest.chars();
                true
            }
            None => false,
        }
    }

    /// What stands before the sign; goes on behind it.
    pub(super) fn until(&mut self, sign: char) -> Option<&'s str> {
        let (before, after) = self.rest.as_str().split_once(sign)?;
        self.rest = after.chars();
        Some(before)
    }

    pub(super) fn push(&mut self, op: Op) {
        self.program.ops.push(op);
    }

    pub(super) fn here(&self) -> usize {
        self.program.ops.len()
    }

    fn insert(&mut self, at: usize, op: Op) {
        self.program.ops.insert(at, op);
    }

    pub(super) fn replace(&mut self, at: usize, op: Op) {
        if let Some(place) = self.program.ops.get_mut(at) {
            *place = op;
        }
    }

    pub(super) fn registers(&mut self, count: usize) -> u32 {
        let register = self.program.registers;
        self.program.registers += count;
        register as u32
    }

    /// Lets the jumps at these steps lead to here.
    pub(super) fn end_jumps(&mut self, exits: Vec<usize>) {
        let end = self.here();
        for exit in exits {
            self.replace(exit, Op::Jump(distance(end - exit)));
        }
    }

    /// One level deeper, `inner` is read, with its own options.
    pub(super) fn nested<T>(&mut self, inner: impl FnOnce(&mut Self) -> Read<T>) -> Read<T> {
        if self.depth >= DEPTH_LIMIT {
            return wrong("too deep nest level over");
        }
        let options = self.options;
        self.depth += 1;
        let result = inner(self);
        self.depth -= 1;
        self.options = options;
        result
    }

    /// `a|b|c`, to the end or a parenthesis. In a look-behind each alternative begins by stepping back.
    pub(super) fn alternatives(&mut self, behind: Option<Behind>) -> Read<Width> {
        let mut exits = Vec::new();
        let mut width: Option<Width> = None;
        loop {
            let start = self.here();
            let one = self.sequence()?;
            if let Some(most) = behind {
                if one.min != one.max || one.behind > most {
                    return wrong("invalid pattern in look-behind");
                }
                self.insert(start, Op::Back(one.min));
            }
            let all = width.map_or(one, |width| width.or(one));
            width = Some(all);
            if !self.eat("|") {
                self.end_jumps(exits);
                return Ok(all);
            }
            self.insert(start, Op::Split(distance(self.here() - start) + 2));
            exits.push(self.here());
            self.push(Op::Jump(0));
        }
    }

    pub(super) fn sequence(&mut self) -> Read<Width> {
        let mut width = Width::NONE;
        loop {
            self.skip_comments()?;
            match self.peek() {
                None | Some('|' | ')') => return Ok(width),
                Some(_) => width = width.then(self.piece()?),
            }
        }
    }

    fn skip_comments(&mut self) -> Read<()> {
        loop {
            if self.eat("(?#") {
                self.end_comment()?;
            } else if self.options.extended && self.eat("#") {
                if self.until('\n').is_none() {
                    self.rest = "".chars();
                }
            } else if self.options.extended && self.peek().is_some_and(|char| Kind::Space.has(char, true)) {
                self.rest.next();
            } else {
                return Ok(());
            }
        }
    }

    fn end_comment(&mut self) -> Read<()> {
        loop {
            match self.rest.next() {
                Some(')') => return Ok(()),
                Some('\\') => {
                    self.rest.next();
                }
                Some(_) => {}
                None => return wrong("end pattern in group"),
            }
        }
    }

    /// An atom and how often it is repeated.
    fn piece(&mut self) -> Read<Width> {
        let start = self.here();
        let mut width = self.atom()?;
        loop {
            self.skip_comments()?;
            let Some((min, max)) = self.count()? else { return Ok(width) };
            let interval = self.rest.as_str().starts_with('}');
            if interval {
                self.rest.next();
            }
            let greed = if (!interval || min != max) && self.eat("?") {
                Greed::Lazy
            } else if !interval && self.eat("+") {
                Greed::Possessive
            } else {
                Greed::Greedy
            };
            self.repeat(start, (min, max), greed);
            width = width.times(min, max);
        }
    }

    /// The bounds of a repetition, to before the brace that ends them.
    fn count(&mut self) -> Read<Option<(u32, u32)>> {
        if self.eat("*") {
            return Ok(Some((0, ENDLESS)));
        }
        if self.eat("+") {
            return Ok(Some((1, ENDLESS)));
        }
        if self.eat("?") {
            return Ok(Some((0, 1)));
        }
        let before = self.rest.clone();
        match if self.eat("{") { self.interval()? } else { None } {
            Some(bounds) => Ok(Some(bounds)),
            None => {
                self.rest = before;
                Ok(None)
            }
        }
    }

    /// The bounds of `{1}`, `{1,}`, `{,2}` or `{1,2}`; none if these are no bounds but text.
    fn interval(&mut self) -> Read<Option<(u32, u32)>> {
        let min = self.number();
        let max = if self.eat(",") { self.number().or(min.and(Some(ENDLESS))) } else { min };
        let (Some(max), Some('}')) = (max, self.peek()) else { return Ok(None) };
        let min = min.unwrap_or(0);
        if min > LARGEST_COUNT || (max > LARGEST_COUNT && max != ENDLESS) {
            return wrong("too big number for repeat range");
        }
        if min > max {
            return wrong("upper is smaller than lower in repeat range");
        }
        Ok(Some((min, max)))
    }

    /// A decimal number; what is too large for any use is a large one.
    pub(super) fn number(&mut self) -> Option<u32> {
        let mut number: Option<u32> = None;
        while let Some(digit) = self.peek().and_then(|char| char.to_digit(10)) {
            self.rest.next();
            number = Some(number.unwrap_or(0).saturating_mul(10).saturating_add(digit).min(ENDLESS - 1));
        }
        number
    }

    /// Makes a repetition of the steps from `start` on.
    pub(super) fn repeat(&mut self, start: usize, (min, max): (u32, u32), greed: Greed) {
        let length = self.here() - start;
        let taken = self.program.ops.get(start).copied();
        if length == 1
            && let Some(Op::Char(_) | Op::Fold(_) | Op::Any | Op::Dot | Op::Set(_)) = taken
        {
            self.insert(start, Op::Run { min, max, greed });
            return;
        }
        match (min, max, greed) {
            (0, 1, Greed::Greedy | Greed::Possessive) => self.insert(start, Op::Split(distance(length) + 1)),
            (0, 1, Greed::Lazy) => self.insert(start, Op::Skip(distance(length) + 1)),
            _ => self.repeat_rounds(start, (min, max), greed == Greed::Lazy),
        }
        if greed == Greed::Possessive {
            self.atomic(start);
        }
    }

    fn repeat_rounds(&mut self, start: usize, (min, max): (u32, u32), lazy: bool) {
        let length = distance(self.here() - start);
        let of = self.program.loops.len() as u32;
        let register = self.registers(2);
        self.program.loops.push(Loop { min, max, lazy, register });
        self.insert(start, Op::Test { of, exit: length + 2 });
        self.insert(start, Op::Start(of));
        self.push(Op::Again { of, back: -(length + 1) });
    }

    /// Makes the steps from `start` on forget what else they could try.
    pub(super) fn atomic(&mut self, start: usize) {
        let register = self.registers(2);
        self.insert(start, Op::Enter(register));
        self.push(Op::Leave(register));
    }

    fn atom(&mut self) -> Read<Width> {
        match self.rest.next() {
            Some('.') => self.one(if self.options.lines { Op::Any } else { Op::Dot }),
            Some('^') => self.at(Spot::LineStart),
            Some('$') => self.at(Spot::LineEnd),
            Some('(') => self.nested(Self::group),
            Some('[') => {
                let class = self.nested(Self::class)?;
                self.set(class)
            }
            Some('\\') => self.escape(),
            Some('*' | '+' | '?') => wrong("target of repeat operator is not specified"),
            Some('{') if self.interval_follows()? => wrong("target of repeat operator is not specified"),
            Some(char) => self.literal(char),
            None => Ok(Width::NONE),
        }
    }

    fn interval_follows(&mut self) -> Read<bool> {
        let before = self.rest.clone();
        let bounds = self.interval()?;
        self.rest = before;
        Ok(bounds.is_some())
    }

    pub(super) fn one(&mut self, op: Op) -> Read<Width> {
        self.push(op);
        Ok(Width::ONE)
    }

    pub(super) fn at(&mut self, spot: Spot) -> Read<Width> {
        self.push(Op::At(spot));
        Ok(Width::NONE)
    }

    pub(super) fn literal(&mut self, char: char) -> Read<Width> {
        let folds = self.options.fold && (char.is_ascii_alphabetic() || !char.is_ascii());
        self.one(if folds { Op::Fold(fold(char)) } else { Op::Char(char) })
    }

    pub(super) fn set(&mut self, class: Class) -> Read<Width> {
        let index = self.program.classes.len() as u32;
        self.program.classes.push(class);
        self.one(Op::Set(index))
    }

    pub(super) fn kind(&mut self, kind: Kind, negated: bool, ascii: bool) -> Read<Width> {
        let item = Item::Kind { kind, ascii, negated: false };
        self.set(Class::new(negated, self.options.fold && !ascii, vec![item]))
    }
}
