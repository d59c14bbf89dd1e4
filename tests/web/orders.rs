//! A service with details and extractors, on each framework that has `UniformErrors`.

// What a handler takes, it takes by value.
#![allow(clippy::needless_pass_by_value)]

use error_catalog::extract::{Garde, Validator};
use error_catalog::{ErrorCatalog, FieldErrors, Translations};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::OnceLock;
use validator::Validate as _;

#[derive(Debug, thiserror::Error, ErrorCatalog)]
#[catalog(kind = OrderErrorKind, domain = "orders.example")]
pub(crate) enum OrderError {
    /// One of the fields has a value that is not allowed.
    #[error("The request is invalid")]
    #[catalog(status = 422, code = 1422, grpc = INVALID_ARGUMENT)]
    Invalid(
        #[from]
        #[catalog(details)]
        FieldErrors,
    ),
    /// The account may not order more today.
    #[error("The quota of {limit} is used up")]
    #[catalog(status = 429, code = 1429, header("retry-after" = "60"), header("etag" = "\"standard\""))]
    Quota {
        limit: u32,
        #[catalog(details)]
        quota: Quota,
    },
    #[error("{name:?} is gone")]
    #[catalog(status = 404, code = 1404)]
    Gone { name: String },
    #[error("unreadable details")]
    #[catalog(status = 400, code = 1400)]
    NotJson(#[catalog(details)] BTreeMap<Vec<u8>, u8>),
    #[error("disk {0} is full")]
    #[catalog(status = 500, code = 1500)]
    Storage(u32),
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Quota {
    pub(crate) limit: u32,
    pub(crate) used: u32,
}

pub(crate) fn quota() -> OrderError {
    OrderError::Quota {
        limit: 100,
        quota: Quota {
            limit: 100,
            used: 101,
        },
    }
}

pub(crate) fn gone() -> OrderError {
    OrderError::Gone {
        name: "Zoë".to_owned(),
    }
}

fn not_json() -> OrderError {
    OrderError::NotJson([(vec![1], 2)].into())
}

#[derive(Deserialize, garde::Validate, validator::Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Order {
    #[garde(length(min = 1, max = 8))]
    #[validate(length(min = 1, max = 8))]
    customer_name: String,
    #[garde(dive)]
    #[validate(nested)]
    line_items: Vec<Item>,
}

#[derive(Deserialize, garde::Validate, validator::Validate)]
#[serde(rename_all = "kebab-case")]
struct Item {
    #[garde(range(min = 1))]
    #[validate(range(min = 1))]
    unit_price: u32,
    #[serde(rename = "SKU")]
    #[garde(ascii)]
    #[validate(length(min = 2, message = "is too short"))]
    code: String,
}

#[derive(Deserialize, garde::Validate)]
struct Search {
    #[garde(range(max = 50))]
    limit: u32,
    #[serde(rename = "sort-by")]
    #[garde(skip)]
    sort_by: Option<String>,
}

#[derive(Deserialize)]
struct Place {
    id: u32,
    line: u8,
}

/// The url of the service on a framework.
pub(crate) type Service = (&'static str, fn() -> &'static str);

pub(crate) const SERVICES: [Service; 4] = [
    ("axum", on_axum::url),
    ("actix", on_actix::url),
    ("poem", on_poem::url),
    ("rocket", on_rocket::url),
];

/// The languages of the service.
pub(crate) fn translations() -> Translations {
    Translations::new("en")
        .and_then(|it| it.with("de", include_str!("orders.de.ftl")))
        .and_then(|it| it.with("ar", "error-404 = { $name }\nstatus-404 = غير موجود"))
        .expect("files of Fluent")
}

macro_rules! uniform {
    ($framework:ident) => {
        error_catalog::$framework::UniformErrors::new()
            .problem_details("https://errors.example/#")
            .translations(translations())
            .request_id("X-Request-Id")
    };
}

macro_rules! types {
    ($framework:ident) => {
        type Json = error_catalog::$framework::Json<Order, OrderError, Garde>;
        type Validated = error_catalog::$framework::Json<Order, OrderError, Validator>;
        type Form = error_catalog::$framework::Form<Search, OrderError, Garde>;
        type Query = error_catalog::$framework::Query<Search, OrderError, Garde>;
    };
}

fn said(order: &Order) -> String {
    format!("{} {}", order.customer_name, order.line_items.len())
}

fn found(search: &Search) -> String {
    format!("{} {:?}", search.limit, search.sort_by)
}

mod on_axum {
    use super::*;
    use axum::body::Body;
    use axum::extract::DefaultBodyLimit;
    use axum::middleware::map_response;
    use axum::response::Response;
    use axum::routing::{get, post};
    use axum::{Extension, Router, http::StatusCode};
    use error_catalog::Exempt;
    use error_catalog::axum::Path;

