use error_catalog::ErrorCatalog;

#[derive(Debug, thiserror::Error, ErrorCatalog)]
enum MessagingError {
    #[error("not found")]
    #[catalog]
    NotFound,
}

fn main() {}
