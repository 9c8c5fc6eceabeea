//! A tree as Puppet's own parser prints it: PN, an s-expression (`puppet parser dump --format pn`).
//!
//! Calls are `(op a b)`, maps `{:key value}`, lists `[a b]`; what is absent is left out.

use crate::decimal;

use super::ast::{
    AssignOp, Ast, Attribute, AttributeOp, Block, Class, Definition, EdgeOp, Entry, Expr, ExprKind, Form, If,
    Lambda, Parameter, Resource, Segment, TypeDefinition, UnaryOp, Untitled,
};

/// The whole tree on one line; equal to Puppet 6's text for every sound manifest.
pub fn pn(ast: &Ast) -> String {
    block(&ast.body)
}

/// Statements as one thing.
fn block(block: &Block) -> String {
    match block.as_slice() {
        [] => "(nop)".to_owned(),
        [only] => expr(only),
        many => call("block", &exprs(many)),
    }
}

/// `(name part part)`
fn call(name: &str, parts: &[String]) -> String {
    if parts.is_empty() { format!("({name})") } else { format!("({name} {})", parts.join(" ")) }
}

fn list(parts: &[String]) -> String {
    format!("[{}]", parts.join(" "))
}

fn exprs(exprs: &[Expr]) -> Vec<String> {
    exprs.iter().map(expr).collect()
}

/// A map that leaves out what is absent.
#[derive(Default)]
struct Map(Vec<String>);

impl Map {
    fn with(mut self, key: &str, value: impl Into<Option<String>>) -> Map {
        self.0.extend(value.into().map(|value| format!(":{key} {value}")));
        self
    }

    fn with_block(self, key: &str, block: &Block) -> Map {
        let value = (!block.is_empty()).then(|| list(&exprs(block)));
        self.with(key, value)
    }

    fn with_parameters(self, parameters: &[Parameter]) -> Map {
        let each = parameters
            .iter()
            .map(|parameter| format!(":{} {}", parameter.name.text, self::parameter(parameter)));
        let value = (!parameters.is_empty()).then(|| format!("{{{}}}", each.collect::<Vec<_>>().join(" ")));
        self.with("params", value)
    }

    fn with_form(self, form: Form) -> Map {
        match form {
            Form::Regular => self,
            Form::Virtual => self.with("form", string("virtual")),
            Form::Exported => self.with("form", string("exported")),
        }
    }

    fn text(&self) -> String {
        format!("{{{}}}", self.0.join(" "))
    }

    fn call(&self, name: &str) -> String {
        format!("({name} {})", self.text())
    }
}

