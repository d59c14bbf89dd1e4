//! The service on poem.

use crate::catalog::{INVALID_GRANT, REASON, SECRET, ServiceError};
use crate::contract::LONG;
use crate::{client, log};
use axum::body::Bytes;
use error_catalog::poem::{CatalogError, UniformErrors};
use error_catalog::{ErrorCatalog, ErrorInfo, Exempt, Occurrence, Replacement};
use poem::endpoint::make_sync;
use poem::error::ParseJsonError;
use poem::http::StatusCode;
use poem::listener::{Acceptor as _, Listener as _, TcpListener};
use poem::middleware::SizeLimit;
use poem::web::{Json, Path, Query};
use poem::{
    Body, Endpoint, EndpointExt as _, IntoResponse, Request, Response, Route, Server, get, handler,
    post,
};
use serde::Deserialize;
use std::sync::OnceLock;
use std::sync::mpsc;

#[derive(Deserialize)]
struct Message {
    to: String,
}

#[derive(Deserialize)]
struct Page {
    limit: u32,
}

/// An application's own code for what poem rejects.
#[derive(Debug, thiserror::Error, ErrorCatalog)]
enum SendError {
    #[error("the message is no JSON that this API knows")]
    #[catalog(status = 400, code = 1000)]
    Json(#[from] ParseJsonError),
}

// What the handlers return is small.
#[deny(clippy::result_large_err)]
mod handlers {
    use super::*;

    #[handler]
    pub(super) fn send(Json(message): Json<Message>) -> String {
        message.to
    }

    #[handler]
    pub(super) fn own_code(message: poem::Result<Json<Message>>) -> poem::Result<String> {
        let Json(message) = message.map_err(|error| match error.downcast::<ParseJsonError>() {
            Ok(error) => SendError::from(error).into(),
            Err(other) => other,
        })?;
        Ok(message.to)
    }

    #[handler]
    pub(super) fn search(Query(page): Query<Page>) -> String {
        page.limit.to_string()
    }

    #[handler]
    pub(super) fn find(Path(id): Path<u32>) -> Result<String, ServiceError> {
        Err(ServiceError::NotFound { id })
    }

    #[handler]
    pub(super) fn occurrence() -> Result<String, Occurrence<ServiceError>> {
        Err(Occurrence::new(ServiceError::NotFound { id: 7 }))
    }

    #[handler]
    pub(super) fn question_mark() -> Result<String, Occurrence<ServiceError>> {
        Err(ServiceError::storage())?;
        Ok(String::new())
    }

    #[handler]
    pub(super) fn storage() -> poem::Result<String> {
        Err(ServiceError::storage())?;
        Ok(String::new())
    }

    #[handler]
    pub(super) fn too_soon() -> Result<String, ServiceError> {
        Err(ServiceError::TooSoon {
            seconds: 30,
            limit: "5",
        })
    }

    #[handler]
    pub(super) fn bad_header() -> Result<String, ServiceError> {
        Err(ServiceError::TooSoon {
            seconds: 30,
            limit: "a\r\nset-cookie: b",
        })
    }

