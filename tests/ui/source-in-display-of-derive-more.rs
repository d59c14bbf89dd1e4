use error_catalog::ErrorCatalog;
use std::io;

#[derive(Debug, derive_more::Display, derive_more::Error, ErrorCatalog)]
enum MessagingError {
    #[display("db: {_0}")]
    #[catalog(status = 409, code = 1000)]
    Positional(#[error(source)] io::Error),
    #[display("db {_0}: {}", _1.kind())]
    #[catalog(status = 409, code = 1001)]
    Argument(#[error(not(source))] u8, #[error(source)] io::Error),
    #[display("db: {source}")]
    #[catalog(status = 409, code = 1002)]
    Named { source: io::Error },
    #[display("db: {_0}")]
    #[catalog(status = 409, code = 1003)]
    Any(Box<dyn std::error::Error + Send + Sync>),
}

fn main() {}
