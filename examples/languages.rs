//! Messages in the language of the client: a service on axum, with a file of Fluent.
//!
//! ```toml
//! [dependencies]
//! axum = "0.8"
//! error-catalog = { version = "0.1", features = ["axum", "fluent", "testing"] }
//! thiserror = "2"
//! tokio = { version = "1", features = ["macros", "net", "rt-multi-thread"] }
//! ```
//!
//! ```text
//! $ curl http://127.0.0.1:8080/messages/1 -H 'accept-language: de-CH, en;q=0.5'
//! {"code":1400,"message":"Noch eine Minute warten","errorId":"…","timestamp":"…"}
//!
//! $ curl http://127.0.0.1:8080/messages/5 -H 'accept-language: de'
//! {"code":1400,"message":"Noch 5 Minuten warten","errorId":"…","timestamp":"…"}
//!
//! $ curl http://127.0.0.1:8080/messages/5 -H 'accept-language: fr'
//! {"code":1400,"message":"Wait for 5 more minutes","errorId":"…","timestamp":"…"}
//!
//! $ curl http://127.0.0.1:8080/nowhere -H 'accept-language: de'
//! {"code":404,"message":"Nicht gefunden","errorId":"…","timestamp":"…"}
//! ```

use axum::Router;
use axum::extract::Path;
use axum::routing::get;
use error_catalog::axum::UniformErrors;
use error_catalog::{ErrorCatalog, Translations, TranslationsError};

/// The errors of the message API.
#[derive(Debug, thiserror::Error, ErrorCatalog)]
enum MessageError {
    /// The same text was sent to the same number a moment ago.
    #[error("Wait for {minutes} more minutes")]
    #[catalog(status = 429, code = 1400)]
    TooSoon { minutes: u32 },
}

/// `MessageError::CATALOG.to_ftl()` writes the file that translators begin with.
fn translations() -> Result<Translations, TranslationsError> {
    Translations::new("en")?.with("de", include_str!("languages/de.ftl"))
}

async fn message(Path(minutes): Path<u32>) -> MessageError {
    MessageError::TooSoon { minutes }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let app = Router::new()
        .route("/messages/{minutes}", get(message))
        .layer(UniformErrors::new().translations(translations()?));
    let port = std::env::var("PORT").unwrap_or("8080".to_owned());
    let listener = tokio::net::TcpListener::bind(format!("127.0.0.1:{port}")).await?;
    println!("http://{}", listener.local_addr()?);
    axum::serve(listener, app).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_error_is_translated() {
        let translations = translations().unwrap();
        error_catalog::testing::assert_translated(MessageError::CATALOG, &translations);
    }
}
