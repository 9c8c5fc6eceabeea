//! Regular expressions as Ruby has them: the text of a pattern goes in, where it matches comes out.
//!
//! Puppet's patterns are Ruby's (Onigmo's), so neither their syntax nor their meaning is that of other engines: `^` and
//! `$` are about lines, `(?m)` is about the dot, `{1,2}+` is no possessive repetition, plain groups stop capturing beside
//! named ones. A pattern becomes a list of small steps (`Op`) in one pass over its text, and these are tried one after
//! the other over the characters of a text, with a stack of what else could be tried. Nothing recurses over the text,
//! and the steps are counted: a pattern that would take for ever on a text is given up.
//!
//! Why no library: this is what they weigh in WebAssembly at `opt-level = "z"` behind `wasm-opt -Oz`, in KB.
//!
//! | | raw | gzip | |
//! |---|---|---|---|
//! | this | 32 | 14 | |
//! | `regex-lite` 0.1 | 54 | 24 | linear, but no looking around, no references; anchors and escapes of its own |
//! | `regress` 0.10 | 395 | 111 | JavaScript's syntax; nothing limits its steps, so a pattern can hang the page |
//! | `fancy-regex` 0.14 | 882 | 320 | nearest to Ruby, on top of the engine of `regex` |
//!
//! With this in place of `regex-lite` the module for the browser lost 25 KB, 10 KB if compressed. The browser's own
//! expressions weigh nothing, have no limit either, and are not there for the command line.
//!
//! What is known of characters beyond ASCII: letters, their case, and white space. `[[:digit:]]` and `[[:punct:]]` are
//! ASCII alone, other properties than those of POSIX brackets are not known, and `(?i)` compares character by
//! character, so `ß` is not `ss`. `\X` is a character with the marks of the most common blocks. The absent operator
//! `(?~…)` is not there.

mod class;
mod escape;
mod group;
mod matcher;
mod parse;

use class::Class;

/// Why a pattern cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Error {
    /// Ruby would refuse it too; with the reason, in Ruby's words.
    Wrong(&'static str),
    /// It uses what is not known here.
    Unknown,
}

/// A match takes too many steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooLong;

/// Where a group matched: from the first byte to the one behind the last.
pub type Place = Option<(usize, usize)>;

/// A pattern, ready to match.
#[derive(Debug)]
pub struct Program {
    ops: Vec<Op>,
    classes: Vec<Class>,
    loops: Vec<Loop>,
    /// How many groups capture, the whole match included.
    groups: usize,
    /// How many registers it needs besides those of the groups.
    registers: usize,
    /// Where alone in a text it can match.
    anchor: Anchor,
}

/// Places that a search can be limited to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Anchor {
    /// None.
    No,
    /// The pattern begins with `.*`: what does not match at the start of a line matches nowhere in it.
    Line,
    /// The start of the text, or with `(?m).*` of the search.
    Text,
}

/// One step of matching. Distances are relative to the step itself.
#[derive(Debug, Clone, Copy)]
enum Op {
    /// This character.
    Char(char),
    /// This character, in upper or lower case; it is folded already.
    Fold(char),
    /// Any character.
    Any,
    /// Any character but a line break.
    Dot,
    /// A character of this class.
    Set(u32),
    /// The next step, which takes one character, so many times; goes on behind it.
    Run { min: u32, max: u32, greed: Greed },
    /// Goes on there.
    Jump(i32),
    /// Goes on with the next step, and if that fails there.
    Split(i32),
    /// Goes on there, and if that fails with the next step.
    Skip(i32),
    /// A group begins.
    Open(u32),
    /// A group ends; and with it a call of it.
    Close(u32),
    /// The match begins here: `\K`.
    Keep,
    /// A place, whatever stands there.
    At(Spot),
    /// So many characters back.
    Back(u32),
    /// What the group has matched.
    Same { group: u32, fold: bool },
    /// Goes on there unless the group has matched.
    Unless { group: u32, other: i32 },
    /// Begins a loop.
    Start(u32),
    /// Another round of the loop, or on there.
    Test { of: u32, exit: i32 },
    /// A round of the loop has ended: back there for the next one.
    Again { of: u32, back: i32 },
    /// Remembers in a register what else could be tried, in the next one the place.
    Enter(u32),
    /// Forgets what came up since `Enter`.
    Leave(u32),
    /// Does so, and goes back to the place.
    Seen(u32),
    /// Like `Enter`; goes on there if what follows fails.
    Not { register: u32, other: i32 },
    /// What must not match has matched.
    Never(u32),
    /// What the group stands for, which begins there; it may be called from within itself.
    Call { group: u32, to: u32, within: bool },
}

/// How much is taken of what can be repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Greed {
    /// As much as there is, then less.
    Greedy,
    /// As little as possible, then more.
    Lazy,
    /// As much as there is.
    Possessive,
}

/// Places that match without a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Spot {
    /// `^`
    LineStart,
    /// `$`
    LineEnd,
    /// `\A`
    TextStart,
    /// `\z`
    TextEnd,
    /// `\Z`: at the end, or before a line break there.
    LastLineEnd,
    /// `\G`: where the search began.
    SearchStart,
    /// `\b` and, negated, `\B`.
    Word { negated: bool, ascii: bool },
}

/// A repetition.
#[derive(Debug, Clone, Copy)]
struct Loop {
    min: u32,
    max: u32,
    lazy: bool,
    /// Counts the rounds; the next register has where the round began.
    register: u32,
}

/// No upper bound; Ruby's largest is 100,000.
const ENDLESS: u32 = u32::MAX;

impl Program {
    /// Reads a pattern, in time that grows with its length.
    ///
    /// # Errors
    /// If it is none, or uses what is not known here.
    pub fn new(pattern: &str) -> Result<Program, Error> {
        parse::parse(pattern)
    }

    /// How many captures a match has, the whole match included.
    pub fn groups(&self) -> usize {
        self.groups
    }

    /// How large it is, in steps.
    pub fn size(&self) -> usize {
        self.classes.iter().fold(self.ops.len(), |size, class| size + class.weight())
    }

    /// The leftmost match at or behind the byte `from`: places of the whole match and of each group. Takes at most
    /// `left` steps, and subtracts those it took.
    ///
    /// # Errors
    /// If it takes more.
    pub fn find(&self, text: &str, from: usize, left: &mut u64) -> Result<Option<Vec<Place>>, TooLong> {
        matcher::find(self, text, from, left)
    }
}
