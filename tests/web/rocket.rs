//! The service on rocket.

use crate::catalog::{INVALID_GRANT, REASON, SECRET, ServiceError};
use crate::client;
use crate::contract::{Failure, LONG};
use crate::http::ByHand;
use error_catalog::rocket::{UniformErrors, error_info, exempt};
use error_catalog::{ErrorBody, ErrorCatalog, Occurrence, Replacement};
use rocket::config::{Config, LogLevel};
use rocket::data::{Limits, ToByteUnit as _};
use rocket::fairing::AdHoc;
use rocket::http::{ContentType, Header, Status};
use rocket::local::blocking::Client;
use rocket::response::stream::ReaderStream;
use rocket::response::{self, Responder, Response};
use rocket::serde::json::{self, Json};
use rocket::tokio::io::{AsyncRead, ReadBuf};
use rocket::{Build, Catcher, Request, Rocket, catch, catchers, get, post, routes};
use serde::Deserialize;
use std::io::{self, Cursor};
use std::pin::Pin;
use std::sync::OnceLock;
use std::sync::mpsc;
use std::task::{Context, Poll};

#[derive(Deserialize)]
struct Message {
    to: String,
}

/// An application's own code for what rocket rejects.
#[derive(Debug, thiserror::Error, ErrorCatalog)]
enum SendError {
    #[error("the message is no JSON that this API knows: {0}")]
    #[catalog(status = 400, code = 1000, message = "no such JSON")]
    Json(String),
}

// What the handlers return is small.
#[deny(clippy::result_large_err)]
mod handlers {
    use super::*;

    #[post("/messages", format = "json", data = "<message>")]
    pub(super) fn send(message: Json<Message>) -> String {
        message.into_inner().to
    }

    #[post("/own-code", data = "<message>")]
    pub(super) fn own_code(
        message: Result<Json<Message>, json::Error<'_>>,
    ) -> Result<String, SendError> {
        let message = message.map_err(|error| SendError::Json(error.to_string()))?;
        Ok(message.into_inner().to)
    }

    #[get("/messages/<id>")]
    pub(super) fn message(id: u32) -> Result<String, ServiceError> {
        Err(ServiceError::NotFound { id })
    }

    #[get("/search?<limit>")]
    pub(super) fn search(limit: u32) -> String {
        limit.to_string()
    }

    #[get("/occurrence")]
    pub(super) fn occurrence() -> Result<String, Occurrence<ServiceError>> {
        Err(Occurrence::new(ServiceError::NotFound { id: 7 }))
    }

    #[get("/question-mark")]
    pub(super) fn question_mark() -> Result<String, Occurrence<ServiceError>> {
        Err(ServiceError::storage())?;
        Ok(String::new())
    }

    #[get("/storage")]
    pub(super) fn storage() -> Result<String, ServiceError> {
        Err(ServiceError::storage())
    }

    #[get("/too-soon")]
    pub(super) fn too_soon() -> ServiceError {
        ServiceError::TooSoon {
            seconds: 30,
            limit: "5",
        }
    }

    #[get("/bad-header")]
    pub(super) fn bad_header() -> ServiceError {
        ServiceError::TooSoon {
            seconds: 30,
            limit: "a\r\nset-cookie: b",
        }
    }

    #[get("/bare")]
    pub(super) fn bare() -> Status {
        Status::ServiceUnavailable
    }

    #[get("/panic")]
    pub(super) fn panic() -> String {
        panic!("{SECRET}")
    }

