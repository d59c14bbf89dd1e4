use chrono::{DateTime, TimeDelta, Utc};
use error_catalog::{Stamp, Timestamp};
use proptest::prelude::*;
use std::time::{Duration, SystemTime};

const FIRST_SECOND: i64 = -62_167_219_200;
const LAST_SECOND: i64 = 253_402_300_799;

/// The text as chrono writes it.
fn expected(time: DateTime<Utc>) -> String {
    let hundredths = time.timestamp_subsec_nanos() % 1_000_000_000 / 10_000_000;
    format!("{}.{hundredths:02}Z", time.format("%Y-%m-%dT%H:%M:%S"))
}

fn assert_agrees(time: DateTime<Utc>) {
    let timestamp = Timestamp::try_from(time).unwrap();
    let text = timestamp.to_string();
    assert_eq!(text, expected(time));
    assert_eq!(text.parse(), Ok(timestamp));

    let back: DateTime<Utc> = timestamp.into();
    assert_eq!(Timestamp::try_from(back), Ok(timestamp));
    let truncated = time - back;
    assert!(truncated >= TimeDelta::zero() && truncated < TimeDelta::milliseconds(10));
}

#[test]
fn every_day_agrees_with_chrono() {
    const DAY: i64 = 24 * 60 * 60;

    for day in 0..=(LAST_SECOND - FIRST_SECOND) / DAY {
        let second = FIRST_SECOND + day * DAY + day % DAY;
        assert_agrees(DateTime::from_timestamp(second, 0).unwrap());
    }
}

proptest! {
    #[test]
    fn every_instant_agrees_with_chrono(
        second in FIRST_SECOND..=LAST_SECOND,
        nanosecond in 0_u32..1_000_000_000,
    ) {
        assert_agrees(DateTime::from_timestamp(second, nanosecond).unwrap());
    }

    #[test]
    fn every_leap_second_agrees_with_chrono(
        minute in FIRST_SECOND / 60..=LAST_SECOND / 60,
        nanosecond in 1_000_000_000_u32..2_000_000_000,
    ) {
        assert_agrees(DateTime::from_timestamp(minute * 60 + 59, nanosecond).unwrap_or_default());
    }

    #[test]
    fn order_is_that_of_time(
        a in FIRST_SECOND..=LAST_SECOND,
        b in FIRST_SECOND..=LAST_SECOND,
        nanosecond in 0_u32..1_000_000_000,
    ) {
        let timestamp = |second| {
            Timestamp::try_from(DateTime::from_timestamp(second, nanosecond).unwrap()).unwrap()
        };
        prop_assert_eq!(timestamp(a).cmp(&timestamp(b)), a.cmp(&b));
    }

    #[test]
    fn no_text_makes_it_panic(text in "\\PC{0,40}") {
        let _ = text.parse::<Timestamp>();
    }

    #[test]
    fn the_clock_is_read_as_chrono_reads_it(nanoseconds in any::<i64>()) {
        let since = Duration::from_nanos(nanoseconds.unsigned_abs());
        let clock = if nanoseconds < 0 {
            SystemTime::UNIX_EPOCH - since
        } else {
            SystemTime::UNIX_EPOCH + since
        };
        let expected = Timestamp::try_from(DateTime::from_timestamp_nanos(nanoseconds));
        prop_assert_eq!(Ok(Stamp::at(clock, 0).timestamp()), expected);
    }
}

#[test]
fn hundredths_are_two_digits_and_truncated() {
    let text = |nanosecond| {
        let time = DateTime::from_timestamp(1_608_616_321, nanosecond).unwrap();
        Timestamp::try_from(time).unwrap().to_string()
    };
    assert_eq!(text(0), "2020-12-22T05:52:01.00Z");
    assert_eq!(text(300_000_000), "2020-12-22T05:52:01.30Z");
    assert_eq!(text(859_999_999), "2020-12-22T05:52:01.85Z");
    assert_eq!(text(999_999_999), "2020-12-22T05:52:01.99Z");
}

#[test]
fn a_leap_second_reads_60() {
    let timestamp: Timestamp = "2016-12-31T23:59:60.857Z".parse().unwrap();
    assert_eq!(timestamp.to_string(), "2016-12-31T23:59:60.85Z");
    let next: Timestamp = "2017-01-01T00:00:00Z".parse().unwrap();
    assert!(timestamp < next);
}

