//! A module that writes down which of its functions are called.

use wasm_encoder::reencode::{Error as Reencoding, Reencode, utils};
use wasm_encoder::{
    CodeSection, ConstExpr, ExportKind, ExportSection, GlobalSection, GlobalType, Instruction, Module,
    ValType,
};
use wasmparser::{CodeSectionReader, ExportSectionReader, GlobalSectionReader, Parser};

use crate::Error;
use crate::contents::Contents;

/// What the names begin with under which the module exports a global for each function, before its number: 1 when the
/// function was called, else 0.
pub const RAN: &str = "ran ";

/// The same module with a global for each function, see [`RAN`].
pub fn instrument(module: &[u8]) -> Result<Vec<u8>, Error> {
    let contents = Contents::read(module)?;
    let mut marks = Marks {
        first_global: contents.globals.len() as u32,
        functions: contents.imported..contents.functions.len() as u32,
    };
    let mut out = Module::new();
    marks.parse_core_module(&mut out, Parser::new(0), module)?;
    Ok(out.finish())
}

struct Marks {
    first_global: u32,
    functions: std::ops::Range<u32>,
}

type Outcome = Result<(), Reencoding>;

impl Reencode for Marks {
    type Error = std::convert::Infallible;

    fn parse_global_section(
        &mut self,
        globals: &mut GlobalSection,
        section: GlobalSectionReader<'_>,
    ) -> Outcome {
        utils::parse_global_section(self, globals, section)?;
        for _ in self.functions.clone() {
            let ty = GlobalType { val_type: ValType::I32, mutable: true, shared: false };
            globals.global(ty, &ConstExpr::i32_const(0));
        }
        Ok(())
    }

    fn parse_export_section(
        &mut self,
        exports: &mut ExportSection,
        section: ExportSectionReader<'_>,
    ) -> Outcome {
        utils::parse_export_section(self, exports, section)?;
        for (global, function) in (self.first_global..).zip(self.functions.clone()) {
            exports.export(&format!("{RAN}{function}"), ExportKind::Global, global);
        }
        Ok(())
    }

    fn parse_code_section(&mut self, code: &mut CodeSection, section: CodeSectionReader<'_>) -> Outcome {
        for (global, body) in (self.first_global..).zip(section) {
            let body = body?;
            let mut function = self.new_function_with_parsed_locals(&body)?;
            function.instruction(&Instruction::I32Const(1)).instruction(&Instruction::GlobalSet(global));
            let mut reader = body.get_operators_reader()?;
            while !reader.eof() {
                function.instruction(&self.parse_instruction(&mut reader)?);
            }
            code.function(&function);
        }
        Ok(())
    }
}
