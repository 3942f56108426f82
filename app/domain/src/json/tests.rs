//! The two readers of JSON judge alike, case by case; [`super::any`] tries what nobody thought of.

use super::sample::{Read, Sample, Tagged};
use super::*;
use serde::de::DeserializeOwned;
use serde_json::Value;

fn both<T: FromJson + DeserializeOwned + PartialEq + std::fmt::Debug>(text: &str) -> Option<T> {
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
}

#[test]
fn structs_are_read_by_their_names_whatever_the_order() {
    let cases = [
        (r#"{"text":"a","number":1}"#, true),
        (r#"{"number":1,"text":"a"}"#, true),
        (r#"{"n\u0075mber":1,"text":"a"}"#, true),
        (r#"{"text":"a","number":1,"newer":[{"x":[1,2,"]"]}],"maybe":null}"#, true),
        (r#"{"text":"a","number":1,"maybe":-5,"flag":true,"map":{"x":"nothing","y":{"one":7},"z":"zh-CN"}}"#, true),
        (r#"{"text":"a","number":1,"map":{"x":{"nothing":null},"x":{"one":3}}}"#, true),
        (r#"{"text":"a","number":1,"list":[{"text":"b","number":2}]}"#, true),
        (r#"{"text":"a"}"#, false),
        (r#"{"number":1}"#, false),
        ("{}", false),
        (r#"{"text":null,"number":1}"#, false),
        (r#"{"text":"a","number":1,"number":1}"#, false),
        (r#"{"text":"a","number":1,"list":null}"#, false),
        (r#"{"text":"a","number":1,"flag":null}"#, false),
        (r#"{"text":"a","number":1,"flag":"true"}"#, false),
        (r#"{"text":"a","number":1,"list":[{"text":"b"}]}"#, false),
        (r#"{"text":"a","number":1,"map":{"x":"one"}}"#, false),
        (r#"{"text":"a","number":1,"map":{"x":{"nothing":1}}}"#, false),
        (r#"{"text":"a","number":1,"map":{"x":{"one":7,"two":7}}}"#, false),
        (r#"{"text":"a","number":1,"map":{"x":{}}}"#, false),
        (r#"{"text":"a","number":1,"map":{"x":"newer"}}"#, false),
        (r#"{"text":"a","number":1,"map":{"x":"renamed"}}"#, false),
        (r#"{"text":"a","number":1,"map":{"x":""}}"#, false),
        (r#"{"text":"a","number":1,"map":{"x":"nothing one"}}"#, false),
        (r#"{"text":"a","number":1,"map":{"x":5}}"#, false),
        (r#"{"":1,"text":"a","number":1}"#, true),
        (r#"{"text number":1,"text":"a","number":1}"#, true),
    ];
    for (text, is_good) in cases {
        assert_eq!(both::<Sample>(text).is_some(), is_good, "{text}");
    }
    assert!(read::<Sample>(r#"["a",1]"#).is_err(), "a struct is a map");
}

#[test]
fn variants_are_read_by_their_names_wherever_the_name_stands() {
    let cases = [
        (r#"{"is":"plain"}"#, true),
        (r#"{"is":"plain","width":"no matter"}"#, true),
        (r#"{"width":3,"is":"with_fields","height":-4,"newer":1}"#, true),
        (r#"{"is":"with_fields","width":3}"#, true),
        (r#"{"is":"with_fields"}"#, false),
        (r#"{"is":"with_fields","width":-3}"#, false),
        (r#"{"is":"with_fields","width":3,"width":3}"#, false),
        (r#"{"is":"newer"}"#, false),
        (r#"{"is":1}"#, false),
        (r#"{"width":3}"#, false),
        (r#"{"is":"plain","is":"plain"}"#, false),
        (r#""plain""#, false),
        ("{}", false),
    ];
    for (text, is_good) in cases {
        assert_eq!(both::<Tagged>(text).is_some(), is_good, "{text}");
    }
    let cases = [
        (r#""none""#, true),
        (r#"{"two":[-1,"b"]}"#, true),
        (r#"{"named":{"width":3,"other":4}}"#, true),
        (r#"{"two":[-1]}"#, false),
        (r#"{"two":[-1,"b",true]}"#, false),
        (r#"{"two":{"0":1}}"#, false),
        (r#""two""#, false),
        (r#"{"named":{}}"#, false),
        (r#"{"named":null}"#, false),
    ];
    for (text, is_good) in cases {
        assert_eq!(both::<Read>(text).is_some(), is_good, "{text}");
    }
}

#[test]
fn a_raw_value_keeps_its_very_text() {
    #[derive(FromJson)]
    struct Kept {
        body: Option<Raw>,
        content: Raw,
    }
    let text = r#" { "content" : { "a" : [1.50, "\u4e09"] } , "body": null } "#;
    let kept: Kept = read(text).unwrap();
    assert_eq!(kept.content.0, r#"{ "a" : [1.50, "\u4e09"] }"#);
    assert_eq!(kept.body, None);
    assert!(read::<Kept>("{}").is_err());
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
fn every_character_and_every_number_is_written_as_serde_json_does() {
    let every: String = (0..0x80).filter_map(char::from_u32).chain("三号楼🙂".chars()).collect();
    assert_eq!(write(&every), serde_json::to_string(&every).unwrap());
    for number in [i64::MIN, -10, -1, 0, 9, 10, i64::MAX] {
        assert_eq!(write(&number), number.to_string());
    }
    assert_eq!(write(&u64::MAX), u64::MAX.to_string());
    assert_eq!(write(&vec![None, Some(true)]), "[null,true]");
}
