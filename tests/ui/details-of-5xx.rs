use error_catalog::ErrorCatalog;

#[derive(Debug, thiserror::Error, ErrorCatalog)]
enum StorageError {
    #[error("query failed")]
    #[catalog(status = 500, code = 2000)]
    Query {
        #[catalog(details)]
        statement: String,
    },
}

fn main() {}
