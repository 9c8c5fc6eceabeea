//! Functions on strings.

use super::{Builtin, Invocation};
use crate::eval::operator::splat;
use crate::eval::value::Value;
use crate::eval::{Eval, Evaluation};
use crate::platform;

/// Functions of this subject.
pub const FUNCTIONS: &[Builtin] = &[
    Builtin::new("upcase", upcase),
    Builtin::new("downcase", downcase),
    Builtin::new("capitalize", capitalize),
    Builtin::new("strip", strip),
    Builtin::new("lstrip", lstrip),
    Builtin::new("rstrip", rstrip),
    Builtin::new("chomp", chomp),
    Builtin::new("chop", chop),
    Builtin::new("join", join),
    Builtin::new("split", split),
    Builtin::new("regsubst", regsubst),
    Builtin::new("match", match_),
    Builtin::new("sprintf", sprintf),
    Builtin::new("shellquote", shellquote),
];

/// Applies `change` to a string, or to each string of an array.
fn each_string<'a>(
    evaluation: &mut Evaluation<'a>,
    call: &Invocation<'a>,
    change: &dyn Fn(&str) -> String,
) -> Eval<Value> {
    fn changed(value: &Value, change: &dyn Fn(&str) -> String) -> Option<Value> {
        match value {
            Value::String(text) => Some(Value::from(change(text))),
            Value::Integer(_) | Value::Float(_) => Some(value.clone()),
            Value::Array(values) => {
                values.iter().map(|value| changed(value, change)).collect::<Option<Vec<_>>>().map(Value::from)
            }
            _ => None,
        }
    }
    let value = evaluation.argument(call, 0)?;
    match changed(&value, change) {
        Some(value) => Ok(value),
        None => evaluation.refuse(call, "takes a string or an array of strings"),
    }
}

fn upcase<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    each_string(evaluation, call, &platform::uppercase)
}

fn downcase<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    each_string(evaluation, call, &platform::lowercase)
}

fn capitalize<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    each_string(evaluation, call, &|text| platform::capitalize(&platform::lowercase(text)))
}

fn strip<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    each_string(evaluation, call, &|text| text.trim().to_owned())
}

fn lstrip<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    each_string(evaluation, call, &|text| text.trim_start().to_owned())
}

fn rstrip<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    each_string(evaluation, call, &|text| text.trim_end().to_owned())
}

fn chomp<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    each_string(evaluation, call, &|text| {
        text.strip_suffix("\r\n").or(text.strip_suffix(['\n', '\r'])).unwrap_or(text).to_owned()
    })
}

fn chop<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    each_string(evaluation, call, &|text| {
        let mut chars = text.chars();
        chars.next_back();
        chars.as_str().to_owned()
    })
}

fn join<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    let mut flat = Vec::new();
    super::collection::flatten_into(&evaluation.argument(call, 0)?, &mut flat);
    let separator = if call.args.len() > 1 { evaluation.string_argument(call, 1)? } else { "".into() };
    evaluation.spend_growth(flat.len(), separator.len(), call.span)?;
    let texts: Vec<String> = flat.iter().map(Value::interpolate).collect();
    Ok(Value::from(texts.join(&separator)))
}

fn split<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    let text = evaluation.string_argument(call, 0)?;
    let pattern = pattern(evaluation, call, 1)?;
    let compiled = evaluation.pattern(&pattern, call.span)?;
    evaluation.spend(compiled.cost(text.len()), call.span)?;
    let mut parts: Vec<String> = if pattern.is_empty() {
        text.chars().map(String::from).collect()
    } else {
        compiled.split(&text).map(str::to_owned).collect()
    };
    while parts.last().is_some_and(String::is_empty) {
        parts.pop();
    }
    Ok(Value::from(parts.into_iter().map(Value::from).collect::<Vec<_>>()))
}

fn pattern<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>, index: usize) -> Eval<String> {
    match evaluation.argument(call, index)? {
        Value::String(source) | Value::Regex(source) => Ok(source.to_string()),
        Value::Type(ty) => match &*ty {
            crate::eval::types::Type::Regexp(Some(source)) => Ok(source.clone()),
            other => evaluation.refuse(call, format!("cannot use `{other}` as a pattern")),
        },
        _ => evaluation.refuse(call, "takes a string or a regular expression as pattern"),
    }
}

/// `regsubst(text or array, pattern, replacement, flags)`; `\1` in the replacement is the first group.
fn regsubst<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    let source = pattern(evaluation, call, 1)?;
    let replacement = evaluation.string_argument(call, 2)?;
    let flags =
        if call.args.len() > 3 { evaluation.string_argument(call, 3)?.to_string() } else { String::new() };
    let inline: String = [('I', 'i'), ('E', 'x'), ('M', 'm')]
        .iter()
        .filter(|(flag, _)| flags.contains(*flag))
        .map(|(_, inline)| *inline)
        .collect();
    let source = if inline.is_empty() { source } else { format!("(?{inline}:{source})") };
    let pattern = evaluation.pattern(&source, call.span)?;
    let all = flags.contains('G');
    let replacement = template(&replacement);
    let subject = evaluation.argument(call, 0)?;
    for text in texts_in(&subject) {
        evaluation.spend(2 * pattern.cost(text.len()), call.span)?;
        let matches = if all { pattern.count(text) } else { 1 };
        // A replacement may repeat the whole match at each of its back-references.
        evaluation.spend_growth(matches, replacement.len(), call.span)?;
    }
    each_string(evaluation, call, &|text| pattern.replace(text, &replacement, all))
}

