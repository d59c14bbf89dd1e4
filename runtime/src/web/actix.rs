//! Feature `actix-web`: errors as responses of actix-web 4, and [`UniformErrors`].
//!
//! `#[derive(ErrorCatalog)]` implements actix-web's `ResponseError`, and so does
//! [`Occurrence`].

use super::panic::{CatchPanic, Panic, catch};
use super::request_id;
use super::uniform::represent::{Preferences, varies};
use super::uniform::watch::Watch;
use super::uniform::{
    Answer, Line, OF_THE_BODY, OF_THE_BYTES, Rules, answer, needs_line, text, uniform_errors,
};
#[cfg(feature = "extract")]
#[cfg_attr(docsrs, doc(cfg(feature = "extract")))]
pub use crate::extract::actix::{Form, Json, Path, Query};
use crate::observe::{self, Observation, below};
use crate::wire::json;
use crate::{ApiError, ErrorInfo, Exempt, Occurrence, Replacement, Stamp, Status, header};
use actix_web::body::{BodySize, BoxBody, MessageBody};
use actix_web::dev::{
    RequestHead, ResponseHead, Service, ServiceRequest, ServiceResponse, Transform,
};
use actix_web::error::InternalError;
use actix_web::http::StatusCode;
use actix_web::http::header::{
    ACCEPT, ACCEPT_LANGUAGE, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE,
    HeaderMap, HeaderName, HeaderValue, VARY,
};
use actix_web::web::Bytes;
use actix_web::{Error, HttpResponse, ResponseError};
use pin_project_lite::pin_project;
use std::cell::RefCell;
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

#[cfg_attr(docsrs, doc(cfg(feature = "actix-web")))]
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

/// The response. It is logged.
fn response<E: ApiError + ?Sized>(error: &E, stamp: Stamp) -> HttpResponse {
    let observation = Observation::of(error, stamp, &observe::Context::default());
    let body = json::to_vec(error, &stamp);
    let info = ErrorInfo::new(error, stamp, &body, observation);
    let mut response = HttpResponse::with_body(status(error), BoxBody::new(body));
    response.extensions_mut().insert(info);
    put_headers(error, response.headers_mut());
    response
}

/// As `http::put_headers`: actix-web has header types of its own.
fn put_headers<E: ApiError + ?Sized>(error: &E, map: &mut HeaderMap) {
    map.insert(
        CONTENT_TYPE,
        const { HeaderValue::from_static(header::JSON) },
    );
    map.insert(
        CACHE_CONTROL,
        const { HeaderValue::from_static(header::NO_STORE) },
    );
    header::each(error, |name, _| drop(map.remove(name)));
    header::each(error, |name, value| {
        let name = HeaderName::from_bytes(name.as_bytes());
        if let (Ok(name), Ok(value)) = (name, HeaderValue::from_str(value)) {
            map.append(name, value);
        }
    });
}

uniform_errors! {
    /// A middleware that gives every response of 400 or above the standard body: the router's 404
    /// and 405, the errors of extractors, a handler's bare status, panics.
    ///
    /// Its place is outside whatever fails, such as handlers and limits, and inside whatever adds to
    /// a response, such as `Logger`, `Cors` and `Compress`. A panic and the error of another
    /// middleware pass on as an `Err`, because actix-web has no other way without the request: what
    /// is wrapped around `UniformErrors` sees their response in the error.
    ///
    /// ```
    /// use actix_web::{App, test::{TestRequest, call_service, init_service, read_body}};
    /// use error_catalog::actix::UniformErrors;
    ///
    /// # actix_web::rt::System::new().block_on(async {
    /// let app = init_service(App::new().wrap(UniformErrors::new())).await;
    /// let response = call_service(&app, TestRequest::with_uri("/nowhere").to_request()).await;
    /// assert_eq!(response.status(), 404);
    /// assert!(read_body(response).await.starts_with(br#"{"code":404,"message":"Not Found","errorId":""#));
    /// # })
    /// ```
    (&RequestHead, &ResponseHead)
}

