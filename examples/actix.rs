//! The SMS API on actix-web: `cargo run --example actix --features actix-web`

use actix_web::web::{self, Data, Json, Path};
use actix_web::{App, HttpResponse, HttpServer};
use error_catalog::ReasonCode;
use error_catalog::actix::UniformErrors;
use sms::SmsError;
use sms::service::{self, Message, Outbox};
use std::io;
use std::net::Ipv4Addr;

#[actix_web::main]
async fn main() -> io::Result<()> {
    service::log();
    let outbox = Data::new(Outbox::default());
    let server = HttpServer::new(move || {
        App::new()
            .wrap(UniformErrors::new().messages(ReasonCode::message_for))
            .app_data(outbox.clone())
            .service(web::resource("/messages").post(send))
            .service(web::resource("/messages/{id}").get(message).delete(cancel))
    });
    let server = server.bind((Ipv4Addr::LOCALHOST, service::port()))?;
    for address in server.addrs() {
        println!("http://{address}");
    }
    server.run().await
}

async fn send(
    outbox: Data<Outbox>,
    Json(message): Json<Message>,
) -> Result<HttpResponse, SmsError> {
    Ok(HttpResponse::Created().json(outbox.send(message)?))
}

async fn message(outbox: Data<Outbox>, id: Path<String>) -> Result<Json<Message>, SmsError> {
    Ok(Json(outbox.get(&id)?))
}

async fn cancel(outbox: Data<Outbox>, id: Path<String>) -> Result<HttpResponse, SmsError> {
    outbox.cancel(&id)?;
    Ok(HttpResponse::NoContent().finish())
}
