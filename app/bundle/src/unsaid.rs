//! Forgets what nobody names: texts and tables that only functions spoke of which are gone, and functions that stand in the table for such
//! texts only. Both stay in the module otherwise, and weigh the more for being like nothing else. (`str`'s panic shows a letter, for which it
//! knows of every letter whether it can be printed.)
//!
//! Who names what is not guessed: the linker says it ([`Ties`]). Where its list does not fit the module, everything stays.

use std::collections::BTreeSet;

use walrus::ir::{Instr, InstrLocId, Value, Visitor, dfs_in_order};
use walrus::{
    ConstExpr, Data, DataId, DataKind, Element, ElementItems, ElementKind, ExportItem, FunctionBuilder, FunctionId,
    FunctionKind, GlobalKind, Module,
};

use crate::ties::{Named, Ties};

/// Empties the places of the table and the pieces of data that nothing leads to from what the browser calls.
pub fn forget(module: &mut Module, ties: &Ties) {
    let reach = Reach::of(module, ties);
    let (functions, pieces) = (reach.functions, reach.pieces);
    let mut nothing = FunctionBuilder::new(&mut module.types, &[], &[]);
    nothing.func_body().unreachable();
    let nothing = nothing.finish(vec![], &mut module.funcs);
    for element in module.elements.iter_mut() {
        let start = start(element);
        let ElementItems::Functions(listed) = &mut element.items else { continue };
        for (at, function) in listed.iter_mut().enumerate() {
            let is_tied = start.is_some_and(|start| ties.places.contains(&(start + at)));
            if is_tied && !functions.contains(function) {
                *function = nothing;
            }
        }
    }
    walrus::passes::gc::run(module);
    let data: Vec<DataId> = module.data.iter().map(Data::id).collect();
    data.into_iter().for_each(|id| clear(module.data.get_mut(id), ties, &pieces));
}

/// Puts zeros where no piece lies that is named, but one that is not.
fn clear(data: &mut Data, ties: &Ties, named: &BTreeSet<usize>) {
    let DataKind::Active { offset: ConstExpr::Value(Value::I32(start)), .. } = data.kind else { return };
    let start = start as u32 as usize;
    let mut is_left = vec![true; data.value.len()];
    for is_named in [false, true] {
        for (number, piece) in ties.pieces.iter().enumerate() {
            if named.contains(&number) == is_named && piece.bytes.start >= start {
                let bytes = piece.bytes.start - start..piece.bytes.end - start;
                is_left.get_mut(bytes).unwrap_or_default().fill(is_named);
            }
        }
    }
    data.value.iter_mut().zip(is_left).filter(|(_, is_left)| !is_left).for_each(|(byte, _)| *byte = 0);
}

/// The first place of the table that a list fills from the start.
fn start(element: &Element) -> Option<usize> {
    match element.kind {
        ElementKind::Active { offset: ConstExpr::Value(Value::I32(start)), .. } => usize::try_from(start).ok(),
        _ => None,
    }
}

/// What is come to.
struct Reach<'a> {
    module: &'a Module,
    ties: &'a Ties,
    functions: BTreeSet<FunctionId>,
    pieces: BTreeSet<usize>,
    /// Functions come to, but not yet read.
    unread: Vec<FunctionId>,
    /// What was named, but not yet come to.
    named: Vec<Named>,
}

impl<'a> Reach<'a> {
    fn of(module: &'a Module, ties: &'a Ties) -> Self {
        let named = ties.loose.clone();
        let (functions, pieces) = (BTreeSet::new(), BTreeSet::new());
        let mut reach = Self { module, ties, functions, pieces, unread: vec![], named };
        reach.begin();
        loop {
            if let Some(named) = reach.named.pop() {
                reach.come_to(named);
            } else if let Some(id) = reach.unread.pop() {
                if let FunctionKind::Local(function) = &module.funcs.get(id).kind {
                    dfs_in_order(&mut reach, function, function.entry_block());
                }
            } else {
                return reach;
            }
        }
    }

