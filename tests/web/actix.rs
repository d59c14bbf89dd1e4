//! The service on actix-web.

use crate::catalog::{INVALID_GRANT, REASON, SECRET, ServiceError};
use crate::contract::{Failure, LONG};
use crate::{client, log};
use actix_web::body::MessageBody;
use actix_web::dev::{Service as _, ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_LENGTH, HeaderName, HeaderValue};
use actix_web::middleware::{Next, from_fn};
use actix_web::test::{TestRequest, init_service};
use actix_web::web::{self, Bytes, Json, Path, Query};
use actix_web::{App, Error, HttpResponse, HttpServer, Responder as _, ResponseError as _};
use error_catalog::actix::UniformErrors;
use error_catalog::{ErrorCatalog, ErrorInfo, Exempt, Occurrence, Replacement};
use serde::Deserialize;
use std::future::ready;
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

// What the handlers return is small.
#[deny(clippy::result_large_err)]
mod handlers {
    use super::*;

    pub(super) async fn message(id: Path<u32>) -> Result<String, ServiceError> {
        Err(ServiceError::NotFound { id: *id })
    }

    pub(super) async fn occurrence() -> Result<String, Occurrence<ServiceError>> {
        Err(Occurrence::new(ServiceError::NotFound { id: 7 }))
    }

    pub(super) async fn question_mark() -> Result<String, Occurrence<ServiceError>> {
        Err(ServiceError::storage())?;
        Ok(String::new())
    }

    pub(super) async fn storage() -> Result<String, ServiceError> {
        Err(ServiceError::storage())
    }

    pub(super) async fn too_soon() -> Result<String, ServiceError> {
        Err(ServiceError::TooSoon {
            seconds: 30,
            limit: "5",
        })
    }

    pub(super) async fn bad_header() -> Result<String, ServiceError> {
        Err(ServiceError::TooSoon {
            seconds: 30,
            limit: "a\r\nset-cookie: b",
        })
    }

    pub(super) async fn panic() -> String {
        panic!("{SECRET}")
    }

    pub(super) async fn text() -> HttpResponse {
        HttpResponse::Unauthorized()
            .reason(SECRET)
            .append_header(("www-authenticate", "Bearer"))
            .append_header(("retry-after", "7"))
            .append_header(("set-cookie", "a=b"))
            .append_header(("content-language", "de"))
            .append_header(("etag", "\"1\""))
            .body(SECRET)
    }
}

