use error_catalog::ErrorCatalog;

#[derive(Debug, thiserror::Error, ErrorCatalog)]
#[catalog(serialize = false, serialize = true)]
enum MessagingError {
    #[error("not found")]
    #[catalog(status = 404, code = 1300, status = 410)]
    NotFound,
    #[error("gone")]
    #[catalog(status = 410, code = 1301)]
    #[catalog(code = 1302)]
    Gone,
}

fn main() {}
