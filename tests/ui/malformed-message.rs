use error_catalog::ErrorCatalog;

#[derive(Debug, thiserror::Error, ErrorCatalog)]
enum MessagingError {
    #[error("open")]
    #[catalog(status = 400, code = 1000, message = "a { brace")]
    Open(u8),
    #[error("close")]
    #[catalog(status = 400, code = 1001, message = "a } brace")]
    Close(u8),
    #[error("empty")]
    #[catalog(status = 400, code = 1002, message = "an {} empty one")]
    Empty(u8),
    #[error("method")]
    #[catalog(status = 400, code = 1003, message = "an {0.len()} expression")]
    Expression(u8),
    #[error("sign")]
    #[catalog(status = 400, code = 1007, message = "a sign {+0}")]
    Sign(u8),
    #[error("zeros")]
    #[catalog(status = 400, code = 1008, message = "leading zeros {00}")]
    Zeros(u8),
    #[error("width")]
    #[catalog(status = 400, code = 1004, message = "a {0:1$} width")]
    Width(u8, usize),
    #[error("nested")]
    #[catalog(status = 400, code = 1005, message = "a {0:{1}} width")]
    Nested(u8, usize),
    #[error("precision")]
    #[catalog(status = 400, code = 1006, message = "a {0:.*} precision")]
    Precision(f64, usize),
}

fn main() {}
