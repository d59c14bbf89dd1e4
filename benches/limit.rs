//! The limit: what the machine allows to a body laid out by hand for this enum alone.
//!
//! The text of each variant is complete when compiled, but for what changes. The clock is read
//! once, the generator is a multiplication (wyrand, which anyone can predict), and no formatter
//! runs.

// Each number is cut to the few digits that its field has room for.
#![allow(clippy::cast_possible_truncation)]

use axum_core::body::Body;
use axum_core::response::Response;
use http::StatusCode;
use http::header::{CONTENT_TYPE, HeaderValue};
use std::cell::Cell;
use std::fmt::Write as _;
use std::time::{SystemTime, UNIX_EPOCH};

/// Without derives: it formats nothing.
pub enum Error {
    /// A message that is known when compiling.
    NotFound,

    /// One field in the message.
    InvalidMsisdn {
        /// What the client sent.
        msisdn: String,
    },
}

macro_rules! tail {
    () => {
        r#"","errorId":"00000000-0000-7000-8000-000000000000","timestamp":"yyyy-MM-ddTHH:mm:ss.ffZ"}"#
    };
}

const TAIL: usize = tail!().len();
const NOT_FOUND: &str = concat!(
    r#"{"code":1300,"message":"Object wasn't found or is already expired"#,
    tail!()
);
const INVALID_MSISDN: &str = r#"{"code":1002,"message":"Invalid MSISDN "#;

/// The body of an error that happens now.
#[inline]
#[must_use]
pub fn body(error: &Error) -> Vec<u8> {
    let stamp = Stamp::now();
    match error {
        Error::NotFound => {
            let mut body = NOT_FOUND.as_bytes().to_vec();
            if let Some(tail) = body.last_chunk_mut() {
                stamp.write(tail);
            }
            body
        }
        Error::InvalidMsisdn { msisdn } => {
            let mut tail = *tail!().as_bytes().first_chunk().unwrap_or(&[0; TAIL]);
            stamp.write(&mut tail);
            if needs_no_escape(msisdn) {
                let mut body = Vec::with_capacity(INVALID_MSISDN.len() + msisdn.len() + TAIL);
                body.extend_from_slice(INVALID_MSISDN.as_bytes());
                body.extend_from_slice(msisdn.as_bytes());
                body.extend_from_slice(&tail);
                body
            } else {
                [INVALID_MSISDN.as_bytes(), escape(msisdn).as_bytes(), &tail].concat()
            }
        }
    }
}

/// The response of an error that happens now.
#[must_use]
pub fn response(error: &Error) -> Response {
    let mut response = Response::new(Body::from(body(error)));
    *response.status_mut() = match error {
        Error::NotFound => StatusCode::NOT_FOUND,
        Error::InvalidMsisdn { .. } => StatusCode::BAD_REQUEST,
    };
    let json = HeaderValue::from_static("application/json");
    response.headers_mut().insert(CONTENT_TYPE, json);
    response
}

/// The same, into a buffer.
#[inline]
pub fn write_body(error: &Error, out: &mut Vec<u8>) {
    let stamp = Stamp::now();
    match error {
        Error::NotFound => {
            out.extend_from_slice(NOT_FOUND.as_bytes());
            if let Some(tail) = out.last_chunk_mut() {
                stamp.write(tail);
            }
        }
        Error::InvalidMsisdn { msisdn } => {
            out.extend_from_slice(INVALID_MSISDN.as_bytes());
            if needs_no_escape(msisdn) {
                out.extend_from_slice(msisdn.as_bytes());
            } else {
                out.extend_from_slice(escape(msisdn).as_bytes());
            }
            out.extend_from_slice(tail!().as_bytes());
            if let Some(tail) = out.last_chunk_mut() {
                stamp.write(tail);
            }
        }
    }
}

fn needs_no_escape(text: &str) -> bool {
    let must_be_escaped = |byte: &u8| *byte < 0x20 || *byte == b'"' || *byte == b'\\';
    text.as_bytes()
        .iter()
        .filter(|byte| must_be_escaped(byte))
        .count()
        == 0
}

