//! The keys of the attribute, but for the messages.

use error_catalog::{ApiError, ErrorCatalog, Occurrence, Stamp, Timestamp};
use std::sync::Arc;
use uuid::Uuid;

#[derive(Debug, thiserror::Error, ErrorCatalog)]
#[repr(u32)]
enum Error {
    #[error("by number")]
    #[catalog(status = 404, code = 0x7)]
    ByNumber,
    #[error("by name")]
    #[catalog(status = GONE)]
    #[catalog(code = 4_294_967_295)]
    ByName,
    #[error("by discriminant")]
    #[catalog(status = 409)]
    ByDiscriminant = 5,
    #[error("by typed number")]
    #[catalog(status = 409u16, code = 11_u8)]
    ByTypedNumber,
    #[error("by typed discriminant")]
    #[catalog(status = 409)]
    ByTypedDiscriminant = (12u32),
    #[error("first")]
    #[catalog(status = 400, code = 6, shared)]
    First,
    #[error("second")]
    #[catalog(status = 422, shared, code = 6)]
    Second,
    #[error("retry")]
    #[catalog(
        status = 429,
        code = 8,
        header("Retry-After" = "{seconds}"),
        header("x-policy" = "{seconds:03};w={window:?}"),
        header("cache-control" = "no-store"),
    )]
    Retry { seconds: u32, window: &'static str },
    #[error(transparent)]
    #[catalog(transparent)]
    Boxed(Box<Inner>),
    #[error(transparent)]
    #[catalog(transparent)]
    Counted { inner: Arc<Other> },
}

#[derive(Debug, thiserror::Error, ErrorCatalog)]
#[error("inner {0}")]
#[catalog(status = 402, code = 9, header("x-inner" = "{0}"))]
struct Inner(u8);

#[derive(Debug, thiserror::Error, ErrorCatalog)]
#[catalog(serialize = false)]
enum Other {
    #[error("other")]
    #[catalog(status = 402, code = 10)]
    Only,
}

/// `Serialize` is the application's own.
impl serde::Serialize for Other {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str("own")
    }
}

fn headers(error: &dyn ApiError) -> Vec<String> {
    let mut headers = Vec::new();
    error.headers(&mut |name, value| headers.push(format!("{name}: {value}")));
    headers
}

#[test]
fn status_is_a_number_or_a_name() {
    assert_eq!(Error::ByNumber.status(), 404);
    assert_eq!(Error::ByName.status(), 410);
}

#[test]
fn code_is_a_key_or_the_discriminant() {
    assert_eq!(Error::ByNumber.code(), 7);
    assert_eq!(Error::ByName.code(), u32::MAX);
    assert_eq!(Error::ByDiscriminant.code(), 5);
    assert_eq!(Error::ByTypedNumber.code(), 11);
    assert_eq!(Error::ByTypedDiscriminant.code(), 12);
}

