//! The event of an error.
//!
//! Clients can put their own words into an error's text. A line feed there would begin a line of
//! their choosing in a text log; an escape sequence or a change of the writing direction would hide
//! what really is there. So a control character is written as `<U+000A>`, whatever the format is: a
//! backslash would be escaped again by every JSON formatter.

use crate::context::Context;
use crate::{ApiError, Entry, Stamp, Status};
use std::error::Error;
use std::fmt::{self, Write as _};
use std::sync::OnceLock;
use tracing::{Level, Span};

/// Writes one event in the current span, at the entry's [level](set_log_level).
pub(crate) fn log<E: ApiError + ?Sized>(error: &E, stamp: Stamp, context: &Context<'_>) {
    if let Some(event) = Event::of(error, stamp, context) {
        event.write();
    }
}

/// The event of an error, and the span that it belongs to.
#[derive(Debug)]
pub(crate) struct Event {
    span: Span,
    level: Level,
    stamp: Stamp,
    code: u32,
    status: Status,
    entry: String,
    sources: Option<String>,
    request_id: Option<String>,
    reason: Option<String>,
    method: Option<String>,
    path: Option<String>,
    message: String,
}

/// Something gave an error's response another status or another body, against what was logged.
#[cfg(any(
    feature = "actix-web",
    feature = "poem",
    feature = "rocket",
    feature = "tower"
))]
pub(crate) fn log_override(
    info: &crate::ErrorInfo,
    found: u16,
    what: &str,
    line: Option<(&str, &str)>,
) {
    tracing::warn!(
        target: "error_catalog",
        error_id = %info.error_id(),
        code = info.code(),
        status = info.status().as_u16(),
        found,
        entry = visible(info.entry().path()),
        method = line.map(|(method, _)| beginning(method)),
        path = line.map(|(_, path)| beginning(path)),
        "the {what} of an error's response was overridden, and is restored",
    );
}

/// An error's details can't be serialized.
#[cfg(feature = "details")]
pub(crate) fn log_lost_details(entry: &Entry, failure: &serde_json::Error) {
    tracing::error!(
        target: "error_catalog",
        code = entry.code(),
        entry = visible(entry.path()),
        reason = beginning(&visible(failure)),
        "the details of an error can't be serialized: the client reads its body without them",
    );
}

/// A field of the request that says what its client prefers can't be read.
#[cfg(any(
    feature = "actix-web",
    feature = "fluent",
    feature = "poem",
    feature = "rocket",
    feature = "tower"
))]
pub(crate) fn log_unreadable(field: &str, value: &[u8], error_id: Option<uuid::Uuid>) {
    tracing::warn!(
        target: "error_catalog",
        error_id = error_id.map(tracing::field::display),
        value = beginning(&String::from_utf8_lossy(value)),
        "the client's `{field}` can't be read, and counts as none",
    );
}

/// A translation has an argument that the error lacks, or the like.
#[cfg(feature = "fluent")]
pub(crate) fn log_untranslated(
    language: &dyn fmt::Display,
    name: &str,
    failure: &fluent_bundle::FluentError,
) {
    tracing::error!(
        target: "error_catalog",
        language = %language,
        name,
        reason = beginning(&visible(failure)),
        "a translation can't be used: the client reads the default language",
    );
}

/// A future panicked when it was dropped, after it had given its response.
#[cfg(any(
    feature = "actix-web",
    feature = "poem",
    feature = "rocket",
    feature = "testing",
    feature = "tower"
))]
pub(crate) fn log_late_panic(text: &str) {
    tracing::error!(
        target: "error_catalog",
        reason = format!("panicked: {}", beginning(text)),
        "a request's future panicked after it had given its response",
    );
}

/// A body failed when its head was on its way.
#[cfg(any(
    feature = "actix-web",
    feature = "poem",
    feature = "rocket",
    feature = "tower"
))]
pub(crate) fn log_broken_body(status: u16, sent: u64, error: &dyn fmt::Display) {
    let stamp = Stamp::now();
    tracing::error!(
        target: "error_catalog",
        error_id = %stamp.error_id(),
        status,
        sent,
        reason = beginning(&visible(error)),
        "the response's body failed after its head was sent",
    );
}

/// A level is part of what tracing's macros make static.
macro_rules! at_level {
    ($level:expr, $name:ident => $call:expr) => {
        match $level {
            Level::ERROR => {
                const $name: Level = Level::ERROR;
                $call
            }
            Level::WARN => {
                const $name: Level = Level::WARN;
                $call
            }
            Level::INFO => {
                const $name: Level = Level::INFO;
                $call
            }
            Level::DEBUG => {
                const $name: Level = Level::DEBUG;
                $call
            }
            Level::TRACE => {
                const $name: Level = Level::TRACE;
                $call
            }
        }
    };
}

impl Event {
    /// `None` if nobody listens to events of the entry's level.
    pub(crate) fn of<E: ApiError + ?Sized>(
        error: &E,
        stamp: Stamp,
        context: &Context<'_>,
    ) -> Option<Self> {
        let (entry, status) = (error.entry(), error.status());
        let level = level(entry, status)?;
        let is_heard = at_level!(level, LEVEL => tracing::enabled!(target: "error_catalog", LEVEL));
        is_heard.then(|| {
            let message = visible(error);
            Self {
                span: Span::current(),
                level,
                stamp,
                code: error.code(),
                status,
                entry: visible(entry.path()),
                sources: sources(&message, error.source()),
                request_id: request_id(),
                reason: context.reason.map(beginning),
                method: context.method.map(beginning),
                path: context.path.map(beginning),
                message,
            }
        })
    }

