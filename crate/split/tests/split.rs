//! Modules as text, cut in two. That the halves do what the whole does is shown where they run: `tests/web/golden.mjs`.

use std::collections::BTreeSet;

use callsheet_split::{Halves, instrument, split};

/// Function 0 is imported, 1 is called by all, 2 is rare, 3 is rare and called through the table, 4 is only called by 3.
const MODULE: &str = r#"(module
  (import "js" "log" (func (param i32)))
  (table 2 funcref)
  (memory (export "memory") 1)
  (global (mut i32) (i32.const 7))
  (export "often" (func 1))
  (elem (i32.const 0) 1 3)
  (func (param i32) (result i32) local.get 0 i32.const 0 i32.gt_s if (result i32) local.get 0 call 2 else i32.const 0 end)
  (func (param i32) (result i32) local.get 0 call 0 local.get 0)
  (func (result i32) call 4 global.get 0 call 1)
  (func)
)"#;

fn binary(text: &str) -> Vec<u8> {
    wat::parse_str(text).expect("a module")
}

fn lines(module: &[u8]) -> Vec<String> {
    let text = wasmprinter::print_bytes(module).expect("a module");
    text.lines().map(|line| line.trim().replace(['(', ')'], "")).collect()
}

/// Whether the lines of the module have these one after the other, with others between them.
fn has(module: &[u8], wanted: &[&str]) -> bool {
    let lines = lines(module);
    let mut rest = lines.iter();
    wanted.iter().all(|wanted| rest.any(|line| line.contains(wanted)))
}

fn halves(hot: &[u32]) -> Halves {
    split(&binary(MODULE), &hot.iter().copied().collect::<BTreeSet<u32>>()).expect("a module that can be cut")
}

#[test]
fn what_did_not_run_leaves_a_stub_that_calls_through_the_table_of_the_rest() {
    let first = halves(&[1]).first;
    assert!(
        has(&first, &["table ;0; 2 funcref", "table ;1; 2 2 funcref", "elem ;0; i32.const 0 func 1 3"]),
        "{:#?}",
        lines(&first)
    );
    assert!(has(
        &first,
        &[
            "func ;2;",
            "local.get 0",
            "i32.const 0",
            "call_indirect 1",
            "func ;3;",
            "i32.const 1",
            "call_indirect 1"
        ]
    ));
    // The fourth is named nowhere in the first module.
    assert!(!has(&first, &["func ;4;"]));
}

#[test]
fn the_rest_takes_what_it_shares_from_the_first_and_fills_both_tables() {
    let Halves { first, rest, .. } = halves(&[1]);
    assert!(has(&first, &[r#"export "memory" memory 0"#, r#"export "0" func 0"#, r#"export "1" func 1"#]));
    assert!(has(
        &rest,
        &[r#"import "first" "0" func"#, r#"import "first" "1" func"#, "table", "memory", "global"]
    ));
    // The functions of the rest are two, three and four; the first stands behind a stub only, the second in a table too.
    assert!(
        has(&rest, &["elem ;0; table 1 i32.const 0 func 2 3", "elem ;1; table 0 i32.const 1 func 3"]),
        "{:#?}",
        lines(&rest)
    );
    assert!(has(&rest, &["func ;2;", "call 0", "func ;3;", "call 4", "global.get 0", "call 1"]));
}

#[test]
fn a_module_of_which_everything_ran_stays_whole() {
    let halves = halves(&[1, 2, 3, 4]);
    assert!(!has(&halves.first, &["call_indirect"]));
    assert!(!has(&halves.rest, &["func ;0;"]));
}

#[test]
fn a_marked_module_tells_each_function_that_is_not_imported() {
    let marked = instrument(&binary(MODULE)).expect("a module");
    assert!(has(&marked, &[r#"export "ran 1" global 1"#, r#"export "ran 4" global 4"#]));
    assert!(has(
        &marked,
        &["func ;1;", "i32.const 1", "global.set 1", "func ;4;", "i32.const 1", "global.set 4"]
    ));
}

#[test]
fn what_cannot_be_cut_is_refused() {
    let passive = r#"(module (memory 1) (data "later"))"#;
    let computed =
        r#"(module (import "js" "at" (global i32)) (table 1 funcref) (func) (elem (global.get 0) 0))"#;
    for text in [passive, computed] {
        assert!(split(&binary(text), &BTreeSet::new()).is_err(), "{text}");
    }
    assert!(split(b"no module", &BTreeSet::new()).is_err());
}
