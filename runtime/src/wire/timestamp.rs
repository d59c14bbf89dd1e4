// Each number is cut to the few digits that its field has room for.
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss
)]

use chrono::{DateTime, Datelike, Utc};
use serde::de::{self, Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};
use std::fmt;
use std::str::FromStr;
use std::time::{Duration, SystemTime};

/// An instant in UTC, to the hundredth of a second, as the body shows it:
/// `yyyy-MM-ddTHH:mm:ss.ffZ`.
///
/// Finer instants are truncated to hundredths, never rounded. Years go from 0 to 9999. A leap
/// second reads `23:59:60`.
///
/// `FromStr` and `serde` read any RFC 3339 date-time, whatever its offset and its number of fractional digits.
///
/// ```
/// use error_catalog::Timestamp;
///
/// let timestamp: Timestamp = "2017-04-19T04:31:19.4297387+02:00".parse()?;
/// assert_eq!(timestamp.to_string(), "2017-04-19T02:31:19.42Z");
/// # Ok::<(), error_catalog::TimestampError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp {
    /// Since 1970-01-01T00:00:00Z.
    seconds: i64,
    /// 0 to 99, and 100 to 199 in a leap second.
    hundredths: u8,
}

impl Timestamp {
    pub(crate) const TEXT: &[u8; 23] = b"yyyy-MM-ddTHH:mm:ss.ffZ";

    const FIRST_SECOND: i64 = -62_167_219_200;
    pub(crate) const LAST_SECOND: u64 = 253_402_300_799;
    const MIN: Self = Self {
        seconds: Self::FIRST_SECOND,
        hundredths: 0,
    };
    const MAX: Self = Self {
        seconds: Self::LAST_SECOND as i64,
        hundredths: 99,
    };

    /// The current time. A clock that shows a year outside 0 to 9999 reads as the nearest instant
    /// inside.
    #[must_use]
    pub fn now() -> Self {
        Self::from_clock(SystemTime::now())
    }

    fn from_clock(time: SystemTime) -> Self {
        match time.duration_since(SystemTime::UNIX_EPOCH) {
            Ok(since) => Self::after_epoch(since),
            Err(error) => Self::before_epoch(error.duration()),
        }
    }

    pub(crate) fn after_epoch(since: Duration) -> Self {
        match since.as_secs() {
            seconds @ ..=Self::LAST_SECOND => Self {
                seconds: seconds as i64,
                hundredths: (since.subsec_millis() / 10) as u8,
            },
            _ => Self::MAX,
        }
    }

    #[cold]
    pub(crate) fn before_epoch(until: Duration) -> Self {
        // Hundredths are truncated towards the past.
        let hundredths = until.as_nanos().div_ceil(10_000_000);
        match i64::try_from(hundredths) {
            Ok(hundredths) if hundredths <= -Self::FIRST_SECOND * 100 => Self {
                seconds: (-hundredths).div_euclid(100),
                hundredths: (-hundredths).rem_euclid(100) as u8,
            },
            _ => Self::MIN,
        }
    }

    /// The text of [`Display`](fmt::Display), over another.
    #[inline]
    pub(crate) fn encode(self, text: &mut [u8; Self::TEXT.len()]) {
        // Not negative, as no year is.
        let since_year_0 = (self.seconds - Self::FIRST_SECOND) as u64;
        let (days, second) = (since_year_0 / 86_400, (since_year_0 % 86_400) as u32);
        let (year, month, day) = civil(days as u32);
        let (hour, second) = (second / 3600, second % 3600);
        let (minute, second) = (second / 60, second % 60);
        let leap = u32::from(self.hundredths >= 100);

        let mut pair = |at: usize, number: u32| {
            text[at..at + 2].copy_from_slice(&DIGITS[usize::from(number as u8)]);
        };
        pair(0, year / 100);
        pair(2, year % 100);
        pair(5, month);
        pair(8, day);
        pair(11, hour);
        pair(14, minute);
        pair(17, second + leap);
        pair(20, self.hundredths.into());
    }
}

