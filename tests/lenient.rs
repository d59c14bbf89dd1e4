//! Bodies of servers that do not keep the contract.

use error_catalog::{ErrorBody, LenientBody, Timestamp};
use proptest::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

const ID: &str = "1cc1eda1-f5dd-ea11-8288-0263195dd35a";

fn read(body: &Value) -> LenientBody {
    LenientBody::from_json(body.to_string().as_bytes()).unwrap()
}

fn timestamp(text: &str) -> Option<Timestamp> {
    text.parse().ok()
}

/// A body whose field of this name is another, or missing.
fn with(name: &str, value: Option<Value>) -> LenientBody {
    let mut body = json!({ "code": 1300, "message": "gone", "errorId": ID, "timestamp": "2020-12-22T05:52:01.85Z" });
    match value {
        Some(value) => body[name] = value,
        None => drop(body.as_object_mut().unwrap().remove(name)),
    }
    read(&body)
}

#[test]
fn a_body_of_the_contract_has_no_deviation() {
    let body = with("code", Some(json!(1300)));
    assert!(body.deviations().is_empty(), "{body:?}");
    assert_eq!(body.code(), Some(1300));
    assert_eq!(body.message(), Some("gone"));
    assert_eq!(body.error_id(), Some(ID.parse().unwrap()));
    assert_eq!(body.error_id_text(), Some(ID));
    assert_eq!(body.timestamp(), timestamp("2020-12-22T05:52:01.85Z"));
}

#[test]
fn real_bodies_read_as_strictly_as_leniently() {
    let bodies: Vec<Value> = serde_json::from_str(include_str!("data/error-bodies.json")).unwrap();
    assert!(bodies.len() > 3);
    for real in bodies {
        let body = &real["body"];
        let Ok(strict) = serde_json::from_value::<ErrorBody>(body.clone()) else {
            continue;
        };
        let lenient = read(body);
        assert_eq!(lenient.code(), Some(strict.code()));
        assert_eq!(lenient.error_id(), Some(strict.error_id()));
        assert_eq!(lenient.timestamp(), Some(strict.timestamp()));
        assert_eq!(lenient.message().unwrap_or_default(), strict.message());
    }
}

