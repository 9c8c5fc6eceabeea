//! Functions that convert and check types, and the constructors of types.

use super::{Builtin, Invocation};
use crate::diag::{Code, Diagnostic};
use crate::eval::operator::{Number, describe, hash_of, pairs, parse_number};
use crate::eval::types::{Type, mismatch};
use crate::eval::value::{Object, Value};
use crate::eval::{Eval, Evaluation, TOP};
use crate::source::{NO_FILE, Span};

/// Functions of this subject.
pub const FUNCTIONS: &[Builtin] = &[
    Builtin::new("new", new),
    Builtin::new("assert_type", assert_type),
    Builtin::new("unwrap", unwrap).at_most(1),
    Builtin::new("object", object),
];

fn new<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    match evaluation.argument(call, 0)? {
        Value::Type(ty) => evaluation.construct(&ty, call.args.iter().skip(1).cloned().collect(), call.span),
        _ => evaluation.refuse(call, "takes a type"),
    }
}

fn assert_type<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    let Value::Type(ty) = evaluation.argument(call, 0)? else {
        return evaluation.refuse(call, "takes a type");
    };
    let value = evaluation.argument(call, 1)?;
    if evaluation.admits(&ty, &value, call.span)? {
        return Ok(value);
    }
    match call.lambda {
        Some(lambda) => {
            let args = vec![Value::Type(ty), Value::from(mismatch::type_name(&value))];
            evaluation.call_lambda(lambda, args, call.scope)
        }
        None => {
            let message = format!("`assert_type` {}", mismatch::describe(&ty, &value));
            evaluation.fail_with(Diagnostic::new(Code::TypeMismatch, call.span, message))
        }
    }
}

fn unwrap<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    let value = match evaluation.argument(call, 0)? {
        Value::Sensitive(value) => (*value).clone(),
        other => other,
    };
    match call.lambda {
        Some(lambda) => evaluation.call_lambda(lambda, vec![value], call.scope),
        None => Ok(value),
    }
}

/// Types whose values are made by functions of the prelude.
const MADE_BY_PRELUDE: &[&str] =
    &["Binary", "Deferred", "SemVer", "SemVerRange", "Timespan", "Timestamp", "URI"];

/// `object(type, text, content)`: a value of such a type. Only for functions of the prelude.
fn object<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    if call.name_span.file() != NO_FILE {
        return evaluation.unknown_function(call);
    }
    let (ty, text) = (evaluation.string_argument(call, 0)?, evaluation.string_argument(call, 1)?);
    let content = evaluation.argument(call, 2)?;
    let ty = MADE_BY_PRELUDE.iter().find(|known| **known == &*ty).copied().unwrap_or("Object");
    Ok(Value::Object(Object { ty, text: text.to_string(), content }.into()))
}

impl<'a> Evaluation<'a> {
    /// `Integer('1')`, `String(1)`, …
    pub(crate) fn construct(&mut self, ty: &Type, args: Vec<Value>, span: Span) -> Eval<Value> {
        if args.iter().any(Value::is_unknown) {
            return Ok(Value::Unknown);
        }
        // A format may fill up every element to its greatest width.
        let growth = if args.len() > 1 { 128 } else { 1 };
        self.spend(args.iter().map(Value::weight).sum::<u64>().saturating_mul(growth), span)?;
        let call = Invocation { name: "new", name_span: span, span, args, lambda: None, scope: TOP };
        match (ty, call.args.first()) {
            (Type::Opaque(name), _) => return self.construct_object(name, call),
            (Type::Sensitive(_) | Type::String(_), _) => {}
            (_, Some(Value::Placeholder(_))) => return Ok(super::placeholder(&call)),
            (Type::Array(..), Some(value @ (Value::Integer(_) | Value::Type(_))))
                if !matches!(call.args.get(1), Some(Value::Bool(true))) =>
            {
                return self.elements(&call, &value.clone()).map(Value::from);
            }
            _ => {}
        }
        let made = construct(ty, &call.args);
        self.settle_patterns(span)?;
        match made {
            Ok(value) => Ok(value),
            Err(message) => self.fail_with(Diagnostic::new(Code::FunctionCallError, span, message)),
        }
    }

    fn construct_object(&mut self, ty: &str, mut call: Invocation<'a>) -> Eval<Value> {
        let Some(name) = MADE_BY_PRELUDE.iter().find(|known| **known == ty) else {
            return Ok(Value::Unknown);
        };
        call.name = name;
        if let Some(made @ Value::Object(object)) = call.args.first()
            && object.ty == ty
        {
            return Ok(made.clone());
        }
        match self.program.prelude.function(&format!("callsheet::{}", ty.to_ascii_lowercase())) {
            Some(function) => self.call_prelude(function, call),
            // The time of the run.
            None => super::foreign::stand_in(self, &call),
        }
    }
}

