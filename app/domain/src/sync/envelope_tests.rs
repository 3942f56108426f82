//! The format: what is no envelope is named, what was written is read, and no bytes make the reader fail.

use super::*;
use crate::id::{AccountId, DeviceId, RecordId};
use crate::sync::record::RecordKind;
use crate::sync::rescue::{Name, NotAName};
use crate::{hash::Hash, sync::outbox::Waiting};
use proptest::prelude::*;

fn whole() -> Vec<u8> {
    [head(Inside::Blob, 7, &Hex([4; 65]), [9; NONCE_BYTES]), vec![1; TAG_BYTES]].concat()
}

#[test]
fn what_is_not_a_whole_envelope_is_named() {
    let changed = |at: usize, byte: u8| {
        let mut bytes = whole();
        bytes[at] = byte;
        bytes
    };
    let cases: [(&str, Vec<u8>, &str); 7] = [
        ("nothing", vec![], "envelope_cut"),
        ("its name alone", MAGIC.to_vec(), "envelope_cut"),
        ("another file", b"PK\x03\x04 something".to_vec(), "envelope_unknown"),
        ("a later format", changed(3, b'2'), "envelope_unknown"),
        ("something new inside", changed(4, 3), "envelope_unknown"),
        ("a head without content", whole()[..HEAD_BYTES].to_vec(), "envelope_cut"),
        ("less than a tag", whole()[..HEAD_BYTES + TAG_BYTES - 1].to_vec(), "envelope_cut"),
    ];
    for (name, bytes, code) in cases {
        assert_eq!(parse(&bytes).map_err(|finding| finding.code), Err(code.to_owned()), "{name}");
    }
    assert!(parse(&whole()).is_ok());
}

fn entry() -> Waiting {
    let record = Record {
        id: RecordId::new(1, [1; 10]),
        kind: RecordKind::Visit,
        device: DeviceId::new(1, [2; 10]),
        seq: 3,
        author: AccountId::new(1, [4; 10]),
        recorded_at_ms: 5,
        offset_ms: None,
        prev_hash: None,
        repairs: None,
        body: "{\"a\":\"行\\n二\"}".to_owned(),
    };
    Waiting { signature: Some(Hex([8; 64])), ..Waiting::new(record, vec![Hash::of(b"photo")]) }
}

#[test]
fn a_records_content_is_its_outbox_entry_and_perhaps_a_key() {
    let waiting = entry();
    let json = crate::json::write(&waiting);
    let key = DeviceKey { public: Hex([4; 65]), first_seq: 2 };
    let with_key = write_record(&json, Some(&crate::json::write(&key)));
    let read = read_record(&with_key).unwrap();
    assert_eq!((read.record.hash(), read.signature, read.key), (waiting.record.hash(), waiting.signature, Some(key)));
    assert_eq!(read_record(&write_record(&json, None)).unwrap().key, None);
    for garbled in [&b""[..], b"{}", b"\xff", b"null\n"] {
        assert_eq!(read_record(garbled).map_err(|finding| finding.code), Err("envelope_unreadable".to_owned()));
    }
}

#[test]
fn a_name_is_read_as_it_was_written_and_nothing_else_is_a_name() {
    let names = [Name::Blob(Hash::of(b"x")), Name::Record(AccountId::new(1, [4; 10]), 12, Hash::of(b"y"))];
    for name in names {
        assert_eq!(name.to_string().parse(), Ok(name));
        assert_eq!(format!("{name}/more").parse::<Name>(), Err(NotAName));
    }
    for text in ["", "b", "b/", "r/1/2/3", "mark", "x/00"] {
        assert_eq!(text.parse::<Name>(), Err(NotAName), "{text}");
    }
}

proptest! {
    #[test]
    fn every_head_is_read_as_it_was_written(
        is_blob: bool, key: u32, point in proptest::array::uniform32(0u8..), nonce in proptest::array::uniform12(0u8..),
        sealed in proptest::collection::vec(0u8.., TAG_BYTES..200),
    ) {
        let sender = Hex(std::array::from_fn(|at| point[at % 32]));
        let inside = if is_blob { Inside::Blob } else { Inside::Record };
        let bytes = [head(inside, key, &sender, nonce), sealed.clone()].concat();
        let read = parse(&bytes).unwrap();
        prop_assert_eq!((read.inside, read.key, read.sender, read.nonce), (inside, key, sender, nonce));
        prop_assert_eq!((read.head, read.sealed), (&bytes[..HEAD_BYTES], &sealed[..]));
    }

    #[test]
    fn no_bytes_make_the_reader_fail(bytes in proptest::collection::vec(0u8.., 0..200), with_name: bool) {
        let bytes = if with_name { [&MAGIC[..], &bytes].concat() } else { bytes };
        let _ = parse(&bytes);
        let _ = read_record(&bytes);
    }
}