    #[get("/ok")]
    pub(super) fn ok() -> &'static str {
        "fine"
    }

    #[get("/not-modified")]
    pub(super) fn not_modified() -> Fixed {
        Fixed(304, &[], "")
    }

    #[get("/text")]
    pub(super) fn text() -> Fixed {
        Fixed(
            401,
            &[
                ("www-authenticate", "Bearer"),
                ("retry-after", "7"),
                ("set-cookie", "a=b"),
                ("content-language", "de"),
                ("etag", "\"1\""),
            ],
            SECRET,
        )
    }

    #[get("/events")]
    pub(super) fn events() -> Fixed {
        Fixed(
            503,
            &[("content-type", "text/event-stream")],
            "data: over\n\n",
        )
    }

    #[get("/grpc")]
    pub(super) fn grpc() -> Fixed {
        Fixed(
            503,
            &[("content-type", "application/grpc+proto")],
            "data: over\n\n",
        )
    }

    #[get("/teapot")]
    pub(super) fn teapot() -> Fixed {
        Fixed(418, &[], "as it is")
    }

    #[get("/replaced")]
    pub(super) fn replaced() -> Fixed {
        Fixed(409, &[("retry-after", "1")], SECRET)
    }

    const NOT_FOUND: ServiceError = ServiceError::NotFound { id: 7 };

    #[get("/accepted")]
    pub(super) fn accepted() -> (Status, ServiceError) {
        (Status::Accepted, NOT_FOUND)
    }

    #[get("/raised")]
    pub(super) fn raised() -> (Status, ServiceError) {
        (Status::BadGateway, NOT_FOUND)
    }

    #[get("/tampered")]
    pub(super) fn tampered() -> Tampered {
        Tampered
    }

    #[get("/cached")]
    pub(super) fn cached() -> Fixed {
        Fixed(
            404,
            &[
                ("cache-control", "max-age=60"),
                ("expires", "Thu, 01 Dec 2094 16:00:00 GMT"),
                ("age", "5"),
            ],
            "gone",
        )
    }

    #[get("/kept-for-an-hour")]
    pub(super) fn kept_for_an_hour() -> ServiceError {
        ServiceError::ListGone
    }

    #[get("/reason")]
    pub(super) fn reason() -> Fixed {
        Fixed(422, &[], REASON)
    }

    #[get("/streamed")]
    pub(super) fn streamed() -> ReaderStream![Broken] {
        ReaderStream::one(Broken(0, || Ok(())))
    }

    #[get("/streamed-failure")]
    pub(super) fn streamed_failure() -> (Status, ReaderStream![Broken]) {
        (Status::BadGateway, ReaderStream::one(Broken(0, || Ok(()))))
    }

    #[get("/broken")]
    pub(super) fn broken() -> ReaderStream![Broken] {
        ReaderStream::one(Broken(0, || {
            Err(io::Error::other("disk failure on rocket"))
        }))
    }

    #[get("/broken-by-panic")]
    pub(super) fn broken_by_panic() -> ReaderStream![Broken] {
        ReaderStream::one(Broken(0, || panic!("disk panic on rocket")))
    }

    #[get("/oauth/token")]
    pub(super) fn token() -> Fixed {
        Fixed(400, &[], INVALID_GRANT)
    }

    #[get("/exempt")]
    pub(super) fn exempt() -> Unlike {
        Unlike
    }

    /// An error of the catalog that comes to nothing, because what it stands in fails.
    #[get("/lost")]
    pub(super) fn lost() -> Lost {
        Lost
    }
}

struct Fixed(u16, &'static [(&'static str, &'static str)], &'static str);

impl<'r> Responder<'r, 'static> for Fixed {
    fn respond_to(self, _: &'r Request<'_>) -> response::Result<'static> {
        let mut response = Response::build();
        response
            .status(Status::new(self.0))
            .header(ContentType::Plain);
        for &(name, value) in self.1 {
            response.header(Header::new(name, value));
        }
        response.sized_body(self.2.len(), Cursor::new(self.2)).ok()
    }
}

/// Sends four bytes, and then fails.
struct Broken(usize, fn() -> io::Result<()>);

impl AsyncRead for Broken {
    fn poll_read(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        self.0 += 1;
        if self.0 > 1 {
            return Poll::Ready((self.1)());
        }
        buf.put_slice(b"half");
        Poll::Ready(Ok(()))
    }
}

struct Tampered;

impl<'r> Responder<'r, 'static> for Tampered {
    fn respond_to(self, request: &'r Request<'_>) -> response::Result<'static> {
        let mut response = ServiceError::storage().respond_to(request)?;
        response.set_sized_body(SECRET.len(), Cursor::new(SECRET));
        Ok(response)
    }
}

struct Unlike;

