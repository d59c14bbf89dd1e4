//! Clients that vanish or dawdle, panics wherever one may be, and ten thousand errors at once: each
//! response arrives whole, and the server goes on.

use crate::client::{body, connect, get, split_head};
use error_catalog::ErrorBody;
use std::collections::HashSet;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::panic::panic_any;
use std::sync::Mutex;
use std::thread;
use std::time::Duration;

static LOCK: Mutex<u32> = Mutex::new(0);

fn panic_with_the_lock() -> String {
    let mut locked = LOCK.lock().unwrap();
    *locked += 1;
    panic!("with the lock held: {locked}")
}

/// Panics when the handler that holds it returns.
struct Mine;

impl Drop for Mine {
    fn drop(&mut self) {
        panic_any("a drop")
    }
}

fn drop_a_mine() -> String {
    let _mine = Mine;
    String::from("never sent")
}

fn assert_not_found(url: &str) {
    let response = get(&format!("{url}/messages/7"));
    assert_eq!(response.status(), 404);
    assert_eq!(body(&response).code(), 1300);
}

/// The status and the body of each response.
fn responses(mut bytes: &[u8]) -> Vec<(u16, ErrorBody<'static>)> {
    let mut responses = Vec::new();
    while !bytes.is_empty() {
        let (head, rest) = split_head(bytes);
        let head = str::from_utf8(head).expect("text").to_lowercase();
        let status = head[9..12].parse().expect("a status");
        let length = head.split("content-length: ").nth(1).expect("a length");
        let length: usize = length.lines().next().unwrap().parse().expect("a length");
        let (body, next) = rest.split_at(length);
        let body = serde_json::from_slice(body).expect("the standard body");
        responses.push((status, body));
        bytes = next;
    }
    responses
}

fn panics_are_500s(url: &str, paths: &[&str]) {
    for path in paths {
        // The second time, what the first left behind is found.
        for _ in 0..2 {
            let response = get(&format!("{url}{path}"));
            assert_eq!(response.status(), 500, "{path}");
            let body = body(&response);
            assert_eq!(
                (body.code(), body.message()),
                (500, "Internal Server Error"),
                "{path}"
            );
            let logged = crate::log::of(&body.error_id().to_string());
            assert_eq!(logged.len(), 1, "{path}: {logged:?}");
        }
        assert_not_found(url);
    }
}

/// In the middle of the head, of the body, and before the response is read.
fn clients_that_vanish_harm_nobody(url: &str) {
    let requests = [
        "GET /messages/7 HTTP/1.1\r\nho",
        "POST /messages HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 500\r\n\r\n{\"to\"",
        "POST /messages HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{\"t",
        "GET /messages/7 HTTP/1.1\r\nhost: a\r\n\r\n",
        "GET /broken HTTP/1.1\r\nhost: a\r\n\r\n",
        "GET /broken-by-panic HTTP/1.1\r\nhost: a\r\n\r\n",
    ];
    for _ in 0..50 {
        for request in requests {
            let mut stream = connect(url);
            stream.write_all(request.as_bytes()).expect("sent");
        }
    }
    assert_not_found(url);
}

fn a_slow_client_gets_all(url: &str) {
    let request = "GET /messages/7 HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n";
    let mut stream = connect(url);
    for byte in request.as_bytes() {
        stream.write_all(&[*byte]).expect("sent");
        thread::sleep(Duration::from_millis(1));
    }
    let mut bytes = Vec::new();
    let mut one = [0];
    while stream.read(&mut one).expect("received") == 1 {
        bytes.push(one[0]);
        if bytes.len() % 8 == 0 {
            thread::sleep(Duration::from_millis(1));
        }
    }
    let responses = responses(&bytes);
    assert_eq!(responses.len(), 1);
    assert_eq!((responses[0].0, responses[0].1.code()), (404, 1300));
}