/// An application's own code for what actix-web rejects.
#[derive(Debug, thiserror::Error, ErrorCatalog)]
enum SendError {
    #[error("the message is no JSON that this API knows")]
    #[catalog(status = 400, code = 1000)]
    Json(#[from] actix_web::error::JsonPayloadError),
}

fn stream(content_type: &'static str) -> HttpResponse {
    HttpResponse::ServiceUnavailable()
        .content_type(content_type)
        .body("data: over\n\n")
}

/// A middleware that fails before the handler is called.
async fn refuse<B>(_: ServiceRequest, _: Next<B>) -> Result<ServiceResponse<B>, Error> {
    Err(actix_web::error::ErrorForbidden(SECRET))
}

/// Tells the client what stands in the response's extensions.
async fn show_info(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let mut response = next.call(request).await?;
    let info = response.response().extensions().get::<ErrorInfo>().cloned();
    if let Some(info) = info {
        let text = format!(
            "{} {} {}",
            info.error_id(),
            info.code(),
            info.entry().path()
        );
        let value = HeaderValue::try_from(text).expect("a header");
        response
            .headers_mut()
            .insert(HeaderName::from_static("x-info"), value);
    }
    Ok(response)
}

pub(crate) fn routes(config: &mut web::ServiceConfig) {
    let own_code =
        web::JsonConfig::default().error_handler(|error, _| SendError::from(error).into());
    config
        .app_data(web::JsonConfig::default().limit(1000))
        .service(
            web::resource("/messages").post(async |message: Json<Message>| message.into_inner().to),
        )
        .service(
            web::resource("/own-code")
                .app_data(own_code)
                .post(async |message: Json<Message>| message.into_inner().to),
        )
        .route("/messages/{id}", web::route().to(handlers::message))
        .route(
            "/search",
            web::get().to(async |page: Query<Page>| page.limit.to_string()),
        )
        .route("/occurrence", web::get().to(handlers::occurrence))
        .route("/question-mark", web::get().to(handlers::question_mark))
        .route("/storage", web::route().to(handlers::storage))
        .route("/too-soon", web::get().to(handlers::too_soon))
        .route("/bad-header", web::get().to(handlers::bad_header))
        .route(
            "/bare",
            web::get().to(async || HttpResponse::new(StatusCode::SERVICE_UNAVAILABLE)),
        )
        .route("/text", web::route().to(handlers::text))
        .route("/panic", web::get().to(handlers::panic))
        .service(
            web::resource("/refused")
                .wrap(from_fn(refuse))
                .get(async || "never"),
        )
        .route("/ok", web::route().to(async || "fine"))
        .route(
            "/not-modified",
            web::get().to(async || HttpResponse::NotModified()),
        )
        .route(
            "/events",
            web::get().to(async || stream("text/event-stream")),
        )
        .route(
            "/grpc",
            web::get().to(async || stream("application/grpc+proto")),
        )
        .route(
            "/teapot",
            web::get().to(async || HttpResponse::ImATeapot().body("as it is")),
        )
        .configure(overridden)
        .route(
            "/replaced",
            web::get().to(async || {
                HttpResponse::Conflict()
                    .append_header(("retry-after", "1"))
                    .body(SECRET)
            }),
        );
}

const NOT_FOUND: ServiceError = ServiceError::NotFound { id: 7 };

/// Responses whose status or body is not what it was, or that have a body of their own.
fn overridden(config: &mut web::ServiceConfig) {
    fn streamed(rest: fn() -> Result<Bytes, std::io::Error>) -> HttpResponse {
        HttpResponse::Ok().streaming(client::half_a_body(rest))
    }

    let with_status = |status| {
        let response = NOT_FOUND.error_response();
        response.customize().with_status(status)
    };
    config
        .route(
            "/accepted",
            web::get().to(move || ready(with_status(StatusCode::ACCEPTED))),
        )
        .route(
            "/raised",
            web::get().to(move || ready(with_status(StatusCode::BAD_GATEWAY))),
        )
        .route(
            "/tampered",
            web::get().to(async || ServiceError::storage().error_response().set_body(SECRET)),
        )
        .route(
            "/cached",
            web::get().to(async || {
                HttpResponse::NotFound()
                    .append_header(("cache-control", "max-age=60"))
                    .append_header(("expires", "Thu, 01 Dec 2094 16:00:00 GMT"))
                    .append_header(("age", "5"))
                    .body("gone")
            }),
        )
        .route(
            "/kept-for-an-hour",
            web::get().to(async || Err::<String, _>(ServiceError::ListGone)),
        )
        .route(
            "/reason",
            web::route().to(async || HttpResponse::UnprocessableEntity().body(REASON)),
        )
        .route(
            "/streamed",
            web::route().to(async || streamed(|| Ok(" and half".into()))),
        )
        .route(
            "/streamed-failure",
            web::route().to(async || {
                let mut response = streamed(|| Ok(SECRET.into()));
                *response.status_mut() = StatusCode::BAD_GATEWAY;
                response
            }),
        )
        .route(
            "/broken",
            web::get()
                .to(async || streamed(|| Err(std::io::Error::other("disk failure on actix")))),
        )
        .route(
            "/broken-by-panic",
            web::get().to(async || streamed(|| panic!("disk panic on actix"))),
        )
        .route(
            "/oauth/token",
            web::get().to(async || HttpResponse::BadRequest().body(INVALID_GRANT)),
        )
        .route(
            "/exempt",
            web::get().to(async || {
                let mut response = HttpResponse::BadRequest().body(INVALID_GRANT);
                response.extensions_mut().insert(Exempt);
                response
            }),
        );
}

/// Its address, as long as the tests run.
pub(crate) fn url() -> &'static str {
    static URL: OnceLock<String> = OnceLock::new();
    URL.get_or_init(|| {
        serve(|| {
            let uniform =
                UniformErrors::new().replace_with(|request, head| match head.status.as_u16() {
                    _ if request.uri.path() == "/oauth/token" => Replacement::Keep,
                    409 => Replacement::Error(Box::new(ServiceError::too_soon())),
                    418 => Replacement::Keep,
                    _ => Replacement::Standard,
                });
            let app = App::new().wrap(uniform);
            app.wrap(from_fn(show_info)).configure(routes)
        })
    })
}

