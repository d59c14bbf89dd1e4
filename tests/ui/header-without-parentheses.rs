use error_catalog::ErrorCatalog;

#[derive(Debug, thiserror::Error, ErrorCatalog)]
#[error("too many requests")]
#[catalog(status = 429, code = 1400, header = "retry-after")]
struct TooManyRequests;

fn main() {}
