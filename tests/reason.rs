use error_catalog::{ReasonCode, Status};
use serde::Deserialize;

#[derive(Deserialize)]
struct Row {
    code: u16,
    description: String,
}

#[test]
fn the_reason_codes_are_those_of_the_real_table() {
    let rows: Vec<Row> = serde_json::from_str(include_str!("data/reason-codes.json")).unwrap();
    assert_eq!(rows.len(), 12);
    assert_eq!(ReasonCode::ALL.len(), 12);
    for (row, reason) in rows.iter().zip(ReasonCode::ALL) {
        assert_eq!(reason.code(), row.code);
        assert_eq!(reason.description(), row.description);
        assert_eq!(reason.to_string(), row.description);
        assert_eq!(ReasonCode::try_from(row.code), Ok(*reason));
        assert_eq!(u16::from(*reason), row.code);
    }
}

#[test]
fn the_message_for_a_status_is_the_description_of_its_reason_code() {
    for number in 400..=599 {
        let reason = ReasonCode::try_from(number).ok();
        let description = reason.map(ReasonCode::description);
        let status = Status::new(number).unwrap();
        assert_eq!(ReasonCode::message_for(status), description, "{number}");
    }
}

#[test]
fn serde_reads_and_writes_the_integer() {
    assert_eq!(serde_json::to_string(&ReasonCode::Gone).unwrap(), "410");
    let read: ReasonCode = serde_json::from_str("204").unwrap();
    assert_eq!(read, ReasonCode::NoContent);
}

#[test]
fn a_number_that_is_no_reason_code_is_an_error_that_lists_them() {
    let message = ReasonCode::try_from(418).unwrap_err().to_string();
    assert_eq!(
        message,
        "418 is not a reason code: expected one of 200, 201, 202, 204, 400, 401, 403, 404, 410, 422, 429, 500"
    );
    let error = serde_json::from_str::<ReasonCode>("418").unwrap_err();
    assert!(error.to_string().starts_with(&message));
    assert!(serde_json::from_str::<ReasonCode>("\"404\"").is_err());
}
