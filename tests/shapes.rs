//! Texts that nobody writes and a parser has to survive: deep, wide, long, or rubbish.
//!
//! Each has about as many parts as are asked for, so that twice as many should take twice as long.

/// A text of a kind.
pub(crate) struct Shape {
    /// What it is.
    pub(crate) name: &'static str,
    /// How many parts it has for the test and the benchmark.
    pub(crate) count: usize,
    build: fn(usize) -> String,
}

impl Shape {
    /// The text with this many parts.
    pub(crate) fn text(&self, count: usize) -> String {
        (self.build)(count)
    }

    /// The text with fewer parts if it would have more bytes than this.
    pub(crate) fn text_below(&self, bytes: usize) -> String {
        let whole = self.text(self.count).len();
        self.text(self.count.min(self.count * bytes / whole))
    }
}

/// All shapes.
pub(crate) const SHAPES: &[Shape] = &[
    Shape { name: "nested parentheses", count: 10_000, build: |n| nested("$a = ", "(", "1", ")", n) },
    Shape { name: "nested arrays", count: 10_000, build: |n| nested("$a = ", "[", "1", "]", n) },
    Shape { name: "nested hashes", count: 10_000, build: |n| nested("$a = ", "{ a => ", "1", "}", n) },
    Shape { name: "nested braces", count: 10_000, build: |n| nested("", "{", "", "}", n) },
    Shape { name: "nested calls", count: 10_000, build: |n| nested("$a = ", "f(", "1", ")", n) },
    Shape { name: "nested index keys", count: 10_000, build: |n| nested("$a = ", "B[", "1", "]", n) },
    Shape {
        name: "nested interpolations",
        count: 10_000,
        build: |n| nested("$a = ", "\"${", "$b", "}\"", n),
    },
    Shape { name: "nested lambdas", count: 10_000, build: |n| nested("", "f() |$x| { ", "1", " }", n) },
    Shape { name: "nested ifs", count: 10_000, build: |n| nested("", "if $a { ", "f(1)", " }", n) },
    Shape { name: "nested classes", count: 10_000, build: |n| nested("", "class a { ", "", " }", n) },
    Shape {
        name: "nested selectors",
        count: 10_000,
        build: |n| nested("$a = ", "$b ? { 1 => ", "2", " }", n),
    },
    Shape { name: "a chain of elsifs", count: 10_000, build: |n| "if $a { f(1) } els".repeat(n) + "e {}" },
    Shape { name: "a chain of operators", count: 10_000, build: |n| format!("$a = 1{}", " + 1".repeat(n)) },
    Shape {
        name: "a chain of arrows",
        count: 10_000,
        build: |n| format!("A['b']{}", " -> A['b']".repeat(n)),
    },
    Shape { name: "a chain of assignments", count: 10_000, build: |n| "$a = ".repeat(n) + "1" },
    Shape { name: "a chain of calls", count: 10_000, build: |n| format!("$a{}", ".f".repeat(n)) },
    Shape { name: "a chain of selectors", count: 10_000, build: |n| "$a ? b => ".repeat(n) + "c" },
    Shape { name: "a chain of signs", count: 10_000, build: |n| format!("$a = {}1", "!".repeat(n)) },
    Shape { name: "a wide array", count: 100_000, build: |n| format!("$a = [{}]", "1, ".repeat(n)) },
    Shape { name: "a wide hash", count: 100_000, build: |n| format!("$a = {{{}}}", "a => {}, ".repeat(n)) },
    Shape { name: "statements", count: 100_000, build: |n| "$a = 1\n".repeat(n) },
    Shape { name: "resources", count: 20_000, build: |n| "file { '/a': ensure => present }\n".repeat(n) },
    Shape { name: "broken statements", count: 20_000, build: |n| "$a = ]\nf(1)\n".repeat(n) },
    Shape {
        name: "broken resources",
        count: 20_000,
        build: |n| "file { '/a': ensure = present }\n".repeat(n),
    },
    Shape {
        name: "bodies without commas",
        count: 20_000,
        build: |n| format!("f {{ {} }}", "a: b => 1 ".repeat(n)),
    },
    Shape { name: "a long string", count: 1_000_000, build: |n| format!("$a = '{}'", "x".repeat(n)) },
    Shape { name: "a long line", count: 100_000, build: |n| "f(1, 2); ".repeat(n) },
    Shape { name: "a long comment", count: 1_000_000, build: |n| format!("# {}\n", "x".repeat(n)) },
    Shape { name: "a long word", count: 1_000_000, build: |n| "a".repeat(n) },
    Shape { name: "a long name", count: 300_000, build: |n| format!("$a = {}b", "a::".repeat(n)) },
    Shape { name: "a long number", count: 1_000_000, build: |n| format!("$a = {}", "1".repeat(n)) },
    Shape { name: "backslashes", count: 1_000_000, build: |n| format!("$a = \"{}\"", "\\".repeat(n)) },
    Shape { name: "interpolations", count: 100_000, build: |n| format!("$a = \"{}\"", "$b ${c} ".repeat(n)) },
    Shape { name: "heredocs", count: 10_000, build: |n| "$a = @(END)\n text\n | END\n".repeat(n) },
    Shape {
        name: "heredocs in a line",
        count: 3_000,
        build: |n| "f(@(END)) ".repeat(n) + "\n" + &"x\nEND\n".repeat(n),
    },
    Shape { name: "heredocs without an end", count: 10_000, build: |n| "$a = @(END)\n text\n".repeat(n) },
    Shape { name: "heredocs with ends of their own", count: 5_000, build: open_heredocs },
    Shape { name: "unclosed parentheses", count: 100_000, build: |n| "(".repeat(n) },
    Shape { name: "unclosed arrays", count: 100_000, build: |n| "[".repeat(n) },
    Shape { name: "unclosed braces", count: 100_000, build: |n| "{".repeat(n) },
    Shape { name: "unclosed interpolations", count: 100_000, build: |n| "\"${".repeat(n) },
    Shape { name: "unclosed classes", count: 20_000, build: |n| "class a {\n".repeat(n) },
    Shape { name: "unclosed resources", count: 20_000, build: |n| "file { '/a':\n".repeat(n) },
    Shape { name: "closing brackets", count: 100_000, build: |n| "}])".repeat(n) },
    Shape { name: "single quotes", count: 100_001, build: |n| "'\n".repeat(n) },
    Shape { name: "double quotes", count: 100_001, build: |n| "\"\n".repeat(n) },
    Shape { name: "slashes", count: 100_000, build: |n| "( / ".repeat(n) },
    Shape { name: "escaped slashes", count: 100_000, build: |n| "(\\/".repeat(n) },
    Shape { name: "open heredoc tags", count: 100_000, build: |n| "@(".repeat(n) },
    Shape { name: "braces that close parentheses", count: 50_000, build: |n| "(".repeat(n) + &"}".repeat(n) },
    Shape { name: "lambdas as defaults", count: 10_000, build: |n| "f() |$a = ".repeat(n) },
    Shape { name: "open comments", count: 100_000, build: |n| "/* ".repeat(n) },
    Shape { name: "pipes", count: 100_000, build: |n| "|$a".repeat(n) },
    Shape { name: "collectors", count: 50_000, build: |n| "A <| ".repeat(n) },
    Shape { name: "at signs", count: 100_000, build: |n| "@".repeat(n) },
    Shape { name: "commas", count: 100_000, build: |n| "f 1,".repeat(n) },
    Shape {
        name: "punctuation",
        count: 1_000_000,
        build: |n| random(b"(){}[]<>|'\"$@=+-*/%!~?:;,.#\\ \n", n),
    },
    Shape {
        name: "words and punctuation",
        count: 1_000_000,
        build: |n| random(b"ab AB 01 $ (){}[] => '\" :: ,; \n", n),
    },
];

fn nested(before: &str, open: &str, inside: &str, close: &str, count: usize) -> String {
    [before, &open.repeat(count), inside, &close.repeat(count), "\n"].concat()
}

fn open_heredocs(count: usize) -> String {
    (0..count).map(|number| format!("$a = @(END{number})\n text\n")).collect()
}

/// Letters in an order that looks random and is always the same (xorshift, by George Marsaglia).
fn random(letters: &[u8], count: usize) -> String {
    let mut state = 88_172_645_463_325_252_u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    (0..count).map(|_| char::from(letters[(next() % letters.len() as u64) as usize])).collect()
}
