//! `make corpus`: holds Callsheet's parser against Puppet's, file by file.
//!
//! Every installed manifest: is it accepted, where is its first error, which tree does it give, what does validation
//! say. `differences.txt` gives each difference its reason; a difference without one is a failure, as is a share
//! below its bar; and which functions are called that are not evaluated (`functions.rs`). Then the same for manifests broken in one place, for which there are figures only.

#![expect(clippy::print_stdout, reason = "the figures are the result")]

#[path = "compare/differences.rs"]
mod differences;
#[path = "compare/functions.rs"]
mod functions;
#[path = "compare/shares.rs"]
mod shares;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use callsheet_corpus::judge::{self, Answer};
use callsheet_corpus::manifests::{self, Manifest};
use callsheet_corpus::mutate;
use callsheet_corpus::ours::{self, puppet_6, puppet_7};

use differences::Difference;
use shares::Shares;

/// Files accepted by both or refused by both.
const VERDICTS: f64 = 0.999;
/// Equal trees, of the files that both read.
const TREES: f64 = 0.995;

fn main() -> ExitCode {
    let corpus = manifests::installed(&["pp", "epp"]);
    let bytes: usize = corpus.iter().map(|manifest| manifest.text.len()).sum();
    let templates = corpus.iter().filter(|manifest| manifest.is_template()).count();
    println!("corpus: {} files, of them {templates} templates, {} KB", corpus.len(), bytes / 1000);
    let paths: Vec<PathBuf> = corpus.iter().map(|manifest| manifest.path.clone()).collect();
    let (shares, differences) = compare(&corpus, &judge::checked_answers(&paths));
    shares.print();
    print_keywords(&corpus);
    let unexplained = differences::explain(&differences);
    let calls = functions::Calls::count(&corpus);
    calls.print();
    compare_mutants(&corpus);
    let low = shares.verdicts.share() < VERDICTS
        || shares.trees.share() < TREES
        || calls.share() < functions::KNOWN;
    println!(
        "corpus: {}: {} differences, {unexplained} without a reason; bars: verdicts {:.1} %, trees {:.1} %, \
         functions {:.0} %",
        if low || unexplained > 0 { "FAILED" } else { "ok" },
        differences.len(),
        VERDICTS * 100.0,
        TREES * 100.0,
        functions::KNOWN * 100.0,
    );
    if low || unexplained > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

fn compare(manifests: &[Manifest], answers: &[Answer]) -> (Shares, Vec<Difference>) {
    assert_eq!(manifests.len(), answers.len(), "an answer for each question");
    let mut shares = Shares::default();
    let mut differences = Vec::new();
    for (manifest, theirs) in manifests.iter().zip(answers) {
        let ours = ours::answer(manifest, puppet_7());
        differences.extend(shares.add(&manifest.path, &ours, theirs));
    }
    (shares, differences)
}

/// How many files Puppet 6 refuses and Puppet 7 accepts, because some names were keywords.
fn print_keywords(corpus: &[Manifest]) {
    let changed = |manifest: &&Manifest| {
        let refused = |dialect| ours::answer(manifest, dialect).refused.is_some();
        refused(puppet_6()) != refused(puppet_7())
    };
    let changed: Vec<&Manifest> = corpus.iter().filter(changed).collect();
    println!("with the keywords of application orchestration {} files change their verdict", changed.len());
    for manifest in changed {
        println!("  {}", manifest.path.display());
    }
}

fn compare_mutants(corpus: &[Manifest]) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/corpus/mutants");
    fs::create_dir_all(&folder).expect("a writable folder");
    let mut mutants = Vec::new();
    for (manifest, seed) in corpus.iter().zip(1..) {
        for mutant in mutate::mutants(&manifest.text, seed) {
            let end = if manifest.is_template() { "epp" } else { "pp" };
            let path = folder.join(format!("{seed:04}-{}.{end}", mutant.way));
            fs::write(&path, &mutant.text).expect("a writable folder");
            mutants.push(Manifest { path, text: mutant.text });
        }
    }
    println!("mutants: {} files, each broken in one place, in target/corpus/mutants", mutants.len());
    let paths: Vec<PathBuf> = mutants.iter().map(|mutant| mutant.path.clone()).collect();
    let (shares, differences) = compare(&mutants, &judge::answers(&paths));
    shares.print();
    differences::print_most_frequent(&differences);
}