/// All strings in nested arrays.
fn texts_in(value: &Value) -> Vec<&str> {
    match value {
        Value::String(text) => vec![text],
        Value::Array(values) => values.iter().flat_map(texts_in).collect(),
        _ => Vec::new(),
    }
}

/// Ruby's `\1`, `\0` and `\\` as the engine's `${1}`.
fn template(replacement: &str) -> String {
    let mut template = String::new();
    let mut chars = replacement.chars().peekable();
    while let Some(char) = chars.next() {
        match (char, chars.peek().copied()) {
            ('$', _) => template.push_str("$$"),
            ('\\', Some(digit)) if digit.is_ascii_digit() => {
                template.extend(["${", digit.encode_utf8(&mut [0; 4]), "}"]);
                chars.next();
            }
            ('\\', Some('\\')) => {
                template.push('\\');
                chars.next();
            }
            (char, _) => template.push(char),
        }
    }
    template
}

fn match_<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    let pattern = pattern(evaluation, call, 1)?;
    let subject = evaluation.argument(call, 0)?;
    let mut results = Vec::new();
    for text in splat(&subject) {
        let Value::String(text) = text else { return evaluation.refuse(call, "takes strings") };
        let compiled = evaluation.pattern(&pattern, call.span)?;
        evaluation.spend(compiled.cost(text.len()), call.span)?;
        let group = |group: Option<String>| group.map_or(Value::Undef, Value::from);
        results.push(match compiled.captures(&text) {
            Some(groups) => Value::from(groups.into_iter().map(group).collect::<Vec<_>>()),
            None => Value::Undef,
        });
    }
    Ok(match subject {
        Value::Array(_) => Value::from(results),
        _ => results.pop().unwrap_or(Value::Undef),
    })
}

/// `sprintf` with `%s`, `%d`, `%x`, `%o`, `%f`, `%%`, the flags `0`, `-` and `+`, width and precision.
fn sprintf<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    let format = evaluation.string_argument(call, 0)?;
    let mut args = call.args.iter().skip(1);
    let mut text = String::new();
    let mut chars = format.chars().peekable();
    while let Some(char) = chars.next() {
        if char != '%' {
            text.push(char);
            continue;
        }
        let mut directive = String::new();
        while let Some(flag) = chars.next_if(|char| "0123456789.-+ #".contains(*char)) {
            directive.push(flag);
        }
        match chars.next() {
            Some('%') => text.push('%'),
            Some(kind) => match args.next() {
                Some(value) => text.push_str(&directive_text(&directive, kind, value)),
                None => return evaluation.refuse(call, "has more directives than arguments"),
            },
            None => text.push('%'),
        }
        evaluation.spend(text.len() as u64 / 64, call.span)?;
    }
    Ok(Value::from(text))
}

fn directive_text(directive: &str, kind: char, value: &Value) -> String {
    let flags: String = directive.chars().take_while(|char| "0-+ #".contains(*char)).collect();
    let rest = directive.get(flags.len()..).unwrap_or("");
    let (width, precision) =
        rest.split_once('.').map_or((rest, None), |(width, precision)| (width, precision.parse().ok()));
    // A width beyond this is a mistake or an attack.
    let width = width.parse::<usize>().unwrap_or(0).min(10_000);
    let body = match (kind, value) {
        ('d' | 'i', Value::Float(number)) => format!("{}", number.trunc()),
        ('x', Value::Integer(number)) => format!("{number:x}"),
        ('X', Value::Integer(number)) => format!("{number:X}"),
        ('o', Value::Integer(number)) => format!("{number:o}"),
        ('b', Value::Integer(number)) => format!("{number:b}"),
        ('f', Value::Integer(number)) => format!("{:.*}", precision.unwrap_or(6).min(100), *number as f64),
        ('f', Value::Float(number)) => format!("{number:.*}", precision.unwrap_or(6).min(100)),
        ('s', value) => {
            let text = value.interpolate();
            precision.map_or(text.clone(), |precision| text.chars().take(precision).collect())
        }
        (_, value) => value.interpolate(),
    };
    let body =
        if flags.contains('+') && !body.starts_with('-') && kind != 's' { format!("+{body}") } else { body };
    if flags.contains('-') {
        format!("{body:<width$}")
    } else if flags.contains('0') && kind != 's' {
        let (sign, digits) = body.strip_prefix('-').map_or(("", body.as_str()), |digits| ("-", digits));
        format!("{sign}{digits:0>width$}", width = width.saturating_sub(sign.len()))
    } else {
        format!("{body:>width$}")
    }
}

fn shellquote<'a>(_: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    let mut words = Vec::new();
    call.args.iter().for_each(|arg| super::collection::flatten_into(arg, &mut words));
    let quote = |word: &Value| {
        let word = word.interpolate();
        let plain = !word.is_empty()
            && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"@%_+=:,./-".contains(&byte));
        if plain { word } else { format!("\"{}\"", word.replace('\\', "\\\\").replace('"', "\\\"")) }
    };
    Ok(Value::from(words.iter().map(quote).collect::<Vec<_>>().join(" ")))
}
