//! Problem details (RFC 9457) for the clients that prefer them, on each framework.

use crate::client::{get, send, send_bytes, split_head};
use crate::log;
use crate::orders::SERVICES;
use error_catalog::{ErrorBody, Status};
use serde_json::{Value, json};
use ureq::http::{Request, Response};

const PROBLEM: &str = "application/problem+json";

fn get_as(accept: &str, url: &str) -> Response<Vec<u8>> {
    let request = Request::get(url).header("accept", accept);
    send(request.body(Vec::new()).expect("a request"))
}

#[track_caller]
fn problem(response: &Response<Vec<u8>>) -> Value {
    assert_eq!(response.headers()["content-type"], PROBLEM, "{response:?}");
    let vary = response.headers().get_all("vary");
    assert!(vary.iter().any(|field| field == "accept"));
    assert_eq!(response.headers()["cache-control"], "no-store");
    let length = response.body().len().to_string();
    assert_eq!(response.headers()["content-length"], *length);
    serde_json::from_slice(response.body()).expect("JSON")
}

#[test]
fn a_client_that_prefers_problem_details_gets_them() {
    for (name, url) in SERVICES {
        let response = get_as(PROBLEM, &format!("{}/gone", url()));
        assert_eq!(response.status(), 404, "{name}");
        let problem = problem(&response);
        let id = problem["errorId"].as_str().unwrap();
        assert_eq!(
            problem,
            json!({
                "type": "https://errors.example/#1404",
                "title": "Not Found",
                "status": 404,
                "detail": "\"Zoë\" is gone",
                "instance": format!("urn:uuid:{id}"),
                "code": 1404,
                "errorId": id,
                "timestamp": problem["timestamp"],
            }),
            "{name}"
        );
        let body: ErrorBody = serde_json::from_slice(response.body()).unwrap();
        assert_eq!((body.code(), body.message()), (1404, "\"Zoë\" is gone"));
        assert_eq!(log::of(id).len(), 1, "{name}");
    }
}

#[test]
fn a_problem_has_the_details_the_headers_and_the_title_of_its_error() {
    for (name, url) in SERVICES {
        for path in ["quota", "tampered"] {
            let response = get_as(PROBLEM, &format!("{}/{path}", url()));
            assert_eq!(response.status(), 429, "{name} {path}");
            assert_eq!(response.headers()["retry-after"], "60", "{name}");
            assert!(!response.headers().contains_key("etag"), "{name} {path}");
            let problem = problem(&response);
            assert_eq!(problem["details"], json!({ "limit": 100, "used": 101 }));
            assert_eq!(problem["detail"], "The quota of 100 is used up", "{name}");
            assert_eq!(problem["title"], "Too Many Requests", "{name}");
        }
        let response = get_as(PROBLEM, &format!("{}/search", url()));
        assert_eq!(
            problem(&response)["title"],
            "The request is invalid",
            "{name}"
        );
    }
}

#[test]
fn a_bare_status_and_a_panic_are_problems_without_a_type() {
    for (name, url) in SERVICES {
        for (path, status) in [("nowhere/at/all", 404), ("bare", 409), ("panic", 500)] {
            let response = get_as(PROBLEM, &format!("{}/{path}", url()));
            assert_eq!(response.status(), status, "{name} {path}");
            let problem = problem(&response);
            let phrase = Status::new(status).unwrap().phrase();
            assert_eq!(problem["type"], "about:blank", "{name} {path}");
            assert_eq!(problem["title"], phrase, "{name} {path}");
            assert_eq!(problem["detail"], phrase, "{name} {path}");
            assert_eq!(problem["code"], status, "{name} {path}");
        }
        let text = get_as(PROBLEM, &format!("{}/storage", url()));
        let text = String::from_utf8_lossy(text.body()).into_owned();
        assert!(!text.contains("disk"), "{name}: {text}");
    }
}

#[test]
fn everyone_else_gets_the_standard_body() {
    for (name, url) in SERVICES {
        for accept in [
            "*/*",
            "application/json",
            "text/html",
            "application/json, application/problem+json",
        ] {
            let response = get_as(accept, &format!("{}/gone", url()));
            assert_eq!(
                response.headers()["content-type"],
                "application/json",
                "{name}"
            );
            let vary = response.headers().get_all("vary");
            assert!(
                vary.iter().any(|field| field == "accept"),
                "{name} {accept}"
            );
            assert!(response.body().starts_with(b"{\"code\":1404,"), "{name}");
        }
        let quota = get(&format!("{}/quota", url()));
        assert_eq!(quota.headers()["etag"], "\"standard\"", "{name}");
        let exempt = get_as(PROBLEM, &format!("{}/exempt", url()));
        assert_eq!(exempt.body(), b"mine", "{name}");
        assert!(!exempt.headers().contains_key("vary"), "{name}");
        let fine = get(&format!("{}/search?limit=1", url()));
        assert!(!fine.headers().contains_key("vary"), "{name}");
    }
}

#[test]
fn a_preference_may_stand_in_several_lines() {
    for (name, url) in SERVICES {
        let request = Request::get(format!("{}/gone", url()))
            .header("accept", "application/json;q=0.4")
            .header("accept", "text/html")
            .header("accept", "application/problem+json;q=0.5");
        let response = send(request.body(Vec::new()).unwrap());
        assert_eq!(response.headers()["content-type"], PROBLEM, "{name}");
    }
}

