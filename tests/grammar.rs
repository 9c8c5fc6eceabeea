//! The table of the grammar reads as the parser that pest generates from the same rules: the same pairs, and errors at
//! the same places.
//!
//! The texts follow the rules at random, where predicates are not heeded; then some of their letters are changed.

use pest::Parser;
use pest::error::{Error, InputLocation};
use pest::iterators::{Pair, Pairs};
use pest_meta::ast::RuleType;
use pest_meta::optimizer::{OptimizedExpr, OptimizedRule};

// The table, which the library keeps to itself.
#[path = "../crate/src/syntax/build/machine.rs"]
mod machine;

mod generated {
    #[derive(pest_derive::Parser)]
    #[grammar = "syntax/puppet.pest"]
    pub(super) struct Grammar;
}

use generated::{Grammar, Rule as Generated};
use machine::Rule;

const ENTRIES: [(&str, Rule, Generated); 3] = [
    ("manifest", Rule::manifest, Generated::manifest),
    ("template", Rule::template, Generated::template),
    ("text", Rule::text, Generated::text),
];

/// Texts for each entry.
const TEXTS: usize = 4000;

/// A text longer than this takes the shortest way to its end.
const LONG: usize = 60;

#[test]
fn the_table_reads_as_the_generated_parser() {
    let source = include_str!("../crate/src/syntax/puppet.pest");
    let (_, rules) = pest_meta::parse_and_optimize(source).expect("a grammar");
    let mut writer = Writer { rules: &rules, chance: Chance(1), text: String::new() };
    let (mut read, mut refused) = (0, 0);
    for (name, ours, theirs) in ENTRIES {
        for _ in 0..TEXTS {
            writer.text.clear();
            writer.write(&OptimizedExpr::Ident(name.to_owned()), 0);
            let text = writer.text.clone();
            for text in [writer.changed(&text), writer.changed(&text), text] {
                let read_so = outcome(machine::parse(ours, &text));
                assert_eq!(
                    read_so,
                    outcome(Grammar::parse(theirs, &text).map_err(place)),
                    "{name}: {text:?}"
                );
                *(if read_so.starts_with("error") { &mut refused } else { &mut read }) += 1;
            }
        }
    }
    assert!(read > TEXTS && refused > TEXTS, "both occur: {read} texts were read, {refused} refused");
}

fn place(error: Error<Generated>) -> usize {
    match error.location {
        InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
    }
}

/// The pairs with their places, or the place of the error.
fn outcome<R: pest::RuleType>(result: Result<Pairs<'_, R>, usize>) -> String {
    let shown = |pair: Pair<'_, R>| {
        format!("{:?} {}-{}", pair.as_rule(), pair.as_span().start(), pair.as_span().end())
    };
    match result {
        Ok(pairs) => pairs.flatten().map(shown).collect::<Vec<_>>().join("\n"),
        Err(at) => format!("error at {at}"),
    }
}

/// Numbers that look like chance, the same ones in every run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end
    }
}

struct Writer<'g> {
    rules: &'g [OptimizedRule],
    chance: Chance,
    text: String,
}

impl Writer<'_> {
    fn write(&mut self, expr: &OptimizedExpr, depth: usize) {
        let short = depth > 40 || self.text.len() > LONG;
        match expr {
            OptimizedExpr::Str(text) => self.text.push_str(text),
            OptimizedExpr::Range(from, to) => {
                let (from, to) = (from.as_bytes()[0], to.as_bytes()[0]);
                let letter = from + self.chance.below(usize::from(to - from) + 1) as u8;
                self.text.push(char::from(letter));
            }
            OptimizedExpr::Ident(name) => {
                let rule = self.rules.iter().find(|rule| rule.name == *name);
                if let Some(rule) = rule {
                    assert!(
                        matches!(rule.ty, RuleType::Normal | RuleType::Silent),
                        "{name}: plain rules only"
                    );
                    self.write(&rule.expr, depth + 1);
                }
            }
            OptimizedExpr::Seq(left, right) => {
                self.write(left, depth);
                self.write(right, depth);
            }
            // The first alternative is the shortest one.
            OptimizedExpr::Choice(left, right) => {
                let first = short || self.chance.below(5) < 2;
                self.write(if first { left } else { right }, depth);
            }
            OptimizedExpr::Opt(expr) | OptimizedExpr::Rep(expr) => {
                while !short && self.chance.below(2) == 0 {
                    self.write(expr, depth + 1);
                    if matches!(expr.as_ref(), OptimizedExpr::Opt(_)) || self.text.len() > LONG {
                        break;
                    }
                }
            }
            OptimizedExpr::PosPred(_) | OptimizedExpr::NegPred(_) => {}
            other => panic!("{other:?}: not a part of grammars over tokens"),
        }
    }

    /// A text with one to three letters deleted, doubled or exchanged for others.
    fn changed(&mut self, text: &str) -> String {
        let mut letters = text.as_bytes().to_vec();
        for _ in 0..=self.chance.below(3) {
            if letters.is_empty() {
                break;
            }
            let at = self.chance.below(letters.len());
            match self.chance.below(4) {
                0 => drop(letters.remove(at)),
                1 => letters.insert(at, letters[at]),
                2 => letters[at] = letters[self.chance.below(letters.len())],
                _ => letters[at] = b' ' + self.chance.below(95) as u8,
            }
        }
        String::from_utf8(letters).expect("letters are ASCII")
    }
}
