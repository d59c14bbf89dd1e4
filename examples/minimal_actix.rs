//! A service on actix-web, in one file.
//!
//! ```toml
//! [dependencies]
//! actix-web = "4"
//! error-catalog = { version = "0.1", features = ["actix-web"] }
//! thiserror = "2"
//! ```
//!
//! ```text
//! $ curl http://127.0.0.1:8080/messages/7
//! {"code":1300,"message":"no message 7","errorId":"…","timestamp":"…"}
//! ```

use actix_web::{App, HttpServer, get, web};
use error_catalog::ErrorCatalog;
use error_catalog::actix::UniformErrors;

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

#[get("/messages/{id}")]
async fn message(id: web::Path<u32>) -> Result<String, MessageError> {
    match *id {
        1 => Ok("hello".to_owned()),
        2 => Err(std::io::Error::other("disk 2 is full"))?,
        id => Err(MessageError::NotFound { id }),
    }
}

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    let port = std::env::var("PORT").unwrap_or("8080".to_owned());
    let app = || App::new().wrap(UniformErrors::new()).service(message);
    let server = HttpServer::new(app).bind(format!("127.0.0.1:{port}"))?;
    println!("http://{}", server.addrs()[0]);
    server.run().await
}
