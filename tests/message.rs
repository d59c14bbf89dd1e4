//! What the client reads, and what it never does.

use error_catalog::{ApiError, ErrorCatalog, Occurrence};
use std::fmt;
use std::io;

#[derive(Debug, thiserror::Error, ErrorCatalog)]
enum Error {
    #[error("fixed")]
    #[catalog(status = 400, code = 1)]
    Fixed,
    #[error("field {name} and {{braces}}")]
    #[catalog(status = 400, code = 2)]
    Interpolated { name: String },
    #[error("for the log: {0}")]
    #[catalog(status = 400, code = 3, message = "for the client")]
    Message(&'static str),
    #[error("for the log")]
    #[catalog(status = 400, code = 4, message = "{1:>4}|{0:?}|{0}|{{{1}}}")]
    Template(&'static str, u8),
    #[error("caf\u{e9} {{ok}}")]
    #[catalog(status = 400, code = 5, message = "caf\u{e9} {{ok}} {0}")]
    NotAscii(&'static str),
    #[error("raw {type}", type = .r#type)]
    #[catalog(status = 400, code = 6, message = "raw {type}")]
    Raw { r#type: u8 },
    #[error("{}", .0.len())]
    #[catalog(status = 400, code = 7)]
    Expression(&'static str),

    #[error("fixed, but from the inside")]
    #[catalog(status = 500, code = 2500)]
    ServerFixed,
    #[error("disk {0}")]
    #[catalog(status = 500, code = 2501)]
    Server(#[source] io::Error),
    #[error("disk {0}")]
    #[catalog(status = 500, code = 2502, message = "try again later")]
    ServerMessage(#[source] io::Error),
    #[error("disk {0}")]
    #[catalog(status = 500, code = 2503, expose)]
    ServerExposed(#[source] io::Error),
    #[error("disk {0}")]
    #[catalog(status = 503, code = 2504, expose, message = "in {0} s")]
    ServerExposedMessage(u8),
    #[error("disk {0}")]
    #[catalog(status = 503, code = 2505)]
    Unavailable(u8),
}

fn secret() -> io::Error {
    io::Error::other("/dev/secret")
}

fn assert_reads(error: Error, expected: &str) {
    assert_eq!(error.message(), expected);
    let occurrence = Occurrence::new(error);
    let body: serde_json::Value = serde_json::from_slice(&occurrence.to_json_bytes()).unwrap();
    assert_eq!(body["message"], expected);
    let body = serde_json::to_value(&occurrence).unwrap();
    assert_eq!(body["message"], expected);
    let body = serde_json::to_value(occurrence.into_error()).unwrap();
    assert_eq!(body["message"], expected);
}

#[test]
fn the_message_of_a_4xx_is_display() {
    assert_reads(Error::Fixed, "fixed");
    let name = "\"x\"".to_owned();
    assert_reads(Error::Interpolated { name }, "field \"x\" and {braces}");
    assert_reads(Error::Expression("four"), "4");
}

#[test]
fn a_message_of_its_own_comes_first() {
    assert_reads(Error::Message("secret"), "for the client");
    assert_reads(Error::Template("a\"b", 7), r#"   7|"a\"b"|a"b|{7}"#);
    assert_reads(Error::NotAscii("na\u{ef}ve"), "caf\u{e9} {ok} na\u{ef}ve");
    assert_reads(Error::Raw { r#type: 9 }, "raw 9");
}

#[test]
fn a_5xx_reveals_no_internals() {
    let description = "Internal Server Error";
    assert_reads(Error::ServerFixed, description);
    assert_reads(Error::Server(secret()), description);
    assert_reads(Error::ServerMessage(secret()), "try again later");
    assert_reads(Error::Unavailable(7), "Service Unavailable");
}

#[test]
fn a_5xx_shows_what_it_exposes() {
    assert_reads(Error::ServerExposed(secret()), "disk /dev/secret");
    assert_reads(Error::ServerExposedMessage(7), "in 7 s");
}

#[test]
fn a_5xx_reads_as_its_status_is_described() {
    macro_rules! every_status {
        ($($status:literal)*) => {$({
            #[derive(Debug, thiserror::Error, ErrorCatalog)]
            #[error("inside")]
            #[catalog(status = $status, code = $status)]
            struct Secret;

            assert_eq!(Secret.message(), Secret.status().phrase());
            let body = String::from_utf8(Occurrence::new(Secret).to_json_bytes()).unwrap();
            let start = format!(
                "{{\"code\":{},\"message\":\"{}\",\"errorId\":\"",
                $status,
                Secret.status().phrase(),
            );
            assert!(body.starts_with(&start), "{body}");
        })*};
    }
    every_status!(500 501 502 503 504 505 506 507 508 509 510 511 512 599);
}

#[test]
fn an_entry_knows_the_template_of_its_message() {
    let template = |code| Error::CATALOG.find(code).unwrap().message();
    assert_eq!(template(1), Some("fixed"));
    assert_eq!(template(2), Some("field {name} and {{braces}}"));
    assert_eq!(template(3), Some("for the client"));
    assert_eq!(template(5), Some("caf\u{e9} {{ok}} {0}"));
    assert_eq!(template(2504), Some("in {0} s"));
    assert_eq!(template(2505), Some("Service Unavailable"));
}

/// Its `Display` gives up half-way.
#[derive(Debug, ErrorCatalog)]
#[catalog(status = 400, code = 1)]
struct Broken;

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("half of")?;
        Err(fmt::Error)
    }
}

impl std::error::Error for Broken {}

#[test]
fn a_failing_display_is_cut_short() {
    assert_eq!(Broken.message(), "half of");
    let body: serde_json::Value =
        serde_json::from_slice(&Occurrence::new(Broken).to_json_bytes()).unwrap();
    assert_eq!(body["message"], "half of");
    assert_eq!(serde_json::to_value(Broken).unwrap()["message"], "half of");
}

#[test]
fn a_failing_writer_is_not_taken_for_a_failing_display() {
    let mut room = [0; 20];
    let error = serde_json::to_writer(&mut room[..], &Broken).unwrap_err();
    assert!(error.is_io());
}
