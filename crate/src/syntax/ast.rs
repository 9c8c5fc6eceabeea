//! The tree of a manifest: owned, without a trace of the parser that made it. Every node has a [`Span`].
//!
//! The kinds are those of Puppet's own model (`Puppet::Pops::Model`), with its rewrites done: adjacent unbraced
//! pairs are one hash, names followed by arguments are calls, definitions carry the prefix of the classes around
//! them.

use crate::source::{FileId, Span};

/// One file.
#[derive(Debug, Clone, PartialEq)]
pub struct Ast {
    /// The file it was read from.
    pub file: FileId,
    /// Top-level statements in source order; unreadable ones are [`ExprKind::Error`].
    pub body: Block,
    /// Whether every part of the text was understood.
    pub complete: bool,
}

/// A sequence of statements; its value is the value of the last.
pub type Block = Vec<Expr>;

/// A word with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ident {
    /// The word; for definitions with the prefix of the classes around them.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

/// Any expression or statement; in Puppet definitions are expressions by grammar too.
#[derive(Debug, Clone, PartialEq)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// All of its text.
    pub span: Span,
}

/// The kinds of expression.
#[derive(Debug, Clone, PartialEq)]
pub enum ExprKind {
    /// `undef`
    Undef,
    /// `default`
    Default,
    /// `true`, `false`
    Bool(bool),
    /// `31`, `0x1F`, `037`; the value saturates at 64 bits, which is reported.
    Integer {
        /// The number.
        value: i64,
        /// 8, 10 or 16.
        radix: u8,
    },
    /// `1.5`, `1e3`
    Float(f64),
    /// A string without interpolation, or a bare word.
    Str(String),
    /// `/src/` without the slashes, `\/` already `/`.
    Regex(String),
    /// `"a ${b} c"`; empty texts are left out.
    Concat(Vec<Segment>),
    /// `@(END)`; the text is [`ExprKind::Str`] or [`ExprKind::Concat`].
    Heredoc {
        /// What follows the colon in `@(END:json)`; empty without.
        syntax: String,
        /// Its text.
        text: Box<Expr>,
    },
    /// A lower-case name that is not a call: `apache`, `a::b`.
    Name(String),
    /// A type name as written: `File`, `Shop::Db`.
    TypeRef(String),
    /// A variable without its `$`: `a`, `::a::b`, `0`.
    Var(String),
    /// A word kept for the future: `private`, `attr`.
    Reserved(String),
    /// `[a, b]`
    Array(Vec<Expr>),
    /// `{a => b}`, or pairs among arguments or array elements.
    Hash {
        /// Key and value pairs in order.
        entries: Vec<Entry>,
        /// Whether braces stand around it.
        braced: bool,
    },
    /// `a + b` and all other operators of two values.
    Binary {
        /// Which.
        op: BinaryOp,
        /// Where the operator stands: Puppet reports errors there.
        op_span: Span,
        /// Left operand.
        left: Box<Expr>,
        /// Right operand.
        right: Box<Expr>,
    },
    /// `!a`, `-a`, `*a`
    Unary {
        /// Which.
        op: UnaryOp,
        /// Its operand.
        operand: Box<Expr>,
    },
    /// `(a)`
    Paren(Box<Expr>),
    /// `$a = b`
    Assign {
        /// `=`, `+=` or `-=`; Puppet 4 and later refuse the last two.
        op: AssignOp,
        /// Where the operator stands.
        op_span: Span,
        /// A variable or a (nested) array of them.
        target: Box<Expr>,
        /// The value.
        value: Box<Expr>,
    },
    /// `a -> b`
    Edge {
        /// Which arrow.
        op: EdgeOp,
        /// Where the arrow stands.
        op_span: Span,
        /// Left operand.
        left: Box<Expr>,
        /// Right operand.
        right: Box<Expr>,
    },
    /// `a[b, c]`
    Access {
        /// What is indexed, parameterised or referred to.
        left: Box<Expr>,
        /// The keys.
        keys: Vec<Expr>,
    },
    /// `f(a) |$x| { … }`, or a statement call without parentheses.
    Call(Box<Call>),
    /// `a.f(b) |$x| { … }`
    MethodCall(Box<MethodCall>),
    /// `if`, with `elsif` as a single nested `if` in `otherwise`.
    If(Box<If>),
    /// `unless`
    Unless(Box<If>),
    /// `case`
    Case(Box<Case>),
    /// `a ? { b => c }`
    Selector {
        /// What is matched.
        left: Box<Expr>,
        /// Match and value pairs in order.
        entries: Vec<Entry>,
    },
    /// `file { 'a': … }`
    Resource(Box<Resource>),
    /// `notify { message => 'x' }`: a name and a hash to Puppet, which refuses it as a resource without a title.
    Untitled(Box<Untitled>),
    /// `File { mode => … }`
    ResourceDefaults(Box<ResourceDefaults>),
    /// `File['a'] { mode => … }`
    ResourceOverride(Box<ResourceOverride>),
    /// `File <| … |> { … }`
    Collector(Box<Collector>),
    /// `class`
    Class(Box<Class>),
    /// `define`
    Define(Box<Definition>),
    /// `application`
    Application(Box<Definition>),
    /// `plan` (with the tasks keywords)
    Plan(Box<Definition>),
    /// `site { … }`
    Site(Box<Site>),
    /// `node`
    Node(Box<NodeDefinition>),
    /// `function`
    Function(Box<Function>),
    /// `type A = B`
    TypeAlias(Box<TypeAlias>),
    /// `type A inherits B { … }`, which Puppet reads and then refuses.
    TypeDefinition(Box<TypeDefinition>),
    /// `type Runtime[…] = …`
    TypeMapping {
        /// What is mapped.
        left: Box<Expr>,
        /// To what.
        right: Box<Expr>,
    },
    /// `T produces C { … }`, `T consumes C { … }`
    Mapping(Box<Mapping>),
    /// `apply(…) { … }` (with the tasks keywords)
    Apply {
        /// Its arguments.
        args: Vec<Expr>,
        /// Its block.
        body: Block,
    },
    /// An EPP template.
    Epp {
        /// Its parameters, if it declares any.
        parameters: Option<Vec<Parameter>>,
        /// Its pieces.
        body: Block,
    },
    /// Literal text of an EPP template.
    RenderText(String),
    /// `<%= a %>`: one expression, or the statements of `<%= { … } %>`.
    Render(Block),
    /// Text that could not be read; it was reported.
    Error,
}

