use error_catalog::ErrorCatalog;

#[derive(Debug, thiserror::Error, ErrorCatalog)]
enum MessagingError {
    #[error("not found")]
    #[catalog(status = 404, code = 1300, example = "not found")]
    NotFound,
    #[error("disk {0}")]
    #[catalog(status = 500, code = 2000, example = "disk full")]
    Disk(String),
}

fn main() {}
