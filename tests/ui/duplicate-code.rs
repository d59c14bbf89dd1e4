use error_catalog::ErrorCatalog;

#[derive(Debug, thiserror::Error, ErrorCatalog)]
enum MessagingError {
    #[error("not found")]
    #[catalog(status = 404, code = 1300)]
    NotFound,
    #[error("forbidden")]
    #[catalog(status = 403, code = 1201)]
    Forbidden,
    #[error("gone")]
    #[catalog(status = 410, code = 1300)]
    Gone,
}

fn main() {}
