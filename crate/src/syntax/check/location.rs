//! The files of modules: what is loaded by its name stands in the file of that name.
//!
//! Puppet looks for `shop::db` in `manifests/db.pp` of the module `shop` and finds it nowhere else, so it refuses a
//! definition in the wrong file, and statements that nothing would ever run.

use super::Checker;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::source::Span;
use crate::syntax::Dialect;
use crate::syntax::ast::{Ast, Expr, ExprKind, Ident};
use crate::syntax::walk;

/// Folders of a module whose files are loaded by name.
const LOADED: &[&str] = &["manifests", "functions", "types", "plans"];

/// Reports what does not belong into a file of a module; files elsewhere may hold anything.
pub(in crate::syntax) fn check(ast: &Ast, path: &str, text: &str, diags: &mut Diagnostics) {
    let Some(namespace) = namespace(path) else { return };
    let mut checker =
        Checker { text, broken: !ast.complete, dialect: Dialect::default(), applies: false, diags };
    for statement in &ast.body {
        checker.top_construct(statement);
        checker.located(statement, &namespace);
    }
}

impl Checker<'_> {
    fn top_construct(&mut self, statement: &Expr) {
        let defines = matches!(
            statement.kind,
            ExprKind::Class(_)
                | ExprKind::Define(_)
                | ExprKind::Application(_)
                | ExprKind::Plan(_)
                | ExprKind::Function(_)
                | ExprKind::Site(_)
                | ExprKind::Mapping(_)
                | ExprKind::TypeAlias(_)
                | ExprKind::TypeMapping { .. }
                | ExprKind::Error
        );
        if !defines {
            let message = "a file of a module holds definitions, nothing else";
            self.report(Code::IllegalTopConstructLocation, self.position(statement), message);
        }
    }

    fn located(&mut self, expr: &Expr, namespace: &str) {
        let named = match &expr.kind {
            ExprKind::Class(class) => Some((&class.name, "manifests")),
            ExprKind::Define(it) | ExprKind::Application(it) => Some((&it.name, "manifests")),
            ExprKind::Plan(plan) => Some((&plan.name, "plans")),
            ExprKind::Function(function) => Some((&function.name, "functions")),
            _ => None,
        };
        if let Some((name, folder)) = named
            && !name.text.to_ascii_lowercase().starts_with(namespace)
        {
            self.mislaid(name, folder, expr.span);
        }
        walk::children(expr, &mut |child| self.located(child, namespace));
    }

    fn mislaid(&mut self, name: &Ident, folder: &str, span: Span) {
        let message = format!("`{}` is not looked for in this file", name.text);
        let place = span.until(name.span.end());
        let finding = Diagnostic::new(Code::IllegalDefinitionLocation, place, message);
        self.diags.add(finding.hint(format!("move it to `{}`", home(&name.text, folder))));
    }
}

/// What the names in a file start with: `shop::db` in `modules/shop/manifests/db.pp`.
fn namespace(path: &str) -> Option<String> {
    let path = path.strip_prefix("modules/")?.strip_suffix(".pp")?.to_ascii_lowercase();
    let (module, rest) = path.split_once('/')?;
    let (folder, file) = rest.split_once('/')?;
    if !LOADED.contains(&folder) {
        return None;
    }
    Some(if file == "init" { module.to_owned() } else { format!("{module}::{}", file.replace('/', "::")) })
}

/// The file of a name.
fn home(name: &str, folder: &str) -> String {
    match name.split_once("::") {
        Some((module, rest)) => format!("modules/{module}/{folder}/{}.pp", rest.replace("::", "/")),
        None => format!("modules/{name}/{folder}/init.pp"),
    }
}
