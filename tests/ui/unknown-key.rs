use error_catalog::ErrorCatalog;

#[derive(Debug, thiserror::Error, ErrorCatalog)]
#[catalog(serialise = false)]
enum MessagingError {
    #[error("not found")]
    #[catalog(statsu = 404, code = 1300)]
    NotFound,
    #[error("gone")]
    #[catalog(status = 410, code = 1301, serialize = false)]
    Gone,
}

fn main() {}
