//! No panic escapes, wherever it is: the client reads a 500, and the log says what happened.

use crate::catalog::SECRET;
use crate::log;
use axum::body::Bytes;
use error_catalog::{ApiError, Entry, ErrorBody, Replacement, Status};
use http::{Request, Response};
use http_body_util::{BodyExt as _, Full};
use std::borrow::Cow;
use std::convert::Infallible;
use std::fmt;
use std::future::{Ready, ready};
use std::panic::{panic_any, resume_unwind};
use std::pin::Pin;
use std::task::{Context, Poll};
use tower::{Layer as _, Service, ServiceExt as _, service_fn};

type Full200 = Response<Full<Bytes>>;

/// Panics when it is dropped, but not while another panic unwinds the stack.
struct Grenade;

impl Drop for Grenade {
    fn drop(&mut self) {
        assert!(std::thread::panicking(), "a drop");
    }
}

/// An error whose text can't be had.
#[derive(Debug)]
struct Unspeakable;

static UNSPEAKABLE: Entry = Entry::new("Unspeakable", Status::new(503).unwrap(), 1500);

impl fmt::Display for Unspeakable {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        panic!("a display")
    }
}

impl std::error::Error for Unspeakable {}

impl ApiError for Unspeakable {
    fn entry(&self) -> &'static Entry {
        &UNSPEAKABLE
    }

    fn message(&self) -> Cow<'_, str> {
        self.to_string().into()
    }
}

impl actix_web::ResponseError for Unspeakable {}

/// The log's only event of a 500, which says all of these.
fn assert_is_logged(body: &[u8], said: &[&str]) {
    let body: ErrorBody = serde_json::from_slice(body).unwrap();
    assert_eq!(
        (body.code(), body.message()),
        (500, "Internal Server Error")
    );
    let logged = log::of(&body.error_id().to_string());
    assert_eq!(logged.len(), 1, "{logged:?}");
    for text in said {
        assert!(logged[0].fields["message"].contains(text), "{logged:?}");
    }
}

mod on_tower {
    use super::*;
    use error_catalog::UniformErrors;

    async fn assert_500<S>(mut service: S, said: &[&str])
    where
        S: Service<Request<()>, Error = Infallible>,
        S: Service<
                Request<()>,
                Response = Response<error_catalog::tower::UniformBody<Full<Bytes>>>,
            >,
    {
        log::listen();
        let service = service.ready().await.unwrap();
        let response = service.call(Request::new(())).await.unwrap();
        assert_eq!(response.status(), 500);
        let body = response.into_body().collect().await.unwrap().to_bytes();
        assert_is_logged(&body, said);
    }

    #[tokio::test]
    async fn a_payload_that_panics_when_dropped_is_a_500() {
        let service = service_fn(|_: Request<()>| -> Ready<Result<Full200, Infallible>> {
            panic_any(Grenade)
        });
        let said = ["panicked: with a payload that is not a string"];
        assert_500(UniformErrors::new().layer(service), &said).await;
    }

    #[derive(Clone)]
    struct NeverReady;

    impl Service<Request<()>> for NeverReady {
        type Response = Full200;
        type Error = Infallible;
        type Future = Ready<Result<Full200, Infallible>>;

        fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
            panic!("not ready")
        }

