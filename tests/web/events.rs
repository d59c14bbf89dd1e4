//! What a formatter of `tracing-subscriber` makes of an event.

use axum::Json;
use axum::extract::FromRequest as _;
use axum::extract::rejection::JsonRejection;
use error_catalog::{ErrorCatalog, Occurrence, set_log_level};
use serde_json::Value;
use std::fmt;
use std::io::{self, Write};
use std::sync::{Arc, Mutex};
use tracing::Level;
use tracing::subscriber::with_default;
use tracing_subscriber::fmt::MakeWriter;

#[derive(Debug, thiserror::Error, ErrorCatalog)]
enum Error {
    #[error("Invalid MSISDN {msisdn}")]
    #[catalog(status = 400, code = 1002)]
    InvalidMsisdn { msisdn: String },

    #[error("storage failed")]
    #[catalog(status = 500, code = 2000)]
    Storage(#[source] Text),

    #[error("billing failed: {0}")]
    #[catalog(status = 502, code = 2001)]
    Billing(#[source] Chain),

    #[error("Invalid parameter: {0}")]
    #[catalog(status = 400, code = 1000, message = "Invalid parameter")]
    Json(#[source] JsonRejection),

    #[error("{0}")]
    #[catalog(status = 400, code = 1003, message = "Invalid recipient")]
    Broken(Broken),

    #[error("scanned")]
    #[catalog(status = 404, code = 1901)]
    Silent,

    #[error("overloaded")]
    #[catalog(status = 503, code = 1902)]
    Overloaded,
}

#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Text(String);

/// An error that shows the text of its source, as many do.
#[derive(Debug, thiserror::Error)]
enum Chain {
    #[error("{0}")]
    End(&'static str),
    #[error("{0}: {1}")]
    Shown(&'static str, #[source] Box<Chain>),
    #[error("{0}")]
    Hidden(&'static str, #[source] Box<Chain>),
}

#[derive(Debug)]
struct Broken;

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("recipient 7")?;
        Err(fmt::Error)
    }
}

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Lines {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

impl Lines {
    fn take(self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

/// The event as text, and as JSON.
fn logged(error: Error) -> (String, String) {
    let occurrence = Occurrence::new(error);
    let (text, json) = (Lines::default(), Lines::default());
    let subscriber = tracing_subscriber::fmt().with_ansi(false);
    let subscriber = subscriber.with_max_level(Level::TRACE);
    with_default(subscriber.with_writer(text.clone()).finish(), || {
        occurrence.log();
    });
    let subscriber = tracing_subscriber::fmt().json();
    let subscriber = subscriber.with_max_level(Level::TRACE);
    with_default(subscriber.with_writer(json.clone()).finish(), || {
        occurrence.log();
    });
    let (text, json) = (text.take(), json.take());
    for log in [&text, &json] {
        assert_eq!(
            log.matches(&occurrence.error_id().to_string()).count(),
            log.lines().count(),
            "{log}"
        );
    }
    (text, json)
}

fn fields(json: &str) -> Value {
    let event: Value = serde_json::from_str(json).unwrap();
    event["fields"].clone()
}

fn storage(text: impl Into<String>) -> Error {
    Error::Storage(Text(text.into()))
}

#[test]
fn the_message_is_the_errors_display() {
    let (text, json) = logged(Error::InvalidMsisdn {
        msisdn: "+65".into(),
    });
    assert!(
        text.contains(" INFO error_catalog: Invalid MSISDN +65 error_id="),
        "{text}"
    );
    let fields = fields(&json);
    assert_eq!(fields["message"], "Invalid MSISDN +65");
    assert_eq!(fields["entry"], "Error::InvalidMsisdn");
    assert_eq!(fields["code"], 1002);
    assert_eq!(fields["status"], 400);
    for absent in ["sources", "reason", "method", "path"] {
        assert_eq!(fields.get(absent), None);
    }
}

#[test]
fn no_text_can_forge_a_line() {
    let forged = "+65\n2026-11-25T05:00:00Z ERROR error_catalog: paid error_id=0\r\n";
    let visible =
        "+65<U+000A>2026-11-25T05:00:00Z ERROR error_catalog: paid error_id=0<U+000D><U+000A>";
    let (text, json) = logged(Error::InvalidMsisdn {
        msisdn: forged.into(),
    });
    assert_eq!(text.lines().count(), 1, "{text}");
    assert!(text.contains(visible), "{text}");
    assert_eq!(
        fields(&json)["message"],
        format!("Invalid MSISDN {visible}")
    );

    let (text, json) = logged(storage(forged));
    assert_eq!(text.lines().count(), 1, "{text}");
    assert_eq!(fields(&json)["sources"], visible);
}

#[test]
fn each_control_character_is_visible_in_each_format() {
    let all = (0..=0x1f)
        .chain(0x7f..=0x9f)
        .chain([0x61c, 0x200e, 0x200f])
        .chain(0x2028..=0x202e)
        .chain(0x2066..=0x2069);
    for character in all.map(|number| char::from_u32(number).unwrap()) {
        let hidden = format!("a{character}b");
        let visible = format!("a<U+{:04X}>b", u32::from(character));
        for error in [
            storage(hidden.clone()),
            Error::InvalidMsisdn { msisdn: hidden },
        ] {
            let (text, json) = logged(error);
            for log in [text, json] {
                assert!(log.contains(&visible), "{log}");
                assert!(!log.trim_end_matches('\n').contains(character), "{log}");
                // Nothing for a formatter to escape again.
                assert!(!log.contains('\\'), "{log}");
            }
        }
    }
}

#[test]
fn other_characters_stay_and_json_escapes_them_once() {
    let ordinary = r#"C:\new "名前" é 😀 {"a":1}"#;
    let (_, json) = logged(storage(ordinary));
    assert_eq!(fields(&json)["sources"], ordinary);
    let (text, json) = logged(Error::InvalidMsisdn {
        msisdn: ordinary.into(),
    });
    assert_eq!(
        fields(&json)["message"],
        format!("Invalid MSISDN {ordinary}")
    );
    assert!(text.contains(ordinary), "{text}");
}

#[test]
fn each_text_of_a_chain_is_there_once() {
    use Chain::{End, Hidden, Shown};

    let cases: [(Chain, &str, Option<&str>); 6] = [
        (End("refused"), "billing failed: refused", None),
        (
            Shown("query failed", Box::new(End("refused"))),
            "billing failed: query failed: refused",
            None,
        ),
        (
            Hidden("query failed", Box::new(End("refused"))),
            "billing failed: query failed",
            Some("refused"),
        ),
        (
            Hidden("query failed", Box::new(End("query failed: refused"))),
            "billing failed: query failed",
            Some("refused"),
        ),
        (
            Hidden("query failed", Box::new(Shown("tls", Box::new(End("eof"))))),
            "billing failed: query failed",
            Some("tls: eof"),
        ),
        // A word of another text is not this text.
        (
            Hidden("unread", Box::new(End("read"))),
            "billing failed: unread",
            Some("read"),
        ),
    ];
    for (chain, message, sources) in cases {
        let (_, json) = logged(Error::Billing(chain));
        let fields = fields(&json);
        assert_eq!(fields["message"], message);
        assert_eq!(fields.get("sources").and_then(Value::as_str), sources);
    }
}

#[tokio::test]
async fn a_rejection_says_its_reason_once() {
    let request = http::Request::post("/")
        .header("content-type", "application/json")
        .body(axum::body::Body::from(r#"{"a":"#))
        .unwrap();
    let rejection = Json::<Value>::from_request(request, &()).await.unwrap_err();
    let (text, _) = logged(Error::Json(rejection));
    assert_eq!(text.matches("EOF while parsing").count(), 1, "{text}");
}

#[test]
fn a_display_that_fails_is_logged_as_far_as_it_came() {
    let (text, json) = logged(Error::Broken(Broken));
    let message = "recipient 7 (incomplete: its `Display` failed)";
    assert!(text.contains(message), "{text}");
    assert_eq!(fields(&json)["message"], message);
}

#[test]
fn an_application_chooses_the_level_of_an_entry() {
    let level = |entry: &error_catalog::Entry| match entry.code() {
        1901 => None,
        1902 => Some(Level::DEBUG),
        _ if entry.status().as_u16() >= 500 => Some(Level::ERROR),
        _ => Some(Level::INFO),
    };
    set_log_level(level).unwrap();
    assert_eq!(
        set_log_level(level).unwrap_err().to_string(),
        "the log levels are set already: call `set_log_level` once, at the start"
    );
    assert_eq!(logged(Error::Silent), (String::new(), String::new()));
    assert!(
        logged(Error::Overloaded)
            .0
            .contains(" DEBUG error_catalog:")
    );
    assert!(logged(storage("x")).0.contains(" ERROR error_catalog:"));
}
