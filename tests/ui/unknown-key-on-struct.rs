use error_catalog::ErrorCatalog;

#[derive(Debug, thiserror::Error, ErrorCatalog)]
#[error("gone")]
#[catalog(statsu = 404, code = 1300)]
struct Gone;

fn main() {}
