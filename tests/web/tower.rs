//! The layer, in-process.

use crate::catalog::{SECRET, ServiceError};
use crate::log;
use axum::body::Bytes;
use error_catalog::tower::UniformBody;
use error_catalog::{ErrorBody, ErrorInfo, Replacement, UniformErrors};
use http::{Method, Request, Response};
use http_body::{Body as _, Frame, SizeHint};
use http_body_util::{BodyExt as _, Full};
use hyper::ext::ReasonPhrase;
use metrics::{NoopRecorder, with_local_recorder};
use std::convert::Infallible;
use std::future::ready;
use std::panic::resume_unwind;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};
use tower::{Layer as _, Service, ServiceExt as _, service_fn};
use tracing::subscriber::{NoSubscriber, with_default};

/// What the layer makes of a response.
async fn through_the_layer(method: Method, response: Response<Vec<u8>>) -> Response<Vec<u8>> {
    through(method, full(response)).await
}

async fn through<B>(method: Method, response: Response<B>) -> Response<Vec<u8>>
where
    B: http_body::Body<Data = Bytes, Error = Infallible>,
{
    let request = Request::builder().method(method).body(()).unwrap();
    let mut response = Some(response);
    let service = service_fn(move |_: Request<()>| {
        let response = response.take().unwrap();
        async { Ok::<_, Infallible>(response) }
    });
    let response = UniformErrors::new().layer(service).oneshot(request).await;
    collected(response.unwrap()).await
}

async fn collected<B>(response: Response<B>) -> Response<Vec<u8>>
where
    B: http_body::Body<Error: std::fmt::Debug>,
{
    let (parts, body) = response.into_parts();
    let body = body.collect().await.unwrap().to_bytes();
    Response::from_parts(parts, body.to_vec())
}

fn full(response: Response<Vec<u8>>) -> Response<Full<Bytes>> {
    response.map(Full::from)
}

fn failed(status: u16) -> Response<Vec<u8>> {
    let response = Response::builder().status(status);
    response.body(SECRET.as_bytes().to_vec()).unwrap()
}

#[tokio::test]
async fn every_status_from_400_has_the_standard_body() {
    for status in 400..=999 {
        let response = through_the_layer(Method::GET, failed(status)).await;
        // No client knows those above.
        let status = if status < 600 { status } else { 500 };
        assert_eq!(response.status(), status);
        let body: ErrorBody = serde_json::from_slice(response.body()).unwrap();
        assert_eq!(body.code(), u32::from(status));
        let info = response.extensions().get::<ErrorInfo>().unwrap();
        assert_eq!(info.error_id(), body.error_id());
    }
}

#[tokio::test]
async fn the_method_and_the_path_are_logged_where_no_span_has_them() {
    log::listen();
    let response = through_the_layer(Method::PUT, failed(503)).await;
    let body: ErrorBody = serde_json::from_slice(response.body()).unwrap();
    let logged = log::of(&body.error_id().to_string());
    assert_eq!(logged[0].fields["method"], "PUT");
    assert_eq!(logged[0].fields["path"], "/");
    assert_eq!(logged[0].span, None);

    let span = tracing::info_span!("request");
    let response = through_the_layer(Method::PUT, failed(503));
    let response = tracing::Instrument::instrument(response, span).await;
    let body: ErrorBody = serde_json::from_slice(response.body()).unwrap();
    let logged = log::of(&body.error_id().to_string());
    assert_eq!(logged[0].span, Some("request"));
    assert!(!logged[0].fields.contains_key("path"), "{logged:?}");
}

#[tokio::test]
async fn only_text_is_logged_as_the_reason() {
    log::listen();
    for (content_type, reason) in [
        (None, Some(SECRET)),
        (Some("text/plain"), Some(SECRET)),
        (Some("application/problem+json"), Some(SECRET)),
        (Some("text/html"), None),
        (Some("image/png"), None),
    ] {
        let mut response = failed(503);
        if let Some(content_type) = content_type {
            let value = content_type.parse().unwrap();
            response.headers_mut().insert("content-type", value);
        }
        let response = through_the_layer(Method::GET, response).await;
        let body: ErrorBody = serde_json::from_slice(response.body()).unwrap();
        let logged = log::of(&body.error_id().to_string());
        let found = logged[0].fields.get("reason").map(String::as_str);
        assert_eq!(found, reason, "{content_type:?}");
    }
}

