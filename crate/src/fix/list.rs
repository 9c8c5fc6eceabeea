//! Lists in the text: attributes, entries, elements. Adds items and removes them, with their commas, on lines of their
//! own where the others have such, their arrows below those of the others.

use crate::diag::{Diagnostic, Edit, Fix};
use crate::source::{FileId, Span};
use crate::syntax::ast::{Attribute, Expr, ExprKind, ResourceBody};

use super::find::name_of;
use super::{Ground, after, likely, safe, title, write};

/// One item: all of it, and what stands before its arrow.
#[derive(Clone, Copy)]
struct Item {
    span: Span,
    key: Option<Span>,
}

/// A list in a text.
pub(super) struct List<'a> {
    text: &'a str,
    file: FileId,
    /// Where its first item would stand.
    start: usize,
    items: Vec<Item>,
}

/// The attributes of a resource.
pub(super) fn of_body<'a>(ground: &Ground<'a>, body: &ResourceBody) -> List<'a> {
    let text = ground.whole(body.span);
    let title = body.title.span.end() as usize;
    let colon = text.get(title..).and_then(|rest| rest.find(':')).unwrap_or(0);
    let items = of_attributes(&body.attributes);
    List { text, file: body.span.file(), start: title + colon + 1, items }
}

fn of_attributes(attributes: &[Attribute]) -> Vec<Item> {
    attributes.iter().map(|it| Item { span: it.span, key: name_of(it).map(|name| name.span) }).collect()
}

/// The entries of a hash or the elements of an array.
pub(super) fn of_value<'a>(ground: &Ground<'a>, expr: &Expr) -> Option<List<'a>> {
    Some(List {
        text: ground.whole(expr.span),
        file: expr.span.file(),
        start: expr.span.start() as usize + 1,
        items: items_of(expr)?,
    })
}

fn items_of(expr: &Expr) -> Option<Vec<Item>> {
    match &expr.kind {
        ExprKind::Array(elements) => {
            Some(elements.iter().map(|it| Item { span: it.span, key: None }).collect())
        }
        ExprKind::Hash { entries, braced: true } => {
            let item = |entry: &crate::syntax::ast::Entry| Item {
                span: entry.key.span.to(entry.value.span),
                key: Some(entry.key.span),
            };
            Some(entries.iter().map(item).collect())
        }
        _ => None,
    }
}