/// The last two digits of each number: that is faster than to work them out.
static DIGITS: [[u8; 2]; 256] = {
    let mut digits = [[0; 2]; 256];
    let mut number = 0;
    while number < digits.len() {
        digits[number] = [b'0' + (number / 10 % 10) as u8, b'0' + (number % 10) as u8];
        number += 1;
    }
    digits
};

/// Year, month and day of the Gregorian calendar, `days` after 0000-01-01.
///
/// The arithmetic is that of Neri and Schneider, "Euclidean affine functions and their application
/// to calendar algorithms" (2022): years begin in March, divisions are multiplications.
fn civil(days: u32) -> (u32, u32, u32) {
    const DAYS_OF_400_YEARS: u32 = 146_097;
    const DAYS_FROM_MARCH_TO_DECEMBER: u32 = 306;

    // From the first of March of the year -400.
    let days = days + DAYS_OF_400_YEARS - 60;
    let in_centuries = 4 * days + 3;
    let century = in_centuries / DAYS_OF_400_YEARS;
    let in_years = u64::from(in_centuries % DAYS_OF_400_YEARS / 4 * 4 + 3) * 2_939_745;
    let year = 100 * century + (in_years >> 32) as u32;
    let day_of_year = (in_years & 0xffff_ffff) as u32 / 2_939_745 / 4;
    let in_months = 2_141 * day_of_year + 197_913;
    let (month, day) = (in_months >> 16, (in_months & 0xffff) / 2_141 + 1);
    if day_of_year >= DAYS_FROM_MARCH_TO_DECEMBER {
        (year + 1 - 400, month - 12, day)
    } else {
        (year - 400, month, day)
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = *Self::TEXT;
        self.encode(&mut text);
        f.pad(str::from_utf8(&text).unwrap_or_default())
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Timestamp({self})")
    }
}

impl TryFrom<DateTime<Utc>> for Timestamp {
    type Error = TimestampError;

    fn try_from(time: DateTime<Utc>) -> Result<Self, TimestampError> {
        if !(0..=9999).contains(&time.year()) {
            return Err(TimestampError(Mistake::Year(time.year())));
        }
        let seconds = time.timestamp();
        let hundredths = (time.timestamp_subsec_millis() / 10) as u8;
        // A leap second that an offset of odd seconds has moved is none.
        let moved = hundredths >= 100 && seconds.rem_euclid(60) != 59;
        Ok(Self {
            seconds: seconds + i64::from(moved),
            hundredths: hundredths - if moved { 100 } else { 0 },
        })
    }
}

impl From<Timestamp> for DateTime<Utc> {
    fn from(timestamp: Timestamp) -> Self {
        let nanoseconds = u32::from(timestamp.hundredths) * 10_000_000;
        // Years 0 to 9999 are well within chrono's.
        Self::from_timestamp(timestamp.seconds, nanoseconds).unwrap_or_default()
    }
}

impl FromStr for Timestamp {
    type Err = TimestampError;

    fn from_str(text: &str) -> Result<Self, TimestampError> {
        DateTime::parse_from_rfc3339(text)
            .map_err(|error| TimestampError(Mistake::Text(error)))?
            .to_utc()
            .try_into()
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;

        impl de::Visitor<'_> for Visitor {
            type Value = Timestamp;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an RFC 3339 date-time")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Timestamp, E> {
                text.parse().map_err(E::custom)
            }
        }

        deserializer.deserialize_str(Visitor)
    }
}

/// The error for a year outside 0 to 9999, or for a text that is not an RFC 3339 date-time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimestampError(Mistake);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mistake {
    Year(i32),
    Text(chrono::ParseError),
}

impl fmt::Display for TimestampError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Mistake::Year(year) => write!(f, "year {year} is not from 0 to 9999"),
            Mistake::Text(error) => write!(
                f,
                "not an RFC 3339 date-time such as 2020-12-22T05:52:01.85Z: {error}"
            ),
        }
    }
}

impl std::error::Error for TimestampError {}
