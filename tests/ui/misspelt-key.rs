use error_catalog::ErrorCatalog;

#[derive(Debug, thiserror::Error, ErrorCatalog)]
#[catalog(kinds = MessagingErrorKind)]
enum MessagingError {
    #[error("not found")]
    #[catalog(satus = 404, code = 1300)]
    NotFound,
    #[error("gone")]
    #[catalog(status = 410, code = 1301, headers("retry-after" = "1"))]
    Gone,
    #[error("slow")]
    #[catalog(status = 503, code = 1302, exposed)]
    Slow,
}

fn main() {}
