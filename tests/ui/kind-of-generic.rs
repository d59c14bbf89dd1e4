use error_catalog::ErrorCatalog;

#[derive(Debug, thiserror::Error, ErrorCatalog)]
#[catalog(kind = WrapKind)]
enum Wrap<E: std::error::Error> {
    #[error(transparent)]
    #[catalog(transparent)]
    Inner(E),
}

fn main() {}