fn string(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '\t' => quoted.push_str("\\t"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            control if control < ' ' => quoted.push_str(&format!("\\o{:03o}", u32::from(control))),
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

/// Whether Ruby ties a regular expression to Unicode, and says so when it is printed.
fn is_unicode(source: &str) -> bool {
    let mut rest = source;
    while let Some(at) = rest.find('\\') {
        let escape = rest.get(at + 1..).unwrap_or("");
        let code = escape.strip_prefix("u{").or_else(|| escape.strip_prefix('u')).unwrap_or("");
        let digits = code.len() - code.trim_start_matches(|c: char| c.is_ascii_hexdigit()).len();
        let digits = digits.min(if escape.starts_with("u{") { 6 } else { 4 });
        let code = u32::from_str_radix(code.get(..digits).unwrap_or(""), 16).unwrap_or(0);
        if escape.starts_with(['p', 'P']) || code > 0x7f {
            return true;
        }
        rest = escape.get(escape.chars().next().map_or(0, char::len_utf8)..).unwrap_or("");
    }
    !source.is_ascii()
}

fn word(tag: &str, text: &str) -> String {
    call(tag, &[string(text)])
}

fn expr(expr: &Expr) -> String {
    match &expr.kind {
        ExprKind::Undef => "nil".to_owned(),
        ExprKind::Default => "(default)".to_owned(),
        ExprKind::Bool(value) => value.to_string(),
        ExprKind::Integer { value, radix: 10 } => value.to_string(),
        ExprKind::Integer { value, radix } => {
            Map::default().with("radix", radix.to_string()).with("value", value.to_string()).call("int")
        }
        ExprKind::Float(value) => decimal::shortest(*value),
        ExprKind::Str(text) => string(text),
        ExprKind::Regex(source) if is_unicode(source) => word("regexp", &format!("(?-imx:{source})")),
        ExprKind::Regex(source) => word("regexp", source),
        ExprKind::Concat(segments) => call("concat", &segments.iter().map(segment).collect::<Vec<_>>()),
        ExprKind::Heredoc { syntax, text } => {
            let syntax = (!syntax.is_empty()).then(|| string(syntax));
            Map::default().with("syntax", syntax).with("text", self::expr(text)).call("heredoc")
        }
        ExprKind::Name(name) => word("qn", name),
        ExprKind::TypeRef(name) => word("qr", name),
        ExprKind::Var(name) => word("var", name),
        ExprKind::Reserved(name) => word("reserved", name),
        ExprKind::Array(items) => call("array", &exprs(items)),
        ExprKind::Hash { entries, .. } => call("hash", &pairs(entries)),
        ExprKind::Binary { op, left, right, .. } => operator(op.symbol(), left, right),
        ExprKind::Unary { op, operand } => unary(*op, operand),
        ExprKind::Paren(inner) => call("paren", &[self::expr(inner)]),
        ExprKind::Assign { op, target, value, .. } => operator(assign_sign(*op), target, value),
        ExprKind::Edge { op, left, right, .. } => operator(edge_sign(*op), left, right),
        ExprKind::Access { left, keys } => {
            let parts: Vec<String> = std::iter::once(self::expr(left)).chain(exprs(keys)).collect();
            call("access", &parts)
        }
        ExprKind::Selector { left, entries } => call("?", &[self::expr(left), list(&pairs(entries))]),
        ExprKind::TypeDefinition(definition) => type_definition(definition),
        ExprKind::TypeMapping { left, right } => operator("type-mapping", left, right),
        ExprKind::RenderText(text) => word("render-s", text),
        ExprKind::Render(inner) => call("render", &[block(inner)]),
        ExprKind::Error => "(error)".to_owned(),
        ExprKind::Call(_)
        | ExprKind::MethodCall(_)
        | ExprKind::If(_)
        | ExprKind::Unless(_)
        | ExprKind::Case(_)
        | ExprKind::Resource(_)
        | ExprKind::Untitled(_)
        | ExprKind::ResourceDefaults(_)
        | ExprKind::ResourceOverride(_)
        | ExprKind::Collector(_)
        | ExprKind::Class(_)
        | ExprKind::Define(_)
        | ExprKind::Application(_)
        | ExprKind::Plan(_)
        | ExprKind::Site(_)
        | ExprKind::Node(_)
        | ExprKind::Function(_)
        | ExprKind::TypeAlias(_)
        | ExprKind::Mapping(_)
        | ExprKind::Apply { .. }
        | ExprKind::Epp { .. } => statement(&expr.kind),
    }
}

/// Calls, control, resources and definitions; other kinds give nothing.
fn statement(kind: &ExprKind) -> String {
    match kind {
        ExprKind::Call(call) => {
            let map =
                Map::default().with("functor", expr(&call.function)).with("args", list(&exprs(&call.args)));
            let name = if call.statement { "invoke" } else { "call" };
            map.with("block", call.lambda.as_ref().map(lambda)).call(name)
        }
        ExprKind::MethodCall(method) => {
            let functor = call(".", &[expr(&method.receiver), word("qn", &method.name.text)]);
            let map = Map::default().with("functor", functor).with("args", list(&exprs(&method.args)));
            map.with("block", method.lambda.as_ref().map(lambda)).call("call-method")
        }
        ExprKind::If(condition) => branches("if", condition),
        ExprKind::Unless(condition) => branches("unless", condition),
        ExprKind::Case(case) => {
            let options = case.options.iter().map(|option| {
                let then =
                    if option.body.is_empty() { "[(nop)]".to_owned() } else { list(&exprs(&option.body)) };
                Map::default().with("when", list(&exprs(&option.values))).with("then", then).text()
            });
            call("case", &[expr(&case.test), list(&options.collect::<Vec<_>>())])
        }
        ExprKind::Resource(resource) => self::resource(resource),
        ExprKind::Untitled(untitled) => call("block", &untitled_parts(untitled)),
        ExprKind::ResourceDefaults(defaults) => {
            let map = Map::default()
                .with("type", expr(&defaults.ty))
                .with("ops", list(&attributes(&defaults.attributes)));
            map.with_form(defaults.form).call("resource-defaults")
        }
        ExprKind::ResourceOverride(overriding) => {
            let map = Map::default().with("resources", expr(&overriding.reference));
            let map = map.with("ops", list(&attributes(&overriding.attributes)));
            map.with_form(overriding.form).call("resource-override")
        }
        ExprKind::Collector(collector) => {
            let name = if collector.exported { "exported-query" } else { "virtual-query" };
            let query = call(name, &collector.query.iter().map(expr).collect::<Vec<_>>());
            let ops = (!collector.attributes.is_empty()).then(|| list(&attributes(&collector.attributes)));
            Map::default()
                .with("type", expr(&collector.ty))
                .with("query", query)
                .with("ops", ops)
                .call("collect")
        }
        ExprKind::Mapping(mapping) => {
            let mut parts = vec![string(&mapping.capability.text)];
            parts.extend(attributes(&mapping.attributes));
            call(mapping.direction.word(), &[expr(&mapping.component), list(&parts)])
        }
        ExprKind::Class(class) => self::class(class),
        ExprKind::Define(definition) => self::definition("define", definition),
        ExprKind::Application(definition) => self::definition("application", definition),
        ExprKind::Plan(definition) => self::definition("plan", definition),
        ExprKind::Site(site) => call("site", &exprs(&site.body)),
        ExprKind::Node(node) => {
            let map = Map::default().with("matches", list(&exprs(&node.matches)));
            map.with("parent", node.parent.as_ref().map(expr)).with_block("body", &node.body).call("node")
        }
        ExprKind::Function(function) => {
            let map = Map::default()
                .with("name", string(&function.name.text))
                .with_parameters(&function.parameters);
            let map = map.with_block("body", &function.body);
            map.with("returns", function.returns.as_ref().map(expr)).call("function")
        }
        ExprKind::TypeAlias(alias) => call("type-alias", &[string(&alias.name.text), expr(&alias.value)]),
        ExprKind::Apply { args, body } => {
            Map::default().with("args", list(&exprs(args))).with("body", list(&exprs(body))).call("apply")
        }
        ExprKind::Epp { parameters, body } => {
            let map = Map::default().with_parameters(parameters.as_deref().unwrap_or_default());
            map.with("body", list(&[call("epp", &exprs(body))])).call("lambda")
        }
        ExprKind::Undef
        | ExprKind::Default
        | ExprKind::Bool(_)
        | ExprKind::Integer { .. }
        | ExprKind::Float(_)
        | ExprKind::Str(_)
        | ExprKind::Regex(_)
        | ExprKind::Concat(_)
        | ExprKind::Heredoc { .. }
        | ExprKind::Name(_)
        | ExprKind::TypeRef(_)
        | ExprKind::Var(_)
        | ExprKind::Reserved(_)
        | ExprKind::Array(_)
        | ExprKind::Hash { .. }
        | ExprKind::Binary { .. }
        | ExprKind::Unary { .. }
        | ExprKind::Paren(_)
        | ExprKind::Assign { .. }
        | ExprKind::Edge { .. }
        | ExprKind::Access { .. }
        | ExprKind::Selector { .. }
        | ExprKind::TypeMapping { .. }
        | ExprKind::TypeDefinition(_)
        | ExprKind::RenderText(_)
        | ExprKind::Render(_)
        | ExprKind::Error => String::new(),
    }
}

fn type_definition(definition: &TypeDefinition) -> String {
    let parent = definition.parent.as_ref().map_or("nil".to_owned(), |parent| string(&parent.text));
    let body = match definition.body.as_slice() {
        [] => "(nop)".to_owned(),
        statements => call("block", &exprs(statements)),
    };
    call("type-definition", &[string(&definition.name.text), parent, body])
}

fn segment(segment: &Segment) -> String {
    match segment {
        Segment::Text(text) => string(text),
        // `${true}` is a variable whose name is no word.
        Segment::Interpolation(Expr { kind: ExprKind::Bool(value), .. }) => {
            call("str", &[call("var", &[value.to_string()])])
        }
        Segment::Interpolation(inner) => call("str", &[expr(inner)]),
    }
}

fn operator(sign: &str, left: &Expr, right: &Expr) -> String {
    call(sign, &[expr(left), expr(right)])
}

fn unary(op: UnaryOp, operand: &Expr) -> String {
    match (op, &operand.kind) {
        (UnaryOp::Negate, ExprKind::Integer { value, .. }) => (-value).to_string(),
        (UnaryOp::Negate, ExprKind::Float(value)) => format!("-{}", decimal::shortest(*value)),
        (UnaryOp::Negate, _) => call("-", &[expr(operand)]),
        (UnaryOp::Not, _) => call("!", &[expr(operand)]),
        (UnaryOp::Splat, _) => call("unfold", &[expr(operand)]),
    }
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

fn pairs(entries: &[Entry]) -> Vec<String> {
    entries.iter().map(|entry| operator("=>", &entry.key, &entry.value)).collect()
}

fn attributes(attributes: &[Attribute]) -> Vec<String> {
    let attribute = |attribute: &Attribute| match &attribute.op {
        AttributeOp::Set(name) => call("=>", &[string(&name.text), expr(&attribute.value)]),
        AttributeOp::Append(name) => call("+>", &[string(&name.text), expr(&attribute.value)]),
        AttributeOp::Splat => call("splat-hash", &[expr(&attribute.value)]),
    };
    attributes.iter().map(attribute).collect()
}

fn resource(resource: &Resource) -> String {
    let bodies = resource.bodies.iter().map(|body| {
        let map = Map::default().with("title", expr(&body.title));
        map.with("ops", list(&attributes(&body.attributes))).text()
    });
    let map = Map::default().with("type", expr(&resource.ty));
    map.with("bodies", list(&bodies.collect::<Vec<_>>())).with_form(resource.form).call("resource")
}

fn branches(name: &str, condition: &If) -> String {
    let map = Map::default().with("test", expr(&condition.test)).with("then", branch(&condition.then));
    map.with("else", branch(&condition.otherwise)).call(name)
}

/// Here alone a resource without a title is not a block within the block.
fn branch(block: &Block) -> Option<String> {
    match block.as_slice() {
        [] => None,
        [Expr { kind: ExprKind::Untitled(untitled), .. }] => Some(list(&untitled_parts(untitled))),
        statements => Some(list(&exprs(statements))),
    }
}

fn untitled_parts(untitled: &Untitled) -> Vec<String> {
    vec![expr(&untitled.name), expr(&untitled.hash)]
}

fn lambda(lambda: &Lambda) -> String {
    let map = Map::default().with_parameters(&lambda.parameters);
    map.with("returns", lambda.returns.as_ref().map(expr)).with_block("body", &lambda.body).call("lambda")
}

fn parameter(parameter: &Parameter) -> String {
    let map = Map::default().with("type", parameter.ty.as_ref().map(expr));
    let map = map.with("splat", parameter.splat.then(|| "true".to_owned()));
    map.with("value", parameter.default.as_ref().map(expr)).text()
}

fn class(class: &Class) -> String {
    let map = Map::default().with("name", string(&class.name.text));
    let map = map.with("parent", class.parent.as_ref().map(|parent| string(&parent.text)));
    map.with_parameters(&class.parameters).with_block("body", &class.body).call("class")
}

fn definition(keyword: &str, definition: &Definition) -> String {
    let map = Map::default().with("name", string(&definition.name.text));
    map.with_parameters(&definition.parameters).with_block("body", &definition.body).call(keyword)
}
