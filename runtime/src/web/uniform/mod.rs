//! What becomes of a response of 400 or above that no error made, decided here for all frameworks.
//!
//! A framework's `UniformErrors` holds [`Rules`], shows each response as an [`Answer`], and applies
//! them with [`answer`].

mod accept;
mod bare;
#[cfg(any(feature = "poem", feature = "tower"))]
pub(crate) mod body;
#[cfg(any(feature = "poem", feature = "tower"))]
pub(crate) mod http1;
pub(crate) mod represent;
pub(crate) mod watch;

use crate::observe::{Context, Observation, is_below};
use crate::web::panic::{Panic, catch};
use crate::web::request_id;
use crate::{ApiError, Catalog, ErrorInfo, Stamp, Status};
use bare::Bare;
pub(crate) use bare::is_bare;
pub(crate) use represent::Translate;
use represent::{Preferences, represent};
use std::sync::Arc;

/// What becomes of a response of 400 or above that no error made: the closure of
/// `UniformErrors::replace_with` returns it.
///
/// ```
/// use error_catalog::{ErrorCatalog, Replacement};
///
/// #[derive(Debug, thiserror::Error, ErrorCatalog)]
/// #[error("Too many requests, retry later")]
/// #[catalog(status = 429, code = 1400)]
/// struct TooManyRequests;
///
/// fn replacement(path: &str, status: u16) -> Replacement {
///     match (path, status) {
///         // RFC 6749 says what a token endpoint answers.
///         ("/oauth/token", _) => Replacement::Keep,
///         (_, 429) => Replacement::Error(Box::new(TooManyRequests)),
///         _ => Replacement::Standard,
///     }
/// }
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub enum Replacement {
    /// The standard body: the status as code, its phrase as message.
    Standard,
    /// The response as it is. A panic has no response to keep: it is replaced all the same.
    Keep,
    /// This error: its status, its body and its headers.
    Error(Box<dyn ApiError>),
}

/// Exempts one response from `UniformErrors`: put it into the response's extensions.
///
/// In axum, `Extension(Exempt)` does that in front of the body. Rocket's responses have no
/// extensions: call `rocket::exempt(request)`.
///
/// ```
/// use error_catalog::Exempt;
/// use http::Response;
///
/// // RFC 6749, section 5.2: the errors of a token endpoint have a body of their own.
/// let mut response = Response::new(r#"{"error":"invalid_grant"}"#.to_owned());
/// *response.status_mut() = http::StatusCode::BAD_REQUEST;
/// response.extensions_mut().insert(Exempt);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Exempt;

/// What an application tells `UniformErrors`, apart from its closure.
#[derive(Clone, Default)]
pub(crate) struct Rules {
    pub(crate) messages: Option<fn(Status) -> Option<&'static str>>,
    pub(crate) catalog: Option<&'static Catalog>,
    /// What the `type` of a problem begins with, if clients may prefer problem details.
    pub(crate) problems: Option<Arc<str>>,
    pub(crate) translate: Option<Arc<Translate>>,
    /// The header of the id that a request comes with.
    pub(crate) request_id: Option<Arc<str>>,
    /// Whether an error response names the trace that it belongs to.
    #[cfg(feature = "opentelemetry")]
    pub(crate) trace_response: bool,
}

impl Rules {
    /// Whether the body depends on the fields of the request.
    #[inline]
    pub(crate) fn negotiate(&self) -> bool {
        self.problems.is_some() || self.translate.is_some()
    }
}

/// The headers that describe the body alone (RFC 9110, section 8), or say for how long it is fresh
/// (RFC 9111), or stand for it (gRPC's trailers). They leave with the body.
pub(crate) const OF_THE_BODY: [&str; 22] = [
    "accept-ranges",
    "age",
    "cache-control",
    "content-digest",
    "content-disposition",
    "content-encoding",
    "content-language",
    "content-length",
    "content-location",
    "content-md5",
    "content-range",
    "content-type",
    "digest",
    "etag",
    "expires",
    "grpc-message",
    "grpc-status",
    "grpc-status-details-bin",
    "last-modified",
    "repr-digest",
    "trailer",
    "transfer-encoding",
];

