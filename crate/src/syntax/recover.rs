//! What survives when a text cannot be read as a whole.
//!
//! Goes in: the tokens of a text that the grammar refuses. Comes out: tokens that it accepts, and one finding for
//! each break. First the brackets are made to match. Then the grammar is asked, again and again, how far it comes;
//! where it stops, the smallest change that lets it go on is made: a missing token is added, a wrong one is left out
//! or replaced, or else the smallest piece around the break becomes a hole, [`ExprKind::Error`] in the tree: a value,
//! an entry, an argument, a statement. All else stays as it was written.
//!
//! [`ExprKind::Error`]: super::ast::ExprKind::Error

mod brackets;
mod mistakes;
mod place;
mod repair;
mod start;
mod strip;
mod wording;
mod words;

use std::ops::Range;

use super::Dialect;
use super::build;
use super::scan::Scan;
use super::tape::{self, Tape};
use crate::diag::Diagnostics;
use crate::sort;
use crate::source::FileId;
use place::Kind;
use repair::{Edit, Repair};
pub(super) use strip::Strip;

/// The grammar is asked about so many tokens at first, then about twice as many.
const STEP: usize = 2048;
/// A break this many tokens behind the place where the grammar started lets it start again closer.
const NEAR: usize = 256;
/// For each token of the text so many are read in all, and some more; then the rest of a text is given up.
const EFFORT: usize = 16;

/// The tokens of any text and which of its brackets belong together.
pub(super) fn groups<'a>(text: &'a str, scan: &Scan) -> Strip<'a> {
    Strip::new(text, brackets::balance(text, strip::tokens(text, &scan.tape)).0)
}

/// A text that the grammar refuses.
pub(super) struct Broken<'a> {
    pub(super) file: FileId,
    pub(super) text: &'a str,
    pub(super) dialect: Dialect,
    pub(super) scan: &'a Scan,
    /// The number of the first token that is refused.
    pub(super) stop: usize,
}

/// What became of it.
pub(super) struct Mended {
    /// Tokens that the grammar accepts.
    pub(super) tape: Tape,
    /// Where they were changed, in bytes of the file: what validation says there follows from the break.
    pub(super) places: Vec<Range<usize>>,
}

/// Makes tokens of a broken text that the grammar accepts.
pub(super) fn mend(broken: &Broken<'_>, diags: &mut Diagnostics) -> Mended {
    let (text, scan) = (broken.text, broken.scan);
    let tokens = strip::tokens(text, &scan.tape);
    let (tokens, mut troubles) = brackets::cut_too_deep(tokens, &scan.too_deep);
    let (tokens, others) = brackets::balance(text, tokens);
    troubles.extend(others);
    let strip = Strip::new(text, tokens);
    let mut mender = Mender {
        strip: &strip,
        scan,
        epp: broken.dialect.epp,
        edits: Vec::new(),
        path: Vec::new(),
        from: 0,
        effort: strip.len() * EFFORT + 200_000,
        places: Vec::new(),
    };
    mender.fill_unreadable();
    let mut breaks = mender.run();
    sort::by_key(&mut breaks, |found| found.at);
    wording::report(&wording::Context::new(broken, &strip), &troubles, &breaks, diags);
    Mended { tape: mender.tape(), places: mender.places }
}

/// A place where the grammar could not go on, and what was done about it.
struct Break {
    at: usize,
    piece: Range<usize>,
    kind: Kind,
    repair: Repair,
}

struct Mender<'a> {
    strip: &'a Strip<'a>,
    scan: &'a Scan,
    epp: bool,
    /// Changes in the order of the text; they do not overlap.
    edits: Vec<Edit>,
    /// What stands for all that was read before `from`: the groups that are open there.
    path: Vec<Range<usize>>,
    from: usize,
    effort: usize,
    places: Vec<Range<usize>>,
}

/// A letter for the grammar.
struct Letter {
    letter: u8,
    /// The token that it is, or before which it was put.
    token: usize,
    place: Range<usize>,
}

/// A change that was made, and the changes that it took the place of.
struct Change {
    first: usize,
    before: Vec<Edit>,
}

/// Letters for the grammar, and for each the token that it came from.
struct Trial {
    letters: String,
    origins: Vec<u32>,
}

