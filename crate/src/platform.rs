//! What every browser has of its own: what is a letter, letters in upper and lower case, and exact reading and writing
//! of decimal fractions.
//!
//! The standard library's tables for these are 35 KB that hardly compress, so in wasm JavaScript is asked, which
//! gives the same by its standard. ASCII, that is nearly all text, needs neither.

/// The text in lower case, by Unicode.
pub fn lowercase(text: &str) -> String {
    if text.is_ascii() { text.to_ascii_lowercase() } else { host::lowercase(text) }
}

/// The text in upper case, by Unicode.
pub fn uppercase(text: &str) -> String {
    if text.is_ascii() { text.to_ascii_uppercase() } else { host::uppercase(text) }
}

/// The text with its first character in upper case.
pub fn capitalize(text: &str) -> String {
    let first = text.chars().next().map_or(0, char::len_utf8);
    let (first, rest) = text.split_at_checked(first).unwrap_or(("", text));
    uppercase(first) + rest
}

/// Whether it is a letter, by Unicode.
pub fn is_alphabetic(char: char) -> bool {
    if char.is_ascii() { char.is_ascii_alphabetic() } else { host::is_alphabetic(char) }
}

/// The nearest float to a decimal number such as `1.5e-9`. What else it gives for other texts depends on the platform.
pub fn parse_float(text: &str) -> f64 {
    host::parse_float(text)
}

/// The fewest decimal digits that name this float among all, somehow written: `125`, `0.5`, `1.5e-9`, `1e+21`.
pub fn shortest_float(value: f64) -> String {
    host::shortest_float(value)
}

#[cfg(not(target_arch = "wasm32"))]
#[expect(clippy::disallowed_methods, reason = "the one place")]
mod host {
    pub(super) fn lowercase(text: &str) -> String {
        text.to_lowercase()
    }

    pub(super) fn uppercase(text: &str) -> String {
        text.to_uppercase()
    }

    pub(super) fn is_alphabetic(char: char) -> bool {
        char.is_alphabetic()
    }

    pub(super) fn parse_float(text: &str) -> f64 {
        text.parse().unwrap_or(f64::NAN)
    }

    pub(super) fn shortest_float(value: f64) -> String {
        format!("{value:e}")
    }
}

#[cfg(target_arch = "wasm32")]
mod host {
    use js_sys::JsString;

    pub(super) fn lowercase(text: &str) -> String {
        JsString::from(text).to_lower_case().into()
    }

    pub(super) fn uppercase(text: &str) -> String {
        JsString::from(text).to_upper_case().into()
    }

    pub(super) fn is_alphabetic(char: char) -> bool {
        js_sys::RegExp::new(r"\p{Alphabetic}", "u").test(char.encode_utf8(&mut [0; 4]))
    }

    pub(super) fn parse_float(text: &str) -> f64 {
        js_sys::parse_float(text)
    }

    pub(super) fn shortest_float(value: f64) -> String {
        js_sys::Number::from(value).to_string_with_radix(10).map(String::from).unwrap_or_default()
    }
}
