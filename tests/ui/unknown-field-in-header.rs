use error_catalog::ErrorCatalog;

#[derive(Debug, thiserror::Error, ErrorCatalog)]
enum MessagingError {
    #[error("too many")]
    #[catalog(status = 429, code = 1400, header("retry-after" = "{minutes}"))]
    TooMany { seconds: u32 },
}

fn main() {}