#[tokio::test]
async fn a_status_below_400_stays() {
    for status in 100..400 {
        let response = through_the_layer(Method::GET, failed(status)).await;
        assert_eq!(response.status(), status);
        assert_eq!(response.body(), SECRET.as_bytes());
        assert!(response.headers().is_empty());
    }
}

#[tokio::test]
async fn a_body_below_400_is_the_same_allocation() {
    let body = Bytes::from(b"fine".to_vec());
    let address = body.as_ptr();
    let service = service_fn(move |_: Request<()>| {
        let response = Response::new(Full::new(body.clone()));
        async { Ok::<_, Infallible>(response) }
    });
    let response = UniformErrors::new()
        .layer(service)
        .oneshot(Request::new(()));
    let frame = response.await.unwrap().into_body().frame().await.unwrap();
    assert_eq!(frame.unwrap().into_data().unwrap().as_ptr(), address);
}

/// The allocations of a response that is ready at once.
fn allocations<S>(mut service: S) -> u64
where
    S: Service<Request<()>, Response = Response<UniformBody<Full<Bytes>>>>,
{
    let mut cx = Context::from_waker(Waker::noop());
    let request = Request::new(());
    let measured = allocation_counter::measure(|| {
        let response = pin!(service.call(request)).poll(&mut cx);
        assert!(response.is_ready());
    });
    measured.count_total
}

#[test]
fn a_response_below_400_costs_no_allocation() {
    let service =
        |_: Request<()>| ready(Ok::<_, Infallible>(Response::new(Full::<Bytes>::default())));
    let layer = UniformErrors::new();
    let unheard = || allocations(layer.layer(service_fn(service)));
    assert_eq!(with_default(NoSubscriber::default(), unheard), 0);

    let failing = |_: Request<()>| ready(Ok::<_, Infallible>(full(failed(404))));
    assert_ne!(allocations(layer.layer(service_fn(failing))), 0);
}

#[test]
fn an_error_is_a_response_of_axum_in_seven_allocations() {
    use axum::response::IntoResponse as _;

    // What the log and the counter cost is up to who listens, and other tests do.
    let unheard = |call: fn()| {
        with_default(NoSubscriber::default(), || {
            with_local_recorder(&NoopRecorder, || {
                allocation_counter::measure(call).count_total
            })
        })
    };
    let of_the_error = unheard(|| drop(ServiceError::storage()));
    let of_the_count = unheard(|| {
        let (code, status) = (2000.to_string(), 500.to_string());
        let entry = "ServiceError::Storage";
        let labels = metrics::counter!("n", "code" => code, "status" => status, "entry" => entry);
        labels.increment(1);
    });
    // And whether it is observed.
    let others = of_the_error + of_the_count + 1;
    // The body and its box, the map of headers (2) and that of extensions (3).
    let of_the_response = unheard(|| drop(ServiceError::storage().into_response()));
    assert!(of_the_response - others <= 7);
}

#[tokio::test]
async fn an_upgrade_stays() {
    let upgrade = Response::builder()
        .status(101)
        .header("upgrade", "websocket");
    let response = through_the_layer(Method::GET, upgrade.body(Vec::new()).unwrap()).await;
    assert_eq!(response.headers().len(), 1);
    assert_eq!(response.headers()["upgrade"], "websocket");
}

#[tokio::test]
async fn head_is_told_the_length_of_the_body_that_get_would_have() {
    for response in [failed(404), ServiceError::storage().into()] {
        let response = through_the_layer(Method::HEAD, response).await;
        assert!(response.body().is_empty());
        let length = response.headers()["content-length"].to_str().unwrap();
        assert!(length.parse::<usize>().unwrap() > 100);
    }
}

