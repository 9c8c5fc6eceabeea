//! What stands in a module, as far as cutting it needs.

use std::collections::BTreeSet;

use wasmparser::{
    DataKind, ElementItems, ElementKind, Export, ExternalKind, FuncType, FunctionBody, GlobalType,
    MemoryType, Operator, Parser, Payload, TableType, TypeRef, TypeSectionReader, Validator,
};

use crate::Error;

/// A place in a table, and the function in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) table: u32,
    pub(crate) slot: u32,
    pub(crate) function: u32,
}

/// A module, read. Functions are counted as WebAssembly does: imported ones first.
#[derive(Default)]
pub(crate) struct Contents<'a> {
    pub(crate) type_section: Option<TypeSectionReader<'a>>,
    pub(crate) types: Vec<FuncType>,
    /// The type of each function.
    pub(crate) functions: Vec<u32>,
    /// How many of the functions are imported.
    pub(crate) imported: u32,
    pub(crate) tables: Vec<TableType>,
    pub(crate) memories: Vec<MemoryType>,
    pub(crate) globals: Vec<GlobalType>,
    pub(crate) exports: Vec<Export<'a>>,
    /// What the tables hold in the beginning.
    pub(crate) places: Vec<Place>,
    pub(crate) start: Option<u32>,
    /// Of the functions that are not imported.
    pub(crate) bodies: Vec<FunctionBody<'a>>,
}

impl<'a> Contents<'a> {
    /// Reads a module; an error when it is broken, or uses what cannot be cut.
    pub(crate) fn read(module: &'a [u8]) -> Result<Contents<'a>, Error> {
        Validator::new().validate_all(module)?;
        let mut contents = Contents::default();
        for payload in Parser::new(0).parse_all(module) {
            contents.take(payload?)?;
        }
        Ok(contents)
    }

    fn take(&mut self, payload: Payload<'a>) -> Result<(), Error> {
        match payload {
            Payload::TypeSection(section) => {
                self.type_section = Some(section.clone());
                self.types = section.into_iter_err_on_gc_types().collect::<Result<_, _>>()?;
            }
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    let TypeRef::Func(ty) = import?.ty else {
                        return Err(Error::new("an import is no function"));
                    };
                    self.functions.push(ty);
                    self.imported += 1;
                }
            }
            Payload::FunctionSection(section) => {
                for ty in section {
                    self.functions.push(ty?);
                }
            }
            Payload::TableSection(section) => {
                for table in section {
                    self.tables.push(table?.ty);
                }
            }
            Payload::MemorySection(section) => {
                self.memories = section.into_iter().collect::<Result<_, _>>()?;
            }
            Payload::GlobalSection(section) => {
                for global in section {
                    self.globals.push(global?.ty);
                }
            }
            Payload::ExportSection(section) => {
                self.exports = section.into_iter().collect::<Result<_, _>>()?;
            }
            Payload::StartSection { func, .. } => self.start = Some(func),
            Payload::ElementSection(section) => {
                for element in section {
                    let element = element?;
                    let ElementKind::Active { table_index, offset_expr } = element.kind else {
                        return Err(Error::new("elements that are not placed in a table from the beginning"));
                    };
                    let Operator::I32Const { value } = offset_expr.get_operators_reader().read()? else {
                        return Err(Error::new("elements at a place that is computed"));
                    };
                    let ElementItems::Functions(items) = element.items else {
                        return Err(Error::new("elements that are no functions"));
                    };
                    for (slot, function) in (value as u32..).zip(items) {
                        self.places.push(Place {
                            table: table_index.unwrap_or(0),
                            slot,
                            function: function?,
                        });
                    }
                }
            }
            Payload::DataSection(section) => {
                for data in section {
                    if matches!(data?.kind, DataKind::Passive) {
                        return Err(Error::new("data that is not in memory from the beginning"));
                    }
                }
            }
            Payload::CodeSectionEntry(body) => self.bodies.push(body),
            _ => {}
        }
        Ok(())
    }

    pub(crate) fn body(&self, function: u32) -> Option<&FunctionBody<'a>> {
        self.bodies.get(function.checked_sub(self.imported)? as usize)
    }

    pub(crate) fn signature(&self, function: u32) -> Result<&FuncType, Error> {
        let ty = self.functions.get(function as usize).and_then(|ty| self.types.get(*ty as usize));
        ty.ok_or_else(|| Error::new(format!("there is no function {function}")))
    }

    /// The functions that the body of this one names.
    pub(crate) fn named_in(&self, function: u32) -> Result<BTreeSet<u32>, Error> {
        let mut named = BTreeSet::new();
        let Some(body) = self.body(function) else { return Ok(named) };
        for operator in body.get_operators_reader()? {
            match operator? {
                Operator::Call { function_index }
                | Operator::ReturnCall { function_index }
                | Operator::RefFunc { function_index } => {
                    named.insert(function_index);
                }
                _ => {}
            }
        }
        Ok(named)
    }

    /// The functions that are named outside of bodies.
    pub(crate) fn named_outside(&self) -> BTreeSet<u32> {
        let exported =
            self.exports.iter().filter(|export| export.kind == ExternalKind::Func).map(|export| export.index);
        exported.chain(self.places.iter().map(|place| place.function)).chain(self.start).collect()
    }
}
