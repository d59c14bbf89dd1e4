use error_catalog::{ErrorCatalog, Occurrence};

#[derive(Debug, thiserror::Error, ErrorCatalog)]
enum MessagingError {
    #[error("no status")]
    #[catalog(code = 1000)]
    NoStatus,
    #[error("two in one")]
    #[catalog(status = 200, code = -1)]
    TwoInOne,
    #[error("first")]
    #[catalog(status = 400, code = 1001)]
    First,
    #[error("second")]
    #[catalog(status = 400, code = 1001)]
    Second,
    #[error("right")]
    #[catalog(status = 400, code = 1002)]
    Right,
}

// Not mistaken: what uses the enum is checked as if it were right.
fn body(error: MessagingError) -> Vec<u8> {
    Occurrence::new(error).to_json_bytes()
}

fn main() {
    body(MessagingError::Right);
}
