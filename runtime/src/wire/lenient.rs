use crate::Timestamp;
use serde_json::{Map, Value};
use std::fmt;
use std::time::Duration;
use uuid::Uuid;

/// An error body as far as it can be read, from a server that does not keep the contract.
///
/// [`ErrorBody`](crate::ErrorBody) reads what the contract allows, and nothing else. This type reads
/// whatever is JSON: each field is an `Option`, and [`deviations`](Self::deviations) has a sentence
/// for each field that is missing, or that was read although it is not as the contract says. It
/// reads
///
/// * a `code` that is a text, or a number such as `1300.0`;
/// * a `timestamp` with an offset such as `+0000`, or in seconds or milliseconds since 1970;
/// * an `errorId` that is not a UUID, as text;
/// * all fields one level deeper, in `error`;
/// * the members of a problem (RFC 9457): `detail` or `title` as the message, `instance` as the
///   errorId where it is a `urn:uuid:`, and `status` as the code.
///
/// ```
/// use error_catalog::LenientBody;
///
/// let body = LenientBody::from_json(br#"{"error":{"code":"1300","message":null}}"#)?;
/// assert_eq!(body.code(), Some(1300));
/// assert_eq!(body.message(), None);
/// assert_eq!(
///     body.deviations(),
///     [
///         "the fields are in `error`",
///         r#"`code` is not an integer: "1300""#,
///         "`message` is null",
///         "`errorId` is missing",
///         "`timestamp` is missing",
///     ]
/// );
/// assert!(LenientBody::from_json(b"<html>").is_err());
/// # Ok::<(), error_catalog::NotJson>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LenientBody {
    code: Option<u32>,
    message: Option<String>,
    error_id: Option<String>,
    timestamp: Option<Timestamp>,
    deviations: Vec<String>,
}

impl LenientBody {
    /// Reads a body of JSON, with or without a byte order mark.
    ///
    /// # Errors
    ///
    /// Fails if the body is not JSON (RFC 8259), or is nested deeper than 128 levels.
    pub fn from_json(json: &[u8]) -> Result<Self, NotJson> {
        let json = json.strip_prefix(b"\xef\xbb\xbf").unwrap_or(json);
        let mut body = Self::default();
        let value = match serde_json::from_slice(json) {
            Ok(value) => value,
            Err(error) => {
                let value = serde_json::from_str(&in_unicode(json)).map_err(|_| NotJson(error))?;
                body.deviates("not all of the text is Unicode: the rest reads `\u{fffd}`");
                value
            }
        };
        let fields = body.fields(value);
        body.read_code(&fields);
        body.read_message(&fields);
        body.read_error_id(&fields);
        body.read_timestamp(&fields);
        Ok(body)
    }

    /// Returns the integer that names the error.
    #[must_use]
    pub fn code(&self) -> Option<u32> {
        self.code
    }

    /// Returns the message, for people.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }

    /// Returns the errorId, if it is a UUID.
    #[must_use]
    pub fn error_id(&self) -> Option<Uuid> {
        let text = self.error_id.as_deref()?;
        Uuid::try_parse(text).ok()
    }

    /// Returns the errorId as it was sent, to quote to support.
    #[must_use]
    pub fn error_id_text(&self) -> Option<&str> {
        self.error_id.as_deref()
    }

    /// Returns the time of the occurrence.
    #[must_use]
    pub fn timestamp(&self) -> Option<Timestamp> {
        self.timestamp
    }

    /// Returns a sentence for each field that is missing or not as the contract says.
    #[must_use]
    pub fn deviations(&self) -> &[String] {
        &self.deviations
    }

    fn deviates(&mut self, deviation: impl Into<String>) {
        self.deviations.push(deviation.into());
    }

    fn fields(&mut self, value: Value) -> Map<String, Value> {
        const OUTER: [&str; 4] = ["code", "message", "errorId", "timestamp"];

        let mut fields = match value {
            Value::Object(fields) => fields,
            other => {
                self.deviates(format!("the body is not an object: {}", Short(&other)));
                return Map::new();
            }
        };
        let is_outer = OUTER.iter().any(|name| fields.contains_key(*name));
        match fields.get_mut("error") {
            Some(Value::Object(inner)) if !is_outer => {
                self.deviations.push("the fields are in `error`".to_owned());
                std::mem::take(inner)
            }
            _ => fields,
        }
    }

    fn read_code(&mut self, fields: &Map<String, Value>) {
        let (name, value) = match (fields.get("code"), fields.get("status")) {
            (None, Some(status)) => {
                self.deviates("`code` is missing: this is `status`");
                ("status", status)
            }
            (Some(code), _) => ("code", code),
            (None, None) => return self.deviates("`code` is missing"),
        };
        if let Some(code) = value.as_u64().and_then(|code| code.try_into().ok()) {
            self.code = Some(code);
            return;
        }
        self.deviates(not(name, "an integer", value));
        self.code = match value {
            Value::String(text) => text.trim().parse().ok(),
            // `1300.0` is written as it is read.
            Value::Number(number) => {
                let text = number.to_string();
                let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
                let is_whole = fraction.bytes().all(|digit| digit == b'0');
                whole.parse().ok().filter(|_| is_whole)
            }
            _ => None,
        };
    }