        fn call(&mut self, _: Request<()>) -> Self::Future {
            ready(Ok(Response::new(Full::default())))
        }
    }

    #[tokio::test]
    async fn a_service_that_panics_before_it_is_ready_is_a_500() {
        assert_500(
            UniformErrors::new().layer(NeverReady),
            &["panicked: not ready"],
        )
        .await;
    }

    #[tokio::test]
    async fn a_handler_and_a_closure_that_panic_are_both_logged() {
        let service = service_fn(|_: Request<()>| -> Ready<Result<Full200, Infallible>> {
            panic!("the handler")
        });
        let layer = UniformErrors::new().replace_with(|_, _| panic!("the closure"));
        assert_500(layer.layer(service), &["the handler", "the closure"]).await;
    }

    #[tokio::test]
    async fn an_error_whose_display_panics_is_a_500() {
        let service = service_fn(|_: Request<()>| {
            let mut response = Response::new(Full::<Bytes>::default());
            *response.status_mut() = http::StatusCode::CONFLICT;
            ready(Ok::<_, Infallible>(response))
        });
        let layer =
            UniformErrors::new().replace_with(|_, _| Replacement::Error(Box::new(Unspeakable)));
        assert_500(layer.layer(service), &["a display"]).await;
    }

    /// Gives its response, and panics when it is dropped after that.
    struct Late(Option<Full200>, Grenade);

    impl Future for Late {
        type Output = Result<Full200, Infallible>;

        fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Self::Output> {
            self.0
                .take()
                .map_or(Poll::Pending, |response| Poll::Ready(Ok(response)))
        }
    }

    #[tokio::test]
    async fn a_response_stays_when_its_future_panics_later() {
        log::listen();
        let service = service_fn(|_: Request<()>| {
            let response = Response::new(Full::from("fine"));
            Late(Some(response), Grenade)
        });
        let response = UniformErrors::new()
            .layer(service)
            .oneshot(Request::new(()));
        let response = response.await.unwrap();
        assert_eq!(response.status(), 200);
        let body = response.into_body().collect().await.unwrap().to_bytes();
        assert_eq!(body, "fine");
        let logged = log::with("reason", "panicked: a drop", |_| true);
        assert!(!logged.is_empty());
    }

    #[tokio::test]
    async fn the_reason_of_a_replaced_panic_is_logged() {
        log::listen();
        let service = service_fn(|_: Request<()>| -> Ready<Result<Full200, Infallible>> {
            resume_unwind(Box::new(SECRET))
        });
        let layer = UniformErrors::new().replace_with(|_, _| {
            Replacement::Error(Box::new(crate::catalog::ServiceError::too_soon()))
        });
        let response = layer
            .layer(service)
            .oneshot(Request::new(()))
            .await
            .unwrap();
        let body = response.into_body().collect().await.unwrap().to_bytes();
        let body: ErrorBody = serde_json::from_slice(&body).unwrap();
        assert_eq!(body.code(), 1400);
        let logged = log::of(&body.error_id().to_string());
        assert_eq!(logged[0].fields["reason"], format!("panicked: {SECRET}"));
    }
}

mod on_actix {
    use super::*;
    use actix_web::dev::{Service as _, ServiceRequest, ServiceResponse};
    use actix_web::middleware::{Next, from_fn};
    use actix_web::test::{TestRequest, init_service};
    use actix_web::{App, Error, body};
    use error_catalog::actix::UniformErrors;

    async fn refuse<B>(_: ServiceRequest, _: Next<B>) -> Result<ServiceResponse<B>, Error> {
        Err(Unspeakable.into())
    }

    /// The default `error_response` writes the error's `Display`.
    #[test]
    fn an_error_of_a_middleware_whose_display_panics_is_a_500() {
        log::listen();
        actix_web::rt::System::new().block_on(async {
            let app = App::new().wrap(from_fn(refuse)).wrap(UniformErrors::new());
            let app = init_service(app).await;
            let failed = app.call(TestRequest::default().to_request()).await;
            let response = failed.unwrap_err().error_response();
            assert_eq!(response.status(), 500);
            let body = body::to_bytes(response.into_body()).await.unwrap();
            assert_is_logged(&body, &["a display"]);
        });
    }
}

mod on_poem {
    use super::*;
    use error_catalog::poem::UniformErrors;
    use poem::endpoint::make_sync;
    use poem::{Endpoint as _, EndpointExt as _};

    #[tokio::test]
    async fn a_payload_that_panics_when_dropped_is_a_500() {
        log::listen();
        let endpoint = make_sync(|_| panic_any(Grenade) as poem::Response);
        let endpoint = endpoint.with(UniformErrors::new());
        let response = endpoint.call(poem::Request::default());
        let body = response
            .await
            .unwrap()
            .into_body()
            .into_bytes()
            .await
            .unwrap();
        assert_is_logged(&body, &["with a payload that is not a string"]);
    }
}

mod on_rocket {
    use super::*;
    use error_catalog::rocket::UniformErrors;
    use rocket::http::Status as RocketStatus;
    use rocket::local::blocking::Client;
    use rocket::{get, routes};

    #[get("/")]
    fn conflict() -> RocketStatus {
        RocketStatus::Conflict
    }

    fn answered(uniform: UniformErrors) -> Vec<u8> {
        log::listen();
        let server = rocket::build().mount("/", routes![conflict]);
        let client = Client::untracked(server.attach(uniform)).unwrap();
        let response = client.get("/").dispatch();
        assert_eq!(response.status().code, 500);
        response.into_bytes().unwrap()
    }

    #[test]
    fn a_closure_that_panics_is_a_500() {
        let uniform = UniformErrors::new().replace_with(|_, _| panic!("the closure"));
        assert_is_logged(&answered(uniform), &["the closure"]);
    }

    #[test]
    fn an_error_whose_display_panics_is_a_500() {
        let uniform =
            UniformErrors::new().replace_with(|_, _| Replacement::Error(Box::new(Unspeakable)));
        assert_is_logged(&answered(uniform), &["a display"]);
    }
}
