//! Operators on values: arithmetic, comparison, matching, collections.

use std::cmp::Ordering;
use std::rc::Rc;

use super::types::mismatch::type_name;
use super::value::{HashMap, Value};
use super::{Eval, Evaluation, ScopeId};
use crate::platform;
use crate::source::Span;
use crate::syntax::ast::{BinaryOp, Expr};
use crate::table::Set;

/// Where an operator and its operands stand.
#[derive(Clone, Copy)]
struct Places {
    op: Span,
    left: Span,
    right: Span,
}

impl<'a> Evaluation<'a> {
    pub(crate) fn binary(
        &mut self,
        op: BinaryOp,
        op_span: Span,
        left: &'a Expr,
        right: &'a Expr,
        scope: ScopeId,
    ) -> Eval<Value> {
        let first = self.expression(left, scope)?;
        match op {
            BinaryOp::And if !first.truthy() => return Ok(Value::Bool(false)),
            BinaryOp::Or if first.truthy() && !first.is_unknown() => return Ok(Value::Bool(true)),
            _ => {}
        }
        let second = self.expression(right, scope)?;
        if first.is_unknown() || second.is_unknown() {
            return Ok(Value::Unknown);
        }
        self.spend(first.weight() + second.weight(), op_span)?;
        if op.is_comparison() {
            self.note_guess(&first, op_span);
            self.note_guess(&second, op_span);
        }
        let at = Places { op: op_span, left: self.shown(left.span), right: self.shown(right.span) };
        match op {
            BinaryOp::And | BinaryOp::Or => Ok(Value::Bool(second.truthy())),
            BinaryOp::Equal => Ok(Value::Bool(equal(&first, &second))),
            BinaryOp::NotEqual => Ok(Value::Bool(!equal(&first, &second))),
            BinaryOp::Less | BinaryOp::LessOrEqual | BinaryOp::Greater | BinaryOp::GreaterOrEqual => {
                self.compare(op, &first, &second, op_span)
            }
            BinaryOp::In => self.contained(&first, &second, op_span, scope).map(Value::Bool),
            BinaryOp::Match => self.matches(&first, &second, at, scope).map(Value::Bool),
            BinaryOp::NotMatch => self.matches(&first, &second, at, scope).map(|found| Value::Bool(!found)),
            BinaryOp::Add
            | BinaryOp::Subtract
            | BinaryOp::Multiply
            | BinaryOp::Divide
            | BinaryOp::Modulo
            | BinaryOp::ShiftLeft
            | BinaryOp::ShiftRight => self.arithmetic(op, &first, &second, at),
        }
    }

    pub(crate) fn negate(&mut self, value: &Value, span: Span) -> Eval<Value> {
        match self.number(value, span)? {
            Number::Integer(number) => match number.checked_neg() {
                Some(number) => Ok(Value::Integer(number)),
                None => self.fail(span, "the result does not fit into 64 bits"),
            },
            Number::Float(number) => Ok(Value::Float(-number)),
        }
    }

    fn arithmetic(&mut self, op: BinaryOp, left: &Value, right: &Value, at: Places) -> Eval<Value> {
        let appends = matches!((op, left), (BinaryOp::Add | BinaryOp::ShiftLeft, Value::Array(_)));
        match (left, right) {
            (Value::Placeholder(_), _) => return Ok(left.clone()),
            (_, Value::Placeholder(_)) if !appends => return Ok(right.clone()),
            _ => {}
        }
        match (op, left) {
            (BinaryOp::Add, Value::Array(values)) => Ok(concatenate(values, right)),
            (BinaryOp::Add, Value::Hash(hash)) => self.merge(hash, right, at.op),
            (BinaryOp::Subtract, Value::Array(values)) => {
                // Elements are removed that are the same as hash keys are, with their case.
                let removed: Set<Value> = splat_for_removal(right).into_iter().collect();
                let kept = values.iter().filter(|value| !removed.contains(*value));
                Ok(Value::from(kept.cloned().collect::<Vec<_>>()))
            }
            (BinaryOp::Subtract, Value::Hash(hash)) => {
                let removed: Set<Value> = match right {
                    Value::Hash(other) => other.keys().cloned().collect(),
                    _ => splat_for_removal(right).into_iter().collect(),
                };
                let kept = hash.iter().filter(|(key, _)| !removed.contains(*key));
                Ok(Value::from(kept.map(|(key, value)| (key.clone(), value.clone())).collect::<HashMap>()))
            }
            (BinaryOp::ShiftLeft, Value::Array(values)) => {
                Ok(Value::from(values.iter().chain([right]).cloned().collect::<Vec<_>>()))
            }
            _ => self.numeric(op, left, right, at),
        }
    }

