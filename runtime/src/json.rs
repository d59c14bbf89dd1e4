//! The body's JSON, written directly: byte for byte what `serde_json` makes of the same fields.

use crate::catalog::Json;
use crate::digits::HEXADECIMAL;
use crate::{ApiError, Entry, Stamp};
use serde::ser::{Serialize, Serializer};
use std::borrow::Cow;
use std::fmt::{self, Write as _};
use std::io::Write as _;
use std::ops::Range;
use std::ptr;

pub(crate) const AFTER_MESSAGE: &str = r#"","errorId":""#;

/// From the errorId to the end.
const TAIL: &[u8; 76] =
    br#"00000000-0000-0000-0000-000000000000","timestamp":"yyyy-MM-ddTHH:mm:ss.ffZ"}"#;
const TIMESTAMP_AT: usize = 51;

/// A body in a `Vec` of its exact size.
pub(crate) fn to_vec<E: ApiError + ?Sized>(error: &E, stamp: Stamp) -> Vec<u8> {
    match fixed_head(error) {
        Some(head) => fixed_to_vec(head, stamp),
        None => message_to_vec(error.entry(), error.code(), &Message(error), stamp),
    }
}

/// A body, appended to `out`.
pub(crate) fn write<E: ApiError + ?Sized>(error: &E, stamp: Stamp, out: &mut Vec<u8>) {
    match fixed_head(error) {
        Some(head) => write_fixed(head, stamp, out),
        None => write_message(error.entry(), error.code(), &Message(error), stamp, out),
    }
}

/// What the derive has written up to the errorId, if the code and the message are those that it
/// has written there. An implementation by hand may answer with an entry of the derive's and others.
fn fixed_head<E: ApiError + ?Sized>(error: &E) -> Option<&'static str> {
    let entry = error.entry();
    let Json::UpToErrorId(head) = entry.json() else {
        return None;
    };
    match (error.message(), entry.message()) {
        (Cow::Borrowed(message), Some(fixed))
            if ptr::eq(message, fixed) && error.code() == entry.code() =>
        {
            Some(head)
        }
        _ => None,
    }
}

fn fixed_to_vec(head: &str, stamp: Stamp) -> Vec<u8> {
    let mut body = Vec::with_capacity(head.len() + TAIL.len());
    write_fixed(head, stamp, &mut body);
    body
}

fn write_fixed(head: &str, stamp: Stamp, out: &mut Vec<u8>) {
    out.extend_from_slice(head.as_bytes());
    write_tail(stamp, out);
}

fn message_to_vec(entry: &Entry, code: u32, message: &dyn fmt::Display, stamp: Stamp) -> Vec<u8> {
    let mut room = Room::default();
    let opening = opening(entry, code, &mut room);
    let around = opening.len() + AFTER_MESSAGE.len() + TAIL.len();
    let scratch = Scratch::new(message);
    if let Some(message) = scratch.unescaped() {
        let mut body = Vec::with_capacity(around + message.len());
        write_unescaped(opening, message, stamp, &mut body);
        body
    } else {
        let mut length = Length(0);
        let _ = write!(Escaped(&mut length), "{message}");
        let mut body = Vec::with_capacity(around + length.0);
        write_escaped(opening, message, stamp, &mut body);
        body
    }
}

fn write_message(
    entry: &Entry,
    code: u32,
    message: &dyn fmt::Display,
    stamp: Stamp,
    out: &mut Vec<u8>,
) {
    let mut room = Room::default();
    let opening = opening(entry, code, &mut room);
    match Scratch::new(message).unescaped() {
        Some(message) => write_unescaped(opening, message, stamp, out),
        None => write_escaped(opening, message, stamp, out),
    }
}

fn write_unescaped(opening: &[u8], message: &[u8], stamp: Stamp, out: &mut Vec<u8>) {
    out.extend_from_slice(opening);
    out.extend_from_slice(message);
    out.extend_from_slice(AFTER_MESSAGE.as_bytes());
    write_tail(stamp, out);
}

fn write_escaped(opening: &[u8], message: &dyn fmt::Display, stamp: Stamp, out: &mut Vec<u8>) {
    out.extend_from_slice(opening);
    // A `Display` that fails has written what it could, and that is the message.
    let _ = write!(Escaped(out), "{message}");
    out.extend_from_slice(AFTER_MESSAGE.as_bytes());
    write_tail(stamp, out);
}

