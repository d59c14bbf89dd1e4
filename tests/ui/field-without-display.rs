use error_catalog::ErrorCatalog;

#[derive(Debug, thiserror::Error, ErrorCatalog)]
enum MessagingError {
    #[error("invalid")]
    #[catalog(status = 400, code = 1002, message = "invalid {0}")]
    Invalid(Vec<u8>),
}

fn main() {}
