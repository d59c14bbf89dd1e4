use error_catalog::ErrorCatalog;

#[derive(Debug, thiserror::Error, ErrorCatalog)]
enum MessagingError {
    #[error("not found")]
    #[catalog(status = NOT_FUOND, code = 1300)]
    NotFound,
    #[error("conflict")]
    #[catalog(status = Conflict, code = 1301)]
    Conflict,
    #[error("whatever")]
    #[catalog(status = WHATEVER, code = 1302)]
    Whatever,
}

fn main() {}
