//! The id that a request comes with is in its error's response and event, on each framework.

use crate::client::{body, send};
use crate::log;
use crate::orders::{SERVICES, gone};
use actix_web::test::{TestRequest, init_service, try_call_service};
use axum::body::Bytes;
use error_catalog::{ErrorInfo, Occurrence, UniformErrors};
use http_body_util::Full;
use std::convert::Infallible;
use std::future::ready;
use tower::{Layer as _, ServiceExt as _, service_fn};
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

#[track_caller]
fn check_logged(info: Option<&ErrorInfo>, id: &str) {
    let logged = log::of(&info.expect("an error").error_id().to_string());
    let found: Vec<_> = logged
        .iter()
        .map(|event| event.fields["request_id"].as_str())
        .collect();
    assert_eq!(found, [id]);
}

/// As middleware makes it that does not call what is below it.
#[tokio::test]
async fn an_error_that_is_made_without_waiting_has_the_id() {
    let service = service_fn(|_: Request<()>| {
        let response: Response<Vec<u8>> = Occurrence::new(gone()).into();
        ready(Ok::<_, Infallible>(
            response.map(|body| Full::<Bytes>::new(body.into())),
        ))
    });
    let service = UniformErrors::new()
        .request_id("x-request-id")
        .layer(service);
    let request = Request::get("/").header("x-request-id", "at once");
    let response = service.oneshot(request.body(()).unwrap()).await.unwrap();
    check_logged(response.extensions().get(), "at once");
}

#[actix_web::test]
async fn an_error_of_actix_s_own_has_the_id() {
    let guard = error_catalog::actix::UniformErrors::new().request_id("x-request-id");
    let app = actix_web::App::new()
        .wrap_fn(|_, _| ready(Err::<actix_web::dev::ServiceResponse, _>(gone().into())))
        .wrap(guard);
    let app = init_service(app).await;
    let request = TestRequest::default().insert_header(("x-request-id", "guarded"));
    let error = try_call_service(&app, request.to_request())
        .await
        .unwrap_err();
    let response = error.error_response();
    check_logged(response.extensions().get(), "guarded");
}
