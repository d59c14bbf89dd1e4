use error_catalog::ErrorCatalog;

#[derive(Debug, thiserror::Error, ErrorCatalog)]
enum ApiError {
    #[error("not found")]
    #[catalog(status = 404, code = 1300)]
    NotFound,
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
