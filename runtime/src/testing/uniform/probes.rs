use super::rules::Report;
#[cfg(feature = "tracing")]
use super::spans;
use super::transport::{self, Client};
use crate::Catalog;
use http::header::{ACCEPT_ENCODING, CONTENT_TYPE, HeaderValue};
use http::{Method, Request, Response};
use http_body::Body;
use std::{fmt, iter};
use tower_service::Service;

/// A path that no handler takes.
const UNKNOWN: &str = "/no-such-path-f8a1";

/// Requests that are expected to fail, to be sent to a service.
///
/// Only its authors know how to make a service time out, panic or find a body too large: add a
/// [`request`](Probes::request) for each. A GET is also sent as HEAD, and both again with a compressed
/// body allowed: HEAD must not say what GET does not.
///
/// ```
/// use error_catalog::testing::Probes;
/// use http::Request;
///
/// let probes = Probes::new()
///     .json("POST", "/messages")
///     .request(Request::get("/messages/not-a-number").body(String::new()).unwrap());
/// ```
#[derive(Clone, Debug)]
#[must_use = "probes do nothing before `assert` or `assert_at`"]
pub struct Probes {
    requests: Vec<Request<String>>,
    catalog: Option<&'static Catalog>,
}

impl Default for Probes {
    fn default() -> Self {
        Self::new()
    }
}

impl Probes {
    /// Returns the probes that suit any service: an unknown path (GET, HEAD and POST), a path that is not UTF-8,
    /// and an unknown method.
    pub fn new() -> Self {
        let probes = Self {
            requests: Vec::new(),
            catalog: None,
        };
        probes
            .probe("GET", UNKNOWN, None, "")
            .probe("HEAD", UNKNOWN, None, "")
            .probe("POST", UNKNOWN, Some("application/json"), "{}")
            .probe("GET", "/no-such-path-f8a1-%FF", None, "")
            .probe("PROBE", "/", None, "")
    }

    /// Adds probes for a path that takes JSON by this method: malformed JSON, JSON of the wrong shape,
    /// another content type and none, and an unknown method.
    ///
    /// # Panics
    ///
    /// Panics if the method or the path is invalid.
    pub fn json(self, method: &str, path: &str) -> Self {
        self.probe(method, path, Some("application/json"), "{")
            .probe(method, path, Some("application/json"), r#"[["probe"]]"#)
            .probe(method, path, Some("text/plain"), "probe")
            .probe(method, path, None, "probe")
            .probe("PROBE", path, None, "")
    }

    /// Adds any other request that is expected to fail. Its URI is a path.
    pub fn request(mut self, request: Request<String>) -> Self {
        self.requests.push(request);
        self
    }

    fn probe(self, method: &str, path: &str, content_type: Option<&str>, body: &str) -> Self {
        let mut request = Request::builder().method(method).uri(path);
        if let Some(content_type) = content_type {
            request = request.header(CONTENT_TYPE, content_type);
        }
        match request.body(body.to_owned()) {
            Ok(request) => self.request(request),
            Err(error) => panic!("`{method} {path}` is not a request: {error}"),
        }
    }

    /// Also checks the codes of the bodies: each must be in this catalog or be that of a bare status,
    /// and its status must be the response's.
    ///
    /// ```
    /// # #[derive(Debug, thiserror::Error, error_catalog::ErrorCatalog)]
    /// # #[error("not found")]
    /// # #[catalog(status = 404, code = 1300)]
    /// # struct MessagingError;
    /// use error_catalog::{ErrorCatalog as _, testing::Probes};
    ///
    /// let probes = Probes::new().catalog(MessagingError::CATALOG);
    /// ```
    pub fn catalog(mut self, catalog: &'static Catalog) -> Self {
        self.catalog = Some(catalog);
        self
    }

    /// Sends the probes to the service, one after the other, and checks each response of 400 or
    /// above.
    ///
    /// # Panics
    ///
    /// Panics as [`assert_uniform`](super::assert_uniform) does.
    pub async fn assert<S, B>(self, mut service: S)
    where
        S: Service<Request<String>, Response = Response<B>, Error: fmt::Display>,
        B: Body<Data: AsRef<[u8]>, Error: fmt::Display>,
    {
        let mut report = Report::new(self.catalog);
        for probe in &self.requests {
            let mut received = Vec::new();
            for request in variants(probe) {
                let call = transport::call(&mut service, request);
                #[cfg(feature = "tracing")]
                if probe.uri().path().starts_with(UNKNOWN) {
                    let (response, outside) = spans::watch(call).await;
                    report.add_event(probe, outside);
                    received.push(response);
                    continue;
                }
                received.push(call.await);
            }
            report.add(probe, received);
        }
        report.assert();
    }

    /// Sends the probes to the service at this address, as
    /// [`assert_uniform_at`](super::assert_uniform_at) does, and checks each response of 400 or above.
    ///
    /// # Panics
    ///
    /// Panics as [`assert_uniform`](super::assert_uniform) does.
    pub fn assert_at(self, url: &str) {
        let client = Client::new(url);
        let mut report = Report::new(self.catalog);
        for probe in &self.requests {
            let received = variants(probe).map(|request| client.send(request));
            report.add(probe, received.collect());
        }
        report.assert();
    }
}

/// The request. A GET is also sent as HEAD, and both again with a compressed body allowed.
fn variants(probe: &Request<String>) -> impl Iterator<Item = Request<String>> {
    let is_compared =
        probe.method() == Method::GET && !probe.headers().contains_key(ACCEPT_ENCODING);
    let others = [
        (Method::HEAD, false),
        (Method::GET, true),
        (Method::HEAD, true),
    ];
    let others = others.into_iter().filter(move |_| is_compared);
    let others = others.map(|(method, compressed)| {
        let mut request = probe.clone();
        *request.method_mut() = method;
        if compressed {
            let gzip = HeaderValue::from_static("gzip");
            request.headers_mut().insert(ACCEPT_ENCODING, gzip);
        }
        request
    });
    iter::once(probe.clone()).chain(others)
}
