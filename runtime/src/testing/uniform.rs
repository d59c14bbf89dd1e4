use crate::Timestamp;
use crate::web::panic::{CatchPanic, Panic};
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, HeaderValue};
use http::{Method, Request, Response, StatusCode};
use http_body::Body;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::Value;
use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt::{self, Write as _};
use std::future::poll_fn;
use std::pin::pin;
use std::time::Duration;
use tower_service::Service;
use uuid::Uuid;

const TIMEOUT: Duration = Duration::from_secs(30);

const FIELDS: [&str; 4] = ["code", "message", "errorId", "timestamp"];

/// Checks that the service answers with the standard body where it fails: the
/// [probes](Probes::new) that suit any service.
///
/// # Panics
///
/// If a response breaks a rule: with each response that did, and each rule that it broke. Also if no
/// response had a status of 400 or above.
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

/// [`assert_uniform`] over HTTP/1.1: of the service at this address, such as `http://127.0.0.1:8080`.
///
/// It blocks, and so must not be called in an async function that shares its thread with the
/// service. A response that takes longer than 30 seconds is none.
///
/// # Panics
///
/// As `assert_uniform` does.
pub fn assert_uniform_at(url: &str) {
    Probes::new().assert_at(url);
}

/// Requests that are expected to fail, to be sent to a service.
///
/// What it takes to make a service time out, panic or find a body too large is known to its authors
/// alone: give a [`request`](Probes::request) for each.
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
}

impl Default for Probes {
    fn default() -> Self {
        Self::new()
    }
}

impl Probes {
    /// What suits any service: a path that it does not know (GET, HEAD and POST), one that is not
    /// UTF-8, and a method that no one knows.
    pub fn new() -> Self {
        let nowhere = "/no-such-path-f8a1";
        let probes = Self {
            requests: Vec::new(),
        };
        probes
            .probe("GET", nowhere, None, "")
            .probe("HEAD", nowhere, None, "")
            .probe("POST", nowhere, Some("application/json"), "{}")
            .probe("GET", "/no-such-path-%FF", None, "")
            .probe("PROBE", "/", None, "")
    }

    /// A path that takes JSON by this method: with a body that is no JSON, one that is another JSON,
    /// with another content type and with none, and by a method that no one knows.
    ///
    /// # Panics
    ///
    /// If the method or the path is none.
    pub fn json(self, method: &str, path: &str) -> Self {
        self.probe(method, path, Some("application/json"), "{")
            .probe(method, path, Some("application/json"), r#"[["probe"]]"#)
            .probe(method, path, Some("text/plain"), "probe")
            .probe(method, path, None, "probe")
            .probe("PROBE", path, None, "")
    }

    /// Any other request that is expected to fail. Its URI is a path.
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
            Err(error) => panic!("`{method} {path}` is no request: {error}"),
        }
    }

    /// Sends the probes to the service, one after the other, and checks each response of 400 or
    /// above.
    ///
    /// # Panics
    ///
    /// As [`assert_uniform`] does.
    pub async fn assert<S, B>(self, mut service: S)
    where
        S: Service<Request<String>, Response = Response<B>, Error: fmt::Display>,
        B: Body<Data: AsRef<[u8]>, Error: fmt::Display>,
    {
        let mut report = Report::default();
        for request in self.requests {
            let sent = Sent::new(&request);
            let response = CatchPanic::new(|| send(&mut service, request)).await;
            let response = response.unwrap_or_else(|Panic(said)| Err(format!("panicked: {said}")));
            report.add(&sent, response);
        }
        report.assert();
    }

    /// Sends the probes to the service at this address, as [`assert_uniform_at`] does, and checks
    /// each response of 400 or above.
    ///
    /// # Panics
    ///
    /// As [`assert_uniform`] does.
    pub fn assert_at(self, url: &str) {
        let agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .allow_non_standard_methods(true)
            .max_redirects(0)
            // A server may close the connection after a failure, just as the next probe sets out.
            .max_idle_connections(0)
            .timeout_global(Some(TIMEOUT))
            .build()
            .new_agent();
        let mut report = Report::default();
        for mut request in self.requests {
            let sent = Sent::new(&request);
            let address = format!("{}{}", url.trim_end_matches('/'), request.uri());
            let response = match address.parse() {
                Ok(uri) => {
                    *request.uri_mut() = uri;
                    receive(&agent, request).map_err(|error| error.to_string())
                }
                Err(error) => Err(format!("{address} is no URL: {error}")),
            };
            report.add(&sent, response);
        }
        report.assert();
    }
}

