use error_catalog::ErrorCatalog;

#[derive(Debug, thiserror::Error, ErrorCatalog)]
enum OrderError {
    #[error("invalid")]
    #[catalog(status = 400, code = 1000)]
    Invalid {
        #[catalog(details)]
        fields: Vec<String>,
    },
}

fn main() {}
