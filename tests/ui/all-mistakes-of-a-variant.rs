use error_catalog::ErrorCatalog;

#[derive(Debug, thiserror::Error, ErrorCatalog)]
enum MessagingError {
    #[error("header")]
    #[catalog(status = 404, expose, message = "{zz}", header("content type" = "x"))]
    Header(#[catalog(status = 404)] u8),
    #[error("code")]
    #[catalog(status = 500, code = 5_000_000_000, message = "{0}")]
    Code(u8),
    #[error("status")]
    #[catalog(status = 600, code = 1300)]
    Status,
    #[error("the same code")]
    #[catalog(status = 404, code = 1300)]
    SameCode,
    #[error("transparent")]
    #[catalog(transparent, code = 1301)]
    Transparent(u8, u8),
}

fn main() {}
