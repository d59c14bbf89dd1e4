//! Feature `poem`: errors as responses of poem 3, and [`UniformErrors`].
//!
//! An error of a `#[derive(ErrorCatalog)]` becomes a `poem::Error`, and so does an
//! [`Occurrence`].

use super::http;
use super::uniform::http1::{describe_body, is_ours, replace, unless_stream};
use super::uniform::panic::{CatchPanic, Panic, catch};
use super::uniform::{Replacement, Unnamed};
use crate::{ApiError, ErrorInfo, Occurrence, Stamp};
use poem::error::ResponseError;
use poem::http::{Method, StatusCode};
use poem::{Body, Endpoint, Middleware, Request, Response, ResponseParts};
use std::error::Error;
use std::fmt;
use std::sync::Arc;

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

/// What a `poem::Error` holds that an error of a catalog became: poem's `downcast_ref` and
/// `catch_error` find it.
///
/// It is not the error itself, because a `ResponseError` can't leave anything in the extensions of
/// its response.
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
        response(self.0.error(), self.0.stamp())
    }
}

impl<E: ApiError + Send + Sync + 'static> From<Occurrence<E>> for poem::Error {
    fn from(occurrence: Occurrence<E>) -> Self {
        error(occurrence)
    }
}

#[doc(hidden)]
pub fn error<E: ApiError + Send + Sync + 'static>(occurrence: Occurrence<E>) -> poem::Error {
    let marker = ErrorInfo::new(occurrence.error(), occurrence.stamp(), None);
    let mut error = poem::Error::from(CatalogError(occurrence));
    // The extensions of the error become those of the response, and all others are lost.
    error.set_data(marker);
    error
}

fn response<E: ApiError>(error: &E, stamp: Stamp) -> Response {
    let (parts, body) = http::response(error, stamp).into_parts();
    let parts = ResponseParts {
        status: parts.status,
        version: parts.version,
        headers: parts.headers,
        extensions: parts.extensions,
    };
    Response::from_parts(parts, body.into())
}

/// A middleware that gives every response of 400 or above the standard body, whoever made it: the
/// router's 404 and 405, the errors of extractors, a handler's bare status, panics.
///
/// The status stays, unless it is above 599, and so 500 to any client (RFC 9110, section 15). All
/// headers stay that do not describe the replaced body. The client reads the status's description,
/// never the framework's own text, nor the panic's. Responses that an error of a catalog made,
/// responses below 400, event streams and gRPC are left alone, and HEAD
/// gets no body.
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
/// assert!(body.starts_with(r#"{"code":404,"message":"Not Found, "#));
/// # Ok::<(), poem::error::ReadBodyError>(())
/// # })?;
/// # Ok::<(), poem::error::ReadBodyError>(())
/// ```
#[derive(Clone, Default)]
pub struct UniformErrors {
    with: Option<Arc<With>>,
}

type With = dyn Fn(&ResponseParts) -> Replacement + Send + Sync;

impl UniformErrors {
    /// The middleware, for `EndpointExt::with`.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// With a closure that exempts or replaces what it likes of the responses of 400 or above that
    /// no error of a catalog made.
    #[must_use]
    pub fn replace_with(
        mut self,
        with: impl Fn(&ResponseParts) -> Replacement + Send + Sync + 'static,
    ) -> Self {
        self.with = Some(Arc::new(with));
        self
    }

    /// The client's response in place of this one, or of a panic.
    fn answer(&self, result: Result<Response, Panic>, to_head: bool) -> Response {
        catch(|| match result {
            Ok(response) => match Unnamed::of(response.status().as_u16()) {
                Some(unnamed) => self.apply(response, &unnamed, to_head),
                None => response,
            },
            Err(panic) => {
                let response = StatusCode::INTERNAL_SERVER_ERROR.into();
                self.apply(response, &Unnamed::panic(panic), to_head)
            }
        })
        // The application's closure, or its `Display` for the log.
        .unwrap_or_else(|panic| response(&Unnamed::panic(panic), Stamp::now()))
    }

    fn apply(&self, response: Response, unnamed: &Unnamed, to_head: bool) -> Response {
        let (mut parts, mut body) = response.into_parts();
        if !is_ours(&parts.extensions) {
            let with = self.with.as_ref();
            let answer = with.map_or(Replacement::Standard, |with| with(&parts));
            match unless_stream(answer, &parts.headers) {
                Replacement::Error(error) => body = put(&*error, &mut parts),
                Replacement::Keep if !unnamed.is_panic() => {
                    return Response::from_parts(parts, body);
                }
                _ => body = put(unnamed, &mut parts),
            }
        }
        if to_head && describe_body(&mut parts.headers, &parts.extensions) {
            body = Body::empty();
        }
        Response::from_parts(parts, body)
    }
}

fn put(error: &dyn ApiError, parts: &mut ResponseParts) -> Body {
    let (status, body) = replace(error, &mut parts.headers, &mut parts.extensions);
    parts.status = status;
    body.into()
}

impl fmt::Debug for UniformErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UniformErrors").finish_non_exhaustive()
    }
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
        let to_head = request.method() == Method::HEAD;
        let response = CatchPanic::new(|| self.inner.get_response(request)).await;
        Ok(self.uniform.answer(response, to_head))
    }
}
