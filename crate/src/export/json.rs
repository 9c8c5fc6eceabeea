//! Writes JSON: keys in the order given, two spaces a level, `\u` escapes for control characters only.

use std::fmt::Write as _;

/// A JSON value; only what the documents here are made of.
#[derive(Debug, Clone, PartialEq)]
pub enum Json {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A whole number.
    Number(i64),
    /// Any other number, finite.
    Float(f64),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Json>),
    /// Keys and values; keys are not checked for being unique.
    Object(Vec<(String, Json)>),
}

impl Json {
    /// A text.
    pub fn text(text: impl Into<String>) -> Json {
        Json::Text(text.into())
    }

    /// A list of what `items` become.
    pub fn list<T>(items: impl IntoIterator<Item = T>, to_json: impl FnMut(T) -> Json) -> Json {
        Json::List(items.into_iter().map(to_json).collect())
    }

    /// A list of texts.
    pub fn texts<T: ToString>(items: impl IntoIterator<Item = T>) -> Json {
        Json::list(items, |item| Json::Text(item.to_string()))
    }

    /// An object with these keys in this order.
    pub fn object<const N: usize>(pairs: [(&str, Json); N]) -> Json {
        Json::Object(pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
    }

    /// What is there, or `null`.
    pub fn or_null<T>(value: Option<T>, to_json: impl FnOnce(T) -> Json) -> Json {
        value.map_or(Json::Null, to_json)
    }

    /// Indented, with a line feed at the end.
    pub fn pretty(&self) -> String {
        let mut out = String::new();
        self.write(&mut out, Some(0));
        out.push('\n');
        out
    }

    /// On one line, without a line feed at the end.
    pub fn line(&self) -> String {
        let mut out = String::new();
        self.write(&mut out, None);
        out
    }

    /// `depth` is the indentation, none to write on one line.
    fn write(&self, out: &mut String, depth: Option<usize>) {
        match self {
            Json::Null => out.push_str("null"),
            Json::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
            Json::Number(value) => out.push_str(&value.to_string()),
            Json::Float(value) if value.is_finite() => out.push_str(&crate::decimal::shortest(*value)),
            // JSON has no other numbers.
            Json::Float(_) => out.push_str("null"),
            Json::Text(text) => write_text(text, out),
            Json::List(items) => write_items(out, depth, ['[', ']'], items, |item, out, depth| {
                item.write(out, depth);
            }),
            Json::Object(pairs) => write_items(out, depth, ['{', '}'], pairs, |(key, value), out, depth| {
                write_text(key, out);
                out.push_str(if depth.is_some() { ": " } else { ":" });
                value.write(out, depth);
            }),
        }
    }
}

fn write_items<T>(
    out: &mut String,
    depth: Option<usize>,
    [open, close]: [char; 2],
    items: &[T],
    write: impl Fn(&T, &mut String, Option<usize>),
) {
    out.push(open);
    let inner = depth.map(|depth| depth + 1);
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        break_line(out, inner);
        write(item, out, inner);
    }
    if !items.is_empty() {
        break_line(out, depth);
    }
    out.push(close);
}

fn break_line(out: &mut String, depth: Option<usize>) {
    if let Some(depth) = depth {
        out.push('\n');
        for _ in 0..depth {
            out.push_str("  ");
        }
    }
}

/// What needs no escape goes over in one piece.
fn write_text(text: &str, out: &mut String) {
    out.push('"');
    let mut rest = text;
    while let Some((plain, at)) =
        rest.bytes().position(is_escaped).and_then(|place| rest.split_at_checked(place))
    {
        out.push_str(plain);
        let mut letters = at.chars();
        match letters.next() {
            Some('"') => out.push_str("\\\""),
            Some('\\') => out.push_str("\\\\"),
            Some('\n') => out.push_str("\\n"),
            Some('\r') => out.push_str("\\r"),
            Some('\t') => out.push_str("\\t"),
            Some('\u{8}') => out.push_str("\\b"),
            Some('\u{c}') => out.push_str("\\f"),
            Some(control) => write!(out, "\\u{:04x}", u32::from(control)).expect("a String takes any text"),
            None => {}
        }
        rest = letters.as_str();
    }
    out.push_str(rest);
    out.push('"');
}

/// All of these are one byte long, and no byte of a longer letter is among them.
fn is_escaped(byte: u8) -> bool {
    byte < b' ' || byte == b'"' || byte == b'\\'
}
