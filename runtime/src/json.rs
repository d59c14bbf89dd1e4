//! The body's JSON, written directly: byte for byte what `serde_json` makes of the same fields.

use crate::{ApiError, Stamp};
use serde::ser::{Serialize, Serializer};
use std::borrow::Cow;
use std::fmt::{self, Write as _};
use std::ptr;

/// `{"code":` and so on up to the message, around the code.
const BEFORE_CODE: &str = r#"{"code":"#;
const AFTER_CODE: &str = r#","message":""#;
const AFTER_MESSAGE: &str = r#"","errorId":""#;

/// From the errorId to the end.
const TAIL: &[u8; 76] =
    br#"00000000-0000-0000-0000-000000000000","timestamp":"yyyy-MM-ddTHH:mm:ss.ffZ"}"#;
const TIMESTAMP_AT: usize = 51;

/// A body in a `Vec` of its exact size.
pub(crate) fn to_vec<E: ApiError + ?Sized>(error: &E, stamp: Stamp) -> Vec<u8> {
    if let Some(head) = fixed_head(error) {
        let mut body = Vec::with_capacity(head.len() + TAIL.len());
        write_fixed(head, stamp, &mut body);
        body
    } else {
        message_to_vec(error.code(), &Message(error), stamp)
    }
}

/// A body, appended to `out`.
pub(crate) fn write<E: ApiError + ?Sized>(error: &E, stamp: Stamp, out: &mut Vec<u8>) {
    match fixed_head(error) {
        Some(head) => write_fixed(head, stamp, out),
        None => write_message(error.code(), &Message(error), stamp, out),
    }
}

/// What the derive has written up to the errorId, if the message is the one it has written there.
/// An implementation by hand may answer with an entry of the derive's and another message.
fn fixed_head<E: ApiError + ?Sized>(error: &E) -> Option<&'static str> {
    let (fixed, head) = error.entry().fixed()?;
    match error.message() {
        Cow::Borrowed(message) if ptr::eq(message, fixed) => Some(head),
        _ => None,
    }
}

fn write_fixed(head: &str, stamp: Stamp, out: &mut Vec<u8>) {
    let tail = tail(stamp);
    out.extend_from_slice(head.as_bytes());
    out.extend_from_slice(&tail);
}

/// Sizes the `Vec` by writing the message once: into `Scratch`, where most messages fit. One that
/// does not is measured there, and written a second time.
fn message_to_vec(code: u32, message: &dyn fmt::Display, stamp: Stamp) -> Vec<u8> {
    let mut scratch = Scratch {
        bytes: [0; 128],
        length: 0,
    };
    // A `Display` that fails has written what it could, and that is the message.
    let _ = write!(Escaped(&mut scratch), "{message}");

    let digits = code.checked_ilog10().unwrap_or(0) as usize + 1;
    let mut body = Vec::with_capacity(
        BEFORE_CODE.len()
            + digits
            + AFTER_CODE.len()
            + scratch.length
            + AFTER_MESSAGE.len()
            + TAIL.len(),
    );
    match scratch.bytes.get(..scratch.length) {
        Some(escaped) => {
            let tail = tail(stamp);
            write_opening(code, &mut body);
            body.extend_from_slice(escaped);
            body.extend_from_slice(AFTER_MESSAGE.as_bytes());
            body.extend_from_slice(&tail);
        }
        None => write_message(code, message, stamp, &mut body),
    }
    body
}

fn write_message(code: u32, message: &dyn fmt::Display, stamp: Stamp, out: &mut Vec<u8>) {
    write_opening(code, out);
    let _ = write!(Escaped(out), "{message}");
    out.extend_from_slice(AFTER_MESSAGE.as_bytes());
    out.extend_from_slice(&tail(stamp));
}

fn write_opening(code: u32, out: &mut Vec<u8>) {
    let mut digits = [0; 10];
    let mut first = digits.len();
    let mut rest = code;
    loop {
        first -= 1;
        digits[first] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    out.extend_from_slice(BEFORE_CODE.as_bytes());
    out.extend_from_slice(&digits[first..]);
    out.extend_from_slice(AFTER_CODE.as_bytes());
}

fn tail(stamp: Stamp) -> [u8; TAIL.len()] {
    let mut tail = *TAIL;
    if let Some(id) = tail.first_chunk_mut() {
        *id = hyphenated(stamp.error_id().into_bytes());
    }
    if let Some(timestamp) = tail[TIMESTAMP_AT..].first_chunk_mut() {
        stamp.timestamp().encode(timestamp);
    }
    tail
}

/// The text of a UUID, RFC 9562, section 4.
fn hyphenated(id: [u8; 16]) -> [u8; 36] {
    let mut digits = [0; 32];
    for (pair, byte) in digits.as_chunks_mut().0.iter_mut().zip(id) {
        *pair = [hex_digit(byte >> 4), hex_digit(byte & 0xf)];
    }
    let mut text = [b'-'; 36];
    text[..8].copy_from_slice(&digits[..8]);
    text[9..13].copy_from_slice(&digits[8..12]);
    text[14..18].copy_from_slice(&digits[12..16]);
    text[19..23].copy_from_slice(&digits[16..20]);
    text[24..].copy_from_slice(&digits[20..]);
    text
}

/// The client's message as a `Display`.
pub(crate) struct Message<'a, E: ?Sized>(pub(crate) &'a E);

impl<E: ApiError + ?Sized> fmt::Display for Message<'_, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt_message(f)
    }
}

impl<E: ApiError + ?Sized> Serialize for Message<'_, E> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Writes the inside of a JSON string (RFC 8259, section 7), escaping what must be.
struct Escaped<'a, S>(&'a mut S);

impl<S: Sink> fmt::Write for Escaped<'_, S> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let must_be_escaped = |byte: &u8| *byte < 0x20 || *byte == b'"' || *byte == b'\\';

        let mut rest = text.as_bytes();
        while let Some(at) = rest.iter().position(must_be_escaped) {
            self.0.push(&rest[..at]);
            push_escape(rest[at], self.0);
            rest = &rest[at + 1..];
        }
        self.0.push(rest);
        Ok(())
    }
}

fn push_escape(byte: u8, out: &mut impl Sink) {
    match byte {
        b'"' => out.push(br#"\""#),
        b'\\' => out.push(br"\\"),
        0x08 => out.push(br"\b"),
        b'\t' => out.push(br"\t"),
        b'\n' => out.push(br"\n"),
        0x0c => out.push(br"\f"),
        b'\r' => out.push(br"\r"),
        _ => {
            out.push(br"\u00");
            out.push(&[hex_digit(byte >> 4), hex_digit(byte & 0xf)]);
        }
    }
}

/// Without a branch or a table, so that the compiler can do many at once.
fn hex_digit(nibble: u8) -> u8 {
    nibble + b'0' + u8::from(nibble > 9) * (b'a' - b'9' - 1)
}

trait Sink {
    fn push(&mut self, bytes: &[u8]);
}

impl Sink for Vec<u8> {
    fn push(&mut self, bytes: &[u8]) {
        self.extend_from_slice(bytes);
    }
}

/// Keeps what fits, and counts the rest.
struct Scratch {
    bytes: [u8; 128],
    length: usize,
}

impl Sink for Scratch {
    fn push(&mut self, bytes: &[u8]) {
        let end = self.length + bytes.len();
        if let Some(room) = self.bytes.get_mut(self.length..end) {
            room.copy_from_slice(bytes);
        }
        self.length = end;
    }
}
