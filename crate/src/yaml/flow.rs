//! Flows: `[a, b]` and `{a: b}`, which is JSON too.

use super::reader::{Pairs, Properties, Read, Reader};
use super::{Data, Node};

impl<'a> Reader<'a> {
    /// A sequence or mapping in brackets.
    pub(super) fn flow(&mut self) -> Read<Node> {
        self.nested(|reader| {
            let start = reader.at;
            let data = if reader.byte() == b'[' { reader.list()? } else { reader.map()? };
            Ok(Node { data, span: reader.span(start) })
        })
    }

    fn list(&mut self) -> Read<Data> {
        let start = self.at;
        let mut items = Vec::new();
        while self.next_entry(start, b']', !items.is_empty())? {
            let entry = self.at;
            let item = self.flow_node()?;
            self.skip(true)?;
            if !self.at_colon(entry) {
                items.push(item);
                continue;
            }
            // A single pair, as in `[a: 1, b: 2]`.
            let mut pairs = Pairs::default();
            let value = self.flow_value()?;
            self.add(&mut pairs, item, value);
            items.push(Node { data: Data::Hash(pairs.list), span: self.span(entry) });
        }
        Ok(Data::Array(items))
    }

    fn map(&mut self) -> Read<Data> {
        let start = self.at;
        let mut pairs = Pairs::default();
        let mut count = 0;
        while self.next_entry(start, b'}', count > 0)? {
            count += 1;
            if self.byte() == b'?' && self.blank_at(self.at + 1) {
                self.at += 1;
                self.skip(true)?;
            }
            let entry = self.at;
            let key = self.flow_node()?;
            self.skip(true)?;
            let value = if self.at_colon(entry) {
                self.flow_value()?
            } else {
                self.empty(self.at, Properties::default())?
            };
            self.add(&mut pairs, key, value);
        }
        Ok(Data::Hash(pairs.list))
    }

    /// Goes to the next entry of the brackets that open at `start`; false behind the closing one.
    fn next_entry(&mut self, start: usize, close: u8, comma: bool) -> Read<bool> {
        if !comma {
            self.at += 1;
        }
        self.skip(true)?;
        if self.at_end() {
            return self.fail(
                start,
                "this bracket is not closed",
                "add the closing one behind the last entry",
            );
        }
        if comma && self.byte() == b',' {
            self.at += 1;
            self.skip(true)?;
        } else if comma && self.byte() != close {
            return self.fail(
                self.at,
                "a comma or the closing bracket is missing before this",
                "put a comma between two entries",
            );
        }
        if self.byte() == close {
            self.at += 1;
            return Ok(false);
        }
        if self.byte() == b',' {
            return self.fail(
                self.at,
                "nothing stands before this comma",
                "remove it, or write `null` before it",
            );
        }
        if self.at_end() {
            return self.fail(
                start,
                "this bracket is not closed",
                "add the closing one behind the last entry",
            );
        }
        Ok(true)
    }

    /// Whether the colon of a pair stands here; behind quotes and brackets it needs no blank.
    fn at_colon(&self, entry: usize) -> bool {
        let joined = matches!(self.byte_at(entry), b'"' | b'\'' | b'[' | b'{');
        let free = self.blank_at(self.at + 1)
            || matches!(self.byte_at(self.at + 1), b',' | b'[' | b']' | b'{' | b'}');
        self.byte() == b':' && (joined || free)
    }

    fn flow_value(&mut self) -> Read<Node> {
        self.at += 1;
        self.skip(true)?;
        self.flow_node()
    }

    fn flow_node(&mut self) -> Read<Node> {
        let properties = self.properties()?;
        self.skip(true)?;
        let start = self.at;
        let node = match self.byte() {
            b'[' | b'{' => self.flow()?,
            b'*' => self.alias()?,
            quote @ (b'"' | b'\'') => {
                let text = self.quoted(quote)?;
                self.string(text, start)
            }
            b',' | b']' | b'}' => return self.empty(start, properties),
            b':' if self.at_colon(start) => return self.empty(start, properties),
            b'@' | b'`' | b'%' | b'|' | b'>' => {
                return self.fail(start, "no value starts with this sign", "put quotes around the value");
            }
            _ => {
                let text = self.plain(-1, true);
                if self.at == start {
                    return self.fail(start, "the text cannot be read here", "put quotes around the value");
                }
                self.resolved(text, start, properties.tag)?
            }
        };
        Ok(self.keep(node, properties))
    }
}
