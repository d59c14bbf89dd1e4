//! Feature `rocket`: errors as responses of rocket 0.5, and [`UniformErrors`].
//!
//! `#[derive(ErrorCatalog)]` implements rocket's `Responder`, and so does
//! [`Occurrence`].

use super::panic::CatchPanic;
use super::request_id;
use super::uniform::represent::{Preferences, varies};
use super::uniform::watch::Watch;
use super::uniform::{
    Answer, OF_THE_BODY, OF_THE_BYTES, Rules, answer, needs_line, text, uniform_errors,
};
#[cfg(feature = "extract")]
#[cfg_attr(docsrs, doc(cfg(feature = "extract")))]
pub use crate::extract::rocket::{Form, Json, Query};
use crate::observe::{self, Observation};
use crate::wire::{json, problem};
use crate::{ApiError, ErrorInfo, Occurrence, Replacement, Stamp, Status, header};
use pin_project_lite::pin_project;
use rocket::catcher::{self, Catcher};
use rocket::fairing::{self, Fairing, Info, Kind};
use rocket::http;
use rocket::request::Request;
use rocket::response::{self, Body, Responder, Response};
use rocket::tokio::io::{AsyncRead, ReadBuf};
use rocket::{Build, Rocket};
use std::io::{self, Cursor};
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker, ready};

#[doc(hidden)]
#[macro_export]
macro_rules! __impl_rocket {
    ([$($generics:tt)*] [$ty:ty] [$($where:tt)*]) => {
        #[automatically_derived]
        impl<'__r, $($generics)*> $crate::__private::rocket::Responder<'__r, 'static> for $ty
        $($where)*
        {
            fn respond_to(
                self,
                __request: &'__r $crate::__private::rocket::Request<'_>,
            ) -> $crate::__private::rocket::Result<'static> {
                $crate::__private::rocket::respond(&self, __request)
            }
        }
    };
}

/// The response, freshly stamped.
///
/// # Errors
///
/// None.
#[doc(hidden)]
pub fn respond<E: ApiError>(error: &E, request: &Request<'_>) -> response::Result<'static> {
    Ok(response(error, Stamp::now(), request))
}

#[cfg_attr(docsrs, doc(cfg(feature = "rocket")))]
impl<'r, E: ApiError> Responder<'r, 'static> for Occurrence<E> {
    fn respond_to(self, request: &'r Request<'_>) -> response::Result<'static> {
        Ok(response(self.error(), self.stamp(), request))
    }
}

/// The response. It is logged.
fn response<E: ApiError>(error: &E, stamp: Stamp, request: &Request<'_>) -> Response<'static> {
    let attached = request.rocket().state::<Attached>();
    let context = observe::Context::default();
    let observation = match attached {
        // The fairing observes at the end.
        Some(Attached(name)) => {
            let id = name.as_deref().and_then(|name| id_of(request, name));
            request_id::with(id.as_ref(), || Observation::later(error, stamp, &context))
        }
        None => Observation::of(error, stamp, &context),
    };
    let mut response = Response::new();
    put(error, stamp, request, &mut response, observation);
    response
}

/// In the state of a server to which `UniformErrors` is attached: the header of a request's id.
struct Attached(Option<Arc<str>>);

fn id_of(request: &Request<'_>, name: &str) -> Option<Arc<str>> {
    request.headers().get_one(name).map(Arc::from)
}

fn put<E: ApiError + ?Sized>(
    error: &E,
    stamp: Stamp,
    request: &Request<'_>,
    response: &mut Response<'_>,
    observation: Observation,
) {
    let body = json::to_vec(error, &stamp);
    let info = ErrorInfo::new(error, stamp, &body, observation);
    response.set_status(http::Status::new(error.status().as_u16()));
    response.set_sized_body(body.len(), Cursor::new(body));
    response.set_raw_header("content-type", header::JSON);
    // An error response is not cached (RFC 9111, section 5.2.2.5): its errorId is one client's.
    response.set_raw_header("cache-control", header::NO_STORE);
    // The error's own replace what was there. Several may have one name.
    header::each(error, |name, _| response.remove_header(name));
    header::each(error, |name, value| {
        response.adjoin_raw_header(name.to_owned(), value.to_owned());
    });
    kept(request).info = Some(info);
}

/// What a response would have in its extensions, if rocket's had any.
#[derive(Default)]
struct Kept {
    /// The info of the last error that became a response.
    info: Option<ErrorInfo>,
    exempt: bool,
    /// The error of a guard, which rocket's catchers do not get to see.
    #[cfg(feature = "extract")]
    rejection: Option<Box<dyn ApiError + Send + Sync>>,
}

/// Keeps the error with which a guard rejects the request, and returns its status.
#[cfg(feature = "extract")]
pub(crate) fn reject<E: ApiError + Send + Sync + 'static>(
    request: &Request<'_>,
    error: E,
) -> http::Status {
    let status = http::Status::new(error.status().as_u16());
    kept(request).rejection = Some(Box::new(error));
    status
}

