//! The body's JSON, written directly: byte for byte what `serde_json` makes of the same fields.

#[cfg(feature = "details")]
pub(crate) mod details;

use crate::catalog::Message;
use crate::{ApiError, Entry, Stamp};
use serde::ser::{Serialize, Serializer};
use std::fmt;
use std::io::Write as _;
use std::ops::Range;

/// From the message to the end.
const TAIL: &[u8; 89] =
    br#"","errorId":"00000000-0000-0000-0000-000000000000","timestamp":"yyyy-MM-ddTHH:mm:ss.ffZ"}"#;
const ID_AT: usize = 13;
const TIMESTAMP_AT: usize = 64;

/// A body in a `Vec` of its exact size.
#[inline]
pub(crate) fn to_vec<E: ApiError + ?Sized>(error: &E, stamp: &Stamp) -> Vec<u8> {
    #[cfg(feature = "details")]
    if let Some(details) = error.details() {
        return details::to_vec(error, details, stamp);
    }
    standard_to_vec(error, stamp)
}

/// A body, appended to `out`.
#[inline]
pub(crate) fn write<E: ApiError + ?Sized>(error: &E, stamp: &Stamp, out: &mut Vec<u8>) {
    write_standard(error, stamp, out);
    #[cfg(feature = "details")]
    if let Some(details) = error.details() {
        details::push(error, details, out);
    }
}

/// The four fields.
#[inline]
fn standard_to_vec<E: ApiError + ?Sized>(error: &E, stamp: &Stamp) -> Vec<u8> {
    match known(error) {
        Known::Fixed(head) => fixed_to_vec(head, stamp),
        Known::Field(pieces) if is_clean(pieces.field) => pieces_to_vec(pieces, stamp),
        _ => message_to_vec(
            error.entry(),
            error.code(),
            &|out| error.fmt_message(out),
            stamp,
        ),
    }
}

/// The four fields, appended to `out`.
#[inline]
fn write_standard<E: ApiError + ?Sized>(error: &E, stamp: &Stamp, out: &mut Vec<u8>) {
    match known(error) {
        Known::Fixed(head) => write_end(head, stamp, out),
        Known::Field(pieces) if is_clean(pieces.field) => write_pieces(pieces, stamp, out),
        _ => write_message(
            error.entry(),
            error.code(),
            &|out| error.fmt_message(out),
            stamp,
            out,
        ),
    }
}

/// What the derive knows of a body.
enum Known<'a> {
    /// Everything before [`TAIL`].
    Fixed(&'static [u8]),
    Field(Pieces<'a>),
    Nothing,
}

/// The message in a body without details, as JSON escapes it.
#[cfg(any(feature = "actix-web", feature = "http", feature = "rocket"))]
pub(crate) fn escaped_message(body: &[u8]) -> &[u8] {
    let end = body.len().saturating_sub(TAIL.len());
    body.get(message_at(body)..end).unwrap_or_default()
}

#[cfg(any(feature = "actix-web", feature = "http", feature = "rocket"))]
fn message_at(body: &[u8]) -> usize {
    const BEFORE: usize = br#","message":""#.len();

    let comma = body.iter().position(|byte| *byte == b',');
    comma.map_or(0, |comma| comma + BEFORE)
}

/// What stands before [`TAIL`].
struct Pieces<'a> {
    head: &'a [u8],
    field: &'a str,
    suffix: &'a [u8],
}

#[inline]
fn known<E: ApiError + ?Sized>(error: &E) -> Known<'_> {
    // An implementation by hand may answer with an entry of the derive's, but has no such field.
    match error.entry().known_message() {
        Message::Fixed { json, .. } | Message::Escaped { json, .. }
            if error.lone_field().is_some() =>
        {
            Known::Fixed(json.as_bytes())
        }
        Message::LoneField {
            json, start, end, ..
        } => {
            let field = error.lone_field().and_then(|field| field.downcast_ref());
            let json = json.as_bytes();
            let around = (json.get(..start as usize), json.get(end as usize..));
            match (field, around) {
                (Some(field), (Some(head), Some(suffix))) => {
                    let field: &String = field;
                    Known::Field(Pieces {
                        head,
                        field,
                        suffix,
                    })
                }
                _ => Known::Nothing,
            }
        }
        _ => Known::Nothing,
    }
}