#[tokio::test]
async fn the_version_and_extensions_stay_and_the_reason_phrase_leaves() {
    let mut response = failed(500);
    *response.version_mut() = http::Version::HTTP_2;
    response.extensions_mut().insert("the application's own");
    let phrase = ReasonPhrase::from_static(b"hunter2");
    response.extensions_mut().insert(phrase);
    let response = through_the_layer(Method::GET, response).await;
    assert_eq!(response.version(), http::Version::HTTP_2);
    let kept: Option<&&str> = response.extensions().get();
    assert_eq!(kept, Some(&"the application's own"));
    assert_eq!(response.extensions().get::<ReasonPhrase>(), None);
}

/// What the layer of this closure makes of a panic.
async fn panicked(with: impl Fn() -> Replacement + Send + Sync + 'static) -> Response<Vec<u8>> {
    let layer = UniformErrors::new().replace_with(move |_, _| with());
    let service = service_fn(|_: Request<()>| async { panic!("{SECRET}") });
    let response: Result<Response<UniformBody<Full<Bytes>>>, Infallible> =
        layer.layer(service).oneshot(Request::new(())).await;
    collected(response.unwrap()).await
}

#[tokio::test]
async fn a_closure_replaces_panics_but_leaves_none_as_it_is() {
    let replaced = panicked(|| Replacement::Error(Box::new(ServiceError::too_soon()))).await;
    assert_eq!(replaced.status(), 429);
    let standard = panicked(|| Replacement::Keep).await;
    assert_eq!(standard.status(), 500);
    let body: ErrorBody = serde_json::from_slice(standard.body()).unwrap();
    assert_eq!(body.code(), 500);
}

#[tokio::test]
async fn a_closure_that_panics_is_a_500() {
    let response = panicked(|| panic!("{SECRET}")).await;
    assert_eq!(response.status(), 500);
    let body: ErrorBody = serde_json::from_slice(response.body()).unwrap();
    assert_eq!(body.code(), 500);
}

#[tokio::test]
async fn an_error_of_a_catalog_stays() {
    let ours = Response::from(ServiceError::TooSoon {
        seconds: 7,
        limit: "5",
    });
    let body = ours.body().clone();
    let response = through_the_layer(Method::GET, ours).await;
    assert_eq!(response.body(), &body);
    assert_eq!(response.headers()["retry-after"], "7");
}

#[tokio::test]
async fn a_panic_is_a_500_whatever_it_says_and_wherever_it_is() {
    type Never = std::future::Ready<Result<Response<Full<Bytes>>, Infallible>>;

    let in_call = service_fn(|_: Request<()>| -> Never { panic!("{SECRET}") });
    let in_future = service_fn(|_: Request<()>| async {
        tokio::task::yield_now().await;
        resume_unwind(Box::new(SECRET.to_owned()));
        #[allow(unreachable_code)]
        Ok::<_, Infallible>(Response::new(Full::<Bytes>::default()))
    });
    let without_text = service_fn(|_: Request<()>| -> Never { resume_unwind(Box::new(7)) });

    let layer = UniformErrors::new();
    let responses = [
        layer.layer(in_call).oneshot(Request::new(())).await,
        layer.layer(in_future).oneshot(Request::new(())).await,
        layer.layer(without_text).oneshot(Request::new(())).await,
    ];
    for response in responses.map(Result::unwrap) {
        assert_eq!(response.status(), 500);
        let response = collected(response).await;
        let body: ErrorBody = serde_json::from_slice(response.body()).unwrap();
        assert_eq!(body.code(), 500);
    }
}

#[tokio::test]
async fn the_text_of_a_panic_is_logged() {
    log::listen();
    let service = service_fn(
        async |_: Request<()>| -> Result<Response<Full<Bytes>>, Infallible> { panic!("{SECRET}") },
    );
    let response = UniformErrors::new()
        .layer(service)
        .oneshot(Request::new(()))
        .await
        .unwrap();
    let response = collected(response).await;
    let body: ErrorBody = serde_json::from_slice(response.body()).unwrap();
    let logged = log::of(&body.error_id().to_string());
    assert_eq!(logged.len(), 1);
    assert_eq!(logged[0].fields["message"], format!("panicked: {SECRET}"));
}

