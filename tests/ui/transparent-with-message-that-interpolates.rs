use error_catalog::ErrorCatalog;

#[derive(Debug, thiserror::Error, ErrorCatalog)]
enum ApiError {
    #[error("billing of {account}")]
    #[catalog(transparent, message = "billing of {account}")]
    Billing { source: BillingError, account: String },
    #[error("billing")]
    #[catalog(transparent, expose, message = "billing")]
    Fixed(BillingError),
    #[error("billing")]
    #[catalog(transparent, expose)]
    NoMessage(BillingError),
}

#[derive(Debug, thiserror::Error, ErrorCatalog)]
enum BillingError {
    #[error("gone")]
    #[catalog(status = 410, code = 1300)]
    Gone,
}

fn main() {}
