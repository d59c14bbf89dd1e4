//! Feature `opentelemetry`: each occurrence that becomes a response marks its span, so that the errorId
//! which a client reads leads to the trace.

use crate::{ApiError, Entry, Status};
use ::opentelemetry::trace::{SpanContext, Status as SpanStatus, TraceContextExt as _};
use ::opentelemetry::{Context, KeyValue};
use std::error::Error;
use std::fmt::Write as _;
use tracing::Span;
use tracing_opentelemetry::OpenTelemetrySpanExt as _;
use uuid::Uuid;

/// What a span is told of an occurrence.
pub(crate) struct Mark<'a> {
    pub(crate) entry: &'static Entry,
    pub(crate) code: u32,
    pub(crate) status: Status,
    pub(crate) error_id: Uuid,
    /// Of a 5xx: the error and its sources, for those who operate the service.
    pub(crate) exception: Option<&'a str>,
}

impl Mark<'_> {
    /// Marks the current span: that of `tracing`, where tracing-opentelemetry makes spans of those, or
    /// OpenTelemetry's own.
    ///
    /// The type is of low cardinality, and only a failure of the server is one of its span (semantic
    /// conventions for HTTP spans).
    pub(crate) fn set(&self) {
        let current = Span::current();
        if current.context().span().span_context().is_valid() {
            for attribute in self.attributes() {
                current.set_attribute(attribute.key, attribute.value);
            }
            if let Some(exception) = self.exception() {
                current.add_event("exception", exception);
            }
            if self.status.is_server_error() {
                current.set_status(SpanStatus::error(self.entry.path()));
            }
            return;
        }
        let context = Context::current();
        let span = context.span();
        if !span.span_context().is_valid() {
            return;
        }
        span.set_attributes(self.attributes());
        if let Some(exception) = self.exception() {
            span.add_event("exception", exception);
        }
        if self.status.is_server_error() {
            span.set_status(SpanStatus::error(self.entry.path()));
        }
    }

    fn attributes(&self) -> [KeyValue; 3] {
        [
            KeyValue::new("error.type", self.entry.path()),
            KeyValue::new("error_catalog.code", i64::from(self.code)),
            KeyValue::new("error_catalog.error_id", self.error_id.to_string()),
        ]
    }

    fn exception(&self) -> Option<Vec<KeyValue>> {
        self.exception.map(|text| {
            vec![
                KeyValue::new("exception.type", self.entry.path()),
                KeyValue::new("exception.message", text.to_owned()),
            ]
        })
    }
}

/// Which span would be marked now, if there is one.
fn span_context() -> Option<SpanContext> {
    let contexts = [|| Span::current().context(), Context::current];
    let mut contexts = contexts
        .iter()
        .map(|context| context().span().span_context().clone());
    contexts.find(SpanContext::is_valid)
}

/// What the current span is told of the failure.
pub(crate) fn exception_now<E: ApiError + ?Sized>(error: &E) -> Option<String> {
    span_context().and_then(|_| exception(error))
}

/// The value of `traceresponse` in the current span (W3C Trace Context, level 2, section 3.4).
#[cfg(any(
    feature = "actix-web",
    feature = "poem",
    feature = "rocket",
    feature = "tower"
))]
pub(crate) fn trace_response() -> Option<String> {
    let context = span_context()?;
    let (trace, span) = (context.trace_id(), context.span_id());
    let flags = context.trace_flags().to_u8();
    Some(format!("00-{trace}-{span}-{flags:02x}"))
}

/// The error and its sources, a line each.
pub(crate) fn exception<E: ApiError + ?Sized>(error: &E) -> Option<String> {
    if !error.status().is_server_error() {
        return None;
    }
    let mut text = error.to_string();
    let mut next: Option<&dyn Error> = error.source();
    while let Some(source) = next {
        let _ = write!(text, "\ncaused by: {source}");
        next = source.source();
    }
    Some(text)
}
