use error_catalog::ErrorCatalog;

#[derive(Debug, thiserror::Error, ErrorCatalog)]
#[catalog(name = "Order errors")]
enum Error {
    #[error("not found")]
    #[catalog(status = 404, code = 1300)]
    NotFound,
}

fn main() {}
