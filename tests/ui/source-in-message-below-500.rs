use error_catalog::ErrorCatalog;
use std::error::Error;
use std::io;
use std::num::ParseIntError;

#[derive(Debug, thiserror::Error, ErrorCatalog)]
enum MessagingError {
    #[error("db: {0}")]
    #[catalog(status = 409, code = 1000)]
    Positional(#[from] io::Error),
    #[error("db: {source}")]
    #[catalog(status = 409, code = 1001)]
    Named { source: io::Error },
    #[error("db: {cause:?}")]
    #[catalog(status = 409, code = 1002)]
    Marked {
        #[source]
        cause: io::Error,
    },
    #[error("db: {0}")]
    #[catalog(status = 409, code = 1003)]
    Boxed(Box<dyn Error + Send + Sync>),
    #[error("db: {}", .0.to_string())]
    #[catalog(status = 409, code = 1004)]
    Argument(#[source] io::Error),
    #[error(transparent)]
    #[catalog(status = 409, code = 1005)]
    Forwarded(io::Error),
    #[error("db")]
    #[catalog(status = 409, code = 1006, message = "db: {0}")]
    OwnMessage(#[source] io::Error),
    #[error("db")]
    #[catalog(status = 409, code = 1007, header("x-cause" = "{0}"))]
    Header(#[source] io::Error),
    #[error("db: {}", cause.to_string())]
    #[catalog(status = 409, code = 1009)]
    Method {
        #[source]
        cause: io::Error,
    },
    #[error("db: {}", .cause.to_string())]
    #[catalog(status = 409, code = 1010)]
    Dotted {
        #[source]
        cause: io::Error,
    },
    #[error("db: {}", code.len() + cause.to_string().len())]
    #[catalog(status = 409, code = 1011)]
    Sum {
        code: String,
        #[source]
        cause: io::Error,
    },
    #[error("db: {}", &code[..cause.to_string().len()])]
    #[catalog(status = 409, code = 1012)]
    Slice {
        code: String,
        #[source]
        cause: io::Error,
    },
    #[error("db: {}", cause == other)]
    #[catalog(status = 409, code = 1013)]
    Compared {
        #[source]
        cause: ParseIntError,
        other: ParseIntError,
    },
}

fn main() {}
