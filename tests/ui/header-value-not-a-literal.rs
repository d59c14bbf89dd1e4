use error_catalog::ErrorCatalog;

const SECONDS: u32 = 3;

#[derive(Debug, thiserror::Error, ErrorCatalog)]
enum MessagingError {
    #[error("slow")]
    #[catalog(status = 503, code = 1300, header("retry-after" = SECONDS))]
    Slow,
    #[error("bytes")]
    #[catalog(status = 503, code = 1301, header("retry-after" = b"3"))]
    Bytes,
}

fn main() {}
