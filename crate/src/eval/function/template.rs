//! Templates in Puppet's own language (EPP), rendered.

use super::foreign::{note_stand_in, stand_in};
use super::{Builtin, Invocation};
use crate::diag::{Code, Diagnostic};
use crate::eval::value::{HashMap, Value};
use crate::eval::{Eval, Evaluation, ScopeId, TOP, Unwritten};
use crate::source::NO_FILE;
use crate::syntax::ast::{Ast, ExprKind, Parameter};

/// Functions of this subject.
pub const FUNCTIONS: &[Builtin] =
    &[Builtin::tolerant("epp", epp), Builtin::tolerant("inline_epp", inline_epp)];

/// What has been rendered of the innermost template.
#[derive(Debug, Default)]
pub struct Rendered {
    text: String,
    unknown: bool,
    sensitive: bool,
}

/// `epp('module/file.epp', { … })` sees its parameters and the top scope.
fn epp<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    let Value::String(name) = evaluation.argument(call, 0)? else { return stand_in(evaluation, call) };
    let templates = &evaluation.program.templates;
    match templates.file(&name).or_else(|| templates.file(&format!("{name}.epp"))) {
        Some(ast) => evaluation.render(ast, call, TOP),
        // It may well be on the server.
        None => Ok(note_stand_in(evaluation, call, &name, format!("there is no template `{name}` here"))),
    }
}

/// `inline_epp('…', { … })` sees all variables of the place where it stands.
fn inline_epp<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    let text = match evaluation.argument(call, 0)? {
        Value::String(text) => text,
        _ => return stand_in(evaluation, call),
    };
    // Reading a text takes about as long as evaluating it.
    evaluation.spend(text.len() as u64 / 8, call.span)?;
    let Some(template) = evaluation.program.templates.inline(&text) else {
        return evaluation.refuse(call, "is called with too many different templates");
    };
    if let Some(error) = &template.error {
        return evaluation.refuse(call, format!("cannot read the template: {error}"));
    }
    let first = evaluation.diags.count();
    let inner = Unwritten { name: call.name, span: call.span, lambda: None, scope: call.scope };
    let outer = evaluation.unwritten.replace(inner);
    let result = evaluation.render(&template.ast, call, call.scope);
    evaluation.unwritten = outer;
    evaluation.diags.relocate(first, NO_FILE, call.span);
    result
}

impl<'a> Evaluation<'a> {
    fn render(&mut self, ast: &'a Ast, call: &Invocation<'a>, outer: ScopeId) -> Eval<Value> {
        let Some(ExprKind::Epp { parameters, body }) = ast.body.first().map(|template| &template.kind) else {
            return Ok(Value::Unknown);
        };
        let given = match call.args.get(1) {
            None | Some(Value::Undef) => HashMap::default(),
            Some(Value::Unknown | Value::Placeholder(_)) => return Ok(Value::Unknown),
            Some(_) => (**self.hash_argument(call, 1)?).clone(),
        };
        let scope = self.scopes.open_inner(outer);
        let before = std::mem::take(&mut self.rendered);
        let result = self.nested(call.span, |evaluation| {
            evaluation.bind_by_name(parameters.as_deref(), given, call, scope)?;
            evaluation.block(body, scope)
        });
        let rendered = std::mem::replace(&mut self.rendered, before);
        self.scopes.close(scope);
        result?;
        Ok(match rendered {
            Rendered { unknown: true, .. } => Value::Unknown,
            Rendered { sensitive: true, text, .. } => Value::Sensitive(Value::from(text).into()),
            Rendered { text, .. } => Value::from(text),
        })
    }

    /// Sets the parameters of a template. One that declares none takes whatever it is given.
    fn bind_by_name(
        &mut self,
        parameters: Option<&'a [Parameter]>,
        mut given: HashMap,
        call: &Invocation<'a>,
        scope: ScopeId,
    ) -> Eval<()> {
        for parameter in parameters.unwrap_or_default() {
            let name = parameter.name.text.as_str();
            let value = match (given.shift_remove(&Value::from(name)), &parameter.default) {
                (Some(value), _) => value,
                (None, Some(default)) => self.expression(default, scope)?,
                (None, None) => {
                    let message =
                        format!("the template of `{}` expects a value for parameter `{name}`", call.name);
                    let missing = Diagnostic::new(Code::MissingParameter, call.span, message);
                    return self.fail_with(
                        missing
                            .label(parameter.span, "declared here")
                            .hint(format!("give it in the hash: `{{ '{name}' => … }}`")),
                    );
                }
            };
            self.check_parameter(parameter, &value, &format!("`{}`", call.name), call.span, scope)?;
            self.scopes.assign(scope, name, value);
        }
        for (name, value) in given {
            let name = name.interpolate();
            if parameters.is_some() {
                let message = format!("the template of `{}` has no parameter named `{name}`", call.name);
                return self.fail_with(
                    Diagnostic::new(Code::UnknownParameter, call.span, message)
                        .hint("declare it at the start of the template, or leave it out"),
                );
            }
            self.scopes.assign(scope, &name, value);
        }
        Ok(())
    }

    /// Adds a text of the template that is being rendered.
    pub(crate) fn render_text(&mut self, text: &str) {
        self.rendered.text.push_str(text);
    }

    /// Adds the value of an expression; the value of one that is sensitive makes all of the template so.
    pub(crate) fn render_value(&mut self, value: &Value) {
        self.rendered.unknown |= value.is_unknown();
        if let Value::Sensitive(inner) = value {
            self.rendered.sensitive = true;
            return self.render_text(&inner.interpolate());
        }
        self.render_text(&value.interpolate());
    }
}