    pub(crate) fn write(&self) {
        self.span.in_scope(|| {
            at_level!(self.level, LEVEL => tracing::event!(
                target: "error_catalog",
                LEVEL,
                error_id = %self.stamp.error_id(),
                code = self.code,
                status = self.status.as_u16(),
                entry = self.entry,
                sources = self.sources,
                request_id = self.request_id,
                reason = self.reason,
                method = self.method,
                path = self.path,
                "{}",
                self.message,
            ));
        });
    }
}

fn level(entry: &'static Entry, status: Status) -> Option<Level> {
    match LEVEL.get() {
        Some(level) => level(entry),
        None if status.is_server_error() => Some(Level::ERROR),
        None => Some(Level::INFO),
    }
}

/// The source, the source of that, and so on: `query failed: connection refused`. Many errors show the
/// text of their source in their own: each text is there once.
fn sources(message: &str, source: Option<&dyn Error>) -> Option<String> {
    let mut next = source;
    let mut last = next.map(|_| message.to_owned())?;
    let mut said = last.clone();
    let start = said.len();
    while let Some(source) = next {
        let text = visible(source);
        let longer = text.strip_prefix(&last);
        let part = longer.and_then(|rest| rest.strip_prefix(": "));
        let part = part.unwrap_or(&text);
        if !says(&said, part) {
            said.push_str(": ");
            said.push_str(part);
        }
        last = text;
        next = source.source();
    }
    let sources = said.get(start + ": ".len()..)?;
    Some(sources.to_owned())
}

/// The id that the request came with, where `UniformErrors` is told its header.
fn request_id() -> Option<String> {
    #[cfg(any(
        feature = "actix-web",
        feature = "poem",
        feature = "rocket",
        feature = "tower"
    ))]
    return crate::web::request_id::current().map(|id| beginning(&id));
    #[cfg(not(any(
        feature = "actix-web",
        feature = "poem",
        feature = "rocket",
        feature = "tower"
    )))]
    None
}

/// Whether a text holds the other, and not only within a word.
fn says(text: &str, other: &str) -> bool {
    other.is_empty()
        || text.match_indices(other).any(|(at, _)| {
            let before = text[..at].chars().next_back();
            let after = text[at + other.len()..].chars().next();
            ![before, after]
                .into_iter()
                .flatten()
                .any(char::is_alphanumeric)
        })
}

/// A text whose control characters are visible. Says so if the text ends where its `Display` failed.
fn visible(text: impl fmt::Display) -> String {
    let mut out = Visible(String::new());
    if write!(out, "{text}").is_err() {
        out.0.push_str(" (incomplete: its `Display` failed)");
    }
    out.0
}

/// The beginning of a text that nobody has bounded.
fn beginning(text: &str) -> String {
    const CHARACTERS: usize = 1024;

    match text.char_indices().nth(CHARACTERS) {
        Some((end, _)) => visible(&text[..end]) + "…",
        None => visible(text),
    }
}

struct Visible(String);

impl fmt::Write for Visible {
    fn write_str(&mut self, mut text: &str) -> fmt::Result {
        while let Some((at, character)) =
            text.char_indices().find(|(_, character)| hides(*character))
        {
            let (before, rest) = text.split_at(at);
            self.0.push_str(before);
            write!(self.0, "<U+{:04X}>", u32::from(character))?;
            text = &rest[character.len_utf8()..];
        }
        self.0.push_str(text);
        Ok(())
    }
}

/// Whether a character moves, hides or reorders others: a control character, a separator of lines, or
/// one of the marks of Unicode's bidirectional algorithm (UAX #9, section 2).
fn hides(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
        )
}

static LEVEL: OnceLock<fn(&'static Entry) -> Option<Level>> = OnceLock::new();

/// Sets the function that chooses the level of each entry's event, once for the whole process. `None`
/// writes no event.
///
/// By default, a status of 500 or above is logged at ERROR, and any other at INFO.
///
/// # Errors
///
/// Fails if the function is already set. The first one stays.
///
/// ```standalone_crate
/// use error_catalog::set_log_level;
/// use tracing::{Level, Span};
///
/// set_log_level(|entry| match entry.status().as_u16() {
///     // Scanners cause thousands of these.
///     404 => None,
///     // An overload is not a bug.
///     503 => Some(Level::WARN),
///     500.. => Some(Level::ERROR),
///     _ => Some(Level::INFO),
/// })?;
/// # Ok::<(), error_catalog::SetLogLevelError>(())
/// ```
pub fn set_log_level(level: fn(&'static Entry) -> Option<Level>) -> Result<(), SetLogLevelError> {
    LEVEL.set(level).map_err(|_| SetLogLevelError(()))
}

/// The error of a second call of [`set_log_level`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SetLogLevelError(());

impl fmt::Display for SetLogLevelError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the log levels are set already: call `set_log_level` once, at the start")
    }
}

impl Error for SetLogLevelError {}