    /// From what the browser calls, and from whatever is no place of the linker's.
    fn begin(&mut self) {
        let module = self.module;
        self.unread.extend(module.start);
        for export in module.exports.iter() {
            if let ExportItem::Function(function) = export.item {
                self.unread.push(function);
            }
        }
        for global in module.globals.iter() {
            if let GlobalKind::Local(value) = &global.kind {
                self.constant(value);
            }
        }
        for element in module.elements.iter() {
            match &element.items {
                ElementItems::Functions(functions) => {
                    let start = start(element);
                    let is_tied = |at| start.is_some_and(|start| self.ties.places.contains(&(start + at)));
                    let others = functions.iter().enumerate().filter(|(at, _)| !is_tied(*at)).map(|(_, id)| *id);
                    self.unread.extend(others.collect::<Vec<_>>());
                }
                ElementItems::Expressions(_, values) => values.iter().for_each(|value| self.constant(value)),
            }
        }
        self.functions = self.unread.iter().copied().collect();
    }

    fn constant(&mut self, value: &ConstExpr) {
        match value {
            ConstExpr::RefFunc(function) => self.unread.push(*function),
            ConstExpr::Value(Value::I32(number)) => self.named.extend(self.ties.at(*number as u32 as usize)),
            _ => {}
        }
    }

    fn come_to(&mut self, named: Named) {
        match named {
            Named::Piece(piece) => {
                if self.pieces.insert(piece) {
                    self.named.extend(&self.ties.pieces[piece].names);
                }
            }
            Named::Place(place) => {
                for element in self.module.elements.iter() {
                    let ElementItems::Functions(functions) = &element.items else { continue };
                    let at = start(element).and_then(|start| place.checked_sub(start));
                    if let Some(function) = at.and_then(|at| functions.get(at)) {
                        self.visit_function_id(function);
                    }
                }
            }
        }
    }
}

impl Visitor<'_> for Reach<'_> {
    fn visit_function_id(&mut self, function: &FunctionId) {
        if self.functions.insert(*function) {
            self.unread.push(*function);
        }
    }

