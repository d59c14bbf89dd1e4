//! The SMS API's contract: the body that clients read for each error, and how a client reads it.

use error_catalog::{ApiError, ErrorBody, Occurrence};
use serde::Deserialize;
use sms::{SmsError, SmsErrorKind};
use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    println!("What the API answers:\n");
    for error in every_error() {
        let occurrence = Occurrence::new(error);
        println!("HTTP/1.1 {}", occurrence.error().status());
        occurrence
            .error()
            .headers(&mut |name, value| println!("{name}: {value}"));
        println!("{}\n", String::from_utf8(occurrence.to_json_bytes())?);
    }

    println!("What a client makes of bodies that real servers have sent:\n");
    let received = include_str!("../tests/data/error-bodies.json");
    for Received { body } in serde_json::from_str::<Vec<Received>>(received)? {
        let kind: SmsErrorKind = body.kind()?;
        println!("{kind}: {:?}", body.message());
        println!("    at {}, errorId {}", body.timestamp(), body.error_id());
    }
    Ok(())
}

#[derive(Deserialize)]
struct Received {
    body: ErrorBody<'static>,
}

fn every_error() -> [SmsError; 23] {
    [
        SmsError::InvalidParameter,
        SmsError::IllegalSubAccountId,
        SmsError::InvalidMsisdn,
        SmsError::InvalidEncoding,
        SmsError::InvalidText,
        SmsError::InvalidSource,
        SmsError::InvalidExpiry,
        SmsError::InvalidTemplate,
        SmsError::InvalidId,
        SmsError::InvalidCountryCode,
        SmsError::OutOfRange,
        SmsError::InvalidScheduleTime,
        SmsError::InvalidIpAddress,
        SmsError::InsecureProtocol,
        SmsError::BulkLimit,
        SmsError::Unauthorized,
        SmsError::Forbidden,
        SmsError::NotFound,
        SmsError::ResendingInterval { seconds: 30 },
        SmsError::Internal(std::io::Error::other("disk sms-7 is full")),
        SmsError::NotImplemented,
        SmsError::UnsupportedVersion,
        SmsError::UnsupportedProduct,
    ]
}
