use error_catalog::ErrorCatalog;

#[derive(Debug, thiserror::Error, ErrorCatalog)]
enum MessagingError {
    #[error("not found")]
    #[catalog(status = 404, code = 1300)]
    NotFound {
        #[catalog(code = 1)]
        id: u8,
    },
    #[error("invalid")]
    #[catalog(status = 400, code = 1000)]
    Invalid {
        #[catalog(detail)]
        fields: Vec<u8>,
    },
}

fn main() {}
