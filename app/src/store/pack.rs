//! Many doors in one row. Doors come by the thousand when everything is fetched, and each row costs a phone a write and a sealing of
//! its own: they lie in packs. What comes one by one lies in a row of its own, which counts before any pack. Whoever reads doors reads
//! them through [`unpack`], or [`holders`] and [`body_in`], and sees rows only.
//!
//! A pack lies behind the rows of its compound, at `account/household/compound/~first~last`, with the ids between which its doors are.
//! Packs of a compound share no door.

use super::{Op, Table, Value};

/// So many doors of a compound that come together are packed.
pub const FROM: usize = 32;
/// So many doors in a pack at most: a visit opens one pack, a board of 500 doors opens eight.
const DOORS: usize = 64;
/// What the name of a pack begins with; no id does.
const SIGN: char = '~';
/// Between doors, and between a door's id and its body: no JSON contains them.
const NEXT: char = '\u{1e}';
const SAYS: char = '\u{1f}';

/// The writes that bring `new` doors (ids and bodies) into a compound's packs, and take those that are `gone` out of them. `compound` is what
/// the keys of its doors start with.
pub fn fold(compound: &str, packs: &[(String, Value)], new: &[(&str, &str)], gone: &[&str]) -> Vec<Op> {
    let mut doors = Vec::new();
    let mut ops = Vec::new();
    for (key, pack) in packs {
        ops.push(Op::Delete(Table::Entities, key.clone()));
        doors.extend(doors_in(pack));
    }
    for door in new {
        // Most come in order.
        match doors.binary_search_by(|(id, _)| (*id).cmp(door.0)) {
            Ok(at) => doors[at] = *door,
            Err(at) => doors.insert(at, *door),
        }
    }
    doors.retain(|(id, _)| !gone.contains(id));
    for some in doors.chunks(DOORS) {
        let mut name = compound.to_owned();
        for (end, _) in [some[0], some[some.len() - 1]] {
            name.push(SIGN);
            name.push_str(end);
        }
        let mut text = String::new();
        for (id, body) in some {
            add(&mut text, id, body);
        }
        ops.push(Op::put_text(Table::Entities, name, text));
    }
    ops
}

/// Rows as if there were no packs: first those that are rows, then those that are packed.
pub fn unpack(rows: Vec<(String, Value)>) -> Vec<(String, Value)> {
    let (packs, mut all): (Vec<_>, Vec<_>) = rows.into_iter().partition(|(key, _)| is_pack(key));
    let own = all.len();
    for (key, value) in &packs {
        for (id, body) in doors_in(value) {
            let key = [compound(key), id].concat();
            // A door's own row counts before the pack.
            if all[..own].binary_search_by(|(own, _)| own.cmp(&key)).is_err() {
                all.push((key, Value::Text(body.to_owned())));
            }
        }
    }
    all
}

/// Whether a key is a pack's.
pub fn is_pack(key: &str) -> bool {
    id(key).starts_with(SIGN)
}

/// Of the keys of doors, in their order, those that may hold this one; its own row is asked first.
pub fn holders<'a>(keys: &'a [String], door: &str) -> Vec<&'a str> {
    let (mut holders, mut packs) = (Vec::new(), Vec::new());
    for key in keys {
        let mut ends = id(key).split(SIGN).skip(1);
        match (ends.next(), ends.next()) {
            (Some(first), Some(last)) if (first..=last).contains(&door) => packs.push(key.as_str()),
            (None, _) if id(key) == door => holders.push(key.as_str()),
            _ => {}
        }
    }
    holders.append(&mut packs);
    holders
}

/// What a row at this key says of a door; none: it is a pack without it.
pub fn body_in<'a>(key: &str, value: &'a Value, door: &str) -> Option<&'a str> {
    if !is_pack(key) {
        return value.as_text();
    }
    doors_in(value).find(|(id, _)| *id == door).map(|(_, body)| body)
}

/// A pack without some of its doors; none: it holds none of them.
pub fn without(value: &Value, gone: &[&str]) -> Option<String> {
    let (mut text, mut any) = (String::new(), false);
    for (id, body) in doors_in(value) {
        match gone.contains(&id) {
            true => any = true,
            false => add(&mut text, id, body),
        }
    }
    any.then_some(text)
}

