//! What a client reads of the service, whatever framework it is on.

use crate::catalog::SECRET;
use crate::client::{body, get, send, send_bytes};
use crate::log;
use error_catalog::Status;
use ureq::http::{Request, Response};

/// A request, and the status that the framework answers it with.
pub(crate) type Failure = (&'static str, &'static str, &'static str, u16);

/// A body that is too large.
pub(crate) const LONG: &str = match str::from_utf8(&[b' '; 2000]) {
    Ok(text) => text,
    Err(_) => panic!("blanks are UTF-8"),
};

/// The path, the framework's status and the code that a catalog gives it.
const OWN: [(&str, u16, u32, &str); 5] = [
    ("/messages/7", 404, 1300, "no message 7"),
    ("/occurrence", 404, 1300, "no message 7"),
    ("/too-soon", 429, 1400, "slow down"),
    ("/storage", 500, 2000, INTERNAL),
    ("/question-mark", 500, 2000, INTERNAL),
];

const INTERNAL: &str = "Internal Server Error";

fn request(url: &str, (method, path, text, _): Failure) -> Request<Vec<u8>> {
    Request::builder()
        .method(method)
        .uri(format!("{url}{path}"))
        .header(
            "content-type",
            if path.contains("text") {
                "text/plain"
            } else {
                "application/json"
            },
        )
        .body(text.as_bytes().to_vec())
        .expect("a request")
}

fn header<'a>(response: &'a Response<Vec<u8>>, name: &str) -> Option<&'a str> {
    response
        .headers()
        .get(name)
        .map(|value| value.to_str().expect("text"))
}

/// Each error of the catalog arrives as its entry says.
pub(crate) fn errors_of_the_catalog_arrive(url: &str) {
    for (path, status, code, message) in OWN {
        let response = get(&format!("{url}{path}"));
        assert_eq!(response.status(), status, "{path}");
        assert_eq!(
            header(&response, "content-type"),
            Some("application/json"),
            "{path}"
        );
        let length = response.body().len().to_string();
        assert_eq!(
            header(&response, "content-length"),
            Some(&*length),
            "{path}"
        );
        assert_eq!(
            (body(&response).code(), body(&response).message()),
            (code, message),
            "{path}"
        );
    }
    let response = get(&format!("{url}/too-soon"));
    assert_eq!(header(&response, "retry-after"), Some("30"));
    assert_eq!(header(&response, "x-limit"), Some("5"));
    let response = get(&format!("{url}/bad-header"));
    assert_eq!(header(&response, "x-limit"), None);
    assert_eq!(header(&response, "set-cookie"), None);
    assert_eq!(body(&response).code(), 1400);
}

/// What the framework itself fails with has the standard body, under the framework's own status.
pub(crate) fn failures_of_the_framework_arrive(url: &str, failures: &[Failure]) {
    for &failure in failures {
        let response = send(request(url, failure));
        let status = failure.3;
        assert_eq!(response.status(), status, "{failure:?}");
        assert_eq!(
            header(&response, "content-type"),
            Some("application/json"),
            "{failure:?}"
        );
        let body = body(&response);
        assert_eq!(body.code(), u32::from(status), "{failure:?}");
        let description = Status::new(status).expect("a failure").phrase();
        assert_eq!(body.message(), description, "{failure:?}");
    }
}

/// Headers stay, but for those of the replaced body.
pub(crate) fn headers_stay(url: &str) {
    let response = get(&format!("{url}/text"));
    assert_eq!(response.status(), 401);
    for (name, value) in [
        ("www-authenticate", "Bearer"),
        ("retry-after", "7"),
        ("set-cookie", "a=b"),
    ] {
        assert_eq!(header(&response, name), Some(value), "{name}");
    }
    for name in ["etag", "content-language"] {
        assert_eq!(header(&response, name), None, "{name}");
    }
    assert_eq!(body(&response).code(), 401);
}

