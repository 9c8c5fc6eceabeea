//! What changed between two plans, as text and as JSON.

use super::json::Json;
use super::plan_text::target_name;
use crate::diff::{Change, Diff};
use crate::plan::Plan;

/// The version of the document's shape.
const VERSION: i64 = 1;

/// A line for each change, `+` for what is new, `-` for what is gone, `~` for all else; below how many there are.
pub fn diff_text(diff: &Diff) -> String {
    let mut out = String::new();
    for change in &diff.changes {
        let mark = match (&change.before, &change.after) {
            (None, _) => '+',
            (Some(_), None) => '-',
            (Some(_), Some(_)) => '~',
        };
        out.push_str(&format!("{mark} {}\n", change.sentence()));
    }
    match diff.changes.len() {
        0 => "No changes.\n".to_owned(),
        1 => out + "\n1 change.\n",
        count => out + &format!("\n{count} changes.\n"),
    }
}

/// `{version, environment, target, changes[{subject, change, name, of, before, after, text}]}`; `of`, `before` and
/// `after` are `null` where there is nothing.
pub fn diff_json(plan: &Plan, diff: &Diff) -> String {
    Json::object([
        ("version", Json::Number(VERSION)),
        ("environment", Json::text(&plan.environment)),
        ("target", Json::text(target_name(&plan.target))),
        ("changes", Json::list(&diff.changes, change)),
    ])
    .pretty()
}

fn change(change: &Change) -> Json {
    // What has no value has an empty one.
    let text = |text: &Option<String>| Json::or_null(text.as_ref().filter(|it| !it.is_empty()), Json::text);
    Json::object([
        ("subject", Json::text(change.subject.word())),
        ("change", Json::text(change.word())),
        ("name", Json::text(&change.name)),
        ("of", Json::or_null(change.owner(), Json::text)),
        ("before", text(&change.before)),
        ("after", text(&change.after)),
        ("text", Json::text(change.sentence())),
    ])
}
