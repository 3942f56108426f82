//! Who names what in the module, as the linker wrote it down.
//!
//! Told `--emit-relocs`, the linker lists every place in code and data where it put an address or a place in the table of functions, and says
//! what it meant: a piece of data with its length, or a function. The list is believed only as a whole: each entry has to stand at an
//! instruction or a word that holds the very number it speaks of.

use std::collections::BTreeMap;
use std::ops::Range;

use anyhow::{Context, Result, bail, ensure};
use walrus::ir::{Const, Instr, InstrLocId, Value, Visitor, dfs_in_order};
use walrus::{ConstExpr, ElementItems, ElementKind, FunctionId, Module};
use wasmparser::{
    BinaryReader, Data, DataKind, DefinedDataSymbol, Linking, LinkingSectionReader, Operator, Parser, Payload,
    RelocSectionReader, RelocationEntry, RelocationType, SymbolInfo,
};

/// What is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    /// A piece of data, by its number.
    Piece(usize),
    /// A place in the table of functions.
    Place(usize),
}

/// Bytes that the compiler laid down together.
pub struct Piece {
    /// Where they lie in the module's memory.
    pub bytes: Range<usize>,
    pub names: Vec<Named>,
}

pub struct Ties {
    pub pieces: Vec<Piece>,
    /// What data outside of every piece names.
    pub loose: Vec<Named>,
    /// The places of the table that the linker filled.
    pub places: Range<usize>,
    /// What an instruction names, by where it stood in the file.
    code: BTreeMap<u32, Named>,
}

impl Ties {
    /// Of a module that was just parsed from this file; an error if there is no list, or one that does not fit.
    pub fn read(file: &[u8], module: &Module) -> Result<Self> {
        let list = List::read(file)?;
        let table = Table::of(module)?;
        let mut ties = Self { pieces: list.pieces()?, loose: vec![], places: table.places(), code: BTreeMap::new() };
        for entry in &list.data {
            let at = list.data_start + entry.offset as usize;
            let (address, number) = list.word(file, at).with_context(|| format!("no data at {at}"))?;
            let Some(named) = list.named(entry, number, &table)? else { continue };
            let mut is_loose = true;
            for piece in ties.pieces.iter_mut().filter(|piece| piece.bytes.contains(&address)) {
                piece.names.push(named);
                is_loose = false;
            }
            ties.loose.extend(is_loose.then_some(named));
        }
        let places = list.code.iter().map(|entry| (list.code_start + entry.offset as usize, *entry));
        let mut left: BTreeMap<usize, RelocationEntry> = places.filter(|(_, entry)| is_address(entry)).collect();
        for (_, function) in module.funcs.iter_local() {
            let mut numbers = Numbers(vec![]);
            dfs_in_order(&mut numbers, function, function.entry_block());
            for (at, number) in numbers.0 {
                let Some(entry) = left.remove(&number_at(at, number)) else { continue };
                ties.code.extend(list.named(&entry, number.of(), &table)?.map(|named| (at, named)));
            }
        }
        ensure!(left.is_empty(), "{} entries stand at no instruction that names anything", left.len());
        Ok(ties)
    }

    /// What an instruction names. One that was written since then names whatever lies where its number points to.
    pub fn named(&self, instr: &Instr, at: InstrLocId) -> Vec<Named> {
        let Some(number) = Number::said(instr) else { return vec![] };
        if !at.is_default() {
            return self.code.get(&at.data()).copied().into_iter().collect();
        }
        self.at(number.of())
    }

    /// Whatever this number may mean.
    pub fn at(&self, number: usize) -> Vec<Named> {
        let pieces = self.pieces.iter().enumerate().filter(|(_, piece)| piece.bytes.contains(&number));
        let place = self.places.contains(&number).then_some(Named::Place(number));
        pieces.map(|(piece, _)| Named::Piece(piece)).chain(place).collect()
    }
}

/// A number that an instruction says.
#[derive(Clone, Copy)]
enum Number {
    Plain(usize),
    /// Added to an address by what reads or writes there.
    Offset(usize),
}

