//! Messages in the language of the client, on each framework.

use crate::client::{body, get, send};
use crate::log;
use crate::orders::{OrderErrorKind, SERVICES, gone, quota, translations};
use error_catalog::{ErrorBody, ErrorInfo, Occurrence, Translation};
use serde_json::Value;
use tonic_types::StatusExt as _;
use ureq::http::{Request, Response};

fn get_in(language: &str, url: &str) -> Response<Vec<u8>> {
    let request = Request::get(url).header("accept-language", language);
    send(request.body(Vec::new()).expect("a request"))
}

#[track_caller]
fn check(what: &str, response: &Response<Vec<u8>>, language: &str, message: &str) {
    assert_eq!(response.headers()["content-language"], *language, "{what}");
    let vary = response.headers().get_all("vary");
    assert!(
        vary.iter().any(|field| field == "accept-language"),
        "{what}"
    );
    let length = response.body().len().to_string();
    assert_eq!(response.headers()["content-length"], *length, "{what}");
    assert_eq!(body(response).message(), message, "{what}");
}

#[test]
fn a_client_reads_its_language() {
    for (name, url) in SERVICES {
        let url = url();
        let get = |language, path: &str| get_in(language, &format!("{url}/{path}"));
        let response = get("de-CH, en;q=0.3", "gone");
        check(name, &response, "de", "\"Zoë\" gibt es nicht mehr");
        assert_eq!(body(&response).kind(), Ok(OrderErrorKind::Gone));

        let response = get("en;q=0.2, de;q=0.9", "quota");
        let message = "Das Kontingent von 100 Bestellungen ist erschöpft";
        check(name, &response, "de", message);
        assert_eq!(response.headers()["retry-after"], "60", "{name}");
        let details: Value = body(&response).details().unwrap().unwrap();
        assert_eq!(details["used"], 101, "{name}");

        // Its body is not the error's any more.
        let response = get("de", "tampered");
        check(name, &response, "de", message);

        let response = get("de", "bare");
        check(name, &response, "de", "Konflikt");
        let response = get("ar", "nowhere/at/all");
        check(name, &response, "ar", "غير موجود");
    }
}

#[test]
fn what_is_not_translated_stays_in_the_default_language() {
    for (name, url) in SERVICES {
        let url = url();
        for language in ["en", "fr", "ar", "*", "de;q=0"] {
            let response = get_in(language, &format!("{url}/gone"));
            check(name, &response, "en", "\"Zoë\" is gone");
        }
        let response = get(&format!("{url}/gone"));
        check(name, &response, "en", "\"Zoë\" is gone");
        let response = get_in("de", &format!("{url}/nowhere/at/all"));
        check(name, &response, "en", "Not Found");
        let response = get_in("de", &format!("{url}/exempt"));
        assert_eq!(response.body(), b"mine", "{name}");
        assert!(!response.headers().contains_key("content-language"));
    }
}

#[test]
fn an_internal_failure_is_the_same_words_in_every_language() {
    for (name, url) in SERVICES {
        for (path, message) in [
            ("storage", "Interner Fehler"),
            ("panic", "Da ist etwas schiefgegangen"),
        ] {
            let response = get_in("de", &format!("{}/{path}", url()));
            assert_eq!(response.status(), 500, "{name}");
            check(name, &response, "de", message);
            // The log stays in the default language.
            let logged = log::of(&body(&response).error_id().to_string());
            assert_eq!(logged.len(), 1, "{name}");
            let text = &logged[0].fields["message"];
            assert!(
                !text.contains("Fehler") && !text.contains("Da ist"),
                "{text}"
            );
        }
    }
}

#[test]
fn a_problem_is_translated_as_well() {
    for (name, url) in SERVICES {
        let request = Request::get(format!("{}/gone", url()))
            .header("accept", "application/problem+json")
            .header("accept-language", "de");
        let response = send(request.body(Vec::new()).unwrap());
        assert_eq!(
            response.headers()["content-type"],
            "application/problem+json"
        );
        check(name, &response, "de", "\"Zoë\" gibt es nicht mehr");
        let problem: Value = serde_json::from_slice(response.body()).unwrap();
        assert_eq!(problem["title"], "Not Found", "{name}");
    }
}

