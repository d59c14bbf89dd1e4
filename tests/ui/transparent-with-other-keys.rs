use error_catalog::ErrorCatalog;

#[derive(Debug, thiserror::Error, ErrorCatalog)]
enum MessagingError {
    #[error(transparent)]
    #[catalog(transparent, status = 402)]
    Billing(BillingError),
    #[error(transparent)]
    #[catalog(header("retry-after" = "1"), transparent)]
    Other(BillingError),
}

#[derive(Debug, thiserror::Error, ErrorCatalog)]
#[error("gone")]
#[catalog(status = 410, code = 5300)]
struct BillingError;

fn main() {}
