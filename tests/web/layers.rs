//! `UniformErrors` in every order with tower-http's layers.

use crate::catalog::SECRET;
use crate::{axum, log};
use ::axum::Router;
use ::axum::body::Body;
use ::axum::http::{HeaderValue, Method, Request, Response, StatusCode};
use error_catalog::{ErrorBody, UniformErrors};
use http_body_util::BodyExt as _;
use std::time::Duration;
use tower::ServiceExt as _;
use tower_http::compression::CompressionLayer;
use tower_http::cors::CorsLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer};
use tower_http::timeout::TimeoutLayer;
use tower_http::trace::TraceLayer;

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Layer {
    RequestId,
    Trace,
    Cors,
    Compression,
    Uniform,
    Timeout,
    Limit,
}
use Layer::*;

/// From outside to inside, as the guide recommends. Outside of them is `RequestId`.
pub(crate) const RECOMMENDED: [Layer; 6] = [Trace, Cors, Compression, Uniform, Timeout, Limit];

pub(crate) fn stack(mut router: Router, layers: &[Layer]) -> Router {
    for layer in layers.iter().rev() {
        router = match layer {
            RequestId => router
                .layer(PropagateRequestIdLayer::x_request_id())
                .layer(SetRequestIdLayer::x_request_id(MakeRequestUuid)),
            Trace => router.layer(TraceLayer::new_for_http()),
            Cors => router.layer(CorsLayer::permissive()),
            Compression => router.layer(CompressionLayer::new()),
            Uniform => router.layer(UniformErrors::new()),
            Timeout => router.layer(TimeoutLayer::with_status_code(
                StatusCode::REQUEST_TIMEOUT,
                Duration::from_secs(30),
            )),
            Limit => router.layer(RequestBodyLimitLayer::new(1500)),
        };
    }
    router
}

async fn respond(router: &Router, method: Method, path: &str, body: &str) -> Response<Vec<u8>> {
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header("origin", "https://example.com")
        .header("accept-encoding", "gzip")
        .header("content-type", "application/json")
        .header("content-length", body.len())
        .body(Body::from(body.to_owned()));
    let response = router.clone().oneshot(request.unwrap()).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = body.collect().await.unwrap().to_bytes();
    Response::from_parts(parts, body.to_vec())
}

pub(crate) fn permutations(layers: &[Layer]) -> Vec<Vec<Layer>> {
    if layers.is_empty() {
        return vec![Vec::new()];
    }
    let each = layers.iter().enumerate().flat_map(|(index, first)| {
        let mut rest = layers.to_vec();
        rest.remove(index);
        permutations(&rest).into_iter().map(move |mut order| {
            order.insert(0, *first);
            order
        })
    });
    each.collect()
}

/// The JSON, whether or not it is compressed.
pub(crate) fn decoded(response: &Response<Vec<u8>>) -> Vec<u8> {
    use std::io::Read as _;

    if response.headers().get("content-encoding") != Some(&HeaderValue::from_static("gzip")) {
        return response.body().clone();
    }
    let mut json = Vec::new();
    let mut decoder = flate2::read::GzDecoder::new(&**response.body());
    decoder.read_to_end(&mut json).expect("gzip");
    json
}

#[tokio::test]
async fn the_promise_holds_in_every_order() {
    log::listen();
    let orders = permutations(&RECOMMENDED);
    assert_eq!(orders.len(), 720);
    for order in orders {
        let router = stack(axum::router(), &[&[RequestId], &*order].concat());
        let long = " ".repeat(2000);
        for (path, body, status, code) in [
            ("/messages/7", "", 404, 1300),
            ("/storage", "", 500, 2000),
            ("/nowhere", "", 404, 404),
            ("/bare", "", 503, 503),
            ("/text", "", 401, 401),
            ("/panic", "", 500, 500),
            ("/events", "", 503, 503),
            ("/accepted", "", 404, 1300),
            ("/tampered", "", 500, 2000),
            ("/messages", &*long, 413, 413),
        ] {
            let method = if body.is_empty() {
                Method::GET
            } else {
                Method::POST
            };
            let is_limit = !body.is_empty();
            let inside = |layer| {
                let place = |wanted| order.iter().position(|layer| *layer == wanted);
                place(layer) > place(Uniform)
            };
            if is_limit && !inside(Limit) {
                continue;
            }
            let response = respond(&router, method, path, body).await;
            assert_eq!(response.status(), status, "{order:?} {path}");
            let json = decoded(&response);
            let body: ErrorBody = serde_json::from_slice(&json)
                .unwrap_or_else(|error| panic!("{order:?} {path}: {error}: {response:?}"));
            assert_eq!(body.code(), code, "{order:?} {path}");
            let whole = format!("{response:?}{}", String::from_utf8_lossy(&json));
            assert!(!whole.contains(SECRET), "{order:?} {path}");
            // A browser hides a response without it from its script.
            let allowed = response.headers().get("access-control-allow-origin");
            assert!(allowed.is_some() || inside(Cors), "{order:?} {path}");
            let id = body.error_id().to_string();
            let logged = log::of(&id);
            assert!(!logged.is_empty(), "{order:?} {path}: {id}");
            if !inside(Trace) {
                assert_eq!(logged[0].span, Some("request"), "{order:?} {path}");
            }
        }
    }
}
