//! Blocks: mappings and sequences by their indentation.
//!
//! Plain recursive descent over bytes; all signs that matter are ASCII, so every cut falls between characters. The
//! first mistake ends the reading.

use super::scalar;
use super::{Data, Node};
use crate::diag::{Code, Diagnostic, Diagnostics, Reported};
use crate::source::{FileId, Span};
use crate::table::Set;

/// How deep collections may nest; Psych has no limit, and nobody writes more.
const DEPTH_LIMIT: u32 = 100;

/// How many nodes aliases may repeat in one file: aliases of aliases double with each line.
const COPY_LIMIT: usize = 100_000;

/// What was read, or the proof that it was reported why not.
pub(super) type Read<T> = Result<T, Reported>;

/// One text on its way to a tree.
pub(super) struct Reader<'a> {
    pub(super) text: &'a str,
    /// The place of the next byte.
    pub(super) at: usize,
    /// Whether scalars are those of JSON.
    json: bool,
    file: FileId,
    anchors: Vec<(&'a str, Node)>,
    depth: u32,
    copies: usize,
    diags: &'a mut Diagnostics,
}

/// What stands before a node: `&anchor` and `!tag`.
#[derive(Clone, Copy, Default)]
pub(super) struct Properties<'a> {
    anchor: Option<&'a str>,
    pub(super) tag: Option<&'a str>,
}

/// Reads the first document of a text.
pub(super) fn document(file: FileId, text: &str, json: bool, diags: &mut Diagnostics) -> Read<Node> {
    let at = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let mut reader = Reader { text, at, json, file, anchors: Vec::new(), depth: 0, copies: 0, diags };
    reader.skip(false)?;
    while reader.byte() == b'%' {
        reader.skip_line();
        reader.skip(false)?;
    }
    if reader.text_ahead().starts_with("---") && reader.ended() {
        reader.at += 3;
    }
    let root = reader.node(-1, false)?;
    reader.skip(false)?;
    if reader.ended() { Ok(root) } else { reader.unexpected() }
}

impl<'a> Reader<'a> {
    /// The next byte; 0 at the end.
    pub(super) fn byte(&self) -> u8 {
        self.byte_at(self.at)
    }

    pub(super) fn byte_at(&self, at: usize) -> u8 {
        self.text.as_bytes().get(at).copied().unwrap_or(0)
    }

