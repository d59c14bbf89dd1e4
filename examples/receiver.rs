//! A receiver of OTLP that keeps spans and log records in memory, and answers what it knows of an errorId: for
//! `operate.md`, on one machine.
//!
//! ```text
//! $ curl http://127.0.0.1:4319/…
//! span GET /messages/{id} of trace …
//!     error.type = MessageError::Storage
//!     error_catalog.code = 2000
//!     error_catalog.error_id = …
//!     status Error: MessageError::Storage
//!     exception: storage failed
//!     caused by: disk 2 is full
//! log ERROR storage failed
//!     sources = disk 2 is full
//! ```

use axum::Router;
use axum::extract::{Path, State};
use axum::routing::get;
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
use opentelemetry_proto::tonic::common::v1::{AnyValue, KeyValue, any_value};
use opentelemetry_proto::tonic::logs::v1::LogRecord;
use opentelemetry_proto::tonic::trace::v1::Span;
use opentelemetry_proto::tonic::trace::v1::status::StatusCode;
use std::error::Error;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::net::TcpListener;
use tonic::transport::Server;
use tonic::transport::server::TcpIncoming;
use tonic::{Request, Response, Status};

/// What has arrived.
#[derive(Clone, Default)]
struct Received(Arc<Mutex<(Vec<Span>, Vec<LogRecord>)>>);

#[tonic::async_trait]
impl TraceService for Received {
    async fn export(
        &self,
        request: Request<ExportTraceServiceRequest>,
    ) -> Result<Response<ExportTraceServiceResponse>, Status> {
        let resources = request.into_inner().resource_spans.into_iter();
        let scopes = resources.flat_map(|resource| resource.scope_spans);
        let spans = scopes.flat_map(|scope| scope.spans);
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .0
            .extend(spans);
        Ok(Response::new(ExportTraceServiceResponse::default()))
    }
}

#[tonic::async_trait]
impl LogsService for Received {
    async fn export(
        &self,
        request: Request<ExportLogsServiceRequest>,
    ) -> Result<Response<ExportLogsServiceResponse>, Status> {
        let resources = request.into_inner().resource_logs.into_iter();
        let scopes = resources.flat_map(|resource| resource.scope_logs);
        let records = scopes.flat_map(|scope| scope.log_records);
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .1
            .extend(records);
        Ok(Response::new(ExportLogsServiceResponse::default()))
    }
}

async fn explain(State(received): State<Received>, Path(id): Path<String>) -> String {
    let received = received.0.lock().unwrap_or_else(PoisonError::into_inner);
    let mut text = String::new();
    for span in &received.0 {
        if attribute(&span.attributes, "error_catalog.error_id") == Some(&id) {
            write_span(span, &mut text);
        }
    }
    for record in &received.1 {
        if attribute(&record.attributes, "error_id") == Some(&id) {
            let body = record.body.as_ref().map(shown).unwrap_or_default();
            let _ = writeln!(text, "log {} {body}", record.severity_text);
            if let Some(sources) = attribute(&record.attributes, "sources") {
                let _ = writeln!(text, "    sources = {sources}");
            }
        }
    }
    text
}

fn write_span(span: &Span, text: &mut String) {
    let trace = u128::from_str_radix(&hex(&span.trace_id), 16).unwrap_or_default();
    let _ = writeln!(text, "span {} of trace {trace:032x}", span.name);
    for name in ["error.type", "error_catalog.code", "error_catalog.error_id"] {
        let value = span
            .attributes
            .iter()
            .find(|attribute| attribute.key == name);
        let value = value
            .and_then(|attribute| attribute.value.as_ref())
            .map(shown);
        let _ = writeln!(text, "    {name} = {}", value.unwrap_or_default());
    }
    if let Some(status) = &span.status
        && status.code() == StatusCode::Error
    {
        let _ = writeln!(text, "    status Error: {}", status.message);
    }
    for event in span.events.iter().filter(|event| event.name == "exception") {
        let message = attribute(&event.attributes, "exception.message").map(String::as_str);
        let message = message.unwrap_or_default().replace('\n', "\n    ");
        let _ = writeln!(text, "    exception: {message}");
    }
}

fn hex(bytes: &[u8]) -> String {
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 0xf]);
    digits
        .filter_map(|digit| char::from_digit(digit.into(), 16))
        .collect()
}

fn attribute<'a>(attributes: &'a [KeyValue], name: &str) -> Option<&'a String> {
    let attribute = attributes.iter().find(|attribute| attribute.key == name)?;
    match attribute.value.as_ref()?.value.as_ref()? {
        any_value::Value::StringValue(text) => Some(text),
        _ => None,
    }
}

fn shown(value: &AnyValue) -> String {
    match &value.value {
        Some(any_value::Value::StringValue(text)) => text.clone(),
        Some(any_value::Value::IntValue(number)) => number.to_string(),
        other => format!("{other:?}"),
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let port = |name: &str, default: &str| std::env::var(name).unwrap_or(default.to_owned());
    let otlp = TcpListener::bind(format!("127.0.0.1:{}", port("OTLP_PORT", "4317"))).await?;
    let questions = TcpListener::bind(format!("127.0.0.1:{}", port("PORT", "4319"))).await?;
    println!(
        "OTLP at http://{}, questions at http://{}",
        otlp.local_addr()?,
        questions.local_addr()?
    );
    let received = Received::default();
    let server = Server::builder()
        .add_service(TraceServiceServer::new(received.clone()))
        .add_service(LogsServiceServer::new(received.clone()))
        .serve_with_incoming(TcpIncoming::from(otlp));
    tokio::spawn(server);
    let app = Router::new()
        .route("/{error_id}", get(explain))
        .with_state(received);
    axum::serve(questions, app).await?;
    Ok(())
}
