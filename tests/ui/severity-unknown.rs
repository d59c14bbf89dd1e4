use error_catalog::ErrorCatalog;

#[derive(Debug, thiserror::Error, ErrorCatalog)]
enum StorageError {
    #[error("full")]
    #[catalog(status = 507, code = 2000, severity = pager)]
    Full,
    #[error("slow")]
    #[catalog(status = 503, code = 2001, severity = "page")]
    Slow,
    #[error("gone")]
    #[catalog(status = 500, code = 2002, severity = critical)]
    Gone,
}

fn main() {}
