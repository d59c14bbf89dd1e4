use error_catalog::ErrorCatalog;

#[derive(Debug, thiserror::Error, ErrorCatalog)]
#[catalog(retired = [1301])]
enum Error {
    #[error("not found")]
    #[catalog(status = 404, code = 1300)]
    NotFound,
}

fn main() {}
