//! The service on axum.

use crate::catalog::{INVALID_GRANT, REASON, SECRET, ServiceError};
use crate::contract::{Failure, LONG};
use crate::{client, log};
use axum::body::{Body, Bytes};
use axum::extract::rejection::JsonRejection;
use axum::extract::{DefaultBodyLimit, Path, Query, Request};
use axum::http::{StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Extension, Json, Router};
use error_catalog::{ErrorCatalog, ErrorInfo, Exempt, Occurrence, Replacement, UniformErrors};
use serde::Deserialize;
use std::sync::OnceLock;
use std::time::Duration;
use tower_http::cors::CorsLayer;
use tower_http::timeout::TimeoutLayer;
use tower_http::trace::TraceLayer;

#[derive(Deserialize)]
struct Message {
    to: String,
}

#[derive(Deserialize)]
struct Page {
    limit: u32,
}

/// An application's own code for what axum rejects.
#[derive(Debug, thiserror::Error, ErrorCatalog)]
enum SendError {
    #[error("the message is no JSON that this API knows")]
    #[catalog(status = 400, code = 1000)]
    Json(#[from] JsonRejection),
}

// What the handlers return is small.
#[deny(clippy::result_large_err)]
mod handlers {
    use super::*;

    pub(super) async fn message(Path(id): Path<u32>) -> Result<String, ServiceError> {
        Err(ServiceError::NotFound { id })
    }

    pub(super) async fn occurrence() -> Result<String, Occurrence<ServiceError>> {
        let occurrence = Occurrence::new(ServiceError::NotFound { id: 7 });
        let id = occurrence.error_id().to_string();
        tracing::info!(target: "error_catalog::tests", id, "in the handler");
        Err(occurrence)
    }

    pub(super) async fn question_mark() -> Result<String, Occurrence<ServiceError>> {
        Err(ServiceError::storage())?;
        Ok(String::new())
    }

    pub(super) async fn storage() -> Result<String, ServiceError> {
        Err(ServiceError::storage())
    }