    types!(axum);

    async fn exempt() -> (StatusCode, Extension<Exempt>, &'static str) {
        (StatusCode::BAD_REQUEST, Extension(Exempt), "mine")
    }

    async fn panics() -> &'static str {
        panic!("on purpose")
    }

    pub(super) fn url() -> &'static str {
        static URL: OnceLock<String> = OnceLock::new();
        URL.get_or_init(|| {
            let tampered = get(async || quota()).layer(map_response(async |response: Response| {
                let (parts, _) = response.into_parts();
                Response::from_parts(parts, Body::from("tampered"))
            }));
            crate::axum::serve(
                Router::new()
                    .route("/orders", post(async |order: Json| said(&order)))
                    .route("/validated", post(async |order: Validated| said(&order)))
                    .route("/form", post(async |search: Form| found(&search)))
                    .route("/search", get(async |search: Query| found(&search)))
                    .route(
                        "/orders/{id}",
                        get(async |id: Path<u32, OrderError>| id.to_string()),
                    )
                    .route(
                        "/orders/{id}/lines/{line}",
                        get(async |place: Path<Place, OrderError>| {
                            format!("{} {}", place.id, place.line)
                        }),
                    )
                    .route(
                        "/pair/{id}/{line}",
                        get(async |pair: Path<(u32, u8), OrderError>| format!("{pair:?}")),
                    )
                    .route("/quota", get(async || quota()))
                    .route("/tampered", tampered)
                    .route("/gone", get(async || gone()))
                    .route("/not-json", get(async || not_json()))
                    .route("/storage", get(async || OrderError::Storage(7)))
                    .route("/bare", get(async || StatusCode::CONFLICT))
                    .route("/exempt", get(exempt))
                    .route("/panic", get(panics))
                    .layer(DefaultBodyLimit::max(1000))
                    .layer(uniform!(axum)),
            )
        })
    }
}

mod on_actix {
    use super::*;
    use actix_web::web::{get, post};
    use actix_web::{App, HttpResponse, ResponseError as _};
    use error_catalog::Exempt;
    use error_catalog::actix::Path;

    types!(actix);

    async fn exempt() -> HttpResponse {
        let mut response = HttpResponse::BadRequest().body("mine");
        response.extensions_mut().insert(Exempt);
        response
    }

    async fn panics() -> &'static str {
        panic!("on purpose")
    }

    pub(super) fn url() -> &'static str {
        static URL: OnceLock<String> = OnceLock::new();
        URL.get_or_init(|| {
            crate::actix::serve(|| {
                App::new()
                    .route(
                        "/tampered",
                        get().to(async || quota().error_response().set_body("tampered")),
                    )
                    .route("/orders", post().to(async |order: Json| said(&order)))
                    .route(
                        "/validated",
                        post().to(async |order: Validated| said(&order)),
                    )
                    .route("/form", post().to(async |search: Form| found(&search)))
                    .route("/search", get().to(async |search: Query| found(&search)))
                    .route(
                        "/orders/{id}",
                        get().to(async |id: Path<u32, OrderError>| id.to_string()),
                    )
                    .route(
                        "/orders/{id}/lines/{line}",
                        get().to(async |place: Path<Place, OrderError>| {
                            format!("{} {}", place.id, place.line)
                        }),
                    )
                    .route(
                        "/pair/{id}/{line}",
                        get().to(async |pair: Path<(u32, u8), OrderError>| format!("{pair:?}")),
                    )
                    .route("/quota", get().to(async || Err::<&str, _>(quota())))
                    .route("/gone", get().to(async || Err::<&str, _>(gone())))
                    .route("/not-json", get().to(async || Err::<&str, _>(not_json())))
                    .route(
                        "/storage",
                        get().to(async || Err::<&str, _>(OrderError::Storage(7))),
                    )
                    .route("/bare", get().to(async || HttpResponse::Conflict()))
                    .route("/exempt", get().to(exempt))
                    .route("/panic", get().to(panics))
                    .wrap(uniform!(actix))
            })
        })
    }
}

mod on_poem {
    use super::*;
    use error_catalog::Exempt;
    use error_catalog::poem::Path;
    use poem::http::StatusCode;
    use poem::{EndpointExt as _, Error, Response, Route, get, handler, post};

