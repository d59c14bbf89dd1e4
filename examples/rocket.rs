//! The SMS API on rocket: `cargo run --example rocket --features rocket`

use error_catalog::ReasonCode;
use error_catalog::rocket::UniformErrors;
use rocket::http::Status;
use rocket::response::status::{Custom, NoContent};
use rocket::serde::json::Json;
use rocket::{Config, State, delete, get, post, routes};
use sms::SmsError;
use sms::service::{self, Message, Outbox, Sent};

#[rocket::main]
async fn main() -> Result<(), Box<rocket::Error>> {
    service::log();
    let config = Config {
        port: service::port(),
        ..Config::default()
    };
    let server = rocket::custom(config)
        .attach(UniformErrors::new().messages(ReasonCode::message_for))
        .manage(Outbox::default())
        .mount("/messages", routes![send, message, cancel]);
    server.launch().await?;
    Ok(())
}

#[post("/", data = "<message>")]
fn send(outbox: &State<Outbox>, message: Json<Message>) -> Result<Custom<Json<Sent>>, SmsError> {
    let sent = outbox.send(message.into_inner())?;
    Ok(Custom(Status::Created, Json(sent)))
}

#[get("/<id>")]
fn message(outbox: &State<Outbox>, id: &str) -> Result<Json<Message>, SmsError> {
    Ok(Json(outbox.get(id)?))
}

#[delete("/<id>")]
fn cancel(outbox: &State<Outbox>, id: &str) -> Result<NoContent, SmsError> {
    outbox.cancel(id)?;
    Ok(NoContent)
}
