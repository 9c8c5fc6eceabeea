//! `make bench-plan`: how long an application takes from its text to its plan and to the catalogs of its nodes.
//!
//! A load balancer, web servers and a database, with one node for each component, in two shapes and four sizes. The
//! median of the rounds counts. Then how the time grows beside n log n, and the most memory that a process of its own
//! takes for everything.

#![expect(clippy::print_stdout, reason = "the figures are the result")]
#![expect(clippy::disallowed_methods, reason = "a benchmark needs a clock, arguments and files")]

#[path = "bench_plan/manifest.rs"]
mod manifest;

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Instant;

use callsheet::input::{Conditions, Input};
use callsheet::simulate;
use callsheet::source::Sources;

/// Components, and as many nodes.
const SIZES: [usize; 4] = [10, 100, 1_000, 5_000];

/// How often each is run; large ones take long enough to be seen less often.
const ROUNDS: usize = 9;

/// More of them in WebAssembly, which is optimised while it runs: the first plans of a page take twice as long as those
/// while somebody types.
const WASM_ROUNDS: usize = 31;

/// Milliseconds that 1,000 components may take: the plan natively and in WebAssembly, all catalogs and a simulated run of
/// the plan natively.
const BARS: [f64; 4] = [15.0, 40.0, 300.0, 10.0];

/// What is measured, in the order of the bars.
const NAMES: [&str; 4] = ["plan", "plan, wasm", "catalogs", "run"];

/// How many nodes run at once in the simulated run.
const CONCURRENCY: u32 = 8;

/// How much more than n log n the time may grow from 1,000 to 5,000 components: two figures of a busy machine are
/// divided.
const SLACK: f64 = 1.25;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, path] = arguments.as_slice() {
        return measure_memory(path);
    }
    let mut met = true;
    for shape in manifest::SHAPES {
        met &= compare(shape);
    }
    if met { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Prints the figures of one shape; gives whether all bars are met.
fn compare(shape: &manifest::Shape) -> bool {
    println!(
        "\n{}: {}, median of {ROUNDS} rounds ({WASM_ROUNDS} in wasm), in milliseconds",
        shape.name, shape.means
    );
    println!(
        "{:>10} {:>10} {:>10} {:>10} {:>10} {:>10} {:>12}",
        "components", "bytes", NAMES[0], NAMES[1], NAMES[2], NAMES[3], "memory, MB"
    );
    let mut all = Vec::new();
    for size in SIZES {
        let text = (shape.text)(size);
        let path = write(shape, size, &text);
        let figures = [plan(&text), wasm(&path), catalogs(&text, size), simulated(&text)];
        let [plan, wasm, catalogs, run] = figures;
        let memory = memory(&path);
        println!(
            "{size:10} {:10} {plan:10.2} {wasm:10.2} {catalogs:10.2} {run:10.2} {memory:12.1}",
            text.len()
        );
        all.push(figures);
    }
    let mut met = true;
    for (number, name) in NAMES.iter().enumerate() {
        let figure = all[2][number];
        met &= tell(&format!("{name} at 1,000"), "ms", figure, BARS[number]);
        let growth = |to: usize| {
            let by = |size: usize| size as f64 * (size as f64).ln();
            (all[to][number] / all[to - 1][number]) / (by(SIZES[to]) / by(SIZES[to - 1]))
        };
        println!("{name}: growth over n log n {:.2}, {:.2}, {:.2}", growth(1), growth(2), growth(3));
        met &= tell(&format!("{name} from 1,000 to 5,000"), "n log n", growth(3), SLACK);
    }
    met
}

fn tell(what: &str, unit: &str, figure: f64, bar: f64) -> bool {
    let met = figure <= bar;
    let word = if met { "met" } else { "NOT MET" };
    println!("{what}: {figure:.2} {unit}, bar {bar} {word}");
    met
}

/// The manifest in a file, for the other processes.
fn write(shape: &manifest::Shape, size: usize, text: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/corpus");
    std::fs::create_dir_all(&folder).expect("a writable folder");
    let path = folder.join(format!("{}-{size}.pp", shape.name));
    std::fs::write(&path, text).expect("a writable folder");
    path
}

/// Milliseconds from the text to the plan.
fn plan(text: &str) -> f64 {
    rounds(|| {
        let sources = Sources::single("manifest.pp", black_box(text));
        let analysis = callsheet::analyze(&sources, &Input::default());
        assert!(!analysis.plan.levels.is_empty(), "the plan has levels");
        black_box(analysis);
    })
}

/// Milliseconds from the text to the catalogs of all nodes.
fn catalogs(text: &str, size: usize) -> f64 {
    rounds(|| {
        let sources = Sources::single("manifest.pp", black_box(text));
        let compilation = callsheet::compile(&sources, &Input::default(), &[]);
        assert!(compilation.catalogs.len().abs_diff(size) < 60, "each component has a node");
        assert!(compilation.catalogs.iter().all(|catalog| !catalog.failed), "all catalogs compile");
        black_box(compilation);
    })
}

/// Milliseconds of a simulated run of the plan, in which the second of all nodes fails.
fn simulated(text: &str) -> f64 {
    let input = Input { concurrency: Some(CONCURRENCY), ..Input::default() };
    let plan = callsheet::analyze(&Sources::single("manifest.pp", text), &input).plan;
    let failed = plan.steps().nth(1).map(|step| step.node.clone());
    let conditions = Conditions { failed: failed.into_iter().collect(), ..Conditions::default() };
    rounds(|| {
        let run = simulate::run(black_box(&plan), &conditions);
        assert_eq!(run.nodes.len(), plan.node_count(), "each node has its end");
        black_box(run);
    })
}

fn rounds(mut run: impl FnMut()) -> f64 {
    run();
    let mut times: Vec<f64> = (0..ROUNDS)
        .map(|_| {
            let start = Instant::now();
            run();
            start.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    callsheet::sort::by(&mut times, f64::total_cmp);
    times[ROUNDS / 2]
}

/// Milliseconds from the text to the plan's JSON in the built WebAssembly package (`plan.mjs`).
fn wasm(path: &Path) -> f64 {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("plan.mjs");
    let mut node = Command::new("node");
    node.arg(script).arg(path).arg(WASM_ROUNDS.to_string());
    let output = node.output().unwrap_or_else(|error| panic!("node: {error}"));
    let text = String::from_utf8_lossy(&output.stdout);
    text.trim().parse().unwrap_or_else(|_| panic!("node: {}", String::from_utf8_lossy(&output.stderr)))
}

/// Megabytes that a process takes at most which compiles all catalogs once.
fn memory(path: &Path) -> f64 {
    let own = std::env::current_exe().expect("this program has a path");
    let output = Command::new(own).arg(path).output().expect("this program runs");
    String::from_utf8_lossy(&output.stdout).trim().parse().unwrap_or(f64::NAN)
}

fn measure_memory(path: &str) -> ExitCode {
    let text = std::fs::read_to_string(path).expect("a readable file");
    let compilation = callsheet::compile(&Sources::single("manifest.pp", &text), &Input::default(), &[]);
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = peak.and_then(|peak| peak.trim().trim_end_matches(" kB").parse::<f64>().ok());
    println!("{}", kilobytes.unwrap_or(f64::NAN) / 1e3);
    black_box(compilation);
    ExitCode::SUCCESS
}
