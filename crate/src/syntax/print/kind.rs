//! What tokens and brackets are to the layout.

/// What a token or comment is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// `# …`
    LineComment,
    /// `/* … */`
    BlockComment,
    /// A name, literal, variable, string or the tag of a heredoc.
    Operand,
    /// A word that what it is about follows in the same line: `if`, `class`.
    Keyword,
    /// `else`, `elsif`
    Else,
    /// Between two operands, in the same line as both: `?`, `inherits`, `>>` before a type.
    Joint,
    /// Between two operands.
    Operator,
    /// `->` and its like.
    Edge,
    /// `=`
    Assign,
    /// `=>`, `+>`
    Arrow,
    /// `!`, `@`; `-` and `*` of one operand.
    Prefix,
    /// `.`
    Dot,
    /// `,`
    Comma,
    /// `;`
    Semicolon,
    /// `:`
    Colon,
    /// Any opening bracket, `<|` and the first `|` of a lambda too.
    Open,
    /// Any closing bracket.
    Close,
    /// A comma that is left out.
    Dropped,
}

/// What a pair of brackets holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// The whole text.
    File,
    /// Statements of a lambda or of an option of a `case`.
    Block,
    /// Statements of an `if`, `unless` or `else`.
    Branch,
    /// Statements of a definition.
    Definition,
    /// The options of a `case`.
    Case,
    /// A title and its attributes.
    Body,
    /// Several titles, each with its attributes.
    Bodies,
    /// Attributes without a title.
    Attributes,
    /// `{ a => b }`
    Hash,
    /// `? { a => b }`
    Selector,
    /// `[a]`
    Array,
    /// `a[b]`
    Index,
    /// `a(b)`
    Call,
    /// `(a)`
    Group,
    /// `(String $a)`
    Parameters,
    /// `|$a|`
    Pipes,
    /// `<| a |>`
    Query,
}

impl Kind {
    /// Whether it holds statements.
    pub(super) fn is_block(self) -> bool {
        matches!(self, Kind::File | Kind::Block | Kind::Branch | Kind::Definition)
    }

    /// Whether it holds titles.
    pub(super) fn has_titles(self) -> bool {
        matches!(self, Kind::Body | Kind::Bodies)
    }

    /// Whether its elements stand all on lines of their own or all in one line.
    pub(super) fn is_list(self) -> bool {
        matches!(
            self,
            Kind::Body
                | Kind::Bodies
                | Kind::Attributes
                | Kind::Hash
                | Kind::Selector
                | Kind::Parameters
                | Kind::Pipes
        )
    }

    /// Whether blanks stand inside of it when it is in one line.
    pub(super) fn is_padded(self) -> bool {
        !matches!(self, Kind::Array | Kind::Index | Kind::Call | Kind::Group | Kind::Parameters | Kind::Pipes)
    }
}

/// A pair of brackets.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bracket {
    pub(super) kind: Kind,
    /// Whether its content starts on a line of its own.
    pub(super) broken: bool,
    /// Whether it touches what stands before it.
    pub(super) glued: bool,
    /// Whether it is broken when the block around it is.
    pub(super) follows: bool,
}
