//! Formats such as `%05.1f`: one value to text, as Ruby's `sprintf` and Puppet's `String(value, format)` do.

use crate::decimal;
use crate::eval::operator::{Number, parse_number};
use crate::eval::types::{Type, mismatch};
use crate::eval::value::{self, HashMap, Value};
use crate::platform;

/// A width or a precision beyond this is a mistake or an attack.
const LONGEST: usize = 1_000;

/// A text beyond this is not written.
const LONGEST_TEXT: usize = 1_000_000;

/// More decimals than any number here has.
const MOST_DECIMALS: usize = 400;

/// What a format says, without its `%`.
#[derive(Debug, Clone, Default)]
pub struct Format {
    /// Flags and, for lists, the bracket: any of `-+0# [{(<|`.
    pub flags: String,
    /// The smallest length.
    pub width: usize,
    /// Decimals, digits or the largest length.
    pub precision: Option<usize>,
    /// The letter at the end.
    pub kind: char,
}

impl Format {
    /// Reads `%-5.2s` and the like.
    pub fn parse(text: &str) -> Result<Format, String> {
        let wrong =
            || format!("the format `{text}` is not of the form `%<flags><width>.<precision><letter>`");
        let mut chars = text.strip_prefix('%').ok_or_else(wrong)?.chars().peekable();
        let mut format = Format::default();
        while let Some(flag) = chars.next_if(|char| "-+0# [{(<|".contains(*char)) {
            format.flags.push(flag);
        }
        format.width = number(&mut chars).unwrap_or(0);
        if chars.next_if_eq(&'.').is_some() {
            format.precision = Some(number(&mut chars).unwrap_or(0));
        }
        format.kind = chars.next().filter(char::is_ascii_alphabetic).ok_or_else(wrong)?;
        if chars.next().is_some() { Err(wrong()) } else { Ok(format) }
    }

    fn has(&self, flag: char) -> bool {
        self.flags.contains(flag)
    }

    /// Fills up to the width, and cuts to the precision.
    fn padded(&self, text: &str) -> String {
        let text: String = text.chars().take(self.precision.unwrap_or(usize::MAX)).collect();
        self.filled(text)
    }

    fn filled(&self, text: String) -> String {
        let width = self.width;
        if self.has('-') { format!("{text:<width$}") } else { format!("{text:>width$}") }
    }

    /// A number with its sign, its prefix (`0x`) and its digits; zeros go between.
    fn signed(&self, negative: bool, prefix: &str, digits: &str, fill: bool) -> String {
        let sign = if negative {
            "-"
        } else if self.has('+') {
            "+"
        } else if self.has(' ') {
            " "
        } else {
            ""
        };
        let mut text = format!("{sign}{prefix}");
        if fill && self.has('0') && !self.has('-') {
            let missing = self.width.saturating_sub(text.len() + digits.len());
            text.extend(std::iter::repeat_n('0', missing));
        }
        self.filled(text + digits)
    }

    fn integer(&self, number: i64) -> String {
        let (radix, prefix) = match self.kind {
            'x' => (16, "0x"),
            'X' => (16, "0X"),
            'o' => (8, "0"),
            'b' => (2, "0b"),
            'B' => (2, "0B"),
            _ => (10, ""),
        };
        let prefix = if self.has('#') { prefix } else { "" };
        // Without a sign Ruby shows the endless complement: `..f01`.
        let complement = number < 0 && radix != 10 && !self.has('+') && !self.has(' ');
        let mut digits = in_radix(if complement { number as u64 } else { number.unsigned_abs() }, radix);
        if complement {
            let first = in_radix(u64::from(radix) - 1, radix);
            let rest = digits.trim_start_matches(if radix == 8 { "1" } else { "" });
            digits = format!("..{first}{}", rest.trim_start_matches(&*first));
        }
        if self.kind == 'X' {
            digits = digits.to_ascii_uppercase();
        }
        let missing = self.precision.unwrap_or(0).saturating_sub(digits.len());
        let digits = "0".repeat(missing) + &digits;
        self.signed(number < 0 && !complement, prefix, &digits, self.precision.is_none())
    }