/// For the longest opening.
type Room = [u8; r#"{"code":4294967295,"message":""#.len()];

/// Up to the message: as the derive has written it, or an entry by hand's.
fn opening<'a>(entry: &Entry, code: u32, room: &'a mut Room) -> &'a [u8] {
    match entry.json() {
        Json::UpToMessage(opening) if code == entry.code() => opening.as_bytes(),
        _ => {
            let mut rest = &mut room[..];
            let _ = write!(rest, r#"{{"code":{code},"message":""#);
            let left = rest.len();
            &room[..room.len() - left]
        }
    }
}

/// The text first, then what changes in its place: a copy of what was written a moment ago in
/// smaller pieces makes the processor wait.
fn write_tail(stamp: Stamp, out: &mut Vec<u8>) {
    out.extend_from_slice(TAIL);
    let Some(tail) = out.last_chunk_mut::<{ TAIL.len() }>() else {
        return;
    };
    if let Some(id) = tail.first_chunk_mut() {
        write_id(stamp.error_id().as_bytes(), id);
    }
    if let Some(timestamp) = tail[TIMESTAMP_AT..].first_chunk_mut() {
        stamp.timestamp().encode(timestamp);
    }
}

/// The text of a UUID (RFC 9562, section 4), over another.
fn write_id(id: &[u8; 16], text: &mut [u8; 36]) {
    const GROUPS: [(Range<usize>, usize); 5] =
        [(0..4, 0), (4..6, 9), (6..8, 14), (8..10, 19), (10..16, 24)];

    for (bytes, at) in GROUPS {
        let pairs = text[at..].as_chunks_mut().0;
        for (pair, byte) in pairs.iter_mut().zip(&id[bytes]) {
            *pair = HEXADECIMAL[usize::from(*byte)];
        }
    }
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
        let mut rest = text.as_bytes();
        while let Some(at) = rest.iter().position(|byte| must_be_escaped(*byte)) {
            self.0.push(&rest[..at]);
            push_escape(rest[at], self.0);
            rest = &rest[at + 1..];
        }
        self.0.push(rest);
        Ok(())
    }
}

fn must_be_escaped(byte: u8) -> bool {
    byte < 0x20 || byte == b'"' || byte == b'\\'
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
            out.push(&HEXADECIMAL[usize::from(byte)]);
        }
    }
}

trait Sink {
    fn push(&mut self, bytes: &[u8]);
}

impl Sink for Vec<u8> {
    fn push(&mut self, bytes: &[u8]) {
        self.extend_from_slice(bytes);
    }
}

/// How much was pushed.
struct Length(usize);

impl Sink for Length {
    fn push(&mut self, bytes: &[u8]) {
        self.0 += bytes.len();
    }
}

/// A message of the usual length: most are, and need no escapes. To write it here is to learn its
/// length, and to look at many of its bytes at once. What does not fit is written once more.
struct Scratch {
    /// Filled up with blanks.
    bytes: [u8; 128],
    length: usize,
}

impl Scratch {
    fn new(message: &dyn fmt::Display) -> Self {
        let mut scratch = Self {
            bytes: [b' '; 128],
            length: 0,
        };
        let _ = write!(scratch, "{message}");
        scratch
    }

    /// The message, if it fits and there is nothing to escape in it.
    fn unescaped(&self) -> Option<&[u8]> {
        // Without an early end, so that the compiler takes all bytes of a chunk together.
        let clean = |chunk: &[u8; 32]| {
            !chunk
                .iter()
                .fold(false, |found, byte| found | must_be_escaped(*byte))
        };
        let message = self.bytes.get(..self.length)?;
        let (chunks, _) = self.bytes.as_chunks();
        chunks[..self.length.div_ceil(32)]
            .iter()
            .all(clean)
            .then_some(message)
    }
}

impl fmt::Write for Scratch {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let end = self.length + text.len();
        if let Some(room) = self.bytes.get_mut(self.length..end) {
            room.copy_from_slice(text.as_bytes());
        }
        self.length = end;
        Ok(())
    }
}
