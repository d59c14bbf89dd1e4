//! Timestamps: what can be read is written in the one format, and read again as equal.

use error_catalog::Timestamp;

/// # Panics
///
/// If a timestamp that can be read is written in another format, or is another one when it is read again.
pub fn check(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let Ok(timestamp) = text.parse::<Timestamp>() else {
        return;
    };
    let written = timestamp.to_string();
    let form: String = written
        .chars()
        .map(|char| if char.is_ascii_digit() { '0' } else { char })
        .collect();
    assert_eq!(form, "0000-00-00T00:00:00.00Z");
    assert_eq!(written.parse(), Ok(timestamp), "{written}");
}