#[test]
fn a_leap_second_that_an_offset_has_moved_is_none() {
    let date = chrono::NaiveDate::from_ymd_opt(2016, 12, 31).unwrap();
    let leap = date.and_hms_milli_opt(23, 59, 59, 1_500).unwrap();
    let time = leap.and_utc() - chrono::FixedOffset::east_opt(1).unwrap();
    let timestamp = Timestamp::try_from(time).unwrap();
    assert_eq!(timestamp.to_string(), "2016-12-31T23:59:59.50Z");
    assert_eq!(
        DateTime::from(timestamp).to_rfc3339(),
        "2016-12-31T23:59:59.500+00:00"
    );
}

#[test]
fn any_offset_and_number_of_digits_is_read() {
    for (text, expected) in [
        (
            "2017-04-19T02:31:19.4297387+00:00",
            "2017-04-19T02:31:19.42Z",
        ),
        ("2017-04-19T02:31:19Z", "2017-04-19T02:31:19.00Z"),
        ("2017-04-19t02:31:19.5z", "2017-04-19T02:31:19.50Z"),
        (
            "2017-04-19T02:31:19.123456789012345-00:30",
            "2017-04-19T03:01:19.12Z",
        ),
        ("2016-12-31T23:59:60+14:00", "2016-12-31T09:59:60.00Z"),
        ("0000-01-01T00:00:00Z", "0000-01-01T00:00:00.00Z"),
        ("9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.99Z"),
    ] {
        let timestamp: Timestamp = text.parse().unwrap();
        assert_eq!(timestamp.to_string(), expected, "{text}");
    }
}

#[test]
fn a_year_outside_is_an_error_that_says_so() {
    let last = DateTime::from_timestamp(LAST_SECOND, 999_999_999).unwrap();
    assert!(Timestamp::try_from(last).is_ok());
    let after = Timestamp::try_from(last + TimeDelta::nanoseconds(1)).unwrap_err();
    assert_eq!(after.to_string(), "year 10000 is not from 0 to 9999");

    let before = "0000-01-01T00:00:00+00:01"
        .parse::<Timestamp>()
        .unwrap_err();
    assert_eq!(before.to_string(), "year -1 is not from 0 to 9999");
    assert!("9999-12-31T23:59:59-00:01".parse::<Timestamp>().is_err());
}

#[test]
fn text_that_is_not_a_timestamp_is_an_error_that_says_so() {
    for text in [
        "",
        "yesterday",
        "2020-12-22",
        "2020-12-22T05:52:01.85",
        "2020-13-22T05:52:01.85Z",
        "2020-12-22T05:52:61Z",
        "+2020-12-22T05:52:01Z",
        "2020-12-22T05:52:01.Z",
        "2020-12-22T05:52:01.85Z ",
    ] {
        let error = text.parse::<Timestamp>().unwrap_err().to_string();
        assert!(
            error.starts_with("not an RFC 3339 date-time such as"),
            "{text:?}: {error}"
        );
    }
}

#[test]
fn a_clock_beyond_the_calendar_reads_as_its_end() {
    let far = Duration::from_secs(1 << 40);
    let timestamp = |time| Stamp::at(time, 0).timestamp().to_string();
    assert_eq!(
        timestamp(SystemTime::UNIX_EPOCH + far),
        "9999-12-31T23:59:59.99Z"
    );
    assert_eq!(
        timestamp(SystemTime::UNIX_EPOCH - far),
        "0000-01-01T00:00:00.00Z"
    );
}

#[test]
fn now_is_between_two_readings_of_the_clock() {
    let clock = || DateTime::<Utc>::from(SystemTime::now());
    let before = clock() - TimeDelta::milliseconds(10);
    let now: DateTime<Utc> = Timestamp::now().into();
    assert!((before..=clock()).contains(&now));
}

#[test]
fn serde_reads_and_writes_the_text() {
    let timestamp: Timestamp = serde_json::from_str("\"2020-12-22T05:52:01.859Z\"").unwrap();
    assert_eq!(
        serde_json::to_string(&timestamp).unwrap(),
        "\"2020-12-22T05:52:01.85Z\""
    );
    assert!(serde_json::from_str::<Timestamp>("1608616321").is_err());
}

#[test]
fn a_mistake_says_what_was_expected() {
    let read = |json: &str| serde_json::from_str::<Timestamp>(json);
    let mistake = read("7").unwrap_err().to_string();
    assert!(
        mistake.contains("expected an RFC 3339 date-time"),
        "{mistake}"
    );
    let timestamp = read(r#""2020-12-22T05:52:01.85Z""#).unwrap();
    assert_eq!(
        format!("{timestamp:?}"),
        "Timestamp(2020-12-22T05:52:01.85Z)"
    );
}