impl Number {
    fn said(instr: &Instr) -> Option<Self> {
        match instr {
            Instr::Const(Const { value: Value::I32(number) }) => Some(Self::Plain(*number as u32 as usize)),
            Instr::Load(load) => usize::try_from(load.arg.offset).ok().map(Self::Offset),
            Instr::Store(store) => usize::try_from(store.arg.offset).ok().map(Self::Offset),
            _ => None,
        }
    }

    fn of(self) -> usize {
        match self {
            Self::Plain(number) | Self::Offset(number) => number,
        }
    }
}

/// Where in the file the number of an instruction begins: behind one byte that says which it is, and one for the alignment.
fn number_at(instr: u32, number: Number) -> usize {
    instr as usize + if matches!(number, Number::Plain(_)) { 1 } else { 2 }
}

/// The numbers of a function with the places of their instructions.
struct Numbers(Vec<(u32, Number)>);

impl Visitor<'_> for Numbers {
    fn visit_instr(&mut self, instr: &Instr, at: &InstrLocId) {
        if !at.is_default() {
            self.0.extend(Number::said(instr).map(|number| (at.data(), number)));
        }
    }
}

/// Which function stands at which place of the table.
struct Table {
    start: usize,
    functions: Vec<FunctionId>,
    /// All functions by their numbers in the file.
    numbered: Vec<FunctionId>,
}

impl Table {
    fn of(module: &Module) -> Result<Self> {
        let mut elements = module.elements.iter();
        let (Some(element), None) = (elements.next(), elements.next()) else { bail!("not one list of functions") };
        let ElementKind::Active { offset: ConstExpr::Value(Value::I32(start)), .. } = element.kind else {
            bail!("the list of functions lies nowhere")
        };
        let ElementItems::Functions(functions) = &element.items else { bail!("a list of something else") };
        let numbered = module.funcs.iter().map(|function| function.id()).collect();
        Ok(Self { start: start as usize, functions: functions.clone(), numbered })
    }

    fn places(&self) -> Range<usize> {
        self.start..self.start + self.functions.len()
    }

    fn is_at(&self, place: usize, function: u32) -> bool {
        let there = place.checked_sub(self.start).and_then(|at| self.functions.get(at));
        there.is_some() && there == self.numbered.get(function as usize)
    }
}

/// A part of the data that is laid down at once.
struct Segment {
    /// In the file.
    start: usize,
    address: usize,
    length: usize,
}

enum Symbol {
    /// With the segment's address.
    Data(usize, DefinedDataSymbol),
    Function(u32),
    /// Memory that begins empty, or what nobody can lay down or forget.
    Other,
}

/// What the linker says, as it says it.
#[derive(Default)]
struct List {
    code_start: usize,
    data_start: usize,
    segments: Vec<Segment>,
    symbols: Vec<Symbol>,
    code: Vec<RelocationEntry>,
    data: Vec<RelocationEntry>,
}

fn is_address(entry: &RelocationEntry) -> bool {
    use RelocationType::{FunctionIndexLeb, GlobalIndexLeb, TableNumberLeb, TypeIndexLeb};
    // What the file itself says where it is used.
    !matches!(entry.ty, FunctionIndexLeb | GlobalIndexLeb | TableNumberLeb | TypeIndexLeb)
}

impl List {
    fn read(file: &[u8]) -> Result<Self> {
        let mut list = Self::default();
        for payload in Parser::new(0).parse_all(file) {
            match payload? {
                Payload::CodeSectionStart { range, .. } => list.code_start = range.start,
                Payload::DataSection(section) => {
                    list.data_start = section.range().start;
                    let segments: Result<Vec<Segment>> = section.into_iter().map(|data| segment(&data?)).collect();
                    list.segments = segments?;
                }
                Payload::CustomSection(section) => {
                    let reader = BinaryReader::new(section.data(), section.data_offset());
                    match section.name() {
                        "linking" => list.symbols = list.symbols(reader)?,
                        "reloc.CODE" => list.code = entries(reader)?,
                        "reloc.DATA" => list.data = entries(reader)?,
                        _ => {}
                    }
                }
                _ => {}
            }
        }
        ensure!(!list.symbols.is_empty() && !list.code.is_empty(), "the linker was not told to say who names what");
        Ok(list)
    }

