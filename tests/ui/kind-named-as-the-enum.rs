use error_catalog::ErrorCatalog;

#[derive(Debug, thiserror::Error, ErrorCatalog)]
#[catalog(kind = MessagingError)]
enum MessagingError {
    #[error("not found")]
    #[catalog(status = 404, code = 1300)]
    NotFound,
}

fn main() {}
