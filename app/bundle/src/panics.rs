//! Takes out of the module what only a panic would say.
//!
//! A panic is a mistake of ours. On a phone nobody reads its message: the page itself says that something broke (`public/start.js`), and
//! a debug build tells the whole story to the console. What is left of a panic here is WebAssembly's `unreachable`, which stops the app
//! in the same place.
//!
//! Nothing is cut by guessing. A function that never comes back is known by what the compiler writes behind each call of it
//! (`unreachable`), and the rest by the trait that only panics use. (`Debug` is not it: chrono prints its days through it.)

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use walrus::ir::{
    Block, Call, IfElse, Instr, InstrLocId, InstrSeq, InstrSeqId, Loop, Unreachable, Value, VisitorMut,
    dfs_pre_order_mut,
};
use walrus::{ConstExpr, Data, DataId, DataKind, FunctionId, FunctionKind, LocalFunction, Module};

/// A trait of the standard library's own: what a panic carries. Its functions stand in tables, where only a panic looks them up.
const SAID_BY_PANICS: &str = "::panic::PanicPayload>::";

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

/// Puts `unreachable` in place of the calls of these functions, and takes out what only they were given.
struct Stop<'a>(&'a BTreeSet<FunctionId>);

impl VisitorMut for Stop<'_> {
    fn start_instr_seq_mut(&mut self, seq: &mut InstrSeq) {
        let stops = |instr: &Instr| matches!(instr, Instr::Call(Call { func }) if self.0.contains(func));
        let Some(at) = seq.instrs.iter().position(|(instr, _)| stops(instr)) else { return };
        seq.instrs.truncate(at);
        while seq.instrs.last().is_some_and(|(instr, _)| is_only_a_value(instr)) {
            seq.instrs.pop();
        }
        seq.instrs.push((Unreachable {}.into(), InstrLocId::default()));
    }
}

/// Puts a value on the stack and does nothing else.
fn is_only_a_value(instr: &Instr) -> bool {
    matches!(instr, Instr::Const(_) | Instr::LocalGet(_) | Instr::GlobalGet(_))
}

/// The functions of [`SAID_BY_PANICS`].
fn told(module: &Module) -> Vec<FunctionId> {
    let is_told = |name: &str| plain(name).contains(SAID_BY_PANICS);
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

#[cfg(test)]
mod tests {
    use super::*;
    use walrus::{FunctionBuilder, MemoryId};

    /// A function that calls another one and then stops, or comes back.
    fn calling(module: &mut Module, name: &str, callee: Option<FunctionId>, stops: bool) -> FunctionId {
        let mut builder = FunctionBuilder::new(&mut module.types, &[], &[]);
        builder.name(name.to_owned());
        let mut body = builder.func_body();
        body.block(None, |inside| {
            if let Some(callee) = callee {
                inside.call(callee);
            }
        });
        if stops {
            body.unreachable();
        }
        builder.finish(vec![], &mut module.funcs)
    }

    fn calls(module: &Module, id: FunctionId) -> usize {
        let mut comes_back = BTreeMap::new();
        let function = module.funcs.get(id).kind.unwrap_local();
        look(function, function.entry_block(), false, &mut comes_back);
        comes_back.len()
    }

    #[test]
    fn only_what_never_comes_back_is_cut() {
        let mut module = Module::default();
        let panics = calling(&mut module, "panics", None, true);
        let useful = calling(&mut module, "useful", None, false);
        let both = calling(&mut module, "comes back for one of two", None, false);
        let functions = [(panics, true), (useful, false), (both, true), (both, false)];
        let callers = functions.map(|(callee, stops)| calling(&mut module, "caller", Some(callee), stops));
        for (number, caller) in callers.into_iter().enumerate() {
            module.exports.add(&format!("caller {number}"), caller);
        }
        assert_eq!(silence(&mut module), 1);
        assert_eq!(callers.map(|caller| calls(&module, caller)), [0, 1, 1, 1]);
        let left: Vec<_> = module.funcs.iter().filter_map(|function| function.name.as_deref()).collect();
        assert!(!left.contains(&"panics") && left.contains(&"useful"), "{left:?}");
    }

    #[test]
    fn what_only_a_panic_was_given_goes_with_it() {
        let mut module = Module::default();
        let panics = calling(&mut module, "panics", None, true);
        let mut builder = FunctionBuilder::new(&mut module.types, &[], &[]);
        builder.func_body().i32_const(1).drop().i32_const(1024).i32_const(7).call(panics).unreachable();
        let caller = builder.finish(vec![], &mut module.funcs);
        module.exports.add("caller", caller);
        silence(&mut module);
        let function = module.funcs.get(caller).kind.unwrap_local();
        let [(Instr::Const(_), _), (Instr::Drop(_), _), (Instr::Unreachable(_), _)] =
            function.block(function.entry_block()).instrs.as_slice()
        else {
            panic!("a value, forgotten, and the end")
        };
    }

    #[test]
    fn what_a_panic_carries_is_known_by_its_trait() {
        assert_eq!(
            plain("<a[0f3c]::B as std[17]::panic::PanicPayload>::get"),
            "<a::B as std::panic::PanicPayload>::get"
        );
        let mut module = Module::default();
        let carried = calling(&mut module, "<a[1]::B as core[2]::panic::PanicPayload>::get", None, false);
        let other = calling(&mut module, "<a[1]::B as core[2]::fmt::Display>::fmt", None, false);
        assert_eq!(told(&module), [carried]);
        assert_ne!(carried, other);
    }

    #[test]
    fn places_in_the_source_are_forgotten_and_no_other_bytes() {
        let words = |words: [u32; 4]| words.map(u32::to_le_bytes).concat();
        let path = b"src/a.rs\0";
        let start = 1_048_578;
        // Two bytes to the next word, a place, one whose length is wrong, one of a text that is no path, the texts.
        let texts = start + 2 + 3 * 16;
        let places = [[texts, 8, 7, 9], [texts, 7, 7, 9], [texts + 9, 4, 7, 9]].map(words).concat();
        let value = [b"ab".as_slice(), &places, path, b"door\0"].concat();
        let mut module = Module::default();
        let memory: MemoryId = module.memories.add_local(false, false, 17, None, None);
        let offset = ConstExpr::Value(Value::I32(start as i32));
        let data = module.data.add(DataKind::Active { memory, offset }, value.clone());
        forget_places(&mut module);
        let left = &module.data.get(data).value;
        assert_eq!(left[2..18], [0; 16]);
        assert_eq!(left[18..50], value[18..50]);
        assert_eq!((&left[50..58], &left[58..]), ([0; 8].as_slice(), b"\0door\0".as_slice()));
    }
}