impl List<'_> {
    /// The edits that add an item, `key => value` or a value alone, behind all others. None where the text is in a form
    /// that is not understood.
    pub(super) fn add(&self, key: Option<&str>, value: &str) -> Option<Vec<Edit>> {
        let Some(last) = self.items.last() else {
            return Some(vec![self.add_first(&joined(key, 1, value))?]);
        };
        let (start, end) = (last.span.start() as usize, last.span.end() as usize);
        let comma = comma_behind(self.text, end);
        let tail = comma.unwrap_or(end);
        let line_end = end_of_line(self.text, tail);
        let rest = self.text.get(tail..line_end)?.trim();
        // The text of a heredoc starts on the next line.
        let has_heredoc = self.text.get(start_of_line(self.text, start)..line_end)?.contains("@(");
        if has_heredoc {
            return None;
        }
        if !is_first_in_line(self.text, start) || !(rest.is_empty() || rest.starts_with('#')) {
            let item = joined(key, 1, value);
            return Some(vec![match comma {
                None => self.insert(end, [", ", &item].concat()),
                Some(comma) => self.insert(comma, [" ", &item, ","].concat()),
            }]);
        }
        let mut edits = Vec::new();
        let blanks = key.map_or(0, |key| self.align(key, &mut edits));
        let indentation = self.text.get(start_of_line(self.text, start)..start)?;
        let mut line = [line_break(self.text), indentation, &joined(key, blanks, value)].concat();
        match comma {
            Some(_) => line.push(','),
            None if end == line_end => line.insert(0, ','),
            None => edits.push(self.insert(end, ",".to_owned())),
        }
        edits.push(self.insert(line_end, line));
        Some(edits)
    }

    /// The first item of a list: in the middle of its braces, or on a line of its own if the list has one.
    fn add_first(&self, item: &str) -> Option<Edit> {
        let rest = self.text.get(self.start..)?;
        let blanks = rest.len() - rest.trim_start().len();
        let space = rest.get(..blanks)?;
        let opener = self.text.get(..self.start)?.chars().next_back()?;
        let span = Span::new(self.file, self.start, self.start + blanks);
        if space.contains('\n') && rest.trim_start().starts_with(['}', ']']) {
            let line = start_of_line(self.text, self.start + blanks);
            let closer = self.text.get(line..self.start + blanks)?;
            let line_break = line_break(self.text);
            let text = [line_break, closer, "  ", item, ",", line_break, closer].concat();
            return Some(write(span, text));
        }
        let text = match opener {
            '[' => item.to_owned(),
            ':' => return Some(self.insert(self.start, [" ", item].concat())),
            _ => [" ", item, " "].concat(),
        };
        Some(write(span, text))
    }

    /// How many blanks stand between a new key and its arrow; where it is longer than the others, these get more.
    fn align(&self, key: &str, edits: &mut Vec<Edit>) -> usize {
        let mut column = None;
        for item in &self.items {
            let Some(known) = item.key else { return 1 };
            let (start, end) = (known.start() as usize, known.end() as usize);
            let arrow = self.text.get(end..).and_then(|rest| rest.find("=>")).unwrap_or(0);
            let own = self.text.get(start..end + arrow).map_or(0, |it| it.chars().count());
            let is_line = is_first_in_line(self.text, start);
            if !is_line || column.is_some_and(|column| column != own) {
                return 1;
            }
            column = Some(own);
        }
        let (column, length) = (column.unwrap_or(0), key.chars().count());
        if length < column {
            return column - length;
        }
        for key in self.items.iter().filter_map(|item| item.key) {
            edits.push(after(key, " ".repeat(length + 1 - column)));
        }
        1
    }

    fn insert(&self, at: usize, text: String) -> Edit {
        write(Span::new(self.file, at, at), text)
    }

    /// The edit that removes an item with its comma, and its line if nothing else is in it.
    fn remove(&self, item: Item) -> Option<Edit> {
        let (start, end) = (item.span.start() as usize, item.span.end() as usize);
        if self.text.get(start..end)?.contains("@(") {
            return None;
        }
        let comma = comma_behind(self.text, end);
        let tail = comma.unwrap_or(end);
        let line_end = end_of_line(self.text, tail);
        let rest = self.text.get(tail..line_end)?.trim();
        let range = if is_first_in_line(self.text, start) && (rest.is_empty() || rest.starts_with('#')) {
            let behind = self.text.get(line_end..)?;
            let line_break = behind.split_inclusive('\n').next().map_or(0, str::len);
            start_of_line(self.text, start)..line_end + line_break
        } else if comma.is_some() {
            let blanks = self.text.get(tail..)?;
            start..tail + blanks.len() - blanks.trim_start_matches([' ', '\t']).len()
        } else {
            let before = self.text.get(..start)?.trim_end();
            before.strip_suffix(',').unwrap_or(before).len()..end
        };
        Some(write(Span::new(self.file, range.start, range.end), ""))
    }
}

/// Gives a line that is inserted behind the last one of a mapping the form that its lines have.
pub(super) fn lay_out_line(ground: &Ground<'_>, fix: &mut Fix) {
    let [Edit { span, text }] = fix.edits.as_slice() else { return };
    let line = text.strip_prefix(", ").and_then(|line| line.split_once(" => "));
    let (Some((key, value)), true) = (line, span.start() == span.end()) else { return };
    let path = ground.path(*span);
    let found = path.iter().find_map(|expr| match &expr.kind {
        ExprKind::Mapping(mapping) => Some(mapping),
        _ => None,
    });
    let Some(mapping) = found else { return };
    if mapping.attributes.last().is_none_or(|last| last.span.end() != span.start()) {
        return;
    }
    let items = of_attributes(&mapping.attributes);
    let list = List { text: ground.whole(*span), file: span.file(), start: 0, items };
    if let Some(edits) = list.add(Some(key), value) {
        fix.edits = edits;
    }
}

fn joined(key: Option<&str>, blanks: usize, value: &str) -> String {
    match key {
        Some(key) => [key, &" ".repeat(blanks), "=> ", value].concat(),
        None => value.to_owned(),
    }
}

