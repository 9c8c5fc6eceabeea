//! Tokens -> types: matches up blocks and picks out the calls that declare something.
//!
//! One pass with a stack of open blocks. A block knows whether it belongs to a `newtype` or `newparam`, so that
//! `newparam`, `isnamevar` and `defaultto` find what they speak about.

use super::tokens::{Kind, Token, tokens};
use super::{Attribute, RubyType};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::source::{FileId, Span};

/// Longer files are not type declarations.
const LONGEST: usize = 512 * 1024;

/// Deeper blocks are not matched up; keeps every look at the stack short.
const DEEPEST: usize = 500;

/// The arguments of a call are looked for in this many tokens.
const ARGUMENTS: usize = 200;

/// One file gives no more warnings than this.
const MOST_WARNINGS: usize = 10;

const WRITE_IT_OUT: &str =
    "write the name as a symbol, as in `newparam :host`; only literal names are understood";

/// Reads every `newtype` of a Ruby file.
///
/// Understood are the spellings of `newtype`, `newparam`, `newproperty`, `ensurable`, `isnamevar` and `defaultto`
/// with literal names, inside any other Ruby that is well formed. What hides a type or attribute is warned about;
/// all else that was understood is kept.
pub fn read(file: FileId, text: &str, diags: &mut Diagnostics) -> Vec<RubyType> {
    let whole = Span::new(file, 0, text.len().min(1));
    if text.len() > LONGEST {
        warn(diags, whole, "this file is too long for a type declaration", "leave it out");
        return Vec::new();
    }
    let tokens = tokens(text);
    let mut reader = Reader::new(file, text, &tokens);
    for at in 0..tokens.len() {
        reader.step(at);
    }
    reader.check_closed();
    for &(span, message, hint) in reader.warnings.iter().take(MOST_WARNINGS) {
        warn(diags, span, message, hint);
    }
    reader.drafts.into_iter().map(finish_draft).collect()
}

fn warn(diags: &mut Diagnostics, span: Span, message: &'static str, hint: &'static str) {
    diags.add(Diagnostic::new(Code::CapabilityTypeUnreadable, span, message).hint(hint));
}

/// What closes a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Closer {
    End,
    Brace,
    Round,
    Square,
}

/// What a block belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    /// The `newtype` with this index.
    Type(usize),
    /// The `newparam` with this index of the innermost type.
    Param(usize),
    /// Anything else.
    Other,
}

#[derive(Debug, Clone, Copy)]
struct Frame {
    closer: Closer,
    role: Role,
    opened: usize,
}

/// A `newparam` as it is read.
#[derive(Debug, Clone)]
struct Param {
    attribute: Attribute,
    is_title: bool,
}

/// A `newtype` as it is read.
#[derive(Debug, Clone)]
struct Draft {
    ty: RubyType,
    params: Vec<Param>,
}

struct Reader<'a> {
    file: FileId,
    text: &'a str,
    tokens: &'a [Token<'a>],
    /// Place, message, hint.
    warnings: Vec<(Span, &'static str, &'static str)>,
    frames: Vec<Frame>,
    drafts: Vec<Draft>,
    /// The call whose block may open next, and how many blocks were open at the call.
    pending: Option<(Role, usize)>,
    /// How many blocks were open when `while`, `until` or `for` opened its own: the next `do` there is its.
    loop_header: Option<usize>,
}