    fn text_ahead(&self) -> &'a str {
        self.slice(self.at, self.text.len())
    }

    pub(super) fn slice(&self, start: usize, end: usize) -> &'a str {
        self.text.get(start..end).unwrap_or("")
    }

    pub(super) fn at_end(&self) -> bool {
        self.at >= self.text.len()
    }

    /// Whether a blank, a line break or the end stands here.
    pub(super) fn blank_at(&self, at: usize) -> bool {
        matches!(self.byte_at(at), b' ' | b'\t' | b'\n' | b'\r') || at >= self.text.len()
    }

    /// Whether the document ends here.
    pub(super) fn ended(&self) -> bool {
        let marked = self.text_ahead().starts_with("---") || self.text_ahead().starts_with("...");
        self.at_end() || (marked && self.blank_at(self.at + 3) && self.column() == 0)
    }

    fn line_start(&self) -> usize {
        self.slice(0, self.at).rfind('\n').map_or(0, |newline| newline + 1)
    }

    /// How far this place is from the start of its line.
    pub(super) fn column(&self) -> usize {
        self.at - self.line_start()
    }

    /// Whether only blanks stand before this place in its line.
    fn starts_line(&self) -> bool {
        self.slice(self.line_start(), self.at).bytes().all(|byte| byte == b' ')
    }

    pub(super) fn span(&self, start: usize) -> Span {
        Span::new(self.file, start, self.at.max(start))
    }

    pub(super) fn string(&self, text: String, start: usize) -> Node {
        Node { data: Data::String(text), span: self.span(start) }
    }

    /// Reports that the text from `start` on cannot be read.
    pub(super) fn fail<T>(&mut self, start: usize, message: &str, hint: &str) -> Read<T> {
        let rest = self.slice(start, self.text.len());
        let length = rest.find(['\n', '\r']).unwrap_or(rest.len());
        let end = start + rest.chars().next().map_or(0, char::len_utf8).min(length);
        let span = Span::new(self.file, start, end);
        Err(self.diags.error(Diagnostic::new(Code::YamlSyntax, span, message).hint(hint)))
    }

    pub(super) fn skip_line(&mut self) {
        let rest = self.text_ahead();
        self.at += rest.find('\n').unwrap_or(rest.len());
    }

    pub(super) fn skip_blanks(&mut self) {
        while matches!(self.byte(), b' ' | b'\t') {
            self.at += 1;
        }
    }

    /// Passes over blanks, line breaks and comments. A tab cannot indent a block.
    pub(super) fn skip(&mut self, flow: bool) -> Read<()> {
        let mut tab = None;
        loop {
            match self.byte() {
                b' ' => {}
                b'\t' => tab = tab.or(self.starts_line().then_some(self.at)),
                b'\n' | b'\r' => tab = None,
                b'#' if self.at == 0 || self.blank_at(self.at - 1) => {
                    self.skip_line();
                    continue;
                }
                _ => break,
            }
            self.at += 1;
        }
        match tab {
            Some(tab) if !flow && !self.at_end() && !matches!(self.byte(), b'[' | b']' | b'{' | b'}') => self
                .fail(
                    tab,
                    "a tab indents this line",
                    "YAML is indented by spaces; replace the tab with two of them",
                ),
            Some(_) | None => Ok(()),
        }
    }

    fn unexpected<T>(&mut self) -> Read<T> {
        let hint = if self.starts_line() {
            "align it with the lines that it belongs to"
        } else {
            "put quotes around the whole value, or start a line"
        };
        self.fail(self.at, "this belongs to nothing before it", hint)
    }

    /// Counts one level of nesting around `inner`.
    pub(super) fn nested<T>(&mut self, inner: impl FnOnce(&mut Self) -> Read<T>) -> Read<T> {
        if self.depth >= DEPTH_LIMIT {
            return self.fail(self.at, "data is nested too deeply here", "at most 100 levels are read");
        }
        self.depth += 1;
        let result = inner(self);
        self.depth -= 1;
        result
    }

    /// A node that belongs to what is indented by `indent`; `after_key` if it stands behind a key and colon.
    fn node(&mut self, indent: i32, after_key: bool) -> Read<Node> {
        let start = self.at;
        let (mut outer, mut own) = (Properties::default(), Properties::default());
        let mut key_start;
        loop {
            let line = self.line_start();
            self.skip(false)?;
            key_start = self.at;
            if self.line_start() != line || self.at == 0 {
                outer = own.or(outer);
                own = Properties::default();
            }
            if self.ended() || (self.starts_line() && !self.belongs(indent, after_key)) {
                self.at = if self.ended() { self.at } else { self.line_start() };
                return self.empty(start, own.or(outer));
            }
            own = self.properties()?.or(own);
            if !self.at_line_break() {
                break;
            }
        }
        // On the line of a key there is no room for a block: only scalars and flows.
        let inline = after_key && !self.slice(self.line_start(), key_start).bytes().all(|byte| byte == b' ');
        self.nested(|reader| reader.content(indent, inline, key_start, own, outer))
    }

    /// Whether what stands at the start of a line is indented enough; the items of a list behind a key need not be.
    fn belongs(&self, indent: i32, after_key: bool) -> bool {
        let column = i32::try_from(self.column()).unwrap_or(i32::MAX);
        column > indent || (after_key && column == indent && self.indicator(b'-'))
    }

    /// Whether this sign with a blank behind it stands here.
    fn indicator(&self, sign: u8) -> bool {
        self.byte() == sign && self.blank_at(self.at + 1)
    }

    fn at_line_break(&self) -> bool {
        self.at_end() || matches!(self.byte(), b'\n' | b'\r' | b'#')
    }

    fn content(
        &mut self,
        indent: i32,
        inline: bool,
        key_start: usize,
        own: Properties<'a>,
        outer: Properties<'a>,
    ) -> Read<Node> {
        let both = own.or(outer);
        let start = self.at;
        if self.indicator(b'-') {
            if inline {
                return self.fail(start, "a list starts behind a key", "start it on a line of its own");
            }
            let list = self.sequence()?;
            return Ok(self.keep(list, both));
        }
        if matches!(self.byte(), b'|' | b'>') {
            let text = self.block_scalar(indent)?;
            let node = self.string(text, start);
            return Ok(self.keep(node, both));
        }
        let explicit = self.indicator(b'?') && !inline;
        let column = key_start - self.line_start();
        if !explicit {
            let first = self.scalar(indent, both.tag)?;
            self.skip_blanks();
            if !self.indicator(b':') {
                return Ok(self.keep(first, both));
            }
            let several_lines = self.slice(start, self.at).contains('\n');
            if inline || several_lines {
                return self.fail(
                    self.at,
                    "a second `key: value` behind a key",
                    "put quotes around the value if the colon belongs to it, else start a line",
                );
            }
            let key = self.keep(first, own);
            let map = self.mapping(column, Some(key), start)?;
            return Ok(self.keep(map, outer));
        }
        let map = self.mapping(column, None, start)?;
        Ok(self.keep(map, both))
    }

    /// A scalar, flow or alias; it may turn out to be a key.
    fn scalar(&mut self, indent: i32, tag: Option<&str>) -> Read<Node> {
        let start = self.at;
        match self.byte() {
            b'[' | b'{' => self.flow(),
            b'*' => self.alias(),
            quote @ (b'"' | b'\'') => {
                let text = self.quoted(quote)?;
                Ok(self.string(text, start))
            }
            b'?' if self.indicator(b'?') => {
                self.fail(start, "no value starts with this sign", "put quotes around the value")
            }
            b'@' | b'`' | b'%' | b']' | b'}' | b',' | b'|' | b'>' => {
                self.fail(start, "no value starts with this sign", "put quotes around the value")
            }
            _ => {
                let text = self.plain(indent, false);
                self.resolved(text, start, tag)
            }
        }
    }

    /// The value of a plain scalar.
    pub(super) fn resolved(&mut self, text: String, start: usize, tag: Option<&str>) -> Read<Node> {
        let data = if tag.is_some_and(scalar::is_text) {
            Data::String(text)
        } else if self.json {
            match scalar::json(&text) {
                Some(data) => data,
                None => return self.fail(start, "this is not JSON", "put quotes around it"),
            }
        } else {
            if scalar::is_date(&text) {
                let span = self.span(start);
                let message = "Puppet refuses dates and times in YAML";
                let diagnostic = Diagnostic::new(Code::YamlSyntax, span, message);
                self.diags.add(diagnostic.hint("put quotes around it, then it is a text"));
            }
            scalar::resolve(text)
        };
        Ok(Node { data, span: self.span(start) })
    }

    fn sequence(&mut self) -> Read<Node> {
        let start = self.at;
        let column = self.column();
        let indent = i32::try_from(column).unwrap_or(i32::MAX);
        let mut items = Vec::new();
        loop {
            self.at += 1;
            items.push(self.node(indent, false)?);
            let span = self.span(start);
            if !self.goes_on(column)? || !self.indicator(b'-') {
                return Ok(Node { data: Data::Array(items), span });
            }
        }
    }

    /// Goes to the next piece of the collection in this column; false when it is over.
    fn goes_on(&mut self, column: usize) -> Read<bool> {
        self.skip(false)?;
        if self.ended() {
            return Ok(false);
        }
        if !self.starts_line() || self.column() > column {
            return self.unexpected();
        }
        Ok(self.column() == column)
    }

    /// A mapping whose first key was read already, or starts with `?`.
    fn mapping(&mut self, column: usize, first: Option<Node>, start: usize) -> Read<Node> {
        let indent = i32::try_from(column).unwrap_or(i32::MAX);
        let mut pairs = Pairs::default();
        let mut read = first;
        loop {
            // Behind `? key` and `: ` there is room for a block, behind `key: ` there is none.
            let explicit = read.is_none() && self.indicator(b'?');
            let key = match read.take() {
                Some(key) => key,
                None => self.key(indent)?,
            };
            let value = if self.indicator(b':') {
                self.at += 1;
                self.node(indent, !explicit)?
            } else {
                self.empty(self.at, Properties::default())?
            };
            self.add(&mut pairs, key, value);
            let span = self.span(start);
            if !self.goes_on(column)? {
                return Ok(Node { data: Data::Hash(pairs.list), span });
            }
        }
    }

    /// The key that starts here.
    fn key(&mut self, indent: i32) -> Read<Node> {
        if self.indicator(b'-') {
            return self.fail(self.at, "a list item among keys", "indent the list, or write a key before it");
        }
        if self.indicator(b'?') {
            self.at += 1;
            let key = self.node(indent, false)?;
            self.skip(false)?;
            return Ok(key);
        }
        let start = self.at;
        let own = self.properties()?;
        let key = self.scalar(indent, own.tag)?;
        self.skip_blanks();
        if !self.indicator(b':') || self.slice(start, self.at).contains('\n') {
            return self.fail(
                start,
                "a key without a colon",
                "write `key: value`, with a blank behind the colon",
            );
        }
        Ok(self.keep(key, own))
    }

    /// Adds a pair. `<<` adds the pairs of a mapping, or of several; a key that is there twice has its last value.
    pub(super) fn add(&mut self, pairs: &mut Pairs, key: Node, value: Node) {
        if key.text() == Some("<<") {
            match value.data {
                Data::Hash(merged) => return pairs.merge(merged),
                Data::Array(items) if items.iter().all(|item| item.pairs().is_some()) => {
                    for item in items.into_iter().rev() {
                        if let Data::Hash(merged) = item.data {
                            pairs.merge(merged);
                        }
                    }
                    return;
                }
                Data::Null
                | Data::Bool(_)
                | Data::Integer(_)
                | Data::Float(_)
                | Data::String(_)
                | Data::Array(_) => {}
            }
        }
        let span = key.span;
        if let Some(first) = pairs.insert(key, value, false) {
            let message = format!("the key `{}` is there twice; its last value counts", self.text_of(span));
            self.diags.add(Diagnostic::new(Code::DuplicateKey, span, message).label(first, "first here"));
        }
    }

    fn text_of(&self, span: Span) -> &str {
        self.slice(span.start() as usize, span.end() as usize)
    }

    /// The tag and anchor in front of a node.
    pub(super) fn properties(&mut self) -> Read<Properties<'a>> {
        let mut found = Properties::default();
        loop {
            let sign = self.byte();
            if !matches!(sign, b'&' | b'!') {
                return Ok(found);
            }
            let start = self.at;
            let word = self.word();
            if sign == b'!' && word.starts_with("ruby/") && !scalar::is_text(word) {
                return self.fail(
                    start,
                    "Puppet refuses objects of Ruby",
                    "write plain data: texts, numbers, lists, maps",
                );
            }
            if sign == b'!' {
                found.tag = Some(word);
            } else {
                found.anchor = Some(word);
            }
            self.skip_blanks();
        }
    }

    /// What stands between a sign and the next blank.
    fn word(&mut self) -> &'a str {
        let start = self.at + 1;
        self.at = start;
        while !self.blank_at(self.at) && !matches!(self.byte(), b',' | b'[' | b']' | b'{' | b'}') {
            self.at += 1;
        }
        self.slice(start, self.at)
    }

    /// `*anchor`
    pub(super) fn alias(&mut self) -> Read<Node> {
        let start = self.at;
        let name = self.word();
        let Some((_, node)) = self.anchors.iter().rev().find(|(anchor, _)| *anchor == name) else {
            return self.fail(
                start,
                "no anchor of this name stands before it",
                "write `&name` before the value that it stands for",
            );
        };
        let node = node.clone();
        self.copies += count(&node);
        if self.copies > COPY_LIMIT {
            return self.fail(
                start,
                "aliases repeat too much here",
                "they stand for more than 100,000 values",
            );
        }
        Ok(node)
    }

    /// Remembers a node by its anchor.
    pub(super) fn keep(&mut self, node: Node, properties: Properties<'a>) -> Node {
        if let Some(anchor) = properties.anchor {
            self.anchors.push((anchor, node.clone()));
        }
        node
    }

    /// Nothing where a value could be.
    pub(super) fn empty(&mut self, start: usize, properties: Properties<'a>) -> Read<Node> {
        let data = if properties.tag.is_some_and(scalar::is_text) {
            Data::String(String::new())
        } else {
            Data::Null
        };
        let node = Node { data, span: Span::new(self.file, start, start) };
        Ok(self.keep(node, properties))
    }
}

