//! What a field of preferences may be (RFC 9110, section 12.5), whatever it prefers.

/// A field longer than this was not written for a server that chooses among a few.
pub(crate) const BYTES: usize = 4096;

/// The field can't be read.
#[derive(Debug, PartialEq)]
pub(crate) struct Unreadable;

/// A quality (RFC 9110, section 12.4.2): `0` to `1`, with up to three digits after the point. Java's own
/// client leaves the 0 out.
pub(crate) fn thousandths(value: &str) -> Option<u16> {
    let (whole, fraction) = value.split_once('.').unwrap_or((value, ""));
    let is_number = fraction.len() <= 3 && fraction.bytes().all(|byte| byte.is_ascii_digit());
    let fraction: u16 = format!("{fraction:0<3}")
        .parse()
        .ok()
        .filter(|_| is_number)?;
    match whole {
        "0" => Some(fraction),
        "" if value.len() > 1 => Some(fraction),
        "1" if fraction == 0 => Some(1000),
        _ => None,
    }
}