impl<'a> Reader<'a> {
    fn new(file: FileId, text: &'a str, tokens: &'a [Token<'a>]) -> Reader<'a> {
        Reader {
            file,
            text,
            tokens,
            warnings: Vec::new(),
            frames: Vec::new(),
            drafts: Vec::new(),
            pending: None,
            loop_header: None,
        }
    }

    fn step(&mut self, at: usize) {
        let Some(&token) = self.tokens.get(at) else { return };
        match token.kind {
            Kind::Newline => self.end_line(at),
            Kind::Punct => self.bracket(at, token),
            Kind::Word if self.follows_dot(at) => self.method(at, token),
            Kind::Word if self.previous(at).is_some_and(|previous| previous.is_word("def")) => {}
            Kind::Word => self.word(at, token),
            Kind::Label | Kind::Symbol | Kind::Text | Kind::Other => {}
        }
    }

    /// A call ends with its line, unless the line ends inside its parentheses.
    fn end_line(&mut self, at: usize) {
        if self.continues(at) {
            return;
        }
        self.loop_header = None;
        if self.pending.is_some_and(|(_, depth)| self.frames.len() <= depth) {
            self.pending = None;
        }
    }

    fn bracket(&mut self, at: usize, token: Token<'_>) {
        match token.text {
            "{" => self.open_block(at, Closer::Brace),
            "(" => self.open(at, Closer::Round, Role::Other),
            "[" => self.open(at, Closer::Square, Role::Other),
            "}" => self.close(at, Closer::Brace),
            ")" => self.close(at, Closer::Round),
            "]" => self.close(at, Closer::Square),
            _ => {}
        }
    }

    fn method(&mut self, at: usize, token: Token<'_>) {
        let receiver = at.checked_sub(2).and_then(|receiver| self.tokens.get(receiver));
        if token.text == "newtype" && receiver.is_some_and(|receiver| receiver.is_word("Type")) {
            self.newtype(at);
        }
    }

    fn word(&mut self, at: usize, token: Token<'_>) {
        match token.text {
            "do" if self.loop_header == Some(self.frames.len()) => self.loop_header = None,
            "do" => self.open_block(at, Closer::End),
            "end" => self.close(at, Closer::End),
            "def" | "class" | "module" | "begin" | "case" => self.open(at, Closer::End, Role::Other),
            "if" | "unless" if self.starts_statement(at) => self.open(at, Closer::End, Role::Other),
            "while" | "until" | "for" if self.starts_statement(at) => {
                self.open(at, Closer::End, Role::Other);
                self.loop_header = Some(self.frames.len());
            }
            "newparam" => self.newparam(at),
            "newproperty" => self.newproperty(at),
            "ensurable" => self.add_property("ensure"),
            "isnamevar" => {
                if let Some(param) = self.current_param() {
                    param.is_title = true;
                }
            }
            "defaultto" => self.defaultto(at),
            _ => {}
        }
    }

    // Blocks.

    fn open(&mut self, at: usize, closer: Closer, role: Role) {
        if self.frames.len() < DEEPEST {
            self.frames.push(Frame { closer, role, opened: at });
        }
    }

    fn open_block(&mut self, at: usize, closer: Closer) {
        let role = match self.pending {
            Some((role, depth)) if depth == self.frames.len() => role,
            Some(_) | None => Role::Other,
        };
        if role != Role::Other {
            self.pending = None;
        }
        self.open(at, closer, role);
    }

    /// Closes the innermost block of this kind, and with it what was left open inside it.
    fn close(&mut self, at: usize, closer: Closer) {
        let opened = self.frames.iter().rposition(|frame| frame.closer == closer);
        match opened {
            Some(depth) => self.frames.truncate(depth),
            None if closer == Closer::End => {
                self.warn(at, "this `end` closes nothing", "remove it, or look for a missing `do` above");
            }
            None => {}
        }
    }

    fn check_closed(&mut self) {
        let unclosed = self.frames.iter().find(|frame| matches!(frame.role, Role::Type(_)));
        if let Some(frame) = unclosed {
            self.warn(frame.opened, "the block of this `newtype` is not closed", "add the missing `end`");
        }
    }

    // Declarations.

    fn newtype(&mut self, at: usize) {
        let Some((name_at, name)) = self.argument_name(at) else {
            let hint = "write `newtype(:name, :is_capability => true)`";
            self.warn(at, "the name of this type is not written out", hint);
            return;
        };
        let ty = RubyType {
            name,
            is_capability: self.option(name_at, "is_capability"),
            attributes: Vec::new(),
            properties: Vec::new(),
            span: self.span(name_at),
        };
        self.pending = Some((Role::Type(self.drafts.len()), self.frames.len()));
        self.drafts.push(Draft { ty, params: Vec::new() });
    }

    fn newparam(&mut self, at: usize) {
        let name = self.argument_name(at);
        let is_title = name.as_ref().is_some_and(|(at, name)| {
            name == "name" || self.option(*at, "namevar") || self.option(*at, "is_namevar")
        });
        let depth = self.frames.len();
        let Some(draft) = self.current_type() else {
            self.warn(at, "`newparam` outside a `newtype`", "put it into the block of the `newtype`");
            return;
        };
        let Some((_, name)) = name else {
            self.warn(at, "the name of this attribute is not written out", WRITE_IT_OUT);
            return;
        };
        draft.params.push(Param { attribute: Attribute { name, default: None }, is_title });
        self.pending = draft.params.len().checked_sub(1).map(|index| (Role::Param(index), depth));
    }

    fn newproperty(&mut self, at: usize) {
        self.pending = Some((Role::Other, self.frames.len()));
        if let Some((_, name)) = self.argument_name(at) {
            self.add_property(&name);
        }
    }

    fn add_property(&mut self, name: &str) {
        if let Some(draft) = self.current_type() {
            draft.ty.properties.push(name.to_owned());
        }
    }

    fn defaultto(&mut self, at: usize) {
        let default = self.expression_after(at).map(str::to_owned);
        if let Some(param) = self.current_param() {
            param.attribute.default = default;
        }
    }

    fn current_type(&mut self) -> Option<&mut Draft> {
        let index = self.frames.iter().rev().find_map(|frame| match frame.role {
            Role::Type(index) => Some(index),
            Role::Param(_) | Role::Other => None,
        })?;
        self.drafts.get_mut(index)
    }

    fn current_param(&mut self) -> Option<&mut Param> {
        let index = self.frames.iter().rev().find_map(|frame| match frame.role {
            Role::Param(index) => Some(index),
            Role::Type(_) | Role::Other => None,
        })?;
        self.current_type()?.params.get_mut(index)
    }

    // Looking around.

    fn warn(&mut self, at: usize, message: &'static str, hint: &'static str) {
        let span = self.span(at);
        self.warnings.push((span, message, hint));
    }

    fn span(&self, at: usize) -> Span {
        let (start, end) = self.tokens.get(at).map_or((0, 0), |token| (token.start, token.end));
        Span::new(self.file, start, end)
    }

    fn previous(&self, at: usize) -> Option<&Token<'a>> {
        at.checked_sub(1).and_then(|previous| self.tokens.get(previous))
    }

    fn follows_dot(&self, at: usize) -> bool {
        let is_dot = |token: &Token<'_>| token.is_punct(".") || token.is_punct("&.") || token.is_punct("::");
        self.previous(at).is_some_and(is_dot)
    }

    /// Whether the line goes on after the line end at `at`: after a comma, operator or opening bracket.
    fn continues(&self, at: usize) -> bool {
        self.previous(at)
            .is_some_and(|token| token.kind == Kind::Punct && !matches!(token.text, ")" | "]" | "}" | "|"))
    }

    /// Whether `if` and its like at `at` open a block, rather than qualify what stands before them.
    fn starts_statement(&self, at: usize) -> bool {
        let Some(previous) = self.previous(at) else { return true };
        match previous.kind {
            Kind::Newline | Kind::Label => true,
            Kind::Punct => !matches!(previous.text, ")" | "]" | "}"),
            Kind::Word => OPENS_STATEMENT.contains(&previous.text),
            Kind::Symbol | Kind::Text | Kind::Other => false,
        }
    }

    /// The literal name that is the first argument of the call at `at`, and where.
    fn argument_name(&self, at: usize) -> Option<(usize, String)> {
        let rest = self.tokens.get(at + 1..)?;
        let is_before = |token: &&Token<'_>| token.is_punct("(") || token.kind == Kind::Newline;
        let in_parentheses = rest.first().is_some_and(|token| token.is_punct("("));
        let skipped =
            if in_parentheses { rest.iter().take(ARGUMENTS).take_while(is_before).count() } else { 0 };
        let token = rest.get(skipped)?;
        let name = token.name().filter(|_| token.kind != Kind::Label)?;
        Some((at + 1 + skipped, name.to_ascii_lowercase()))
    }

    /// Whether the arguments after `at` hold `:name => true` or `name: true`.
    fn option(&self, at: usize, name: &str) -> bool {
        let mut seen = false;
        for index in at + 1..self.tokens.len().min(at + ARGUMENTS) {
            let Some(token) = self.tokens.get(index) else { return false };
            match token.kind {
                Kind::Newline if !self.continues(index) => return false,
                Kind::Word if token.text == "do" => return false,
                Kind::Word if seen => return token.text == "true",
                Kind::Symbol | Kind::Label => seen = token.name() == Some(name),
                Kind::Punct if token.text == "=>" => {}
                Kind::Newline | Kind::Word | Kind::Text | Kind::Other | Kind::Punct => seen = false,
            }
        }
        false
    }

    /// The text of the first argument after `at`, without parentheses; none when there is none or it takes several
    /// lines.
    fn expression_after(&self, at: usize) -> Option<&'a str> {
        let rest = self.tokens.get(at + 1..)?;
        let in_parentheses = rest.first().is_some_and(|token| token.is_punct("("));
        let rest = if in_parentheses { rest.get(1..)? } else { rest };
        let mut depth = 0_usize;
        let mut range: Option<(usize, usize)> = None;
        for token in rest.iter().take(ARGUMENTS) {
            let opens = token.kind == Kind::Punct && matches!(token.text, "(" | "[" | "{");
            let closes = token.kind == Kind::Punct && matches!(token.text, ")" | "]" | "}");
            let modifier = token.is_word("if") || token.is_word("unless");
            if depth == 0 && (closes || modifier || token.kind == Kind::Newline) {
                break;
            }
            if token.kind == Kind::Newline || token.is_word("do") {
                return None;
            }
            depth = if opens { depth + 1 } else { depth - usize::from(closes) };
            range = Some((range.map_or(token.start, |(start, _)| start), token.end));
        }
        let (start, end) = range?;
        self.text.get(start..end)
    }
}

/// Words after which `if` opens a block of its own.
const OPENS_STATEMENT: &[&str] = &["do", "then", "else", "begin", "ensure", "and", "or", "not", "in", "when"];

fn finish_draft(draft: Draft) -> RubyType {
    let Draft { mut ty, params } = draft;
    for Param { attribute, is_title } in params {
        let known = ty.attributes.iter().any(|earlier| earlier.name == attribute.name);
        if !is_title && !known {
            ty.attributes.push(attribute);
        }
    }
    ty
}