#[test]
fn head_says_what_get_says() {
    for (name, url) in SERVICES {
        // actix-web answers HEAD where a route says so.
        let paths = ["/nowhere/at/all", "/gone", "/search", "/bare"];
        for path in paths.into_iter().take(if name == "actix" { 1 } else { 4 }) {
            let head = |method: &str| {
                let bytes = send_bytes(
                    url(),
                    &format!(
                        "{method} {path} HTTP/1.1\r\nhost: a\r\naccept: {PROBLEM}\r\nconnection: close\r\n\r\n"
                    ),
                );
                let (head, body) = split_head(&bytes);
                let text = String::from_utf8_lossy(head).to_ascii_lowercase();
                let lines = text.lines().filter(|line| !line.starts_with("date:"));
                let mut lines: Vec<_> = lines.map(str::to_owned).collect();
                lines.sort();
                (lines, body.len())
            };
            let (of_get, length) = head("GET");
            let (of_head, nothing) = head("HEAD");
            assert_eq!(of_get, of_head, "{name} {path}");
            assert!(
                of_get.contains(&format!("content-type: {PROBLEM}")),
                "{name}"
            );
            assert!(
                of_get.contains(&format!("content-length: {length}")),
                "{name}"
            );
            assert_eq!(nothing, 0, "{name}");
        }
    }
}

#[test]
fn a_hostile_preference_counts_as_none_and_is_logged() {
    let long = format!("{PROBLEM}, {}", "x/y, ".repeat(1200));
    for (name, url) in SERVICES {
        for accept in [&*long, "a b c", "application/problem+json;q=9", "/"] {
            let response = get_as(accept, &format!("{}/gone", url()));
            assert_eq!(response.status(), 404, "{name}");
            assert_eq!(
                response.headers()["content-type"],
                "application/json",
                "{name}"
            );
            let body: ErrorBody = serde_json::from_slice(response.body()).unwrap();
            let logged = log::of(&body.error_id().to_string());
            assert_eq!(logged.len(), 2, "{name} {logged:?}");
            assert_eq!(logged[1].level, tracing::Level::WARN, "{name}");
            let value = &logged[1].fields["value"];
            assert!(accept.starts_with(value.trim_end_matches('…')), "{name}");
        }
    }
}

#[test]
fn the_catalog_may_say_where_problems_are_documented() {
    use axum::body::Body;
    use error_catalog::{Catalog, UniformErrors};
    use futures_util::FutureExt as _;
    use std::convert::Infallible;
    use tower::{Layer as _, Service as _};

    static INNER: Catalog = Catalog::new("Inner", &[]).with_problem_details("urn:errors:");
    static CATALOG: Catalog = Catalog::new("Outer", &[]).with_nested(&[&INNER]);

    let service = tower::service_fn(async |_: Request<()>| {
        let response: Response<Vec<u8>> = crate::orders::quota().into();
        Ok::<_, Infallible>(response.map(Body::from))
    });
    let mut service = UniformErrors::new().catalog(&CATALOG).layer(service);
    let request = Request::get("/")
        .header("accept", PROBLEM)
        .body(())
        .unwrap();
    let response = service.call(request).now_or_never().unwrap().unwrap();
    assert_eq!(response.headers()["content-type"], PROBLEM);
}

mod hostile {
    use super::*;
    use axum::body::Body;
    use error_catalog::{Translations, UniformErrors};
    use futures_util::FutureExt as _;
    use http::HeaderValue;
    use proptest::prelude::*;
    use std::convert::Infallible;
    use tower::{Layer as _, Service as _};

    /// Bytes that HTTP allows in a field, and what such fields are made of.
    fn field() -> impl Strategy<Value = Vec<u8>> {
        let byte = prop_oneof![Just(b'\t'), 0x20..=0x7eu8, 0x80..=0xffu8];
        let part = prop::sample::select(vec![
            "application/problem+json",
            "application/json",
            "*/*",
            ";q=",
            "0.",
            "\"",
            "\\",
            ",",
            "de",
            "zh-Hant-TW",
        ]);
        let parts =
            prop::collection::vec(part, 0..12).prop_map(|parts| parts.concat().into_bytes());
        prop_oneof![prop::collection::vec(byte, 0..40), parts]
    }

    proptest! {
        #[test]
        fn every_preference_gets_one_body_or_the_other(accept in field(), language in field()) {
            let german = Translations::new("en").unwrap().with("de", "order-gone = weg").unwrap();
            let uniform = UniformErrors::new().problem_details("urn:errors:").translations(german);
            let mut service = uniform.layer(tower::service_fn(async |_: Request<()>| {
                let response: Response<Vec<u8>> = crate::orders::gone().into();
                Ok::<_, Infallible>(response.map(Body::from))
            }));
            let mut request = Request::new(());
            for (name, value) in [("accept", accept), ("accept-language", language)] {
                request.headers_mut().insert(name, HeaderValue::from_bytes(&value).unwrap());
            }
            let response = service.call(request).now_or_never().unwrap().unwrap();
            prop_assert_eq!(response.status(), 404);
            let problem = response.headers()["content-type"] == PROBLEM;
            let german = response.headers()["content-language"] == "de";
            let body = axum::body::to_bytes(Body::new(response.into_body()), 9999);
            let body: Value = serde_json::from_slice(&body.now_or_never().unwrap().unwrap()).unwrap();
            let message = &body[if problem { "detail" } else { "message" }];
            prop_assert_eq!(message, if german { "weg" } else { "\"Zoë\" is gone" });
        }
    }
}
