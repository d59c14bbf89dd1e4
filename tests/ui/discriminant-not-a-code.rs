use error_catalog::ErrorCatalog;

#[derive(Debug, thiserror::Error, ErrorCatalog)]
#[repr(u32)]
enum MessagingError {
    #[error("not found")]
    #[catalog(status = 404)]
    NotFound = 1000 + 300,
}

fn main() {}
