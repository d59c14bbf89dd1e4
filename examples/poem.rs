//! The SMS API on poem: `cargo run --example poem --features poem`

use error_catalog::ReasonCode;
use error_catalog::poem::UniformErrors;
use poem::http::StatusCode;
use poem::listener::{Acceptor as _, Listener as _, TcpListener};
use poem::web::{Data, Json, Path};
use poem::{EndpointExt as _, IntoResponse, Route, Server, get, handler, post};
use sms::SmsError;
use sms::service::{self, Message, Outbox};
use std::io;
use std::sync::Arc;

#[tokio::main]
async fn main() -> io::Result<()> {
    service::log();
    let app = Route::new()
        .at("/messages", post(send))
        .at("/messages/:id", get(find).delete(cancel))
        .data(Arc::new(Outbox::default()))
        .with(UniformErrors::new().messages(ReasonCode::message_for));
    let listener = TcpListener::bind(("127.0.0.1", service::port()));
    let acceptor = listener.into_acceptor().await?;
    for address in acceptor.local_addr() {
        println!("{address}");
    }
    Server::new_with_acceptor(acceptor).run(app).await
}

#[handler]
fn send(
    Data(outbox): Data<&Arc<Outbox>>,
    Json(message): Json<Message>,
) -> Result<impl IntoResponse, SmsError> {
    Ok(Json(outbox.send(message)?).with_status(StatusCode::CREATED))
}

#[handler]
fn find(
    Data(outbox): Data<&Arc<Outbox>>,
    Path(id): Path<String>,
) -> Result<Json<Message>, SmsError> {
    Ok(Json(outbox.get(&id)?))
}

#[handler]
fn cancel(
    Data(outbox): Data<&Arc<Outbox>>,
    Path(id): Path<String>,
) -> Result<StatusCode, SmsError> {
    outbox.cancel(&id)?;
    Ok(StatusCode::NO_CONTENT)
}
