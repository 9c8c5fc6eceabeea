//! A module in two: what ran, and the rest.

use std::collections::{BTreeMap, BTreeSet};

use wasm_encoder::reencode::{self, Reencode, RoundtripReencoder, utils};
use wasm_encoder::{
    CodeSection, ConstExpr, ElementSection, Elements, EntityType, ExportKind, ExportSection, Function,
    FunctionSection, ImportSection, Instruction, Module, RefType, TableSection, TableType, TypeSection,
};
use wasmparser::{
    CodeSectionReader, CustomSectionReader, ExportSectionReader, FunctionSectionReader, Parser,
    TableSectionReader, TypeRef, Validator,
};

use crate::Error;
use crate::contents::{Contents, Place};

/// The name under which the rest imports from the first module.
pub const FIRST: &str = "first";

/// A module in two.
#[derive(Debug)]
pub struct Halves {
    /// What stands for the whole module.
    pub first: Vec<u8>,
    /// What the first module lacks.
    pub rest: Vec<u8>,
    /// How many functions are in the first module; stubs are not counted.
    pub kept: usize,
    /// How many stubs are in it.
    pub stubs: usize,
}

/// Leaves in the first module the functions with the numbers in `hot`, and what is imported.
pub fn split(module: &[u8], hot: &BTreeSet<u32>) -> Result<Halves, Error> {
    let contents = Contents::read(module)?;
    let plan = Plan::of(&contents, hot)?;
    let first = First { contents: &contents, plan: &plan }.build(module)?;
    let rest = Rest { contents: &contents, plan: &plan }.build()?;
    Validator::new().validate_all(&first)?;
    Validator::new().validate_all(&rest)?;
    Ok(Halves { first, rest, kept: plan.hot.len(), stubs: plan.stubs.len() })
}

/// What goes where.
struct Plan {
    /// Functions of the module that stay in the first one.
    hot: BTreeSet<u32>,
    /// All others.
    cold: BTreeSet<u32>,
    /// Those of them which the first module mentions, in the order of the table that the rest fills.
    stubs: Vec<u32>,
    /// The numbers of functions in the first module.
    in_first: BTreeMap<u32, u32>,
    /// Functions that the rest takes from the first module.
    taken: Vec<u32>,
    /// The numbers of functions in the rest.
    in_rest: BTreeMap<u32, u32>,
}

impl Plan {
    fn of(contents: &Contents<'_>, hot: &BTreeSet<u32>) -> Result<Plan, Error> {
        let (imported, all) = (contents.imported, contents.functions.len() as u32);
        let (hot, cold): (BTreeSet<u32>, BTreeSet<u32>) =
            (imported..all).partition(|function| hot.contains(function));
        let mut mentioned = contents.named_outside();
        for function in &hot {
            mentioned.extend(contents.named_in(*function)?);
        }
        let mut taken = BTreeSet::new();
        for function in &cold {
            taken.extend(contents.named_in(*function)?.difference(&cold));
        }
        let stubs: Vec<u32> = mentioned.intersection(&cold).copied().collect();
        let in_first =
            (0..all).filter(|function| !cold.contains(function) || mentioned.contains(function)).zip(0..);
        let in_rest = taken.iter().copied().chain(cold.iter().copied()).zip(0..);
        Ok(Plan {
            in_first: in_first.collect(),
            in_rest: in_rest.collect(),
            taken: taken.into_iter().collect(),
            hot,
            cold,
            stubs,
        })
    }

    /// What the rest takes from the first module, in the numbers of that one: functions first, and then everything else
    /// there is, in its order.
    fn shared(
        &self,
        contents: &Contents<'_>,
    ) -> Result<Vec<(ExportKind, u32, EntityType)>, reencode::Error<Error>> {
        let mut shared = Vec::new();
        for function in &self.taken {
            let ty = EntityType::Function(contents.functions[*function as usize]);
            shared.push((ExportKind::Func, number(&self.in_first, *function)?, ty));
        }
        let mut others = |kind, types: Vec<TypeRef>| -> Outcome {
            for (index, ty) in (0..).zip(types) {
                shared.push((kind, index, RoundtripReencoder.entity_type(ty).map_err(odd)?));
            }
            Ok(())
        };
        others(ExportKind::Table, contents.tables.iter().copied().map(TypeRef::Table).collect())?;
        others(ExportKind::Memory, contents.memories.iter().copied().map(TypeRef::Memory).collect())?;
        others(ExportKind::Global, contents.globals.iter().copied().map(TypeRef::Global).collect())?;
        shared.push((ExportKind::Table, contents.tables.len() as u32, EntityType::Table(self.table())));
        Ok(shared)
    }

    /// The table that the rest fills, which stands behind all others.
    fn table(&self) -> TableType {
        let stubs = self.stubs.len() as u64;
        TableType {
            element_type: RefType::FUNCREF,
            table64: false,
            minimum: stubs,
            maximum: Some(stubs),
            shared: false,
        }
    }
}

fn number(numbers: &BTreeMap<u32, u32>, function: u32) -> Result<u32, reencode::Error<Error>> {
    let number = numbers.get(&function).copied();
    number.ok_or_else(|| odd(format!("function {function} is named where nothing is known of it")))
}

fn odd(message: impl ToString) -> reencode::Error<Error> {
    reencode::Error::UserError(Error::new(message.to_string()))
}

