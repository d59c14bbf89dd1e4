//! The two traits without the derive.

use error_catalog::{ApiError, Catalog, Entry, ErrorCatalog, Occurrence, Status};
use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

#[derive(Debug)]
struct Busy {
    seconds: u32,
}

impl fmt::Display for Busy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("all 7 workers are busy")
    }
}

impl std::error::Error for Busy {}

impl ApiError for Busy {
    fn entry(&self) -> &'static Entry {
        &Self::CATALOG.entries()[0]
    }

    fn message(&self) -> Cow<'_, str> {
        format!("come back in {} \"s\"", self.seconds).into()
    }

    fn headers(&self, header: &mut dyn FnMut(&str, &str)) {
        header("retry-after", &self.seconds.to_string());
    }
}

impl ErrorCatalog for Busy {
    const CATALOG: &'static Catalog = &Catalog::new(
        "Busy",
        &[Entry::new("Busy", Status::new(503).unwrap(), 2100)
            .with_message("come back in {seconds} \"s\"")],
    );
}

fn assert_busy(error: impl ApiError) {
    assert_eq!(error.status(), 503);
    assert_eq!(error.code(), 2100);
    assert_eq!(error.message(), "come back in 30 \"s\"");
    let mut headers = Vec::new();
    error.headers(&mut |name, value| headers.push(format!("{name}: {value}")));
    assert_eq!(headers, ["retry-after: 30"]);

    let occurrence = Occurrence::new(error);
    let body = String::from_utf8(occurrence.to_json_bytes()).unwrap();
    assert!(body.starts_with(r#"{"code":2100,"message":"come back in 30 \"s\"","errorId":""#));
    assert_eq!(serde_json::to_string(&occurrence).unwrap(), body);
}

#[test]
fn an_implementation_by_hand_is_enough() {
    assert_busy(Busy { seconds: 30 });
}

#[test]
fn pointers_to_an_error_are_errors() {
    let busy = || Busy { seconds: 30 };
    let borrowed = busy();
    assert_busy(&borrowed);
    assert_busy(borrowed);
    assert_busy(Box::new(busy()));
    assert_busy(Arc::new(busy()));
    let dynamic: &dyn ApiError = &busy();
    assert_busy(dynamic);
    let dynamic: Arc<dyn ApiError + Send + Sync> = Arc::new(busy());
    assert_busy(Arc::clone(&dynamic));
    assert_busy(&dynamic);
}

#[test]
fn pointers_to_a_catalog_are_catalogs() {
    assert_eq!(<Box<Busy>>::CATALOG, Busy::CATALOG);
    assert_eq!(<Arc<Busy>>::CATALOG, Busy::CATALOG);
    assert_eq!(<&Busy>::CATALOG, Busy::CATALOG);
}

/// Speaks German, and has everything else from the error inside.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
struct German(#[from] NotFound);

#[derive(Debug, thiserror::Error, ErrorCatalog)]
#[error("not found")]
#[catalog(status = 404, code = 1300)]
struct NotFound;

impl ApiError for German {
    fn entry(&self) -> &'static Entry {
        self.0.entry()
    }

    fn message(&self) -> Cow<'_, str> {
        "nicht gefunden".into()
    }
}

#[test]
fn a_message_by_hand_wins_over_the_one_in_the_entry() {
    let occurrence = Occurrence::new(German(NotFound));
    assert_eq!(occurrence.body().code(), 1300);
    for body in [
        occurrence.to_json_bytes(),
        serde_json::to_vec(&occurrence).unwrap(),
    ] {
        let body: serde_json::Value = serde_json::from_slice(&body).unwrap();
        assert_eq!(body["message"], "nicht gefunden");
    }
}

#[test]
fn the_derive_may_pass_an_implementation_by_hand_through() {
    #[derive(Debug, thiserror::Error, ErrorCatalog)]
    enum Outer {
        #[error(transparent)]
        #[catalog(transparent)]
        Busy(Busy),
    }

    assert_busy(Outer::Busy(Busy { seconds: 30 }));
    assert_eq!(Outer::CATALOG.find(2100).unwrap().path(), "Busy");
}
