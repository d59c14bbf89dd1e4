//! A service on axum, in one file.
//!
//! ```toml
//! [dependencies]
//! axum = "0.8"
//! error-catalog = { version = "0.1", features = ["axum"] }
//! thiserror = "2"
//! tokio = { version = "1", features = ["macros", "net", "rt-multi-thread"] }
//! ```
//!
//! ```text
//! $ curl http://127.0.0.1:8080/messages/7
//! {"code":1300,"message":"no message 7","errorId":"…","timestamp":"…"}
//! ```

use axum::Router;
use axum::extract::Path;
use axum::routing::get;
use error_catalog::ErrorCatalog;
use error_catalog::axum::UniformErrors;

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

async fn message(Path(id): Path<u32>) -> Result<String, MessageError> {
    match id {
        1 => Ok("hello".to_owned()),
        2 => Err(std::io::Error::other("disk 2 is full"))?,
        _ => Err(MessageError::NotFound { id }),
    }
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let app = Router::new()
        .route("/messages/{id}", get(message))
        .layer(UniformErrors::new());
    let port = std::env::var("PORT").unwrap_or("8080".to_owned());
    let listener = tokio::net::TcpListener::bind(format!("127.0.0.1:{port}")).await?;
    println!("http://{}", listener.local_addr()?);
    axum::serve(listener, app).await
}
