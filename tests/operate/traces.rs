//! From an errorId to its cause: the official SDK sends spans and log records over OTLP to a receiver on
//! loopback, which stores what it gets, and is asked for the one span of each id.

use axum::Router;
use axum::middleware::map_response;
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use axum_tracing_opentelemetry::middleware::OtelAxumLayer;
use error_catalog::axum::UniformErrors;
use error_catalog::{ErrorBody, ErrorCatalog, ErrorInfo};
use opentelemetry::propagation::TextMapPropagator as _;
use opentelemetry::trace::{Tracer as _, TracerProvider as _};
use opentelemetry::{Context, global};
use opentelemetry_appender_tracing::layer::OpenTelemetryTracingBridge;
use opentelemetry_otlp::{LogExporter, SpanExporter, WithExportConfig as _};
use opentelemetry_proto::tonic::collector::logs::v1::logs_service_server::{
    LogsService, LogsServiceServer,
};
use opentelemetry_proto::tonic::collector::logs::v1::{
    ExportLogsServiceRequest, ExportLogsServiceResponse,
};
use opentelemetry_proto::tonic::collector::trace::v1::trace_service_server::{
    TraceService, TraceServiceServer,
};
use opentelemetry_proto::tonic::collector::trace::v1::{
    ExportTraceServiceRequest, ExportTraceServiceResponse,
};
use opentelemetry_proto::tonic::common::v1::{KeyValue, any_value};
use opentelemetry_proto::tonic::logs::v1::LogRecord;
use opentelemetry_proto::tonic::trace::v1::Span;
use opentelemetry_proto::tonic::trace::v1::status::StatusCode;
use opentelemetry_sdk::logs::SdkLoggerProvider;
use opentelemetry_sdk::propagation::TraceContextPropagator;
use opentelemetry_sdk::trace::SdkTracerProvider;
use std::collections::HashMap;
use std::io;
use std::sync::{Arc, Mutex};
use tonic::{Request, Status};
use tower_http::trace::TraceLayer;
use tracing_opentelemetry::OpenTelemetrySpanExt as _;
use tracing_subscriber::layer::SubscriberExt as _;

#[derive(Debug, thiserror::Error, ErrorCatalog)]
enum MessageError {
    #[error("no message 7")]
    #[catalog(status = 404, code = 1300)]
    NotFound,
    #[error("storage failed")]
    #[catalog(status = 500, code = 2000)]
    Storage(#[source] io::Error),
    #[error("thrown away")]
    #[catalog(status = 400, code = 1400)]
    Thrown,
}

/// What has arrived.
#[derive(Clone, Default)]
struct Receiver {
    spans: Arc<Mutex<Vec<Span>>>,
    records: Arc<Mutex<Vec<LogRecord>>>,
}

#[tonic::async_trait]
impl TraceService for Receiver {
    async fn export(
        &self,
        request: Request<ExportTraceServiceRequest>,
    ) -> Result<tonic::Response<ExportTraceServiceResponse>, Status> {
        let resources = request.into_inner().resource_spans.into_iter();
        let scopes = resources.flat_map(|resource| resource.scope_spans);
        let spans = scopes.flat_map(|scope| scope.spans);
        self.spans.lock().unwrap().extend(spans);
        Ok(tonic::Response::new(ExportTraceServiceResponse::default()))
    }
}

#[tonic::async_trait]
impl LogsService for Receiver {
    async fn export(
        &self,
        request: Request<ExportLogsServiceRequest>,
    ) -> Result<tonic::Response<ExportLogsServiceResponse>, Status> {
        let resources = request.into_inner().resource_logs.into_iter();
        let scopes = resources.flat_map(|resource| resource.scope_logs);
        let records = scopes.flat_map(|scope| scope.log_records);
        self.records.lock().unwrap().extend(records);
        Ok(tonic::Response::new(ExportLogsServiceResponse::default()))
    }
}

impl Receiver {
    /// All spans of an occurrence.
    fn spans_of(&self, error_id: &str) -> Vec<Span> {
        let spans = self.spans.lock().unwrap();
        let of_id = spans.iter().filter(|span| {
            attribute(&span.attributes, "error_catalog.error_id").as_deref() == Some(error_id)
        });
        of_id.cloned().collect()
    }