/// Those that do not hold for the same error in another format or language.
pub(crate) const OF_THE_BYTES: [&str; 8] = [
    "content-digest",
    "content-encoding",
    "content-length",
    "content-md5",
    "digest",
    "etag",
    "last-modified",
    "repr-digest",
];

/// What is done with a response.
#[derive(Debug)]
enum Action {
    Leave,
    /// An error made it, but its status is another one's now.
    Restore(ErrorInfo),
    /// An error made it, but its body is another one now.
    Rebuild(ErrorInfo),
    /// A bare status, or a panic.
    Bare,
    Error(Box<dyn ApiError>),
}

/// What the decision depends on.
struct Seen {
    status: u16,
    /// The error that made it, and whether the body is still that error's.
    info: Option<(ErrorInfo, bool)>,
    exempt: bool,
    panicked: bool,
}

/// The entry's status wins over any other, and its body over any other: both were logged. Where both
/// are gone, the response is no longer the error's.
fn decide(seen: Seen, ask: impl FnOnce() -> Replacement) -> Action {
    if !seen.panicked {
        if seen.exempt {
            return Action::Leave;
        }
        if let Some((info, fits)) = seen.info {
            match (info.status() == seen.status, fits) {
                (true, true) => return Action::Leave,
                (false, true) => return Action::Restore(info),
                (true, false) => return Action::Rebuild(info),
                (false, false) => {}
            }
        }
        if seen.status < 400 {
            return Action::Leave;
        }
    }
    match ask() {
        Replacement::Keep if !seen.panicked => Action::Leave,
        Replacement::Error(error) => Action::Error(error),
        _ => Action::Bare,
    }
}

/// A framework's response.
pub(crate) trait Answer {
    fn status(&self) -> u16;

    /// The error that made it, and whether the body is still that error's.
    fn info(&self) -> Option<(ErrorInfo, bool)>;

    fn is_exempt(&self) -> bool;

    /// What the framework says about the failure: the beginning of a text that is at hand. It may
    /// take the body, which is about to be replaced.
    fn take_reason(&mut self) -> Option<String>;

    fn set_status(&mut self, status: Status);

    /// Puts the error's status, headers, body and info in the place of the response's.
    fn replace(&mut self, error: &dyn ApiError, stamp: Stamp, observation: Observation);

