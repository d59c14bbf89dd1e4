//! The SMS API on axum: `cargo run --example axum --features axum`

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Html;
use axum::routing::{get, post};
use axum::{Json, Router};
use error_catalog::axum::UniformErrors;
use error_catalog::{ErrorCatalog as _, ReasonCode};
use sms::SmsError;
use sms::service::{self, Message, Outbox, Sent};
use std::io;
use std::net::Ipv4Addr;
use std::sync::Arc;
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> io::Result<()> {
    service::log();
    let app = Router::new()
        .route("/messages", post(send))
        .route("/messages/{id}", get(message).delete(cancel))
        .route("/errors", get(errors))
        .with_state(Arc::new(Outbox::default()))
        .layer(UniformErrors::new().messages(ReasonCode::message_for));
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, service::port())).await?;
    println!("http://{}", listener.local_addr()?);
    axum::serve(listener, app).await
}

async fn send(
    State(outbox): State<Arc<Outbox>>,
    Json(message): Json<Message>,
) -> Result<(StatusCode, Json<Sent>), SmsError> {
    Ok((StatusCode::CREATED, Json(outbox.send(message)?)))
}

async fn message(
    State(outbox): State<Arc<Outbox>>,
    Path(id): Path<String>,
) -> Result<Json<Message>, SmsError> {
    Ok(Json(outbox.get(&id)?))
}

async fn cancel(
    State(outbox): State<Arc<Outbox>>,
    Path(id): Path<String>,
) -> Result<StatusCode, SmsError> {
    outbox.cancel(&id)?;
    Ok(StatusCode::NO_CONTENT)
}

/// The reference page of the API's errors.
async fn errors() -> Html<String> {
    Html(SmsError::CATALOG.to_html().to_string())
}
