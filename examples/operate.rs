//! Counters, alerts and traces of the errors: a service on axum that Prometheus scrapes, and that sends its
//! spans and log records over OTLP where the variable `OTLP` says so. `receiver.rs` is what it can send them
//! to; `operate.md` shows all of it on one machine.
//!
//! ```toml
//! [dependencies]
//! axum = "0.8"
//! axum-tracing-opentelemetry = "0.42"
//! error-catalog = { version = "0.1", features = ["axum", "export", "metrics", "opentelemetry"] }
//! metrics-exporter-prometheus = { version = "0.18", default-features = false }
//! opentelemetry = "0.33"
//! opentelemetry-appender-tracing = "0.33"
//! opentelemetry-otlp = { version = "0.33", default-features = false, features = ["grpc-tonic", "logs", "trace"] }
//! opentelemetry_sdk = "0.33"
//! thiserror = "2"
//! tokio = { version = "1", features = ["macros", "net", "rt-multi-thread"] }
//! tracing = "0.1"
//! tracing-opentelemetry = "0.34"
//! tracing-subscriber = "0.3"
//! ```
//!
//! ```text
//! $ curl http://127.0.0.1:8080/messages/7
//! {"code":1300,"message":"no message 7","errorId":"…","timestamp":"…"}
//!
//! $ curl http://127.0.0.1:8080/messages/2
//! {"code":2000,"message":"Internal Server Error","errorId":"…","timestamp":"…"}
//!
//! $ curl http://127.0.0.1:8080/metrics
//! # HELP api_errors_total Error responses, by the entry of the catalog.
//! # TYPE api_errors_total counter
//! api_errors_total{code="1300",status="404",entry="MessageError::NotFound"} 1
//! api_errors_total{code="2000",status="500",entry="MessageError::Storage"} 1
//! api_errors_total{code="500",status="500",entry="Internal Server Error"} 0
//!
//! $ curl http://127.0.0.1:8080/alerts.yml
//! # The alerts of MessageError, written by error-catalog.
//! groups:
//!   - name: "MessageError"
//!     rules:
//!       - alert: "MessageErrorStorage"
//!         expr: "sum(increase(api_errors_total{code=\"2000\",entry=\"MessageError::Storage\"}[5m])) > 0"
//!         for: 0m
//!         labels:
//!           severity: page
//!           code: "2000"
//!         annotations:
//!           summary: "The service failed with 2000 Storage"
//!           description: "Storage did not answer."
//!           runbook_url: "https://errors.example/#2000"
//! ```

use axum::Router;
use axum::extract::Path;
use axum::routing::get;
use axum_tracing_opentelemetry::middleware::OtelAxumLayer;
use error_catalog::ErrorCatalog;
use error_catalog::axum::UniformErrors;
use metrics_exporter_prometheus::PrometheusBuilder;
use opentelemetry::trace::TracerProvider as _;
use opentelemetry_appender_tracing::layer::OpenTelemetryTracingBridge;
use opentelemetry_otlp::{LogExporter, SpanExporter, WithExportConfig as _};
use opentelemetry_sdk::logs::SdkLoggerProvider;
use opentelemetry_sdk::trace::SdkTracerProvider;
use std::error::Error;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt as _;

/// The errors of the message API.
#[derive(Debug, thiserror::Error, ErrorCatalog)]
#[catalog(problem_details = "https://errors.example/#")]
enum MessageError {
    /// The message id is unknown, or its retention period has passed.
    #[error("no message {id}")]
    #[catalog(status = 404, code = 1300, severity = none)]
    NotFound { id: u32 },

    /// Storage did not answer.
    #[error("storage failed")]
    #[catalog(status = 500, code = 2000)]
    Storage(#[source] std::io::Error),
}

async fn message(Path(id): Path<u32>) -> MessageError {
    match id {
        2 => MessageError::Storage(std::io::Error::other("disk 2 is full")),
        _ => MessageError::NotFound { id },
    }
}

/// Sends spans and log records to `endpoint`.
fn send_traces(endpoint: &str) -> Result<(), Box<dyn Error>> {
    let spans = SpanExporter::builder().with_tonic().with_endpoint(endpoint);
    let spans = SdkTracerProvider::builder().with_batch_exporter(spans.build()?);
    let spans = spans.build();
    let records = LogExporter::builder().with_tonic().with_endpoint(endpoint);
    let records = SdkLoggerProvider::builder().with_batch_exporter(records.build()?);
    let records = records.build();
    // The spans of `OtelAxumLayer` are at the level TRACE; those of the exporter itself must not be sent.
    let filter = Targets::new()
        .with_default(LevelFilter::INFO)
        .with_target("otel::tracing", LevelFilter::TRACE);
    let subscriber = tracing_subscriber::registry()
        .with(filter)
        .with(tracing_opentelemetry::layer().with_tracer(spans.tracer("messages")))
        .with(OpenTelemetryTracingBridge::new(&records));
    tracing::subscriber::set_global_default(subscriber)?;
    Ok(())
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    if let Ok(endpoint) = std::env::var("OTLP") {
        send_traces(&endpoint)?;
    }
    let recorder = PrometheusBuilder::new().install_recorder()?;
    MessageError::CATALOG.register_metrics();
    let uniform_errors = UniformErrors::new().catalog(MessageError::CATALOG);
    let app = Router::new()
        .route("/messages/{id}", get(message))
        .route("/metrics", get(async move || recorder.render()))
        .route(
            "/alerts.yml",
            get(async || MessageError::CATALOG.to_alerts().to_string()),
        )
        .layer(uniform_errors.trace_response())
        .layer(OtelAxumLayer::default());
    let port = std::env::var("PORT").unwrap_or("8080".to_owned());
    let listener = tokio::net::TcpListener::bind(format!("127.0.0.1:{port}")).await?;
    println!("http://{}", listener.local_addr()?);
    axum::serve(listener, app).await?;
    Ok(())
}
