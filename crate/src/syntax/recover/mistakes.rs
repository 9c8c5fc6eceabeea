//! Mistakes that many make, each with its own words: habits from other languages, and what word processors and web
//! pages do to a text.

use super::repair::{Edit, Repair, Why};
use super::strip::Strip;
use crate::syntax::tape::BAD;

/// Tokens that stand for something else.
pub(super) struct Mistake {
    /// How many of the tokens stand before the one at which the grammar stops.
    back: usize,
    /// The tokens.
    words: &'static [&'static str],
    /// What is read instead.
    letters: &'static str,
    /// What is wrong.
    pub(super) message: &'static str,
    /// What to do.
    pub(super) hint: &'static str,
    /// What to write instead, if that is all.
    pub(super) write: Option<&'static str>,
}

const ELSIF: &str = "write `elsif`: one word, without the second `e`";
const WORDS: &str = "conditions are joined by the words `and` and `or`";
const COUNTING: &str =
    "a variable is assigned once: give the result a new name, or go over values with `each`";

/// Found where the grammar stops.
const TABLE: &[Mistake] = &[
    Mistake {
        back: 1,
        words: &["else", "if"],
        letters: "G",
        message: "`else if` is written `elsif`",
        hint: ELSIF,
        write: Some("elsif"),
    },
    Mistake {
        back: 1,
        words: &["==", "="],
        letters: "o",
        message: "`===` is written `==`",
        hint: "`==` compares",
        write: Some("=="),
    },
    Mistake {
        back: 1,
        words: &["!=", "="],
        letters: "p",
        message: "`!==` is written `!=`",
        hint: "`!=` compares",
        write: Some("!="),
    },
    Mistake {
        back: 0,
        words: &["&", "&"],
        letters: "C",
        message: "`&&` is written `and`",
        hint: WORDS,
        write: Some("and"),
    },
    Mistake {
        back: 0,
        words: &["&"],
        letters: "C",
        message: "`&` is written `and`",
        hint: WORDS,
        write: Some("and"),
    },
    Mistake {
        back: 0,
        words: &["|", "|"],
        letters: "E",
        message: "`||` is written `or`",
        hint: WORDS,
        write: Some("or"),
    },
    Mistake {
        back: 1,
        words: &["+", "+"],
        letters: "",
        message: "there is no `++`",
        hint: COUNTING,
        write: None,
    },
    Mistake {
        back: 2,
        words: &["-", "-"],
        letters: "",
        message: "there is no `--`",
        hint: COUNTING,
        write: None,
    },
];

/// Found before the parameters of a lambda.
const RUBY_BLOCK: Mistake = Mistake {
    back: 1,
    words: &["do"],
    letters: "",
    message: "`do` and `end` are Ruby's",
    hint: "write the body of a lambda in braces: `|$x| { … }`",
    write: None,
};

/// Found wherever they stand behind a `}`.
const BRANCHES: &[Mistake] = &[
    Mistake {
        back: 0,
        words: &["elseif"],
        letters: "G",
        message: "`elseif` is written `elsif`",
        hint: ELSIF,
        write: Some("elsif"),
    },
    Mistake {
        back: 0,
        words: &["elif"],
        letters: "G",
        message: "`elif` is written `elsif`",
        hint: ELSIF,
        write: Some("elsif"),
    },
];

/// Found wherever they stand.
const ENTITIES: &[Mistake] = &[
    Mistake {
        back: 0,
        words: &["=", "&", "gt", ";"],
        letters: "7",
        message: "`=&gt;` is HTML for `=>`",
        hint: "write `=>`",
        write: Some("=>"),
    },
    Mistake {
        back: 0,
        words: &["-", "&", "gt", ";"],
        letters: "0",
        message: "`-&gt;` is HTML for `->`",
        hint: "write `->`",
        write: Some("->"),
    },
    Mistake {
        back: 0,
        words: &["~", "&", "gt", ";"],
        letters: "1",
        message: "`~&gt;` is HTML for `~>`",
        hint: "write `~>`",
        write: Some("~>"),
    },
];

