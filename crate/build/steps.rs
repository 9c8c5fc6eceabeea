//! Rules -> the steps of `src/syntax/build/machine.rs`, where each of them is explained.

use std::fmt::Write;

use pest_meta::optimizer::OptimizedExpr;

use super::look::{ALL, Look, failing_is_noted, look};
use super::{ENTRIES, Grammar, Letters};

/// A silent rule of more parts than this that is used more than once has its own steps, which are called.
const LARGE: usize = 6;

/// The source of the table.
pub(super) fn table(grammar: &Grammar) -> String {
    let mut writer =
        Writer { grammar, steps: Vec::new(), sets: Vec::new(), labels: Vec::new(), bodies: Vec::new() };
    for name in ENTRIES {
        writer.body(name);
    }
    let mut done = 0;
    while let Some((name, label)) = writer.bodies.get(done).cloned() {
        writer.place(label);
        writer.expr(&grammar.rule(&name).expr);
        writer.step("Done", &[]);
        done += 1;
    }
    let entries: Vec<usize> = ENTRIES.iter().map(|name| writer.body(name)).collect();
    let steps = writer.resolved();
    source(grammar, &writer, &steps, &entries)
}

fn source(grammar: &Grammar, writer: &Writer<'_>, steps: &[Step], entries: &[usize]) -> String {
    let mut out = String::new();
    let mut line = |text: &str| writeln!(out, "{text}").expect("a string takes all");
    line("/// The rules of the grammar that make pairs.");
    line(
        "#[expect(non_camel_case_types, clippy::upper_case_acronyms, reason = \"called as in the grammar\")]",
    );
    line("#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]");
    line("pub(super) enum Rule {\n    EOI,");
    for name in &grammar.named {
        line(&format!("    {name},"));
    }
    line("}\n\n/// The steps of an entry, its number among them.\nfn entry(rule: Rule) -> Option<u16> {");
    line("    [");
    for (name, label) in ENTRIES.iter().zip(entries) {
        line(&format!("        (Rule::{name}, {}),", writer.at(*label)));
    }
    line("    ].into_iter().find(|(entry, _)| *entry == rule).map(|(_, at)| at)\n}");
    line(&format!("\nstatic OPS: [Op; {}] = [", steps.len()));
    for step in steps {
        line(&format!("    {},", writer.shown(step)));
    }
    line(&format!("];\n\nstatic SETS: [[u32; 4]; {}] = [", writer.sets.len()));
    for set in &writer.sets {
        let words = [0, 32, 64, 96].map(|shift| (set >> shift) as u32);
        line(&format!("    {words:?},"));
    }
    line("];");
    out
}

#[derive(Clone, PartialEq, Eq)]
struct Step {
    op: &'static str,
    args: Vec<Arg>,
}

#[derive(Clone, PartialEq, Eq)]
enum Arg {
    Rule(String),
    Set(usize),
    /// The number of a label.
    To(usize),
}

struct Writer<'g> {
    grammar: &'g Grammar,
    steps: Vec<Step>,
    sets: Vec<Letters>,
    /// Where each of them is, once it is placed.
    labels: Vec<usize>,
    /// Rules that have steps of their own, and the label of those.
    bodies: Vec<(String, usize)>,
}

