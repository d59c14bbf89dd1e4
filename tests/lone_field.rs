//! A message with one `String` in it is copied, not formatted: that shows nowhere.

use error_catalog::{ApiError, Entry, ErrorCatalog, Occurrence};
use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

const TEXTS: [&str; 6] = [
    "",
    "+6512345678",
    "\"",
    "seven..\n",
    "{0} {{",
    "longer than the scratch room of 128 bytes longer than the scratch room of 128 bytes longer than the scratch room of 128 bytes.",
];

fn assert_reads(error: impl ApiError, message: &str) {
    assert_eq!(error.message(), message);
    let occurrence = Occurrence::new(error);
    let expected = serde_json::to_string(&occurrence.body()).unwrap();
    assert_eq!(
        String::from_utf8(occurrence.to_json_bytes()).unwrap(),
        expected
    );
    let mut buffer = Vec::new();
    occurrence.write_json(&mut buffer);
    assert_eq!(String::from_utf8(buffer).unwrap(), expected);
    assert_eq!(serde_json::to_string(&occurrence).unwrap(), expected);
}

#[derive(Clone, Debug, thiserror::Error, ErrorCatalog)]
enum Error {
    #[error("{0}")]
    #[catalog(status = 400, code = 1)]
    Alone(String),
    #[error("before {0}")]
    #[catalog(status = 400, code = 2)]
    Before(String),
    #[error("{text} after")]
    #[catalog(status = 400, code = 3)]
    After { number: u32, text: String },
    #[error("\"{0}\"\n")]
    #[catalog(status = 400, code = 4)]
    Escaped(String),
    #[error("{{{0}}}")]
    #[catalog(status = 400, code = 5)]
    Braces(String),
    #[error("{0:?}")]
    #[catalog(status = 400, code = 6)]
    Debug(String),
    #[error("{0:>9}")]
    #[catalog(status = 400, code = 7)]
    Padded(String),
    #[error("{0}{0}")]
    #[catalog(status = 400, code = 8)]
    Twice(String),
    #[error("{length}", length = .0.len())]
    #[catalog(status = 400, code = 9)]
    Argument(String),
    #[error("for the log")]
    #[catalog(status = 400, code = 10, message = "<{0}>")]
    Message(String),
    #[error("of {type}")]
    #[catalog(status = 400, code = 13)]
    Keyword { r#type: String },
    #[error("for the log: {type}")]
    #[catalog(status = 400, code = 14, message = "of {r#type}")]
    Raw { r#type: String },
    #[error("for the log: {0}")]
    #[catalog(status = 500, code = 11)]
    Secret(String),
    #[error("exposed: {0}")]
    #[catalog(status = 500, code = 12, expose)]
    Exposed(String),
    #[error(transparent)]
    #[catalog(transparent)]
    Inner(#[from] Inner),
}

#[derive(Clone, Debug, thiserror::Error, ErrorCatalog)]
#[error("inner {text}")]
#[catalog(status = 400, code = 20)]
struct Inner {
    text: String,
}

#[test]
fn a_lone_field_reads_as_its_display_or_its_template_does() {
    for text in TEXTS.map(str::to_owned) {
        let t = || text.clone();
        assert_reads(Error::Alone(t()), &t());
        assert_reads(Error::Before(t()), &format!("before {text}"));
        let number = 7;
        assert_reads(Error::After { number, text: t() }, &format!("{text} after"));
        assert_reads(Error::Escaped(t()), &format!("\"{text}\"\n"));
        assert_reads(Error::Braces(t()), &format!("{{{text}}}"));
        assert_reads(Error::Debug(t()), &format!("{text:?}"));
        assert_reads(Error::Padded(t()), &format!("{text:>9}"));
        assert_reads(Error::Twice(t()), &format!("{text}{text}"));
        assert_reads(Error::Argument(t()), &text.len().to_string());
        assert_reads(Error::Message(t()), &format!("<{text}>"));
        assert_reads(Error::Keyword { r#type: t() }, &format!("of {text}"));
        assert_reads(Error::Raw { r#type: t() }, &format!("of {text}"));
        assert_reads(Error::Exposed(t()), &format!("exposed: {text}"));
        assert_reads(Inner { text: t() }, &format!("inner {text}"));
        assert_reads(Error::from(Inner { text: t() }), &format!("inner {text}"));
    }
}

#[test]
fn a_lone_field_does_not_show_in_a_status_of_500() {
    let body = Occurrence::new(Error::Secret("postgres://".to_owned())).to_json_bytes();
    assert!(!String::from_utf8(body).unwrap().contains("postgres"));
}

#[test]
fn a_lone_field_reads_the_same_behind_pointers() {
    let error = Error::Before("text".to_owned());
    assert_reads(&error, "before text");
    assert_reads(Box::new(error.clone()), "before text");
    let shared: Arc<dyn ApiError> = Arc::new(error);
    assert_reads(shared, "before text");
}

/// Answers with the entry of another error, and with its own message.
#[derive(Debug)]
struct Borrowing(Error);

impl fmt::Display for Borrowing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("own")
    }
}

impl std::error::Error for Borrowing {}

impl ApiError for Borrowing {
    fn entry(&self) -> &'static Entry {
        self.0.entry()
    }

    fn message(&self) -> Cow<'_, str> {
        "own".into()
    }
}

#[test]
fn an_implementation_by_hand_keeps_its_own_message() {
    for text in TEXTS.map(str::to_owned) {
        assert_reads(Borrowing(Error::Before(text)), "own");
    }
}

mod of_another_type {
    use super::assert_reads;
    use error_catalog::ErrorCatalog;
    use std::fmt;

    /// A type of the user's that is called so.
    #[derive(Debug)]
    pub(super) struct String(u8);

    impl fmt::Display for String {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(f, "number {}", self.0)
        }
    }

    #[derive(Debug, thiserror::Error, ErrorCatalog)]
    enum Error {
        #[error("own {0}")]
        #[catalog(status = 400, code = 1)]
        Own(String),
    }

    #[derive(Debug, thiserror::Error, ErrorCatalog)]
    #[allow(non_camel_case_types)]
    enum Generic<String: fmt::Display + fmt::Debug> {
        #[error("any {0}")]
        #[catalog(status = 400, code = 1)]
        Any(String),
    }

    #[test]
    fn a_lone_number_is_formatted() {
        assert_reads(Error::Own(String(7)), "own number 7");
        assert_reads(Generic::Any(&7), "any 7");
    }
}
