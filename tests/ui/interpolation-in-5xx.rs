use error_catalog::ErrorCatalog;

#[derive(Debug, thiserror::Error, ErrorCatalog)]
enum MessagingError {
    #[error("storage failed")]
    #[catalog(status = 500, code = 2000, message = "storage failed: {0}")]
    Storage(std::io::Error),
}

fn main() {}
