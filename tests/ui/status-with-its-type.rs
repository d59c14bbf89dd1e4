use error_catalog::ErrorCatalog;

#[derive(Debug, thiserror::Error, ErrorCatalog)]
enum MessagingError {
    #[error("not found")]
    #[catalog(status = http::StatusCode::NOT_FOUND, code = 1300)]
    NotFound,
    #[error("gone")]
    #[catalog(status = StatusCode::GONE, code = 1301)]
    Gone,
    #[error("ok")]
    #[catalog(status = StatusCode::OK, code = 1302)]
    Ok,
}

fn main() {}
