//! `UniformErrors` at one prefix covers that prefix's unknown paths, and nothing outside of it.

use crate::client::get;
use crate::{actix, axum, poem, rocket};
use error_catalog::ErrorBody;

fn assert_covers_the_prefix_alone(url: &str) {
    for path in ["/api/nowhere", "/api/a/b", "/api/bare"] {
        let response = get(&format!("{url}{path}"));
        let body: ErrorBody = serde_json::from_slice(response.body())
            .unwrap_or_else(|error| panic!("{url}{path}: {error}: {response:?}"));
        assert_eq!(body.code(), u32::from(response.status().as_u16()));
        assert_eq!(response.headers()["content-type"], "application/json");
    }
    for path in ["/nowhere", "/bare"] {
        let response = get(&format!("{url}{path}"));
        assert!(response.status().is_client_error(), "{path}");
        let body = serde_json::from_slice::<ErrorBody>(response.body());
        assert!(body.is_err(), "{url}{path}: {body:?}");
    }
}

#[test]
fn a_prefix_of_axum_is_covered_with_its_fallback() {
    use ::axum::Router;
    use ::axum::http::StatusCode;
    use ::axum::routing::get;
    use error_catalog::axum::UniformErrors;

    let api = Router::new()
        .route("/bare", get(async || StatusCode::CONFLICT))
        .fallback(async || StatusCode::NOT_FOUND)
        .layer(UniformErrors::new());
    let router = Router::new()
        .nest("/api", api)
        .route("/bare", get(async || StatusCode::CONFLICT));
    assert_covers_the_prefix_alone(&axum::serve(router));
}

#[test]
fn a_scope_of_actix_is_covered() {
    use actix_web::{App, HttpResponse, web};
    use error_catalog::actix::UniformErrors;

    let url = actix::serve(|| {
        let bare = || web::get().to(async || HttpResponse::Conflict());
        let api = web::scope("/api").route("/bare", bare());
        App::new()
            .service(api.wrap(UniformErrors::new()))
            .route("/bare", bare())
    });
    assert_covers_the_prefix_alone(&url);
}

#[test]
fn a_nested_route_of_poem_is_covered() {
    use ::poem::endpoint::make_sync;
    use ::poem::http::StatusCode;
    use ::poem::{EndpointExt as _, Route, get};
    use error_catalog::poem::UniformErrors;

    let bare = || get(make_sync(|_| StatusCode::CONFLICT));
    let api = Route::new().at("/bare", bare()).with(UniformErrors::new());
    let url = poem::serve(Route::new().nest("/api", api).at("/bare", bare()));
    assert_covers_the_prefix_alone(&url);
}

#[test]
fn a_mount_of_rocket_is_covered_by_a_closure() {
    use ::rocket::http::Status;
    use ::rocket::{get, routes};
    use error_catalog::Replacement;
    use error_catalog::rocket::UniformErrors;

    #[get("/bare")]
    fn bare() -> Status {
        Status::Conflict
    }

    let uniform = UniformErrors::new().replace_with(|request, _| {
        if request.uri().path().starts_with("/api/") {
            Replacement::Standard
        } else {
            Replacement::Keep
        }
    });
    let url = rocket::serve(
        ::rocket::build()
            .mount("/", routes![bare])
            .mount("/api", routes![bare])
            .attach(uniform),
    );
    assert_covers_the_prefix_alone(&url);
}
