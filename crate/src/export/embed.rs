//! Drawings that carry their source: as a file of their own, or as markup for a page.
//!
//! Goes in: the files and what came of them. Comes out: text from which the files can be read again, to the letter.
//!
//! As a page has it, the parts stand apart by blank lines, and none has one inside outside of `<script>` and `<pre>`: so
//! Markdown too takes the whole for HTML.

use super::svg::{Extras, push_text, svg};
use crate::Analysis;
use crate::eval::function::digest;
use crate::source::{File, Sources};

/// The namespace of the files in an SVG.
pub const NAMESPACE: &str = "urn:callsheet:sources:1";

/// An SVG with its files as `<metadata>`. XML knows no control characters: a file with some is there as Base64.
pub fn svg_with_sources(
    sources: &Sources,
    analysis: &Analysis,
    carried: &Sources,
    title: Option<&str>,
) -> String {
    let mut metadata = format!("<metadata>\n<sources xmlns=\"{NAMESPACE}\" environment=\"");
    push_text(&mut metadata, &analysis.environment.name);
    metadata.push_str("\">\n");
    for (_, file) in carried.iter() {
        metadata.push_str("<file path=\"");
        push_text(&mut metadata, &file.path);
        if file.text.chars().all(is_xml) {
            metadata.push_str("\">");
            push_exactly(&mut metadata, &file.text);
        } else {
            metadata.push_str("\" encoding=\"base64\">");
            metadata.push_str(&digest::encode(file.text.as_bytes()));
        }
        metadata.push_str("</file>\n");
    }
    metadata.push_str("</sources>\n</metadata>\n");
    svg(analysis, Extras { title, metadata: &metadata, places: Some(sources), ..Extras::default() })
}

/// A `<callsheet-plan>`: its files as `<script>`, then the drawing for those who have no script, or not yet.
/// `attributes` are those of the element, in order; an empty value stands for a word alone.
pub fn fragment(
    sources: &Sources,
    analysis: &Analysis,
    carried: &Sources,
    title: Option<&str>,
    attributes: &[(&str, String)],
) -> String {
    let mut out = "<callsheet-plan".to_owned();
    for (name, value) in attributes {
        out.push(' ');
        out.push_str(name);
        if !value.is_empty() {
            out.push_str("=\"");
            push_text(&mut out, value);
            out.push('"');
        }
    }
    out.push_str(">\n\n");
    for (_, file) in carried.iter() {
        push_source(&mut out, file);
    }
    let attributes = " slot=\"drawing\"";
    out.push_str(&svg(analysis, Extras { title, attributes, places: Some(sources), ..Extras::default() }));
    out.push_str("\n</callsheet-plan>\n");
    out
}

/// A file as `<script>`, which is the text itself; as `<pre>` where that would end too early, or not give the same.
fn push_source(out: &mut String, file: &File) {
    let lower = file.text.to_ascii_lowercase();
    let is_sound = !["</script", "<!--", "\r"].iter().any(|sign| lower.contains(sign));
    // One break behind the tag may count for none.
    let is_sound = is_sound && !file.text.starts_with('\n');
    out.push_str(if is_sound { "<script type=\"text/x-puppet\" data-file=\"" } else { "<pre data-file=\"" });
    push_text(out, &file.path);
    out.push_str("\">");
    if is_sound {
        out.push_str(&file.text);
        out.push_str("</script>\n\n");
    } else {
        out.push('\n');
        push_exactly(out, &file.text);
        out.push_str("</pre>\n\n");
    }
}

/// A whole page with a fragment in it.
pub fn page(title: &str, theme: &str, fragment: &str) -> String {
    let mut out = "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n".to_owned();
    out.push_str("<meta name=\"viewport\" content=\"width=device-width\">\n<title>");
    push_text(&mut out, title);
    out.push_str("</title>\n<style>:root{color-scheme:");
    out.push_str(theme);
    out.push_str("}body{margin:1rem}pre{overflow:auto}</style>\n<main>\n");
    out.push_str(fragment);
    out.push_str("</main>\n</html>\n");
    out
}

/// The element's script and style, which lie beside each other; `url` is that of the script or of its folder.
pub fn loader(url: &str) -> String {
    let url = match url.strip_suffix(".js") {
        Some(stem) => stem.to_owned(),
        None => format!("{}/callsheet-plan", url.trim_end_matches('/')),
    };
    let mut escaped = String::new();
    push_text(&mut escaped, &url);
    format!(
        "<link rel=\"stylesheet\" href=\"{escaped}.css\">\n<script type=\"module\" src=\"{escaped}.js\"></script>\n\n"
    )
}

fn is_xml(char: char) -> bool {
    matches!(char, '\t' | '\n' | '\r') || (char >= ' ' && !matches!(char, '\u{fffe}' | '\u{ffff}'))
}

/// Appends a text so that a reader of XML or HTML gives just it; what neither can have stays as it is.
fn push_exactly(out: &mut String, text: &str) {
    for char in text.chars() {
        match char {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\r' => out.push_str("&#13;"),
            char => out.push(char),
        }
    }
}
