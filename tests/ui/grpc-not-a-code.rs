use error_catalog::ErrorCatalog;

#[derive(Debug, thiserror::Error, ErrorCatalog)]
enum OrderError {
    #[error("exists")]
    #[catalog(status = 409, code = 1409, grpc = ALREADY_EXIST)]
    Exists,
    #[error("gone")]
    #[catalog(status = 404, code = 1404, grpc = 5)]
    Gone,
    #[error("fine")]
    #[catalog(status = 400, code = 1400, grpc = OK)]
    Fine,
    #[error(transparent)]
    #[catalog(transparent, grpc = ABORTED)]
    Other(Other),
}

#[derive(Debug, thiserror::Error, ErrorCatalog)]
#[error("other")]
#[catalog(status = 400, code = 1)]
struct Other;

fn main() {}