#[test]
fn a_translation_that_cannot_be_used_is_logged() {
    for (name, url) in SERVICES {
        let response = get_in("de", &format!("{}/not-json", url()));
        check(name, &response, "en", "unreadable details");
    }
    let logged = log::with("language", "de", |event| {
        event.level == tracing::Level::ERROR
    });
    assert!(logged.len() >= SERVICES.len());
    assert_eq!(logged[0].fields["name"], "order-not-json");
    assert!(
        logged[0].fields["reason"].contains("$nothing"),
        "{logged:?}"
    );
}

#[test]
fn a_hostile_preference_counts_as_none_and_is_logged() {
    let long = "de,".repeat(21_846);
    for (name, url) in SERVICES {
        for language in [&*long, "de;q=7", "a b"] {
            // Some servers refuse a head of this size before anyone sees it.
            let response = get_in(language, &format!("{}/gone", url()));
            if response.status() != 404 {
                assert!(response.status().is_client_error(), "{name} {response:?}");
                assert!(language.len() > 60_000, "{name}");
                continue;
            }
            check(name, &response, "en", "\"Zoë\" is gone");
            let logged = log::of(&body(&response).error_id().to_string());
            assert_eq!(logged.len(), 2, "{name}");
            assert_eq!(logged[1].level, tracing::Level::WARN, "{name}");
            assert!(logged[1].fields["value"].len() < 5000, "{name}");
        }
    }
}

#[tokio::test]
async fn a_plain_function_translates() {
    use axum::body::Body;
    use error_catalog::UniformErrors;
    use tower::{Layer as _, Service as _};

    let uniform = UniformErrors::new().translate(|info: &ErrorInfo, preferred| {
        let is_latin = info.code() == 1404 && preferred.starts_with("la");
        is_latin.then(|| Translation::new("non iam est", "la"))
    });
    let mut service = uniform.layer(tower::service_fn(async |_: Request<()>| {
        let response: Response<Vec<u8>> = gone().into();
        Ok::<_, std::convert::Infallible>(response.map(Body::from))
    }));
    for (preferred, message) in [("la", "non iam est"), ("grc", "\"Zoë\" is gone")] {
        let request = Request::get("/").header("accept-language", preferred);
        let response = service.call(request.body(()).unwrap()).await.unwrap();
        let language = response.headers().get("content-language").cloned();
        assert_eq!(language.is_some(), preferred == "la");
        let body = axum::body::to_bytes(Body::new(response.into_body()), 999).await;
        let body: ErrorBody = serde_json::from_slice(&body.unwrap()).unwrap();
        assert_eq!(body.message(), message);
    }
}

#[test]
fn an_unreadable_language_is_logged_without_the_layer_too() {
    log::listen();
    let translation = translations().translate(&gone(), "by-hand=1");
    assert_eq!(translation.language(), "en");
    let mut request = tonic::metadata::MetadataMap::new();
    request.insert("accept-language", "over-grpc=1".parse().unwrap());
    let status = translations().status(&Occurrence::new(quota()), &request);
    assert_eq!(status.get_details_localized_message().unwrap().locale, "en");
    for value in ["by-hand=1", "over-grpc=1"] {
        let logged = log::with("value", value, |event| event.level == tracing::Level::WARN);
        assert_eq!(logged.len(), 1, "{value}");
    }
}

#[test]
fn a_grpc_status_has_the_message_in_both_languages() {
    let mut request = tonic::metadata::MetadataMap::new();
    request.insert("accept-language", "de".parse().unwrap());
    let occurrence = Occurrence::new(quota());
    let status = translations().status(&occurrence, &request);
    assert_eq!(status.message(), "The quota of 100 is used up");
    let localized = status.get_details_localized_message().unwrap();
    assert_eq!(localized.locale, "de");
    let message = "Das Kontingent von 100 Bestellungen ist erschöpft";
    assert_eq!(localized.message, message);
    let body = ErrorBody::try_from(&status).unwrap();
    assert_eq!(body.error_id(), occurrence.error_id());

    let status = tonic::Status::from(gone());
    assert!(status.get_details_localized_message().is_none());
}