/// HEAD gets the headers of GET, and no body.
pub(crate) fn head_has_headers_alone(url: &str) {
    for path in ["/messages/7", "/nowhere", "/text", "/storage"] {
        let of_get = get(&format!("{url}{path}"));
        let of_head = send(request(url, ("HEAD", path, "", 0)));
        assert_eq!(of_head.status(), of_get.status(), "{path}");
        assert!(of_head.body().is_empty(), "{path}");
        for name in ["content-type", "content-length", "www-authenticate"] {
            assert_eq!(
                header(&of_head, name),
                header(&of_get, name),
                "{path}: {name}"
            );
        }
        let bytes = send_bytes(
            url,
            &format!("HEAD {path} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n"),
        );
        assert!(bytes.ends_with(b"\r\n\r\n"), "{path}");
    }
}

/// What is no failure, or a stream, or exempt, stays as it is.
pub(crate) fn a_response_that_is_no_error_or_exempt_stays(url: &str) {
    let untouched = [
        ("/ok", 200, "fine"),
        ("/not-modified", 304, ""),
        ("/teapot", 418, "as it is"),
    ];
    for (path, status, text) in untouched {
        let response = get(&format!("{url}{path}"));
        assert_eq!(response.status(), status, "{path}");
        assert_eq!(String::from_utf8_lossy(response.body()), text, "{path}");
    }
}

/// A stream or gRPC that failed is an error like any other: those that succeed are a 200.
pub(crate) fn failed_streams_get_the_standard_body(url: &str) {
    for path in ["/events", "/grpc"] {
        let response = get(&format!("{url}{path}"));
        assert_eq!(response.status(), 503, "{path}");
        assert_eq!(body(&response).code(), 503, "{path}");
        assert_eq!(header(&response, "content-type"), Some("application/json"));
        assert_eq!(header(&response, "grpc-message"), None, "{path}");
    }
}

/// Something else gave the error's response another status.
pub(crate) fn an_overridden_status_is_restored(url: &str) {
    for (path, found) in [("/accepted", "202"), ("/raised", "502")] {
        let response = get(&format!("{url}{path}"));
        assert_eq!(response.status(), 404, "{path}");
        let body = body(&response);
        assert_eq!((body.code(), body.message()), (1300, "no message 7"));
        let logged = log::of(&body.error_id().to_string());
        let levels: Vec<_> = logged.iter().map(|event| event.level).collect();
        assert_eq!(levels, [tracing::Level::INFO, tracing::Level::WARN]);
        assert_eq!(logged[1].fields["found"], found, "{path}");
        assert_eq!(logged[1].fields["status"], "404", "{path}");
    }
}

/// Something else gave the error's response another body.
pub(crate) fn an_overridden_body_is_written_again(url: &str) {
    let response = get(&format!("{url}/tampered"));
    assert_eq!(response.status(), 500);
    let body = body(&response);
    assert_eq!((body.code(), body.message()), (2000, INTERNAL));
    let logged = log::of(&body.error_id().to_string());
    assert_eq!(logged.len(), 2, "{logged:?}");
    assert_eq!(logged[0].fields["entry"], "ServiceError::Storage");
    assert_eq!(logged[1].level, tracing::Level::WARN);
}

/// No client is given another's errorId by a cache.
pub(crate) fn errors_are_not_cached(url: &str) {
    for path in ["/messages/7", "/nowhere", "/cached", "/storage"] {
        let response = get(&format!("{url}{path}"));
        assert!(response.status().as_u16() >= 400, "{path}");
        let values: Vec<_> = response.headers().get_all("cache-control").iter().collect();
        assert_eq!(values, ["no-store"], "{path}");
        for name in ["age", "expires"] {
            assert_eq!(header(&response, name), None, "{path}");
        }
    }
    // An entry may say otherwise.
    let response = get(&format!("{url}/kept-for-an-hour"));
    let values: Vec<_> = response.headers().get_all("cache-control").iter().collect();
    assert_eq!(values, ["max-age=3600"]);
}

