use error_catalog::{ApiError, ErrorCatalog};

fn answer(_: impl ApiError) {}

fn document<E: ErrorCatalog>() {}

fn main() {
    answer(std::io::Error::other("disk full"));
    document::<std::io::Error>();
}
