//! The HTTP client, and what a client reads.

use axum::body::Bytes;
use error_catalog::ErrorBody;
use futures_util::stream::{self, Stream, StreamExt as _};
use std::io::{self, Read as _, Write as _};
use std::net::TcpStream;
use ureq::http::{Request, Response};

pub(crate) fn send(request: Request<Vec<u8>>) -> Response<Vec<u8>> {
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .build()
        .into();
    let (parts, mut body) = agent.run(request).expect("a response").into_parts();
    let body = body.read_to_vec().expect("a body");
    Response::from_parts(parts, body)
}

pub(crate) fn get(url: &str) -> Response<Vec<u8>> {
    send(Request::get(url).body(Vec::new()).expect("a request"))
}

pub(crate) fn body(response: &Response<Vec<u8>>) -> ErrorBody<'static> {
    serde_json::from_slice(response.body()).expect("the standard body")
}

pub(crate) fn connect(url: &str) -> TcpStream {
    let address = url.strip_prefix("http://").expect("an address");
    TcpStream::connect(address).expect("a connection")
}

/// All bytes that the server sends in answer to these.
pub(crate) fn send_bytes(url: &str, request: &str) -> Vec<u8> {
    let mut stream = connect(url);
    stream.write_all(request.as_bytes()).expect("sent");
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).expect("received");
    bytes
}

/// The head of a response, with the line that ends it, and what comes after it.
pub(crate) fn split_head(bytes: &[u8]) -> (&[u8], &[u8]) {
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n");
    bytes.split_at(end.expect("a whole head") + 4)
}

/// The body of a service, whose rest may be a failure, and comes when the client has four bytes of it.
pub(crate) fn half_a_body(
    rest: fn() -> io::Result<Bytes>,
) -> impl Stream<Item = io::Result<Bytes>> + Send {
    stream::unfold(0, move |frames| async move {
        match frames {
            0 => Some((Ok("half".into()), 1)),
            1 => {
                // The server writes what it has while it waits.
                tokio::task::yield_now().await;
                Some((rest(), 2))
            }
            _ => None,
        }
    })
    .fuse()
}