/// All requests are sent before any response is read.
fn ten_thousand_errors_at_once(url: &str) {
    const CONNECTIONS: usize = 200;
    const EACH: usize = 50;

    let request = "GET /messages/7 HTTP/1.1\r\nhost: a\r\n\r\n";
    let last = "GET /storage HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n";
    let requests = request.repeat(EACH - 1) + last;
    let connections: Vec<TcpStream> = (0..CONNECTIONS)
        .map(|_| {
            let mut stream = connect(url);
            stream.write_all(requests.as_bytes()).expect("sent");
            stream
        })
        .collect();
    let mut ids = HashSet::new();
    for mut stream in connections {
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).expect("received");
        let responses = responses(&bytes);
        assert_eq!(responses.len(), EACH);
        for (number, (status, body)) in responses.iter().enumerate() {
            let expected = if number + 1 == EACH {
                (500, 2000)
            } else {
                (404, 1300)
            };
            assert_eq!((*status, body.code()), expected);
            ids.insert(body.error_id());
        }
    }
    assert_eq!(ids.len(), CONNECTIONS * EACH);
}

/// Where a middleware is around handlers and extractors.
const AROUND_HANDLERS: &[&str] = &[
    "/lock",
    "/drop",
    "/extractor",
    "/before",
    "/after",
    "/panic",
];

macro_rules! faults {
    ($panics:expr) => {
        #[test]
        fn panics_are_500s() {
            super::panics_are_500s(url(), $panics);
        }

        #[test]
        fn clients_that_vanish_harm_nobody() {
            super::clients_that_vanish_harm_nobody(url());
        }

        #[test]
        fn a_slow_client_gets_all() {
            super::a_slow_client_gets_all(url());
        }

        #[test]
        fn ten_thousand_errors_at_once() {
            super::ten_thousand_errors_at_once(url());
        }
    };
}

mod on_axum {
    use super::{AROUND_HANDLERS, drop_a_mine, panic_with_the_lock};
    use crate::axum::{router, serve};
    use axum::extract::{FromRequestParts, Request};
    use axum::http::request::Parts;
    use axum::middleware::{Next, from_fn};
    use axum::response::Response;
    use axum::routing::get;
    use error_catalog::axum::UniformErrors;
    use std::convert::Infallible;
    use std::sync::LazyLock;

    struct Panics;

    impl<S: Sync> FromRequestParts<S> for Panics {
        type Rejection = Infallible;

        async fn from_request_parts(_: &mut Parts, _: &S) -> Result<Self, Infallible> {
            panic!("an extractor")
        }
    }

    async fn panics_before(request: Request, next: Next) -> Response {
        assert_ne!(request.uri().path(), "/before", "a middleware");
        let after = request.uri().path() == "/after";
        let response = next.run(request).await;
        assert!(!after, "a middleware");
        response
    }

    fn url() -> &'static str {
        static URL: LazyLock<String> = LazyLock::new(|| {
            let router = router()
                .route("/lock", get(async || panic_with_the_lock()))
                .route("/drop", get(async || drop_a_mine()))
                .route("/extractor", get(async |_: Panics| "never"))
                .route("/before", get(async || "never"))
                .route("/after", get(async || "never"));
            serve(
                router
                    .layer(from_fn(panics_before))
                    .layer(UniformErrors::new()),
            )
        });
        &URL
    }

    faults!(AROUND_HANDLERS);
}

mod on_actix {
    use super::{AROUND_HANDLERS, drop_a_mine, panic_with_the_lock};
    use crate::actix::{routes, serve};
    use actix_web::body::MessageBody;
    use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
    use actix_web::middleware::{Next, from_fn};
    use actix_web::{App, Error, FromRequest, HttpRequest, web};
    use error_catalog::actix::UniformErrors;
    use std::future::Ready;
    use std::sync::LazyLock;

    struct Panics;

    impl FromRequest for Panics {
        type Error = Error;
        type Future = Ready<Result<Self, Error>>;

        fn from_request(_: &HttpRequest, _: &mut Payload) -> Self::Future {
            panic!("an extractor")
        }
    }

