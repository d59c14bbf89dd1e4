use error_catalog::{ErrorCatalog, Occurrence, Stamp, Timestamp};
use std::error::Error as _;
use uuid::Uuid;

#[derive(Debug, PartialEq, thiserror::Error, ErrorCatalog)]
enum Error {
    #[error("invalid: {0}")]
    #[catalog(status = 400, code = 1000, expose)]
    Invalid(#[from] std::num::ParseIntError),
}

fn parse(text: &str) -> Result<u8, Error> {
    Ok(text.parse()?)
}

fn occurrence(text: &str) -> Result<u8, Occurrence<Error>> {
    Ok(parse(text)?)
}

#[test]
fn the_question_mark_makes_an_occurrence() {
    let occurrence = occurrence("x").unwrap_err();
    assert_eq!(*occurrence.error(), parse("x").unwrap_err());
}

#[test]
fn an_occurrence_keeps_its_parts() {
    let id = Uuid::from_u128(7);
    let timestamp: Timestamp = "2020-12-22T05:52:01.85Z".parse().unwrap();
    let occurrence = Occurrence::from_parts(parse("x").unwrap_err(), Stamp::new(id, timestamp));
    assert_eq!(occurrence.stamp(), Stamp::new(id, timestamp));
    assert_eq!(occurrence.error_id(), id);
    assert_eq!(occurrence.timestamp(), timestamp);
    assert_eq!(
        String::from_utf8(occurrence.to_json_bytes()).unwrap(),
        r#"{"code":1000,"message":"invalid: invalid digit found in string","errorId":"00000000-0000-0000-0000-000000000007","timestamp":"2020-12-22T05:52:01.85Z"}"#
    );
    assert_eq!(occurrence.into_error(), parse("x").unwrap_err());
}

#[test]
fn all_outputs_of_an_occurrence_show_one_stamp() {
    let occurrence = Occurrence::new(parse("x").unwrap_err());
    assert_eq!(occurrence.body().error_id(), occurrence.error_id());
    assert_eq!(occurrence.body().timestamp(), occurrence.timestamp());
    let id = occurrence.error_id().to_string();
    assert!(occurrence.to_string().contains(&id));
    assert!(
        String::from_utf8(occurrence.to_json_bytes())
            .unwrap()
            .contains(&id)
    );
    assert_eq!(occurrence.to_json_bytes(), occurrence.to_json_bytes());
}

#[test]
fn an_occurrence_displays_the_error_and_the_id_and_keeps_the_source() {
    let occurrence = occurrence("x").unwrap_err();
    let id = occurrence.error_id();
    assert_eq!(
        occurrence.to_string(),
        format!("invalid: invalid digit found in string (errorId {id})")
    );
    assert_eq!(
        occurrence.source().unwrap().to_string(),
        "invalid digit found in string"
    );
}

#[test]
fn an_occurrence_is_small() {
    assert!(size_of::<Occurrence<Error>>() <= 40);
}