    fn merge(&mut self, hash: &HashMap, other: &Value, span: Span) -> Eval<Value> {
        let mut merged = hash.clone();
        match other {
            Value::Hash(other) => {
                merged.extend(other.iter().map(|(key, value)| (key.clone(), value.clone())));
            }
            Value::Array(values) => match hash_of(values) {
                Some(other) => merged.extend(other),
                None => return self.fail(span, "only an array of pairs can be merged into a hash"),
            },
            other => return self.fail(span, format!("a hash and {} cannot be merged", type_name(other))),
        }
        Ok(Value::from(merged))
    }

    fn numeric(&mut self, op: BinaryOp, left: &Value, right: &Value, at: Places) -> Eval<Value> {
        let left = self.coerced(left, at.left)?;
        let right = self.coerced(right, at.right)?;
        match (left, right) {
            (Number::Integer(left), Number::Integer(right)) => self.integers(op, left, right, at),
            (left, right) => self.floats(op, left.float(), right.float(), at),
        }
    }

    fn integers(&mut self, op: BinaryOp, left: i64, right: i64, at: Places) -> Eval<Value> {
        let zero = matches!(op, BinaryOp::Divide | BinaryOp::Modulo) && right == 0;
        if zero {
            return self.fail(at.right, "division by 0");
        }
        let result = match op {
            BinaryOp::Add => left.checked_add(right),
            BinaryOp::Subtract => left.checked_sub(right),
            BinaryOp::Multiply => left.checked_mul(right),
            BinaryOp::Divide => left.checked_div(right).map(|quotient| {
                if left % right != 0 && (left < 0) != (right < 0) { quotient - 1 } else { quotient }
            }),
            BinaryOp::Modulo => left
                .checked_rem(right)
                .map(|rest| if rest != 0 && (rest < 0) != (right < 0) { rest + right } else { rest }),
            BinaryOp::ShiftLeft => shift(left, right),
            BinaryOp::ShiftRight => right.checked_neg().and_then(|right| shift(left, right)),
            _ => None,
        };
        match result {
            Some(number) => Ok(Value::Integer(number)),
            None => self.fail(at.op, "the result does not fit into 64 bits"),
        }
    }

    fn floats(&mut self, op: BinaryOp, left: f64, right: f64, at: Places) -> Eval<Value> {
        let result = match op {
            BinaryOp::Add => left + right,
            BinaryOp::Subtract => left - right,
            BinaryOp::Multiply => left * right,
            BinaryOp::Divide if right == 0.0 => return self.fail(at.right, "division by 0"),
            BinaryOp::Divide => left / right,
            _ => return self.fail(at.op, format!("`{}` takes integers", op.symbol())),
        };
        if result.is_infinite() {
            return self.fail(at.op, format!("the result of `{}` is infinite", op.symbol()));
        }
        Ok(Value::Float(result))
    }

    /// A number; Puppet warns when it was a string.
    fn coerced(&mut self, value: &Value, span: Span) -> Eval<Number> {
        let number = self.number(value, span)?;
        if let Value::String(text) = value {
            self.warn_coerced(text, number, span);
        }
        Ok(number)
    }

    pub(crate) fn warn_coerced(&mut self, text: &str, number: Number, span: Span) {
        let number = match number {
            Number::Integer(number) => Value::Integer(number),
            Number::Float(number) => Value::Float(number),
        };
        let number = number.interpolate();
        self.warn_log(
            span,
            format!("The string '{text}' was automatically coerced to the numerical value {number}"),
        );
    }

    fn number(&mut self, value: &Value, span: Span) -> Eval<Number> {
        match value {
            Value::Integer(number) => Ok(Number::Integer(*number)),
            Value::Float(number) => Ok(Number::Float(*number)),
            Value::String(text) => match parse_number(text) {
                Some(number) => Ok(number),
                None => self.fail(span, format!("`{text}` is not a number")),
            },
            other => self.fail(span, format!("{} is not a number", describe(other))),
        }
    }