    /// Says that the body depends on this field of the request.
    fn vary_by(&mut self, field: &'static str);

    /// Sets a header, unless the value is none that HTTP allows.
    fn set_header(&mut self, name: &str, value: &str);

    /// Puts another info of the same error in the place of the response's.
    fn keep(&mut self, info: ErrorInfo);

    /// Puts another body of the same error in the place of the response's.
    fn represent(&mut self, body: Vec<u8>, content_type: &'static str);
}

/// The method and the path of a request, where the log needs them.
pub(crate) type Line<'a> = Option<(&'a str, &'a str)>;

/// Applies the rules to a response of 400 or above, to one that an error made, or to a panic, for
/// which any `response` will do. This is the one place where panics of what the application gives are
/// caught: of its closure, of `Display`, of its stamper and of its subscriber.
pub(crate) fn answer<A: Answer>(
    rules: &Rules,
    response: &mut A,
    panic: Option<Panic>,
    line: Line,
    wanted: Preferences,
    ask: impl FnOnce(&A) -> Replacement,
) {
    request_id::with(wanted.request_id, || {
        decide_and_observe(rules, response, panic, line, wanted, ask);
    });
}

fn decide_and_observe<A: Answer>(
    rules: &Rules,
    response: &mut A,
    panic: Option<Panic>,
    line: Line,
    wanted: Preferences,
    ask: impl FnOnce(&A) -> Replacement,
) {
    let first = panic.clone();
    let act = || {
        act(rules, response, panic, line, ask);
        represent(rules, response, wanted);
        correlate(rules, response, wanted);
    };
    let Err(second) = catch(act) else {
        return;
    };
    let text = match first {
        Some(first) => format!("{}; then, in answer to that: {}", first.0, second.0),
        None => second.0,
    };
    let bare = Bare::panic(rules, Panic(text));
    let stamp = Stamp::now();
    let observation = catch(|| observe(&bare, stamp, None, line));
    response.replace(&bare, stamp, observation.unwrap_or_default());
}

/// Says in an error's response which request and which trace it belongs to.
fn correlate<A: Answer>(rules: &Rules, response: &mut A, wanted: Preferences) {
    if response.info().is_none() {
        return;
    }
    if let (Some(name), Some(id)) = (&rules.request_id, wanted.request_id) {
        response.set_header(name, id);
    }
    #[cfg(feature = "opentelemetry")]
    if rules.trace_response
        && let Some(value) = crate::opentelemetry::trace_response()
    {
        response.set_header("traceresponse", &value);
    }
}

fn act<A: Answer>(
    rules: &Rules,
    response: &mut A,
    panic: Option<Panic>,
    line: Line,
    ask: impl FnOnce(&A) -> Replacement,
) {
    let status = response.status();
    let seen = Seen {
        status,
        info: response.info(),
        exempt: response.is_exempt(),
        panicked: panic.is_some(),
    };
    // What becomes of the response of another error is not its response any more.
    if let Some((info, fits)) = &seen.info
        && !seen.panicked
        && (seen.exempt || *fits || info.status() == status)
    {
        finish(info);
    }
    match decide(seen, || ask(response)) {
        Action::Leave => {}
        Action::Restore(info) => {
            log_override(&info, status, "status", line);
            response.set_status(info.status());
        }
        Action::Rebuild(info) => {
            log_override(&info, status, "body", line);
            let observation = info.observation().clone();
            response.replace(&bare::Rebuilt(&info), info.stamp(), observation);
            // The info of the error itself knows what a translation asks for.
            if let Some((rebuilt, _)) = response.info() {
                response.keep(info.with_length(rebuilt.length()));
            }
        }
        Action::Bare => match panic {
            Some(panic) => put(response, &Bare::panic(rules, panic), None, line),
            None => {
                if let Some(bare) = Bare::of(rules, status) {
                    let reason = reason(response);
                    put(response, &bare, reason.as_deref(), line);
                }
            }
        },
        Action::Error(error) => {
            let reason = match panic {
                Some(Panic(text)) => Some(format!("panicked: {text}")),
                None => reason(response),
            };
            put(response, &*error, reason.as_deref(), line);
        }
    }
}

/// Only the log needs it.
fn reason<A: Answer>(response: &mut A) -> Option<String> {
    cfg!(feature = "tracing")
        .then(|| response.take_reason())
        .flatten()
}

fn put<A: Answer>(response: &mut A, error: &dyn ApiError, reason: Option<&str>, line: Line) {
    let stamp = Stamp::now();
    let observation = observe(error, stamp, reason, line);
    response.replace(error, stamp, observation);
}

/// Whether the log will need the method and the path: no span has them.
pub(crate) fn needs_line() -> bool {
    #[cfg(feature = "tracing")]
    return tracing::enabled!(target: "error_catalog", tracing::Level::ERROR)
        && tracing::Span::current().is_none();
    #[cfg(not(feature = "tracing"))]
    return false;
}

fn observe(error: &dyn ApiError, stamp: Stamp, reason: Option<&str>, line: Line) -> Observation {
    let context = Context {
        reason,
        method: line.map(|(method, _)| method),
        path: line.map(|(_, path)| path),
    };
    Observation::of(error, stamp, &context)
}

/// The error's response leaves the layer. If there is another around it, that is the one to know.
fn finish(info: &ErrorInfo) {
    if !is_below() {
        info.observation().finish(info);
    }
}

/// Whatever replaced the error's status or body should have been an error itself.
fn log_override(info: &ErrorInfo, found: u16, what: &str, line: Line) {
    #[cfg(feature = "tracing")]
    crate::log::log_override(info, found, what, line);
    #[cfg(not(feature = "tracing"))]
    let _ = (info, found, what, line);
}

/// The beginning of a framework's text, if it is one: no HTML, no bytes.
pub(crate) fn text(content_type: Option<&[u8]>, body: &[u8]) -> Option<String> {
    const BYTES: usize = 4096;

    let is_text = content_type
        .is_none_or(|value| value.starts_with(b"text/plain") || value.starts_with(b"application/"));
    let body = body.get(..BYTES).unwrap_or(body);
    let text = body.utf8_chunks().next()?.valid().trim();
    (is_text && !text.is_empty()).then(|| text.to_owned())
}

/// Declares a framework's `UniformErrors`, with `Decide` for the type of its closure.
macro_rules! uniform_errors {
    (
        $(#[$attr:meta])*
        ($($argument:ty),*)
    ) => {
        $(#[$attr])*
        ///
        /// The status stays, unless it is above 599, which is 500 to any client (RFC 9110, section
        /// 15). The client reads the status's phrase, never the framework's own text, nor a panic's:
        /// they are in the log. All headers stay, except those that describe the replaced body.
        ///
        /// A response that an error made stays as it is. If something has changed its status, the
        /// error's status is restored, as the log has it; if something has changed its body, the
        /// body is written again, under the same errorId.
        #[derive(Clone, Default)]
        pub struct UniformErrors {
            rules: Rules,
            decide: Option<Arc<Decide>>,
        }

        type Decide = dyn Fn($($argument),*) -> Replacement + Send + Sync;

        impl UniformErrors {
            /// Gives every response of 400 or above the standard body.
            #[must_use]
            pub fn new() -> Self {
                Self::default()
            }

            /// Asks a closure what becomes of a response of 400 or above that no error made: it
            /// sees the request's head and the response's. After a panic, that response is an empty
            /// 500.
            #[must_use]
            pub fn replace_with(
                mut self,
                decide: impl Fn($($argument),*) -> Replacement + Send + Sync + 'static,
            ) -> Self {
                self.decide = Some(Arc::new(decide));
                self
            }

            /// Takes the message of a bare status from a function, where that has one, instead of
            /// the status's phrase.
            ///
            /// `ReasonCode::message_for` is such a function. A message of a 5xx must reveal no
            /// internals.
            #[must_use]
            pub fn messages(
                mut self,
                messages: fn($crate::Status) -> Option<&'static str>,
            ) -> Self {
                self.rules.messages = Some(messages);
                self
            }

            /// Answers a client that prefers `application/problem+json` with problem details (RFC
            /// 9457). Their `type` is `base` and the error's code, such as the entry's anchor on the
            /// reference page. All other clients get the standard body.
            ///
            /// A client prefers them if its `accept` gives them a higher quality than plain JSON, or
            /// the same quality without naming plain JSON (RFC 9110, section 12.5.1). A field that
            /// can't be read, or is longer than 4096 bytes, counts as none, and is logged.
            #[must_use]
            pub fn problem_details(mut self, base: impl Into<Arc<str>>) -> Self {
                self.rules.problems = Some(base.into());
                self
            }

            /// Writes each message in the language that its client prefers (RFC 9110, section
            /// 12.5.4), and says which it is in `content-language`. What is not translated stays in
            /// the default language, and so does the log. A field that can't be read, or is longer
            /// than 4096 bytes, counts as none, and is logged.
            #[cfg(feature = "fluent")]
            #[cfg_attr(docsrs, doc(cfg(feature = "fluent")))]
            #[must_use]
            pub fn translations(self, translations: impl Into<Arc<$crate::Translations>>) -> Self {
                let translations = translations.into();
                let translate = move |info: &$crate::ErrorInfo, field: &[u8]| {
                    Some($crate::web::uniform::represent::of_files(&translations, info, field))
                };
                self.translate_by(translate)
            }

            /// Asks a function for each message in the language of its client, whose preferences are
            /// the text: the value of `accept-language`, which may be empty or worse. `None` leaves
            /// the message as it is. A message of a 5xx must reveal no internals.
            ///
            /// `translations` does that with files of Fluent.
            #[must_use]
            pub fn translate(
                self,
                translate: impl Fn(&$crate::ErrorInfo, &str) -> Option<$crate::Translation>
                + Send
                + Sync
                + 'static,
            ) -> Self {
                self.translate_by(move |info: &$crate::ErrorInfo, field: &[u8]| {
                    translate(info, &String::from_utf8_lossy(field))
                })
            }

            fn translate_by(
                mut self,
                translate: impl Fn(&$crate::ErrorInfo, &[u8]) -> Option<$crate::Translation>
                + Send
                + Sync
                + 'static,
            ) -> Self {
                let translate: Arc<$crate::web::uniform::Translate> = Arc::new(translate);
                self.rules.translate = Some(translate);
                self
            }

            /// Sends the id that a request comes with back in the response of its error, and puts it
            /// into the error's event as `request_id`. `header` is its name: `x-request-id`.
            #[must_use]
            pub fn request_id(mut self, header: &str) -> Self {
                self.rules.request_id = Some(header.to_ascii_lowercase().into());
                self
            }

            /// Says in the header `traceresponse` of an error's response which trace and span it
            /// belongs to (W3C Trace Context, level 2).
            #[cfg(feature = "opentelemetry")]
            #[cfg_attr(docsrs, doc(cfg(feature = "opentelemetry")))]
            #[must_use]
            pub fn trace_response(mut self) -> Self {
                self.rules.trace_response = true;
                self
            }

            /// Takes the code of a bare status from this catalog: the status itself, unless the
            /// catalog moves these codes elsewhere with `bare_statuses`. If the catalog says where
            /// problem details are documented, clients may prefer them, as with
            /// [`problem_details`](Self::problem_details).
            ///
            /// # Panics
            ///
            /// Panics if an entry uses the code of a bare status but not that very status.
            #[must_use]
            #[track_caller]
            pub fn catalog(mut self, catalog: &'static $crate::Catalog) -> Self {
                $crate::catalog::claims::check(catalog);
                self.rules.catalog = Some(catalog);
                if let Some(base) = catalog.problem_details() {
                    self.rules.problems.get_or_insert_with(|| base.into());
                }
                self
            }
        }

        impl std::fmt::Debug for UniformErrors {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct("UniformErrors").finish_non_exhaustive()
            }
        }
    };
}
pub(crate) use uniform_errors;

#[cfg(test)]
mod tests {
    use super::*;

    /// A response that an error of status 503 made, if any.
    fn seen(status: u16, info: Option<bool>, exempt: bool, panicked: bool) -> Seen {
        let error = Bare::of(&Rules::default(), 503).unwrap();
        Seen {
            status,
            info: info.map(|fits| {
                (
                    ErrorInfo::new(&error, Stamp::now(), b"", Observation::default()),
                    fits,
                )
            }),
            exempt,
            panicked,
        }
    }

    type Ask = fn() -> Replacement;
    /// The status, whether an error made the response and its body still fits, whether it is exempt
    /// and whether the handler panicked, what the closure says, and what is done.
    type Row = (u16, Option<bool>, bool, bool, Ask, &'static str);

    #[test]
    fn each_response_has_one_answer() {
        let standard = || Replacement::Standard;
        let keep = || Replacement::Keep;
        let error = || Replacement::Error(Box::new(Bare::of(&Rules::default(), 418).unwrap()));
        let table: [Row; 20] = [
            (200, None, false, false, error, "Leave"),
            (304, None, false, false, standard, "Leave"),
            (200, Some(true), false, false, keep, "Restore"),
            (200, Some(false), false, false, error, "Leave"),
            (503, Some(true), false, false, error, "Leave"),
            (503, Some(false), false, false, keep, "Rebuild"),
            (404, Some(true), false, false, error, "Restore"),
            (404, Some(false), false, false, standard, "Bare"),
            (404, Some(false), false, false, keep, "Leave"),
            (404, Some(false), false, false, error, "Error"),
            (404, None, false, false, standard, "Bare"),
            (404, None, false, false, keep, "Leave"),
            (404, None, false, false, error, "Error"),
            (404, None, true, false, error, "Leave"),
            (503, Some(false), true, false, standard, "Leave"),
            (700, None, false, false, standard, "Bare"),
            (500, None, false, true, standard, "Bare"),
            (500, None, false, true, keep, "Bare"),
            (500, None, true, true, error, "Error"),
            (503, Some(true), false, true, standard, "Bare"),
        ];
        for (status, info, exempt, panicked, ask, expected) in table {
            let action = decide(seen(status, info, exempt, panicked), ask);
            let action = format!("{action:?}");
            assert!(
                action.starts_with(expected),
                "{status} {info:?} {exempt} {panicked}: {action}, not {expected}"
            );
        }
    }
}
