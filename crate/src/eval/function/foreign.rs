//! Functions that cannot run here: they read files of the server, run programs or are written in Ruby.
//!
//! A call gives what `functions:` in `callsheet.yaml` says it gives, or else a [`Value::Placeholder`] that shows in
//! every text which call it stands for. That is noted once for each function.

use super::{Builtin, Invocation, placeholder};
use crate::diag::{Code, Diagnostic, Severity};
use crate::eval::value::Value;
use crate::eval::{Eval, Evaluation};
use crate::source::Span;

/// Functions of this subject.
pub const FUNCTIONS: &[Builtin] = &[
    Builtin::tolerant("defined_with_params", stand_in),
    Builtin::tolerant("is_function_available", stand_in),
    Builtin::tolerant("to_toml", stand_in),
    Builtin::tolerant("fqdn_uuid", stand_in),
    Builtin::tolerant("shuffle", stand_in),
    Builtin::tolerant("validate_x509_rsa_key_pair", stand_in),
    Builtin::tolerant("validate_cmd", stand_in),
    Builtin::tolerant("validate_augeas", stand_in),
    Builtin::tolerant("call", stand_in),
    Builtin::tolerant("annotate", stand_in),
    Builtin::tolerant("binary_file", stand_in),
    Builtin::tolerant("eyaml_lookup_key", stand_in),
    Builtin::tolerant("file", stand_in),
    Builtin::tolerant("find_file", stand_in),
    Builtin::tolerant("find_template", stand_in),
    Builtin::tolerant("generate", stand_in),
    Builtin::tolerant("get_module_path", stand_in),
    Builtin::tolerant("glob", stand_in),
    Builtin::tolerant("hocon_data", stand_in),
    Builtin::tolerant("import", stand_in),
    Builtin::tolerant("inline_template", stand_in),
    Builtin::tolerant("load_module_metadata", stand_in),
    Builtin::tolerant("module_directory", stand_in),
    Builtin::tolerant("parsehocon", stand_in),
    Builtin::tolerant("parsepson", stand_in),
    Builtin::tolerant("parsexml", stand_in),
    Builtin::tolerant("puppetdb_query", stand_in),
    Builtin::tolerant("pw_hash", stand_in),
    Builtin::tolerant("scanf", stand_in),
    Builtin::tolerant("str2saltedpbkdf2", stand_in),
    Builtin::tolerant("str2saltedsha512", stand_in),
    Builtin::tolerant("template", stand_in),
    Builtin::tolerant("time", stand_in),
];

/// What a stub says, or a placeholder.
pub fn stand_in<'a>(evaluation: &mut Evaluation<'a>, call: &Invocation<'a>) -> Eval<Value> {
    let name = call.name.trim_start_matches("::");
    if let Some((_, value)) = evaluation.stubs.iter().find(|(stubbed, _)| stubbed == name) {
        return Ok(value.clone());
    }
    let message = format!("`{name}` cannot run here, so what it gives is not known");
    Ok(note_stand_in(evaluation, call, name, message))
}

/// A placeholder, noted once for each `cause`.
pub(super) fn note_stand_in<'a>(
    evaluation: &mut Evaluation<'a>,
    call: &Invocation<'a>,
    cause: &str,
    message: String,
) -> Value {
    if evaluation.noted.insert(cause.to_owned()) {
        let mut note = Diagnostic::new(Code::CannotRunHere, call.name_span, message);
        if evaluation.input.strict {
            note.severity = Severity::Error;
        }
        let name = call.name.trim_start_matches("::");
        let hint = format!("say what it gives in `callsheet.yaml`, as `functions: {{ '{name}': 'text' }}`");
        evaluation.diags.add(note.hint(hint));
    }
    placeholder(call)
}

impl<'a> Evaluation<'a> {
    /// Notes that a decision is made on a value that is not known.
    pub(crate) fn note_guess(&mut self, value: &Value, span: Span) {
        if let Value::Placeholder(of) = value {
            let message =
                format!("`{of}` is not known here; it is taken to be true, and different from all else");
            self.diags.add(Diagnostic::new(Code::CannotRunHere, span, message));
        }
    }
}