    fn float(&self, number: f64) -> String {
        let size = number.abs();
        let precision = self.precision.unwrap_or(6).min(MOST_DECIMALS);
        let text = if !number.is_finite() {
            if number.is_nan() { "NaN" } else { "Inf" }.to_owned()
        } else {
            match self.kind.to_ascii_lowercase() {
                'f' => decimal::fixed(size, precision),
                'e' => decimal::scientific(size, precision),
                'a' => hexadecimal(size),
                _ => self.shortest(size, precision.max(1)),
            }
        };
        let text = if self.kind.is_ascii_uppercase() { text.to_ascii_uppercase() } else { text };
        self.signed(number.is_sign_negative() && !number.is_nan(), "", &text, number.is_finite())
    }

    /// `%g`: with an exponent where that is shorter.
    fn shortest(&self, size: f64, digits: usize) -> String {
        let text = decimal::scientific(size, digits - 1);
        let exponent: i64 = text.split_once('e').and_then(|(_, exponent)| exponent.parse().ok()).unwrap_or(0);
        let places = i64::try_from(digits).unwrap_or(i64::MAX) - 1 - exponent;
        let (number, exponent) = match usize::try_from(places) {
            Ok(places) if exponent >= -4 => (decimal::fixed(size, places), ""),
            _ => text.split_once('e').map_or((text.clone(), ""), |(number, _)| {
                (number.to_owned(), text.get(number.len()..).unwrap_or(""))
            }),
        };
        let number = if self.has('#') || !number.contains('.') {
            &number
        } else {
            number.trim_end_matches('0').trim_end_matches('.')
        };
        format!("{number}{exponent}")
    }
}

fn number(chars: &mut std::iter::Peekable<std::str::Chars<'_>>) -> Option<usize> {
    let mut number = None;
    while let Some(digit) = chars.peek().and_then(|char| char.to_digit(10)) {
        number = Some((number.unwrap_or(0) * 10 + digit as usize).min(LONGEST));
        chars.next();
    }
    number
}

fn in_radix(mut number: u64, radix: u32) -> String {
    let mut digits = Vec::new();
    while number > 0 || digits.is_empty() {
        let digit = u32::try_from(number % u64::from(radix)).unwrap_or(0);
        digits.push(char::from_digit(digit, radix).unwrap_or('0'));
        number /= u64::from(radix);
    }
    digits.into_iter().rev().collect()
}

/// `0x1.8p+0`
fn hexadecimal(size: f64) -> String {
    if size == 0.0 {
        return "0x0p+0".to_owned();
    }
    let bits = size.to_bits();
    let (exponent, fraction) = ((bits >> 52) as i64 - 1023, bits & ((1 << 52) - 1));
    let digits = format!("{fraction:013x}");
    let digits = digits.trim_end_matches('0');
    format!("0x1{}{digits}p{exponent:+}", if digits.is_empty() { "" } else { "." })
}

/// `sprintf`'s arguments, taken one after the other.
struct Arguments<'a> {
    all: &'a [Value],
    next: usize,
}

impl<'a> Arguments<'a> {
    fn take(&mut self) -> Result<&'a Value, String> {
        self.next += 1;
        self.all.get(self.next - 1).ok_or_else(|| "has more directives than arguments".to_owned())
    }

    fn named(&self, name: &str) -> Result<&'a Value, String> {
        let found = match self.all {
            [Value::Hash(hash)] => hash.get(&Value::from(name)),
            _ => None,
        };
        found.ok_or_else(|| format!("finds no key `{name}` in its argument"))
    }

    fn width(&mut self) -> Result<i64, String> {
        integer(self.take()?)
    }
}

/// A text with directives, filled in.
pub fn fill_in(template: &str, args: &[Value]) -> Result<String, String> {
    let mut args = Arguments { all: args, next: 0 };
    let mut text = String::new();
    let mut chars = template.chars().peekable();
    while let Some(char) = chars.next() {
        if char == '%' {
            text.push_str(&directive(&mut chars, &mut args)?);
        } else {
            text.push(char);
        }
        if text.len() > LONGEST_TEXT {
            return Err("makes a text that is too long".to_owned());
        }
    }
    Ok(text)
}

