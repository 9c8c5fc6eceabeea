//! Whatever is broken in a manifest, what stands around it is read as before, and something is said about it.
//!
//! Every sound manifest of the cases, the recorded answers and the examples is broken at places that are chosen the
//! same way each time: a token is left out, written twice or swapped with the next, a line is left out, the end is.

#![cfg(not(target_arch = "wasm32"))]

#[path = "case.rs"]
#[expect(dead_code, reason = "only the reading of pages is used here")]
mod case;

use std::fs;
use std::ops::Range;
use std::path::Path;

use callsheet::diag::{Diagnostics, Severity};
use callsheet::source::Sources;
use callsheet::syntax::ast::{Ast, Expr};
use callsheet::syntax::{self, Dialect, dump};

/// Breaks of each kind in a manifest.
const BREAKS: usize = 2;
/// A break may have more findings than this in one of so many texts only.
const FINDINGS: usize = 2;

/// The first part is replaced by the second.
type Change = (Range<usize>, String);

#[test]
fn a_break_costs_no_other_statement() {
    let mut figures = Figures::default();
    for text in manifests() {
        let sound = parse(&text);
        if sound.errors > 0 {
            continue;
        }
        for (place, words) in changes(&text) {
            figures.add(&text, &sound.ast, &place, &words);
        }
    }
    assert!(figures.breaks > 3000, "the manifests are there: {}", figures.breaks);
    assert_eq!(figures.silent, Vec::<String>::new(), "a break that nothing is said about");
    // A quote, a slash or a bracket too few may well take a neighbour with it; some cases consist of patterns.
    assert!(figures.lost * 45 <= figures.statements, "{} of {}", figures.lost, figures.statements);
    assert!(figures.many * 10 <= figures.breaks, "{} of {}", figures.many, figures.breaks);
}

#[derive(Default)]
struct Figures {
    breaks: usize,
    /// Top-level statements beside a break, and those of them that are not in the tree any more.
    statements: usize,
    lost: usize,
    /// Breaks with many findings.
    many: usize,
    silent: Vec<String>,
}

impl Figures {
    fn add(&mut self, text: &str, sound: &Ast, place: &Range<usize>, words: &str) {
        let (before, after) = (&text[..place.start], &text[place.end..]);
        let changed = format!("{before}{words}{after}");
        let broken = parse(&changed);
        if broken.errors == 0 {
            if !broken.ast.complete {
                self.silent.push(changed);
            }
            return;
        }
        self.breaks += 1;
        self.many += usize::from(broken.errors > FINDINGS);
        let kept: Vec<String> =
            broken.ast.body.iter().map(|statement| tree(&broken.ast, statement)).collect();
        let beside = |statement: &&Expr| {
            (statement.span.end() as usize) < place.start || (statement.span.start() as usize) > place.end
        };
        for statement in sound.body.iter().filter(beside) {
            self.statements += 1;
            self.lost += usize::from(!kept.contains(&tree(sound, statement)));
        }
    }
}

struct Parsed {
    ast: Ast,
    errors: usize,
}

fn parse(text: &str) -> Parsed {
    let sources = Sources::single("site.pp", text);
    let (id, _) = sources.iter().next().expect("one file");
    let mut diags = Diagnostics::default();
    let ast = syntax::parse(id, text, Dialect::default(), &mut diags);
    Parsed { ast, errors: diags.iter().filter(|finding| finding.severity == Severity::Error).count() }
}

fn tree(ast: &Ast, statement: &Expr) -> String {
    dump::pn(&Ast { file: ast.file, body: vec![statement.clone()], complete: true })
}

fn manifests() -> Vec<String> {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests");
    let mut texts = Vec::new();
    for folder in [tests.join("conformance/orchestration"), tests.join("../web/examples")] {
        let files = case::files_below(&folder);
        let manifests = files.iter().filter(|path| path.extension().is_some_and(|ending| ending == "pp"));
        texts.extend(manifests.map(|path| fs::read_to_string(path).expect("a readable manifest")));
    }
    for page in case::files_below(&tests.join("cases")) {
        if page.extension().is_some_and(|ending| ending == "md") {
            let cases = case::read(&page, "", &fs::read_to_string(&page).expect("a readable page"));
            let files = cases.expect("a sound page").into_iter().flat_map(|case| case.files);
            texts.extend(files.filter(|(path, _)| path.ends_with(".pp")).map(|(_, text)| text));
        }
    }
    texts
}

/// Changes of each kind, at places that depend on the text alone.
fn changes(text: &str) -> Vec<Change> {
    let tokens = tokens(text);
    let mut seed = text.bytes().fold(7_u32, |seed, byte| seed.wrapping_mul(31).wrapping_add(u32::from(byte)));
    let mut changes = Vec::new();
    for _ in 0..BREAKS * usize::from(tokens.len() > 2) {
        let mut pick = || {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 8) as usize % (tokens.len() - 1)
        };
        let token = |at: usize| tokens[at].clone();
        let (left_out, twice, swapped, cut) = (token(pick()), token(pick()), pick(), token(pick()));
        let (one, other) = (token(swapped), token(swapped + 1));
        let line = text[..cut.start].rfind('\n').map_or(0, |newline| newline + 1);
        let line_end = text[cut.start..].find('\n').map_or(text.len(), |length| cut.start + length);
        changes.push((left_out, String::new()));
        changes.push((twice.clone(), format!("{0} {0}", &text[twice])));
        let between = &text[one.end..other.start];
        changes
            .push((one.start..other.end, format!("{}{between}{}", &text[other.clone()], &text[one.clone()])));
        changes.push((line..line_end, String::new()));
        changes.push((cut.start..text.len(), String::new()));
    }
    changes
}

/// Words, quoted texts and signs, without comments.
fn tokens(text: &str) -> Vec<Range<usize>> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        let rest = &text[at..];
        let length = match first {
            '#' => rest.find('\n').unwrap_or(rest.len()),
            '\'' | '"' => rest[1..].find(first).map_or(rest.len(), |length| length + 2),
            _ if is_word(first) => rest.find(|c| !is_word(c)).unwrap_or(rest.len()),
            '=' | '-' | '~' if rest[1..].starts_with('>') => 2,
            _ => first.len_utf8(),
        };
        if !first.is_whitespace() && first != '#' {
            tokens.push(at..at + length);
        }
        at += length;
    }
    tokens
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '$')
}