impl Writer<'_> {
    fn step(&mut self, op: &'static str, args: &[Arg]) {
        self.steps.push(Step { op, args: args.to_vec() });
    }

    fn label(&mut self) -> usize {
        self.labels.push(usize::MAX);
        self.labels.len() - 1
    }

    fn place(&mut self, label: usize) {
        self.labels[label] = self.steps.len();
    }

    fn at(&self, label: usize) -> usize {
        self.labels[label]
    }

    fn set(&mut self, letters: Letters) -> Arg {
        let known = self.sets.iter().position(|set| *set == letters);
        Arg::Set(known.unwrap_or_else(|| {
            self.sets.push(letters);
            self.sets.len() - 1
        }))
    }

    fn body(&mut self, name: &str) -> usize {
        if let Some((_, label)) = self.bodies.iter().find(|(known, _)| known == name) {
            return *label;
        }
        let label = self.label();
        self.bodies.push((name.to_owned(), label));
        label
    }

    /// Writes the steps of an expression; what follows it follows them.
    fn expr(&mut self, expr: &OptimizedExpr) {
        if let Some(letters) = self.grammar.letters(expr) {
            let set = self.set(letters);
            return self.step("Take", &[set]);
        }
        if let Some((name, letters)) = self.grammar.leaf(expr) {
            let (rule, set) = (Arg::Rule(name.to_owned()), self.set(letters));
            return self.step("Leaf", &[rule, set]);
        }
        match expr {
            OptimizedExpr::Str(text) => {
                for at in 0..text.len() {
                    let set = self.set(super::one(&text[at..]));
                    self.step("Take", &[set]);
                }
            }
            OptimizedExpr::Ident(name) => self.rule(name),
            OptimizedExpr::PosPred(expr) => match self.grammar.letters(expr) {
                Some(letters) => {
                    let set = self.set(letters);
                    self.step("Is", &[set]);
                }
                None => self.ahead("Look", expr),
            },
            OptimizedExpr::NegPred(expr) => self.refusal(expr),
            OptimizedExpr::Seq(..) => {
                for part in self.grammar.parts(expr) {
                    self.expr(part);
                }
            }
            OptimizedExpr::Choice(..) => self.choice(expr),
            OptimizedExpr::Opt(expr) => self.maybe(expr, false),
            OptimizedExpr::Rep(expr) => self.maybe(expr, true),
            other => panic!("{other:?}: not a part of grammars over tokens"),
        }
    }

    fn rule(&mut self, name: &str) {
        match (name, self.grammar.silent(name)) {
            ("SOI", _) => self.step("Start", &[]),
            ("EOI", _) => self.step("End", &[]),
            (_, Some(body)) if size(body) <= LARGE || uses(self.grammar, name) == 1 => self.expr(body),
            (_, Some(_)) => {
                let to = Arg::To(self.body(name));
                self.step("Call", &[to]);
            }
            (_, None) => {
                let (rule, to) = (Arg::Rule(name.to_owned()), Arg::To(self.body(name)));
                self.step("Rule", &[rule, to]);
            }
        }
    }

    fn ahead(&mut self, op: &'static str, expr: &OptimizedExpr) {
        let after = self.label();
        self.step(op, &[Arg::To(after)]);
        self.expr(expr);
        self.step("Done", &[]);
        self.place(after);
    }

    fn refusal(&mut self, expr: &OptimizedExpr) {
        if let Some(letters) = self.grammar.letters(expr) {
            let set = self.set(!letters);
            return self.step("Is", &[set]);
        }
        match self.grammar.leaf(expr) {
            Some((name, letters)) => {
                let (rule, set) = (Arg::Rule(name.to_owned()), self.set(letters));
                self.step("Bar", &[rule, set]);
            }
            None => self.ahead("Unlike", expr),
        }
    }

    /// `expr?` or `expr*`.
    fn maybe(&mut self, expr: &OptimizedExpr, again: bool) {
        let (start, skipped, after) = (self.label(), self.label(), self.label());
        let look = look(self.grammar, expr);
        self.place(start);
        self.unless(look.may(), skipped);
        let next = Arg::To(if again { start } else { after });
        if self.never_fails(expr) {
            self.expr(expr);
            self.step("Jump", &[next]);
        } else {
            self.attempt(expr, next, Arg::To(after));
        }
        self.place(skipped);
        self.note(look.skipped(), !look.may(), &look);
        self.place(after);
    }

    /// Whether it succeeds with each of the letters with which it may.
    fn never_fails(&self, expr: &OptimizedExpr) -> bool {
        self.grammar.letters(expr).is_some() || self.grammar.leaf(expr).is_some()
    }

    /// Tries something, then goes on at one of two places.
    fn attempt(&mut self, expr: &OptimizedExpr, done: Arg, failed: Arg) {
        let end = self.label();
        self.step("Try", &[Arg::To(end)]);
        self.expr(expr);
        self.step("Done", &[]);
        self.place(end);
        self.step("Jump", &[done]);
        self.step("Jump", &[failed]);
    }

    fn choice(&mut self, expr: &OptimizedExpr) {
        let grammar = self.grammar;
        let parts = grammar.alternatives(expr);
        let looks: Vec<Look> = parts.iter().map(|part| look(grammar, part)).collect();
        let after = self.label();
        // What was skipped before, and the letters with which it would have been noted.
        let mut skipped = Look::default();
        for (at, (part, here)) in parts.iter().zip(&looks).enumerate() {
            let later = &looks[at + 1..];
            if later.is_empty() {
                self.note(skipped.notes, ALL, &skipped);
                self.expr(part);
                break;
            }
            let next = self.label();
            self.unless(here.may(), next);
            self.note(skipped.notes & here.may(), here.may(), &skipped);
            let other = later.iter().fold(0, |letters, look| letters | look.may());
            let noted = later.iter().fold(0, |letters, look| letters | look.notes);
            let alone = here.may() & other == 0;
            if alone && (here.may() & noted == 0 || failing_is_noted(grammar, part)) {
                self.expr(part);
                self.step("Jump", &[Arg::To(after)]);
            } else {
                self.attempt(part, Arg::To(after), Arg::To(next));
            }
            self.place(next);
            skipped.notes |= here.skipped();
            skipped.rule = skipped.rule.or(here.rule.clone());
        }
        self.place(after);
    }

    /// Goes elsewhere if the next letter is none of some.
    fn unless(&mut self, letters: Letters, to: usize) {
        if letters != ALL {
            let set = self.set(letters);
            self.step("Unless", &[set, Arg::To(to)]);
        }
    }

    /// Notes a rule at some of the letters that can occur here.
    fn note(&mut self, letters: Letters, here: Letters, look: &Look) {
        let Some(rule) = look.rule.clone().filter(|_| letters & here != 0) else { return };
        let after = self.label();
        if here & !letters != 0 {
            self.unless(letters, after);
        }
        self.step("Note", &[Arg::Rule(rule)]);
        self.place(after);
    }

    /// The steps without those that only lead to others.
    fn resolved(&mut self) -> Vec<Step> {
        for at in 0..self.steps.len() {
            self.steps[at] = self.shortened(at);
        }
        let kept = self.reached();
        let moved: Vec<usize> = kept
            .iter()
            .scan(0, |count, kept| {
                let at = *count;
                *count += usize::from(*kept);
                Some(at)
            })
            .collect();
        for label in &mut self.labels {
            *label = moved.get(*label).copied().unwrap_or(usize::MAX);
        }
        self.steps.iter().zip(kept).filter(|(_, kept)| *kept).map(|(step, _)| step.clone()).collect()
    }

    fn shortened(&self, at: usize) -> Step {
        let step = self.steps[at].clone();
        match (step.op, step.args.as_slice()) {
            ("Jump", [Arg::To(to)]) => match self.steps[self.at(*to)].op {
                "Jump" => self.shortened(self.at(*to)),
                "Done" => Step { op: "Done", args: Vec::new() },
                _ => step,
            },
            ("Call", args) if self.steps.get(at + 1).is_some_and(|_| self.shortened(at + 1).op == "Done") => {
                Step { op: "Jump", args: args.to_vec() }
            }
            _ => step,
        }
    }

    /// Which steps something leads to.
    fn reached(&self) -> Vec<bool> {
        let mut reached = vec![false; self.steps.len()];
        let mut open: Vec<usize> = ENTRIES
            .iter()
            .filter_map(|name| self.bodies.iter().find(|(known, _)| known == name))
            .map(|(_, label)| self.at(*label))
            .collect();
        while let Some(at) = open.pop() {
            if std::mem::replace(&mut reached[at], true) {
                continue;
            }
            let step = &self.steps[at];
            open.extend(step.args.iter().filter_map(|arg| match arg {
                Arg::To(label) => Some(self.at(*label)),
                Arg::Rule(_) | Arg::Set(_) => None,
            }));
            // What fails in an attempt goes on behind where success does.
            if let ("Try", [Arg::To(label)]) = (step.op, step.args.as_slice()) {
                open.push(self.at(*label) + 1);
            }
            if !matches!(step.op, "Done" | "Jump") {
                open.push(at + 1);
            }
        }
        reached
    }

    fn shown(&self, step: &Step) -> String {
        let args: Vec<String> = step
            .args
            .iter()
            .map(|arg| match arg {
                Arg::Rule(name) => format!("Rule::{name}"),
                Arg::Set(set) => set.to_string(),
                Arg::To(label) => self.at(*label).to_string(),
            })
            .collect();
        if args.is_empty() {
            format!("Op::{}", step.op)
        } else {
            format!("Op::{}({})", step.op, args.join(", "))
        }
    }
}

/// How many parts an expression has.
fn size(expr: &OptimizedExpr) -> usize {
    match expr {
        OptimizedExpr::Seq(left, right) | OptimizedExpr::Choice(left, right) => size(left) + size(right),
        OptimizedExpr::PosPred(expr)
        | OptimizedExpr::NegPred(expr)
        | OptimizedExpr::Opt(expr)
        | OptimizedExpr::Rep(expr) => 1 + size(expr),
        _ => 1,
    }
}

/// How often a rule is named.
fn uses(grammar: &Grammar, name: &str) -> usize {
    let named = |rule: &super::OptimizedRule| {
        rule.expr
            .iter_top_down()
            .filter(|expr| matches!(expr, OptimizedExpr::Ident(used) if used == name))
            .count()
    };
    grammar.rules.values().map(named).sum()
}
