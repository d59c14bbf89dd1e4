use error_catalog::ErrorCatalog;

#[derive(Debug, thiserror::Error, ErrorCatalog)]
enum MessagingError {
    #[error("invalid")]
    #[catalog(status = 400, code = 1002, message = "invalid {number}")]
    InvalidMsisdn { msisdn: String },
    #[error("invalid")]
    #[catalog(status = 400, code = 1003, message = "invalid {1}")]
    InvalidEncoding(String),
    #[error("invalid")]
    #[catalog(status = 400, code = 1004, message = "invalid {text}")]
    InvalidText,
}

fn main() {}
