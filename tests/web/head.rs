//! HEAD says what GET says, and nothing that GET does not say (RFC 9110, section 9.3.2), also where a
//! body is compressed inside or outside of `UniformErrors`.

use crate::client::{send_bytes, split_head};
use crate::{actix, axum, poem, rocket};
use std::collections::BTreeMap;

/// Errors of the catalog, of the framework and of the application, of known length and streamed.
const PATHS: [&str; 8] = [
    "/messages/7",
    "/storage",
    "/nowhere",
    "/text",
    "/reason",
    "/ok",
    "/streamed",
    "/streamed-failure",
];

const ENCODINGS: [&str; 5] = ["identity", "gzip", "deflate", "br", "zstd"];

/// The status line and the headers, without those that change from one response to the next.
fn head(url: &str, method: &str, path: &str, encoding: &str) -> (BTreeMap<String, String>, usize) {
    let bytes = send_bytes(
        url,
        &format!(
            "{method} {path} HTTP/1.1\r\nhost: a\r\nconnection: close\r\naccept-encoding: {encoding}\r\n\r\n"
        ),
    );
    let (head, body) = split_head(&bytes);
    let text = String::from_utf8_lossy(head);
    let mut headers = BTreeMap::new();
    for line in text.lines().filter(|line| !line.is_empty()) {
        let (name, value) = line.split_once(": ").unwrap_or(("status", line));
        headers.insert(name.to_ascii_lowercase(), value.to_owned());
    }
    headers.remove("date");
    headers.remove("x-info");
    (headers, body.len())
}

fn head_says_what_get_says(url: &str, what: &str) {
    for path in PATHS {
        for encoding in ENCODINGS {
            let (of_get, _) = head(url, "GET", path, encoding);
            let (of_head, length) = head(url, "HEAD", path, encoding);
            assert_eq!(length, 0, "{what} {path} {encoding}");
            for (name, value) in &of_head {
                assert_eq!(
                    of_get.get(name),
                    Some(value),
                    "{what} {path} {encoding}: {name}\nGET  {of_get:?}\nHEAD {of_head:?}"
                );
            }
            for name in [
                "status",
                "content-type",
                "content-encoding",
                "cache-control",
            ] {
                assert_eq!(
                    of_head.get(name),
                    of_get.get(name),
                    "{what} {path} {encoding}: {name}"
                );
            }
        }
    }
}

#[test]
fn head_says_what_get_says_without_compression() {
    for url in [axum::url(), actix::url(), poem::url(), rocket::url()] {
        head_says_what_get_says(url, url);
    }
}

#[test]
fn head_says_what_get_says_on_axum_with_compression() {
    use error_catalog::UniformErrors;
    use tower_http::compression::CompressionLayer;

    let compression = || CompressionLayer::new();
    let inside = axum::serve(
        axum::router()
            .layer(compression())
            .layer(UniformErrors::new()),
    );
    head_says_what_get_says(&inside, "compression inside");
    let outside = axum::serve(
        axum::router()
            .layer(UniformErrors::new())
            .layer(compression()),
    );
    head_says_what_get_says(&outside, "compression outside");
}

#[test]
fn head_says_what_get_says_on_actix_with_compression() {
    use actix_web::App;
    use actix_web::middleware::Compress;
    use error_catalog::actix::UniformErrors;

    let inside = actix::serve(|| {
        let app = App::new().wrap(Compress::default());
        app.wrap(UniformErrors::new()).configure(actix::routes)
    });
    head_says_what_get_says(&inside, "compression inside");
    let outside = actix::serve(|| {
        let app = App::new().wrap(UniformErrors::new());
        app.wrap(Compress::default()).configure(actix::routes)
    });
    head_says_what_get_says(&outside, "compression outside");
}

#[test]
fn head_says_what_get_says_on_poem_with_compression() {
    use ::poem::EndpointExt as _;
    use ::poem::middleware::Compression;
    use error_catalog::poem::UniformErrors;

    let routes = || poem::overridden(poem::routes());
    let inside = poem::serve(routes().with(Compression::new()).with(UniformErrors::new()));
    head_says_what_get_says(&inside, "compression inside");
    let outside = poem::serve(routes().with(UniformErrors::new()).with(Compression::new()));
    head_says_what_get_says(&outside, "compression outside");
}
