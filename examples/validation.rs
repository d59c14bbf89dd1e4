//! Which field was wrong: a service on axum whose requests garde checks, and whose clients may prefer
//! problem details.
//!
//! ```toml
//! [dependencies]
//! axum = "0.8"
//! error-catalog = { version = "0.1", features = ["axum", "extract", "garde"] }
//! garde = { version = "0.23", features = ["derive"] }
//! serde = { version = "1", features = ["derive"] }
//! thiserror = "2"
//! tokio = { version = "1", features = ["macros", "net", "rt-multi-thread"] }
//! ```
//!
//! ```text
//! $ curl http://127.0.0.1:8080/orders --json '{"customerName":"","lines":[{"unitPrice":0}]}'
//! {"code":1422,"message":"The order is invalid","errorId":"…","timestamp":"…","details":[{"field":"/customerName","code":"invalid","message":"length is lower than 1"},{"field":"/lines/0/unitPrice","code":"invalid","message":"lower than 1"}]}
//!
//! $ curl http://127.0.0.1:8080/orders --json '{"customerName":"Zoë","lines":[{"unitPrice":"a lot"}]}'
//! {"code":1422,"message":"The order is invalid","errorId":"…","timestamp":"…","details":[{"field":"/lines/0/unitPrice","code":"type","message":"invalid type: string \"a lot\", expected u32"}]}
//!
//! $ curl http://127.0.0.1:8080/orders --json '{"lines":[]}' -H 'accept: application/problem+json'
//! {"type":"https://errors.example/#1422","title":"The order is invalid","status":422,"detail":"The order is invalid","instance":"urn:uuid:…","code":1422,"errorId":"…","timestamp":"…","details":[{"field":"/customerName","code":"required","message":"is missing"}]}
//!
//! $ curl http://127.0.0.1:8080/orders --json '{"customerName":"Zoë","lines":[{"unitPrice":3}]}'
//! Zoë pays 3
//! ```

use axum::Router;
use axum::routing::post;
use error_catalog::axum::UniformErrors;
use error_catalog::extract::Garde;
use error_catalog::{ErrorCatalog, FieldErrors};
use garde::Validate;
use serde::Deserialize;

/// The errors of the orders API.
#[derive(Debug, thiserror::Error, ErrorCatalog)]
#[catalog(problem_details = "https://errors.example/#")]
enum OrderError {
    /// One of the fields has a value that is not allowed.
    #[error("The order is invalid")]
    #[catalog(status = 422, code = 1422)]
    Invalid(
        #[from]
        #[catalog(details)]
        FieldErrors,
    ),
}

/// The extractor of this service.
type Json<T> = error_catalog::axum::Json<T, OrderError, Garde>;

#[derive(Deserialize, Validate)]
#[serde(rename_all = "camelCase")]
struct Order {
    #[garde(length(min = 1, max = 100))]
    customer_name: String,
    #[garde(dive)]
    lines: Vec<Line>,
}

#[derive(Deserialize, Validate)]
#[serde(rename_all = "camelCase")]
struct Line {
    #[garde(range(min = 1))]
    unit_price: u32,
}

async fn create(order: Json<Order>) -> String {
    let Order {
        customer_name,
        lines,
    } = order.into_inner();
    let total: u32 = lines.iter().map(|line| line.unit_price).sum();
    format!("{customer_name} pays {total}")
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let app = Router::new()
        .route("/orders", post(create))
        .layer(UniformErrors::new().catalog(OrderError::CATALOG));
    let port = std::env::var("PORT").unwrap_or("8080".to_owned());
    let listener = tokio::net::TcpListener::bind(format!("127.0.0.1:{port}")).await?;
    println!("http://{}", listener.local_addr()?);
    axum::serve(listener, app).await
}
