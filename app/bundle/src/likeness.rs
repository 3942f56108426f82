//! Puts functions that look alike side by side in the module. What is near is cheap to point to, so brotli makes the same code two hundredths
//! smaller. Nothing about the functions changes but their numbers.
//!
//! This is a walk: from each function to the one, of those left, that shares most with it and with those just before it. Shared pieces of
//! code count by how rare they are.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use wasm_encoder::{NameMap, NameSection, Section};
use wasmparser::{Parser, Payload, TypeRef};

/// Bytes of a piece of code.
const PIECE_BYTES: usize = 4;
/// What more functions than this share says nothing about any of them.
const COMMON: usize = 1_000;
/// How much of what was shared with the functions before still counts one step further.
const MEMORY: f64 = 0.8;

/// The module with names for its functions by which they sort as they shall lie. The names are to be taken out again.
pub fn named(module: &[u8]) -> Result<Vec<u8>> {
    let (mut bodies, mut names) = (Vec::new(), Vec::new());
    for payload in Parser::new(0).parse_all(module) {
        match payload? {
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    let import = import?;
                    if matches!(import.ty, TypeRef::Func(_) | TypeRef::FuncExact(_)) {
                        // In the order of their own names, as the glue has them.
                        names.push((names.len() as u32, format!("a{}", import.name)));
                    }
                }
            }
            Payload::CodeSectionEntry(body) => bodies.push(body.as_bytes()),
            _ => {}
        }
    }
    let imports = names.len() as u32;
    let places = (imports..).zip(walk(&bodies));
    names.extend(places.map(|(place, function)| (imports + function as u32, format!("b{place:08}"))));
    names.sort();
    let mut map = NameMap::new();
    names.iter().for_each(|(function, name)| map.append(*function, name));
    let mut section = NameSection::new();
    section.functions(&map);
    let mut named = module.to_vec();
    section.append_to(&mut named);
    Ok(named)
}

/// The functions in the order of the walk.
fn walk(bodies: &[&[u8]]) -> Vec<usize> {
    let pieces: Vec<BTreeSet<&[u8]>> = bodies.iter().map(|body| body.windows(PIECE_BYTES).collect()).collect();
    let mut holders: BTreeMap<&[u8], Vec<usize>> = BTreeMap::new();
    for (function, pieces) in pieces.iter().enumerate() {
        for piece in pieces {
            holders.entry(piece).or_default().push(function);
        }
    }
    holders.retain(|_, functions| (2..=COMMON).contains(&functions.len()));
    // By function: who else holds its pieces.
    let shared: Vec<Vec<&[usize]>> = pieces
        .iter()
        .map(|pieces| pieces.iter().filter_map(|piece| holders.get(piece).map(Vec::as_slice)).collect())
        .collect();
    // A long function shares more by chance.
    let weight: Vec<f64> = pieces.iter().map(|pieces| (pieces.len().max(1) as f64).sqrt()).collect();
    let rarity = |holders: usize| (bodies.len() as f64 / holders as f64).ln();

    let mut left: BTreeSet<usize> = (0..bodies.len()).collect();
    let mut order = Vec::new();
    let mut next = left.pop_first();
    let mut likeness = vec![0.0; bodies.len()];
    while let Some(function) = next {
        order.push(function);
        likeness.iter_mut().for_each(|likeness| *likeness *= MEMORY);
        for holders in &shared[function] {
            let rarity = rarity(holders.len());
            holders.iter().for_each(|other| likeness[*other] += rarity);
        }
        let of = |function: usize| likeness[function] / weight[function];
        // Where nothing is shared with any, the first one left.
        let best = left.iter().copied().rev().max_by(|one, other| of(*one).total_cmp(&of(*other)));
        next = best.filter(|best| left.remove(best));
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_alike_lies_side_by_side_and_nothing_is_lost() {
        let bodies: [&[u8]; 5] = [b"open the door", b"1234567", b"close the door now", b"12345678", b""];
        let order = walk(&bodies);
        assert_eq!(order, [0, 2, 1, 3, 4]);
    }

    #[test]
    fn every_function_gets_a_name_behind_the_imports() -> Result<()> {
        let text = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
        // One type, an import `a.b`, two functions that do nothing.
        let sections: [&[u8]; 4] = [
            &[1, 4, 1, 0x60, 0, 0],
            &[2, 7, 1, 1, b'a', 1, b'b', 0, 0],
            &[3, 3, 2, 0, 0],
            &[10, 7, 2, 2, 0, 0x0b, 2, 0, 0x0b],
        ];
        let module = [&text, sections.concat().as_slice()].concat();
        let named = named(&module)?;
        assert!(named.starts_with(&module));
        let text = String::from_utf8_lossy(&named);
        for name in ["ab", "b00000001", "b00000002"] {
            assert!(text.contains(name), "{name}");
        }
        Ok(())
    }
}
