//! Bodies: what can be read, written and read again, is equal.

use error_catalog::{ErrorBody, LenientBody};

/// # Panics
///
/// If a body that can be read is another one when it is written and read again, or is read otherwise by
/// [`LenientBody`].
pub fn check(data: &[u8]) {
    let lenient = LenientBody::from_json(data);
    let Ok(body) = serde_json::from_slice::<ErrorBody>(data) else {
        return;
    };
    let written = serde_json::to_vec(&body).expect("written");
    let again: ErrorBody = serde_json::from_slice(&written).expect("readable");
    assert_eq!(again, body);

    let Ok(lenient) = lenient else {
        let depth = data.iter().filter(|byte| b"[{".contains(byte)).count();
        assert!(depth > 128, "only what is nested too deep is not read");
        return;
    };
    assert_eq!(lenient.code(), Some(body.code()));
    // Strictly, a missing message reads as an empty one.
    if !body.message().is_empty() {
        assert_eq!(lenient.message(), Some(body.message()));
    }
    assert_eq!(lenient.error_id(), Some(body.error_id()));
    assert_eq!(lenient.timestamp(), Some(body.timestamp()));
}
