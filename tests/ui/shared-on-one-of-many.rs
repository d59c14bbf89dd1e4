use error_catalog::ErrorCatalog;

#[derive(Debug, thiserror::Error, ErrorCatalog)]
enum MessagingError {
    #[error("not found")]
    #[catalog(status = 404, code = 1300)]
    NotFound,
    #[error("gone")]
    #[catalog(status = 410, code = 1300)]
    Gone,
    #[error("expired")]
    #[catalog(status = 410, code = 1300, shared)]
    Expired,
}

fn main() {}
