use error_catalog::ErrorCatalog;

#[derive(Debug, thiserror::Error, ErrorCatalog)]
enum MessagingError {
    #[error("fine")]
    #[catalog(status = 200, code = 1000)]
    Fine,
    #[error("too much")]
    #[catalog(status = 600, code = 1001)]
    TooMuch,
}

fn main() {}
