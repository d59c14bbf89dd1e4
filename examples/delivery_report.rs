//! A message's delivery report, in types that rule out every other report: there is a reason code
//! exactly when the carrier rejected the message or the platform trashed it.

use error_catalog::ReasonCode;
use serde::{Deserialize, Serialize};

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct DeliveryReport {
    #[serde(rename = "messageId")]
    message_id: String,
    #[serde(flatten)]
    outcome: Outcome,
}

/// The status, with the fields that belong to it.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "status", deny_unknown_fields)]
enum Outcome {
    #[serde(rename = "QUEUED")]
    Queued {},
    #[serde(rename = "SENT TO CARRIER")]
    Sent {},
    #[serde(rename = "DELIVERED")]
    Delivered {},
    #[serde(rename = "REJECTED BY CARRIER")]
    Rejected {
        #[serde(rename = "reasonCode")]
        reason: ReasonCode,
    },
    #[serde(rename = "TRASHED")]
    Trashed {
        #[serde(rename = "reasonCode")]
        reason: ReasonCode,
    },
}

fn main() -> Result<(), serde_json::Error> {
    let report = DeliveryReport {
        message_id: "57c9a4b2-ece5-ea11-826a-00155d264ac1".to_owned(),
        outcome: Outcome::Rejected {
            reason: ReasonCode::Forbidden,
        },
    };
    let json = serde_json::to_string(&report)?;
    println!("{json}");
    assert_eq!(serde_json::from_str::<DeliveryReport>(&json)?, report);
    println!("    because: {}\n", ReasonCode::Forbidden);

    println!("What is no delivery report:");
    for json in [
        r#"{"messageId":"1","status":"TRASHED"}"#,
        r#"{"messageId":"1","status":"DELIVERED","reasonCode":404}"#,
        r#"{"messageId":"1","status":"TRASHED","reasonCode":418}"#,
        r#"{"messageId":"1","status":"LOST"}"#,
    ] {
        match serde_json::from_str::<DeliveryReport>(json) {
            Ok(report) => println!("{json}\n    read as {report:?}"),
            Err(error) => println!("{json}\n    {error}"),
        }
    }
    Ok(())
}
