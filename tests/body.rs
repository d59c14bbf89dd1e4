//! Bodies as real servers send them, and as they should not.

use error_catalog::{ErrorBody, Stamp, Timestamp};
use proptest::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

fn read(body: &Value) -> Result<ErrorBody<'static>, String> {
    serde_json::from_str(&body.to_string()).map_err(|error| error.to_string())
}

fn valid() -> Value {
    json!({
        "code": 1300,
        "message": "Not found",
        "errorId": "1cc1eda1-f5dd-ea11-8288-0263195dd35a",
        "timestamp": "2020-12-22T05:52:01.85Z",
    })
}

/// The valid body with one field changed.
fn with(field: &str, value: Value) -> Value {
    let mut body = valid();
    body[field] = value;
    body
}

fn without(field: &str) -> Value {
    let mut body = valid();
    body.as_object_mut().unwrap().remove(field);
    body
}

#[test]
fn what_real_servers_send_survives() {
    let data: Vec<Value> = serde_json::from_str(include_str!("data/error-bodies.json")).unwrap();
    assert_eq!(data.len(), 5);
    for row in data {
        let sent = &row["body"];
        let body = read(sent).unwrap();
        assert_eq!(body.code(), sent["code"]);
        assert_eq!(body.message(), sent["message"]);
        assert_eq!(
            body.error_id().to_string(),
            *sent["errorId"].as_str().unwrap()
        );

        let time = chrono::DateTime::parse_from_rfc3339(sent["timestamp"].as_str().unwrap());
        assert_eq!(
            Timestamp::try_from(time.unwrap().to_utc()),
            Ok(body.timestamp())
        );

        let again: ErrorBody = serde_json::from_slice(&serde_json::to_vec(&body).unwrap()).unwrap();
        assert_eq!(again, body);
    }
}

#[test]
fn the_order_of_fields_and_other_fields_do_not_matter() {
    let body = r#"{"trace":[{"code":"x"}],"timestamp":"2020-12-22T05:52:01Z","errorId":"1CC1EDA1F5DDEA1182880263195DD35A","type":null,"message":"\u0041","code":0}"#;
    let body: ErrorBody = serde_json::from_str(body).unwrap();
    assert_eq!((body.code(), body.message()), (0, "A"));
    assert_eq!(
        body.error_id().to_string(),
        "1cc1eda1-f5dd-ea11-8288-0263195dd35a"
    );
}

#[test]
fn a_missing_message_is_an_empty_one() {
    assert_eq!(read(&without("message")).unwrap().message(), "");
}

#[test]
fn a_body_can_be_read_from_bytes_text_reader_and_value() {
    let (value, text) = (valid(), valid().to_string());
    let body = read(&value).unwrap();
    assert_eq!(
        serde_json::from_slice::<ErrorBody>(text.as_bytes()).unwrap(),
        body
    );
    assert_eq!(
        serde_json::from_reader::<_, ErrorBody>(text.as_bytes()).unwrap(),
        body
    );
    assert_eq!(serde_json::from_value::<ErrorBody>(value).unwrap(), body);
}

#[test]
fn a_missing_field_is_an_error_that_names_it() {
    for field in ["code", "errorId", "timestamp"] {
        let error = read(&without(field)).unwrap_err();
        assert!(
            error.starts_with(&format!("missing field `{field}`")),
            "{error}"
        );
    }
}

#[test]
fn a_wrong_value_is_an_error_that_names_the_field() {
    for (field, value) in [
        ("code", json!("1300")),
        ("code", json!(-1)),
        ("code", json!(4_294_967_296_u64)),
        ("code", json!(1300.5)),
        ("code", json!(null)),
        ("message", json!(7)),
        ("message", json!(null)),
        ("errorId", json!("1cc1eda1")),
        ("errorId", json!(7)),
        ("timestamp", json!("yesterday")),
        ("timestamp", json!("+10000-01-01T00:00:00Z")),
        ("timestamp", json!(1_608_616_321)),
    ] {
        let error = read(&with(field, value.clone())).unwrap_err();
        assert!(
            error.starts_with(&format!("`{field}`: ")),
            "{value}: {error}"
        );
    }
}

#[test]
fn a_duplicate_field_is_an_error_that_names_it() {
    let valid = valid().to_string();
    for field in ["code", "message", "errorId", "timestamp"] {
        let value = &serde_json::from_str::<Value>(&valid).unwrap()[field];
        let twice = format!("{},\"{field}\":{value}}}", valid.trim_end_matches('}'));
        let error = serde_json::from_str::<ErrorBody>(&twice).unwrap_err();
        assert!(
            error
                .to_string()
                .starts_with(&format!("duplicate field `{field}`")),
            "{error}"
        );
    }
}