#[tokio::test]
async fn a_service_is_called_again_after_a_panic() {
    let mut calls = 0;
    let service = service_fn(move |_: Request<()>| {
        calls += 1;
        assert!(calls > 1, "{SECRET}");
        async { Ok::<_, Infallible>(Response::new(Full::<Bytes>::from("fine"))) }
    });
    let mut service = UniformErrors::new().layer(service);
    let mut statuses = Vec::new();
    for _ in 0..2 {
        let response = service.ready().await.unwrap().call(Request::new(())).await;
        statuses.push(response.unwrap().status().as_u16());
    }
    assert_eq!(statuses, [500, 200]);
}

#[tokio::test]
async fn the_error_of_a_service_stays() {
    let service = service_fn(async |_: Request<()>| Err::<Response<Full<Bytes>>, _>("broken"));
    let result = UniformErrors::new()
        .layer(service)
        .oneshot(Request::new(()))
        .await;
    assert_eq!(result.unwrap_err(), "broken");
}

/// An empty body that says so in one way only, or in none.
struct Empty {
    exact: bool,
    ends: bool,
}

impl http_body::Body for Empty {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        Poll::Ready(None)
    }

    fn is_end_stream(&self) -> bool {
        self.ends
    }

    fn size_hint(&self) -> SizeHint {
        if self.exact {
            SizeHint::with_exact(0)
        } else {
            SizeHint::default()
        }
    }
}

/// Whether the layer takes the response for the error's own, which it logs once; or restores it.
fn is_its_own(response: &Response<Vec<u8>>) -> bool {
    let info = response.extensions().get::<ErrorInfo>().unwrap();
    assert_eq!(response.status(), 404);
    match log::of(&info.error_id().to_string()).len() {
        1 => true,
        2 => false,
        events => panic!("{events} events"),
    }
}

#[tokio::test]
async fn an_errors_body_is_known_by_its_length() {
    log::listen();
    let error = || Response::from(ServiceError::NotFound { id: 7 });
    let length = error().body().len();
    for (said, is_own) in [(length, true), (length + 1, false), (0, false)] {
        let mut response = error();
        response.headers_mut().insert("content-length", said.into());
        let response = through_the_layer(Method::GET, response).await;
        assert_eq!(is_its_own(&response), is_own, "{said}");
        assert_eq!(response.body().len(), length, "{said}");
    }
    for (method, body, is_own) in [
        (Method::GET, "", false),
        (Method::GET, SECRET, false),
        (Method::HEAD, "", true),
        (Method::HEAD, SECRET, false),
    ] {
        let response = error().map(|_| body.as_bytes().to_vec());
        let response = through_the_layer(method.clone(), response).await;
        assert_eq!(is_its_own(&response), is_own, "{method} {body}");
        let expected = if method == Method::GET { length } else { 0 };
        assert_eq!(response.body().len(), expected, "{method} {body}");
    }
}

#[tokio::test]
async fn an_empty_answer_to_head_is_the_errors_however_it_says_that_it_is_empty() {
    log::listen();
    for (exact, ends) in [(true, true), (true, false), (false, true), (false, false)] {
        let response = Response::from(ServiceError::NotFound { id: 7 });
        let response = response.map(|_: Vec<u8>| Empty { exact, ends });
        let response = through(Method::HEAD, response).await;
        assert_eq!(is_its_own(&response), exact || ends);
    }
}

#[tokio::test]
async fn a_body_ends_where_the_inner_one_does() {
    let service = service_fn(|ends: bool| {
        ready(Ok::<_, Infallible>(Response::new(Empty {
            exact: false,
            ends,
        })))
    });
    for ends in [true, false] {
        let service = service.map_request(move |_: Request<()>| ends);
        let layered = UniformErrors::new().layer(service);
        let response = layered.oneshot(Request::new(())).await.unwrap();
        assert_eq!(response.body().is_end_stream(), ends);
    }
}
