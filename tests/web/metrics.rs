//! Each occurrence that becomes a response is counted once, on each framework.

use crate::client::get;
use crate::log;
use error_catalog::{ErrorCatalog, ErrorInfo, Occurrence, Replacement};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use std::sync::OnceLock;

#[derive(Debug, thiserror::Error, ErrorCatalog)]
#[catalog(bare_statuses = 70_000)]
enum CountedError {
    #[error("plain")]
    #[catalog(status = 404, code = 7001)]
    Plain,
    #[error("thrown away")]
    #[catalog(status = 400, code = 7002)]
    Thrown,
    #[error("replaced")]
    #[catalog(status = 429, code = 7003)]
    Replaced,
    #[error("without the layer")]
    #[catalog(status = 503, code = 7004)]
    Outside,
}

fn recorder() -> &'static PrometheusHandle {
    static HANDLE: OnceLock<PrometheusHandle> = OnceLock::new();
    HANDLE.get_or_init(|| {
        let recorder = PrometheusBuilder::new().install_recorder();
        CountedError::CATALOG.register_metrics();
        recorder.expect("the only recorder")
    })
}

/// How often the code was counted; `None` if it is no series.
fn count(code: u32) -> Option<u64> {
    let text = recorder().render();
    let mut lines = text.lines();
    let start = format!("api_errors_total{{code=\"{code}\",");
    let line = lines.find(|line| line.starts_with(&start))?;
    line.rsplit(' ').next()?.parse().ok()
}

fn decide(status: u16) -> Replacement {
    match status {
        409 => Replacement::Error(Box::new(CountedError::Replaced)),
        _ => Replacement::Standard,
    }
}

/// The path, and what it adds to the count of a code.
const CASES: [(&str, u32, u64); 6] = [
    ("plain", 7001, 1),
    ("thrown", 7002, 0),
    ("conflict", 7003, 1),
    ("teapot", 70_418, 1),
    ("panic", 70_500, 1),
    ("nowhere", 70_404, 1),
];

#[test]
fn each_response_is_counted_and_logged_once_and_none_that_was_thrown_away() {
    for code in [7001, 7002, 7003, 7004, 70_500] {
        assert_eq!(count(code), Some(0), "{code}");
    }
    let urls = [
        ("axum", on_axum::url()),
        ("actix", on_actix::url()),
        ("poem", on_poem::url()),
        ("rocket", on_rocket::url()),
    ];
    for (name, url) in urls {
        for (path, code, added) in CASES {
            let before = count(code).unwrap_or_default();
            let response = get(&format!("{url}/{path}"));
            let is_error = response.status().is_client_error() || response.status() == 500;
            assert_eq!(is_error, added == 1, "{name} {path}: {response:?}");
            let after = count(code).unwrap_or_default();
            assert_eq!(after - before, added, "{name} {path}");
        }
    }
    let events = |entry| log::with("entry", entry, |_| true).len();
    assert_eq!(events("CountedError::Plain"), 4);
    assert_eq!(events("CountedError::Replaced"), 4);
    assert_eq!(events("CountedError::Thrown"), 0);
    // Where no layer is around it, a response is counted when it is made.
    let response: http::Response<Vec<u8>> = CountedError::Outside.into();
    assert_eq!(count(7004), Some(1));
    let info: &ErrorInfo = response.extensions().get().unwrap();
    assert_eq!(info.code(), 7004);
    drop(tonic::Status::from(Occurrence::new(CountedError::Outside)));
    assert_eq!(count(7004), Some(2));
    let text = recorder().render();
    let series = r#"api_errors_total{code="7004",status="503",entry="CountedError::Outside"} 2"#;
    assert!(text.contains(series), "{text}");
    assert!(text.contains("# HELP api_errors_total Error responses, by the entry of the catalog."));
}

mod on_axum {
    use super::*;
    use axum::Router;
    use axum::http::StatusCode;
    use axum::middleware::map_response;
    use axum::response::Response;
    use axum::routing::get;
    use error_catalog::axum::UniformErrors;