    fn compare(&mut self, op: BinaryOp, left: &Value, right: &Value, span: Span) -> Eval<Value> {
        let ordering = match (left, right) {
            // Nobody knows; the comparison was noted as a guess.
            (Value::Placeholder(_), _) | (_, Value::Placeholder(_)) => return Ok(Value::Bool(false)),
            (Value::String(left), Value::String(right)) => {
                left.to_ascii_lowercase().cmp(&right.to_ascii_lowercase())
            }
            (Value::Integer(left), Value::Integer(right)) => left.cmp(right),
            (Value::Integer(_) | Value::Float(_), Value::Integer(_) | Value::Float(_)) => {
                let left = self.number(left, span)?.float();
                let right = self.number(right, span)?.float();
                left.partial_cmp(&right).unwrap_or(Ordering::Equal)
            }
            (Value::Object(first), Value::Object(second)) if first.ty == second.ty => {
                super::function::number::order(&first.content, &second.content)
            }
            (Value::Type(first), Value::Type(second)) => {
                self.spend(first.extent().size.saturating_mul(second.extent().size) / 8, span)?;
                match (first.includes(second), second.includes(first)) {
                    (true, true) => Ordering::Equal,
                    (true, false) => Ordering::Greater,
                    (false, true) => Ordering::Less,
                    (false, false) => return Ok(Value::Bool(false)),
                }
            }
            _ => {
                let message = format!("{} and {} cannot be compared", describe(left), describe(right));
                return self.fail(span, message);
            }
        };
        Ok(Value::Bool(match op {
            BinaryOp::Less => ordering == Ordering::Less,
            BinaryOp::LessOrEqual => ordering != Ordering::Greater,
            BinaryOp::Greater => ordering == Ordering::Greater,
            _ => ordering != Ordering::Less,
        }))
    }

    /// `=~`: a pattern on a string sets `$0`, `$1`, …; a type tests the value.
    fn matches(&mut self, left: &Value, right: &Value, at: Places, scope: ScopeId) -> Eval<bool> {
        match (left, right) {
            (_, Value::Type(ty)) => self.admits(ty, left, at.op),
            (Value::String(text), Value::Regex(pattern) | Value::String(pattern)) => {
                self.match_pattern(pattern, text, at.right, scope)
            }
            (Value::Placeholder(_), _) | (_, Value::Placeholder(_)) => Ok(false),
            (_, Value::Regex(_) | Value::String(_)) => {
                self.fail(at.left, format!("only a string can be matched, this is {}", describe(left)))
            }
            _ => self.fail(at.right, format!("{} is neither a pattern nor a type", describe(right))),
        }
    }

    /// Matches and, on success, sets the captures of the scope.
    pub(crate) fn match_pattern(
        &mut self,
        pattern: &str,
        text: &str,
        span: Span,
        scope: ScopeId,
    ) -> Eval<bool> {
        let compiled = self.pattern(pattern, span)?;
        let groups = compiled.captures(text);
        self.settle_patterns(span)?;
        let Some(groups) = groups else { return Ok(false) };
        self.scopes.capture(scope, Some(Rc::new(groups)));
        Ok(true)
    }

    fn contained(&mut self, left: &Value, right: &Value, span: Span, scope: ScopeId) -> Eval<bool> {
        match right {
            Value::String(text) => match left {
                Value::String(part) => Ok(platform::lowercase(text).contains(&platform::lowercase(part))),
                Value::Regex(pattern) => self.match_pattern(pattern, text, span, scope),
                _ => Ok(false),
            },
            Value::Array(values) => self.any_option(values, left, span, scope),
            Value::Hash(hash) => {
                let keys: Vec<Value> = hash.keys().cloned().collect();
                self.any_option(&keys, left, span, scope)
            }
            _ => Ok(false),
        }
    }