fn add(text: &mut String, id: &str, body: &str) {
    if !text.is_empty() {
        text.push(NEXT);
    }
    text.push_str(id);
    text.push(SAYS);
    text.push_str(body);
}

fn doors_in(value: &Value) -> impl Iterator<Item = (&str, &str)> {
    value.as_text().unwrap_or_default().split(NEXT).filter_map(|door| door.split_once(SAYS))
}

/// What stands behind the last `/`.
fn id(key: &str) -> &str {
    key.rsplit_once('/').map_or(key, |(_, id)| id)
}

/// What the keys of the doors of its compound start with: what stands before its id, with the `/`.
pub fn compound(key: &str) -> &str {
    &key[..key.len() - id(key).len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(ops: Vec<Op>) -> Vec<(String, Value)> {
        let row = |op| match op {
            Op::Put(_, key, value) => (key, value),
            Op::Delete(..) | Op::DeletePrefix(..) => panic!("only puts"),
        };
        let mut rows: Vec<_> = ops.into_iter().map(row).collect();
        rows.sort_by(|one, other| one.0.cmp(&other.0));
        rows
    }

    fn text(key: &str, text: &str) -> (String, Value) {
        (key.to_owned(), Value::Text(text.to_owned()))
    }

    #[test]
    fn what_was_packed_is_read_as_rows_word_for_word() {
        let ids: Vec<String> = (0..200).map(|at| format!("{:03}", 200 - at)).collect();
        let body = "{\"note\" :\"王~/\\u001e\" ,\n \"x\":[1.50]}";
        let new: Vec<_> = ids.iter().map(|id| (id.as_str(), body)).collect();
        let packed = rows(fold("a/household/c/", &[], &new, &[]));
        assert_eq!(packed.len(), 4);
        let mut expected: Vec<_> = ids.iter().map(|id| text(&format!("a/household/c/{id}"), body)).collect();
        expected.reverse();
        assert_eq!(unpack(packed), expected, "in their order");
    }

    #[test]
    fn a_row_counts_before_a_pack_and_what_is_new_before_what_was() {
        let first = rows(fold("h/c/", &[], &[("1", "old"), ("2", "old"), ("3", "old"), ("4", "old")], &[]));
        let ops = fold("h/c/", &first, &[("5", "new"), ("2", "new")], &["4"]);
        assert_eq!(ops[0], Op::Delete(Table::Entities, "h/c/~1~4".to_owned()), "before anything is put in its place");
        let mut all = vec![text("h/c/3", "own"), text("h/d/7", "other")];
        all.extend(rows(ops[1..].to_vec()));
        all.sort_by(|one, other| one.0.cmp(&other.0));
        let packed = [text("h/c/1", "old"), text("h/c/2", "new"), text("h/c/5", "new")];
        let expected = [&[text("h/c/3", "own"), text("h/d/7", "other")][..], &packed].concat();
        assert_eq!(unpack(all.clone()), expected);
        let keys: Vec<String> = all.iter().map(|(key, _)| key.clone()).collect();
        let value = |key: &str| &all.iter().find(|(one, _)| one == key).unwrap().1;
        let find = |door| holders(&keys, door).into_iter().find_map(|key| body_in(key, value(key), door));
        for (key, said) in &expected {
            assert_eq!(find(id(key)), said.as_text(), "{key}");
        }
        assert_eq!(find("4"), None);
        assert_eq!(find("9"), None);
    }

    #[test]
    fn a_door_that_goes_leaves_the_others() {
        let packed = rows(fold("h/c/", &[], &[("1", "a"), ("2", "b"), ("3", "c")], &[]));
        assert_eq!(without(&packed[0].1, &["4"]), None);
        let left = Value::Text(without(&packed[0].1, &["1", "3"]).unwrap());
        assert_eq!(unpack(vec![(packed[0].0.clone(), left.clone())]), [text("h/c/2", "b")]);
        assert_eq!(without(&left, &["2"]), Some(String::new()));
    }
}
