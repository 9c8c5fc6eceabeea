//! The kinds of token, and their names: the page styles each by its name, so both sides have them from here.

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `# …`, `/* … */`
    Comment,
    /// `class`, `if`, `produces`, `and`
    Keyword,
    /// `true`, `false`, `undef`, `default`
    Constant,
    /// The name of what is defined or inherited; the hosts of a `node`.
    Definition,
    /// A type: `File`, `Shop::Db`, `Sql`.
    Type,
    /// The type of a resource: `file` of `file { … }`.
    Resource,
    /// A key before `=>` or `+>`.
    Attribute,
    /// An attribute that makes components or resources wait: `export`, `consume`, `require`, …
    Relation,
    /// The name of a function that is called.
    Function,
    /// `$a`, and `a` of `${a}`.
    Variable,
    /// A variable where it is declared as a parameter.
    Parameter,
    /// `1`, `0xff`, `1.5e3`
    Number,
    /// Text in quotes, with the quotes.
    String,
    /// `\n` and the like in a string or heredoc.
    Escape,
    /// `${` and its `}`.
    Interpolation,
    /// `/…/`
    Regex,
    /// `@(END)`, and the line that ends the text.
    HeredocTag,
    /// The text of a heredoc.
    Heredoc,
    /// `=>`, `->`, `==`, `|`, `@`
    Operator,
    /// Brackets, `,`, `;`, `:`, `.`
    Punctuation,
    /// Any other bare word.
    Name,
    /// `attr`, `private`: kept for the future.
    Reserved,
    /// Text of a template.
    Text,
    /// `<%`, `%>` and the like around the code of a template.
    Tag,
    /// No token of the language.
    Invalid,
}

impl Kind {
    /// All kinds; the place of a kind is its number.
    pub const ALL: &[Kind] = &[
        Kind::Comment,
        Kind::Keyword,
        Kind::Constant,
        Kind::Definition,
        Kind::Type,
        Kind::Resource,
        Kind::Attribute,
        Kind::Relation,
        Kind::Function,
        Kind::Variable,
        Kind::Parameter,
        Kind::Number,
        Kind::String,
        Kind::Escape,
        Kind::Interpolation,
        Kind::Regex,
        Kind::HeredocTag,
        Kind::Heredoc,
        Kind::Operator,
        Kind::Punctuation,
        Kind::Name,
        Kind::Reserved,
        Kind::Text,
        Kind::Tag,
        Kind::Invalid,
    ];

    /// Its name, in the page the end of a class name.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Comment => "comment",
            Kind::Keyword => "keyword",
            Kind::Constant => "constant",
            Kind::Definition => "definition",
            Kind::Type => "type",
            Kind::Resource => "resource",
            Kind::Attribute => "attribute",
            Kind::Relation => "relation",
            Kind::Function => "function",
            Kind::Variable => "variable",
            Kind::Parameter => "parameter",
            Kind::Number => "number",
            Kind::String => "string",
            Kind::Escape => "escape",
            Kind::Interpolation => "interpolation",
            Kind::Regex => "regex",
            Kind::HeredocTag => "heredoc-tag",
            Kind::Heredoc => "heredoc",
            Kind::Operator => "operator",
            Kind::Punctuation => "punctuation",
            Kind::Name => "name",
            Kind::Reserved => "reserved",
            Kind::Text => "text",
            Kind::Tag => "tag",
            Kind::Invalid => "invalid",
        }
    }
}
