use error_catalog::ErrorCatalog;

#[derive(Debug, thiserror::Error, ErrorCatalog)]
#[error("invalid")]
#[catalog(status = 400, code = 1000)]
struct Invalid;

#[derive(Debug, thiserror::Error, ErrorCatalog)]
enum OrderError {
    #[error(transparent)]
    #[catalog(transparent)]
    Invalid(#[catalog(details)] Invalid),
}

fn main() {}