impl UniformErrors {
    /// The client's response in place of this one, or of a panic.
    fn answer<B: MessageBody>(
        &self,
        response: HttpResponse<B>,
        panic: Option<Panic>,
        head: &Head,
    ) -> HttpResponse<UniformBody<B>> {
        let status = response.status().as_u16();
        let (head_of_response, body) = response.into_parts();
        let mut response = Actix {
            head: head_of_response,
            body: UniformBody::inner(body, status),
        };
        answer(
            &self.rules,
            &mut response,
            panic,
            head.line(),
            head.preferences(),
            |response| match (&self.decide, &head.whole) {
                (Some(decide), Some(request)) => decide(request, response.head.head()),
                _ => Replacement::Standard,
            },
        );
        response.head.set_body(response.body)
    }
}

/// What is kept of a request's head until its response is there.
struct Head {
    whole: Option<Box<RequestHead>>,
    accept: Option<Vec<u8>>,
    accept_language: Option<Vec<u8>>,
    request_id: Option<Arc<str>>,
}

impl Head {
    fn new(request: &ServiceRequest, uniform: &UniformErrors) -> Self {
        let whole = uniform.decide.is_some() || needs_line();
        let list = |name| list(request.headers(), &name);
        let negotiate = uniform.rules.negotiate();
        Self {
            whole: whole.then(|| Box::new(request.head().clone())),
            accept: negotiate.then(|| list(ACCEPT)).flatten(),
            accept_language: negotiate.then(|| list(ACCEPT_LANGUAGE)).flatten(),
            request_id: uniform.rules.request_id.as_ref().and_then(|name| {
                let id = request.headers().get(&**name)?;
                Some(id.to_str().ok()?.into())
            }),
        }
    }

    fn line(&self) -> Line<'_> {
        let head = self.whole.as_ref().filter(|_| needs_line())?;
        Some((head.method.as_str(), head.uri.path()))
    }

    fn preferences(&self) -> Preferences<'_> {
        Preferences {
            accept: self.accept.as_deref(),
            accept_language: self.accept_language.as_deref(),
            request_id: self.request_id.as_ref(),
        }
    }
}

/// A field that may stand in several lines (RFC 9110, section 5.3).
fn list(headers: &HeaderMap, name: &HeaderName) -> Option<Vec<u8>> {
    let values = headers.get_all(name).map(HeaderValue::as_bytes);
    let values: Vec<_> = values.collect();
    (!values.is_empty()).then(|| values.join(&b", "[..]))
}

/// A response whose body may be replaced.
struct Actix<B> {
    head: HttpResponse<()>,
    body: UniformBody<B>,
}

impl<B: MessageBody> Actix<B> {
    /// A compressed body can't be compared, so it counts as the error's.
    fn has_body_of(&self, info: &ErrorInfo) -> bool {
        let headers = self.head.headers();
        if headers.contains_key(CONTENT_ENCODING) {
            return true;
        }
        let length = info.length() as u64;
        let said = headers.get(CONTENT_LENGTH).map(|said| {
            let said = said.to_str().ok().and_then(|said| said.parse().ok());
            said == Some(length)
        });
        said != Some(false) && self.body.size() == BodySize::Sized(length)
    }
}

impl<B: MessageBody> Answer for Actix<B> {
    fn status(&self) -> u16 {
        self.head.status().as_u16()
    }

    fn info(&self) -> Option<(ErrorInfo, bool)> {
        let info: ErrorInfo = self.head.extensions().get().cloned()?;
        let fits = self.has_body_of(&info);
        Some((info, fits))
    }

    fn is_exempt(&self) -> bool {
        self.head.extensions().contains::<Exempt>()
    }

