use error_catalog::ErrorCatalog;

#[derive(Debug, thiserror::Error, ErrorCatalog)]
enum MessagingError {
    #[error("negative")]
    #[catalog(status = 400, code = -1)]
    Negative,
    #[error("large")]
    #[catalog(status = 400, code = 4294967296)]
    Large,
    #[error("text")]
    #[catalog(status = 400, code = "1300")]
    Text,
    #[error("suffix")]
    #[catalog(status = 400, code = 1300px)]
    Suffix,
}

fn main() {}
