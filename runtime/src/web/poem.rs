//! Feature `poem`: errors as responses of poem 3, and [`UniformErrors`].
//!
//! An error of a `#[derive(ErrorCatalog)]` becomes a `poem::Error`, and so does an
//! [`Occurrence`].

use super::http;
use super::panic::{CatchPanic, Panic};
use super::request_id;
use super::uniform::body::UniformBody;
use super::uniform::http1::{Head, Http1, RequestHead};
use super::uniform::{Rules, answer, uniform_errors};
#[cfg(feature = "extract")]
#[cfg_attr(docsrs, doc(cfg(feature = "extract")))]
pub use crate::extract::poem::{Form, Json, Path, Query};
use crate::observe::{Context, Observation, below};
use crate::wire::json;
use crate::{ApiError, ErrorInfo, Occurrence, Replacement};
use bytes::Bytes;
use http_body::Body as _;
use http_body_util::combinators::BoxBody;
use poem::error::ResponseError;
use poem::http::{StatusCode, request, response};
use poem::{Body, Endpoint, IntoResponse as _, Middleware, Request, Response};
use std::error::Error;
use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;
use std::{fmt, io};

#[doc(hidden)]
#[macro_export]
macro_rules! __impl_poem {
    ([$($generics:tt)*] [$ty:ty] [$(where $($where:tt)*)?]) => {
        #[automatically_derived]
        impl<$($generics)*> ::core::convert::From<$ty> for $crate::__private::poem::Error
        where
            // The `for` allows a bound that is known to fail: the error may be of no use to poem.
            for<'__a> $ty: ::core::marker::Send + ::core::marker::Sync + 'static,
            $($($where)*)?
        {
            fn from(error: $ty) -> Self {
                $crate::__private::poem::error($crate::Occurrence::new(error))
            }
        }
    };
}

/// The error inside a `poem::Error` that an error of a catalog became: poem's `downcast_ref` and
/// `catch_error` find it.
///
/// It is not the error itself, because a `ResponseError` can't leave anything in the extensions of
/// its response.
///
/// ```
/// use error_catalog::{ErrorCatalog, poem::CatalogError};
///
/// #[derive(Debug, thiserror::Error, ErrorCatalog)]
/// #[error("Bulk limit reached")]
/// #[catalog(status = 400, code = 1100)]
/// struct BulkLimit;
///
/// let error = poem::Error::from(BulkLimit);
/// let found: &CatalogError<BulkLimit> = error.downcast_ref().unwrap();
/// assert_eq!(found.occurrence().error().to_string(), "Bulk limit reached");
/// ```
#[derive(Clone, Copy, Debug)]
pub struct CatalogError<E>(Occurrence<E>);

impl<E> CatalogError<E> {
    /// The error and its stamp.
    pub const fn occurrence(&self) -> &Occurrence<E> {
        &self.0
    }
}

impl<E: fmt::Display> fmt::Display for CatalogError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.error().fmt(f)
    }
}

impl<E: Error> Error for CatalogError<E> {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.0.error().source()
    }
}

impl<E: ApiError> ResponseError for CatalogError<E> {
    fn status(&self) -> StatusCode {
        self.0.error().status().into()
    }

    fn as_response(&self) -> Response {
        let response = http::response(self.0.error(), self.0.stamp());
        into_poem(response.map(|body: Vec<u8>| body.into()))
    }
}

#[cfg_attr(docsrs, doc(cfg(feature = "poem")))]
impl<E: ApiError + Send + Sync + 'static> From<Occurrence<E>> for poem::Error {
    fn from(occurrence: Occurrence<E>) -> Self {
        error(occurrence)
    }
}

#[doc(hidden)]
pub fn error<E: ApiError + Send + Sync + 'static>(occurrence: Occurrence<E>) -> poem::Error {
    let body = json::to_vec(occurrence.error(), &occurrence.stamp());
    // The response that the error becomes leaves its own info behind.
    let (inner, stamp) = (occurrence.error(), occurrence.stamp());
    let observation = Observation::later(inner, stamp, &Context::default());
    let info = ErrorInfo::new(inner, stamp, &body, observation);
    let mut error = poem::Error::from(CatalogError(occurrence));
    // The extensions of the error become those of the response, and all others are lost.
    error.set_data(info);
    error
}