fn kept<'r>(request: &'r Request<'_>) -> MutexGuard<'r, Kept> {
    let kept: &Mutex<Kept> = request.local_cache(Mutex::default);
    kept.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Returns the error that made the response, for a fairing's `on_response`. It is in the request's
/// cache, because rocket's responses have no extensions.
///
/// ```
/// use error_catalog::rocket::error_info;
/// use rocket::fairing::AdHoc;
///
/// let count = AdHoc::on_response("Count errors", |request, _| Box::pin(async move {
///     if let Some(info) = error_info(request) {
///         println!("{} {}", info.code(), info.error_id());
///     }
/// }));
/// # let _ = count;
/// ```
#[must_use]
pub fn error_info(request: &Request<'_>) -> Option<ErrorInfo> {
    kept(request).info.clone()
}

/// Exempts the response to this request from [`UniformErrors`], as [`Exempt`](crate::Exempt) does in
/// frameworks whose responses have extensions.
///
/// ```
/// use rocket::http::Status;
/// use rocket::request::Request;
/// use rocket::response::{Responder, Result};
///
/// struct Unready;
///
/// impl<'r> Responder<'r, 'static> for Unready {
///     fn respond_to(self, request: &'r Request<'_>) -> Result<'static> {
///         error_catalog::rocket::exempt(request);
///         (Status::ServiceUnavailable, "starting").respond_to(request)
///     }
/// }
/// ```
pub fn exempt(request: &Request<'_>) {
    kept(request).exempt = true;
}

uniform_errors! {
    /// A fairing that gives every response of 400 or above the standard body: rocket's catchers for
    /// unknown paths, guards and panics, and a handler's bare status.
    ///
    /// Attach it before fairings that add to a response or compress it, because rocket calls
    /// fairings in the order in which they were attached. No fairing is around another: where one
    /// panics, rocket closes the connection without a response.
    ///
    /// ```
    /// use error_catalog::rocket::UniformErrors;
    /// use rocket::local::blocking::Client;
    ///
    /// let client = Client::untracked(rocket::build().attach(UniformErrors::new()))?;
    /// let response = client.get("/nowhere").dispatch();
    /// assert_eq!(response.status().code, 404);
    /// let body = response.into_string().unwrap_or_default();
    /// assert!(body.starts_with(r#"{"code":404,"message":"Not Found","errorId":""#));
    /// # Ok::<(), Box<rocket::Error>>(())
    /// ```
    (&Request<'_>, &Response<'_>)
}

impl UniformErrors {
    fn answer<'r>(&self, request: &'r Request<'_>, response: &mut Response<'r>) {
        let line = (request.method().as_str(), request.uri().path().as_str());
        let line = needs_line().then_some(line);
        let mut rocket = RocketResponse { request, response };
        let list = |name| {
            let values: Vec<_> = request.headers().get(name).collect();
            (!values.is_empty()).then(|| values.join(", "))
        };
        let (accept, accept_language) = (list("accept"), list("accept-language"));
        let id = self
            .rules
            .request_id
            .as_deref()
            .and_then(|name| id_of(request, name));
        let wanted = Preferences {
            accept: accept.as_deref().map(str::as_bytes),
            accept_language: accept_language.as_deref().map(str::as_bytes),
            request_id: id.as_ref(),
        };
        answer(&self.rules, &mut rocket, None, line, wanted, |rocket| {
            #[cfg(feature = "extract")]
            if let Some(rejection) = kept(rocket.request).rejection.take()
                && rejection.status() == rocket.status()
            {
                return Replacement::Error(rejection);
            }
            match &self.decide {
                Some(decide) => decide(rocket.request, rocket.response),
                None => Replacement::Standard,
            }
        });
    }
}

/// A response, with the request that keeps what rocket's responses have no place for.
struct RocketResponse<'a, 'r, 'q> {
    request: &'r Request<'q>,
    response: &'a mut Response<'r>,
}

impl RocketResponse<'_, '_, '_> {
    /// The info is the request's, whose error may have become another response after all. A
    /// compressed body is taken for the error's: it can't be compared.
    fn has_body_of(&self, info: &ErrorInfo) -> bool {
        let headers = self.response.headers();
        headers.contains("content-encoding")
            || matches!(
                headers.get_one("content-type"),
                Some(header::JSON | problem::MEDIA_TYPE)
            ) && self.response.body().preset_size() == Some(info.length())
    }
}

