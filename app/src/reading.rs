//! What only a phone reads: `domain::json` and `serde_json` judge it alike, with every field, without it, and with nonsense in it.

use domain::json::{FromJson, ToJson, read, write};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// `full` has every field.
pub fn agree<T: FromJson + DeserializeOwned + Serialize>(full: &Value) {
    assert_eq!(both::<T>(full), Some(full.clone()), "every field is known and is kept");
    for changed in variations(full) {
        both::<T>(&changed);
    }
}

/// The same for what is written, too.
pub fn agree_and_write<T: FromJson + ToJson + DeserializeOwned + Serialize>(full: &Value) {
    agree::<T>(full);
    for changed in variations(full).into_iter().chain([full.clone()]) {
        if let Ok(value) = read::<T>(&changed.to_string()) {
            assert_eq!(write(&value), serde_json::to_string(&value).unwrap(), "{changed}");
        }
    }
}

fn both<T: FromJson + DeserializeOwned + Serialize>(value: &Value) -> Option<Value> {
    let text = value.to_string();
    let again = |value: T| serde_json::to_value(&value).unwrap();
    let ours = read::<T>(&text).ok().map(again);
    assert_eq!(ours, serde_json::from_str::<T>(&text).ok().map(again), "{text}");
    ours
}

/// Each field taken away, and each replaced.
fn variations(full: &Value) -> Vec<Value> {
    let Value::Object(fields) = full else { return vec![] };
    let mut all = vec![];
    for (name, held) in fields {
        let mut without = fields.clone();
        without.remove(name);
        all.push(Value::Object(without));
        let others = [json!(null), json!("x"), json!(""), json!(-1), json!(70_000), json!(true), json!({"new": [1]})];
        for other in variations(held).into_iter().chain(others) {
            let mut changed = fields.clone();
            changed.insert(name.clone(), other);
            all.push(Value::Object(changed));
        }
    }
    all
}

/// An id.
pub const ID: &str = "018c2f3e-7b1a-7cde-8f00-0123456789ab";
/// A hash.
pub const HASH: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
