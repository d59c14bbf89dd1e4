use error_catalog::ErrorCatalog;

#[derive(Debug, thiserror::Error, ErrorCatalog)]
#[error("invalid")]
#[catalog(status = 400, code = 1000)]
struct Invalid {
    #[catalog(details)]
    fields: Vec<String>,
    #[catalog(details)]
    limits: Vec<u32>,
}

fn main() {}
