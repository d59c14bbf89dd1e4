use error_catalog::ErrorCatalog;

#[derive(Debug, thiserror::Error, ErrorCatalog)]
#[catalog(docs = required)]
enum MessagingError {
    /// The message id is unknown.
    #[error("not found")]
    #[catalog(status = 404, code = 1300)]
    NotFound,
    #[error("gone")]
    #[catalog(status = 410, code = 1301)]
    Gone,
}

fn main() {}
