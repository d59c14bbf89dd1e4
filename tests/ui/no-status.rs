use error_catalog::ErrorCatalog;

#[derive(Debug, thiserror::Error, ErrorCatalog)]
enum MessagingError {
    #[error("not found")]
    #[catalog(code = 1300)]
    NotFound,
}

fn main() {}
