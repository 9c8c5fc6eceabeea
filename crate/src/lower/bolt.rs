//! The run order as a plan for Bolt, which runs Puppet's agent on the nodes of one wave after the other.

use super::literal::string;
use crate::plan::{Plan, Step};

/// What stands before the nodes. It is written for one plan and is the same for all.
const HEAD: &str = "\
# @summary Runs Puppet's agent on each node once all have succeeded that it waits for; where one fails, the others go on.
#   It needs the task puppet_agent::run, which comes with Bolt.
# @param noop Only tell what would be changed.
plan callsheet::run(
  Boolean $noop = false,
) {
  # One wave after the other: its nodes, and which nodes each of them waits for.
  $waves = [
";

const TAIL: &str = "  ]

  $lost = $waves.reduce([]) |$lost, $wave| {
    $ready = $wave.filter |$node, $awaited| { $awaited.all |$other| { !($other in $lost) } }
    $skipped = $wave.keys - $ready.keys
    $skipped.each |$node| { out::message(\"${node} is skipped: a node that it waits for has failed\") }
    $results = run_task('puppet_agent::run', $ready.keys, 'noop' => $noop, '_catch_errors' => true)
    $lost + $skipped + $results.error_set.names
  }
  unless $lost.empty {
    fail_plan(\"failed or skipped: ${lost.join(', ')}\", 'callsheet/incomplete', 'nodes' => $lost)
  }
}
";

/// The plan for Bolt, with the nodes of this plan's target. Nodes that a cycle keeps from ever running are not in it;
/// a comment names them.
pub fn bolt(plan: &Plan) -> String {
    let mut text = HEAD.to_owned();
    for level in &plan.levels {
        text += "    {\n";
        for step in level {
            text += &entry(step);
        }
        text += "    },\n";
    }
    if !plan.blocked.is_empty() {
        let names: Vec<String> = plan.blocked.iter().map(|step| string(&step.node)).collect();
        text += &format!("    # Never ready, for they wait for each other: {}\n", names.join(", "));
    }
    text + TAIL
}

/// A node with those that it waits for, each once. What lies outside the target is taken to have run.
fn entry(step: &Step) -> String {
    let mut awaited: Vec<&str> = Vec::new();
    for reason in &step.waits_for {
        if !awaited.contains(&reason.node.as_str()) {
            awaited.push(&reason.node);
        }
    }
    let awaited: Vec<String> = awaited.into_iter().map(string).collect();
    format!("      {} => [{}],\n", string(&step.node), awaited.join(", "))
}
