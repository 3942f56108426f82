//! The two readers of JSON judge alike, case by case; [`super::any`] tries what nobody thought of.

use super::*;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;
use std::collections::BTreeMap;

/// Everything that the phone's types are made of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Sample {
    pub text: String,
    pub number: u8,
    #[serde(default)]
    pub maybe: Option<i64>,
    #[serde(default)]
    pub list: Vec<Sample>,
    #[serde(default)]
    pub map: BTreeMap<String, Shape>,
    #[serde(default)]
    pub triple: (i32, u32, bool),
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Shape {
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
