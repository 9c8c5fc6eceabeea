//! Whether the time is in proportion to the size.

use callsheet_corpus::manifests::Manifest;
use callsheet_corpus::ours;

use crate::readers::{Readers, native};
use crate::shapes::SHAPES;

/// Bytes.
const SIZES: [usize; 4] = [10_000, 100_000, 1_000_000, 10_000_000];

/// Prints the time per byte over real manifests put one behind the other.
pub(crate) fn print_sizes(corpus: &[Manifest], readers: &mut Readers) {
    println!("\nnanoseconds per byte, over sound manifests in a row");
    println!("{:>12} {:>9} {:>9}", "bytes", "native", "wasm");
    let sound = |manifest: &&Manifest| ours::answer(manifest, ours::puppet_6()).refused.is_none();
    let sound: Vec<&str> = corpus.iter().filter(sound).map(|manifest| manifest.text.as_str()).collect();
    for size in SIZES {
        let text = in_a_row(&sound, size);
        let (native, wasm) = both(readers, &text);
        println!("{:12} {native:9.0} {wasm:9.0}", text.len());
    }
}

/// Whole manifests, again from the first when they do not suffice, of at least `size` bytes together.
fn in_a_row(manifests: &[&str], size: usize) -> String {
    let mut text = String::new();
    for manifest in manifests.iter().cycle() {
        if text.len() >= size {
            break;
        }
        text.push_str(manifest);
        text.push('\n');
    }
    text
}

/// Prints the time per byte of every shape at a quarter of its size and at its size: of equal figures it is linear.
pub(crate) fn print_shapes(readers: &mut Readers) {
    println!("\nnanoseconds per byte of texts that nobody writes, at a quarter of the size and at the whole");
    println!("{:32} {:>9} {:>19} {:>19}", "", "bytes", "native", "wasm");
    for shape in SHAPES {
        let small = shape.text(shape.count / 4);
        let large = shape.text(shape.count);
        let ((native_small, wasm_small), (native_large, wasm_large)) =
            (both(readers, &small), both(readers, &large));
        println!(
            "{:32} {:9} {native_small:9.0} {native_large:9.0} {wasm_small:9.0} {wasm_large:9.0}",
            shape.name,
            large.len()
        );
    }
}

/// Nanoseconds per byte, native and in wasm (no number if that crashed); of small texts the best of several runs.
fn both(readers: &mut Readers, text: &str) -> (f64, f64) {
    let runs = if text.len() < 2_000_000 { 3 } else { 1 };
    let best = |mut read: Box<dyn FnMut() -> f64 + '_>| {
        (0..runs).map(|_| read()).fold(f64::NAN, f64::min) * 1e9 / text.len() as f64
    };
    let native = best(Box::new(|| native(text)));
    (native, best(Box::new(|| readers.wasm.read(text))))
}
