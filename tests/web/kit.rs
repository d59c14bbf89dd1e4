//! The conformance kit: on the services that keep the contract, and on some that don't.

use crate::catalog::SECRET;
use crate::{actix, axum, poem, rocket};
use ::axum::body::Bytes;
use error_catalog::testing::{Probes, assert_uniform, assert_uniform_at};
use http::{Request, Response};
use http_body::{Body, Frame};
use std::convert::Infallible;
use std::panic::catch_unwind;
use std::pin::Pin;
use std::task::{Context, Poll};
use tower::service_fn;

fn probes() -> Probes {
    let get = |path: &str| Request::get(path).body(String::new()).unwrap();
    Probes::new()
        .json("POST", "/messages")
        .request(get("/messages/ten"))
        .request(get("/search"))
        .request(get("/storage"))
        .request(get("/bare"))
        .request(get("/panic"))
        .request(Request::head("/storage").body(String::new()).unwrap())
}

#[tokio::test]
async fn axum_keeps_the_contract_in_process() {
    probes().assert(axum::app()).await;
    assert_uniform(axum::app()).await;
}

#[test]
fn each_framework_keeps_the_contract_over_http() {
    for url in [axum::url(), actix::url(), poem::url(), rocket::url()] {
        probes().assert_at(url);
        assert_uniform_at(url);
    }
}

/// What the kit says of a service that answers everything with this.
async fn said_of(response: fn() -> Response<String>) -> String {
    let service = service_fn(move |_| async move { Ok::<_, Infallible>(response()) });
    let task = tokio::spawn(assert_uniform(service));
    let panic = task.await.unwrap_err().into_panic();
    panic.downcast_ref::<String>().unwrap().clone()
}

#[tokio::test]
async fn a_service_without_the_layer_is_told_what_it_broke() {
    let task = tokio::spawn(probes().assert(axum::router()));
    let panic = task.await.unwrap_err().into_panic();
    let said = panic.downcast_ref::<String>().unwrap();
    for broken in [
        "GET /no-such-path-f8a1 -> 404 Not Found\n    content-type: expected application/json, found none\n    body: expected a JSON object, found \"\"",
        "POST /messages with \"application/json\" \"{\" -> 400 Bad Request\n    content-type: expected application/json, found text/plain; charset=utf-8\n    body: expected a JSON object, found \"Failed to parse",
        "GET /panic -> no response\n    panicked: ",
    ] {
        assert!(said.contains(broken), "{said}");
    }
    assert!(!said.contains("/storage"), "{said}");
}

#[test]
fn a_service_without_the_layer_is_told_what_it_broke_over_http() {
    let url = axum::serve(axum::router());
    let panic = catch_unwind(|| assert_uniform_at(&url)).unwrap_err();
    let said = panic.downcast_ref::<String>().unwrap();
    assert!(
        said.contains("GET /no-such-path-f8a1 -> 404 Not Found\n    content-type: "),
        "{said}"
    );
}

#[tokio::test]
async fn each_field_has_its_rule() {
    let response = || {
        let response = Response::builder()
            .status(400)
            .header("content-type", "application/json")
            .header("content-type", "text/plain")
            .header("content-encoding", "gzip");
        let body = r#"{"message":"","code":-1,"timestamp":"2020-12-22T05:52:01.8Z","errorId":"1"}"#;
        response
            .header("content-length", "7")
            .body(body.to_owned())
            .unwrap()
    };
    let said = said_of(response).await;
    for broken in [
        "\n    content-type: expected application/json, found application/json and text/plain",
        "\n    content-encoding: expected none, as the request asks for none, found gzip",
        "\n    content-length: expected 75, the body's, found 7",
        "\n    fields: expected code, message, errorId, timestamp, found message, code, timestamp, errorId",
        "\n    message: expected a text for people, found \"\"",
        "\n    code: expected an integer of 32 bits, found -1",
        "\n    timestamp: expected a time such as 2020-12-22T05:52:01.85Z, found \"2020-12-22T05:52:01.8Z\"",
        "\n    errorId: expected a UUID such as 019b0c6e-0000-7000-8000-000000000000, found \"1\"",
    ] {
        assert!(said.contains(broken), "{said}");
    }
    assert!(
        said.contains("found gzip\n    body: expected none in answer to HEAD"),
        "{said}"
    );
}

#[tokio::test]
async fn an_id_that_comes_twice_breaks_the_contract() {
    let response = || {
        let response = Response::builder()
            .status(500)
            .header("content-type", "application/json");
        let body = r#"{"code":1,"message":"a","errorId":"1cc1eda1-f5dd-ea11-8288-0263195dd35a","timestamp":"2020-12-22T05:52:01.85Z"}"#;
        response.body(body.to_owned()).unwrap()
    };
    let said = said_of(response).await;
    assert!(
        said.contains("errorId: expected a UUID that no other response has"),
        "{said}"
    );
}

#[tokio::test]
async fn a_service_that_never_fails_has_not_been_checked() {
    let task = tokio::spawn(assert_uniform(service_fn(async |_| {
        Ok::<_, Infallible>(Response::new(String::new()))
    })));
    let panic = task.await.unwrap_err().into_panic();
    let said = panic.downcast_ref::<&str>().unwrap();
    assert!(said.contains("nothing was checked"), "{said}");
}

/// Has no end, as a stream of events, or panics.
struct Odd {
    panics: bool,
}

impl Body for Odd {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        assert!(!self.panics, "{SECRET}");
        Poll::Pending
    }
}

#[tokio::test]
async fn a_body_below_400_is_not_read_and_one_that_panics_is_reported() {
    let service = service_fn(async |request: Request<String>| {
        let panics = request.method() == "PROBE";
        let status = if panics { 500 } else { 200 };
        Response::builder().status(status).body(Odd { panics })
    });
    let panic = tokio::spawn(assert_uniform(service)).await.unwrap_err();
    let panic = panic.into_panic();
    let said = panic.downcast_ref::<String>().unwrap();
    let expected = format!(
        "1 of 1 responses of 400 or above broke the contract:\n\nPROBE / -> no response\n    panicked: {SECRET}"
    );
    assert_eq!(*said, expected);
}
