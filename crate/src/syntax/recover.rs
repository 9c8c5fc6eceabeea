//! What survives when a text cannot be read as a whole.
//!
//! Goes in: a text that the grammar refuses, and its tokens. Comes out: every statement that is sound, one finding
//! for each break, and [`ExprKind::Error`] where something is lost. Definitions are opened and their bodies
//! recovered in turn, so that a half-typed component costs neither its neighbours nor the `site` block; of a broken
//! resource the bodies and attributes that are whole are kept.

mod resource;

use std::ops::Range;

use super::ast::{Block, Expr, ExprKind};
use super::build::{Builder, Failure};
use super::outline::Outline;
use crate::diag::{Code, Diagnostic};
use crate::source::Span;

/// Definitions are opened this deeply.
const MAX_LEVEL: usize = 16;
/// After so many breaks the rest of a text is given up: each costs a walk over the text.
const MAX_BREAKS: usize = 100;

/// Reads what can be read of the text from an offset on.
pub(super) fn recover(builder: &mut Builder<'_>, from: usize) -> Block {
    let (text, tokens) = (builder.text, builder.scan.tokens.as_slice());
    let outline = Outline::new(text, builder.dialect, tokens);
    let first = tokens.partition_point(|token| token.start < from);
    let whole = Part { tokens: first..tokens.len(), end: text.len() };
    builder.incomplete = true;
    Recovery { builder, outline: &outline, level: 0, breaks: 0 }.statements(whole)
}

/// A run of tokens, and where its text ends.
#[derive(Debug, Clone)]
struct Part {
    tokens: Range<usize>,
    end: usize,
}

struct Recovery<'a, 'b> {
    builder: &'a mut Builder<'b>,
    outline: &'a Outline<'b>,
    level: usize,
    breaks: usize,
}

impl Recovery<'_, '_> {
    /// The statements of a body or a file.
    fn statements(&mut self, part: Part) -> Block {
        let mut block = Block::new();
        let mut at = part.tokens.start;
        while at < part.tokens.end && self.breaks < MAX_BREAKS {
            let rest = Part { tokens: at..part.tokens.end, end: part.end };
            let limit = self.before_too_deep(&rest);
            let (mut sound, end) = self.builder.sound_statements(self.start(at)..limit);
            let mut broken = self.token_from(end, &rest);
            if broken < part.tokens.end && self.continues(at, broken, &rest) {
                // `$a` of `$a = ]` is sound, but it is a part of what is broken.
                let last = sound.pop().map_or(end, |last| last.span.start as usize);
                broken = self.token_from(last, &rest);
            }
            block.append(&mut sound);
            if broken >= part.tokens.end {
                break;
            }
            let next =
                self.broken_statement(Part { tokens: broken..part.tokens.end, end: part.end }, &mut block);
            at = next.max(broken + 1);
        }
        block
    }

    /// Whether the token at `broken` goes on with the statement before it: together they get further than it does
    /// alone.
    fn continues(&mut self, from: usize, broken: usize, rest: &Part) -> bool {
        let start = self.start(broken);
        if self.too_deep(&(self.start(from)..rest.end)).is_some() {
            return false;
        }
        let alone = self.builder.statements(start..rest.end).err();
        let together = self.builder.statements(self.start(from)..rest.end).err();
        alone.is_some_and(|alone| together.is_some_and(|together| together.at > alone.at))
    }

    /// Reports the statement that starts `part` and keeps what it can of it; gives the token after it.
    fn broken_statement(&mut self, part: Part, block: &mut Block) -> usize {
        self.breaks += 1;
        let from = part.tokens.start;
        let failure = self.failure(&part);
        let next = self.next_statement(&part, failure.at);
        let end = if next < part.tokens.end { self.start(next) } else { part.end };
        let broken = Part { tokens: from..next, end };
        let expr = self.salvage(&broken, &failure).unwrap_or_else(|| {
            self.report(&failure, &broken);
            self.lost(&broken)
        });
        block.push(expr);
        next
    }

    /// Where and why the first statement of `part` cannot be read.
    fn failure(&mut self, part: &Part) -> Failure {
        let range = self.start(part.tokens.start)..part.end;
        if let Some(&at) = self.too_deep(&range) {
            return Failure { at, expected: None };
        }
        let start = range.start;
        self.builder.statements(range).err().unwrap_or(Failure { at: start, expected: None })
    }

    /// The token at which the next statement may start, when the one at the start of `part` fails at `at`.
    fn next_statement(&self, part: &Part, at: usize) -> usize {
        let outline = self.outline;
        let mut index = outline.next(part.tokens.start);
        while index < part.tokens.end {
            let beyond = self.start(index) >= at;
            let starts = outline.surely_starts(index) || (beyond && outline.may_start(index));
            if outline.is_first(index) && starts {
                return index;
            }
            // A bracket that nothing opened is alone in its trouble.
            if beyond && matches!(outline.word(index), "}" | ")" | "]") {
                return index + 1;
            }
            index = outline.next(index);
        }
        part.tokens.end
    }

    /// Keeps a definition whose body is broken, or a resource of which something is whole.
    fn salvage(&mut self, part: &Part, failure: &Failure) -> Option<Expr> {
        if self.level >= MAX_LEVEL || !self.too_deep_is_inside(part) {
            return None;
        }
        let brace = self.brace(part)?;
        if self.outline.starts_definition(part.tokens.start) {
            return self.definition(part, brace, failure);
        }
        self.resource(part, brace, failure)
    }