impl<'r> Responder<'r, 'static> for Unlike {
    fn respond_to(self, request: &'r Request<'_>) -> response::Result<'static> {
        exempt(request);
        (Status::BadRequest, INVALID_GRANT).respond_to(request)
    }
}

struct Lost;

impl<'r> Responder<'r, 'static> for Lost {
    fn respond_to(self, request: &'r Request<'_>) -> response::Result<'static> {
        ServiceError::storage().respond_to(request)?;
        Err(Status::ServiceUnavailable)
    }
}

/// Its address, as long as the tests run.
pub(crate) fn url() -> &'static str {
    static URL: OnceLock<String> = OnceLock::new();
    URL.get_or_init(|| serve(server()))
}

/// Covered by `UniformErrors`.
pub(crate) fn server() -> Rocket<Build> {
    let uniform =
        UniformErrors::new().replace_with(|request, response| match response.status().code {
            _ if request.uri().path() == "/oauth/token" => Replacement::Keep,
            409 => Replacement::Error(Box::new(ServiceError::too_soon())),
            418 => Replacement::Keep,
            _ => Replacement::Standard,
        });
    rocket::build()
        .attach(uniform)
        // Tells the client what stands in the request's cache.
        .attach(AdHoc::on_response("info", |request, response| {
            Box::pin(async move {
                if let Some(info) = error_info(request) {
                    let text = format!(
                        "{} {} {}",
                        info.error_id(),
                        info.code(),
                        info.entry().path()
                    );
                    response.set_header(Header::new("x-info", text));
                }
            })
        }))
        .mount(
            "/",
            routes![
                handlers::send,
                handlers::own_code,
                handlers::message,
                handlers::search,
                handlers::occurrence,
                handlers::question_mark,
                handlers::storage,
                handlers::too_soon,
                handlers::bad_header,
                handlers::bare,
                handlers::panic,
                handlers::ok,
                handlers::not_modified,
                handlers::text,
                handlers::events,
                handlers::grpc,
                handlers::teapot,
                handlers::replaced,
                handlers::lost,
                handlers::accepted,
                handlers::raised,
                handlers::tampered,
                handlers::cached,
                handlers::kept_for_an_hour,
                handlers::reason,
                handlers::streamed,
                handlers::streamed_failure,
                handlers::broken,
                handlers::broken_by_panic,
                handlers::token,
                handlers::exempt,
            ],
        )
}

/// Its address.
pub(crate) fn serve(server: Rocket<Build>) -> String {
    crate::log::listen();
    let (sender, receiver) = mpsc::channel();
    let config = Config {
        port: 0,
        log_level: LogLevel::Off,
        limits: Limits::default().limit("json", 1000.bytes()),
        ..Config::default()
    };
    let server = server.configure(config);
    let server = server.attach(AdHoc::on_liftoff("address", move |rocket| {
        let url = format!("http://127.0.0.1:{}", rocket.config().port);
        Box::pin(async move { sender.send(url).expect("sent") })
    }));
    std::thread::spawn(|| {
        let end = rocket::execute(server.launch()).map_err(Box::new);
        end.expect("served");
    });
    receiver.recv().expect("an address")
}