async fn send<S, B>(service: &mut S, request: Request<String>) -> Result<Response<Vec<u8>>, String>
where
    S: Service<Request<String>, Response = Response<B>, Error: fmt::Display>,
    B: Body<Data: AsRef<[u8]>, Error: fmt::Display>,
{
    let ready = poll_fn(|cx| service.poll_ready(cx)).await;
    ready.map_err(|error| error.to_string())?;
    let response = service.call(request).await;
    let (parts, body) = response.map_err(|error| error.to_string())?.into_parts();
    let mut bytes = Vec::new();
    if parts.status < StatusCode::BAD_REQUEST {
        return Ok(Response::from_parts(parts, bytes));
    }
    let mut body = pin!(body);
    while let Some(frame) = poll_fn(|cx| body.as_mut().poll_frame(cx)).await {
        let frame = frame.map_err(|error| error.to_string())?;
        if let Some(data) = frame.data_ref() {
            bytes.extend_from_slice(data.as_ref());
        }
    }
    Ok(Response::from_parts(parts, bytes))
}

fn receive(
    agent: &ureq::Agent,
    request: Request<String>,
) -> Result<Response<Vec<u8>>, ureq::Error> {
    let (parts, mut body) = agent.run(request)?.into_parts();
    let bytes = match parts.status.as_u16() {
        400.. => body.read_to_vec()?,
        _ => Vec::new(),
    };
    Ok(Response::from_parts(parts, bytes))
}

/// What of a request stands in the report.
struct Sent {
    line: String,
    by_head: bool,
}

impl Sent {
    fn new(request: &Request<String>) -> Self {
        let mut line = format!("{} {}", request.method(), request.uri());
        if let Some(content_type) = request.headers().get(CONTENT_TYPE) {
            let _ = write!(line, " with {content_type:?} {:?}", request.body());
        }
        Self {
            line,
            by_head: request.method() == Method::HEAD,
        }
    }
}

#[derive(Default)]
struct Report {
    failures: usize,
    ids: HashSet<Uuid>,
    broken: usize,
    text: String,
}

impl Report {
    fn add(&mut self, sent: &Sent, response: Result<Response<Vec<u8>>, String>) {
        let (outcome, broken) = match response {
            Ok(response) if response.status() < StatusCode::BAD_REQUEST => return,
            Ok(response) => {
                let outcome = response.status().to_string();
                (outcome, self.broken_rules(sent, &response))
            }
            Err(error) => ("no response".to_owned(), vec![error]),
        };
        self.failures += 1;
        if !broken.is_empty() {
            self.broken += 1;
            let _ = write!(self.text, "\n{} -> {outcome}", sent.line);
            for rule in broken {
                let _ = write!(self.text, "\n    {rule}");
            }
        }
    }

    fn broken_rules(&mut self, sent: &Sent, response: &Response<Vec<u8>>) -> Vec<String> {
        let mut broken = Vec::new();
        broken.extend(check_content_type(response));
        broken.extend(check_content_encoding(response));
        if sent.by_head {
            if !response.body().is_empty() {
                broken.push("body: expected none in answer to HEAD".to_owned());
            }
            return broken;
        }
        broken.extend(check_content_length(response));
        match serde_json::from_slice(response.body()) {
            Ok(Fields(fields)) => {
                broken.extend(check_names(&fields));
                for (name, value) in &fields {
                    broken.extend(self.check_value(name, value));
                }
            }
            Err(_) => {
                let body: String = String::from_utf8_lossy(response.body())
                    .chars()
                    .take(200)
                    .collect();
                broken.push(format!("body: expected a JSON object, found {body:?}"));
            }
        }
        broken
    }

