//! A broken resource or mapping: its sound bodies and attributes are kept.

use super::{Part, Recovery};
use crate::diag::{Code, Diagnostic, Edit};
use crate::source::Span;
use crate::syntax::ast::{Attribute, Expr, ExprKind, Resource, ResourceBody};
use crate::syntax::build::Failure;

impl Recovery<'_, '_> {
    /// A resource or a mapping with the brace at `brace`; nothing if it is neither.
    pub(super) fn resource(&mut self, part: &Part, brace: usize, failure: &Failure) -> Option<Expr> {
        let head = self.start(part.tokens.start)..self.start(brace);
        let after = self.outline.next(brace);
        // Something follows the body: then it is no plain resource.
        if after < part.tokens.end || failure.at <= head.start {
            return None;
        }
        let incomplete = self.builder.incomplete;
        if let Ok(mut mapping) = self.builder.mapping_sides(head.clone()) {
            let before = self.findings();
            let inside = self.inside(brace, part);
            if let ExprKind::Mapping(mapping) = &mut mapping.kind {
                mapping.attributes = self.attributes(&inside);
                mapping.braced = true;
            }
            mapping.span = self.span(part);
            self.close_report(brace, before, failure, part);
            return Some(mapping);
        }
        self.builder.incomplete = incomplete;
        let (form, ty) = self.builder.resource_type(head).ok()?;
        let bodies = self.body_parts(&self.inside(brace, part));
        if !bodies.iter().any(|body| self.colon(body).is_some()) {
            return None;
        }
        let before = self.findings();
        let bodies: Vec<ResourceBody> = bodies.iter().filter_map(|body| self.body(body)).collect();
        self.close_report(brace, before, failure, part);
        let kind = ExprKind::Resource(Box::new(Resource { form, ty, bodies }));
        Some(Expr { kind, span: self.span(part) })
    }

    /// Makes sure that something is reported for a broken statement.
    fn close_report(&mut self, brace: usize, before: usize, failure: &Failure, part: &Part) {
        if !self.outline.is_closed(brace) {
            self.report_open(brace);
        } else if self.findings() == before {
            self.report(failure, part);
        }
    }

    /// The bodies of a resource, between semicolons.
    fn body_parts(&self, inside: &Part) -> Vec<Part> {
        self.split(inside, |index| self.outline.word(index) == ";")
    }

    /// The pieces of `part` between separators, without empty ones.
    fn split(&self, part: &Part, separates: impl Fn(usize) -> bool) -> Vec<Part> {
        let mut pieces = Vec::new();
        let (mut from, mut index) = (part.tokens.start, part.tokens.start);
        while index < part.tokens.end {
            if separates(index) {
                pieces.push(Part { tokens: from..index, end: self.start(index) });
                from = index + 1;
            }
            index = self.outline.next(index);
        }
        pieces.push(Part { tokens: from..part.tokens.end, end: part.end });
        pieces.retain(|piece| !piece.tokens.is_empty());
        pieces
    }

    /// The `:` after the title.
    fn colon(&self, part: &Part) -> Option<usize> {
        let mut index = part.tokens.start;
        while index < part.tokens.end {
            if self.outline.word(index) == ":" {
                return Some(index);
            }
            index = self.outline.next(index);
        }
        None
    }

    fn body(&mut self, part: &Part) -> Option<ResourceBody> {
        let span = self.span(part);
        let Some(colon) = self.colon(part) else {
            let start = self.start(part.tokens.start);
            let failure = match self.builder.lone_expression(start..part.end) {
                Ok(_) => Failure { at: span.end as usize, expected: Some("expected `:` after the title") },
                Err(failure) => failure,
            };
            self.report(&failure, part);
            return None;
        };
        let title = match self.builder.lone_expression(self.start(part.tokens.start)..self.start(colon)) {
            Ok(title) => title,
            Err(failure) => {
                self.report(&failure, part);
                self.builder.incomplete = true;
                Expr { kind: ExprKind::Error, span }
            }
        };
        let rest = Part { tokens: colon + 1..part.tokens.end, end: part.end };
        Some(ResourceBody { title, attributes: self.attributes(&rest), span })
    }

    /// The sound attributes of `part`; a missing comma at a line end is reported and bridged.
    fn attributes(&mut self, part: &Part) -> Vec<Attribute> {
        let mut attributes = Vec::new();
        for piece in self.split(part, |index| self.outline.word(index) == ",") {
            for line in self.lines(&piece) {
                let range = self.start(line.tokens.start)..line.end;
                match self.builder.lone_attribute(range) {
                    Ok(attribute) => attributes.extend(attribute),
                    Err(failure) => self.report(&failure, &line),
                }
            }
        }
        attributes
    }

    /// Cuts an attribute before each further line that starts like one.
    fn lines(&mut self, piece: &Part) -> Vec<Part> {
        let mut lines = Vec::new();
        let (mut from, mut index) = (piece.tokens.start, self.outline.next(piece.tokens.start));
        while index < piece.tokens.end {
            if self.outline.is_first(index) && self.is_attribute_start(index) {
                lines.push(Part { tokens: from..index, end: self.start(index) });
                let line = Part { tokens: from..index, end: self.start(index) };
                if !self.is_known(&Failure { at: self.start(index), expected: None }, &line) {
                    self.report_comma(index);
                }
                from = index;
            }
            index = self.outline.next(index);
        }
        lines.push(Part { tokens: from..piece.tokens.end, end: piece.end });
        lines
    }

    fn is_attribute_start(&self, index: usize) -> bool {
        let name = self.outline.word(index);
        let named = name.starts_with(|first: char| first.is_ascii_lowercase());
        named && self.outline.word(index + 1) == "=" && self.outline.word(index + 2) == ">"
    }

    /// Reports the comma that is missing before the attribute at `index`, if the line before it is whole.
    fn report_comma(&mut self, index: usize) {
        let tokens = self.outline.tokens();
        let (Some(previous), Some(token)) =
            (index.checked_sub(1).and_then(|last| tokens.get(last)), tokens.get(index))
        else {
            return;
        };
        // `name =>` without a value has another trouble, which is reported with its own line.
        if self.outline.word(index - 1) == ">" {
            return;
        }
        let span = Span::new(self.builder.file, token.start, token.end);
        let end = Span::new(self.builder.file, previous.end, previous.end);
        let message = format!("expected `,` before the attribute `{}`", self.outline.word(index));
        let finding = Diagnostic::new(Code::SyntaxError, span, message);
        let edit = Edit { span: end, text: ",".to_owned() };
        self.builder
            .diags
            .add(finding.hint("add a comma at the end of the line before").fix("Add `,`", vec![edit]));
    }
}
