use crate::web::panic::{CatchPanic, Panic};
use http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use http::{HeaderValue, Request, Response, StatusCode};
use http_body::Body;
use std::fmt;
use std::future::poll_fn;
use std::pin::pin;
use std::time::Duration;
use tower_service::Service;

const TIMEOUT: Duration = Duration::from_secs(30);

/// A body below 400 is read up to this length: no error is longer, but a download may be.
const LENGTH_BELOW_400: u64 = 4096;

/// What comes back, or why nothing does.
pub(super) type Received = Result<Response<Vec<u8>>, String>;

/// Calls a service in this process.
pub(super) async fn call<S, B>(service: &mut S, request: Request<String>) -> Received
where
    S: Service<Request<String>, Response = Response<B>, Error: fmt::Display>,
    B: Body<Data: AsRef<[u8]>, Error: fmt::Display>,
{
    let received = CatchPanic::new(|| exchange(service, request)).await;
    received.unwrap_or_else(|Panic(said)| Err(format!("panicked: {said}")))
}

async fn exchange<S, B>(service: &mut S, request: Request<String>) -> Received
where
    S: Service<Request<String>, Response = Response<B>, Error: fmt::Display>,
    B: Body<Data: AsRef<[u8]>, Error: fmt::Display>,
{
    let ready = poll_fn(|cx| service.poll_ready(cx)).await;
    ready.map_err(|error| error.to_string())?;
    let response = service.call(request).await;
    let (mut parts, body) = response.map_err(|error| error.to_string())?.into_parts();
    let length = body.size_hint().exact();
    if let Some(length) = length.filter(|length| *length > 0) {
        // As a server does.
        let length = HeaderValue::from(length);
        parts.headers.entry(CONTENT_LENGTH).or_insert(length);
    }
    let mut bytes = Vec::new();
    let head = Response::from_parts(parts, ());
    if !is_read(&head, length) {
        return Ok(head.map(|()| bytes));
    }
    let mut body = pin!(body);
    while let Some(frame) = poll_fn(|cx| body.as_mut().poll_frame(cx)).await {
        let frame = frame.map_err(|error| error.to_string())?;
        if let Some(data) = frame.data_ref() {
            bytes.extend_from_slice(data.as_ref());
        }
    }
    Ok(head.map(|()| bytes))
}

/// Whether the body may be an error's. What is not may never end.
fn is_read(head: &Response<()>, length: Option<u64>) -> bool {
    let content_type = head.headers().get(CONTENT_TYPE);
    let content_type = content_type.map_or(&b""[..], HeaderValue::as_bytes);
    if head.status() < StatusCode::BAD_REQUEST {
        content_type.starts_with(b"application/json")
            && length.is_some_and(|length| length <= LENGTH_BELOW_400)
    } else {
        !content_type.starts_with(b"text/event-stream")
    }
}

/// A client of the service at an address.
pub(super) struct Client {
    agent: ureq::Agent,
    url: String,
}

impl Client {
    pub(super) fn new(url: &str) -> Self {
        let agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .allow_non_standard_methods(true)
            .max_redirects(0)
            // A server may close the connection after a failure, just as the next probe sets out.
            .max_idle_connections(0)
            .timeout_global(Some(TIMEOUT))
            .build()
            .new_agent();
        Self {
            agent,
            url: url.trim_end_matches('/').to_owned(),
        }
    }

    pub(super) fn send(&self, mut request: Request<String>) -> Received {
        let address = format!("{}{}", self.url, request.uri());
        *request.uri_mut() = match address.parse() {
            Ok(uri) => uri,
            Err(error) => return Err(format!("{address} is not a URL: {error}")),
        };
        self.receive(request).map_err(|error| error.to_string())
    }

    fn receive(&self, request: Request<String>) -> Result<Response<Vec<u8>>, ureq::Error> {
        let (parts, mut body) = self.agent.run(request)?.into_parts();
        let length = parts.headers.get(CONTENT_LENGTH);
        let length = length.and_then(|length| length.to_str().ok()?.parse().ok());
        let head = Response::from_parts(parts, ());
        let bytes = if is_read(&head, length) {
            body.read_to_vec()?
        } else {
            Vec::new()
        };
        Ok(head.map(|()| bytes))
    }
}