fn stands(mistake: &Mistake, strip: &Strip<'_>, from: usize) -> bool {
    mistake.words.iter().enumerate().all(|(index, word)| strip.word(from + index) == *word)
}

fn repair(mistake: &'static Mistake, from: usize) -> Repair {
    let edit = Edit { at: from, remove: mistake.words.len(), insert: mistake.letters };
    Repair { edit, why: Why::Mistake(mistake) }
}

/// Mistakes around the token at which the grammar stops.
pub(super) fn around(strip: &Strip<'_>, at: usize, list: &mut Vec<Repair>) {
    for mistake in TABLE {
        let Some(from) = at.checked_sub(mistake.back) else { continue };
        if stands(mistake, strip, from) {
            list.push(repair(mistake, from));
        }
    }
}

/// `do |x|` as in Ruby, before a brace or up to its `end`; then the statement is lost.
pub(super) fn ruby_block(strip: &Strip<'_>, statement: usize, at: usize, list: &mut Vec<Repair>) {
    let Some(word) = at.checked_sub(1).filter(|&word| stands(&RUBY_BLOCK, strip, word)) else { return };
    if strip.letter(at) != b'|' {
        return;
    }
    list.push(repair(&RUBY_BLOCK, word));
    let mut inside = std::iter::successors(Some(at), |&index| Some(strip.next(index)))
        .take_while(|&index| index < strip.len() && strip.group(index) == strip.group(at));
    if let Some(end) = inside.find(|&index| strip.word(index) == "end" && strip.is_first(index)) {
        let edit = Edit { at: statement, remove: end + 1 - statement, insert: "_" };
        list.push(Repair { edit, why: Why::Mistake(&RUBY_BLOCK) });
    }
}

/// Mistakes that are known by themselves, in the order of the text.
pub(super) fn everywhere(strip: &Strip<'_>) -> Vec<Repair> {
    let mut list = Vec::new();
    let mut at = 0;
    while at < strip.len() {
        let found = find(strip, at);
        at += found.map_or(1, |found| found.edit.remove.max(1));
        list.extend(found);
    }
    list
}

fn find(strip: &Strip<'_>, at: usize) -> Option<Repair> {
    match strip.letter(at) {
        b'a' if strip.before(at) == b'}' => {
            BRANCHES.iter().find(|mistake| stands(mistake, strip, at)).map(|mistake| repair(mistake, at))
        }
        b'4' | b'-' | BAD => {
            let entity = ENTITIES.iter().find(|mistake| stands(mistake, strip, at));
            entity
                .map(|mistake| repair(mistake, at))
                .or_else(|| quoted(strip, at))
                .or_else(|| fence(strip, at))
        }
        _ => None,
    }
}

/// Quotes as word processors turn them, around something in one line.
fn quoted(strip: &Strip<'_>, at: usize) -> Option<Repair> {
    let closers: &[&str] = match strip.word(at) {
        "\u{201c}" | "\u{201d}" | "\u{201e}" => &["\u{201c}", "\u{201d}"],
        "\u{2018}" | "\u{2019}" => &["\u{2018}", "\u{2019}"],
        _ => return None,
    };
    let line = (at + 1..strip.len()).take_while(|&index| !strip.is_first(index));
    let end = line.into_iter().find(|&index| closers.contains(&strip.word(index)))?;
    Some(Repair { edit: Edit { at, remove: end + 1 - at, insert: "_" }, why: Why::Quotes })
}

/// A line of three backticks.
fn fence(strip: &Strip<'_>, at: usize) -> Option<Repair> {
    if !strip.is_first(at) || !(at..at + 3).all(|index| strip.word(index) == "`") {
        return None;
    }
    let end = (at + 1..strip.len()).find(|&index| strip.is_first(index)).unwrap_or(strip.len());
    Some(Repair { edit: Edit { at, remove: end - at, insert: "" }, why: Why::Fence })
}
