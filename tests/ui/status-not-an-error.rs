use error_catalog::ErrorCatalog;

#[derive(Debug, thiserror::Error, ErrorCatalog)]
enum MessagingError {
    #[error("fine")]
    #[catalog(status = 200, code = 1000)]
    Fine,
    #[error("too much")]
    #[catalog(status = 600, code = 1001)]
    TooMuch,
    #[error("suffix")]
    #[catalog(status = 404px, code = 1002)]
    Suffix,
}

fn main() {}