    fn records_of(&self, error_id: &str) -> Vec<LogRecord> {
        let records = self.records.lock().unwrap();
        let of_id = records.iter().filter(|record| {
            attribute(&record.attributes, "error_id").as_deref() == Some(error_id)
        });
        of_id.cloned().collect()
    }
}

fn attribute(attributes: &[KeyValue], name: &str) -> Option<String> {
    let attribute = attributes.iter().find(|attribute| attribute.key == name)?;
    match attribute.value.as_ref()?.value.as_ref()? {
        any_value::Value::StringValue(text) => Some(text.clone()),
        any_value::Value::IntValue(number) => Some(number.to_string()),
        other => Some(format!("{other:?}")),
    }
}

async fn panics() -> &'static str {
    panic!("there is always one")
}

fn routes() -> Router {
    let thrown = get(async || MessageError::Thrown).layer(map_response(async |_: Response| {
        Response::new("fine".to_owned())
    }));
    let storage = || MessageError::Storage(io::Error::other("disk 7 is full"));
    Router::new()
        .route("/gone", get(async || MessageError::NotFound))
        .route("/storage", get(async move || storage()))
        .route("/panic", get(panics))
        .route("/thrown", thrown)
        .layer(UniformErrors::new().trace_response())
}

async fn serve(router: Router) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async { axum::serve(listener, router).await });
    url
}

const TRACE: &str = "0af7651916cd43dd8448eb211c80319c";
const PARENT: &str = "b7ad6b7169203331";

/// The body, and the header `traceresponse`.
async fn answer_of(url: String) -> (String, Option<String>) {
    let answer = tokio::task::spawn_blocking(move || {
        let agent: ureq::Agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .build()
            .into();
        let request = agent
            .get(url)
            .header("traceparent", format!("00-{TRACE}-{PARENT}-01"));
        let mut response = request.call().unwrap();
        let trace = response.headers().get("traceresponse");
        let trace = trace.map(|value| value.to_str().unwrap().to_owned());
        (response.body_mut().read_to_string().unwrap(), trace)
    });
    answer.await.unwrap()
}

/// A span per request, as the recipes of tower-http make it, with the parent that the client names.
fn span_of<B>(request: &axum::http::Request<B>) -> tracing::Span {
    let headers = request.headers();
    let carrier: HashMap<String, String> = headers
        .iter()
        .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
        .collect();
    let span = tracing::info_span!("request", otel.name = "GET", otel.kind = "server");
    let parent = TraceContextPropagator::new().extract(&carrier);
    span.set_parent(parent).unwrap();
    span
}

fn hex(bytes: &[u8]) -> String {
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 0xf]);
    let digits = digits.filter_map(|digit| char::from_digit(digit.into(), 16));
    digits.collect()
}

async fn receive() -> (Receiver, String) {
    let receiver = Receiver::default();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let server = tonic::transport::Server::builder()
        .add_service(TraceServiceServer::new(receiver.clone()))
        .add_service(LogsServiceServer::new(receiver.clone()));
    let incoming = tonic::transport::server::TcpIncoming::from(listener);
    tokio::spawn(server.serve_with_incoming(incoming));
    (receiver, endpoint)
}

/// What the process does is sent to the receiver.
fn send_to(endpoint: &str) -> (SdkTracerProvider, SdkLoggerProvider) {
    let exporter = SpanExporter::builder().with_tonic().with_endpoint(endpoint);
    let spans = SdkTracerProvider::builder().with_batch_exporter(exporter.build().unwrap());
    let spans = spans.build();
    let exporter = LogExporter::builder().with_tonic().with_endpoint(endpoint);
    let records = SdkLoggerProvider::builder().with_batch_exporter(exporter.build().unwrap());
    let records = records.build();
    global::set_text_map_propagator(TraceContextPropagator::new());
    let subscriber = tracing_subscriber::registry()
        .with(tracing_opentelemetry::layer().with_tracer(spans.tracer("service")))
        .with(OpenTelemetryTracingBridge::new(&records));
    tracing::subscriber::set_global_default(subscriber).unwrap();
    (spans, records)
}