/// Rare: the benchmark's field has nothing to escape.
#[cold]
fn escape(text: &str) -> String {
    let mut escaped = String::new();
    for char in text.chars() {
        match char {
            '"' => escaped.push_str("\\\""),
            '\\' => escaped.push_str("\\\\"),
            '\0'..' ' => drop(write!(escaped, "\\u{:04x}", u32::from(char))),
            _ => escaped.push(char),
        }
    }
    escaped
}

struct Stamp {
    seconds: u64,
    nanoseconds: u32,
    random: u64,
}

impl Stamp {
    fn now() -> Self {
        let since_epoch = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        Self {
            seconds: since_epoch.as_secs(),
            nanoseconds: since_epoch.subsec_nanos(),
            random: wyrand(),
        }
    }

    fn write(&self, tail: &mut [u8; TAIL]) {
        const ID: usize = r#"","errorId":""#.len();
        const TIMESTAMP: usize =
            r#"","errorId":"00000000-0000-7000-8000-000000000000","timestamp":""#.len();

        let milliseconds = self.seconds * 1000 + u64::from(self.nanoseconds / 1_000_000);
        let fraction = u64::from(self.nanoseconds % 1_000_000) * 4096 / 1_000_000;
        let (high, low) = (
            milliseconds << 16 | 0x7000 | fraction,
            self.random & (u64::MAX >> 2) | 1 << 63,
        );
        let id: u128 = u128::from(high) << 64 | u128::from(low);
        let mut at = ID;
        for (index, byte) in id.to_be_bytes().into_iter().enumerate() {
            if matches!(index, 4 | 6 | 8 | 10) {
                at += 1;
            }
            tail[at..at + 2].copy_from_slice(&HEX[usize::from(byte)]);
            at += 2;
        }

        let (year, month, day) = civil((self.seconds / 86_400) as u32);
        let second = (self.seconds % 86_400) as u32;
        let mut pair = |at: usize, number: u32| {
            let at = TIMESTAMP + at;
            tail[at..at + 2].copy_from_slice(&DECIMAL[usize::from(number as u8)]);
        };
        pair(0, year / 100);
        pair(2, year % 100);
        pair(5, month);
        pair(8, day);
        pair(11, second / 3600);
        pair(14, second / 60 % 60);
        pair(17, second % 60);
        pair(20, self.nanoseconds / 10_000_000);
    }
}

/// Both digits of a byte.
static HEX: [[u8; 2]; 256] = pairs(16);
static DECIMAL: [[u8; 2]; 256] = pairs(10);

const fn pairs(base: usize) -> [[u8; 2]; 256] {
    let mut pairs = [[0; 2]; 256];
    let mut byte = 0;
    while byte < 256 {
        let digits = b"0123456789abcdef";
        pairs[byte] = [digits[byte / base % base], digits[byte % base]];
        byte += 1;
    }
    pairs
}

/// Year, month and day, `days` after 1970-01-01 (Neri and Schneider).
fn civil(days: u32) -> (u32, u32, u32) {
    let shifted = 4 * (days + 719_468) + 3;
    let century = shifted / 146_097;
    let in_years = u64::from((shifted % 146_097) | 3) * 2_939_745;
    let year = 100 * century + (in_years >> 32) as u32;
    let day_of_year = in_years as u32 / 2_939_745 / 4;
    let in_months = 2_141 * day_of_year + 197_913;
    let (month, day) = (in_months >> 16, (in_months & 0xffff) / 2_141 + 1);
    if day_of_year >= 306 {
        (year + 1, month - 12, day)
    } else {
        (year, month, day)
    }
}

fn wyrand() -> u64 {
    thread_local! {
        static STATE: Cell<u64> = const { Cell::new(0x2d35_8dcc_aa6c_78a5) };
    }
    STATE.with(|state| {
        let next = state.get().wrapping_add(0xa076_1d64_78bd_642f);
        state.set(next);
        let product = u128::from(next) * u128::from(next ^ 0xe703_7ed1_a0b4_28db);
        (product >> 64) as u64 ^ product as u64
    })
}