impl Mender<'_> {
    /// Makes holes of open strings and the like, which the first walk reported.
    fn fill_unreadable(&mut self) {
        for index in 0..self.strip.len() {
            let Some(token) = self.strip.token(index) else { return };
            let known = || {
                let errors = &self.scan.errors;
                let first = errors.partition_point(|error| error.at < token.start as usize);
                errors.get(first).is_some_and(|error| error.at <= token.end as usize)
            };
            if token.letter == tape::BAD && known() {
                self.edits.push(Edit { at: index, remove: 1, insert: "_" });
                self.places.push(token.start as usize..line_end(self.strip.text(), token.start as usize));
            }
        }
    }

    /// Mends what is known to be wrong without asking the grammar.
    fn known_mistakes(&mut self) -> Vec<Break> {
        let mut breaks = Vec::new();
        for repair in mistakes::everywhere(self.strip) {
            let at = repair.edit.at;
            let piece = at..at + repair.edit.remove;
            let _ = self.apply(repair.edit);
            self.places.push(self.strip.bytes(piece.clone()));
            breaks.push(Break { at, piece, kind: Kind::Block, repair });
        }
        breaks
    }

    /// Mends break after break.
    fn run(&mut self) -> Vec<Break> {
        let mut breaks = self.known_mistakes();
        let (mut last, mut tries) = (None, 0);
        while let Some(at) = self.next_break() {
            if self.effort == 0 {
                self.surrender(at);
                break;
            }
            // What was tried here before was not enough.
            tries = if last.is_some_and(|last| at <= last) { tries + 1 } else { 0 };
            last = last.max(Some(at));
            self.shorten(at);
            let broken = self.mend_break(at, tries);
            self.places.push(self.strip.bytes(broken.piece.clone()));
            if tries == 0 {
                breaks.push(broken);
            }
        }
        breaks
    }

    /// The first token with which the grammar cannot go on.
    fn next_break(&mut self) -> Option<usize> {
        let end = self.strip.len();
        let mut to = (self.from + STEP).min(end);
        loop {
            match self.reach(to) {
                Some(at) if at < to || to == end => return Some(at),
                None if to == end => return None,
                Some(_) | None => to = (to + (to - self.from)).min(end),
            }
        }
    }

    /// How far the grammar comes with the tokens before `to`: nothing if it accepts them all as a whole.
    fn reach(&mut self, to: usize) -> Option<usize> {
        let trial = self.trial(to);
        self.effort = self.effort.saturating_sub(trial.letters.len());
        let at = if self.epp && self.path.is_empty() {
            build::furthest_in_template(&trial.letters)?
        } else {
            build::furthest(&trial.letters)?
        };
        Some(trial.origins.get(at).map_or(to, |origin| *origin as usize))
    }

    /// Whether a text could start with the tokens before `to`.
    fn is_viable(&mut self, to: usize) -> bool {
        let to = to.min(self.strip.len());
        self.reach(to).is_none_or(|at| at >= to && to < self.strip.len())
    }

    fn trial(&self, to: usize) -> Trial {
        let mut trial = Trial { letters: String::new(), origins: Vec::new() };
        for range in self.path.iter().chain([&(self.from..to)]) {
            self.render(range.clone(), &mut |letter| {
                trial.letters.push(char::from(letter.letter));
                trial.origins.push(letter.token as u32);
            });
        }
        trial
    }

    /// The letters of some tokens with all changes.
    fn render(&self, tokens: Range<usize>, put: &mut dyn FnMut(Letter)) {
        let first = self
            .edits
            .partition_point(|edit| edit.at < tokens.start && edit.at + edit.remove <= tokens.start);
        let mut edits = self.edits.iter().skip(first).peekable();
        let mut at = tokens.start;
        if let Some(edit) = edits.next_if(|edit| edit.at < at) {
            at = edit.at + edit.remove;
        }
        // What is added at the very end has no token behind it.
        while at < tokens.end || (at == self.strip.len() && edits.peek().is_some()) {
            let Some(edit) = edits.next_if(|edit| edit.at == at) else {
                let Some(token) = self.strip.token(at) else { return };
                put(Letter {
                    letter: token.letter,
                    token: at,
                    place: token.start as usize..token.end as usize,
                });
                at += 1;
                continue;
            };
            let mut place = self.strip.bytes(at..at + edit.remove);
            let mut before = edit.insert.contains('_');
            for letter in edit.insert.bytes() {
                let own = match (letter, before) {
                    (b'_', true) => {
                        let end = place.end;
                        std::mem::replace(&mut place, end..end)
                    }
                    (_, true) => place.start..place.start,
                    (_, false) => place.clone(),
                };
                before &= letter != b'_';
                put(Letter { letter, token: at, place: own });
            }
            at += edit.remove;
        }
    }

    /// Lets the grammar start again in the group of a break that is far from where it started before.
    fn shorten(&mut self, at: usize) {
        if at >= self.from && at - self.from < NEAR {
            return;
        }
        let (from, path) = (self.from, std::mem::take(&mut self.path));
        let mut start = at;
        let mut group = self.strip.group(at.min(self.strip.len().saturating_sub(1)));
        if at < self.strip.len() {
            start = self.safe_start(group, at);
        }
        self.from = start;
        while let Some(opener) = group {
            group = self.strip.group(opener);
            self.path.push(self.safe_start(group, opener)..opener + 1);
        }
        self.path.reverse();
        if self.reach(at + 1) != Some(at) {
            (self.from, self.path) = (from, path);
        }
    }

    /// A place at or before `at` in its group from which it can be read without what is before.
    fn safe_start(&self, group: Option<usize>, at: usize) -> usize {
        match place::kind(self.strip, group) {
            // Whether there are titles decides on what may follow.
            Kind::Body | Kind::Value | Kind::Text => group.map_or(0, |opener| opener + 1),
            kind => place::piece(self.strip, group, kind, at).start,
        }
    }

    /// Makes the first change that lets the grammar go on beyond the piece with the break. Smaller changes and the
    /// groups within the first `tries` are passed over.
    fn mend_break(&mut self, at: usize, tries: usize) -> Break {
        let strip = self.strip;
        let (mut group, mut inner) = (if at < strip.len() { strip.group(at) } else { None }, at);
        for level in 0.. {
            let kind = place::kind(strip, group);
            let piece = place::piece(strip, group, kind, inner);
            let mut repairs = Vec::new();
            if level >= tries {
                if level == 0 {
                    repair::local(strip, kind, &piece, at, &mut repairs);
                }
                repair::holes(strip, kind, &piece, inner, &mut repairs);
            }
            for repair in repairs {
                let end = if repair.is_hole() {
                    piece.end
                } else {
                    place::piece_end(strip, group, kind, at, at + 1)
                };
                let change = self.apply(repair.edit);
                if self.is_viable(end.max(piece.end) + 1) {
                    return Break { at, piece, kind, repair };
                }
                self.take_back(change);
            }
            let Some(opener) = group else { return self.lose_statement(at, piece) };
            (group, inner) = (strip.group(opener), opener);
        }
        unreachable!("the outermost group is the file")
    }

    /// Makes one hole of a statement of the file, and of those behind it until that is enough.
    fn lose_statement(&mut self, at: usize, piece: Range<usize>) -> Break {
        let (end, mut lost) = (self.strip.len(), piece);
        (self.from, self.path) = (0, Vec::new());
        loop {
            let repair = Repair::hole(lost.clone());
            let change = self.apply(repair.edit);
            if lost.end >= end || self.is_viable(lost.end + 1) {
                return Break { at, piece: lost, kind: Kind::Block, repair };
            }
            self.take_back(change);
            let after = self.strip.next(lost.end);
            lost.end = place::piece_end(self.strip, None, Kind::Block, lost.end, after);
            if self.effort == 0 {
                lost = 0..end;
            }
        }
    }

    /// Gives up everything from the statement with the break on.
    fn surrender(&mut self, at: usize) {
        let piece = place::piece(self.strip, None, Kind::Block, self.outermost(at));
        let lost = piece.start..self.strip.len();
        self.places.push(self.strip.bytes(lost.clone()));
        let _ = self.apply(Repair::hole(lost).edit);
    }

    /// The bracket of the file's own level around a token, or the token itself.
    fn outermost(&self, at: usize) -> usize {
        let mut outer = at;
        while let Some(opener) = self.strip.group(outer) {
            outer = opener;
        }
        outer
    }

    /// Makes a change; a hole takes the place of all changes within it.
    fn apply(&mut self, edit: Edit) -> Change {
        let end = edit.at + edit.remove;
        let first = self
            .edits
            .partition_point(|other| other.at < edit.at || (other.at == edit.at && other.remove == 0));
        let covered = self.edits.iter().skip(first).take_while(|other| other.at < end).count();
        let before = self.edits.splice(first..first + covered, [edit]).collect();
        Change { first, before }
    }

    /// Undoes the last change.
    fn take_back(&mut self, change: Change) {
        self.edits.splice(change.first..change.first + 1, change.before);
    }

    /// All tokens with all changes.
    fn tape(&self) -> Tape {
        let mut tape = Tape::default();
        self.render(0..self.strip.len(), &mut |letter| {
            tape.push(letter.letter, letter.place.start, letter.place.end);
        });
        tape
    }
}

/// Where the line ends that an offset is in.
fn line_end(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or("");
    at + rest.find('\n').unwrap_or(rest.len())
}