/// A path, and what its span is told: the code, the entry, and the exception of a 5xx.
type Case = (&'static str, u32, &'static str, Option<&'static str>);

const CASES: [Case; 3] = [
    ("gone", 1300, "MessageError::NotFound", None),
    (
        "storage",
        2000,
        "MessageError::Storage",
        Some("storage failed\ncaused by: disk 7 is full"),
    ),
    (
        "panic",
        500,
        "Internal Server Error",
        Some("panicked: there is always one"),
    ),
];

#[tokio::test(flavor = "multi_thread")]
async fn an_error_id_leads_to_its_span_its_log_record_and_its_parent() {
    let (receiver, endpoint) = receive().await;
    let (spans, records) = send_to(&endpoint);
    let by_tower_http = routes().layer(TraceLayer::new_for_http().make_span_with(span_of));
    let by_axum_tracing = routes().layer(OtelAxumLayer::default());
    let mut answers = Vec::new();
    for url in [serve(by_tower_http).await, serve(by_axum_tracing).await] {
        for case in CASES {
            let (body, trace) = answer_of(format!("{url}/{}", case.0)).await;
            let body: ErrorBody = serde_json::from_str(&body).unwrap();
            assert_eq!(body.code(), case.1);
            answers.push((case, body.error_id().to_string(), trace.unwrap()));
        }
        let fine = answer_of(format!("{url}/thrown")).await;
        assert_eq!(fine, ("fine".to_owned(), None));
    }

    // OpenTelemetry's own API, without `tracing`.
    let plain = tokio::task::spawn_blocking({
        let plain = spans.tracer("plain");
        move || plain.in_span("plain", |_: Context| MessageError::NotFound.into_response())
    });
    let plain = plain.await.unwrap();
    let info: &ErrorInfo = plain.extensions().get().unwrap();
    let plain_id = info.error_id().to_string();

    // The exporters' threads wait for the receiver.
    let flushed = tokio::task::spawn_blocking(move || {
        spans.force_flush().unwrap();
        records.force_flush().unwrap();
    });
    flushed.await.unwrap();

    for (case, id, trace) in answers {
        check(&receiver, case, &id, &trace);
    }
    let spans = receiver.spans_of(&plain_id);
    assert_eq!(spans.len(), 1);
    assert_eq!(spans[0].name, "plain");
    let spans = receiver.spans.lock().unwrap();
    let thrown = spans.iter().filter(|span| {
        attribute(&span.attributes, "error.type").as_deref() == Some("MessageError::Thrown")
    });
    assert_eq!(thrown.count(), 0);
}

/// The one span and the one record of an errorId are what the case says.
fn check(receiver: &Receiver, (_, code, entry, exception): Case, id: &str, trace: &str) {
    let spans = receiver.spans_of(id);
    let [span] = &*spans else {
        panic!("{entry}: {spans:?}");
    };
    assert_eq!(hex(&span.trace_id), TRACE, "{entry}");
    assert_eq!(hex(&span.parent_span_id), PARENT, "{entry}");
    let expected = format!("00-{TRACE}-{}-01", hex(&span.span_id));
    assert_eq!(trace, expected, "{entry}");
    let of_span = |name| attribute(&span.attributes, name);
    assert_eq!(of_span("error.type").as_deref(), Some(entry));
    assert_eq!(of_span("error_catalog.code"), Some(code.to_string()));
    let is_failed = span
        .status
        .as_ref()
        .is_some_and(|it| it.code() == StatusCode::Error);
    assert_eq!(is_failed, exception.is_some(), "{entry}");
    let events = span.events.iter().filter(|event| event.name == "exception");
    let messages = events.filter_map(|event| attribute(&event.attributes, "exception.message"));
    let messages: Vec<_> = messages.collect();
    assert_eq!(
        messages,
        Vec::from_iter(exception.map(str::to_owned)),
        "{entry}"
    );

    let records = receiver.records_of(id);
    let [record] = &*records else {
        panic!("{entry}: {records:?}");
    };
    assert_eq!(hex(&record.trace_id), TRACE, "{entry}");
    assert_eq!(record.span_id, span.span_id, "{entry}");
}
