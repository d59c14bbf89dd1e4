//! The conformance kit: on the services that keep the contract, and on some that don't.

use crate::catalog::SECRET;
use crate::{actix, axum, poem, rocket};
use ::axum::Extension;
use ::axum::body::Bytes;
use ::axum::middleware::{Next, from_fn, map_response};
use ::axum::routing::get;
use error_catalog::testing::{Probes, assert_uniform, assert_uniform_at};
use error_catalog::{ErrorCatalog, Exempt, UniformErrors};
use http::{Request, Response, StatusCode};
use http_body::{Body, Frame};
use std::convert::Infallible;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use tower::{ServiceExt as _, service_fn};
use tower_http::trace::TraceLayer;
use tracing::Instrument as _;

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

/// HEAD and compression are compared with a GET that asks for no compression.
#[tokio::test]
async fn only_a_plain_get_is_sent_in_other_ways_as_well() {
    let app = axum::app();
    let sent = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&sent);
    let app = app.map_request(move |request: Request<String>| {
        let compressed = request.headers().contains_key("accept-encoding");
        let line = format!("{} {}", request.method(), request.uri());
        log.lock().unwrap().push((line, compressed));
        request
    });
    let request = |method: &str, path: &str| Request::builder().method(method).uri(path);
    Probes::new()
        .request(request("GET", "/bare").body(String::new()).unwrap())
        .request(request("POST", "/posted").body(String::new()).unwrap())
        .request(
            request("GET", "/compressed")
                .header("accept-encoding", "br")
                .body(String::new())
                .unwrap(),
        )
        .assert(app)
        .await;
    let sent = sent.lock().unwrap();
    let of = |path: &str| -> Vec<_> {
        let sent = sent.iter().filter(|(line, _)| line.ends_with(path));
        sent.map(|(line, compressed)| (line.as_str(), *compressed))
            .collect()
    };
    assert_eq!(
        of("/bare"),
        [
            ("GET /bare", false),
            ("HEAD /bare", false),
            ("GET /bare", true),
            ("HEAD /bare", true)
        ]
    );
    assert_eq!(of("/posted"), [("POST /posted", false)]);
    assert_eq!(of("/compressed"), [("GET /compressed", true)]);
}

/// What the kit panics with.
async fn said(check: impl Future<Output = ()> + Send + 'static) -> String {
    let panic = tokio::spawn(check).await.unwrap_err().into_panic();
    *panic.downcast().unwrap()
}

/// What the kit says of a service that answers everything with this.
async fn said_of(response: fn() -> Response<String>) -> String {
    let service = service_fn(move |_| async move { Ok::<_, Infallible>(response()) });
    said(assert_uniform(service)).await
}

#[tokio::test]
async fn a_service_without_the_layer_is_told_what_it_broke() {
    let said = said(probes().assert(axum::router())).await;
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
    let said = said(assert_uniform(service)).await;
    let expected = format!(
        "1 of 1 responses of 400 or above broke the contract:\n\nPROBE / -> no response\n    panicked: {SECRET}"
    );
    assert_eq!(said, expected);
}

/// What the kit says of a service that breaks its contract.
async fn said_of_app(app: ::axum::Router) -> String {
    let get = |path: &str| Request::get(path).body(String::new()).unwrap();
    let probes = Probes::new().request(get("/gone")).request(get("/text"));
    let probes = probes.catalog(Gone::CATALOG);
    said(probes.assert(app)).await
}

#[derive(Debug, thiserror::Error, ErrorCatalog)]
#[error("gone")]
#[catalog(status = 410, code = 1300)]
struct Gone;

/// `/gone` answers with an error of the catalog, `/text` as the framework does.
fn app() -> ::axum::Router {
    ::axum::Router::new()
        .route("/gone", get(async || Gone))
        .route("/text", get(async || (StatusCode::CONFLICT, "text")))
}

