//! What has to hold for every text.

use callsheet::diag::{Diagnostic, Diagnostics, Severity};
use callsheet::editor;
use callsheet::source::{File, Sources, Span};
use callsheet::syntax::ast::{Ast, Expr, ExprKind};
use callsheet::syntax::{self, Dialect, dump, print, walk};

/// Reads a text in every way there is, and panics where something does not hold.
pub fn check(path: &str, text: &str) {
    let sources = Sources::single(path, text);
    let (tree, found) = read(&sources);
    check_spans(&tree, &found, text);
    let (again, found_again) = read(&sources);
    assert_eq!(dump::pn(&tree), dump::pn(&again), "another tree the second time");
    assert_eq!(found, found_again, "other findings the second time");
    let errors = found.iter().any(|finding| finding.severity == Severity::Error);
    assert!(tree.complete || errors, "something is lost, and nothing is said of it");
    editor::tokens(path, text);
    editor::folds(path, text);
    editor::symbols(path, text);
    check_format(path, &sources, &tree);
}

/// A broken statement between two sound ones costs neither.
pub fn check_neighbours(text: &str) {
    let sources = Sources::single("site.pp", text);
    let (tree, found) = read(&sources);
    // The text of a heredoc is not where its statement is.
    if text.contains("@(") || found.iter().any(|finding| finding.severity == Severity::Error) {
        return;
    }
    let sound: Vec<String> = tree.body.iter().map(|statement| shown(&tree, statement)).collect();
    for (before, after) in tree.body.iter().zip(tree.body.iter().skip(1)) {
        let (end, start) = (before.span.end as usize, after.span.start as usize);
        let between = text.get(end..start).unwrap_or("");
        let Some(newline) = between.rfind('\n') else { continue };
        if !may_stand_apart(before, after) || !between.trim().is_empty() {
            continue;
        }
        let (head, tail) = text.split_at(end + newline);
        let broken = format!("{head}\n$broken = ]{tail}");
        let (rest, _) = read(&Sources::single("site.pp", &broken));
        let kept: Vec<String> = rest.body.iter().map(|statement| shown(&rest, statement)).collect();
        for statement in &sound {
            assert!(kept.contains(statement), "lost beside a broken one: {statement}\nin:\n{broken}");
        }
    }
}

/// Whether what stands between two statements cannot change what they mean.
fn may_stand_apart(before: &Expr, after: &Expr) -> bool {
    !matches!(before.kind, ExprKind::Name(_))
        && matches!(
            after.kind,
            ExprKind::Assign { .. }
                | ExprKind::Call(_)
                | ExprKind::Class(_)
                | ExprKind::Define(_)
                | ExprKind::Node(_)
                | ExprKind::Resource(_)
                | ExprKind::If(_)
                | ExprKind::Case(_)
        )
}

fn read(sources: &Sources) -> (Ast, Vec<Diagnostic>) {
    let mut diags = Diagnostics::default();
    let (id, file) = sources.iter().next().expect("one file");
    let tree = syntax::read(id, file, Dialect::default(), &mut diags);
    (tree, diags.into_sorted())
}

fn shown(tree: &Ast, statement: &Expr) -> String {
    dump::pn(&Ast { file: tree.file, body: vec![statement.clone()], complete: true })
}

fn check_spans(tree: &Ast, found: &[Diagnostic], text: &str) {
    let check = |span: Span| {
        assert!(
            text.get(span.start as usize..span.end as usize).is_some(),
            "{span:?} is no part of the text"
        );
    };
    for finding in found {
        check(finding.span);
        finding.labels.iter().for_each(|label| check(label.span));
        finding.fixes.iter().flat_map(|fix| &fix.edits).for_each(|edit| check(edit.span));
    }
    let mut open: Vec<&Expr> = tree.body.iter().collect();
    while let Some(expr) = open.pop() {
        check(expr.span);
        walk::children(expr, &mut |child| open.push(child));
    }
}

/// A sound text, formatted, gives the same tree; formatted again, the same text.
fn check_format(path: &str, sources: &Sources, tree: &Ast) {
    let Some(formatted) = formatted(sources) else { return };
    let sources = Sources::single(path, &formatted);
    let (again, _) = read(&sources);
    assert_eq!(dump::pn(tree), dump::pn(&again), "formatting changed the tree:\n{formatted}");
    assert_eq!(self::formatted(&sources).as_deref(), Some(formatted.as_str()), "formatted twice differs");
}

fn formatted(sources: &Sources) -> Option<String> {
    let (id, file): (_, &File) = sources.iter().next().expect("one file");
    print::format(id, file, Dialect::default(), &mut Diagnostics::default())
}