/// A piece of an interpolated string.
#[derive(Debug, Clone, PartialEq)]
pub enum Segment {
    /// Literal text, escapes resolved.
    Text(String),
    /// `$a` or `${ a }`.
    Interpolation(Expr),
}

/// `key => value`
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Left of the arrow.
    pub key: Expr,
    /// Right of the arrow.
    pub value: Expr,
}

/// Operators of two values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is the operator that `symbol` gives")]
pub enum BinaryOp {
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulo,
    ShiftLeft,
    ShiftRight,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Match,
    NotMatch,
    In,
    And,
    Or,
}

impl BinaryOp {
    /// Whether its value is true or false by what both operands are.
    pub fn is_comparison(self) -> bool {
        match self {
            BinaryOp::Equal
            | BinaryOp::NotEqual
            | BinaryOp::Less
            | BinaryOp::LessOrEqual
            | BinaryOp::Greater
            | BinaryOp::GreaterOrEqual
            | BinaryOp::Match
            | BinaryOp::NotMatch
            | BinaryOp::In => true,
            BinaryOp::Add
            | BinaryOp::Subtract
            | BinaryOp::Multiply
            | BinaryOp::Divide
            | BinaryOp::Modulo
            | BinaryOp::ShiftLeft
            | BinaryOp::ShiftRight
            | BinaryOp::And
            | BinaryOp::Or => false,
        }
    }

    /// As written in a manifest.
    pub fn symbol(self) -> &'static str {
        match self {
            BinaryOp::Add => "+",
            BinaryOp::Subtract => "-",
            BinaryOp::Multiply => "*",
            BinaryOp::Divide => "/",
            BinaryOp::Modulo => "%",
            BinaryOp::ShiftLeft => "<<",
            BinaryOp::ShiftRight => ">>",
            BinaryOp::Equal => "==",
            BinaryOp::NotEqual => "!=",
            BinaryOp::Less => "<",
            BinaryOp::LessOrEqual => "<=",
            BinaryOp::Greater => ">",
            BinaryOp::GreaterOrEqual => ">=",
            BinaryOp::Match => "=~",
            BinaryOp::NotMatch => "!~",
            BinaryOp::In => "in",
            BinaryOp::And => "and",
            BinaryOp::Or => "or",
        }
    }
}

