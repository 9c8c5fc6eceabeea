//! Simulated runs of random plans: nobody starts before what it waits for is done, no more run at once than may, what
//! is skipped is what depends on a failure, and the times are those of the longest paths.

use std::collections::{BTreeMap, BTreeSet};

use callsheet::diag::Diagnostics;
use callsheet::env::{CapabilityUse, Component, Environment, Instance, Reference, Via};
use callsheet::export::ink::Ink;
use callsheet::input::{Conditions, Input, Policy};
use callsheet::plan::{self, Plan};
use callsheet::simulate::{self, EventKind, Run, State, Why};
use callsheet::source::{FileId, Span};
use callsheet::{export, graph};
use proptest::prelude::{Strategy, any, prop};
use proptest::test_runner::Config;
use proptest::{prop_assert, prop_assert_eq, proptest};

/// A random job: what each node waits for (numbers of nodes), how long it runs, whether it fails.
#[derive(Debug, Clone)]
struct Job {
    nodes: Vec<(Vec<usize>, u32, bool)>,
    unavailable: Vec<usize>,
    concurrency: Option<u32>,
    policy: Policy,
}

fn name(node: usize) -> String {
    format!("node-{node}.example")
}

fn capability(node: usize) -> Reference {
    Reference { ty: "Link".into(), title: node.to_string().into() }
}

impl Job {
    fn plan(&self) -> Plan {
        let span = Span::new(FileId(0), 0, 0);
        let used = |node, via| CapabilityUse { capability: capability(node), via, span };
        let component = |(node, (waits_for, ..)): (usize, &(Vec<usize>, u32, bool))| Component {
            reference: Reference { ty: "Part".into(), title: node.to_string().into() },
            span,
            whole: span,
            node: Some(name(node)),
            assignment: None,
            produces: vec![used(node, Via::Export)],
            consumes: waits_for.iter().map(|&from| used(from, Via::Consume)).collect(),
            broken: false,
        };
        // Every third component belongs to an instance of its own kind.
        let instance = |number: usize| Instance {
            reference: Reference { ty: "Shop".into(), title: number.to_string().into() },
            span,
            components: self
                .nodes
                .iter()
                .enumerate()
                .filter(|(node, _)| node % 3 == number)
                .map(component)
                .collect(),
            broken: false,
        };
        let environment = Environment { instances: (0..3).map(instance).collect(), ..Environment::default() };
        let mut diags = Diagnostics::default();
        let graph = graph::build(&environment, &mut diags);
        let durations = self.nodes.iter().enumerate().map(|(node, &(_, units, _))| (name(node), units));
        let input =
            Input { concurrency: self.concurrency, durations: durations.collect(), ..Input::default() };
        plan::order(&graph, &environment, &input, &mut diags)
    }

    fn conditions(&self) -> Conditions {
        let failed = self.nodes.iter().enumerate().filter(|(_, (_, _, fails))| *fails);
        Conditions {
            failed: failed.map(|(node, _)| name(node)).collect(),
            unavailable: self.unavailable.iter().map(|&node| capability(node).to_string()).collect(),
            refused: Vec::new(),
            policy: self.policy,
        }
    }

    /// Whether the run of a node would fail.
    fn fails(&self, node: &str) -> bool {
        self.nodes.iter().enumerate().any(|(number, (waits_for, _, fails))| {
            let untested = |from: &usize| *from != number && self.unavailable.contains(from);
            name(number) == node && (*fails || waits_for.iter().any(untested))
        })
    }

    fn duration(&self, node: &str) -> u64 {
        let mut all = self.nodes.iter().enumerate();
        all.find(|(number, _)| name(*number) == node).map_or(1, |(_, &(_, units, _))| u64::from(units))
    }
}

/// Nodes that wait for earlier ones only, or for any, so that there are cycles.
fn jobs(cycles: bool) -> impl Strategy<Value = Job> {
    let nodes = prop::collection::vec((prop::collection::vec(0..30_usize, 0..4), 1..5_u32, 0..6_u8), 1..30);
    let unavailable = prop::collection::vec(0..60_usize, 0..3);
    (nodes, unavailable, prop::option::of(1..6_u32), any::<bool>()).prop_map(
        move |(nodes, unavailable, concurrency, stop)| {
            let count = nodes.len();
            let node = |(number, (from, units, luck)): (usize, (Vec<usize>, u32, u8))| {
                let limit = if cycles { count } else { number };
                let from = from.into_iter().filter(|_| limit > 0).map(|from| from % limit.max(1)).collect();
                (from, units, luck == 0)
            };
            let policy = if stop { Policy::Stop } else { Policy::SkipDependents };
            Job { nodes: nodes.into_iter().enumerate().map(node).collect(), unavailable, concurrency, policy }
        },
    )
}