    fn any_option(&mut self, values: &[Value], option: &Value, span: Span, scope: ScopeId) -> Eval<bool> {
        for value in values {
            let found = match option {
                Value::Type(ty) => self.admits(ty, value, span)?,
                option => self.option_matches(value, option, span, scope)?,
            };
            if found {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether a value is what a `case` or selector option says.
    pub(crate) fn option_matches(
        &mut self,
        value: &Value,
        option: &Value,
        span: Span,
        scope: ScopeId,
    ) -> Eval<bool> {
        match (option, value) {
            (Value::Regex(pattern), Value::String(text)) => self.match_pattern(pattern, text, span, scope),
            (Value::Regex(_), _) => Ok(false),
            (Value::Type(ty), _) => Ok(self.admits(ty, value, span)? || equal(value, option)),
            (Value::Array(options), Value::Array(values)) => {
                if options.len() != values.len() {
                    return Ok(false);
                }
                for (option, value) in options.iter().zip(values.iter()) {
                    if !self.option_matches(value, option, span, scope)? {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
            (Value::Hash(options), Value::Hash(values)) => {
                for (key, option) in options.iter() {
                    let matched = match values.get(key) {
                        Some(value) => self.option_matches(value, option, span, scope)?,
                        None => false,
                    };
                    if !matched {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
            _ => Ok(equal(value, option)),
        }
    }
}

/// An operand of arithmetic.
#[derive(Debug, Clone, Copy)]
pub enum Number {
    /// A 64-bit integer.
    Integer(i64),
    /// A float.
    Float(f64),
}

impl Number {
    /// As a float.
    pub fn float(self) -> f64 {
        match self {
            // Arithmetic between both kinds is floating-point in Puppet too.
            Number::Integer(number) => number as f64,
            Number::Float(number) => number,
        }
    }
}

/// The number that a string spells: decimal, hexadecimal, octal or floating-point, with a sign and blanks around it.
pub fn parse_number(text: &str) -> Option<Number> {
    let blank = [' ', '\t'];
    let text = text.trim_matches(blank);
    let negative = text.starts_with('-');
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text).trim_start_matches(blank);
    let integer = |digits: &str, radix: u32| {
        let number =
            digits.bytes().all(|byte| byte.is_ascii_hexdigit()).then(|| i128::from_str_radix(digits, radix));
        let number = number?.ok()?;
        i64::try_from(if negative { -number } else { number }).ok().map(Number::Integer)
    };
    if let Some(hex) = digits.strip_prefix("0x").or(digits.strip_prefix("0X")) {
        return integer(hex, 16);
    }
    if digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return integer(digits, if digits.len() > 1 && digits.starts_with('0') { 8 } else { 10 });
    }
    let number = is_float(digits).then(|| platform::parse_float(digits))?;
    Some(Number::Float(if negative { -number } else { number }))
}

/// Whether it is written as `1.5`, `1e5` or `1.5e-5`.
fn is_float(digits: &str) -> bool {
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let (mantissa, exponent) = digits.split_once(['e', 'E']).unwrap_or((digits, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
    all_digits(whole) && all_digits(fraction) && all_digits(exponent.strip_prefix('-').unwrap_or(exponent))
}

/// `==`: strings without regard to ASCII case, numbers by value.
pub fn equal(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::String(left), Value::String(right)) => left.eq_ignore_ascii_case(right),
        (Value::Integer(integer), Value::Float(float)) | (Value::Float(float), Value::Integer(integer)) => {
            *integer as f64 == *float
        }
        (Value::Float(left), Value::Float(right)) => left == right,
        (Value::Array(left), Value::Array(right)) => {
            left.len() == right.len() && left.iter().zip(right.iter()).all(|(left, right)| equal(left, right))
        }
        (Value::Hash(left), Value::Hash(right)) => {
            left.len() == right.len()
                && left.iter().all(|(key, value)| right.get(key).is_some_and(|other| equal(value, other)))
        }
        _ => left == right,
    }
}

/// What `*` gives: the elements of an array, the pairs of a hash, nothing for `undef`.
pub fn splat(value: &Value) -> Vec<Value> {
    match value {
        Value::Undef => Vec::new(),
        Value::Array(values) | Value::Iterator(values) => values.to_vec(),
        Value::Hash(hash) => pairs(hash),
        other => vec![other.clone()],
    }
}

/// The hash that an array of pairs, or of keys and values in turn, stands for.
pub fn hash_of(values: &[Value]) -> Option<HashMap> {
    let pair = |value: &Value| match value {
        Value::Array(pair) => match pair.as_slice() {
            [key, value] => Some((key.clone(), value.clone())),
            _ => None,
        },
        _ => None,
    };
    let in_turn = || {
        let (pairs, rest) = values.as_chunks::<2>();
        rest.is_empty().then(|| pairs.iter().cloned().map(|[key, value]| (key, value)).collect())
    };
    values.iter().map(pair).collect::<Option<HashMap>>().or_else(in_turn)
}

/// A hash as an array of pairs.
pub fn pairs(hash: &HashMap) -> Vec<Value> {
    hash.iter().map(|(key, value)| Value::from(vec![key.clone(), value.clone()])).collect()
}

fn splat_for_removal(value: &Value) -> Vec<Value> {
    match value {
        Value::Array(values) => values.to_vec(),
        Value::Hash(hash) => pairs(hash),
        other => vec![other.clone()],
    }
}

fn concatenate(values: &[Value], other: &Value) -> Value {
    let rest = match other {
        Value::Array(other) | Value::Iterator(other) => other.to_vec(),
        Value::Hash(hash) => pairs(hash),
        other => vec![other.clone()],
    };
    Value::from(values.iter().cloned().chain(rest).collect::<Vec<_>>())
}

fn shift(number: i64, by: i64) -> Option<i64> {
    match u32::try_from(by.unsigned_abs()).ok()? {
        bits if by < 0 => Some(number.checked_shr(bits).unwrap_or(if number < 0 { -1 } else { 0 })),
        _ if number == 0 => Some(0),
        bits if bits < 64 => i64::try_from(i128::from(number) << bits).ok(),
        _ => None,
    }
}

/// A value in a message: what it is and, when short, which.
pub fn describe(value: &Value) -> String {
    match value {
        Value::Undef => "`undef`".to_owned(),
        Value::String(_) | Value::Integer(_) | Value::Float(_) | Value::Bool(_) | Value::Type(_) => {
            format!("`{}`", value.inspect())
        }
        other => format!("a value of type {}", type_name(other)),
    }
}
