//! Any document, any sample, any garbled text: both readers say the same, and what was written is read.

use super::sample::{Sample, Shape, Tagged};
use super::{read, write};
use proptest::prelude::*;
use serde_json::Value;

fn json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::btree_map(any::<String>(), inner, 0..6).prop_map(|map| map.into_iter().collect()),
        ]
    })
}

fn sample() -> impl Strategy<Value = Sample> {
    let shape = prop_oneof![Just(Shape::Nothing), any::<u16>().prop_map(Shape::One), Just(Shape::Renamed)];
    let tagged = prop_oneof![
        Just(Tagged::Plain),
        any::<(u32, i64)>().prop_map(|(width, height)| Tagged::WithFields { width, height }),
    ];
    let map = prop::collection::vec((any::<String>(), shape), 0..4);
    let fields = (any::<(String, u8, Option<i64>, bool)>(), map, prop::option::of(tagged));
    let filled = |(((text, number, maybe, flag), map, tagged), list)| {
        let map = Vec::<(String, Shape)>::into_iter(map).collect();
        Sample { text, number, maybe, list, map, flag, tagged }
    };
    let leaf = (fields.clone(), Just(vec![])).prop_map(filled);
    leaf.prop_recursive(3, 12, 3, move |inner| (fields.clone(), prop::collection::vec(inner, 0..3)).prop_map(filled))
}

proptest! {
    #[test]
    fn any_document_says_the_same_to_both_readers(value in json()) {
        for text in [serde_json::to_string(&value).unwrap(), serde_json::to_string_pretty(&value).unwrap()] {
            prop_assert_eq!(read::<Value>(&text).ok(), Some(value.clone()));
        }
        prop_assert_eq!(write(&value), serde_json::to_string(&value).unwrap());
    }

    #[test]
    fn what_was_written_is_read(sample in sample()) {
        let text = write(&sample);
        prop_assert_eq!(&text, &serde_json::to_string(&sample).unwrap());
        prop_assert_eq!(read::<Sample>(&text), Ok(sample));
    }

    #[test]
    fn garbled_texts_never_panic_and_are_judged_alike(sample in sample(), cut in any::<prop::sample::Index>(), put in r#"["\\\{\}\[\],:0-9eE.\-un ]{0,3}"#) {
        let text = serde_json::to_string(&sample).unwrap();
        let at = (0..=cut.index(text.len() + 1)).rev().find(|at| text.is_char_boundary(*at)).unwrap();
        let (before, after) = text.split_at(at);
        let shorter: String = after.chars().skip(1).collect();
        for garbled in [format!("{before}{put}{after}"), format!("{before}{put}{shorter}"), before.to_owned()] {
            // Unknown fields are only looked at for their grammar by both; numbers beyond f64 are the one thing that differs.
            prop_assert_eq!(read::<Sample>(&garbled).ok(), serde_json::from_str::<Sample>(&garbled).ok(), "{}", garbled);
        }
    }

    #[test]
    fn any_text_is_judged_alike(text in r#"["\\\{\}\[\],:0-9eE.\-untrfalse ]{0,12}"#) {
        prop_assert_eq!(read::<Value>(&text).is_ok(), serde_json::from_str::<Value>(&text).is_ok(), "{}", text);
    }
}
