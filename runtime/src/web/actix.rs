//! Feature `actix-web`: errors as responses of actix-web 4, and [`UniformErrors`].
//!
//! `#[derive(ErrorCatalog)]` implements actix-web's `ResponseError`, and so does
//! [`Occurrence`].

use super::response::{CONTENT_TYPE, body};
use super::uniform::panic::{CatchPanic, Panic, catch};
use super::uniform::{OF_THE_BODY, Replacement, Unnamed};
use crate::header::each as headers;
use crate::{ApiError, ErrorInfo, Occurrence, Stamp, Status};
use actix_web::body::{BoxBody, EitherBody};
use actix_web::dev::{
    ResponseHead, Service, ServiceRequest, ServiceResponse, Transform, forward_ready,
};
use actix_web::error::InternalError;
use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::{Error, HttpResponse, ResponseError};
use pin_project_lite::pin_project;
use std::fmt;
use std::future::{self, Ready};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

#[doc(hidden)]
#[macro_export]
macro_rules! __impl_actix_web {
    ([$($generics:tt)*] [$ty:ty] [$($where:tt)*]) => {
        #[automatically_derived]
        impl<$($generics)*> $crate::__private::actix::ResponseError for $ty $($where)* {
            fn status_code(&self) -> $crate::__private::actix::StatusCode {
                $crate::__private::actix::status(self)
            }

            fn error_response(&self) -> $crate::__private::actix::HttpResponse {
                $crate::__private::actix::respond(self)
            }
        }
    };
}

#[doc(hidden)]
pub fn status<E: ApiError + ?Sized>(error: &E) -> StatusCode {
    number(error.status())
}

/// The response, freshly stamped.
#[doc(hidden)]
pub fn respond<E: ApiError>(error: &E) -> HttpResponse {
    response(error, Stamp::now())
}

impl<E: ApiError> ResponseError for Occurrence<E> {
    fn status_code(&self) -> StatusCode {
        status(self.error())
    }

    fn error_response(&self) -> HttpResponse {
        response(self.error(), self.stamp())
    }
}

fn number(status: Status) -> StatusCode {
    // Every `Status` is a `StatusCode`.
    StatusCode::from_u16(status.as_u16()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

fn response<E: ApiError + ?Sized>(error: &E, stamp: Stamp) -> HttpResponse {
    let body = body(error, stamp);
    let marker = ErrorInfo::new(error, stamp, Some(body.len()));
    let mut response = HttpResponse::with_body(status(error), BoxBody::new(body));
    response.extensions_mut().insert(marker);
    let map = response.headers_mut();
    map.insert(
        header::CONTENT_TYPE,
        const { HeaderValue::from_static(CONTENT_TYPE) },
    );
    headers(error, |name, value| {
        let name = HeaderName::from_bytes(name.as_bytes());
        if let (Ok(name), Ok(value)) = (name, HeaderValue::from_str(value)) {
            map.append(name, value);
        }
    });
    response
}

/// A middleware that gives every response of 400 or above the standard body, whoever made it: the
/// router's 404 and 405, the errors of extractors, a handler's bare status, panics.
///
/// The status stays, unless it is above 599, and so 500 to any client (RFC 9110, section 15). All
/// headers stay that do not describe the replaced body. The client reads the status's description,
/// never the framework's own text, nor the panic's. Responses that an error of a catalog made,
/// responses below 400, event streams and gRPC are left alone.
///
/// Wrap the whole application in it, outside of what may fail. Only a panic and the error of another
/// middleware pass what is wrapped around it in turn, such as `DefaultHeaders`: actix-web has no other
/// way without the request.
///
/// ```
/// use actix_web::{App, test::{TestRequest, call_service, init_service, read_body}};
/// use error_catalog::actix::UniformErrors;
///
/// # actix_web::rt::System::new().block_on(async {
/// let app = init_service(App::new().wrap(UniformErrors::new())).await;
/// let response = call_service(&app, TestRequest::with_uri("/nowhere").to_request()).await;
/// assert_eq!(response.status(), 404);
/// assert!(read_body(response).await.starts_with(br#"{"code":404,"message":"Not Found, "#));
/// # })
/// ```
#[derive(Clone, Default)]
pub struct UniformErrors {
    with: Option<Arc<With>>,
}

type With = dyn Fn(&ResponseHead) -> Replacement + Send + Sync;

impl UniformErrors {
    /// The middleware, for `App::wrap`.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// With a closure that exempts or replaces what it likes of the responses of 400 or above that
    /// no error of a catalog made.
    #[must_use]
    pub fn replace_with(
        mut self,
        with: impl Fn(&ResponseHead) -> Replacement + Send + Sync + 'static,
    ) -> Self {
        self.with = Some(Arc::new(with));
        self
    }

    /// The client's response in place of this one.
    fn answer<B>(&self, response: HttpResponse<B>) -> HttpResponse<EitherBody<B>> {
        match Unnamed::of(response.status().as_u16()) {
            Some(unnamed) => {
                catch(|| self.apply(response, &unnamed)).unwrap_or_else(|panic| of_panic(panic))
            }
            None => response.map_into_left_body(),
        }
    }

    fn apply<B>(
        &self,
        response: HttpResponse<B>,
        unnamed: &Unnamed,
    ) -> HttpResponse<EitherBody<B>> {
        if response.extensions().contains::<ErrorInfo>() {
            return response.map_into_left_body();
        }
        let with = self.with.as_ref();
        let answer = with.map_or(Replacement::Standard, |with| with(response.head()));
        let content_type = response.headers().get(header::CONTENT_TYPE);
        match answer.unless_stream(content_type.map(HeaderValue::as_bytes)) {
            Replacement::Error(error) => replace(&*error, response),
            Replacement::Keep if !unnamed.is_panic() => response.map_into_left_body(),
            _ => replace(unnamed, response),
        }
    }
}

/// The response if the application's closure panics, or its `Display` for the log.
fn of_panic<B>(panic: Panic) -> HttpResponse<EitherBody<B>> {
    response(&Unnamed::panic(panic), Stamp::now()).map_into_right_body()
}

/// Makes the response the error's, but for the headers and extensions that it keeps.
fn replace<B>(error: &dyn ApiError, other: HttpResponse<B>) -> HttpResponse<EitherBody<B>> {
    let (ours, body) = response(error, Stamp::now()).into_parts();
    let mut response = other.set_body(EitherBody::right(body));
    let head = response.head_mut();
    head.status = ours.status();
    head.reason = None;
    for name in OF_THE_BODY {
        head.headers.remove(name);
    }
    for name in ours.headers().keys() {
        head.headers.remove(name);
    }
    for (name, value) in ours.headers() {
        head.headers.append(name.clone(), value.clone());
    }
    if let Some(marker) = ours.extensions().get::<ErrorInfo>() {
        response.extensions_mut().insert(*marker);
    }
    response
}

impl fmt::Debug for UniformErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UniformErrors").finish_non_exhaustive()
    }
}

