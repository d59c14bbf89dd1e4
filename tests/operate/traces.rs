//! From an errorId to its cause: the official SDK sends spans and log records over OTLP to a receiver on
//! loopback, which stores what it gets, and is asked for the one span of each id.

use axum::Router;
use axum::middleware::map_response;
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use axum_tracing_opentelemetry::middleware::OtelAxumLayer;
use error_catalog::axum::UniformErrors;
use error_catalog::{ErrorBody, ErrorCatalog};
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
        Ok(tonic::Response::new(Default::default()))
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
        Ok(tonic::Response::new(Default::default()))
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
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_error_id_leads_to_its_span_its_log_record_and_its_parent() {
    let receiver = Receiver::default();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let server = tonic::transport::Server::builder()
        .add_service(TraceServiceServer::new(receiver.clone()))
        .add_service(LogsServiceServer::new(receiver.clone()));
    let incoming = tonic::transport::server::TcpIncoming::from(listener);
    tokio::spawn(server.serve_with_incoming(incoming));

    let exporter = SpanExporter::builder()
        .with_tonic()
        .with_endpoint(&endpoint);
    let traces = SdkTracerProvider::builder()
        .with_batch_exporter(exporter.build().unwrap())
        .build();
    let exporter = LogExporter::builder().with_tonic().with_endpoint(&endpoint);
    let logs = SdkLoggerProvider::builder()
        .with_batch_exporter(exporter.build().unwrap())
        .build();
    global::set_text_map_propagator(TraceContextPropagator::new());
    let subscriber = tracing_subscriber::registry()
        .with(tracing_opentelemetry::layer().with_tracer(traces.tracer("service")))
        .with(OpenTelemetryTracingBridge::new(&logs));
    tracing::subscriber::set_global_default(subscriber).unwrap();

    let by_tower_http = routes().layer(TraceLayer::new_for_http().make_span_with(span_of));
    let by_axum_tracing = routes().layer(OtelAxumLayer::default());
    let urls = [serve(by_tower_http).await, serve(by_axum_tracing).await];
    let mut ids = Vec::new();
    for url in urls {
        for (path, code, entry, exception) in [
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
        ] {
            let (body, trace) = answer_of(format!("{url}/{path}")).await;
            let body: ErrorBody = serde_json::from_str(&body).unwrap();
            assert_eq!(body.code(), code);
            ids.push((
                body.error_id().to_string(),
                trace.unwrap(),
                code,
                entry,
                exception,
            ));
        }
        let fine = answer_of(format!("{url}/thrown")).await;
        assert_eq!(fine, ("fine".to_owned(), None));
    }

    // OpenTelemetry's own API, without `tracing`.
    let plain = tokio::task::spawn_blocking({
        let tracer = traces.tracer("plain");
        move || tracer.in_span("plain", |_: Context| MessageError::NotFound.into_response())
    });
    let plain = plain.await.unwrap();
    let info = plain
        .extensions()
        .get::<error_catalog::ErrorInfo>()
        .unwrap();
    let plain_id = info.error_id().to_string();

    // The exporters' threads wait for the receiver.
    let flushed = tokio::task::spawn_blocking(move || {
        traces.force_flush().unwrap();
        logs.force_flush().unwrap();
    });
    flushed.await.unwrap();

    for (id, trace, code, entry, exception) in ids {
        let spans = receiver.spans_of(&id);
        let [span] = &*spans else {
            panic!("{entry}: {spans:?}");
        };
        assert_eq!(hex(&span.trace_id), TRACE, "{entry}");
        let expected = format!("00-{TRACE}-{}-01", hex(&span.span_id));
        assert_eq!(trace, expected, "{entry}");
        assert_eq!(hex(&span.parent_span_id), PARENT, "{entry}");
        assert_eq!(
            attribute(&span.attributes, "error.type").as_deref(),
            Some(entry)
        );
        let expected = code.to_string();
        assert_eq!(
            attribute(&span.attributes, "error_catalog.code"),
            Some(expected)
        );
        let status = span
            .status
            .as_ref()
            .map_or(StatusCode::Unset, |status| status.code());
        let is_failure = exception.is_some();
        assert_eq!(status == StatusCode::Error, is_failure, "{entry}");
        let said = span.events.iter().filter(|event| event.name == "exception");
        let said: Vec<_> = said
            .filter_map(|event| attribute(&event.attributes, "exception.message"))
            .collect();
        assert_eq!(
            said,
            exception
                .iter()
                .map(|it| (*it).to_owned())
                .collect::<Vec<_>>()
        );

        let records = receiver.records_of(&id);
        let [record] = &*records else {
            panic!("{entry}: {records:?}");
        };
        assert_eq!(hex(&record.trace_id), TRACE, "{entry}");
        assert_eq!(record.span_id, span.span_id, "{entry}");
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
