//! Plain `http`, for hyper, warp and salvo.

use crate::catalog::{Gone, ServiceError};
use error_catalog::{ErrorBody, ErrorInfo, Occurrence, Status};
use http::{Response, StatusCode};

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
    let marker = response.extensions().get::<ErrorInfo>().unwrap();
    assert_eq!(marker.error_id(), body.error_id());
    assert_eq!(marker.code(), 1300);
    assert_eq!(marker.entry().path(), "ServiceError::NotFound");
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