fn directive(
    chars: &mut std::iter::Peekable<std::str::Chars<'_>>,
    args: &mut Arguments<'_>,
) -> Result<String, String> {
    let mut format = Format::default();
    let mut value = None;
    loop {
        match chars.peek().copied() {
            Some('1'..='9') => {
                let count = number(chars).unwrap_or(0);
                if chars.next_if_eq(&'$').is_some() {
                    value = Some(args.all.get(count - 1).ok_or("has too few arguments")?);
                } else {
                    format.width = count;
                }
                continue;
            }
            Some('*') => {
                let width = args.width()?;
                format.flags.push_str(if width < 0 { "-" } else { "" });
                format.width = usize::try_from(width.unsigned_abs()).unwrap_or(LONGEST).min(LONGEST);
            }
            Some('.') => {
                chars.next();
                format.precision = Some(match chars.next_if_eq(&'*') {
                    Some(_) => usize::try_from(args.width()?).unwrap_or(0).min(LONGEST),
                    None => number(chars).unwrap_or(0),
                });
                continue;
            }
            Some(open @ ('<' | '{')) => {
                chars.next();
                let close = if open == '<' { '>' } else { '}' };
                let name: String = std::iter::from_fn(|| chars.next_if(|char| *char != close)).collect();
                let named = args.named(&name)?;
                if open == '{' {
                    chars.next();
                    return Ok(format.padded(&named.interpolate()));
                }
                value = Some(named);
            }
            Some(flag @ (' ' | '#' | '+' | '-' | '0')) => format.flags.push(flag),
            Some('%') => {
                chars.next();
                return Ok("%".to_owned());
            }
            Some(kind) => {
                chars.next();
                format.kind = kind;
                let value = value.map_or_else(|| args.take(), Ok)?;
                return ruby(&format, value);
            }
            None => return Err("has a format that ends after its `%`".to_owned()),
        }
        chars.next();
    }
}

/// One value as Ruby's `sprintf` writes it.
fn ruby(format: &Format, value: &Value) -> Result<String, String> {
    if let Value::Placeholder(_) = value {
        return Ok(value.interpolate());
    }
    Ok(match format.kind {
        'd' | 'i' | 'u' | 'x' | 'X' | 'o' | 'b' | 'B' => format.integer(integer(value)?),
        'f' | 'e' | 'E' | 'g' | 'G' | 'a' | 'A' => format.float(float(value)?),
        'c' => match value {
            Value::Integer(number) => format.filled(letter(*number)),
            value => format.filled(value.interpolate().chars().take(1).collect()),
        },
        's' => format.padded(&value.ruby_text()),
        'p' => format.padded(&value.ruby_inspect()),
        other => return Err(format!("does not know the directive `%{other}`")),
    })
}

fn letter(number: i64) -> String {
    u32::try_from(number).ok().and_then(char::from_u32).map_or(String::new(), String::from)
}

fn integer(value: &Value) -> Result<i64, String> {
    match value {
        Value::Integer(number) => Ok(*number),
        Value::Float(number) => Ok(number.floor() as i64),
        Value::String(text) => match parse_number(text) {
            Some(Number::Integer(number)) => Ok(number),
            _ => Err(format!("takes an integer for this directive, not `{text}`")),
        },
        other => Err(format!(
            "takes an integer for this directive, not a value of type {}",
            mismatch::type_name(other)
        )),
    }
}

fn float(value: &Value) -> Result<f64, String> {
    match value {
        Value::Float(number) => Ok(*number),
        Value::String(text) => match parse_number(text) {
            Some(number) => Ok(number.float()),
            None => Err(format!("takes a number for this directive, not `{text}`")),
        },
        other => Ok(integer(other)? as f64),
    }
}

/// How values of a type are written: by formats for types, the narrowest that admits a value first.
struct Rule<'a> {
    ty: &'a Type,
    format: Format,
    separator: Option<String>,
    arrow: Option<String>,
    inner: Option<&'a HashMap>,
}

/// `String(value, formats)`: `formats` is a format, or a hash of types to formats.
pub fn convert(value: &Value, formats: &Value) -> Result<String, String> {
    match formats {
        Value::Default | Value::Undef => write(value, &[], 0),
        Value::String(text) => {
            let format = Format::parse(text)?;
            let rule = Rule { ty: &Type::Any, format, separator: None, arrow: None, inner: None };
            write_by(value, &rule, &[], 0)
        }
        Value::Hash(formats) => write(value, &rules(formats)?, 0),
        other => Err(format!("takes a format or a hash of formats, not {}", mismatch::type_name(other))),
    }
}

