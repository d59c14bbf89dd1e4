//! Feature `rocket`: errors as responses of rocket 0.5, and [`UniformErrors`].
//!
//! `#[derive(ErrorCatalog)]` implements rocket's `Responder`, and so does
//! [`Occurrence`].

use super::response::{CONTENT_TYPE, body};
use super::uniform::{OF_THE_BODY, Replacement, Unnamed};
use crate::header::each as headers;
use crate::{ApiError, ErrorInfo, Occurrence, Stamp, Status};
use rocket::catcher::{self, Catcher};
use rocket::fairing::{self, Fairing, Info, Kind};
use rocket::http;
use rocket::request::Request;
use rocket::response::{self, Responder, Response};
use rocket::{Build, Rocket};
use std::fmt;
use std::io::Cursor;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

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
    let mut response = Response::new();
    put(error, Stamp::now(), request, &mut response);
    Ok(response)
}

impl<'r, E: ApiError> Responder<'r, 'static> for Occurrence<E> {
    fn respond_to(self, request: &'r Request<'_>) -> response::Result<'static> {
        let mut response = Response::new();
        put(self.error(), self.stamp(), request, &mut response);
        Ok(response)
    }
}

fn put<E: ApiError + ?Sized>(
    error: &E,
    stamp: Stamp,
    request: &Request<'_>,
    response: &mut Response<'_>,
) {
    let body = body(error, stamp);
    let marker = ErrorInfo::new(error, stamp, Some(body.len()));
    response.set_status(http::Status::new(error.status().as_u16()));
    response.set_sized_body(body.len(), Cursor::new(body));
    response.set_raw_header("content-type", CONTENT_TYPE);
    // Those of the error replace what was there, and may be several of one name.
    headers(error, |name, _| response.remove_header(name));
    headers(error, |name, value| {
        response.adjoin_raw_header(name.to_owned(), value.to_owned());
    });
    *cached(request) = Some((error.status(), marker));
}

/// The status and the marker of the last error that became a response.
#[derive(Default)]
struct Cached(Mutex<Option<(Status, ErrorInfo)>>);

fn cached<'r>(request: &'r Request<'_>) -> MutexGuard<'r, Option<(Status, ErrorInfo)>> {
    let cached = request.local_cache(Cached::default);
    cached.0.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What an error of a catalog left in the request when it became the response: rocket's responses
/// have no extensions. For a fairing's `on_response`.
#[must_use]
pub fn marker(request: &Request<'_>) -> Option<ErrorInfo> {
    cached(request).map(|(_, marker)| marker)
}

/// A fairing that gives every response of 400 or above the standard body, whoever made it: rocket's
/// catchers for unknown paths, guards and panics, and a handler's bare status.
///
/// The status stays, unless it is above 599, and so 500 to any client (RFC 9110, section 15). All
/// headers stay that do not describe the replaced body. The client reads the status's description,
/// never the framework's own text. Responses that an error of a catalog made, responses below 400,
/// event streams and gRPC are left alone.
///
/// ```
/// use error_catalog::rocket::UniformErrors;
/// use rocket::local::blocking::Client;
///
/// let client = Client::untracked(rocket::build().attach(UniformErrors::new()))?;
/// let response = client.get("/nowhere").dispatch();
/// assert_eq!(response.status().code, 404);
/// let body = response.into_string().unwrap_or_default();
/// assert!(body.starts_with(r#"{"code":404,"message":"Not Found, "#));
/// # Ok::<(), Box<rocket::Error>>(())
/// ```
#[derive(Clone, Default)]
pub struct UniformErrors {
    with: Option<Arc<With>>,
}

type With = dyn Fn(&Request<'_>, &Response<'_>) -> Replacement + Send + Sync;

impl UniformErrors {
    /// The fairing, for `Rocket::attach`.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// With a closure that exempts or replaces what it likes of the responses of 400 or above that
    /// no error of a catalog made.
    #[must_use]
    pub fn replace_with(
        mut self,
        with: impl Fn(&Request<'_>, &Response<'_>) -> Replacement + Send + Sync + 'static,
    ) -> Self {
        self.with = Some(Arc::new(with));
        self
    }

    fn apply(&self, request: &Request<'_>, response: &mut Response<'_>) {
        let Some(unnamed) = Unnamed::of(response.status().code) else {
            return;
        };
        if is_ours(request, response) {
            return;
        }
        let with = self.with.as_ref();
        let answer = with.map_or(Replacement::Standard, |with| with(request, response));
        let content_type = response.headers().get_one("content-type");
        match answer.unless_stream(content_type.map(str::as_bytes)) {
            Replacement::Standard => replace(&unnamed, request, response),
            Replacement::Error(error) => replace(&*error, request, response),
            Replacement::Keep => {}
        }
    }
}

/// The marker is the request's, whose error may have become another response after all. How long the
/// body is tells them apart, unless another fairing streams or compresses it.
fn is_ours(request: &Request<'_>, response: &Response<'_>) -> bool {
    let headers = response.headers();
    let (content_type, size) = (
        headers.get_one("content-type"),
        response.body().preset_size(),
    );
    cached(request).is_some_and(|(status, marker)| {
        response.status().code == status.as_u16()
            && content_type == Some(CONTENT_TYPE)
            && (size.is_none() || headers.contains("content-encoding") || size == marker.length)
    })
}

fn replace(error: &dyn ApiError, request: &Request<'_>, response: &mut Response<'_>) {
    for name in OF_THE_BODY {
        response.remove_header(name);
    }
    put(error, Stamp::now(), request, response);
}

impl fmt::Debug for UniformErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UniformErrors").finish_non_exhaustive()
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

    /// What rocket can't read as a request goes to the catcher of 400, and past all fairings.
    async fn on_ignite(&self, rocket: Rocket<Build>) -> fairing::Result {
        let taken = |catcher: &Catcher| {
            matches!(catcher.code, None | Some(400)) && catcher.base.path() == "/"
        };
        if rocket.catchers().any(taken) {
            return Ok(rocket);
        }
        Ok(rocket.register("/", vec![Catcher::new(400, self.clone())]))
    }

    async fn on_response<'r>(&self, request: &'r Request<'_>, response: &mut Response<'r>) {
        self.apply(request, response);
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
        self.apply(request, &mut response);
        Ok(response)
    }
}
