use error_catalog::ErrorCatalog;

#[derive(ErrorCatalog)]
union MessagingError {
    code: u32,
    status: u16,
}

fn main() {}
