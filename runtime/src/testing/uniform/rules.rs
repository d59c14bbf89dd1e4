use super::transport::Received;
use crate::{Catalog, ErrorInfo, Status, Timestamp};
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, HeaderName, HeaderValue};
use http::{Method, Request, Response, StatusCode};
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::Value;
use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt::{self, Write as _};
use uuid::Uuid;

const FIELDS: [&str; 4] = ["code", "message", "errorId", "timestamp"];

/// What the responses broke.
#[derive(Default)]
pub(super) struct Report {
    catalog: Option<&'static Catalog>,
    failures: usize,
    ids: HashSet<Uuid>,
    broken: usize,
    text: String,
}

impl Report {
    pub(super) fn new(catalog: Option<&'static Catalog>) -> Self {
        Self {
            catalog,
            ..Self::default()
        }
    }

    /// The responses to a probe and, if it is a GET, to the same as HEAD and to both with a compressed
    /// body allowed.
    pub(super) fn add(&mut self, probe: &Request<String>, received: Vec<Received>) {
        let mut received = received.into_iter();
        let Some(first) = received.next() else {
            return;
        };
        let head = received.next();
        self.compare("HEAD", probe, &first, head.as_ref());
        if let Some(compressed) = received.next() {
            let head = received.next();
            self.compare(
                "HEAD with accept-encoding gzip",
                probe,
                &compressed,
                head.as_ref(),
            );
        }
        let line = line(probe);
        let by_head = probe.method() == Method::HEAD;
        let (outcome, broken) = match first {
            Ok(response) if is_exempt(&response) => return,
            Ok(response) if response.status() < StatusCode::BAD_REQUEST => {
                let broken = self.broken_below_400(&response);
                if broken.is_empty() {
                    return;
                }
                (response.status().to_string(), broken)
            }
            Ok(response) => {
                let outcome = response.status().to_string();
                (outcome, self.broken_rules(by_head, &response))
            }
            Err(error) => ("no response".to_owned(), vec![error]),
        };
        self.failures += 1;
        self.push(&line, &outcome, &broken);
    }

    /// An event of an error, outside of all spans, although there was one.
    #[cfg(feature = "tracing")]
    pub(super) fn add_event(&mut self, probe: &Request<String>, outside: bool) {
        if outside {
            let broken = "expected in the request's span, found outside: put `UniformErrors` inside the layer that makes the span";
            self.push(&line(probe), "an event", &[broken.to_owned()]);
        }
    }

    fn push(&mut self, line: &str, outcome: &str, broken: &[String]) {
        if broken.is_empty() {
            return;
        }
        self.broken += 1;
        let _ = write!(self.text, "\n{line} -> {outcome}");
        for rule in broken {
            let _ = write!(self.text, "\n    {rule}");
        }
    }

    /// HEAD says nothing of the body that GET does not (RFC 9110, section 9.3.2).
    fn compare(
        &mut self,
        method: &str,
        probe: &Request<String>,
        get: &Received,
        head: Option<&Received>,
    ) {
        let (Ok(get), Some(Ok(head))) = (get, head) else {
            return;
        };
        if get.status() != head.status() || get.status() < StatusCode::BAD_REQUEST {
            return;
        }
        self.failures += 1;
        let differs = |name: &HeaderName| {
            let found = head.headers().get(name)?;
            let expected = get.headers().get(name);
            (expected != Some(found)).then(|| {
                let expected = expected.map_or("none".into(), text);
                format!(
                    "{name}: expected {expected}, as in answer to GET, found {}",
                    text(found)
                )
            })
        };
        let names = [CONTENT_LENGTH, CONTENT_ENCODING, CONTENT_TYPE];
        let broken: Vec<_> = names.iter().filter_map(differs).collect();
        let line = format!("{method} {}", probe.uri());
        self.push(&line, &head.status().to_string(), &broken);
    }

    /// The rules that a response below 400 breaks by having an error's body.
    fn broken_below_400(&self, response: &Response<Vec<u8>>) -> Vec<String> {
        let Ok(Fields(fields)) = serde_json::from_slice(response.body()) else {
            return Vec::new();
        };
        if check_names(&fields, self.optional(&fields)).is_some() {
            return Vec::new();
        }
        self.check_status(response, &fields).into_iter().collect()
    }