#[tokio::test]
async fn a_status_that_is_not_the_errors_breaks_the_contract() {
    let app = |status| {
        ::axum::Router::new()
            .route("/gone", get(async move || (status, Gone)))
            .fallback(async || Gone)
    };
    for status in [StatusCode::ACCEPTED, StatusCode::BAD_REQUEST] {
        let said = said_of_app(app(status)).await;
        let expected = format!(
            "GET /gone -> {status}\n    status: expected 410 Gone, that of Gone, found {status}"
        );
        assert!(said.contains(&expected), "{said}");
    }
    // What is in the process is not there over HTTP.
    let url = axum::serve(app(StatusCode::ACCEPTED));
    let request = Request::get("/gone").body(String::new()).unwrap();
    let probes = Probes::new().request(request);
    for (probes, expected) in [
        (
            probes.clone(),
            "status: expected 400 or above, that of an error, found 202 Accepted",
        ),
        (
            probes.catalog(Gone::CATALOG),
            "status: expected 410 Gone, that of Gone, found 202 Accepted",
        ),
    ] {
        let panic = catch_unwind(AssertUnwindSafe(|| probes.assert_at(&url))).unwrap_err();
        let said = panic.downcast_ref::<String>().unwrap();
        assert!(said.contains(expected), "{said}");
    }
}

#[tokio::test]
async fn a_code_that_is_not_in_the_catalog_breaks_the_contract() {
    #[derive(Debug, thiserror::Error, ErrorCatalog)]
    #[error("other")]
    #[catalog(status = 410, code = 7)]
    struct Other;

    let url = axum::serve(::axum::Router::new().fallback(async || Other));
    let probes = Probes::new().catalog(Gone::CATALOG);
    let panic = catch_unwind(AssertUnwindSafe(|| probes.assert_at(&url))).unwrap_err();
    let said = panic.downcast_ref::<String>().unwrap();
    assert!(
        said.contains("code: expected one of `Gone`, found 7"),
        "{said}"
    );

    // The codes of bare statuses are the framework's.
    let url = axum::serve(app().layer(UniformErrors::new()));
    Probes::new().catalog(Gone::CATALOG).assert_at(&url);
}

#[tokio::test]
async fn an_error_id_is_a_uuid_in_lower_case_and_not_nil() {
    for id in [
        "00000000-0000-0000-0000-000000000000",
        "1CC1EDA1-F5DD-EA11-8288-0263195DD35A",
        "1cc1eda1f5ddea1182880263195dd35a",
    ] {
        let service = service_fn(move |_: Request<String>| async move {
            let body = format!(
                r#"{{"code":404,"message":"gone","errorId":"{id}","timestamp":"2020-12-22T05:52:01.85Z"}}"#
            );
            let response = Response::builder().status(404);
            let response = response.header("content-type", "application/json");
            Ok::<_, Infallible>(response.body(body).unwrap())
        });
        let said = said(assert_uniform(service)).await;
        assert!(said.contains("errorId: expected a UUID such as"), "{said}");
    }
}

