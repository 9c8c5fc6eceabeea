//! `make bench`: how fast Callsheet parses, beside Puppet, tree-sitter, and itself as WebAssembly.
//!
//! All read the same manifests in the same run, in turns, each to its whole tree; the median of the rounds counts.
//! Callsheet validates as well, which it cannot be asked to leave out. Then the time per byte over texts of growing
//! size, and the texts that nobody writes (`tests/shapes.rs`) at two sizes.

#![expect(clippy::print_stdout, reason = "the figures are the result")]
#![expect(clippy::disallowed_methods, reason = "a benchmark needs a clock")]

#[path = "bench/growth.rs"]
mod growth;
#[path = "bench/readers.rs"]
mod readers;
#[path = "../../shapes.rs"]
#[expect(dead_code, reason = "only the tests take smaller texts")]
mod shapes;

use std::process::ExitCode;

use callsheet_corpus::manifests::{self, Manifest};

use readers::Readers;

/// How often each reads everything.
const ROUNDS: usize = 5;

/// Whose speed, over whose, must be at least this.
const BARS: [(usize, usize, f64); 3] = [
    (readers::NATIVE, readers::PUPPET, 6.0),
    (readers::NATIVE, readers::TREE_SITTER, 1.0),
    (readers::WASM, readers::NATIVE, 0.5),
];

fn main() -> ExitCode {
    let corpus = manifests::installed(&["pp"]);
    let mut readers = Readers::start(&corpus);
    let met = compare_speeds(&corpus, &mut readers);
    growth::print_sizes(&corpus, &mut readers);
    growth::print_shapes(&mut readers);
    if met { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Prints how fast each one is, and the ratios; gives whether all bars are met.
fn compare_speeds(corpus: &[Manifest], readers: &mut Readers) -> bool {
    let megabytes = corpus.iter().map(|manifest| manifest.text.len()).sum::<usize>() as f64 / 1e6;
    println!("bench: {} manifests, {megabytes:.2} MB, median of {ROUNDS} rounds", corpus.len());
    let mut seconds: [Vec<f64>; 4] = Default::default();
    for _ in 0..ROUNDS {
        for (reader, times) in seconds.iter_mut().enumerate() {
            times.push(readers.read_all(reader, corpus));
        }
    }
    let speeds = seconds.map(|times| megabytes / median(times));
    for (name, speed) in readers::NAMES.iter().zip(speeds) {
        println!("{name:12} {speed:8.2} MB/s");
    }
    println!("tree-sitter reads {} of {} files with errors", readers::broken_trees(corpus), corpus.len());
    let mut met = true;
    for (one, other, bar) in BARS {
        let ratio = speeds[one] / speeds[other];
        let word = if ratio >= bar { "met" } else { "NOT MET" };
        println!("{} / {}: {ratio:.2}, bar {bar} {word}", readers::NAMES[one], readers::NAMES[other]);
        met &= ratio >= bar;
    }
    met
}

fn median(mut times: Vec<f64>) -> f64 {
    callsheet::sort::by(&mut times, f64::total_cmp);
    times[times.len() / 2]
}
