//! A 5xx reveals no internals, wherever they are: in fields, in sources, in `Display` and `Debug`, in
//! the framework's own body, in a panic. Each request brings the secret that its response may not hold.

use crate::client::{send_bytes, split_head};
use crate::log;
use error_catalog::{ErrorBody, ErrorCatalog, Occurrence, Stamp, Translations};
use std::fmt;
use std::io;
use tracing::Level;

/// The bodies of all that fails with an error of the catalog.
#[derive(Debug, thiserror::Error, ErrorCatalog)]
enum Failure {
    #[error("query of {0} failed")]
    #[catalog(status = 500, code = 2000)]
    Positional(String),
    #[error("query of {user} on {host:?} failed")]
    #[catalog(status = 500, code = 2001, message = "Storage failed")]
    Named { user: String, host: Secret },
    #[error("storage failed")]
    #[catalog(status = 503, code = 2002, header("retry-after" = "{seconds}"))]
    Chain { seconds: u64, source: Cause },
    #[error(transparent)]
    #[catalog(status = 502, code = 2003)]
    Forwarded(#[from] io::Error),
    #[error("failed: {0}")]
    #[catalog(status = 500, code = 2004)]
    Boxed(Box<dyn std::error::Error + Send + Sync>),
    #[error("{}", .0.0)]
    #[catalog(status = 501, code = 2005)]
    Argument(Secret),
    #[error(transparent)]
    #[catalog(transparent)]
    Nested(#[from] Inner),
    #[error("inside: {0}")]
    #[catalog(transparent)]
    Wrapped(#[source] Inner),
}

#[derive(Debug, thiserror::Error, ErrorCatalog)]
#[error("inner {secret}")]
#[catalog(status = 507, code = 2100)]
struct Inner<T: fmt::Display + fmt::Debug = String> {
    secret: T,
}

#[derive(Debug, thiserror::Error)]
#[error("cause {0}")]
struct Cause(String, #[source] io::Error);

struct Secret(String);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Of the errors, by number.
const FAILURES: [fn(String) -> Failure; 8] = [
    Failure::Positional,
    |secret| Failure::Named {
        user: secret.clone(),
        host: Secret(secret),
    },
    |secret| Failure::Chain {
        seconds: 7,
        source: Cause(secret.clone(), io::Error::other(secret)),
    },
    |secret| io::Error::other(secret).into(),
    |secret| Failure::Boxed(secret.into()),
    |secret| Failure::Argument(Secret(secret)),
    |secret| Inner { secret }.into(),
    |secret| Failure::Wrapped(Inner { secret }),
];

/// What else a service may do with a secret, by name.
const OTHERS: [&str; 5] = ["occurrence", "body", "stream", "reason", "panic"];

fn ways() -> Vec<String> {
    let failures = (0..FAILURES.len()).map(|number| number.to_string());
    failures.chain(OTHERS.map(String::from)).collect()
}

/// What [`ways`] says of the number.
fn failure(way: &str, secret: &str) -> Option<Failure> {
    let make = FAILURES.get(way.parse::<usize>().ok()?)?;
    Some(make(secret.into()))
}

/// What all secrets begin with.
const MARK: &str = "swordfish";

/// Unlike any other.
fn new_secret() -> String {
    let id = Stamp::now().error_id().simple().to_string();
    format!("{MARK}{}", &id[16..])
}

fn holds(bytes: &[u8], secret: &str) -> bool {
    let found = bytes.windows(secret.len());
    found
        .into_iter()
        .any(|part| part.eq_ignore_ascii_case(secret.as_bytes()))
}

/// The response is that of a failure, and does not say what the log says.
fn assert_kept(what: &str, secret: &str, response: &[u8], body: &[u8]) {
    let shown = String::from_utf8_lossy(response);
    assert!(!holds(response, secret), "{what}: {shown}");
    let body: ErrorBody =
        serde_json::from_slice(body).unwrap_or_else(|error| panic!("{what}: {error}: {shown}"));
    assert!(body.code() >= 500, "{what}: {shown}");
    let logged = format!("{:?}", log::of(&body.error_id().to_string()));
    let is_of_the_catalog = body.code() >= 2000;
    if is_of_the_catalog {
        assert!(logged.contains(secret), "{what}: {logged}");
    }
}

/// Many may read those.
fn assert_no_event_below_error_holds_a_secret() {
    for level in [Level::WARN, Level::INFO, Level::DEBUG] {
        for event in log::at(level) {
            assert!(!format!("{event:?}").contains(MARK), "{event:?}");
        }
    }
}

/// Whatever a translation may ask for.
fn translations() -> Translations {
    let names = Failure::CATALOG.to_ftl().to_string();
    let names = names
        .lines()
        .filter_map(|line| Some(line.split_once(" = ")?.0));
    let german: Vec<_> = names
        .map(|name| format!("{name} = Auf Deutsch: {{ $message }}"))
        .collect();
    let translations = Translations::new("en").unwrap();
    translations.with("de", german.join("\n")).unwrap()
}

fn no_response_holds_a_secret(url: &str) {
    for way in ways() {
        for preference in [
            "accept: */*",
            "accept: application/problem+json",
            "accept-language: de",
        ] {
            let secret = new_secret();
            let request = format!(
                "GET /secrets/{way} HTTP/1.1\r\nhost: a\r\nte: trailers\r\nx-secret: {secret}\r\n\
                 {preference}\r\nconnection: close\r\n\r\n"
            );
            let response = send_bytes(url, &request);
            let (_, body) = split_head(&response);
            let what = format!("{url} {way} {preference}");
            assert_kept(&what, &secret, &response, body);
        }
    }
    assert_no_event_below_error_holds_a_secret();
}

mod on_axum {
    use super::*;
    use crate::layers::{Layer, RECOMMENDED, decoded, permutations, stack};
    use axum::Router;
    use axum::body::Body;
    use axum::extract::Path;
    use axum::http::{HeaderMap, Request, Response, StatusCode};
    use axum::response::IntoResponse as _;
    use axum::routing::get;
    use error_catalog::UniformErrors;
    use futures_util::stream;
    use http_body::Frame;
    use http_body_util::{BodyExt as _, StreamBody};
    use std::convert::Infallible;
    use tower::ServiceExt as _;

    async fn fail(Path(way): Path<String>, headers: HeaderMap) -> Response<Body> {
        let secret = headers["x-secret"].to_str().unwrap().to_owned();
        if let Some(failure) = failure(&way, &secret) {
            return failure.into_response();
        }
        let mut response = match &*way {
            "occurrence" => return Occurrence::new(Failure::Positional(secret)).into_response(),
            "stream" => {
                let trailers =
                    HeaderMap::from_iter([("x-trailer".parse().unwrap(), secret.parse().unwrap())]);
                let frames = [
                    Ok::<_, Infallible>(Frame::data(secret.into())),
                    Ok(Frame::trailers(trailers)),
                ];
                Body::new(StreamBody::new(stream::iter(frames))).into_response()
            }
            "panic" => panic!("{secret}"),
            "reason" => {
                let reason = hyper::ext::ReasonPhrase::try_from(secret).unwrap();
                let mut response = Response::new(Body::empty());
                response.extensions_mut().insert(reason);
                response
            }
            _ => secret.into_response(),
        };
        *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
        response
    }

    fn router() -> Router {
        Router::new().route("/secrets/{way}", get(fail))
    }

    #[test]
    fn no_response_holds_a_secret() {
        let uniform = UniformErrors::new().problem_details("urn:errors:");
        let uniform = uniform.translations(translations());
        let url = crate::axum::serve(router().layer(uniform));
        super::no_response_holds_a_secret(&url);
    }

    #[tokio::test]
    async fn no_response_holds_a_secret_in_any_order_of_layers() {
        log::listen();
        let orders = permutations(&RECOMMENDED);
        for (number, order) in orders.iter().enumerate() {
            let router = stack(router(), &[&[Layer::RequestId], &**order].concat());
            // Each order has a few of the ways, each way a few orders of each layer.
            for way in ways().iter().skip(number % 4).step_by(4) {
                let secret = new_secret();
                let request = Request::get(format!("/secrets/{way}"))
                    .header("x-secret", &secret)
                    .header("accept-encoding", "gzip")
                    .body(Body::empty());
                let response = router.clone().oneshot(request.unwrap()).await.unwrap();
                let (parts, body) = response.into_parts();
                let body = body.collect().await.unwrap();
                let trailers = body.trailers().cloned();
                let response = Response::from_parts(parts, body.to_bytes().to_vec());
                let body = decoded(&response);
                let whole = format!("{response:?}{trailers:?}{}", String::from_utf8_lossy(&body));
                assert_kept(
                    &format!("{order:?} {way}"),
                    &secret,
                    whole.as_bytes(),
                    &body,
                );
            }
        }
        assert_no_event_below_error_holds_a_secret();
    }
}

mod on_actix {
    use super::*;
    use actix_web::http::StatusCode;
    use actix_web::web::{self, Bytes, Path};
    use actix_web::{App, HttpRequest, HttpResponse, ResponseError as _};
    use error_catalog::actix::UniformErrors;
    use futures_util::stream;

    async fn fail(way: Path<String>, request: HttpRequest) -> HttpResponse {
        let secret = request
            .headers()
            .get("x-secret")
            .unwrap()
            .to_str()
            .unwrap()
            .to_owned();
        if let Some(failure) = failure(&way, &secret) {
            return failure.error_response();
        }
        let mut response = HttpResponse::build(StatusCode::INTERNAL_SERVER_ERROR);
        match &**way {
            "occurrence" => Occurrence::new(Failure::Positional(secret)).error_response(),
            "stream" => response.streaming(stream::iter([Ok::<_, actix_web::Error>(Bytes::from(
                secret,
            ))])),
            "panic" => panic!("{secret}"),
            "reason" => response.reason(secret.leak()).finish(),
            _ => response.body(secret),
        }
    }

    #[test]
    fn no_response_holds_a_secret() {
        let url = crate::actix::serve(|| {
            App::new()
                .wrap(
                    UniformErrors::new()
                        .problem_details("urn:errors:")
                        .translations(translations()),
                )
                .route("/secrets/{way}", web::get().to(fail))
        });
        super::no_response_holds_a_secret(&url);
    }
}

mod on_poem {
    use super::*;
    use error_catalog::poem::UniformErrors;
    use futures_util::stream;
    use poem::http::StatusCode;
    use poem::web::Path;
    use poem::{Body, EndpointExt as _, Request, Response, Route, get, handler};

    #[handler]
    fn fail(Path(way): Path<String>, request: &Request) -> poem::Result<Response> {
        let secret = request.header("x-secret").unwrap().to_owned();
        if let Some(failure) = failure(&way, &secret) {
            return Err(failure.into());
        }
        let mut response = Response::builder().status(StatusCode::INTERNAL_SERVER_ERROR);
        Ok(match &*way {
            "occurrence" => return Err(Occurrence::new(Failure::Positional(secret)).into()),
            "stream" => {
                let frames = stream::iter([Ok::<_, io::Error>(secret)]);
                response.body(Body::from_bytes_stream(frames))
            }
            "panic" => panic!("{secret}"),
            "reason" => {
                let reason = hyper::ext::ReasonPhrase::try_from(secret).unwrap();
                response.extension(reason).finish()
            }
            _ => response.body(secret),
        })
    }

    #[test]
    fn no_response_holds_a_secret() {
        let app = Route::new().at("/secrets/:way", get(fail));
        let uniform = UniformErrors::new().problem_details("urn:errors:");
        let app = app.with(uniform.translations(translations()));
        super::no_response_holds_a_secret(&crate::poem::serve(app));
    }
}

mod on_rocket {
    use super::*;
    use error_catalog::rocket::UniformErrors;
    use rocket::http::Status;
    use rocket::request::Request;
    use rocket::response::{self, Responder, Response};
    use rocket::{get, routes};

    struct Fails(String);

    impl<'r> Responder<'r, 'static> for Fails {
        fn respond_to(self, request: &'r Request<'_>) -> response::Result<'static> {
            let way = self.0;
            let secret = request.headers().get_one("x-secret").unwrap().to_owned();
            if let Some(failure) = failure(&way, &secret) {
                return failure.respond_to(request);
            }
            let failed = Status::InternalServerError;
            match &*way {
                "occurrence" => Occurrence::new(Failure::Positional(secret)).respond_to(request),
                "stream" => {
                    let mut response = Response::build();
                    response
                        .status(failed)
                        .streamed_body(io::Cursor::new(secret));
                    response.ok()
                }
                "panic" => panic!("{secret}"),
                // Rocket has no reason phrases of one's own.
                "reason" => Err(failed),
                _ => (failed, secret).respond_to(request),
            }
        }
    }

    #[get("/secrets/<way>")]
    fn fail(way: String) -> Fails {
        Fails(way)
    }

    #[test]
    fn no_response_holds_a_secret() {
        let server = rocket::build().mount("/", routes![fail]);
        let uniform = UniformErrors::new().problem_details("urn:errors:");
        let server = server.attach(uniform.translations(translations()));
        let url = crate::rocket::serve(server);
        super::no_response_holds_a_secret(&url);
    }
}

mod on_http {
    use super::*;
    use http::Response;

    #[test]
    fn no_response_holds_a_secret() {
        for (number, make) in FAILURES.iter().enumerate() {
            let secret = new_secret();
            let response = Response::from(make(secret.clone()));
            let body = String::from_utf8(response.body().clone()).unwrap();
            let whole = format!("{response:?}{body}");
            assert!(!holds(whole.as_bytes(), &secret), "{number}: {whole}");
        }
    }
}

mod on_grpc {
    use super::*;
    use tonic::Status;
    use tonic::metadata::MetadataMap;

    #[test]
    fn no_status_holds_a_secret() {
        let mut request = MetadataMap::new();
        request.insert("accept-language", "de".parse().unwrap());
        for (number, make) in FAILURES.iter().enumerate() {
            let secret = new_secret();
            let occurrence = Occurrence::new(make(secret.clone()));
            let localized = translations().status(&occurrence, &request);
            for status in [Status::from(make(secret.clone())), localized] {
                let head = status.clone().into_http::<()>();
                let whole = format!("{status:?}{head:?}");
                assert!(!holds(whole.as_bytes(), &secret), "{number}: {whole}");
                assert!(!holds(status.details(), &secret), "{number}: {whole}");
            }
        }
    }
}
