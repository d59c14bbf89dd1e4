use error_catalog::ErrorCatalog;

#[derive(Debug, thiserror::Error, ErrorCatalog)]
#[catalog(kind = ApiErrorKind)]
enum ApiError {
    #[error(transparent)]
    #[catalog(transparent)]
    Billing(BillingError),
}

#[derive(Debug, thiserror::Error, ErrorCatalog)]
enum BillingError {
    #[error("gone")]
    #[catalog(status = 410, code = 1300)]
    Gone,
}

fn main() {}
