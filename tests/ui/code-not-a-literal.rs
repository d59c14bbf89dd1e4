use error_catalog::ErrorCatalog;

mod codes {
    pub const NOT_FOUND: u32 = 1300;
}

#[derive(Debug, thiserror::Error, ErrorCatalog)]
enum MessagingError {
    #[error("not found")]
    #[catalog(status = 404, code = codes::NOT_FOUND)]
    NotFound,
}

fn main() {}