    fn read_message(&mut self, fields: &Map<String, Value>) {
        match fields.get("message") {
            Some(Value::String(message)) => {
                self.message = Some(message.clone());
                return;
            }
            Some(other) => self.deviates(not("message", "a text", other)),
            None => {}
        }
        for name in ["detail", "title"] {
            if let Some(Value::String(text)) = fields.get(name) {
                self.deviates(format!("`message` is missing: this is `{name}`"));
                self.message = Some(text.clone());
                return;
            }
        }
        if !fields.contains_key("message") {
            self.deviates("`message` is missing");
        }
    }

    fn read_error_id(&mut self, fields: &Map<String, Value>) {
        let instance = fields.get("instance").and_then(Value::as_str);
        let urn = instance.and_then(|instance| instance.strip_prefix("urn:uuid:"));
        match (fields.get("errorId"), urn) {
            (Some(Value::String(id)), _) => {
                if Uuid::try_parse(id).is_err() {
                    self.deviates(not("errorId", "a UUID", &fields["errorId"]));
                }
                self.error_id = Some(id.clone());
            }
            (None, Some(urn)) => {
                self.deviates("`errorId` is missing: this is `instance`");
                self.error_id = Some(urn.to_owned());
            }
            (Some(other), _) => {
                self.deviates(not("errorId", "a UUID", other));
                self.error_id = other.is_number().then(|| other.to_string());
            }
            (None, None) => self.deviates("`errorId` is missing"),
        }
    }

    fn read_timestamp(&mut self, fields: &Map<String, Value>) {
        let Some(value) = fields.get("timestamp") else {
            return self.deviates("`timestamp` is missing");
        };
        if let Some(text) = value.as_str() {
            self.timestamp = text.parse().ok();
        }
        if self.timestamp.is_some() {
            return;
        }
        self.deviates(not("timestamp", "an RFC 3339 date-time", value));
        self.timestamp = match value {
            Value::String(text) => with_colon(text).and_then(|text| text.parse().ok()),
            Value::Number(number) => number.as_u64().map(since_1970),
            _ => None,
        };
    }
}

/// With U+FFFD for bytes that are not UTF-8, and for halves of surrogate pairs. RFC 8259, section 8.2,
/// allows the halves.
fn in_unicode(json: &[u8]) -> String {
    let json = String::from_utf8_lossy(json);
    let mut parts = json.split('\\');
    let mut text = parts.next().unwrap_or_default().to_owned();
    while let Some(part) = parts.next() {
        match surrogate(part) {
            None => {
                text.push('\\');
                text.push_str(part);
                // It escapes the next one, which begins no escape.
                if part.is_empty()
                    && let Some(next) = parts.next()
                {
                    text.push('\\');
                    text.push_str(next);
                }
            }
            Some(first) => {
                let mut rest = parts.clone();
                let second = rest.next().filter(|next| {
                    part.len() == 5 && first < 0xdc00 && surrogate(next) >= Some(0xdc00)
                });
                match second {
                    Some(second) => {
                        text.extend(["\\", part, "\\", second]);
                        parts = rest;
                    }
                    None => text.extend(["\u{fffd}", &part[5..]]),
                }
            }
        }
    }
    text
}

/// The half of a surrogate pair that `uD800` escapes.
fn surrogate(escape: &str) -> Option<u16> {
    let digits = escape.strip_prefix('u')?.get(..4)?;
    let unit = u16::from_str_radix(digits, 16).ok()?;
    (0xd800..0xe000).contains(&unit).then_some(unit)
}

/// `+0000` as `+00:00`.
fn with_colon(text: &str) -> Option<String> {
    let at = text.len().checked_sub(5)?;
    let (before, offset) = text.split_at_checked(at)?;
    let is_offset = offset.starts_with(['+', '-']) && offset.is_ascii();
    is_offset.then(|| format!("{before}{}:{}", &offset[..3], &offset[3..]))
}

/// Seconds until the year 5138, which milliseconds reached in 1973.
fn since_1970(number: u64) -> Timestamp {
    Timestamp::after_epoch(if number < 100_000_000_000 {
        Duration::from_secs(number)
    } else {
        Duration::from_millis(number)
    })
}

fn not(name: &str, what: &str, value: &Value) -> String {
    match value {
        Value::Null => format!("`{name}` is null"),
        value => format!("`{name}` is not {what}: {}", Short(value)),
    }
}

/// A value's beginning: the server chooses how long it is.
struct Short<'a>(&'a Value);

impl fmt::Display for Short<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const LENGTH: usize = 64;

        match self.0 {
            Value::Array(_) => return f.write_str("an array"),
            Value::Object(_) => return f.write_str("an object"),
            _ => {}
        }
        let text = self.0.to_string();
        match text.char_indices().nth(LENGTH) {
            Some((end, _)) => write!(f, "{}…", &text[..end]),
            None => f.write_str(&text),
        }
    }
}

/// The error for a body that is not JSON.
#[derive(Debug)]
pub struct NotJson(serde_json::Error);

impl fmt::Display for NotJson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the body is not JSON: {}", self.0)
    }
}

impl std::error::Error for NotJson {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.0)
    }
}
