use error_catalog::ErrorCatalog;

#[derive(Debug, thiserror::Error, ErrorCatalog)]
#[catalog(kind = MessagingErrorKind)]
enum MessagingError {
    #[error("not found")]
    #[catalog(status = 404, code = 1300)]
    NotFound,
    #[error("again")]
    #[catalog(transparent)]
    Again(#[source] Box<Self>),
    #[error("and again")]
    #[catalog(transparent)]
    AndAgain(#[source] std::sync::Arc<MessagingError>),
}

fn main() {}