    fn broken_rules(&mut self, by_head: bool, response: &Response<Vec<u8>>) -> Vec<String> {
        let mut broken = Vec::new();
        broken.extend(check_content_type(response));
        broken.extend(check_content_encoding(response));
        if by_head {
            if !response.body().is_empty() {
                broken.push("body: expected none in answer to HEAD".to_owned());
            }
            return broken;
        }
        broken.extend(check_content_length(response));
        match serde_json::from_slice(response.body()) {
            Ok(Fields(fields)) => {
                broken.extend(check_names(&fields, self.optional(&fields)));
                for (name, value) in &fields {
                    broken.extend(self.check_value(name, value));
                }
                broken.extend(self.check_status(response, &fields));
                broken.extend(check_info(response, &fields));
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

    /// What the body of this code may have as well: nothing, unless an entry has details.
    #[cfg(feature = "details")]
    fn optional(&self, fields: &[(String, Value)]) -> &'static [&'static str] {
        let code = field(fields, "code").and_then(Value::as_u64);
        let has_details = self.catalog.is_none_or(|catalog| {
            let mut entries = catalog.iter();
            entries.any(|entry| code == Some(entry.code().into()) && entry.has_details())
        });
        if has_details { &["details"] } else { &[] }
    }

    #[cfg(not(feature = "details"))]
    #[allow(clippy::unused_self)]
    fn optional(&self, _: &[(String, Value)]) -> &'static [&'static str] {
        &[]
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

    /// The status is that of the error whose code the body has.
    fn check_status(
        &self,
        response: &Response<Vec<u8>>,
        fields: &[(String, Value)],
    ) -> Option<String> {
        let found = response.status();
        let status = |expected: &dyn fmt::Display, of: &str| {
            Some(format!(
                "status: expected {expected}, that of {of}, found {found}"
            ))
        };
        if let Some(info) = response.extensions().get::<ErrorInfo>() {
            let expected = info.status();
            let differs = found.as_u16() != expected.as_u16();
            return status(&expected, info.entry().path()).filter(|_| differs);
        }
        let code = field(fields, "code")?.as_u64()?.try_into().ok()?;
        let Some(catalog) = self.catalog else {
            let is_error = (400..600).contains(&found.as_u16());
            return match code {
                400..=599 if code != u32::from(found.as_u16()) => status(&code, "the bare status"),
                _ if !is_error => status(&"400 or above", "an error"),
                _ => None,
            };
        };
        let mut entries = catalog
            .iter()
            .filter(|entry| entry.code() == code)
            .peekable();
        let Some(first) = entries.peek().copied() else {
            let bare = catalog.bare_code(Status::FIRST);
            let bare = code.checked_sub(bare).map(|above| above + 400);
            return match bare.filter(|status| *status < 600) {
                Some(bare) if bare == u32::from(found.as_u16()) => None,
                Some(bare) => status(&bare, "the bare status"),
                None => Some(format!(
                    "code: expected one of `{}`, found {code}",
                    catalog.name()
                )),
            };
        };
        let is_one_of_them = entries.any(|entry| entry.status().as_u16() == found.as_u16());
        status(&first.status(), first.path()).filter(|_| !is_one_of_them)
    }

    pub(super) fn assert(self) {
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

/// What a request is called in the report.
fn line(request: &Request<String>) -> String {
    let mut line = format!("{} {}", request.method(), request.uri());
    if let Some(content_type) = request.headers().get(CONTENT_TYPE) {
        let _ = write!(line, " with {content_type:?} {:?}", request.body());
    }
    line
}

/// The application wants this response as it is.
#[cfg(any(
    feature = "actix-web",
    feature = "poem",
    feature = "rocket",
    feature = "tower"
))]
fn is_exempt(response: &Response<Vec<u8>>) -> bool {
    response.extensions().get::<crate::Exempt>().is_some()
}

#[cfg(not(any(
    feature = "actix-web",
    feature = "poem",
    feature = "rocket",
    feature = "tower"
)))]
fn is_exempt(_: &Response<Vec<u8>>) -> bool {
    false
}

/// The error that made the response made its body, too.
fn check_info(response: &Response<Vec<u8>>, fields: &[(String, Value)]) -> Option<String> {
    let info = response.extensions().get::<ErrorInfo>()?;
    let found = field(fields, "errorId")?;
    let expected = info.error_id().to_string();
    (*found != *expected).then(|| {
        format!("errorId: expected {expected}, as in the response's `ErrorInfo`, found {found}")
    })
}

fn field<'a>(fields: &'a [(String, Value)], name: &str) -> Option<&'a Value> {
    let field = fields.iter().find(|(field, _)| field == name);
    field.map(|(_, value)| value)
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

/// The four fields, and those that the body may have after them.
fn check_names(fields: &[(String, Value)], optional: &[&str]) -> Option<String> {
    let names: Vec<_> = fields.iter().map(|(name, _)| &**name).collect();
    let rest = names.strip_prefix(&FIELDS);
    let is_expected = rest.is_some_and(|rest| rest.is_empty() || rest == optional);
    (!is_expected).then(|| {
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
