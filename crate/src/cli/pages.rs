//! The manual as Markdown, a page a command, for a site.
//!
//! Goes in: clap's definitions. Comes out: each page with its file's name, which the other pages link to.

use clap::{Arg, Command};

/// A page of the manual.
pub(crate) struct Page {
    /// `job-plan.md`; of the top `index.md`.
    pub(crate) file: String,
    /// All of it.
    pub(crate) text: String,
}

/// The pages of all commands, the top first; `top` is built.
pub(crate) fn pages(top: &Command) -> Vec<Page> {
    let mut pages = vec![page(top, top, top)];
    for command in commands(top) {
        pages.push(page(command, top, top));
        pages.extend(commands(command).map(|leaf| page(leaf, command, top)));
    }
    pages
}

/// The page of one command, which stands below another.
pub(crate) fn page(command: &Command, above: &Command, top: &Command) -> Page {
    let name = name(command);
    let mut text = format!("---\ntitle: {name}\n---\n\n# {name}\n");
    let about = command.get_long_about().or(command.get_about()).map(ToString::to_string);
    let paragraphs: Vec<String> =
        about.unwrap_or_default().split("\n\n").map(|it| prose(&sentence(it))).collect();
    section(&mut text, &paragraphs.join("\n\n"));
    let usage = command.clone().render_usage().to_string();
    section(&mut text, &format!("```text\n{}\n```", usage.trim_start_matches("Usage:").trim()));
    if commands(command).next().is_some() {
        section(&mut text, &format!("## Commands\n\n{}", list(command)));
    }
    let (arguments, options): (Vec<&Arg>, Vec<&Arg>) =
        command.get_arguments().filter(|arg| !arg.is_hide_set()).partition(|arg| arg.is_positional());
    for (heading, args) in [("Arguments", arguments), ("Options", options)] {
        if !args.is_empty() {
            section(&mut text, &format!("## {heading}"));
            args.iter().for_each(|arg| section(&mut text, &argument(arg)));
        }
    }
    let mut has_status = false;
    for part in after(command) {
        has_status |= part.starts_with(STATUS);
        section(&mut text, &remark(&part));
    }
    if let Some(part) = after(top).iter().find(|part| !has_status && part.starts_with(STATUS)) {
        section(&mut text, &remark(part));
    }
    if !same(command, top) {
        section(&mut text, &format!("## See also\n\n{}", beside(command, above, top)));
    }
    Page { file: file(command), text }
}

/// How the part about the exit status begins.
const STATUS: &str = "Exit status: ";