#[test]
fn a_body_cut_off_anywhere_is_an_error_that_names_a_field() {
    let valid = valid().to_string();
    for length in 1..valid.len() {
        let error = serde_json::from_str::<ErrorBody>(&valid[..length]).unwrap_err();
        let error = error.to_string();
        let named = ["`code`", "`message`", "`errorId`", "`timestamp`"];
        assert!(
            named.iter().any(|field| error.contains(field)),
            "{length}: {error}"
        );
    }
}

#[test]
fn a_body_that_ends_too_early_is_an_error_that_says_where() {
    let mut text = String::from("{");
    let mut place = "before `code`";
    for (field, after) in [
        (r#""code":1300"#, "after `code`"),
        (r#","message":"gone""#, "after `message`"),
        (r#","unknown":[{}]"#, "after `message`"),
        (
            r#","errorId":"1cc1eda1-f5dd-ea11-8288-0263195dd35a""#,
            "after `errorId`",
        ),
        (
            r#","timestamp":"2020-12-22T05:52:01.85Z""#,
            "after `timestamp`",
        ),
    ] {
        let error = serde_json::from_str::<ErrorBody>(&text).unwrap_err();
        assert!(error.to_string().starts_with(place), "{text}: {error}");
        text += field;
        place = after;
    }
    let error = serde_json::from_str::<ErrorBody>(&text).unwrap_err();
    assert!(error.to_string().starts_with(place), "{text}: {error}");
    serde_json::from_str::<ErrorBody>(&format!("{text}}}")).unwrap();
}

#[test]
fn an_error_id_that_is_no_text_is_an_error_that_says_what_is_expected() {
    let error = serde_json::from_str::<ErrorBody>(r#"{"errorId":7}"#).unwrap_err();
    let expected = "`errorId`: invalid type: integer `7`, expected a UUID";
    assert!(error.to_string().starts_with(expected), "{error}");
}

#[test]
fn json_that_is_not_an_object_is_an_error_that_says_what_is_expected() {
    for other in ["null", "[]", "7", "\"text\""] {
        let error = serde_json::from_str::<ErrorBody>(other)
            .unwrap_err()
            .to_string();
        assert!(error.contains("expected an error body"), "{error}");
    }
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = serde_json::from_slice::<ErrorBody>(&bytes);
    }

    #[test]
    fn what_is_written_is_read_back(code in any::<u32>(), message in any::<String>(), id in any::<u128>()) {
        let stamp = Stamp::new(Uuid::from_u128(id), Timestamp::now());
        let body = ErrorBody::new(code, &*message, stamp);
        let read: ErrorBody = serde_json::from_slice(&serde_json::to_vec(&body).unwrap()).unwrap();
        prop_assert_eq!(read, body);
    }
}

#[test]
fn a_problem_is_read_by_its_extension_members() {
    let problem = r#"{"type":"https://errors.example/#1300","title":"Not Found","status":404,"detail":"no message 7","instance":"urn:uuid:1cc1eda1-f5dd-ea11-8288-0263195dd35a","code":1300,"errorId":"1cc1eda1-f5dd-ea11-8288-0263195dd35a","timestamp":"2020-12-22T05:52:01.85Z"}"#;
    let body: ErrorBody = serde_json::from_str(problem).unwrap();
    assert_eq!((body.code(), body.message()), (1300, "no message 7"));
    // Elsewhere `detail` may be anything, and the message is the message.
    for detail in [
        r#""x""#,
        "1",
        "-1",
        "1.5",
        "true",
        "null",
        "[1,[]]",
        r#"{"a":{}}"#,
    ] {
        let standard = format!(
            r#"{{"detail":{detail},"code":1300,"message":"m","errorId":"1cc1eda1-f5dd-ea11-8288-0263195dd35a","timestamp":"2020-12-22T05:52:01.85Z"}}"#
        );
        let body: ErrorBody = serde_json::from_str(&standard).unwrap();
        assert_eq!(body.message(), "m", "{detail}");
    }
    let broken = r#"{"detail":[1,}"#;
    let error = serde_json::from_str::<ErrorBody>(broken).unwrap_err();
    assert!(error.to_string().starts_with("`detail`: "), "{error}");
}
