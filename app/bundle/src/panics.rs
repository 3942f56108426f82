//! Takes out of the module what only a panic would say.
//!
//! A panic is a mistake of ours. On a phone nobody reads its message: the page itself says that something broke (`public/start.js`), and
//! a debug build tells the whole story to the console. What is left of a panic here is WebAssembly's `unreachable`, which stops the app
//! in the same place.
//!
//! Nothing is cut by guessing. A function that never comes back is known by what the compiler writes behind each call of it
//! (`unreachable`), and the rest by the traits that only panics use.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use walrus::ir::{
    Block, Call, IfElse, Instr, InstrLocId, InstrSeq, InstrSeqId, Loop, Unreachable, Value, VisitorMut,
    dfs_pre_order_mut,
};
use walrus::{ConstExpr, Data, DataId, DataKind, FunctionId, FunctionKind, LocalFunction, Module};

/// Functions that stand in tables, where only a panic looks them up: nothing that the phone does prints a value for developers.
const SAID_BY_PANICS: [&str; 1] = ["::panic::PanicPayload>::"];

/// Cuts the messages of panics; says how many functions never come back.
pub fn silence(module: &mut Module) -> usize {
    let lost = never_back(module);
    for (_, function) in module.funcs.iter_local_mut() {
        let entry = function.entry_block();
        dfs_pre_order_mut(&mut Stop(&lost), function, entry);
    }
    for id in told(module) {
        if let FunctionKind::Local(function) = &mut module.funcs.get_mut(id).kind {
            let entry = function.entry_block();
            function.block_mut(entry).instrs = vec![(Unreachable {}.into(), InstrLocId::default())];
        }
    }
    forget_places(module);
    walrus::passes::gc::run(module);
    lost.len()
}

/// The functions of the module behind whose every call the compiler says that nothing follows.
fn never_back(module: &Module) -> BTreeSet<FunctionId> {
    let mut comes_back = BTreeMap::new();
    for (_, function) in module.funcs.iter_local() {
        look(function, function.entry_block(), false, &mut comes_back);
    }
    let is_local = |id: &FunctionId| matches!(module.funcs.get(*id).kind, FunctionKind::Local(_));
    comes_back.into_iter().filter(|(id, comes_back)| !comes_back && is_local(id)).map(|(id, _)| id).collect()
}

/// Notes for each function called in a block whether it comes back; `is_end`: behind the block stands `unreachable`.
fn look(function: &LocalFunction, block: InstrSeqId, is_end: bool, comes_back: &mut BTreeMap<FunctionId, bool>) {
    let instrs = &function.block(block).instrs;
    for (at, (instr, _)) in instrs.iter().enumerate() {
        let is_end = instrs.get(at + 1).map_or(is_end, |(next, _)| matches!(next, Instr::Unreachable(_)));
        match instr {
            Instr::Call(Call { func }) => *comes_back.entry(*func).or_default() |= !is_end,
            Instr::Block(Block { seq }) | Instr::Loop(Loop { seq }) => look(function, *seq, is_end, comes_back),
            Instr::IfElse(IfElse { consequent, alternative }) => {
                look(function, *consequent, is_end, comes_back);
                look(function, *alternative, is_end, comes_back);
            }
            _ => {}
        }
    }
}

/// Puts `unreachable` in place of the calls of these functions.
struct Stop<'a>(&'a BTreeSet<FunctionId>);

impl VisitorMut for Stop<'_> {
    fn start_instr_seq_mut(&mut self, seq: &mut InstrSeq) {
        for (instr, _) in &mut seq.instrs {
            if matches!(instr, Instr::Call(Call { func }) if self.0.contains(func)) {
                *instr = Unreachable {}.into();
            }
        }
    }
}

/// The functions of [`SAID_BY_PANICS`].
fn told(module: &Module) -> Vec<FunctionId> {
    let is_told = |name: &str| SAID_BY_PANICS.iter().any(|part| plain(name).contains(part));
    let told = module.funcs.iter_local().map(|(id, _)| id);
    told.filter(|id| module.funcs.get(*id).name.as_deref().is_some_and(is_told)).collect()
}

/// A name without the numbers of crates: `<u8 as core::fmt::Debug>::fmt` of `<u8 as core[c593]::fmt::Debug>::fmt`.
fn plain(name: &str) -> String {
    let mut depth = 0;
    let mut is_said = |letter| {
        depth += i32::from(letter == '[');
        let is_said = depth == 0;
        depth -= i32::from(letter == ']');
        is_said
    };
    name.chars().filter(|letter| is_said(*letter)).collect()
}

/// Where in the module's memory a panic would say it comes from: `{text, length, line, column}` with the text of a source file's path.
struct Places<'a> {
    data: &'a [u8],
    /// Address of the first byte.
    start: usize,
}

const PLACE_BYTES: usize = 16;

impl Places<'_> {
    /// The places and the paths, as ranges of the data.
    fn ranges(&self) -> Vec<Range<usize>> {
        let mut ranges = vec![];
        let first = self.start.next_multiple_of(4) - self.start;
        for at in (first..self.data.len()).step_by(4) {
            if let Some(path) = self.path_of(at) {
                ranges.extend([at..at + PLACE_BYTES, path]);
            }
        }
        ranges
    }

    fn path_of(&self, at: usize) -> Option<Range<usize>> {
        let word = |at: usize| Some(u32::from_le_bytes(self.data.get(at..at + 4)?.try_into().ok()?) as usize);
        let (length, line, column) = (word(at + 4)?, word(at + 8)?, word(at + 12)?);
        let start = word(at)?.checked_sub(self.start)?;
        let path = self.data.get(start..start.checked_add(length)?)?;
        // The compiler ends these texts, and only these, with a zero.
        let is_path = path.is_ascii() && path.ends_with(b".rs") && self.data.get(start + length) == Some(&0);
        (is_path && (1..100_000).contains(&line) && (1..1_000).contains(&column)).then(|| start..start + length)
    }
}

fn forget_places(module: &mut Module) {
    let ids: Vec<DataId> = module.data.iter().map(Data::id).collect();
    for id in ids {
        let data = module.data.get_mut(id);
        let DataKind::Active { offset: ConstExpr::Value(Value::I32(start)), .. } = data.kind else { continue };
        let start = start as usize;
        for range in (Places { data: &data.value, start }).ranges() {
            data.value[range].fill(0);
        }
    }
}