    /// The first `{` of `part` outside of other brackets.
    fn brace(&self, part: &Part) -> Option<usize> {
        let mut index = part.tokens.start;
        while index < part.tokens.end {
            if self.outline.word(index) == "{" {
                return Some(index);
            }
            index = self.outline.next(index);
        }
        None
    }

    /// What is between the brace at `brace` and its end.
    fn inside(&self, brace: usize, part: &Part) -> Part {
        let after = self.outline.next(brace).min(part.tokens.end);
        if self.outline.is_closed(brace) {
            let close = after.saturating_sub(1);
            return Part { tokens: brace + 1..close, end: self.start(close) };
        }
        let end = if after < part.tokens.end { self.start(after) } else { part.end };
        Part { tokens: brace + 1..after, end }
    }

    fn definition(&mut self, part: &Part, brace: usize, failure: &Failure) -> Option<Expr> {
        let head = self.builder.head(self.start(part.tokens.start)..self.start(brace));
        let mut expr = match head {
            Ok(expr) => expr,
            Err(head_failure) => {
                self.report(&head_failure, part);
                return Some(self.lost(part));
            }
        };
        let before = self.findings();
        let inside = self.inside(brace, part);
        let classes = self.builder.classes.len();
        if let ExprKind::Class(class) = &expr.kind {
            self.builder.classes.push(class.name.text.clone());
        }
        self.level += 1;
        let body = self.statements(inside);
        self.level -= 1;
        self.builder.classes.truncate(classes);
        expr.span = self.span(part);
        put_body(&mut expr.kind, body);
        if self.outline.is_closed(brace) {
            if self.findings() == before {
                self.report(failure, part);
            }
        } else {
            self.report_open(brace);
        }
        Some(expr)
    }

    /// Reports a `{` that nothing closes.
    fn report_open(&mut self, brace: usize) {
        let start = self.start(brace);
        let span = Span::new(self.builder.file, start, start + 1);
        let finding = Diagnostic::new(Code::SyntaxError, span, "this `{` is not closed");
        self.builder.diags.add(finding.hint("add the missing `}`"));
    }

    /// Reports a break, unless what stands there was reported letter by letter already.
    fn report(&mut self, failure: &Failure, part: &Part) {
        if self.is_known(failure, part) {
            return;
        }
        let range = self.start(part.tokens.start)..part.end;
        if let Some(&at) = self.too_deep(&range) {
            let span = Span::new(self.builder.file, at, at + 1);
            let message = "brackets are nested too deeply here";
            self.builder.diags.add(Diagnostic::new(Code::NestingTooDeep, span, message));
            return;
        }
        self.builder.report_failure(failure);
    }

    fn is_known(&self, failure: &Failure, part: &Part) -> bool {
        let range = self.start(part.tokens.start)..part.end.max(failure.at) + 1;
        let line_end = self.builder.text.get(failure.at..).and_then(|rest| rest.find('\n'));
        let line_end = line_end.map_or(self.builder.text.len(), |length| failure.at + length);
        self.builder.scan.errors.iter().any(|error| range.contains(&error.at) && error.at <= line_end)
    }

    fn lost(&mut self, part: &Part) -> Expr {
        Expr { kind: ExprKind::Error, span: self.span(part) }
    }

    /// From the first token of `part` to its last.
    fn span(&self, part: &Part) -> Span {
        let last = part.tokens.end.saturating_sub(1).max(part.tokens.start);
        let end = self.outline.tokens().get(last).map_or(part.end, |token| token.end);
        Span::new(self.builder.file, self.start(part.tokens.start), end)
    }

    /// Where a token starts; the end of the text beyond the last.
    fn start(&self, index: usize) -> usize {
        self.outline.tokens().get(index).map_or(self.builder.text.len(), |token| token.start)
    }

    /// The first token of `part` at or after an offset.
    fn token_from(&self, offset: usize, part: &Part) -> usize {
        let index = self.outline.tokens().partition_point(|token| token.start < offset);
        index.max(part.tokens.start)
    }

    /// How many findings there are, letter by letter ones included.
    fn findings(&self) -> usize {
        self.builder.diags.iter().count()
    }

    fn too_deep(&self, range: &Range<usize>) -> Option<&usize> {
        self.builder.scan.too_deep.iter().find(|at| range.contains(at))
    }

    /// Whether what is too deep, if anything, is inside a body that can be opened.
    fn too_deep_is_inside(&self, part: &Part) -> bool {
        let range = self.start(part.tokens.start)..part.end;
        self.too_deep(&range).is_none() || self.outline.starts_definition(part.tokens.start)
    }

    /// Where the statement starts in which brackets are nested too deeply: the grammar must not see it.
    fn before_too_deep(&self, part: &Part) -> usize {
        let range = self.start(part.tokens.start)..part.end;
        let Some(&at) = self.too_deep(&range) else { return part.end };
        let (mut index, mut statement) = (part.tokens.start, part.tokens.start);
        while index < part.tokens.end && self.start(index) <= at {
            if self.outline.is_first(index) && self.outline.may_start(index) {
                statement = index;
            }
            index = self.outline.next(index);
        }
        self.start(statement)
    }
}

/// Gives a definition its body.
fn put_body(kind: &mut ExprKind, body: Block) {
    match kind {
        ExprKind::Class(class) => class.body = body,
        ExprKind::Define(definition) | ExprKind::Application(definition) | ExprKind::Plan(definition) => {
            definition.body = body;
        }
        ExprKind::Site(site) => site.body = body,
        ExprKind::Node(node) => node.body = body,
        ExprKind::Function(function) => function.body = body,
        _ => {}
    }
}