/// What the framework said is in the log, not in the body.
pub(crate) fn the_reason_is_logged(url: &str) {
    let response = get(&format!("{url}/reason"));
    assert_eq!(response.status(), 422);
    let body = body(&response);
    assert_eq!(body.message(), "Unprocessable Content");
    let logged = log::of(&body.error_id().to_string());
    assert_eq!(logged.len(), 1);
    let reason = &logged[0].fields["reason"];
    assert_eq!(reason, "field `to`: expected a string<U+000A>found 7");
    // A span has them, if there is one.
    if logged[0].span.is_none() {
        assert_eq!(logged[0].fields["method"], "GET");
        assert_eq!(logged[0].fields["path"], "/reason");
    }
}

/// A body that fails when the client has the head already, on this framework.
pub(crate) fn a_broken_body_is_logged(url: &str, module: &str) {
    let framework = module.split("::").nth(1).expect("the framework's module");
    for (path, said) in [
        ("/broken", format!("disk failure on {framework}")),
        (
            "/broken-by-panic",
            format!("panicked: disk panic on {framework}"),
        ),
    ] {
        let request = format!("GET {path} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n");
        let bytes = send_bytes(url, &request);
        let response = String::from_utf8_lossy(&bytes);
        assert!(response.starts_with("HTTP/1.1 200 "), "{path}: {response}");
        let logged = log::with("sent", "4", |event| {
            event
                .fields
                .get("reason")
                .is_some_and(|reason| reason.contains(&said))
        });
        assert!(!logged.is_empty(), "{path}");
        for event in logged {
            assert_eq!(event.level, tracing::Level::ERROR, "{path}");
            assert_eq!(event.fields["status"], "200", "{path}");
            assert!(event.fields.contains_key("error_id"), "{path}");
        }
    }
}

