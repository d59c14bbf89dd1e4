//! The body as problem details (RFC 9457), for clients that prefer them.

use super::json::push_string;
use crate::{ErrorInfo, Status};
use std::io::Write as _;

/// The media type (RFC 9457, section 6.1).
pub(crate) const MEDIA_TYPE: &str = "application/problem+json";

/// The problem of an error whose `type` is `base` and its code. A bare status has no type of its own
/// (section 4.2.1).
pub(crate) fn to_vec(info: &ErrorInfo, base: &str, is_bare: bool) -> Vec<u8> {
    let mut body = Vec::with_capacity(512);
    let (code, status) = (info.code(), info.status());
    let field = |name: &str, value: &str, body: &mut Vec<u8>| {
        let _ = write!(body, r#""{name}":"#);
        push_string(value, body);
        body.push(b',');
    };
    body.push(b'{');
    if is_bare {
        field("type", "about:blank", &mut body);
    } else {
        field("type", &format!("{base}{code}"), &mut body);
    }
    field("title", title(info), &mut body);
    let _ = write!(body, r#""status":{},"#, status.as_u16());
    field("detail", info.message(), &mut body);
    let (id, timestamp) = (info.error_id(), info.timestamp());
    let _ = write!(
        body,
        r#""instance":"urn:uuid:{id}","code":{code},"errorId":"{id}","timestamp":"{timestamp}""#
    );
    #[cfg(feature = "details")]
    if let Some(details) = info.json_of_details() {
        body.extend_from_slice(br#","details":"#);
        body.extend_from_slice(details.0.as_bytes());
    }
    body.push(b'}');
    body
}

/// What is the same for each occurrence (section 3.1.3): the entry's message, if it interpolates
/// nothing, or the status's phrase.
fn title(info: &ErrorInfo) -> &'static str {
    let status: Status = info.status();
    info.entry().fixed_message().unwrap_or(status.phrase())
}