/// Operators of one value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnaryOp {
    /// `!a`
    Not,
    /// `-a`
    Negate,
    /// `*a`
    Splat,
}

/// Assignment operators.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AssignOp {
    /// `=`
    Set,
    /// `+=`
    Append,
    /// `-=`
    Delete,
}

/// Relationship arrows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EdgeOp {
    /// `->`
    Before,
    /// `~>`
    Notify,
    /// `<-`
    Require,
    /// `<~`
    Subscribe,
}

/// A call by name.
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    /// Usually [`ExprKind::Name`] or [`ExprKind::TypeRef`].
    pub function: Expr,
    /// Arguments in order.
    pub args: Vec<Expr>,
    /// The lambda after the parentheses.
    pub lambda: Option<Lambda>,
    /// Whether its value is dropped, because it stands as a statement.
    pub statement: bool,
}

/// A call after a dot.
#[derive(Debug, Clone, PartialEq)]
pub struct MethodCall {
    /// What stands before the dot: the first argument.
    pub receiver: Expr,
    /// Where the dot stands: Puppet reports errors there.
    pub dot_span: Span,
    /// The function.
    pub name: Ident,
    /// The other arguments in order.
    pub args: Vec<Expr>,
    /// The lambda behind it.
    pub lambda: Option<Lambda>,
}

/// `|$a| >> T { … }`
#[derive(Debug, Clone, PartialEq)]
pub struct Lambda {
    /// Its parameters.
    pub parameters: Vec<Parameter>,
    /// Its return type.
    pub returns: Option<Expr>,
    /// Its body.
    pub body: Block,
    /// All of its text.
    pub span: Span,
}

/// `Integer $a = 1`, `*$rest`
#[derive(Debug, Clone, PartialEq)]
pub struct Parameter {
    /// The name without its `$`.
    pub name: Ident,
    /// The type before it.
    pub ty: Option<Expr>,
    /// The default behind it.
    pub default: Option<Expr>,
    /// Whether it takes all that is left (`*$rest`).
    pub splat: bool,
    /// All of its text.
    pub span: Span,
}

/// `if` or `unless`
#[derive(Debug, Clone, PartialEq)]
pub struct If {
    /// The test.
    pub test: Expr,
    /// When it holds (for `unless`: when it does not).
    pub then: Block,
    /// Otherwise; empty without `else`.
    pub otherwise: Block,
}

/// `case`
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// What is matched.
    pub test: Expr,
    /// Options in order.
    pub options: Vec<CaseOption>,
}

/// `a, b: { … }`
#[derive(Debug, Clone, PartialEq)]
pub struct CaseOption {
    /// What it matches.
    pub values: Vec<Expr>,
    /// What is done then.
    pub body: Block,
    /// All of its text.
    pub span: Span,
}

/// Plain, virtual (`@`) or exported (`@@`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Without a sign.
    Regular,
    /// `@`
    Virtual,
    /// `@@`
    Exported,
}

/// A resource statement with one or more bodies.
#[derive(Debug, Clone, PartialEq)]
pub struct Resource {
    /// Plain, virtual or exported.
    pub form: Form,
    /// The type: [`ExprKind::Name`] mostly.
    pub ty: Expr,
    /// `title: attributes`, in order.
    pub bodies: Vec<ResourceBody>,
}

/// `'title': a => b`
#[derive(Debug, Clone, PartialEq)]
pub struct ResourceBody {
    /// The title; [`ExprKind::Default`] gives defaults for the other bodies.
    pub title: Expr,
    /// Attributes in order.
    pub attributes: Vec<Attribute>,
    /// All of its text.
    pub span: Span,
}

/// A resource whose title is missing.
#[derive(Debug, Clone, PartialEq)]
pub struct Untitled {
    /// The type: [`ExprKind::Name`].
    pub name: Expr,
    /// The attributes, as a [`ExprKind::Hash`].
    pub hash: Expr,
}