type Outcome = Result<(), reencode::Error<Error>>;

/// Writes the first module.
struct First<'a> {
    contents: &'a Contents<'a>,
    plan: &'a Plan,
}

impl First<'_> {
    fn build(mut self, module: &[u8]) -> Result<Vec<u8>, Error> {
        let mut out = Module::new();
        self.parse_core_module(&mut out, Parser::new(0), module)?;
        Ok(out.finish())
    }

    /// Calls the function that stands in this slot of the rest's table.
    fn stub(&self, function: u32, slot: usize) -> Result<Function, Error> {
        let parameters = self.contents.signature(function)?.params().len() as u32;
        let (type_index, table_index) =
            (self.contents.functions[function as usize], self.contents.tables.len() as u32);
        let mut stub = Function::new([]);
        for parameter in 0..parameters {
            stub.instruction(&Instruction::LocalGet(parameter));
        }
        stub.instruction(&Instruction::I32Const(slot as i32));
        stub.instruction(&Instruction::CallIndirect { type_index, table_index });
        stub.instruction(&Instruction::End);
        Ok(stub)
    }
}

impl Reencode for First<'_> {
    type Error = Error;

    fn function_index(&mut self, function: u32) -> Result<u32, reencode::Error<Error>> {
        number(&self.plan.in_first, function)
    }

    fn parse_function_section(
        &mut self,
        functions: &mut FunctionSection,
        _: FunctionSectionReader<'_>,
    ) -> Outcome {
        for function in self.plan.in_first.keys().filter(|function| **function >= self.contents.imported) {
            functions.function(self.contents.functions[*function as usize]);
        }
        Ok(())
    }

    fn parse_table_section(&mut self, tables: &mut TableSection, section: TableSectionReader<'_>) -> Outcome {
        utils::parse_table_section(self, tables, section)?;
        tables.table(self.plan.table());
        Ok(())
    }

    fn parse_export_section(
        &mut self,
        exports: &mut ExportSection,
        section: ExportSectionReader<'_>,
    ) -> Outcome {
        utils::parse_export_section(self, exports, section)?;
        for (number, (kind, index, _)) in self.plan.shared(self.contents)?.into_iter().enumerate() {
            exports.export(&number.to_string(), kind, index);
        }
        Ok(())
    }

    fn parse_code_section(&mut self, code: &mut CodeSection, _: CodeSectionReader<'_>) -> Outcome {
        for function in self.plan.in_first.keys() {
            let Some(body) = self.contents.body(*function) else { continue };
            if let Ok(slot) = self.plan.stubs.binary_search(function) {
                code.function(&self.stub(*function, slot).map_err(reencode::Error::UserError)?);
            } else {
                self.parse_function_body(code, body.clone())?;
            }
        }
        Ok(())
    }

    /// Nobody needs them.
    fn parse_custom_section(&mut self, _: &mut Module, _: CustomSectionReader<'_>) -> Outcome {
        Ok(())
    }
}

/// Writes the rest.
struct Rest<'a> {
    contents: &'a Contents<'a>,
    plan: &'a Plan,
}

impl Rest<'_> {
    fn build(mut self) -> Result<Vec<u8>, Error> {
        let (mut types, mut imports) = (TypeSection::new(), ImportSection::new());
        if let Some(section) = self.contents.type_section.clone() {
            self.parse_type_section(&mut types, section)?;
        }
        for (number, (.., ty)) in self.plan.shared(self.contents)?.into_iter().enumerate() {
            imports.import(FIRST, &number.to_string(), ty);
        }
        let (mut functions, mut code) = (FunctionSection::new(), CodeSection::new());
        for function in &self.plan.cold {
            functions.function(self.contents.functions[*function as usize]);
            if let Some(body) = self.contents.body(*function) {
                self.parse_function_body(&mut code, body.clone())?;
            }
        }
        let elements = self.elements()?;
        let mut out = Module::new();
        out.section(&types).section(&imports).section(&functions).section(&elements).section(&code);
        Ok(out.finish())
    }

    /// The functions behind the stubs; and where a stub stands in a table of the whole module, they themselves.
    fn elements(&mut self) -> Result<ElementSection, Error> {
        let mut elements = ElementSection::new();
        let own = Place { table: self.contents.tables.len() as u32, slot: 0, function: 0 };
        let behind =
            (0..).zip(&self.plan.stubs).map(|(slot, function)| Place { slot, function: *function, ..own });
        let stubs =
            self.contents.places.iter().copied().filter(|place| self.plan.cold.contains(&place.function));
        let places: Vec<Place> = behind.chain(stubs).collect();
        for run in places.chunk_by(|one, next| one.table == next.table && one.slot + 1 == next.slot) {
            let numbers = run
                .iter()
                .map(|place| self.function_index(place.function))
                .collect::<Result<Vec<u32>, _>>()?;
            let Place { table, slot, .. } = run[0];
            elements.active(
                Some(table),
                &ConstExpr::i32_const(slot as i32),
                Elements::Functions(numbers.into()),
            );
        }
        Ok(elements)
    }
}

impl Reencode for Rest<'_> {
    type Error = Error;

    fn function_index(&mut self, function: u32) -> Result<u32, reencode::Error<Error>> {
        number(&self.plan.in_rest, function)
    }
}