type PoemBody = BoxBody<Bytes, io::Error>;

fn into_poem(response: poem::http::Response<Body>) -> Response {
    let (parts, body) = response.into_parts();
    let parts = poem::ResponseParts {
        status: parts.status,
        version: parts.version,
        headers: parts.headers,
        extensions: parts.extensions,
    };
    Response::from_parts(parts, body)
}

fn into_http(response: Response) -> poem::http::Response<UniformBody<PoemBody>> {
    let (head, body) = response.into_parts();
    let status = head.status.as_u16();
    let mut response = poem::http::Response::new(UniformBody::inner(body.into(), status));
    *response.status_mut() = head.status;
    *response.version_mut() = head.version;
    *response.headers_mut() = head.headers;
    *response.extensions_mut() = head.extensions;
    response
}

uniform_errors! {
    /// A middleware that gives every response of 400 or above the standard body: the router's 404
    /// and 405, the errors of extractors, a handler's bare status, panics.
    ///
    /// Its place is outside whatever fails, such as handlers and limits, and inside whatever adds to
    /// a response, such as `Tracing`, `Cors` and `Compression`.
    ///
    /// ```
    /// use error_catalog::poem::UniformErrors;
    /// use poem::{Endpoint as _, EndpointExt as _, Request, Route};
    ///
    /// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
    /// let app = Route::new().with(UniformErrors::new());
    /// let response = app.get_response(Request::default()).await;
    /// assert_eq!(response.status(), 404);
    /// let body = response.into_body().into_string().await?;
    /// assert!(body.starts_with(r#"{"code":404,"message":"Not Found","errorId":""#));
    /// # Ok::<(), poem::error::ReadBodyError>(())
    /// # })?;
    /// # Ok::<(), poem::error::ReadBodyError>(())
    /// ```
    (&request::Parts, &response::Parts)
}

impl UniformErrors {
    fn answer(&self, result: Result<Response, Panic>, head: &Head) -> Response {
        let (response, panic) = match result {
            Ok(response) => (response, None),
            Err(panic) => (
                StatusCode::INTERNAL_SERVER_ERROR.into_response(),
                Some(panic),
            ),
        };
        let is_error = response.extensions().get::<ErrorInfo>().is_some();
        if panic.is_none() && response.status().as_u16() < 400 && !is_error {
            return watched(response);
        }
        let mut response = Http1::new(into_http(response), head);
        answer(
            &self.rules,
            &mut response,
            panic,
            head.line(),
            head.preferences(),
            |response| match (&self.decide, head.parts()) {
                (Some(decide), Some(request)) => decide(request, &response.parts),
                _ => Replacement::Standard,
            },
        );
        into_poem(response.finish().map(|body| BoxBody::new(body).into()))
    }
}

/// Only a body that is still to be made can fail.
fn watched(mut response: Response) -> Response {
    let status = response.status().as_u16();
    let body: PoemBody = response.take_body().into();
    let is_ready = body.size_hint().exact().is_some();
    response.set_body(if is_ready {
        body.into()
    } else {
        Body::from(BoxBody::new(UniformBody::inner(body, status)))
    });
    response
}

impl<E: Endpoint> Middleware<E> for UniformErrors {
    type Output = UniformEndpoint<E>;

    fn transform(&self, inner: E) -> UniformEndpoint<E> {
        UniformEndpoint {
            inner,
            uniform: self.clone(),
        }
    }
}

/// The endpoint that [`UniformErrors`] makes of another.
#[derive(Debug)]
pub struct UniformEndpoint<E> {
    inner: E,
    uniform: UniformErrors,
}

impl<E: Endpoint> Endpoint for UniformEndpoint<E> {
    type Output = Response;

    async fn call(&self, request: Request) -> poem::Result<Response> {
        let head = Head::new(
            RequestHead {
                method: request.method(),
                uri: request.uri(),
                version: request.version(),
                headers: request.headers(),
                extensions: request.extensions(),
            },
            &self.uniform.rules,
            self.uniform.decide.is_some(),
        );
        let mut future = pin!(CatchPanic::new(|| below(|| self
            .inner
            .get_response(request))));
        let id = head.request_id.as_ref();
        let result =
            poll_fn(|cx| request_id::with(id, || below(|| future.as_mut().poll(cx)))).await;
        Ok(self.uniform.answer(result, &head))
    }
}