/// One line of a resource or mapping body.
#[derive(Debug, Clone, PartialEq)]
pub struct Attribute {
    /// How it sets what.
    pub op: AttributeOp,
    /// The value.
    pub value: Expr,
    /// All of its text.
    pub span: Span,
}

/// How an attribute is set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AttributeOp {
    /// `name => value`
    Set(Ident),
    /// `name +> value`
    Append(Ident),
    /// `* => value`
    Splat,
}

/// `Type { a => b }`
#[derive(Debug, Clone, PartialEq)]
pub struct ResourceDefaults {
    /// Plain, or (wrongly) virtual or exported.
    pub form: Form,
    /// The type.
    pub ty: Expr,
    /// Attributes in order.
    pub attributes: Vec<Attribute>,
}

/// `Type['title'] { a => b }`
#[derive(Debug, Clone, PartialEq)]
pub struct ResourceOverride {
    /// Plain, or (wrongly) virtual or exported.
    pub form: Form,
    /// The references.
    pub reference: Expr,
    /// Attributes in order.
    pub attributes: Vec<Attribute>,
}

/// `Type <| query |> { … }`
#[derive(Debug, Clone, PartialEq)]
pub struct Collector {
    /// The type.
    pub ty: Expr,
    /// Whether it is `<<| |>>`.
    pub exported: bool,
    /// The query; none means all.
    pub query: Option<Expr>,
    /// Overrides.
    pub attributes: Vec<Attribute>,
}

/// `class`
#[derive(Debug, Clone, PartialEq)]
pub struct Class {
    /// Its full name.
    pub name: Ident,
    /// Its parameters.
    pub parameters: Vec<Parameter>,
    /// What follows `inherits`.
    pub parent: Option<Ident>,
    /// Its body.
    pub body: Block,
}

/// `define`, `application` or `plan`
#[derive(Debug, Clone, PartialEq)]
pub struct Definition {
    /// Its full name.
    pub name: Ident,
    /// Its parameters.
    pub parameters: Vec<Parameter>,
    /// Its body.
    pub body: Block,
}

/// `site { … }`
#[derive(Debug, Clone, PartialEq)]
pub struct Site {
    /// The keyword.
    pub keyword: Span,
    /// Its body.
    pub body: Block,
}

/// `node 'a', /b/ { … }`
#[derive(Debug, Clone, PartialEq)]
pub struct NodeDefinition {
    /// Names, regular expressions or `default`.
    pub matches: Vec<Expr>,
    /// What follows `inherits`, which is refused.
    pub parent: Option<Expr>,
    /// Its body.
    pub body: Block,
}

/// `function f($a) >> T { … }`
#[derive(Debug, Clone, PartialEq)]
pub struct Function {
    /// Its full name.
    pub name: Ident,
    /// Its parameters.
    pub parameters: Vec<Parameter>,
    /// Its return type.
    pub returns: Option<Expr>,
    /// Its body.
    pub body: Block,
}

/// `type A = B`
#[derive(Debug, Clone, PartialEq)]
pub struct TypeAlias {
    /// Its full name.
    pub name: Ident,
    /// What it stands for.
    pub value: Expr,
}

/// `type A inherits B { … }`
#[derive(Debug, Clone, PartialEq)]
pub struct TypeDefinition {
    /// Its name.
    pub name: Ident,
    /// What follows `inherits`.
    pub parent: Option<Ident>,
    /// Its body.
    pub body: Block,
}

/// Which way a mapping goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// `produces`
    Produces,
    /// `consumes`
    Consumes,
}

impl Direction {
    /// The keyword.
    pub fn word(self) -> &'static str {
        match self {
            Direction::Produces => "produces",
            Direction::Consumes => "consumes",
        }
    }
}

/// `Shop::Db produces Sql { … }`
#[derive(Debug, Clone, PartialEq)]
pub struct Mapping {
    /// Which way.
    pub direction: Direction,
    /// The component: [`ExprKind::TypeRef`], [`ExprKind::Name`] (refused) or [`ExprKind::Access`] (`Class[a]`).
    pub component: Expr,
    /// The capability type as written.
    pub capability: Ident,
    /// Attributes in order.
    pub attributes: Vec<Attribute>,
    /// Whether braces stand behind it: the manual says they may be left out, Puppet insists.
    pub braced: bool,
    /// All of its text.
    pub span: Span,
}