/// Starts a server, which runs as long as the tests do.
pub(crate) fn serve<T, B>(app: fn() -> App<T>) -> String
where
    T: ServiceFactory<
            ServiceRequest,
            Config = (),
            Response = ServiceResponse<B>,
            Error = Error,
            InitError = (),
        > + 'static,
    B: MessageBody + 'static,
{
    log::listen();
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || {
        actix_web::rt::System::new().block_on(async move {
            let server = HttpServer::new(app).workers(1).disable_signals();
            let server = server.bind(("127.0.0.1", 0)).expect("a port");
            sender.send(server.addrs()[0].to_string()).expect("sent");
            server.run().await.expect("served");
        });
    });
    format!("http://{}", receiver.recv().expect("an address"))
}

const FAILURES: &[Failure] = &[
    ("GET", "/nowhere", "", 404),
    ("POST", "/nowhere", "{}", 404),
    ("DELETE", "/messages", "", 405),
    ("POST", "/messages", "{", 400),
    ("POST", "/messages", r#"{"to": 7}"#, 400),
    ("POST", "/messages", LONG, 413),
    ("POST", "/messages?text", "{}", 400),
    ("GET", "/search", "", 400),
    ("GET", "/search?limit=hunter3", "", 400),
    ("GET", "/messages/hunter3", "", 404),
    ("GET", "/bare", "", 503),
    ("GET", "/panic", "", 500),
    ("GET", "/refused", "", 403),
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
fn a_closure_replaces_panics_and_may_panic_itself() {
    let answered = |with: fn() -> Replacement| {
        let uniform = UniformErrors::new().replace_with(move |_, _| with());
        let panics = || async { panic!("{SECRET}") as HttpResponse };
        let app = App::new().wrap(uniform).route("/", web::get().to(panics));
        actix_web::rt::System::new().block_on(async {
            let app = init_service(app).await;
            let failed = app.call(TestRequest::default().to_request()).await;
            failed.unwrap_err().error_response().status()
        })
    };
    let replaced = answered(|| Replacement::Error(Box::new(ServiceError::too_soon())));
    assert_eq!(replaced, 429);
    assert_eq!(answered(|| Replacement::Keep), 500);
    assert_eq!(answered(|| panic!("{SECRET}")), 500);
}

#[test]
fn an_occurrence_has_the_status_of_its_error() {
    assert_eq!(Occurrence::new(NOT_FOUND).status_code(), 404);
}

#[test]
fn an_errors_body_is_known_by_its_length() {
    log::listen();
    let events = |said: fn(u64) -> u64| {
        let error = move || async move {
            let mut response = NOT_FOUND.error_response();
            let length = Occurrence::new(NOT_FOUND).to_json_bytes().len();
            let said = said(length as u64).into();
            response.headers_mut().insert(CONTENT_LENGTH, said);
            response
        };
        let app = App::new()
            .wrap(UniformErrors::new())
            .route("/", web::get().to(error));
        actix_web::rt::System::new().block_on(async {
            let app = init_service(app).await;
            let response = app.call(TestRequest::default().to_request()).await.unwrap();
            let info = response.response().extensions().get::<ErrorInfo>().cloned();
            log::of(&info.unwrap().error_id().to_string()).len()
        })
    };
    assert_eq!(events(|length| length), 1);
    // It is restored, which is logged as well.
    assert_eq!(events(|length| length + 1), 2);
}
