//! The words for a break: what is wrong there, what to do, and the edit that does it where only one can be meant.

use std::ops::Range;

use super::Break;
use super::place::{self, Kind};
use super::repair::Why;
use super::start;
use super::strip::{self, Strip};
use crate::syntax::tape::BAD;

/// What is said about a break.
#[derive(Default)]
pub(super) struct Words {
    pub(super) message: String,
    pub(super) hint: Option<String>,
    /// Another place, in bytes, and what is there.
    pub(super) label: Option<(Range<usize>, &'static str)>,
    /// What the repair does, which bytes it replaces, by what.
    pub(super) fix: Option<(String, Range<usize>, String)>,
}

impl Words {
    fn new(message: impl Into<String>) -> Words {
        Words { message: message.into(), ..Words::default() }
    }

    fn hint(mut self, hint: impl Into<String>) -> Words {
        self.hint = Some(hint.into());
        self
    }

    fn label(mut self, place: Range<usize>, words: &'static str) -> Words {
        self.label = Some((place, words));
        self
    }

    fn fix(mut self, title: String, place: Range<usize>, text: impl Into<String>) -> Words {
        self.fix = Some((title, place, text.into()));
        self
    }
}

/// Finds the words for a break.
pub(super) fn of(strip: &Strip<'_>, found: &Break) -> Words {
    let (at, piece) = (found.at, &found.piece);
    let end = strip.end_before(at);
    match found.repair.why {
        Why::Missing(",") => Words::new(format!("expected `,` before {}", token(strip, at)))
            .hint(if strip.is_first(at) {
                "add a comma at the end of the line before"
            } else {
                "add the comma"
            })
            .fix("Add `,`".to_owned(), end..end, ","),
        Why::Missing("=>") => {
            let name = strip.word(at.saturating_sub(1));
            let words = Words::new(format!("expected `=>` after `{name}`, found {}", token(strip, at)))
                .hint(format!("write `{name} => …`"));
            // The value may be missing, too.
            if found.repair.edit.insert != "7" {
                return words;
            }
            words.fix("Add `=>`".to_owned(), end..end, " =>")
        }
        Why::Missing(sign) => {
            let what = if found.kind == Kind::Body { "the title" } else { "the values of an option" };
            Words::new(format!("expected `{sign}` after {what}, found {}", token(strip, at)))
                .hint(format!("add the `{sign}`"))
                .fix(format!("Add `{sign}`"), end..end, sign)
        }
        Why::Value => value(strip, found.repair.edit.at, at),
        Why::Test => Words::new(format!("expected a condition after `{}`", strip.word(at.saturating_sub(1))))
            .hint("write what is tested before the `{`"),
        Why::Block => {
            Words::new(format!("expected `{{` {}, found {}", after_head(strip, piece, at), token(strip, at)))
                .hint("add the block in braces: `{ … }`")
        }
        Why::Instead(";") if strip.letter(at) != b';' => {
            let title = strip.word(replaced(found).end);
            Words::new(format!("expected `;` before the title `{title}`")).hint(instead(";")).fix(
                "Write `;`".to_owned(),
                strip.bytes(replaced(found)),
                ";",
            )
        }
        Why::Instead(sign) => Words::new(format!("expected `{sign}`, found {}", token(strip, at)))
            .hint(instead(sign))
            .fix(format!("Write `{sign}`"), strip.bytes(replaced(found)), sign),
        Why::Twice => {
            let end = strip.end_before(at + 1);
            Words::new(format!("{} stands here twice", token(strip, at))).hint("remove one of them").fix(
                format!("Remove one {}", token(strip, at)),
                strip.end_before(at)..end,
                "",
            )
        }
        Why::Mistake(mistake) => {
            let words = Words::new(mistake.message).hint(mistake.hint);
            match mistake.write {
                Some(write) => words.fix(format!("Write `{write}`"), strip.bytes(replaced(found)), write),
                None => words,
            }
        }
        Why::Quotes => quotes(strip, replaced(found)),
        Why::Fence => Words::new("this line is Markdown, not Puppet")
            .hint("remove it: only what is between the lines with backticks is the manifest")
            .fix("Remove the line".to_owned(), strip.bytes(replaced(found)), ""),
        Why::Dollar => Words::new(format!("the parameter {} lacks its `$`", token(strip, at)))
            .hint(format!("write `${}`", strip.word(at)))
            .fix("Add `$`".to_owned(), strip.start(at)..strip.start(at), "$"),
        Why::Parentheses => Words::new("a call with a lambda needs parentheses before its `|`")
            .hint("write `name(…) |$x| { … }`, or `$values.name |$x| { … }`"),
        Why::Empty if found.kind == Kind::Options => {
            Words::new("a `case` needs an option").hint("an option is written `'value': { … }`")
        }
        Why::Empty => {
            Words::new("a selector needs an entry").hint("an entry is written `'value' => 'result'`")
        }
        Why::Host => {
            let place = strip.bytes(replaced(found));
            let name = strip.text().get(place.clone()).unwrap_or("");
            let quoted = format!("'{name}'");
            Words::new(format!("the name of the node `{name}` needs quotes"))
                .hint(format!("write `{quoted}`"))
                .fix("Put quotes around it".to_owned(), place, quoted)
        }
        Why::Stray | Why::Lost => expected(strip, found),
    }
}

/// Quotes that are none, around `tokens`.
fn quotes(strip: &Strip<'_>, tokens: Range<usize>) -> Words {
    let quoted = strip.slice(tokens.clone());
    let inside = quoted.trim_matches(['\u{2018}', '\u{2019}', '\u{201c}', '\u{201d}', '\u{201e}']);
    let plain =
        if inside.contains(['\'', '\\', '$']) { format!("\"{inside}\"") } else { format!("'{inside}'") };
    Words::new(format!("{} is no quote in Puppet", token(strip, tokens.start)))
        .hint("write `'` or `\"`: word processors and web pages turn quotes like this")
        .fix("Write plain quotes".to_owned(), strip.bytes(tokens), plain)
}

fn replaced(found: &Break) -> Range<usize> {
    let edit = found.repair.edit;
    edit.at..edit.at + edit.remove
}

fn instead(sign: &str) -> &'static str {
    match sign {
        "=>" => "attributes and the entries of hashes are written `name => value`",
        "=" => "the default of a parameter is written `$name = value`",
        "==" => "`=` assigns, `==` compares",
        ";" => "the next title starts after a `;`",
        _ => "entries are separated by `,`",
    }
}