fn rules(formats: &HashMap) -> Result<Vec<Rule<'_>>, String> {
    let mut rules: Vec<Rule<'_>> = Vec::new();
    for (ty, format) in formats {
        let Value::Type(ty) = ty else {
            return Err(format!("takes formats for types, not for {}", ty.inspect()));
        };
        let rule = rule(ty, format)?;
        let at = rules.iter().position(|other| other.ty.includes(ty)).unwrap_or(rules.len());
        rules.insert(at, rule);
    }
    Ok(rules)
}

fn rule<'a>(ty: &'a Type, format: &'a Value) -> Result<Rule<'a>, String> {
    let Value::Hash(hash) = format else {
        let Value::String(text) = format else { return Err("takes formats as texts or hashes".to_owned()) };
        return Ok(Rule { ty, format: Format::parse(text)?, separator: None, arrow: None, inner: None });
    };
    let text = |key: &str| hash.get(&Value::from(key)).map(Value::interpolate);
    let inner = match hash.get(&Value::from("string_formats")) {
        Some(Value::Hash(inner)) => Some(&***inner),
        _ => None,
    };
    let format = text("format")
        .map_or_else(|| Ok(Format { kind: 'p', ..Format::default() }), |text| Format::parse(&text))?;
    Ok(Rule { ty, format, separator: text("separator"), arrow: text("separator2"), inner })
}

fn write(value: &Value, rules: &[Rule<'_>], depth: usize) -> Result<String, String> {
    match rules.iter().find(|rule| rule.ty.admits(value)) {
        Some(rule) => write_by(value, rule, rules, depth),
        None => {
            let kind = if let (Value::Float(_), 0) = (value, depth) { 'f' } else { 's' };
            let plain = Format { kind, ..Format::default() };
            write_by(
                value,
                &Rule { ty: &Type::Any, format: plain, separator: None, arrow: None, inner: None },
                rules,
                depth,
            )
        }
    }
}

fn write_by(value: &Value, rule: &Rule<'_>, rules: &[Rule<'_>], depth: usize) -> Result<String, String> {
    let format = &rule.format;
    let unknown = |known: &str| {
        Err(format!(
            "has no format `{}` for a value of type {}; there are `{known}`",
            format.kind,
            mismatch::type_name(value)
        ))
    };
    let quoted = |text: &str, alternative: bool| {
        if alternative { value::quote(text, true) } else { text.to_owned() }
    };
    let alternative = format.has('#');
    Ok(match value {
        Value::Array(values) | Value::Iterator(values) => match format.kind {
            'a' | 's' | 'p' => list(values, rule, rules, depth)?,
            _ => return unknown("asp"),
        },
        Value::Hash(hash) => match format.kind {
            'a' => list(&crate::eval::operator::pairs(hash), rule, rules, depth)?,
            'h' | 's' | 'p' => entries(hash, rule, rules, depth)?,
            _ => return unknown("hasp"),
        },
        Value::Integer(number) => match format.kind {
            's' => format.padded(&quoted(&number.to_string(), alternative)),
            'c' => format.filled(quoted(&letter(*number), alternative)),
            'p' => format.integer(*number),
            _ => return ruby(format, value).or_else(|_| unknown("dxXobBeEfgGaAspc")),
        },
        Value::Float(number) => match format.kind {
            's' => format.padded(&quoted(&decimal::shortest(*number), alternative)),
            'p' => format.padded(&decimal::shortest(*number)),
            'd' | 'x' | 'X' | 'o' | 'b' | 'B' => format.integer(*number as i64),
            'c' => return unknown("dxXobBeEfgGaAsp"),
            _ => return ruby(format, value).or_else(|_| unknown("dxXobBeEfgGaAsp")),
        },
        Value::Bool(bool) => {
            let (yes, no) = match format.kind {
                't' | 's' | 'p' => ("true", "false"),
                'T' => ("True", "False"),
                'y' => ("yes", "no"),
                'Y' => ("Yes", "No"),
                _ => {
                    return ruby(format, &Value::Integer(i64::from(*bool)))
                        .or_else(|_| unknown("tTyYdxXobBeEfgGaAsp"));
                }
            };
            let word = if *bool { yes } else { no };
            let short = alternative && !matches!(format.kind, 's' | 'p');
            format.padded(if short { word.get(..1).unwrap_or(word) } else { word })
        }
        Value::Undef => format.padded(match (format.kind, alternative) {
            ('s', false) => "",
            ('s', true) => "\"\"",
            ('p', true) => "\"undef\"",
            ('u' | 'p', false) => "undef",
            ('u', true) => "undefined",
            ('n', false) => "nil",
            ('n', true) => "null",
            ('v', _) => "n/a",
            ('V', _) => "N/A",
            (kind, _) if "dxXobBeEfgGaA".contains(kind) => "NaN",
            _ => return unknown("nudxXobBeEfgGaAvVsp"),
        }),
        Value::Default => match format.kind {
            'd' | 's' | 'p' => format.padded(&quoted("default", alternative)),
            'D' => format.padded(&quoted("Default", alternative)),
            _ => return unknown("dDsp"),
        },
        Value::String(text) => {
            let changed = match format.kind {
                's' => return Ok(format.padded(text)),
                'p' => return Ok(format.padded(&value::quote(text, alternative))),
                'c' => platform::capitalize(&platform::lowercase(text)),
                'C' => {
                    let words = text.split("::").map(|word| platform::capitalize(&platform::lowercase(word)));
                    words.collect::<Vec<_>>().join("::")
                }
                'u' => platform::uppercase(text),
                'd' => platform::lowercase(text),
                't' => text.trim().to_owned(),
                _ => return unknown("cCudspt"),
            };
            format.padded(&quoted(&changed, alternative))
        }
        Value::Regex(source) => match format.kind {
            's' => format.padded(&quoted(source, alternative)),
            'p' => format.padded(&value.inspect()),
            _ => return unknown("sp"),
        },
        Value::Type(_) | Value::Object(_) | Value::Sensitive(_) | Value::Placeholder(_) | Value::Unknown => {
            format.padded(&quoted(&value.interpolate(), alternative && format.kind == 's'))
        }
    })
}