/// What stands at the end of a command's help, by parts.
fn after(command: &Command) -> Vec<String> {
    let text = command.get_after_help().map(ToString::to_string).unwrap_or_default();
    text.split("\n\n").filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

/// Commands that people type; not clap's own `help`.
fn commands(command: &Command) -> impl Iterator<Item = &Command> {
    command.get_subcommands().filter(|it| it.get_name() != "help" && !it.is_hide_set())
}

/// `callsheet job plan`
fn name(command: &Command) -> String {
    command.get_bin_name().unwrap_or_else(|| command.get_name()).to_owned()
}

fn file(command: &Command) -> String {
    let name = name(command);
    match name.split_once(' ') {
        Some((_, words)) => format!("{}.md", words.replace(' ', "-")),
        None => "index.md".to_owned(),
    }
}

fn same(one: &Command, other: &Command) -> bool {
    name(one) == name(other)
}

fn link(command: &Command) -> String {
    format!("[`{}`]({})", name(command), file(command))
}

/// What can be run below a command, with what it does.
fn list(command: &Command) -> String {
    let mut lines = Vec::new();
    for below in commands(command) {
        let inner: Vec<&Command> = commands(below).collect();
        let leaves = if inner.is_empty() { vec![below] } else { inner };
        for leaf in leaves {
            let about = leaf.get_about().map(ToString::to_string).unwrap_or_default();
            lines.push(format!("- {}: {}", link(leaf), prose(&about)));
        }
    }
    lines.join("\n")
}

/// Commands near this one: those of its group, and the top.
fn beside(command: &Command, above: &Command, top: &Command) -> String {
    let mut links = Vec::new();
    if !same(above, top) {
        links.extend(commands(above).filter(|it| !same(it, command)).map(link));
        links.push(link(above));
    }
    links.push(link(top));
    links.join(", ")
}

/// An argument as typed, what it is for, and what it may be.
fn argument(arg: &Arg) -> String {
    let values = value_names(arg);
    let short = arg.get_short().map(|letter| format!("-{letter}"));
    let long = arg.get_long().map(|word| format!("--{word}"));
    let mut typed: Vec<String> = short.into_iter().chain(long).collect();
    match typed.last_mut() {
        Some(last) => last.push_str(&values.map_or_else(String::new, |it| format!(" {it}"))),
        None => typed.extend(values),
    }
    let mut text = format!("### `{}`", typed.join("`, `"));
    let help = arg.get_long_help().or(arg.get_help()).map(ToString::to_string).unwrap_or_default();
    section(&mut text, &prose(&sentence(&help)));
    if !arg.get_action().takes_values() {
        return text;
    }
    let possible: Vec<_> = arg.get_possible_values().into_iter().filter(|it| !it.is_hide_set()).collect();
    if possible.iter().any(|it| it.get_help().is_some()) {
        let line = |it: &clap::builder::PossibleValue| match it.get_help() {
            Some(help) => format!("- `{}`: {}", it.get_name(), prose(&help.to_string())),
            None => format!("- `{}`", it.get_name()),
        };
        section(&mut text, &possible.iter().map(line).collect::<Vec<_>>().join("\n"));
    } else if !possible.is_empty() {
        let names: Vec<String> = possible.iter().map(|it| format!("`{}`", it.get_name())).collect();
        section(&mut text, &format!("One of {}.", names.join(", ")));
    }
    let defaults: Vec<_> = arg.get_default_values().iter().map(|it| it.to_string_lossy()).collect();
    if !defaults.is_empty() {
        section(&mut text, &format!("Default: `{}`", defaults.join(" ")));
    }
    text
}

/// `<NODE[,NODE]>`, in brackets where it may be left out.
fn value_names(arg: &Arg) -> Option<String> {
    if !arg.get_action().takes_values() {
        return None;
    }
    let names: Vec<String> = match arg.get_value_names() {
        Some(names) => names.iter().map(ToString::to_string).collect(),
        None => vec![arg.get_id().as_str().to_ascii_uppercase()],
    };
    let names = names.join("> <");
    let many = if arg.get_num_args().is_some_and(|it| it.max_values() > 1) { "..." } else { "" };
    let optional = if arg.is_positional() {
        !arg.is_required_set()
    } else {
        arg.get_num_args().is_some_and(|it| it.min_values() == 0)
    };
    Some(if optional { format!("[{names}]{many}") } else { format!("<{names}>{many}") })
}

/// A part of the end of the help: commands to try, or words below a heading.
fn remark(part: &str) -> String {
    let Some((heading, rest)) = part.split_once(':') else { return prose(part) };
    let rest = rest.trim_matches('\n');
    if part.starts_with(STATUS) {
        let line = |it: &str| match it.split_once(' ') {
            Some((status, means)) => format!("- `{status}`: {}", prose(means.trim_end_matches('.'))),
            None => prose(it),
        };
        let lines: Vec<String> = rest.trim().split(", ").map(line).collect();
        return format!("## {heading}\n\n{}", lines.join("\n"));
    }
    if !heading.starts_with("Example") {
        return format!("## {heading}\n\n{}", prose(&sentence(rest.trim())));
    }
    let mut block = format!("## {heading}\n\n```sh\n");
    for line in rest.lines().map(str::trim) {
        // What it does stands to the right of a command.
        if let Some((command, does)) = line.split_once("  ") {
            block.push_str(&format!("# {}\n{command}\n", does.trim()));
        } else {
            block.push_str(&format!("{line}\n"));
        }
    }
    block + "```"
}

/// With a capital letter and a full stop.
fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    let Some(first) = chars.next() else { return String::new() };
    let end = if text.ends_with(['.', '?', '!', ':']) { "" } else { "." };
    format!("{}{}{end}", first.to_ascii_uppercase(), chars.as_str())
}

/// Text with nothing in it that Markdown takes for something else; code stays code.
fn prose(text: &str) -> String {
    let mut escaped = String::new();
    for (number, part) in text.split('`').enumerate() {
        if number > 0 {
            escaped.push('`');
        }
        for letter in part.chars() {
            if number % 2 == 0 && matches!(letter, '\\' | '*' | '_' | '<' | '[' | ']') {
                escaped.push('\\');
            }
            escaped.push(letter);
        }
    }
    escaped
}

/// Appends a block with a blank line above it.
fn section(text: &mut String, block: &str) {
    if !block.is_empty() {
        if !text.is_empty() {
            text.truncate(text.trim_end().len());
            text.push_str("\n\n");
        }
        text.push_str(block);
        text.push('\n');
    }
}
