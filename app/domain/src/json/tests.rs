use super::*;
use proptest::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;
use std::collections::BTreeMap;

/// Everything that the phone's types are made of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Sample {
    text: String,
    number: u8,
    #[serde(default)]
    maybe: Option<i64>,
    #[serde(default)]
    list: Vec<Sample>,
    #[serde(default)]
    map: BTreeMap<String, Shape>,
    #[serde(default)]
    triple: (i32, u32, bool),
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Shape {
    Nothing,
    One(u16),
    Two(i8, String),
    Named { width: u32 },
}

fn both<T: DeserializeOwned + PartialEq + std::fmt::Debug>(text: &str) -> Option<T> {
    let (ours, theirs) = (read::<T>(text).ok(), serde_json::from_str::<T>(text).ok());
    assert_eq!(ours, theirs, "{text}");
    ours
}

#[test]
fn well_formed_and_other_texts_are_told_apart_as_serde_json_does() {
    let good = [
        "null",
        " true ",
        "\t\r\nfalse",
        "0",
        "-1",
        "[]",
        "{}",
        "[ ]",
        "{ }",
        "[1,2]",
        "[ 1 , 2 ]",
        r#"{"a":1,"b":[{}]}"#,
        r#""""#,
        r#""\"\\\/\b\f\n\r\t\u4e09""#,
        r#""\ud83d\ude00""#,
        "\"三号楼\u{7f}\"",
        "18446744073709551615",
        "-9223372036854775808",
        r#"{"a":1,"a":2}"#,
        "1.5",
        "-0.25",
        "1e3",
        "2.5E-2",
        r#"{"":null}"#,
        r#""\u0000""#,
    ];
    for text in good {
        assert!(both::<Value>(text).is_some(), "{text}");
    }
    let bad = [
        "",
        " ",
        "nul",
        "nulll",
        "True",
        "+1",
        "01",
        "-",
        "-01",
        "1.",
        ".5",
        "1e",
        "1e+",
        "0x1",
        "[",
        "]",
        "[1",
        "[1,",
        "[1,]",
        "[,1]",
        "[1 2]",
        "{",
        "{\"a\"",
        "{\"a\":",
        "{\"a\":1",
        "{\"a\":1,",
        "{\"a\":1,}",
        "{a:1}",
        "{\"a\" 1}",
        "{1:1}",
        "\"",
        "\"\\\"",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\\u12g4\"",
        "\"\n\"",
        "\"\u{1f}\"",
        "1 2",
        "[] x",
        "\u{feff}1",
        "'a'",
        "NaN",
        r#""\ud83d""#,
        r#""\ude00\ud83d""#,
        r#""\ud83dx""#,
        r#""\ud83d\u0041""#,
        "[1}",
        "{\"a\":1]",
    ];
    for text in bad {
        assert!(both::<Value>(text).is_none(), "{text}");
    }
}

#[test]
fn numbers_stay_within_their_type() {
    let cases = [
        "0",
        "255",
        "256",
        "-1",
        "-128",
        "-129",
        "65535",
        "65536",
        "4294967296",
        "18446744073709551615",
        "18446744073709551616",
        "-9223372036854775808",
        "-9223372036854775809",
        "1.0",
        "1e2",
        "-0",
        "\"1\"",
        "null",
        "99999999999999999999999999999999",
    ];
    for text in cases {
        both::<u8>(text);
        both::<i8>(text);
        both::<u16>(text);
        both::<u32>(text);
        both::<i32>(text);
        both::<u64>(text);
        both::<i64>(text);
    }
    for text in ["1.5", "-2", "1e300", "0.1"] {
        assert!(both::<f64>(text).is_some());
    }
}