/// A token in backticks, or the end of the file.
fn token(strip: &Strip<'_>, at: usize) -> String {
    let mut word = strip.word(at);
    // The rest of a string or a heredoc is no help.
    if let Some((line, _)) = word.split_once('\n') {
        word = line.trim_end();
    }
    if word.is_empty() { "the end of the file".to_owned() } else { format!("`{word}`") }
}

/// A value is missing before the token `missing`; that is noticed at `at`.
fn value(strip: &Strip<'_>, missing: usize, at: usize) -> Words {
    let Some(sign) = missing.checked_sub(1) else { return Words::new("expected a value") };
    let words = match strip.letter(sign) {
        b'm' => Words::new("expected a variable or a value in `${}`")
            .hint("write `${name}`, or `\\${}` for these letters"),
        _ => Words::new(format!("expected a value after `{}`, found {}", strip.word(sign), token(strip, at)))
            .hint("write the value, or remove the line if it is not needed"),
    };
    if missing == at { words } else { words.label(strip.bytes(sign..missing), "the value is missing here") }
}

/// "after the condition", "after `class x`": what comes before a missing block.
fn after_head(strip: &Strip<'_>, piece: &Range<usize>, at: usize) -> String {
    let keyword = place::siblings(strip, piece.start..at)
        .filter(|&index| matches!(strip.letter(index), b'F' | b'G' | b'O'..=b'Q' | b'S'..=b'Y'))
        .last();
    let Some(keyword) = keyword else { return format!("after `{}`", strip.word(at.saturating_sub(1))) };
    match strip.letter(keyword) {
        b'V' | b'G' | b'X' | b'S' if keyword + 1 < at => {
            format!("after the condition of `{}`", strip.word(keyword))
        }
        b'O' | b'P' | b'T' | b'U' | b'W' | b'Y' if keyword + 1 < at => {
            format!("after `{} {}`", strip.word(keyword), strip.word(keyword + 1))
        }
        _ => format!("after `{}`", strip.word(keyword)),
    }
}

/// What could stand where the grammar stopped.
fn expected(strip: &Strip<'_>, found: &Break) -> Words {
    let at = found.at;
    let before = strip.before(at);
    if matches!(found.repair.why, Why::Stray) && found.repair.edit.at < at {
        let stray = at.saturating_sub(1);
        return Words::new(format!("{} cannot stand before {}", token(strip, stray), token(strip, at)))
            .hint("remove it, or add what is missing between the two")
            .label(strip.bytes(stray..at), "this is not understood here");
    }
    if start::wants_value(before) {
        return value(strip, at, at);
    }
    if found.kind == Kind::Block {
        return statement(strip, found);
    }
    let (what, hint) = in_group(strip, found);
    Words::new(format!("expected {what}, found {}", token(strip, at))).hint(hint)
}