#[inline]
fn fixed_to_vec(head: &[u8], stamp: &Stamp) -> Vec<u8> {
    let mut body = Vec::with_capacity(head.len() + TAIL.len());
    write_end(head, stamp, &mut body);
    body
}

#[inline]
fn pieces_to_vec(pieces: Pieces, stamp: &Stamp) -> Vec<u8> {
    let Pieces {
        head,
        field,
        suffix,
    } = pieces;
    let mut body = Vec::with_capacity(head.len() + field.len() + suffix.len() + TAIL.len());
    write_pieces(pieces, stamp, &mut body);
    body
}

fn write_pieces(
    Pieces {
        head,
        field,
        suffix,
    }: Pieces,
    stamp: &Stamp,
    out: &mut Vec<u8>,
) {
    out.extend_from_slice(head);
    out.extend_from_slice(field.as_bytes());
    write_end(suffix, stamp, out);
}

/// Writes the message.
type WriteMessage<'a> = &'a dyn Fn(&mut dyn fmt::Write) -> fmt::Result;

/// Sizes the `Vec` by writing the message into `Scratch`, where most messages fit. One that does
/// not, or that must be escaped, is measured and written a second time.
fn message_to_vec(entry: &Entry, code: u32, message: WriteMessage, stamp: &Stamp) -> Vec<u8> {
    let mut room = Room::default();
    let opening = opening(entry, code, &mut room);
    let mut scratch = Scratch::default();
    if let Some(message) = scratch.clean(message) {
        pieces_to_vec(
            Pieces {
                head: opening,
                field: message,
                suffix: b"",
            },
            stamp,
        )
    } else {
        let mut length = Length(0);
        let _ = message(&mut Escaped(&mut length));
        let mut body = Vec::with_capacity(opening.len() + length.0 + TAIL.len());
        write_escaped(opening, message, stamp, &mut body);
        body
    }
}

fn write_message(
    entry: &Entry,
    code: u32,
    message: WriteMessage,
    stamp: &Stamp,
    out: &mut Vec<u8>,
) {
    let mut room = Room::default();
    let opening = opening(entry, code, &mut room);
    let mut scratch = Scratch::default();
    match scratch.clean(message) {
        Some(message) => write_pieces(
            Pieces {
                head: opening,
                field: message,
                suffix: b"",
            },
            stamp,
            out,
        ),
        None => write_escaped(opening, message, stamp, out),
    }
}

fn write_escaped(opening: &[u8], message: WriteMessage, stamp: &Stamp, out: &mut Vec<u8>) {
    out.extend_from_slice(opening);
    // A `Display` that fails has written what it could, and that is the message.
    let _ = message(&mut Escaped(out));
    write_end(b"", stamp, out);
}

/// For the longest opening.
type Room = [u8; r#"{"code":4294967295,"message":""#.len()];

/// Up to the message: as the derive has written it, or an entry by hand's.
fn opening<'a>(entry: &Entry, code: u32, room: &'a mut Room) -> &'a [u8] {
    match entry.opening() {
        Some(opening) if code == entry.code() => opening.as_bytes(),
        _ => {
            let mut rest = &mut room[..];
            let _ = write!(rest, r#"{{"code":{code},"message":""#);
            let length = size_of::<Room>() - rest.len();
            &room[..length]
        }
    }
}

/// The last piece and [`TAIL`], and then what changes in it in its place: to copy what was written
/// a moment ago in smaller pieces makes the processor wait.
fn write_end(last: &[u8], stamp: &Stamp, out: &mut Vec<u8>) {
    out.extend_from_slice(last);
    out.extend_from_slice(TAIL);
    let Some(tail) = out.last_chunk_mut::<{ TAIL.len() }>() else {
        return;
    };
    if let Some(id) = tail[ID_AT..].first_chunk_mut() {
        write_id(stamp.error_id().as_bytes(), id);
    }
    if let Some(timestamp) = tail[TIMESTAMP_AT..].first_chunk_mut() {
        stamp.timestamp().encode(timestamp);
    }
}

