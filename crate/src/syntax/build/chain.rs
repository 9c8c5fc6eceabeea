//! Chains of operators, folded by Puppet's precedence.
//!
//! A chain comes as a flat list: signs before values, values, what is attached to them, operators. Precedence
//! climbing turns it into a tree; the order of the levels is Puppet's, in which `in` and `=~` bind tighter than
//! arithmetic, and `==` tighter than `<`.

use std::iter::Peekable;
use std::vec::IntoIter;

use pest::iterators::Pairs;

use super::{Builder, Pair, Rule};
use crate::diag::Code;
use crate::source::Span;
use crate::syntax::ast::{AssignOp, BinaryOp, EdgeOp, Entry, Expr, ExprKind, Form, UnaryOp};

/// A piece of a chain at value level.
enum Item<'i> {
    Value(Expr),
    Prefix(UnaryOp, Span),
    Infix(BinaryOp, Span),
    /// `? { … }`
    Select(Vec<Entry>, Span),
    /// `? key =>`
    SelectOne(Expr),
    /// What is attached to a selector, whose value ends with `}`.
    Attached(Pair<'i>),
}

type Items<'i> = Peekable<IntoIter<Item<'i>>>;

/// How tightly `? …` binds.
const SELECTOR_LEVEL: u8 = 3;

fn level(op: BinaryOp) -> u8 {
    match op {
        BinaryOp::Or => 1,
        BinaryOp::And => 2,
        BinaryOp::Less | BinaryOp::LessOrEqual | BinaryOp::Greater | BinaryOp::GreaterOrEqual => 4,
        BinaryOp::Equal | BinaryOp::NotEqual => 5,
        BinaryOp::ShiftLeft | BinaryOp::ShiftRight => 6,
        BinaryOp::Add | BinaryOp::Subtract => 7,
        BinaryOp::Multiply | BinaryOp::Divide | BinaryOp::Modulo => 8,
        BinaryOp::Match | BinaryOp::NotMatch => 9,
        BinaryOp::In => 10,
    }
}

/// Tighter than all operators of two values.
const PREFIX_LEVEL: u8 = 11;

/// What stands between edges and assignments.
#[derive(Default)]
struct Side<'i> {
    forms: Vec<(Form, Span)>,
    items: Vec<Item<'i>>,
    bodies: Vec<Pair<'i>>,
}

/// An arrow between two resources.
struct Arrow {
    op: EdgeOp,
    span: Span,
}