/// What each node of the plan waits for.
fn reasons(plan: &Plan) -> BTreeMap<&str, BTreeSet<&str>> {
    let mut all = BTreeMap::new();
    for step in plan.steps() {
        all.insert(step.node.as_str(), step.waits_for.iter().map(|it| it.node.as_str()).collect());
    }
    all
}

/// All that waits for one of these nodes, however indirectly.
fn dependents(plan: &Plan, of: &BTreeSet<&str>) -> BTreeSet<String> {
    let reasons = reasons(plan);
    let mut found: BTreeSet<String> = BTreeSet::new();
    loop {
        let before = found.len();
        for (node, waits_for) in &reasons {
            if waits_for.iter().any(|it| of.contains(it) || found.contains(*it)) {
                found.insert((*node).to_owned());
            }
        }
        if found.len() == before {
            return found;
        }
    }
}

fn longest_path(job: &Job, plan: &Plan) -> u64 {
    let mut ends: BTreeMap<String, u64> = BTreeMap::new();
    for step in plan.levels.iter().flatten() {
        let start = step.waits_for.iter().map(|it| ends[&it.node]).max().unwrap_or(0);
        ends.insert(step.node.clone(), start + job.duration(&step.node));
    }
    ends.into_values().max().unwrap_or(0)
}

fn run(job: &Job) -> (Plan, Run) {
    let plan = job.plan();
    let run = simulate::run(&plan, &job.conditions());
    (plan, run)
}

fn ended(run: &Run, state: State) -> BTreeSet<&str> {
    run.ended(state).into_iter().collect()
}