#[test]
fn a_discriminant_may_be_a_fragment_of_a_macro() {
    macro_rules! error {
        ($($variant:ident = $code:expr),*) => {
            #[derive(Debug, thiserror::Error, ErrorCatalog)]
            #[error("anything")]
            enum Fragments {
                $(#[catalog(status = 400)] $variant = $code),*
            }
        };
    }
    error!(One = 1, Two = 2);
    assert_eq!([Fragments::One.code(), Fragments::Two.code()], [1, 2]);
}

#[test]
fn a_shared_code_keeps_its_entries_apart() {
    assert_eq!(Error::First.code(), Error::Second.code());
    assert_eq!(Error::First.entry().name(), "First");
    assert_eq!(Error::Second.status(), 422);
    assert!(Error::Second.entry().is_shared());
    assert!(!Error::ByName.entry().is_shared());
}

#[test]
fn headers_are_fixed_or_interpolated() {
    let error = Error::Retry {
        seconds: 30,
        window: "a\u{e9}",
    };
    // The value of `x-policy` is not one that HTTP allows: the others still arrive.
    assert_eq!(
        headers(&error),
        ["retry-after: 30", "cache-control: no-store"]
    );
    let error = Error::Retry {
        seconds: 30,
        window: "1",
    };
    assert_eq!(headers(&error)[1], "x-policy: 030;w=\"1\"");
    assert!(headers(&Error::ByName).is_empty());
}

#[test]
fn a_header_can_not_be_split() {
    #[derive(Debug, thiserror::Error, ErrorCatalog)]
    #[error("moved")]
    #[catalog(status = 421, code = 1, header("location" = "{0}"))]
    struct Moved(&'static str);

    assert_eq!(headers(&Moved(" /here\t")), ["location: /here"]);
    for injected in ["/\r\nset-cookie: a=b", "/\n", "/\0", "/\u{7f}"] {
        assert!(headers(&Moved(injected)).is_empty(), "{injected:?}");
    }
}

#[test]
fn transparent_is_the_inner_error_through_and_through() {
    let boxed = Error::Boxed(Box::new(Inner(3)));
    assert_eq!(boxed.status(), 402);
    assert_eq!(boxed.code(), 9);
    assert_eq!(boxed.message(), "inner 3");
    assert_eq!(headers(&boxed), ["x-inner: 3"]);
    assert_eq!(boxed.entry(), Inner(0).entry());

    let counted = Error::Counted {
        inner: Arc::new(Other::Only),
    };
    assert_eq!(counted.entry().path(), "Other::Only");
    assert_eq!(counted.message(), "other");
}

#[test]
fn transparent_alone_is_enough() {
    #[derive(Debug, thiserror::Error, ErrorCatalog)]
    #[error(transparent)]
    #[catalog(transparent)]
    struct Wrapper(Other);

    assert_eq!(Wrapper(Other::Only).code(), 10);
    assert!(Wrapper::CATALOG.entries().is_empty());
    assert_eq!(Wrapper::CATALOG.iter().count(), 1);
}

#[test]
fn serialize_writes_the_body_unless_told_not_to() {
    let body = serde_json::to_value(Error::ByNumber).unwrap();
    assert_eq!(body["code"], 7);
    assert_eq!(body.as_object().unwrap().len(), 4);

    assert_eq!(serde_json::to_string(&Other::Only).unwrap(), "\"own\"");
    let stamp = Stamp::new(Uuid::nil(), Timestamp::now());
    let body = serde_json::to_value(Occurrence::from_parts(Other::Only, stamp)).unwrap();
    assert_eq!(body["code"], 10);
}

#[test]
#[allow(deprecated)]
fn deprecation_reaches_the_entry() {
    #[derive(Debug, thiserror::Error, ErrorCatalog)]
    enum Old {
        #[error("plain")]
        #[catalog(status = 410, code = 1)]
        #[deprecated]
        Plain,
        #[error("note")]
        #[catalog(status = 410, code = 2)]
        #[deprecated = "use `Current`"]
        Note,
        #[error("long")]
        #[catalog(status = 410, code = 3)]
        #[deprecated(since = "1.2.0", note = "use `Current`")]
        Long,
        #[error("current")]
        #[catalog(status = 410, code = 4)]
        Current,
    }

    let notes: Vec<_> = Old::CATALOG
        .iter()
        .map(error_catalog::Entry::deprecation)
        .collect();
    let use_current = Some("use `Current`");
    assert_eq!(notes, [Some(""), use_current, use_current, None]);
    for error in [Old::Plain, Old::Note, Old::Long, Old::Current] {
        assert_eq!(error.status(), 410);
    }
}

#[test]
fn a_name_tells_types_of_one_name_apart() {
    mod orders {
        #[derive(Debug, thiserror::Error, error_catalog::ErrorCatalog)]
        #[catalog(name = "Orders", kind = Kind)]
        pub(super) enum Error {
            #[error("no such order")]
            #[catalog(status = 404, code = 1300)]
            NotFound,
        }
    }
    mod users {
        #[derive(Debug, thiserror::Error, error_catalog::ErrorCatalog)]
        #[error("no such user")]
        #[catalog(name = "NoUser", status = 404, code = 1400)]
        pub(super) struct Error;
    }

    assert_eq!(orders::Error::CATALOG.name(), "Orders");
    assert_eq!(orders::Error::NotFound.entry().path(), "Orders::NotFound");
    assert_eq!(orders::Kind::NotFound.to_string(), "1300 NotFound");
    assert_eq!(users::Error.entry().path(), "NoUser");
}

#[test]
fn an_entry_knows_its_headers() {
    #[derive(Debug, thiserror::Error, ErrorCatalog)]
    #[error("slow down")]
    #[catalog(status = 429, code = 1400, header("Retry-After" = "{seconds}"), header("x-limit" = "5"))]
    struct TooSoon {
        seconds: u32,
    }

    let entry = TooSoon::CATALOG.find(1400).unwrap();
    assert_eq!(
        entry.headers(),
        [("retry-after", "{seconds}"), ("x-limit", "5")]
    );
    assert_eq!(TooSoon { seconds: 3 }.entry(), entry);
}

#[test]
fn bare_statuses_move_to_codes_of_the_applications_choice() {
    #[derive(Debug, thiserror::Error, ErrorCatalog)]
    #[error("not paid")]
    #[catalog(status = 402, code = 404, bare_statuses = 90_000)]
    struct NotPaid;

    let status = error_catalog::Status::new(404).unwrap();
    assert_eq!(NotPaid::CATALOG.bare_code(status), 90_404);
    assert_eq!(NotPaid::CATALOG.find(404).unwrap().status(), 402);
}