#[test]
fn a_code_is_read_as_a_number_of_any_look() {
    let cases = [
        (
            json!("404"),
            Some(404),
            r#"`code` is not an integer: "404""#,
        ),
        (
            json!(" 404 "),
            Some(404),
            r#"`code` is not an integer: " 404 ""#,
        ),
        (
            json!(1300.0),
            Some(1300),
            "`code` is not an integer: 1300.0",
        ),
        (json!(1300.5), None, "`code` is not an integer: 1300.5"),
        (json!(-1), None, "`code` is not an integer: -1"),
        (
            json!(4_294_967_296_u64),
            None,
            "`code` is not an integer: 4294967296",
        ),
        (json!("E404"), None, r#"`code` is not an integer: "E404""#),
        (json!(null), None, "`code` is null"),
        (json!([404]), None, "`code` is not an integer: an array"),
        (json!({}), None, "`code` is not an integer: an object"),
        (json!(true), None, "`code` is not an integer: true"),
    ];
    for (value, code, deviation) in cases {
        let body = with("code", Some(value));
        assert_eq!(
            (body.code(), body.deviations()),
            (code, &[deviation.to_owned()][..])
        );
        assert_eq!(body.error_id_text(), Some(ID));
    }
    assert_eq!(with("code", None).deviations(), ["`code` is missing"]);
}

#[test]
fn a_missing_or_null_message_loses_nothing_else() {
    for (value, deviation) in [
        (None, "`message` is missing"),
        (Some(json!(null)), "`message` is null"),
        (Some(json!(7)), "`message` is not a text: 7"),
    ] {
        let body = with("message", value);
        assert_eq!(
            (body.message(), body.deviations()),
            (None, &[deviation.to_owned()][..])
        );
        assert_eq!((body.code(), body.error_id_text()), (Some(1300), Some(ID)));
    }
}

#[test]
fn an_error_id_that_is_not_a_uuid_stays_as_text() {
    let body = with("errorId", Some(json!("0HLQ:01")));
    assert_eq!(
        (body.error_id(), body.error_id_text()),
        (None, Some("0HLQ:01"))
    );
    assert_eq!(body.deviations(), [r#"`errorId` is not a UUID: "0HLQ:01""#]);
    let body = with("errorId", Some(json!(77)));
    assert_eq!((body.error_id(), body.error_id_text()), (None, Some("77")));
    let body = with("errorId", Some(json!(ID.replace('-', ""))));
    assert_eq!(
        (body.error_id(), body.deviations().len()),
        (ID.parse().ok(), 0)
    );
    let body = with("errorId", Some(json!("x".repeat(9999))));
    assert!(body.deviations()[0].len() < 100, "{body:?}");
}

#[test]
fn a_timestamp_is_read_with_an_offset_without_colon_or_as_a_number() {
    let cases = [
        (
            json!("2020-12-22T05:52:01.850+0000"),
            timestamp("2020-12-22T05:52:01.85Z"),
        ),
        (
            json!("2020-12-22T07:52:01.850+0200"),
            timestamp("2020-12-22T05:52:01.85Z"),
        ),
        (json!(1_608_616_321), timestamp("2020-12-22T05:52:01Z")),
        (
            json!(1_608_616_321_859_u64),
            timestamp("2020-12-22T05:52:01.85Z"),
        ),
        (json!("2020-12-22"), None),
        (json!("\u{e9}+000"), None),
        (json!(""), None),
        (json!(-1), None),
        (json!(u64::MAX), timestamp("9999-12-31T23:59:59.99Z")),
        (json!(null), None),
    ];
    for (value, expected) in cases {
        let body = with("timestamp", Some(value.clone()));
        assert_eq!(body.timestamp(), expected, "{value}");
        assert_eq!(body.deviations().len(), 1, "{body:?}");
    }
    let body = with("timestamp", Some(json!("2020-12-22T05:52:01+00:00")));
    assert!(body.deviations().is_empty());
}

#[test]
fn a_byte_order_mark_is_no_part_of_the_body() {
    let body = LenientBody::from_json(b"\xef\xbb\xbf{\"code\":7}").unwrap();
    assert_eq!(body.code(), Some(7));
}

#[test]
fn text_that_is_not_unicode_loses_nothing_else() {
    for (escaped, read) in [
        (&br"caf\ud83d"[..], "caf\u{fffd}"),
        (br"\udca5 \ud83d\ud83d\udca5", "\u{fffd} \u{fffd}\u{1f4a5}"),
        (br"\\ud83d \ud83d\\", "\\ud83d \u{fffd}\\"),
        (br#"\"\ud83dx\udca5\""#, "\"\u{fffd}x\u{fffd}\""),
        (b"caf\xe9", "caf\u{fffd}"),
    ] {
        let body = [br#"{"code":1300,"message":""#, escaped, br#""}"#].concat();
        let body = LenientBody::from_json(&body).unwrap();
        assert_eq!((body.code(), body.message()), (Some(1300), Some(read)));
        assert_eq!(
            body.deviations()[0],
            "not all of the text is Unicode: the rest reads `\u{fffd}`"
        );
    }
    let error = LenientBody::from_json(br#"{"message":"\ud83d"#).unwrap_err();
    assert!(
        error.to_string().starts_with("the body is not JSON: "),
        "{error}"
    );
}

#[test]
fn fields_may_be_one_level_deeper() {
    let body = read(&json!({ "error": { "code": 7, "message": "gone" } }));
    assert_eq!((body.code(), body.message()), (Some(7), Some("gone")));
    assert_eq!(body.deviations()[0], "the fields are in `error`");
    // Not where there is a field outside.
    let body = read(&json!({ "code": 7, "error": { "code": 8 } }));
    assert_eq!(body.code(), Some(7));
    let body = read(&json!({ "error": "gone" }));
    assert_eq!(body.code(), None);
}

#[test]
fn a_problem_is_read_as_far_as_it_goes() {
    let body = read(&json!({
        "type": "https://example.com/errors#1300",
        "title": "Not Found",
        "status": 404,
        "detail": "no message 7",
        "instance": format!("urn:uuid:{ID}"),
    }));
    assert_eq!(body.code(), Some(404));
    assert_eq!(body.message(), Some("no message 7"));
    assert_eq!(body.error_id(), Uuid::try_parse(ID).ok());
    let expected = [
        "`code` is missing: this is `status`",
        "`message` is missing: this is `detail`",
        "`errorId` is missing: this is `instance`",
        "`timestamp` is missing",
    ];
    assert_eq!(body.deviations(), expected);
    let body = read(&json!({ "title": "Not Found", "instance": "/messages/7" }));
    assert_eq!(
        (body.message(), body.error_id_text()),
        (Some("Not Found"), None)
    );
}

#[test]
fn text_that_is_not_json_is_an_error_that_says_so() {
    let deep = "[".repeat(10_000);
    for body in ["", "<html>", "{", "nul", &deep] {
        let error = LenientBody::from_json(body.as_bytes()).unwrap_err();
        assert!(
            error.to_string().starts_with("the body is not JSON: "),
            "{error}"
        );
    }
    for (body, found) in [
        ("7", "7"),
        ("[]", "an array"),
        ("null", "null"),
        ("\"x\"", "\"x\""),
    ] {
        let body = LenientBody::from_json(body.as_bytes()).unwrap();
        assert_eq!(
            body.deviations()[0],
            format!("the body is not an object: {found}")
        );
        assert_eq!((body.code(), body.message()), (None, None));
    }
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_are_an_error(bytes: Vec<u8>, name in "code|message|errorId|timestamp|error|instance", text: String, number: f64) {
        let _ = LenientBody::from_json(&bytes);
        for value in [json!(text), json!(number)] {
            let body = read(&json!({ name.clone(): value }));
            prop_assert!(!body.deviations().is_empty());
        }
    }
}

#[test]
fn two_second_halves_of_a_character_are_two_that_can_not_be_read() {
    let body = LenientBody::from_json(br#"{"message":"\udc00\udc00!"}"#).unwrap();
    assert_eq!(body.message(), Some("\u{fffd}\u{fffd}!"));
}

#[test]
fn a_number_is_in_milliseconds_from_that_of_1973_on() {
    for (number, expected) in [
        ("99999999999", "5138-11-16T09:46:39.00Z"),
        ("100000000000", "1973-03-03T09:46:40.00Z"),
    ] {
        let json = format!(r#"{{"timestamp":{number}}}"#);
        let body = LenientBody::from_json(json.as_bytes()).unwrap();
        let timestamp = body.timestamp().map(|timestamp| timestamp.to_string());
        assert_eq!(timestamp.as_deref(), Some(expected));
    }
}

#[test]
fn an_offset_that_is_no_ascii_is_no_offset() {
    let json = r#"{"timestamp":"2020-12-22T05:52:01+0\u00e90"}"#;
    let body = LenientBody::from_json(json.as_bytes()).unwrap();
    assert_eq!(body.timestamp(), None);
}

#[test]
fn what_is_no_json_says_why() {
    use std::error::Error as _;

    let error = LenientBody::from_json(b"<html>").unwrap_err();
    assert!(error.source().is_some(), "{error}");
}
