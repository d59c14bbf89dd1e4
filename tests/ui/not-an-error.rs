use error_catalog::ErrorCatalog;

#[derive(ErrorCatalog)]
enum MessagingError {
    #[catalog(status = 404, code = 1300)]
    NotFound,
}

fn main() {}