    types!(poem);

    #[handler]
    fn create(order: Json) -> String {
        said(&order)
    }

    #[handler]
    fn validated(order: Validated) -> String {
        said(&order)
    }

    #[handler]
    fn form(search: Form) -> String {
        found(&search)
    }

    #[handler]
    fn find(search: Query) -> String {
        found(&search)
    }

    #[handler]
    fn one_order(id: Path<u32, OrderError>) -> String {
        id.to_string()
    }

    #[handler]
    fn one_line(place: Path<Place, OrderError>) -> String {
        format!("{} {}", place.id, place.line)
    }

    #[handler]
    fn two(pair: Path<(u32, u8), OrderError>) -> String {
        format!("{pair:?}")
    }

    #[handler]
    fn failed(name: poem::web::Path<String>) -> Result<&'static str, Error> {
        Err(match &**name {
            "quota" | "tampered" => quota().into(),
            "gone" => gone().into(),
            "not-json" => not_json().into(),
            "storage" => OrderError::Storage(7).into(),
            _ => StatusCode::CONFLICT.into(),
        })
    }

    #[handler]
    fn exempt() -> Response {
        let response = Response::builder().status(StatusCode::BAD_REQUEST);
        response.extension(Exempt).body("mine")
    }

    #[handler]
    fn panics() -> &'static str {
        panic!("on purpose")
    }

    pub(super) fn url() -> &'static str {
        static URL: OnceLock<String> = OnceLock::new();
        URL.get_or_init(|| {
            let tampered = get(failed).after(async |result| {
                let mut response: Response = match result {
                    Ok(response) => response,
                    Err(error) => Error::into_response(error),
                };
                response.set_body("tampered");
                Ok::<_, Error>(response)
            });
            let routes = Route::new()
                .at("/orders", post(create))
                .at("/validated", post(validated))
                .at("/form", post(form))
                .at("/search", get(find))
                .at("/orders/:id", get(one_order))
                .at("/orders/:id/lines/:line", get(one_line))
                .at("/pair/:id/:line", get(two))
                .at("/exempt", get(exempt))
                .at("/panic", get(panics))
                .at("/:name<tampered>", tampered)
                .at("/:name", get(failed));
            crate::poem::serve(routes.with(uniform!(poem)))
        })
    }
}

mod on_rocket {
    use super::*;
    use rocket::fairing::AdHoc;
    use rocket::http::Status;
    use rocket::request::Request;
    use rocket::response::{self, Responder};
    use rocket::{get, post, routes};

    types!(rocket);

    #[post("/orders", data = "<order>")]
    fn create(order: Json) -> String {
        said(&order)
    }

    #[post("/validated", data = "<order>")]
    fn validated(order: Validated) -> String {
        said(&order)
    }

    #[post("/form", data = "<search>")]
    fn form(search: Form) -> String {
        found(&search)
    }

    #[get("/search")]
    fn search(search: Query) -> String {
        found(&search)
    }

    #[get("/<name>")]
    fn failed(name: &str) -> Result<&'static str, OrderError> {
        Err(match name {
            "quota" | "tampered" => quota(),
            "gone" => gone(),
            "not-json" => not_json(),
            _ => OrderError::Storage(7),
        })
    }

    #[get("/bare")]
    fn bare() -> Status {
        Status::Conflict
    }

    struct Mine;

    impl<'r> Responder<'r, 'static> for Mine {
        fn respond_to(self, request: &'r Request<'_>) -> response::Result<'static> {
            error_catalog::rocket::exempt(request);
            (Status::BadRequest, "mine").respond_to(request)
        }
    }

    #[get("/exempt")]
    fn exempt() -> Mine {
        Mine
    }

    #[get("/panic")]
    fn panics() -> &'static str {
        panic!("on purpose")
    }

    pub(super) fn url() -> &'static str {
        static URL: OnceLock<String> = OnceLock::new();
        URL.get_or_init(|| {
            let tamper = AdHoc::on_response("tamper", |request, response| {
                Box::pin(async move {
                    if request.uri().path() == "/tampered" {
                        response.set_sized_body(8, std::io::Cursor::new("tampered"));
                    }
                })
            });
            let routes = routes![
                create, validated, form, search, failed, bare, exempt, panics
            ];
            crate::rocket::serve(
                rocket::build()
                    .mount("/", routes)
                    .attach(tamper)
                    .attach(uniform!(rocket)),
            )
        })
    }
}