/// What could go on in a group that is no block.
fn in_group(strip: &Strip<'_>, found: &Break) -> (String, &'static str) {
    let (at, piece) = (found.at, &found.piece);
    let empty = at <= piece.start;
    let group = strip.group(at.min(strip.len().saturating_sub(1)));
    let closer = group.and_then(|opener| strip::closer_of(strip.letter(opener))).map_or('|', char::from);
    let keyed =
        place::siblings(strip, piece.start..at).any(|index| matches!(strip.letter(index), b'7' | b'8'));
    let more = format!("`,` or `{closer}`");
    let last = strip.word(at.saturating_sub(1));
    match found.kind {
        Kind::Parameters if empty => {
            ("a parameter".to_owned(), "a parameter is written `Type $name = default`")
        }
        Kind::Parameters if matches!(strip.before(at), b'c' | b']') => {
            ("the name of the parameter".to_owned(), "write its name with a `$`: `String $name`")
        }
        Kind::Parameters => (more, "parameters are separated by `,`"),
        Kind::Hash | Kind::Selector if empty => ("a key".to_owned(), "an entry is written `key => value`"),
        Kind::Hash | Kind::Selector if !keyed => {
            (format!("`=>` after `{last}`"), "an entry is written `key => value`")
        }
        Kind::Body if empty && matches!(strip.before(at), b'{' | b';') => {
            ("a title or an attribute".to_owned(), "a resource is written `type { 'title': name => value }`")
        }
        Kind::Body if empty => {
            ("the name of an attribute".to_owned(), "an attribute is written `name => value`")
        }
        Kind::Body if !keyed && matches!(strip.before(piece.start), b'{' | b';') => {
            ("`:` after the title".to_owned(), "a resource is written `type { 'title': name => value }`")
        }
        Kind::Body if !keyed => (format!("`=>` after `{last}`"), "an attribute is written `name => value`"),
        Kind::Body | Kind::Hash | Kind::Selector => {
            (more, "something is missing between this and the value before")
        }
        Kind::Options => ("an option".to_owned(), "an option is written `'value': { … }`"),
        Kind::Items if empty => ("a value".to_owned(), "remove the `,` or write the value"),
        Kind::Items => (more, "something is missing between this and the value before"),
        Kind::Value | Kind::Text | Kind::Block => {
            ("the end of the expression".to_owned(), "something is missing between this and the value before")
        }
    }
}

/// What is wrong at statement level.
fn statement(strip: &Strip<'_>, found: &Break) -> Words {
    let at = found.at;
    let (here, before) = (strip.letter(at), strip.before(at));
    let word = token(strip, at);
    match before {
        b'T' | b'U' | b'O' | b'P' | b'Y' | b'W' | b'R' => {
            let keyword = strip.word(at - 1);
            return Words::new(format!("expected a name after `{keyword}`, found {word}"))
                .hint(format!("write `{keyword} name {{ … }}`"));
        }
        b'V' | b'G' | b'X' | b'S' => {
            return Words::new(format!("expected a condition after `{}`, found {word}", strip.word(at - 1)))
                .hint("write what is tested");
        }
        b'.' => {
            return Words::new(format!("expected the name of a function after `.`, found {word}"))
                .hint("a text with dots in it needs quotes");
        }
        b'F' | b'Q' => {
            return Words::new(format!("expected `{{` after `{}`, found {word}", strip.word(at - 1)))
                .hint("add the block in braces: `{ … }`");
        }
        _ => {}
    }
    match here {
        b'7' | b'8' => Words::new(format!("{word} stands only in resources, hashes and arguments"))
            .hint("a `{` or a title may be missing before it"),
        b':' => Words::new("`:` stands only after a title or the values of an option")
            .hint("a `{` may be missing before it"),
        b'G' if place::siblings(strip, found.piece.clone()).any(|index| strip.letter(index) == b'X') => {
            Words::new("`unless` has no `elsif`").hint("write `if` with the opposite condition")
        }
        b'F' | b'G' => Words::new(format!("{word} has no `if` before it"))
            .hint("it follows the `}` of an `if`, of which there is only one `else`"),
        b'H' => Words::new("`inherits` stands only after the name or the parameters of a class")
            .hint("move what is shared into a class of its own and include it"),
        BAD if !word.is_empty() => Words::new(format!("{word} has no meaning in Puppet"))
            .hint("remove it, or put quotes around the text it belongs to"),
        0 => Words::new("the statement before the end of the file is not complete")
            .hint("write the rest of it"),
        _ if before == 0 || matches!(before, b'{' | b';') => {
            Words::new(format!("expected a statement, found {word}"))
                .hint("remove it, or write what comes before it")
        }
        _ => {
            let last = strip.letter(at.saturating_sub(1));
            let plain = !strip::is_closer(last) && !matches!(last, b'"' | b'>');
            let previous = if plain { token(strip, at - 1) } else { "what is before it".to_owned() };
            Words::new(format!("{word} cannot follow {previous}"))
                .hint("an operator, a comma or a bracket may be missing between the two")
        }
    }
}