    fn visit_instr(&mut self, instr: &Instr, at: &InstrLocId) {
        self.named.extend(self.ties.named(instr, *at));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use anyhow::Result;
    use wasm_encoder::{
        CodeSection, ConstExpr as Expr, CustomSection, DataSection, DataSymbolDefinition, ElementSection, Elements,
        ExportKind, ExportSection, FunctionSection, LinkingSection, MemorySection, MemoryType, Module as File, RefType,
        SymbolTable, TableSection, TableType, TypeSection,
    };

    /// What `kept` and `gone` say, each in five bytes and forgotten at once.
    fn saying(numbers: [u32; 2]) -> Vec<u8> {
        let said = |number: u32| {
            let seven = |shift: u32| (number >> shift & 0x7f) as u8;
            [0x41, seven(0) | 0x80, seven(7) | 0x80, seven(14) | 0x80, seven(21) | 0x80, seven(28), 0x1a]
        };
        [[0].as_slice(), &numbers.map(said).concat(), &[0x0b]].concat()
    }

    fn custom<'a>(name: &'a str, data: &'a [u8]) -> CustomSection<'a> {
        CustomSection { name: name.into(), data: data.into() }
    }

    /// `kept`, which the browser calls, names “both” and the word behind it; that names the table's second place, `told`. Only `gone`, whom
    /// nobody names, names “owns”. Nobody knows whose “free” is.
    fn file(code: &[u8], pieces: [u32; 3]) -> Vec<u8> {
        let mut file = File::new();
        let mut types = TypeSection::new();
        types.ty().function([], []);
        file.section(&types);
        file.section(FunctionSection::new().function(0).function(0).function(0));
        let (minimum, maximum) = (3, None);
        let table = TableType { element_type: RefType::FUNCREF, minimum, maximum, table64: false, shared: false };
        file.section(TableSection::new().table(table));
        let (minimum, page_size_log2) = (1, None);
        file.section(MemorySection::new().memory(MemoryType {
            minimum,
            maximum: None,
            memory64: false,
            shared: false,
            page_size_log2,
        }));
        let mut exports = ExportSection::new();
        exports.export("kept", ExportKind::Func, 0).export("memory", ExportKind::Memory, 0);
        file.section(exports.export("table", ExportKind::Table, 0));
        file.section(ElementSection::new().active(
            None,
            &Expr::i32_const(1),
            Elements::Functions([1, 2].as_slice().into()),
        ));
        let mut bodies = CodeSection::new();
        bodies.raw(&saying([1028, 1032])).raw(&saying([1024, 1028])).raw(&[0, 0x0b]);
        file.section(&bodies);
        let data = [b"ownsboth".as_slice(), &2_u32.to_le_bytes(), b"free"].concat();
        file.section(DataSection::new().active(0, &Expr::i32_const(1024), data));
        let mut symbols = SymbolTable::new();
        for (number, offset) in pieces.into_iter().enumerate() {
            let place = DataSymbolDefinition { index: 0, offset, size: 4 };
            symbols.data(0, &format!("piece {number}"), Some(place));
        }
        symbols.function(0, 2, Some("told"));
        file.section(LinkingSection::new().symbol_table(&symbols));
        // Kinds 4 and 2: an address in code, a place of the table in data.
        file.section(&custom("reloc.CODE", code));
        file.section(&custom("reloc.DATA", &[7, 1, 2, 15, 3]));
        file.finish()
    }

    const CODE: [u8; 18] = [6, 4, 4, 4, 1, 0, 4, 11, 2, 0, 4, 21, 0, 0, 4, 28, 1, 0];

    #[test]
    fn what_nobody_comes_to_is_forgotten_and_nothing_else() -> Result<()> {
        let file = file(&CODE, [0, 4, 8]);
        let mut module = Module::from_buffer(&file)?;
        let ties = Ties::read(&file, &module)?;
        forget(&mut module, &ties);
        let data = module.data.iter().map(|data| data.value.as_slice()).collect::<Vec<_>>().concat();
        assert_eq!(data, b"\0\0\0\0both\x02\0\0\0free");
        let element = module.elements.iter().next().map(|element| element.items.clone());
        let Some(ElementItems::Functions(listed)) = element else { panic!("a list") };
        // `kept`, `told`, and the one in the place of `gone`.
        assert_eq!((module.funcs.iter().count(), listed.len()), (3, 2));
        let says = |id: &FunctionId| {
            let function = module.funcs.get(*id).kind.unwrap_local();
            function.block(function.entry_block()).instrs.len()
        };
        assert_eq!((says(&listed[0]), says(&listed[1])), (1, 0));
        Ok(())
    }

    #[test]
    fn a_list_that_does_not_fit_is_not_believed() -> Result<()> {
        let other = |at: usize, byte: u8| {
            let mut code = CODE;
            code[at] = byte;
            code
        };
        let cases = [
            ("fits", CODE, [0, 4, 8], true),
            ("another piece", other(4, 2), [0, 4, 8], false),
            ("no instruction", other(3, 5), [0, 4, 8], false),
            ("an unknown kind", other(2, 11), [0, 4, 8], false),
            ("no such symbol", other(4, 9), [0, 4, 8], false),
            ("a piece elsewhere", CODE, [0, 5, 8], false),
            ("a piece too long", CODE, [0, 4, 13], false),
        ];
        for (case, code, pieces, fits) in cases {
            let file = file(&code, pieces);
            let ties = Ties::read(&file, &Module::from_buffer(&file)?);
            assert_eq!(ties.is_ok(), fits, "{case}");
        }
        let bare = File::new().finish();
        assert!(Ties::read(&bare, &Module::from_buffer(&bare)?).is_err());
        Ok(())
    }
}
