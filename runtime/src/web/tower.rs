//! Feature `tower`: [`UniformErrors`], a layer for axum and any other service on tower.

use super::panic::{CatchPanic, Panic, catch};
use super::request_id;
pub use super::uniform::body::UniformBody;
use super::uniform::http1::{Head, Http1, RequestHead};
use super::uniform::{Rules, answer, uniform_errors};
use crate::observe::below;
use crate::{ErrorInfo, Replacement};
use http::{Request, Response, StatusCode, request, response};
use http_body::Body;
use pin_project_lite::pin_project;
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use tower_layer::Layer;
use tower_service::Service;

uniform_errors! {
    /// A layer that gives every response of 400 or above the standard body: the router's 404 and
    /// 405, the rejections of extractors, timeouts, a handler's bare status, panics.
    ///
    /// Its place is outside whatever fails, such as handlers, timeouts and limits, and inside
    /// whatever adds to a response, such as tracing, CORS, compression and request ids: the guide
    /// shows a full stack. It takes any body. With feature `tonic`, a gRPC client gets a gRPC status
    /// instead.
    ///
    /// ```
    /// use error_catalog::UniformErrors;
    /// use http::{Request, Response, StatusCode};
    /// use http_body_util::{BodyExt as _, Full};
    /// use std::convert::Infallible;
    /// use tower::{ServiceBuilder, ServiceExt as _, service_fn};
    ///
    /// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
    /// let service = ServiceBuilder::new()
    ///     .layer(UniformErrors::new())
    ///     .service(service_fn(async |_: Request<()>| {
    ///         let mut response = Response::new(Full::<bytes::Bytes>::from("no such file: /etc/shadow"));
    ///         *response.status_mut() = StatusCode::NOT_FOUND;
    ///         Ok::<_, Infallible>(response)
    ///     }));
    ///
    /// let response = service.oneshot(Request::new(())).await.unwrap();
    /// assert_eq!(response.status(), 404);
    /// let body = response.into_body().collect().await.unwrap().to_bytes();
    /// assert!(body.starts_with(br#"{"code":404,"message":"Not Found","errorId":""#));
    /// # });
    /// ```
    (&request::Parts, &response::Parts)
}

impl UniformErrors {
    /// The client's response in place of this one, or of a panic.
    #[cold]
    fn answer<B>(&self, result: Result<Response<B>, Panic>, head: &Head) -> Response<UniformBody<B>>
    where
        B: Body<Data: From<Vec<u8>>, Error: fmt::Display>,
    {
        let (response, panic) = match result {
            Ok(response) => (watched(response), None),
            Err(panic) => {
                let mut response = Response::new(UniformBody::standard(Vec::new()));
                *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
                (response, Some(panic))
            }
        };
        let mut response = Http1::new(response, head);
        answer(
            &self.rules,
            &mut response,
            panic,
            head.line(),
            head.preferences_of_http(),
            |response| match (&self.decide, head.parts()) {
                (Some(decide), Some(request)) => decide(request, &response.parts),
                _ => Replacement::Standard,
            },
        );
        let response = response.finish();
        #[cfg(feature = "tonic")]
        if head.is_grpc {
            return super::tonic::trailers_only(response, &self.rules, head.preferences());
        }
        response
    }
}

#[inline]
fn watched<B>(response: Response<B>) -> Response<UniformBody<B>> {
    let status = response.status().as_u16();
    response.map(|body| UniformBody::inner(body, status))
}

impl<S> Layer<S> for UniformErrors {
    type Service = UniformService<S>;

    fn layer(&self, inner: S) -> UniformService<S> {
        UniformService {
            inner,
            uniform: self.clone(),
            not_ready: None,
        }
    }
}

/// The service that [`UniformErrors`] makes of another.
#[derive(Clone, Debug)]
pub struct UniformService<S> {
    inner: S,
    uniform: UniformErrors,
    /// The panic of the last `poll_ready`, for the next request.
    not_ready: Option<Panic>,
}

impl<S, A, B> Service<Request<A>> for UniformService<S>
where
    S: Service<Request<A>, Response = Response<B>>,
    B: Body<Data: From<Vec<u8>>, Error: fmt::Display>,
{
    type Response = Response<UniformBody<B>>;
    type Error = S::Error;
    type Future = UniformFuture<S::Future>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        catch(|| self.inner.poll_ready(cx)).unwrap_or_else(|panic| {
            self.not_ready = Some(panic);
            Poll::Ready(Ok(()))
        })
    }

    #[inline]
    fn call(&mut self, request: Request<A>) -> Self::Future {
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
        let id = head.request_id.as_ref();
        UniformFuture {
            future: match self.not_ready.take() {
                Some(panic) => CatchPanic::panicked(panic),
                None => {
                    CatchPanic::new(|| request_id::with(id, || below(|| self.inner.call(request))))
                }
            },
            head,
            uniform: self.uniform.clone(),
        }
    }
}

pin_project! {
    /// The response that a [`UniformService`] is about to give.
    pub struct UniformFuture<F> {
        #[pin]
        future: CatchPanic<F>,
        uniform: UniformErrors,
        head: Head,
    }
}

impl<F, B, E> Future for UniformFuture<F>
where
    F: Future<Output = Result<Response<B>, E>>,
    B: Body<Data: From<Vec<u8>>, Error: fmt::Display>,
{
    type Output = Result<Response<UniformBody<B>>, E>;

    #[inline]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        let mut output = Poll::Pending;
        let id = this.head.request_id.as_ref();
        let polled = request_id::with(id, || below(|| this.future.poll_into(cx, &mut output)));
        let result = match polled {
            Ok(()) => match output {
                Poll::Ready(Ok(response)) if is_left_alone(&response) => {
                    return Poll::Ready(Ok(watched(response)));
                }
                Poll::Ready(Ok(response)) => Ok(response),
                Poll::Ready(Err(error)) => return Poll::Ready(Err(error)),
                Poll::Pending => return Poll::Pending,
            },
            Err(panic) => Err(panic),
        };
        Poll::Ready(Ok(this.uniform.answer(result, this.head)))
    }
}

#[inline]
fn is_left_alone<B>(response: &Response<B>) -> bool {
    response.status().as_u16() < 400 && response.extensions().get::<ErrorInfo>().is_none()
}

impl<F> fmt::Debug for UniformFuture<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UniformFuture").finish_non_exhaustive()
    }
}
