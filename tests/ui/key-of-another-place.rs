//! Each key has its place.

use error_catalog::ErrorCatalog;

#[derive(Debug, ErrorCatalog)]
#[catalog(severity = page)]
enum OrderError {
    #[catalog(status = 404, code = 1, domain = "orders.example")]
    NotFound,
    #[catalog(status = 422, code = 2, details)]
    Invalid(#[catalog(problem_details = "https://errors.example/#")] u8),
}

#[derive(Debug, ErrorCatalog)]
#[catalog(status = 500, code = 3, severity = "page")]
struct Failed;

#[derive(Debug, ErrorCatalog)]
#[catalog(status = 500, code = 4, domain = orders)]
struct Other;

fn main() {}