impl Builder<'_> {
    /// A chain at statement level.
    pub(super) fn assignment(&mut self, pair: Pair<'_>) -> Expr {
        let span = self.span(&pair);
        let parts = match alone(pair.into_inner()) {
            Ok(operand) => return self.deeper(1, span, |builder| builder.operand(operand)),
            Err(parts) => parts,
        };
        self.deeper(levels(&parts), span, |builder| builder.assignment_of(parts))
    }

    fn assignment_of(&mut self, parts: Vec<Pair<'_>>) -> Expr {
        let mut targets: Vec<(Expr, AssignOp, Span)> = Vec::new();
        let mut left: Option<(Expr, Arrow)> = None;
        let mut side = Side::default();
        for part in parts {
            match part.as_rule() {
                Rule::edge => {
                    let arrow = Arrow { op: edge_op(self.words(&part)), span: self.span(&part) };
                    let expr = self.finish(std::mem::take(&mut side));
                    left = Some((join(left, expr), arrow));
                }
                Rule::assign => {
                    let expr = self.finish(std::mem::take(&mut side));
                    targets.push((join(left.take(), expr), assign_op(self.words(&part)), self.span(&part)));
                }
                Rule::at => side.forms.push((form(self.words(&part)), self.span(&part))),
                Rule::body => side.bodies.push(part),
                _ => self.push_item(&mut side.items, part),
            }
        }
        let last = self.finish(side);
        let mut value = join(left, last);
        for (target, op, op_span) in targets.into_iter().rev() {
            let span = target.span.to(value.span);
            let kind = ExprKind::Assign { op, op_span, target: Box::new(target), value: Box::new(value) };
            value = Expr { kind, span };
        }
        value
    }

    /// Folds one side and applies its bodies and its `@`.
    fn finish(&mut self, side: Side<'_>) -> Expr {
        let mut expr = self.fold(side.items);
        for body in side.bodies {
            expr = self.resource(expr, body);
        }
        // `@@@file` is read as `@@` around `@`: the outermost wins.
        let Some((form, span)) = side.forms.first().copied() else { return expr };
        let all = span.to(expr.span);
        match &mut expr.kind {
            ExprKind::Resource(resource) => resource.form = form,
            ExprKind::ResourceDefaults(defaults) => defaults.form = form,
            ExprKind::ResourceOverride(overriding) => overriding.form = form,
            ExprKind::Error => {}
            _ => {
                let sign = if form == Form::Exported { "@@" } else { "@" };
                return self.error(Code::SyntaxError, span, format!("`{sign}` stands before resources only"));
            }
        }
        Expr { span: all, ..expr }
    }

    /// A chain at value level: `expression`, `test` and their kin.
    pub(super) fn expression(&mut self, pair: Pair<'_>) -> Expr {
        let span = self.span(&pair);
        let parts = match alone(pair.into_inner()) {
            Ok(operand) => return self.deeper(1, span, |builder| builder.operand(operand)),
            Err(parts) => parts,
        };
        self.deeper(levels(&parts), span, |builder| {
            let mut items = Vec::new();
            for part in parts {
                builder.push_item(&mut items, part);
            }
            builder.fold(items)
        })
    }

    fn push_item<'i>(&mut self, items: &mut Vec<Item<'i>>, part: Pair<'i>) {
        let span = self.span(&part);
        let item = match part.as_rule() {
            Rule::prefix => Item::Prefix(prefix_op(self.words(&part)), span),
            Rule::infix => Item::Infix(infix_op(self.words(&part)), span),
            Rule::selector => Item::Select(self.select_entries(part), span),
            Rule::select_one => Item::SelectOne(self.select_key(part)),
            Rule::index | Rule::call | Rule::method | Rule::collector | Rule::mapping => {
                match items.pop_if(|item| matches!(item, Item::Value(_))) {
                    Some(Item::Value(left)) => Item::Value(self.postfix(left, part)),
                    Some(_) | None => Item::Attached(part),
                }
            }
            _ => Item::Value(self.operand(part)),
        };
        items.push(item);
    }

    /// Folds a whole chain at value level.
    fn fold(&mut self, items: Vec<Item<'_>>) -> Expr {
        self.climb(&mut items.into_iter().peekable(), 0)
    }

    /// Takes one operand and all operators behind it that bind at least as tightly as `min`.
    fn climb(&mut self, items: &mut Items<'_>, min: u8) -> Expr {
        let mut left = self.first_operand(items);
        while let Some(item) = items.next_if(|item| binds(item) >= min) {
            left = match item {
                Item::Infix(op, op_span) => {
                    let right = self.climb(items, level(op) + 1);
                    let span = left.span.to(right.span);
                    let kind = ExprKind::Binary { op, op_span, left: Box::new(left), right: Box::new(right) };
                    Expr { kind, span }
                }
                Item::Select(entries, span) => select(left, entries, span),
                Item::SelectOne(key) => {
                    let value = self.climb(items, 0);
                    let span = value.span;
                    select(left, vec![Entry { key, value }], span)
                }
                Item::Attached(pair) => self.postfix(left, pair),
                Item::Value(_) | Item::Prefix(..) => {
                    unreachable!("the grammar puts an operator between operands")
                }
            };
        }
        left
    }

    fn first_operand(&mut self, items: &mut Items<'_>) -> Expr {
        match items.next() {
            Some(Item::Value(value)) => value,
            Some(Item::Prefix(op, op_span)) => {
                let operand = self.climb(items, PREFIX_LEVEL);
                let span = op_span.to(operand.span);
                Expr { kind: ExprKind::Unary { op, operand: Box::new(operand) }, span }
            }
            Some(Item::Infix(..) | Item::Select(..) | Item::SelectOne(_) | Item::Attached(_)) | None => {
                unreachable!("the grammar starts a chain with an operand")
            }
        }
    }

    fn select_entries(&mut self, pair: Pair<'_>) -> Vec<Entry> {
        let mut exprs = Vec::new();
        for part in pair.into_inner().filter(|part| part.as_rule() == Rule::expression) {
            exprs.push(self.expression(part));
        }
        let mut entries = Vec::new();
        let mut exprs = exprs.into_iter();
        while let (Some(key), Some(value)) = (exprs.next(), exprs.next()) {
            entries.push(Entry { key, value });
        }
        entries
    }

    fn select_key(&mut self, pair: Pair<'_>) -> Expr {
        let span = self.span(&pair);
        let key = pair.into_inner().find(|part| part.as_rule() == Rule::select_key);
        match key {
            Some(key) => self.expression(key),
            None => self.unreadable(span),
        }
    }
}