proptest! {
    #![proptest_config(Config::with_cases(400))]

    #[test]
    fn every_node_has_one_end_and_starts_after_what_it_waits_for(job in jobs(true)) {
        let (plan, run) = run(&job);
        prop_assert_eq!(run.nodes.len(), plan.node_count());
        let mut started: BTreeMap<&str, u64> = BTreeMap::new();
        let mut finished: BTreeMap<&str, u64> = BTreeMap::new();
        let mut ends: BTreeSet<&str> = BTreeSet::new();
        let reasons = reasons(&plan);
        let mut now = 0;
        for event in &run.events {
            prop_assert!(event.time >= now);
            now = event.time;
            let node = event.node.as_str();
            match event.kind {
                EventKind::Start => {
                    prop_assert!(reasons[node].iter().all(|from| finished.contains_key(from)), "{node}");
                    prop_assert!(started.insert(node, now).is_none() && !ends.contains(node));
                }
                EventKind::Finish | EventKind::Fail => {
                    prop_assert_eq!(started[node] + job.duration(node), now);
                    prop_assert_eq!(event.kind == EventKind::Fail, job.fails(node));
                    prop_assert!(ends.insert(node));
                    if event.kind == EventKind::Finish {
                        finished.insert(node, now);
                    }
                }
                EventKind::Skip => prop_assert!(!started.contains_key(node) && ends.insert(node)),
            }
        }
        prop_assert_eq!(ends.len(), plan.node_count());
    }

    #[test]
    fn no_more_run_at_once_than_may_and_no_place_stays_free(job in jobs(true)) {
        let (plan, run) = run(&job);
        let limit = job.concurrency.map_or(usize::MAX, |limit| limit as usize);
        let mut running = 0;
        let mut waiting = reasons(&plan);
        for (at, event) in run.events.iter().enumerate() {
            match event.kind {
                EventKind::Start => running += 1,
                EventKind::Finish | EventKind::Fail => running -= 1,
                EventKind::Skip => {}
            }
            waiting.remove(event.node.as_str());
            if event.kind == EventKind::Finish {
                waiting.values_mut().for_each(|from| { from.remove(event.node.as_str()); });
            }
            prop_assert!(running <= limit);
            let is_last = run.events.get(at + 1).is_none_or(|next| next.time > event.time);
            prop_assert!(!is_last || running == limit || waiting.values().all(|from| !from.is_empty()));
        }
    }

    #[test]
    fn what_is_skipped_is_what_depends_on_a_failure(job in jobs(true)) {
        let job = Job { policy: Policy::SkipDependents, ..job };
        let (plan, run) = run(&job);
        let never = plan.blocked.iter().map(|step| step.node.as_str());
        let causes: BTreeSet<&str> = ended(&run, State::Failed).into_iter().chain(never.clone()).collect();
        let mut expected = dependents(&plan, &causes);
        expected.extend(never.map(str::to_owned));
        let skipped: BTreeSet<String> = ended(&run, State::Skipped).into_iter().map(str::to_owned).collect();
        prop_assert_eq!(skipped, expected);
        // All else ran, and failed if it was to.
        for node in plan.levels.iter().flatten().map(|step| step.node.as_str()) {
            let ran = !ended(&run, State::Skipped).contains(node);
            prop_assert!(!ran || ended(&run, State::Failed).contains(node) == job.fails(node));
        }
    }

    #[test]
    fn each_reason_holds(job in jobs(true)) {
        let (plan, run) = run(&job);
        let reasons = reasons(&plan);
        let state = |node: &str| run.nodes.iter().find(|it| it.node == node).map(|it| (it.state, it.end));
        for event in &run.events {
            let Some(because) = &event.because else { continue };
            let (node, name) = (event.node.as_str(), because.name.as_str());
            let waits = reasons[node].contains(name);
            let ok = match because.why {
                Why::Done => waits && state(name) == Some((State::Finished, event.time)),
                Why::Room => state(name).is_some_and(|(it, at)| it != State::Skipped && at == event.time),
                Why::Asked => name == node && job.fails(node),
                Why::Refused => false,
                Why::Unavailable => job.fails(node),
                Why::Failed => waits && state(name).is_some_and(|(it, _)| it == State::Failed),
                Why::Skipped => waits && state(name).is_some_and(|(it, _)| it == State::Skipped),
                Why::Stopped => job.policy == Policy::Stop && state(name) == Some((State::Failed, event.time)),
                Why::Cycle => waits && plan.cycles.iter().any(|it| {
                    [node, name].iter().all(|one| it.members.iter().any(|member| member == one))
                }),
            };
            prop_assert!(ok, "{event:?}");
        }
    }

    #[test]
    fn a_stopped_job_starts_nothing_after_its_first_failure(job in jobs(false)) {
        let job = Job { policy: Policy::Stop, ..job };
        let (_, run) = run(&job);
        let failure = run.events.iter().position(|event| event.kind == EventKind::Fail);
        let after = failure.map_or(&[][..], |at| &run.events[at..]);
        prop_assert!(after.iter().all(|event| event.kind != EventKind::Start));
    }

    #[test]
    fn without_limit_and_failures_it_takes_the_longest_path(job in jobs(false)) {
        let mut job = Job { concurrency: None, unavailable: Vec::new(), ..job };
        job.nodes.iter_mut().for_each(|(_, _, fails)| *fails = false);
        let (plan, run) = run(&job);
        prop_assert_eq!(run.makespan, longest_path(&job, &plan));
        prop_assert_eq!(run.shortest, run.makespan);
        prop_assert_eq!(run.ended(State::Finished).len(), plan.node_count());
    }

    #[test]
    fn the_critical_path_fills_the_whole_time(job in jobs(true)) {
        let (plan, run) = run(&job);
        let mut end = 0;
        for node in &run.critical_path {
            let it = run.nodes.iter().find(|it| it.node == *node).expect("a node of the plan");
            prop_assert_eq!(it.start, Some(end));
            end = it.end;
        }
        prop_assert_eq!(end, run.makespan);
        prop_assert_eq!(run.shortest, longest_path(&job, &plan));
    }

    #[test]
    fn the_widest_set_is_free_of_order(job in jobs(true)) {
        let (plan, run) = run(&job);
        let widest: BTreeSet<&str> = run.widest.iter().map(String::as_str).collect();
        prop_assert_eq!(widest.len(), run.widest.len());
        let dependents = dependents(&plan, &widest);
        prop_assert!(widest.iter().all(|node| !dependents.contains(*node)));
        prop_assert!(plan.levels.iter().all(|level| level.len() <= widest.len()));
    }

    #[test]
    fn instances_are_affected_by_what_happens_to_their_nodes(job in jobs(true)) {
        let (plan, run) = run(&job);
        for (state, affected) in [(State::Failed, &run.affected_by_failures), (State::Skipped, &run.affected_by_skips)] {
            let hit = ended(&run, state);
            let steps = plan.steps().filter(|step| hit.contains(step.node.as_str()));
            let components = steps.flat_map(|step| &step.components);
            let expected: BTreeSet<&str> = components.map(|it| it.instance.as_str()).collect();
            prop_assert_eq!(affected.iter().map(String::as_str).collect::<BTreeSet<_>>(), expected);
        }
    }

    #[test]
    fn the_same_job_gives_the_same_bytes(job in jobs(true)) {
        let texts = || {
            let (plan, run) = run(&job);
            export::run_text(&plan, &run, Ink::Plain) + &export::run_json(&plan, &run)
        };
        prop_assert_eq!(texts(), texts());
    }
}
