//! Counters of the errors, and alerts on them: a service on axum that Prometheus scrapes.
//!
//! ```toml
//! [dependencies]
//! axum = "0.8"
//! error-catalog = { version = "0.1", features = ["axum", "export", "metrics"] }
//! metrics-exporter-prometheus = { version = "0.18", default-features = false }
//! thiserror = "2"
//! tokio = { version = "1", features = ["macros", "net", "rt-multi-thread"] }
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
use error_catalog::ErrorCatalog;
use error_catalog::axum::UniformErrors;
use metrics_exporter_prometheus::PrometheusBuilder;

/// The errors of the message API.
#[derive(Debug, thiserror::Error, ErrorCatalog)]
#[catalog(problem_details = "https://errors.example/#")]
enum MessageError {
    /// The message id is unknown, or its retention period has passed.
    #[error("no message {id}")]
    #[catalog(status = 404, code = 1300, severity = none)]
    NotFound { id: u32 },

    /// Storage did not answer.
    #[error("disk {0} is full")]
    #[catalog(status = 500, code = 2000)]
    Storage(u32),
}

async fn message(Path(id): Path<u32>) -> MessageError {
    match id {
        2 => MessageError::Storage(id),
        _ => MessageError::NotFound { id },
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let recorder = PrometheusBuilder::new().install_recorder()?;
    MessageError::CATALOG.register_metrics();
    let app = Router::new()
        .route("/messages/{id}", get(message))
        .route("/metrics", get(async move || recorder.render()))
        .route(
            "/alerts.yml",
            get(async || MessageError::CATALOG.to_alerts().to_string()),
        )
        .layer(UniformErrors::new().catalog(MessageError::CATALOG));
    let port = std::env::var("PORT").unwrap_or("8080".to_owned());
    let listener = tokio::net::TcpListener::bind(format!("127.0.0.1:{port}")).await?;
    println!("http://{}", listener.local_addr()?);
    axum::serve(listener, app).await?;
    Ok(())
}
