//! The id that a request comes with is in its error's response and event, on each framework.

use crate::client::{body, send};
use crate::log;
use crate::orders::SERVICES;
use ureq::http::{Request, Response};

fn get(url: &str, ids: &[&str]) -> Response<Vec<u8>> {
    let mut request = Request::get(url);
    for id in ids {
        request = request.header("x-request-id", *id);
    }
    send(request.body(Vec::new()).expect("a request"))
}

#[test]
fn the_id_of_a_request_is_sent_back_and_logged() {
    for (name, url) in SERVICES {
        for path in ["gone", "quota", "bare", "panic", "nowhere/at/all"] {
            let id = format!("{name}-{path}");
            let response = get(&format!("{}/{path}", url()), &[&id]);
            assert_eq!(response.headers()["x-request-id"], *id, "{name} {path}");
            let logged = log::of(&body(&response).error_id().to_string());
            let found: Vec<_> = logged
                .iter()
                .map(|event| &event.fields["request_id"])
                .collect();
            assert_eq!(found, [&id], "{name} {path}");
        }
    }
}

#[test]
fn a_request_without_an_id_has_none() {
    for (name, url) in SERVICES {
        let response = get(&format!("{}/gone", url()), &[]);
        assert!(!response.headers().contains_key("x-request-id"), "{name}");
        let logged = log::of(&body(&response).error_id().to_string());
        assert!(!logged[0].fields.contains_key("request_id"), "{name}");
    }
}

#[test]
fn a_long_id_is_cut_in_the_log() {
    let id = "x".repeat(3000);
    for (name, url) in SERVICES {
        let response = get(&format!("{}/gone", url()), &[&id]);
        let logged = log::of(&body(&response).error_id().to_string());
        assert_eq!(
            logged[0].fields["request_id"].len(),
            1024 + "…".len(),
            "{name}"
        );
    }
}