#[tokio::test]
async fn a_bare_status_has_its_own_code() {
    for (probes, status, code, expected) in [
        (
            Probes::new(),
            503,
            404,
            "status: expected 404, that of the bare status, found 503 Service Unavailable",
        ),
        (
            Probes::new().catalog(Gone::CATALOG),
            503,
            404,
            "status: expected 404, that of the bare status, found 503 Service Unavailable",
        ),
        (
            Probes::new().catalog(Gone::CATALOG),
            503,
            600,
            "code: expected one of `Gone`, found 600",
        ),
    ] {
        let service = service_fn(move |_: Request<String>| async move {
            let stamp = r#""errorId":"1cc1eda1-f5dd-ea11-8288-0263195dd35a","timestamp":"2020-12-22T05:52:01.85Z""#;
            let body = format!(r#"{{"code":{code},"message":"gone",{stamp}}}"#);
            let response = Response::builder()
                .status(status)
                .header("content-type", "application/json");
            Ok::<_, Infallible>(response.body(body).unwrap())
        });
        let said = said(probes.assert(service)).await;
        assert!(said.contains(expected), "{said}");
    }
}

#[tokio::test]
async fn a_body_that_is_not_the_errors_breaks_the_contract() {
    const BODY: &str = r#"{"code":1300,"message":"gone","errorId":"1cc1eda1-f5dd-ea11-8288-0263195dd35a","timestamp":"2020-12-22T05:52:01.85Z"}"#;
    let app = app().layer(map_response(
        async |response: ::axum::response::Response| {
            let (parts, _) = response.into_parts();
            Response::from_parts(parts, ::axum::body::Body::from(BODY))
        },
    ));
    let said = said_of_app(app).await;
    assert!(
        said.contains("as in the response's `ErrorInfo`, found \"1cc1eda1-"),
        "{said}"
    );
}

#[tokio::test]
async fn a_5xx_of_another_type_breaks_the_contract() {
    for content_type in ["text/event-stream", "application/grpc"] {
        let failure = async move || {
            let head = [("content-type", content_type)];
            // A stream that never ends is not awaited.
            let body = match content_type {
                "text/event-stream" => ::axum::body::Body::new(Endless),
                _ => ::axum::body::Body::from("secret"),
            };
            (StatusCode::BAD_GATEWAY, head, body)
        };
        let said = said_of_app(::axum::Router::new().fallback(failure)).await;
        let expected = format!(
            "-> 502 Bad Gateway\n    content-type: expected application/json, found {content_type}"
        );
        assert!(said.contains(&expected), "{said}");
    }
}

/// A body of which nothing ever comes.
struct Endless;

impl Body for Endless {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        Poll::Pending
    }
}

#[tokio::test]
async fn a_head_that_says_more_than_get_breaks_the_contract() {
    // A compression that believes the empty body of HEAD.
    let app = app().layer(UniformErrors::new()).layer(from_fn(
        async |request: ::axum::extract::Request, next: Next| {
            let by_head = request.method() == ::http::Method::HEAD;
            let compressed = request.headers().contains_key("accept-encoding");
            let mut response = next.run(request).await;
            if compressed {
                response.headers_mut().remove("content-length");
                if by_head {
                    let zero = ::http::HeaderValue::from_static("0");
                    response.headers_mut().insert("content-length", zero);
                }
            }
            response
        },
    ));
    let url = axum::serve(app);
    let panic = catch_unwind(|| assert_uniform_at(&url)).unwrap_err();
    let said = panic.downcast_ref::<String>().unwrap();
    let expected = "HEAD with accept-encoding gzip /no-such-path-f8a1 -> 404 Not Found\n    content-length: expected 121, as in answer to GET, found 0";
    assert!(said.contains(expected), "{said}");
}

#[tokio::test]
async fn an_event_outside_of_the_requests_span_breaks_the_contract() {
    let inside = app()
        .layer(UniformErrors::new())
        .layer(TraceLayer::new_for_http());
    assert_uniform(inside).await;
    let outside = app()
        .layer(TraceLayer::new_for_http())
        .layer(UniformErrors::new());
    let said = said_of_app(outside).await;
    let expected = "GET /no-such-path-f8a1 -> an event\n    expected in the request's span, found outside: put `UniformErrors` inside the layer that makes the span";
    assert!(said.contains(expected), "{said}");
    // Without a span there is nothing to be outside of, and a handler's own is not the request's.
    assert_uniform(app().layer(UniformErrors::new())).await;
    let instrumented = ::axum::Router::new()
        .route(
            "/gone",
            get(async || {
                async { Gone }
                    .instrument(tracing::info_span!("handler"))
                    .await
            }),
        )
        .layer(UniformErrors::new());
    let request = Request::get("/gone").body(String::new()).unwrap();
    Probes::new().request(request).assert(instrumented).await;
}

#[tokio::test]
async fn an_exempt_response_is_not_checked() {
    let own = async || (StatusCode::BAD_REQUEST, Extension(Exempt), "own");
    let app = app().route("/own", get(own)).layer(UniformErrors::new());
    let request = Request::get("/own").body(String::new()).unwrap();
    Probes::new().request(request).assert(app).await;
}
