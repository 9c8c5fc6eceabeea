//! Templates: text between tags, code within them.
//!
//! ```text
//! Hello <%= $name -%>  text as it is, a value, no line break behind it
//! <%- if $x { -%>      code, no blanks before it
//! <%# a remark %>      nothing
//! <%% and %%>          `<%` and `%>` themselves
//! ```
//!
//! What text comes to, without remarks and with its blanks trimmed, is kept beside the tape. Puppet loses a text that
//! ends the file with a remark or with `<%%`; so it is lost here.

use std::ops::Range;

use super::Scanner;
use crate::diag::Code;

/// Which tag the walk is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tag {
    /// In none, or not in a template at all.
    None,
    /// `<%`
    Code,
    /// `<%=`
    Value,
}

/// What the text of a template between two tags comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::syntax) struct Text {
    /// Offset of its token.
    pub(in crate::syntax) at: usize,
    /// The text that is rendered.
    pub(in crate::syntax) rendered: String,
}

/// How a text ends.
enum End {
    /// At the end of the file.
    File,
    /// At the end of the file, which it does not outlive.
    Lost,
    /// At a tag of this length.
    Tag(Tag, usize),
}

impl Scanner<'_> {
    /// Goes through text and into the next tag; `trim` when the tag before it ended with `-%>`.
    pub(super) fn template_text(&mut self, trim: bool) {
        let start = self.at;
        self.tag = Tag::None;
        if start == self.end {
            return;
        }
        let mut rendered = String::new();
        let end = self.template_pieces(&mut rendered, trim);
        let at = self.at;
        let outlives = match end {
            End::File => true,
            End::Lost => false,
            End::Tag(..) => !rendered.is_empty(),
        };
        if outlives {
            self.scan.texts.push(Text { at: start, rendered });
            self.emit(b'"', start, at);
            self.end_token(start, at, false);
        }
        if let End::Tag(tag, length) = end {
            self.open_tag(tag, at, at + length);
        }
    }

    fn open_tag(&mut self, tag: Tag, start: usize, end: usize) {
        self.tag = tag;
        self.add_tag(start..end);
        if tag == Tag::Value {
            self.emit(b'@', start, end);
            self.end_token(start, end, false);
        }
        self.at = end;
    }

    /// `%>` or `-%>`, which give a token only where a value ends; then text.
    pub(super) fn close_tag(&mut self, length: usize) {
        let (start, end) = (self.at, self.at + length);
        self.add_tag(start..end);
        if self.tag == Tag::Value {
            self.emit(b'>', start, end);
            self.end_token(start, end, false);
        }
        self.at = end;
        self.lift_pending();
        self.template_text(length == "-%>".len());
    }

    /// The length of the end of the tag, if the walk is in a tag and this is its end.
    pub(super) fn tag_end(&self) -> Option<usize> {
        if self.tag == Tag::None || self.strings > 0 {
            return None;
        }
        ["-%>", "%>"].iter().find(|end| self.rest().starts_with(**end)).map(|end| end.len())
    }

    /// Heredocs have their texts on the next line, whether that is code or not.
    fn lift_pending(&mut self) {
        let at = self.at;
        if !self.pending.is_empty()
            && let Some(line) = self.rest().find('\n')
        {
            self.at += line;
            self.newline();
            self.at = at;
        }
    }

    /// Walks to the end of a text, over what is neither text nor the end of it.
    fn template_pieces(&mut self, rendered: &mut String, mut trim: bool) -> End {
        while self.at < self.end {
            let rest = self.rest();
            let text = rest.find("<%").map_or(rest, |tag| rest.get(..tag).unwrap_or(""));
            let kept = if trim { trimmed_start(text) } else { text };
            rendered.push_str(&kept.replace("%%>", "%>"));
            trim = false;
            self.at += text.len();
            if self.at == self.end {
                return End::File;
            }
            match self.peek("<%".len()) {
                None => {
                    self.error(Code::EppUnbalancedExpression, self.end, "this `<%` opens nothing");
                    self.at = self.end;
                    return End::Lost;
                }
                Some(b'%') => {
                    rendered.push_str("<%");
                    self.at += "<%%".len();
                }
                Some(b'#') => {
                    let Some(remark) = self.remark() else { return End::Lost };
                    if remark.starts_with("<%#-") {
                        rendered.truncate(rendered.trim_end_matches([' ', '\t']).len());
                    }
                    trim = remark.ends_with("-%>");
                }
                Some(b'-') => {
                    rendered.truncate(rendered.trim_end_matches([' ', '\t']).len());
                    return End::Tag(Tag::Code, "<%-".len());
                }
                Some(b'=') => return End::Tag(Tag::Value, "<%=".len()),
                Some(_) => return End::Tag(Tag::Code, "<%".len()),
            }
        }
        End::Lost
    }

    /// `<%# … %>`; `%%>` does not end it.
    fn remark(&mut self) -> Option<&str> {
        let start = self.at;
        let inside = self.rest().get("<%".len()..).unwrap_or("");
        let mut ends = inside.match_indices("%>").map(|(at, _)| at);
        let end = ends.find(|&at| at > 0 && inside.as_bytes().get(at - 1) != Some(&b'%'));
        let Some(end) = end else {
            self.error(Code::EppUnbalancedComment, start + "<%".len(), "this remark is not closed by `%>`");
            self.add_tag(start..self.end);
            self.at = self.end;
            return None;
        };
        self.at = start + "<%".len() + end + "%>".len();
        self.add_tag(start..self.at);
        self.text.get(start..self.at)
    }

    fn add_tag(&mut self, range: Range<usize>) {
        self.scan.tags.push(range);
    }
}

/// A text without its blanks up to a line break and that, or up to the first word.
fn trimmed_start(text: &str) -> &str {
    let rest = text.trim_start_matches([' ', '\t']);
    let rest = rest.strip_prefix('\r').unwrap_or(rest);
    rest.strip_prefix('\n').unwrap_or(rest)
}
