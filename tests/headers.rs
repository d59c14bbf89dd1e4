//! Headers whose values are fields, or literals other than strings.

use error_catalog::{ApiError, ErrorCatalog};
use std::fmt;
use std::time::Duration;

fn headers(error: &dyn ApiError) -> Vec<String> {
    let mut headers = Vec::new();
    error.headers(&mut |name, value| headers.push(format!("{name}: {value}")));
    headers
}

#[expect(unused_qualifications, reason = "the derive knows a type by its name")]
#[derive(Debug, thiserror::Error, ErrorCatalog)]
enum Error<T: fmt::Debug + fmt::Display> {
    #[error("any literal")]
    #[catalog(
        status = 503,
        code = 1,
        header("retry-after" = 3_0u32),
        header("x-ratio" = 1.5),
        header("x-flag" = true),
        header("x-letter" = '{'),
        header("x-text" = "a{{b")
    )]
    Literals,
    #[error("optional")]
    #[catalog(
        status = 429,
        code = 2,
        header("retry-after" = "{after}"),
        header("x-debug" = "{after:?}"),
        header("x-both" = "{after};w={window:03}"),
        header("x-limit" = "5")
    )]
    Optional {
        after: Option<u32>,
        window: Option<u8>,
    },
    #[error("for a while")]
    #[catalog(
        status = 503,
        code = 3,
        header("retry-after" = "{0}"),
        header("x-exact" = "{1:?}"),
        header("x-max" = "{2}")
    )]
    While(Duration, std::time::Duration, Option<core::time::Duration>),
    #[error("generic")]
    #[catalog(status = 400, code = 4, header("x-value" = "{0}"), header("x-debug" = "{0:?}"))]
    Generic(Option<T>),
}

#[test]
fn a_header_has_any_literal_as_its_value() {
    let expected = [
        "retry-after: 30",
        "x-ratio: 1.5",
        "x-flag: true",
        "x-letter: {",
        "x-text: a{b",
    ];
    assert_eq!(headers(&Error::<u8>::Literals), expected);
    let entry = Error::<u8>::CATALOG.find(1).unwrap();
    assert_eq!(entry.headers()[0], ("retry-after", "30"));
    assert_eq!(entry.headers()[3], ("x-letter", "{{"));
}

#[test]
fn a_header_of_an_option_shows_the_inside() {
    let (after, window) = (Some(3), Some(7));
    let expected = [
        "retry-after: 3",
        "x-debug: 3",
        "x-both: 3;w=007",
        "x-limit: 5",
    ];
    assert_eq!(headers(&Error::<u8>::Optional { after, window }), expected);
    let expected = ["x-value: a", "x-debug: \"a\""];
    assert_eq!(headers(&Error::Generic(Some("a"))), expected);
}

#[test]
fn a_header_with_nothing_in_one_of_its_options_is_left_out() {
    let (after, window) = (Some(3), None);
    let expected = ["retry-after: 3", "x-debug: 3", "x-limit: 5"];
    assert_eq!(headers(&Error::<u8>::Optional { after, window }), expected);
    let (after, window) = (None, Some(7));
    assert_eq!(
        headers(&Error::<u8>::Optional { after, window }),
        ["x-limit: 5"]
    );
    assert!(headers(&Error::<u8>::Generic(None)).is_empty());
}

/// RFC 9110, section 10.2.3.
#[test]
fn a_duration_is_whole_seconds_rounded_up() {
    let seconds = |duration| headers(&Error::<u8>::While(duration, duration, Some(duration)));
    let expected = ["retry-after: 2", "x-exact: 2", "x-max: 2"];
    assert_eq!(seconds(Duration::from_secs(2)), expected);
    let expected = ["retry-after: 3", "x-exact: 3", "x-max: 3"];
    assert_eq!(seconds(Duration::from_nanos(2_000_000_001)), expected);
    assert_eq!(seconds(Duration::ZERO)[0], "retry-after: 0");
    assert_eq!(
        seconds(Duration::MAX)[0],
        format!("retry-after: {}", u64::MAX)
    );
}
