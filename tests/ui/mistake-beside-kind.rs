use error_catalog::{ErrorBody, ErrorCatalog, UnknownCode};

#[derive(Debug, thiserror::Error, ErrorCatalog)]
#[catalog(kind = MessagingErrorKind)]
enum MessagingError {
    #[error("not found")]
    #[catalog(status = 404, code = 1300)]
    NotFound,
    #[error("gone")]
    #[catalog(status = 410)]
    Gone,
}

fn is_gone(body: &ErrorBody) -> Result<bool, UnknownCode> {
    Ok(body.kind::<MessagingErrorKind>()? == MessagingErrorKind::Gone)
}

fn main() {}
