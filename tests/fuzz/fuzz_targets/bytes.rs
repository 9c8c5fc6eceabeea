//! Any bytes, read as a manifest and as a template.

#![no_main]

#[path = "../checks.rs"]
#[expect(dead_code, reason = "bytes have no sound statements to break one beside")]
mod checks;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    checks::check("site.pp", &text);
    checks::check("site.epp", &text);
});
