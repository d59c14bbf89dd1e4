use error_catalog::ErrorCatalog;

#[derive(Debug, thiserror::Error, ErrorCatalog)]
enum MessagingError {
    #[error(transparent)]
    #[catalog(transparent)]
    Storage(std::io::Error),
}

fn main() {}