/// The edits that add a reference to what an attribute or entry holds: to its array, or to the one that stands there.
pub(super) fn add_to_value(ground: &Ground<'_>, value: &Expr, added: &str) -> Option<Vec<Edit>> {
    match &value.kind {
        ExprKind::Array(_) => of_value(ground, value)?.add(None, added),
        ExprKind::Access { .. } | ExprKind::Var(_) => Some(vec![
            write(value.span.until(value.span.start()), "["),
            after(value.span, [", ", added, "]"].concat()),
        ]),
        _ => None,
    }
}

/// Removes the item that the finding is about.
pub(super) fn remove_this(ground: &Ground<'_>, diagnostic: &Diagnostic) -> Vec<Fix> {
    removal(ground, diagnostic.span).map(|(name, edit)| likely(name, vec![edit])).into_iter().collect()
}

/// Removes the second of two, or the first.
pub(super) fn remove_either(ground: &Ground<'_>, diagnostic: &Diagnostic) -> Vec<Fix> {
    let mut fixes = remove_this(ground, diagnostic);
    let first = diagnostic.labels.first().and_then(|label| removal(ground, label.span));
    if let (Some((name, edit)), Some(second)) = (first, fixes.first_mut()) {
        if name == second.title {
            // The same is said twice.
            second.safe = true;
        } else {
            fixes.push(likely(name, vec![edit]));
        }
    }
    fixes
}

/// Removes the first of two where the last counts: that changes nothing.
pub(super) fn remove_first(ground: &Ground<'_>, diagnostic: &Diagnostic) -> Vec<Fix> {
    let first = diagnostic.labels.first().and_then(|label| removal(ground, label.span));
    first.map(|(name, edit)| safe(name, vec![edit])).into_iter().collect()
}

/// Removes the innermost item around a range, and the only element of an array with what holds the array.
fn removal(ground: &Ground<'_>, span: Span) -> Option<(String, Edit)> {
    let text = ground.whole(span);
    for expr in ground.path(span).into_iter().rev() {
        let items = match &expr.kind {
            ExprKind::Resource(resource) => {
                resource.bodies.iter().flat_map(|body| of_attributes(&body.attributes)).collect()
            }
            ExprKind::ResourceDefaults(defaults) => of_attributes(&defaults.attributes),
            ExprKind::ResourceOverride(overriding) => of_attributes(&overriding.attributes),
            ExprKind::Mapping(mapping) => of_attributes(&mapping.attributes),
            ExprKind::Array(elements) if elements.len() < 2 => continue,
            _ => match items_of(expr) {
                Some(items) => items,
                None => continue,
            },
        };
        let Some(item) = items.iter().copied().find(|it| super::find::holds(it.span, span)) else { continue };
        let list = List { text, file: span.file(), start: 0, items };
        return Some((title("Remove", ground.text(item.span)), list.remove(item)?));
    }
    None
}

/// The place behind the comma that follows, with nothing but white space and comments before it.
fn comma_behind(text: &str, end: usize) -> Option<usize> {
    let mut at = end;
    loop {
        let rest = text.get(at..)?;
        let trimmed = rest.trim_start();
        at += rest.len() - trimmed.len();
        if trimmed.starts_with(',') {
            return Some(at + 1);
        }
        at = if trimmed.starts_with('#') {
            end_of_line(text, at)
        } else if trimmed.starts_with("/*") {
            at + trimmed.find("*/")? + 2
        } else {
            return None;
        };
    }
}

/// Where the line of a place starts.
pub(super) fn start_of_line(text: &str, at: usize) -> usize {
    text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |line| line + 1)
}

/// Where the line of a place ends, before its line break.
pub(super) fn end_of_line(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    let line = rest.split('\n').next().unwrap_or_default();
    at + line.trim_end_matches('\r').len()
}

/// Whether nothing but blanks stands before a place in its line.
pub(super) fn is_first_in_line(text: &str, at: usize) -> bool {
    text.get(start_of_line(text, at)..at).is_some_and(|before| before.trim().is_empty())
}

/// The line breaks of a text.
pub(super) fn line_break(text: &str) -> &'static str {
    if text.contains("\r\n") { "\r\n" } else { "\n" }
}