    async fn panics() -> &'static str {
        panic!("on purpose")
    }

    pub(super) fn url() -> String {
        let uniform = UniformErrors::new().catalog(CountedError::CATALOG);
        let uniform = uniform.replace_with(|_, response| decide(response.status.as_u16()));
        let thrown = get(async || CountedError::Thrown).layer(map_response(async |_: Response| {
            Response::new("fine".to_owned())
        }));
        let router = Router::new()
            .route("/plain", get(async || Occurrence::new(CountedError::Plain)))
            .route("/thrown", thrown)
            .route("/conflict", get(async || StatusCode::CONFLICT))
            .route("/teapot", get(async || StatusCode::IM_A_TEAPOT))
            .route("/panic", get(panics));
        // A second layer counts nothing again.
        let outer = UniformErrors::new().catalog(CountedError::CATALOG);
        crate::axum::serve(router.layer(uniform).layer(outer))
    }
}

mod on_actix {
    use super::*;
    use actix_web::web::{get, resource};
    use actix_web::{App, HttpResponse, ResponseError as _};
    use error_catalog::actix::UniformErrors;

    async fn panics() -> &'static str {
        panic!("on purpose")
    }

    pub(super) fn url() -> String {
        crate::actix::serve(|| {
            let uniform = UniformErrors::new().catalog(CountedError::CATALOG);
            let uniform = uniform.replace_with(|_, response| decide(response.status.as_u16()));
            App::new()
                .route(
                    "/plain",
                    get().to(async || Err::<&str, _>(CountedError::Plain)),
                )
                .service(resource("/thrown").route(get().to(async || {
                    drop(CountedError::Thrown.error_response());
                    "fine"
                })))
                .route("/conflict", get().to(async || HttpResponse::Conflict()))
                .route("/teapot", get().to(async || HttpResponse::ImATeapot()))
                .route("/panic", get().to(panics))
                .wrap(uniform)
        })
    }
}

mod on_poem {
    use super::*;
    use error_catalog::poem::UniformErrors;
    use poem::http::StatusCode;
    use poem::{EndpointExt as _, Error, Response, Route, get, handler};

    #[handler]
    fn plain() -> Result<&'static str, Error> {
        Err(CountedError::Plain.into())
    }

    #[handler]
    fn thrown() -> Result<&'static str, Error> {
        Err(CountedError::Thrown.into())
    }

    #[handler]
    fn conflict() -> StatusCode {
        StatusCode::CONFLICT
    }

    #[handler]
    fn teapot() -> StatusCode {
        StatusCode::IM_A_TEAPOT
    }

    #[handler]
    fn panics() -> &'static str {
        panic!("on purpose")
    }

    pub(super) fn url() -> String {
        let uniform = UniformErrors::new().catalog(CountedError::CATALOG);
        let uniform = uniform.replace_with(|_, response| decide(response.status.as_u16()));
        let caught = get(thrown).catch_all_error(async |error: Error| {
            drop(error.into_response());
            Response::builder().body("fine")
        });
        let routes = Route::new()
            .at("/plain", get(plain))
            .at("/thrown", caught)
            .at("/conflict", get(conflict))
            .at("/teapot", get(teapot))
            .at("/panic", get(panics));
        crate::poem::serve(routes.with(uniform))
    }
}

mod on_rocket {
    use super::*;
    use error_catalog::rocket::UniformErrors;
    use rocket::http::Status;
    use rocket::request::Request;
    use rocket::response::{self, Responder};
    use rocket::{get, routes};

    struct Throws;

    impl<'r> Responder<'r, 'static> for Throws {
        fn respond_to(self, request: &'r Request<'_>) -> response::Result<'static> {
            drop(CountedError::Thrown.respond_to(request)?);
            "fine".respond_to(request)
        }
    }

    #[get("/plain")]
    fn plain() -> CountedError {
        CountedError::Plain
    }

    #[get("/thrown")]
    fn thrown() -> Throws {
        Throws
    }

    #[get("/conflict")]
    fn conflict() -> Status {
        Status::Conflict
    }

    #[get("/teapot")]
    fn teapot() -> Status {
        Status::ImATeapot
    }

    #[get("/panic")]
    fn panics() -> &'static str {
        panic!("on purpose")
    }

    pub(super) fn url() -> String {
        let uniform = UniformErrors::new().catalog(CountedError::CATALOG);
        let uniform = uniform.replace_with(|_, response| decide(response.status().code));
        let routes = routes![plain, thrown, conflict, teapot, panics];
        crate::rocket::serve(rocket::build().mount("/", routes).attach(uniform))
    }
}
