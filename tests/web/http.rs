//! Plain `http`, for hyper, warp and salvo.

use crate::catalog::{Gone, ServiceError};
use error_catalog::{ApiError, Entry, ErrorBody, ErrorCatalog, ErrorInfo, Occurrence, Status};
use http::{Response, StatusCode};
use std::borrow::Cow;

#[test]
fn a_status_is_a_status_code() {
    for number in 400..=599 {
        let status = Status::new(number).unwrap();
        assert_eq!(StatusCode::from(status), number);
    }
}

#[test]
fn an_error_becomes_a_response() {
    let response = Response::from(ServiceError::NotFound { id: 7 });
    assert_eq!(response.status(), 404);
    assert_eq!(response.headers()["content-type"], "application/json");
    let body: ErrorBody = serde_json::from_slice(response.body()).unwrap();
    let info = response.extensions().get::<ErrorInfo>().unwrap();
    assert_eq!(info.error_id(), body.error_id());
    assert_eq!(info.code(), 1300);
    assert_eq!(info.entry().path(), "ServiceError::NotFound");
}

/// Says something else than its entry does, and asks for headers that HTTP does not allow.
#[derive(Debug, thiserror::Error)]
#[error("by hand")]
pub(crate) struct ByHand;

impl ApiError for ByHand {
    fn entry(&self) -> &'static Entry {
        ServiceError::CATALOG.find(1401).expect("an entry")
    }

    fn message(&self) -> Cow<'_, str> {
        "by hand".into()
    }

    fn headers(&self, header: &mut dyn FnMut(&str, &str)) {
        header("x-good", "a\tb ~");
        header("", "a");
        header("x bad", "a");
        header("x-bäd", "a");
        header("x-line", "a\r\nb");
        header("x-latin", "\u{e9}");
        header("content-length", "1");
        header("Content-Type", "text/html");
        header("transfer-encoding", "chunked");
    }
}

#[test]
fn headers_that_http_does_not_allow_are_left_out() {
    let response = Response::from(Occurrence::new(ByHand));
    let names: Vec<_> = response.headers().keys().collect();
    assert_eq!(names, ["content-type", "cache-control", "x-good"]);
    assert_eq!(response.headers()["content-type"], "application/json");
}

#[test]
fn an_occurrence_keeps_its_stamp() {
    let occurrence = Occurrence::new(ServiceError::NotFound { id: 7 });
    let id = occurrence.error_id();
    let response = Response::from(occurrence);
    let body: ErrorBody = serde_json::from_slice(response.body()).unwrap();
    assert_eq!(body.error_id(), id);
}

#[test]
fn a_generic_error_becomes_a_response_of_each_framework() {
    fn is_response<T>()
    where
        Response<Vec<u8>>: From<T>,
        T: axum::response::IntoResponse + actix_web::ResponseError,
        T: Into<poem::Error>,
        T: for<'r> rocket::response::Responder<'r, 'static>,
    {
    }
    is_response::<Gone<'_, String>>();
    is_response::<Occurrence<Gone<'_, String, 0>>>();

    let gone = Gone {
        what: "it",
        names: ["a", "b", "c"],
    };
    assert_eq!(gone.names.len(), 3);
    assert_eq!(Response::from(gone).status(), 410);
}

#[test]
fn the_info_has_the_message_of_the_body() {
    #[derive(Debug, thiserror::Error, ErrorCatalog)]
    enum Error {
        #[error("fixed \"text\"")]
        #[catalog(status = 400, code = 1)]
        Fixed,
        #[error("no {0}")]
        #[catalog(status = 400, code = 1234)]
        Field(String),
        #[error("no {0:?}")]
        #[catalog(status = 400, code = 3)]
        Debug(&'static str),
        #[error("secret {0}")]
        #[catalog(status = 503, code = 4)]
        Secret(&'static str),
    }

    for error in [
        Error::Fixed,
        Error::Field("café".to_owned()),
        Error::Field("a\"b\\\n".to_owned()),
        Error::Debug("a"),
        Error::Secret("key"),
    ] {
        let message = error.message().into_owned();
        let response = Response::from(error);
        let info: &ErrorInfo = response.extensions().get().unwrap();
        assert_eq!(info.message(), message);
    }
}

#[test]
fn the_info_of_a_response_has_the_message_that_the_client_reads() {
    let response: Response<Vec<u8>> = Occurrence::new(ByHand).into();
    let info = response.extensions().get::<ErrorInfo>().unwrap();
    assert_eq!(
        ByHand.entry().message(),
        Some("the list of messages is gone")
    );
    assert_eq!(info.message(), "by hand");
}
