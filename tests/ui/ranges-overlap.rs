use error_catalog::{ErrorCatalog, catalog};

#[derive(Debug, thiserror::Error, ErrorCatalog)]
#[error("not found")]
#[catalog(codes = 1000..=1999, status = 404, code = 1300)]
struct OrderError;

#[derive(Debug, thiserror::Error, ErrorCatalog)]
#[error("gone")]
#[catalog(codes = 1900..=2999, status = 410, code = 2300)]
struct BillingError;

catalog! { pub SHOP = OrderError, BillingError }

fn main() {}
