//! Repairs of instances that stand outside of `site`.

use crate::diag::{Diagnostic, Edit, Fix};
use crate::source::Span;
use crate::syntax::ast::{Expr, ExprKind};
use crate::syntax::walk;

use super::list::{end_of_line, is_first_in_line, line_break, start_of_line};
use super::{Ground, likely, safe, write};

/// Moves an instance into the `site` block, or makes one around it.
pub(super) fn move_inside(ground: &Ground<'_>, diagnostic: &Diagnostic) -> Vec<Fix> {
    let path = ground.path(diagnostic.span);
    let Some(statement) = path.first().filter(|it| matches!(it.kind, ExprKind::Resource(_))) else {
        return Vec::new();
    };
    let span = statement.span;
    let text = ground.whole(span);
    let (start, end) = (span.start() as usize, span.end() as usize);
    let line_end = end_of_line(text, end);
    let alone =
        is_first_in_line(text, start) && text.get(end..line_end).is_some_and(|it| it.trim().is_empty());
    if !alone || is_text_over_lines(ground, statement) {
        return Vec::new();
    }
    let line_break = line_break(text);
    let inside = ["  ", &ground.text(span).replace('\n', "\n  ")].concat();
    let Some(site) = ground.program.site else {
        let wrapped = ["site {", line_break, &inside, line_break, "}"].concat();
        return vec![safe("Put `site { }` around it".to_owned(), vec![write(span, wrapped)])];
    };
    let Some(closer) = closer_of_site(ground, site.keyword) else { return Vec::new() };
    let behind = text.get(line_end..).unwrap_or_default();
    let rest = behind.len() - behind.trim_start_matches(['\r', '\n']).len();
    let lines = Span::new(span.file(), start_of_line(text, start), line_end + rest);
    let insert = Edit { span: closer, text: [&inside, line_break].concat() };
    vec![likely("Move it into the `site` block".to_owned(), vec![write(lines, ""), insert])]
}

/// The start of the line with the bracket that closes `site`, if nothing stands before the bracket.
fn closer_of_site(ground: &Ground<'_>, keyword: Span) -> Option<Span> {
    let site = ground.path(keyword).first()?.span;
    let text = ground.whole(site);
    let closer = site.end() as usize - 1;
    let line = start_of_line(text, closer);
    is_first_in_line(text, closer).then(|| Span::new(site.file(), line, line))
}

/// Whether a string or heredoc goes over several lines: more indentation would change it.
fn is_text_over_lines(ground: &Ground<'_>, expr: &Expr) -> bool {
    let is_text = matches!(expr.kind, ExprKind::Str(_) | ExprKind::Concat(_));
    let is_here = match &expr.kind {
        ExprKind::Heredoc { .. } => true,
        _ => is_text && ground.text(expr.span).contains('\n'),
    };
    let mut found = is_here;
    walk::children(expr, &mut |child| found = found || is_text_over_lines(ground, child));
    found
}
