use error_catalog::ErrorCatalog;

#[derive(Debug, thiserror::Error, ErrorCatalog)]
#[catalog(codes = 1000..=1999)]
enum MessagingError {
    #[error("not found")]
    #[catalog(status = 404, code = 1300)]
    NotFound,
    #[error("gone")]
    #[catalog(status = 410, code = 2300)]
    Gone,
}

fn main() {}