/// The pair of brackets that the flags ask for.
fn brackets(format: &Format, usual: (&'static str, &'static str)) -> (&'static str, &'static str) {
    const PAIRS: &[(char, &str, &str)] =
        &[('[', "[", "]"), ('{', "{", "}"), ('(', "(", ")"), ('<', "<", ">"), ('|', "|", "|"), (' ', "", "")];
    PAIRS.iter().find(|(flag, ..)| format.has(*flag)).map_or(usual, |(_, open, close)| (*open, *close))
}

/// What stands in a list: lists by the rules around it, all else by its own, quoted without one.
fn element(value: &Value, rule: &Rule<'_>, rules: &[Rule<'_>], depth: usize) -> Result<String, String> {
    match (value, rule.inner) {
        (Value::Array(_) | Value::Hash(_), _) => write(value, rules, depth + 1),
        (_, Some(inner)) => write(value, &self::rules(inner)?, depth + 1),
        (_, None) => Ok(value.inspect()),
    }
}

fn list(values: &[Value], rule: &Rule<'_>, rules: &[Rule<'_>], depth: usize) -> Result<String, String> {
    let (open, close) = brackets(&rule.format, ("[", "]"));
    let elements = values.iter().map(|value| element(value, rule, rules, depth));
    let elements = elements.collect::<Result<Vec<_>, _>>()?;
    Ok(format!("{open}{}{close}", elements.join(rule.separator.as_deref().unwrap_or(", "))))
}

/// With `#` one entry a line.
fn entries(hash: &HashMap, rule: &Rule<'_>, rules: &[Rule<'_>], depth: usize) -> Result<String, String> {
    let (open, close) = brackets(&rule.format, ("{", "}"));
    let separator = rule.separator.as_deref().unwrap_or(", ");
    let arrow = rule.arrow.as_deref().unwrap_or(" => ");
    let mut entries = Vec::with_capacity(hash.len());
    for (key, value) in hash {
        entries.push(format!(
            "{}{arrow}{}",
            element(key, rule, rules, depth)?,
            element(value, rule, rules, depth)?
        ));
    }
    if !rule.format.has('#') {
        return Ok(format!("{open}{}{close}", entries.join(separator)));
    }
    let (outer, inner) = ("  ".repeat(depth), "  ".repeat(depth + 1));
    let separator = format!("{}\n{inner}", separator.trim_end());
    Ok(format!("{open}\n{inner}{}\n{outer}{close}", entries.join(&separator)))
}