    fn take_reason(&mut self) -> Option<String> {
        let headers = self.head.headers();
        if headers.contains_key(CONTENT_ENCODING) {
            return None;
        }
        let body = std::mem::replace(&mut self.body, UniformBody::standard(Vec::new()));
        let State::Inner { body, .. } = body.state else {
            return None;
        };
        let body = body.try_into_bytes().ok()?;
        let content_type = headers.get(CONTENT_TYPE);
        text(content_type.map(HeaderValue::as_bytes), &body)
    }

    fn set_status(&mut self, status: Status) {
        let head = self.head.head_mut();
        head.status = number(status);
        head.reason = None;
    }

    fn replace(&mut self, error: &dyn ApiError, stamp: Stamp, observation: Observation) {
        let body = json::to_vec(error, &stamp);
        self.set_status(error.status());
        let info = ErrorInfo::new(error, stamp, &body, observation);
        self.head.extensions_mut().insert(info);
        let headers = self.head.headers_mut();
        for name in OF_THE_BODY {
            headers.remove(name);
        }
        put_headers(error, headers);
        self.body = UniformBody::standard(body);
    }

    fn vary_by(&mut self, field: &'static str) {
        let headers = self.head.headers_mut();
        if !varies(headers.get_all(VARY).map(HeaderValue::as_bytes), field) {
            headers.append(VARY, HeaderValue::from_static(field));
        }
    }

    fn set_header(&mut self, name: &str, value: &str) {
        let name = HeaderName::from_bytes(name.as_bytes());
        if let (Ok(name), Ok(value)) = (name, HeaderValue::from_str(value)) {
            self.head.headers_mut().insert(name, value);
        }
    }

    fn keep(&mut self, info: ErrorInfo) {
        self.head.extensions_mut().insert(info);
    }

    fn represent(&mut self, body: Vec<u8>, content_type: &'static str) {
        let headers = self.head.headers_mut();
        for name in OF_THE_BYTES {
            headers.remove(name);
        }
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
        self.body = UniformBody::standard(body);
    }
}

pin_project! {
    /// The body of a response under [`UniformErrors`]: that of the service, or the standard body.
    #[derive(Debug)]
    pub struct UniformBody<B> {
        #[pin]
        state: State<B>,
    }
}

pin_project! {
    #[derive(Debug)]
    #[project = Projection]
    enum State<B> {
        Inner {
            #[pin]
            body: B,
            watch: Watch,
        },
        Standard {
            bytes: Bytes,
        },
    }
}

impl<B> UniformBody<B> {
    fn inner(body: B, status: u16) -> Self {
        let watch = Watch::new(status);
        Self {
            state: State::Inner { body, watch },
        }
    }

    fn standard(bytes: Vec<u8>) -> Self {
        let bytes = bytes.into();
        Self {
            state: State::Standard { bytes },
        }
    }
}

impl<B: MessageBody> MessageBody for UniformBody<B> {
    type Error = Box<dyn std::error::Error>;

    fn size(&self) -> BodySize {
        match &self.state {
            State::Inner { body, .. } => body.size(),
            State::Standard { bytes } => BodySize::Sized(bytes.len() as u64),
        }
    }