impl<'a> Properties<'a> {
    fn or(self, other: Properties<'a>) -> Properties<'a> {
        Properties { anchor: self.anchor.or(other.anchor), tag: self.tag.or(other.tag) }
    }
}

fn count(node: &Node) -> usize {
    match &node.data {
        Data::Array(items) => 1 + items.iter().map(count).sum::<usize>(),
        Data::Hash(pairs) => 1 + pairs.iter().map(|(key, value)| count(key) + count(value)).sum::<usize>(),
        Data::Null | Data::Bool(_) | Data::Integer(_) | Data::Float(_) | Data::String(_) => 1,
    }
}

/// A mapping that grows.
#[derive(Default)]
pub(super) struct Pairs {
    pub(super) list: Vec<(Node, Node)>,
    /// The key of each pair as text, to find it again.
    known: Set<String>,
    /// Whether each pair came from a merge: it may be replaced.
    merged: Vec<bool>,
}

impl Pairs {
    /// Adds or replaces a pair; gives the place of a key that is there twice.
    fn insert(&mut self, key: Node, value: Node, merged: bool) -> Option<Span> {
        let (at, new) = self.known.insert_full(scalar::key(&key.data));
        if new {
            self.list.push((key, value));
            self.merged.push(merged);
            return None;
        }
        let first = self.list.get_mut(at)?;
        let twice = !merged && !self.merged.get(at).copied().unwrap_or(true);
        let place = twice.then_some(first.0.span);
        *first = (key, value);
        if let Some(flag) = self.merged.get_mut(at) {
            *flag = merged;
        }
        place
    }

    fn merge(&mut self, pairs: Vec<(Node, Node)>) {
        for (key, value) in pairs {
            self.insert(key, value, true);
        }
    }
}
