//! A syntax tree as JSON, for tools: `parser dump --format json`.
//!
//! Every node is an object with its `kind`, the bytes of its text (`start`, `end`), where that starts (`line` and
//! `column` from 1, columns in characters), and its parts by name. A part that is absent is left out. The schema is
//! `schemas/parser-dump.schema.json`; what changes it changes [`VERSION`].

use callsheet::source::{File, Span};
use callsheet::syntax::ast::{
    AssignOp, Ast, Attribute, AttributeOp, EdgeOp, Entry, Expr, ExprKind, Form, Ident, If, Lambda, Parameter,
    Segment, UnaryOp,
};
use serde_json::{Map, Value, json};

/// The version of the format.
pub(crate) const VERSION: u32 = 1;

/// One file: its path, whether all of it was understood, its top-level statements.
pub(crate) fn file(ast: &Ast, file: &File) -> Value {
    let tree = Tree { file };
    json!({ "path": file.path, "complete": ast.complete, "statements": tree.all(&ast.body) })
}

struct Tree<'a> {
    file: &'a File,
}

/// The parts of a node.
type Parts = Vec<(&'static str, Value)>;

impl Tree<'_> {
    fn node(&self, kind: &str, span: Span, parts: Parts) -> Value {
        let at = self.file.line_column(span.start());
        let mut node = Map::new();
        node.insert("kind".to_owned(), json!(kind));
        for (name, number) in
            [("start", span.start()), ("end", span.end()), ("line", at.line), ("column", at.column)]
        {
            node.insert(name.to_owned(), json!(number));
        }
        let present = parts.into_iter().filter(|(_, part)| !part.is_null());
        node.extend(present.map(|(name, part)| (name.to_owned(), part)));
        Value::Object(node)
    }

    fn all<'e>(&self, exprs: impl IntoIterator<Item = &'e Expr>) -> Value {
        exprs.into_iter().map(|expr| self.expr(expr)).collect()
    }

    fn maybe(&self, expr: Option<&Expr>) -> Value {
        expr.map_or(Value::Null, |expr| self.expr(expr))
    }

    fn expr(&self, expr: &Expr) -> Value {
        let (kind, parts) = self.parts(expr);
        self.node(kind, expr.span, parts)
    }

    fn parts(&self, expr: &Expr) -> (&'static str, Parts) {
        match &expr.kind {
            ExprKind::Undef => ("undef", vec![]),
            ExprKind::Default => ("default", vec![]),
            ExprKind::Bool(value) => ("boolean", vec![("value", json!(value))]),
            ExprKind::Integer { value, radix } => {
                ("integer", vec![("value", json!(value)), ("radix", json!(radix))])
            }
            ExprKind::Float(value) => ("float", vec![("value", json!(value))]),
            ExprKind::Str(text) => ("string", vec![("value", json!(text))]),
            ExprKind::Regex(source) => ("regex", vec![("value", json!(source))]),
            ExprKind::Name(name) => ("name", vec![("value", json!(name))]),
            ExprKind::TypeRef(name) => ("type", vec![("value", json!(name))]),
            ExprKind::Var(name) => ("variable", vec![("value", json!(name))]),
            ExprKind::Reserved(word) => ("reserved", vec![("value", json!(word))]),
            ExprKind::Concat(segments) => ("interpolated", vec![("parts", self.segments(segments))]),
            ExprKind::Heredoc { syntax, text } => {
                ("heredoc", vec![("syntax", json!(syntax)), ("text", self.expr(text))])
            }
            ExprKind::Array(items) => ("array", vec![("items", self.all(items))]),
            ExprKind::Hash { entries, braced } => {
                ("hash", vec![("entries", self.entries(entries)), ("braced", json!(braced))])
            }
            ExprKind::Binary { op, left, right, .. } => ("binary", self.operator(op.symbol(), left, right)),
            ExprKind::Assign { op, target, value, .. } => {
                ("assignment", self.operator(assign_sign(*op), target, value))
            }
            ExprKind::Edge { op, left, right, .. } => {
                ("relationship", self.operator(edge_sign(*op), left, right))
            }
            ExprKind::Unary { op, operand } => {
                ("unary", vec![("operator", json!(unary_sign(*op))), ("operand", self.expr(operand))])
            }
            ExprKind::Paren(inner) => ("parentheses", vec![("value", self.expr(inner))]),
            ExprKind::Access { left, keys } => {
                ("access", vec![("left", self.expr(left)), ("keys", self.all(keys))])
            }
            ExprKind::Selector { left, entries } => {
                ("selector", vec![("left", self.expr(left)), ("entries", self.entries(entries))])
            }
            ExprKind::Call(call) => {
                let lambda = self.lambda(call.lambda.as_ref());
                let function = self.expr(&call.function);
                let args = self.all(&call.args);
                let statement = json!(call.statement);
                (
                    "call",
                    vec![
                        ("function", function),
                        ("args", args),
                        ("lambda", lambda),
                        ("statement", statement),
                    ],
                )
            }
            ExprKind::MethodCall(call) => {
                let lambda = self.lambda(call.lambda.as_ref());
                let receiver = self.expr(&call.receiver);
                let name = self.ident(&call.name);
                let args = self.all(&call.args);
                (
                    "method-call",
                    vec![("receiver", receiver), ("name", name), ("args", args), ("lambda", lambda)],
                )
            }
            ExprKind::If(branches) => ("if", self.branches(branches)),
            ExprKind::Unless(branches) => ("unless", self.branches(branches)),
            ExprKind::Case(case) => {
                let option = |option: &callsheet::syntax::ast::CaseOption| {
                    let parts = vec![("values", self.all(&option.values)), ("body", self.all(&option.body))];
                    self.node("case-option", option.span, parts)
                };
                let options = case.options.iter().map(option).collect();
                ("case", vec![("test", self.expr(&case.test)), ("options", options)])
            }
            ExprKind::RenderText(text) => ("render-text", vec![("value", json!(text))]),
            ExprKind::Render(body) => ("render", vec![("body", self.all(body))]),
            ExprKind::Epp { parameters, body } => {
                let parameters = parameters.as_ref().map_or(Value::Null, |all| self.parameters(all));
                ("template", vec![("parameters", parameters), ("body", self.all(body))])
            }
            ExprKind::Error => ("error", vec![]),
            _ => self.declaration(&expr.kind),
        }
    }

    /// Resources and definitions.
    fn declaration(&self, kind: &ExprKind) -> (&'static str, Parts) {
        match kind {
            ExprKind::Resource(resource) => {
                let body = |body: &callsheet::syntax::ast::ResourceBody| {
                    let attributes = self.attributes(&body.attributes);
                    let parts = vec![("title", self.expr(&body.title)), ("attributes", attributes)];
                    self.node("resource-body", body.span, parts)
                };
                let bodies = resource.bodies.iter().map(body).collect();
                let form = form(resource.form);
                ("resource", vec![("form", form), ("type", self.expr(&resource.ty)), ("bodies", bodies)])
            }
            ExprKind::Untitled(untitled) => {
                let parts = vec![("type", self.expr(&untitled.name)), ("hash", self.expr(&untitled.hash))];
                ("untitled-resource", parts)
            }
            ExprKind::ResourceDefaults(defaults) => {
                let attributes = self.attributes(&defaults.attributes);
                let form = form(defaults.form);
                let ty = self.expr(&defaults.ty);
                ("resource-defaults", vec![("form", form), ("type", ty), ("attributes", attributes)])
            }
            ExprKind::ResourceOverride(overriding) => {
                let attributes = self.attributes(&overriding.attributes);
                let form = form(overriding.form);
                let reference = self.expr(&overriding.reference);
                ("resource-override", vec![("form", form), ("left", reference), ("attributes", attributes)])
            }
            ExprKind::Collector(collector) => {
                let query = self.maybe(collector.query.as_ref());
                let parts = vec![
                    ("type", self.expr(&collector.ty)),
                    ("exported", json!(collector.exported)),
                    ("query", query),
                    ("attributes", self.attributes(&collector.attributes)),
                ];
                ("collector", parts)
            }
            ExprKind::Mapping(mapping) => {
                let parts = vec![
                    ("direction", json!(mapping.direction.word())),
                    ("component", self.expr(&mapping.component)),
                    ("capability", self.ident(&mapping.capability)),
                    ("attributes", self.attributes(&mapping.attributes)),
                ];
                ("capability-mapping", parts)
            }
            ExprKind::Class(class) => {
                let parent = class.parent.as_ref().map_or(Value::Null, |parent| self.ident(parent));
                let mut parts = self.definition(&class.name, &class.parameters, &class.body);
                parts.push(("parent", parent));
                ("class", parts)
            }
            ExprKind::Define(it) => ("define", self.definition(&it.name, &it.parameters, &it.body)),
            ExprKind::Application(it) => ("application", self.definition(&it.name, &it.parameters, &it.body)),
            ExprKind::Plan(it) => ("plan", self.definition(&it.name, &it.parameters, &it.body)),
            ExprKind::Function(it) => {
                let mut parts = self.definition(&it.name, &it.parameters, &it.body);
                parts.push(("returns", self.maybe(it.returns.as_ref())));
                ("function", parts)
            }
            ExprKind::Site(site) => ("site", vec![("body", self.all(&site.body))]),
            ExprKind::Apply { args, body } => {
                ("apply", vec![("args", self.all(args)), ("body", self.all(body))])
            }
            ExprKind::Node(node) => {
                let parent = self.maybe(node.parent.as_ref());
                let matches = self.all(&node.matches);
                ("node", vec![("matches", matches), ("parent", parent), ("body", self.all(&node.body))])
            }
            ExprKind::TypeAlias(alias) => {
                ("type-alias", vec![("name", self.ident(&alias.name)), ("value", self.expr(&alias.value))])
            }
            ExprKind::TypeMapping { left, right } => {
                ("type-mapping", vec![("left", self.expr(left)), ("right", self.expr(right))])
            }
            ExprKind::TypeDefinition(it) => {
                let parent = it.parent.as_ref().map_or(Value::Null, |parent| self.ident(parent));
                let name = self.ident(&it.name);
                ("type-definition", vec![("name", name), ("parent", parent), ("body", self.all(&it.body))])
            }
            // All of these are no declarations.
            ExprKind::Undef
            | ExprKind::Default
            | ExprKind::Bool(_)
            | ExprKind::Integer { .. }
            | ExprKind::Float(_)
            | ExprKind::Str(_)
            | ExprKind::Regex(_)
            | ExprKind::Name(_)
            | ExprKind::TypeRef(_)
            | ExprKind::Var(_)
            | ExprKind::Reserved(_)
            | ExprKind::Concat(_)
            | ExprKind::Heredoc { .. }
            | ExprKind::Array(_)
            | ExprKind::Hash { .. }
            | ExprKind::Binary { .. }
            | ExprKind::Assign { .. }
            | ExprKind::Edge { .. }
            | ExprKind::Unary { .. }
            | ExprKind::Paren(_)
            | ExprKind::Access { .. }
            | ExprKind::Selector { .. }
            | ExprKind::Call(_)
            | ExprKind::MethodCall(_)
            | ExprKind::If(_)
            | ExprKind::Unless(_)
            | ExprKind::Case(_)
            | ExprKind::RenderText(_)
            | ExprKind::Render(_)
            | ExprKind::Epp { .. }
            | ExprKind::Error => ("error", vec![]),
        }
    }

    fn operator(&self, sign: &str, left: &Expr, right: &Expr) -> Parts {
        vec![("operator", json!(sign)), ("left", self.expr(left)), ("right", self.expr(right))]
    }

    fn branches(&self, branches: &If) -> Parts {
        let (then, otherwise) = (self.all(&branches.then), self.all(&branches.otherwise));
        vec![("test", self.expr(&branches.test)), ("then", then), ("else", otherwise)]
    }

    fn definition(&self, name: &Ident, parameters: &[Parameter], body: &[Expr]) -> Parts {
        let parameters = self.parameters(parameters);
        vec![("name", self.ident(name)), ("parameters", parameters), ("body", self.all(body))]
    }

    fn ident(&self, ident: &Ident) -> Value {
        self.node("word", ident.span, vec![("value", json!(ident.text))])
    }

    fn segments(&self, segments: &[Segment]) -> Value {
        let segment = |segment: &Segment| match segment {
            Segment::Text(text) => json!(text),
            Segment::Interpolation(inner) => self.expr(inner),
        };
        segments.iter().map(segment).collect()
    }

    fn entries(&self, entries: &[Entry]) -> Value {
        let entry = |entry: &Entry| {
            let parts = vec![("key", self.expr(&entry.key)), ("value", self.expr(&entry.value))];
            self.node("entry", entry.key.span.to(entry.value.span), parts)
        };
        entries.iter().map(entry).collect()
    }

    fn attributes(&self, attributes: &[Attribute]) -> Value {
        let attribute = |attribute: &Attribute| {
            let (operator, name) = match &attribute.op {
                AttributeOp::Set(name) => ("=>", self.ident(name)),
                AttributeOp::Append(name) => ("+>", self.ident(name)),
                AttributeOp::Splat => ("* =>", Value::Null),
            };
            let value = self.expr(&attribute.value);
            let parts = vec![("operator", json!(operator)), ("name", name), ("value", value)];
            self.node("attribute", attribute.span, parts)
        };
        attributes.iter().map(attribute).collect()
    }

    fn parameters(&self, parameters: &[Parameter]) -> Value {
        let parameter = |parameter: &Parameter| {
            let parts = vec![
                ("name", self.ident(&parameter.name)),
                ("type", self.maybe(parameter.ty.as_ref())),
                ("default", self.maybe(parameter.default.as_ref())),
                ("splat", json!(parameter.splat)),
            ];
            self.node("parameter", parameter.span, parts)
        };
        parameters.iter().map(parameter).collect()
    }

    fn lambda(&self, lambda: Option<&Lambda>) -> Value {
        let Some(lambda) = lambda else { return Value::Null };
        let parts = vec![
            ("parameters", self.parameters(&lambda.parameters)),
            ("returns", self.maybe(lambda.returns.as_ref())),
            ("body", self.all(&lambda.body)),
        ];
        self.node("lambda", lambda.span, parts)
    }
}

fn form(form: Form) -> Value {
    json!(match form {
        Form::Regular => "regular",
        Form::Virtual => "virtual",
        Form::Exported => "exported",
    })
}

fn assign_sign(op: AssignOp) -> &'static str {
    match op {
        AssignOp::Set => "=",
        AssignOp::Append => "+=",
        AssignOp::Delete => "-=",
    }
}

fn edge_sign(op: EdgeOp) -> &'static str {
    match op {
        EdgeOp::Before => "->",
        EdgeOp::Notify => "~>",
        EdgeOp::Require => "<-",
        EdgeOp::Subscribe => "<~",
    }
}

fn unary_sign(op: UnaryOp) -> &'static str {
    match op {
        UnaryOp::Not => "!",
        UnaryOp::Negate => "-",
        UnaryOp::Splat => "*",
    }
}