/// The text of a UUID (RFC 9562, section 4), over another.
fn write_id(id: &[u8; 16], text: &mut [u8; 36]) {
    const GROUPS: [(Range<usize>, usize); 5] = [
        (0..8, 0),
        (8..12, 9),
        (12..16, 14),
        (16..20, 19),
        (20..32, 24),
    ];

    let digits = hexadecimal(id);
    let digits = digits.as_flattened();
    for (group, at) in GROUPS {
        text[at..at + group.len()].copy_from_slice(&digits[group]);
    }
}

/// Both digits of a byte in the same steps, and all bytes at once: standing alone, it becomes a few
/// vector instructions.
#[inline(never)]
fn hexadecimal(bytes: &[u8; 16]) -> [[u8; 2]; 16] {
    let mut digits = [[0; 2]; 16];
    for (pair, byte) in digits.iter_mut().zip(bytes) {
        let nibbles = u16::from(byte >> 4) | u16::from(byte & 0xf) << 8;
        let letters = (nibbles + 0x0606) >> 4 & 0x0101;
        *pair = (nibbles + 0x3030 + letters * u16::from(b'a' - b':')).to_le_bytes();
    }
    digits
}

/// The client's message, in any format.
pub(crate) struct AnyFormat<'a, E: ?Sized>(pub(crate) &'a E);

impl<E: ApiError + ?Sized> fmt::Display for AnyFormat<'_, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = Remembering(f, Ok(()));
        // A `Display` that fails has written what it could, and that is the message.
        let _ = self.0.fmt_message(&mut out);
        out.1
    }
}

/// A writer, and whether it has failed.
struct Remembering<'a, 'f>(&'a mut fmt::Formatter<'f>, fmt::Result);

impl fmt::Write for Remembering<'_, '_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.1 = self.1.and_then(|()| self.0.write_str(text));
        self.1
    }
}

impl<E: ApiError + ?Sized> Serialize for AnyFormat<'_, E> {
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

/// Appends a text as a JSON string.
#[cfg(any(
    feature = "actix-web",
    feature = "poem",
    feature = "rocket",
    feature = "tower"
))]
pub(super) fn push_string(text: &str, out: &mut Vec<u8>) {
    out.push(b'"');
    let _ = fmt::Write::write_str(&mut Escaped(out), text);
    out.push(b'"');
}

fn must_be_escaped(byte: u8) -> bool {
    byte < 0x20 || byte == b'"' || byte == b'\\'
}

/// Whether nothing must be escaped: eight bytes at a time, the last of which may overlap.
fn is_clean(text: &str) -> bool {
    const BYTES: u64 = 0x0101_0101_0101_0101;

    // The upper bit of the lowest byte in question is set, and maybe of others.
    let below = |word: u64, limit: u64| word.wrapping_sub(limit * BYTES) & !word;
    let equal = |word: u64, byte: u8| below(word ^ (u64::from(byte) * BYTES), 1);
    let is_clean = |word: &[u8; 8]| {
        let word = u64::from_le_bytes(*word);
        let found = below(word, 0x20) | equal(word, b'"') | equal(word, b'\\');
        found & (0x80 * BYTES) == 0
    };
    let text = text.as_bytes();
    match text.last_chunk() {
        Some(last) => is_clean(last) && text.as_chunks().0.iter().all(is_clean),
        None => !text.iter().any(|byte| must_be_escaped(*byte)),
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
            let digits = b"0123456789abcdef";
            out.push(br"\u00");
            out.push(&[byte >> 4, byte & 0xf].map(|nibble| digits[usize::from(nibble)]));
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

/// Room for a message of the usual length: to write it here is to learn its length.
struct Scratch {
    bytes: [u8; 128],
    length: usize,
}

impl Default for Scratch {
    fn default() -> Self {
        Self {
            bytes: [0; 128],
            length: 0,
        }
    }
}

impl Scratch {
    /// The message, if it fits and there is nothing to escape in it.
    fn clean(&mut self, message: WriteMessage) -> Option<&str> {
        let _ = message(self);
        let message = self.bytes.get(..self.length)?;
        str::from_utf8(message)
            .ok()
            .filter(|message| is_clean(message))
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
