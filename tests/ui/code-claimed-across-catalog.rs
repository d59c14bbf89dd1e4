use error_catalog::{ErrorCatalog, catalog};

#[derive(Debug, thiserror::Error, ErrorCatalog)]
#[error("not found")]
#[catalog(status = 404, code = 1300)]
struct OrderError;

#[derive(Debug, thiserror::Error, ErrorCatalog)]
#[error("gone")]
#[catalog(status = 410, code = 1300, shared)]
struct BillingError;

catalog! { pub SHOP = OrderError, BillingError }

fn main() {}