/// The value that a type makes of arguments, or why it makes none.
pub fn construct(ty: &Type, args: &[Value]) -> Result<Value, String> {
    let first = args.first().cloned().unwrap_or(Value::Undef);
    let value = match ty {
        Type::Alias(alias) => construct(&alias.ty, args)?,
        Type::Integer(_) => Value::Integer(integer(&first, args.get(1))?),
        Type::Float(..) => Value::Float(float(&first)?),
        Type::Numeric => match integer(&first, None) {
            Ok(number) => Value::Integer(number),
            Err(_) => Value::Float(float(&first)?),
        },
        Type::String(_) => {
            Value::from(super::format::convert(&first, args.get(1).unwrap_or(&Value::Default))?)
        }
        Type::Boolean(_) => Value::Bool(boolean(&first)?),
        Type::Array(..) | Type::Tuple(..) => match (&first, args.get(1)) {
            (Value::Array(_), _) => first.clone(),
            (_, Some(Value::Bool(true))) => Value::from(vec![first.clone()]),
            (Value::Hash(hash), _) => Value::from(pairs(hash)),
            (Value::Iterator(values), _) => Value::Array(values.clone()),
            (Value::String(text), _) => {
                Value::from(text.chars().map(|char| Value::from(char.to_string())).collect::<Vec<_>>())
            }
            (Value::Type(_) | Value::Integer(_), _) => return Ok(Value::Unknown),
            _ => return Err(cannot(&first, "Array")),
        },
        Type::Hash(..) | Type::Struct(_) => match &first {
            Value::Hash(_) => first.clone(),
            Value::Array(values) => Value::from(hash_of(values).ok_or_else(|| cannot(&first, "Hash"))?),
            _ => return Err(cannot(&first, "Hash")),
        },
        Type::Sensitive(_) => match &first {
            Value::Sensitive(_) => first.clone(),
            _ => Value::Sensitive(first.clone().into()),
        },
        Type::Regexp(_) => Value::Regex(first.interpolate().into()),
        Type::Opaque(_) => return Ok(Value::Unknown),
        other => return Err(format!("`{other}` cannot be called to make a value")),
    };
    if ty.admits(&value) {
        Ok(value)
    } else {
        Err(format!("the value of `{ty}` {}", mismatch::describe(ty, &value)))
    }
}

fn cannot(value: &Value, ty: &str) -> String {
    format!("{} cannot be converted to {ty}", describe(value))
}

/// `Integer(value, radix)`: the radix may also be told by `0x`, `0b` or a leading `0`.
fn integer(value: &Value, radix: Option<&Value>) -> Result<i64, String> {
    match (value, radix) {
        (Value::String(text), radix) => {
            let radix = match radix {
                Some(Value::Integer(radix @ (2 | 8 | 10 | 16))) => u32::try_from(*radix).ok(),
                Some(Value::Default | Value::Undef) | None => None,
                Some(other) => return Err(format!("{} is not a radix", describe(other))),
            };
            spelled_integer(text, radix).ok_or_else(|| cannot(value, "Integer"))
        }
        (Value::Integer(number), _) => Ok(*number),
        (Value::Float(number), _) => Ok(*number as i64),
        (Value::Bool(bool), _) => Ok(i64::from(*bool)),
        _ => Err(cannot(value, "Integer")),
    }
}

fn spelled_integer(text: &str, radix: Option<u32>) -> Option<i64> {
    let negative = text.starts_with('-');
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text).trim_start_matches(' ');
    let lower = digits.to_ascii_lowercase();
    let prefixed = [("0x", 16), ("0b", 2), ("0", 8)].into_iter().find_map(|(prefix, own)| {
        let rest = lower.strip_prefix(prefix).filter(|rest| !rest.is_empty())?;
        radix.is_none_or(|radix| radix == own).then_some((rest, own))
    });
    let (digits, radix) = prefixed.unwrap_or((&lower, radix.unwrap_or(10)));
    if !digits.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return None;
    }
    let number = i128::from_str_radix(digits, radix).ok()?;
    i64::try_from(if negative { -number } else { number }).ok()
}

fn float(value: &Value) -> Result<f64, String> {
    match value {
        Value::Integer(number) => Ok(*number as f64),
        Value::Float(number) => Ok(*number),
        Value::Bool(bool) => Ok(f64::from(u8::from(*bool))),
        Value::String(text) => match parse_number(text) {
            Some(Number::Integer(number)) => Ok(number as f64),
            Some(Number::Float(number)) => Ok(number),
            None => Err(cannot(value, "Float")),
        },
        _ => Err(cannot(value, "Float")),
    }
}

fn boolean(value: &Value) -> Result<bool, String> {
    match value {
        Value::Bool(bool) => Ok(*bool),
        Value::Integer(number) => Ok(*number != 0),
        Value::Float(number) => Ok(*number != 0.0),
        Value::String(text) => match text.to_ascii_lowercase().as_str() {
            "true" | "yes" | "y" => Ok(true),
            "false" | "no" | "n" => Ok(false),
            _ => Err(cannot(value, "Boolean")),
        },
        _ => Err(cannot(value, "Boolean")),
    }
}