impl Answer for RocketResponse<'_, '_, '_> {
    fn status(&self) -> u16 {
        self.response.status().code
    }

    fn info(&self) -> Option<(ErrorInfo, bool)> {
        let info = kept(self.request).info.clone()?;
        let fits = self.has_body_of(&info);
        // An error may have come to nothing, or a catcher may have answered in its place.
        (fits || info.status() == self.status()).then_some((info, fits))
    }

    fn is_exempt(&self) -> bool {
        kept(self.request).exempt
    }

    fn take_reason(&mut self) -> Option<String> {
        if self.response.headers().contains("content-encoding") {
            return None;
        }
        let mut bytes = [0; 4096];
        let mut read = ReadBuf::new(&mut bytes);
        let body = Pin::new(self.response.body_mut());
        let polled = body.poll_read(&mut Context::from_waker(Waker::noop()), &mut read);
        let content_type = self.response.headers().get_one("content-type");
        matches!(polled, Poll::Ready(Ok(())))
            .then(|| text(content_type.map(str::as_bytes), read.filled()))?
    }

    fn set_status(&mut self, status: Status) {
        let status = http::Status::new(status.as_u16());
        self.response.set_status(status);
    }

    fn replace(&mut self, error: &dyn ApiError, stamp: Stamp, observation: Observation) {
        for name in OF_THE_BODY {
            self.response.remove_header(name);
        }
        put(error, stamp, self.request, self.response, observation);
    }

    fn vary_by(&mut self, field: &'static str) {
        let values = self.response.headers().get("vary").map(str::as_bytes);
        if !varies(values, field) {
            self.response.adjoin_raw_header("vary", field);
        }
    }

    fn set_header(&mut self, name: &str, value: &str) {
        if header::is_value(value) {
            self.response
                .set_raw_header(name.to_owned(), value.to_owned());
        }
    }

    fn keep(&mut self, info: ErrorInfo) {
        kept(self.request).info = Some(info);
    }

    fn represent(&mut self, body: Vec<u8>, content_type: &'static str) {
        for name in OF_THE_BYTES {
            self.response.remove_header(name);
        }
        self.response.set_raw_header("content-type", content_type);
        self.response.set_sized_body(body.len(), Cursor::new(body));
    }
}

pin_project! {
    /// A body that is still to be made.
    struct Watched<'r> {
        #[pin]
        body: Body<'r>,
        watch: Watch,
    }
}

impl AsyncRead for Watched<'_> {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = self.project();
        let (before, watch) = (buf.filled().len(), this.watch);
        let polled = ready!(watch.polled(|| this.body.poll_read(cx, buf)));
        match &polled {
            Ok(()) => watch.sent(buf.filled().len() - before),
            Err(error) => watch.failed(error),
        }
        Poll::Ready(polled)
    }
}

#[rocket::async_trait]
impl Fairing for UniformErrors {
    fn info(&self) -> Info {
        Info {
            name: "UniformErrors",
            kind: Kind::Ignite | Kind::Response,
        }
    }

    /// What rocket can't read as a request goes to the catcher of 400, past all fairings.
    async fn on_ignite(&self, rocket: Rocket<Build>) -> fairing::Result {
        let rocket = match rocket.state::<Attached>() {
            Some(_) => rocket,
            None => rocket.manage(Attached(self.rules.request_id.clone())),
        };
        let taken = |catcher: &Catcher| {
            matches!(catcher.code, None | Some(400)) && catcher.base.path() == "/"
        };
        if rocket.catchers().any(taken) {
            return Ok(rocket);
        }
        Ok(rocket.register("/", vec![Catcher::new(400, self.clone())]))
    }

    async fn on_response<'r>(&self, request: &'r Request<'_>, response: &mut Response<'r>) {
        // A body may know its size only when it is asked.
        let size = CatchPanic::new(|| response.body_mut().size()).await;
        self.answer(request, response);
        if matches!(size, Ok(None)) && response.body().preset_size().is_none() {
            let max_chunk_size = response.body().max_chunk_size();
            let watch = Watch::new(response.status().code);
            let body = response.body_mut().take();
            response.set_streamed_body(Watched { body, watch });
            response.set_max_chunk_size(max_chunk_size);
        }
    }
}

#[rocket::async_trait]
impl catcher::Handler for UniformErrors {
    async fn handle<'r>(
        &self,
        status: http::Status,
        request: &'r Request<'_>,
    ) -> catcher::Result<'r> {
        let mut response = Response::build().status(status).finalize();
        self.answer(request, &mut response);
        Ok(response)
    }
}
