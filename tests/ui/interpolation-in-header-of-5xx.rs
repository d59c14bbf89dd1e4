use error_catalog::ErrorCatalog;

#[derive(Debug, thiserror::Error, ErrorCatalog)]
enum MessagingError {
    #[error("storage failed")]
    #[catalog(status = 500, code = 2000, header("x-detail" = "{0}"))]
    Storage(String),
    #[error("storage failed")]
    #[catalog(status = 503, code = 2001, header("x-detail" = "{seconds} {host}"))]
    Overloaded { seconds: u32, host: String },
    #[error("storage is full")]
    #[catalog(status = 507, code = 2002, header("retry-after" = "{seconds}"))]
    Full { seconds: u32 },
    #[error("storage moved to {0}")]
    #[catalog(status = 500, code = 2003, expose, header("x-host" = "{0}"))]
    Moved(String),
    #[error("storage is slow")]
    #[catalog(status = 503, code = 2004, header("x-since" = "{since}"))]
    Slow { since: other::time::Duration },
    #[error("storage is late")]
    #[catalog(status = 503, code = 2005, header("x-since" = "{since:?}"))]
    Late { since: std::time::Instant },
}

mod other {
    pub mod time {
        #[derive(Debug)]
        pub struct Duration;
    }
}

fn main() {}