    fn poll_next(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Self::Error>>> {
        let (body, watch) = match self.project().state.project() {
            Projection::Inner { body, watch } => (body, watch),
            Projection::Standard { bytes } => {
                let bytes = std::mem::take(bytes);
                return Poll::Ready((!bytes.is_empty()).then_some(Ok(bytes)));
            }
        };
        let polled = ready!(watch.polled(|| body.poll_next(cx)));
        Poll::Ready(polled.map(|result| match result {
            Ok(bytes) => {
                watch.sent(bytes.len());
                Ok(bytes)
            }
            Err(error) => {
                let error = error.into();
                watch.failed(&error);
                Err(error)
            }
        }))
    }

    fn try_into_bytes(self) -> Result<Bytes, Self> {
        match self.state {
            State::Inner { body, watch } => body.try_into_bytes().map_err(|body| Self {
                state: State::Inner { body, watch },
            }),
            State::Standard { bytes } => Ok(bytes),
        }
    }
}

impl<S, B> Transform<S, ServiceRequest> for UniformErrors
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error> + 'static,
    B: MessageBody + 'static,
{
    type Response = ServiceResponse<UniformBody<B>>;
    type Error = Error;
    type Transform = UniformMiddleware<S>;
    type InitError = ();
    type Future = Ready<Result<Self::Transform, ()>>;

    fn new_transform(&self, service: S) -> Self::Future {
        future::ready(Ok(UniformMiddleware {
            service,
            uniform: self.clone(),
            not_ready: RefCell::default(),
        }))
    }
}

/// The service that [`UniformErrors`] makes of another.
#[derive(Debug)]
pub struct UniformMiddleware<S> {
    service: S,
    uniform: UniformErrors,
    /// The panic of the last `poll_ready`, for the next request.
    not_ready: RefCell<Option<Panic>>,
}

impl<S, B> Service<ServiceRequest> for UniformMiddleware<S>
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error>,
    B: MessageBody + 'static,
{
    type Response = ServiceResponse<UniformBody<B>>;
    type Error = Error;
    type Future = UniformFuture<S::Future>;

    fn poll_ready(&self, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        catch(|| self.service.poll_ready(cx)).unwrap_or_else(|panic| {
            self.not_ready.replace(Some(panic));
            Poll::Ready(Ok(()))
        })
    }

    fn call(&self, request: ServiceRequest) -> Self::Future {
        let head = Head::new(&request, &self.uniform);
        let id = head.request_id.as_ref();
        UniformFuture {
            future: match self.not_ready.take() {
                Some(panic) => CatchPanic::panicked(panic),
                None => CatchPanic::new(|| {
                    request_id::with(id, || below(|| self.service.call(request)))
                }),
            },
            head,
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
        head: Head,
    }
}

impl<F, B> Future for UniformFuture<F>
where
    F: Future<Output = Result<ServiceResponse<B>, Error>>,
    B: MessageBody + 'static,
{
    type Output = Result<ServiceResponse<UniformBody<B>>, Error>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        let (uniform, head) = (this.uniform, this.head);
        let id = head.request_id.as_ref();
        let polled = request_id::with(id, || below(|| this.future.poll(cx)));
        Poll::Ready(match ready!(polled) {
            Ok(Ok(response)) if is_left_alone(response.response()) => {
                let status = response.status().as_u16();
                Ok(response.map_body(|_, body| UniformBody::inner(body, status)))
            }
            Ok(Ok(response)) => {
                let (request, response) = response.into_parts();
                let response = uniform.answer(response, None, head);
                Ok(ServiceResponse::new(request, response))
            }
            // Without a request there is no `ServiceResponse`, but an error may bring its response.
            Ok(Err(error)) => Err(
                match request_id::with(id, || catch(|| below(|| error.error_response()))) {
                    Ok(response) => {
                        let response = uniform.answer(response, None, head).map_into_boxed_body();
                        InternalError::from_response(error, response).into()
                    }
                    Err(panic) => uniform.panicked(panic, head),
                },
            ),
            Err(panic) => Err(uniform.panicked(panic, head)),
        })
    }
}

fn is_left_alone<B>(response: &HttpResponse<B>) -> bool {
    response.status().as_u16() < 400 && !response.extensions().contains::<ErrorInfo>()
}

impl UniformErrors {
    fn panicked(&self, panic: Panic, head: &Head) -> Error {
        let response = HttpResponse::new(StatusCode::INTERNAL_SERVER_ERROR);
        let text = panic.0.clone();
        let response = self.answer(response, Some(panic), head);
        InternalError::from_response(text, response.map_into_boxed_body()).into()
    }
}

impl<F> fmt::Debug for UniformFuture<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UniformFuture").finish_non_exhaustive()
    }
}