impl<S, B> Transform<S, ServiceRequest> for UniformErrors
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error> + 'static,
    B: 'static,
{
    type Response = ServiceResponse<EitherBody<B>>;
    type Error = Error;
    type Transform = UniformMiddleware<S>;
    type InitError = ();
    type Future = Ready<Result<Self::Transform, ()>>;

    fn new_transform(&self, service: S) -> Self::Future {
        future::ready(Ok(UniformMiddleware {
            service,
            uniform: self.clone(),
        }))
    }
}

/// The service that [`UniformErrors`] makes of another.
#[derive(Debug)]
pub struct UniformMiddleware<S> {
    service: S,
    uniform: UniformErrors,
}

impl<S, B> Service<ServiceRequest> for UniformMiddleware<S>
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error>,
{
    type Response = ServiceResponse<EitherBody<B>>;
    type Error = Error;
    type Future = UniformFuture<S::Future>;

    forward_ready!(service);

    fn call(&self, request: ServiceRequest) -> Self::Future {
        UniformFuture {
            future: CatchPanic::new(|| self.service.call(request)),
            uniform: self.uniform.clone(),
        }
    }
}

pin_project! {
    /// The response that a [`UniformMiddleware`] is about to give.
    pub struct UniformFuture<F> {
        #[pin]
        future: CatchPanic<F>,
        uniform: UniformErrors,
    }
}

impl<F, B> Future for UniformFuture<F>
where
    F: Future<Output = Result<ServiceResponse<B>, Error>>,
{
    type Output = Result<ServiceResponse<EitherBody<B>>, Error>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        Poll::Ready(match ready!(this.future.poll(cx)) {
            Ok(Ok(response)) if response.status().as_u16() < 400 => {
                Ok(response.map_into_left_body())
            }
            Ok(Ok(response)) => {
                let (request, response) = response.into_parts();
                Ok(ServiceResponse::new(request, this.uniform.answer(response)))
            }
            // Without a request there is no `ServiceResponse`, but an error may bring its response.
            Ok(Err(error)) => {
                let response = this.uniform.answer(error.error_response());
                Err(InternalError::from_response(error, response.map_into_boxed_body()).into())
            }
            Err(panic) => {
                let panic = Unnamed::panic(panic);
                let response = HttpResponse::new(StatusCode::INTERNAL_SERVER_ERROR);
                let response = catch(|| this.uniform.apply(response, &panic))
                    .unwrap_or_else(of_panic)
                    .map_into_boxed_body();
                Err(InternalError::from_response(panic, response).into())
            }
        })
    }
}

impl<F> fmt::Debug for UniformFuture<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UniformFuture").finish_non_exhaustive()
    }
}
