//! The `callsheet` command line.

fn main() {}
