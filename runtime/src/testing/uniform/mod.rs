//! Whether a service answers with the standard body wherever it fails.

mod probes;
mod rules;
#[cfg(feature = "tracing")]
mod spans;
mod transport;

pub use probes::Probes;

use http::{Request, Response};
use http_body::Body;
use std::fmt;
use tower_service::Service;

/// Checks that a service, called in this process, answers with the standard body wherever it fails. It
/// sends the [probes](Probes::new) that suit any service.
///
/// With the feature `tracing`, it also checks that the event of an unknown path stands in the request's
/// span, if there is one. The spans and events of that request reach no other subscriber.
///
/// # Panics
///
/// Panics if a response breaks a rule, with each response that did and each rule that it broke, or
/// if no response had a status of 400 or above.
///
/// ```should_panic
/// use error_catalog::testing::assert_uniform;
/// use http::Response;
/// use tower::service_fn;
///
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// // GET /no-such-path-f8a1 -> 404 Not Found
/// //     content-type: expected application/json, found none
/// //     body: expected a JSON object, found "Nothing here"
/// assert_uniform(service_fn(async |_| {
///     Response::builder().status(404).body("Nothing here".to_owned())
/// }))
/// .await;
/// # });
/// ```
pub async fn assert_uniform<S, B>(service: S)
where
    S: Service<Request<String>, Response = Response<B>, Error: fmt::Display>,
    B: Body<Data: AsRef<[u8]>, Error: fmt::Display>,
{
    Probes::new().assert(service).await;
}

/// Checks over HTTP/1.1 that the service at this address answers with the standard body wherever it
/// fails, as [`assert_uniform`] does in the process.
///
/// It blocks, so do not call it in an async function that shares its thread with the service.
/// Requests time out after 30 seconds.
///
/// ```no_run
/// use error_catalog::testing::assert_uniform_at;
///
/// assert_uniform_at("http://127.0.0.1:8080");
/// ```
///
/// # Panics
///
/// Panics as `assert_uniform` does.
pub fn assert_uniform_at(url: &str) {
    Probes::new().assert_at(url);
}
