//! What `load.sh` compares the axum example with: the same route, which answers a body that was
//! written by hand once and for all.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::get;
use sms::service::{self, Outbox};
use std::io;
use std::net::Ipv4Addr;
use std::sync::Arc;
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> io::Result<()> {
    let app = Router::new()
        .route("/messages/{id}", get(message))
        .with_state(Arc::new(Outbox::default()));
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, service::port())).await?;
    println!("http://{}", listener.local_addr()?);
    axum::serve(listener, app).await
}

async fn message(State(outbox): State<Arc<Outbox>>, Path(id): Path<String>) -> impl IntoResponse {
    let _ = outbox.get(&id);
    (
        StatusCode::NOT_FOUND,
        [(header::CONTENT_TYPE, "application/json")],
        r#"{"code":1300,"message":"Not found","errorId":"1cc1eda1-f5dd-ea11-8288-0263195dd35a","timestamp":"2020-12-22T05:52:01.85Z"}"#,
    )
}
