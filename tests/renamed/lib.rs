//! The derive where the dependency has another name: `catalog`.

use catalog::ErrorCatalog;

/// An error with everything that an expansion can name.
#[derive(Debug, thiserror::Error, ErrorCatalog)]
#[catalog(crate = catalog, kind = ErrorKind)]
#[non_exhaustive]
pub enum Error<T> {
    /// A fixed message.
    #[error("not found")]
    #[catalog(status = 404, code = 1300)]
    NotFound,
    /// An interpolated one, and a header.
    #[error("later")]
    #[catalog(status = 429, code = 1400, message = "in {0} s", header("retry-after" = "{0}"))]
    Later(T),
    /// A description.
    #[error("storage failed")]
    #[catalog(status = 500, code = 2000)]
    Storage,
    /// Another catalog.
    #[error(transparent)]
    #[catalog(transparent)]
    Gone(Gone),
}

/// A struct.
#[derive(Debug, thiserror::Error, ErrorCatalog)]
#[error("gone")]
#[catalog(crate = ::catalog, status = 410, code = 5300, kind = GoneKind)]
pub struct Gone;

#[test]
fn a_renamed_dependency_is_named_by_the_attribute() {
    let later = catalog::Occurrence::new(Error::Later(30));
    assert_eq!(later.body().message(), "in 30 s");
    assert_eq!(<Error<u8> as ErrorCatalog>::CATALOG.iter().count(), 4);
}