    pub(super) async fn own_code(
        message: Result<Json<Message>, JsonRejection>,
    ) -> Result<String, SendError> {
        let Json(message) = message?;
        Ok(message.to)
    }
}

pub(crate) fn router() -> Router {
    Router::new()
        .route(
            "/messages",
            post(async |Json(message): Json<Message>| message.to),
        )
        .route("/own-code", post(handlers::own_code))
        .route("/messages/{id}", get(handlers::message))
        .route(
            "/search",
            get(async |Query(page): Query<Page>| page.limit.to_string()),
        )
        .route("/occurrence", get(handlers::occurrence))
        .route("/question-mark", get(handlers::question_mark))
        .route("/storage", get(handlers::storage))
        .route(
            "/too-soon",
            get(async || ServiceError::TooSoon {
                seconds: 30,
                limit: "5",
            }),
        )
        .route(
            "/bad-header",
            get(async || ServiceError::TooSoon {
                seconds: 30,
                limit: "a\r\nset-cookie: b",
            }),
        )
        .route("/bare", get(async || StatusCode::SERVICE_UNAVAILABLE))
        .route("/text", get(text))
        .route(
            "/panic",
            get(async || -> &'static str { panic!("{SECRET}") }),
        )
        .route(
            "/slow",
            get(async || std::future::pending::<&'static str>().await),
        )
        .route("/ok", get(async || "fine"))
        .route("/not-modified", get(async || StatusCode::NOT_MODIFIED))
        .route("/events", get(async || stream("text/event-stream")))
        .route("/grpc", get(async || stream("application/grpc+proto")))
        .route(
            "/teapot",
            get(async || (StatusCode::IM_A_TEAPOT, "as it is")),
        )
        .route(
            "/replaced",
            get(async || (StatusCode::CONFLICT, [("retry-after", "1")], SECRET)),
        )
        .merge(overridden())
        .layer(DefaultBodyLimit::max(1000))
        .layer(TimeoutLayer::with_status_code(
            StatusCode::REQUEST_TIMEOUT,
            Duration::from_millis(50),
        ))
}

const NOT_FOUND: ServiceError = ServiceError::NotFound { id: 7 };

/// Responses whose status or body is not what it was, or that have a body of their own.
fn overridden() -> Router {
    async fn tampered() -> Response {
        let mut response = ServiceError::storage().into_response();
        *response.body_mut() = SECRET.into();
        response
    }

    fn streamed(rest: fn() -> Result<Bytes, std::io::Error>) -> Body {
        Body::from_stream(client::half_a_body(rest))
    }

    let invalid_grant = || (StatusCode::BAD_REQUEST, INVALID_GRANT);
    Router::new()
        .route(
            "/accepted",
            get(async || (StatusCode::ACCEPTED, Err::<(), _>(NOT_FOUND))),
        )
        .route(
            "/raised",
            get(async || (StatusCode::BAD_GATEWAY, NOT_FOUND)),
        )
        .route("/tampered", get(tampered))
        .route(
            "/cached",
            get(async || {
                let headers = [
                    (header::CACHE_CONTROL, "max-age=60"),
                    (header::EXPIRES, "Thu, 01 Dec 2094 16:00:00 GMT"),
                    (header::AGE, "5"),
                ];
                (StatusCode::NOT_FOUND, headers, "gone")
            }),
        )
        .route("/kept-for-an-hour", get(async || ServiceError::ListGone))
        .route(
            "/reason",
            get(async || (StatusCode::UNPROCESSABLE_ENTITY, REASON)),
        )
        .route(
            "/streamed",
            get(async || streamed(|| Ok(Bytes::from_static(b" and half")))),
        )
        .route(
            "/streamed-failure",
            get(async || (StatusCode::BAD_GATEWAY, streamed(|| Ok(SECRET.into())))),
        )
        .route(
            "/broken",
            get(async || streamed(|| Err(std::io::Error::other("disk failure on axum")))),
        )
        .route(
            "/broken-by-panic",
            get(async || streamed(|| panic!("disk panic on axum"))),
        )
        .route("/oauth/token", get(async move || invalid_grant()))
        .route(
            "/exempt",
            get(async move || (Extension(Exempt), invalid_grant())),
        )
}

/// A handler's own failure, with all that may come along.
async fn text() -> impl IntoResponse {
    (
        StatusCode::UNAUTHORIZED,
        [
            (header::WWW_AUTHENTICATE, "Bearer"),
            (header::RETRY_AFTER, "7"),
            (header::SET_COOKIE, "a=b"),
            (header::CONTENT_LANGUAGE, "de"),
            (header::ETAG, "\"1\""),
        ],
        SECRET,
    )
}

fn stream(content_type: &'static str) -> impl IntoResponse {
    (
        StatusCode::SERVICE_UNAVAILABLE,
        [(header::CONTENT_TYPE, content_type)],
        "data: over\n\n",
    )
}

/// Tells the client what stands in the response's extensions.
async fn show_info(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    if let Some(info) = response.extensions().get::<ErrorInfo>() {
        let text = format!(
            "{} {} {}",
            info.error_id(),
            info.code(),
            info.entry().path()
        );
        let value = text.parse().expect("a header");
        response.headers_mut().insert("x-info", value);
    }
    response
}

pub(crate) fn app() -> Router {
    let uniform =
        UniformErrors::new().replace_with(|request, response| match response.status.as_u16() {
            _ if request.uri.path() == "/oauth/token" => Replacement::Keep,
            409 => Replacement::Error(Box::new(ServiceError::too_soon())),
            418 => Replacement::Keep,
            _ => Replacement::Standard,
        });
    router()
        .layer(uniform)
        .layer(middleware::from_fn(show_info))
        .layer(CorsLayer::permissive())
        .layer(TraceLayer::new_for_http())
}

/// Its address, as long as the tests run.
pub(crate) fn url() -> &'static str {
    static URL: OnceLock<String> = OnceLock::new();
    URL.get_or_init(|| serve(app()))
}

pub(crate) fn serve(app: Router) -> String {
    log::listen();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    listener.set_nonblocking(true).expect("non-blocking");
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Runtime::new().expect("a runtime");
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::from_std(listener).expect("a listener");
            axum::serve(listener, app).await.expect("served");
        });
    });
    url
}

const FAILURES: &[Failure] = &[
    ("GET", "/nowhere", "", 404),
    ("POST", "/nowhere", "{}", 404),
    ("DELETE", "/messages", "", 405),
    ("POST", "/messages", "{", 400),
    ("POST", "/messages", r#"{"to": 7}"#, 422),
    ("POST", "/messages", LONG, 413),
    ("POST", "/messages?text", "{}", 415),
    ("GET", "/search", "", 400),
    ("GET", "/search?limit=hunter3", "", 400),
    ("GET", "/messages/hunter3", "", 400),
    ("GET", "/slow", "", 408),
    ("GET", "/bare", "", 503),
    ("GET", "/panic", "", 500),
];

const PLANTED: &[&str] = &["hunter3", "invalid type", "EOF", "missing field"];

crate::contract::contract!(FAILURES, PLANTED);

#[test]
fn the_methods_that_a_path_allows_stay() {
    let request = http::Request::delete(format!("{}/messages", url())).body(Vec::new());
    let response = client::send(request.unwrap());
    assert_eq!(response.status(), 405);
    assert_eq!(response.headers()["allow"], "POST");
}

#[test]
fn cors_headers_stay() {
    let response = client::get(&format!("{}/nowhere", url()));
    assert_eq!(response.headers()["access-control-allow-origin"], "*");
}

#[test]
fn the_event_is_in_the_span_of_the_request() {
    let response = client::get(&format!("{}/storage", url()));
    let logged = log::of(&client::body(&response).error_id().to_string());
    assert_eq!(logged[0].span, Some("request"));
}
