use error_catalog::ErrorCatalog;

#[derive(Debug, thiserror::Error, ErrorCatalog)]
enum MessagingError {
    #[error("none")]
    #[catalog(transparent)]
    None,
    #[error("two")]
    #[catalog(transparent)]
    Two(BillingError, u8),
}

#[derive(Debug, thiserror::Error, ErrorCatalog)]
#[error("gone")]
#[catalog(status = 410, code = 5300)]
struct BillingError;

fn main() {}
