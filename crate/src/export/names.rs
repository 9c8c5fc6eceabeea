//! Names as parts of other languages: whatever somebody called a node, it stays a name there.

/// The colours of instances on light ground: of lines, and of what is filled. From the seventh instance on they come again.
pub(super) const HUES: [(&str, &str); 6] = [
    ("#2450c8", "#eaf0ff"),
    ("#a3480b", "#fdeee2"),
    ("#14703a", "#e4f4ea"),
    ("#7a2bb5", "#f3e9fc"),
    ("#0b6470", "#e0f3f5"),
    ("#a8235f", "#fce8f0"),
];

/// The colours of an instance by its number.
pub(super) fn hue(instance: usize) -> (&'static str, &'static str) {
    HUES.get(instance % HUES.len()).copied().unwrap_or(("#51606f", "#ffffff"))
}

/// Appends a text; `write` appends a character in another way, or says that it needs none. What no text can show
/// becomes the sign for that.
pub(super) fn push_escaped(out: &mut String, text: &str, write: fn(char, &mut String) -> bool) {
    for char in text.chars() {
        if write(char, out) {
            continue;
        }
        let invisible = char < ' ' || ('\u{7f}'..'\u{a0}').contains(&char);
        let unsafe_in_xml = matches!(char, '\u{fffe}' | '\u{ffff}');
        out.push(if invisible || unsafe_in_xml { '\u{fffd}' } else { char });
    }
}

/// Appends a number.
pub(super) fn push_number(out: &mut String, number: usize) {
    out.push_str(&number.to_string());
}
