//! Values and what is attached to them: literals, collections, calls, indexes.

use super::{Builder, Pair, Rule};
use crate::diag::Code;
use crate::platform;
use crate::source::Span;
use crate::syntax::ast::{Call, Entry, Expr, ExprKind, Lambda, MethodCall};

impl<'a> Builder<'a> {
    /// The text of a span.
    pub(in crate::syntax) fn source(&self, span: Span) -> &'a str {
        self.text.get(span.start() as usize..span.end() as usize).unwrap_or("")
    }

    /// A value without operators.
    pub(super) fn operand(&mut self, pair: Pair<'_>) -> Expr {
        let span = self.span(&pair);
        let kind = match pair.as_rule() {
            Rule::atom => return self.atom(pair.as_str(), span),
            Rule::type_expr | Rule::alias_type => return self.type_expr(pair),
            Rule::class_word => ExprKind::Name("class".to_owned()),
            Rule::render_text => ExprKind::RenderText(self.scan.rendered(span.start() as usize).to_owned()),
            Rule::render => ExprKind::Render(self.render(pair)),
            Rule::kw_text => ExprKind::Str(self.source(span).to_owned()),
            Rule::double => return self.double(pair),
            Rule::interp_name | Rule::interp_word => interpolated_word(self.source(span)),
            Rule::type_ref => ExprKind::TypeRef(self.source(span).to_owned()),
            Rule::paren => return self.paren(pair),
            Rule::array => ExprKind::Array(self.list(pair)),
            Rule::hash => ExprKind::Hash { entries: self.hash_entries(pair), braced: true },
            Rule::if_else => return self.if_else(pair),
            Rule::unless => return self.unless(pair),
            Rule::case => return self.case(pair),
            _ => return self.definition(pair),
        };
        Expr { kind, span }
    }

    /// A single token; `letter` is that of the tape.
    fn atom(&mut self, letter: &str, span: Span) -> Expr {
        let text = self.source(span);
        let kind = match letter {
            "a" | "R" => ExprKind::Name(text.to_owned()),
            "b" => ExprKind::Str(text.to_owned()),
            "c" => ExprKind::TypeRef(text.to_owned()),
            "d" => return self.number(span),
            "e" => ExprKind::Var(text.trim_start_matches('$').to_owned()),
            "f" => ExprKind::Str(super::string::unescape_single(text)),
            "g" => self.plain_double(span),
            "h" => ExprKind::Regex(regex(text)),
            "i" => return self.heredoc(span),
            "K" => ExprKind::Bool(true),
            "L" => ExprKind::Bool(false),
            "M" => ExprKind::Undef,
            "N" => ExprKind::Default,
            "_" => return self.unreadable(span),
            _ => ExprKind::Reserved(text.to_owned()),
        };
        Expr { kind, span }
    }

    fn paren(&mut self, pair: Pair<'_>) -> Expr {
        let span = self.span(&pair);
        let inner = pair.into_inner().find(|part| part.as_rule() == Rule::assignment);
        let Some(inner) = inner else { return self.unreadable(span) };
        let inner = self.assignment(inner);
        Expr { kind: ExprKind::Paren(Box::new(inner)), span }
    }

    fn number(&mut self, span: Span) -> Expr {
        let text = self.source(span);
        // A number that is none was reported by the first walk.
        if self.scan.errors.iter().any(|error| error.at == span.start() as usize) {
            return self.unreadable(span);
        }
        let (digits, radix) = match text.get(..2) {
            Some("0x" | "0X") => (text.get(2..).unwrap_or(""), 16),
            _ if text.contains(['.', 'e', 'E']) => {
                let value = platform::parse_float(text);
                if value.is_infinite() {
                    self.error(Code::NumericOverflow, span, format!("`{text}` is too large for a number"));
                }
                return Expr { kind: ExprKind::Float(value), span };
            }
            _ if text.len() > 1 && text.starts_with('0') => (text, 8),
            _ => (text, 10),
        };
        let value = i64::from_str_radix(digits, u32::from(radix)).unwrap_or_else(|_| {
            self.error(Code::NumericOverflow, span, format!("`{text}` does not fit into 64 bits"));
            i64::MAX
        });
        Expr { kind: ExprKind::Integer { value, radix }, span }
    }

    /// `Type` or `Type[…]`.
    pub(super) fn type_expr(&mut self, pair: Pair<'_>) -> Expr {
        let span = self.span(&pair);
        let mut parts = pair.into_inner();
        let Some(head) = parts.next() else { return self.unreadable(span) };
        let mut expr = self.operand(head);
        for part in parts {
            expr = self.postfix(expr, part);
        }
        expr
    }

    /// Arguments or elements; adjacent pairs without braces become one hash.
    pub(super) fn list(&mut self, pair: Pair<'_>) -> Vec<Expr> {
        let mut list: Vec<Expr> = Vec::new();
        let mut parts = pair.into_inner().peekable();
        while let Some(part) = parts.next() {
            let expr = self.element(part);
            if parts.next_if(|next| next.as_rule() == Rule::fat_arrow).is_none() {
                list.push(expr);
                continue;
            }
            let Some(value) = parts.next() else { break };
            let value = self.element(value);
            let span = expr.span.to(value.span);
            let entry = Entry { key: expr, value };
            match list.last_mut() {
                Some(Expr { kind: ExprKind::Hash { entries, braced: false }, span: all }) => {
                    entries.push(entry);
                    *all = all.to(span);
                }
                Some(_) | None => {
                    list.push(Expr { kind: ExprKind::Hash { entries: vec![entry], braced: false }, span });
                }
            }
        }
        list
    }

    fn element(&mut self, part: Pair<'_>) -> Expr {
        match part.as_rule() {
            Rule::assignment => self.assignment(part),
            Rule::expression => self.expression(part),
            _ => self.operand(part),
        }
    }

    pub(super) fn hash_entries(&mut self, pair: Pair<'_>) -> Vec<Entry> {
        let mut entries = Vec::new();
        let mut parts = pair.into_inner().filter(|part| part.as_rule() != Rule::fat_arrow);
        while let (Some(key), Some(value)) = (parts.next(), parts.next()) {
            let key = self.element(key);
            entries.push(Entry { key, value: self.element(value) });
        }
        entries
    }

    /// What is attached to a value.
    pub(super) fn postfix(&mut self, left: Expr, pair: Pair<'_>) -> Expr {
        let span = left.span.to(self.span(&pair));
        let kind = match pair.as_rule() {
            Rule::index | Rule::type_index => {
                ExprKind::Access { left: Box::new(left), keys: self.list(pair) }
            }
            Rule::call => self.call(left, pair),
            Rule::method => return self.method(left, pair),
            Rule::collector => self.collector(left, pair),
            _ => self.mapping(left, pair),
        };
        Expr { kind, span }
    }

    fn call(&mut self, function: Expr, pair: Pair<'_>) -> ExprKind {
        let mut call = Call { function, args: Vec::new(), lambda: None, statement: false };
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::lambda => call.lambda = Some(self.lambda(part)),
                _ => call.args = self.list(part),
            }
        }
        ExprKind::Call(Box::new(call))
    }

    fn method(&mut self, receiver: Expr, pair: Pair<'_>) -> Expr {
        let span = receiver.span.to(self.span(&pair));
        let mut parts = pair.into_inner();
        let (Some(dot), Some(name)) = (parts.next(), parts.next()) else { return self.unreadable(span) };
        let (dot_span, name) = (self.span(&dot), self.ident(&name));
        let mut call = MethodCall { receiver, dot_span, name, args: Vec::new(), lambda: None };
        for part in parts {
            match part.as_rule() {
                Rule::lambda => call.lambda = Some(self.lambda(part)),
                _ => call.args = self.list(part),
            }
        }
        Expr { kind: ExprKind::MethodCall(Box::new(call)), span }
    }

    fn lambda(&mut self, pair: Pair<'_>) -> Lambda {
        let span = self.span(&pair);
        let mut lambda = Lambda { parameters: Vec::new(), returns: None, body: Vec::new(), span };
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::parameter => lambda.parameters.extend(self.parameter(part)),
                Rule::returns => lambda.returns = self.returns(part),
                Rule::block => lambda.body = self.block(part),
                _ => {}
            }
        }
        lambda
    }
}

/// `${x}`: any word is a variable. The booleans, on which Puppet stumbles, stay booleans.
fn interpolated_word(text: &str) -> ExprKind {
    match text {
        "true" => ExprKind::Bool(true),
        "false" => ExprKind::Bool(false),
        _ => ExprKind::Var(text.to_owned()),
    }
}

fn regex(text: &str) -> String {
    let inside = text.get(1..text.len().saturating_sub(1)).unwrap_or("");
    inside.replace("\\/", "/")
}