    #[handler]
    pub(super) fn panic() -> String {
        panic!("{SECRET}")
    }
}

fn text() -> Response {
    Response::builder()
        .status(StatusCode::UNAUTHORIZED)
        .header("www-authenticate", "Bearer")
        .header("retry-after", "7")
        .header("set-cookie", "a=b")
        .header("content-language", "de")
        .header("etag", "\"1\"")
        .body(SECRET)
}

fn stream(content_type: &'static str) -> Response {
    let response = Response::builder().status(StatusCode::SERVICE_UNAVAILABLE);
    response.content_type(content_type).body("data: over\n\n")
}

/// Tells the client what stands in the response's extensions.
fn show_info(mut response: Response) -> Response {
    if let Some(info) = response.data::<ErrorInfo>() {
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

pub(crate) fn routes() -> Route {
    Route::new()
        .at("/messages", post(handlers::send.with(SizeLimit::new(1000))))
        .at("/own-code", post(handlers::own_code))
        .at("/messages/:id", get(handlers::find))
        .at("/search", get(handlers::search))
        .at("/occurrence", get(handlers::occurrence))
        .at("/question-mark", get(handlers::question_mark))
        .at("/storage", get(handlers::storage))
        .at("/too-soon", get(handlers::too_soon))
        .at("/bad-header", get(handlers::bad_header))
        .at("/bare", get(make_sync(|_| StatusCode::SERVICE_UNAVAILABLE)))
        .at("/text", get(make_sync(|_| text())))
        .at("/panic", get(handlers::panic))
        .at("/ok", get(make_sync(|_| "fine")))
        .at(
            "/not-modified",
            get(make_sync(|_| StatusCode::NOT_MODIFIED)),
        )
        .at("/events", get(make_sync(|_| stream("text/event-stream"))))
        .at(
            "/grpc",
            get(make_sync(|_| stream("application/grpc+proto"))),
        )
        .at(
            "/teapot",
            get(make_sync(|_| {
                "as it is".with_status(StatusCode::IM_A_TEAPOT)
            })),
        )
        .at(
            "/replaced",
            get(make_sync(|_| {
                SECRET
                    .with_status(StatusCode::CONFLICT)
                    .with_header("retry-after", "1")
            })),
        )
}

const NOT_FOUND: ServiceError = ServiceError::NotFound { id: 7 };

/// Responses whose status or body is not what it was, or that have a body of their own.
pub(crate) fn overridden(routes: Route) -> Route {
    fn streamed(rest: fn() -> Result<Bytes, std::io::Error>) -> Body {
        Body::from_bytes_stream(client::half_a_body(rest))
    }

    fn with_status(status: StatusCode) -> Response {
        let mut response = poem::Error::from(NOT_FOUND).into_response();
        response.set_status(status);
        response
    }

    routes
        .at(
            "/accepted",
            get(make_sync(|_| with_status(StatusCode::ACCEPTED))),
        )
        .at(
            "/raised",
            get(make_sync(|_| with_status(StatusCode::BAD_GATEWAY))),
        )
        .at(
            "/tampered",
            get(make_sync(|_| {
                let mut response = poem::Error::from(ServiceError::storage()).into_response();
                response.set_body(SECRET);
                response
            })),
        )
        .at(
            "/cached",
            get(make_sync(|_| {
                "gone"
                    .with_status(StatusCode::NOT_FOUND)
                    .with_header("cache-control", "max-age=60")
                    .with_header("expires", "Thu, 01 Dec 2094 16:00:00 GMT")
                    .with_header("age", "5")
            })),
        )
        .at(
            "/kept-for-an-hour",
            get(make_sync(|_| {
                poem::Error::from(ServiceError::ListGone).into_response()
            })),
        )
        .at(
            "/reason",
            get(make_sync(|_| {
                REASON.with_status(StatusCode::UNPROCESSABLE_ENTITY)
            })),
        )
        .at(
            "/streamed",
            get(make_sync(|_| streamed(|| Ok(" and half".into())))),
        )
        .at(
            "/streamed-failure",
            get(make_sync(|_| {
                let response = Response::builder().status(StatusCode::BAD_GATEWAY);
                response.body(streamed(|| Ok(SECRET.into())))
            })),
        )
        .at(
            "/broken",
            get(make_sync(|_| {
                streamed(|| Err(std::io::Error::other("disk failure on poem")))
            })),
        )
        .at(
            "/broken-by-panic",
            get(make_sync(|_| streamed(|| panic!("disk panic on poem")))),
        )
        .at(
            "/oauth/token",
            get(make_sync(|_| {
                INVALID_GRANT.with_status(StatusCode::BAD_REQUEST)
            })),
        )
        .at(
            "/exempt",
            get(make_sync(|_| {
                let mut response = INVALID_GRANT
                    .with_status(StatusCode::BAD_REQUEST)
                    .into_response();
                response.extensions_mut().insert(Exempt);
                response
            })),
        )
}

/// Its address, as long as the tests run.
pub(crate) fn url() -> &'static str {
    static URL: OnceLock<String> = OnceLock::new();
    URL.get_or_init(|| {
        let uniform =
            UniformErrors::new().replace_with(|request, response| match response.status.as_u16() {
                _ if request.uri.path() == "/oauth/token" => Replacement::Keep,
                409 => Replacement::Error(Box::new(ServiceError::too_soon())),
                418 => Replacement::Keep,
                _ => Replacement::Standard,
            });
        serve(
            overridden(routes())
                .with(uniform)
                .map_to_response()
                .map(async |response| show_info(response)),
        )
    })
}

/// Starts a server, which runs as long as the tests do.
pub(crate) fn serve(app: impl Endpoint<Output: IntoResponse> + 'static) -> String {
    log::listen();
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Runtime::new().expect("a runtime");
        runtime.block_on(async {
            let listener = TcpListener::bind("127.0.0.1:0").into_acceptor().await;
            let acceptor = listener.expect("a port");
            let address = acceptor.local_addr()[0].to_string();
            sender.send(address).expect("sent");
            let server = Server::new_with_acceptor(acceptor);
            server.run(app).await.expect("served");
        });
    });
    let address = receiver.recv().expect("an address");
    format!("http://{}", address.trim_start_matches("socket://"))
}

const FAILURES: &[crate::contract::Failure] = &[
    ("GET", "/nowhere", "", 404),
    ("POST", "/nowhere", "{}", 404),
    ("DELETE", "/messages", "", 405),
    ("POST", "/messages", "{", 400),
    ("POST", "/messages", r#"{"to": 7}"#, 400),
    ("POST", "/messages", LONG, 413),
    ("POST", "/messages?text", "{}", 415),
    ("GET", "/search", "", 400),
    ("GET", "/search?limit=hunter3", "", 400),
    ("GET", "/messages/hunter3", "", 400),
    ("GET", "/bare", "", 503),
    ("GET", "/panic", "", 500),
];

const PLANTED: &[&str] = &["hunter3", "invalid type", "EOF", "missing field"];

crate::contract::contract!(FAILURES, PLANTED);

#[test]
fn poem_finds_the_error_in_its_own() {
    let error = poem::Error::from(ServiceError::storage());
    let failure = error.downcast_ref::<CatalogError<ServiceError>>().unwrap();
    let info = error.data::<ErrorInfo>().unwrap();
    assert_eq!(failure.occurrence().error_id(), info.error_id());
    let source = std::error::Error::source(failure).unwrap();
    assert_eq!(source.to_string(), format!("query failed on {SECRET}"));
    assert_eq!(error.status(), 500);
    assert_eq!(error.to_string(), ServiceError::storage().to_string());
}

#[tokio::test]
async fn a_closure_replaces_panics_and_may_panic_itself() {
    async fn answered(with: fn() -> Replacement) -> StatusCode {
        let panics = make_sync(|_| panic!("{SECRET}") as Response);
        let uniform = UniformErrors::new().replace_with(move |_, _| with());
        let endpoint = panics.with(uniform);
        endpoint.call(Request::default()).await.unwrap().status()
    }
    let replaced = answered(|| Replacement::Error(Box::new(ServiceError::too_soon()))).await;
    assert_eq!(replaced, 429);
    assert_eq!(answered(|| Replacement::Keep).await, 500);
    assert_eq!(answered(|| panic!("{SECRET}")).await, 500);
}