const FAILURES: &[Failure] = &[
    ("GET", "/nowhere", "", 404),
    ("POST", "/nowhere", "{}", 404),
    ("DELETE", "/messages", "", 404),
    ("POST", "/messages", "{", 400),
    ("POST", "/messages", r#"{"to": 7}"#, 422),
    ("POST", "/messages", LONG, 413),
    ("POST", "/messages?text", "{}", 404),
    ("GET", "/search", "", 422),
    ("GET", "/search?limit=hunter3", "", 422),
    ("GET", "/messages/hunter3", "", 422),
    ("GET", "/bare", "", 503),
    ("GET", "/panic", "", 500),
];

const PLANTED: &[&str] = &["hunter3", "invalid type", "EOF", "missing field", "<html"];

crate::contract::contract!(FAILURES, PLANTED);

#[test]
fn a_malformed_request_gets_the_standard_body() {
    let bytes = client::send_bytes(
        url(),
        "FROB /ok HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n",
    );
    let response = String::from_utf8_lossy(&bytes);
    assert!(response.starts_with("HTTP/1.1 400 "), "{response}");
    assert!(response.contains(r#"{"code":400,"#), "{response}");
}

#[test]
fn an_error_that_came_to_nothing_is_not_the_response() {
    let response = client::get(&format!("{}/lost", url()));
    assert_eq!(response.status(), 503);
    assert_eq!(client::body(&response).code(), 503);
}

#[get("/")]
fn too_soon() -> ServiceError {
    ServiceError::too_soon()
}

#[test]
fn an_error_of_a_catalog_stays_when_it_is_streamed() {
    let streaming = AdHoc::on_response("streams", |_, response| {
        Box::pin(async {
            let body = response.body_mut().to_bytes().await.unwrap();
            response.set_streamed_body(Cursor::new(body));
        })
    });
    let server = rocket::build().mount("/", routes![too_soon]);
    let client = Client::untracked(server.attach(streaming).attach(UniformErrors::new())).unwrap();
    let response = client.get("/").dispatch();
    assert_eq!(response.status(), Status::TooManyRequests);
    assert!(response.into_string().unwrap().contains(r#""code":1400"#));
}

#[test]
fn the_last_error_of_a_request_is_the_marked_one() {
    let again = AdHoc::on_response("again", |request, response| {
        Box::pin(async move {
            *response = ServiceError::storage().respond_to(request).unwrap();
            let info = error_info(request).unwrap();
            response.set_raw_header("x-info", info.error_id().to_string());
        })
    });
    let server = rocket::build().mount("/", routes![too_soon]);
    let client = Client::untracked(server.attach(again).attach(UniformErrors::new())).unwrap();
    let response = client.get("/").dispatch();
    let id = response.headers().get_one("x-info").unwrap().to_owned();
    let body: ErrorBody = response.into_json().unwrap();
    assert_eq!(body.code(), 2000);
    assert_eq!(body.error_id().to_string(), id);
}

#[test]
fn an_applications_own_catcher_of_all_statuses_stays() {
    #[rocket::catch(default)]
    fn all(_: Status, _: &Request<'_>) -> ServiceError {
        ServiceError::too_soon()
    }

    #[get("/")]
    fn bad() -> Status {
        Status::BadRequest
    }

    let server = rocket::build().mount("/", routes![bad]);
    let server = server.register("/", rocket::catchers![all]);
    let client = Client::untracked(server.attach(UniformErrors::new())).unwrap();
    let response = client.get("/").dispatch();
    assert_eq!(response.status(), Status::TooManyRequests);
    assert!(response.into_string().unwrap().contains(r#""code":1400"#));
}

/// Rocket itself would send them.
#[test]
fn headers_that_http_does_not_allow_are_left_out() {
    #[get("/")]
    fn by_hand() -> Occurrence<ByHand> {
        Occurrence::new(ByHand)
    }

    let client = Client::untracked(rocket::build().mount("/", routes![by_hand])).unwrap();
    let response = client.get("/").dispatch();
    let headers = response.headers().iter();
    let mut names: Vec<_> = headers.map(|header| header.name().to_string()).collect();
    names.retain(|name| name.starts_with('x') || name.is_empty());
    assert_eq!(names, ["x-good"]);
    assert_eq!(response.content_type(), Some(ContentType::JSON));
}

/// Of malformed requests, which come to no route.
#[test]
fn the_catcher_of_400_is_there_unless_the_application_has_one() {
    #[catch(404)]
    fn not_found() {}

    #[catch(400)]
    fn bad_request() {}

    let catchers = |base: &str, own: Vec<Catcher>| {
        let server = rocket::build().register(base, own);
        let client = Client::untracked(server.attach(UniformErrors::new())).unwrap();
        let catchers = client.rocket().catchers();
        catchers.filter(|catcher| catcher.code == Some(400)).count()
    };
    assert_eq!(catchers("/", catchers![not_found]), 1);
    assert_eq!(catchers("/", catchers![bad_request]), 1);
    assert_eq!(catchers("/api", catchers![bad_request]), 2);
}
