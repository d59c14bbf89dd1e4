//! A service on rocket, in one file.
//!
//! ```toml
//! [dependencies]
//! error-catalog = { version = "0.1", features = ["rocket"] }
//! rocket = "0.5"
//! thiserror = "2"
//! ```
//!
//! ```text
//! $ curl http://127.0.0.1:8080/messages/7
//! {"code":1300,"message":"no message 7","errorId":"…","timestamp":"…"}
//! ```

use error_catalog::ErrorCatalog;
use error_catalog::rocket::UniformErrors;
use rocket::fairing::AdHoc;
use rocket::{Build, Config, Rocket, get, launch, routes};

#[derive(Debug, thiserror::Error, ErrorCatalog)]
enum MessageError {
    /// The message id is unknown, or its retention period has passed.
    #[error("no message {id}")]
    #[catalog(status = 404, code = 1300)]
    NotFound { id: u32 },

    /// Storage did not answer.
    #[error("storage failed: {0}")]
    #[catalog(status = 500, code = 2000)]
    Storage(#[from] std::io::Error),
}

#[get("/messages/<id>")]
fn message(id: u32) -> Result<String, MessageError> {
    match id {
        1 => Ok("hello".to_owned()),
        2 => Err(std::io::Error::other("disk 2 is full"))?,
        _ => Err(MessageError::NotFound { id }),
    }
}

#[launch]
fn rocket() -> Rocket<Build> {
    let port = std::env::var("PORT").unwrap_or("8080".to_owned());
    let config = Config {
        port: port.parse().expect("PORT is a number"),
        log_level: rocket::config::LogLevel::Off,
        ..Config::default()
    };
    rocket::custom(config)
        .attach(UniformErrors::new())
        .attach(AdHoc::on_liftoff("address", |rocket| {
            Box::pin(async move { println!("http://127.0.0.1:{}", rocket.config().port) })
        }))
        .mount("/", routes![message])
}