    fn symbols(&self, reader: BinaryReader) -> Result<Vec<Symbol>> {
        let mut symbols = vec![];
        for part in LinkingSectionReader::new(reader)?.subsections() {
            let Linking::SymbolTable(table) = part? else { continue };
            for symbol in table {
                symbols.push(match symbol? {
                    SymbolInfo::Data { symbol: Some(data), .. } => {
                        let segment = self.segments.get(data.index as usize);
                        segment.map_or(Symbol::Other, |segment| Symbol::Data(segment.address, data))
                    }
                    SymbolInfo::Func { index, .. } => Symbol::Function(index),
                    _ => Symbol::Other,
                });
            }
        }
        Ok(symbols)
    }

    /// By the numbers of their symbols; what is no data has no bytes.
    fn pieces(&self) -> Result<Vec<Piece>> {
        let piece = |symbol: &Symbol| {
            let Symbol::Data(segment, data) = symbol else { return Ok(Piece { bytes: 0..0, names: vec![] }) };
            let start = segment + data.offset as usize;
            let bytes = start..start + data.size as usize;
            let length = self.segments.get(data.index as usize).map_or(0, |segment| segment.length);
            ensure!(bytes.end <= segment + length, "a piece is longer than where it lies");
            Ok(Piece { bytes, names: vec![] })
        };
        self.symbols.iter().map(piece).collect()
    }

    /// The address of a word of the data, and the word.
    fn word(&self, file: &[u8], at: usize) -> Option<(usize, usize)> {
        let holds = |segment: &&Segment| (segment.start..segment.start + segment.length).contains(&at);
        let segment = self.segments.iter().find(holds)?;
        let word = file.get(at..at + 4)?.try_into().ok()?;
        Some((segment.address + at - segment.start, u32::from_le_bytes(word) as usize))
    }

    /// What an entry names, where this number stands.
    fn named(&self, entry: &RelocationEntry, number: usize, table: &Table) -> Result<Option<Named>> {
        use RelocationType::{MemoryAddrI32, MemoryAddrLeb, MemoryAddrSleb, TableIndexI32, TableIndexSleb};
        let symbol = self.symbols.get(entry.index as usize).context("an entry about nothing")?;
        Ok(match (entry.ty, symbol) {
            (MemoryAddrI32 | MemoryAddrLeb | MemoryAddrSleb, Symbol::Data(segment, data)) => {
                let address = (segment + data.offset as usize) as i64 + entry.addend;
                ensure!(number as i64 == address, "{number} stands where {address} should");
                Some(Named::Piece(entry.index as usize))
            }
            (MemoryAddrI32 | MemoryAddrLeb | MemoryAddrSleb, Symbol::Other) => None,
            (TableIndexI32 | TableIndexSleb, Symbol::Function(function)) => {
                ensure!(table.is_at(number, *function), "another function stands at place {number}");
                Some(Named::Place(number))
            }
            (ty, _) => bail!("an entry of a kind that nobody expects: {ty:?}"),
        })
    }
}

fn segment(data: &Data) -> Result<Segment> {
    let DataKind::Active { offset_expr, .. } = &data.kind else { bail!("data that lies nowhere") };
    let Operator::I32Const { value } = offset_expr.get_operators_reader().read()? else { bail!("data lies anywhere") };
    let length = data.data.len();
    Ok(Segment { start: data.range.end - length, address: value as u32 as usize, length })
}

fn entries(reader: BinaryReader) -> Result<Vec<RelocationEntry>> {
    Ok(RelocSectionReader::new(reader)?.entries().into_iter().collect::<Result<_, _>>()?)
}