#[test]
fn structs_are_read_by_their_names_whatever_the_order() {
    let cases = [
        (r#"{"text":"a","number":1}"#, true),
        (r#"{"number":1,"text":"a"}"#, true),
        (r#"{"n\u0075mber":1,"text":"a"}"#, true),
        (r#"{"text":"a","number":1,"newer":[{"x":[1,2,"]"]}],"maybe":null}"#, true),
        (
            r#"{"text":"a","number":1,"maybe":-5,"triple":[1,2,true],"map":{"x":"nothing","y":{"one":7},"z":{"two":[-1,"b"]}}}"#,
            true,
        ),
        (r#"{"text":"a","number":1,"map":{"x":{"named":{"width":3,"other":4}},"y":{"nothing":null}}}"#, true),
        (r#"{"text":"a","number":1,"list":[{"text":"b","number":2}]}"#, true),
        (r#"{"text":"a"}"#, false),
        (r#"{"number":1}"#, false),
        ("{}", false),
        (r#"{"text":null,"number":1}"#, false),
        (r#"{"text":"a","number":1,"number":1}"#, false),
        (r#"{"text":"a","number":1,"list":null}"#, false),
        (r#"{"text":"a","number":1,"triple":[1,2]}"#, false),
        (r#"{"text":"a","number":1,"triple":[1,2,true,4]}"#, false),
        (r#"{"text":"a","number":1,"map":{"x":"one"}}"#, false),
        (r#"{"text":"a","number":1,"map":{"x":{"one":7,"two":7}}}"#, false),
        (r#"{"text":"a","number":1,"map":{"x":{}}}"#, false),
        (r#"{"text":"a","number":1,"map":{"x":"newer"}}"#, false),
        (r#"{"text":"a","number":1,"map":{"x":5}}"#, false),
    ];
    for (text, is_good) in cases {
        assert_eq!(both::<Sample>(text).is_some(), is_good, "{text}");
    }
    assert!(read::<Sample>(r#"["a",1]"#).is_err(), "a struct is a map");
}

#[test]
fn a_raw_value_keeps_its_very_text() {
    #[derive(Deserialize)]
    struct Kept {
        #[serde(default)]
        body: Option<Box<RawValue>>,
        content: Box<RawValue>,
    }
    let text = r#" { "content" : { "a" : [1.50, "\u4e09"] } , "body": null } "#;
    let kept: Kept = read(text).unwrap();
    assert_eq!(kept.content.get(), r#"{ "a" : [1.50, "\u4e09"] }"#);
    assert!(kept.body.is_none());
    assert_eq!(serde_json::from_str::<Kept>(text).unwrap().content.get(), kept.content.get());
}

#[test]
fn a_text_of_brackets_does_not_use_up_the_stack() {
    let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
    for depth in [1, 100, 127, 128, 129] {
        assert_eq!(both::<Value>(&nested(depth)).is_some(), depth < 128, "{depth}");
    }
    assert!(read::<Value>(&"[".repeat(1_000_000)).is_err());
    assert!(read::<Value>(&"{\"a\":".repeat(1_000_000)).is_err());
}

#[test]
fn what_has_no_json_here_is_refused() {
    assert_eq!(write(&1.5), Err(Unwritable));
    assert_eq!(write(&BTreeMap::from([(1, 2)])), Err(Unwritable));
    assert_eq!(write(&RawValue::from_string("{}".to_owned()).unwrap()), Err(Unwritable));
    let every: String = (0..0x80).filter_map(char::from_u32).chain("三号楼🙂".chars()).collect();
    assert_eq!(write(&every).ok(), serde_json::to_string(&every).ok());
    assert_eq!(
        write(&(i64::MIN, u64::MAX, 'x', ((), [None, Some(true)]))).unwrap(),
        r#"[-9223372036854775808,18446744073709551615,"x",[null,[null,true]]]"#
    );
}

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
    let shape = prop_oneof![
        Just(Shape::Nothing),
        any::<u16>().prop_map(Shape::One),
        any::<(i8, String)>().prop_map(|(number, text)| Shape::Two(number, text)),
        any::<u32>().prop_map(|width| Shape::Named { width }),
    ];
    let map = prop::collection::btree_map(any::<String>(), shape, 0..4);
    let fields = (any::<(String, u8, Option<i64>, (i32, u32, bool))>(), map);
    let leaf = fields.clone().prop_map(|((text, number, maybe, triple), map)| Sample {
        text,
        number,
        maybe,
        list: vec![],
        map,
        triple,
    });
    leaf.prop_recursive(3, 12, 3, move |inner| {
        (fields.clone(), prop::collection::vec(inner, 0..3))
            .prop_map(|(((text, number, maybe, triple), map), list)| Sample { text, number, maybe, list, map, triple })
    })
}

proptest! {
    #[test]
    fn any_document_says_the_same_to_both_readers(value in json()) {
        for text in [serde_json::to_string(&value).unwrap(), serde_json::to_string_pretty(&value).unwrap()] {
            prop_assert_eq!(read::<Value>(&text).ok(), Some(value.clone()));
        }
        prop_assert_eq!(write(&value).unwrap(), serde_json::to_string(&value).unwrap());
    }

    #[test]
    fn what_was_written_is_read(sample in sample()) {
        let text = write(&sample).unwrap();
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
