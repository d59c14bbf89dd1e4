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
    #[error(transparent)]
    #[catalog(transparent, code = 1301)]
    Sending(SendingError),
}

#[derive(Debug, thiserror::Error, ErrorCatalog)]
#[error("not sent")]
#[catalog(status = 40, code = 1400, kind = SendingErrorKind)]
struct SendingError;

fn is_gone(body: &ErrorBody) -> Result<bool, UnknownCode> {
    Ok(match body.kind()? {
        MessagingErrorKind::NotFound => false,
        MessagingErrorKind::Gone => true,
        MessagingErrorKind::Sending(SendingErrorKind::SendingError) => false,
    })
}

fn main() {}
