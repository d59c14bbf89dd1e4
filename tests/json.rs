//! The bytes of a body are those that `serde_json` writes.

use error_catalog::{ApiError, Entry, ErrorBody, ErrorCatalog, Occurrence, Stamp, Status};
use proptest::prelude::*;
use serde::Serialize;
use std::borrow::Cow;
use std::fmt;
use std::time::{Duration, SystemTime};

/// The four fields as anyone would declare them.
#[derive(Serialize)]
struct Fields<'a> {
    code: u32,
    message: &'a str,
    #[serde(rename = "errorId")]
    error_id: String,
    timestamp: String,
}

#[derive(Debug, thiserror::Error, ErrorCatalog)]
enum Error {
    #[error("{0}")]
    #[catalog(status = 400, code = 0)]
    Displayed(String),
    #[error("for the log")]
    #[catalog(status = 400, code = 4294967295, message = "{head}{tail}")]
    Interpolated { head: String, tail: String },
}

fn assert_equals_serde_json(error: Error, message: &str, stamp: Stamp) {
    let occurrence = Occurrence::from_parts(error, stamp);
    let expected = serde_json::to_vec(&Fields {
        code: occurrence.body().code(),
        message,
        error_id: stamp.error_id().to_string(),
        timestamp: stamp.timestamp().to_string(),
    })
    .unwrap();

    let body = occurrence.to_json_bytes();
    assert_eq!(body, expected);
    assert_eq!(body.capacity(), body.len());

    let mut buffer = b"before".to_vec();
    occurrence.write_json(&mut buffer);
    assert_eq!(buffer, [b"before", &*expected].concat());

    assert_eq!(serde_json::to_vec(&occurrence).unwrap(), expected);
    assert_eq!(serde_json::to_vec(&occurrence.body()).unwrap(), expected);
    let read: ErrorBody = serde_json::from_slice(&body).unwrap();
    assert_eq!(read, occurrence.body());
}

fn assert_writes(message: &str, stamp: Stamp) {
    assert_equals_serde_json(Error::Displayed(message.to_owned()), message, stamp);
    let middle = (0..=message.len() / 2)
        .rev()
        .find(|at| message.is_char_boundary(*at))
        .unwrap();
    let (head, tail) = message.split_at(middle);
    let error = Error::Interpolated {
        head: head.to_owned(),
        tail: tail.to_owned(),
    };
    assert_equals_serde_json(error, message, stamp);
}

proptest! {
    #[test]
    fn the_writer_agrees_with_serde_json_for_any_message_and_stamp(
        message in any::<String>(),
        second in 0..253_402_300_800_u64,
        random in any::<u64>(),
    ) {
        let time = SystemTime::UNIX_EPOCH + Duration::from_secs(second);
        assert_writes(&message, Stamp::at(time, random));
    }

    #[test]
    fn the_writer_agrees_with_serde_json_for_messages_with_much_to_escape(message in "[\"\\\\\u{0}-\u{1f}\u{7f}a\u{2028}\u{10ffff}]{0,300}") {
        assert_writes(&message, Stamp::now());
    }
}

#[test]
fn the_writer_agrees_with_serde_json_for_each_ascii_character_at_each_place_in_a_word() {
    // The letters of the second have odd codes only.
    for letters in ["abcdefghijklmnop", "acegikmoqsuwyacg"] {
        for byte in 0..=0x7f_u8 {
            for place in 0..17 {
                let mut message = letters.to_owned();
                message.insert(place, char::from(byte));
                assert_writes(&message, Stamp::now());
            }
        }
    }
}

#[test]
fn the_writer_agrees_with_serde_json_for_messages_of_any_length() {
    for length in 0..600 {
        assert_writes(&"x".repeat(length), Stamp::now());
        assert_writes(&"\n".repeat(length), Stamp::now());
    }
    assert_writes(&"\u{e9}\"".repeat(1 << 19), Stamp::now());
}

#[test]
fn the_writer_agrees_with_serde_json_for_messages_that_are_escaped_when_compiled() {
    macro_rules! fixed {
        ($($message:literal)*) => {$({
            #[derive(Debug, thiserror::Error, ErrorCatalog)]
            #[error("log")]
            #[catalog(status = 400, code = 1300, message = $message)]
            struct Fixed;

            let occurrence = Occurrence::new(Fixed);
            assert_eq!(occurrence.to_json_bytes(), serde_json::to_vec(&occurrence.body()).unwrap());
            let mut buffer = Vec::with_capacity(occurrence.to_json_bytes().len());
            occurrence.write_json(&mut buffer);
            assert_eq!(buffer, occurrence.to_json_bytes());
            assert_eq!(buffer.capacity(), buffer.len());
        })*};
    }
    fixed! {
        ""
        "Object wasn't found or is already expired"
        "a \"quoted\" \\ word"
        "\u{0}\u{1}\u{7}\u{8}\t\n\u{b}\u{c}\r\u{e}\u{1f} \u{7f}"
        "\u{2028}\u{2029} caf\u{e9} \u{1f4a5}"
        r#"raw "\n" text"#
    }
}

/// An error by hand: its entry is not the derive's, or its code is not its entry's.
#[derive(Debug)]
struct ByHand(&'static Entry, u32);

impl fmt::Display for ByHand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("by hand")
    }
}

impl std::error::Error for ByHand {}

impl ApiError for ByHand {
    fn entry(&self) -> &'static Entry {
        self.0
    }

    fn code(&self) -> u32 {
        self.1
    }

    fn message(&self) -> Cow<'_, str> {
        "by hand".into()
    }
}

#[test]
fn an_error_by_hand_has_its_own_code() {
    static ENTRY: Entry = Entry::new("ByHand", Status::new(404).unwrap(), 1300);

    for entry in [&ENTRY, &Error::CATALOG.entries()[0]] {
        for code in [entry.code(), 0, 7, 1300, 90_404, u32::MAX] {
            let body = Occurrence::new(ByHand(entry, code)).to_json_bytes();
            let text = String::from_utf8(body).unwrap();
            let head = format!(r#"{{"code":{code},"message":"by hand","errorId":""#);
            assert!(text.starts_with(&head), "{text}");
        }
    }
}