/// A closure sees the request's head, and a response may exempt itself.
pub(crate) fn endpoints_may_keep_bodies_of_their_own(url: &str) {
    for path in ["/oauth/token", "/exempt"] {
        let response = get(&format!("{url}{path}"));
        assert_eq!(response.status(), 400, "{path}");
        assert_eq!(response.body(), br#"{"error":"invalid_grant"}"#, "{path}");
    }
}

/// A closure puts an error of the catalog in the place of a response.
pub(crate) fn a_closure_replaces(url: &str) {
    let response = get(&format!("{url}/replaced"));
    assert_eq!(response.status(), 429);
    assert_eq!(body(&response).code(), 1400);
    let values: Vec<_> = response.headers().get_all("retry-after").iter().collect();
    assert_eq!(values, ["9"]);
}

/// An enum with a variant for the framework's rejection of a body answers and logs that.
pub(crate) fn an_application_gives_rejections_its_own_code(url: &str) {
    let response = send(request(url, ("POST", "/own-code", "{", 400)));
    assert_eq!(response.status(), 400);
    let body = body(&response);
    assert_eq!(body.code(), 1000);
    let logged = log::of(&body.error_id().to_string());
    let fields = &logged[0].fields;
    let source = fields.get("sources").or(fields.get("message"));
    assert!(source.unwrap().contains("EOF"), "{logged:?}");
}

/// No byte of any response tells what the inside said.
pub(crate) fn secrets_stay_inside(url: &str, failures: &[Failure], planted: &[&str]) {
    let own = OWN.iter().map(|&(path, ..)| ("GET", path, "", 0));
    let others = [
        "/text",
        "/panic",
        "/replaced",
        "/bad-header",
        "/tampered",
        "/raised",
        "/accepted",
        "/events",
        "/grpc",
    ]
    .map(|path| ("GET", path, "", 0));
    for (method, path, text, _) in failures.iter().copied().chain(own).chain(others) {
        let length = text.len();
        let bytes = send_bytes(
            url,
            &format!(
                "{method} {path} HTTP/1.1\r\nhost: a\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{text}"
            ),
        );
        let response = String::from_utf8_lossy(&bytes);
        assert!(response.contains(r#""errorId":""#), "{path}: {response}");
        for secret in ["hunter2", SECRET, "storage failed", "connection refused"]
            .iter()
            .chain(planted)
        {
            assert!(!response.contains(secret), "{path}: {response}");
        }
    }
}

/// One event for each occurrence: its errorId is the client's, 5xx at ERROR, 4xx at INFO.
pub(crate) fn each_occurrence_is_logged_once(url: &str, failures: &[Failure]) {
    let own = OWN
        .iter()
        .map(|&(path, status, ..)| ("GET", path, "", status));
    for failure in failures.iter().copied().chain(own) {
        let response = send(request(url, failure));
        let body = body(&response);
        let logged = log::of(&body.error_id().to_string());
        assert_eq!(logged.len(), 1, "{failure:?}: {logged:?}");
        let (level, fields) = (logged[0].level, &logged[0].fields);
        let expected = if failure.3 >= 500 {
            tracing::Level::ERROR
        } else {
            tracing::Level::INFO
        };
        assert_eq!(level, expected, "{failure:?}");
        assert_eq!(fields["code"], body.code().to_string(), "{failure:?}");
        assert_eq!(fields["status"], failure.3.to_string(), "{failure:?}");
    }
    let response = get(&format!("{url}/storage"));
    let logged = log::of(&body(&response).error_id().to_string());
    let fields = &logged[0].fields;
    assert_eq!(fields["entry"], "ServiceError::Storage");
    assert_eq!(fields["message"], format!("storage failed: {SECRET}"));
    assert_eq!(
        fields["sources"],
        format!("query failed on {SECRET}: connection refused")
    );
}

/// The info that middleware sees speaks of what the client reads.
pub(crate) fn the_marker_is_the_clients(url: &str) {
    for (path, entry) in [
        ("/messages/7", "ServiceError::NotFound"),
        ("/nowhere", "Not Found"),
        ("/storage", "ServiceError::Storage"),
    ] {
        let response = get(&format!("{url}{path}"));
        let body = body(&response);
        let info = format!("{} {} {entry}", body.error_id(), body.code());
        assert_eq!(header(&response, "x-info"), Some(&*info), "{path}");
    }
}

/// A test of each, for a service that runs at `url()`.
macro_rules! contract {
    ($failures:expr, $planted:expr) => {
        mod contract {
            use super::*;
            use crate::contract;

            #[test]
            fn errors_of_the_catalog_arrive() {
                contract::errors_of_the_catalog_arrive(url());
            }

            #[test]
            fn failures_of_the_framework_arrive() {
                contract::failures_of_the_framework_arrive(url(), $failures);
            }

            #[test]
            fn headers_stay() {
                contract::headers_stay(url());
            }

            #[test]
            fn head_has_headers_alone() {
                contract::head_has_headers_alone(url());
            }

            #[test]
            fn a_response_that_is_no_error_or_exempt_stays() {
                contract::a_response_that_is_no_error_or_exempt_stays(url());
            }

            #[test]
            fn failed_streams_get_the_standard_body() {
                contract::failed_streams_get_the_standard_body(url());
            }

            #[test]
            fn an_overridden_status_is_restored() {
                contract::an_overridden_status_is_restored(url());
            }

            #[test]
            fn an_overridden_body_is_written_again() {
                contract::an_overridden_body_is_written_again(url());
            }

            #[test]
            fn errors_are_not_cached() {
                contract::errors_are_not_cached(url());
            }

            #[test]
            fn the_reason_is_logged() {
                contract::the_reason_is_logged(url());
            }

            #[test]
            fn a_broken_body_is_logged() {
                contract::a_broken_body_is_logged(url(), module_path!());
            }

            #[test]
            fn endpoints_may_keep_bodies_of_their_own() {
                contract::endpoints_may_keep_bodies_of_their_own(url());
            }

            #[test]
            fn a_closure_replaces() {
                contract::a_closure_replaces(url());
            }

            #[test]
            fn an_application_gives_rejections_its_own_code() {
                contract::an_application_gives_rejections_its_own_code(url());
            }

            #[test]
            fn secrets_stay_inside() {
                contract::secrets_stay_inside(url(), $failures, $planted);
            }

            #[test]
            fn each_occurrence_is_logged_once() {
                contract::each_occurrence_is_logged_once(url(), $failures);
            }

            #[test]
            fn the_marker_is_the_clients() {
                contract::the_marker_is_the_clients(url());
            }
        }
    };
}
pub(crate) use contract;
