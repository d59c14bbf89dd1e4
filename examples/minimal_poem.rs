//! A service on poem, in one file.
//!
//! ```toml
//! [dependencies]
//! error-catalog = { version = "0.1", features = ["poem"] }
//! poem = "3"
//! thiserror = "2"
//! tokio = { version = "1", features = ["macros", "rt-multi-thread"] }
//! ```
//!
//! ```text
//! $ curl http://127.0.0.1:8080/messages/7
//! {"code":1300,"message":"no message 7","errorId":"…","timestamp":"…"}
//! ```

use error_catalog::ErrorCatalog;
use error_catalog::poem::UniformErrors;
use poem::listener::{Acceptor as _, Listener as _, TcpListener};
use poem::web::Path;
use poem::{EndpointExt as _, Route, Server, get, handler};

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

#[handler]
fn message(Path(id): Path<u32>) -> Result<String, MessageError> {
    match id {
        1 => Ok("hello".to_owned()),
        2 => Err(std::io::Error::other("disk 2 is full"))?,
        _ => Err(MessageError::NotFound { id }),
    }
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let app = Route::new()
        .at("/messages/:id", get(message))
        .with(UniformErrors::new());
    let port = std::env::var("PORT").unwrap_or("8080".to_owned());
    let listener = TcpListener::bind(format!("127.0.0.1:{port}"));
    let acceptor = listener.into_acceptor().await?;
    if let Some(address) = acceptor.local_addr()[0].as_socket_addr() {
        println!("http://{address}");
    }
    Server::new_with_acceptor(acceptor).run(app).await
}