    async fn panics_before(
        request: ServiceRequest,
        next: Next<impl MessageBody>,
    ) -> Result<ServiceResponse<impl MessageBody>, Error> {
        assert_ne!(request.path(), "/before", "a middleware");
        let after = request.path() == "/after";
        let response = next.call(request).await?;
        assert!(!after, "a middleware");
        Ok(response)
    }

    fn url() -> &'static str {
        static URL: LazyLock<String> = LazyLock::new(|| {
            serve(|| {
                App::new()
                    .wrap(from_fn(panics_before))
                    .wrap(UniformErrors::new())
                    .configure(routes)
                    .route("/lock", web::get().to(async || panic_with_the_lock()))
                    .route("/drop", web::get().to(async || drop_a_mine()))
                    .route("/extractor", web::get().to(async |_: Panics| "never"))
                    .route("/after", web::get().to(async || "never"))
            })
        });
        &URL
    }

    faults!(AROUND_HANDLERS);
}

mod on_poem {
    use super::{AROUND_HANDLERS, drop_a_mine, panic_with_the_lock};
    use crate::poem::{overridden, routes, serve};
    use error_catalog::poem::UniformErrors;
    use poem::endpoint::make_sync;
    use poem::{
        Endpoint, EndpointExt as _, FromRequest, Request, RequestBody, Result, get, handler,
    };
    use std::sync::LazyLock;

    struct Panics;

    impl<'a> FromRequest<'a> for Panics {
        async fn from_request(_: &'a Request, _: &mut RequestBody) -> Result<Self> {
            panic!("an extractor")
        }
    }

    #[handler]
    fn extractor(_: Panics) -> &'static str {
        "never"
    }

    async fn panics_around<E: Endpoint>(next: E, request: Request) -> Result<E::Output> {
        assert_ne!(request.uri().path(), "/before", "a middleware");
        let after = request.uri().path() == "/after";
        let response = next.call(request).await?;
        assert!(!after, "a middleware");
        Ok(response)
    }

    fn url() -> &'static str {
        static URL: LazyLock<String> = LazyLock::new(|| {
            let routes = overridden(routes())
                .at("/lock", get(make_sync(|_| panic_with_the_lock())))
                .at("/drop", get(make_sync(|_| drop_a_mine())))
                .at("/extractor", get(extractor))
                .at("/after", get(make_sync(|_| "never")));
            serve(routes.around(panics_around).with(UniformErrors::new()))
        });
        &URL
    }

    faults!(AROUND_HANDLERS);
}

mod on_rocket {
    use super::{drop_a_mine, panic_with_the_lock};
    use crate::client::send_bytes;
    use crate::rocket::{serve, server};
    use rocket::request::{FromRequest, Outcome, Request};
    use rocket::{get, routes};
    use std::convert::Infallible;
    use std::sync::LazyLock;

    struct Panics;

    #[rocket::async_trait]
    impl<'r> FromRequest<'r> for Panics {
        type Error = Infallible;

        async fn from_request(_: &'r Request<'_>) -> Outcome<Self, Infallible> {
            panic!("a guard")
        }
    }

    #[get("/lock")]
    fn lock() -> String {
        panic_with_the_lock()
    }

    #[get("/drop")]
    fn drops() -> String {
        drop_a_mine()
    }

    #[get("/extractor")]
    fn extractor(_panics: Panics) -> &'static str {
        "never"
    }

    fn url() -> &'static str {
        static URL: LazyLock<String> =
            LazyLock::new(|| serve(server().mount("/", routes![lock, drops, extractor])));
        &URL
    }

    faults!(&["/lock", "/drop", "/extractor", "/panic"]);

    /// Rocket catches panics of handlers and guards alone: no fairing is around another.
    #[test]
    fn a_fairing_that_panics_ends_its_connection_alone() {
        use rocket::fairing::AdHoc;

        let panics = AdHoc::on_request("panics", |request, _| {
            let path = request.uri().path().to_string();
            Box::pin(async move { assert_ne!(path, "/before", "a fairing") })
        });
        let url = serve(server().attach(panics));
        let request = "GET /before HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n";
        assert_eq!(send_bytes(&url, request), b"");
        super::assert_not_found(&url);
    }
}