    fn check_value(&mut self, name: &str, value: &Value) -> Option<String> {
        let expected = match name {
            "code" => match value.as_u64().map(u32::try_from) {
                Some(Ok(_)) => return None,
                _ => "an integer of 32 bits",
            },
            "message" => match value.as_str() {
                Some(text) if !text.is_empty() => return None,
                _ => "a text for people",
            },
            "errorId" => match value.as_str().and_then(uuid) {
                Some(id) if self.ids.insert(id) => return None,
                Some(_) => "a UUID that no other response has",
                None => "a UUID such as 019b0c6e-0000-7000-8000-000000000000",
            },
            "timestamp" => match value.as_str() {
                Some(text) if is_timestamp(text) => return None,
                _ => "a time such as 2020-12-22T05:52:01.85Z",
            },
            _ => return None,
        };
        Some(format!("{name}: expected {expected}, found {value}"))
    }

    fn assert(self) {
        assert!(
            self.failures > 0,
            "no response had a status of 400 or above, so that nothing was checked: add probes that fail"
        );
        assert!(
            self.broken == 0,
            "{} of {} responses of 400 or above broke the contract:\n{}",
            self.broken,
            self.failures,
            self.text
        );
    }
}

fn check_content_type(response: &Response<Vec<u8>>) -> Option<String> {
    let values: Vec<_> = response.headers().get_all(CONTENT_TYPE).iter().collect();
    (values != ["application/json"]).then(|| {
        let found = match &*values {
            [] => "none".to_owned(),
            values => {
                let values: Vec<_> = values.iter().map(|value| text(value)).collect();
                values.join(" and ")
            }
        };
        format!("content-type: expected application/json, found {found}")
    })
}

fn check_content_encoding(response: &Response<Vec<u8>>) -> Option<String> {
    let value = text(response.headers().get(CONTENT_ENCODING)?);
    Some(format!(
        "content-encoding: expected none, as the request asks for none, found {value}"
    ))
}

fn check_content_length(response: &Response<Vec<u8>>) -> Option<String> {
    let value = response.headers().get(CONTENT_LENGTH)?;
    let length = response.body().len();
    (value.as_bytes() != length.to_string().as_bytes()).then(|| {
        let value = text(value);
        format!("content-length: expected {length}, the body's, found {value}")
    })
}

fn text(value: &HeaderValue) -> Cow<'_, str> {
    String::from_utf8_lossy(value.as_bytes())
}

fn check_names(fields: &[(String, Value)]) -> Option<String> {
    let names: Vec<_> = fields.iter().map(|(name, _)| &**name).collect();
    (names != FIELDS).then(|| {
        let (expected, found) = (FIELDS.join(", "), names.join(", "));
        format!("fields: expected {expected}, found {found}")
    })
}

/// A UUID as this crate writes it.
fn uuid(text: &str) -> Option<Uuid> {
    let id = Uuid::try_parse(text).ok()?;
    (id.hyphenated().to_string() == text && !id.is_nil()).then_some(id)
}

fn is_timestamp(text: &str) -> bool {
    let timestamp = text.parse::<Timestamp>();
    timestamp.is_ok_and(|timestamp| timestamp.to_string() == text)
}

/// An object's fields, in their order.
struct Fields(Vec<(String, Value)>);

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Entries;

        impl<'de> Visitor<'de> for Entries {
            type Value = Fields;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields, A::Error> {
                let mut fields = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    fields.push(entry);
                }
                Ok(Fields(fields))
            }
        }

        deserializer.deserialize_map(Entries)
    }
}
