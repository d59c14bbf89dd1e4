//! Feature `tower`: [`UniformErrors`], a layer for axum and any other service on tower.

use super::http;
use super::uniform::http1::{describe_body, is_ours, replace, unless_stream};
use super::uniform::panic::{CatchPanic, Panic, catch};
use super::uniform::{Replacement, Unnamed};
use crate::{ApiError, Stamp};
use ::http::response::Parts;
use ::http::{Method, Request, Response, StatusCode};
use pin_project_lite::pin_project;
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use tower_layer::Layer;
use tower_service::Service;

/// A layer that gives every response of 400 or above the standard body, whoever made it: the
/// router's 404 and 405, the rejections of extractors, timeouts, a handler's bare status, panics.
///
/// The status stays, unless it is above 599, and so 500 to any client (RFC 9110, section 15). All
/// headers stay that do not describe the replaced body. The client reads the status's description,
/// never the framework's own text, nor the panic's. Responses that an error of a catalog made,
/// responses below 400, event streams and gRPC are left alone, and HEAD
/// gets no body.
///
/// Put it outside of whatever may fail, with one `Router::layer` of its own as the last: then the body
/// is axum's. On a `ServiceBuilder`, any body that can be made of a `Vec<u8>` will do, such as axum's,
/// `Full<Bytes>` or `Vec<u8>`. Between it and a layer that makes another, as tower-http's
/// `CompressionLayer` does, put `MapResponseBodyLayer::new(axum::body::Body::new)`.
///
/// ```
/// use error_catalog::UniformErrors;
/// use http::{Request, Response};
/// use tower::{ServiceBuilder, ServiceExt as _, service_fn};
///
/// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
/// let service = ServiceBuilder::new().layer(UniformErrors::new()).service(service_fn(
///     async |_: Request<()>| Response::builder().status(404).body(b"no such file: /etc/shadow".to_vec()),
/// ));
///
/// let response = service.oneshot(Request::new(())).await?;
/// assert_eq!(response.status(), 404);
/// assert!(response.into_body().starts_with(br#"{"code":404,"message":"Not Found, "#));
/// # Ok(())
/// # })
/// # .map_err(|error: http::Error| error.to_string())?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Default)]
pub struct UniformErrors {
    with: Option<Arc<With>>,
}

type With = dyn Fn(&Parts) -> Replacement + Send + Sync;

impl UniformErrors {
    /// The layer: axum's `Router::layer` takes it as it is.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// With a closure that exempts or replaces what it likes of the responses of 400 or above that
    /// no error of a catalog made.
    ///
    /// ```
    /// use error_catalog::{Replacement, UniformErrors};
    ///
    /// let layer = UniformErrors::new().replace_with(|response| match response.status.as_u16() {
    ///     418 => Replacement::Keep,
    ///     _ => Replacement::Standard,
    /// });
    /// ```
    #[must_use]
    pub fn replace_with(
        mut self,
        with: impl Fn(&Parts) -> Replacement + Send + Sync + 'static,
    ) -> Self {
        self.with = Some(Arc::new(with));
        self
    }

    /// The client's response in place of this one, or of a panic.
    #[cold]
    fn answer<B: From<Vec<u8>>>(
        &self,
        result: Result<Response<B>, Panic>,
        to_head: bool,
    ) -> Response<B> {
        catch(|| match result {
            Ok(response) => match Unnamed::of(response.status().as_u16()) {
                Some(unnamed) => self.apply(response, &unnamed, to_head),
                None => response,
            },
            Err(panic) => {
                let mut response = Response::new(Vec::new().into());
                *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
                self.apply(response, &Unnamed::panic(panic), to_head)
            }
        })
        // The application's closure, or its `Display` for the log.
        .unwrap_or_else(|panic| http::response(&Unnamed::panic(panic), Stamp::now()).map(B::from))
    }

    fn apply<B: From<Vec<u8>>>(
        &self,
        response: Response<B>,
        unnamed: &Unnamed,
        to_head: bool,
    ) -> Response<B> {
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
            body = Vec::new().into();
        }
        Response::from_parts(parts, body)
    }
}

fn put<B: From<Vec<u8>>>(error: &dyn ApiError, parts: &mut Parts) -> B {
    let (status, body) = replace(error, &mut parts.headers, &mut parts.extensions);
    parts.status = status;
    body.into()
}

impl fmt::Debug for UniformErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UniformErrors").finish_non_exhaustive()
    }
}

impl<S> Layer<S> for UniformErrors {
    type Service = UniformService<S>;

    fn layer(&self, inner: S) -> UniformService<S> {
        UniformService {
            inner,
            uniform: self.clone(),
        }
    }
}

/// The service that [`UniformErrors`] makes of another.
#[derive(Clone, Debug)]
pub struct UniformService<S> {
    inner: S,
    uniform: UniformErrors,
}

impl<S, A, B> Service<Request<A>> for UniformService<S>
where
    S: Service<Request<A>, Response = Response<B>>,
    B: From<Vec<u8>>,
{
    type Response = Response<B>;
    type Error = S::Error;
    type Future = UniformFuture<S::Future>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(cx)
    }

    #[inline]
    fn call(&mut self, request: Request<A>) -> Self::Future {
        let to_head = request.method() == Method::HEAD;
        UniformFuture {
            future: CatchPanic::new(|| self.inner.call(request)),
            uniform: self.uniform.clone(),
            to_head,
        }
    }
}

pin_project! {
    /// The response that a [`UniformService`] is about to give.
    pub struct UniformFuture<F> {
        #[pin]
        future: CatchPanic<F>,
        uniform: UniformErrors,
        to_head: bool,
    }
}

impl<F, B, E> Future for UniformFuture<F>
where
    F: Future<Output = Result<Response<B>, E>>,
    B: From<Vec<u8>>,
{
    type Output = Result<Response<B>, E>;

    #[inline]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        let mut output = Poll::Pending;
        let response = match this.future.poll_into(cx, &mut output) {
            Ok(()) => match output {
                Poll::Ready(Ok(response)) if response.status().as_u16() >= 400 => Ok(response),
                _ => return output,
            },
            Err(panic) => Err(panic),
        };
        Poll::Ready(Ok(this.uniform.answer(response, *this.to_head)))
    }
}

impl<F> fmt::Debug for UniformFuture<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UniformFuture").finish_non_exhaustive()
    }
}
