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
    // Too far from any: no suggestion.
    #[error("short")]
    #[catalog(status = 410, code = 1302, st = 404)]
    Short,
    #[error("long")]
    #[catalog(status = 410, code = 1303, status_of_response = 404)]
    Long,
    #[error("other")]
    #[catalog(status = 410, code = 1304, mezzige = "other")]
    Other,
}

fn main() {}