fn join(left: Option<(Expr, Arrow)>, right: Expr) -> Expr {
    let Some((left, arrow)) = left else { return right };
    let span = left.span.to(right.span);
    let kind =
        ExprKind::Edge { op: arrow.op, op_span: arrow.span, left: Box::new(left), right: Box::new(right) };
    Expr { kind, span }
}

/// The operand, if it is all there is, as it mostly is; else the parts of the chain.
fn alone<'i>(mut parts: Pairs<'i, Rule>) -> Result<Pair<'i>, Vec<Pair<'i>>> {
    match parts.next() {
        Some(operand) if parts.is_empty() => Ok(operand),
        first => Err(first.into_iter().chain(parts).collect()),
    }
}

/// How many levels a chain is deep at most: one for each operator and each thing attached to a value.
fn levels(parts: &[Pair<'_>]) -> usize {
    let deepens = |part: &&Pair<'_>| {
        matches!(
            part.as_rule(),
            Rule::edge
                | Rule::assign
                | Rule::body
                | Rule::prefix
                | Rule::infix
                | Rule::selector
                | Rule::select_one
                | Rule::index
                | Rule::call
                | Rule::method
                | Rule::collector
                | Rule::mapping
        )
    };
    1 + parts.iter().filter(deepens).count()
}

fn binds(item: &Item) -> u8 {
    match item {
        Item::Infix(op, _) => level(*op),
        // It follows its selector at once, and so belongs to it.
        Item::Select(..) | Item::SelectOne(_) | Item::Attached(_) => SELECTOR_LEVEL,
        Item::Value(_) | Item::Prefix(..) => unreachable!("the grammar puts an operator between operands"),
    }
}

fn select(left: Expr, entries: Vec<Entry>, span: Span) -> Expr {
    let span = left.span.to(span);
    Expr { kind: ExprKind::Selector { left: Box::new(left), entries }, span }
}

fn edge_op(sign: &str) -> EdgeOp {
    match sign {
        "->" => EdgeOp::Before,
        "~>" => EdgeOp::Notify,
        "<-" => EdgeOp::Require,
        _ => EdgeOp::Subscribe,
    }
}

fn assign_op(sign: &str) -> AssignOp {
    match sign {
        "+=" => AssignOp::Append,
        "-=" => AssignOp::Delete,
        _ => AssignOp::Set,
    }
}

fn form(sign: &str) -> Form {
    if sign == "@@" { Form::Exported } else { Form::Virtual }
}

fn prefix_op(sign: &str) -> UnaryOp {
    match sign {
        "!" => UnaryOp::Not,
        "-" => UnaryOp::Negate,
        _ => UnaryOp::Splat,
    }
}

fn infix_op(sign: &str) -> BinaryOp {
    match sign {
        "+" => BinaryOp::Add,
        "-" => BinaryOp::Subtract,
        "*" => BinaryOp::Multiply,
        "/" => BinaryOp::Divide,
        "%" => BinaryOp::Modulo,
        "<<" => BinaryOp::ShiftLeft,
        ">>" => BinaryOp::ShiftRight,
        "==" => BinaryOp::Equal,
        "!=" => BinaryOp::NotEqual,
        "<" => BinaryOp::Less,
        "<=" => BinaryOp::LessOrEqual,
        ">" => BinaryOp::Greater,
        ">=" => BinaryOp::GreaterOrEqual,
        "=~" => BinaryOp::Match,
        "!~" => BinaryOp::NotMatch,
        "in" => BinaryOp::In,
        "and" => BinaryOp::And,
        _ => BinaryOp::Or,
    }
}
