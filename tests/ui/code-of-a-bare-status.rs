use error_catalog::ErrorCatalog;

#[derive(Debug, thiserror::Error, ErrorCatalog)]
enum BillingError {
    #[error("The account's credit is used up")]
    #[catalog(status = 402, code = 404)]
    NoCredit,
    #[error("No such account")]
    #[catalog(status = 410, code = 410)]
    Gone,
}

#[derive(Debug, thiserror::Error, ErrorCatalog)]
#[catalog(bare_statuses = 90_000)]
enum OrderError {
    #[error("Not paid")]
    #[catalog(status = 402, code = 404)]
    NotPaid,
    #[error("No such order")]
    #[catalog(status = 404, code = 90_410)]
    NotFound,
}

#[derive(Debug, thiserror::Error, ErrorCatalog)]
#[error("Too far")]
#[catalog(status = 400, code = 1, bare_statuses = 4_294_967_000)]
struct TooFar;

fn main() {}
